import assert from 'node:assert/strict';
import { Closing } from '../../../src/base/closing';

describe('Closing', () => {
  it('tells who asks before and who asks after, once and for the first reason', async () => {
    const closing = new Closing();
    const told: string[] = [];
    closing.onClose(reason => told.push(`early: ${reason}`));
    closing.onClose(() => told.push('nobody')).dispose();
    closing.close('it was stopped');
    closing.close('again');
    closing.onClose(reason => told.push(`late: ${reason}`));
    closing.onClose(() => told.push('nobody')).dispose();
    assert.deepEqual(told, ['early: it was stopped'], 'not before the call returns');
    await Promise.resolve();
    assert.deepEqual(told, ['early: it was stopped', 'late: it was stopped']);
  });
});
