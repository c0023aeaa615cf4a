// Links: sends the selection on the page to the editors as highlights, and selects the word at the editor's caret.
import { type TokenSelection, focusOf, otherRole, type Role } from '../../../attention/picture/focus';
import { type Picture, sidesOf } from '../../../attention/picture/picture';
import { type AttentionToken, tokenAt } from '../../../attention/record/record';
import { asAttentive } from '../../../base/errors';
import type { Caret, PassageRange, HighlightRequest, PanelContent } from '../../../views/attention/protocol';
import type { Hover, ViewState, ViewContext } from '../shared/view';
import type { Extension } from '../data/passageData';

/** The delay before highlights are sent, so that fast changes are sent once. */
const PACE_MS = 40;
/** Keys below this weight are not highlighted in the document. */
const LEAST_WEIGHT = 0.02;

export class Links {
  shown: PanelContent | undefined;
  private current: ViewState | undefined;
  private caret: Caret | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** No highlights are shown in the editors. */
  private isClear = true;

  constructor(
    private readonly extension: Extension,
    private readonly context: ViewContext,
  ) {}

  set state(state: ViewState) {
    this.current = state;
    const { caret } = this;
    this.caret = undefined;
    if (caret !== undefined) this.select(caret);
  }

  /** Called when another run is shown, before any of its passages is drawn. */
  begin(shown: PanelContent): void {
    this.shown = shown;
    this.current = undefined;
    this.caret = undefined;
  }

  get isLinked(): boolean {
    return this.shown?.links.kind === 'linked';
  }

  /** Selects the word at the caret, whenever the caret moves. */
  async follow(): Promise<void> {
    try {
      for await (const caret of this.extension.carets()) this.select(caret);
    } catch {
      // The page reports the loss of the extension when the stream of its content ends.
    }
  }

  /** Highlights the selection in the editors, after a delay; a later call replaces an earlier one. */
  highlight(chosen: TokenSelection | undefined): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.point(chosen), PACE_MS);
  }

  reveal(place: PassageRange): void {
    const request = this.current?.data.request;
    if (request === undefined || !this.isLinked) return;
    this.extension.reveal({ ...request, place }).catch((error: unknown) => {
      const { words } = asAttentive(error).data;
      if (typeof words === 'string') this.context.notify(words);
    });
  }

  private point(chosen: TokenSelection | undefined): void {
    const state = this.current;
    if (state === undefined || !this.isLinked) return;
    const marks = state.picture === undefined ? tokenRanges(state, chosen) : pictureRanges(state.picture, chosen);
    if (marks === undefined && this.isClear) return;
    this.isClear = marks === undefined;
    const { query, key } = marks ?? { query: [], key: [] };
    quietly(this.extension.highlight({ ...state.data.request, query, key }));
  }

  private select(caret: Caret): void {
    const state = this.current;
    if (this.shown === undefined || caret.run !== this.shown.run) return;
    const { passages } = this.shown;
    // A later round makes a headline from the headlines of the parts of a long text. If the caret is in such a
    // headline, the view opens at the first passage of that text.
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

/** The axis that a text is on; in self-attention, where it is on both, the queries. */
function roleOf(side: PassageRange['side'], kind: Picture['kind']): Role | undefined {
  const [rows, columns] = sidesOf(kind);
  if (side === rows) return 'query';
  return side === columns ? 'key' : undefined;
}

/** The tokens that a selection overlaps, or the one at a caret. */
function tokensAt(tokens: readonly AttentionToken[], { start, end }: PassageRange): number[] {
  if (start === end) {
    const at = tokenAt(tokens, start);
    return at < 0 ? [] : [at];
  }
  return [...tokens.keys()].filter(at => !tokens[at].special && tokens[at].start < end && start < tokens[at].end);
}

type HighlightedRanges = Pick<HighlightRequest, 'query' | 'key'> | undefined;

/** The ranges for a view without a picture: queries alone. */
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

/** The ranges for a picture; with a cell of a matrix, its key alone. */
function pictureRanges(picture: Picture, chosen: TokenSelection | Hover | undefined): HighlightedRanges {
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

function placeOf(side: PassageRange['side'], { start, end }: AttentionToken): PassageRange[] {
  return start < end ? [{ side, start, end }] : [];
}

/** Ignores failures: the extension itself reports links that are lost. */
function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
