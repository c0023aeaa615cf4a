import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { measurementsFile } from '../../../../src/node/native/measurementsFile';
import type { Measurement } from '../../../../src/tasks/backends/measurements';

const measurement: Measurement = {
  check: { isPassed: true, difference: { hidden: 0, logits: 0, best: 0 }, most: 1 },
  times: [1, 2],
  wasm: [3, 4],
  limitMs: 30_000,
};

describe('measurementsFile', () => {
  const folder = path.join(__ROOT__, 'out', `measurements-${process.pid}`);
  const file = path.join(folder, 'attentive', 'runtimes.json');
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('keeps measurements in a file, whose folder it makes', async () => {
    await measurementsFile(file).write('a', measurement);
    await measurementsFile(file).write('b', { ...measurement, limitMs: 1 });
    assert.deepEqual(await measurementsFile(file).read('a'), measurement);
    assert.equal(await measurementsFile(file).read('c'), undefined);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['runtimes.json']);
  });

  it('keeps those that were written last', async () => {
    const kept = measurementsFile(file);
    for (let at = 0; at < 70; at++) await kept.write(`model ${at}`, measurement);
    assert.equal(await kept.read('model 5'), undefined);
    assert.deepEqual(await kept.read('model 6'), measurement);
  });

  it('has nothing where the file is missing, broken or cannot be written', async () => {
    assert.equal(await measurementsFile(file).read('a'), undefined);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '[{');
    assert.equal(await measurementsFile(file).read('a'), undefined);
    await measurementsFile(path.join(file, 'below', 'a file.json')).write('a', measurement);
    assert.equal(fs.readFileSync(file, 'utf8'), '[{');
  });
});
