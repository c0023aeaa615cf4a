// Recorder: what a search kept at each step, gathered while it runs. Only a search that is to tell its history has one.
import type { SearchHistory } from '../../attention/decoding/history';

/** A history before its tokens have names. */
export type RecordedHistory = Omit<SearchHistory, 'names'>;

/** One token after one beam. */
export interface RecordedNode {
  /** The node it continues; -1 for the start token. */
  readonly parent: number;
  readonly token: number;
  readonly logProbability: number;
  readonly sum: number;
  /** Of a sequence that ends here. */
  readonly score?: number;
}

/** Nodes of one tree: about 3.5 MB. 16 beams over 2,000 tokens stay below. */
const MOST_NODES = 100_000;

export class HistoryRecorder {
  private readonly nodes: RecordedNode[] = [];
  private readonly firsts = [0];
  private leaves: readonly number[] = [];
  private dropped = 0;

  constructor(private readonly mostNodes = MOST_NODES) {}

  /** Takes all nodes of a step and gives their numbers: -1 for each if the tree would become too large. */
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

  /** Says where the sequences end that are given, best first. */
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
