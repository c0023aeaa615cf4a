// Line choice: which of many weights are drawn as lines, so that the strongest are there and the rest does not hide them.
import type { Focus } from './focus';
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
export function strongestLines(picture: Picture, focus: Focus | undefined, most: number): LineChoice {
  const { lines, total } = focus === undefined ? strongestOf(picture, most) : endingAt(picture, focus);
  lines.sort((a, b) => a.weight - b.weight);
  return { lines: lines.slice(-most), total };
}

/** Of millions of weights only those that are drawn become objects. */
function strongestOf({ record }: Picture, most: number): { readonly lines: Line[]; readonly total: number } {
  const { targets, sources, weights } = record;
  const least = leastOf(weights, most);
  const lines: Line[] = [];
  let total = 0;
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at];
    if (!(weight > 0)) continue;
    total++;
    if (weight < least) continue;
    const row = Math.floor(at / sources.length);
    const head = Math.floor(row / targets.length);
    lines.push({ head, looking: row - head * targets.length, seen: at - row * sources.length, weight });
  }
  return { lines, total };
}

function endingAt(picture: Picture, { role, places }: Focus): { readonly lines: Line[]; readonly total: number } {
  const { targets, sources, weights } = picture.record;
  const rows = role === 'looking' ? places : [...targets.keys()];
  const columns = role === 'seen' ? places : [...sources.keys()];
  const lines = picture.heads.flatMap((_, head) =>
    rows.flatMap(looking => {
      const from = (head * targets.length + looking) * sources.length;
      return columns.map(seen => ({ head, looking, seen, weight: weights[from + seen] }));
    }),
  );
  const seen = lines.filter(({ weight }) => weight > 0);
  return { lines: seen, total: seen.length };
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
