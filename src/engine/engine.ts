// Engine: implements the methods of the engine's contract. It holds the loaded models and runs requests on them.
import { throwIfAborted } from '../base/errors';
import { type JsonObject, parseJsonFile } from '../base/json';
import { readGraph } from '../onnx/bytes/graph';
import type { EngineHandlers, LoadProgress, LoadRequest } from './api/contract';
import { graphFilesOf, type ModelFiles } from '../models/modelFiles';
import { checkSpecialTokens, checkVocabulary, type VocabularyTokens } from './tokenizer/compatibility';
import { CaptureSessions } from './network/captureSessions';
import type { NamedSession } from './network/decoders';
import { explain, type ExplainableModel } from './explain/explain';
import { attentionOfRow, LastExplanation, logitsOfRow, stepsOfRow } from './explain/explanation';
import { generate } from './generate/generate';
import { probe } from './generate/probe';
import { resolveSettings } from './search/settings';
import { internalsOfRow, stacksOf } from './explain/internals';
import type { Runtime } from './runtime/runtime';
import { Seq2seq } from './network/seq2seq';
import { type Releasable, LoadedModels } from './loadedModels';
import { createTokenizer } from './tokenizer/tokenizer';
import type { TokenizerJson } from './tokenizer/tokenizerJson';

/** Creates an engine on a runtime. It runs in the calling thread and blocks it during each decoder step, so create it in a worker. */
export function createEngine(runtime: Runtime): EngineHandlers {
  const models = new LoadedModels<ModelInMemory>();
  const lastExplanation = new LastExplanation();
  return {
    async *load(request, signal) {
      const model = yield* load(runtime, request, signal);
      lastExplanation.drop(await models.put(request.model, model));
      return model.loaded;
    },
    generate: (request, signal) => models.streamWith(request.model, signal, model => generate(model, request, signal)),
    explain: (request, signal) =>
      models.runWith(request.model, signal, model =>
        lastExplanation.replace(number => explain(model, request, number, signal)),
      ),
    attention: async request => attentionOfRow(lastExplanation.get(request.explanation), request),
    steps: async request => stepsOfRow(lastExplanation.get(request.explanation), request),
    logits: async request => logitsOfRow(lastExplanation.get(request.explanation), request),
    stacks: async request => stacksOf(lastExplanation.get(request.explanation).rerun),
    async internals(request, signal) {
      const { rerun } = lastExplanation.get(request.explanation);
      return models.runWith(rerun.model, signal, () =>
        // The explanation is looked up again: it may have been dropped while this request waited for the model.
        internalsOfRow(rerun, lastExplanation.get(request.explanation).explained, request, signal),
      );
    },
    probe: (request, signal) => models.runWith(request.model, signal, model => probe(model, signal)),
    unload: async request => lastExplanation.drop(await models.remove(request.model)),
  };
}

/** A loaded model. */
type ModelInMemory = ExplainableModel & Releasable;

async function* load(
  runtime: Runtime,
  request: LoadRequest,
  signal: AbortSignal,
): AsyncGenerator<LoadProgress, ModelInMemory, void> {
  const { files } = request;
  const config = parseJsonFile('config.json', files.config);
  const generationConfig =
    files.generationConfig === undefined ? undefined : parseJsonFile('generation_config.json', files.generationConfig);
  // A model with invalid settings is refused before its sessions are created.
  const settings = resolveSettings(config, generationConfig, {});
  // Reading the graphs takes milliseconds, and gives clearer errors for damaged files than the runtime does.
  for (const { name, bytes } of graphFilesOf(files)) readGraph(name, bytes);
  const tokenizerJson: TokenizerJson = parseJsonFile('tokenizer.json', files.tokenizer);
  const tokenizerConfig = parseJsonFile('tokenizer_config.json', files.tokenizerConfig);
  const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig, {
    ...(files.sourceSentencePiece === undefined ? {} : { sourceSentencePiece: files.sourceSentencePiece }),
    ...(files.targetVocabulary === undefined
      ? {}
      : { targetVocabulary: parseJsonFile('target_vocab.json', files.targetVocabulary) }),
  });
  const tokens = { config, tokenizer: tokenizerJson, tokenizerConfig, settings };
  checkSpecialTokens(tokens);
  const network = yield* loadNetwork(runtime, files, tokens, signal);
  const limit = Math.min(tokenizer.maxLength, positionsOf(config));
  const maxSourceTokens = Math.min(request.maxSourceTokens ?? Infinity, limit < Infinity ? limit : POSITIONS_OF_T5);
  const modelType = typeof config['model_type'] === 'string' ? config['model_type'] : 'unknown';
  const vocabularySize = network.vocabularySize;
  const loaded = { model: request.model, modelType, vocabularySize, maxSourceTokens };
  const captures = new CaptureSessions(runtime, files.encoder, files.decoder);
  const release = async (): Promise<void> => {
    await network.release();
    await captures.release();
  };
  const sourceVocabularySize = sourceVocabularyOf(config) ?? vocabularySize;
  return { loaded, config, generationConfig, tokenizer, network, sourceVocabularySize, captures, release };
}

/** Creates the sessions of the network. If the load fails or is aborted, they are released again. */
async function* loadNetwork(
  runtime: Runtime,
  files: ModelFiles,
  tokens: VocabularyTokens,
  signal: AbortSignal,
): AsyncGenerator<LoadProgress, Seq2seq, void> {
  const graphs = graphFilesOf(files);
  const total = graphs.length + 1;
  const sessions: NamedSession[] = [];
  let done = false;
  try {
    yield { stage: 'tokenizer', done: 1, total };
    for (const [index, { name, bytes, weights }] of graphs.entries()) {
      throwIfAborted(signal);
      sessions.push({ name, session: await runtime.createSession(name, bytes, weights) });
      yield { stage: index === 0 ? 'encoder' : 'decoder', done: index + 2, total };
    }
    const [encoder, decoder, decoderWithPast] = sessions;
    const network = new Seq2seq(encoder, decoder, decoderWithPast);
    checkVocabulary(tokens, network.vocabularySize);
    done = true;
    return network;
  } finally {
    if (!done) for (const { session } of sessions) await session.release();
  }
}

/** The length on which the T5 family was trained; its positions are relative and have no limit. */
const POSITIONS_OF_T5 = 512;

/** The most positions of the encoder; Infinity if config.json states no number. */
function positionsOf(config: JsonObject): number {
  for (const key of ['max_encoder_position_embeddings', 'max_position_embeddings', 'n_positions']) {
    const value = config[key];
    if (typeof value === 'number' && value > 0) return value;
  }
  return Infinity;
}

/** The size of the source's vocabulary if the target has a separate one (Marian); else undefined. */
function sourceVocabularyOf(config: JsonObject): number | undefined {
  const size = config['vocab_size'];
  return config['share_encoder_decoder_embeddings'] === false && typeof size === 'number' ? size : undefined;
}
