// Links: what is pointed at, told to the editor; and where the editor's caret is, pointed at here.
import { type TokenSelection, focusOf, otherRole, type Role } from '../../../attention/picture/focus';
import { type Picture, sidesOf } from '../../../attention/picture/picture';
import { type AttentionToken, tokenAt } from '../../../attention/record/record';
import { asAttentive } from '../../../base/errors';
import type { Caret, Place, Hover as Marks, Shown } from '../../../views/attention/protocol';
import type { Pointed, Scene, ViewContext } from '../shared/view';
import type { Extension } from '../data/passageData';

/** So often at most the editor is told. */
const PACE_MS = 40;
/** What is looked at with less is not marked in the document. */
const LEAST_WEIGHT = 0.02;

export class Links {
  shown: Shown | undefined;
  private current: Scene | undefined;
  private caret: Caret | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Nothing is marked in the editor. */
  private isClear = true;

  constructor(
    private readonly extension: Extension,
    private readonly context: ViewContext,
  ) {}

  set scene(scene: Scene) {
    this.current = scene;
    const { caret } = this;
    this.caret = undefined;
    if (caret !== undefined) this.select(caret);
  }

  /** Another run is shown; nothing of it is drawn yet. */
  begin(shown: Shown): void {
    this.shown = shown;
    this.current = undefined;
    this.caret = undefined;
  }

  get isLinked(): boolean {
    return this.shown?.links.kind === 'linked';
  }

  /** Points at the word at the caret, whenever it moves. */
  async follow(): Promise<void> {
    try {
      for await (const caret of this.extension.carets()) this.select(caret);
    } catch {
      // The page says that the extension is gone when what it shows ends.
    }
  }

  /** Tells the editor what is pointed at or pinned. The last of many counts. */
  mark(chosen: TokenSelection | undefined): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.point(chosen), PACE_MS);
  }

  reveal(place: Place): void {
    const request = this.current?.data.request;
    if (request === undefined || !this.isLinked) return;
    this.extension.reveal({ ...request, place }).catch((error: unknown) => {
      const { words } = asAttentive(error).data;
      if (typeof words === 'string') this.context.notify(words);
    });
  }

  private point(chosen: TokenSelection | undefined): void {
    const scene = this.current;
    if (scene === undefined || !this.isLinked) return;
    const marks = scene.picture === undefined ? tokensOf(scene, chosen) : marksOf(scene.picture, chosen);
    if (marks === undefined && this.isClear) return;
    this.isClear = marks === undefined;
    const { query, key } = marks ?? { query: [], key: [] };
    quietly(this.extension.point({ ...scene.data.request, query, key }));
  }

  private select(caret: Caret): void {
    const scene = this.current;
    if (this.shown === undefined || caret.run !== this.shown.run) return;
    const { passages } = this.shown;
    // A view that opens at a headline of headlines opens at the first of the passages that it was made of.
    if (scene === undefined && (passages.at(caret.passage)?.round ?? 0) > 0) {
      const first = passages.findIndex(({ text }) => text === passages[caret.passage].text);
      this.context.settings.set({ ...this.context.settings.value, passage: first });
      return;
    }
    const { settings, pointed } = this.context;
    if (scene === undefined || caret.passage !== scene.data.request.passage) {
      // It is selected when its passage is there.
      this.caret = caret;
      if (settings.value.passage !== caret.passage) settings.set({ ...settings.value, passage: caret.passage });
      return;
    }
    const role = roleOf(caret.side, settings.value.kind);
    const tokens = tokensAt(scene.content[caret.side].tokens, caret);
    if (role === undefined || tokens.length === 0) return;
    pointed.set({ role, tokens, by: 'editor' });
  }
}

/** The side of the attention that a text is on; where it is both, it looks. */
function roleOf(side: Place['side'], kind: Picture['kind']): Role | undefined {
  const [rows, columns] = sidesOf(kind);
  if (side === rows) return 'query';
  return side === columns ? 'key' : undefined;
}

/** The tokens that a selection touches, or the one at a caret. */
function tokensAt(tokens: readonly AttentionToken[], { start, end }: Place): number[] {
  if (start === end) {
    const at = tokenAt(tokens, start);
    return at < 0 ? [] : [at];
  }
  return [...tokens.keys()].filter(at => !tokens[at].special && tokens[at].start < end && start < tokens[at].end);
}

type Marked = Pick<Marks, 'query' | 'key'> | undefined;

/** What views without a picture point at: nothing is looked at. */
function tokensOf({ content, settings }: Scene, chosen: TokenSelection | undefined): Marked {
  if (chosen === undefined) return undefined;
  const [rows, columns] = sidesOf(settings.kind);
  const side = chosen.role === 'query' ? rows : columns;
  const query = chosen.tokens.flatMap(at => {
    const token = content[side].tokens.at(at);
    return token === undefined ? [] : placeOf(side, token);
  });
  return { query, key: [] };
}

/** With a cell of a matrix, that alone is what is looked at. */
function marksOf(picture: Picture, chosen: TokenSelection | Pointed | undefined): Marked {
  const focus = focusOf(picture, chosen);
  if (focus === undefined) return undefined;
  const own = picture[focus.role];
  const other = picture[otherRole(focus.role)];
  const query = focus.places.flatMap(at => placeOf(own.side, own.tokens[at]));
  const cell = chosen !== undefined && 'cell' in chosen ? other.shownAt[chosen.cell ?? -1] : undefined;
  const key = other.tokens.flatMap((token, at) => {
    const weight = cell === undefined || cell === at ? Math.min(1, focus.mean[at]) : 0;
    return weight < LEAST_WEIGHT ? [] : placeOf(other.side, token).map(place => ({ ...place, weight }));
  });
  return { query, key };
}

function placeOf(side: Place['side'], { start, end }: AttentionToken): Place[] {
  return start < end ? [{ side, start, end }] : [];
}

/** What cannot be marked in the editor is no failure of the page: the extension says itself when links are gone. */
function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
