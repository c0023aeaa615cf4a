// History: the beams of a search, packed as a tree of tokens, and read step by step.
import { checkIndex } from '../record/record';

/**
 * The tree of one search. A node is a token that continues a beam. The nodes of a step are the continuations that the
 * search kept, best first: the beams that continue after this step, and the sequences that ended in it.
 */
export interface SearchHistory {
  readonly numBeams: number;
  /** The nodes of step s are those from `firsts[s]` to before `firsts[s + 1]`. */
  readonly firsts: Int32Array; // [step + 1]
  /** The node of the previous step that each node continues; -1 if it continues the start token. */
  readonly parents: Int32Array; // [node]
  readonly tokens: Int32Array; // [node]
  /** The log-probability of the token given its parents, with all logits processors applied. */
  readonly logProbabilities: Float32Array; // [node]
  /** The sum of the log-probabilities up to this node. Beams that only pad the batch have sums below -1e8. */
  readonly sums: Float64Array; // [node]
  /** The sum with the length penalty, if a sequence ended here by EOS or at its maximum length; else NaN. */
  readonly scores: Float64Array; // [node]
  /** The last nodes of the hypotheses that were returned, best first; -1 for one that is not in the tree. */
  readonly leaves: Int32Array; // [hypothesis]
  /** The text of each token of the tree. */
  readonly names: readonly { readonly id: number; readonly text: string }[];
  /** The number of steps that are missing at the end, because the tree exceeded its size limit. */
  readonly droppedSteps: number;
}

/** A node of the tree, unpacked. */
export interface HistoryBeam {
  readonly node: number;
  /** The index of its parent among the beams of the step before; 0 in the first step. */
  readonly parent: number;
  readonly token: number;
  /** The text by which the token is shown. */
  readonly text: string;
  readonly logProbability: number;
  readonly sum: number;
  /** The sum with the length penalty, if the sequence ended here. */
  readonly score?: number;
  /** Whether the sequence ended here. */
  readonly ended: boolean;
  /** Whether the node is on the path to the best sequence. */
  readonly chosen: boolean;
}

/** A beam with a lower sum only pads the batch: transformers starts such beams with a sum of -1e9. */
const LEAST_SUM = -1e8;

/** The beams of each step, without those that only pad the batch and lead to no hypothesis. */
export function stepsOf(history: SearchHistory): HistoryBeam[][] {
  const { firsts, parents, tokens, logProbabilities, sums, scores, leaves } = history;
  const returned = new Set([...leaves].flatMap(leaf => (leaf < 0 ? [] : pathTo(history, leaf))));
  const chosen = new Set(leaves.length === 0 || leaves[0] < 0 ? [] : pathTo(history, leaves[0]));
  const names = new Map(history.names.map(({ id, text }) => [id, text]));
  const steps: HistoryBeam[][] = [];
  // The index that each node of the previous step has among the beams of that step.
  let indicesBefore = new Map<number, number>();
  for (let step = 0; step + 1 < firsts.length; step++) {
    const indices = new Map<number, number>();
    const beams: HistoryBeam[] = [];
    for (let node = firsts[step]; node < firsts[step + 1]; node++) {
      if (sums[node] < LEAST_SUM && !returned.has(node)) continue;
      indices.set(node, beams.length);
      const ended = !Number.isNaN(scores[node]);
      beams.push({
        node,
        parent: indicesBefore.get(parents[node]) ?? 0,
        token: tokens[node],
        text: names.get(tokens[node]) ?? '',
        logProbability: logProbabilities[node],
        sum: sums[node],
        ...(ended ? { score: scores[node] } : {}),
        ended,
        chosen: chosen.has(node),
      });
    }
    steps.push(beams);
    indicesBefore = indices;
  }
  return steps;
}

/**
 * The nodes from the first token to this one.
 *
 * @throws AttentiveError `bad-request` if there is no such node
 */
export function pathTo({ parents }: SearchHistory, node: number): number[] {
  checkIndex('node', node, parents.length);
  const path: number[] = [];
  for (let at = node; at >= 0; at = parents[at]) path.push(at);
  return path.reverse();
}
