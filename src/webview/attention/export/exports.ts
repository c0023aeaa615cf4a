// Exports: what the export menu offers, in its order. A new one is a line here.
import type { Exporter } from './exporter';
import { PICTURE_EXPORTS } from './pictureExports';

export const EXPORTERS: readonly Exporter[] = [...PICTURE_EXPORTS];
