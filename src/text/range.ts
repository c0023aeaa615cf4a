// Range: a range of a text, by its offsets.

/** Offsets in UTF-16 code units; `end` is after the last one. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
