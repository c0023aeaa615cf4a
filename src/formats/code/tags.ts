// Tags: what stands in front of the words of a comment's line, and behind them, and is read by programs: the tags of
// documentation with their names and types, marks such as `TODO:`, and tags of XML.

/** How the documentation of a language is written. */
export type Style = 'c' | 'lua' | 'perl' | 'php' | 'powershell' | 'python' | 'ruby' | 'swift' | 'other';

export function styleOf(scope: string): Style {
  const [, name] = /^source\.(lua|perl|powershell|python|ruby|swift)$/.exec(scope) ?? [];
  if (name !== undefined) return name as Style;
  if (scope === 'text.html.php') return 'php';
  return /^source\.(?:c|cpp|objc|objcpp|d|hlsl)$/.test(scope) ? 'c' : 'other';
}

/** The length of the tags at the beginning of a line, with the white space in front and behind; 0 if there are none. */
export function tagLength(line: string, style: Style): number {
  let at = line.length - line.trimStart().length;
  const start = at;
  for (const pattern of [...OWN[style], ...COMMON]) {
    pattern.lastIndex = at;
    const found = pattern.exec(line)?.[0];
    if (found === undefined || found === '') continue;
    at += found.length;
    break;
  }
  for (;;) {
    BLOCK_TAG.lastIndex = at;
    const found = BLOCK_TAG.exec(line)?.[0];
    if (found === undefined) break;
    at += found.length;
  }
  if (at === start) return 0;
  return at + (line.slice(at).length - line.slice(at).trimStart().length);
}

/**
 * The length of a line up to the end of its words, before tags, borders, a backslash or `::` that end the line. A run of the last
 * character of `commentSign`, the sign that begins the comment (`//`), is a border.
 */
export function wordsLength(line: string, commentSign: string): number {
  let words = line.trimEnd();
  for (;;) {
    const closing = CLOSING_TAG.exec(words)?.[0];
    if (closing === undefined) break;
    words = words.slice(0, words.length - closing.length).trimEnd();
  }
  const own = commentSign.replace(/\s/g, '').slice(-1);
  const border = /(?:\s{2,}|(?<=\s))([*#|/;%=+-])\1*$/.exec(words);
  if (border !== null && (border[1] === own || /^\s{2}|^\s?.{3}|\*/.test(border[0]))) {
    words = words.slice(0, border.index).trimEnd();
  }
  return words.replace(/(?<=\s)\\$|(?<=\w)::$/, '').trimEnd().length;
}

const BLOCK =
  'summary|remarks|returns|param|typeparam|value|exception|example|para|list|listheader|item|term|description|inheritdoc|include' +
  '|permission|p|li|ul|ol|dl|dt|dd|table|caption|tr|td|th|thead|tbody|h[1-6]|br|hr|blockquote|div|pre';

const BLOCK_TAG = new RegExp(`\\s*</?(?:${BLOCK})\\b(?:[^<>"']|"[^"]*"|'[^']*')*>`, 'y');
const CLOSING_TAG = new RegExp(
  `<(?:/(?:${BLOCK})|(?:br|hr|p|inheritdoc|include)\\b[^<>]*/?|(?:ul|ol|dl|table|list)\\b[^<>]*)\\s*>$`,
);

/** Documentation tags after which the line has no prose: only names, types or addresses. */
const NAMES =
  'type|typedef|author|authors|since|version|name|member|memberof|module|extends|augments|implements|interface|namespace|class' +
  '|function|func|event|fires|emits|listens|license|default|defaultvalue|access|package|internal|inheritdoc|inheritDoc|export' +
  '|exports|exportMethod|exportClass|import|importFrom|rdname|aliases|alias|family|keywords|ingroup|addtogroup|method|uses|usedby' +
  '|category|subpackage|private|public|protected|static|readonly|override|abstract|generator|kind|mixes|mixin|callback|enum|this' +
  '|requires|external|satisfies|group|dataProvider|covers|test|overload|generic|meta|nodiscard|async|cast|operator|suppress' +
  '|Suppress|SuppressWarnings|spec|hidden|hide|final|constructor|constant|const|virtual|sealed|docType|include|includes|useDynLib' +
  '|see(?=\\s+\\S+$)|sample|serial|jsx\\w*|phpstan-\\w+|psalm-\\w+|phan-\\w+|noinspection\\w*|codeCoverageIgnore\\w*|runInSeparateProcess';

/** A text between braces. Types may hold such texts two levels deep. */
const INNER = '\\{[^{}]{0,200}\\}';
const TYPE = `(?:[ \\t]*\\{(?:[^{}]|\\{(?:[^{}]|${INNER}){0,200}\\}){0,300}\\})?`;
const NAMED = 'param|arg|argument|property|prop|typeparam|template|tparam|field|retval|attr|slot|csspart|cssprop';

const COMMON = [
  // `@param {string} [name=1] - `
  `@(?:${NAMED})\\b(?:\\[[\\w, ]{1,10}\\])?${TYPE}(?:[ \\t]+\\[?(?:[\\w$.&*-]{1,80}|<\\w{1,40}>)(?:=[^\\]\\n]{0,80}\\])?\\]?)?(?:[ \\t]+(?:-|:)(?=[ \\t]))?`,
  // `@throws IOException `: the name of a type, which has a capital letter or a dot inside.
  `@(?:throws?|exception|raises?|yields?)\\b${TYPE}(?:[ \\t]+\\\\?(?:[A-Z][\\w$]*(?:[.\\\\|][\\w$.\\\\|]+|[a-z\\d][A-Z]\\w*|(?=[ \\t]+(?:if|when|on|in|wenn|si)\\b))|\\w+(?:[.\\\\]\\w+)+))?`,
  '@see\\b[ \\t]+(?:[\\w$.]*[#(][^\\s]*(?:\\([^()]*\\))?)',
  `@(?:${NAMES})\\b.*`,
  `@[a-zA-Z]{2,30}\\b(?!-)(?:\\[[\\w, ]{1,10}\\])?${TYPE}(?:[ \\t]+-(?=[ \\t]))?`,
  '(?:TODO|FIXME|HACK|XXX|BUG|NOTE|OPTIMIZE|REVIEW|UNDONE|MARK|WARNING|IDEA|SAFETY)\\b(?:\\s?\\([^()\\n]{1,60}\\)|\\s?\\[[^[\\]\\n]{1,60}\\])?(?:[ \\t]+#\\d{1,9})?:(?:[ \\t]+-(?=[ \\t]))?',
  '(?:TODO|FIXME|HACK|XXX)\\b(?:\\([^()\\n]{1,60}\\))?(?:[ \\t]+-)?(?=[ \\t])',
  ':(?:param|parameter|type|arg|argument|key|keyword|raises?|except|exception|returns?|rtype|yields?|ytype|var|ivar|cvar|vartype|meta|cite)\\b[^:\\n]{0,80}:',
  '\\.\\.[ \\t]+[a-z][\\w:-]{1,40}::(?:[ \\t]+(?:\\d[\\w.]*|[\\w./:-]+(?=$)))?',
  'Deprecated:(?=[ \\t])',
  // The ornament in front of a title: `=== Title ===`.
  '([=*#~+/-])\\1{2,}(?=[ \\t])',
].map(sticky);

const PHP_TYPE = '(?:[?\\\\\\w|&[\\]]|<[^<>\\n]{0,80}>|\\{[^{}\\n]{0,200}\\}|\\([^()\\n]{0,80}\\))+';
const LUA_TYPE =
  '(?:fun\\([^()\\n]{0,120}\\)(?::[ \\t]*[\\w.|?[\\]]+)?|[\\w.|?[\\]"\']+(?:<[^<>\\n]{0,80}>)?(?:\\[\\])?\\??)';
const BRACKETS = '\\[[^[\\]\\n]{0,120}\\]';

/** The tags of one style only. */
const OWN: Readonly<Record<Style, readonly RegExp[]>> = {
  c: [
    '\\\\(?:param|tparam|retval|exception|throws?|class|struct|fn|def|var|enum|file|ingroup|defgroup|addtogroup|anchor|ref|copydoc|copybrief|page|section|subsection)(?:\\[[\\w, ]{1,10}\\])?(?:[ \\t]+[\\w:.~]{1,80})?',
    '\\\\[a-z]{2,20}\\b',
    '[@\\\\]\\{',
  ].map(sticky),
  lua: [
    '@param[ \\t]+[\\w.]+\\??[ \\t]+' + LUA_TYPE,
    '@return[ \\t]+' + LUA_TYPE + '(?:[ \\t]*,[ \\t]*' + LUA_TYPE + ')*(?:[ \\t]+[a-z_]\\w*(?=[ \\t]))?(?:[ \\t]+#)?',
    '@field[ \\t]+(?:(?:public|private|protected|package)[ \\t]+)?\\S+[ \\t]+' + LUA_TYPE,
    '@(?:class|alias|type|generic|overload|see|enum|diagnostic|cast|vararg|as|meta|module)\\b.*',
    '\\|[ \\t]*[\'"]?[\\w-]+[\'"]?(?:[ \\t]+#)?',
  ].map(sticky),
  perl: ['=(?:head\\d|item(?:[ \\t]+(?:\\*|\\d+\\.?)(?=[ \\t]))?)(?=[ \\t])', '=\\w.*'].map(sticky),
  php: [
    `@(?:param|property(?:-read|-write)?)\\b(?:[ \\t]+${PHP_TYPE})?[ \\t]+&?(?:\\.{3})?\\$\\w+`,
    `@(?:return|var|throws|property)[ \\t]+${PHP_TYPE}(?:[ \\t]+\\$\\w+)?`,
  ].map(sticky),
  // The keywords of help, each with the name of what it describes: `.PARAMETER Path`.
  powershell: ['\\.[A-Z]{4,30}\\b.*'].map(sticky),
  python: [],
  ruby: [
    `@(?:param|option|yieldparam|attr(?:_reader|_writer)?)\\b(?:[ \\t]+${BRACKETS})?(?:[ \\t]+[*&]{0,2}\\w+:?)?(?:[ \\t]+${BRACKETS})?(?:[ \\t]+:\\w+(?=[ \\t]))?(?:[ \\t]+\\(.{0,40}?\\))?`,
    `@(?:return|raise|yield|yieldreturn)\\b(?:[ \\t]+${BRACKETS})?`,
    '@!\\w+.*',
    ':\\w+:(?=[ \\t]|$).*',
  ].map(sticky),
  swift: [
    '- (?:Parameter[ \\t]+\\w+|Parameters|Returns|Throws|Note|Warning|Important|Precondition|Postcondition|Complexity|SeeAlso|Remark|Attention|Authors?|Bug|Copyright|Date|Experiment|Invariant|Requires|Since|ToDo|Version|Tag):',
    '- [a-z]\\w*:',
  ].map(sticky),
  other: [],
};

function sticky(pattern: string): RegExp {
  return new RegExp(pattern, 'y');
}
