import assert from 'node:assert/strict';
import { StatusView } from '../../../src/views/status';
import { stage } from '../vscode';

describe('StatusView', () => {
  it('shows the state of the engine as text and to screen readers, in the color of errors only for a failure', () => {
    const view = new StatusView(() => 'Memory is full.');
    const item = stage.statusItems.get('attentive.status');
    assert.ok(item !== undefined);
    assert.equal(item['isShown'], true);
    for (const [state, text, tooltip] of [
      [{ kind: 'off' }, '$(comment) Attentive', 'Attentive: no model is loaded'],
      [
        { kind: 'loading', model: 'M', done: 1, total: 3 },
        '$(loading~spin) Attentive 33 %',
        'Attentive: loading M, 33 percent',
      ],
      [
        { kind: 'running', model: 'M', tokensPerSecond: 41.6 },
        '$(loading~spin) Attentive 42 tokens/s',
        'Attentive: M is running, 42 tokens per second',
      ],
      [{ kind: 'failed', error: new Error('x') }, '$(error) Attentive', 'Attentive failed: Memory is full.'],
      [{ kind: 'ready', model: 'M' }, '$(check) Attentive', 'Attentive: M is ready'],
      [
        { kind: 'ready', model: 'M', runtime: { name: 'native' } },
        '$(check) Attentive',
        'Attentive: M is ready\nThe native runtime runs it.',
      ],
      [
        {
          kind: 'ready',
          model: 'M',
          runtime: { name: 'wasm', fault: { runtime: 'native', reason: 'its process ended by SIGSEGV' } },
        },
        '$(check) Attentive',
        'Attentive: M is ready\nWebAssembly runs it, because the native runtime is not used: its process ended by SIGSEGV. ' +
          'Restart the Engine tries it again.',
      ],
      [
        { kind: 'ready', model: 'M', runtime: { name: 'webgpu' } },
        '$(check) Attentive',
        'Attentive: M is ready\nWebGPU runs it, on a graphics processor.',
      ],
      [
        {
          kind: 'ready',
          model: 'M',
          runtime: { name: 'wasm', fault: { runtime: 'webgpu', reason: 'its device was lost' } },
        },
        '$(check) Attentive',
        'Attentive: M is ready\nWebAssembly runs it, because WebGPU is not used: its device was lost. ' +
          'Restart the Engine tries it again.',
      ],
    ] as const) {
      view.show(state as Parameters<StatusView['show']>[0]);
      assert.deepEqual([item['text'], item['tooltip']], [text, tooltip]);
      assert.deepEqual(item['accessibilityInformation'], { label: tooltip, role: 'button' });
      const background = item['backgroundColor'] as { readonly id: string } | undefined;
      assert.equal(background?.id, state.kind === 'failed' ? 'statusBarItem.errorBackground' : undefined);
    }
    view.dispose();
    assert.equal(stage.statusItems.size, 0);
  });
});
