import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AttentionHost, showAttention } from '../../../src/commands/showAttention';
import type { CommandResult } from '../../../src/commands/rewrite/report';
import { stage, TextDocument } from '../vscode';
import { Selection } from '../vscode/values';

interface Known {
  /** The run at the selection. */
  readonly at?: string;
  readonly newest?: string;
  /** Runs that are remembered; all if left out. */
  readonly kept?: readonly string[];
  /** What running the selection gives. */
  readonly outcome?: CommandResult;
}

/** What was done, in order. */
let done: string[];

function host({ at, newest, kept, outcome = { kind: 'done', run: 'new' } }: Known): AttentionHost<string> {
  return {
    runAt: () => (at === undefined ? undefined : { run: at, place: 'here' }),
    runIn: uri => (uri.startsWith('attentive-preview:') ? 'previewed' : undefined),
    newest: () => newest,
    placeOf: passage => `passage ${passage}`,
    open: (run, place) => {
      if (kept?.includes(run) === false) return false;
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

describe('Show Attention', () => {
  beforeEach(() => {
    done = [];
    stage.said.splice(0);
    select(undefined);
  });

  it('shows the run that is named, at its passage, whatever is selected', async () => {
    select('I am');
    const known = host({ at: 'other', newest: 'newest' });
    assert.deepEqual(await showAttention({ run: 'named', passage: 3 }, known), { kind: 'done', run: 'named' });
    await showAttention({ document: vscode.Uri.parse('attentive-preview:/letter.txt') }, known);
    assert.deepEqual(done, ['open named at passage 3', 'open previewed']);
  });

  it('shows the run at the caret before the newest, and at its place', async () => {
    await showAttention({}, host({ at: 'older', newest: 'newest' }));
    await showAttention({}, host({ newest: 'newest' }));
    assert.deepEqual(done, ['open older at here', 'open newest']);
  });

  it('runs what is selected if no run knows it, and shows that', async () => {
    select('I am');
    assert.deepEqual(await showAttention({}, host({ newest: 'newest' })), { kind: 'done', run: 'new' });
    assert.deepEqual(done, ['run {}', 'open new']);
  });

  it('runs the document if there was no run, and no editor is needed to show one', async () => {
    await showAttention({}, host({}));
    stage.active = undefined;
    await showAttention({}, host({ newest: 'newest' }));
    assert.deepEqual(done, ['run {}', 'open new', 'open newest']);
  });

  it('runs the task that is asked for, though the text has a run already', async () => {
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

  it('shows nothing of a run that gave nothing', async () => {
    for (const outcome of [{ kind: 'dismissed' }, { kind: 'failed', message: 'No.' }, { kind: 'done' }] as const) {
      assert.equal(await showAttention({}, host({ outcome })), outcome);
    }
    assert.deepEqual(done, ['run {}', 'run {}', 'run {}']);
  });

  it('says so where a run is not remembered any more', async () => {
    const { kind, message } = await showAttention({ run: 'gone' }, host({ kept: [] }));
    assert.equal(kind, 'failed');
    assert.match(message ?? '', /not kept any more/);
    assert.deepEqual(
      stage.said.map(said => said.message),
      [message],
    );
  });
});
