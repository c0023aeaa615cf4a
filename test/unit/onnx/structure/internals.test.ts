import assert from 'node:assert/strict';
import { placedStates } from '../../../../src/attention/decoding/states';
import { captureInternals, type GraphInternals, readInternals } from '../../../../src/onnx/structure/internals';
import { readGraph } from '../../../../src/onnx/bytes/graph';
import { joinPieces } from '../../../../src/onnx/bytes/splice';
import { attentionNodes, type GraphSketch, modelBytes, node, type NodeSketch } from '../model';

const WEIGHTS = ['wq', 'wk', 'wv', 'words', 'places', 'g', 'b', 'eps', 'two', 'one', 'up', 'down', 'scale'];
const ENCODER = ['input_ids', 'attention_mask', 'mask'];

/** The internals of a small encoder with these nodes. */
function internalsOf(nodes: readonly NodeSketch[], more: Partial<GraphSketch> = {}): GraphInternals {
  return readInternals('a.onnx', modelBytes({ nodes, inputs: ENCODER, weights: WEIGHTS, ...more }));
}

/** Each hidden state as text: its kind, the index of the state that it was computed from, and the added sublayer. */
function describeStates({ states }: GraphInternals): string[] {
  return states.map(({ kind, from, form, sublayer }) => {
    const layer = sublayer === undefined ? '' : ` ${sublayer.of}.${sublayer.layer}`;
    return `${form ?? ''}${kind}${from === undefined ? '' : ` ${from}`}${layer}`;
  });
}

/** The ways in which graphs write a layer norm, each as nodes from one value to another. */
const NORMS: Readonly<Record<string, (from: string, to: string) => NodeSketch[]>> = {
  'of several operators': (from, to) => [
    node('ReduceMean', from, `${to}.mean`),
    node('Sub', `${from} ${to}.mean`, `${to}.off`),
    node('Pow', `${to}.off two`, `${to}.square`),
    node('ReduceMean', `${to}.square`, `${to}.variance`),
    node('Add', `${to}.variance eps`, `${to}.safe`),
    node('Sqrt', `${to}.safe`, `${to}.root`),
    node('Div', `${to}.off ${to}.root`, `${to}.unit`),
    node('Mul', `${to}.unit g`, `${to}.scaled`),
    node('Add', `${to}.scaled b`, to),
  ],
  'of several operators in another precision, with a reciprocal': (from, to) => [
    node('Cast', from, `${to}.wide`),
    node('ReduceMean', `${to}.wide`, `${to}.mean`),
    node('Sub', `${to}.wide ${to}.mean`, `${to}.off`),
    node('Mul', `${to}.off ${to}.off`, `${to}.square`),
    node('ReduceMean', `${to}.square`, `${to}.variance`),
    node('Add', `eps ${to}.variance`, `${to}.safe`),
    node('Sqrt', `${to}.safe`, `${to}.root`),
    node('Reciprocal', `${to}.root`, `${to}.inverse`),
    node('Mul', `${to}.inverse ${to}.off`, `${to}.unit`),
    node('Cast', `${to}.unit`, `${to}.narrow`),
    node('Mul', `g ${to}.narrow`, `${to}.scaled`),
    node('Add', `b ${to}.scaled`, to),
  ],
  'of one operator': (from, to) => [node('LayerNormalization', `${from} g b`, to)],
};

/** The ways in which graphs write a root mean square norm. */
const RMS_NORMS: typeof NORMS = {
  'of several operators': (from, to) => [
    node('Pow', `${from} two`, `${to}.square`),
    node('ReduceMean', `${to}.square`, `${to}.mean`),
    node('Add', `${to}.mean eps`, `${to}.safe`),
    node('Sqrt', `${to}.safe`, `${to}.root`),
    node('Div', `one ${to}.root`, `${to}.inverse`),
    node('Mul', `${from} ${to}.inverse`, `${to}.unit`),
    node('Mul', `g ${to}.unit`, to),
  ],
  'of several operators, with a division': (from, to) => [
    node('Mul', `${from} ${from}`, `${to}.square`),
    node('ReduceMean', `${to}.square`, `${to}.mean`),
    node('Add', `${to}.mean eps`, `${to}.safe`),
    node('Sqrt', `${to}.safe`, `${to}.root`),
    node('Div', `${from} ${to}.root`, `${to}.unit`),
    node('Mul', `${to}.unit g`, to),
  ],
  'of one operator': (from, to) => [node('SimplifiedLayerNormalization', `${from} g`, to)],
};

/** A feed-forward network whose GELU contains sums. None of these sums is a residual connection. */
function network(prefix: string, from: string, to: string): NodeSketch[] {
  const p = (name: string): string => `${prefix}${name}`;
  return [
    node('MatMul', `${from} up`, p('up')),
    node('Pow', `${p('up')} two`, p('cube')),
    node('Mul', `${p('cube')} scale`, p('part')),
    node('Add', `${p('up')} ${p('part')}`, p('inner')),
    node('Tanh', p('inner'), p('tanh')),
    node('Add', `${p('tanh')} one`, p('gate')),
    node('Mul', `${p('up')} ${p('gate')}`, p('gelu')),
    node('MatMul', `${p('gelu')} down`, p('down')),
    node('Add', `b ${p('down')}`, to),
  ];
}

const EMBEDDING = [
  node('Gather', 'words input_ids', 'looked'),
  node('Mul', 'looked scale', 'tokens'),
  node('Add', 'tokens places', 'h0'),
];

/** A layer with a norm after each sublayer. */
function postNorm(norm: (from: string, to: string) => NodeSketch[]): NodeSketch[] {
  return [
    ...EMBEDDING,
    ...attentionNodes('at.', 'h0', 'h0', 'seen'),
    node('Add', 'h0 seen', 'r1'),
    ...norm('r1', 'n1'),
    ...network('ff.', 'n1', 'ffn'),
    node('Add', 'ffn n1', 'r2'),
    ...norm('r2', 'n2'),
  ];
}

/** A layer with a norm before each sublayer. */
function preNorm(norm: (from: string, to: string) => NodeSketch[], embedding = EMBEDDING): NodeSketch[] {
  return [
    ...embedding,
    ...norm('h0', 'n0'),
    ...attentionNodes('at.', 'n0', 'n0', 'seen'),
    node('Add', 'h0 seen', 'r1'),
    ...norm('r1', 'n1'),
    ...network('ff.', 'n1', 'ffn'),
    node('Add', 'r1 ffn', 'r2'),
    ...norm('r2', 'n2'),
  ];
}

describe('readInternals', () => {
  for (const [name, norm] of Object.entries(NORMS)) {
    it(`finds the states of post-norm and pre-norm layers with norms ${name}`, () => {
      const after = internalsOf(postNorm(norm));
      assert.deepEqual(describeStates(after), [
        'embedding',
        'residual 0 encoder.0',
        'layernorm 1',
        'residual 2 feedForward.0',
        'layernorm 3',
      ]);
      assert.ok(after.states.every(({ kind, scale, bias }) => kind !== 'norm' || (scale === 'g' && bias === 'b')));
      assert.deepEqual(describeStates(internalsOf(preNorm(norm))), [
        'embedding',
        'layernorm 0',
        'residual 0 encoder.0',
        'layernorm 2',
        'residual 2 feedForward.0',
        'layernorm 4',
      ]);
      assert.ok(after.stream.some(({ name: own }) => own === 'embeddings.positions'));
    });
  }

  for (const [name, norm] of Object.entries(RMS_NORMS)) {
    it(`finds the states of a layer without positions, with root mean square norms ${name}`, () => {
      const bare = [node('Gather', 'words input_ids', 'h0')];
      const found = internalsOf(preNorm(norm, bare));
      assert.deepEqual(describeStates(found), [
        'embedding',
        'rmsnorm 0',
        'residual 0 encoder.0',
        'rmsnorm 2',
        'residual 2 feedForward.0',
        'rmsnorm 4',
      ]);
      assert.ok(!found.stream.some(({ name: own }) => own === 'embeddings.positions'));
    });
  }

  it('finds the states of a model whose embedding normalizes token vectors before it adds positions', () => {
    const norm = NORMS['of several operators'];
    const embedding = [
      node('Gather', 'words input_ids', 'looked'),
      ...norm('looked', 'tokens'),
      node('Add', 'tokens places', 'h0'),
    ];
    const rest = postNorm(norm).slice(EMBEDDING.length);
    const found = internalsOf([...embedding, ...rest]);
    assert.deepEqual(describeStates(found).slice(0, 4), [
      'embedding',
      'layernorm 0',
      'embedding 1',
      'residual 2 encoder.0',
    ]);
    const [, place] = placedStates([
      { kind: 'embedding' },
      { kind: 'norm', from: 0, form: 'layer' },
      { kind: 'embedding', from: 1 },
      { kind: 'residual', from: 2, sublayer: { of: 'encoder', layer: 0 } },
    ]);
    assert.deepEqual(place.place, { at: 'embedding' });
  });

  it('finds the states of a model with an 8-bit table of token vectors', () => {
    const [norm] = Object.values(NORMS);
    for (const table of [
      [node('Gather', 'words input_ids', 'looked/8'), node('DequantizeLinear', 'looked/8 one two', 'looked')],
      [
        node('Gather', 'scale input_ids', 'scales'),
        node('Unsqueeze', 'scales', 'scales/1'),
        node('Gather', 'words input_ids', 'looked/8'),
        node('Cast', 'looked/8', 'looked/float'),
        node('Mul', 'looked/float scales/1', 'looked'),
      ],
    ]) {
      const [, ...rest] = postNorm(norm);
      assert.equal(describeStates(internalsOf([...table, ...rest])).length, 5);
    }
  });

  it('finds the states in every branch of an If, and names the If if the branches differ', () => {
    const [norm, other] = [Object.values(NORMS)[0], Object.values(RMS_NORMS)[0]];
    const branches = (second: NodeSketch[]): NodeSketch => {
      const branch = (nodes: NodeSketch[]): GraphSketch => ({ nodes, outputs: ['n2'] });
      const subgraphs = { then_branch: branch(postNorm(norm)), else_branch: branch(second) };
      return node('If', 'use_cache_branch', 'logits', { subgraphs });
    };
    const alike = internalsOf([branches(postNorm(norm))]);
    assert.equal(describeStates(alike).length, 5);
    assert.ok(alike.stream.every(({ site }) => site.place === 'branches' && site.branches.length === 2));
    assert.equal(internalsOf([branches(postNorm(other))]).fused, 'If');
  });

  it('names the fused operator that adds and normalizes, or embeds and normalizes, and so hides the states', () => {
    for (const op of ['SkipLayerNormalization', 'SkipSimplifiedLayerNormalization']) {
      const nodes = [...EMBEDDING, ...attentionNodes('at.', 'h0', 'h0', 'seen'), node(op, 'h0 seen g b', 'n1')];
      const { fused, states, attention } = internalsOf(nodes);
      assert.deepEqual([fused, states], [op, []]);
      assert.equal(attention.length, 6, 'the attention is found nevertheless');
    }
    const nodes = [node('EmbedLayerNormalization', 'input_ids words', 'h0'), ...attentionNodes('at.', 'h0', 'h0', 'y')];
    assert.equal(internalsOf(nodes).fused, 'EmbedLayerNormalization');
  });
});

describe('captureInternals', () => {
  it('adds an output for each named value, and refuses a name that it does not know', () => {
    const bytes = modelBytes({ nodes: postNorm(NORMS['of one operator']), inputs: ENCODER, weights: WEIGHTS });
    const names = ['hidden_states.3', 'embeddings.positions', 'encoder_attentions.0.keys'];
    const { nodes, outputs } = readGraph('b.onnx', joinPieces(captureInternals('a.onnx', bytes, names)));
    assert.deepEqual(outputs, names);
    const sources = names.map(name => nodes.find(each => each.outputs[0] === name)?.inputs[0]);
    assert.deepEqual(sources, ['r2', 'places', 'at.kt']);
    assert.throws(() => captureInternals('a.onnx', bytes, ['hidden_states.9']), { code: 'bad-request' });
  });
});

describe('placedStates', () => {
  const self = { of: 'encoder', layer: 0 } as const;
  const feedForward = { of: 'feedForward', layer: 0 } as const;

  it('puts the norms of a post-norm model after its sublayers', () => {
    const states = placedStates([
      { kind: 'embedding' },
      { kind: 'norm', from: 0, form: 'layer' },
      { kind: 'residual', from: 1, sublayer: self },
      { kind: 'norm', from: 2, form: 'layer' },
      { kind: 'residual', from: 3, sublayer: feedForward },
      { kind: 'norm', from: 4, form: 'layer' },
    ]);
    assert.deepEqual(
      states.flatMap(({ place }) => (place === undefined ? [] : [place])),
      [{ at: 'embedding' }, { at: 'after', sublayer: self }, { at: 'after', sublayer: feedForward }],
    );
    assert.deepEqual(
      states.map(({ hidden }) => hidden),
      [undefined, 0, undefined, undefined, undefined, 1],
    );
  });

  it('puts the norms of a pre-norm model before its sublayers, and the last one after all layers', () => {
    const second = { of: 'encoder', layer: 1 } as const;
    const states = placedStates([
      { kind: 'embedding' },
      { kind: 'norm', from: 0, form: 'rms' },
      { kind: 'residual', from: 0, sublayer: self },
      { kind: 'norm', from: 2, form: 'rms' },
      { kind: 'residual', from: 2, sublayer: feedForward },
      { kind: 'norm', from: 4, form: 'rms' },
      { kind: 'residual', from: 4, sublayer: second },
      { kind: 'norm', from: 6, form: 'rms' },
    ]);
    assert.deepEqual(
      states.flatMap(({ place }) => (place === undefined ? [] : [place])),
      [
        { at: 'before', sublayer: self },
        { at: 'before', sublayer: feedForward },
        { at: 'before', sublayer: second },
        { at: 'final' },
      ],
    );
    assert.deepEqual(
      states.map(({ hidden }) => hidden),
      [0, undefined, undefined, undefined, 1, undefined, undefined, 2],
    );
  });
});
