// Comments: the comments, docstrings and strings of source code, each as a whole, with its signs and the lines of its content.
import type { Range } from '../../text/range';
import type { Syntax } from '../syntax';
import type { CodeLine, Token } from './tokens';

export interface Comment {
  /** `line`: ends at the end of its line. `block`: ends at a closing sign. `text`: a line of text between tags, without signs. */
  readonly kind: 'line' | 'block' | 'text';
  /** As what the grammar recognizes it: a comment, a docstring, another string, or text between tags. */
  readonly of: Token['of'];
  /** The sign at its beginning; empty if it has none. */
  readonly sign: string;
  /** The index of its first line. */
  readonly line: number;
  /** The column at which it begins, in UTF-16 units. */
  readonly column: number;
  /** Whether nothing but white space stands in front of it. */
  readonly isAlone: boolean;
  /** Its content: a part of each of its lines, without the signs. Offsets are into the text. */
  readonly parts: readonly Range[];
}

/** A run of tokens of one kind on a line, without code between them. Offsets are into the text. */
interface Run extends Range {
  readonly of: Token['of'];
  readonly line: number;
}

/** A comment whose end is not known yet. */
interface Open {
  readonly comment: Omit<Comment, 'parts'>;
  /** The sign that ends it; empty if it ends with its line. */
  readonly close: string;
  readonly parts: Range[];
}

/** The comments, in the order of the text. */
export function commentsOf(text: string, lines: readonly CodeLine[], language: Syntax): Comment[] {
  const found: Comment[] = [];
  const signs = new Signs(language);
  let open: Open | undefined;
  const close = (): void => {
    if (open !== undefined) found.push({ ...open.comment, parts: open.parts });
    open = undefined;
  };
  for (const [at, line] of lines.entries()) {
    const runs = runsOf(line, at);
    // A comment also ends where the grammar takes the beginning of the next line for code.
    if (open !== undefined && (runs[0]?.start !== line.start || runs[0].of !== open.comment.of)) close();
    let from = line.start;
    for (const run of runs) {
      from = Math.max(from, run.start);
      while (open !== undefined || from < run.end) {
        const begun: Open | undefined = open ?? opened(text, line, { ...run, start: from }, signs);
        if (begun === undefined) break;
        const begins = begun === open ? from : (begun.parts.pop()?.start ?? from);
        open = begun;
        // Some grammars take names inside of a comment for code, so a line comment goes on to the last run of its line.
        const last = begun.comment.kind === 'line' ? runs.findLast(({ of }) => of === run.of) : undefined;
        const ends = endOf(text, { ...run, start: begins }, begun, lines[at + 1], signs);
        begun.parts.push({ start: begins, end: last?.end ?? ends?.content ?? run.end });
        from = last?.end ?? ends?.end ?? run.end;
        if (begun.close !== '' && ends === undefined && run.end === line.end) break;
        close();
      }
    }
  }
  close();
  return found;
}

function runsOf({ start, tokens }: CodeLine, line: number): Run[] {
  const runs: Run[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    const joins = last?.of === token.of && last.end === start + token.start;
    if (joins) runs.pop();
    runs.push({ of: token.of, line, start: joins ? last.start : start + token.start, end: start + token.end });
  }
  return runs;
}

/** The comment that begins in a run; its only part is the empty range at which its content begins. */
function opened(text: string, line: CodeLine, run: Run, signs: Signs): Open | undefined {
  const content = text.slice(run.start, run.end);
  const indent = content.length - content.trimStart().length;
  const sign = signs.at(content.slice(indent), run.of);
  if (sign === undefined) return undefined;
  const start = run.start + (run.of === 'comment' ? indent : 0);
  const isAlone = text.slice(line.start, start).trim() === '';
  const { kind, open, close } = sign;
  return {
    comment: { kind, of: run.of, sign: open, line: run.line, column: start - line.start, isAlone },
    close,
    parts: [{ start: start + open.length, end: start + open.length }],
  };
}

/** Where in a run the content of an open comment ends, and where the comment itself ends; undefined if it goes on. */
function endOf(
  text: string,
  run: Run,
  { close }: Open,
  next: CodeLine | undefined,
  signs: Signs,
): { readonly content: number; readonly end: number } | undefined {
  if (close === '') return undefined;
  if (run.of !== 'comment') {
    const content = run.end - close.length;
    const isEnd = content >= run.start && text.startsWith(close, content) && !continues(text, run, next, signs);
    return isEnd ? { content, end: run.end } : undefined;
  }
  for (let from = run.start; ;) {
    const at = text.indexOf(close, from);
    if (at < 0 || at + close.length > run.end) return undefined;
    const end = at + close.length;
    const rest = text.slice(end, run.end).trim();
    // A command that ends a block, such as `=cut`, stands on a line of its own, and such blocks do not nest.
    const isCommand = /^=\w/.test(close);
    if (isCommand && at !== run.start) return undefined;
    const isLast = rest === '' ? !continues(text, run, next, signs) : signs.at(rest, run.of) !== undefined;
    if (isLast || isCommand) return { content: run.start + ornaments(text.slice(run.start, at), close), end };
    from = end;
  }
}

/** Whether the comment goes on in the next line. The closing sign in this line then ended only a comment nested in it. */
function continues(text: string, run: Run, next: CodeLine | undefined, signs: Signs): boolean {
  const first = next?.tokens[0];
  if (next === undefined || first?.start !== 0 || first.of !== run.of) return false;
  const isAtEnd = text.slice(run.end, next.start).trim() === '';
  return isAtEnd && signs.at(text.slice(next.start, next.end).trim(), run.of) === undefined;
}

/** The length of a content without repetitions of the closing sign's first character at its end, such as `**` before `*\/`. */
function ornaments(content: string, close: string): number {
  const [first = ''] = close;
  if (!'*-#'.includes(first)) return content.length;
  let end = content.length;
  while (content.charAt(end - 1) === first) end--;
  return end;
}

interface Sign {
  readonly kind: Comment['kind'];
  readonly open: string;
  /** Empty if it ends with the line. */
  readonly close: string;
}

/** The signs that begin and end the comments of a language. */
class Signs {
  private readonly blocks: readonly (readonly [open: RegExp, close: string])[];
  private readonly lines: readonly RegExp[];

  constructor({ blockSigns, lineSigns }: Syntax) {
    this.blocks = blockSigns.map(([open, close]) => [blockPattern(open), close]);
    this.lines = lineSigns.map(linePattern);
  }

  /** The sign with which a text begins. */
  at(text: string, of: Token['of']): Sign | undefined {
    if (of === 'text') return { kind: 'text', open: '', close: '' };
    if (of !== 'comment') {
      const quote = QUOTE.exec(text);
      return quote === null ? undefined : { kind: 'block', open: quote[0], close: quote[1] ?? '' };
    }
    for (const [pattern, close] of this.blocks) {
      const open = pattern.exec(text);
      // A comment of Lua that begins with `--[==[` ends with `]==]`, which has as many equals signs.
      if (open !== null) return { kind: 'block', open: open[0], close: close.replace(']]', `]${open[1] ?? ''}]`) };
    }
    for (const pattern of this.lines) {
      const open = pattern.exec(text)?.[0];
      if (open !== undefined) return { kind: 'line', open, close: '' };
    }
    return undefined;
  }
}

const QUOTE = /^(?:[a-zA-Z]{0,3}|[@$]{1,2})("""|'''|"|'|`)/;

function escaped(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Matches the sign of a line comment with its repetitions, and with what marks it as documentation: `///<`, `#'`, `-- |`. */
function linePattern(sign: string): RegExp {
  if (/^\w/.test(sign)) return new RegExp(`^@?${sign}\\b`, 'i');
  const more = { '--': '(?:[!^]|\\s[|^](?=\\s))?', '#': "(?:['!:](?=\\s))?", '//': '!?<?' }[sign] ?? '';
  return new RegExp(`^${escaped(sign)}${escaped(sign.slice(-1))}*${more}`);
}

function blockPattern(open: string): RegExp {
  if (open === '--[[') return /^--\[(=*)\[/;
  // A block of documentation in Perl begins with any command, such as `=head1`. The command is a part of the content.
  if (open === '=') return /^(?==[a-z])/;
  // Documentation in Elixir is the value of an attribute, and in GraphQL it stands by itself.
  if (open.startsWith('"')) return new RegExp(`^(?:@\\w+\\s+(?:~[sS])?)?${open}`);
  if (open === '###') return /^###(?!#)/;
  const more = /[*+-]$/.test(open) ? `${escaped(open.slice(-1))}*[!|^]?<?` : '';
  return new RegExp(`^${escaped(open)}${more}`);
}
