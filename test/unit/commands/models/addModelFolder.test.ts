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

/** The user chooses this folder. */
function choose(folder: vscode.Uri | undefined): void {
  stage.answers.push(() => folder && [folder]);
}

describe('adding a model folder', () => {
  before(() => {
    stage.files.put(vscode.Uri.file('/models/mine/attentive.json'), CARD);
    stage.files.put(vscode.Uri.parse('vscode-vfs://github/a/m/attentive.json'), CARD);
    stage.files.put(vscode.Uri.file('/models/none/config.json'), '{}');
  });
  beforeEach(() => {
    stage.said.splice(0);
    stage.set('attentive.modelFolders', ['/other']);
  });
  after(() => stage.settings.clear());

  it('puts it behind the others and says what was added', async () => {
    choose(vscode.Uri.file('/models/mine'));
    assert.equal(await addModelFolder({ places, log }), true);
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
    assert.match(stage.said.at(-1)?.message ?? '', /“My model” was added/);
  });

  it('names a folder once, and one that is on no disk by its address', async () => {
    stage.set('attentive.modelFolders', ['/models/mine', '/other']);
    choose(vscode.Uri.file('/models/mine'));
    await addModelFolder({ places, log });
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
    choose(vscode.Uri.parse('vscode-vfs://github/a/m'));
    await addModelFolder({ places, log });
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine', 'vscode-vfs://github/a/m']);
  });

  it('takes the place of the line that could not be used', async () => {
    stage.set('attentive.modelFolders', ['models/mine', '/other']);
    choose(vscode.Uri.file('/models/mine'));
    await addModelFolder({ places, log }, 'models/mine');
    assert.deepEqual(setting('modelFolders'), ['/other', '/models/mine']);
  });

  it('adds no folder that holds no model, and says why', async () => {
    choose(vscode.Uri.file('/models/none'));
    assert.equal(await addModelFolder({ places, log }, '/other'), false);
    assert.deepEqual(setting('modelFolders'), ['/other'], 'what was there stays');
    assert.match(stage.said.at(-1)?.message ?? '', /\/models\/none has no attentive\.json/);
  });

  it('changes nothing if the question is left', async () => {
    choose(undefined);
    assert.equal(await addModelFolder({ places, log }), false);
    assert.deepEqual(setting('modelFolders'), ['/other']);
    assert.equal(stage.said.length, 1, 'nothing but the question');
  });

  it('opens the setting of the machine that the folders are on', async () => {
    stage.ran.splice(0);
    await openModelSettings();
    stage.remoteName = 'ssh-remote';
    await openModelSettings();
    stage.remoteName = undefined;
    assert.deepEqual(
      stage.ran.map(({ id, args }) => [id, ...args]),
      [
        ['workbench.action.openSettings', 'attentive.modelFolders'],
        ['workbench.action.openRemoteSettings', { query: 'attentive.modelFolders' }],
      ],
    );
  });
});
