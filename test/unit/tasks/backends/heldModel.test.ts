// Held model: how often the files of a model are read.
import assert from 'node:assert/strict';
import type { ModelFiles } from '../../../../src/models/modelFiles';
import { HeldModel } from '../../../../src/tasks/backends/heldModel';

function model() {
  const read: ModelFiles[] = [];
  const files = async (): Promise<ModelFiles> => {
    const next = {} as ModelFiles;
    read.push(next);
    return next;
  };
  return { held: new HeldModel({ id: 'm', name: 'M', maxSourceTokens: 9, files }), read };
}

describe('a held model', () => {
  it('gives the first runtime what was looked at, and reads again for the second', async () => {
    const { held, read } = model();
    const seen = [await held.look(), await held.look(), await held.files(), await held.files()];
    assert.equal(read.length, 2);
    assert.deepEqual(
      seen.map(files => read.indexOf(files)),
      [0, 0, 0, 1],
    );
  });

  it('reads again after what was held was released', async () => {
    const { held, read } = model();
    await held.look();
    held.release();
    assert.equal(await held.files(), read[1]);
  });

  it('is the model that it was made of', () => {
    const { id, name, maxSourceTokens } = model().held;
    assert.deepEqual({ id, name, maxSourceTokens }, { id: 'm', name: 'M', maxSourceTokens: 9 });
  });
});
