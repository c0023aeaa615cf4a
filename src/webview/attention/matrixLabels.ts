// Matrix labels: the tokens beside and above a matrix, as many as there is room for.
import { labelStep } from '../../attention/figure';
import type { AttentionToken } from '../../attention/record';
import { type Viewport, visibleOf } from '../../attention/viewport';

/** Of the text, in CSS pixels. */
export const LABEL_SIZE = 12;
const LONGEST = 150;
const SHORTEST = 28;
/** Column labels lean by this much, so that neighbours keep apart and each can still be read. */
const LEAN = Math.PI / 4;

/** The texts of one side, cut to what there is room for, and how wide they are. */
export interface Labels {
  readonly texts: readonly string[];
  readonly widest: number;
}

/** The context's font must be that of the labels. */
export function labelsOf(context: CanvasRenderingContext2D, tokens: readonly AttentionToken[]): Labels {
  // Long texts repeat their words, and measuring is what takes time.
  const known = new Map<string, { readonly text: string; readonly width: number }>();
  let widest = SHORTEST;
  const texts = tokens.map(token => {
    const label = known.get(token.text) ?? cut(context, token.text);
    known.set(token.text, label);
    widest = Math.max(widest, label.width);
    return label.text;
  });
  return { texts, widest: Math.min(LONGEST, Math.ceil(widest)) };
}

/** How much room leaning labels take above the matrix, and beyond its right end. */
export function leaningRoom({ widest }: Labels): { readonly above: number; readonly beyond: number } {
  const room = Math.ceil(widest * Math.sin(LEAN)) + LABEL_SIZE;
  return { above: room + 4, beyond: room };
}

export interface LabelLook {
  readonly font: string;
  readonly boldFont: string;
  readonly ink: string;
  /** Whether a row's or column's label is to stand out; it is then drawn in any case. */
  readonly marked: (at: number) => boolean;
}

/** Row labels end at x = 0, level with their rows. */
export function drawRowLabels(
  context: CanvasRenderingContext2D,
  labels: Labels,
  view: Viewport,
  look: LabelLook,
): void {
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, place } of shown(visibleOf(view).rows, view.y, view, LABEL_SIZE + 2, look)) {
    ink(context, look, at);
    context.fillText(labels.texts[at], 0, place);
  }
}

/** Column labels begin at y = 0 above the middle of their columns, and lean to the right. */
export function drawColumnLabels(
  context: CanvasRenderingContext2D,
  labels: Labels,
  view: Viewport,
  look: LabelLook,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const places = shown(visibleOf(view).columns, view.x, view, LABEL_SIZE * 1.5, look);
  for (const { at, place } of places) {
    context.save();
    context.translate(place, -4);
    context.rotate(-LEAN);
    ink(context, look, at);
    context.fillText(labels.texts[at], 0, 0);
    context.restore();
  }
}

interface Shown {
  readonly at: number;
  readonly place: number;
}

/** Every so many labels, and the marked ones; those too near to a marked one make way for it. */
function shown(
  [first, end]: readonly [number, number],
  origin: number,
  { cell }: Viewport,
  room: number,
  { marked }: LabelLook,
): Shown[] {
  const step = labelStep(cell, room);
  const placeOf = (at: number): number => origin + (at + 0.5) * cell;
  const range = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  const strong = range.filter(marked);
  const free = (at: number): boolean => strong.every(other => Math.abs(placeOf(at) - placeOf(other)) >= room);
  const others = range.filter(at => at % step === 0 && !marked(at) && free(at));
  return [...others, ...strong].map(at => ({ at, place: placeOf(at) }));
}

function ink(context: CanvasRenderingContext2D, look: LabelLook, at: number): void {
  context.font = look.marked(at) ? look.boldFont : look.font;
  context.fillStyle = look.ink;
}

function cut(context: CanvasRenderingContext2D, text: string): { readonly text: string; readonly width: number } {
  const width = context.measureText(text).width;
  if (width <= LONGEST) return { text, width };
  const characters = [...text];
  let cutText = text;
  do {
    characters.pop();
    cutText = `${characters.join('')}…`;
  } while (characters.length > 0 && context.measureText(cutText).width > LONGEST);
  return { text: cutText, width: LONGEST };
}
