// Signature: the structure of a Markdown document without its words, to compare a document with its translation.
import { styleOf } from './frontMatter';
import { childrenOf, type Nodes, type Root } from './tree';

/**
 * The elements of a document with all that is no prose: addresses, code, formulas, names, marks of lists, settings. Words may
 * move within a paragraph, so that the inline elements of a paragraph are sorted, and their order is not compared.
 *
 * @param keys the keys of front matter whose values are prose
 */
export function signatureOf(root: Root, keys: readonly string[]): string {
  return JSON.stringify(shapeOf(root, new Set(keys.map(key => key.toLowerCase()))));
}

type Shape = readonly unknown[];

/** Fields of a node that are left out of its list of fields: prose, positions, and what `shapeOf` lists by itself. */
const FREE_FIELDS: ReadonlySet<string> = new Set(['type', 'children', 'position', 'data', 'title', 'alt']);

function shapeOf(node: Nodes, keys: ReadonlySet<string>): Shape {
  const fields = Object.entries(node)
    .filter(([name]) => !FREE_FIELDS.has(name))
    .map(([name, value]) => [name, name === 'value' ? valueOf(node, String(value), keys) : (value as unknown)]);
  const children = childrenOf(node).filter(({ type }) => type !== 'text');
  const shapes = children.map(child => shapeOf(child, keys));
  if (isPhrasing(node)) shapes.sort(byText);
  return [node.type, fields, shapes];
}

function byText(left: Shape, right: Shape): number {
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether the children of a node are words with markup. */
function isPhrasing({ type }: Nodes): boolean {
  return ![
    'root',
    'blockquote',
    'list',
    'listItem',
    'table',
    'tableRow',
    'containerDirective',
    'footnoteDefinition',
  ].includes(type);
}

/** The value of a node without its prose. */
function valueOf(node: Nodes, value: string, keys: ReadonlySet<string>): string {
  // A code span may be wrapped at a space.
  if (node.type === 'inlineCode' || node.type === 'inlineMath') return value.replace(/\s+/g, ' ');
  if (node.type === 'html') return htmlShape(value);
  if (node.type !== 'yaml' && (node.type as string) !== 'toml') return value;
  return value
    .split(/\r?\n/)
    .map(line => {
      const [, key, sign, rest] = /^([\w.-]+)(\s*[:=]\s+)(.*)$/.exec(line) ?? [];
      if (key === undefined || !keys.has(key.toLowerCase())) return line;
      // Of a value that is prose, only the style (quoted or plain) is compared. Any other value, such as a list, is compared
      // with its words.
      return `${key}${sign}${styleOf(rest) ?? rest}`;
    })
    .join('\n');
}

/** The tags of HTML without the values of attributes that are prose. */
function htmlShape(html: string): string {
  return (html.match(/<[^<>]*>/g) ?? [])
    .map(tag => tag.replace(/(\s(?:alt|title)=)(?:"[^"\n]*"|'[^'\n]*')/gi, '$1""'))
    .join('');
}
