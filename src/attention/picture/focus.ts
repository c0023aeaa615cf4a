// Focus: the rows or columns of a picture that a reader points at or has pinned, and the sums of their weights.
import type { Picture, PictureSide } from './picture';

/** The axis of an attention matrix: queries are its rows, keys its columns. */
export type Role = 'query' | 'key';

/** Selected tokens of one axis: indices into all tokens of the text, which stay valid when the unit or the layer changes. */
export interface TokenSelection {
  readonly role: Role;
  readonly tokens: readonly number[];
}

/** A selection in a picture, and its weights summed over the tokens of the other side. */
export interface Focus {
  readonly role: Role;
  /** Indices of rows or columns, ascending. */
  readonly places: readonly number[];
  /** For each head of the picture and each token of the other side: the sum of the weights over `places`. */
  readonly sums: readonly Float32Array[]; // [head][other side]
  /** The mean of `sums` over the heads. */
  readonly mean: Float32Array; // [other side]
}

/** The rows or columns that show the selected tokens, with their sums; undefined if none of these tokens is shown. */
export function focusOf(picture: Picture, chosen: TokenSelection | undefined): Focus | undefined {
  if (chosen === undefined) return undefined;
  const { shownAt } = picture[chosen.role];
  const found = new Set(chosen.tokens.map(token => shownAt[token] ?? -1).filter(place => place >= 0));
  const places = [...found].sort((a, b) => a - b);
  if (places.length === 0) return undefined;
  const sums = picture.heads.map((_, head) => sumOf(picture, head, chosen.role, places));
  const mean = new Float32Array(picture[otherRole(chosen.role)].tokens.length); // [other side]
  for (const sum of sums) sum.forEach((weight, at) => (mean[at] += weight / sums.length));
  return { role: chosen.role, places, sums, mean };
}

export function otherRole(role: Role): Role {
  return role === 'query' ? 'key' : 'query';
}

/** The selection of one row or column. */
export function selectionAt(picture: Picture, role: Role, place: number): TokenSelection {
  return { role, tokens: picture[role].members[place] ?? [] };
}

/** The selection with one row or column added or, if it was selected, removed; undefined if nothing is selected then. */
export function toggled(
  chosen: TokenSelection | undefined,
  side: PictureSide,
  role: Role,
  place: number,
): TokenSelection | undefined {
  const members = side.members[place] ?? [];
  const before = chosen?.role === role ? chosen.tokens : [];
  const tokens = members.some(token => before.includes(token))
    ? before.filter(token => !members.includes(token))
    : [...before, ...members];
  return tokens.length === 0 ? undefined : { role, tokens };
}

/** The indices of the highest weights, in descending order, without those of weight 0. */
export function strongest(weights: Float32Array, count: number): number[] {
  return [...weights.keys()]
    .filter(at => weights[at] > 0)
    .sort((a, b) => weights[b] - weights[a])
    .slice(0, count);
}

function sumOf({ record }: Picture, head: number, role: Role, places: readonly number[]): Float32Array {
  const [rows, columns] = [record.targets.length, record.sources.length];
  const matrix = record.weights.subarray(head * rows * columns, (head + 1) * rows * columns); // [target, source]
  const sum = new Float32Array(role === 'query' ? columns : rows); // [other side]
  for (const place of places) {
    for (let other = 0; other < sum.length; other++) {
      sum[other] += role === 'query' ? matrix[place * columns + other] : matrix[other * columns + place];
    }
  }
  return sum;
}
