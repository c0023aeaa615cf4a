// N-grams: counts of the runs of n items in a sequence, and what two counts share.

/** Items are joined by a character that no tokenizer leaves inside an item. */
const SEPARATOR = '\0';

/**
 * @param {readonly string[]} items words or characters
 * @param {number} n
 * @returns {Map<string, number>} how often each run of n items occurs
 */
export function ngrams(items, n) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (let start = 0; start + n <= items.length; start++) {
    const key = items.slice(start, start + n).join(SEPARATOR);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * @param {ReadonlyMap<string, number>} left
 * @param {ReadonlyMap<string, number>} right
 * @returns {number} the runs that both have, each as often as the one that has fewer
 */
export function shared(left, right) {
  let sum = 0;
  for (const [key, count] of left) sum += Math.min(count, right.get(key) ?? 0);
  return sum;
}

/**
 * @param {ReadonlyMap<string, number>} counts
 * @returns {number}
 */
export function total(counts) {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
