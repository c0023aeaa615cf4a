// Models test: model folders of the user, complete and broken, documents that cannot be written, and a worker that
// ends. They need a disk and worker threads, so they run only in the Node host.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import threads from 'node:worker_threads';
import * as vscode from 'vscode';
import { closeAll, documentOf, endBegun, outcomeOf, textBeside, until } from './documents';

const GREETING = 'I am tired.';

describe('model folders of the user', () => {
  let temporary: string;
  before(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'attentive-models-'));
  });
  after(async () => {
    await useFolders(undefined);
    await vscode.workspace
      .getConfiguration('attentive')
      .update('numBeams', undefined, vscode.ConfigurationTarget.Global);
    fs.rmSync(temporary, { recursive: true });
  });
  afterEach(closeAll);

  it('a model in a folder of the user can summarize', async () => {
    await useFolders([path.join(__ROOT__, 'test/fixtures/t5')]);
    await vscode.workspace.getConfiguration('attentive').update('numBeams', 1, vscode.ConfigurationTarget.Global);
    const text = "Our teacher opened a map of the island while it was raining! It wasn't easy.";
    const editor = await documentOf(text);
    const outcome = await outcomeOf('attentive.summarize', { form: 'toy', output: 'insertBelow' });
    assert.equal(outcome.kind, 'done', outcome.message);
    // PyTorch's result for this text by greedy search. The model is a toy, so its result makes no sense.
    assert.equal(editor.document.getText(), `${text}\n\n45en es Boot wum 10or es regnete!`);
  });

  it('the source language of a translation is the one that the text is in, and the title of the result names it', async () => {
    await useFolders(undefined);
    const names: string[] = [];
    const opened = (): string[] => {
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      return labels.filter(label => label.endsWith(' to English'));
    };
    for (const text of ['Wo ist die Datei, und wer hat sie?', '¿Dónde está el archivo y quién lo tiene?']) {
      await documentOf(text);
      const outcome = await outcomeOf('attentive.translate', { to: 'en', output: 'beside' });
      assert.equal(outcome.kind, 'done', outcome.message);
      await until(() => Promise.resolve(opened().length > 0));
      names.push(...opened());
      await closeAll();
    }
    assert.equal(names.length, 2);
    assert.match(names[0], /German to English$/);
    assert.match(names[1], /Spanish to English$/);
  });

  it('the message names a missing file', async () => {
    const folder = copyOfEmbedded('missing');
    fs.rmSync(path.join(folder, 'tokenizer.json'));
    await expectSentence(folder, /has no file tokenizer\.json/);
  });

  it('the message names a truncated file', async () => {
    const folder = copyOfEmbedded('cut');
    const graph = path.join(folder, 'onnx/encoder_model_quantized.onnx');
    fs.truncateSync(graph, 1_000_000);
    await expectSentence(folder, /encoder_model_quantized\.onnx in .+ cannot be used: it ends \d+ bytes too early/);
  });

  it('the message names a file with broken JSON', async () => {
    const folder = copyOfEmbedded('json');
    fs.writeFileSync(path.join(folder, 'tokenizer.json'), '{"version": "1.0", "model"');
    await expectSentence(folder, /tokenizer\.json (?:in .+ )?cannot be used/);
  });

  it('the embedded model still works after these failures', async () => {
    const editor = await documentOf(GREETING);
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace', model: 'embedded' });
    assert.equal(outcome.kind, 'done', outcome.message);
    assert.equal(editor.document.getText(), 'Ich bin müde.');
  });

  async function expectSentence(folder: string, sentence: RegExp): Promise<void> {
    await useFolders([folder]);
    const editor = await documentOf(GREETING);
    const outcome = await outcomeOf('attentive.translate', {
      to: 'de',
      output: 'replace',
      model: path.basename(folder),
    });
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.message ?? '', sentence);
    assert.equal(editor.document.getText(), GREETING);
  }

  function copyOfEmbedded(name: string): string {
    const folder = path.join(temporary, name);
    fs.cpSync(path.join(__ROOT__, 'models/embedded'), folder, { recursive: true });
    const card = path.join(folder, 'attentive.json');
    fs.writeFileSync(card, fs.readFileSync(card, 'utf8').replace('"id": "embedded"', `"id": "${name}"`));
    return folder;
  }
});

describe('a read-only document', () => {
  it('stays unchanged, and the result is opened beside', async () => {
    const bytes = new TextEncoder().encode(GREETING);
    const registration = vscode.workspace.registerFileSystemProvider('attentive-test', readOnlyFile(bytes), {
      isReadonly: true,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('attentive-test:/letter.txt'));
    await vscode.window.showTextDocument(document);
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace', model: 'embedded' });
    assert.equal(outcome.kind, 'beside');
    assert.equal(document.getText(), GREETING);
    assert.equal(await textBeside(document), 'Ich bin müde.');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    registration.dispose();
  });
});

describe('a cell of a notebook', () => {
  it('is replaced by its translation', async () => {
    const data = new vscode.NotebookData([
      new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, GREETING, 'markdown'),
    ]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const cell = notebook.cellAt(0).document;
    await until(() => Promise.resolve(vscode.window.activeTextEditor?.document === cell));
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace', model: 'embedded' });
    assert.equal(outcome.kind, 'done', outcome.message);
    assert.equal(cell.getText(), 'Ich bin müde.');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('a worker that is terminated', () => {
  it('makes the command fail with a message, leaves the document unchanged, and is replaced by a new worker', async () => {
    await vscode.commands.executeCommand('attentive.restartEngine');
    // The extension shares the module worker_threads with this test: a proxy records the next worker of the engine that it makes.
    const original = threads.Worker;
    const workers: threads.Worker[] = [];
    threads.Worker = new Proxy(original, {
      construct(target, args: ConstructorParameters<typeof original>) {
        const worker = new target(...args);
        if (args[1]?.name === 'attentive-engine') workers.push(worker);
        return worker;
      },
    });
    const text = Array.from({ length: 400 }, (_, index) => `We have seen ${index} small houses.`).join('\n');
    const editor = await documentOf(text);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview', model: 'embedded' });
    const outcome = await endBegun(
      run,
      shown => shown.includes('Wir haben'),
      () => {
        threads.Worker = original;
        assert.equal(workers.length, 1, 'a worker was started');
        return workers[0].terminate();
      },
    );
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.message ?? '', /^The engine stopped \(.+\)\. Nothing was changed/);
    assert.equal(editor.document.getText(), text);
    const next = await documentOf(GREETING);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace', model: 'embedded' });
    assert.equal(next.document.getText(), 'Ich bin müde.');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('a run on a megabyte of text', () => {
  it('starts unasked below confirmAboveCharacters, can be cancelled, and leaves the document unchanged', async () => {
    const configuration = vscode.workspace.getConfiguration('attentive');
    await configuration.update('confirmAboveCharacters', 2_000_000, vscode.ConfigurationTarget.Global);
    const lines = Array.from({ length: 33_000 }, (_, index) => `We have seen ${index} small houses.`);
    const text = lines.join('\n');
    const editor = await documentOf(text);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview', model: 'embedded' });
    const { kind } = await endBegun(run, () => true);
    assert.match(kind, /cancelled|discarded/);
    assert.equal(editor.document.getText(), text);
    await configuration.update('confirmAboveCharacters', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

async function useFolders(folders: string[] | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('attentive');
  await configuration.update('modelFolders', folders, vscode.ConfigurationTarget.Global);
}

function readOnlyFile(bytes: Uint8Array): vscode.FileSystemProvider {
  const none = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
    readDirectory: () => [],
    readFile: () => bytes,
    createDirectory: none,
    writeFile: none,
    delete: none,
    rename: none,
  };
}
