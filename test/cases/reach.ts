// Reach: measures which prose of a document is sent to the engine and replaced by the engine's answer. The engine of this
// measurement writes Cyrillic letters in place of Latin ones, so that words that it has read can be told from all others.
import { languageOfFile } from '../../src/formats/languages';
import { FRONT_MATTER_KEYS, formatOfFile } from '../../src/formats/documentFormat';
import { createFormats } from '../../src/formats/handlers';
import { asAttentive } from '../../src/base/errors';
import { consumed } from '../../src/base/streams';
import { type FormatParsers, parseDocuments } from '../../src/tasks/run/formattedTexts';
import { translate } from '../../src/tasks/translate';
import { parserOf } from '../formats/code/parsers';
import { runOn, scripted } from '../unit/tasks/scripted';
import { commentLines } from './commentLines';
import { proseNodes, type Stretch } from './proseNodes';

export interface Reach {
  /** The name of the document. */
  readonly name: string;
  /** The prose that was counted. */
  readonly all: readonly Stretch[];
  /** The part of `all` that was not sent to the engine, or was not replaced by its answer. */
  readonly missed: readonly Stretch[];
}

/**
 * Which prose of a document reaches the engine. Only stretches with words are counted; a stretch has reached the engine if more
 * than half of its words come back in Cyrillic letters.
 *
 * @param file a name that tells the document's format
 * @param options.name the name of the document in the result
 * @param options.isProse false for stretches that the document's author wants kept
 */
export async function reachOf(
  file: string,
  text: string,
  { name, isProse = () => true }: { readonly name: string; readonly isProse?: (stretch: Stretch) => boolean },
): Promise<Reach> {
  const before = await stretchesOf(file, text);
  const after = await stretchesOf(file, await answered(file, text));
  if (before.length !== after.length)
    throw new Error(`${name} has another structure: ${before.length} stretches, then ${after.length}`);
  const all = [...before.keys()].filter(at => wordsOf(before[at].text).length > 0 && isProse(before[at]));
  const missed = all.filter(at => {
    const words = wordsOf(before[at].text);
    const unchanged = wordsOf(after[at].text);
    return unchanged.length * 2 >= words.length;
  });
  return { name, all: all.map(at => before[at]), missed: missed.map(at => before[at]) };
}

/** The words of a text in lower-case Latin letters, of which the first may be a capital. Names in code and units are left out. */
function wordsOf(text: string): string[] {
  return text.replace(/`[^`]*`/g, '').match(WORD) ?? [];
}

const WORD = /(?<![\p{L}\p{N}_@\\/.:#$%<{-])(?:[A-Z][a-z]{2,}|[a-z]{3,})(?![\p{L}\p{N}_(\\/@=>}-]|:\S|\.\w)/gu;

async function stretchesOf(file: string, text: string): Promise<Stretch[]> {
  const language = languageOfFile(file);
  if (language !== undefined) return commentLines(text, language);
  return /\.(?:md|mdx|qmd)$/.test(file) ? proseNodes(text, file.endsWith('.mdx')) : [];
}

const PLACEHOLDERS = ['\ue001', '\ue002', '\ue003', '\ue004', '\ue005', '\ue006', '\ue007', '\ue008'];

/** The document after its translation by the engine that writes Cyrillic letters. */
async function answered(file: string, text: string): Promise<string> {
  const format = formatOfFile(file, { frontMatterKeys: FRONT_MATTER_KEYS });
  if (format === undefined) throw new Error(`${file} has no parser`);
  const parsers = format.kind === 'code' ? await codeParsers(file) : createFormats();
  const run = runOn(scripted({ answer: inOtherLetters }).engine);
  const formatted = await parseDocuments(
    parsers,
    [{ format, text, ranges: [{ start: 0, end: text.length }] }],
    run.signal,
  );
  try {
    const done = await consumed(
      translate({ ...run, texts: [text], from: 'en', to: 'ru', placeholders: PLACEHOLDERS, formatted }),
    );
    return done.texts[0];
  } catch (error) {
    if (asAttentive(error).code === 'nothing-to-do') return text;
    throw error;
  }
}

async function codeParsers(file: string): Promise<FormatParsers> {
  const language = languageOfFile(file);
  const parser = await parserOf(language?.scope ?? '');
  return {
    structure: async ({ text, ranges }) => parser.structure(text, ranges),
    fits: async ({ text, edits }) => parser.fits(text, edits),
    isSame: async ({ text, edits }) => parser.isSame(text, edits),
  };
}

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const OTHER = 'абцдефгхийклмнопьрстувшжыз';

function inOtherLetters(text: string): string {
  return text.replace(/[a-z]/gi, letter => {
    const other = OTHER.charAt(LATIN.indexOf(letter.toLowerCase()));
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}
