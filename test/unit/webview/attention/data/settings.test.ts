import assert from 'node:assert/strict';
import type { Aligner } from '../../../../../src/attention/analysis/align';
import {
  DEFAULT_SETTINGS,
  fittedSettings,
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
  ...DEFAULT_SETTINGS,
  layer: 2,
  heads: [0, 3],
  pinned: { role: 'query', tokens: [5] },
  step: 4,
};

describe('the settings of the Attention page', () => {
  it('are read as they were saved', () => {
    const state: unknown = JSON.parse(
      JSON.stringify({ saved: 1, settings: { ...some, view: 'lines', special: 'hidden' } }),
    );
    assert.deepEqual(settingsOf(state), { settings: { ...some, view: 'lines', special: 'hidden' }, isNew: false });
  });

  it('get their defaults if nothing was saved, or something invalid', () => {
    for (const state of [undefined, null, 'x', {}, { settings: 3 }]) {
      assert.deepEqual(settingsOf(state), { settings: DEFAULT_SETTINGS, isNew: true });
    }
    const wrong = { view: 'pie', passage: -1, kind: 7, layer: 0.5, heads: [], unit: null, pinned: { tokens: ['x'] } };
    assert.deepEqual(settingsOf({ settings: { ...wrong, temperature: 0 } }).settings, DEFAULT_SETTINGS);
  });

  it('keep the rollout, which exists for every model and passage', () => {
    const rolled = { ...some, heads: 'rollout' } as const;
    assert.equal(settingsOf({ settings: rolled }).settings.heads, 'rollout');
    assert.equal(fittedSettings(rolled, content), rolled);
    assert.equal(settingsOf({ settings: { ...rolled, heads: 'sum' } }).settings.heads, 'mean');
  });

  it('get a passage that exists, and lose the pinned tokens of another passage', () => {
    assert.equal(withinPassages(some, 1), some);
    assert.deepEqual(withinPassages({ ...some, passage: 7 }, 3), { ...some, passage: 2, pinned: undefined });
    assert.equal(withinPassages({ ...some, passage: 7 }, 0).passage, 0);
  });

  it('offer the orders that apply to a kind of attention', () => {
    assert.ok(ordersOf('cross').includes('aligned'));
    assert.ok(!ordersOf('encoder').includes('aligned') && !ordersOf('decoder').includes('aligned'));
    assert.equal(ordersOf('encoder')[0], 'layer');
  });

  it('stay the same object if they fit the passage', () => {
    assert.equal(fittedSettings(some, content), some);
  });

  it('are changed to fit another model or passage', () => {
    const small = { layers: 1, heads: 2, targets: 3, sources: 3 };
    const other = { attention: { encoder: small, decoder: small, cross: small }, aligner: { ...aligner, layer: 0 } };
    const changed = fittedSettings(some, other);
    assert.deepEqual(changed, { ...some, layer: 0, heads: [0], pinned: undefined, step: 1 });
    assert.equal(fittedSettings({ ...some, heads: [3] }, other).heads, 'mean');
    const pinned = fittedSettings({ ...some, pinned: { role: 'key', tokens: [4, 5] } }, content).pinned;
    assert.deepEqual(pinned, { role: 'key', tokens: [4] });
  });

  it('start with the layer and heads that align best, and then keep what the reader chose', () => {
    const first = fittedSettings(DEFAULT_SETTINGS, content, true);
    assert.deepEqual([first.layer, first.heads], [1, 'mean']);
    const best = { attention, aligner: { ...aligner, layer: 2, heads: [1, 3] } };
    const opened = fittedSettings(DEFAULT_SETTINGS, best, true);
    assert.deepEqual([opened.layer, opened.heads], [2, [1, 3]]);
    assert.equal(fittedSettings(some, best), some);
    assert.equal(
      fittedSettings(DEFAULT_SETTINGS, best),
      DEFAULT_SETTINGS,
      'the mean of all layers may be what the reader chose',
    );
  });

  it('replace a missing layer by the one that aligns, or in self-attention by a middle one', () => {
    const far = { attention, aligner: { ...aligner, layer: 0 } };
    assert.equal(fittedSettings({ ...some, layer: 7 }, far).layer, 0);
    assert.equal(fittedSettings({ ...some, layer: 7, kind: 'encoder' }, far).layer, 1);
  });

  it('are compared without their pinned tokens by onlyPinsDiffer', () => {
    assert.ok(onlyPinsDiffer(some, { ...some, pinned: undefined }));
    assert.ok(!onlyPinsDiffer(some, { ...some, pinned: undefined, unit: 'tokens' }));
  });
});
