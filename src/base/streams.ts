// Streams: helpers that read async generators to their end and release them.

/**
 * Maps each item of a generator to any number of items, and returns the generator's result. If the reader leaves early,
 * the generator is ended too; a plain loop over `run.next()` would leave it suspended.
 */
export async function* mapped<In, Out, Result>(
  run: AsyncGenerator<In, Result, void>,
  map: (item: In) => Iterable<Out> | AsyncIterable<Out>,
): AsyncGenerator<Out, Result, void> {
  let ended = false;
  try {
    for (;;) {
      const step = await run.next();
      if (step.done === true) {
        ended = true;
        return step.value;
      }
      yield* map(step.value);
    }
  } finally {
    // A generator that threw has ended; ending it again does nothing.
    if (!ended) await run.return(undefined as never);
  }
}

/** Runs a generator to its end and returns its result. If `take`, which gets each item, throws, the generator is ended. */
export async function consumed<In, Result>(
  run: AsyncGenerator<In, Result, void>,
  take: (item: In) => void = () => undefined,
): Promise<Result> {
  const rest = mapped(run, item => {
    take(item);
    return [];
  });
  for (;;) {
    const step = await rest.next();
    if (step.done === true) return step.value;
  }
}
