// History recorder: collects the beams that a search kept at each step, if the request asks for the history.
import type { SearchHistory } from '../../attention/decoding/history';

/** A history without the names of its tokens, which the search does not know. */
export type RecordedHistory = Omit<SearchHistory, 'names'>;

/** A beam extended by one token. */
export interface RecordedNode {
  /** The index of the node that this one continues; -1 for the start token. */
  readonly parent: number;
  readonly token: number;
  readonly logProbability: number;
  /** The sum of log-probabilities from the start to this node. */
  readonly sum: number;
  /** The score of the sequence, if it ends here. */
  readonly score?: number;
}

/** The most nodes of one history, which take about 3.5 MB. A search with 16 beams over 2,000 tokens has fewer. */
const MOST_NODES = 100_000;

/** Records the history of the search for one source. */
export class HistoryRecorder {
  private readonly nodes: RecordedNode[] = [];
  /** The index of the first node of each step, and of the step that would follow. */
  private readonly firsts = [0];
  private leaves: readonly number[] = [];
  /** How many steps were not recorded, because the history would have become too large. */
  private dropped = 0;

  constructor(private readonly mostNodes = MOST_NODES) {}

  /** Adds all nodes of a step and returns their indices: -1 for each if the history would become too large. */
  step(nodes: readonly RecordedNode[]): number[] {
    if (this.dropped > 0 || this.nodes.length + nodes.length > this.mostNodes) {
      this.dropped++;
      return nodes.map(() => -1);
    }
    const first = this.nodes.length;
    this.nodes.push(...nodes);
    this.firsts.push(this.nodes.length);
    return nodes.map((_, at) => first + at);
  }

  /** Sets the last node of each resulting sequence, best first. */
  end(leaves: readonly number[]): void {
    this.leaves = leaves;
  }

  /** The history as packed arrays. */
  recorded(numBeams: number): RecordedHistory {
    const { nodes } = this;
    return {
      numBeams,
      firsts: Int32Array.from(this.firsts), // [step + 1]
      parents: Int32Array.from(nodes, ({ parent }) => parent), // [node]
      tokens: Int32Array.from(nodes, ({ token }) => token), // [node]
      logProbabilities: Float32Array.from(nodes, ({ logProbability }) => logProbability), // [node]
      sums: Float64Array.from(nodes, ({ sum }) => sum), // [node]
      scores: Float64Array.from(nodes, ({ score }) => score ?? NaN), // [node]
      leaves: Int32Array.from(this.leaves), // [hypothesis]
      droppedSteps: this.dropped,
    };
  }
}
