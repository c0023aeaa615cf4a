// Formatted texts: what the parser of a format knows of a run's texts, and the check that their document keeps its structure.
import type { Edit, Format } from '../../formats/api/contract';
import type { Formats } from '../../formats/formats';
import type { Range } from '../../text/range';
import type { TextStructure } from '../../text/textStructure';
import type { SegmentPlace } from './rewrite';

/** The replacement of a range of one of the texts. */
export interface TextEdit extends SegmentPlace {
  readonly replacement: string;
}

export interface FormattedTexts {
  /** One for each text. */
  readonly structures: readonly TextStructure[];
  /** For each edit whether the document with that edit alone keeps its structure. */
  fits(edits: readonly TextEdit[]): Promise<readonly boolean[]>;
  /** Whether the document with all edits keeps its structure. */
  isSame(edits: readonly TextEdit[]): Promise<boolean>;
}

/** The edit that puts the result of a segment in place of its source. */
export interface SegmentEdit extends TextEdit {
  readonly segment: number;
}

/**
 * The segments whose edits must be left out so that the document keeps its structure. Each edit alone keeps it, but several
 * together may not. That is rare, so all edits are tried at once, and their halves only if the structure changes.
 */
export async function misfits(formatted: FormattedTexts, edits: readonly SegmentEdit[]): Promise<readonly number[]> {
  const good: SegmentEdit[] = [];
  const bad: number[] = [];
  const add = async (more: readonly SegmentEdit[]): Promise<void> => {
    if (more.length === 0) return;
    if (await formatted.isSame([...good, ...more])) {
      good.push(...more);
      return;
    }
    const [first, ...others] = more;
    if (others.length === 0) {
      bad.push(first.segment);
      return;
    }
    const half = Math.ceil(more.length / 2);
    await add(more.slice(0, half));
    await add(more.slice(half));
  };
  await add(edits);
  return bad;
}

/** The parsers of formats, as far as a run uses them. */
export type FormatParsers = Pick<Formats, 'structure' | 'fits' | 'isSame'>;

/** The document that a run's texts are ranges of. */
export interface FormattedDocument {
  readonly format: Format;
  readonly text: string;
  /** The range of each text of the run, ascending. */
  readonly ranges: readonly Range[];
}

/**
 * Parses several documents, each of which is one text of the run.
 *
 * @throws AttentiveError as `parseDocument`
 */
export async function parseDocuments(
  parsers: FormatParsers,
  documents: readonly Omit<FormattedDocument, 'ranges'>[],
  signal: AbortSignal,
): Promise<FormattedTexts> {
  const parsed: FormattedTexts[] = [];
  for (const document of documents) {
    const ranges = [{ start: 0, end: document.text.length }];
    parsed.push(await parseDocument(parsers, { ...document, ranges }, signal));
  }
  // The edits of one text, as edits of the only text of its document.
  const editsOf = (edits: readonly TextEdit[], text: number): TextEdit[] =>
    edits.filter(edit => edit.text === text).map(edit => ({ ...edit, text: 0 }));
  return {
    structures: parsed.flatMap(({ structures }) => structures),
    fits: async edits => {
      const answers = await Promise.all(parsed.map((one, text) => one.fits(editsOf(edits, text))));
      const next = parsed.map(() => 0);
      return edits.map(({ text }) => answers[text][next[text]++]);
    },
    isSame: async edits => {
      const answers = await Promise.all(parsed.map((one, text) => one.isSame(editsOf(edits, text))));
      return answers.every(isSame => isSame);
    },
  };
}

/**
 * Parses a document.
 *
 * @throws AttentiveError `closed` if the worker of the parsers ends; `cancelled`
 */
export async function parseDocument(
  parsers: FormatParsers,
  { format, text, ranges }: FormattedDocument,
  signal: AbortSignal,
): Promise<FormattedTexts> {
  const structures = await parsers.structure({ format, text, ranges }, signal);
  const placed = (edits: readonly TextEdit[]): Edit[] =>
    edits.map(({ text: at, start, end, replacement }) => {
      return { start: ranges[at].start + start, end: ranges[at].start + end, text: replacement };
    });
  return {
    structures,
    fits: edits => parsers.fits({ format, text, edits: placed(edits) }, signal),
    isSame: edits => parsers.isSame({ format, text, edits: placed(edits) }, signal),
  };
}
