// Line choice: which of many weights are drawn as lines, so that the strongest are there and the rest does not hide them.
import { type Focus, otherRole } from './focus';
import type { Picture } from './picture';

/** One weight, from a row to a column. */
export interface Line {
  /** Counts the matrices of the picture. */
  readonly head: number;
  readonly looking: number;
  readonly seen: number;
  readonly weight: number;
}

export interface LineChoice {
  /** The weakest first, so that the strongest lie on top when drawn in this order. */
  readonly lines: readonly Line[];
  /** How many weights are not zero. */
  readonly total: number;
}

const BINS = 1024;

/** The strongest lines of a picture, at most about so many; with a focus only those that end there. */
export function linesOf(picture: Picture, focus: Focus | undefined, most: number): LineChoice {
  const least = focus === undefined ? leastOf(picture.record.weights, most) : 0;
  const lines: Line[] = [];
  let total = 0;
  eachWeight(picture, focus, line => {
    if (line.weight <= 0) return;
    total++;
    if (line.weight >= least) lines.push(line);
  });
  lines.sort((a, b) => a.weight - b.weight);
  return { lines: lines.slice(-most), total };
}

function eachWeight(picture: Picture, focus: Focus | undefined, take: (line: Line) => void): void {
  const { targets, sources, weights } = picture.record;
  const other = focus && otherRole(focus.role);
  for (let head = 0; head < picture.heads.length; head++) {
    const rows = focus?.role === 'looking' ? focus.places : targets.keys();
    for (const looking of rows) {
      const columns = other === 'looking' && focus !== undefined ? focus.places : sources.keys();
      const from = (head * targets.length + looking) * sources.length;
      for (const seen of columns) take({ head, looking, seen, weight: weights[from + seen] });
    }
  }
}

/** A weight that about `most` of the weights reach: found by counting, as sorting millions takes too long. */
function leastOf(weights: Float32Array, most: number): number {
  if (weights.length <= most) return 0;
  const counts = new Int32Array(BINS + 1); // [bin]
  for (const weight of weights) counts[Math.min(BINS, Math.floor(weight * BINS))]++;
  let found = 0;
  for (let bin = BINS; bin >= 0; bin--) {
    found += counts[bin];
    // The bin in which there get to be too many is left out, unless there would be none.
    if (found > most) return (found === counts[bin] ? bin : bin + 1) / BINS;
  }
  return 0;
}
