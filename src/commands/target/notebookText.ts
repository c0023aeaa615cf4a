// Notebook text: the texts of a notebook's cells in one text, each below a heading, as previews show them.
import type { Range } from '../../text/range';

export interface CellText {
  /** One line that says which cell it is. */
  readonly heading: string;
  readonly text: string;
}

export interface JoinedCells {
  readonly text: string;
  /** The range of each cell's text. */
  readonly ranges: readonly Range[];
}

/** The texts of the cells, each below a line `# %%`, by which many editors recognize cells in a script. Line ends become `\n`. */
export function joinedCells(cells: readonly CellText[]): JoinedCells {
  let text = '';
  const ranges = cells.map(({ heading, text: own }): Range => {
    text += `${text === '' ? '' : '\n\n'}# %% ${heading}\n`;
    const start = text.length;
    text += withLineFeeds(own);
    return { start, end: text.length };
  });
  return { text: `${text}\n`, ranges };
}

/** A text in which every line ends with `\n`. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
