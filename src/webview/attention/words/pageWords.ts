// Page words: all messages of the Attention page in the reader's language. The page replaces {0}, {1} and so on by values.
import type { Role } from '../../../attention/picture/focus';
import type { HtmlWords } from '../../../attention/export/htmlPage';
import type { HeadOrder } from '../../../attention/analysis/sorting';
import { controlWords, type HintedLabel } from './controlWords';
import type { Translate } from '../../dom/translate';
import { headWords, stepsWords } from './stepWords';

export type AttentionWords = ReturnType<typeof attentionWords>;

export type SentenceWords = AttentionWords['sentences'];

export function attentionWords(t: Translate) {
  return {
    page: pageWords(t),
    controls: controlWords(t),
    sentences: sentenceWords(t),
    text: textWords(t),
    lines: linesWords(t),
    table: tableWords(t),
    matrix: matrixWords(t),
    heads: headsWords(t),
    exports: exportWords(t),
    steps: stepsWords(t),
    head: headWords(t),
  };
}

function pageWords(t: Translate) {
  return {
    /** The name of the document; the name of the model, and its stated quality. */
    about: t('{0} · {1}, {2}'),
    /** A sentence that is always visible; then the text of its popover: what it means, and the papers that showed it. */
    disclaimer: t('Attention is not an explanation by itself.'),
    more: t('Why?'),
    disclaimerMeaning: t(
      'Attention shows where the model took information from. It is not an explanation by itself: other weights can give the same result.',
    ),
    literature: t('Jain & Wallace 2019; Wiegreffe & Pinter 2019'),
    views: t('Views'),
    settings: t('What is shown'),
    busy: t('Working'),
    loading: t('Reading the run again …'),
    loadingLayer: t('Fetching attention …'),
    failed: t('This could not be shown ({0}).'),
    retry: t('Try again'),
    lost: t('This view has lost its extension. Close it and open it again.'),
    waiting: t('Nothing to show yet'),
    waitingHint: t('The attention of a run appears here as soon as the run is explained.'),
    newRun: t('Now showing: {0}, {1}.'),
    unlinked: t('Not linked with the editor: {0}'),
    noTokens: t('There are only special tokens here. Show them to see their attention.'),
    selection: t('Selection'),
    nothingSelected: t('Point at a word, or move to one with the arrow keys. Click or press Enter to pin it.'),
    /** “Cross-attention, layer 2, mean of all heads”: shown while no word is selected. */
    showing: t('{0}, {1}'),
    placeholders: t('Placeholders, which the model read and wrote in place of these'),
    /** The tooltip of a placeholder. */
    placeholder: t('{0} stands for {1}'),
    /** The note below a passage whose source is the result of earlier passages. */
    laterRound: t(
      'The source of this passage is the headlines of other passages: its result is a headline of headlines.',
    ),
  };
}

function sentenceWords(t: Translate) {
  return {
    /** “it” attends to “animal”, 0.41. */
    attendsTo: t('{0} attends to {1}, {2}'),
    isAttendedBy: t('{0} is attended to by {1}, {2}'),
    /** For several words, whose weights are summed. */
    attendTo: t('{0} together attend to {1}, {2}'),
    areAttendedBy: t('{0} together are attended to by {1}, {2}'),
    attendsToNothing: t('{0} attends to nothing that is shown'),
    isAttendedByNothing: t('{0} is attended to by nothing that is shown'),
    /** A further entry of a list: “street”, 0.20. */
    also: t('{0}, {1}'),
    several: t('{0} and {1} more'),
    quoted: t('“{0}”'),
    layerHead: t('layer {0} head {1}'),
    layerHeads: t('layer {0}, mean of heads {1}'),
    /** For several heads, each with its own weight. */
    layerEach: t('layer {0}, heads {1}'),
    layerMean: t('layer {0}, mean of all heads'),
    layersHead: t('mean of all layers, head {0}'),
    layersHeads: t('mean of all layers and of heads {0}'),
    layersEach: t('mean of all layers, heads {0}'),
    layersMean: t('mean of all layers and heads'),
    rolloutTo: t('rollout through layer {0}'),
    rolloutOfAll: t('rollout through all layers'),
    aligned: t('{0} is aligned with {1}'),
    alignedNone: t('{0} is aligned with nothing'),
    /** How the alignment was read: from the step in which the word is the decoder's input, or its output. */
    alignment: {
      takenIn: t('highest cross-attention of {0}, read as the word is taken in'),
      written: t('highest cross-attention of {0}, read as the word is written'),
    },
    pinned: t('Pinned: {0}'),
    unpinned: t('No longer pinned: {0}'),
  };
}

function textWords(t: Translate) {
  return {
    tab: t('Text'),
    tabHint: t('Both texts; point at a word, and what it attends to is shaded.'),
    source: t('Source'),
    target: t('Target'),
    roles: {
      query: {
        label: t('queries'),
        hint: t('Each query attends to the keys: its weights sum to 1.'),
      },
      key: { label: t('keys'), hint: t('Keys are what the queries attend to.') },
    } satisfies Record<Role, HintedLabel>,
    hint: t('Arrow keys move, Enter pins, Escape unpins all.'),
    scale: t('Shading: 0 to {0}'),
    /** The scale if weights are shown as bars below the words (high contrast). */
    barScale: t('Height of the bars: 0 to {0}'),
  };
}

function linesWords(t: Translate) {
  return {
    tab: t('Lines'),
    tabHint: t('Two columns of words, and the weights as lines between them.'),
    hint: t('Up and Down move, Left and Right change the column, Enter pins.'),
    label: t('Attention as lines between two columns'),
    leftOut: t('{0} of {1} lines are drawn: those of the highest weight.'),
  };
}

function tableWords(t: Translate) {
  return {
    tab: t('Table'),
    tabHint: t('The weights as numbers, the strongest first.'),
    caption: t('What {0} attends to: {1}'),
    captionOfKey: t('What attends to {0}: {1}'),
    captionAll: t('What each query attends to most: {0}'),
    rank: t('No.'),
    token: t('Text'),
    weight: t('Weight'),
    meanWeight: t('Mean'),
    headWeight: t('Head {0}'),
    query: t('Query'),
    /** The columns of the three highest weights. */
    best: [t('Strongest'), t('2nd'), t('3rd')] as const,
    sum: t('Sum of all that is shown'),
  };
}

function matrixWords(t: Translate) {
  return {
    tab: t('Matrix'),
    tabHint: t('Every weight as a cell: a row for each query, a column for each key.'),
    /** The name of the widget's role for screen readers. */
    role: t('matrix'),
    label: t('{3}, {0} rows; {4}, {1} columns; {2}'),
    hint: t(
      'Each row shows what one query attends to. Drag to move. Ctrl and the wheel, or + and −, zoom; 0 shows all. The arrow keys, Home, End and Page keys go from cell to cell; Enter pins a row, Shift+Enter a column.',
    ),
    /** “Queries: target”, “Keys: source”. */
    queries: t('Queries: {0}'),
    keys: t('Keys: {0}'),
    scale: t('Colors'),
    scaleHint: t('The colors that weights get, from none to the highest.'),
    scalePaper: t('As the theme'),
    scaleGray: t('Gray'),
    contrast: t('Scale'),
    contrastHint: t('How weights become colors: up to the highest weight or up to 1, linear or by the square root.'),
    contrastHighest: t('0 to the highest'),
    contrastSquareRoot: t('Square root'),
    contrastWhole: t('0 to 1'),
    zoom: t('Zoom'),
    zoomIn: t('Zoom in'),
    zoomOut: t('Zoom out'),
    fit: t('Fit'),
    fitHint: t('Show the whole matrix.'),
  };
}

function headsWords(t: Translate) {
  return {
    tab: t('All heads'),
    tabHint: t('Every head of every layer as a small matrix.'),
    label: t('All heads of all layers'),
    hint: t(
      'Click a head, or press Enter, to open it as a matrix. Each picture has a scale of its own, by the square root.',
    ),
    order: t('Order'),
    orderHint: t('In which order the heads are shown: as in the model, or by a statistic of theirs.'),
    orders: {
      layer: t('As in the model'),
      entropy: t('Entropy, lowest first'),
      confidence: t('Confidence (mean of the maxima)'),
      distance: t('Attention distance, lowest first'),
      aligned: t('Weight on aligned words'),
      previous: t('Weight on the previous position'),
      same: t('Weight on the same position'),
      next: t('Weight on the next position'),
      first: t('Weight on the first token'),
      end: t('Weight on the end token'),
    } satisfies Record<HeadOrder, string>,
    progress: t('{0} of {1} layers'),
    done: t('All layers are there.'),
    corner: t('Layer / head'),
    tile: t('Layer {0}, head {1}'),
    shortTile: t('{0} · {1}'),
    /** The layer and head; the statistic that the heads are ordered by, and its value. */
    tileValue: t('{0}. {1}: {2}'),
  };
}

function exportWords(t: Translate) {
  return {
    svg: t('Drawing (SVG)'),
    /** If the visible tab has no drawing of its own. */
    svgOfMatrix: t('Drawing of the matrix (SVG)'),
    png: t('Image (PNG)'),
    pngOfMatrix: t('Image of the matrix (PNG)'),
    csv: t('Table (CSV)'),
    json: t('Record (JSON)'),
    html: t('Web page (HTML)'),
    markdown: t('Copy as Markdown table'),
    /** The kind of attention; its layer and heads. */
    caption: t('{0}, {1}'),
    /** The names of columns in tables. */
    head: t('Head'),
    token: t('Token'),
    placeholders: t('Placeholders'),
    page: {
      hint: t('Point at a word or a cell, or move with the arrow keys; click a word to keep it.'),
      attendsTo: t('“{0}” attends to “{1}”, {2}'),
      isAttendedBy: t('“{0}” is attended to by “{1}”, {2}'),
    } satisfies Omit<HtmlWords, 'head' | 'placeholders'>,
  };
}
