import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { ProposedSegment } from '../../../../src/tasks/run/proposal';
import { Previews } from '../../../../src/views/preview/previews';
import type { Drawing } from '../../../../src/views/preview/entry';
import { stage, TextDocument } from '../../vscode';

/** A memento that stores values in an object. */
function memory(held: Record<string, unknown> = {}): vscode.Memento & { readonly held: Record<string, unknown> } {
  return {
    held,
    keys: () => Object.keys(held),
    get: (key: string) => held[key],
    update: async (key: string, value: unknown) => void (held[key] = value),
  } as vscode.Memento & { readonly held: Record<string, unknown> };
}

function request(title = 'letter.txt: English to German (preview)', language = 'plaintext') {
  const original = stage.open(new TextDocument(stage.uri('letter.txt'), 'One.', language));
  const segments: ProposedSegment[] = [
    {
      segment: 0,
      text: 0,
      start: 0,
      end: 5,
      source: 'One.',
      written: 'Eins.',
      outcome: 'done',
      probability: 0.9,
      warnings: [],
    },
  ];
  const chosen: unknown[] = [];
  return {
    chosen,
    original: original as unknown as vscode.TextDocument,
    title,
    draw: (): Drawing => ({ text: 'Eins.', segments }),
    choose: (segment: number, choice: unknown) => void chosen.push([segment, choice]),
  };
}

describe('Previews', () => {
  beforeEach(() => {
    stage.calls.splice(0);
    stage.messages.splice(0);
    stage.handlers.clear();
  });

  const opened = (): { uri: vscode.Uri; title: string } => {
    const { args } = stage.calls.findLast(({ id }) => id === 'vscode.diff') ?? assert.fail('no preview was opened');
    return { uri: args[1] as vscode.Uri, title: args[2] as string };
  };

  it('gives two previews with the same title different URIs and tab titles', async () => {
    const previews = new Previews(memory());
    await previews.open(request());
    assert.equal(opened().title, 'letter.txt: English to German (preview)');
    const first = opened().uri.toString();
    await previews.open(request());
    assert.equal(opened().title, 'letter.txt: English to German (preview) 2');
    assert.notEqual(opened().uri.toString(), first);
    previews.dispose();
  });

  it('gives documents names whose ending selects a language of previews', async () => {
    const previews = new Previews(memory());
    await previews.open(request(undefined, 'typescript'));
    assert.match(opened().uri.path, /\.attentive-preview$/);
    await previews.open(request(undefined, 'markdown'));
    assert.match(opened().uri.path, /\.attentive-preview-md$/);
    await previews.open({ ...request(), draw: () => ({ text: 'One.'.repeat(9000), segments: [] }) });
    assert.match(opened().uri.path, /\.attentive-preview-large$/, 'the language with the faster diff algorithm');
    previews.dispose();
  });

  it('forgets a preview that cannot be opened', async () => {
    const memento = memory();
    const previews = new Previews(memento);
    stage.handlers.set('vscode.diff', () => Promise.reject(new Error('no editor')));
    await assert.rejects(previews.open(request()), /no editor/);
    assert.match(previews.provideTextDocumentContent(opened().uri), /^This preview ended/);
    assert.equal(memento.held['attentive.openPreviews'], undefined);
    previews.dispose();
  });

  it('sets the context key of finished previews, and applies a choice to the sentence that its preview and number name', async () => {
    const previews = new Previews(memory());
    const requested = request();
    const preview = await previews.open(requested);
    const key = preview.uri.toString();
    const finished = (): unknown => stage.contexts.get('attentive.finishedPreviews');
    preview.finish();
    assert.deepEqual(finished(), [key]);
    assert.equal(await previews.review.choose('rejected', { preview: key, segment: 0 }), true);
    assert.equal(await previews.review.choose('rejected', { preview: 'another', segment: 0 }), false);
    assert.deepEqual(requested.chosen, [[0, 'rejected']]);
    preview.decide('accept');
    assert.equal(await preview.decision, 'accept');
    await preview.close();
    assert.deepEqual(finished(), []);
    previews.dispose();
  });

  it('names once the previews that were open when the window was reloaded', async () => {
    const memento = memory();
    const before = new Previews(memento);
    const preview = await before.open(request());
    before.dispose();
    assert.equal(await preview.decision, 'discard');
    new Previews(memento).dispose();
    assert.match(stage.messages.at(-1)?.message ?? '', /reloaded.*letter\.txt: English to German \(preview\)/);
    stage.messages.splice(0);
    new Previews(memento).dispose();
    assert.deepEqual(stage.messages, []);
  });
});
