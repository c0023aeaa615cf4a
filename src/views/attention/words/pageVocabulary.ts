// Attention vocabulary: the words of the Attention page, by the part that says them; {0}, {1} stand for what is filled in.
import type { Role } from '../../../attention/picture/focus';
import type { HtmlWords } from '../../../attention/export/htmlPage';
import type { Special } from '../../../attention/picture/picture';
import type { AttentionKind } from '../../../attention/record/record';
import type { HeadOrder } from '../../../attention/analysis/sorting';
import type { HeadWords, StepsWords } from './stepVocabulary';

export interface AttentionWords {
  readonly page: PageWords;
  readonly controls: ControlWords;
  readonly sentences: SentenceWords;
  readonly text: TextWords;
  readonly lines: LinesWords;
  readonly table: TableWords;
  readonly matrix: MatrixWords;
  readonly heads: HeadsWords;
  readonly exports: ExportWords;
  readonly steps: StepsWords;
  readonly head: HeadWords;
}

export interface PageWords {
  readonly about: string;
  /** One line that is always to be seen, what it means, and who showed it. */
  readonly honest: string;
  readonly more: string;
  readonly honestMeaning: string;
  readonly literature: string;
  readonly views: string;
  readonly settings: string;
  readonly busy: string;
  readonly loading: string;
  readonly loadingLayer: string;
  readonly failed: string;
  readonly retry: string;
  readonly lost: string;
  readonly waiting: string;
  readonly waitingHint: string;
  readonly newRun: string;
  readonly unlinked: string;
  readonly noTokens: string;
  readonly selection: string;
  readonly nothingSelected: string;
  /** "Cross-attention, layer 2, mean of all heads": what is shown while nothing is selected. */
  readonly showing: string;
  readonly placeholders: string;
  /** "① stands for {1}", on the sign itself. */
  readonly placeholder: string;
  /** Of a passage that read what passages before it wrote. */
  readonly laterRound: string;
}

export interface ControlWords {
  readonly kind: string;
  readonly kindHint: string;
  readonly kinds: Readonly<Record<AttentionKind, Hinted>>;
  readonly layer: string;
  readonly layerHint: string;
  readonly layerNumber: string;
  readonly allLayers: string;
  readonly allLayersHint: string;
  readonly heads: string;
  readonly headsHint: string;
  readonly oneHeadHint: string;
  readonly meanOfHeads: string;
  readonly meanOfHeadsHint: string;
  readonly rollout: string;
  readonly rolloutHint: string;
  readonly everyHead: string;
  readonly everyHeadHint: string;
  readonly headNumber: string;
  readonly unit: string;
  readonly unitHint: string;
  readonly unitWords: string;
  readonly unitWordsHint: string;
  readonly unitTokens: string;
  readonly unitTokensHint: string;
  readonly special: string;
  readonly specialHint: string;
  readonly specials: Readonly<Record<Special, Hinted>>;
  readonly rowsNote: string;
  /** What is shown is a rollout, of the kind that is named, and what it is not. */
  readonly rolloutNote: string;
  readonly rolloutDecoderNote: string;
  readonly passage: string;
  readonly passageHint: string;
  readonly passageOf: string;
  readonly passageOfLater: string;
  readonly previousPassage: string;
  readonly nextPassage: string;
  readonly options: string;
  readonly exportMenu: string;
  readonly exportHint: string;
  readonly saved: string;
  readonly copied: string;
  readonly exportFailed: string;
  readonly clearPinned: string;
  readonly clearPinnedHint: string;
  readonly showInDocument: string;
  readonly showInDocumentHint: string;
}

/** A choice, and a sentence that explains it. */
export interface Hinted {
  readonly label: string;
  readonly hint: string;
}

export interface SentenceWords {
  /** "“it” attends to “animal”, 0.41" */
  readonly attendsTo: string;
  readonly isAttendedBy: string;
  /** Of several words, whose weights are summed. */
  readonly attendTo: string;
  readonly areAttendedBy: string;
  readonly attendsToNothing: string;
  readonly isAttendedByNothing: string;
  /** One more on such a list: "“street”, 0.20" */
  readonly also: string;
  readonly several: string;
  readonly quoted: string;
  /** "layer 5 head 2" */
  readonly layerHead: string;
  readonly layerHeads: string;
  /** Several heads, each for itself. */
  readonly layerEach: string;
  readonly layerMean: string;
  readonly layersHead: string;
  readonly layersHeads: string;
  readonly layersEach: string;
  readonly layersMean: string;
  /** "rollout through layer 2" */
  readonly rolloutTo: string;
  readonly rolloutOfAll: string;
  readonly aligned: string;
  readonly alignedNone: string;
  /** How an alignment was read: at the step where the word was the decoder's input, or its output. */
  readonly alignment: { readonly takenIn: string; readonly written: string };
  readonly pinned: string;
  readonly unpinned: string;
}

export interface TextWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly source: string;
  readonly target: string;
  readonly roles: Readonly<Record<Role, Hinted>>;
  readonly hint: string;
  readonly scale: string;
  /** The same where weights are bars below the words. */
  readonly barScale: string;
}

export interface LinesWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly hint: string;
  readonly label: string;
  readonly leftOut: string;
}

export interface TableWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly caption: string;
  readonly captionOfKey: string;
  readonly captionAll: string;
  readonly rank: string;
  readonly token: string;
  readonly weight: string;
  readonly meanWeight: string;
  readonly headWeight: string;
  readonly query: string;
  /** The columns of the strongest and of those after it. */
  readonly best: readonly [string, string, string];
  readonly rest: string;
}

export interface MatrixWords {
  readonly tab: string;
  readonly tabHint: string;
  /** Spoken: what kind of thing has the focus. */
  readonly role: string;
  readonly label: string;
  readonly hint: string;
  /** "Queries: target", "Keys: source" */
  readonly queries: string;
  readonly keys: string;
  readonly scale: string;
  readonly scaleHint: string;
  readonly scalePaper: string;
  readonly scaleGray: string;
  readonly contrast: string;
  readonly contrastHint: string;
  readonly contrastHighest: string;
  readonly contrastLifted: string;
  readonly contrastWhole: string;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly fitHint: string;
}

export interface HeadsWords {
  readonly tab: string;
  readonly tabHint: string;
  readonly label: string;
  readonly hint: string;
  readonly order: string;
  readonly orderHint: string;
  readonly orders: Readonly<Record<HeadOrder, string>>;
  readonly progress: string;
  readonly done: string;
  readonly corner: string;
  readonly tile: string;
  readonly shortTile: string;
  readonly tileValue: string;
}

export interface ExportWords {
  readonly svg: string;
  /** Where the view in sight has no drawing of its own. */
  readonly svgOfMatrix: string;
  readonly png: string;
  readonly pngOfMatrix: string;
  readonly csv: string;
  readonly json: string;
  readonly html: string;
  readonly markdown: string;
  readonly caption: string;
  /** The names of columns in tables. */
  readonly head: string;
  readonly token: string;
  readonly placeholders: string;
  readonly page: Omit<HtmlWords, 'head' | 'placeholders'>;
}
