// Batches: groups rows of similar length into batches, so that few tokens are padding.

export interface BatchPlan {
  /** The most rows of a batch. */
  readonly maxRows: number;
  /** The most tokens of a batch, padding included. A single row may be longer. */
  readonly maxTokens: number;
  /**
   * Rows are sorted by length only within groups of this many neighboring rows, so that results arrive nearly in the order of
   * the text.
   */
  readonly groupSize: number;
}

/**
 * Divides rows into batches.
 *
 * @param lengths the number of tokens of each row
 * @returns for each batch, the indices of its rows
 */
export function planBatches(lengths: readonly number[], plan: BatchPlan): number[][] {
  const batches: number[][] = [];
  for (let start = 0; start < lengths.length; start += plan.groupSize) {
    const rows = Array.from({ length: Math.min(plan.groupSize, lengths.length - start) }, (_, index) => start + index);
    rows.sort((a, b) => lengths[a] - lengths[b] || a - b);
    let batch: number[] = [];
    for (const row of rows) {
      // Rows are sorted by length, so all rows of the batch are padded to the length of the newest.
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
