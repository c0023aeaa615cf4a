import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chooseOutput, deliver, type Delivery, type DeliveryRequest } from '../../../../src/commands/rewrite/output';
import { stage } from '../../vscode';
import { Memory } from '../../vscode/memory';
import { finish, proposalFixture, type ProposalFixture } from './made';

type Opened = Parameters<DeliveryRequest['openResult']>[0];

/** The results that were opened beside. */
let opened: Opened[];

function send(
  { target, proposal, previewText }: ProposalFixture,
  output: DeliveryRequest['output'],
): Promise<Delivery> {
  const openResult = async (result: Opened): Promise<vscode.Uri> => {
    opened.push(result);
    return vscode.Uri.parse('attentive-result:/result?1');
  };
  const placement = output === 'copy' || output === 'beside' ? 'replace' : output;
  return deliver({ output, target, proposal, text: previewText(placement), name: 'letter', openResult });
}

/** Three selected texts: two finished sentences and a number, which has no segment. */
function finished(language?: string): ProposalFixture {
  const all = proposalFixture('One.\nTwo.\n3\n', ['One.', 'Two.', '3'], language);
  finish(all.proposal, 0, 'Eins sagt er.');
  finish(all.proposal, 1, 'Zwei.');
  return all;
}

describe('deliver', () => {
  beforeEach(() => {
    opened = [];
    stage.clipboard = '';
    stage.editors = [];
    stage.active = undefined;
  });

  it('writes the results into the document and selects only them', async () => {
    const all = finished();
    const editor = stage.show(all.document);
    const delivery = await send(all, 'replace');
    const { document } = all.target;
    assert.equal(document.getText(), 'Eins sagt er.\nZwei.\n3\n');
    assert.deepEqual(
      editor.selections.map(each => document.getText(each as unknown as vscode.Range)),
      ['Eins sagt er.', 'Zwei.', '3'],
    );
    assert.ok(delivery.kind === 'written');
    assert.deepEqual(delivery.location, { uri: document.uri.toString(), starts: [0, 14, 20] });
  });

  it('does not select a result that replaces the whole document; the caret stays', async () => {
    const all = proposalFixture('One.', []);
    finish(all.proposal, 0, 'Eins.');
    const editor = stage.show(all.document);
    await send(all, 'replace');
    assert.ok(editor.selections.length === 1 && editor.selection.isEmpty);
  });

  it('copies each text that differs from its source', async () => {
    const all = finished();
    assert.deepEqual(await send(all, 'copy'), { kind: 'copied' });
    assert.equal(stage.clipboard, 'Eins sagt er.\n\nZwei.');
    assert.equal(all.target.document.version, 1);
  });

  it('opens the results beside and returns where each of them begins', async () => {
    const all = finished('markdown');
    const delivery = await send(all, 'beside');
    assert.deepEqual(opened, [{ name: 'letter', text: 'Eins sagt er.\n\nZwei.', languageId: 'markdown' }]);
    assert.ok(delivery.kind === 'opened');
    const { starts, rejected } = delivery.location;
    assert.deepEqual(
      starts.slice(0, 2).map(start => opened[0].text.slice(start, start + 4)),
      ['Eins', 'Zwei'],
    );
    assert.equal(rejected, undefined);
  });

  it('leaves out rejected segments of a result that is opened beside', async () => {
    const all = finished();
    all.proposal.choose(0, 'rejected');
    const delivery = await send(all, 'beside');
    assert.equal(opened[0].text, 'Zwei.');
    assert.ok(delivery.kind === 'opened');
    assert.deepEqual(delivery.location.rejected, [0]);
    assert.equal(delivery.location.starts[1], 0, 'the second result begins at 0');
  });

  it('opens the result beside, and returns the reason, if the document was edited, closed or is read-only', async () => {
    const edited = finished();
    stage.edit(edited.document, [vscode.TextEdit.insert(new vscode.Position(0, 2), 'x')] as never);
    const closed = finished();
    stage.close(closed.document);
    const locked = finished();
    stage.readOnlyDocuments.add(locked.document);
    stage.show(locked.document);
    for (const [all, why] of [
      [edited, 'edited'],
      [closed, 'closed'],
      [locked, 'readOnly'],
    ] as const) {
      const before = all.document.getText();
      const delivery = await send(all, 'insertBelow');
      assert.ok(delivery.kind === 'beside', why);
      assert.equal(delivery.why, why);
      assert.equal(all.document.getText(), before);
    }
    assert.deepEqual(
      opened.map(({ text }) => text),
      Array.from({ length: 3 }, () => 'Eins sagt er.\n\nZwei.'),
    );
  });

  it('delivers nothing if no segment was finished', async () => {
    const all = proposalFixture('One.', ['One.']);
    for (const output of ['copy', 'beside', 'insertAbove', 'insertBelow'] as const) {
      assert.deepEqual(await send(all, output), { kind: 'nothing' }, output);
    }
    assert.deepEqual([opened, stage.clipboard, all.target.document.getText()], [[], '', 'One.']);
    assert.equal((await send(all, 'replace')).kind, 'written', 'the document holds this text already');
  });
});

describe('chooseOutput', () => {
  beforeEach(() => stage.messages.splice(0));

  async function labels(task: 'translate' | 'summarize', isReadOnly: boolean, memory: Memory): Promise<string[]> {
    await chooseOutput(task, isReadOnly, memory);
    const items = stage.messages.at(-1)?.items as readonly { readonly label: string }[];
    return items.map(({ label }) => label.replace(/^\$\(\S+\) /, ''));
  }

  it('offers the last choice of the same task first', async () => {
    const memory = new Memory();
    stage.answers.push('$(clippy) Copy to the Clipboard');
    assert.equal(await chooseOutput('translate', false, memory), 'copy');
    assert.equal((await labels('translate', false, memory))[0], 'Copy to the Clipboard');
    assert.equal((await labels('summarize', false, memory))[0], 'Show a Preview');
  });

  it('never offers first to replace a text with its summary', async () => {
    const memory = new Memory();
    stage.answers.push('$(replace) Replace the Text with the Summary');
    assert.equal(await chooseOutput('summarize', false, memory), 'replace');
    assert.equal((await labels('summarize', false, memory)).at(-1), 'Replace the Text with the Summary');
  });

  it('offers for a read-only document only outputs that do not write into it, and says that it is read-only', async () => {
    const offered = await labels('translate', true, new Memory());
    assert.deepEqual(offered, ['Show a Preview', 'Open Beside', 'Copy to the Clipboard']);
    assert.match(stage.messages[0].message, /This document is read-only/);
  });
});
