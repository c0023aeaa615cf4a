// npm run test:recipe: the Python of models/train that needs no PyTorch: rows, licenses, batches, the reference search.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { live } from '../tools/life.mjs';
import { installPackages } from '../tools/machine.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

await live({ minutes: 10 }, async () => {
  if (findPython() === undefined) installPackages(['python3', 'python3-numpy'], 'or set PYTHON to a Python with numpy');
  const python = findPython() ?? 'python3';
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const args = ['-m', 'unittest', 'discover', '-s', 'test/recipe'];
  const { status, stderr, error } = spawnSync(python, args, { cwd: root, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  process.stdout.write(stderr);
  const ran = Number(/^Ran (\d+) tests?/m.exec(stderr)?.[1] ?? 0);
  // A test of several parts counts as often as it fails.
  const bad = [...stderr.matchAll(/(?:failures|errors)=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  process.stdout.write(`\n  ${Math.max(0, ran - bad)} passing\n${bad > 0 ? `  ${bad} failing\n` : ''}`);
  return status === 0 && ran > 0;
});

/** A Python with numpy: PYTHON, the one on the PATH, or Debian's own. */
function findPython() {
  const has = name => name && spawnSync(name, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;
  return [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(has);
}
