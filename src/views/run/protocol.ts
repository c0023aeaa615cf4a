// Protocol: the contract between the extension and the page of the Run view. All messages are plain data.
import { call, stream } from '../../base/rpc';
import type { RunReport } from '../../tasks/run/report';

export const runContract = {
  /** Yields the last run at once (undefined if there was none), then each new run when it finishes, until the page is closed. */
  runs: stream<void, RunReport | undefined, void>(1),
  /** Opens the Attention view on a passage of a run. */
  showAttention: call<{ readonly run: string; readonly passage: number }, void>(),
};
