import assert from 'node:assert/strict';
import { lab, rgb } from 'd3-color';
import { foregroundOn, type Colors, colorsOf, PRINT_COLORS } from '../../../../src/attention/drawing/colors';
import {
  colorOf,
  colorTable,
  LEVELS,
  levelOf,
  rangeOf,
  SCALE_NAMES,
  weightOfLevel,
} from '../../../../src/attention/drawing/scale';
import { contrastOf } from '../records';

const themes: Readonly<Record<string, Colors>> = {
  white: PRINT_COLORS,
  dark: colorsOf({ themeKind: 'dark', contrast: false }, '#1f1f1f', '#cccccc'),
  solarizedLight: colorsOf({ themeKind: 'light', contrast: false }, '#fdf6e3', '#657b83'),
  solarizedDark: colorsOf({ themeKind: 'dark', contrast: false }, '#002b36', '#839496'),
  contrastDark: colorsOf({ themeKind: 'dark', contrast: true }, '#000000', '#ffffff'),
  contrastLight: colorsOf({ themeKind: 'light', contrast: true }, '#ffffff', '#292929'),
};

describe('colorTable', () => {
  for (const [themeName, theme] of Object.entries(themes)) {
    for (const name of SCALE_NAMES) {
      it(`of ${name} on ${themeName} has 256 opaque colors, further from the background for higher weights`, () => {
        const table = colorTable(name, theme);
        assert.equal(table.length, LEVELS * 4);
        const lightness = Array.from({ length: LEVELS }, (_, level) => lab(colorOf(table, level)).l);
        const sign = theme.themeKind === 'dark' ? 1 : -1;
        for (let level = 1; level < LEVELS; level++) {
          assert.equal(table[level * 4 + 3], 255);
          // Channels are rounded to whole numbers, so that two neighbors may be equal or a little out of order.
          const step = (lightness[level] - lightness[level - 1]) * sign;
          assert.ok(step > -0.35, `level ${level} goes back by ${-step}`);
        }
        assert.ok((lightness[LEVELS - 1] - lightness[0]) * sign > 40, 'the range of lightness is too small');
      });
    }
  }

  it('begins at the background, so that a weight of 0 is invisible', () => {
    for (const theme of Object.values(themes)) {
      assert.equal(colorOf(colorTable('paper', theme), 0), rgb(theme.background).formatHex());
    }
  });

  it('ends at the foreground color in a high-contrast theme', () => {
    assert.equal(colorOf(colorTable('paper', themes['contrastDark']), LEVELS - 1), '#ffffff');
  });
});

describe('levelOf', () => {
  it('is proportional to the weight for power 1, and higher for small weights for a lower power', () => {
    const linear = { most: 0.5, power: 1 };
    assert.deepEqual(
      [0, 0.25, 0.5, 2].map(weight => levelOf(weight, linear)),
      [0, 128, 255, 255],
    );
    assert.equal(levelOf(0.25, { most: 1, power: 0.5 }), 128);
    assert.deepEqual(
      [NaN, -1].map(weight => levelOf(weight, linear)),
      [0, 0],
    );
    assert.equal(levelOf(1, { most: 0, power: 1 }), 0);
  });

  it('is inverted by weightOfLevel', () => {
    assert.equal(weightOfLevel(255, { most: 0.5, power: 0.5 }), 0.5);
    assert.ok(Math.abs(weightOfLevel(levelOf(0.3, { most: 1, power: 0.5 }), { most: 1, power: 0.5 }) - 0.3) < 0.01);
  });
});

describe('rangeOf', () => {
  it('ends at the highest weight, or at 1 if `whole` is true or all weights are 0', () => {
    const weights = Float32Array.of(0.25, 0.5);
    assert.deepEqual(rangeOf(weights, { whole: false, power: 1 }), { most: 0.5, power: 1 });
    assert.deepEqual(rangeOf(weights, { whole: true, power: 0.5 }), { most: 1, power: 0.5 });
    assert.equal(rangeOf(new Float32Array(2), { whole: false, power: 1 }).most, 1);
  });
});

describe('colorsOf', () => {
  it('returns opaque colors for translucent and invalid ones', () => {
    const theme = colorsOf({ themeKind: 'dark', contrast: false }, ' #ffffff80 ', 'nonsense');
    assert.equal(theme.background, '#808080');
    assert.equal(theme.foreground, '#ffffff');
    assert.equal(colorsOf({ themeKind: 'light', contrast: false }, 'transparent', '').background, '#ffffff');
  });
});

describe('foregroundOn', () => {
  it('returns black on bright colors and white on dark colors', () => {
    assert.equal(contrastOf('#000', '#fff'), 21);
    assert.equal(foregroundOn('#ffff00'), '#000000');
    assert.equal(foregroundOn('#000080'), '#ffffff');
  });
});
