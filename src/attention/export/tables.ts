// Tables: matrices as CSV in full precision, and as Markdown tables with rounded numbers.
import { csvField, markdownCell } from '../drawing/escape';
import { exactNumber, type Snapshot, matricesOf, placeholderLines } from '../drawing/snapshot';

export interface TableNames {
  readonly head: string;
  readonly token: string;
}

/**
 * Comma-separated values (RFC 4180): a line for each target, a column for each source. With several heads each line
 * begins with its head's name. Texts that a spreadsheet would take for formulas get an apostrophe in front.
 */
export function csvOf(snapshot: Snapshot, names: TableNames): string {
  const { targets, sources } = snapshot.record;
  const matrices = matricesOf(snapshot);
  const isOneHead = matrices.length === 1;
  const first = isOneHead ? [csvField(names.token)] : [csvField(names.head), csvField(names.token)];
  const lines = [[...first, ...sources.map(({ text }) => csvField(text))].join(',')];
  matrices.forEach(({ weights, columns }, head) =>
    targets.forEach(({ text }, row) => {
      const start = isOneHead ? [csvField(text)] : [csvField(snapshot.headNames[head] ?? ''), csvField(text)];
      const numbers = Array.from(weights.subarray(row * columns, (row + 1) * columns), exactNumber);
      lines.push([...start, ...numbers].join(','));
    }),
  );
  return `${lines.join('\r\n')}\r\n`;
}

/** A Markdown table for each head, with its name above if there are several; below, a list of what placeholders stand for. */
export function markdownOf(snapshot: Snapshot, names: TableNames, format: (weight: number) => string): string {
  const { targets, sources } = snapshot.record;
  const matrices = matricesOf(snapshot);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const tables = matrices.map(({ weights, columns }, head) => {
    const title = matrices.length > 1 ? [`**${markdownCell(snapshot.headNames[head] ?? '')}**`, ''] : [];
    return [
      ...title,
      line([names.token, ...sources.map(({ text }) => text)].map(markdownCell)),
      line([':--', ...sources.map(() => '--:')]),
      ...targets.map(({ text }, row) => {
        const numbers = Array.from(weights.subarray(row * columns, (row + 1) * columns), format);
        return line([markdownCell(text), ...numbers]);
      }),
    ].join('\n');
  });
  const legend = placeholderLines(snapshot).map(line => `- ${markdownCell(line)}`);
  return `${[...tables, ...(legend.length > 0 ? [legend.join('\n')] : [])].join('\n\n')}\n`;
}
