import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentiveError } from '../../../../src/base/errors';
import { type FolderHost, folderUri, type ModelPlaces } from '../../../../src/commands/models/modelPlaces';
import { type InstalledModel, installedModels, NamedModels } from '../../../../src/commands/models/models';
import { workspaceFolder } from '../../../../src/web/files';
import { stage } from '../../vscode';

const HOST: FolderHost = { home: '/home/me', hasDisk: true };
const log = stage.log as unknown as vscode.LogOutputChannel;

function card(name: string): string {
  return JSON.stringify({ id: name, name, quality: 'draft', license: 'MIT', tasks: [] });
}

let reads = 0;

function placeAt(uri: vscode.Uri): ReturnType<ModelPlaces['folder']> {
  const store = workspaceFolder(uri);
  return { uri, store: { ...store, read: name => (reads++, store.read(name)) } };
}

function places(host = HOST): ModelPlaces {
  return { embedded: placeAt(vscode.Uri.file('/embedded')), folder: name => placeAt(folderUri(name, host)) };
}

function put(path: string, text: string): void {
  stage.files.put(vscode.Uri.file(path), text);
}

/** What was said of these lines of the setting, with the buttons. */
async function toldOf(...folders: readonly string[]): Promise<{ models: InstalledModel[]; told: [string, unknown][] }> {
  stage.said.splice(0);
  stage.set('attentive.modelFolders', folders);
  const models = await installedModels(places(), log);
  return { models, told: stage.said.map(({ message, items }) => [message, items]) };
}

describe('the models of the settings', () => {
  before(() => {
    put('/embedded/attentive.json', card('embedded'));
    put('/home/me/models/mine/attentive.json', card('my model'));
    put('/empty/config.json', '{}');
    put('/broken/attentive.json', '{\n  "id": "x",\n  "name" 1\n}');
    put('/cut/attentive.json', '{\n  "id": "x",\n');
  });
  after(() => stage.settings.clear());

  it('are found by a path, by one from the location folder and by an address', async () => {
    for (const name of ['/home/me/models/mine', '~/models/mine', 'file:///home/me/models/mine']) {
      const { models, told } = await toldOf(name);
      assert.deepEqual(told, [], name);
      assert.deepEqual(
        models.map(model => model.name),
        ['embedded', 'my model'],
      );
    }
  });

  it('are named with the cause and a way on where a folder cannot be used', async () => {
    const { models, told } = await toldOf('/nowhere', 'models/mine', '/empty', '/broken', '/cut');
    assert.equal(models.length, 1, 'the others are there');
    const [nowhere, relative, empty, broken, cut] = told;
    assert.match(nowhere[0], /There is no model folder .*\/nowhere\./);
    assert.match(relative[0], /“models\/mine” is not a whole path/);
    assert.match(empty[0], /\/empty has no attentive\.json/);
    assert.match(broken[0], /attentive\.json in .*\/broken has a mistake in line 3/);
    assert.match(cut[0], /attentive\.json in .*\/cut has a mistake in line 2/);
    for (const [, buttons] of [nowhere, relative, empty])
      assert.deepEqual(buttons, ['Choose Folder…', 'Open Settings']);
    for (const [, buttons] of [broken, cut]) assert.deepEqual(buttons, ['Open attentive.json', 'Open Settings']);
  });

  it('say so where a path stands for nothing: without a location folder, or without a disk', () => {
    const thrown = (name: string, host: FolderHost): unknown => {
      try {
        return folderUri(name, host).toString();
      } catch (error) {
        return error instanceof AttentiveError ? error.data['why'] : error;
      }
    };
    const browser: FolderHost = { home: undefined, hasDisk: false };
    assert.equal(thrown('~/m', browser), 'no-home');
    assert.equal(thrown('/m', browser), 'no-disk');
    assert.equal(thrown('vscode-vfs://github/a/m', browser), 'vscode-vfs://github/a/m');
    assert.equal(thrown('C:\\m', HOST) === 'relative', false);
    assert.equal(thrown('~other/m', HOST), 'relative');
  });

  it('are found again by the name that a run holds, and read once', async () => {
    const { models } = await toldOf('/home/me/models/mine');
    const named = new NamedModels(places());
    reads = 0;
    for (let piece = 0; piece < 5; piece++) assert.equal((await named.named(models[1].id)).name, 'my model');
    assert.equal(reads, 1);
    stage.set('attentive.modelFolders', []);
    named.clear();
    await assert.rejects(named.named(models[1].id), (error: unknown) => {
      assert.ok(error instanceof AttentiveError);
      assert.equal(error.data['name'], 'my model', 'a name with a blank in it is whole');
      return true;
    });
  });
});
