import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AttentionHost, showAttention } from '../../../src/commands/showAttention';
import type { CommandResult } from '../../../src/commands/rewrite/report';
import { stage, TextDocument } from '../vscode';
import { Selection } from '../vscode/values';

interface Runs {
  /** The run at the selection. */
  readonly at?: string;
  readonly newest?: string;
  /** The ids of the runs that are kept; all runs if undefined. */
  readonly keptRuns?: readonly string[];
  /** The result of running a task on the selection. */
  readonly outcome?: CommandResult;
}

/** What the command did, in order. */
let done: string[];

function host({ at, newest, keptRuns, outcome = { kind: 'done', run: 'new' } }: Runs): AttentionHost<string> {
  return {
    runAt: () => (at === undefined ? undefined : { run: at, place: 'here' }),
    runIn: uri => (uri.startsWith('attentive-preview:') ? 'previewed' : undefined),
    newestRun: () => newest,
    placeOf: passage => `passage ${passage}`,
    open: (run, place) => {
      if (keptRuns?.includes(run) === false) return false;
      done.push(place === undefined ? `open ${run}` : `open ${run} at ${place}`);
      return true;
    },
    runSelection: async args => {
      done.push(`run ${JSON.stringify(args)}`);
      return outcome;
    },
  };
}

function select(text: string | undefined): void {
  const document = stage.open(new TextDocument(stage.uri(), 'I am tired.'));
  stage.show(document, ...(text === undefined ? [] : [new Selection(0, 0, 0, text.length)]));
}

describe('showAttention', () => {
  beforeEach(() => {
    done = [];
    stage.messages.splice(0);
    select(undefined);
  });

  it('shows the run that the arguments name, at the given passage, whatever is selected', async () => {
    select('I am');
    const known = host({ at: 'other', newest: 'newest' });
    assert.deepEqual(await showAttention({ run: 'named', passage: 3 }, known), { kind: 'done', run: 'named' });
    await showAttention({ document: vscode.Uri.parse('attentive-preview:/letter.txt') }, known);
    assert.deepEqual(done, ['open named at passage 3', 'open previewed']);
  });

  it('shows the run at the caret, at its position, and the newest run only if there is none at the caret', async () => {
    await showAttention({}, host({ at: 'older', newest: 'newest' }));
    await showAttention({}, host({ newest: 'newest' }));
    assert.deepEqual(done, ['open older at here', 'open newest']);
  });

  it('runs the selection and shows the new run if no run has the selected text', async () => {
    select('I am');
    assert.deepEqual(await showAttention({}, host({ newest: 'newest' })), { kind: 'done', run: 'new' });
    assert.deepEqual(done, ['run {}', 'open new']);
  });

  it('runs the document if there is no run, and shows the newest run without an editor', async () => {
    await showAttention({}, host({}));
    stage.active = undefined;
    await showAttention({}, host({ newest: 'newest' }));
    assert.deepEqual(done, ['run {}', 'open new', 'open newest']);
  });

  it('runs the task that the arguments name even if the text has a run', async () => {
    for (const task of [{ to: 'fr' }, { from: 'en' }, { form: 'tldr' }]) {
      await showAttention(task, host({ at: 'older', newest: 'newest' }));
    }
    await showAttention({ model: 'mine' }, host({ newest: 'newest' }));
    assert.deepEqual(
      done.filter(what => what.startsWith('run')),
      ['run {"to":"fr"}', 'run {"from":"en"}', 'run {"form":"tldr"}'],
      'a model alone is no task',
    );
  });

  it('returns the result of a run that did not succeed and opens no view', async () => {
    for (const outcome of [{ kind: 'dismissed' }, { kind: 'failed', message: 'No.' }, { kind: 'done' }] as const) {
      assert.equal(await showAttention({}, host({ outcome })), outcome);
    }
    assert.deepEqual(done, ['run {}', 'run {}', 'run {}']);
  });

  it('shows a message if the named run is not kept any more', async () => {
    const { kind, message } = await showAttention({ run: 'gone' }, host({ keptRuns: [] }));
    assert.equal(kind, 'failed');
    assert.match(message ?? '', /not kept any more/);
    assert.deepEqual(
      stage.messages.map(message => message.message),
      [message],
    );
  });
});
