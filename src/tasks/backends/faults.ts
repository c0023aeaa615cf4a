// Faults: the models on which a runtime has failed. They are remembered until the user restarts the engine, also while no worker runs.
import type { Disposable } from '../../base/lifecycle';
import { toDisposable } from '../../base/lifecycle';
import type { Fault, FastBackend } from './backend';

export class Faults {
  /** By the model's id. */
  private readonly faults = new Map<string, Fault[]>();
  private readonly listeners = new Set<(model: string, fault: Fault) => void>();

  /** Why a runtime is not used for a model; undefined if it has not failed. */
  get(model: string, runtime: FastBackend): string | undefined {
    return this.of(model).find(fault => fault.runtime === runtime)?.reason;
  }

  /** All faults of a model, the last one first. */
  of(model: string): readonly Fault[] {
    return this.faults.get(model) ?? [];
  }

  /** Remembers why a runtime failed on a model. The first reason stays. */
  add(model: string, runtime: FastBackend, reason: string): void {
    if (this.get(model, runtime) !== undefined) return;
    const fault: Fault = { runtime, reason };
    this.faults.set(model, [fault, ...this.of(model)]);
    for (const listener of this.listeners) listener(model, fault);
  }

  onFault(listener: (model: string, fault: Fault) => void): Disposable {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  }

  /** Forgets all faults: the runtimes are tried again. */
  clear(): void {
    this.faults.clear();
  }
}
