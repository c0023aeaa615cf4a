// Protocol: the treaty between the extension and its pages in webviews. Only plain data crosses.
import { call, stream } from '../../base/rpc';
import type { ReportedRun } from '../../tasks/run/report';

/** A run as its page gets it. */
export interface ShownRun extends ReportedRun {
  /** Names it, for showing its attention. */
  readonly run: string;
  /** For each segment its first window, -1 for one that did not go through the model. */
  readonly windows: readonly number[];
}

export const runContract = {
  /** Gives the last run at once (undefined if there was none), then each new one as it finishes; it ends with the page. */
  runs: stream<void, ShownRun | undefined, void>(1),
  /** Opens the Attention view. */
  showAttention: call<{ readonly run: string; readonly window: number }, void>(),
};

/** The words of the Run page, in the reader's language; {0}, {1} stand for what the page fills in. */
export interface RunWords {
  readonly emptyTitle: string;
  readonly emptyHint: string;
  readonly ofDocument: string;
  readonly model: string;
  readonly quality: string;
  readonly license: string;
  readonly time: string;
  readonly tokens: string;
  readonly tokensOf: string;
  readonly tokensOfBeams: string;
  readonly speed: string;
  readonly speedOf: string;
  readonly notes: string;
  readonly caption: string;
  readonly sureness: string;
  readonly surenessShort: string;
  readonly surenessOfAll: string;
  readonly surenessMeaning: string;
  readonly order: string;
  readonly byDocument: string;
  readonly byProbability: string;
  readonly number: string;
  readonly source: string;
  readonly result: string;
  readonly notRun: string;
  readonly notUsed: string;
  readonly cut: string;
  readonly tooLong: string;
  readonly empty: string;
  readonly emptyInPart: string;
  readonly broken: string;
  readonly brokenInPart: string;
  readonly tooLongInPart: string;
  readonly shown: string;
  readonly showMore: string;
  readonly newRun: string;
  readonly lost: string;
  readonly attention: string;
  readonly attentionOf: string;
}
