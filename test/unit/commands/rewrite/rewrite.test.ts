// Rewrite test: the commands from the selection to the edit, with a scripted engine and scripted answers of the user.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentiveError } from '../../../../src/base/errors';
import type { Preview, PreviewRequest } from '../../../../src/commands/rewrite/job';
import { Rewriting } from '../../../../src/commands/rewrite/rewrite';
import type { EnginePool } from '../../../../src/tasks/enginePool';
import type { TextLocation } from '../../../../src/tasks/run/finishedRun';
import { workspaceFolder } from '../../../../src/web/files';
import { type Answer, scripted } from '../../tasks/scripted';
import { portTasks } from '../../tasks/worker/portTasks';
import { stage, TextDocument } from '../../vscode';
import { Memory } from '../../vscode/memory';

const CARD = {
  id: 'small',
  name: 'Small',
  quality: 'draft',
  license: 'MIT',
  tasks: [{ kind: 'translate', from: 'en', to: 'de', input: {} }],
};
const GERMAN: Readonly<Record<string, string>> = { 'One cat.': 'Eine Katze.', 'Two dogs.': 'Zwei Hunde.' };
const TEXT = 'One cat. Two dogs.\n';

/** A preview in which the test decides in place of the user. */
class FakePreview implements Preview {
  readonly uri = vscode.Uri.parse('attentive-preview:/letter');
  isFinished = false;
  isClosed = false;
  decide: Preview['decide'] = () => undefined;
  readonly decision = new Promise<'accept' | 'discard'>(resolve => (this.decide = resolve));

  constructor(readonly request: PreviewRequest) {}

  changed(): void {
    // Nothing is drawn.
  }

  goToCheck(): void {
    // There is no caret.
  }

  finish(): void {
    this.isFinished = true;
  }

  async close(): Promise<undefined> {
    this.isClosed = true;
  }
}

interface Script {
  /** The result of the model for a segment. */
  readonly answer?: (text: string) => string | Answer;
  /** Called with the preview as soon as it is opened. */
  readonly onPreview?: (preview: FakePreview) => void;
}

interface Commands {
  readonly rewriting: Rewriting;
  /** The locations of results that were reported, in order. */
  readonly results: (TextLocation | undefined)[];
  readonly runs: string[];
  readonly opened: string[];
}

function commands({ answer = text => GERMAN[text] ?? text, onPreview }: Script = {}): Commands {
  const { engine } = scripted({ answer: text => answer(text) });
  const folder = vscode.Uri.file('/embedded');
  const place = { uri: folder, store: workspaceFolder(folder) };
  const record: Omit<Commands, 'rewriting'> = { results: [], runs: [], opened: [] };
  const lease = { engine, model: 'small', report: () => undefined, dispose: () => undefined };
  const rewriting = new Rewriting({
    pool: { lease: async () => lease } as unknown as EnginePool,
    tasks: portTasks(),
    places: { embedded: place, folder: () => place },
    memory: new Memory(),
    log: stage.log as unknown as vscode.LogOutputChannel,
    openPreview: async request => {
      const preview = new FakePreview(request);
      onPreview?.(preview);
      return preview;
    },
    openResult: async ({ text }) => {
      record.opened.push(text);
      return vscode.Uri.parse('attentive-result:/letter');
    },
    openText: async ({ name, text, languageId }) => {
      const document = stage.open(new TextDocument(stage.uri(name), text, languageId));
      return document as unknown as vscode.TextDocument;
    },
    onRun: (_report, run) => record.runs.push(run.id),
    onResult: (_run, location) => record.results.push(location),
  });
  return { rewriting, ...record };
}

function open(text = TEXT): TextDocument {
  const document = stage.open(new TextDocument(stage.uri('letter.txt'), text));
  stage.show(document);
  return document;
}

/** Waits until the promises that the command does not await have settled, such as those of its messages. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

const messages = (): string[] => stage.messages.map(({ message }) => message);

/** Answers the first sentence; at the second one the engine's worker ends. */
function dying(text: string): string {
  if (text.startsWith('Two')) throw new AttentiveError('closed', 'gone', { reason: 'the worker ended' });
  return GERMAN[text];
}

describe('Rewriting: Translate Selection', () => {
  beforeEach(() => {
    stage.files.put(vscode.Uri.file('/embedded/attentive.json'), JSON.stringify(CARD));
    stage.messages.splice(0);
    stage.answers.splice(0);
  });

  it('writes the result, returns the id of the run, and reports the location of the results', async () => {
    const document = open();
    const { rewriting, runs, results } = commands();
    const outcome = await rewriting.translateSelection({ to: 'de', output: 'replace' });
    assert.equal(document.getText(), 'Eine Katze. Zwei Hunde.\n');
    assert.deepEqual(outcome, { kind: 'done', run: runs[0] });
    assert.deepEqual(results, [{ uri: document.uri.toString(), starts: [0] }]);
  });

  it('asks for the task and the output if the caller names none, and changes nothing if a question is dismissed', async () => {
    const document = open();
    const { rewriting, runs } = commands();
    assert.deepEqual(await rewriting.translateSelection({}), { kind: 'dismissed' });
    stage.answers.push('English to German', undefined);
    assert.deepEqual(await rewriting.translateSelection({}), { kind: 'dismissed' });
    assert.deepEqual([document.getText(), runs], [TEXT, []]);
    assert.equal(messages().at(-1), 'Where should the result go?');
  });

  it('shows one message if there is no text to translate or no editor', async () => {
    for (const text of ['', ' \n ', '12 = 34']) {
      open(text);
      const { kind } = await commands().rewriting.translateSelection({ to: 'de', output: 'replace' });
      assert.equal(kind, 'failed', JSON.stringify(text));
      assert.equal(stage.messages.splice(0).length, 1);
    }
    stage.active = undefined;
    await commands().rewriting.translateSelection({});
    assert.match(messages()[0], /Open a text first/);
  });

  it('writes the segments that were finished before the engine ended, if the user chooses to keep them', async () => {
    const document = open();
    stage.answers.push(undefined, 'Keep What Is Done');
    const outcome = await commands({ answer: dying }).rewriting.translateSelection({ to: 'de', output: 'replace' });
    assert.equal(outcome.kind, 'failed');
    await turn();
    assert.match(messages()[0], /The engine stopped \(the worker ended\)/);
    assert.match(messages()[1], /Finished before it stopped: 1 of 2/);
    assert.equal(document.getText(), 'Eine Katze. Two dogs.\n');
  });

  it('opens the finished segments in a document beside if the text was edited before the user chooses to keep them', async () => {
    const document = open();
    let keep: (value: unknown) => void = () => undefined;
    stage.answers.push(undefined, () => new Promise(resolve => (keep = resolve)));
    const { rewriting, opened } = commands({ answer: dying });
    await rewriting.translateSelection({ to: 'de', output: 'replace' });
    stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 1), 'h')]);
    keep('Keep What Is Done');
    await turn();
    assert.equal(document.getText(), 'Ohne cat. Two dogs.\n');
    assert.deepEqual(opened, ['Eine Katze. Two dogs.\n']);
  });

  it('changes nothing if the user does not keep finished segments, and does not ask if there are none', async () => {
    const document = open();
    await commands({ answer: dying }).rewriting.translateSelection({ to: 'de', output: 'replace' });
    await turn();
    assert.equal(document.getText(), TEXT);
    assert.equal(stage.messages.splice(0).length, 2);
    const failing = (): never => {
      throw new AttentiveError('model-run-failed', 'no', { why: 'no' });
    };
    await commands({ answer: failing }).rewriting.translateSelection({ to: 'de', output: 'replace' });
    assert.equal(messages().length, 1, 'there is nothing to keep');
  });

  it('cancelAll ends a running command without a change', async () => {
    const document = open();
    const { rewriting } = commands({
      answer: text => {
        rewriting.cancelAll();
        return GERMAN[text];
      },
    });
    const outcome = await rewriting.translateSelection({ to: 'de', output: 'replace' });
    assert.equal(outcome.kind, 'cancelled');
    assert.equal(document.getText(), TEXT);
  });

  it('opens the result in a document beside if the text was edited during the run', async () => {
    const document = open();
    const { rewriting, opened } = commands({
      answer: text => {
        if (text.startsWith('Two')) stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 1), '!')]);
        return GERMAN[text];
      },
    });
    const { kind } = await rewriting.translateSelection({ to: 'de', output: 'replace' });
    assert.equal(kind, 'beside');
    assert.deepEqual(opened, ['Eine Katze. Zwei Hunde.\n']);
  });

  it('writes the accepted sentences of a preview, and reports no location for a discarded one', async () => {
    const document = open();
    const accepting = commands({
      onPreview: preview => {
        const finish = preview.finish.bind(preview);
        preview.finish = () => {
          finish();
          preview.request.choose(0, 'rejected');
          preview.decide('accept');
        };
      },
    });
    await accepting.rewriting.translateSelection({ to: 'de', output: 'preview' });
    assert.equal(document.getText(), 'One cat. Zwei Hunde.\n');
    assert.deepEqual(accepting.results.at(-1)?.rejected, [0]);

    const other = open();
    const discarding = commands({ onPreview: preview => (preview.finish = () => preview.decide('discard')) });
    const { kind } = await discarding.rewriting.translateSelection({ to: 'de', output: 'preview' });
    assert.equal(kind, 'discarded');
    assert.equal(other.getText(), TEXT);
    assert.equal(discarding.results.at(-1), undefined);
  });

  it('discarding the preview during the run cancels it, without a further question', async () => {
    const document = open();
    let preview: FakePreview | undefined;
    const { rewriting } = commands({
      onPreview: opened => (preview = opened),
      answer: text => {
        preview?.decide('discard');
        return { text: GERMAN[text], partials: [] };
      },
    });
    const { kind } = await rewriting.translateSelection({ to: 'de', output: 'preview' });
    await turn();
    assert.equal(document.getText(), TEXT);
    assert.ok(preview?.isClosed);
    assert.ok(kind === 'cancelled' || kind === 'discarded', kind);
    assert.ok(!messages().some(message => message.includes('Finished before')), messages().join());
  });

  it('runSelection writes nothing into the document or the clipboard', async () => {
    const document = open();
    const { rewriting, runs, results } = commands();
    const outcome = await rewriting.runSelection({ to: 'de' });
    assert.deepEqual(outcome, { kind: 'done', run: runs[0] });
    assert.deepEqual([document.getText(), stage.clipboard, results], [TEXT, '', []]);
  });
});
