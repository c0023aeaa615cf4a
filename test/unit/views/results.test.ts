import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Results } from '../../../src/views/results';
import { stage } from '../vscode';
import { TabInputText } from '../vscode/values';

/** The tabs that show these documents, after one was closed. */
function tabsOf(...uris: readonly vscode.Uri[]): void {
  const tabs = uris.map(uri => ({ label: uri.path, input: new TabInputText(uri as never) }));
  stage.groups = [{ viewColumn: 1, isActive: true, tabs }];
  stage.changedTabs.fire({ opened: [], closed: [{}], changed: [] });
}

describe('a result that stands in no document of the user', () => {
  let results: Results;
  beforeEach(() => {
    results = new Results();
    stage.calls.splice(0);
  });
  afterEach(() => results.dispose());

  it('is opened beside, without the focus, in a document of its own', async () => {
    const [first, second] = [
      await results.open({ name: 'letter', text: 'Eins.', languageId: 'typescript' }),
      await results.open({ name: 'letter', text: 'Zwei.', languageId: 'markdown' }),
    ];
    assert.notEqual(first.toString(), second.toString(), 'two of one name are two documents');
    const documents = [first, second].map(uri => stage.documents.find(each => each.uri.toString() === uri.toString()));
    assert.deepEqual(
      documents.map(document => [document?.getText(), document?.languageId]),
      [
        ['Eins.', 'attentive-preview'],
        ['Zwei.', 'attentive-preview-markdown'],
      ],
      'colored, and without the servers of its language',
    );
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
    assert.deepEqual(
      stage.calls.map(({ args }) => args[1]),
      [beside, beside],
    );
  });

  it('is there as long as a tab shows it, or may just be moving', async () => {
    const uris: vscode.Uri[] = [];
    for (let at = 0; at < 8; at++) uris.push(await results.open({ name: 'r', text: `${at}`, languageId: 'plaintext' }));
    const kept = (): string[] => uris.map(uri => results.provideTextDocumentContent(uri));
    tabsOf(...uris.slice(0, 4));
    assert.deepEqual(kept(), ['0', '1', '2', '3', '4', '5', '6', '7'], 'the last few of those that no tab shows');
    tabsOf(uris[0]);
    assert.deepEqual(kept(), ['0', '', '', '', '4', '5', '6', '7']);
  });
});
