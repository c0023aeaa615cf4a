// Attention vocabulary: the words of the Attention page, by the part that says them; {0}, {1} stand for what is filled in.
import type { HtmlWords } from '../attention/htmlPage';
import type { HeadOrder } from '../attention/sorting';
import type { HeadWords, StepsWords } from './attentionStepVocabulary';

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
  readonly honest: string;
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
}

export interface ControlWords {
  readonly kind: string;
  readonly cross: string;
  readonly encoder: string;
  readonly decoder: string;
  readonly layer: string;
  readonly layerNumber: string;
  readonly allLayers: string;
  readonly heads: string;
  readonly meanOfHeads: string;
  readonly everyHead: string;
  readonly headNumber: string;
  readonly unit: string;
  readonly unitWords: string;
  readonly unitTokens: string;
  readonly special: string;
  readonly specialShown: string;
  readonly specialHidden: string;
  readonly specialRenormalised: string;
  readonly rowsNote: string;
  readonly specialHiddenNote: string;
  readonly specialRenormalisedNote: string;
  readonly window: string;
  readonly windowOf: string;
  readonly exportMenu: string;
  readonly saved: string;
  readonly copied: string;
  readonly exportFailed: string;
  readonly clearPinned: string;
  readonly showInDocument: string;
}

export interface SentenceWords {
  /** "“it” attends to “animal”, 0.41" */
  readonly attendsTo: string;
  readonly isSeenBy: string;
  /** Of several words, whose weights are summed. */
  readonly attendTo: string;
  readonly areSeenBy: string;
  readonly attendsToNothing: string;
  readonly isSeenByNothing: string;
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
  readonly aligned: string;
  readonly alignedNone: string;
  /** How an alignment was read: at the step where the word was the decoder's input, or its output. */
  readonly alignment: { readonly takenIn: string; readonly written: string };
  readonly pinned: string;
  readonly unpinned: string;
}

export interface TextWords {
  readonly tab: string;
  readonly source: string;
  readonly target: string;
  readonly looking: string;
  readonly seen: string;
  readonly hint: string;
  readonly scale: string;
}

export interface LinesWords {
  readonly tab: string;
  readonly hint: string;
  readonly label: string;
  readonly leftOut: string;
}

export interface TableWords {
  readonly tab: string;
  readonly caption: string;
  readonly captionSeen: string;
  readonly captionAll: string;
  readonly rank: string;
  readonly token: string;
  readonly weight: string;
  readonly meanWeight: string;
  readonly headWeight: string;
  readonly looking: string;
  /** The column of the strongest, the second strongest … */
  readonly best: string;
  readonly rest: string;
}

export interface MatrixWords {
  readonly tab: string;
  /** Spoken: what kind of thing has the focus. */
  readonly role: string;
  readonly label: string;
  readonly hint: string;
  readonly scale: string;
  readonly scalePaper: string;
  readonly scaleGrey: string;
  readonly contrast: string;
  readonly contrastHighest: string;
  readonly contrastLifted: string;
  readonly contrastWhole: string;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
}

export interface HeadsWords {
  readonly tab: string;
  readonly label: string;
  readonly hint: string;
  readonly order: string;
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
  readonly page: Omit<HtmlWords, 'head'>;
}
