// Engine: the contract's handlers. Holds the loaded models and runs what is asked of them.
import { AttentiveError, throwIfAborted } from '../base/errors';
import { checkWholeModel } from '../onnx/wire';
import type { EngineHandlers, GraphFile, LoadProgress, LoadRequest, UnloadRequest } from './api';
import { generate, type Model } from './generate';
import { resolveSettings } from './generation';
import { createSession, type Session } from './runtime';
import { Seq2seq } from './seq2seq';
import { createTokenizer } from './tokenizer';
import { Turnstile } from './turns';

type Json = Readonly<Record<string, unknown>>;

const STAGES = 3;

/** Makes an engine. It runs in the thread that calls it, and blocks it while a step is computed: make it in a worker. */
export function createEngine(): EngineHandlers {
  const models = new Map<string, Held>();
  const modelOf = (name: string): Held => {
    const model = models.get(name);
    if (model === undefined) throw new AttentiveError('model-not-loaded', `${name} is not loaded`, { model: name });
    return model;
  };
  return {
    async *load(request, signal) {
      const model = yield* load(request, signal);
      const replaced = models.get(request.model);
      models.set(request.model, model);
      await release(replaced);
      return model.loaded;
    },
    async *generate(request, signal) {
      for (;;) {
        const model = modelOf(request.model);
        const leave = await model.turns.enter(signal);
        try {
          // It may have been replaced or unloaded while this waited for its turn.
          if (model === models.get(request.model)) return yield* generate(model, request, signal);
        } finally {
          leave();
        }
      }
    },
    // eslint-disable-next-line require-yield -- the contract's methods are generators; this one only returns
    async *unload(request: UnloadRequest) {
      const model = models.get(request.model);
      models.delete(request.model);
      await release(model);
    },
  };
}

/** Frees a model that nobody can ask for any more, after the work that is under way on it. */
async function release(model: Held | undefined): Promise<void> {
  if (model === undefined) return;
  const leave = await model.turns.enter(new AbortController().signal);
  await model.network.release().finally(leave);
}

/** A loaded model and the turnstile that lets one work at a time run on it. */
interface Held extends Model {
  readonly turns: Turnstile;
}

async function* load(request: LoadRequest, signal: AbortSignal): AsyncGenerator<LoadProgress, Held, void> {
  const { files } = request;
  const config = parseJson('config.json', files.config);
  const generationConfig =
    files.generationConfig === undefined ? undefined : parseJson('generation_config.json', files.generationConfig);
  const settings = resolveSettings(config, generationConfig, {});
  for (const graph of [files.encoder, files.decoder]) checkWholeModel(graph.name, graph.bytes);
  const tokenizer = createTokenizer(
    parseJson('tokenizer.json', files.tokenizer),
    parseJson('tokenizer_config.json', files.tokenizerConfig),
  );
  yield { stage: 'tokenizer', done: 1, total: STAGES };
  const network = yield* loadNetwork(files.encoder, files.decoder, signal);
  const maxSourceTokens = Math.min(
    request.maxSourceTokens ?? Infinity,
    tokenizer.maxLength,
    positionsOf(config) ?? settings.maxLength,
  );
  const modelType = typeof config['model_type'] === 'string' ? config['model_type'] : 'unknown';
  const vocabularySize = network.vocabularySize;
  const loaded = { model: request.model, modelType, vocabularySize, maxSourceTokens };
  return { loaded, config, generationConfig, tokenizer, network, turns: new Turnstile() };
}

/** Makes both sessions; what was made is freed again if the load fails or is left. */
async function* loadNetwork(
  encoderFile: GraphFile,
  decoderFile: GraphFile,
  signal: AbortSignal,
): AsyncGenerator<LoadProgress, Seq2seq, void> {
  const sessions: Session[] = [];
  let done = false;
  try {
    for (const [index, file] of [encoderFile, decoderFile].entries()) {
      throwIfAborted(signal);
      sessions.push(await createSession(file.name, file.bytes));
      yield { stage: index === 0 ? 'encoder' : 'decoder', done: index + 2, total: STAGES };
    }
    const [encoder, decoder] = sessions;
    const network = new Seq2seq(encoder, decoder, decoderFile.name);
    done = true;
    return network;
  } finally {
    if (!done) for (const session of sessions) await session.release();
  }
}

/** The most positions the encoder knows. Models with relative positions (T5) have no such bound. */
function positionsOf(config: Json): number | undefined {
  for (const key of ['max_position_embeddings', 'max_encoder_position_embeddings', 'n_positions']) {
    const value = config[key];
    if (typeof value === 'number' && value > 0) return value;
  }
  return undefined;
}

function parseJson(file: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AttentiveError('model-broken-file', `${file}: ${String(error)}`, { file, why: String(error) });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AttentiveError('model-broken-file', `${file} holds no object`, { file, why: 'it holds no object' });
  }
  return value as Json;
}
