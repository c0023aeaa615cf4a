import assert from 'node:assert/strict';
import { AttentiveError } from '../../../src/base/errors';
import { engineLines } from '../../../src/commands/copyDiagnostics';

const nothing = { tokensPerSecond: undefined, has: [], processes: new Map(), measurements: new Map() };

describe('the diagnostics', () => {
  it('say what is known before anything has run', () => {
    assert.deepEqual(engineLines({ ...nothing, state: { kind: 'off' } }), [
      'engine: off',
      'runtime: none',
      'native runtime: not in this package',
      'webgpu runtime: not in this package',
    ]);
  });

  it('say runtime, fault, speed, process, self-check and error', () => {
    const measurement = {
      check: { isPassed: true, difference: { hidden: 0.01, logits: 0.02, best: 0 }, most: 0.25 },
      times: [10, 90],
      wasm: [40.26, 300],
      limitMs: 30_000,
    };
    const fault = { runtime: 'native', reason: 'its process ended by SIGSEGV' } as const;
    const facts = {
      state: { kind: 'ready', model: 'M', runtime: { name: 'wasm', fault } },
      tokensPerSecond: 99.6,
      has: ['native', 'webgpu'] as const,
      processes: new Map([['native', { version: '1.30.0', pid: 7 }]] as const),
      measurements: new Map([['M on native', measurement]]),
    } as const;
    assert.deepEqual(engineLines(facts), [
      'engine: ready, model: M',
      'runtime: wasm; native not used: its process ended by SIGSEGV',
      'last speed: 100 tokens/s',
      'native runtime: ONNX Runtime 1.30.0, process 7, ended or busy',
      'webgpu runtime: not started',
      'self-check of M on native: passed (hidden 0.01, logits 0.02, best 0, limit 0.25); 10.0 and 90.0 ms, ' +
        'WebAssembly 40.3 and 300.0 ms with 1 and 16 rows; hangs after 30000 ms',
    ]);
    const processes = new Map([['native', { version: '1.30.0', pid: 7, bytes: 210_400_000 }]] as const);
    const withMemory = engineLines({ ...facts, processes });
    assert.equal(withMemory[3], 'native runtime: ONNX Runtime 1.30.0, process 7, 210 MB of memory');
    const error = new AttentiveError('model-run-failed', 'no memory');
    const [engine, failed] = engineLines({ ...nothing, state: { kind: 'failed', model: 'M', error } });
    assert.deepEqual([engine, failed], ['engine: failed, model: M', 'error: model-run-failed: no memory']);
  });
});
