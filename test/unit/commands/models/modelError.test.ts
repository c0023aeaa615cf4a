import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentiveError, type ErrorCode, type ErrorData } from '../../../../src/base/errors';
import { type ModelErrorContext, showModelError } from '../../../../src/commands/models/modelError';
import { stage } from '../../vscode';

const log = stage.log as unknown as vscode.LogOutputChannel;

/**
 * Shows an error and presses a button. Returns the kind of message, its buttons and the commands that were executed.
 */
async function shown(
  code: ErrorCode,
  data: ErrorData = {},
  button?: string,
  context: Partial<ModelErrorContext> = {},
): Promise<{ readonly kind: string; readonly buttons: readonly unknown[]; readonly ran: readonly unknown[] }> {
  stage.messages.splice(0);
  stage.calls.splice(0);
  stage.answers.push(button);
  await showModelError(new AttentiveError(code, 'what', data), { log, ...context });
  const [{ kind, items }] = stage.messages;
  return { kind, buttons: items, ran: stage.calls.map(({ id, args }) => [id, ...args]) };
}

describe('showModelError', () => {
  it('offers to choose another folder if a file is missing, which replaces the entry of the old folder in the setting', async () => {
    const missing = { file: 'config.json', folder: '/m' };
    const { kind, buttons, ran } = await shown('model-missing-file', missing, 'Choose Folder…', { setting: '~/m' });
    assert.equal(kind, 'error');
    assert.deepEqual(buttons, ['Choose Folder…', 'Open Settings']);
    assert.deepEqual(ran, [['attentive.addModelFolder', { replace: '~/m' }]]);
    const other = await shown('model-missing-file', missing, 'Choose Folder…');
    assert.deepEqual(
      other.ran,
      [['attentive.addModelFolder']],
      'nothing is replaced if no entry of the setting is given',
    );
    const settings = await shown('task-unsupported', { task: 'translate', model: 'M' }, 'Open Settings');
    assert.deepEqual(settings.ran, [['attentive.openModelSettings']]);
  });

  it('opens a broken card at the line of the mistake, in a path and in a URI', async () => {
    for (const folder of ['/m', 'vscode-vfs://github/a/m']) {
      const base = folder.startsWith('/') ? vscode.Uri.file(folder) : vscode.Uri.parse(folder);
      const card = vscode.Uri.joinPath(base, 'attentive.json');
      stage.files.put(card, '{\n  "id": "m",\n}');
      const broken = { file: 'attentive.json', folder, line: 3, why: 'a comma' };
      const { ran } = await shown('model-broken-file', broken, 'Open attentive.json');
      assert.deepEqual(ran, [
        ['window.showTextDocument', card.toString(), { selection: new vscode.Range(2, 0, 2, 0) }],
      ]);
    }
  });

  it('offers the settings and the log for other errors of a model', async () => {
    const { buttons, ran } = await shown('model-broken-file', { file: 'config.json', folder: '/m' }, 'Show Log');
    assert.deepEqual(buttons, ['Open Settings', 'Show Log']);
    assert.deepEqual(ran, [['log.show']]);
    assert.deepEqual((await shown('model-unsupported', { what: 'x' })).buttons, ['Open Settings', 'Show Log']);
    assert.deepEqual((await shown('model-run-failed', { why: 'x' })).buttons, ['Show Log']);
  });

  it('shows a warning if the command continues without the model, and executes nothing if it is dismissed', async () => {
    const { kind, ran } = await shown('model-missing-file', {}, undefined, { isWarning: true });
    assert.equal(kind, 'warning');
    assert.deepEqual(ran, []);
  });
});
