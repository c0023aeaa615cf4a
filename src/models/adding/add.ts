// Add: downloads the files of a plan into the store, several at once, and then makes the model known.
import { asAttentive, type AttentiveError, throwIfAborted } from '../../base/errors';
import { downloadFile } from '../download/fileDownload';
import type { HubAccess } from '../download/request';
import type { HasherOf } from '../storage/digest';
import type { ModelStore } from '../storage/modelStore';
import type { Plan } from './plan';
import { type Progress, ProgressMeter } from './progress';

/** How many files are downloaded at once. */
const AT_ONCE = 3;

/**
 * Adds the model of a plan. What was downloaded before an error or a cancellation stays, and the next call goes on from there. The model is
 * there when this resolves; until then an older version of it stays.
 *
 * @throws AttentiveError `model-not-available`, `download-failed`, `store-failed`, `cancelled`
 */
export async function addModel(
  { access, hasherOf, store, signal: outer }: AddRequest,
  plan: Plan,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const meter = new ProgressMeter(plan.size, access.clock);
  const failed = new AbortController();
  const signal = AbortSignal.any([outer, failed.signal]);
  const model = plan.repository.id;
  const onSize = (name: string, size: number): void => onProgress(meter.update(name, size));
  // Large files first, so that the last one does not begin when all others are finished.
  const waiting = [...plan.files].sort((a, b) => b.size - a.size);
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const { name, size } = file;
      const remote = file;
      await store.put(
        file,
        unfinished =>
          downloadFile({
            access,
            hasherOf,
            model,
            file: remote,
            unfinished,
            onSize: bytes => onSize(name, bytes),
            signal,
          }),
        signal,
      );
      onSize(name, size);
    }
  };
  await store.adding(model, signal, async () => {
    let reason: AttentiveError | undefined;
    const worker = (): Promise<void> =>
      work().catch((error: unknown) => {
        reason ??= asAttentive(error);
        // One file that cannot be had ends the others too; what they have received stays.
        failed.abort();
      });
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    throwIfAborted(outer);
    if (reason !== undefined) throw reason;
    await store.publish(plan.manifest);
  });
}

export interface AddRequest {
  readonly access: HubAccess;
  readonly hasherOf: HasherOf;
  readonly store: ModelStore;
  readonly signal: AbortSignal;
}
