// Test recipe (npm run test:recipe): tests the Python of models/train that needs no PyTorch: rows, licenses, batches,
// the reference search. With --rehearsal it runs the whole recipe on a generated corpus, with Debian's PyTorch.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runScript } from '../tools/life.mjs';
import { installPackages } from '../tools/machine.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const REHEARSAL = {
  folder: 'test/rehearsal',
  modules: ['numpy', 'torch', 'onnx', 'sentencepiece'],
  packages: ['python3-numpy', 'python3-torch', 'python3-onnx', 'python3-sentencepiece', 'libopenblas0-pthread'],
};
const WITHOUT_TORCH = { folder: 'test/recipe', modules: ['numpy'], packages: ['python3-numpy'] };
const { folder, modules, packages } = process.argv.includes('--rehearsal') ? REHEARSAL : WITHOUT_TORCH;

await runScript({ minutes: 15 }, async () => {
  const otherwise = `or set PYTHON to a Python with ${modules.join(', ')}`;
  if (findPython() === undefined) installPackages(['python3', ...packages], otherwise);
  const python = findPython() ?? 'python3';
  // Threads that wait actively make training ten times slower if another process runs.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_WAIT_POLICY: 'passive' };
  const args = ['-m', 'unittest', 'discover', '-s', folder];
  const { status, stderr, error } = spawnSync(python, args, { cwd: root, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  process.stdout.write(stderr);
  const ran = Number(/^Ran (\d+) tests?/m.exec(stderr)?.[1] ?? 0);
  // A test with subtests has as many failures as subtests that fail, so `bad` may exceed the number of tests.
  const bad = [...stderr.matchAll(/(?:failures|errors)=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  process.stdout.write(`\n  ${Math.max(0, ran - bad)} passing\n${bad > 0 ? `  ${bad} failing\n` : ''}`);
  return status === 0 && ran > 0;
});

/** The first Python that has the modules: $PYTHON, the one on the PATH, or Debian's. */
function findPython() {
  const has = name => name && spawnSync(name, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' }).status === 0;
  return [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(has);
}
