// Lifecycle: disposables, and a store that disposes many of them in order.

export interface Disposable {
  dispose(): void;
}

/** Makes a Disposable of a function. The function runs only at the first call of `dispose`. */
export function toDisposable(release: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      release();
    },
  };
}

/**
 * Owns disposables and releases them, last in first out. A member that is added after the store was disposed is
 * disposed at once, and a member that throws does not keep the others from being released.
 */
export class DisposableStore implements Disposable {
  private readonly members = new Set<Disposable>();
  private disposed = false;

  add<T extends Disposable>(member: T): T {
    if (this.disposed) member.dispose();
    else this.members.add(member);
    return member;
  }

  /** Disposes one member now; a member that is not in the store is left alone. */
  release(member: Disposable): void {
    if (this.members.delete(member)) member.dispose();
  }

  /**
   * Disposes every member. Calling it again does nothing.
   *
   * @throws the member's error if one threw, an AggregateError if several did, after all were released
   */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    const errors: unknown[] = [];
    for (const member of [...this.members].reverse()) {
      try {
        member.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    this.members.clear();
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'several members failed to be disposed');
  }
}
