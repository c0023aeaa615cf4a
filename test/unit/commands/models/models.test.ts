import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentiveError } from '../../../../src/base/errors';
import { type FolderHost, folderUri, type ModelPlaces } from '../../../../src/commands/models/modelPlaces';
import { type InstalledModel, installedModels, ModelsById } from '../../../../src/commands/models/models';
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

/** The models that are found with these lines in the setting, and the warnings that are shown, with their buttons. */
async function modelsWith(
  ...folders: readonly string[]
): Promise<{ models: InstalledModel[]; warnings: [string, unknown][] }> {
  stage.messages.splice(0);
  stage.set('attentive.modelFolders', folders);
  const models = await installedModels(places(), log);
  return { models, warnings: stage.messages.map(({ message, items }) => [message, items]) };
}

describe('installedModels, folderUri and ModelsById', () => {
  before(() => {
    put('/embedded/attentive.json', card('embedded'));
    put('/home/me/models/mine/attentive.json', card('my model'));
    put('/empty/config.json', '{}');
    put('/broken/attentive.json', '{\n  "id": "x",\n  "name" 1\n}');
    put('/cut/attentive.json', '{\n  "id": "x",\n');
  });
  after(() => stage.settings.clear());

  it('a model folder is found by an absolute path, by a path that begins with ~ and by a URI', async () => {
    for (const name of ['/home/me/models/mine', '~/models/mine', 'file:///home/me/models/mine']) {
      const { models, warnings } = await modelsWith(name);
      assert.deepEqual(warnings, [], name);
      assert.deepEqual(
        models.map(model => model.name),
        ['embedded', 'my model'],
      );
    }
  });

  it('a folder that cannot be used is named in a warning with the cause and with buttons to correct it', async () => {
    const { models, warnings } = await modelsWith('/nowhere', 'models/mine', '/empty', '/broken', '/cut');
    assert.equal(models.length, 1, 'the embedded model is still there');
    const [nowhere, relative, empty, broken, cut] = warnings;
    assert.match(nowhere[0], /There is no model folder .*\/nowhere\./);
    assert.match(relative[0], /“models\/mine” is not a whole path/);
    assert.match(empty[0], /\/empty has no attentive\.json/);
    assert.match(broken[0], /attentive\.json in .*\/broken has a mistake in line 3/);
    assert.match(cut[0], /attentive\.json in .*\/cut has a mistake in line 2/);
    for (const [, buttons] of [nowhere, relative, empty])
      assert.deepEqual(buttons, ['Choose Folder…', 'Open Settings']);
    for (const [, buttons] of [broken, cut]) assert.deepEqual(buttons, ['Open attentive.json', 'Open Settings']);
  });

  it('folderUri says why a path cannot be used: no home folder, no disk, or a relative path', () => {
    const uriOrReason = (name: string, host: FolderHost): unknown => {
      try {
        return folderUri(name, host).toString();
      } catch (error) {
        return error instanceof AttentiveError ? error.data['why'] : error;
      }
    };
    const browser: FolderHost = { home: undefined, hasDisk: false };
    assert.equal(uriOrReason('~/m', browser), 'no-home');
    assert.equal(uriOrReason('/m', browser), 'no-disk');
    assert.equal(uriOrReason('vscode-vfs://github/a/m', browser), 'vscode-vfs://github/a/m');
    assert.equal(uriOrReason('C:\\m', HOST) === 'relative', false);
    assert.equal(uriOrReason('~other/m', HOST), 'relative');
  });

  it('ModelsById finds a model by its id, reads it once, and rejects an id that is no longer installed', async () => {
    const { models } = await modelsWith('/home/me/models/mine');
    const byId = new ModelsById(places());
    reads = 0;
    for (let time = 0; time < 5; time++) assert.equal((await byId.get(models[1].id)).name, 'my model');
    assert.equal(reads, 1);
    stage.set('attentive.modelFolders', []);
    byId.clear();
    await assert.rejects(byId.get(models[1].id), (error: unknown) => {
      assert.ok(error instanceof AttentiveError);
      assert.equal(error.data['name'], 'my model', 'a name with a space is not cut');
      return true;
    });
  });
});
