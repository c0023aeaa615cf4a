// Links: sends the selection in the page to the extension, which highlights it in the editors, and selects in the page
// the word at the editor's caret.
import { type TokenSelection, focusOf, otherRole, type Role } from '../../../attention/picture/focus';
import { type Picture, sidesOf } from '../../../attention/picture/picture';
import { type AttentionToken, tokenAt } from '../../../attention/record/record';
import { asAttentive } from '../../../base/errors';
import type { Caret, PassageRange, HighlightRequest, PanelContent } from '../../../views/attention/protocol';
import type { Hover, ViewState, ViewContext } from '../shared/view';
import type { Extension } from '../data/passageData';

/** The delay before highlights are sent. Of several changes within it only the last is sent. */
const PACE_MS = 40;
/** Keys below this weight are not highlighted in the document. */
const LEAST_WEIGHT = 0.02;

export class Links {
  /** The run that the panel shows. */
  shown: PanelContent | undefined;
  private current: ViewState | undefined;
  /** A caret in a passage that is not shown yet. */
  private caret: Caret | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the editors show no highlights. */
  private isClear = true;

  constructor(
    private readonly extension: Extension,
    private readonly context: ViewContext,
  ) {}

  /** Called when a passage is drawn. A caret that waited for this passage is selected. */
  set state(state: ViewState) {
    this.current = state;
    const { caret } = this;
    this.caret = undefined;
    if (caret !== undefined) this.select(caret);
  }

  /** Called when another run is shown, before any of its passages is drawn. */
  reset(shown: PanelContent): void {
    this.shown = shown;
    this.current = undefined;
    this.caret = undefined;
  }

  get isLinked(): boolean {
    return this.shown?.links.kind === 'linked';
  }

  /** Selects the word at the caret whenever the caret moves. */
  async follow(): Promise<void> {
    try {
      for await (const caret of this.extension.carets()) this.select(caret);
    } catch {
      // The page reports that the extension is lost when the stream of the panel's content ends.
    }
  }

  /** Highlights the selection in the editors, after a delay; a later call replaces an earlier one. */
  highlight(chosen: TokenSelection | undefined): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendHighlights(chosen), PACE_MS);
  }

  reveal(place: PassageRange): void {
    const request = this.current?.data.request;
    if (request === undefined || !this.isLinked) return;
    this.extension.reveal({ ...request, place }).catch((error: unknown) => {
      const { words } = asAttentive(error).data;
      if (typeof words === 'string') this.context.notify(words);
    });
  }

  private sendHighlights(chosen: TokenSelection | undefined): void {
    const state = this.current;
    if (state === undefined || !this.isLinked) return;
    const ranges = state.picture === undefined ? tokenRanges(state, chosen) : pictureRanges(state.picture, chosen);
    if (ranges === undefined && this.isClear) return;
    this.isClear = ranges === undefined;
    const { query, key } = ranges ?? { query: [], key: [] };
    quietly(this.extension.highlight({ ...state.data.request, query, key }));
  }

  private select(caret: Caret): void {
    const state = this.current;
    if (this.shown === undefined || caret.run !== this.shown.run) return;
    const { passages } = this.shown;
    // A passage of a later round makes a headline from the headlines of parts of a long text. If the view is opened with the
    // caret in such a headline, the first passage of that text is shown.
    if (state === undefined && (passages.at(caret.passage)?.round ?? 0) > 0) {
      const first = passages.findIndex(({ text }) => text === passages[caret.passage].text);
      this.context.settings.set({ ...this.context.settings.value, passage: first });
      return;
    }
    const { settings, hover } = this.context;
    if (state === undefined || caret.passage !== state.data.request.passage) {
      // The word at the caret is selected as soon as its passage is shown.
      this.caret = caret;
      if (settings.value.passage !== caret.passage) settings.set({ ...settings.value, passage: caret.passage });
      return;
    }
    const role = roleOf(caret.side, settings.value.kind);
    const tokens = tokensAt(state.content[caret.side].tokens, caret);
    if (role === undefined || tokens.length === 0) return;
    hover.set({ role, tokens, by: 'editor' });
  }
}

/** The axis that a text is on. In self-attention it is on both: then it is the axis of the queries. */
function roleOf(side: PassageRange['side'], kind: Picture['kind']): Role | undefined {
  const [rows, columns] = sidesOf(kind);
  if (side === rows) return 'query';
  return side === columns ? 'key' : undefined;
}

/** The tokens that a selection overlaps, or the token at a caret. */
function tokensAt(tokens: readonly AttentionToken[], { start, end }: PassageRange): number[] {
  if (start === end) {
    const at = tokenAt(tokens, start);
    return at < 0 ? [] : [at];
  }
  return [...tokens.keys()].filter(at => !tokens[at].special && tokens[at].start < end && start < tokens[at].end);
}

type HighlightedRanges = Pick<HighlightRequest, 'query' | 'key'> | undefined;

/** The ranges for a view without a picture: the selected tokens, without the tokens that they attend to. */
function tokenRanges({ content, settings }: ViewState, chosen: TokenSelection | undefined): HighlightedRanges {
  if (chosen === undefined) return undefined;
  const [rows, columns] = sidesOf(settings.kind);
  const side = chosen.role === 'query' ? rows : columns;
  const query = chosen.tokens.flatMap(at => {
    const token = content[side].tokens.at(at);
    return token === undefined ? [] : placeOf(side, token);
  });
  return { query, key: [] };
}

/** The ranges for a view with a picture. If a cell of the matrix is pointed at, only the key of this cell is highlighted. */
function pictureRanges(picture: Picture, chosen: TokenSelection | Hover | undefined): HighlightedRanges {
  const focus = focusOf(picture, chosen);
  if (focus === undefined) return undefined;
  const selected = picture[focus.role];
  const other = picture[otherRole(focus.role)];
  const query = focus.places.flatMap(at => placeOf(selected.side, selected.tokens[at]));
  const cell = chosen !== undefined && 'cell' in chosen ? other.shownAt[chosen.cell ?? -1] : undefined;
  const key = other.tokens.flatMap((token, at) => {
    const weight = cell === undefined || cell === at ? Math.min(1, focus.mean[at]) : 0;
    return weight < LEAST_WEIGHT ? [] : placeOf(other.side, token).map(place => ({ ...place, weight }));
  });
  return { query, key };
}

function placeOf(side: PassageRange['side'], { start, end }: AttentionToken): PassageRange[] {
  return start < end ? [{ side, start, end }] : [];
}

/** Ignores failures, because the extension reports lost links itself. */
function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
