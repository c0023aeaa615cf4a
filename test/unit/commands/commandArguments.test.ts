import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { argumentsOf, attentionArgumentsOf, replacedFolderOf } from '../../../src/commands/commandArguments';

const PREVIEW = 'attentive-preview';

describe('what runs a command may say', () => {
  it('the fields of the command, and nothing of a wrong type', () => {
    const given = { to: 'de', from: 'en', form: 'tldr', model: 'mine', output: 'copy' };
    assert.deepEqual(argumentsOf({ ...given, more: 1 }), given);
    assert.deepEqual(argumentsOf({ to: 5, from: null, form: ['tldr'], model: {}, output: 'elsewhere' }), {});
  });

  it('nothing where a menu passes what it is about', () => {
    for (const passed of [undefined, null, 'de', 5, vscode.Uri.file('/letter.txt'), [vscode.Uri.file('/a')]]) {
      assert.deepEqual(argumentsOf(passed), {});
    }
  });

  it('which run to show, and where in it', () => {
    const given = { run: 'run 1', passage: 2, to: 'de', output: 'copy' };
    assert.deepEqual(attentionArgumentsOf(given, PREVIEW), { run: 'run 1', passage: 2, to: 'de' }, 'it writes nowhere');
    assert.deepEqual(attentionArgumentsOf({ run: 1, passage: '2', document: {} }, PREVIEW), {});
    const { document } = attentionArgumentsOf({ document: 'file:///a/letter.txt' }, PREVIEW);
    assert.equal(document?.toString(), 'file:///a/letter.txt');
  });

  it('a preview by its document, while another document says less than what is selected', () => {
    const preview = vscode.Uri.parse('attentive-preview:/letter.txt?1');
    assert.deepEqual(attentionArgumentsOf(preview, PREVIEW), { document: preview });
    assert.deepEqual(attentionArgumentsOf(vscode.Uri.file('/letter.txt'), PREVIEW), {});
    assert.deepEqual(attentionArgumentsOf(undefined, PREVIEW), {});
  });

  it('the line of the setting whose place a folder takes', () => {
    assert.equal(replacedFolderOf({ replace: 'models/mine' }), 'models/mine');
    for (const value of [undefined, null, 'models/mine', {}, { replace: 1 }]) {
      assert.equal(replacedFolderOf(value), undefined);
    }
  });
});
