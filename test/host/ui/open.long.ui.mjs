// Open: the workbench opens the tests' workspace and a file in it.
import assert from 'node:assert/strict';

export async function run({ workbench, shot, target }) {
  await workbench.openFile('story.md');
  assert.match(await workbench.editorText(), /^# The river\n/);
  await workbench.selectText('In spring it carries snow water');
  await shot(`open-${target}`);
}
