import assert from 'node:assert/strict';
import { asAttentive, AttentiveError, fromWire, throwIfAborted, toWire } from '../../../src/base/errors';

describe('errors', () => {
  it('keep code, data and causes when toWire, a structured clone and fromWire carry them', () => {
    const cause = new TypeError('inner');
    const error = new AttentiveError('model-broken-file', 'bad', { file: 'x.onnx' }, { cause });
    const back = fromWire(structuredClone(toWire(error)));
    assert.deepEqual([back.code, back.message, back.data], ['model-broken-file', 'bad', { file: 'x.onnx' }]);
    assert.ok(back.cause instanceof AttentiveError);
    assert.equal(back.cause.message, 'inner');
  });

  it('are turned into data of finite depth by toWire, even if an error is its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    assert.doesNotThrow(() => JSON.stringify(toWire(error)));
  });

  it('are made from any thrown value by asAttentive', () => {
    for (const thrown of ['text', 5, null, undefined, Object.create(null), { a: 1 }]) {
      assert.equal(asAttentive(thrown).code, 'internal');
    }
    assert.equal(asAttentive(new DOMException('x', 'AbortError')).code, 'cancelled');
  });

  it('have the code `cancelled` after an abort, and `internal` for any other Error', () => {
    assert.throws(() => throwIfAborted(AbortSignal.abort()), { code: 'cancelled' });
    assert.equal(asAttentive(new Error('other')).code, 'internal');
  });
});
