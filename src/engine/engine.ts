// Engine: the contract's handlers. Holds the loaded models and runs what is asked of them.
import { AttentiveError, throwIfAborted } from '../base/errors';
import { checkWholeModel } from '../onnx/wire';
import type { EngineHandlers, GraphFile, LoadProgress, LoadRequest, UnloadRequest } from './api';
import { Capturing } from './capturing';
import { explain, type Explainable } from './explain';
import { attentionPiece, Desk, logitsPiece, stepsPiece } from './explanation';
import { generate } from './generate';
import { resolveSettings } from './generation';
import { internalsPiece, stacksOf } from './internals';
import { createSession, type Session } from './runtime';
import { Seq2seq } from './seq2seq';
import { type Releasable, Shelf } from './shelf';
import { createTokenizer } from './tokenizer';

type Json = Readonly<Record<string, unknown>>;

const STAGES = 3;

/** Makes an engine. It runs in the thread that calls it, and blocks it while a step is computed: make it in a worker. */
export function createEngine(): EngineHandlers {
  const shelf = new Shelf<Held>();
  const desk = new Desk();
  return {
    async *load(request, signal) {
      const model = yield* load(request, signal);
      desk.drop(await shelf.put(request.model, model));
      return model.loaded;
    },
    generate: (request, signal) => shelf.inTurn(request.model, signal, model => generate(model, request, signal)),
    explain: (request, signal) =>
      shelf.inTurn(request.model, signal, model =>
        answer(() => desk.keep(number => explain(model, request, number, signal))),
      ),
    attention: request => answer(() => attentionPiece(desk.kept(request.explanation), request)),
    steps: request => answer(() => stepsPiece(desk.kept(request.explanation), request)),
    logits: request => answer(() => logitsPiece(desk.kept(request.explanation), request)),
    stacks: request => answer(() => stacksOf(desk.kept(request.explanation).again)),
    async *internals(request, signal) {
      const { again } = desk.kept(request.explanation);
      return yield* shelf.inTurn(again.model, signal, () =>
        // The explanation may be gone when its turn comes.
        answer(() => internalsPiece(again, desk.kept(request.explanation).explained, request, signal)),
      );
    },
    unload: (request: UnloadRequest) => answer(async () => desk.drop(await shelf.remove(request.model))),
  };
}

/** A method that yields nothing on its way. */
// eslint-disable-next-line require-yield -- the contract's methods are generators; this one only returns
async function* answer<Result>(give: () => Result | Promise<Result>): AsyncGenerator<never, Result, void> {
  return await give();
}

/** A loaded model. */
type Held = Explainable & Releasable;

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
    files.sourceSentencePiece === undefined ? {} : { sourceSentencePiece: files.sourceSentencePiece },
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
  const capturing = new Capturing(files.encoder, files.decoder);
  const release = async (): Promise<void> => {
    await network.release();
    await capturing.release();
  };
  return { loaded, config, generationConfig, tokenizer, network, capturing, release };
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
