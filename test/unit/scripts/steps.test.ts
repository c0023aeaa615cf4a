import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Step {
  readonly name: string;
  readonly args?: readonly string[];
  readonly suite?: string;
  readonly files?: 'short' | 'long' | 'all';
}

interface Suites {
  readonly SUITES: Readonly<Record<string, { readonly folder: string; readonly ending: string }>>;
  isLong(file: string): boolean;
  allFilesOf(suite: string): string[];
  filesOf(suite: string, wanted: { long?: boolean; parts?: string[] }): string[];
}

type Length = 'short' | 'long';

async function load<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(path.join(__ROOT__, file)).href)) as T;
}

describe('STEPS (scripts/steps.mjs) and filesOf (tools/suites.mjs)', () => {
  let suites: Suites;
  let steps: { readonly length: Length; readonly step: Step }[];

  before(async () => {
    suites = await load('tools/suites.mjs');
    const { STEPS } = await load<{ STEPS: Record<Length, readonly (readonly Step[])[]> }>('scripts/steps.mjs');
    steps = (['short', 'long'] as const).flatMap(length => STEPS[length].flat().map(step => ({ length, step })));
  });

  /** The files that a step runs. */
  function filesIn({ suite, files }: Step): string[] {
    if (suite === undefined) return [];
    return suites.allFilesOf(suite).filter(file => files === 'all' || suites.isLong(file) === (files === 'long'));
  }

  it('npm test and npm run test:long together run every test file exactly once', () => {
    const runs = new Map<string, string[]>();
    for (const { length, step } of steps) {
      // The files of the suite `host` are run once in each edition of VS Code.
      const place = step.suite === 'host' ? step.name : '';
      for (const file of filesIn(step)) {
        const key = `${file} ${place}`;
        runs.set(key, [...(runs.get(key) ?? []), length]);
      }
    }
    for (const [file, lengths] of runs) assert.equal(lengths.length, 1, `${file}: ${lengths.join(' and ')}`);
    const run = new Set([...runs.keys()].map(key => key.split(' ')[0]));
    const tests = fs
      .readdirSync(path.join(__ROOT__, 'test'), { recursive: true, encoding: 'utf8' })
      .map(file => `test/${file.split(path.sep).join('/')}`)
      .filter(file => /(?:\.(?:test|page|ui)\.\w+|\/test_\w+\.py)$/.test(file) && !file.includes('/fixtures/'));
    assert.ok(tests.length > 150, 'the tests were not found');
    assert.deepEqual(
      tests.filter(file => !run.has(file)),
      [],
      'no step runs these',
    );
  });

  it('each step passes --long to its script if and only if it runs the long files', () => {
    for (const { step } of steps) {
      if (step.suite === undefined) continue;
      assert.equal(step.args?.includes('--long'), step.files === 'long', step.name);
      const [script = ''] = step.args ?? [];
      assert.ok(fs.existsSync(path.join(__ROOT__, script)), script);
    }
  });

  it('the short steps have every suite except cases, native, webgpu, recipe, rehearsal and look', () => {
    const short = steps.filter(({ length }) => length === 'short').map(({ step }) => step.suite);
    for (const suite of Object.keys(suites.SUITES)) {
      assert.equal(
        short.includes(suite),
        !['cases', 'native', 'webgpu', 'recipe', 'rehearsal', 'look'].includes(suite),
        suite,
      );
    }
  });

  it('filesOf chooses long files by their names, and a part of a name chooses both kinds', () => {
    const names = (wanted: { long?: boolean; parts?: string[] }): string[] =>
      suites.filesOf('unit', wanted).map(file => path.basename(file));
    assert.ok(names({}).includes('fuzz.test.ts') && !names({}).includes('fuzz.long.test.ts'));
    assert.ok(names({ long: true }).includes('fuzz.long.test.ts') && !names({ long: true }).includes('fuzz.test.ts'));
    assert.deepEqual(names({ parts: ['onnx/fuzz'] }), ['fuzz.long.test.ts', 'fuzz.test.ts']);
    assert.throws(() => names({ parts: ['no such file'] }), /No test file under test\/unit matches no such file/);
  });
});
