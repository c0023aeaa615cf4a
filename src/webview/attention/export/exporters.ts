// Exporters: the attention in sight as an image, as numbers, as text and as a web page.
import type { Snapshot } from '../../../attention/drawing/snapshot';
import type { Figure } from '../../../attention/drawing/figure';
import { htmlPageOf } from '../../../attention/export/htmlPage';
import { linesFigure } from '../../../attention/drawing/linesFigure';
import { matrixFigure, type MatrixStyle } from '../../../attention/drawing/matrixFigure';
import { PRINT_COLORS } from '../../../attention/drawing/colors';
import { recordJson } from '../../../attention/export/json';
import { colorTable } from '../../../attention/drawing/scale';
import { svgOf } from '../../../attention/drawing/svg';
import { csvOf, markdownOf, type TableNames } from '../../../attention/export/tables';
import { snapshotOf } from './snapshots';
import type { Exportable, Exporter } from './exporter';
import { rangeFor } from '../matrix/controls';
import { weightText } from '../shared/format';
import { pngOf } from './paintFigure';

const PIXEL_RATIO = 2;
/** The least weight that gets a line in an exported drawing. */
const LEAST_LINE = 0.02;
/** The most cells of a Markdown table for the clipboard: editors stall on larger ones. */
const MOST_PASTED = 40_000;

type Make<T> = (snapshot: Snapshot, what: Exportable) => T | Promise<T>;

/** What the export menu offers, in its order. */
export const EXPORTERS: readonly Exporter[] = [
  file(
    'svg',
    ({ exports }, what) => (isMatrix(what) && what?.svg === undefined ? exports.svgOfMatrix : exports.svg),
    (snapshot, what) => encoded(what.svg?.() ?? svgOf(figureOf(snapshot, what))),
  ),
  file(
    'png',
    ({ exports }, what) => (isMatrix(what) ? exports.pngOfMatrix : exports.png),
    (snapshot, what) => pngOf(figureOf(snapshot, what), PIXEL_RATIO),
  ),
  file(
    'csv',
    words => words.exports.csv,
    (snapshot, what) => encoded(`\ufeff${csvOf(snapshot, namesOf(what))}`),
  ),
  file(
    'json',
    words => words.exports.json,
    snapshot => encoded(recordJson(snapshot)),
  ),
  file(
    'html',
    words => words.exports.html,
    async (snapshot, what) => {
      const { page, head, placeholders } = what.words.exports;
      const words = { ...page, head, placeholders };
      return encoded(await htmlPageOf(snapshot, { style: styleOf(snapshot, what), words, language: what.language }));
    },
  ),
  {
    kind: 'text',
    label: words => words.exports.markdown,
    isPossible: what => hasCells(what) && (what.state.picture?.record.weights.length ?? 0) <= MOST_PASTED,
    make: async (what, signal) =>
      markdownOf(await snapshotOf(what, signal), namesOf(what), weight => weightText(weight, what.language)),
  },
];

/** Black on white, whatever the theme: exports go into documents and onto printers. */
function styleOf({ record }: Snapshot, { state, language }: Exportable): MatrixStyle {
  const { scale, contrast } = state.settings;
  return {
    colors: PRINT_COLORS,
    table: colorTable(scale, PRINT_COLORS),
    range: rangeFor(contrast, record.weights),
    format: weight => weightText(weight, language),
  };
}

function figureOf(snapshot: Snapshot, what: Exportable): Figure {
  if (what.figure !== undefined) return what.figure();
  if (what.state.settings.view !== 'lines') return matrixFigure(snapshot, styleOf(snapshot, what));
  return linesFigure(snapshot, { colors: PRINT_COLORS, least: LEAST_LINE });
}

/** Whether the export is a matrix although the current view is another one. */
function isMatrix(what: Exportable | undefined): boolean {
  const view = what?.state.settings.view;
  return what?.figure === undefined && view !== undefined && view !== 'matrix' && view !== 'lines';
}

function namesOf({ words }: Exportable): TableNames {
  return { head: words.exports.head, token: words.exports.token };
}

function file(
  format: Extract<Exporter, { kind: 'file' }>['format'],
  label: Exporter['label'],
  make: Make<Uint8Array<ArrayBuffer>>,
): Exporter {
  return {
    ...{ kind: 'file', format, label, isPossible: hasCells },
    make: async (what, signal) => make(await snapshotOf(what, signal), what),
  };
}

/** False if hiding the special tokens leaves no cells. */
function hasCells({ state: { picture } }: Exportable): boolean {
  return picture === undefined || picture.record.weights.length > 0;
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
