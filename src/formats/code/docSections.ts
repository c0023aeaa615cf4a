// Doc sections: the sections of Python's docstrings, as Google's and NumPy's guides have them. Their headings and the names
// and types of arguments are read by programs, so they are not translated.

const HEADING =
  /^(?:Args|Arguments|Parameters|Params|Other Parameters|Keyword Args|Keyword Arguments|Returns?|Yields?|Receives|Raises|Warns|Attributes|Methods|Examples?|Notes?|See Also|References|Todo|Warnings?|Usage|Exceptions|Throws):?$/;
const WITH_NAMES = /^(?:Args|Arguments|Par|Other|Keyword|Raises|Warns|Attributes|Methods|Exceptions|Throws)/;
const WITH_TYPES = /^(?:Returns?|Yields?|Receives)/;
const NAME = /^\s*(?:\*{0,2}[\w.]+(?:\s*\([^()\n]{0,120}\))?(?:\s*,\s*\*{0,2}[\w.]+)*\s*:)(?=\s|$)\s*/;
const TYPE = /^\s*(?:[A-Za-z_][\w.]*(?:\[[^\]\n]{0,120}\])?(?:\s*\|\s*[\w.]+)*\s*:)(?=\s)\s*/;

/**
 * For each line of a docstring, the length of the part at its beginning that programs read: all of a heading, or of the line with
 * the name and type of an entry in NumPy's form; in Google's form an entry's name or type with the colon and the space after it.
 * 0 if the line begins with prose.
 */
export function sectionTags(lines: readonly string[]): number[] {
  let heading = '';
  let indent = 0;
  // The indentation of the section's entries, each of which begins with a name or a type.
  let entries: number | undefined;
  // Whether a line of dashes stands below the heading, as in NumPy's guide.
  let isRuled = false;
  return lines.map((line, at) => {
    const words = line.trim();
    if (words === '') return 0;
    const ownIndent = indentOf(line);
    const below = lines[at + 1] ?? '';
    const ruledBelow = isRule(below) && indentOf(below) === ownIndent;
    if (HEADING.test(words) && (ruledBelow || words.endsWith(':'))) {
      [heading, indent, entries, isRuled] = [words, ownIndent, undefined, ruledBelow];
      return line.length;
    }
    if (heading === '' || (isRuled ? isRule(line) : ownIndent <= indent)) {
      if (!isRuled) heading = '';
      return 0;
    }
    entries ??= ownIndent;
    if (ownIndent !== entries) return 0;
    if (isRuled)
      return isEntry(words, below, ownIndent) && (WITH_NAMES.test(heading) || WITH_TYPES.test(heading))
        ? line.length
        : 0;
    const pattern = WITH_NAMES.test(heading) ? NAME : WITH_TYPES.test(heading) ? TYPE : undefined;
    return pattern?.exec(line)?.[0].length ?? 0;
  });
}

/** Whether a line of a section in NumPy's form names an argument with its type (`x : int`), or has its description below it. */
function isEntry(words: string, below: string, indent: number): boolean {
  return /^\*{0,2}[\w., *]+ : \S/.test(words) || (below.trim() !== '' && indentOf(below) > indent);
}

function isRule(line: string): boolean {
  return /^\s*[-=~]{3,}\s*$/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
