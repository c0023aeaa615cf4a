// Marian: writes a Marian model of the size of the opus-mt models with random weights, as their ONNX exports on the Hugging Face hub
// are: an encoder, and a merged decoder, which is two whole decoders behind one If; float32, and int8 by dynamic quantization.
// The real models are not in the npm registry, which is all that a bench may need; weights do not change the speed.
//
// Shapes: B rows, S source positions, T target positions, P earlier target positions, H heads of D numbers.
import { graph, graphAttribute, model, node, value } from '../onnx/messages.mjs';
import { Layers } from './layers.mjs';

/** The sizes of opus-mt-en-de. */
export const SIZES = { vocabulary: 58_101, width: 512, inner: 2048, heads: 8, layers: 6, positions: 512 };
const { vocabulary, width, heads, layers } = SIZES;
const OPSETS = { '': 17 };
const SIDES = ['decoder', 'encoder'];

/** The encoder graph: input_ids and attention_mask [B,S] -> last_hidden_state [B,S,width]. */
export function encoderGraph(weights) {
  const l = new Layers(weights, SIZES, 'e/');
  let x = l.embedded('input_ids', l.dimension('input_ids', 1));
  const mask = l.additive('attention_mask');
  for (let layer = 0; layer < layers; layer++) {
    const own = `encoder.${layer}.self`;
    x = l.attended(own, x, l.keysValues(own, x), mask);
    x = l.fed(`encoder.${layer}`, x);
  }
  l.add('Identity', [x], 'last_hidden_state');
  const ids = ['B', 'S'];
  const graphOf = {
    nodes: l.nodes,
    initializers: weights.initializers,
    inputs: [value('input_ids', 'int64', ids), value('attention_mask', 'int64', ids)],
    outputs: [value('last_hidden_state', 'float32', ['B', 'S', width])],
  };
  return model(graph('encoder', graphOf), OPSETS);
}

/** The merged decoder, with the names of inputs and outputs that Optimum gives. */
export function decoderGraph(weights) {
  const outputs = ['logits', ...stateNames().map(name => `present.${name}`)];
  const branches = [
    graphAttribute('then_branch', decoderBranch(weights, 'later/', true)),
    graphAttribute('else_branch', decoderBranch(weights, 'first/', false)),
  ];
  const graphOf = {
    nodes: [node('If', ['use_cache_branch'], outputs, branches)],
    initializers: weights.initializers,
    inputs: [
      value('encoder_attention_mask', 'int64', ['B', 'S']),
      value('input_ids', 'int64', ['B', 'T']),
      value('encoder_hidden_states', 'float32', ['B', 'S', width]),
      ...stateNames().map(name => state(`past_key_values.${name}`, 'P')),
      value('use_cache_branch', 'bool', [1]),
    ],
    outputs: [
      value('logits', 'float32', ['B', 'T', vocabulary]),
      ...stateNames().map(name => state(`present.${name}`, 'P + T')),
    ],
  };
  return model(graph('decoder', graphOf), OPSETS);
}

/** One decoder: of the first step, which computes all keys and values, or of a later step, which reads the earlier ones. */
function decoderBranch(weights, prefix, hasPast) {
  const l = new Layers(weights, SIZES, prefix);
  const past = name => `past_key_values.${name}`;
  let x = l.embedded(
    'input_ids',
    l.dimension('input_ids', 1),
    hasPast ? l.dimension(past('0.decoder.key'), 2) : undefined,
  );
  const mask = l.additive('encoder_attention_mask');
  const causal = hasPast ? undefined : l.causal(l.dimension('input_ids', 1));
  const presents = [];
  for (let layer = 0; layer < layers; layer++) {
    const [own, cross] = [`decoder.${layer}.self`, `decoder.${layer}.cross`];
    const pasts = side => ['key', 'value'].map(kind => past(`${layer}.${side}.${kind}`));
    const fresh = l.keysValues(own, x);
    const all = hasPast ? fresh.map((part, at) => l.joined(pasts('decoder')[at], part)) : fresh;
    x = l.attended(own, x, all, causal);
    const source = hasPast
      ? pasts('encoder').map(name => l.add('Identity', [name]))
      : l.keysValues(cross, 'encoder_hidden_states');
    x = l.attended(cross, x, source, mask);
    x = l.fed(`decoder.${layer}`, x);
    presents.push(...all, ...source);
  }
  const outputs = [l.linear('head', x, width, vocabulary), ...presents].map(name => value(name, 'float32'));
  return graph(prefix, { nodes: l.nodes, outputs });
}

/** The names of the keys and values that the decoder keeps, in Optimum's order. */
function stateNames() {
  return Array.from({ length: layers }, (_, layer) =>
    SIDES.flatMap(side => [`${layer}.${side}.key`, `${layer}.${side}.value`]),
  ).flat();
}

function state(name, length) {
  return value(name, 'float32', ['B', heads, name.includes('.encoder.') ? 'S' : length, width / heads]);
}
