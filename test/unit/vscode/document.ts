// Document: a text document whose lines, offsets and edits behave as in VS Code.
import { Position, Range, type TextEdit, type Uri } from './values';

/** A change of a document as listeners receive it. Its range and offset are in the text before the edit. */
export interface ContentChange {
  readonly range: Range;
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export class TextDocument {
  version = 1;
  isDirty = false;
  isClosed = false;

  constructor(
    readonly uri: Uri,
    private text: string,
    public languageId = 'plaintext',
  ) {}

  get fileName(): string {
    return this.uri.fsPath;
  }

  get isUntitled(): boolean {
    return this.uri.scheme === 'untitled';
  }

  get eol(): number {
    return this.text.includes('\r\n') ? 2 : 1;
  }

  get lineCount(): number {
    return this.lines().length;
  }

  getText(range?: Range): string {
    return range === undefined ? this.text : this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  lineAt(at: number | Position): object {
    const lineNumber = typeof at === 'number' ? at : at.line;
    const lines = this.lines();
    if (!(lineNumber >= 0 && lineNumber < lines.length)) throw new Error(`there is no line ${lineNumber}`);
    const text = lines[lineNumber].text;
    const range = new Range(lineNumber, 0, lineNumber, text.length);
    const hasNext = lineNumber + 1 < lines.length;
    return {
      lineNumber,
      text,
      range,
      rangeIncludingLineBreak: hasNext ? new Range(range.start, new Position(lineNumber + 1, 0)) : range,
      firstNonWhitespaceCharacterIndex: text.length - text.trimStart().length,
      isEmptyOrWhitespace: text.trim() === '',
    };
  }

  offsetAt(position: Position): number {
    const { line, character } = this.validatePosition(position);
    return this.lines()[line].from + character;
  }

  positionAt(offset: number): Position {
    const at = Math.min(Math.max(0, offset), this.text.length);
    const lines = this.lines();
    const line = lines.findLastIndex(({ from }) => from <= at);
    return new Position(line, Math.min(at - lines[line].from, lines[line].text.length));
  }

  validatePosition({ line, character }: Position): Position {
    const lines = this.lines();
    if (line < 0) return new Position(0, 0);
    if (line >= lines.length) return new Position(lines.length - 1, lines[lines.length - 1].text.length);
    return new Position(line, Math.min(Math.max(0, character), lines[line].text.length));
  }

  validateRange({ start, end }: Range): Range {
    return new Range(this.validatePosition(start), this.validatePosition(end));
  }

  /** Applies all edits at once; their ranges are in the text before. New line ends become those of the document. */
  apply(edits: readonly TextEdit[]): readonly ContentChange[] {
    const ending = this.eol === 2 ? '\r\n' : '\n';
    const changes = edits
      .map(({ range, newText }): ContentChange => {
        const rangeOffset = this.offsetAt(range.start);
        const rangeLength = this.offsetAt(range.end) - rangeOffset;
        return { range, rangeOffset, rangeLength, text: newText.replace(/\r\n|\r|\n/g, ending) };
      })
      // The last change comes first, as in VS Code.
      .sort((a, b) => b.rangeOffset - a.rangeOffset || b.rangeLength - a.rangeLength);
    for (const { rangeOffset, rangeLength, text } of changes) {
      this.text = this.text.slice(0, rangeOffset) + text + this.text.slice(rangeOffset + rangeLength);
    }
    this.version++;
    this.isDirty = true;
    return changes;
  }

  private lines(): readonly { readonly from: number; readonly text: string }[] {
    const lines: { from: number; text: string }[] = [];
    let from = 0;
    for (const [ending] of this.text.matchAll(/\r\n|\r|\n|$(?![\s\S])/g)) {
      const end = ending === '' ? this.text.length : this.text.indexOf(ending, from);
      lines.push({ from, text: this.text.slice(from, end) });
      from = end + ending.length;
    }
    return lines;
  }
}
