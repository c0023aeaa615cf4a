// Toolbar: the tabs, and the controls of the current tab in one row. Controls for which the row has no room are in a popover.
import type { LayerChoice, SpecialTokens, Unit } from '../../../attention/picture/picture';
import type { AttentionKind } from '../../../attention/record/record';
import { SCALE_NAMES, type ScaleName } from '../../../attention/drawing/scale';
import type { HeadOrder } from '../../../attention/analysis/sorting';
import type { PanelContent, PassageContent } from '../../../views/attention/protocol';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { SelectControl, type Option, ButtonGroup } from '../../dom/controls';
import { HeadPicker } from './headPicker';
import { Passages } from './passages';
import { Popover } from '../../dom/popover';
import { CONTRASTS, type Contrast, ordersOf, type Settings } from '../data/settings';
import { icon } from '../../dom/shapes';
import { Tabs } from './tabs';
import { CONTROLS, type Control, type ViewContext, type ViewEntry } from '../shared/view';

const MEAN = 'mean';
const KINDS: readonly AttentionKind[] = ['cross', 'encoder', 'decoder'];
const SPECIALS: readonly SpecialTokens[] = ['hidden', 'renormalized', 'shown'];
/** The controls that are in the row if there is room. If there is not, they move to the popover in this order. */
const ROW_CONTROLS = ['unit', 'order', 'heads', 'kind', 'layer'] as const satisfies readonly Control[];

const SLIDERS = 'M1 4h6v1H1zM11 4h4v1h-4zM8 2.5h2v4H8zM1 11h3v1H1zM8 11h7v1H8zM5 9.5h2v4H5z';

export class Toolbar {
  readonly element: HTMLElement;
  private readonly tabs: Tabs;
  private readonly passages: Passages;
  private readonly controls: Readonly<Record<Control, { readonly element: HTMLElement }>>;
  private readonly kind: SelectControl<AttentionKind>;
  private readonly layer: SelectControl<string>;
  private readonly heads: HeadPicker;
  private readonly unit: ButtonGroup<Unit>;
  private readonly special: SelectControl<SpecialTokens>;
  private readonly scale: SelectControl<ScaleName>;
  private readonly contrast: SelectControl<Contrast>;
  private readonly order: SelectControl<HeadOrder>;
  private readonly row: HTMLElement;
  private readonly options: Popover;
  private readonly resizing = new ResizeObserver(() => this.layOutRow());
  /** The width and the controls for which the row was last laid out, as one text to compare. */
  private laidOutFor = '';

  constructor(
    private readonly context: ViewContext,
    private readonly views: readonly ViewEntry[],
  ) {
    const { words, language } = context;
    const { controls, matrix, heads } = words;
    const named = (name: Control, label: string, hint: string) => ({ name, label, hint });
    this.tabs = new Tabs(words, views, view => this.change({ view }));
    this.passages = new Passages(context, passage => this.change({ passage }));
    this.kind = new SelectControl(named('kind', controls.kind, controls.kindHint), kind =>
      this.change({ kind, pinned: undefined }),
    );
    this.layer = new SelectControl(named('layer', controls.layer, controls.layerHint), value =>
      this.change({ layer: layerOf(value) }),
    );
    this.heads = new HeadPicker(controls, language, choice => this.change({ heads: choice }));
    this.unit = new ButtonGroup(named('unit', controls.unit, controls.unitHint), this.units(), unit =>
      this.change({ unit }),
    );
    this.special = new SelectControl(named('special', controls.special, controls.specialHint), special =>
      this.change({ special }),
    );
    this.scale = new SelectControl(named('scale', matrix.scale, matrix.scaleHint), scale => this.change({ scale }));
    this.contrast = new SelectControl(named('contrast', matrix.contrast, matrix.contrastHint), contrast =>
      this.change({ contrast }),
    );
    this.order = new SelectControl(named('order', heads.order, heads.orderHint), order => this.change({ order }));
    this.controls = this.controlsByName();
    this.options = new Popover({ name: 'options', label: controls.options, face: [icon(SLIDERS)] });
    this.row = element('div', { class: 'choices', role: 'group', 'aria-label': words.page.settings });
    this.row.append(this.passages.element, this.options.element);
    this.element = element('div', { class: 'toolbar' }, this.tabs.element, this.row);
    // The tabs are shown before the content has arrived, so that nothing moves when it arrives. The controls of the row stay
    // hidden, because their options are not known yet.
    this.tabs.show(context.settings.value.view);
    this.row.hidden = true;
    this.resizing.observe(this.element);
  }

  show(shown: PanelContent, settings: Settings, content: PassageContent): void {
    const { words, theme } = this.context;
    const shape = content.attention[settings.kind];
    const entry = this.views.find(({ name }) => name === settings.view);
    const needed: readonly Control[] = entry?.controls ?? [];
    for (const control of CONTROLS) this.controls[control].element.hidden = !needed.includes(control);
    this.scale.element.hidden ||=
      settings.view === 'matrix' && typeof settings.heads !== 'string' && settings.heads.length > 1;
    this.tabs.show(settings.view);
    this.passages.show(shown.passages, settings.passage);
    this.kind.show(
      KINDS.map(value => optionOf(value, words.controls.kinds[value])),
      settings.kind,
    );
    this.layer.show(this.layers(shape.layers), String(settings.layer));
    this.heads.show(shape.heads, settings.heads, { theme: theme.value, one: entry?.heads === 'one' });
    this.unit.show(settings.unit);
    this.special.show(
      SPECIALS.map(value => optionOf(value, words.controls.specials[value])),
      settings.special,
    );
    this.scale.show(this.scales(), settings.scale);
    this.contrast.show(this.contrasts(), settings.contrast);
    const orders = ordersOf(settings.kind);
    const { order } = settings;
    this.order.show(
      orders.map(value => ({ value, label: words.heads.orders[value] })),
      orders.includes(order) ? order : 'layer',
    );
    this.options.element.hidden = needed.length === 0;
    this.row.hidden = needed.length === 0 && this.passages.element.hidden;
    this.layOutRow();
  }

  private controlsByName(): Toolbar['controls'] {
    const { kind, layer, heads, unit, special, scale, contrast, order } = this;
    return { kind, layer, heads, unit, special, scale, contrast, order };
  }

  /** Puts as many controls into the row as there is room for, and the others into the popover. */
  private layOutRow(): void {
    const { row, options, controls } = this;
    const visible = CONTROLS.filter(name => !controls[name].element.hidden);
    const layout = [row.clientWidth, this.passages.element.hidden, this.heads.count, ...visible].join(' ');
    if (layout === this.laidOutFor || row.clientWidth === 0) return;
    this.laidOutFor = layout;
    const focused = document.activeElement;
    const inRow: Control[] = visible.filter(name => ROW_CONTROLS.some(one => one === name));
    const place = (): void => {
      const elements = inRow.map(name => controls[name].element);
      row.replaceChildren(this.passages.element, ...elements, options.element);
    };
    place();
    for (const name of ROW_CONTROLS) {
      if (row.scrollWidth <= row.clientWidth) break;
      const at = inRow.indexOf(name);
      if (at < 0) continue;
      inRow.splice(at, 1);
      place();
    }
    const inPopover = CONTROLS.filter(name => !inRow.includes(name));
    options.panel.replaceChildren(...inPopover.map(name => controls[name].element));
    options.element.hidden = inPopover.every(name => controls[name].element.hidden);
    // A control that was moved has lost the focus and gets it back. If it is now in the closed popover, the popover's button
    // gets the focus.
    if (!(focused instanceof HTMLElement) || focused === document.activeElement) return;
    if (options.panel.contains(focused) && !options.isOpen) options.focus();
    else if (this.element.contains(focused)) focused.focus();
  }

  private change(changes: Partial<Settings>): void {
    const { settings } = this.context;
    settings.set({ ...settings.value, ...changes });
  }

  private layers(count: number): readonly Option<string>[] {
    const { words, language } = this.context;
    const numbers = Array.from({ length: count }, (_, layer) => ({
      value: String(layer),
      label: fillTemplate(words.controls.layerNumber, (layer + 1).toLocaleString(language)),
    }));
    return [{ value: MEAN, label: words.controls.allLayers, hint: words.controls.allLayersHint }, ...numbers];
  }

  private units(): readonly Option<Unit>[] {
    const { unitWords, unitWordsHint, unitTokens, unitTokensHint } = this.context.words.controls;
    return [
      { value: 'words', label: unitWords, hint: unitWordsHint },
      { value: 'tokens', label: unitTokens, hint: unitTokensHint },
    ];
  }

  private scales(): readonly Option<ScaleName>[] {
    const { scalePaper, scaleGray } = this.context.words.matrix;
    const labels = { paper: scalePaper, viridis: 'Viridis', cividis: 'Cividis', gray: scaleGray };
    return SCALE_NAMES.map(value => ({ value, label: labels[value] }));
  }

  private contrasts(): readonly Option<Contrast>[] {
    const { contrastHighest, contrastSquareRoot, contrastWhole } = this.context.words.matrix;
    const labels = { highest: contrastHighest, squareRoot: contrastSquareRoot, whole: contrastWhole };
    return CONTRASTS.map(value => ({ value, label: labels[value] }));
  }
}

function optionOf<Value extends string>(
  value: Value,
  words: { readonly label: string; readonly hint: string },
): Option<Value> {
  return { value, ...words };
}

function layerOf(value: string): LayerChoice {
  return value === MEAN ? MEAN : Number(value);
}
