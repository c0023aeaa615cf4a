import assert from 'node:assert/strict';
import { Closing } from '../../../src/base/closing';

describe('Closing', () => {
  it('notifies each listener once with the first reason, whether it was registered before or after the close', async () => {
    const closing = new Closing();
    const calls: string[] = [];
    closing.onClose(reason => calls.push(`early: ${reason}`));
    closing.onClose(() => calls.push('disposed before the close')).dispose();
    closing.close('it was stopped');
    closing.close('a second close');
    closing.onClose(reason => calls.push(`late: ${reason}`));
    closing.onClose(() => calls.push('disposed after the close')).dispose();
    assert.deepEqual(calls, ['early: it was stopped'], 'a late listener is not called before onClose returns');
    await Promise.resolve();
    assert.deepEqual(calls, ['early: it was stopped', 'late: it was stopped']);
  });
});
