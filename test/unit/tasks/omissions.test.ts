import assert from 'node:assert/strict';
import type { AttentionToken } from '../../../src/attention/record/record';
import type { Engine, Explained, ExplainRequest } from '../../../src/engine/api/contract';
import { omittedWords } from '../../../src/tasks/omissions';

const SOURCE = 'Save your work';
const TARGET = 'Speichern';

function token(text: string, start: number, special = false): AttentionToken {
  return { text, start, end: start + (special ? 0 : text.length), special };
}

const source = {
  text: SOURCE,
  ids: [9, 10, 11, 12, 13, 1],
  tokens: [
    token('>>de<<', 0, true),
    token('Save', 0),
    token('yo', 5),
    token('ur', 7),
    token('work', 10),
    token('</s>', 14, true),
  ],
};
const target = {
  text: TARGET,
  ids: [0, 20, 1],
  tokens: [token('<s>', 0, true), token(TARGET, 0), token('</s>', 9, true)],
};

/**
 * An engine in which "Speichern" attends to "Save" alone. Without "work" in the source the
 * probability of "Speichern" is higher, and without "your" it is the same.
 */
class ScriptedEngine {
  readonly requests: (readonly (readonly number[])[])[] = [];
  private rows: readonly (readonly number[])[] = [source.ids];

  constructor(readonly vocabularySize: number) {}

  /** The explanation of the whole source. */
  get first(): Explained {
    const shape = { layers: 1, heads: 1, targets: 3, sources: 6 };
    const attention = { encoder: shape, decoder: shape, cross: shape };
    return { explanation: 1, rows: [{ source, target }], attention, vocabularySize: this.vocabularySize };
  }

  readonly engine = {
    attention: () => this.answer(Float32Array.of(...[1, 0, 0, 0, 0, 0], ...[0, 1, 0, 0, 0, 0], ...[0, 0, 0, 0, 0, 1])),
    explain: ({ source: removed, targets }: ExplainRequest) => {
      assert.ok(removed.kind === 'ids');
      assert.deepEqual(
        targets,
        removed.ids.map(() => target.ids),
      );
      this.requests.push(removed.ids);
      this.rows = removed.ids;
      return this.answer({ ...this.first, explanation: this.requests.length + 1 });
    },
    steps: ({ row }: { row: number }) => {
      const gain = this.rows[row].includes(13) ? 0 : 1;
      return this.answer(
        [-2 + gain, -1].map(logProbability => ({ chosen: { id: 20, text: '', logProbability }, alternatives: [] })),
      );
    },
  } as unknown as Engine;

  private async answer<T>(value: T): Promise<T> {
    return value;
  }
}

const aligner = { step: 'input', layer: 0 } as const;

describe('words that a translation may have left out', () => {
  it('are found by removing each word that no target token attends to: without an omitted word the target is likelier', async () => {
    const scripted = new ScriptedEngine(8000);
    const found = await omittedWords(scripted.engine, { model: 'm', explained: scripted.first, aligner });
    assert.deepEqual(found, [token('work', 10)]);
    assert.deepEqual(scripted.requests, [
      [
        [9, 10, 13, 1],
        [9, 10, 11, 12, 1],
      ],
    ]);
  });

  it('are tried one by one if a batch of them would have too many logits', async () => {
    const scripted = new ScriptedEngine(2 ** 23);
    const found = await omittedWords(scripted.engine, { model: 'm', explained: scripted.first, aligner });
    assert.deepEqual(found, [token('work', 10)]);
    assert.deepEqual(scripted.requests, [[[9, 10, 13, 1]], [[9, 10, 11, 12, 1]]]);
  });
});
