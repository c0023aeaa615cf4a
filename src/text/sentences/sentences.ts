// Sentences: cuts a text into sentences, and a sentence that is too long into clauses. The concatenation of the parts is the
// text.
import { endsInAbbreviation } from './abbreviations';
import { boundaries } from './boundaries';
import { SPACELESS } from './spaceless';

/** Cuts a text into sentences, each with the white space that follows it. */
export function splitSentences(text: string, language: string): string[] {
  // Most lines of a program's messages are one sentence, and the segmenter takes most of the time.
  if (!MAY_END.test(text)) return text === '' ? [] : [text];
  const sentences: string[] = [];
  let start = 0;
  for (const found of boundaries(text, language, 'sentence')) {
    const at = found + closingAfter(text, found);
    if (at <= start || at >= text.length || isFalseBoundary(text, at, language)) continue;
    sentences.push(text.slice(start, at));
    start = at;
  }
  sentences.push(text.slice(start));
  return sentences;
}

/**
 * Cuts a sentence into about as many parts as asked for, of about the same length, preferably after a semicolon, colon or
 * dash, else after a comma, before a conjunction, or between two words. There are fewer parts only if there are not enough
 * words.
 */
export function splitClauses(sentence: string, parts: number): string[] {
  let cuts = cutsAtSpaces(sentence);
  if (cuts.length < parts - 1) cuts = withCutsAtWords(sentence, cuts);
  const count = Math.max(1, Math.min(Math.floor(parts), cuts.length + 1));
  const clauses: string[] = [];
  let start = 0;
  let next = 0;
  for (let left = count; left > 1; left--) {
    // Enough cuts must remain for the clauses that follow.
    const chosen = nearest(cuts, next, cuts.length - left + 2, start, (sentence.length - start) / left);
    const cut = cuts[chosen];
    if (cut === undefined) break;
    clauses.push(sentence.slice(start, cut.at));
    start = cut.at;
    next = chosen + 1;
  }
  clauses.push(sentence.slice(start));
  return clauses;
}

/** The length of a closing quotation mark at an offset, with the white space after it: French has a space before the mark. */
function closingAfter(text: string, at: number): number {
  CLOSING.lastIndex = at;
  return CLOSING.exec(text)?.[0].length ?? 0;
}

/** A closing mark with the white space after it in its line. A mark without space after it opens a quotation, as in German. */
const CLOSING = /[»›](?=\s|$)[^\S\n\r\u0085\u2028\u2029]*(?:\r\n|[\n\r\u0085\u2028\u2029])?/uy;

const MAY_END = /[\p{Sentence_Terminal}\n\r\u0085\u2028\u2029]/u;
const ENDS_IN_LINE_END = /[\n\r\u0085\u2028\u2029]$/;
const ENDS_IN_STOP = /[.?!\u2026](?:[ \u00a0\u202f][»›])?[\p{Pe}\p{Pf}\p{Pi}"'*_]*$/u;
const STARTS_LOW = /^[([]?\p{Ll}/u;

/** How many UTF-16 units on each side of a boundary the rules read. */
const NEAR = 48;

/** Whether a boundary of the segmenter is no end of a sentence. Unicode's rules know neither abbreviations nor addresses. */
function isFalseBoundary(text: string, at: number, language: string): boolean {
  const left = text.slice(Math.max(0, at - NEAR), at);
  const right = text.slice(at, at + NEAR);
  if (ENDS_IN_LINE_END.test(left)) return false;
  const words = left.trimEnd();
  if (!ENDS_IN_STOP.test(words)) return false;
  // "https://example.org/?q=1" and "really?!Yes": Western sentences are separated by a space; those that end in 。 are not.
  if (words.length === left.length) return true;
  // `"Stop!" he said.` is one sentence. The segmenter by itself joins sentences before a small letter only after a full stop.
  if (STARTS_LOW.test(right)) return true;
  return endsInAbbreviation(words, right, language);
}

/** An offset to cut at, and its cost. The unit of costs is the ideal length of a clause. */
interface Cut {
  readonly at: number;
  readonly cost: number;
}

const COST = { stop: 0, comma: 0.15, conjunction: 0.2, space: 0.45, word: 0.6 } as const;

const CONJUNCTIONS = new RegExp(
  `^(?:${[
    'and|or|but|because|which|who|while|whereas|although|though|that|when|if|so|unless|until|since|where',
    'und|oder|aber|weil|dass|während|obwohl|sondern|denn|wenn|damit|sodass|wobei',
    'et|ou|mais|parce|que|qui|car|donc|lorsque|tandis|dont|où|quand|si',
    'y|e|o|u|pero|porque|cuando|mientras|aunque|sino|donde|para',
  ].join('|')})(?![\\p{L}\\p{M}'’-])`,
  'iu',
);

/** Characters that combine with the one before them, even with a space. */
const CLINGS = /^[\p{Grapheme_Extend}\p{Mc}\p{Emoji_Modifier}\u200d]/u;

/** The cuts after white space or after a full-width mark, ascending. */
function cutsAtSpaces(sentence: string): Cut[] {
  const cuts: Cut[] = [];
  for (const match of sentence.matchAll(/[^\S\u00a0\u2007\u202f\ufeff]+|[，、；：。！？—]+[\p{Pe}\p{Pf}]*\s*/gu)) {
    const at = match.index + match[0].length;
    const right = sentence.slice(at, at + 16);
    if (right === '' || CLINGS.test(right) || (match.index === 0 && /^\s/.test(match[0]))) continue;
    const mark = /^\s/.test(match[0]) ? (sentence[match.index - 1] ?? '') : match[0].charAt(0);
    cuts.push({ at, cost: costOf(mark, right) });
  }
  return cuts;
}

function costOf(mark: string, right: string): number {
  if (/[;:.!?；：。！？؛–—]/.test(mark)) return COST.stop;
  if (/[,，、،]/.test(mark)) return COST.comma;
  return CONJUNCTIONS.test(right) ? COST.conjunction : COST.space;
}

/** The given cuts together with those between the words of scripts that are written without spaces, ascending. */
function withCutsAtWords(sentence: string, cuts: readonly Cut[]): Cut[] {
  if (!SPACELESS.test(sentence)) return [...cuts];
  const all = new Map(cuts.map(cut => [cut.at, cut]));
  for (const at of boundaries(sentence, 'en', 'word')) {
    const sides = [...(sentence.slice(at - 1, at) + sentence.slice(at, at + 2))].slice(0, 2);
    if (all.has(at) || !sides.every(side => SPACELESS.test(side)) || CLINGS.test(sentence.slice(at, at + 2))) continue;
    all.set(at, { at, cost: COST.word });
  }
  return [...all.values()].sort((a, b) => a.at - b.at);
}

/** The cheapest of cuts[from..to) for a clause that starts at `start`; the distance from its ideal end adds to the cost. */
function nearest(cuts: readonly Cut[], from: number, to: number, start: number, ideal: number): number {
  let best = from;
  let least = Infinity;
  for (let i = from; i < to; i++) {
    const cut = cuts[i];
    if (cut === undefined) break;
    const distance = (cut.at - start - ideal) / ideal;
    if (distance > 0 && distance >= least) break;
    const cost = Math.abs(distance) + cut.cost;
    if (cost < least) [least, best] = [cost, i];
  }
  return best;
}
