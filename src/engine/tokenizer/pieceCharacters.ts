// Surfaces: what the pieces of a vocabulary look like in a text, character by character.

/** How a vocabulary writes its pieces. */
export interface Spelling {
  /** Every character of a piece stands for one byte (GPT-2's table). */
  readonly byteLevel: boolean;
  /** A piece like `<0xE2>` stands for one byte. */
  readonly byteFallback: boolean;
  /** Put behind the last piece of a word (`</w>`), or before every other one (`##`). */
  readonly marks: readonly string[];
  /** The piece of what is in no vocabulary; it looks like nothing known. */
  readonly unknown: string | undefined;
}

/** Unknown characters: one or more, or none or more. */
export type Unknown = 'some' | 'any';

/** A character, and the tokens that have a part of it: more than one if they are bytes of it. */
export interface PieceCharacter {
  /** A space may be a mark that stands for none. */
  readonly is: { readonly character: string } | Unknown;
  readonly first: number;
  readonly last: number;
}

/**
 * The characters of tokens, each given as its piece; undefined for one that looks like nothing.
 *
 * @param swallows whether a token may have more characters than its piece, as some unknown ones do
 */
export function pieceCharactersOf(
  pieces: readonly (string | undefined)[],
  spelling: Spelling,
  swallows: (token: number) => boolean,
): PieceCharacter[] {
  const found: PieceCharacter[] = [];
  const bytes = new Bytes(found);
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

/** A piece as people read it: without marks, with a space where its mark is, and its bytes by number where they are no characters. */
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

/** Bytes that are printed stand for themselves; the others have characters from U+0100 on. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte): [string, number] => [String.fromCodePoint(codeOf(byte)), byte]),
);

function codeOf(byte: number): number {
  const isPrinted = (value: number): boolean =>
    (value >= 0x21 && value <= 0x7e) || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
  if (isPrinted(byte)) return byte;
  return 0x100 + Array.from({ length: byte }, (_, value) => value).filter(value => !isPrinted(value)).length;
}

/** Bytes on their way to being characters. */
class Bytes {
  private decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The tokens of the bytes that are no character yet. */
  private waiting: number[] = [];

  constructor(private readonly found: PieceCharacter[]) {}

  add(byte: number, token: number): void {
    const made = [...this.decoder.decode(Uint8Array.of(byte), { stream: true })];
    this.waiting.push(token);
    if (made.length === 0) return;
    // A byte that breaks a sequence off makes one character of what came before, and begins anew or is one itself.
    const broken = made[0] === '\ufffd' && this.waiting.length > 1 && (made.length > 1 || byte >= 0xc0);
    const own = broken ? this.waiting.splice(-1) : [];
    this.tell(made.slice(0, 1));
    this.waiting = own;
    if (made.length > 1) this.tell(made.slice(1));
  }

  end(): void {
    this.tell([...this.decoder.decode()]);
    this.decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  }

  private tell(characters: readonly string[]): void {
    const [first] = this.waiting;
    const last = this.waiting.at(-1);
    if (characters.length === 0 || last === undefined) return;
    for (const character of characters) this.found.push({ is: { character }, first, last });
    this.waiting = [];
  }
}
