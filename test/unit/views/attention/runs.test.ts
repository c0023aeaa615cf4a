import assert from 'node:assert/strict';
import { AttentionRuns } from '../../../../src/views/attention/runs';
import { sideColumn } from '../../../../src/views/sideColumn';
import { titleOf } from '../../../../src/views/attention/panel';
import { stage } from '../../vscode';
import { TabInputText, TabInputWebview, Uri, ViewColumn } from '../../vscode/values';
import { finishedRun } from './run';

const run = (id: string, finishedAt: number) => finishedRun({ id, finishedAt });
const saved = (id: string, finishedAt: number) => {
  return { run: run(id, finishedAt), results: undefined, isPinned: false };
};

describe('AttentionRuns', () => {
  it('sorts runs by the time when they finished, also restored ones', () => {
    const runs = new AttentionRuns();
    runs.add(run('new', 200));
    runs.restore(saved('old', 100));
    assert.equal(runs.newest, 'new');
    assert.equal(runs.newestIn('file:///nowhere'), undefined);
    runs.add(run('newer', 300));
    assert.equal(runs.newest, 'newer');
    runs.dispose();
  });

  it('drops the oldest runs that no panel shows', () => {
    const runs = new AttentionRuns();
    for (let number = 1; number <= 8; number++) runs.add(run(`run ${number}`, number * 100));
    const held = runs.restore(saved('older', 50));
    assert.ok(held !== undefined);
    runs.add(run('run 9', 900));
    assert.equal(runs.has('older'), true, 'a panel holds it');
    assert.equal(runs.has('run 1'), false);
    held.dispose();
    assert.equal(runs.has('older'), false);
    assert.equal(runs.has('run 2'), true);
    runs.dispose();
  });
});

describe('sideColumn', () => {
  const text = { label: 'a', input: new TabInputText(Uri.file('/a')) };
  const view = { label: 'Last Run', input: new TabInputWebview('mainThreadWebview-attentive.run') };
  const other = { label: 'x', input: new TabInputWebview('mainThreadWebview-other.view') };

  it('returns the column of an open view, also if the view is active', () => {
    const groups = (active: number) => [
      { viewColumn: 1, isActive: active === 1, tabs: [text], activeTab: text },
      { viewColumn: 2, isActive: active === 2, tabs: [view], activeTab: view },
    ];
    stage.groups = groups(1);
    assert.equal(sideColumn(), 2);
    stage.groups = groups(2);
    assert.equal(sideColumn(), 2, 'no third column is opened');
  });

  it('returns the column beside the text if no view is open, or only one in the column of the text', () => {
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text, other], activeTab: text }];
    assert.equal(sideColumn(), ViewColumn.Beside);
    stage.groups = [{ viewColumn: 1, isActive: true, tabs: [text, view], activeTab: text }];
    assert.equal(sideColumn(), ViewColumn.Beside);
  });
});

describe('titleOf', () => {
  it('adds a number if the title is taken', () => {
    const showable = { run: finishedRun(), links: undefined as never };
    const first = titleOf(showable, new Set());
    assert.equal(first, 'Attention: letter.md (English to German)');
    assert.equal(titleOf(showable, new Set([first])), `${first} 2`);
    assert.equal(titleOf(showable, new Set([first, `${first} 2`])), `${first} 3`);
  });
});
