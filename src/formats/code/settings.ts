// Settings: finds the settings that were commented out in configuration files. The rules for code do not find them, because
// the values of settings may be plain words.

/** For each line of a comment whether it is a setting; only in INI, TOML and YAML. */
export function settingLines(lines: readonly string[], scope: string): boolean[] {
  if (/^source\.(?:ini|toml)$/.test(scope))
    return lines.map(line => /^\s*(?:[\w.-]+\s*=(?:\s*\S+)?|\[[\w.:"' -]+\])\s*$/.test(line));
  if (scope !== 'source.yaml') return lines.map(() => false);
  const found = lines.map((line, at) => isSure(line, lines[at + 1]));
  // A line next to a sure setting is a setting as well, whatever its value is.
  const near = (at: number): boolean => found[at - 1] === true || found[at + 1] === true;
  return lines.map((line, at) => found[at] === true || (MAY_BE.test(line) && near(at)));
}

/** Whether a line is a key with one word behind it, or a key above a possible setting that is indented otherwise. */
function isSure(line: string, below = ''): boolean {
  if (!KEY.test(line)) return false;
  return !/:\s*$/.test(line) || (MAY_BE.test(below) && /^\s*/.exec(below)?.[0] !== /^\s*/.exec(line)?.[0]);
}

const KEY = /^\s*(?:- )?[a-z_][\w./-]*:(?:\s+[^\s.]\S*)?\s*$/;
const MAY_BE = /^\s*(?:- |(?:- )?[a-z_][\w./-]*:(?:\s|$))/;
