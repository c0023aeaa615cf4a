// Marks: brackets, quotation marks, backticks and signs of emphasis, and whether a translation keeps those of its sentence.

/**
 * The kinds of marks that a translation does not keep, in no order: brackets (such as `()`) and quotation marks (`"`) of which
 * more have no partner in the translation than in the sentence, and the kinds in `COUNTED` (such as `**`) of which the two
 * have different numbers. All quotation marks are one kind, because languages have quotation marks of their own.
 */
export function lostMarks(source: string, result: string): string[] {
  const lost = BRACKETS.filter(([open, close]) => isLost(unpaired(source, open, close), unpaired(result, open, close)));
  const counted = COUNTED.filter(([, pattern]) => count(source, pattern) !== count(result, pattern));
  const quotes = isLost(oddQuotes(source), oddQuotes(result)) ? ['"'] : [];
  return [...lost.map(([open, close]) => open + close), ...counted.map(([mark]) => mark), ...quotes];
}

const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;

/** Marks of which the translation must hold as many as the sentence, because renderers of Markdown pair them. */
const COUNTED: readonly (readonly [mark: string, pattern: RegExp])[] = [
  ['```', /`{3,}/g],
  ['`', /(?<!`)`{1,2}(?!`)/g],
  ['~~~', /~{3,}/g],
  ['~~', /(?<!~)~~(?!~)/g],
  ['**', /\*\*/g],
  ['*', /(?<![*\s])\*(?!\*)|(?<!\*)\*(?![*\s])/g],
  ['_', /(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}.,;:!?)])_+(?![\p{L}\p{N}_])/gu],
];

/** Whether more marks have no partner in the translation (`inResult`) than in its sentence (`inSource`). */
function isLost(inSource: number, inResult: number): boolean {
  return inResult > inSource;
}

/** How many brackets of a kind have no partner. */
function unpaired(text: string, open: string, close: string): number {
  let [opened, alone] = [0, 0];
  for (const character of text) {
    if (character === open) opened++;
    else if (character === close && opened > 0) opened--;
    else if (character === close) alone++;
  }
  return opened + alone;
}

/** 1 if a quotation is not closed, else 0. A quotation mark after a digit is a sign of inches. */
function oddQuotes(text: string): number {
  return count(text, /(?<!\d)["“”„«»‟❝❞]/g) % 2;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
