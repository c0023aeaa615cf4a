// Cases: inputs drawn from public bug reports of translators, run through the built-in model, with what must hold of the
// result. test/fixtures/cases/README.md lists the fields of a case.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../src/engine/api/contract';
import { readModelFolder } from '../../src/engine/modelFolder';
import { connectEngine } from '../../src/engine/remote';
import { type ModelCard, parseCard } from '../../src/models/card';
import { asAttentive } from '../../src/base/errors';
import { consumed } from '../../src/base/streams';
import { rewriteText } from '../../src/node/cli/textRewrite';
import { chooseTask } from '../../src/node/cli/task';
import type { FormatParsers } from '../../src/tasks/run/formattedTexts';
import { Tasks } from '../../src/tasks/worker/tasks';
import { diskFolder } from '../../src/node/files';
import { defaultThreads, spawnEngine, spawnTasks, type WorkerThread } from '../../src/node/spawn';
import { type Expectation, faults } from './faults.mjs';

export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  readonly task: 'translate' | 'summarize';
  readonly args?: readonly string[];
  /** The languages that the case is for; all if left out. */
  readonly to?: readonly string[];
  readonly input: string;
  readonly expect: Expectation;
}

export const CASES = fs
  .readFileSync(path.join(__ROOT__, 'test/fixtures/cases/corpus.jsonl'), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Case);

/** Runs all cases into one language; summaries only with German, because their language is that of the text. */
export function describeCases(to: string): void {
  describe(`the cases, into ${to}`, function () {
    this.timeout(120_000);
    let worker: WorkerThread;
    let engine: Engine;
    let card: ModelCard;
    const dist = path.join(__ROOT__, 'dist');
    const grammars = diskFolder(path.join(dist, 'grammars'));
    const tasks = new Tasks({
      start: () => Promise.resolve(spawnTasks(dist)),
      grammarFile: name => grammars.read(name),
    });

    before(async () => {
      const store = diskFolder(path.join(__ROOT__, 'models/embedded'));
      card = parseCard(new TextDecoder().decode(await store.read('attentive.json')));
      worker = spawnEngine(dist, defaultThreads());
      engine = connectEngine(worker.port);
      const { maxSourceTokens } = card;
      const limit = maxSourceTokens === undefined ? {} : { maxSourceTokens };
      await consumed(engine.load({ model: card.id, files: await readModelFolder(store, undefined), ...limit }));
    });
    after(() => {
      worker.dispose();
      tasks.dispose();
    });

    for (const one of CASES) {
      if (one.task === 'summarize' ? to !== 'de' : one.to?.includes(to) === false) continue;
      it(one.id, async () => {
        const { output, code } = await run(one, { engine, formats: tasks.formats, card, to });
        assert.equal(code, one.expect.exit ?? 0, output);
        if (one.expect.exit !== undefined) return;
        assert.deepEqual(faults(one.input, output, one.expect, one.task === 'summarize'), [], output);
      });
    }
  });
}

interface Setup {
  readonly engine: Engine;
  readonly formats: FormatParsers;
  readonly card: ModelCard;
  readonly to: string;
}

async function run(
  { task: command, input: text, file, args = [] }: Case,
  { engine, formats, card, to }: Setup,
): Promise<{ readonly output: string; readonly code: number }> {
  const task = chooseTask(
    command === 'translate' ? { command, from: undefined, to } : { command, form: undefined },
    card,
  );
  const { signal } = new AbortController();
  const options = { file, lines: args.includes('--lines'), settings: { numBeams: 1 } };
  try {
    const request = { engine, model: card.id, formats, card, task, args: options, text, signal };
    return { output: (await rewriteText(request, consumed)).whole, code: 0 };
  } catch (error) {
    const { code, message } = asAttentive(error);
    return { output: message, code: code === 'nothing-to-do' ? 3 : 1 };
  }
}
