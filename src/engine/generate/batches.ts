// Batches: groups rows of similar length, so that little is padded.

export interface BatchPlan {
  /** The most rows of a batch. */
  readonly maxRows: number;
  /** The most tokens of a batch, padding included. A single row may be longer. */
  readonly maxTokens: number;
  /** Rows are sorted by length within groups of this many, so that results come nearly in the order of the text. */
  readonly window: number;
}

/** The row numbers of each batch. */
export function planBatches(lengths: readonly number[], plan: BatchPlan): number[][] {
  const batches: number[][] = [];
  for (let start = 0; start < lengths.length; start += plan.window) {
    const rows = Array.from({ length: Math.min(plan.window, lengths.length - start) }, (_, index) => start + index);
    rows.sort((a, b) => lengths[a] - lengths[b] || a - b);
    let batch: number[] = [];
    for (const row of rows) {
      // Rows are sorted by length: the newest is the longest, and all are padded to it.
      const full = batch.length === plan.maxRows || (batch.length + 1) * lengths[row] > plan.maxTokens;
      if (full && batch.length > 0) {
        batches.push(batch);
        batch = [];
      }
      batch.push(row);
    }
    if (batch.length > 0) batches.push(batch);
  }
  return batches;
}
