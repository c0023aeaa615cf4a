// Families: the fixtures of every model family with their goldens, the settings of a golden, and a run of the engine.
import fs from 'node:fs';
import path from 'node:path';
import type { EngineHandlers, GenerateRequest, GenerationOverrides, Hypothesis } from '../../src/engine/api/contract';
import { resolveSettings } from '../../src/engine/search/settings';
import { never } from './models';

export const FAMILIES = [
  'marian',
  'marian-multi',
  't5',
  't5-gated',
  'bart',
  'mbart',
  'm2m100',
  'nllb',
  'pegasus',
  'blenderbot-small',
  'marian-separate',
] as const;
export type Family = (typeof FAMILIES)[number];

/** The families that `npm test` runs. They cover absolute and relative positions, every layout of files, and int8. */
export const SOME_FAMILIES: readonly Family[] = ['marian', 't5', 'bart'];
/** The families that only `npm run test:long` runs. */
export const OTHER_FAMILIES: readonly Family[] = FAMILIES.filter(family => !SOME_FAMILIES.includes(family));

export interface Generation {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sequences: number[][];
  readonly sequences_scores?: number[];
  /** The result of transformers since 4.50, if it differs from that of earlier versions. */
  readonly v5?: { readonly sequences: number[][]; readonly sequences_scores: number[] };
}

export interface GoldenCase {
  readonly name: string;
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly decoder_input_ids: number[][];
  readonly forced_bos_token_id?: number | null;
  readonly arrays: Readonly<Record<string, { file?: string; byte_offset: number; shape: number[] }>>;
  readonly generations: Generation[];
}

export function folderOf(family: string): string {
  return path.join(__ROOT__, 'test/fixtures', family);
}

export function readJson<T>(...parts: string[]): T {
  return JSON.parse(fs.readFileSync(path.join(...parts), 'utf8')) as T;
}

export function goldensOf(family: string): GoldenCase[] {
  return readJson<{ cases: GoldenCase[] }>(folderOf(family), 'goldens/goldens.json').cases;
}

/** The rows of a padded batch without their padding. */
export function rowsOf({ input_ids: ids, attention_mask: mask }: GoldenCase): number[][] {
  return ids.map((row, at) => row.filter((_, token) => mask[at][token] === 1));
}

/** The settings of a golden as overrides. They are complete, so the settings in the model's files have no effect. */
export function callerSettings(family: string, settings: Readonly<Record<string, unknown>>): GenerationOverrides {
  const { max_position_embeddings: positions } = readJson<Record<string, unknown>>(folderOf(family), 'config.json');
  return resolveSettings({ max_position_embeddings: positions }, settings, {});
}

/** The hypotheses of each row. */
export async function run(
  engine: EngineHandlers,
  source: GenerateRequest['source'],
  settings: GenerationOverrides,
): Promise<(readonly Hypothesis[])[]> {
  const found: (readonly Hypothesis[])[] = [];
  for await (const event of engine.generate({ model: 'model', source, settings, maxBatchRows: 8 }, never)) {
    if (event.kind === 'row') found[event.row] = event.hypotheses;
  }
  return found;
}
