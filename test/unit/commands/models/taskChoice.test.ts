import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { InstalledModel } from '../../../../src/commands/models/models';
import {
  chooseSummary,
  chooseTask,
  chooseTranslation,
  taskName,
  titleOf,
} from '../../../../src/commands/models/taskChoice';
import type { TaskArguments } from '../../../../src/commands/commandArguments';
import type { ModelTask } from '../../../../src/models/card';
import { stage, TextDocument } from '../../vscode';
import { Memory } from '../../vscode/memory';
import { Selection } from '../../vscode/values';

function model(id: string, ...tasks: readonly ModelTask[]): InstalledModel {
  const card = { id, name: `The ${id}`, quality: 'draft', license: 'MIT', tasks };
  return { id: `${id}\n/${id}`, name: card.name, card, files: () => assert.fail('a choice must not load the model') };
}

function translation(from: string, to: string): ModelTask {
  return { kind: 'translate', from, to, input: {} };
}

function summary(form: string): ModelTask {
  return { kind: 'summarize', form, language: 'en', input: {} };
}

const SMALL = model('small', translation('en', 'de'), translation('en', 'fr'), summary('headline'));
const LARGE = model('large', translation('en', 'de'), translation('fr', 'de'), summary('tldr'));

let document: vscode.TextDocument;
let memory: Memory;

function open(...selections: readonly Selection[]): void {
  const opened = stage.open(new TextDocument(stage.uri(), 'One. Two.'));
  stage.show(opened, ...selections);
  document = opened as unknown as vscode.TextDocument;
}

function translate(
  models: readonly InstalledModel[],
  args: TaskArguments = {},
  language?: string,
): ReturnType<typeof chooseTranslation> {
  return chooseTranslation(models, args, { document, language }, memory);
}

function summarize(models: readonly InstalledModel[], args: TaskArguments = {}): ReturnType<typeof chooseSummary> {
  return chooseSummary(models, args, { document }, memory);
}

/** The items of the last list that was shown: label and description. */
function rows(): (readonly [string, string | undefined])[] {
  const items = (stage.messages.at(-1)?.items ?? []) as readonly {
    label: string;
    description?: string;
    kind?: number;
  }[];
  return items.filter(({ kind }) => kind === undefined).map(({ label, description }) => [label, description]);
}

function labels(): string[] {
  return rows().map(([label]) => label);
}

const MORE = '$(add) More Languages and Forms…';

describe('chooseTranslation and chooseSummary', () => {
  beforeEach(() => {
    stage.messages.splice(0);
    stage.calls.splice(0);
    stage.settings.clear();
    memory = new Memory();
    open();
  });
  after(() => stage.settings.clear());

  it('a source language alone chooses the task', async () => {
    const both = model('both', translation('en', 'de'), translation('fr', 'en'));
    assert.deepEqual((await translate([both], { from: 'fr' }))?.task, translation('fr', 'en'));
    await assert.rejects(translate([both], { from: 'es' }), { code: 'task-unsupported' });
  });

  it('nothing is asked if exactly one task fits the arguments or the settings', async () => {
    assert.deepEqual((await translate([SMALL], { to: 'German' }))?.task, translation('en', 'de'));
    assert.deepEqual((await translate([SMALL, LARGE], { to: 'de', from: 'fr' }))?.model, LARGE);
    stage.set('attentive.translate.targetLanguage', 'French');
    assert.deepEqual((await translate([SMALL]))?.task, translation('en', 'fr'));
    stage.set('attentive.summarize.form', 'tldr');
    assert.equal((await summarize([SMALL, LARGE]))?.model, LARGE);
    assert.deepEqual(stage.messages, []);
  });

  it('without arguments and settings the user is asked, even if there is only one task', async () => {
    stage.answers.push('English to German');
    const chosen = await translate([model('one', translation('en', 'de'))]);
    assert.deepEqual(chosen?.task, translation('en', 'de'));
    assert.deepEqual(rows()[0], ['English to German', undefined], 'a single model is not named');
  });

  it('if several models have a task, each item names its model', async () => {
    stage.answers.push(({ items }) => items[1]);
    assert.equal((await translate([SMALL, LARGE], { to: 'de', from: 'en' }))?.model, LARGE);
    assert.deepEqual(rows().slice(0, 2), [
      ['English to German', 'The small · draft'],
      ['English to German', 'The large · draft'],
    ]);
  });

  it('the last choice is offered first', async () => {
    stage.answers.push('English to French', undefined);
    await translate([SMALL]);
    assert.equal(await translate([SMALL]), undefined, 'the user dismissed it');
    assert.deepEqual(labels(), ['English to French', 'English to German', MORE]);
  });

  it('if no model has the task, a setting leads to a question and an argument to an error', async () => {
    stage.set('attentive.translate.targetLanguage', 'Japanese');
    stage.answers.push('English to German');
    assert.deepEqual((await translate([SMALL]))?.task, translation('en', 'de'));
    assert.match(stage.messages.at(-1)?.message ?? '', /No model here can do this: translate to Japanese\. There is:/);
    await assert.rejects(translate([SMALL], { to: 'ja' }), {
      code: 'task-unsupported',
      data: { task: 'translate to Japanese', model: 'The small' },
    });
    await assert.rejects(summarize([model('none', translation('en', 'de'))]), { code: 'task-unsupported' });
  });

  it('a model that the caller names is the only one considered; one that is not installed is an error', async () => {
    assert.equal((await translate([SMALL, LARGE], { to: 'de', model: 'small' }))?.model, SMALL);
    await assert.rejects(translate([SMALL], { model: 'gone' }), {
      code: 'bad-request',
      data: { name: 'gone', why: 'it is not installed' },
    });
  });

  it('the last item runs the command that adds a model folder, and no task is chosen', async () => {
    stage.answers.push(MORE);
    assert.equal(await summarize([SMALL, LARGE]), undefined);
    assert.deepEqual(
      stage.calls.map(({ id }) => id),
      ['attentive.addModelFolder'],
    );
    assert.deepEqual(memory.keys(), [], 'this item is not remembered as the last choice');
  });

  it('the title says whether the document or how many selections will be translated', async () => {
    const [first, second] = [new Selection(0, 0, 0, 4), new Selection(0, 5, 0, 9)];
    for (const [selections, title] of [
      [[], 'Translate the whole document, as nothing is selected'],
      [[first], 'Translate the selection'],
      [[first, second], 'Translate 2 selections'],
    ] as const) {
      open(...selections);
      await translate([SMALL]);
      assert.equal(stage.messages.at(-1)?.message, title);
    }
    await summarize([SMALL]);
    assert.equal(stage.messages.at(-1)?.message, 'Summarize 2 selections');
  });
});

describe('chooseTranslation, for a text in a known language', () => {
  const BOTH = model(
    'both',
    ...['de', 'fr', 'es'].map(to => translation('en', to)),
    translation('de', 'fr'),
    ...['de', 'fr', 'es'].map(from => translation(from, 'en')),
  );
  const ALL = ['English to German', 'English to French', 'English to Spanish', 'German to French', 'German to English'];

  beforeEach(() => {
    stage.messages.splice(0);
    stage.settings.clear();
    memory = new Memory();
    open();
  });
  after(() => stage.settings.clear());

  /** The headings of the last list that was shown. */
  function headings(): string[] {
    const items = (stage.messages.at(-1)?.items ?? []) as readonly { label: string; kind?: number }[];
    return items.filter(({ kind, label }) => kind !== undefined && label !== '').map(({ label }) => label);
  }

  function title(): string {
    return stage.messages.at(-1)?.message ?? '';
  }

  it('offers the directions from the language of the text first, English on top, and the others below a heading', async () => {
    stage.answers.push('German to English');
    assert.deepEqual((await translate([BOTH], {}, 'de'))?.task, translation('de', 'en'));
    assert.deepEqual(labels().slice(0, 3), ['German to English', 'German to French', 'English to German']);
    assert.deepEqual(labels().toSorted(), [...ALL, 'French to English', 'Spanish to English', MORE].toSorted());
    assert.deepEqual(headings(), ['The text seems to be German', 'From other languages']);
  });

  it('offers the last choice first only if it translates from the language of the text', async () => {
    stage.answers.push('German to French', undefined, undefined, undefined);
    await translate([BOTH], {}, 'de');
    await translate([BOTH], {}, 'de');
    assert.equal(labels()[0], 'German to French');
    await translate([BOTH], {}, 'es');
    assert.deepEqual(labels().slice(0, 2), ['Spanish to English', 'German to French']);
    await translate([BOTH], {}, 'en');
    assert.equal(labels()[0], 'English to German');
  });

  it('with a target language, the direction from the language of the text is chosen without a question', async () => {
    assert.deepEqual((await translate([BOTH], { to: 'English' }, 'es'))?.task, translation('es', 'en'));
    stage.set('attentive.translate.targetLanguage', 'fr');
    assert.deepEqual((await translate([BOTH], {}, 'de'))?.task, translation('de', 'fr'));
    assert.deepEqual((await translate([BOTH], {}, 'en'))?.task, translation('en', 'fr'));
    assert.deepEqual(stage.messages, []);
  });

  it('a target language that the text is in already leads to a question, English first', async () => {
    stage.set('attentive.translate.targetLanguage', 'de');
    await translate([BOTH], {}, 'de');
    assert.equal(title(), 'The text seems to be German already. There is:');
    assert.deepEqual(labels(), ['German to English', 'German to French', 'English to German', MORE]);
  });

  it('a language of the text that no model translates into the target language leads to a question that says so', async () => {
    stage.set('attentive.translate.targetLanguage', 'de');
    stage.answers.push('English to German');
    const chosen = await translate([SMALL], {}, 'ja');
    assert.equal(title(), 'The text seems to be Japanese, and no model here translates it to German. There is:');
    assert.deepEqual(chosen?.task, translation('en', 'de'), 'the guess may be wrong');
    stage.settings.clear();
    await translate([SMALL], {}, 'ja');
    assert.equal(title(), 'The text seems to be Japanese, which no model here translates. There is:');
    assert.deepEqual(labels(), ['English to German', 'English to French', MORE]);
  });

  it('a target language that the caller names takes the only direction there is, whatever the text seems to be', async () => {
    assert.deepEqual((await translate([SMALL], { to: 'de' }, 'ja'))?.task, translation('en', 'de'));
    assert.deepEqual(stage.messages, []);
  });

  it('a source language that the caller names counts, whatever the text seems to be', async () => {
    assert.deepEqual((await translate([BOTH], { from: 'fr', to: 'en' }, 'de'))?.task, translation('fr', 'en'));
    assert.deepEqual(stage.messages, []);
  });

  it('a text in English is offered the directions from English, without a heading if there are no others', async () => {
    await translate([BOTH], {}, 'en');
    assert.deepEqual(labels().slice(0, 3), ALL.slice(0, 3));
    await translate([SMALL], {}, 'en');
    assert.deepEqual(headings(), []);
  });
});

describe('chooseTask, taskName and titleOf', () => {
  beforeEach(() => {
    stage.messages.splice(0);
    stage.settings.clear();
    memory = new Memory();
    open();
  });
  after(() => stage.settings.clear());

  function any(args: TaskArguments = {}, language?: string): ReturnType<typeof chooseTask> {
    return chooseTask([SMALL], args, { document, language }, memory);
  }

  it('the arguments or the settings choose a translation or a summary without a question', async () => {
    assert.deepEqual((await any({ form: 'headline' }))?.task, summary('headline'));
    assert.deepEqual((await any({ to: 'fr' }))?.task, translation('en', 'fr'));
    stage.set('attentive.translate.targetLanguage', 'de');
    assert.deepEqual((await any())?.task, translation('en', 'de'));
    assert.deepEqual(stage.messages, []);
  });

  it('otherwise all tasks are offered', async () => {
    stage.answers.push('Summarize: Headline');
    assert.deepEqual((await any())?.task, summary('headline'));
    const all = ['Translate: English to German', 'Translate: English to French', 'Summarize: Headline', MORE];
    assert.deepEqual(labels(), all);
    await any({}, 'en');
    assert.deepEqual(labels(), ['Summarize: Headline', ...all.filter(label => label !== 'Summarize: Headline')]);
  });

  it('names and titles are in words, and an unknown form keeps its name', () => {
    assert.equal(
      taskName({ kind: 'translate', from: 'en', to: 'pt-BR', input: {} }),
      'English to Brazilian Portuguese',
    );
    assert.equal(
      titleOf({ kind: 'summarize', form: 'tldr', language: 'en', input: {} }),
      'Summarize: In a sentence or two (tl;dr)',
    );
    assert.equal(taskName({ kind: 'summarize', form: 'minutes', language: 'en', input: {} }), 'minutes');
  });
});
