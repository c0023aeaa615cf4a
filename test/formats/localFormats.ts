// Local formats: the parsers of formats without a worker.
import { createFormats } from '../../src/formats/handlers';
import type { FormatParsers } from '../../src/tasks/run/formattedTexts';

export function localFormats(): FormatParsers {
  const { structure, fits, isSame } = createFormats();
  return { structure, fits, isSame };
}
