import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isSampleName, trySample } from '../../../src/commands/trySample';
import { stage } from '../vscode';

const HOME = vscode.Uri.file('/extension');

describe('a sample to try', () => {
  before(() => {
    for (const file of ['messages.txt', 'change.txt']) {
      const text = fs.readFileSync(path.join(__ROOT__, 'media/samples', file), 'utf8');
      stage.files.put(vscode.Uri.joinPath(HOME, 'media/samples', file), text);
    }
  });
  beforeEach(() => stage.ran.splice(0));

  function commands(): unknown[] {
    return stage.ran.filter(({ id }) => id.startsWith('attentive.')).map(({ id, args }) => [id, ...args]);
  }

  it('is opened, selected as a whole, and goes into a preview', async () => {
    await trySample(HOME, 'translate');
    const editor = stage.active;
    assert.ok(editor !== undefined);
    assert.ok(editor.document.isUntitled, 'nobody is asked to save into the extension');
    const shown = editor.document as unknown as vscode.TextDocument;
    assert.equal(shown.getText(editor.selection as unknown as vscode.Range), shown.getText());
    assert.ok(shown.getText().length > 20);
    assert.deepEqual(commands(), [['attentive.translate', { output: 'preview' }]]);
  });

  it('is opened once, and anew after it was changed', async () => {
    await trySample(HOME, 'translate');
    const first = stage.active?.document;
    await trySample(HOME, 'translate');
    assert.equal(stage.active?.document, first);
    assert.ok(first !== undefined);
    stage.edit(first, [vscode.TextEdit.insert(new vscode.Position(0, 0), 'Mine: ')] as never);
    await trySample(HOME, 'translate');
    assert.notEqual(stage.active?.document, first, 'what somebody wrote is left alone');
  });

  it('is another one to summarize', async () => {
    await trySample(HOME, 'summarize');
    assert.deepEqual(commands(), [['attentive.summarize', { output: 'preview' }]]);
    assert.ok(isSampleName('summarize') && !isSampleName('toString') && !isSampleName(undefined));
  });
});
