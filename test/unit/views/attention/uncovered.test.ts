import assert from 'node:assert/strict';
import type { AttentionToken } from '../../../../src/attention/record/record';
import { throwIfAborted } from '../../../../src/base/errors';
import type { ShowableRun } from '../../../../src/views/attention/runs';
import type { PassageReference } from '../../../../src/views/attention/explanations';
import { UncoveredWords } from '../../../../src/views/attention/uncovered';
import { finishedRun, PASSAGES } from './run';

const WORD: AttentionToken = { text: 'tired', start: 5, end: 10, special: false };

/** Finds one word in every passage, when the test says so; one passage after the other, as the engine does. */
class Omissions {
  readonly asked: string[] = [];
  private readonly waiting: (() => void)[] = [];

  async omissions({ run, passage }: PassageReference, signal: AbortSignal): Promise<readonly AttentionToken[]> {
    this.asked.push(`${run.id} ${passage}`);
    await new Promise<void>(resolve => this.waiting.push(resolve));
    throwIfAborted(signal);
    return [WORD];
  }

  /** Lets what is asked for come, until nothing more is asked for. */
  async all(): Promise<void> {
    await turn();
    for (let answer = this.waiting.shift(); answer !== undefined; answer = this.waiting.shift()) {
      answer();
      await turn();
    }
  }

  async one(): Promise<void> {
    this.waiting.shift()?.();
    await turn();
  }
}

/** Which passages of which runs are underlined, as the editor would draw them. */
class Marks {
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
  const links = { link: 'linked', find: ({ passage }: { passage: number }) => passage };
  return { run, links } as unknown as ShowableRun;
}

function parts(): { readonly engine: Omissions; readonly marks: Marks; readonly uncovered: UncoveredWords } {
  const [engine, marks] = [new Omissions(), new Marks()];
  return { engine, marks, uncovered: new UncoveredWords(engine, marks) };
}

describe('words that are maybe not translated', () => {
  it('are underlined passage by passage, each checked once', async () => {
    const { engine, marks, uncovered } = parts();
    const run = showable('run', 3);
    void uncovered.checkPassage(run, 1);
    await engine.all();
    assert.deepEqual(marks.passages('run'), [1]);
    const through = uncovered.checkRun(run);
    await engine.all();
    await through;
    assert.deepEqual(marks.passages('run'), [1, 0, 2]);
    assert.deepEqual(engine.asked, ['run 1', 'run 0', 'run 2']);
  });

  it('do not come back once their run is forgotten, and no more of it is checked', async () => {
    const { engine, marks, uncovered } = parts();
    const through = uncovered.checkRun(showable('old', 10));
    await engine.one();
    assert.deepEqual(marks.passages('old'), [0]);
    uncovered.forget('old');
    await engine.all();
    await through;
    assert.deepEqual([...marks.underlined.keys()], []);
    assert.deepEqual(engine.asked, ['old 0', 'old 1'], 'what was asked for already, and nothing after it');
  });

  it('are checked in the next run at once, and no longer in the run before', async () => {
    const { engine, marks, uncovered } = parts();
    const before = uncovered.checkRun(showable('old', 10));
    await engine.one();
    const next = uncovered.checkRun(showable('new', 2));
    await engine.all();
    await Promise.all([before, next]);
    assert.deepEqual(engine.asked, ['old 0', 'old 1', 'new 0', 'new 1']);
    assert.deepEqual(marks.passages('old'), [0], 'a view may still show it');
    assert.deepEqual(marks.passages('new'), [0, 1]);
    const again = uncovered.checkRun(showable('old', 3));
    await engine.all();
    await again;
    assert.deepEqual(marks.passages('old'), [0, 1, 2], 'what was given up is looked through after all');
  });

  it('are not checked in a passage whose run was forgotten after a view had asked for it', async () => {
    const { engine, marks, uncovered } = parts();
    const look = uncovered.checkPassage(showable('old', 1), 0);
    uncovered.forget('old');
    await engine.all();
    await look;
    assert.deepEqual([...marks.underlined.keys()], []);
  });

  it('are checked in translations alone, as summaries leave words out on purpose', async () => {
    const { engine, uncovered } = parts();
    const summary = showable('summary', 2, { source: 'en', result: 'en' });
    await uncovered.checkPassage(summary, 0);
    await uncovered.checkRun(summary);
    assert.deepEqual(engine.asked, []);
  });

  it('are not checked any more after the end', async () => {
    const { engine, uncovered } = parts();
    const through = uncovered.checkRun(showable('run', 5));
    uncovered.dispose();
    await engine.all();
    await through;
    await uncovered.checkRun(showable('other', 5));
    assert.deepEqual(engine.asked, ['run 0']);
  });
});
