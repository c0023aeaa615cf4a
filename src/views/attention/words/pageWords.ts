// Page words: all messages of the Attention page. They are translated here, because a page has no access to the editor's
// translations. The page replaces {0}, {1} and so on by values. It imports the types of this file, but not its code.
import * as vscode from 'vscode';
import type { Role } from '../../../attention/picture/focus';
import type { HtmlWords } from '../../../attention/export/htmlPage';
import type { HeadOrder } from '../../../attention/analysis/sorting';
import { controlWords, type HintedLabel } from './controlWords';
import { headWords, stepsWords } from './stepWords';

export type AttentionWords = ReturnType<typeof attentionWords>;

export type SentenceWords = AttentionWords['sentences'];

export function attentionWords() {
  return {
    page: pageWords(),
    controls: controlWords(),
    sentences: sentenceWords(),
    text: textWords(),
    lines: linesWords(),
    table: tableWords(),
    matrix: matrixWords(),
    heads: headsWords(),
    exports: exportWords(),
    steps: stepsWords(),
    head: headWords(),
  };
}

function pageWords() {
  return {
    about: vscode.l10n.t('{0} · {1}, {2}'),
    /** A sentence that is always visible; then the text of its popover: what it means, and the papers that showed it. */
    disclaimer: vscode.l10n.t('Attention is not an explanation by itself.'),
    more: vscode.l10n.t('Why?'),
    disclaimerMeaning: vscode.l10n.t(
      'Attention shows where the model took information from. It is not an explanation by itself: other weights can give the same result.',
    ),
    literature: vscode.l10n.t('Jain & Wallace 2019; Wiegreffe & Pinter 2019'),
    views: vscode.l10n.t('Views'),
    settings: vscode.l10n.t('What is shown'),
    busy: vscode.l10n.t('Working'),
    loading: vscode.l10n.t('Reading the run again …'),
    loadingLayer: vscode.l10n.t('Fetching attention …'),
    failed: vscode.l10n.t('This could not be shown ({0}).'),
    retry: vscode.l10n.t('Try again'),
    lost: vscode.l10n.t('This view has lost its extension. Close it and open it again.'),
    waiting: vscode.l10n.t('Nothing to show yet'),
    waitingHint: vscode.l10n.t('The attention of a run appears here as soon as the run is explained.'),
    newRun: vscode.l10n.t('Now showing: {0}, {1}.'),
    unlinked: vscode.l10n.t('Not linked with the editor: {0}'),
    noTokens: vscode.l10n.t('There are only special tokens here. Show them to see their attention.'),
    selection: vscode.l10n.t('Selection'),
    nothingSelected: vscode.l10n.t(
      'Point at a word, or move to one with the arrow keys. Click or press Enter to pin it.',
    ),
    /** “Cross-attention, layer 2, mean of all heads”: shown while no word is selected. */
    showing: vscode.l10n.t('{0}, {1}'),
    placeholders: vscode.l10n.t('Placeholders, which the model read and wrote in place of these'),
    /** The tooltip of a placeholder. */
    placeholder: vscode.l10n.t('{0} stands for {1}'),
    /** The note below a passage whose source is the result of earlier passages. */
    laterRound: vscode.l10n.t(
      'The source of this passage is the headlines of other passages: its result is a headline of headlines.',
    ),
  };
}

function sentenceWords() {
  return {
    /** “it” attends to “animal”, 0.41. */
    attendsTo: vscode.l10n.t('{0} attends to {1}, {2}'),
    isAttendedBy: vscode.l10n.t('{0} is attended to by {1}, {2}'),
    /** For several words, whose weights are summed. */
    attendTo: vscode.l10n.t('{0} together attend to {1}, {2}'),
    areAttendedBy: vscode.l10n.t('{0} together are attended to by {1}, {2}'),
    attendsToNothing: vscode.l10n.t('{0} attends to nothing that is shown'),
    isAttendedByNothing: vscode.l10n.t('{0} is attended to by nothing that is shown'),
    /** A further entry of a list: “street”, 0.20. */
    also: vscode.l10n.t('{0}, {1}'),
    several: vscode.l10n.t('{0} and {1} more'),
    quoted: vscode.l10n.t('“{0}”'),
    layerHead: vscode.l10n.t('layer {0} head {1}'),
    layerHeads: vscode.l10n.t('layer {0}, mean of heads {1}'),
    /** For several heads, each with its own weight. */
    layerEach: vscode.l10n.t('layer {0}, heads {1}'),
    layerMean: vscode.l10n.t('layer {0}, mean of all heads'),
    layersHead: vscode.l10n.t('mean of all layers, head {0}'),
    layersHeads: vscode.l10n.t('mean of all layers and of heads {0}'),
    layersEach: vscode.l10n.t('mean of all layers, heads {0}'),
    layersMean: vscode.l10n.t('mean of all layers and heads'),
    rolloutTo: vscode.l10n.t('rollout through layer {0}'),
    rolloutOfAll: vscode.l10n.t('rollout through all layers'),
    aligned: vscode.l10n.t('{0} is aligned with {1}'),
    alignedNone: vscode.l10n.t('{0} is aligned with nothing'),
    /** How the alignment was read: from the step in which the word is the decoder's input, or its output. */
    alignment: {
      takenIn: vscode.l10n.t('highest cross-attention of {0}, read as the word is taken in'),
      written: vscode.l10n.t('highest cross-attention of {0}, read as the word is written'),
    },
    pinned: vscode.l10n.t('Pinned: {0}'),
    unpinned: vscode.l10n.t('No longer pinned: {0}'),
  };
}

function textWords() {
  return {
    tab: vscode.l10n.t('Text'),
    tabHint: vscode.l10n.t('Both texts; point at a word, and what it attends to is shaded.'),
    source: vscode.l10n.t('Source'),
    target: vscode.l10n.t('Target'),
    roles: {
      query: {
        label: vscode.l10n.t('queries'),
        hint: vscode.l10n.t('Each query attends to the keys: its weights sum to 1.'),
      },
      key: { label: vscode.l10n.t('keys'), hint: vscode.l10n.t('Keys are what the queries attend to.') },
    } satisfies Record<Role, HintedLabel>,
    hint: vscode.l10n.t('Arrow keys move, Enter pins, Escape unpins all.'),
    scale: vscode.l10n.t('Shading: 0 to {0}'),
    /** The scale if weights are shown as bars below the words (high contrast). */
    barScale: vscode.l10n.t('Height of the bars: 0 to {0}'),
  };
}

function linesWords() {
  return {
    tab: vscode.l10n.t('Lines'),
    tabHint: vscode.l10n.t('Two columns of words, and the weights as lines between them.'),
    hint: vscode.l10n.t('Up and Down move, Left and Right change the column, Enter pins.'),
    label: vscode.l10n.t('Attention as lines between two columns'),
    leftOut: vscode.l10n.t('{0} of {1} lines are drawn: those of the highest weight.'),
  };
}

function tableWords() {
  return {
    tab: vscode.l10n.t('Table'),
    tabHint: vscode.l10n.t('The weights as numbers, the strongest first.'),
    caption: vscode.l10n.t('What {0} attends to: {1}'),
    captionOfKey: vscode.l10n.t('What attends to {0}: {1}'),
    captionAll: vscode.l10n.t('What each query attends to most: {0}'),
    rank: vscode.l10n.t('No.'),
    token: vscode.l10n.t('Text'),
    weight: vscode.l10n.t('Weight'),
    meanWeight: vscode.l10n.t('Mean'),
    headWeight: vscode.l10n.t('Head {0}'),
    query: vscode.l10n.t('Query'),
    /** The columns of the three highest weights. */
    best: [vscode.l10n.t('Strongest'), vscode.l10n.t('2nd'), vscode.l10n.t('3rd')] as const,
    rest: vscode.l10n.t('Sum of all that is shown'),
  };
}

function matrixWords() {
  return {
    tab: vscode.l10n.t('Matrix'),
    tabHint: vscode.l10n.t('Every weight as a cell: a row for each query, a column for each key.'),
    /** The name of the widget's role for screen readers. */
    role: vscode.l10n.t('matrix'),
    label: vscode.l10n.t('{3}, {0} rows; {4}, {1} columns; {2}'),
    hint: vscode.l10n.t(
      'Each row shows what one query attends to. Drag to move. Ctrl and the wheel, or + and −, zoom; 0 shows all. The arrow keys, Home, End and Page keys go from cell to cell; Enter pins a row, Shift+Enter a column.',
    ),
    /** “Queries: target”, “Keys: source”. */
    queries: vscode.l10n.t('Queries: {0}'),
    keys: vscode.l10n.t('Keys: {0}'),
    scale: vscode.l10n.t('Colors'),
    scaleHint: vscode.l10n.t('The colors that weights get, from none to the highest.'),
    scalePaper: vscode.l10n.t('As the theme'),
    scaleGray: vscode.l10n.t('Gray'),
    contrast: vscode.l10n.t('Scale'),
    contrastHint: vscode.l10n.t(
      'How weights become colors: up to the highest weight or up to 1, linear or by the square root.',
    ),
    contrastHighest: vscode.l10n.t('0 to the highest'),
    contrastLifted: vscode.l10n.t('Square root'),
    contrastWhole: vscode.l10n.t('0 to 1'),
    zoom: vscode.l10n.t('Zoom'),
    zoomIn: vscode.l10n.t('Zoom in'),
    zoomOut: vscode.l10n.t('Zoom out'),
    fit: vscode.l10n.t('Fit'),
    fitHint: vscode.l10n.t('Show the whole matrix.'),
  };
}

function headsWords() {
  return {
    tab: vscode.l10n.t('All heads'),
    tabHint: vscode.l10n.t('Every head of every layer as a small matrix.'),
    label: vscode.l10n.t('All heads of all layers'),
    hint: vscode.l10n.t(
      'Click a head, or press Enter, to open it as a matrix. Each picture has a scale of its own, by the square root.',
    ),
    order: vscode.l10n.t('Order'),
    orderHint: vscode.l10n.t('In which order the heads are shown: as in the model, or by a statistic of theirs.'),
    orders: {
      layer: vscode.l10n.t('As in the model'),
      entropy: vscode.l10n.t('Entropy, lowest first'),
      confidence: vscode.l10n.t('Confidence (mean of the maxima)'),
      distance: vscode.l10n.t('Attention distance, lowest first'),
      aligned: vscode.l10n.t('Weight on aligned words'),
      previous: vscode.l10n.t('Weight on the previous position'),
      same: vscode.l10n.t('Weight on the same position'),
      next: vscode.l10n.t('Weight on the next position'),
      first: vscode.l10n.t('Weight on the first token'),
      end: vscode.l10n.t('Weight on the end token'),
    } satisfies Record<HeadOrder, string>,
    progress: vscode.l10n.t('{0} of {1} layers'),
    done: vscode.l10n.t('All layers are there.'),
    corner: vscode.l10n.t('Layer / head'),
    tile: vscode.l10n.t('Layer {0}, head {1}'),
    shortTile: vscode.l10n.t('{0} · {1}'),
    tileValue: vscode.l10n.t('{0}. {1}: {2}'),
  };
}

function exportWords() {
  return {
    svg: vscode.l10n.t('Drawing (SVG)'),
    /** If the visible tab has no drawing of its own. */
    svgOfMatrix: vscode.l10n.t('Drawing of the matrix (SVG)'),
    png: vscode.l10n.t('Image (PNG)'),
    pngOfMatrix: vscode.l10n.t('Image of the matrix (PNG)'),
    csv: vscode.l10n.t('Table (CSV)'),
    json: vscode.l10n.t('Record (JSON)'),
    html: vscode.l10n.t('Web page (HTML)'),
    markdown: vscode.l10n.t('Copy as Markdown table'),
    caption: vscode.l10n.t('{0}, {1}'),
    /** The names of columns in tables. */
    head: vscode.l10n.t('Head'),
    token: vscode.l10n.t('Token'),
    placeholders: vscode.l10n.t('Placeholders'),
    page: {
      hint: vscode.l10n.t('Point at a word or a cell, or move with the arrow keys; click a word to keep it.'),
      attendsTo: vscode.l10n.t('“{0}” attends to “{1}”, {2}'),
      isAttendedBy: vscode.l10n.t('“{0}” is attended to by “{1}”, {2}'),
    } satisfies Omit<HtmlWords, 'head' | 'placeholders'>,
  };
}
