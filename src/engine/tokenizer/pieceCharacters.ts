// Piece characters: finds the characters that the pieces of a vocabulary stand for in a text.

/** How a vocabulary writes its pieces. */
export interface Spelling {
  /** Whether every character of a piece stands for one byte (by GPT-2's table). */
  readonly byteLevel: boolean;
  /** Whether a piece like `<0xE2>` stands for one byte. */
  readonly byteFallback: boolean;
  /** Marks at the end of the last piece of a word (`</w>`), or at the beginning of all but the first (`##`). */
  readonly marks: readonly string[];
  /** The piece of the unknown token, of which the characters in the text are not known. */
  readonly unknown: string | undefined;
}

/** Characters of the text that are not known: one or more (`some`), or none or more (`any`). */
export type UnknownCharacters = 'some' | 'any';

/** A character, and the first and last token that contain a part of it. Several tokens may each be one byte of it. */
export interface PieceCharacter {
  /** The character, if it is known. A space may stand for a U+2581 of SentencePiece to which no space in the text corresponds. */
  readonly content: { readonly character: string } | UnknownCharacters;
  readonly first: number;
  readonly last: number;
}

/**
 * The characters of tokens, in order.
 *
 * @param pieces the piece of each token; undefined for a token without characters
 * @param swallows whether a token may stand for more characters than its piece has, as some unknown tokens do
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
    const add = (content: PieceCharacter['content']): unknown => found.push({ content, first: token, last: token });
    if (piece === spelling.unknown) add('some');
    else for (const character of plain(piece, spelling)) add({ character });
    if (swallows(token) && piece !== spelling.unknown) add('any');
  });
  bytes.end();
  return found;
}

/** The display text of a piece: without word marks, with a space in place of U+2581, and with incomplete bytes as `<0x..>`. */
export function displayPiece(piece: string, spelling: Spelling): string {
  const values = spelling.byteLevel ? bytesOf(piece, spelling) : undefined;
  if (values === undefined) return plain(piece, spelling);
  const text = UTF8.decode(Uint8Array.from(values));
  if (!text.includes('\ufffd')) return text;
  return values.map(value => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
}

const UTF8 = new TextDecoder();
const SPACE_MARK = '\u2581';

/** A piece without word marks, and with a space in place of U+2581. */
function plain(piece: string, { marks }: Spelling): string {
  const bare = marks.reduce(
    (text, mark) =>
      text.endsWith(mark) ? text.slice(0, -mark.length) : text.startsWith(mark) ? text.slice(mark.length) : text,
    piece,
  );
  return bare.replaceAll(SPACE_MARK, ' ');
}

/** The bytes that a piece stands for; undefined if it stands for characters. */
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

/** GPT-2's table: printable bytes stand for themselves; the others are written as characters from U+0100 on. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte): [string, number] => [String.fromCodePoint(codeOf(byte)), byte]),
);

function codeOf(byte: number): number {
  const isPrinted = (value: number): boolean =>
    (value >= 0x21 && value <= 0x7e) || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
  if (isPrinted(byte)) return byte;
  return 0x100 + Array.from({ length: byte }, (_, value) => value).filter(value => !isPrinted(value)).length;
}

/** Decodes the bytes of consecutive tokens to characters. */
class PendingBytes {
  private decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The tokens whose bytes are not a complete character yet. */
  private waiting: number[] = [];

  constructor(private readonly found: PieceCharacter[]) {}

  add(byte: number, token: number): void {
    const decoded = [...this.decoder.decode(Uint8Array.of(byte), { stream: true })];
    this.waiting.push(token);
    if (decoded.length === 0) return;
    // A byte that cannot continue the sequence before it makes that sequence one broken character. The byte itself begins a
    // new sequence, or is a character.
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
    for (const character of characters) this.found.push({ content: { character }, first, last });
    this.waiting = [];
  }
}
