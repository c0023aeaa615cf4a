// Declared name: the name with which a comment of Go begins, by convention that of the declaration below it (Go doc comments,
// https://go.dev/doc/comment).
import type { ProseFlow } from '../../text/textStructure';

/** The comment's lines from the first one on, and the declaration below them. */
const DECLARATION = /^(?:[ \t]*\/\/.*\r?\n)+[ \t]*(?:func\s+(?:\([^()\n]*\)\s*)?|(?:type|var|const|package)\s+)(\w+)/;

/** The flow without the declared name at its beginning, which stays as it is because tools look for it there. */
export function withoutDeclaredName(source: string, flow: ProseFlow): ProseFlow {
  const [first, ...others] = flow.lines;
  const lineStart = source.lastIndexOf('\n', first.start - 1) + 1;
  const name = DECLARATION.exec(source.slice(lineStart))?.[1];
  if (name === undefined || !/^[ \t]*\/\/[ \t]*$/.test(source.slice(lineStart, first.start))) return flow;
  const words = source.slice(first.start, first.end);
  const lead = [`Package ${name} `, `${name} `].find(one => words.startsWith(one))?.length ?? 0;
  return lead === 0 ? flow : { ...flow, lines: [{ start: first.start + lead, end: first.end }, ...others] };
}
