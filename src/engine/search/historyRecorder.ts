// History recorder: collects the beams that a search kept at each step. Only a search whose history is requested has one.
import type { SearchHistory } from '../../attention/decoding/history';

/** A history before its tokens have names. */
export type RecordedHistory = Omit<SearchHistory, 'names'>;

/** A beam extended by one token. */
export interface RecordedNode {
  /** The node it continues; -1 for the start token. */
  readonly parent: number;
  readonly token: number;
  readonly logProbability: number;
  readonly sum: number;
  /** The score of a sequence that ends here. */
  readonly score?: number;
}

/** The most nodes of one history: about 3.5 MB. 16 beams over 2,000 tokens stay below. */
const MOST_NODES = 100_000;

export class HistoryRecorder {
  private readonly nodes: RecordedNode[] = [];
  private readonly firsts = [0];
  private leaves: readonly number[] = [];
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

  /** Sets the last nodes of the resulting sequences, best first. */
  end(leaves: readonly number[]): void {
    this.leaves = leaves;
  }

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
