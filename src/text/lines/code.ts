// Code: recognizes lines of code: statements, commands, settings. The rules accept clear cases only, because a line of prose
// that is taken for code stays untranslated.

/** Whether a line, without the white space around it, is code. */
export function isCode(line: string): boolean {
  if (!MAY_BE_CODE.test(line)) return false;
  const bare = withoutQuotations(line.slice(0, LONGEST));
  if (STATEMENTS.some(pattern => pattern.test(bare))) return true;
  // Tags are left out: they stand in prose as well.
  const words = bare.replace(/<\/?[a-z][^<>\n]{0,500}>/gi, ' ').trim();
  if (!SIGNS.test(words)) return false;
  return shareOfWords(words) < (ENDS.test(words) ? 0.75 : 0.5);
}

/**
 * The offset of the words of a comment that follows code in its line, after the comment's sign and white space; undefined if
 * the line is not code with a comment after it.
 */
export function trailingComment(line: string): number | undefined {
  for (const { index, 0: sign } of line.slice(0, LONGEST).matchAll(COMMENT_BEHIND)) {
    const code = line.slice(0, index).trim();
    if (isInString(code)) continue;
    return isCode(code) || (/\s{2,}$/.test(line.slice(0, index + 1)) && isSetting(code))
      ? index + sign.length
      : undefined;
  }
  return undefined;
}

/** Whether the text before a comment is a name or a setting: `x = 1     # note`, `port: 8080`. */
function isSetting(code: string): boolean {
  return /^[\w.$-]+(?:\s*(?::=|=|:)\s*\S+)?,?$/.test(code);
}

/** How many UTF-16 units of a line the rules read. */
const LONGEST = 1000;

const MAY_BE_CODE =
  /[=(){}[\];<>|&$:@#`"']|^\s*(?:import|export|return|break|package|using|require|FROM|RUN|COPY|else|end)\b/;

/** The line with `“”` for each quotation, and `x` for each part that prose has too: inline code, addresses. */
function withoutQuotations(line: string): string {
  return line
    .replace(/`[^`\n]{0,300}`/g, 'x')
    .replace(/\]\([^()\n]{0,500}\)|\b[a-z]{2,10}:\/\/[^\s<>"')]{1,500}/g, 'x')
    .replace(QUOTED, '“”');
}

/** Text between quotation marks, which counts as one value. */
const QUOTED = /"(?:[^"\\\n]|\\.){0,300}"|(?<![\p{L}\p{N}])'(?:[^'\\\n]|\\.){0,300}'(?![\p{L}\p{N}])/gu;

/** The sign of a comment after code, with the white space around it. */
const COMMENT_BEHIND = /\s(?:\/\/+<?|#+|--+|;+|\/\*+|<!--)\s+/g;

/** Signs that prose does not have: operators, calls, members, types. */
const SIGNS =
  /=>|[!=]==?|&&|\|\||::|\+=|-=|->|<-(?=\s)|\w\(|\(\)|[)\]}]\s*[{;]|[;{]$|^[}\])]|\$\w|\w\[|\w<\w|(?:^|\s)[\w.$]+\s*:?=\s*\S|\w\.\w+\(|\{\}/;

/** What stands at the end of lines of code, but not of prose. */
const ENDS = /(?:[;{},(]|=>)$/;

/** Patterns of statements: a line that matches one is code, however many of its parts are words. */
const STATEMENTS: readonly RegExp[] = [
  /^import\s+(?:[\w*{},\s]+\s+from\s+)?“”;?$|^import\s+[\w.]+(?:\s+as\s+\w+)?;?$|^from\s+[\w.]+\s+import\s/,
  /^export\s+(?:declare|default|const|let|var|function|class|interface|type|enum|async|abstract|\*|\{)|^export\s+\w+=/,
  /^(?:const|let|var|val|local|final|auto)\s+(?:[\w$]+|[{[].*[}\]])\s*(?::[^=]*)?=/,
  /^(?:(?:export|default|declare|local|public|private|protected|internal|static|async|abstract|override|pub|inline|virtual)\s+)*(?:function|func|fn|def|sub|fun)\s*\*?\s*[\w$.:]*\s*[(<]/,
  /^(?:(?:export|public|private|protected|abstract|sealed|final|pub|static)\s+)+(?:class|interface|struct|enum|void|const|[\w<>[\],.?]+\s+\w+\s*[({;=])/,
  /^(?:class|interface|struct|enum|trait|impl|namespace|module)\s+[\w.<>]+(?:\s+(?:extends|implements|for)\s.*)?\s*[:({]?$/,
  /^(?:if|for|foreach|while|switch|catch|elif|else if)\s*\(.*\)?\s*[{:;]?$/,
  /^(?:if|for|while|elif|with|else|try|except|finally)\b[^.!?]*[=<>()[\]._][^!?]*:$|^(?:else|try|finally|do|begin|end)\s*[:{;]?$/,
  /^(?:return|throw|raise|yield|await|delete|new|assert|break|continue|goto|print|echo|puts)\b.*;$|^(?:return|break|continue|pass)$/,
  /^(?:return|throw|raise|yield|await|assert)\s+(?:[\w$.]+\(|[\w$.]+$|[-!{(\d]|“”[;,]?$|\[.*[\];]$)/,
  /^(?:package|using|use|require|include|mod)\s+[\w.:/]+;$|^package\s+\w+$|^#\s?(?:include|define|ifdef|ifndef|endif|pragma)\b/,
  /^(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX|VIEW)|DROP TABLE|ALTER TABLE)\s.*[;(,*=]|^FROM\s+[\w./-]+(?::[\w.-]+)?(?:\s+AS\s+\w+)?$|^FROM\s+\w+\s*(?:;|WHERE\b.*;|\/\*.*;)$/,
  /^(?:RUN|COPY|ENTRYPOINT|CMD|WORKDIR|EXPOSE|ENV)\s+\S/,
  /^\$\s+\S|^>>>\s|^[\w.-]*[$#%]\s(?:npm|npx|yarn|pnpm|pip|git|cd|ls|make|docker|cargo|go|sudo)\b/,
  /^“”\s*:\s*(?:(?:“”|-?\d[\d.]*|true|false|null)\s*,?$|[[{])/,
  /^[\w.$-]+:\s*(?:true|false|null|yes|no|on|off|-?\d[\d.]*|“”|\[.*\]|\{.*\},?)\s*,?$/,
  /^(?:--)?[\w.$-]+\s*(?::=|\+=|=)\s*(?:“”|-?\d\S*|true|false|null|nil|None|True|False|[[{(].*)[;,]?$/,
  /^[\w:-]+=(?:“”|\{.*\})\s*\/?>?$/,
  /^<[?!][\w-]/,
  /^@(?:media|import|charset|font-face|keyframes)\b/,
  /^[.#\w*:@-][^{}!?]{0,200}\{[^{}]*:[^{}]*;\s*\}$|^[.#\w*:-][\w\s.#:>+~,*()[\]=“”-]{0,200}\{$/,
  /^template\s*<|^\((?:def(?:n|un|macro|var|ine)?|let|fn|lambda|ns|setq|require)\s|^(?:msgid|msgid_plural|msgstr|msgctxt)\b/,
  /^for\s+\w+\s+in\s.*;\s*do$|^(?:done|fi|esac|then|do)$|^if\s+\[.*\];?\s*then$|^(?:echo|printf)\s+“”|^set\s+[-+]/,
  /^[A-Z][a-z]+-[A-Z][A-Za-z]+\s+-\w/,
  /^[\w-]+:\s*[^.!?]*;$/,
];

/** The share of words (with the punctuation around them) among the parts into which white space divides a line. */
function shareOfWords(line: string): number {
  const runs = line.split(/\s+/).filter(run => run !== '');
  const words = runs.filter(run => WORD.test(run));
  return words.length / Math.max(1, runs.length);
}

const WORD = /^[(“‘«[]*(?:\p{L}[\p{L}\p{M}'’-]*|“”)[.,;:!?…)\]”’»]*$/u;

/** Whether a string that begins in a piece of code is still open at the end of the piece. */
function isInString(code: string): boolean {
  return ['"', '`'].some(quote => code.split(quote).length % 2 === 0);
}
