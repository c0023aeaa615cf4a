// Model: reads the pieces and settings from a SentencePiece model file
// (https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto).
import { broken, type Field, fields, varintOf } from '../../../onnx/bytes/wire';

/** The type of a piece. Only the first three are used to split a text. */
export type PieceKind = 'normal' | 'userDefined' | 'unused' | 'unknown' | 'control' | 'byte';

/** A piece of the vocabulary. */
export interface Piece {
  readonly text: string;
  /** A float32: the logarithm of the piece's probability (Unigram), or the negative rank of its merge (BPE). */
  readonly score: number;
  readonly kind: PieceKind;
}

/** The settings of the normalizer. */
export interface NormalizerSpec {
  /** The compiled character replacements (see charsmap.ts); empty if the model has none. */
  readonly charsmap: Uint8Array;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
  readonly whitespaceAsSuffix: boolean;
}

/** A SentencePiece model. */
export interface SentencePieceModel {
  readonly algorithm: 'unigram' | 'bpe' | 'word' | 'char';
  readonly pieces: readonly Piece[];
  readonly byteFallback: boolean;
  readonly normalizer: NormalizerSpec;
}

/**
 * Reads a .spm or .model file. Fields that are not needed here are skipped.
 *
 * @throws AttentiveError `model-broken-file` (data.why) if the bytes are no such file
 */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const pieces: Piece[] = [];
  let trainer: Message = EMPTY;
  let normalizer: Message = EMPTY;
  for (const field of fields(bytes)) {
    if (field.type !== 'bytes') continue;
    if (field.number === 1) pieces.push(pieceOf(messageOf(bytes, field)));
    else if (field.number === 2) trainer = messageOf(bytes, field);
    else if (field.number === 3) normalizer = messageOf(bytes, field);
  }
  if (pieces.length === 0) throw broken('it holds no pieces');
  const algorithm = ALGORITHMS[trainer.number(3, 1) - 1];
  if (algorithm === undefined) throw broken(`its model type ${trainer.number(3, 1)} is unknown`);
  return {
    algorithm,
    pieces,
    byteFallback: trainer.number(35, 0) !== 0,
    normalizer: {
      charsmap: normalizer.bytes(2),
      addDummyPrefix: normalizer.number(3, 1) !== 0,
      removeExtraWhitespaces: normalizer.number(4, 1) !== 0,
      escapeWhitespaces: normalizer.number(5, 1) !== 0,
      whitespaceAsSuffix: trainer.number(24, 0) !== 0,
    },
  };
}

const ALGORITHMS = ['unigram', 'bpe', 'word', 'char'] as const;
const KINDS: readonly PieceKind[] = ['normal', 'unknown', 'control', 'userDefined', 'unused', 'byte'];

function pieceOf(message: Message): Piece {
  const kind = KINDS[message.number(3, 1) - 1];
  if (kind === undefined) throw broken(`the type ${message.number(3, 1)} of a piece is unknown`);
  return {
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(message.bytes(1)),
    score: message.float(2),
    kind,
  };
}

/** The values of a message, by field number. Of a repeated field the last value counts, as in every protobuf reader. */
interface Message {
  number(field: number, otherwise: number): number;
  float(field: number): number;
  bytes(field: number): Uint8Array;
}

const EMPTY: Message = { number: (_, otherwise) => otherwise, float: () => 0, bytes: () => new Uint8Array() };

/** Reads the message that a field of the file holds. */
function messageOf(file: Uint8Array, holder: Field): Message {
  const found = new Map<number, Field>();
  for (const field of fields(file, holder.start, holder.end)) found.set(field.number, field);
  const ofType = (number: number, type: Field['type']): Field | undefined => {
    const field = found.get(number);
    if (field !== undefined && field.type !== type)
      throw broken(`field ${number} has the type ${field.type} instead of ${type}`);
    return field;
  };
  return {
    number(number, otherwise) {
      const field = ofType(number, 'varint');
      return field === undefined ? otherwise : varintOf(file, field);
    },
    float(number) {
      const field = ofType(number, 'fixed32');
      return field === undefined ? 0 : new DataView(file.buffer, file.byteOffset + field.start, 4).getFloat32(0, true);
    },
    bytes(number) {
      const field = ofType(number, 'bytes');
      return field === undefined ? new Uint8Array() : file.subarray(field.start, field.end);
    },
  };
}
