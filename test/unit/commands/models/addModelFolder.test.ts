import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addModelFolder, openModelSettings } from '../../../../src/commands/models/addModelFolder';
import { folderUri, type ModelPlaces } from '../../../../src/commands/models/modelPlaces';
import { setting } from '../../../../src/settings';
import { workspaceFolder } from '../../../../src/web/files';
import { stage } from '../../vscode';

const log = stage.log as unknown as vscode.LogOutputChannel;
const CARD = JSON.stringify({ id: 'mine', name: 'My model', quality: 'draft', license: 'MIT', tasks: [] });

function placeAt(uri: vscode.Uri): ReturnType<ModelPlaces['folder']> {
  return { uri, store: workspaceFolder(uri) };
}

const places: ModelPlaces = {
  embedded: placeAt(vscode.Uri.file('/embedded')),
  folder: name => placeAt(folderUri(name, { home: '/home/me', hasDisk: true })),
};

/** Scripts the user's answer to the next dialog: this folder, or none. */
function choose(folder: vscode.Uri | undefined): void {
  stage.answers.push(() => folder && [folder]);
}

describe('addModelFolder', () => {
  before(() => {
    stage.files.put(vscode.Uri.file('/models/mine/attentive.json'), CARD);
    stage.files.put(vscode.Uri.parse('vscode-vfs://github/a/m/attentive.json'), CARD);
    stage.files.put(vscode.Uri.file('/models/none/config.json'), '{}');
  });
  beforeEach(() => {
    stage.messages.splice(0);
    stage.set('attentive.modelFolders', ['/other']);
  });
  after(() => stage.settings.clear());

  it('adds the folder at the end of the setting and names the model in a message', async () => {
    choose(vscode.Uri.file('/models/mine'));
    assert.equal(await addModelFolder({ places, log }), true);
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
    assert.match(stage.messages.at(-1)?.message ?? '', /“My model” was added/);
  });

  it('lists a folder once, and a folder that is not on a disk by its URI', async () => {
    stage.set('attentive.modelFolders', ['/models/mine', '/other']);
    choose(vscode.Uri.file('/models/mine'));
    await addModelFolder({ places, log });
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
    choose(vscode.Uri.parse('vscode-vfs://github/a/m'));
    await addModelFolder({ places, log });
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine', 'vscode-vfs://github/a/m']);
  });

  it('replaces the given line of the setting by the chosen folder', async () => {
    stage.set('attentive.modelFolders', ['models/mine', '/other']);
    choose(vscode.Uri.file('/models/mine'));
    await addModelFolder({ places, log }, 'models/mine');
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
  });

  it('does not add a folder without a model, and says why', async () => {
    choose(vscode.Uri.file('/models/none'));
    assert.equal(await addModelFolder({ places, log }, '/other'), false);
    assert.deepEqual(setting('modelFolders'), ['/other'], 'the setting is unchanged');
    assert.match(stage.messages.at(-1)?.message ?? '', /\/models\/none has no attentive\.json/);
  });

  it('changes nothing if the user dismisses the dialog', async () => {
    choose(undefined);
    assert.equal(await addModelFolder({ places, log }), false);
    assert.deepEqual(setting('modelFolders'), ['/other']);
    assert.equal(stage.messages.length, 1, 'only the dialog was shown');
  });

  it('openModelSettings opens the remote settings if the window is remote, else the user settings', async () => {
    stage.calls.splice(0);
    await openModelSettings();
    stage.remoteName = 'ssh-remote';
    await openModelSettings();
    stage.remoteName = undefined;
    assert.deepEqual(
      stage.calls.map(({ id, args }) => [id, ...args]),
      [
        ['workbench.action.openSettings', 'attentive.modelFolders'],
        ['workbench.action.openRemoteSettings', { query: 'attentive.modelFolders' }],
      ],
    );
  });
});
