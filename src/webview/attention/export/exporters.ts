// Exporters: the formats in which the shown attention can be exported: image, numbers, text and web page.
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
/** The most cells of a Markdown table for the clipboard. Editors become unresponsive with larger ones. */
const MOST_PASTED = 40_000;

type Make<T> = (snapshot: Snapshot, input: Exportable) => T | Promise<T>;

/** The formats in the order of the export menu. */
export const EXPORTERS: readonly Exporter[] = [
  fileExporter(
    'svg',
    ({ exports }, input) => (isMatrix(input) && input?.svg === undefined ? exports.svgOfMatrix : exports.svg),
    (snapshot, input) => encoded(input.svg?.() ?? svgOf(figureOf(snapshot, input))),
  ),
  fileExporter(
    'png',
    ({ exports }, input) => (isMatrix(input) ? exports.pngOfMatrix : exports.png),
    (snapshot, input) => pngOf(figureOf(snapshot, input), PIXEL_RATIO),
  ),
  fileExporter(
    'csv',
    words => words.exports.csv,
    (snapshot, input) => encoded(`\ufeff${csvOf(snapshot, namesOf(input))}`),
  ),
  fileExporter(
    'json',
    words => words.exports.json,
    snapshot => encoded(recordJson(snapshot)),
  ),
  fileExporter(
    'html',
    words => words.exports.html,
    async (snapshot, input) => {
      const { page, head, placeholders } = input.words.exports;
      const words = { ...page, head, placeholders };
      return encoded(await htmlPageOf(snapshot, { style: styleOf(snapshot, input), words, language: input.language }));
    },
  ),
  {
    kind: 'text',
    label: words => words.exports.markdown,
    isPossible: input => hasCells(input) && (input.state.picture?.record.weights.length ?? 0) <= MOST_PASTED,
    make: async (input, signal) =>
      markdownOf(await snapshotOf(input, signal), namesOf(input), weight => weightText(weight, input.language)),
  },
];

/** The style of a matrix: black on white in every theme, because exports are used in documents and printed. */
function styleOf({ record }: Snapshot, { state, language }: Exportable): MatrixStyle {
  const { scale, contrast } = state.settings;
  return {
    colors: PRINT_COLORS,
    table: colorTable(scale, PRINT_COLORS),
    range: rangeFor(contrast, record.weights),
    format: weight => weightText(weight, language),
  };
}

function figureOf(snapshot: Snapshot, input: Exportable): Figure {
  if (input.figure !== undefined) return input.figure();
  if (input.state.settings.view !== 'lines') return matrixFigure(snapshot, styleOf(snapshot, input));
  return linesFigure(snapshot, { colors: PRINT_COLORS, least: LEAST_LINE });
}

/** Whether the matrix is exported although another view is shown, which has no figure of its own. */
function isMatrix(input: Exportable | undefined): boolean {
  const view = input?.state.settings.view;
  return input?.figure === undefined && view !== undefined && view !== 'matrix' && view !== 'lines';
}

function namesOf({ words }: Exportable): TableNames {
  return { head: words.exports.head, token: words.exports.token };
}

function fileExporter(
  format: Extract<Exporter, { kind: 'file' }>['format'],
  label: Exporter['label'],
  make: Make<Uint8Array<ArrayBuffer>>,
): Exporter {
  return {
    ...{ kind: 'file', format, label, isPossible: hasCells },
    make: async (input, signal) => make(await snapshotOf(input, signal), input),
  };
}

/** False if there are no cells, because all tokens are special and hidden. */
function hasCells({ state: { picture } }: Exportable): boolean {
  return picture === undefined || picture.record.weights.length > 0;
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
