// Punctuation: gives a translation the end mark and the hyphens of its source where the model changed them although the
// target language does not ask for it.

/** What may stand behind the mark that ends a sentence: quotation marks, brackets, markers of emphasis and white space. */
const CLOSERS = '["\'“”’»›)\\]*_\\s]*';
const END = new RegExp(`([!?！？])[!?！？]*${CLOSERS}$`, 'u');
const FULL_STOP = new RegExp(`(?<![.．。])([.。])(?=${CLOSERS}$)`, 'u');
const HYPHEN = /(?<= )-(?= )/g;
const DASH = /(?<=[ \u00a0])[–—](?= )/g;

/**
 * The translation with two repairs: an exclamation or a question that became a statement ends with the mark of its source
 * again, and hyphens between spaces ("No Action - View") that became dashes are hyphens again, if the source has no dash.
 * Each character is replaced by one other, so that offsets into the translation stay valid.
 */
export function punctuatedAs(source: string, result: string): string {
  return withHyphens(source, withEndMark(source, result));
}

function withEndMark(source: string, result: string): string {
  const mark = END.exec(source)?.[1];
  if (mark === undefined) return result;
  const isQuestion = mark === '?' || mark === '？';
  return result.replace(FULL_STOP, stop => {
    if (stop === '。') return isQuestion ? '？' : '！';
    return isQuestion ? '?' : '!';
  });
}

function withHyphens(source: string, result: string): string {
  const hyphens = source.match(HYPHEN)?.length ?? 0;
  if (hyphens === 0 || /[–—]/u.test(source)) return result;
  let missing = hyphens - (result.match(HYPHEN)?.length ?? 0);
  return result.replace(DASH, dash => (missing-- > 0 ? '-' : dash));
}
