// Passage: what the page needs of a passage before it is explained: the beginnings of its texts for the passage picker, and
// what the placeholders in them stand for.
import { withVisiblePlaceholders } from '../../attention/picture/visible';
import { beginningOf } from '../../base/excerpt';
import type { RunTrace, RunPassage } from '../../tasks/rows/trace';
import type { Span } from '../../text/inline/spans';
import type { Placeholder, ShownPassage } from './protocol';

/** How many characters of a passage's texts the picker gets. */
const BEGINNING = 80;

export function shownPassage({ sources, results }: RunTrace, passage: RunPassage): ShownPassage {
  const { source, read, target, written, text, round } = passage;
  const [from, to] = [sources[text], results[text]];
  return {
    source: beginning(withOriginals(source, read, from)),
    target: beginning(withOriginals(target, written, to)),
    text,
    round,
    placeholders: placeholdersOf([...occurrencesOf(source, read, from), ...occurrencesOf(target, written, to)]),
  };
}

/** A text that the model read or wrote, in which each placeholder is replaced by what it stands for. */
function withOriginals(text: string, spans: readonly Span[], document: string): string {
  const originals = new Map(occurrencesOf(text, spans, document).map(({ at, original }) => [at, original]));
  return withVisiblePlaceholders(text.replace(PRIVATE, (character, at: number) => originals.get(at) ?? character));
}

/** A placeholder at an index of a text, and the text of the document that it stands for. */
interface Occurrence {
  readonly character: string;
  readonly at: number;
  readonly original: string;
}

/** The placeholders in a text that the model read or wrote. A private-use character of the document itself is none. */
function occurrencesOf(text: string, spans: readonly Span[], document: string): Occurrence[] {
  return [...text.matchAll(PRIVATE)].flatMap(({ 0: character, index: at }) => {
    // A placeholder is a span of one character, which stands for its original as a whole.
    const span = spans.find(({ start, end, whole }) => whole && start === at && end === at + 1);
    return span === undefined ? [] : [{ character, at, original: document.slice(span.from, span.to) }];
  });
}

/** Each placeholder once, sorted by sign. Those of the source usually occur in the result as well. */
function placeholdersOf(occurrences: readonly Occurrence[]): Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const { character, original } of occurrences) {
    const sign = withVisiblePlaceholders(character);
    const key = `${sign} ${original}`;
    if (!found.has(key)) found.set(key, { sign, text: original });
  }
  return [...found.values()].sort((one, other) => (one.sign < other.sign ? -1 : one.sign > other.sign ? 1 : 0));
}

/** The private-use characters of Unicode, which include all placeholders. */
const PRIVATE = /[\ue000-\uf8ff]/g;

function beginning(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= BEGINNING ? line : `${beginningOf(line, BEGINNING)} …`;
}
