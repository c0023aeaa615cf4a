import assert from 'node:assert/strict';
import { AttentiveError } from '../../../../src/base/errors';
import type { ModelCard } from '../../../../src/models/card';
import type { FileStore } from '../../../../src/models/store';
import { cardOf, chooseTask, sourceSentence } from '../../../../src/node/cli/task';
import { UsageError } from '../../../../src/node/cli/terminal/usageError';

const card: ModelCard = {
  ...{ id: 'm', name: 'M', quality: 'good', license: 'MIT' },
  tasks: [
    { kind: 'translate', from: 'en', to: 'de', input: { prefix: '>>de<<' } },
    { kind: 'translate', from: 'en', to: 'fr', input: { prefix: '>>fr<<' } },
    { kind: 'summarize', form: 'tl;dr', language: 'en', input: { prefix: 'sum: ' } },
  ],
};
const none = { ...card, tasks: [] };
const codes = { sourceLanguageToken: 'eng_Latn', forcedBosToken: 'ita_Latn' };

describe('chooseTask, cardOf and sourceSentence', () => {
  it('chooseTask returns the task of the card, with the input options applied', () => {
    const task = chooseTask({ command: 'translate', from: undefined, to: 'fr', input: { prefix: '>>x<<' } }, card);
    assert.deepEqual(task, { kind: 'translate', from: 'en', to: 'fr', input: { prefix: '>>x<<' } });
    const summary = chooseTask({ command: 'summarize', form: undefined, input: { forcedBosToken: 'a' } }, card);
    assert.deepEqual(summary.input, { prefix: 'sum: ', forcedBosToken: 'a' });
    assert.throws(
      () => chooseTask({ command: 'translate', from: 'en', to: undefined, input: codes }, card),
      UsageError,
    );
  });

  it('chooseTask makes a task that the card does not list if languages and input options are given', () => {
    for (const someCard of [card, none]) {
      const task = chooseTask({ command: 'translate', from: 'en', to: 'it', input: codes }, someCard);
      assert.deepEqual(task, { kind: 'translate', from: 'en', to: 'it', input: codes });
    }
    assert.deepEqual(chooseTask({ command: 'summarize', form: undefined, input: codes }, none).input, codes);
    for (const request of [
      { command: 'translate', from: 'en', to: 'it' },
      { command: 'summarize', form: undefined },
    ] as const) {
      assert.throws(() => chooseTask(request, none), { code: 'task-unsupported' });
    }
  });

  it('chooseTask takes the direction from the language that the text seems to be in, unless --from names one', () => {
    const directions = ['en de', 'en fr', 'de en', 'fr en'].map(pair => {
      const [from, to] = pair.split(' ');
      return { kind: 'translate', from, to, input: {} } as const;
    });
    const both = { ...card, tasks: directions };
    const chosen = (from: string | undefined, to: string | undefined, guess: string | undefined): string => {
      const task = chooseTask({ command: 'translate', from, to }, both, guess);
      assert.ok(task.kind === 'translate');
      return `${task.from} ${task.to}`;
    };
    assert.equal(chosen(undefined, 'en', 'fr'), 'fr en');
    assert.equal(chosen(undefined, undefined, 'de'), 'de en');
    assert.equal(chosen('fr', undefined, 'de'), 'fr en');
    assert.equal(chosen(undefined, 'de', 'fr'), 'en de', 'only English is translated into German');
    assert.throws(() => chosen(undefined, undefined, 'en'), /say which: --from en --to de or --from en --to fr$/);
    assert.throws(() => chosen(undefined, 'en', 'ja'), /say which: --from de --to en or --from fr --to en$/);
    assert.throws(() => chosen(undefined, 'en', undefined), UsageError);
  });

  it('sourceSentence says which language was guessed, and whether the model reads the text as another language', () => {
    const [german, french] = (['de', 'fr'] as const).map(
      from => ({ kind: 'translate', from, to: 'en', input: {} }) as const,
    );
    const both = { ...card, tasks: [german, french] };
    const said = (of: ModelCard, from: string | undefined, guess: string | undefined): string | undefined =>
      sourceSentence(german, of, { from, guess });
    assert.equal(said(both, undefined, 'de'), 'The text seems to be German: --from names another language.');
    assert.match(said(both, undefined, 'ja') ?? '', /seems to be Japanese and is translated as if it were German/);
    assert.equal(said({ ...card, tasks: [german] }, undefined, 'de'), undefined);
    assert.equal(said(both, undefined, undefined), undefined);
    assert.equal(said(both, 'de', 'ja'), undefined);
  });

  it('chooseTask throws UsageError for a language that is no BCP 47 tag', () => {
    const request = { command: 'translate', from: 'eng_Latn', to: 'it', input: codes } as const;
    assert.throws(() => chooseTask(request, none), UsageError);
  });

  it('chooseTask finds a language by a tag in any case, with a region or as a locale', () => {
    const to = (tag: string): string => {
      const task = chooseTask({ command: 'translate', from: 'EN', to: tag }, card);
      return task.kind === 'translate' ? task.to : '';
    };
    for (const tag of ['de', 'DE', 'de-DE', 'de_AT', 'DE-ch']) assert.equal(to(tag), 'de', tag);
    const chinese = { ...card, tasks: [{ kind: 'translate', from: 'en', to: 'zh', input: {} } as const] };
    const region = { ...card, tasks: [{ kind: 'translate', from: 'en', to: 'pt-BR', input: {} } as const] };
    const ask = (of: ModelCard, tag: string) => chooseTask({ command: 'translate', from: undefined, to: tag }, of);
    assert.equal(ask(chinese, 'zh-CN').kind, 'translate');
    assert.equal(ask(region, 'pt-br').kind, 'translate');
    // A language in another script does not fit, and a task for one region does not fit another region.
    assert.throws(() => ask(chinese, 'zh-TW'), { code: 'task-unsupported' });
    assert.throws(() => ask(region, 'pt-PT'), { code: 'task-unsupported' });
  });

  it('chooseTask throws an error that names the tasks of the card, or the options that are missing', () => {
    const offers = 'translate --from en --to de, translate --from en --to fr, summarize --form tl;dr';
    assert.throws(
      () => chooseTask({ command: 'translate', from: undefined, to: 'ja' }, card),
      (error: unknown) => error instanceof AttentiveError && error.data['offers'] === offers,
    );
    const request = { command: 'translate', from: undefined, to: undefined, input: codes } as const;
    assert.throws(() => chooseTask(request, none), /--from en --to de/);
  });

  it('cardOf needs no card if input options are given, but reads one that exists', async () => {
    const store = (names: string[]): FileStore => ({
      location: '/models/m',
      list: () => Promise.resolve(names),
      read: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(card))),
    });
    assert.deepEqual((await cardOf(store([]), { input: codes })).tasks, []);
    assert.deepEqual((await cardOf(store(['attentive.json']), { input: codes })).tasks, card.tasks);
    assert.deepEqual((await cardOf(store([]), {})).tasks, card.tasks);
  });
});
