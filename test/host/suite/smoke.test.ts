// Smoke test: the extension is installed, starts, registers its two main commands and can read the opened folder.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('starts', async () => {
    const extension = vscode.extensions.getExtension('attentive.attentive');
    assert.ok(extension, 'attentive.attentive is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers translate and summarize', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['attentive.translate', 'attentive.summarize']) assert.ok(commands.includes(name), name);
  });

  it('can read the opened folder', async () => {
    // findFiles is not used: in old versions a folder in memory has no search provider.
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    const file = vscode.Uri.joinPath(folder.uri, 'story.md');
    assert.match((await vscode.workspace.openTextDocument(file)).getText(), /^# The river/);
  });
});
