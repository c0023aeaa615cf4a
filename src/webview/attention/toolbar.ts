// Toolbar: the tabs of the views, and the controls for what they show.
import type { LayerChoice, Special, Unit } from '../../attention/picture';
import type { AttentionKind } from '../../attention/record';
import type { Shown, WindowContent } from '../../views/attentionProtocol';
import { element } from '../dom';
import { filled } from '../rows';
import { Choice, type Option, Segments } from './controls';
import { HeadPicker } from './headPicker';
import type { Settings } from './settings';
import { Tabs } from './tabs';
import type { ViewContext, ViewEntry } from './view';

const MEAN = 'mean';
const CONTROLS = ['kind', 'layer', 'heads', 'unit', 'special'] as const;
/** So much of a passage stands in the picker. */
const LONGEST_EXCERPT = 60;

export class Toolbar {
  readonly element: HTMLElement;
  private readonly tabs: Tabs;
  private readonly kind: Choice<AttentionKind>;
  private readonly layer: Choice<string>;
  private readonly heads: HeadPicker;
  private readonly unit: Segments<Unit>;
  private readonly special: Choice<Special>;
  private readonly window: Choice<string>;
  private readonly note = element('p', { class: 'note', hidden: '' });

  constructor(
    private readonly context: ViewContext,
    private readonly views: readonly ViewEntry[],
    menu: HTMLElement,
  ) {
    const { words, language } = context;
    const { controls } = words;
    this.tabs = new Tabs(words, views, view => this.change({ view }));
    this.kind = new Choice(controls.kind, 'kind', kind => this.change({ kind, pinned: undefined }));
    this.layer = new Choice(controls.layer, 'layer', value => this.change({ layer: layerOf(value) }));
    this.heads = new HeadPicker(controls, language, heads => this.change({ heads }));
    this.unit = new Segments(controls.unit, 'unit', this.units(), unit => this.change({ unit }));
    this.special = new Choice(controls.special, 'special', special => this.change({ special }));
    this.window = new Choice(controls.window, 'window', value => this.change({ window: Number(value) }));
    const parts = [this.window, this.kind, this.layer, this.heads, this.unit, this.special];
    const group = element('div', { class: 'choices', role: 'group', 'aria-label': words.page.settings });
    group.append(...parts.map(part => part.element));
    const top = element('div', { class: 'top' }, this.tabs.element, menu);
    this.element = element('div', { class: 'toolbar' }, top, group, this.note);
    // They stand there before anything is known, so that nothing jumps; but without a choice there is nothing to choose.
    this.tabs.show(context.settings.value.view);
    group.hidden = true;
  }

  show(shown: Shown, now: Settings, content: WindowContent): void {
    const { words, theme } = this.context;
    const shape = content.attention[now.kind];
    const entry = this.views.find(({ name }) => name === now.view);
    const needsPicture = entry?.needs === 'picture';
    for (const control of CONTROLS) this[control].element.hidden = !(entry?.controls ?? CONTROLS).includes(control);
    this.kind.element.parentElement?.removeAttribute('hidden');
    this.tabs.show(now.view);
    this.kind.show(this.kinds(), now.kind);
    this.layer.show(this.layers(shape.layers), String(now.layer));
    this.heads.show(shape.heads, now.heads, theme.value);
    this.unit.show(now.unit);
    this.special.show(this.specials(), now.special);
    this.window.show(this.windows(shown), String(now.window));
    this.window.element.hidden = shown.windows.length < 2;
    const notes = {
      shown: '',
      hidden: words.controls.specialHiddenNote,
      renormalised: words.controls.specialRenormalisedNote,
    };
    const rows = now.kind === 'encoder' ? '' : words.controls.rowsNote;
    this.note.textContent = [rows, notes[now.special]].filter(note => note !== '').join(' ');
    this.note.hidden = this.note.textContent === '' || !needsPicture;
  }

  private change(what: Partial<Settings>): void {
    const { settings } = this.context;
    settings.set({ ...settings.value, ...what });
  }

  private kinds(): readonly Option<AttentionKind>[] {
    const { cross, encoder, decoder } = this.context.words.controls;
    return [
      { value: 'cross', label: cross },
      { value: 'encoder', label: encoder },
      { value: 'decoder', label: decoder },
    ];
  }

  private layers(count: number): readonly Option<string>[] {
    const { words, language } = this.context;
    const numbers = Array.from({ length: count }, (_, layer) => ({
      value: String(layer),
      label: filled(words.controls.layerNumber, (layer + 1).toLocaleString(language)),
    }));
    return [{ value: MEAN, label: words.controls.allLayers }, ...numbers];
  }

  private units(): readonly Option<Unit>[] {
    const { unitWords, unitTokens } = this.context.words.controls;
    return [
      { value: 'words', label: unitWords },
      { value: 'tokens', label: unitTokens },
    ];
  }

  private specials(): readonly Option<Special>[] {
    const { specialShown, specialHidden, specialRenormalised } = this.context.words.controls;
    return [
      { value: 'shown', label: specialShown },
      { value: 'hidden', label: specialHidden },
      { value: 'renormalised', label: specialRenormalised },
    ];
  }

  private windows({ windows }: Shown): readonly Option<string>[] {
    const { words, language } = this.context;
    const all = windows.length.toLocaleString(language);
    return windows.map(({ source }, at) => {
      const excerpt = source.replace(/\s+/gu, ' ').trim().slice(0, LONGEST_EXCERPT);
      return {
        value: String(at),
        label: filled(words.controls.windowOf, (at + 1).toLocaleString(language), all, excerpt),
      };
    });
  }
}

function layerOf(value: string): LayerChoice {
  return value === MEAN ? MEAN : Number(value);
}
