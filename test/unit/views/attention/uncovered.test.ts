import assert from 'node:assert/strict';
import type { AttentionToken } from '../../../../src/attention/record/record';
import { throwIfAborted } from '../../../../src/base/errors';
import type { ShowableRun } from '../../../../src/views/attention/runs';
import type { PassageReference } from '../../../../src/views/attention/explanations';
import { UncoveredWords } from '../../../../src/views/attention/uncovered';
import { finishedRun, PASSAGES } from './run';

const WORD: AttentionToken = { text: 'tired', start: 5, end: 10, special: false };

/** Finds one omitted word in every passage. A request is answered only when the test calls `one` or `all`. */
class Omissions {
  readonly requests: string[] = [];
  private readonly waiting: (() => void)[] = [];

  async omissions({ run, passage }: PassageReference, signal: AbortSignal): Promise<readonly AttentionToken[]> {
    this.requests.push(`${run.id} ${passage}`);
    await new Promise<void>(resolve => this.waiting.push(resolve));
    throwIfAborted(signal);
    return [WORD];
  }

  /** Answers requests until there are no more. */
  async all(): Promise<void> {
    await turn();
    for (let answer = this.waiting.shift(); answer !== undefined; answer = this.waiting.shift()) {
      answer();
      await turn();
    }
  }

  /** Answers the oldest request. */
  async one(): Promise<void> {
    this.waiting.shift()?.();
    await turn();
  }
}

/** Records which passages of which runs are underlined. */
class Underlines {
  readonly underlined = new Map<string, () => readonly unknown[]>();

  underline(run: string, places: (() => readonly unknown[]) | undefined): void {
    if (places === undefined) this.underlined.delete(run);
    else this.underlined.set(run, places);
  }

  passages(run: string): readonly unknown[] {
    return this.underlined.get(run)?.() ?? [];
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function showable(id: string, passages: number, languages = { source: 'en', result: 'de' }): ShowableRun {
  const { facts, trace } = finishedRun();
  const many = Array.from({ length: passages }, () => PASSAGES[0]);
  const run = finishedRun({ id, facts: { ...facts, languages }, trace: { ...trace, passages: many } });
  const links = { linkState: 'linked', documentRangeOf: ({ passage }: { passage: number }) => passage };
  return { run, links } as unknown as ShowableRun;
}

function parts(): { readonly engine: Omissions; readonly underlines: Underlines; readonly uncovered: UncoveredWords } {
  const [engine, underlines] = [new Omissions(), new Underlines()];
  return { engine, underlines, uncovered: new UncoveredWords(engine, underlines) };
}

describe('UncoveredWords', () => {
  it('underlines words passage by passage, and checks each passage once', async () => {
    const { engine, underlines, uncovered } = parts();
    const run = showable('run', 3);
    void uncovered.checkPassage(run, 1);
    await engine.all();
    assert.deepEqual(underlines.passages('run'), [1]);
    const whole = uncovered.checkRun(run);
    await engine.all();
    await whole;
    assert.deepEqual(underlines.passages('run'), [1, 0, 2]);
    assert.deepEqual(engine.requests, ['run 1', 'run 0', 'run 2']);
  });

  it('removes the underlines of a forgotten run, and stops checking it', async () => {
    const { engine, underlines, uncovered } = parts();
    const whole = uncovered.checkRun(showable('old', 10));
    await engine.one();
    assert.deepEqual(underlines.passages('old'), [0]);
    uncovered.forget('old');
    await engine.all();
    await whole;
    assert.deepEqual([...underlines.underlined.keys()], []);
    assert.deepEqual(engine.requests, ['old 0', 'old 1'], 'no request follows the one that was made already');
  });

  it('stops checking a run when another run is checked, and checks the remaining passages when asked again', async () => {
    const { engine, underlines, uncovered } = parts();
    const before = uncovered.checkRun(showable('old', 10));
    await engine.one();
    const next = uncovered.checkRun(showable('new', 2));
    await engine.all();
    await Promise.all([before, next]);
    assert.deepEqual(engine.requests, ['old 0', 'old 1', 'new 0', 'new 1']);
    assert.deepEqual(underlines.passages('old'), [0], 'a panel may still show the run');
    assert.deepEqual(underlines.passages('new'), [0, 1]);
    const continued = uncovered.checkRun(showable('old', 3));
    await engine.all();
    await continued;
    assert.deepEqual(underlines.passages('old'), [0, 1, 2], 'the remaining passages are checked');
  });

  it('underlines nothing in a passage whose run was forgotten during the check', async () => {
    const { engine, underlines, uncovered } = parts();
    const check = uncovered.checkPassage(showable('old', 1), 0);
    uncovered.forget('old');
    await engine.all();
    await check;
    assert.deepEqual([...underlines.underlined.keys()], []);
  });

  it('checks translations but not summaries', async () => {
    const { engine, uncovered } = parts();
    const summary = showable('summary', 2, { source: 'en', result: 'en' });
    await uncovered.checkPassage(summary, 0);
    await uncovered.checkRun(summary);
    assert.deepEqual(engine.requests, []);
  });

  it('sends no further request after it was disposed', async () => {
    const { engine, uncovered } = parts();
    const whole = uncovered.checkRun(showable('run', 5));
    uncovered.dispose();
    await engine.all();
    await whole;
    await uncovered.checkRun(showable('other', 5));
    assert.deepEqual(engine.requests, ['run 0']);
  });
});
