// Workload test: what counts as text for the model.
import assert from 'node:assert/strict';
import type { ModelTask } from '../../../src/models/card';
import { charactersOf } from '../../../src/tasks/workload';

const translate: ModelTask = { kind: 'translate', from: 'en', to: 'de', input: {} };
const headline: ModelTask = { kind: 'summarize', form: 'headline', language: 'en', input: {} };

describe('charactersOf', () => {
  it('counts the characters that go through the model, and those of a repeated sentence once', () => {
    const once = charactersOf(['I am tired.\n\nWhere is the file?\n'], translate);
    assert.equal(once, 'I am tired.'.length + 'Where is the file?'.length);
    assert.equal(charactersOf(['I am tired.\n\nWhere is the file?\n'.repeat(500)], translate), once);
    assert.equal(charactersOf(['I am tired.', 'I am tired.', '12 = 34'], translate), 'I am tired.'.length);
    assert.equal(charactersOf([' a  text ', 'a text'], headline), 'a text'.length);
  });
});
