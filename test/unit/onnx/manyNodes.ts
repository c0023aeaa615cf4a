// Many nodes: large graphs for tests that the time for reading a graph does not grow faster than the graph.
import { attentionNodes, modelBytes, node, type NodeSketch } from './model';

/** Model files of about `count` nodes. Each is named by the property that would make a careless reader slow. */
export function manyNodes(count: number): Readonly<Record<string, Uint8Array>> {
  const many = Array.from({ length: count }, (_, at) => at);
  const chain = many.map(at => node('Add', `c${at} x`, `c${at + 1}`));
  const attention = [...attentionNodes('', 'c0', 'c0', 'y'), node('Gather', 'w x', 'c0')];
  const graphs: Readonly<Record<string, readonly NodeSketch[]>> = {
    'a chain that is written from its end to its beginning': [...chain].reverse(),
    'a node that reads all others': [node('Concat', many.map(at => `c${at + 1}`).join(' '), 'all'), ...chain],
    'many softmaxes of one value': many.map(at => node('Softmax', 'x', `s${at}`)),
    'a chain of softmaxes': [...many.map(at => node('Softmax', `s${at} x`, `s${at + 1}`)), node('MatMul', 's9 x', 'y')],
    'many attentions': many.slice(0, count / 5).flatMap(at => attentionNodes(`${at}.`, 'x', 'x', `${at}.y`)),
    'many consumers of one attention': [
      ...attentionNodes('', 'x', 'x', 'y'),
      ...many.map(at => node('Mul', 'weights x', `m${at}`)),
    ],
    'a residual stream to which earlier values are added': [
      ...attention,
      ...many.map(at => node('Add', `c${at} c${Math.floor(at / 2)}`, `c${at + 1}`)),
    ],
    'a residual stream of norms alone': [
      ...attention,
      ...many.map(at => node('LayerNormalization', `c${at} w w`, `c${at + 1}`)),
    ],
  };
  return Object.fromEntries(
    Object.entries(graphs).map(([name, nodes]) => [name, modelBytes({ nodes, inputs: ['x', 's0'] })]),
  );
}
