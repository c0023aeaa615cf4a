import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentiveError, type ErrorCode, type ErrorData } from '../../../../src/base/errors';
import { type ModelErrorContext, showModelError } from '../../../../src/commands/models/modelError';
import { stage } from '../../vscode';

const log = stage.log as unknown as vscode.LogOutputChannel;

/** Shows an error and presses a button; what was shown and what was done. */
async function shown(
  code: ErrorCode,
  data: ErrorData = {},
  button?: string,
  context: Partial<ModelErrorContext> = {},
): Promise<{ readonly kind: string; readonly buttons: readonly unknown[]; readonly ran: readonly unknown[] }> {
  stage.said.splice(0);
  stage.ran.splice(0);
  stage.answers.push(button);
  await showModelError(new AttentiveError(code, 'what', data), { log, ...context });
  const [{ kind, items }] = stage.said;
  return { kind, buttons: items, ran: stage.ran.map(({ id, args }) => [id, ...args]) };
}

describe('an error about a model', () => {
  it('leads to another folder where something is missing, in place of the line that named it', async () => {
    const missing = { file: 'config.json', folder: '/m' };
    const { kind, buttons, ran } = await shown('model-missing-file', missing, 'Choose Folder…', { setting: '~/m' });
    assert.equal(kind, 'error');
    assert.deepEqual(buttons, ['Choose Folder…', 'Open Settings']);
    assert.deepEqual(ran, [['attentive.addModelFolder', { replace: '~/m' }]]);
    const other = await shown('model-missing-file', missing, 'Choose Folder…');
    assert.deepEqual(other.ran, [['attentive.addModelFolder']], 'no line of the setting named it');
    const settings = await shown('task-unsupported', { task: 'translate', model: 'M' }, 'Open Settings');
    assert.deepEqual(settings.ran, [['attentive.openModelSettings']]);
  });

  it('opens a card that is broken at its line, on a disk or elsewhere', async () => {
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

  it('leads to the settings and the log where nobody can mend the file', async () => {
    const { buttons, ran } = await shown('model-broken-file', { file: 'config.json', folder: '/m' }, 'Show Log');
    assert.deepEqual(buttons, ['Open Settings', 'Show Log']);
    assert.deepEqual(ran, [['log.show']]);
    assert.deepEqual((await shown('model-unsupported', { what: 'x' })).buttons, ['Open Settings', 'Show Log']);
    assert.deepEqual((await shown('model-run-failed', { why: 'x' })).buttons, ['Show Log']);
  });

  it('is a warning where the other models work on, and nothing is done if it is left', async () => {
    const { kind, ran } = await shown('model-missing-file', {}, undefined, { isWarning: true });
    assert.equal(kind, 'warning');
    assert.deepEqual(ran, []);
  });
});
