import assert from 'node:assert/strict';
import { lab, rgb } from 'd3-color';
import { headColor, headDash } from '../../../../src/attention/drawing/headColors';
import { contrastOf } from '../records';

// Colors as people without red, green or blue cones see them (Machado, Oliveira and Fernandes 2009, severity 1): matrices
// for linear RGB.
const VISIONS: Readonly<Record<string, readonly number[]>> = {
  trichromat: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranope: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanope: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

describe('head colors', () => {
  for (const themeKind of ['light', 'dark'] as const) {
    const colors = Array.from({ length: 16 }, (_, head) => headColor(head, themeKind));

    it(`on ${themeKind} differ for every kind of color vision`, () => {
      for (const [vision, matrix] of Object.entries(VISIONS)) {
        const perceived = colors.map(color => lab(seenBy(matrix, color)));
        perceived.forEach((one, at) =>
          perceived.slice(0, at).forEach((other, before) => {
            const distance = Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
            assert.ok(distance > 16, `${colors[at]} and ${colors[before]} for a ${vision}: ${distance}`);
          }),
        );
      }
    });

    it(`on ${themeKind} have a contrast of at least 3 to the background`, () => {
      for (const background of themeKind === 'dark' ? ['#000000', '#1f1f1f', '#002b36'] : ['#ffffff']) {
        for (const color of colors) assert.ok(contrastOf(color, background) >= 3, `${color} on ${background}`);
      }
    });
  }

  it('repeat after sixteen heads with other dashes', () => {
    assert.equal(headColor(16, 'light'), headColor(0, 'light'));
    assert.notEqual(headDash(16), headDash(0));
    assert.equal(headDash(0), '');
  });
});

/** The color as it is perceived with a kind of color vision. */
function seenBy(matrix: readonly number[], color: string): string {
  const { r, g, b } = rgb(color);
  const light = [r, g, b].map(channel => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red, green, blue] = [0, 1, 2].map(row => {
    const value = light.reduce((sum, part, column) => sum + part * matrix[row * 3 + column], 0);
    const share = Math.min(1, Math.max(0, value));
    return 255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055);
  });
  return rgb(red, green, blue).formatRgb();
}
