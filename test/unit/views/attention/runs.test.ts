import assert from 'node:assert/strict';
import { AttentionRuns } from '../../../../src/views/attention/runs';
import { sideColumn } from '../../../../src/views/sideColumn';
import { titleOf } from '../../../../src/views/attention/panel';
import { stage } from '../../vscode';
import { TabInputText, TabInputWebview, Uri, ViewColumn } from '../../vscode/values';
import { finishedRun } from './run';

const run = (id: string, finishedAt: number) => finishedRun({ id, finishedAt });
const kept = (id: string, finishedAt: number) => {
  return { run: run(id, finishedAt), results: undefined, isPinned: false };
};

describe('the runs that are remembered', () => {
  it('are in the order in which they were made, whenever a tab brings one back', () => {
    const runs = new AttentionRuns();
    runs.take(run('new', 200));
    runs.restore(kept('old', 100));
    assert.equal(runs.newest, 'new');
    assert.equal(runs.in('file:///nowhere'), undefined);
    runs.take(run('newer', 300));
    assert.equal(runs.newest, 'newer');
    runs.dispose();
  });

  it('are forgotten from the oldest on, but for those that a panel shows', () => {
    const runs = new AttentionRuns();
    for (let made = 1; made <= 8; made++) runs.take(run(`run ${made}`, made * 100));
    const held = runs.restore(kept('older', 50));
    assert.ok(held !== undefined);
    runs.take(run('run 9', 900));
    assert.equal(runs.has('older'), true, 'it is shown');
    assert.equal(runs.has('run 1'), false);
    held.dispose();
    assert.equal(runs.has('older'), false);
    assert.equal(runs.has('run 2'), true);
    runs.dispose();
  });
});

describe('the views beside the text', () => {
  const text = { label: 'a', input: new TabInputText(Uri.file('/a')) };
  const view = { label: 'Last Run', input: new TabInputWebview('mainThreadWebview-attentive.run') };
  const other = { label: 'x', input: new TabInputWebview('mainThreadWebview-other.view') };

  it('share one group, wherever it is and whichever is in front', () => {
    const groups = (active: number) => [
      { viewColumn: 1, isActive: active === 1, tabs: [text], activeTab: text },
      { viewColumn: 2, isActive: active === 2, tabs: [view], activeTab: view },
    ];
    stage.groups = groups(1);
    assert.equal(sideColumn(), 2);
    stage.groups = groups(2);
    assert.equal(sideColumn(), 2, 'not a third column beside the view');
  });

  it('are opened beside the text if there is none yet, or only one behind the text', () => {
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text, other], activeTab: text }];
    assert.equal(sideColumn(), ViewColumn.Beside);
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text, view], activeTab: text }];
    assert.equal(sideColumn(), ViewColumn.Beside);
  });

  it('have titles that tell two of a document apart', () => {
    const showable = { run: finishedRun(), links: undefined as never };
    const first = titleOf(showable, new Set());
    assert.equal(first, 'Attention: letter.md (English to German)');
    assert.equal(titleOf(showable, new Set([first])), `${first} 2`);
    assert.equal(titleOf(showable, new Set([first, `${first} 2`])), `${first} 3`);
  });
});
