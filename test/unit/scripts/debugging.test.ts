// Debugging: what .vscode/launch.json and .vscode/tasks.json name is there, so that F5 and the tasks can start it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

interface Launch {
  readonly configurations: readonly {
    readonly name: string;
    readonly preLaunchTask?: string;
    readonly program?: string;
    readonly args: readonly string[];
    readonly outFiles: readonly string[];
  }[];
  readonly inputs: readonly { readonly id: string; readonly options: readonly string[] }[];
}

interface Tasks {
  readonly tasks: readonly { readonly label: string; readonly type: string; readonly script: string }[];
}

function read<T>(file: string): T {
  return JSON.parse(fs.readFileSync(path.join(__ROOT__, file), 'utf8')) as T;
}

const launch = read<Launch>('.vscode/launch.json');
const { tasks } = read<Tasks>('.vscode/tasks.json');
const { scripts, main, browser } = read<{ scripts: Record<string, string>; main: string; browser: string }>(
  'package.json',
);

const webpackConfig = fs.readFileSync(path.join(__ROOT__, 'webpack.config.js'), 'utf8');

/** The paths in the workspace that a configuration names, without the wildcards at their ends. */
function pathsOf(values: readonly string[]): string[] {
  return values.flatMap(value =>
    [...value.matchAll(/\$\{workspaceFolder\}\/?([^*]*)/g)].map(([, file]) => file.replace(/\/$/, '')),
  );
}

describe('the tasks of .vscode/tasks.json', () => {
  for (const { label, type, script } of tasks) {
    it(`run a script of package.json whose file is there: ${label}`, () => {
      assert.equal(type, 'npm');
      assert.ok(scripts[script], `package.json has no script ${script}`);
      for (const file of scripts[script].match(/[\w./-]+\.(?:mjs|js)\b/g) ?? []) {
        assert.ok(fs.existsSync(path.join(__ROOT__, file)), file);
      }
    });
  }
});

describe('the configurations of .vscode/launch.json', () => {
  /** What builds and tests write, and a clean clone does not have. */
  const made = /^(?:dist|out)(?:\/|$)/;

  for (const { name, program, args, outFiles, preLaunchTask } of launch.configurations) {
    it(`name files that are there, or that the build makes: ${name}`, () => {
      for (const file of pathsOf([...args, ...outFiles, ...(program === undefined ? [] : [program])])) {
        if (!made.test(file)) assert.ok(fs.existsSync(path.join(__ROOT__, file)), file);
        // What is in dist after `npm run build` is listed in webpack.config.js.
        else if (file.endsWith('.js')) assert.match(webpackConfig, new RegExp(`'${file.slice(5, -3)}'`));
      }
    });

    it(`build first with a task that is there, and choose from suites that are there: ${name}`, () => {
      if (preLaunchTask !== undefined) assert.ok(tasks.some(({ label }) => label === preLaunchTask));
      else assert.ok(!pathsOf([...args, program ?? '']).some(file => file.startsWith('dist')));
      for (const [, id] of args.join(' ').matchAll(/\$\{input:(\w+)\}/g)) {
        const input = launch.inputs.find(one => one.id === id);
        assert.ok(input !== undefined, id);
        for (const suite of input.options) assert.ok(fs.existsSync(path.join(__ROOT__, 'test', suite)), suite);
      }
    });
  }

  it('start the bundles that package.json names as the extension', () => {
    for (const entry of [main, browser]) {
      assert.match(webpackConfig, new RegExp(`'${entry.replace('./dist/', '').replace('.js', '')}'`));
    }
  });
});
