// Tasks test: a task in its worker gives what the same task gives without one; cancelling it and the end of the worker or of the
// engine are reported as what they are.
import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import { summarize } from '../../../../src/tasks/summarize';
import { translate } from '../../../../src/tasks/translate';
import { localFormats } from '../../../formats/localFormats';
import { parseDocuments } from '../../../../src/tasks/run/formattedTexts';
import { outcome, runOn, scripted } from '../scripted';
import { portTasks } from './portTasks';

const FORMAT = { kind: 'markdown', mdx: false, frontMatterKeys: [] } as const;
const capitals = (text: string): string => text.toUpperCase();

describe('Tasks', () => {
  it('translates as `translate` does, with the same events and the same result', async () => {
    const tasks = portTasks();
    const texts = ['One cat. Two dogs.\n', 'x = 1', 'Three birds.'];
    const request = () => ({ ...runOn(scripted({ answer: capitals }).engine), texts, from: 'en', to: 'de' });
    assert.deepEqual(await outcome(tasks.translate(request())), await outcome(translate(request())));
    tasks.dispose();
  });

  it('translates documents by their structure, as `translate` does', async () => {
    const tasks = portTasks();
    const texts = ['# One cat\n\nTwo *small* dogs. `x = 1`\n', '- Three birds.\n'];
    const documents = texts.map(text => ({ format: FORMAT, text, ranges: [{ start: 0, end: text.length }] }));
    const request = () => ({ ...runOn(scripted({ answer: capitals }).engine), texts, from: 'en', to: 'de' });
    const formatted = await parseDocuments(localFormats(), documents, request().signal);
    assert.deepEqual(
      await outcome(tasks.translate({ ...request(), documents })),
      await outcome(translate({ ...request(), formatted })),
    );
    tasks.dispose();
  });

  it('summarizes as `summarize` does', async () => {
    const tasks = portTasks();
    const texts = ['One cat. Two dogs.\n'];
    const request = () => ({ ...runOn(scripted({ answer: () => 'Animals' }).engine), texts, language: 'en' });
    assert.deepEqual(await outcome(tasks.summarize(request())), await outcome(summarize(request())));
    tasks.dispose();
  });

  it('runs two tasks at once, each with its own engine', async () => {
    const tasks = portTasks();
    const run = (answer: (text: string) => string) =>
      outcome(tasks.translate({ ...runOn(scripted({ answer }).engine), texts: ['One cat.'], from: 'en' }));
    const [first, second] = await Promise.all([run(capitals), run(text => text.toLowerCase())]);
    assert.deepEqual([first.result.texts, second.result.texts], [['ONE CAT.'], ['one cat.']]);
    tasks.dispose();
  });

  it('throws what the engine throws', async () => {
    const tasks = portTasks();
    const { engine } = scripted({
      answer: () => {
        throw new AttentiveError('closed', 'gone', { reason: 'killed' });
      },
    });
    const run = outcome(tasks.translate({ ...runOn(engine), texts: ['One cat.'], from: 'en' }));
    await assert.rejects(run, { code: 'closed', data: { reason: 'killed' } });
    tasks.dispose();
  });

  it('throws what the engine has thrown if it is cancelled before the worker has reported that', async () => {
    const tasks = portTasks();
    const controller = new AbortController();
    const { engine } = scripted({
      answer: () => {
        queueMicrotask(() => controller.abort());
        throw new AttentiveError('closed', 'gone', { reason: 'killed' });
      },
    });
    const { signal } = controller;
    const run = outcome(tasks.translate({ ...runOn(engine, { signal }), texts: ['One cat.'], from: 'en' }));
    await assert.rejects(run, { code: 'closed', data: { reason: 'killed' } });
    tasks.dispose();
  });

  it('ends the request to the engine when it is cancelled', async () => {
    const tasks = portTasks();
    const controller = new AbortController();
    const { signal } = controller;
    const { engine } = scripted({ answer: capitals });
    let isAborted = false;
    const waiting: typeof engine = {
      ...engine,
      async *generate(request, aborted) {
        controller.abort();
        await new Promise<void>(resolve => aborted?.addEventListener('abort', () => resolve(), { once: true }));
        isAborted = true;
        return yield* engine.generate(request, aborted);
      },
    };
    const run = outcome(tasks.translate({ ...runOn(waiting, { signal }), texts: ['One cat.'], from: 'en' }));
    await assert.rejects(run, { code: 'cancelled' });
    assert.ok(isAborted);
    tasks.dispose();
  });

  it('says that the tasks’ worker has ended if it is stopped during a run', async () => {
    const tasks = portTasks();
    const { engine } = scripted({
      answer: text => {
        tasks.dispose();
        return text;
      },
    });
    const run = outcome(tasks.translate({ ...runOn(engine), texts: ['One cat.'], from: 'en' }));
    await assert.rejects(run, (error: AttentiveError) => error.code === 'closed' && error.data['worker'] === 'tasks');
  });

  it('counts the characters that go through the model', async () => {
    const tasks = portTasks();
    const task = { kind: 'translate', from: 'en', to: 'de', input: {} } as const;
    const request = { texts: ['One cat.\n', 'One cat.', 'x = 1;'], task };
    assert.equal(await tasks.characters(request, new AbortController().signal), 'One cat.'.length);
    tasks.dispose();
  });
});
