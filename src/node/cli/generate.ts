// CLI generate: generates from ids and prints the generated ids with scores, to compare them with other
// implementations.
import { AttentiveError } from '../../base/errors';
import type { Hypothesis } from '../../engine/api/contract';
import { resolveSettings } from '../../engine/search/settings';
import { padSequences, padTokenOf } from '../../engine/network/padding';
import { readModelFolder } from '../../engine/modelFolder';
import type { Arguments } from './arguments';
import { checkOptions } from './checks';
import { exactPrecision, MODEL, modelFiles, modelSource, withEngine } from './engine';

type GenerateArguments = Extract<Arguments, { command: 'generate' }>;

/** Prints the sequences, padded as the library transformers pads them, and their scores. */
export async function runGenerate(args: GenerateArguments, signal: AbortSignal): Promise<void> {
  const store = await modelFiles(args);
  await checkOptions(store, args);
  const precision = args.precision ?? (await exactPrecision(store));
  const model = await modelSource(() => readModelFolder(store, precision));
  const found: (readonly Hypothesis[])[] = [];
  await withEngine(args, model, undefined, signal, async engine => {
    const source = { kind: 'ids', ids: args.ids } as const;
    // All rows are one padded batch by default, as in transformers.
    const maxBatchRows = args.maxBatchRows ?? args.ids.length;
    for await (const event of engine.generate(
      { model: MODEL, source, settings: args.settings, maxBatchRows },
      signal,
    )) {
      if (event.kind === 'row') found[event.row] = event.hypotheses;
      if (event.kind === 'tooLong') {
        const why = `row ${event.row + 1} has ${event.tokens} ids and the model takes ${event.limit}`;
        throw new AttentiveError('bad-request', why, { name: '--ids', why });
      }
    }
  });
  // The engine has parsed these files already, so that they are valid JSON.
  const config: unknown = JSON.parse(model.config);
  const generationConfig: unknown =
    model.generationConfig === undefined ? undefined : JSON.parse(model.generationConfig);
  const settings = resolveSettings(config, generationConfig, args.settings);
  const hypotheses = found.flat();
  const sequences = padSequences(
    hypotheses.map(hypothesis => hypothesis.ids),
    padTokenOf(settings),
  );
  const scores = hypotheses.map(hypothesis => hypothesis.score);
  if (args.json) process.stdout.write(`${JSON.stringify({ sequences, scores })}\n`);
  else sequences.forEach((ids, row) => process.stdout.write(`${scores[row].toFixed(6)}\t${ids.join(' ')}\n`));
}
