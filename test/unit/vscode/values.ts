// Values: stand-ins for the small classes and enumerations of the module `vscode`, which behave as in VS Code.

export class Disposable {
  constructor(private readonly release: () => unknown) {}

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach(each => each.dispose()));
  }

  dispose(): void {
    this.release();
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown, self?: unknown): Disposable => {
    const bound = (value: T): unknown => listener.call(self, value);
    this.listeners.add(bound);
    return new Disposable(() => this.listeners.delete(bound));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.emitter.fire();
  }

  dispose(): void {
    this.emitter.dispose();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }

  isEqual(other: Position): boolean {
    return this.compareTo(other) === 0;
  }

  isBefore(other: Position): boolean {
    return this.compareTo(other) < 0;
  }

  isBeforeOrEqual(other: Position): boolean {
    return this.compareTo(other) <= 0;
  }

  isAfter(other: Position): boolean {
    return this.compareTo(other) > 0;
  }

  isAfterOrEqual(other: Position): boolean {
    return this.compareTo(other) >= 0;
  }

  translate(lines = 0, characters = 0): Position {
    return new Position(this.line + lines, this.character + characters);
  }

  with(line = this.line, character = this.character): Position {
    return new Position(line, character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, line?: number, character?: number) {
    const [from, to] =
      start instanceof Position && end instanceof Position
        ? [start, end]
        : [new Position(Number(start), Number(end)), new Position(Number(line), Number(character))];
    [this.start, this.end] = from.isAfter(to) ? [to, from] : [from, to];
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }

  get isSingleLine(): boolean {
    return this.start.line === this.end.line;
  }

  contains(inner: Position | Range): boolean {
    const { start, end } = inner instanceof Range ? inner : { start: inner, end: inner };
    return !start.isBefore(this.start) && !end.isAfter(this.end);
  }

  isEqual(other: Range): boolean {
    return this.start.isEqual(other.start) && this.end.isEqual(other.end);
  }

  intersection(other: Range): Range | undefined {
    const start = this.start.isAfter(other.start) ? this.start : other.start;
    const end = this.end.isBefore(other.end) ? this.end : other.end;
    return start.isAfter(end) ? undefined : new Range(start, end);
  }

  union(other: Range): Range {
    const start = this.start.isBefore(other.start) ? this.start : other.start;
    const end = this.end.isAfter(other.end) ? this.end : other.end;
    return new Range(start, end);
  }

  with(start = this.start, end = this.end): Range {
    return new Range(start, end);
  }
}

export class Selection extends Range {
  readonly anchor: Position;
  readonly active: Position;

  constructor(anchor: Position | number, active: Position | number, line?: number, character?: number) {
    super(anchor, active, line, character);
    const isReversed =
      anchor instanceof Position && active instanceof Position
        ? anchor.isAfter(active)
        : new Position(Number(anchor), Number(active)).isAfter(new Position(Number(line), Number(character)));
    [this.anchor, this.active] = isReversed ? [this.end, this.start] : [this.start, this.end];
  }

  get isReversed(): boolean {
    return this.anchor.isAfter(this.active);
  }
}

interface UriParts {
  readonly scheme: string;
  readonly authority?: string;
  readonly path?: string;
  readonly query?: string;
  readonly fragment?: string;
}

export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  private constructor(parts: UriParts) {
    this.scheme = parts.scheme;
    this.authority = parts.authority ?? '';
    this.path = parts.path ?? '';
    this.query = parts.query ?? '';
    this.fragment = parts.fragment ?? '';
  }

  static from(parts: UriParts): Uri {
    return new Uri(parts);
  }

  static file(path: string): Uri {
    return new Uri({ scheme: 'file', path: path.startsWith('/') ? path : `/${path}` });
  }

  static parse(text: string): Uri {
    const [, scheme = 'file', , authority = '', path = '', query = '', fragment = ''] =
      /^(?:([^:/?#]+):)?(\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text) ?? [];
    const decoded = [authority, path, query, fragment].map(decodeURIComponent);
    return new Uri({ scheme, authority: decoded[0], path: decoded[1], query: decoded[2], fragment: decoded[3] });
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    const names: string[] = [];
    for (const name of [base.path, ...parts].join('/').split('/')) {
      if (name === '..') names.pop();
      else if (name !== '' && name !== '.') names.push(name);
    }
    return base.with({ path: `/${names.join('/')}` });
  }

  get fsPath(): string {
    return this.path;
  }

  with(parts: Partial<UriParts>): Uri {
    return new Uri({ ...this, ...parts });
  }

  toString(skipEncoding = false): string {
    const { scheme, authority, path, query, fragment } = this;
    const encoded = (text: string, kept: RegExp): string =>
      skipEncoding ? text : encodeURIComponent(text).replace(kept, decodeURIComponent);
    const host = authority !== '' || scheme === 'file' ? `//${encoded(authority, /%3A/g)}` : '';
    const rest = `${query && `?${encoded(query, /%2F/g)}`}${fragment && `#${encoded(fragment, /%2F/g)}`}`;
    return `${scheme}:${host}${encoded(path, /%2F/g)}${rest}`;
  }
}

export class TextEdit {
  constructor(
    readonly range: Range,
    readonly newText: string,
  ) {}

  static replace(range: Range, text: string): TextEdit {
    return new TextEdit(range, text);
  }

  static insert(position: Position, text: string): TextEdit {
    return new TextEdit(new Range(position, position), text);
  }
}

export class WorkspaceEdit {
  private readonly edits = new Map<string, [Uri, TextEdit[]]>();

  replace(uri: Uri, range: Range, text: string): void {
    this.of(uri).push(new TextEdit(range, text));
  }

  insert(uri: Uri, position: Position, text: string): void {
    this.replace(uri, new Range(position, position), text);
  }

  delete(uri: Uri, range: Range): void {
    this.replace(uri, range, '');
  }

  set(uri: Uri, edits: readonly TextEdit[]): void {
    this.edits.set(uri.toString(), [uri, [...edits]]);
  }

  entries(): [Uri, TextEdit[]][] {
    return [...this.edits.values()];
  }

  get size(): number {
    return this.edits.size;
  }

  private of(uri: Uri): TextEdit[] {
    const known = this.edits.get(uri.toString()) ?? [uri, []];
    this.edits.set(uri.toString(), known);
    return known[1];
  }
}

export class Location {
  constructor(
    readonly uri: Uri,
    readonly range: Range,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  constructor(public value = '') {}

  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~]/g, '\\$&');
    return this;
  }

  appendMarkdown(markdown: string): this {
    this.value += markdown;
    return this;
  }

  appendCodeblock(code: string): this {
    this.value += `\n\`\`\`\n${code}\n\`\`\`\n`;
    return this;
  }
}

export class CodeLens {
  constructor(
    readonly range: Range,
    public command?: object,
  ) {}
}

export class Hover {
  constructor(
    readonly contents: unknown,
    readonly range?: Range,
  ) {}
}

export class RelativePattern {
  constructor(
    readonly base: unknown,
    readonly pattern: string,
  ) {}
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

export class TabInputTextDiff {
  constructor(
    readonly original: Uri,
    readonly modified: Uri,
  ) {}
}

export class TabInputWebview {
  constructor(readonly viewType: string) {}
}

export class FileSystemError extends Error {
  static FileNotFound(uri: Uri): FileSystemError {
    return new FileSystemError(`${uri.toString()} is not there`);
  }
}

export const ViewColumn = { Active: -1, Beside: -2, One: 1, Two: 2, Three: 3 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;
export const FilePermission = { Readonly: 1 } as const;
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;
export const EndOfLine = { LF: 1, CRLF: 2 } as const;
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const TextEditorRevealType = { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2, AtTop: 3 } as const;
export const TextEditorSelectionChangeKind = { Keyboard: 1, Mouse: 2, Command: 3 } as const;
export const DecorationRangeBehavior = { OpenOpen: 0, ClosedClosed: 1, OpenClosed: 2, ClosedOpen: 3 } as const;
export const OverviewRulerLane = { Left: 1, Center: 2, Right: 4, Full: 7 } as const;
export const UIKind = { Desktop: 1, Web: 2 } as const;
