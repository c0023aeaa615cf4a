// N-grams: counts the n-grams of a sequence, and those that two counts have in common.

/** The character between the items of an n-gram. No tokenizer leaves it inside of an item. */
const SEPARATOR = '\0';

/**
 * @param {readonly string[]} items words or characters
 * @param {number} n
 * @returns {Map<string, number>} how often each n-gram occurs
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
 * @returns {number} the number of common n-grams, each counted as often as in the side that has fewer of it
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
