import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Results } from '../../../src/views/results';
import { stage } from '../vscode';
import { TabInputText } from '../vscode/values';

/** Sets the open tabs to these documents, and fires the event that a tab was closed. */
function setTabs(...uris: readonly vscode.Uri[]): void {
  const tabs = uris.map(uri => ({ label: uri.path, input: new TabInputText(uri as never) }));
  stage.groups = [{ viewColumn: 1, isActive: true, tabs }];
  stage.changedTabs.fire({ opened: [], closed: [{}], changed: [] });
}

describe('Results', () => {
  let results: Results;
  beforeEach(() => {
    results = new Results();
    stage.calls.splice(0);
  });
  afterEach(() => results.dispose());

  it('opens each result beside the editor in a new document, without moving the focus', async () => {
    const [first, second] = [
      await results.open({ name: 'letter', text: 'Eins.', languageId: 'typescript' }),
      await results.open({ name: 'letter', text: 'Zwei.', languageId: 'markdown' }),
    ];
    assert.notEqual(first.toString(), second.toString(), 'two results of one name are two documents');
    const documents = [first, second].map(uri => stage.documents.find(each => each.uri.toString() === uri.toString()));
    assert.deepEqual(
      documents.map(document => [document?.getText(), document?.languageId]),
      [
        ['Eins.', 'attentive-preview'],
        ['Zwei.', 'attentive-preview-markdown'],
      ],
      'a language of previews, which has no language server',
    );
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
    assert.deepEqual(
      stage.calls.map(({ args }) => args[1]),
      [beside, beside],
    );
  });

  it('drops the texts of closed tabs except for the newest few, because a tab may be moving', async () => {
    const uris: vscode.Uri[] = [];
    for (let at = 0; at < 8; at++) uris.push(await results.open({ name: 'r', text: `${at}`, languageId: 'plaintext' }));
    const texts = (): string[] => uris.map(uri => results.provideTextDocumentContent(uri));
    setTabs(...uris.slice(0, 4));
    assert.deepEqual(
      texts(),
      ['0', '1', '2', '3', '4', '5', '6', '7'],
      'the newest four of those without a tab remain',
    );
    setTabs(uris[0]);
    assert.deepEqual(texts(), ['0', '', '', '', '4', '5', '6', '7']);
  });
});
