// Lines figure: tab Lines as a figure for export, with keys at the left, queries at the right, and a line for each weight.
import { type Snapshot, matricesOf } from './snapshot';
import { type CurveMark, type Figure, type Mark, shortened, textMark, widthOf } from './figure';
import { headColor, headDash } from './headColors';
import { headingOf, headLegend, placeholderHeight, placeholderLegend } from './matrixFigure';
import type { Colors } from './colors';
import { headNumber } from '../picture/picture';
import type { AttentionToken } from '../record/record';

export interface LinesStyle {
  readonly colors: Colors;
  /** The least weight that gets a line. */
  readonly least: number;
  /** The queries whose weights get lines; all if left out. */
  readonly rows?: readonly number[];
}

const MARGIN = 16;
const SIZE = 13;
const LINE = 20;
const LONGEST_LABEL = 180;
/** The distance between the two columns. */
const BETWEEN = 260;
/** Where the first row begins: below the title, the caption and the names of the columns. */
const TOP = 96;
const LEGEND = 40;

/** The width and opacity of a line grow with its weight; its color and dashes are those of its head. */
export function linesFigure(snapshot: Snapshot, style: LinesStyle): Figure {
  const { targets, sources } = snapshot.record;
  const { colors } = style;
  const left = MARGIN + Math.max(longest(sources), widthOf(snapshot.key.name, SIZE) + 6);
  const right = left + BETWEEN;
  const bottom = TOP + Math.max(targets.length, sources.length) * LINE;
  const width = Math.max(right + Math.max(longest(targets), widthOf(snapshot.query.name, SIZE)) + MARGIN, 380);
  const name = { size: SIZE, bold: true };
  const label = (token: AttentionToken, at: number, isKey: boolean): Mark =>
    textMark([isKey ? left - 6 : right + 6, TOP + (at + 0.5) * LINE + 4.5], labelOf(token), colors.foreground, {
      size: SIZE,
      anchor: isKey ? 'end' : 'start',
    });
  return {
    width,
    height: bottom + LEGEND + placeholderHeight(snapshot),
    background: colors.background,
    title: `${snapshot.title}. ${snapshot.caption}. ${snapshot.model}`,
    marks: [
      ...headingOf(snapshot, colors, width),
      textMark([left - 6, TOP - 8], snapshot.key.name, colors.foreground, { ...name, anchor: 'end' }),
      textMark([right + 6, TOP - 8], snapshot.query.name, colors.foreground, name),
      ...curvesOf(snapshot, style, [left, right]),
      ...sources.map((token, at) => label(token, at, true)),
      ...targets.map((token, at) => label(token, at, false)),
      ...(snapshot.heads.length > 1 ? headLegend(snapshot, colors, [MARGIN, bottom + 14]) : []),
      ...placeholderLegend(snapshot, colors, [MARGIN, bottom + LEGEND]),
    ],
  };
}

function curvesOf(snapshot: Snapshot, style: LinesStyle, [left, right]: readonly [number, number]): CurveMark[] {
  const { sources, targets } = snapshot.record;
  const rows = style.rows ?? [...targets.keys()];
  const y = (at: number): number => TOP + (at + 0.5) * LINE;
  const isOneHead = snapshot.heads.length === 1;
  const curves = matricesOf(snapshot).flatMap(({ weights }, place) => {
    const head = snapshot.heads[place];
    const number = headNumber(head, place);
    return rows.flatMap(row =>
      sources.flatMap((_, column): CurveMark[] => {
        const weight = weights[row * sources.length + column];
        if (!(weight > 0) || weight < style.least) return [];
        const ends = { from: [left, y(column)], to: [right, y(row)] } as const;
        const look = { color: headColor(number, style.colors.themeKind), dash: isOneHead ? '' : headDash(number) };
        return [{ kind: 'curve', ...ends, ...look, width: 0.5 + 4.5 * weight, opacity: 0.15 + 0.85 * weight }];
      }),
    );
  });
  // Strong lines are drawn last, above weak ones.
  return curves.sort((one, other) => one.opacity - other.opacity);
}

function longest(tokens: readonly AttentionToken[]): number {
  return tokens.reduce((most, token) => Math.max(most, widthOf(labelOf(token), SIZE)), 24) + 6;
}

function labelOf({ text }: AttentionToken): string {
  return shortened(text, SIZE, LONGEST_LABEL);
}
