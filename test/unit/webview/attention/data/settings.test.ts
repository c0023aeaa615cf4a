import assert from 'node:assert/strict';
import type { Aligner } from '../../../../../src/attention/analysis/align';
import {
  FIRST_SETTINGS,
  fitted,
  onlyPinsDiffer,
  ordersOf,
  type Settings,
  settingsOf,
  withinPassages,
} from '../../../../../src/webview/attention/data/settings';

const shape = { layers: 3, heads: 4, targets: 6, sources: 5 };
const attention = { encoder: { ...shape, targets: 5 }, decoder: { ...shape, sources: 6 }, cross: shape };
const aligner: Aligner = { step: 'input', layer: 1 };
const content = { attention, aligner };
const some: Settings = {
  ...FIRST_SETTINGS,
  layer: 2,
  heads: [0, 3],
  pinned: { role: 'query', tokens: [5] },
  step: 4,
};

describe('the settings of the Attention page', () => {
  it('come back as they were saved', () => {
    const state: unknown = JSON.parse(
      JSON.stringify({ kept: 1, settings: { ...some, view: 'lines', special: 'hidden' } }),
    );
    assert.deepEqual(settingsOf(state), { settings: { ...some, view: 'lines', special: 'hidden' }, isNew: false });
  });

  it('are the first ones where nothing was saved, or something else', () => {
    for (const state of [undefined, null, 'x', {}, { settings: 3 }]) {
      assert.deepEqual(settingsOf(state), { settings: FIRST_SETTINGS, isNew: true });
    }
    const wrong = { view: 'pie', passage: -1, kind: 7, layer: 0.5, heads: [], unit: null, pinned: { tokens: ['x'] } };
    assert.deepEqual(settingsOf({ settings: { ...wrong, temperature: 0 } }).settings, FIRST_SETTINGS);
  });

  it('keep a rollout, which every model and passage has', () => {
    const rolled = { ...some, heads: 'rollout' } as const;
    assert.equal(settingsOf({ settings: rolled }).settings.heads, 'rollout');
    assert.equal(fitted(rolled, content), rolled);
    assert.equal(settingsOf({ settings: { ...rolled, heads: 'sum' } }).settings.heads, 'mean');
  });

  it('have a passage that is there, and nothing pinned of another one', () => {
    assert.equal(withinPassages(some, 1), some);
    assert.deepEqual(withinPassages({ ...some, passage: 7 }, 3), { ...some, passage: 2, pinned: undefined });
    assert.equal(withinPassages({ ...some, passage: 7 }, 0).passage, 0);
  });

  it('offer the orders that a kind of attention has', () => {
    assert.ok(ordersOf('cross').includes('aligned'));
    assert.ok(!ordersOf('encoder').includes('aligned') && !ordersOf('decoder').includes('aligned'));
    assert.equal(ordersOf('encoder')[0], 'layer');
  });

  it('stay as they are if they fit', () => {
    assert.equal(fitted(some, content), some);
  });

  it('are made to fit another model or passage', () => {
    const small = { layers: 1, heads: 2, targets: 3, sources: 3 };
    const other = { attention: { encoder: small, decoder: small, cross: small }, aligner: { ...aligner, layer: 0 } };
    const made = fitted(some, other);
    assert.deepEqual(made, { ...some, layer: 0, heads: [0], pinned: undefined, step: 1 });
    assert.equal(fitted({ ...some, heads: [3] }, other).heads, 'mean');
    const pinned = fitted({ ...some, pinned: { role: 'key', tokens: [4, 5] } }, content).pinned;
    assert.deepEqual(pinned, { role: 'key', tokens: [4] });
  });

  it('begin with what aligns best, and stay what the reader chose afterwards', () => {
    const first = fitted(FIRST_SETTINGS, content, true);
    assert.deepEqual([first.layer, first.heads], [1, 'mean']);
    const best = { attention, aligner: { ...aligner, layer: 2, heads: [1, 3] } };
    const opened = fitted(FIRST_SETTINGS, best, true);
    assert.deepEqual([opened.layer, opened.heads], [2, [1, 3]]);
    assert.equal(fitted(some, best), some);
    assert.equal(fitted(FIRST_SETTINGS, best), FIRST_SETTINGS, 'the mean of layers was chosen');
  });

  it('fall back on the layer that aligns, or a middle one where nothing is aligned', () => {
    const far = { attention, aligner: { ...aligner, layer: 0 } };
    assert.equal(fitted({ ...some, layer: 7 }, far).layer, 0);
    assert.equal(fitted({ ...some, layer: 7, kind: 'encoder' }, far).layer, 1);
  });

  it('know whether more than what is pinned differs', () => {
    assert.ok(onlyPinsDiffer(some, { ...some, pinned: undefined }));
    assert.ok(!onlyPinsDiffer(some, { ...some, pinned: undefined, unit: 'tokens' }));
  });
});
