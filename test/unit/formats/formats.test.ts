// Formats test: when the client of the parsers' worker starts a worker, and that it never uses one that has ended.
import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { toDisposable } from '../../../src/base/lifecycle';
import { serve } from '../../../src/base/rpc';
import { formatsContract } from '../../../src/formats/api/contract';
import { Formats } from '../../../src/formats/formats';
import { createFormats } from '../../../src/formats/handlers';
import { portOf } from '../base/ports';

const FORMAT = { kind: 'markdown', mdx: false, frontMatterKeys: [] } as const;
const REQUEST = { format: FORMAT, text: 'One.\n', ranges: [{ start: 0, end: 5 }] };
const { signal } = new AbortController();

/** Parsers, and for each worker that they have started, a function that ends it as by a crash. */
function parsers(): { readonly formats: Formats; readonly ends: (() => void)[] } {
  const ends: (() => void)[] = [];
  const formats = new Formats({
    start: async () => {
      const { port1, port2 } = new MessageChannel();
      serve(portOf(port2), formatsContract, createFormats());
      const listeners: ((reason: string) => void)[] = [];
      ends.push(() => listeners.forEach(listener => listener('it ended')));
      const port = {
        ...portOf(port1),
        onClose: (listener: (reason: string) => void) => {
          listeners.push(listener);
          return toDisposable(() => undefined);
        },
      };
      return { port, dispose: () => port1.close() };
    },
    grammarFile: () => Promise.reject(new Error('Markdown has no grammar')),
  });
  return { formats, ends };
}

describe('Formats', () => {
  it('starts one worker for all calls, and another one after `dispose` stopped the first', async () => {
    const { formats, ends } = parsers();
    await Promise.all([formats.structure(REQUEST, signal), formats.structure(REQUEST, signal)]);
    assert.equal(ends.length, 1);
    formats.dispose();
    await formats.structure(REQUEST, signal);
    assert.equal(ends.length, 2);
    formats.dispose();
  });

  it('starts another worker after one that ended by itself', async () => {
    const { formats, ends } = parsers();
    await formats.structure(REQUEST, signal);
    ends[0]();
    await formats.structure(REQUEST, signal);
    assert.equal(ends.length, 2);
    formats.dispose();
  });

  it('says that the parsers have ended if their worker ends during a call', async () => {
    const { formats, ends } = parsers();
    await formats.structure(REQUEST, signal);
    const asked = formats.structure(REQUEST, signal);
    ends[0]();
    await assert.rejects(asked, { code: 'closed', data: { reason: 'it ended', worker: 'parsers' } });
    formats.dispose();
  });

  it('keeps its second worker when the first, which was stopped before, reports its end', async () => {
    const { formats, ends } = parsers();
    await formats.structure(REQUEST, signal);
    formats.dispose();
    await formats.structure(REQUEST, signal);
    ends[0]();
    await formats.structure(REQUEST, signal);
    assert.equal(ends.length, 2);
    formats.dispose();
  });
});
