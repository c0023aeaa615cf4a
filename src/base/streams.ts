// Streams: what async generators need that the language does not give.

/**
 * Yields what `map` makes of each item and returns the run's own result. Leaving it early ends the run, which a loop
 * over `run.next()` would leave hanging.
 */
export async function* mapped<In, Out, Result>(
  run: AsyncGenerator<In, Result, void>,
  map: (item: In) => Iterable<Out>,
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
    // A run that threw is over already; ending it again does nothing.
    if (!ended) await run.return(undefined as never);
  }
}

/** Runs to the end, giving each item to `take`, for the run's result. If `take` throws, the run is ended. */
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
