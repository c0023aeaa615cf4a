import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SHADES, shadesOf } from '../../../../../src/views/attention/editor/shades';

interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(fs.readFileSync(path.join(__ROOT__, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly colors: readonly Color[] };
};
const colors = manifest.contributes.colors;

describe('shadesOf', () => {
  it('gives shades in proportion to the highest weight', () => {
    assert.deepEqual(shadesOf([0.6, 0.3, 0.1]), [6, 3, 1]);
    assert.deepEqual(shadesOf([0.06, 0.03, 0.01]), [6, 3, 1]);
    assert.deepEqual(shadesOf([0.05, 0.6]), [1, 6]);
  });

  it('gives no shade to very low weights, and to values that are not finite', () => {
    assert.deepEqual(shadesOf([1, 0.04, 0, -1, NaN, Infinity]), [6, 0, 0, 0, 0, 0]);
    assert.deepEqual(shadesOf([0, 0]), [0, 0]);
    assert.deepEqual(shadesOf([]), []);
  });
});

describe('the colors of decorations in package.json', () => {
  it('have a color for each shade, each more opaque than the one before, in every kind of theme', () => {
    for (const kind of ['dark', 'light', 'highContrast', 'highContrastLight']) {
      const alphas = Array.from({ length: SHADES }, (_, index) => {
        const color = colors.find(({ id }) => id === `attentive.attention${index + 1}Background`);
        return Number.parseInt(color?.defaults[kind].slice(7) ?? '', 16);
      });
      assert.deepEqual(
        alphas,
        [...new Set(alphas)].sort((a, b) => a - b),
      );
      assert.ok(
        alphas.every(alpha => alpha > 0 && alpha < 0x80),
        'text stays readable',
      );
    }
  });

  it('include every color that the highlights use', () => {
    const code = fs.readFileSync(path.join(__ROOT__, 'src/views/attention/editor/highlights.ts'), 'utf8');
    const used = [...code.matchAll(/'(attentive\.\w+)'/g)].map(([, id]) => id);
    assert.ok(used.length > 2);
    for (const id of used)
      assert.ok(
        colors.some(color => color.id === id),
        id,
      );
  });
});
