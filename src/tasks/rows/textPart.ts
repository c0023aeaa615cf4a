// Text part: a text that goes through the engine, or a part of one that is too long for it, with its result.
import { joinedTo } from '../../text/sentences/spaceless';
import { shiftPassages, type Passage } from './trace';

/**
 * `cut`: the model did not come to an end and was stopped, in its second run too. `tooLong`: a segment that cannot be split
 * is longer than the model takes and stands in the result as it was. `empty`: the model gave no text, and the segment stands
 * in the result as it was. `broken`: the model's answer lost or invented what had to be kept, or holds broken characters, and
 * the segment stands in the result as it was. `done`: none of these.
 */
export type SegmentOutcome = 'done' | 'cut' | 'empty' | 'tooLong' | 'broken';

const GRAVEST_FIRST: readonly SegmentOutcome[] = ['tooLong', 'empty', 'broken', 'cut', 'done'];

/** Parts are made shorter by this factor, because the tokens of a text are not spread evenly. */
const SPARE = 1.1;

export class TextPart {
  private children: readonly TextPart[] = [];
  /** The number of children without a result. */
  private open = 0;
  /** Whether the text went through the engine in parts. */
  get isSplit(): boolean {
    return this.children.length > 0;
  }

  result = '';
  outcome: SegmentOutcome = 'done';
  score = 0;
  /** The passages of the text, in the order in which they stand in it. */
  passages: readonly Passage[] = [];

  constructor(
    readonly text: string,
    readonly row: number,
    readonly parent?: TextPart,
  ) {}

  /** Splits the text into parts that should fit; none if it cannot be split. `excess`: its tokens, divided by the limit. */
  divide(split: (text: string, parts: number) => string[], excess: number): readonly TextPart[] {
    const texts = split(this.text, Math.max(2, Math.ceil(excess * SPARE)));
    // A part of white space alone cannot be run; it is joined to the part before it.
    const worded = texts.reduce<string[]>((kept, text) => {
      if (kept.length > 0 && text.trim() === '') kept[kept.length - 1] += text;
      else kept.push(text);
      return kept;
    }, []);
    if (worded.length < 2) return [];
    this.children = worded.map(text => new TextPart(text, this.row, this));
    this.open = worded.length;
    return this.children;
  }

  /** Sets the result, with the source's white space around it; returns the root if all of the root's parts have a result now. */
  settle(
    result: string,
    outcome: SegmentOutcome,
    score: number,
    passages: readonly Passage[] = [],
  ): TextPart | undefined {
    const { text } = this;
    const leading = text.slice(0, text.length - text.trimStart().length);
    const trailing = text.slice(text.trimEnd().length);
    const own = shiftPassages(passages, 0, leading.length - (result.length - result.trimStart().length));
    return this.finish(leading + result.trim() + trailing, outcome, score, own);
  }

  /** Keeps the source as the result, because it can neither be run nor split, or the model's output cannot be used. */
  keep(outcome: 'tooLong' | 'empty' | 'broken', passages: readonly Passage[] = []): TextPart | undefined {
    return this.finish(this.text, outcome, 0, passages);
  }

  private finish(
    result: string,
    outcome: SegmentOutcome,
    score: number,
    passages: readonly Passage[],
  ): TextPart | undefined {
    this.result = result;
    this.passages = passages;
    this.outcome = outcome;
    this.score = score;
    const { parent } = this;
    if (parent === undefined) return this;
    parent.open--;
    if (parent.open > 0) return undefined;
    const { children } = parent;
    for (const [at, next] of children.slice(1).entries()) children[at].result = joinedTo(children[at], next);
    return parent.finish(
      children.map(child => child.result).join(''),
      gravest(children.map(child => child.outcome)),
      Math.min(...children.map(child => child.score)),
      passagesOf(children),
    );
  }
}

/** The passages of consecutive parts, with spans that are ranges of the whole text. */
function passagesOf(parts: readonly TextPart[]): Passage[] {
  let [text, result] = [0, 0];
  return parts.flatMap(part => {
    const own = shiftPassages(part.passages, text, result);
    text += part.text.length;
    result += part.result.length;
    return own;
  });
}

/** The gravest of some outcomes. */
export function gravest(outcomes: readonly SegmentOutcome[]): SegmentOutcome {
  return GRAVEST_FIRST.find(outcome => outcomes.includes(outcome)) ?? 'done';
}
