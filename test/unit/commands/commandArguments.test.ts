import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { argumentsOf, attentionArgumentsOf, replacedFolderOf } from '../../../src/commands/commandArguments';

const PREVIEW = 'attentive-preview';

describe('commandArguments', () => {
  it('argumentsOf returns the known fields and leaves out those of a wrong type', () => {
    const given = { to: 'de', from: 'en', form: 'tldr', model: 'mine', output: 'copy' };
    assert.deepEqual(argumentsOf({ ...given, more: 1 }), given);
    assert.deepEqual(argumentsOf({ to: 5, from: null, form: ['tldr'], model: {}, output: 'elsewhere' }), {});
  });

  it('argumentsOf returns no arguments for a URI or another value that a menu passes', () => {
    for (const passed of [undefined, null, 'de', 5, vscode.Uri.file('/letter.txt'), [vscode.Uri.file('/a')]]) {
      assert.deepEqual(argumentsOf(passed), {});
    }
  });

  it('attentionArgumentsOf returns the run, the passage, the document and the task, but no output', () => {
    const given = { run: 'run 1', passage: 2, to: 'de', output: 'copy' };
    assert.deepEqual(
      attentionArgumentsOf(given, PREVIEW),
      { run: 'run 1', passage: 2, to: 'de' },
      'no output, because Show Attention writes nothing',
    );
    assert.deepEqual(attentionArgumentsOf({ run: 1, passage: '2', document: {} }, PREVIEW), {});
    const { document } = attentionArgumentsOf({ document: 'file:///a/letter.txt' }, PREVIEW);
    assert.equal(document?.toString(), 'file:///a/letter.txt');
  });

  it('attentionArgumentsOf takes a URI from a menu only if it is that of a preview', () => {
    const preview = vscode.Uri.parse('attentive-preview:/letter.txt?1');
    assert.deepEqual(attentionArgumentsOf(preview, PREVIEW), { document: preview });
    assert.deepEqual(attentionArgumentsOf(vscode.Uri.file('/letter.txt'), PREVIEW), {});
    assert.deepEqual(attentionArgumentsOf(undefined, PREVIEW), {});
  });

  it('replacedFolderOf returns the entry of the setting modelFolders that a new folder replaces', () => {
    assert.equal(replacedFolderOf({ replace: 'models/mine' }), 'models/mine');
    for (const value of [undefined, null, 'models/mine', {}, { replace: 1 }]) {
      assert.equal(replacedFolderOf(value), undefined);
    }
  });
});
