// CLI explain: writes all attention weights and logits of one pass to a JSON file, for comparison with other
// implementations and for other programs. For a text it writes them for each passage, with the tokens and the history
// of the search.
import fs from 'node:fs/promises';
import { stepsOf } from '../../attention/decoding/history';
import type { AttentionToken } from '../../attention/record/record';
import { AttentiveError } from '../../base/errors';
import { consumed } from '../../base/streams';
import type { Engine, Explained, GenerationOverrides } from '../../engine/api/contract';
import { readModelFolder } from '../../engine/modelFolder';
import type { ModelCard, SummarizeTask, TaskInput, TranslateTask } from '../../models/card';
import { explainPassage, type PlacedText, passageHistory } from '../../tasks/explain';
import { summarize } from '../../tasks/summarize';
import type { RunTrace } from '../../tasks/rows/trace';
import { translate } from '../../tasks/translate';
import type { Arguments } from './arguments';
import { guessLanguage } from '../../text/language';
import { checkOptions } from './checks';
import { exactPrecision, MODEL, modelFiles, modelSource, withEngine } from './engine';
import { writeStderr } from './terminal/stderr';
import { internalsJson, packedJson } from './internals';
import { readText } from './rewrite';
import { settingsFor } from './textRewrite';
import { cardOf, chooseTask } from './task';
import type { InternalsOption } from './optionValues';
import { writeAtomically } from '../disk/atomicFile';

type ExplainArguments = Extract<Arguments, { command: 'explain' }>;

const KINDS = ['encoder', 'decoder', 'cross'] as const;

export async function runExplain(args: ExplainArguments, signal: AbortSignal): Promise<void> {
  const store = await modelFiles(args);
  if (args.subject.kind === 'text') await checkApart(args.subject.file, args.out);
  const { json, maxSourceTokens, settings } = await prepare(args, signal);
  await checkOptions(store, { ...args, settings });
  const precision = args.precision ?? (await exactPrecision(store));
  const source = await modelSource(() => readModelFolder(store, precision));
  await writeAtomically(args.out, file =>
    withEngine(args, source, maxSourceTokens, signal, async engine => {
      for await (const text of json(engine)) await file.write(text);
    }),
  );
  writeStderr(args, `Wrote ${args.out}.`);
}

/** @throws AttentiveError `bad-request` if the output file is the text that is read */
async function checkApart(file: string, out: string): Promise<void> {
  const [read, written] = await Promise.all([file, out].map(name => fs.stat(name).catch(() => undefined)));
  if (read?.isFile() !== true || read.ino !== written?.ino || read.dev !== written.dev) return;
  throw new AttentiveError('bad-request', 'the text itself', { name: '--out', why: 'it is the text that is read' });
}

interface Prepared {
  readonly maxSourceTokens: number | undefined;
  /** The settings of the search that makes the result to explain. */
  readonly settings: GenerationOverrides;
  /** Yields the JSON in pieces, so that at most the numbers of one layer are in memory. */
  readonly json: (engine: Engine) => AsyncGenerator<string, void, void>;
}

async function prepare(args: ExplainArguments, signal: AbortSignal): Promise<Prepared> {
  if (args.subject.kind === 'ids') {
    const { ids, targetIds: targets } = args.subject;
    const request = { model: MODEL, source: { kind: 'ids', ids }, targets } as const;
    const json: Prepared['json'] = async function* (engine) {
      const explained = await engine.explain(request, signal);
      yield '{';
      yield* recordJson(engine, explained, args.internals, signal);
      yield '}\n';
    };
    return { maxSourceTokens: undefined, settings: args.settings, json };
  }
  const card = await cardOf(await modelFiles(args), args);
  const text = await readText(args.subject.file, signal);
  const task = taskOf({ ...args.subject, guess: guessLanguage(text) }, card, args.input);
  const settings = settingsFor(args.settings, text, task);
  const json: Prepared['json'] = async function* (engine) {
    yield* passagesJson(
      engine,
      await traceOf({ ...args, settings }, task, text, engine, signal),
      args.internals,
      signal,
    );
  };
  return { maxSourceTokens: card.maxSourceTokens, settings, json };
}

function taskOf(
  { from, to, form, guess }: Extract<ExplainArguments['subject'], { kind: 'text' }> & { guess: string | undefined },
  card: ModelCard,
  inputOption: TaskInput | undefined,
): TranslateTask | SummarizeTask {
  const input = inputOption === undefined ? {} : { input: inputOption };
  const request =
    form === undefined ? ({ command: 'translate', from, to } as const) : ({ command: 'summarize', form } as const);
  return chooseTask({ ...request, ...input }, card, guess);
}

/**
 * Translates or summarizes the text as the commands `translate` and `summarize` do, and returns the trace of that run.
 */
async function traceOf(
  args: ExplainArguments,
  task: TranslateTask | SummarizeTask,
  text: string,
  engine: Engine,
  signal: AbortSignal,
): Promise<RunTrace> {
  const { settings } = args;
  const rows = args.maxBatchRows === undefined ? {} : { maxBatchRows: args.maxBatchRows };
  const run = { engine, model: MODEL, settings, ...rows, signal, texts: [text] };
  const rewrite = task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
  return (await consumed(rewrite)).trace;
}

/**
 * The JSON of a text: a record for each passage, and the tokens of source and result with offsets in the whole texts.
 */
async function* passagesJson(
  engine: Engine,
  trace: RunTrace,
  internals: readonly InternalsOption[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const [source, result] = [trace.sources[0], trace.results[0]];
  yield `{"source": ${JSON.stringify(source)},\n"result": ${JSON.stringify(result)},\n"passages": [`;
  for (const [at, { round }] of trace.passages.entries()) {
    const passage = await explainPassage(engine, trace, at, signal);
    yield `${at === 0 ? '' : ','}\n{"round": ${round},\n`;
    yield `"source": ${JSON.stringify(sideOf(passage.source))},\n"target": ${JSON.stringify(sideOf(passage.target))},\n`;
    yield* recordJson(engine, passage.explained, internals, signal);
    const { history, isSame } = await passageHistory(engine, trace, at, signal);
    const steps = stepsOf(history).map(beams =>
      beams.map(({ node: _, logProbability: log_probability, ...beam }) => ({ ...beam, log_probability })),
    );
    const { numBeams: num_beams, droppedSteps: dropped_steps } = history;
    yield `,\n"history": ${JSON.stringify({ num_beams, same_as_run: isSame, steps, dropped_steps })}}`;
  }
  yield ']}\n';
}

function sideOf({ text, ids, placed }: PlacedText): { text: string; ids: readonly number[]; tokens: AttentionToken[] } {
  return { text, ids, tokens: [...placed] };
}

/** The members `…_attentions`, `logits` and `internals` of an explained pass, without the braces around them. */
async function* recordJson(
  engine: Engine,
  explained: Explained,
  internals: readonly InternalsOption[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const { explanation, attention, vocabularySize } = explained;
  const rows = explained.rows.length;
  for (const kind of KINDS) {
    const { layers, heads, targets, sources } = attention[kind];
    const requests = pairs(layers, rows).map(([layer, row]) => ({ explanation, row, kind, layer }));
    const parts = requests.map(request => () => engine.attention(request, signal));
    yield* packedJson(`${kind}_attentions`, [layers, rows, heads, targets, sources], parts);
    yield ',\n';
  }
  const steps = attention.decoder.targets;
  const requests = pairs(rows, steps).map(([row, step]) => ({ explanation, row, step }));
  const parts = requests.map(request => () => engine.logits(request, signal));
  yield* packedJson('logits', [rows, steps, vocabularySize], parts);
  if (internals.length > 0) yield* internalsJson(engine, explained, internals, signal);
}

/** Every pair of a whole number below `first` and one below `second`, in lexicographic order. */
function pairs(first: number, second: number): [number, number][] {
  return Array.from({ length: first * second }, (_, at) => [Math.floor(at / second), at % second]);
}
