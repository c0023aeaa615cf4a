// CLI explain: every attention map and all logits of one pass, written to a file, for comparing with other
// implementations and for other programs.
import { AttentiveError } from '../base/errors';
import { consumed } from '../base/streams';
import type { Engine, Explained, ExplainRequest, Hypothesis } from '../engine/api';
import { readModelFolder } from '../engine/modelFolder';
import type { Arguments } from './arguments';
import { Base64Stream } from './base64';
import { EMBEDDED, exactPrecision, MODEL, tell, withEngine } from './cliEngine';
import { readText } from './cliRewrite';
import { cardOf, chooseTask } from './cliTask';
import { diskFolder } from './files';
import { writeWhole } from './wholeFile';

type Explaining = Extract<Arguments, { command: 'explain' }>;
type Work = Pick<ExplainRequest, 'source' | 'targets'>;

const KINDS = ['encoder', 'decoder', 'cross'] as const;

export async function runExplain(args: Explaining, signal: AbortSignal): Promise<void> {
  const store = diskFolder(args.model ?? EMBEDDED);
  const { work, maxSourceTokens } = await preparedWork(args, signal);
  const folder = await readModelFolder(store, args.precision ?? (await exactPrecision(store)));
  await writeWhole(args.out, file =>
    withEngine(args, folder, maxSourceTokens, signal, async engine => {
      const request = { model: MODEL, ...(await work(engine)) };
      const explained = await consumed(engine.explain(request, signal));
      for await (const text of jsonOf(engine, explained, signal)) await file.write(text);
    }),
  );
  tell(args, `Wrote ${args.out}.`);
}

interface Prepared {
  readonly maxSourceTokens: number | undefined;
  /** What is to be explained; of a text the translation is made first. */
  readonly work: (engine: Engine) => Promise<Work>;
}

async function preparedWork(args: Explaining, signal: AbortSignal): Promise<Prepared> {
  if (args.of.kind === 'ids') {
    const { ids, targetIds } = args.of;
    return { maxSourceTokens: undefined, work: async () => ({ source: { kind: 'ids', ids }, targets: targetIds }) };
  }
  const { file, from, to } = args.of;
  const card = await cardOf(diskFolder(args.model ?? EMBEDDED), args);
  const wish = { command: 'translate', from, to, ...(args.input === undefined ? {} : { input: args.input }) } as const;
  const { input } = chooseTask(wish, card);
  const text = await readText(file, signal);
  const source = { kind: 'text', texts: [text.trim()], ...input } as const;
  const settings = { numBeams: 1, ...args.settings };
  return {
    maxSourceTokens: card.maxSourceTokens,
    work: async engine => {
      let best: Hypothesis | undefined;
      await consumed(engine.generate({ model: MODEL, source, settings }, signal), event => {
        if (event.kind === 'row') [best] = event.hypotheses;
        if (event.kind === 'tooLong') {
          const why = `it has ${event.tokens} tokens and the model takes ${event.limit} at once`;
          throw new AttentiveError('bad-request', `${file}: ${why}`, { name: file, why });
        }
      });
      return { source, targets: best === undefined ? [] : [best.ids] };
    },
  };
}

/** The JSON in pieces: of the worker's numbers no more than one layer is held here at a time. */
async function* jsonOf(engine: Engine, of: Explained, signal: AbortSignal): AsyncGenerator<string, void, void> {
  const { explanation, attention, vocabularySize } = of;
  const rows = of.rows.length;
  yield '{';
  for (const kind of KINDS) {
    const { layers, heads, targets, sources } = attention[kind];
    const requests = pairs(layers, rows).map(([layer, row]) => ({ explanation, row, kind, layer }));
    const parts = requests.map(request => () => consumed(engine.attention(request, signal)));
    yield* packed(`${kind}_attentions`, [layers, rows, heads, targets, sources], parts);
    yield ',\n';
  }
  const steps = attention.decoder.targets;
  const requests = pairs(rows, steps).map(([row, step]) => ({ explanation, row, step }));
  const parts = requests.map(request => () => consumed(engine.logits(request, signal)));
  yield* packed('logits', [rows, steps, vocabularySize], parts);
  yield '}\n';
}

/** Floats as they are written: little-endian, as every machine that this runs on has them. */
async function* packed(
  name: string,
  dims: readonly number[],
  parts: readonly (() => Promise<Float32Array>)[],
): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(name)}: {"dims": ${JSON.stringify(dims)}, "data": "`;
  const base64 = new Base64Stream();
  for (const part of parts) {
    const { buffer, byteOffset, byteLength } = await part();
    yield base64.add(new Uint8Array(buffer, byteOffset, byteLength));
  }
  yield `${base64.end()}"}`;
}

/** Every pair of whole numbers below these, the first changing slowest. */
function pairs(first: number, second: number): [number, number][] {
  return Array.from({ length: first * second }, (_, at) => [Math.floor(at / second), at % second]);
}
