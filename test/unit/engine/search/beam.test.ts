// Beam test: compares the product's beam search, which drops finished sources and runs equal rows once, with the
// reference in vectorized.ts, which computes all rows at all steps.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GenerationSettings } from '../../../../src/engine/api/contract';
import type { StepRequest } from '../../../../src/engine/search/search';
import { assertClose, finished, plain, type ToyModel } from './toy';
import { vectorizedBeamSearch } from './vectorized';

interface Case {
  readonly settings: GenerationSettings;
  readonly sources: readonly (readonly number[])[];
  readonly toy: ToyModel;
}

/** A pseudorandom number from -1 to 1 that depends on all of the arguments. */
function noise(...parts: readonly number[]): number {
  let hash = 2166136261;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part + 101), 16777619);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) / 2 ** 31 - 1;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    vocabulary: fc.integer({ min: 4, max: 12 }),
    /** The factor of the logits, which are noise from -1 to 1. */
    spread: fc.constantFrom(0.5, 2, 5),
    /** What is added to the logits of EOS tokens. */
    ending: fc.constantFrom(-3, -1, 0, 1, 3),
    numBeams: fc.integer({ min: 2, max: 5 }),
    returned: fc.nat(),
    moreEos: fc.boolean(),
    sources: fc.array(fc.array(fc.nat(11), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  })
  .chain(base => {
    const token = fc.nat(base.vocabulary - 1);
    const few = fc.array(token, { maxLength: 2 });
    const rarely = <T>(value: fc.Arbitrary<T>, unset: T): fc.Arbitrary<T> =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(unset) }, { weight: 1, arbitrary: value });
    const more = fc.record({
      maxLength: fc.integer({ min: 2, max: 10 }),
      lengthPenalty: fc.constantFrom(-1, 0, 0.6, 1, 2),
      earlyStopping: fc.constantFrom<boolean | 'never'>(true, false, 'never'),
      minLength: rarely(fc.nat(5), 0),
      minNewTokens: rarely(fc.nat(5), 0),
      repetitionPenalty: rarely(fc.constantFrom(0.7, 1.3), 1),
      noRepeatNgramSize: rarely(fc.integer({ min: 1, max: 3 }), 0),
      encoderNoRepeatNgramSize: rarely(fc.integer({ min: 1, max: 3 }), 0),
      badWordsIds: rarely(fc.array(fc.array(token, { minLength: 1, maxLength: 3 }), { maxLength: 3 }), []),
      suppressTokens: rarely(few, []),
      beginSuppressTokens: rarely(few, []),
      forcedEosTokenIds: rarely(few, []),
    });
    const bos = rarely<number | undefined>(token, undefined);
    return fc.tuple(more, bos).map(([settings, forced]): Case => {
      const { seed, vocabulary, spread, ending, numBeams, returned, moreEos, sources } = base;
      const eosTokenIds = moreEos ? [1, 2] : [1];
      const toy: ToyModel = (ids, source) =>
        Array.from({ length: vocabulary }, (_, at) => {
          return spread * noise(seed, source, ...ids, at) + (eosTokenIds.includes(at) ? ending : 0);
        });
      const numReturnSequences = 1 + (returned % numBeams);
      const bosSetting = forced === undefined ? {} : { forcedBosTokenId: forced };
      return {
        settings: { ...plain, ...settings, ...bosSetting, eosTokenIds, numBeams, numReturnSequences },
        sources,
        toy,
      };
    });
  });

describe('beamSearch for each source', () => {
  it('gives the same hypotheses as the search over the whole batch', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ settings, sources, toy }) => {
        const expected = vectorizedBeamSearch(sources, settings, toy);
        const actual = await finished(settings, toy, sources);
        assert.equal(actual.length, sources.length);
        actual.forEach(({ hypotheses }, source) => {
          const reference = expected.hypotheses[source];
          assert.deepEqual(
            hypotheses.map(({ ids }) => ids),
            reference.map(({ ids }) => ids),
          );
          hypotheses.forEach(({ score }, at) => assertClose(score, reference[at].score, 1e-9));
        });
      }),
      { numRuns: 200 },
    );
  });

  it('requests no more steps and no more rows than the search over the whole batch', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ settings, sources, toy }) => {
        const requests: StepRequest[] = [];
        const { steps } = vectorizedBeamSearch(sources, settings, toy);
        await finished(settings, toy, sources, requests);
        assert.ok(requests.length <= steps);
        assert.equal(requests[0].tokens.length, sources.length);
        assert.ok(requests.every(({ tokens }) => tokens.length <= sources.length * settings.numBeams));
      }),
      { numRuns: 50 },
    );
  });
});
