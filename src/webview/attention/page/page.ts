// Page: the whole page of the Attention view. It connects its parts, and draws the run that the extension sends according
// to the settings.
import type { TokenSelection } from '../../../attention/picture/focus';
import { type Picture, pictureOf } from '../../../attention/picture/picture';
import type { AttentionPageState, PanelContent, PassageContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../words/pageWords';
import { fillTemplate } from '../../dom/template';
import { ExportMenu } from '../export/menu';
import type { Exportable } from '../export/exporter';
import { ByteCache } from '../data/byteCache';
import { failureOf, isCancelled } from '../shared/failure';
import { Links } from './links';
import { Notes } from './notes';
import { Selection } from './selection';
import { fittedSettings, onlyPinsDiffer, type Settings, settingsOf, withinPassages } from '../data/settings';
import { Shell } from './shell';
import { Observable } from '../../dom/observable';
import { observedTheme } from '../../dom/theme';
import { Toolbar } from './toolbar';
import type { Hover, ViewState, View, ViewContext, ViewEntry } from '../shared/view';
import { VIEWS } from './views';
import { type Extension, PassageData } from '../data/passageData';

/** The limit of the cache in bytes. It is enough for ten layers of a long text: 16 heads and 512 × 512 tokens are 16 MiB. */
const MOST_BYTES = 160 * 2 ** 20;

export interface PageOptions {
  readonly extension: Extension;
  readonly words: AttentionWords;
  readonly language: string;
  /** The state that the page saved before a reload; undefined if there is none. */
  readonly saved: unknown;
  save(state: AttentionPageState): void;
}

export class Page {
  readonly element: HTMLElement;
  private readonly settings: Observable<Settings>;
  private readonly hover = new Observable<Hover | undefined>(undefined);
  private readonly fetched = new ByteCache(MOST_BYTES);
  private readonly context: ViewContext;
  private readonly shell: Shell;
  private readonly exporting: ExportMenu;
  private readonly toolbar: Toolbar;
  private readonly notes: Notes;
  private readonly selection: Selection;
  private readonly links: Links;
  /** Whether layer and heads still have to be chosen, because no settings were restored and no passage has arrived yet. */
  private isNew: boolean;
  private shown: PanelContent | undefined;
  private data: PassageData | undefined;
  private state: ViewState | undefined;
  private view: { readonly entry: ViewEntry; readonly view: View } | undefined;
  /** Aborts the current `refresh`. */
  private refreshing = new AbortController();

  constructor(private readonly options: PageOptions) {
    const { words, language, extension, saved } = options;
    const restored = settingsOf(saved);
    this.isNew = restored.isNew;
    this.settings = new Observable(restored.settings);
    this.shell = new Shell(words);
    this.context = {
      words,
      language,
      settings: this.settings,
      hover: this.hover,
      theme: observedTheme(document.body),
      notify: text => this.shell.notify(text),
      confirm: text => this.shell.confirm(text),
      announce: text => this.shell.announce(text),
      reveal: place => this.links.reveal(place),
      pin: (role, place) => this.selection.pin(role, place),
      failed: (error, retry) => failureOf(error, words, retry),
      copy: text => void extension.copy({ text }),
    };
    this.links = new Links(extension, this.context);
    this.exporting = new ExportMenu(extension, this.context, () => this.exportable());
    this.toolbar = new Toolbar(this.context, VIEWS);
    this.notes = new Notes(this.context);
    this.selection = new Selection(this.context, this.links);
    const parts = { toolbar: this.toolbar.element, notes: this.notes.element, selection: this.selection.element };
    this.shell.append({ ...parts, actions: this.exporting.element });
    this.element = this.shell.element;
    this.settings.onChange((now, before) => this.onSettingsChange(now, before));
    this.hover.onChange(() => this.highlight());
    this.context.theme.onChange(() => this.redraw());
    this.element.addEventListener('keydown', ({ key, defaultPrevented }) => {
      if (key === 'Escape' && !defaultPrevented) this.selection.clear();
    });
  }

  /** Shows each run that the extension sends, until the connection with the extension is lost. */
  async follow(): Promise<void> {
    void this.links.follow();
    try {
      for await (const shown of this.options.extension.shown()) this.showContent(shown);
    } catch {
      // The stream lasts as long as the panel, so its end, with or without an error, means that the extension is lost.
    }
    this.shell.showLoss();
  }

  private showContent(shown: PanelContent): void {
    const before = this.shown;
    this.shown = shown;
    this.shell.showRun(shown);
    this.save();
    if (before?.run === shown.run) {
      this.links.shown = shown;
      if (this.state !== undefined) this.state = { ...this.state, shown };
      this.selection.show(this.state);
      return;
    }
    this.data = undefined;
    this.fetched.clear();
    this.exporting.abort();
    this.removePreviousRun();
    this.links.reset(shown);
    this.hover.set(undefined);
    if (before !== undefined) {
      const { words } = this.options;
      this.shell.announce(fillTemplate(words.page.newRun, shown.title, shown.document));
      this.settings.set({ ...this.settings.value, passage: 0, pinned: undefined, step: 0 });
    }
    void this.refresh();
  }

  /** Removes everything that the page shows of the previous run. */
  private removePreviousRun(): void {
    this.view?.view.dispose();
    this.view = undefined;
    this.state = undefined;
    this.selection.show(undefined);
    this.shell.showWaiting();
  }

  private onSettingsChange(now: Settings, before: Settings): void {
    this.save();
    if (now.passage !== before.passage) this.hover.set(undefined);
    if (onlyPinsDiffer(now, before)) {
      if (this.state !== undefined) this.state = { ...this.state, settings: now };
      this.highlight();
    } else void this.refresh();
  }

  /** Fetches the data that the settings require and draws it. A later call aborts an earlier one. */
  private async refresh(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    const within = withinPassages(this.settings.value, shown.passages.length);
    if (within !== this.settings.value) {
      // This change of the settings calls the method again.
      this.settings.set(within);
      return;
    }
    this.refreshing.abort();
    const { signal } = (this.refreshing = new AbortController());
    try {
      const data = this.dataOf(shown);
      const content = await this.shell.whileBusy(this.options.words.page.loading, data.content(signal));
      if (signal.aborted || !this.fits(content)) return;
      const settings = this.settings.value;
      const entry = this.entryOf(settings);
      this.toolbar.show(shown, settings, content);
      this.notes.show(shown, settings, content, entry);
      const picture = entry.needs === 'picture' ? await this.pictureOf(data, content, settings, signal) : undefined;
      if (!signal.aborted) this.draw(entry, { shown, settings, content, data, picture });
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.shell.showFailure(failureOf(error, this.options.words, () => void this.refresh()));
    }
  }

  /** Returns whether the settings fit the passage. If they do not, changes them, which calls `refresh` again. */
  private fits(content: PassageContent): boolean {
    const fitting = fittedSettings(this.settings.value, content, this.isNew);
    this.isNew = false;
    const before = this.settings.value;
    if (fitting !== before) this.settings.set(fitting);
    return fitting === before;
  }

  private async pictureOf(
    data: PassageData,
    content: PassageContent,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<Picture> {
    const { layer } = settings;
    const record = await this.shell.whileBusy(this.options.words.page.loadingLayer, data.record(settings, signal));
    const last = this.state?.picture;
    const { heads, unit, special } = settings;
    if (last?.layerRecord === record && last.choice.heads === heads && last.choice.unit === unit) {
      if (last.choice.special === special) return last;
    }
    const texts = { source: content.source.text, target: content.target.text };
    return pictureOf({ record, layer }, texts, { heads, unit, special });
  }

  private draw(entry: ViewEntry, state: ViewState): void {
    this.state = state;
    if (this.view?.entry !== entry) {
      this.view?.view.dispose();
      this.view = { entry, view: entry.create(this.context) };
    }
    this.shell.showView(entry.name, this.view.view.element, entry.needs === 'picture');
    this.view.view.show(state);
    this.selection.show(state);
    this.links.state = state;
    this.highlight();
  }

  private redraw(): void {
    const { state, view } = this;
    if (state === undefined || view === undefined) return;
    this.toolbar.show(state.shown, state.settings, state.content);
    this.draw(view.entry, { ...state });
  }

  /** The tokens that are pointed at or, if there are none, the pinned tokens. */
  private get chosen(): TokenSelection | Hover | undefined {
    return this.hover.value ?? this.settings.value.pinned;
  }

  private highlight(): void {
    if (this.state === undefined) return;
    const { chosen } = this;
    this.view?.view.highlight?.(chosen);
    this.selection.highlight(chosen);
    this.links.highlight(chosen);
  }

  private exportable(): Exportable | undefined {
    const { state, chosen, view } = this;
    const { words, language } = this.options;
    const svg = view?.view.svg?.bind(view.view);
    const figure = view?.view.figure?.bind(view.view);
    return state && { state, chosen, svg, figure, words, language };
  }

  private dataOf(shown: PanelContent): PassageData {
    const { passage } = this.settings.value;
    if (this.data?.request.run !== shown.run || this.data.request.passage !== passage) {
      this.data = new PassageData(this.options.extension, this.fetched, { run: shown.run, passage });
    }
    return this.data;
  }

  private entryOf({ view }: Settings): ViewEntry {
    return VIEWS.find(({ name }) => name === view) ?? VIEWS[0];
  }

  private save(): void {
    if (this.shown !== undefined) this.options.save({ saved: this.shown.saved, settings: this.settings.value });
  }
}
