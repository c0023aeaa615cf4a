// Lines: a hard-wrapped sentence as one line for the model, and its translation as lines again.

/**
 * The sentence on one line: each line end, with the white space around it, is one space. Between two characters of a
 * script without spaces it is nothing. A word that was hyphenated at a line end stays so: nobody can tell
 * "trans-lation" from "well-known".
 */
export function unwrap(text: string): string {
  return text.replace(/\s+/g, (space: string, at: number) => {
    if (!LINE_END.test(space)) return space;
    return WIDE.test(text.charAt(at - 1)) && WIDE.test(text.charAt(at + space.length)) ? '' : ' ';
  });
}

/**
 * A translation on as many lines as the original had, with the original's line ends and indentations, each line as long
 * in proportion as the original's. Words are neither lost nor added; if there are fewer of them than lines, there are
 * fewer lines. An original on one line leaves the translation as it is.
 */
export function rewrap(translation: string, original: string): string {
  const breaks = [...original.matchAll(/\s+/g)].filter(({ 0: space }) => LINE_END.test(space));
  if (breaks.length === 0) return translation;
  const units = unitsOf(unwrap(translation).trim());
  const spare = breaks.reduce((sum, { 0: lineEnd }) => sum + lineEnd.length - 1, 0);
  const scale = units.join('').length / (original.length - spare);
  let wrapped = '';
  let next = 0;
  let start = 0;
  let missing = 0;
  for (const [line, { index, 0: lineEnd }] of breaks.slice(0, Math.max(0, units.length - 1)).entries()) {
    // The space after a word counts to its line, and so does a line end, for one.
    missing += scale * (index + 1 - start);
    start = index + lineEnd.length;
    const linesToCome = Math.min(breaks.length - line, units.length - 1 - line);
    const stop = stopNear(units, next, units.length - linesToCome, missing);
    const text = units.slice(next, stop).join('');
    wrapped += text.trimEnd() + lineEnd;
    missing -= text.length;
    next = stop;
  }
  return wrapped + units.slice(next).join('');
}

const LINE_END = /[\n\r\u0085\u2028\u2029]/;
const WIDE = /[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** What would turn a line of prose into a list item, a heading, a quotation or a table if it came to stand first. */
const MARKER = /^(?:[-*+|]|#{1,6}|>.*|\d{1,3}[.)])$/;

/** The words, each with the space after it, where a line may end. No-break spaces hold words together. */
function unitsOf(text: string): string[] {
  const units: string[] = [];
  for (const word of text.match(/[^ \t]+[ \t]*/g) ?? []) {
    if (units.length > 0 && MARKER.test(word.trimEnd())) units.push((units.pop() ?? '') + word);
    else units.push(word);
  }
  return units;
}

/** Where the line that starts at units[next] stops, to be nearest to a length. It has one unit at least. */
function stopNear(units: readonly string[], next: number, lastUnit: number, target: number): number {
  let stop = next;
  let length = 0;
  while (stop < lastUnit) {
    const unit = units[stop]?.length ?? 0;
    if (stop > next && length + unit / 2 > target) break;
    length += unit;
    stop++;
  }
  return stop;
}
