import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import { findAttention } from '../../../../src/onnx/structure/attention';
import { readGraph } from '../../../../src/onnx/bytes/graph';
import { attentionNodes, type GraphSketch, modelBytes, node, type NodeSketch } from '../model';

const WEIGHTS = ['wq', 'wk', 'wv', 'words'];

/** The attentions that are found in a graph, each as kind, layer and the name of its weights in each branch. */
function attentionsIn(graph: GraphSketch): string[] {
  const attentions = findAttention('a.onnx', readGraph('a.onnx', modelBytes({ weights: WEIGHTS, ...graph })));
  return attentions.map(each => {
    const values = each.place === 'main' ? [each.values] : each.branches.map(branch => branch.values);
    return `${each.kind}.${each.layer} ${values.map(({ weights }) => weights).join('|')}`;
  });
}

/** The operator (`what`) or reason (`why`) of the error that `findAttention` throws for a graph. */
function reasonOfRefusal(graph: GraphSketch, code = 'model-unsupported'): unknown {
  try {
    attentionsIn(graph);
  } catch (error) {
    assert.ok(error instanceof AttentiveError, String(error));
    assert.equal(error.code, code);
    if (code === 'model-unsupported') assert.equal(error.data['file'], 'a.onnx');
    return error.data['what'] ?? error.data['why'];
  }
  return assert.fail('it was not refused');
}

const encoder: readonly NodeSketch[] = [
  node('Gather', 'words input_ids', 'h0'),
  ...attentionNodes('first.', 'h0', 'h0', 'h1'),
  ...attentionNodes('second.', 'h1', 'h1', 'h2'),
];
const ENCODER_INPUTS = ['input_ids', 'attention_mask', 'mask'];

const decoder: readonly NodeSketch[] = [
  node('Gather', 'words input_ids', 'h0'),
  ...attentionNodes('self.', 'h0', 'h0', 'h1'),
  ...attentionNodes('cross.', 'h1', 'encoder_hidden_states', 'h2'),
  ...attentionNodes('self2.', 'h2', 'h2', 'h3'),
  ...attentionNodes('cross2.', 'h3', 'encoder_hidden_states', 'h4'),
];
const DECODER_INPUTS = ['input_ids', 'encoder_attention_mask', 'encoder_hidden_states', 'mask'];
const DECODER_FOUND = [
  'decoder.0 self.weights',
  'cross.0 cross.weights',
  'decoder.1 self2.weights',
  'cross.1 cross2.weights',
];

/** The nodes, with the one whose first output has the given name replaced by other nodes. */
function replaced(nodes: readonly NodeSketch[], output: string, by: readonly NodeSketch[]): NodeSketch[] {
  assert.ok(nodes.some(each => each.outputs[0] === output));
  return nodes.flatMap(each => (each.outputs[0] === output ? by : [each]));
}

describe('findAttention', () => {
  it('gives all attention of an encoder the kind `encoder`', () => {
    const expected = ['encoder.0 first.weights', 'encoder.1 second.weights'];
    assert.deepEqual(attentionsIn({ nodes: encoder, inputs: ENCODER_INPUTS }), expected);
    // Old files list weights as inputs.
    assert.deepEqual(attentionsIn({ nodes: encoder, inputs: [...ENCODER_INPUTS, ...WEIGHTS] }), expected);
  });

  it('distinguishes self-attention and cross-attention by the origin of the keys', () => {
    assert.deepEqual(attentionsIn({ nodes: decoder, inputs: DECODER_INPUTS }), DECODER_FOUND);
  });

  it('counts layers in the order of computation, whatever the order of nodes in the file', () => {
    for (const nodes of [[...decoder].reverse(), [...decoder.slice(20), ...decoder.slice(0, 20)]]) {
      assert.deepEqual(attentionsIn({ nodes, inputs: DECODER_INPUTS }), DECODER_FOUND);
    }
  });

  it('does not count a value whose shape alone is used as an origin of the keys', () => {
    const nodes = [
      ...replaced(decoder, 'cross.kt', [
        node('Shape', 'h1', 'shape'),
        node('Reshape', 'cross.k shape', 'reshaped'),
        node('Transpose', 'reshaped', 'cross.kt'),
      ]),
    ];
    assert.deepEqual(attentionsIn({ nodes, inputs: DECODER_INPUTS }), DECODER_FOUND);
  });

  it('distinguishes the cached keys of the decoder and of the encoder', () => {
    const inputs = ['input_ids', 'mask', 'past_key_values.0.decoder.key', 'past_key_values.0.encoder.key'];
    const nodes = [
      node('Gather', 'words input_ids', 'h0'),
      ...replaced(attentionNodes('self.', 'h0', 'h0', 'h1'), 'self.kt', [
        node('Concat', 'past_key_values.0.decoder.key self.k', 'present'),
        node('Transpose', 'present', 'self.kt'),
      ]),
      ...attentionNodes('cross.', 'h1', 'past_key_values.0.encoder.key', 'h2'),
    ];
    assert.deepEqual(attentionsIn({ nodes, inputs }), DECODER_FOUND.slice(0, 2));
  });

  it('finds attention whose products are computed in integers', () => {
    const quantized = (name: string): NodeSketch =>
      node('DynamicQuantizeLinear', name, `${name}/q ${name}/scale ${name}/zero`);
    const product = (left: string, right: string, result: string): NodeSketch[] => [
      quantized(left),
      quantized(right),
      node('MatMulInteger', `${left}/q ${right}/q ${left}/zero ${right}/zero`, `${result}/int`),
      node('Cast', `${result}/int`, `${result}/cast`),
      node('Mul', `${left}/scale ${right}/scale`, `${result}/scales`),
      node('Mul', `${result}/cast ${result}/scales`, result),
    ];
    const first = replaced(encoder, 'first.raw', product('first.q', 'first.kt', 'first.raw'));
    const nodes = replaced(first, 'h1', product('first.weights', 'first.v', 'h1'));
    const graph = readGraph('a', modelBytes({ nodes, inputs: ENCODER_INPUTS, weights: WEIGHTS }));
    const [attention] = findAttention('a', graph);
    assert.ok(attention.place === 'main');
    assert.deepEqual(attention.values, {
      weights: 'first.weights',
      scores: 'first.scores',
      queries: 'first.q',
      keys: 'first.kt',
      values: 'first.v',
    });
  });

  it('finds attention that is scaled before the product and checked for NaN, as newer exporters write it', () => {
    const scaled = replaced(encoder, 'first.raw', [
      node('Mul', 'first.q scale', 'first.qs'),
      node('Mul', 'first.kt scale', 'first.ks'),
      node('MatMul', 'first.qs first.ks', 'first.raw'),
    ]);
    const nodes = replaced(scaled, 'h1', [
      node('IsNaN', 'first.weights', 'nan'),
      node('Where', 'nan zero first.weights', 'whole'),
      node('MatMul', 'whole first.v', 'h1'),
    ]);
    const graph = readGraph('a', modelBytes({ nodes, inputs: ENCODER_INPUTS, weights: WEIGHTS }));
    const [first] = findAttention('a', graph);
    assert.ok(first.place === 'main');
    assert.deepEqual(Object.values(first.values), [
      'first.weights',
      'first.scores',
      'first.qs',
      'first.ks',
      'first.v',
      'h1',
    ]);
  });

  it('distinguishes the three kinds in a graph that holds encoder and decoder', () => {
    const nodes = [
      ...encoder,
      node('Gather', 'words decoder_input_ids', 'd0'),
      ...attentionNodes('self.', 'd0', 'd0', 'd1'),
      ...attentionNodes('cross.', 'd1', 'h2', 'd2'),
    ];
    assert.deepEqual(attentionsIn({ nodes, inputs: [...ENCODER_INPUTS, 'decoder_input_ids'] }), [
      'encoder.0 first.weights',
      'encoder.1 second.weights',
      'decoder.0 self.weights',
      'cross.0 cross.weights',
    ]);
  });

  it('ignores a Softmax that belongs to no attention', () => {
    const nodes = [
      ...encoder,
      // A distribution over words, a router of experts, a pooling with learned weights.
      node('MatMul', 'h2 words', 'logits'),
      node('Softmax', 'logits', 'probabilities'),
      node('MatMul', 'h2 wq', 'routes'),
      node('Softmax', 'routes', 'router'),
      node('MatMul', 'router h2', 'routed'),
      node('Softmax', 'wk', 'pool'),
      node('MatMul', 'pool h2', 'pooled'),
      node('LogSoftmax', 'logits', 'log'),
    ];
    assert.equal(attentionsIn({ nodes, inputs: ENCODER_INPUTS }).length, 2);
  });
});

describe('findAttention in branches', () => {
  const branch = (prefix: string, nodes: readonly NodeSketch[] = decoder): GraphSketch => {
    const named = (name: string): string => (/^(h\d|self|cross)/.test(name) ? prefix + name : name);
    return {
      nodes: nodes.map(each => ({ ...each, inputs: each.inputs.map(named), outputs: each.outputs.map(named) })),
      outputs: [`${prefix}h4`],
    };
  };
  const merged = (subgraphs: Readonly<Record<string, GraphSketch>>, op = 'If'): GraphSketch => ({
    nodes: [node(op, 'use_cache_branch', 'logits', { subgraphs })],
    inputs: [...DECODER_INPUTS, 'use_cache_branch'],
  });

  it('pairs the layers of both branches of an If', () => {
    const graph = merged({ else_branch: branch('e/'), then_branch: branch('t/') });
    assert.deepEqual(attentionsIn(graph), [
      'decoder.0 e/self.weights|t/self.weights',
      'decoder.1 e/self2.weights|t/self2.weights',
      'cross.0 e/cross.weights|t/cross.weights',
      'cross.1 e/cross2.weights|t/cross2.weights',
    ]);
  });

  it('finds the origin of keys that an If computes in its branches', () => {
    const keys = node('If', 'use_cache_branch', 'keys', {
      subgraphs: {
        then_branch: { nodes: [node('Identity', 'past_key_values.0.encoder.key', 'a')], outputs: ['a'] },
        else_branch: { nodes: [node('MatMul', 'encoder_hidden_states wk', 'b')], outputs: ['b'] },
      },
    });
    const inputs = [...DECODER_INPUTS, 'use_cache_branch', 'past_key_values.0.encoder.key'];
    const nodes = [...replaced(decoder, 'cross.k', [keys, node('Identity', 'keys', 'cross.k')])];
    assert.deepEqual(attentionsIn({ nodes, inputs }), DECODER_FOUND);
  });

  it('refuses branches with different layers, attention in a Loop, and attention in an If inside an If', () => {
    const differ = merged({ else_branch: branch('e/'), then_branch: branch('t/', decoder.slice(0, 17)) });
    assert.equal(reasonOfRefusal(differ), 'If');
    assert.equal(reasonOfRefusal(merged({ body: branch('e/') }, 'Loop')), 'Loop');
    const inner = node('If', 'use_cache_branch', 'x', { subgraphs: { then_branch: branch('e/') } });
    assert.equal(reasonOfRefusal(merged({ then_branch: { nodes: [inner], outputs: ['x'] } })), 'If');
  });
});

describe('findAttention names the operator in the error', () => {
  it('for a fused attention in the main graph or in a branch', () => {
    for (const op of ['Attention', 'MultiHeadAttention', 'GroupQueryAttention', 'QAttention', 'BiasSoftmax']) {
      const fused = node(op, 'h2 h2 h2', 'h9', { domain: 'com.microsoft' });
      assert.equal(reasonOfRefusal({ nodes: [...encoder, fused], inputs: ENCODER_INPUTS }), op);
      const subgraphs = { then_branch: { nodes: [fused] } };
      const held = node('If', 'mask', 'x', { subgraphs });
      assert.equal(reasonOfRefusal({ nodes: [...encoder, held], inputs: ENCODER_INPUTS }), op);
    }
  });

  it('for an unknown operator before or after the Softmax', () => {
    const before = replaced(encoder, 'first.scores', [node('Mystery', 'first.raw mask', 'first.scores')]);
    assert.equal(reasonOfRefusal({ nodes: before, inputs: ENCODER_INPUTS }), 'Mystery');
    const after = replaced(encoder, 'h1', [node('Mystery', 'first.weights first.v', 'h1')]);
    assert.equal(reasonOfRefusal({ nodes: after, inputs: ENCODER_INPUTS }), 'Mystery');
  });

  it('for a graph without attention', () => {
    const inputs = ENCODER_INPUTS;
    const [embed] = encoder;
    assert.equal(reasonOfRefusal({ nodes: [embed], inputs }), 'Softmax');
    assert.equal(reasonOfRefusal({ nodes: [embed, node('Exp', 'h0', 'e'), node('Div', 'e e', 's')], inputs }), 'Exp');
    assert.equal(reasonOfRefusal({ nodes: [embed, node('Layer', 'h0', 'e', { domain: 'my' })], inputs }), 'Layer');
  });

  it('but throws `model-broken-file` for a cycle, and for a value that two nodes make', () => {
    const circle = [...encoder, node('Add', 'x y', 'z'), node('Add', 'z z', 'x')];
    assert.match(String(reasonOfRefusal({ nodes: circle, inputs: ENCODER_INPUTS }, 'model-broken-file')), /circle/);
    const twice = [...encoder, node('Add', 'h0 h0', 'h1')];
    assert.match(
      String(reasonOfRefusal({ nodes: twice, inputs: ENCODER_INPUTS }, 'model-broken-file')),
      /two nodes make/,
    );
  });
});
