// Workflow test: what the workflow for GitHub's runners calls is in the repository. The workflow itself runs only there.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Platforms {
  readonly PLATFORMS: Readonly<Record<string, unknown>>;
}

const text = (file: string): string => fs.readFileSync(path.join(__ROOT__, file), 'utf8');
const workflow = text('.github/workflows/desktop.yml');

describe('the workflow for desktop VS Code', () => {
  it('calls only scripts and files that there are', () => {
    const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const called = [...workflow.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    assert.ok(called.includes('package') && called.includes('native'));
    assert.deepEqual(
      called.filter(name => !Object.hasOwn(scripts, name)),
      [],
    );
    const files = [...workflow.matchAll(/node (\S+\.mjs)/g)].map(([, file]) => file);
    assert.ok(files.length > 0);
    for (const file of files) assert.ok(fs.existsSync(path.join(__ROOT__, file)), file);
  });

  it('packages platforms that there are, and tests the oldest VS Code that the extension supports', async () => {
    const address = pathToFileURL(path.join(__ROOT__, 'scripts/native/platforms.mjs')).href;
    const { PLATFORMS } = (await import(address)) as Platforms;
    const [, targets = ''] = /target: \[(.*)\]/.exec(workflow) ?? [];
    assert.ok(targets.split(', ').length >= 3);
    for (const target of targets.split(', ')) assert.ok(Object.hasOwn(PLATFORMS, target), target);
    const { engines } = JSON.parse(text('package.json')) as { readonly engines: { readonly vscode: string } };
    assert.match(workflow, new RegExp(`vscode: \\[stable, ${engines.vscode.slice(1, 5).replace('.', '\\.')}`));
  });
});
