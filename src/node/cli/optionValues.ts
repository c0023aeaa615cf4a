// Option values: reads and checks the values of options and the files of the command line.
import { languageOfFile } from '../../formats/languages';
import { syntaxOf } from '../../formats/syntax';
import { BACKENDS, type BackendSetting } from '../../tasks/backends/choice';
import { UsageError } from './terminal/usageError';

/**
 * A whole number of at least 1; undefined if the option is not given.
 *
 * @param name the option's name without its dashes, for the message of the error
 * @throws UsageError
 */
export function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = wholeNumber(name, text);
  if (value < 1) throw new UsageError(`--${name} must be at least 1`);
  return value;
}

/** The most threads, as for the setting: each thread is a worker, and starting many of them takes long. */
const MOST_THREADS = 64;

export function threadCount(name: string, text: string | undefined): number | undefined {
  const threads = positive(name, text);
  if (threads !== undefined && threads > MOST_THREADS) throw new UsageError(`--${name} is at most ${MOST_THREADS}`);
  return threads;
}

/** The largest number that an option takes: models count tokens and positions in 32 bits. */
const LARGEST = 2 ** 31 - 1;

export function wholeNumber(name: string, text: string, largest = LARGEST): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} takes a whole number, not "${text}"`);
  if (Number(text) > largest) throw new UsageError(`--${name} is at most ${largest}`);
  return Number(text);
}

export function backendOption(text = 'auto'): BackendSetting {
  const backend = BACKENDS.find(name => name === text);
  if (backend === undefined) throw new UsageError(`--backend is one of ${BACKENDS.join(', ')}, not "${text}"`);
  return backend;
}

/** The most beams: more would need gigabytes of memory for each sentence. */
const MOST_BEAMS = 1024;

export function beamCount(name: string, text: string): number {
  const count = wholeNumber(name, text, MOST_BEAMS);
  if (count < 1) throw new UsageError(`--${name} must be at least 1`);
  return count;
}

/** A number of beams; undefined for `auto`: then the number follows from the time that the text would take. */
export function beamsOption(name: string, text: string): number | undefined {
  if (text === 'auto') return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} takes a whole number or auto, not "${text}"`);
  return beamCount(name, text);
}

export function finiteNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name} takes a number, not "${text}"`);
  return value;
}

export function earlyStopping(name: string, text: string): boolean | 'never' {
  if (text === 'never') return 'never';
  if (text !== 'true' && text !== 'false') throw new UsageError(`--${name} is true, false or never, not "${text}"`);
  return text === 'true';
}

export function idList(name: string, text: string): number[] {
  const words = text.split(/[\s,]+/).filter(word => word !== '');
  if (words.length === 0) throw new UsageError(`--${name} takes ids, as in "5 17 1"`);
  return words.map(word => wholeNumber(name, word));
}

/**
 * Names the intermediate values to write: those of one layer's attention (`cross.1`) or of a whole stack (`encoder`).
 */
export interface InternalsOption {
  readonly kind: 'encoder' | 'decoder' | 'cross';
  readonly layer: number | undefined;
}

/** @throws UsageError */
export function internalsOption(text: string): InternalsOption {
  const [, kind, layer] = /^(encoder|decoder|cross)(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (kind === undefined || (kind === 'cross' && layer === undefined)) {
    throw new UsageError(`--internals is encoder, decoder, or a layer of attention such as cross.1, not ${text}`);
  }
  return { kind: kind as InternalsOption['kind'], layer: layer === undefined ? undefined : Number(layer) };
}

interface FileOptions {
  readonly file: string;
  /** Whether each line is a text of its own (`--lines`). */
  readonly lines: boolean;
  /** Whether source code is taken as a text (`--whole-source`). */
  readonly wholeSource: boolean;
}

/** @throws UsageError for source code in place of a text, which has no summary */
export function checkSource(command: string, { file, lines, wholeSource }: FileOptions): void {
  const language = languageOfFile(file);
  if (language === undefined || lines || wholeSource) return;
  // Of source code only the comments are translated, and the text of HTML is prose.
  if (command === 'translate' || syntaxOf(language.scope)?.isMarkup === true) return;
  throw new UsageError(
    `${file} is ${language.name}, and ${command} cannot tell its code from text; --whole-source takes it nevertheless`,
  );
}
