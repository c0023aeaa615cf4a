// Observable: a value with listeners that are called when it changes.
import { type Disposable, toDisposable } from '../../base/lifecycle';

export class Observable<T> {
  private readonly listeners = new Set<(value: T, before: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  /** Sets the value and calls the listeners in the order of their registration, unless the value is the same. */
  set(value: T): void {
    if (Object.is(value, this.current)) return;
    const before = this.current;
    this.current = value;
    for (const listener of [...this.listeners]) listener(value, before);
  }

  onChange(listener: (value: T, before: T) => void): Disposable {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  }
}
