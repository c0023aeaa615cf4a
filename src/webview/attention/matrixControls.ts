// Matrix controls: colours, contrast and zoom of the matrix, and what its colours mean.
import { headColour } from '../../attention/headColours';
import type { Picture } from '../../attention/picture';
import { LEVELS, type Range, rangeOf, SCALE_NAMES, type ScaleName, weightOfLevel } from '../../attention/scale';
import { button, element } from '../dom';
import { filled } from '../rows';
import { Choice } from './controls';
import type { ImageStyle } from './matrixImage';
import { weightText } from './numbers';
import { CONTRASTS, type Contrast, type Settings } from './settings';
import type { ViewContext } from './view';

const ZOOM_STEP = 1.5;

export interface ZoomActs {
  zoom(factor: number): void;
  fit(): void;
}

export function rangeFor(contrast: Contrast, weights: Float32Array): Range {
  return rangeOf(weights, { whole: contrast === 'whole', power: contrast === 'lifted' ? 0.5 : 1 });
}

export class MatrixControls {
  readonly element: HTMLElement;
  private readonly scale: Choice<ScaleName>;
  private readonly contrast: Choice<Contrast>;
  private readonly legend = element('div', { class: 'legend' });

  constructor(
    private readonly context: ViewContext,
    acts: ZoomActs,
  ) {
    const { matrix } = context.words;
    const { settings } = context;
    this.scale = new Choice(matrix.scale, 'scale', scale => settings.set({ ...settings.value, scale }));
    this.contrast = new Choice(matrix.contrast, 'contrast', contrast => settings.set({ ...settings.value, contrast }));
    const zoom = element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': matrix.zoom },
      zoomButton('\u2212', matrix.zoomOut, () => acts.zoom(1 / ZOOM_STEP)),
      zoomButton('+', matrix.zoomIn, () => acts.zoom(ZOOM_STEP)),
      button(matrix.fit, {}, () => acts.fit()),
    );
    this.element = element('div', { class: 'matrix-bar' });
    this.element.append(this.scale.element, this.contrast.element, zoom, this.legend);
  }

  show({ scale, contrast }: Settings, picture: Picture, style: ImageStyle): void {
    const { matrix } = this.context.words;
    const scales = { paper: matrix.scalePaper, viridis: 'Viridis', cividis: 'Cividis', grey: matrix.scaleGrey };
    const contrasts = { whole: matrix.contrastWhole, highest: matrix.contrastHighest, lifted: matrix.contrastLifted };
    this.scale.show(
      SCALE_NAMES.map(value => ({ value, label: scales[value] })),
      scale,
    );
    this.contrast.show(
      CONTRASTS.map(value => ({ value, label: contrasts[value] })),
      contrast,
    );
    this.scale.element.hidden = picture.heads.length > 1;
    const parts = picture.heads.length > 1 ? this.heads(picture) : this.ramp(style);
    this.legend.replaceChildren(...parts);
  }

  /** What the colours mean: a strip of the scale with the weights of its ends and its middle. */
  private ramp({ table, range }: ImageStyle): Node[] {
    const strip = element('canvas', { class: 'ramp', 'aria-hidden': 'true', width: String(LEVELS), height: '1' });
    strip.getContext('2d')?.putImageData(new ImageData(table.slice(), LEVELS, 1), 0, 0);
    const ends = [0, 0.5, 1].map(share => {
      const weight = weightOfLevel(share * (LEVELS - 1), range);
      return element('span', {}, weightText(weight, this.context.language));
    });
    return [strip, element('div', { class: 'ends' }, ...ends)];
  }

  private heads({ heads }: Picture): Node[] {
    const { words, language, theme } = this.context;
    return heads.map((head, at) => {
      const number = head === 'mean' ? at : head;
      const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.background = headColour(number, theme.value.ground);
      const name = filled(words.controls.headNumber, (number + 1).toLocaleString(language));
      return element('span', { class: 'head' }, swatch, name);
    });
  }
}

function zoomButton(sign: string, label: string, act: () => void): HTMLButtonElement {
  return button(sign, { 'aria-label': label, title: label }, act);
}
