// Serve: the tasks and the parsers of formats behind their contract, as the worker serves them.
import { channelOf } from '../../base/channel';
import type { Disposable } from '../../base/lifecycle';
import { connect, type Handlers, type Port, serve } from '../../base/rpc';
import { type Engine, engineContract } from '../../engine/api/contract';
import { createFormats } from '../../formats/handlers';
import { guessLanguage } from '../../text/language';
import { parseDocuments } from '../run/formattedTexts';
import { summarize } from '../summarize';
import { translate } from '../translate';
import { charactersOf } from '../workload';
import { tasksContract } from './contract';

/** Serves the tasks on a port, on whose channels their engines are served. */
export function serveTasks(port: Port): Disposable {
  const formats = createFormats();
  const handlers: Handlers<typeof tasksContract> = {
    ...formats,
    translate: ({ engine, documents, ...request }, signal) =>
      withEngine(port, engine, async function* (served) {
        const run = { ...request, engine: served, signal };
        if (documents === undefined) return yield* translate(run);
        return yield* translate({ ...run, formatted: await parseDocuments(formats, documents, signal) });
      }),
    summarize: ({ engine, ...request }, signal) =>
      withEngine(port, engine, served => summarize({ ...request, engine: served, signal })),
    characters: async ({ texts, task }) => charactersOf(texts, task),
    language: async text => guessLanguage(text),
  };
  return serve(port, tasksContract, handlers);
}

/** Runs a task with the engine that is served on a channel of the port. */
async function* withEngine<Item, Result>(
  port: Port,
  channel: string,
  run: (engine: Engine) => AsyncGenerator<Item, Result, void>,
): AsyncGenerator<Item, Result, void> {
  const engine = connect(channelOf(port, channel), engineContract);
  try {
    return yield* run(engine);
  } finally {
    engine.dispose();
  }
}
