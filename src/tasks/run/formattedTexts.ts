// Formatted texts: what the parser of a format knows of a run's texts, and the check that their document keeps its structure.
import type { Edit, EditsRequest, Format } from '../../formats/api/contract';
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

/** A document of which some texts of a run are ranges. */
export interface FormattedDocument {
  readonly format: Format;
  readonly text: string;
  /** The range of each of those texts, ascending. */
  readonly ranges: readonly Range[];
}

/** A parsed document, and the index in the run of the first text that is a range of it. */
interface ParsedDocument {
  readonly document: FormattedDocument;
  readonly structures: readonly TextStructure[];
  readonly firstText: number;
}

/**
 * Parses the documents of a run, whose texts are the ranges of the first document, then those of the second, and so on.
 *
 * @throws AttentiveError `closed` if the worker in which the parsers run ends; `cancelled`
 */
export async function parseDocuments(
  parsers: FormatParsers,
  documents: readonly FormattedDocument[],
  signal: AbortSignal,
): Promise<FormattedTexts> {
  const parsed: ParsedDocument[] = [];
  let firstText = 0;
  for (const document of documents) {
    parsed.push({ document, structures: await parsers.structure(document, signal), firstText });
    firstText += document.ranges.length;
  }
  return {
    structures: parsed.flatMap(({ structures }) => structures),
    fits: async edits => {
      const answers = edits.map(() => false);
      for (const one of parsed) {
        const own = [...edits.keys()].filter(at => isIn(one, edits[at]));
        if (own.length === 0) continue;
        const fits = await parsers.fits(
          editsOf(
            one,
            own.map(at => edits[at]),
          ),
          signal,
        );
        for (const [index, at] of own.entries()) answers[at] = fits[index];
      }
      return answers;
    },
    isSame: async edits => {
      for (const one of parsed) {
        const own = edits.filter(edit => isIn(one, edit));
        if (!(await parsers.isSame(editsOf(one, own), signal))) return false;
      }
      return true;
    },
  };
}

function isIn({ firstText, document }: ParsedDocument, { text }: TextEdit): boolean {
  return text >= firstText && text < firstText + document.ranges.length;
}

/** Edits of texts of a document as edits of the document. */
function editsOf({ document, firstText }: ParsedDocument, edits: readonly TextEdit[]): EditsRequest {
  const { format, text, ranges } = document;
  const placed = edits.map(({ text: at, start, end, replacement }): Edit => {
    const { start: origin } = ranges[at - firstText];
    return { start: origin + start, end: origin + end, text: replacement };
  });
  return { format, text, edits: placed };
}
