import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import type { Engine, Explained, ExplainRequest } from '../../../../src/engine/api/contract';
import { ExplanationClient } from '../../../../src/views/attention/explanations';
import { finishedRun } from './run';

const SHAPE = { layers: 1, heads: 1, targets: 4, sources: 3 };
const never = new AbortController().signal;

/** An engine that keeps one explanation. All its weights are the number of the explanation. */
class FakeEngine {
  readonly log: string[] = [];
  /** The weights that were returned last. */
  weights: Float32Array | undefined;
  leases = 0;
  /** The number of the explanation that the engine has. */
  private explanation = 0;
  /** The error that the next call throws. */
  failure: AttentiveError | undefined;
  /** Makes the engine drop its explanation, as if another client had requested one. */
  replaceExplanation(): void {
    this.explanation++;
  }

  readonly engine = {
    explain: (request: ExplainRequest) => this.answer(() => this.explain(request)),
    attention: ({ explanation }: { explanation: number }) =>
      this.answer(() => {
        if (explanation !== this.explanation) throw new AttentiveError('bad-request', 'lost', { name: 'explanation' });
        this.log.push(`attention ${explanation}`);
        return (this.weights = new Float32Array(12).fill(explanation));
      }),
  } as unknown as Engine;

  private explain({ source }: ExplainRequest): Explained {
    const text = source.kind === 'text' ? source.texts[0] : '';
    this.log.push(`explain ${text}`);
    const tokens = (count: number) =>
      Array.from({ length: count }, () => ({ text: 'x', start: 0, end: 1, special: false }));
    return {
      explanation: ++this.explanation,
      rows: [
        {
          source: { text, ids: [5, 6, 1], tokens: tokens(3) },
          target: { text: 'yyyy', ids: [0, 7, 8, 1], tokens: tokens(4) },
        },
      ],
      attention: { encoder: { ...SHAPE, targets: 3 }, decoder: { ...SHAPE, sources: 4 }, cross: SHAPE },
      vocabularySize: 9,
    };
  }

  private async answer<T>(make: () => T): Promise<T> {
    await new Promise(resolve => setTimeout(resolve, 1));
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
    return make();
  }
}

/** A client that leases the first engine, and after each call of `restart` the next one. */
function explanations(engines: readonly FakeEngine[]): {
  readonly self: ExplanationClient;
  readonly restart: () => void;
} {
  let at = 0;
  const self = new ExplanationClient(async model => {
    const fake = engines[at];
    fake.leases++;
    return { engine: fake.engine, model, report: () => undefined, dispose: () => fake.leases-- };
  });
  return { self, restart: () => at++ };
}

const CROSS = { kind: 'cross', layer: 0 } as const;
const run = finishedRun();
/** A run whose source has no words: a check for omissions, which runs the model again without each word, needs no pass. */
const withoutWords = finishedRun({
  id: 'dots',
  trace: { ...run.trace, passages: [{ ...run.trace.passages[0], source: '…' }] },
});

describe('ExplanationClient', () => {
  it('returns the aligner of the model’s card, or one that follows from its number of layers', async () => {
    const fake = new FakeEngine();
    const leased = (alignment?: { layer: number; heads?: number[]; shift: boolean }) =>
      new ExplanationClient(async model => ({
        engine: fake.engine,
        model,
        report: () => undefined,
        dispose: () => undefined,
        ...(alignment === undefined ? {} : { alignment }),
      }));
    const alignerOf = async (self: ExplanationClient) => (await self.passage({ run, passage: 0 }, never)).aligner;
    const measured = { layer: 0, heads: [0], shift: false };
    assert.deepEqual(await alignerOf(leased(measured)), { step: 'output', layer: 0, heads: [0] });
    assert.deepEqual(await alignerOf(leased()), { step: 'input', layer: 0 });
  });

  it('explains a passage once for both its texts and its attention, and then another passage', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    const content = await self.passage({ run, passage: 0 }, never);
    assert.equal(content.source.text, 'I am tired.');
    assert.deepEqual(Object.keys(content.target).sort(), ['ids', 'text', 'tokens']);
    assert.equal((await self.attention({ run, passage: 0 }, CROSS, never))[0], 1);
    assert.equal((await self.attention({ run, passage: 1 }, CROSS, never))[0], 2);
    assert.deepEqual(fake.log, ['explain I am tired.', 'attention 1', 'explain Go!', 'attention 2']);
    assert.equal(fake.leases, 0);
  });

  it('returns the weights of a layer without copying them', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    assert.equal(await self.attention({ run, passage: 0 }, CROSS, never), fake.weights);
  });

  it('replaces placeholders by visible signs', async () => {
    const trace = { ...run.trace, passages: [{ ...run.trace.passages[0], source: 'Open \ue001 \uf8ff.' }] };
    const { self } = explanations([new FakeEngine()]);
    const { source } = await self.passage({ run: finishedRun({ trace }), passage: 0 }, never);
    assert.equal(source.text, 'Open ① □.');
  });

  it('answers concurrent requests for several passages and runs correctly', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    const requests = [0, 1, 0, 1].map(passage => self.attention({ run, passage }, CROSS, never));
    assert.deepEqual(
      (await Promise.all(requests)).map(([first]) => first),
      [1, 2, 3, 4],
    );
    const other = finishedRun({ id: 'run 2' });
    assert.equal((await self.attention({ run: other, passage: 1 }, CROSS, never))[0], 5);
  });

  it('explains a passage again if the engine was restarted or has another explanation', async () => {
    const [first, second] = [new FakeEngine(), new FakeEngine()];
    const { self, restart } = explanations([first, second]);
    await self.passage({ run, passage: 0 }, never);
    first.replaceExplanation();
    assert.equal((await self.attention({ run, passage: 0 }, CROSS, never))[0], 3);
    restart();
    assert.equal((await self.attention({ run, passage: 0 }, CROSS, never))[0], 1);
    assert.deepEqual(second.log, ['explain I am tired.', 'attention 1']);
  });

  it('tries once more if the worker ended, and not after other errors', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    fake.failure = new AttentiveError('closed', 'gone', { reason: 'gone' });
    assert.equal((await self.attention({ run, passage: 0 }, CROSS, never))[0], 1);
    fake.failure = new AttentiveError('model-run-failed', 'no', { why: 'no' });
    await assert.rejects(self.passage({ run, passage: 1 }, never), { code: 'model-run-failed' });
    assert.equal(fake.leases, 0);
    await assert.rejects(self.passage({ run, passage: 7 }, never), { code: 'bad-request' });
  });

  it('explains a passage again after a check for omissions', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    await self.passage({ run, passage: 0 }, never);
    // The source has no words to leave out, so the check needs no pass without one of them.
    assert.deepEqual(await self.omissions({ run: withoutWords, passage: 0 }, never), []);
    await self.attention({ run: withoutWords, passage: 0 }, CROSS, never);
    assert.deepEqual(fake.log, ['explain I am tired.', 'explain …', 'attention 2', 'explain …', 'attention 3']);
  });

  it('explains nothing for a request that was cancelled while it waited', async () => {
    const fake = new FakeEngine();
    const { self } = explanations([fake]);
    const controller = new AbortController();
    const first = self.passage({ run, passage: 0 }, never);
    const second = self.passage({ run, passage: 1 }, controller.signal);
    controller.abort();
    await first;
    await assert.rejects(second, { code: 'cancelled' });
    assert.deepEqual(fake.log, ['explain I am tired.']);
  });

  it('throws if the model tokenizes the text differently than in the run', async () => {
    const { self } = explanations([new FakeEngine()]);
    const { trace } = run;
    const passages = trace.passages.map(passage => ({ ...passage, sourceIds: [1] }));
    const other = finishedRun({ trace: { ...trace, passages } });
    await assert.rejects(self.passage({ run: other, passage: 0 }, never), { code: 'bad-request' });
  });
});
