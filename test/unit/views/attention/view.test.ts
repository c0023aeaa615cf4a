import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AttentionRuns } from '../../../../src/views/attention/runs';
import { savedRunOf } from '../../../../src/views/attention/savedRun';
import { AttentionView } from '../../../../src/views/attention/view';
import { stage } from '../../vscode';
import { TabInputText, TabInputWebview, Uri } from '../../vscode/values';
import { finishedRun } from './run';

interface Panel {
  readonly title: string;
  active: boolean;
  viewColumn: number;
  dispose(): void;
}

interface Serializer {
  deserializeWebviewPanel(panel: object, state: unknown): Promise<void>;
}

const TYPE = 'attentive.attention';

describe('AttentionView', () => {
  let runs: AttentionRuns;
  let view: AttentionView;

  beforeEach(() => {
    stage.panels.splice(0);
    stage.calls.splice(0);
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [] }];
    runs = new AttentionRuns();
    for (const [at, id] of ['first', 'second', 'third'].entries()) runs.add(finishedRun({ id, finishedAt: at }));
    view = new AttentionView({
      extensionUri: vscode.Uri.file('/extension'),
      runs,
      lease: () => assert.fail('nothing is explained before a page requests it'),
      errorSentence: String,
    });
  });
  afterEach(() => {
    view.dispose();
    runs.dispose();
  });

  function panels(): Panel[] {
    return stage.panels as unknown as Panel[];
  }

  /** Restores a panel as the editor does with a tab of an earlier session. */
  async function restored(state: unknown): Promise<Panel> {
    const panel = stage.createPanel(TYPE, 'Attention', 2, {}) as unknown as Panel;
    await (stage.serializers.get(TYPE) as Serializer).deserializeWebviewPanel(panel, state);
    return panel;
  }

  function state(id: string, isPinned: boolean): unknown {
    return JSON.parse(
      JSON.stringify({ saved: savedRunOf({ run: finishedRun({ id }), results: undefined, isPinned }) }),
    );
  }

  it('shows each run in the panel that is not pinned', () => {
    assert.equal(view.open('first'), true);
    view.open('second');
    view.open('second');
    assert.equal(panels().length, 1);
    assert.equal(view.open('gone'), false);
    assert.equal(panels().length, 1);
  });

  it('keeps the run of a pinned panel, and gives panels different titles', () => {
    view.open('first');
    assert.equal(view.pinActive(), true);
    assert.equal(stage.contexts.get('attentive.attentionIsPinned'), true);
    panels()[0].active = false;
    assert.equal(view.pinActive(), false, 'no panel is active');
    view.open('second');
    assert.deepEqual(
      panels().map(({ title }) => title),
      ['Attention: letter.md (English to German)', 'Attention: letter.md (English to German) 2'],
    );
    view.open('first');
    view.open('third');
    assert.equal(panels().length, 2, 'the pinned run is shown in its panel, the other in the unpinned one');
  });

  it('holds the run of a panel until the panel is closed', () => {
    view.open('first');
    for (let at = 0; at < 12; at++) runs.add(finishedRun({ id: `more ${at}`, finishedAt: 100 + at }));
    assert.equal(runs.has('first'), true);
    assert.equal(runs.has('second'), false);
    panels()[0].dispose();
    assert.equal(runs.has('first'), false);
  });

  it('restores panels from the state of their page, at most one of them unpinned', async () => {
    view.open('first');
    const panel = await restored(state('older', false));
    assert.equal(runs.has('older'), true);
    assert.match(panel.title, /letter\.md/);
    view.open('second');
    assert.equal(panels().length, 2, 'the first panel stays unpinned, and the restored one is pinned');
    assert.equal(runs.has('older'), true);
  });

  it('restores an empty panel from an invalid state, and shows the next run in it', async () => {
    for (const broken of [undefined, 7, {}, { saved: { version: -1 } }]) {
      const panel = await restored(broken);
      assert.equal(panel.title, 'Attention');
      view.open('first');
      assert.match(panel.title, /letter\.md/);
      panel.dispose();
    }
  });

  it('reveals a panel in its column, or beside the text that it would cover', () => {
    view.open('first');
    const reveals = (): unknown[] => stage.calls.filter(({ id }) => id === 'panel.reveal').map(({ args }) => args[1]);
    const text = { label: 'a', input: new TabInputText(Uri.file('/a')) };
    panels()[0].viewColumn = 2;
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text], activeTab: text }];
    view.open('second');
    stage.groups = [{ viewColumn: 2, isActive: true, tabs: [text], activeTab: text }];
    view.open('third');
    const attention = { label: 'b', input: new TabInputWebview(`mainThreadWebview-${TYPE}`) };
    panels()[0].viewColumn = 2;
    stage.groups = [{ viewColumn: 2, isActive: true, tabs: [attention], activeTab: attention }];
    view.open('first');
    assert.deepEqual(reveals(), [undefined, vscode.ViewColumn.Beside, undefined]);
  });
});
