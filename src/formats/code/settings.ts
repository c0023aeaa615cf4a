// Settings: lines of comments that are settings of a file of settings, commented out: their values may be plain words, which
// tell nothing of code.

/** For each line of a comment in a language of settings whether it is one. */
export function settingLines(lines: readonly string[], scope: string): boolean[] {
  if (/^source\.(?:ini|toml)$/.test(scope))
    return lines.map(line => /^\s*(?:[\w.-]+\s*=(?:\s*\S+)?|\[[\w.:"' -]+\])\s*$/.test(line));
  if (scope !== 'source.yaml') return lines.map(() => false);
  const found = lines.map((line, at) => isSure(line, lines[at + 1]));
  // The settings around one are settings as well, whatever their values are.
  const near = (at: number): boolean => found[at - 1] === true || found[at + 1] === true;
  return lines.map((line, at) => found[at] === true || (MAY_BE.test(line) && near(at)));
}

/** A key with one word behind it, or with settings below it that are indented more. */
function isSure(line: string, below = ''): boolean {
  if (!KEY.test(line)) return false;
  return !/:\s*$/.test(line) || (MAY_BE.test(below) && /^\s*/.exec(below)?.[0] !== /^\s*/.exec(line)?.[0]);
}

const KEY = /^\s*(?:- )?[a-z_][\w./-]*:(?:\s+[^\s.]\S*)?\s*$/;
const MAY_BE = /^\s*(?:- |(?:- )?[a-z_][\w./-]*:(?:\s|$))/;
