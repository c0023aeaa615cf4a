// Strongest lines: selects the weights that are drawn as lines; lines for all weights would hide the strongest.
import type { Focus } from './focus';
import type { Picture } from './picture';

/** One weight, between a query and a key. */
export interface AttentionLine {
  /** The index of the picture's matrix. */
  readonly head: number;
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

export interface StrongestLines {
  /** In ascending order of weight, so that the strongest are drawn last and lie on top. */
  readonly lines: readonly AttentionLine[];
  /** How many weights are above 0; with a focus, only those in its rows or columns are counted. */
  readonly total: number;
}

/** Into how many equal ranges the weights from 0 to 1 are divided to count them. */
const BINS = 1024;

/** The strongest lines of a picture, at most `most`; with a focus, only those that end at its rows or columns. */
export function strongestLines(picture: Picture, focus: Focus | undefined, most: number): StrongestLines {
  const { lines, total } = focus === undefined ? strongestOf(picture, most) : endingAt(picture, focus);
  lines.sort((a, b) => a.weight - b.weight);
  return { lines: lines.slice(-most), total };
}

/**
 * The strongest weights of all heads, about `most`. Objects are made for these alone, because there may be millions of
 * weights.
 */
function strongestOf({ record }: Picture, most: number): { readonly lines: AttentionLine[]; readonly total: number } {
  const { targets, sources, weights } = record;
  const least = leastOf(weights, most);
  const lines: AttentionLine[] = [];
  let total = 0;
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at];
    if (!(weight > 0)) continue;
    total++;
    if (weight < least) continue;
    const row = Math.floor(at / sources.length);
    const head = Math.floor(row / targets.length);
    lines.push({ head, query: row - head * targets.length, key: at - row * sources.length, weight });
  }
  return { lines, total };
}

/** The lines that end at the rows or columns of a focus. */
function endingAt(
  picture: Picture,
  { role, places }: Focus,
): { readonly lines: AttentionLine[]; readonly total: number } {
  const { targets, sources, weights } = picture.record;
  const rows = role === 'query' ? places : [...targets.keys()];
  const columns = role === 'key' ? places : [...sources.keys()];
  const lines = picture.heads.flatMap((_, head) =>
    rows.flatMap(query => {
      const from = (head * targets.length + query) * sources.length;
      return columns.map(key => ({ head, query, key, weight: weights[from + key] }));
    }),
  );
  const positive = lines.filter(({ weight }) => weight > 0);
  return { lines: positive, total: positive.length };
}

/** A threshold that about `most` weights reach. It is found by counting, because sorting millions takes too long. */
function leastOf(weights: Float32Array, most: number): number {
  if (weights.length <= most) return 0;
  const counts = new Int32Array(BINS + 1); // [bin]
  for (const weight of weights) counts[Math.min(BINS, Math.floor(weight * BINS))]++;
  let reached = 0;
  for (let bin = BINS; bin >= 0; bin--) {
    reached += counts[bin];
    // The bin that exceeds the limit is left out, unless all bins above it are empty.
    if (reached > most) return (reached === counts[bin] ? bin : bin + 1) / BINS;
  }
  return 0;
}
