// Page: the whole of the Attention view. It follows what the extension shows and what the reader chooses, and draws it.
import type { TokenSelection } from '../../../attention/picture/focus';
import { type Picture, pictureOf } from '../../../attention/picture/picture';
import type { AttentionPageState, Shown, PassageContent } from '../../../views/attention/protocol';
import type { AttentionWords } from '../../../views/attention/words/pageWords';
import { fillTemplate } from '../../dom/template';
import { ExportMenu } from '../export/menu';
import type { Exportable } from '../export/exporter';
import { ByteCache } from '../data/byteCache';
import { failureOf, isCancelled } from '../shared/failure';
import { Links } from './links';
import { Notes } from './notes';
import { Selection } from './selection';
import { fitted, onlyPinsDiffer, type Settings, settingsOf, withinPassages } from '../data/settings';
import { Shell } from './shell';
import { Observable } from '../../dom/observable';
import { followedTheme } from '../../dom/theme';
import { Toolbar } from './toolbar';
import type { Pointed, Scene, View, ViewContext, ViewEntry } from '../shared/view';
import { VIEWS } from './views';
import { type Extension, PassageData } from '../data/passageData';

/** Some layers of a long text at once: one of 16 heads and 512 × 512 tokens has 16 MiB. */
const MOST_BYTES = 160 * 2 ** 20;

export interface PageOptions {
  readonly extension: Extension;
  readonly words: AttentionWords;
  readonly language: string;
  /** What `save` was given by the page before, if there was one. */
  readonly saved: unknown;
  save(state: AttentionPageState): void;
}

export class Page {
  readonly element: HTMLElement;
  private readonly settings: Observable<Settings>;
  private readonly pointed = new Observable<Pointed | undefined>(undefined);
  private readonly fetched = new ByteCache(MOST_BYTES);
  private readonly context: ViewContext;
  private readonly shell: Shell;
  private readonly exporting: ExportMenu;
  private readonly toolbar: Toolbar;
  private readonly notes: Notes;
  private readonly selection: Selection;
  private readonly links: Links;
  /** Nothing was restored and no passage has come yet: the layer is still to be chosen. */
  private isNew: boolean;
  private shown: Shown | undefined;
  private data: PassageData | undefined;
  private scene: Scene | undefined;
  private view: { readonly entry: ViewEntry; readonly view: View } | undefined;
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
      pointed: this.pointed,
      theme: followedTheme(document.body),
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
    this.shell.fill({ ...parts, actions: this.exporting.element });
    this.element = this.shell.element;
    this.settings.onChange((now, before) => this.changed(now, before));
    this.pointed.onChange(() => this.mark());
    this.context.theme.onChange(() => this.redraw());
    this.element.addEventListener('keydown', ({ key, defaultPrevented }) => {
      if (key === 'Escape' && !defaultPrevented) this.selection.clear();
    });
  }

  /** Shows run after run, until the extension is gone. */
  async follow(): Promise<void> {
    void this.links.follow();
    try {
      for await (const shown of this.options.extension.shown()) this.take(shown);
    } catch {
      // The only end there is: the stream lasts as long as the panel.
    }
    this.shell.lost();
  }

  private take(shown: Shown): void {
    const before = this.shown;
    this.shown = shown;
    this.shell.about(shown);
    this.save();
    if (before?.run === shown.run) {
      this.links.shown = shown;
      if (this.scene !== undefined) this.scene = { ...this.scene, shown };
      this.selection.show(this.scene);
      return;
    }
    this.data = undefined;
    this.fetched.clear();
    this.exporting.abort();
    this.clearStage();
    this.links.begin(shown);
    this.pointed.set(undefined);
    if (before !== undefined) {
      const { words } = this.options;
      this.shell.announce(fillTemplate(words.page.newRun, shown.title, shown.document));
      this.settings.set({ ...this.settings.value, passage: 0, pinned: undefined, step: 0 });
    }
    void this.refresh();
  }

  /** Nothing of the run before is left to be seen. */
  private clearStage(): void {
    this.view?.view.dispose();
    this.view = undefined;
    this.scene = undefined;
    this.selection.show(undefined);
    this.shell.wait();
  }

  private changed(now: Settings, before: Settings): void {
    this.save();
    if (now.passage !== before.passage) this.pointed.set(undefined);
    if (onlyPinsDiffer(now, before)) {
      if (this.scene !== undefined) this.scene = { ...this.scene, settings: now };
      this.mark();
    } else void this.refresh();
  }

  /** Fetches what the settings ask for and draws it. A later call takes the place of one that is still waiting. */
  private async refresh(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    const within = withinPassages(this.settings.value, shown.passages.length);
    if (within !== this.settings.value) {
      // That comes back here.
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
      this.shell.failed(failureOf(error, this.options.words, () => void this.refresh()));
    }
  }

  /** Whether the settings fit the passage; if not they are made to, and that draws anew. */
  private fits(content: PassageContent): boolean {
    const wanted = fitted(this.settings.value, content, this.isNew);
    this.isNew = false;
    const before = this.settings.value;
    if (wanted !== before) this.settings.set(wanted);
    return wanted === before;
  }

  private async pictureOf(
    data: PassageData,
    content: PassageContent,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<Picture> {
    const { layer } = settings;
    const record = await this.shell.whileBusy(this.options.words.page.loadingLayer, data.record(settings, signal));
    const last = this.scene?.picture;
    const { heads, unit, special } = settings;
    if (last?.of === record && last.choice.heads === heads && last.choice.unit === unit) {
      if (last.choice.special === special) return last;
    }
    const texts = { source: content.source.text, target: content.target.text };
    return pictureOf({ record, layer }, texts, { heads, unit, special });
  }

  private draw(entry: ViewEntry, scene: Scene): void {
    this.scene = scene;
    if (this.view?.entry !== entry) {
      this.view?.view.dispose();
      this.view = { entry, view: entry.create(this.context) };
    }
    this.shell.stage(entry.name, this.view.view.element, entry.needs === 'picture');
    this.view.view.show(scene);
    this.selection.show(scene);
    this.links.scene = scene;
    this.mark();
  }

  private redraw(): void {
    const { scene, view } = this;
    if (scene === undefined || view === undefined) return;
    this.toolbar.show(scene.shown, scene.settings, scene.content);
    this.draw(view.entry, { ...scene });
  }

  /** What is pointed at comes before what is pinned. */
  private get chosen(): TokenSelection | Pointed | undefined {
    return this.pointed.value ?? this.settings.value.pinned;
  }

  private mark(): void {
    if (this.scene === undefined) return;
    const { chosen } = this;
    this.view?.view.mark?.(chosen);
    this.selection.mark(chosen);
    this.links.mark(chosen);
  }

  private exportable(): Exportable | undefined {
    const { scene, chosen, view } = this;
    const { words, language } = this.options;
    const svg = view?.view.svg?.bind(view.view);
    const figure = view?.view.figure?.bind(view.view);
    return scene && { scene, chosen, svg, figure, words, language };
  }

  private dataOf(shown: Shown): PassageData {
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
    if (this.shown !== undefined) this.options.save({ kept: this.shown.kept, settings: this.settings.value });
  }
}
