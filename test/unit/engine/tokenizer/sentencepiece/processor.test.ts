import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { AttentiveError } from '../../../../../src/base/errors';
import { createSentencePieceProcessor } from '../../../../../src/engine/tokenizer/sentencepiece/processor';

const FIXTURES = path.join(__ROOT__, 'test/fixtures');

/** The file of each model for which there are golden ids, which Python's sentencepiece gave. */
const MODELS = {
  source: 'marian/source.spm',
  target: 'marian/target.spm',
  bpe: 'sentencepiece/bpe.model',
  'unigram-bytes': 'sentencepiece/unigram-bytes.model',
  'bpe-bytes': 'sentencepiece/bpe-bytes.model',
} as const;
type Model = keyof typeof MODELS;

interface Golden {
  readonly texts: readonly string[];
  readonly models: Readonly<Record<Model, readonly (readonly number[])[]>>;
}

const golden = JSON.parse(fs.readFileSync(path.join(FIXTURES, 'sentencepiece/ids.json'), 'utf8')) as Golden;

function bytesOf(model: Model): Uint8Array {
  return fs.readFileSync(path.join(FIXTURES, MODELS[model]));
}

/** Encodes a text with the ids that the model file itself has. */
function idsBy(model: Model): (text: string) => number[] {
  const { pieces, piecesOf } = createSentencePieceProcessor(model, bytesOf(model));
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const unknown = pieces.findIndex(({ kind }) => kind === 'unknown');
  return text => piecesOf(text).map(piece => ids.get(piece) ?? unknown);
}

describe('createSentencePieceProcessor', () => {
  for (const model of Object.keys(MODELS) as Model[]) {
    it(`encodes every text as Python's sentencepiece does with ${MODELS[model]}`, () => {
      assert.ok(golden.texts.length >= 600);
      const idsOf = idsBy(model);
      golden.texts.forEach((text, row) => {
        assert.deepEqual(idsOf(text), golden.models[model][row], JSON.stringify(text));
      });
    });
  }

  it('replaces characters without collapsing white space', () => {
    const { replaced } = createSentencePieceProcessor('source.spm', bytesOf('source'));
    assert.equal(replaced(' ﬁne\t½  \u200bＡe\u0301'), ' fine 1\u20442   Aé');
  });

  it('throws an error that names a damaged file, or the type of an unsupported model', () => {
    const thrown = (bytes: Uint8Array): AttentiveError => {
      try {
        createSentencePieceProcessor('source.spm', bytes);
      } catch (error) {
        assert.ok(error instanceof AttentiveError, String(error));
        return error;
      }
      return assert.fail('nothing was thrown');
    };
    const nothing = thrown(new Uint8Array());
    assert.deepEqual([nothing.code, nothing.data['file']], ['model-broken-file', 'source.spm']);
    assert.equal(thrown(bytesOf('source').subarray(0, 5000)).code, 'model-broken-file');
    // One piece, and a trainer whose type is 3, whole words.
    const words = thrown(Uint8Array.of(0x0a, 3, 0x0a, 1, 0x61, 0x12, 2, 0x18, 3));
    assert.deepEqual([words.code, words.data['what']], ['model-unsupported', 'SentencePiece model of type word']);
  });

  it('splits a text or throws a typed error for a file that was cut or has some bytes changed', () => {
    const whole = bytesOf('unigram-bytes');
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(whole.length), (changes, length) => {
        const bytes = Uint8Array.from(whole.subarray(0, length));
        for (const { at, byte } of changes) if (at < length) bytes[at] = byte;
        try {
          createSentencePieceProcessor('source.spm', bytes).piecesOf('The old <code> baker ☃☃');
        } catch (error) {
          assert.ok(error instanceof AttentiveError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});
