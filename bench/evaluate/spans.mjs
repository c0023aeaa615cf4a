// Spans: finds code, addresses and placeholders, which a translation must not change, and counts those that it keeps.

/**
 * The patterns of spans. Code comes first, so that a placeholder inside code belongs to the code. Placeholders are
 * `%s`, `%1$s`, `%-5.2f`, but not the "% d" of "100 % der"; and `{name}`, `${name}`, `{{name}}`.
 */
const SPAN = new RegExp(
  [
    /(`+)[^`\n]+\1/u,
    /\bhttps?:\/\/[^\s<>"'`)\]}]*[^\s<>"'`)\]}.,;:!?*_]/u,
    /(?<![\d%])%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[sdiufgeExXcpq](?![\p{L}\p{N}])/u,
    /(?<![\d%])%\(\w+\)[sdif]/u,
    /\$?\{\{?[\p{L}\p{N}_.$-]+\}?\}/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/**
 * @param {string} text
 * @returns {string[]}
 */
export function spans(text) {
  return [...text.matchAll(SPAN)].map(([span]) => span);
}

/**
 * @param {readonly string[]} sources
 * @param {readonly string[]} outputs one for each source
 * @returns {{ kept: number, total: number }} `total`: the number of spans in the sources; `kept`: how many of them are
 *   in the outputs, where a span that is twice in a source must be twice in its output to be kept twice
 */
export function keptSpans(sources, outputs) {
  let [kept, total] = [0, 0];
  for (const [row, source] of sources.entries()) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const span of spans(source)) counts.set(span, (counts.get(span) ?? 0) + 1);
    for (const [span, count] of counts) {
      total += count;
      kept += Math.min(count, outputs[row].split(span).length - 1);
    }
  }
  return { kept, total };
}
