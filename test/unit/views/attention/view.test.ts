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

describe('the panels of the Attention view', () => {
  let runs: AttentionRuns;
  let view: AttentionView;

  beforeEach(() => {
    stage.panels.splice(0);
    stage.calls.splice(0);
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [] }];
    runs = new AttentionRuns();
    for (const [at, id] of ['first', 'second', 'third'].entries()) runs.take(finishedRun({ id, finishedAt: at }));
    view = new AttentionView({
      extensionUri: vscode.Uri.file('/extension'),
      runs,
      lease: () => assert.fail('nothing is explained before a page asks'),
      sentence: String,
    });
  });
  afterEach(() => {
    view.dispose();
    runs.dispose();
  });

  function panels(): Panel[] {
    return stage.panels as unknown as Panel[];
  }

  /** What the editor does with a tab of an earlier session. */
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

  it('are one that follows: the next run is shown in it', () => {
    assert.equal(view.open('first'), true);
    view.open('second');
    view.open('second');
    assert.equal(panels().length, 1);
    assert.equal(view.open('gone'), false);
    assert.equal(panels().length, 1);
  });

  it('stay with their run once they are pinned, and have titles of their own', () => {
    view.open('first');
    assert.equal(view.pinActive(), true);
    assert.equal(stage.contexts.get('attentive.attentionIsPinned'), true);
    panels()[0].active = false;
    assert.equal(view.pinActive(), false, 'no panel is in front');
    view.open('second');
    assert.deepEqual(
      panels().map(({ title }) => title),
      ['Attention: letter.md (English to German)', 'Attention: letter.md (English to German) 2'],
    );
    view.open('first');
    view.open('third');
    assert.equal(panels().length, 2, 'a pinned run has its panel, and the other follows');
  });

  it('hold the run that they show, and give it back', () => {
    view.open('first');
    for (let made = 0; made < 12; made++) runs.take(finishedRun({ id: `more ${made}`, finishedAt: 100 + made }));
    assert.equal(runs.has('first'), true);
    assert.equal(runs.has('second'), false);
    panels()[0].dispose();
    assert.equal(runs.has('first'), false);
  });

  it('come back with what their page saved, and at most one of them follows', async () => {
    view.open('first');
    const back = await restored(state('older', false));
    assert.equal(runs.has('older'), true);
    assert.match(back.title, /letter\.md/);
    view.open('second');
    assert.equal(panels().length, 2, 'the panel that was there follows, and the other is pinned');
    assert.equal(runs.has('older'), true);
  });

  it('come back empty from a state that cannot be read, and take the next run', async () => {
    for (const broken of [undefined, 7, {}, { saved: { version: -1 } }]) {
      const panel = await restored(broken);
      assert.equal(panel.title, 'Attention');
      view.open('first');
      assert.match(panel.title, /letter\.md/);
      panel.dispose();
    }
  });

  it('are revealed where they are, but beside the text that they would come to lie over', () => {
    view.open('first');
    const reveals = (): unknown[] => stage.calls.filter(({ id }) => id === 'panel.reveal').map(({ args }) => args[1]);
    const text = { label: 'a', input: new TabInputText(Uri.file('/a')) };
    panels()[0].viewColumn = 2;
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text], activeTab: text }];
    view.open('second');
    stage.groups = [{ viewColumn: 2, isActive: true, tabs: [text], activeTab: text }];
    view.open('third');
    const own = { label: 'b', input: new TabInputWebview(`mainThreadWebview-${TYPE}`) };
    panels()[0].viewColumn = 2;
    stage.groups = [{ viewColumn: 2, isActive: true, tabs: [own], activeTab: own }];
    view.open('first');
    assert.deepEqual(reveals(), [undefined, vscode.ViewColumn.Beside, undefined]);
  });
});
