// Plain structure: the prose of a plain text, by the form of its lines.
import type { Range } from '../range';
import type { KeptRange, ProseFlow, TextStructure } from '../textStructure';
import { blocks, flows } from './blocks';

const LETTER = /\p{L}/u;

/** The structure of a text whose format has no parser: prose, and lines of code and data that are kept. */
export function plainStructure(text: string): TextStructure {
  const found: ProseFlow[] = [];
  const kept: KeptRange[] = [];
  const hasLetter = ({ start, end }: Range): boolean => LETTER.test(text.slice(start, end));
  for (const block of blocks(text)) {
    if (!hasLetter(block)) continue;
    for (const flow of flows(text, block)) {
      if (flow.kind === 'prose') {
        if (LETTER.test(flow.text)) found.push({ lines: flow.lines, symbols: [], markup: [] });
      } else if (hasLetter(flow)) kept.push({ start: flow.start, end: flow.end, reason: 'code' });
    }
  }
  return { flows: found, kept };
}
