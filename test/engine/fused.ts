// Fused: makes a model file that runs, and whose graph has one attention in a single operator, as optimized exports have.
import { field, varint } from '../unit/onnx/model';

/** The file with one more operator, which attends to the encoder's output. No other node uses its result. */
export function withFused(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const isEncoder = new TextDecoder('latin1').decode(file).includes('last_hidden_state');
  const hidden = isEncoder ? 'last_hidden_state' : 'encoder_hidden_states';
  // Fields of NodeProto: 1 input, 2 output, 4 operator, 5 attribute, 7 domain.
  // Fields of AttributeProto: 1 name, 3 value, 20 type.
  const heads = field(5, [...text(1, 'num_heads'), ...number(3, 1), ...number(20, INT)]);
  const inputs = [hidden, hidden, hidden].flatMap(name => text(1, name));
  const node = [...inputs, ...text(2, 'fused'), ...text(4, 'MultiHeadAttention'), ...heads, ...text(7, DOMAIN)];
  const output = [...text(1, 'fused'), ...field(2, field(1, number(1, FLOAT)))];
  // Fields of GraphProto: 1 node, 12 output.
  const graph = [...field(1, node), ...field(12, output)];
  // Fields of ModelProto (7 graph, 8 operator set), which protobuf merges with those that the file has already.
  return Uint8Array.from([...file, ...field(7, graph), ...field(8, [...text(1, DOMAIN), ...number(2, 1)])]);
}

const DOMAIN = 'com.microsoft';
const INT = 2; // AttributeProto.AttributeType
const FLOAT = 1; // TensorProto.DataType

function text(fieldNumber: number, value: string): number[] {
  return field(fieldNumber, [...new TextEncoder().encode(value)]);
}

function number(fieldNumber: number, value: number): number[] {
  return [...varint(fieldNumber * 8), ...varint(value)];
}
