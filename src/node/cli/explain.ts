// CLI explain: every attention map and all logits of one pass, written to a file, for comparing with other
// implementations and for other programs; of a text, with its tokens and the history of the search, passage by passage.
import fs from 'node:fs/promises';
import { stepsOf } from '../../attention/decoding/history';
import type { AttentionToken } from '../../attention/record/record';
import { AttentiveError } from '../../base/errors';
import { consumed } from '../../base/streams';
import type { Engine, Explained } from '../../engine/api/contract';
import { readModelFolder } from '../../engine/modelFolder';
import type { ModelCard, SummarizeTask, TaskInput, TranslateTask } from '../../models/card';
import { explainPassage, type PlacedText, passageHistory } from '../../tasks/explain';
import { summarize } from '../../tasks/summarize';
import type { RunTrace } from '../../tasks/run/trace';
import { translate } from '../../tasks/translate';
import type { Arguments } from './arguments';
import { checkOptions } from './checks';
import { EMBEDDED, exactPrecision, MODEL, writeStderr, withEngine } from './engine';
import { internalsOf, packed } from './internals';
import { readText } from './rewrite';
import { cardOf, chooseTask } from './task';
import { diskFolder } from '../files';
import type { InternalsOption } from './optionValues';
import { writeAtomically } from './atomicFile';

type Explaining = Extract<Arguments, { command: 'explain' }>;

const KINDS = ['encoder', 'decoder', 'cross'] as const;

export async function runExplain(args: Explaining, signal: AbortSignal): Promise<void> {
  const store = diskFolder(args.model ?? EMBEDDED);
  if (args.of.kind === 'text') await checkApart(args.of.file, args.out);
  const { json, maxSourceTokens } = await prepared(args, signal);
  const settings = args.of.kind === 'text' ? { numBeams: 1, ...args.settings } : args.settings;
  await checkOptions(store, { ...args, settings });
  const folder = await readModelFolder(store, args.precision ?? (await exactPrecision(store)));
  await writeAtomically(args.out, file =>
    withEngine(args, folder, maxSourceTokens, signal, async engine => {
      for await (const text of json(engine)) await file.write(text);
    }),
  );
  writeStderr(args, `Wrote ${args.out}.`);
}

/** @throws AttentiveError `bad-request` if the numbers would be written over the text */
async function checkApart(file: string, out: string): Promise<void> {
  const [read, written] = await Promise.all([file, out].map(name => fs.stat(name).catch(() => undefined)));
  if (read?.isFile() !== true || read.ino !== written?.ino || read.dev !== written.dev) return;
  throw new AttentiveError('bad-request', 'the text itself', { name: '--out', why: 'it is the text that is read' });
}

interface Prepared {
  readonly maxSourceTokens: number | undefined;
  /** The JSON in pieces, so that at most the numbers of one layer are in memory. */
  readonly json: (engine: Engine) => AsyncGenerator<string, void, void>;
}

async function prepared(args: Explaining, signal: AbortSignal): Promise<Prepared> {
  if (args.of.kind === 'ids') {
    const { ids, targetIds: targets } = args.of;
    const request = { model: MODEL, source: { kind: 'ids', ids }, targets } as const;
    const json: Prepared['json'] = async function* (engine) {
      const explained = await engine.explain(request, signal);
      yield '{';
      yield* recordOf(engine, explained, args.internals, signal);
      yield '}\n';
    };
    return { maxSourceTokens: undefined, json };
  }
  const card = await cardOf(diskFolder(args.model ?? EMBEDDED), args);
  const task = taskOf(args.of, card, args.input);
  const text = await readText(args.of.file, signal);
  const json: Prepared['json'] = async function* (engine) {
    yield* passagesOf(engine, await traceOf(args, task, text, engine, signal), args.internals, signal);
  };
  return { maxSourceTokens: card.maxSourceTokens, json };
}

function taskOf(
  { from, to, form }: Extract<Explaining['of'], { kind: 'text' }>,
  card: ModelCard,
  own: TaskInput | undefined,
): TranslateTask | SummarizeTask {
  const input = own === undefined ? {} : { input: own };
  const request =
    form === undefined ? ({ command: 'translate', from, to } as const) : ({ command: 'summarize', form } as const);
  return chooseTask({ ...request, ...input }, card);
}

/** The trace of a translation or a summary of the text, as `translate` and `summarize` make it. */
async function traceOf(
  args: Explaining,
  task: TranslateTask | SummarizeTask,
  text: string,
  engine: Engine,
  signal: AbortSignal,
): Promise<RunTrace> {
  const settings = { numBeams: 1, ...args.settings };
  const rows = args.maxBatchRows === undefined ? {} : { maxBatchRows: args.maxBatchRows };
  const run = { engine, model: MODEL, settings, ...rows, signal, texts: [text] };
  const rewrite = task.kind === 'translate' ? translate({ ...run, ...task }) : summarize({ ...run, ...task });
  return (await consumed(rewrite)).trace;
}

/** One record for each passage, with the tokens of both sides, whose offsets are of the whole texts. */
async function* passagesOf(
  engine: Engine,
  trace: RunTrace,
  internals: readonly InternalsOption[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const [source, result] = [trace.sources[0], trace.results[0]];
  yield `{"source": ${JSON.stringify(source)},\n"result": ${JSON.stringify(result)},\n"passages": [`;
  for (const [at, { round }] of trace.passages.entries()) {
    const of = await explainPassage(engine, trace, at, signal);
    yield `${at === 0 ? '' : ','}\n{"round": ${round},\n`;
    yield `"source": ${JSON.stringify(sideOf(of.source))},\n"target": ${JSON.stringify(sideOf(of.target))},\n`;
    yield* recordOf(engine, of.explained, internals, signal);
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

async function* recordOf(
  engine: Engine,
  of: Explained,
  internals: readonly InternalsOption[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const { explanation, attention, vocabularySize } = of;
  const rows = of.rows.length;
  for (const kind of KINDS) {
    const { layers, heads, targets, sources } = attention[kind];
    const requests = pairs(layers, rows).map(([layer, row]) => ({ explanation, row, kind, layer }));
    const parts = requests.map(request => () => engine.attention(request, signal));
    yield* packed(`${kind}_attentions`, [layers, rows, heads, targets, sources], parts);
    yield ',\n';
  }
  const steps = attention.decoder.targets;
  const requests = pairs(rows, steps).map(([row, step]) => ({ explanation, row, step }));
  const parts = requests.map(request => () => engine.logits(request, signal));
  yield* packed('logits', [rows, steps, vocabularySize], parts);
  if (internals.length > 0) yield* internalsOf(engine, of, internals, signal);
}

/** Every pair of whole numbers below these, the first changing slowest. */
function pairs(first: number, second: number): [number, number][] {
  return Array.from({ length: first * second }, (_, at) => [Math.floor(at / second), at % second]);
}
