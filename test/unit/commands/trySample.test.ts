import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isSampleName, trySample } from '../../../src/commands/trySample';
import { guessLanguage } from '../../../src/text/language';
import { stage } from '../vscode';

const HOME = vscode.Uri.file('/extension');

describe('trySample', () => {
  before(() => {
    for (const file of ['messages.txt', 'german.txt', 'change.txt']) {
      const text = fs.readFileSync(path.join(__ROOT__, 'media/samples', file), 'utf8');
      stage.files.put(vscode.Uri.joinPath(HOME, 'media/samples', file), text);
    }
  });
  beforeEach(() => stage.calls.splice(0));

  function commands(): unknown[] {
    return stage.calls.filter(({ id }) => id.startsWith('attentive.')).map(({ id, args }) => [id, ...args]);
  }

  it('opens the sample in an untitled document, selects all of it and translates it into a preview', async () => {
    await trySample(HOME, 'translate');
    const editor = stage.active;
    assert.ok(editor !== undefined);
    assert.ok(editor.document.isUntitled, 'an untitled document cannot overwrite the file of the extension');
    const shown = editor.document as unknown as vscode.TextDocument;
    assert.equal(shown.getText(editor.selection as unknown as vscode.Range), shown.getText());
    assert.ok(shown.getText().length > 20);
    assert.deepEqual(commands(), [['attentive.translate', { output: 'preview' }]]);
  });

  it('uses the open document of the sample again, and opens another one if the user has changed it', async () => {
    await trySample(HOME, 'translate');
    const first = stage.active?.document;
    await trySample(HOME, 'translate');
    assert.equal(stage.active?.document, first);
    assert.ok(first !== undefined);
    stage.edit(first, [vscode.TextEdit.insert(new vscode.Position(0, 0), 'Mine: ')] as never);
    await trySample(HOME, 'translate');
    assert.notEqual(stage.active?.document, first, 'the changed document is left alone');
  });

  it('opens a sample in German, which `guessLanguage` recognizes as German', async () => {
    await trySample(HOME, 'german');
    const text = stage.active?.document.getText() ?? '';
    assert.equal(guessLanguage(text), 'de');
    assert.deepEqual(commands(), [['attentive.translate', { output: 'preview' }]]);
    await trySample(HOME, 'translate');
    assert.equal(guessLanguage(stage.active?.document.getText() ?? ''), 'en');
  });

  it('opens another sample for the summary', async () => {
    await trySample(HOME, 'summarize');
    assert.deepEqual(commands(), [['attentive.summarize', { output: 'preview' }]]);
    assert.ok(isSampleName('summarize') && !isSampleName('toString') && !isSampleName(undefined));
  });
});
