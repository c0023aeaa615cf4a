// Attention words: what the Attention page says, translated here because a page has no translations of its own.
import * as vscode from 'vscode';
import { headWords, stepsWords } from './attentionStepWords';
import type {
  AttentionWords,
  ControlWords,
  ExportWords,
  HeadsWords,
  LinesWords,
  MatrixWords,
  PageWords,
  SentenceWords,
  TableWords,
  TextWords,
} from './attentionVocabulary';

export function attentionWords(): AttentionWords {
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

function pageWords(): PageWords {
  return {
    about: vscode.l10n.t('{0} · {1}, {2}'),
    honest: vscode.l10n.t(
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
  };
}

function controlWords(): ControlWords {
  return {
    kind: vscode.l10n.t('Attention'),
    cross: vscode.l10n.t('Target to source'),
    encoder: vscode.l10n.t('Within the source'),
    decoder: vscode.l10n.t('Within the target'),
    layer: vscode.l10n.t('Layer'),
    layerNumber: vscode.l10n.t('Layer {0}'),
    allLayers: vscode.l10n.t('Mean of all'),
    heads: vscode.l10n.t('Heads'),
    meanOfHeads: vscode.l10n.t('Mean'),
    everyHead: vscode.l10n.t('All'),
    headNumber: vscode.l10n.t('Head {0}'),
    unit: vscode.l10n.t('Unit'),
    unitWords: vscode.l10n.t('Words'),
    unitTokens: vscode.l10n.t('Tokens'),
    special: vscode.l10n.t('Special tokens'),
    specialShown: vscode.l10n.t('Shown'),
    specialHidden: vscode.l10n.t('Hidden'),
    specialRenormalised: vscode.l10n.t('Hidden, shared out'),
    rowsNote: vscode.l10n.t('The row of a target word is the step that reads it and chooses the next.'),
    specialHiddenNote: vscode.l10n.t(
      'Special tokens are hidden: rows sum to less than 1, what is missing went to them.',
    ),
    specialRenormalisedNote: vscode.l10n.t(
      'Special tokens are hidden and their weight is shared out: rows sum to 1 again.',
    ),
    window: vscode.l10n.t('Passage'),
    windowOf: vscode.l10n.t('{0} of {1}: {2}'),
    exportMenu: vscode.l10n.t('Export'),
    saved: vscode.l10n.t('Saved as {0}.'),
    copied: vscode.l10n.t('Copied.'),
    exportFailed: vscode.l10n.t('The export could not be made.'),
    clearPinned: vscode.l10n.t('Unpin all'),
    showInDocument: vscode.l10n.t('Show in document'),
  };
}

function sentenceWords(): SentenceWords {
  return {
    attendsTo: vscode.l10n.t('{0} attends to {1}, {2}'),
    isSeenBy: vscode.l10n.t('{0} is attended to by {1}, {2}'),
    attendTo: vscode.l10n.t('{0} together attend to {1}, {2}'),
    areSeenBy: vscode.l10n.t('{0} together are attended to by {1}, {2}'),
    attendsToNothing: vscode.l10n.t('{0} attends to nothing that is shown'),
    isSeenByNothing: vscode.l10n.t('{0} is attended to by nothing that is shown'),
    also: vscode.l10n.t('{0}, {1}'),
    several: vscode.l10n.t('{0} and {1} more'),
    quoted: vscode.l10n.t('“{0}”'),
    layerHead: vscode.l10n.t('layer {0} head {1}'),
    layerHeads: vscode.l10n.t('layer {0}, mean of heads {1}'),
    layerEach: vscode.l10n.t('layer {0}, heads {1}'),
    layerMean: vscode.l10n.t('layer {0}, mean of all heads'),
    layersHead: vscode.l10n.t('mean of all layers, head {0}'),
    layersHeads: vscode.l10n.t('mean of all layers and of heads {0}'),
    layersEach: vscode.l10n.t('mean of all layers, heads {0}'),
    layersMean: vscode.l10n.t('mean of all layers and heads'),
    aligned: vscode.l10n.t('{0} is aligned with {1}'),
    alignedNone: vscode.l10n.t('{0} is aligned with nothing'),
    alignment: {
      takenIn: vscode.l10n.t('highest cross-attention of {0}, read as the word is taken in'),
      written: vscode.l10n.t('highest cross-attention of {0}, read as the word is written'),
    },
    pinned: vscode.l10n.t('Pinned: {0}'),
    unpinned: vscode.l10n.t('No longer pinned: {0}'),
  };
}

function textWords(): TextWords {
  return {
    tab: vscode.l10n.t('Text'),
    source: vscode.l10n.t('Source'),
    target: vscode.l10n.t('Target'),
    looking: vscode.l10n.t('looks'),
    seen: vscode.l10n.t('is looked at'),
    hint: vscode.l10n.t('Arrow keys move, Enter pins, Escape unpins all.'),
    scale: vscode.l10n.t('Shading: 0 to {0}'),
  };
}

function linesWords(): LinesWords {
  return {
    tab: vscode.l10n.t('Lines'),
    hint: vscode.l10n.t('Up and Down move, Left and Right change the column, Enter pins.'),
    label: vscode.l10n.t('Attention as lines between two columns'),
    leftOut: vscode.l10n.t('{0} of {1} lines are drawn: those of the highest weight.'),
  };
}

function tableWords(): TableWords {
  return {
    tab: vscode.l10n.t('Table'),
    caption: vscode.l10n.t('What {0} attends to: {1}'),
    captionSeen: vscode.l10n.t('What attends to {0}: {1}'),
    captionAll: vscode.l10n.t('What each attends to most: {0}'),
    rank: vscode.l10n.t('No.'),
    token: vscode.l10n.t('Text'),
    weight: vscode.l10n.t('Weight'),
    meanWeight: vscode.l10n.t('Mean'),
    headWeight: vscode.l10n.t('Head {0}'),
    looking: vscode.l10n.t('Looks'),
    best: vscode.l10n.t('Most, {0}'),
    rest: vscode.l10n.t('Sum of all that is shown'),
  };
}

function matrixWords(): MatrixWords {
  return {
    tab: vscode.l10n.t('Matrix'),
    role: vscode.l10n.t('matrix'),
    label: vscode.l10n.t('Rows: {0}, columns: {1}; {2}'),
    hint: vscode.l10n.t(
      'Each row shows what one word looks at. Drag to move. Ctrl and the wheel, or + and −, zoom; 0 shows all. The arrow keys, Home, End and Page keys go from cell to cell; Enter pins a row, Shift+Enter a column.',
    ),
    scale: vscode.l10n.t('Colors'),
    scalePaper: vscode.l10n.t('As the theme'),
    scaleGrey: vscode.l10n.t('Grey'),
    contrast: vscode.l10n.t('Range'),
    contrastHighest: vscode.l10n.t('To the highest'),
    contrastLifted: vscode.l10n.t('Small ones lifted'),
    contrastWhole: vscode.l10n.t('0 to 1'),
    zoom: vscode.l10n.t('Zoom'),
    zoomIn: vscode.l10n.t('Zoom in'),
    zoomOut: vscode.l10n.t('Zoom out'),
    fit: vscode.l10n.t('Show all'),
  };
}

function headsWords(): HeadsWords {
  return {
    tab: vscode.l10n.t('All heads'),
    label: vscode.l10n.t('All heads of all layers'),
    hint: vscode.l10n.t(
      'Click a head, or press Enter, to open it as a matrix. Each picture has its own range, and small weights are lifted.',
    ),
    order: vscode.l10n.t('Order'),
    orders: {
      layer: vscode.l10n.t('As in the model'),
      entropy: vscode.l10n.t('Entropy, focused first'),
      confidence: vscode.l10n.t('Confidence'),
      distance: vscode.l10n.t('Distance, near first'),
      aligned: vscode.l10n.t('Share on aligned words'),
      previous: vscode.l10n.t('Share on the word before'),
      same: vscode.l10n.t('Share on the same place'),
      next: vscode.l10n.t('Share on the word after'),
      first: vscode.l10n.t('Share on the first'),
      end: vscode.l10n.t('Share on the end sign'),
    },
    progress: vscode.l10n.t('{0} of {1} layers'),
    done: vscode.l10n.t('All layers are there.'),
    corner: vscode.l10n.t('Layer / head'),
    tile: vscode.l10n.t('Layer {0}, head {1}'),
    shortTile: vscode.l10n.t('{0} · {1}'),
    tileValue: vscode.l10n.t('{0}. {1}: {2}'),
  };
}

function exportWords(): ExportWords {
  return {
    svg: vscode.l10n.t('Drawing (SVG)'),
    svgOfMatrix: vscode.l10n.t('Drawing of the matrix (SVG)'),
    png: vscode.l10n.t('Image (PNG)'),
    pngOfMatrix: vscode.l10n.t('Image of the matrix (PNG)'),
    csv: vscode.l10n.t('Table (CSV)'),
    json: vscode.l10n.t('Record (JSON)'),
    html: vscode.l10n.t('Web page (HTML)'),
    markdown: vscode.l10n.t('Copy as Markdown table'),
    caption: vscode.l10n.t('{0}, {1}'),
    head: vscode.l10n.t('Head'),
    token: vscode.l10n.t('Token'),
    page: {
      looking: vscode.l10n.t('What looks'),
      seen: vscode.l10n.t('What is looked at'),
      hint: vscode.l10n.t('Point at a word or a cell, or move with the arrow keys; click a word to keep it.'),
      attendsTo: vscode.l10n.t('“{0}” attends to “{1}”, {2}'),
      isSeenBy: vscode.l10n.t('“{0}” is attended to by “{1}”, {2}'),
    },
  };
}
