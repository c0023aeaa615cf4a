// Piece characters: the characters that the pieces of a vocabulary stand for in a text.

/** How a vocabulary writes its pieces. */
export interface Spelling {
  /** Every character of a piece stands for one byte (GPT-2's table). */
  readonly byteLevel: boolean;
  /** A piece like `<0xE2>` stands for one byte. */
  readonly byteFallback: boolean;
  /** Marks after the last piece of a word (`</w>`), or before all but the first (`##`). */
  readonly marks: readonly string[];
  /** The piece of the unknown token, whose characters are not known. */
  readonly unknown: string | undefined;
}

/** Unknown characters: one or more, or none or more. */
export type Unknown = 'some' | 'any';

/** A character, and the first and last token that have a part of it: several if each is a byte of it. */
export interface PieceCharacter {
  /** A space may be a mark without a space in the text. */
  readonly is: { readonly character: string } | Unknown;
  readonly first: number;
  readonly last: number;
}

/**
 * The characters of tokens.
 *
 * @param pieces the piece of each token; undefined for one without characters
 * @param swallows whether a token may stand for more characters than its piece has, as some unknown ones do
 */
export function pieceCharactersOf(
  pieces: readonly (string | undefined)[],
  spelling: Spelling,
  swallows: (token: number) => boolean,
): PieceCharacter[] {
  const found: PieceCharacter[] = [];
  const bytes = new PendingBytes(found);
  pieces.forEach((piece, token) => {
    if (piece === undefined) return;
    const values = bytesOf(piece, spelling);
    if (values !== undefined) {
      for (const value of values) bytes.add(value, token);
      return;
    }
    bytes.end();
    const add = (is: PieceCharacter['is']): unknown => found.push({ is, first: token, last: token });
    if (piece === spelling.unknown) add('some');
    else for (const character of plain(piece, spelling)) add({ character });
    if (swallows(token) && piece !== spelling.unknown) add('any');
  });
  bytes.end();
  return found;
}

/** A piece for display: without marks, with spaces for their marks, and bytes that are no character as `<0x..>`. */
export function shownPiece(piece: string, spelling: Spelling): string {
  const values = spelling.byteLevel ? bytesOf(piece, spelling) : undefined;
  if (values === undefined) return plain(piece, spelling);
  const text = UTF8.decode(Uint8Array.from(values));
  if (!text.includes('\ufffd')) return text;
  return values.map(value => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
}

const UTF8 = new TextDecoder();
const SPACE_MARK = '\u2581';

function plain(piece: string, { marks }: Spelling): string {
  const bare = marks.reduce(
    (text, mark) =>
      text.endsWith(mark) ? text.slice(0, -mark.length) : text.startsWith(mark) ? text.slice(mark.length) : text,
    piece,
  );
  return bare.replaceAll(SPACE_MARK, ' ');
}

function bytesOf(piece: string, { byteLevel, byteFallback }: Spelling): number[] | undefined {
  if (byteLevel) {
    const values: number[] = [];
    for (const character of piece) {
      const value = BYTE_OF.get(character);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
  const [, hex] = (byteFallback && /^<0x([0-9A-F]{2})>$/.exec(piece)) || [];
  return hex === undefined ? undefined : [parseInt(hex, 16)];
}

/** Printable bytes stand for themselves; the others are written as characters from U+0100 on. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte): [string, number] => [String.fromCodePoint(codeOf(byte)), byte]),
);

function codeOf(byte: number): number {
  const isPrinted = (value: number): boolean =>
    (value >= 0x21 && value <= 0x7e) || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
  if (isPrinted(byte)) return byte;
  return 0x100 + Array.from({ length: byte }, (_, value) => value).filter(value => !isPrinted(value)).length;
}

/** Decodes the bytes of tokens to characters. */
class PendingBytes {
  private decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The tokens whose bytes are not a whole character yet. */
  private waiting: number[] = [];

  constructor(private readonly found: PieceCharacter[]) {}

  add(byte: number, token: number): void {
    const decoded = [...this.decoder.decode(Uint8Array.of(byte), { stream: true })];
    this.waiting.push(token);
    if (decoded.length === 0) return;
    // A byte that breaks a sequence ends the character before it, and begins a new one or is one itself.
    const broken = decoded[0] === '\ufffd' && this.waiting.length > 1 && (decoded.length > 1 || byte >= 0xc0);
    const rest = broken ? this.waiting.splice(-1) : [];
    this.emit(decoded.slice(0, 1));
    this.waiting = rest;
    if (decoded.length > 1) this.emit(decoded.slice(1));
  }

  end(): void {
    this.emit([...this.decoder.decode()]);
    this.decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  }

  private emit(characters: readonly string[]): void {
    const [first] = this.waiting;
    const last = this.waiting.at(-1);
    if (characters.length === 0 || last === undefined) return;
    for (const character of characters) this.found.push({ is: { character }, first, last });
    this.waiting = [];
  }
}
