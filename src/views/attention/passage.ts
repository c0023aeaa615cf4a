// Passage: what the page gets of each passage for its picker: the beginnings of its texts, and what their placeholders
// stand for.
import { withVisiblePlaceholders } from '../../attention/picture/visible';
import type { RunTrace, RunPassage } from '../../tasks/run/trace';
import type { Span } from '../../text/inline/spans';
import type { Placeholder, ShownPassage } from './protocol';

/** How many characters of a passage's texts the picker gets. */
const BEGINNING = 80;

export function shownPassage({ sources, results }: RunTrace, passage: RunPassage): ShownPassage {
  const { source, read, target, written, text, round } = passage;
  const [from, to] = [sources[text], results[text]];
  return {
    source: beginning(whole(source, read, from)),
    target: beginning(whole(target, written, to)),
    text,
    round,
    placeholders: placeholdersOf([...symbolsOf(source, read, from), ...symbolsOf(target, written, to)]),
  };
}

/** A text of the model in which each placeholder is replaced by what it stands for. */
function whole(text: string, spans: readonly Span[], document: string): string {
  const symbols = new Map(symbolsOf(text, spans, document).map(({ at, stands }) => [at, stands]));
  return withVisiblePlaceholders(text.replace(PRIVATE, (character, at: number) => symbols.get(at) ?? character));
}

interface Sign {
  readonly character: string;
  readonly at: number;
  readonly stands: string;
}

/** The placeholders in a text of the model, with what each stands for in the document. */
function symbolsOf(text: string, spans: readonly Span[], document: string): Sign[] {
  return [...text.matchAll(PRIVATE)].flatMap(({ 0: character, index: at }) => {
    const span = spans.find(({ start, end, whole: isSymbol }) => isSymbol && start === at && end === at + 1);
    return span === undefined ? [] : [{ character, at, stands: document.slice(span.from, span.to) }];
  });
}

/** Each placeholder once, sorted: those of the source are in the result as well. */
function placeholdersOf(symbols: readonly Sign[]): Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const { character, stands } of symbols) {
    const sign = withVisiblePlaceholders(character);
    const key = `${sign} ${stands}`;
    if (!found.has(key)) found.set(key, { sign, text: stands });
  }
  return [...found.values()].sort((one, other) => (one.sign < other.sign ? -1 : one.sign > other.sign ? 1 : 0));
}

/** Placeholders are characters of private use. */
const PRIVATE = /[\ue000-\uf8ff]/g;

function beginning(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= BEGINNING
    ? line
    : `${line
        .slice(0, BEGINNING)
        .toWellFormed()
        .replace(/\ufffd$/, '')} …`;
}
