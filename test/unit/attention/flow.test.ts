import assert from 'node:assert/strict';
import fc from 'fast-check';
import { flowOf, flowOfStack } from '../../../src/attention/flow';
import { type Arcs, maxFlows } from '../../../src/attention/network';
import { type AttentionRecord, headOf } from '../../../src/attention/record';
import type { AttentionStack } from '../../../src/attention/rollout';
import { anyRecord, close, cross, decoder, encoder, matrix } from './records';

type Arc = readonly [from: number, to: number, capacity: number];

function arcsOf(nodes: number, list: readonly Arc[]): Arcs {
  return {
    nodes,
    from: Int32Array.from(list, ([from]) => from),
    to: Int32Array.from(list, ([, to]) => to),
    capacity: Float64Array.from(list, ([, , capacity]) => capacity),
  };
}

/** The maximum flow by its other name: the least capacity over every way to cut the source from the sink. */
function leastCut(nodes: number, list: readonly Arc[], source: number, sink: number): number {
  let least = Infinity;
  for (let side = 0; side < 1 << nodes; side++) {
    const has = (node: number): boolean => (side & (1 << node)) !== 0;
    if (!has(source) || has(sink)) continue;
    const cut = list.reduce((sum, [from, to, capacity]) => (has(from) && !has(to) ? sum + capacity : sum), 0);
    least = Math.min(least, cut);
  }
  return least;
}

/** Half of the heads' mean and half of the residual connection, as arcs between two rows of nodes. */
function residualArcs(record: AttentionRecord, layer: number, from: number, to: number): Arc[] {
  const size = record.targets.length;
  return Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return [from + row, to + column, 0.5 * meanAt(record, layer, at) + 0.5 * Number(row === column)];
  });
}

function meanAt(record: AttentionRecord, layer: number, at: number): number {
  const heads = [...Array(record.heads).keys()].map(head => headOf(record, layer, head)[at]);
  return heads.reduce((sum, weight) => sum + weight, 0) / heads.length;
}

function arcsOfSelf(record: AttentionRecord): Arc[] {
  const size = record.targets.length;
  return [...Array(record.layers).keys()].flatMap(layer =>
    residualArcs(record, layer, (layer + 1) * size, layer * size),
  );
}

/** One encoder layer and one decoder layer: nodes are sources, sources encoded, targets, after self-attention, after cross. */
function arcsOfStack(stack: AttentionStack): Arc[] {
  const [width, height] = [stack.encoder.targets.length, stack.decoder.targets.length];
  const [top, input] = [width, 2 * width];
  const [self, end] = [input + height, input + 2 * height];
  return [
    ...residualArcs(stack.encoder, 0, top, 0),
    ...residualArcs(stack.decoder, 0, self, input),
    ...Array.from({ length: height }, (_, row): Arc => [end + row, self + row, 0.5]),
    ...Array.from({ length: height * width }, (_, at): Arc => {
      return [end + Math.floor(at / width), top + (at % width), 0.5 * meanAt(stack.cross, 0, at)];
    }),
  ];
}

describe('maximum flow', () => {
  it('takes back what an earlier path used', () => {
    // The first shortest path may go 0-1-2-3; the maximum, 2, needs 0-1-3 and 0-2-3.
    const list: Arc[] = [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, 1],
      [1, 3, 1],
      [2, 3, 1],
    ];
    assert.equal(maxFlows(arcsOf(4, list))(0, 3), 2);
    // A longer way round that must be undone: 0-1-4-5 first, then 0-2-4 back along 1-4 to 1-3-5.
    const longer: Arc[] = [
      [0, 1, 1],
      [0, 2, 1],
      [1, 4, 1],
      [2, 4, 1],
      [1, 3, 1],
      [3, 5, 1],
      [4, 5, 1],
    ];
    assert.equal(maxFlows(arcsOf(6, longer))(0, 5), 2);
  });

  it('answers each question anew, knows dead ends, and an arc from a node to itself', () => {
    const flow = maxFlows(
      arcsOf(4, [
        [0, 1, 0.5],
        [1, 1, 9],
        [1, 2, 0.25],
      ]),
    );
    assert.deepEqual([flow(0, 2), flow(0, 2), flow(0, 1), flow(2, 0), flow(0, 3)], [0.25, 0.25, 0.5, 0, 0]);
    assert.equal(flow(1, 1), Infinity);
  });

  it('is the least cut, in any graph of up to seven nodes', () => {
    const graph = fc.integer({ min: 2, max: 7 }).chain(nodes => {
      const node = fc.nat(nodes - 1);
      const list = fc.array(
        fc.tuple(
          node,
          node,
          fc.integer({ min: 0, max: 9 }).map(tenths => tenths / 10),
        ),
        { maxLength: 24 },
      );
      return fc.tuple(fc.constant(nodes), list);
    });
    fc.assert(
      fc.property(graph, ([nodes, list]) => {
        close([maxFlows(arcsOf(nodes, list))(0, nodes - 1)], [leastCut(nodes, list, 0, nodes - 1)], 1e-9);
      }),
      { numRuns: 500 },
    );
  });
});

describe('attention flow', () => {
  it('is that of a graph worked out by hand', () => {
    // One layer: capacities are 0.5 W + 0.5 I, (0.75 0.25; 0.5 0.5), and there is one way to each source.
    const one = matrix('encoder', [
      [0.5, 0.5],
      [1, 0],
    ]);
    assert.deepEqual([...flowOf(one, 0)], [0.75, 0.25]);
    // A second layer, of W = I, adds nothing for it: (1 0; 0 1).
    const two = { ...one, layers: 2, weights: Float32Array.of(0.5, 0.5, 1, 0, 1, 0, 0, 1) };
    assert.deepEqual([...flowOf(two, 1)], [0.5, 0.5]);
    // The same layer twice, from target 0 to source 1: 0.25 by 0-0-1, and by 0-1-1 as much as 0-1 takes, 0.25.
    // To source 0: 0.75 by 0-0-0 and 0.25 by 0-1-0. The values sum to 1.5.
    const twice = { ...one, layers: 2, weights: Float32Array.of(0.5, 0.5, 1, 0, 0.5, 0.5, 1, 0) };
    assert.deepEqual([...flowOf(twice, 0)], [1, 0.5]);
    assert.deepEqual([...flowOf(twice, 0, 0)], [0.75, 0.25], 'up to the first layer');
  });

  it('is the least cut of the layered graph', () => {
    const small = fc
      .constantFrom('encoder', 'decoder')
      .chain(kind => fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constant(kind)))
      .chain(([layers, kind]) => anyRecord(kind, { layers, targets: 3 }));
    fc.assert(
      fc.property(small, fc.nat(2), (record, target) => {
        const nodes = (record.layers + 1) * 3;
        const list = arcsOfSelf(record);
        const flow = flowOf(record, target);
        const start = record.layers * 3 + target;
        close(
          flow,
          [0, 1, 2].map(source => leastCut(nodes, list, start, source)),
        );
        const total = flow.reduce((sum, one) => sum + one, 0);
        assert.ok(total > 1 - 1e-5, `only ${total} flows`);
      }),
      { numRuns: 30 },
    );
  });

  it('through an encoder-decoder is the least cut of the graph of both', () => {
    const stacks = fc.record({
      encoder: anyRecord('encoder', { layers: 1, targets: 2 }),
      decoder: anyRecord('decoder', { layers: 1, targets: 2 }),
      cross: anyRecord('cross', { layers: 1, targets: 2, sources: 2 }),
    });
    fc.assert(
      fc.property(stacks, fc.nat(1), (stack, target) => {
        const list = arcsOfStack(stack);
        const { sources, targets } = flowOfStack(stack, target);
        close(
          sources,
          [0, 1].map(source => leastCut(10, list, 8 + target, source)),
        );
        close(
          targets,
          [0, 1].map(own => leastCut(10, list, 8 + target, 4 + own)),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('goes through several decoder layers, of which each may be asked for', () => {
    const stack = { encoder, decoder, cross };
    const first = flowOfStack(stack, 1, 0);
    const one = (record: AttentionRecord): AttentionRecord => {
      return { ...record, layers: 1, weights: record.weights.subarray(0, record.weights.length / 2) };
    };
    const alone = flowOfStack({ encoder, decoder: one(decoder), cross: one(cross) }, 1);
    assert.deepEqual(first, alone);
    // The start token sees itself alone: half of it is left after one layer, a quarter could be after two, but the way
    // back to itself is as wide as its narrowest step, 0.5.
    close(flowOfStack(stack, 0, 0).targets, [0.5, 0]);
    close(flowOfStack(stack, 0, 1).targets, [0.5, 0]);
  });

  it('refuses what it cannot answer', () => {
    const badRequest = { code: 'bad-request' };
    assert.throws(() => flowOf(cross, 0), badRequest);
    assert.throws(() => flowOf(encoder, 3), badRequest);
    assert.throws(() => flowOf(encoder, 0, 2), badRequest);
    assert.throws(() => flowOfStack({ encoder, decoder, cross }, 2), badRequest);
    assert.throws(() => flowOfStack({ encoder, decoder, cross }, 0, 2), badRequest);
    assert.throws(() => flowOfStack({ encoder, decoder, cross: { ...cross, layers: 1 } }, 0), badRequest);
  });
});
