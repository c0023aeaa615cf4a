// Front matter: the values of a page's settings that are prose, such as its title.
import type { Range } from '../../text/range';
import type { ProseFlow } from '../../text/textStructure';

/**
 * The prose of front matter: values of the given keys on one line each, with or without quotation marks.
 *
 * @param range the range of the front matter in `text`, with the lines of `---` or `+++` around it
 */
export function frontMatterFlows(
  text: string,
  { start, end }: Range,
  kind: 'yaml' | 'toml',
  keys: readonly string[],
): ProseFlow[] {
  const sign = kind === 'yaml' ? ':' : '=';
  const line = new RegExp(`^([\\w.-]+)([ \\t]*${sign}[ \\t]+)(.*?)[ \\t]*$`, 'gm');
  const wanted = new Set(keys.map(key => key.toLowerCase()));
  const flows: ProseFlow[] = [];
  for (const { index, 1: key, 2: between, 3: value } of text.slice(start, end).matchAll(line)) {
    if (!wanted.has(key.toLowerCase())) continue;
    const words = proseOf(value, kind);
    if (words === undefined) continue;
    const from = start + index + key.length + between.length;
    flows.push({ lines: [{ start: from + words.start, end: from + words.end }], symbols: [], markup: [] });
  }
  return flows;
}

/** The prose of a value: what stands between its quotation marks or, in YAML, the whole of an unquoted value. */
function proseOf(value: string, kind: 'yaml' | 'toml'): Range | undefined {
  if (!/\p{L}/u.test(value)) return undefined;
  const style = styleOf(value);
  if (style === 'double' || style === 'single') return { start: 1, end: value.length - 1 };
  return kind === 'yaml' && style === 'plain' ? { start: 0, end: value.length } : undefined;
}

/**
 * How a value is quoted; undefined for a quoted value with an escape sequence in it, and for what is no text: lists, mappings,
 * blocks, references and comments, which are recognized by their signs.
 */
export function styleOf(value: string): 'double' | 'single' | 'plain' | undefined {
  if (/^"(?:[^"\\])*"$/.test(value)) return 'double';
  if (/^'(?:[^'])*'$/.test(value)) return 'single';
  return /^[[{>|&*!%@`"'#,?-]|\s#|:(?:\s|$)/.test(value) ? undefined : 'plain';
}
