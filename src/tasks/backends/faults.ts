// Faults: the models on which the native runtime has failed. They are remembered until the user restarts the engine, also while no
// worker runs.
import type { Disposable } from '../../base/lifecycle';
import { toDisposable } from '../../base/lifecycle';

/** Why the native runtime is not used, by the model's id. */
export class Faults {
  private readonly reasons = new Map<string, string>();
  private readonly listeners = new Set<(model: string, reason: string) => void>();

  get(model: string): string | undefined {
    return this.reasons.get(model);
  }

  /** Remembers why the native runtime failed on a model. The first reason stays. */
  add(model: string, reason: string): void {
    if (this.reasons.has(model)) return;
    this.reasons.set(model, reason);
    for (const listener of this.listeners) listener(model, reason);
  }

  onFault(listener: (model: string, reason: string) => void): Disposable {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  }

  /** Forgets all faults: the native runtime is tried again. */
  clear(): void {
    this.reasons.clear();
  }
}
