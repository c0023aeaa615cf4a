// Embedded test: every task of the embedded model in a real host gives the result that the command line gave for this
// model.
import assert from 'node:assert/strict';
import card from '../../../models/embedded/attentive.json';
import goldens from '../../fixtures/embedded/product.json';
import { closeAll, documentOf, outcomeOf } from './documents';

describe('the embedded model', () => {
  afterEach(closeAll);

  it('has one golden for each of its tasks', () => {
    assert.equal(goldens.length, card.tasks.length);
  });

  for (const { command, args, text, result } of goldens) {
    it(`${command}s: ${Object.values(args).join(' to ')}`, async () => {
      const editor = await documentOf(text, 'markdown');
      const outcome = await outcomeOf(`attentive.${command}`, { ...args, model: 'embedded', output: 'replace' });
      assert.equal(outcome.kind, 'done', outcome.message);
      assert.equal(editor.document.getText(), result);
    });
  }
});
