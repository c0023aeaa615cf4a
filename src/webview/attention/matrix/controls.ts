// Controls: the zoom buttons of the matrix and the legend of its colors.
import { headColor } from '../../../attention/drawing/headColors';
import { headNumber, type Picture } from '../../../attention/picture/picture';
import { LEVELS, type WeightRange, rangeOf, weightOfLevel } from '../../../attention/drawing/scale';
import { button, element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import type { ImageStyle } from './image';
import { weightText } from '../shared/format';
import type { Contrast } from '../data/settings';
import type { ViewContext } from '../shared/view';

const ZOOM_STEP = 1.5;

export interface ZoomActions {
  zoom(factor: number): void;
  fit(): void;
}

/** The range of weights that the colors cover, by the setting. */
export function rangeFor(contrast: Contrast, weights: Float32Array): WeightRange {
  return rangeOf(weights, { whole: contrast === 'whole', power: contrast === 'squareRoot' ? 0.5 : 1 });
}

/** The bar below the matrix with the legend and the zoom buttons. */
export class MatrixControls {
  readonly element: HTMLElement;
  private readonly legend = element('div', { class: 'legend' });

  constructor(
    private readonly context: ViewContext,
    actions: ZoomActions,
  ) {
    const { matrix } = context.words;
    const zoom = element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': matrix.zoom },
      zoomButton('\u2212', matrix.zoomOut, () => actions.zoom(1 / ZOOM_STEP)),
      zoomButton('+', matrix.zoomIn, () => actions.zoom(ZOOM_STEP)),
      button(matrix.fit, { title: matrix.fitHint }, () => actions.fit()),
    );
    this.element = element('div', { class: 'matrix-bar' }, this.legend, zoom);
  }

  show(picture: Picture, style: ImageStyle): void {
    this.legend.replaceChildren(...(picture.heads.length > 1 ? this.heads(picture) : this.ramp(style)));
  }

  /** The legend of one head: a strip with the colors of the scale, and the weights at its ends. */
  private ramp({ table, range }: ImageStyle): Node[] {
    const strip = element('canvas', { class: 'ramp', 'aria-hidden': 'true', width: String(LEVELS), height: '1' });
    strip.getContext('2d')?.putImageData(new ImageData(table.slice(), LEVELS, 1), 0, 0);
    const ends = [0, 1].map(share => {
      const weight = weightOfLevel(share * (LEVELS - 1), range);
      return element('span', {}, weightText(weight, this.context.language));
    });
    return [ends[0], strip, ends[1]];
  }

  private heads({ heads }: Picture): Node[] {
    const { words, language, theme } = this.context;
    return heads.map((head, at) => {
      const number = headNumber(head, at);
      const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.background = headColor(number, theme.value.themeKind);
      const name = fillTemplate(words.controls.headNumber, (number + 1).toLocaleString(language));
      return element('span', { class: 'head' }, swatch, name);
    });
  }
}

function zoomButton(sign: string, label: string, act: () => void): HTMLButtonElement {
  return button(sign, { 'aria-label': label, title: label }, act);
}
