import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../../vscode';
import { finish, proposalFixture } from './made';

describe('PreviewText', () => {
  it('shows an unfinished result in place of its own selection, and leaves a selection that has no segment as it is', () => {
    const { proposal, previewText } = proposalFixture('a 123 b Hello world. c', ['123', 'Hello world.']);
    const preview = previewText('replace');
    assert.equal(preview.draw().text, 'a 123 b Hello world. c');
    proposal.take({ kind: 'partial', segment: 0, text: 'Hallo' });
    assert.equal(preview.draw().text, 'a 123 b Hallo c');
    finish(proposal, 0, 'Hallo Welt.');
    assert.equal(preview.draw().text, 'a 123 b Hallo Welt. c');
  });

  it('returns the range of each segment and the start of each result', () => {
    const { proposal, previewText, target } = proposalFixture('- One.\n- Two.\n- Three.\n', ['One.', 'Two.', 'Three.']);
    finish(proposal, 0, 'Eins sagt er.');
    finish(proposal, 1, 'Zwei.');
    finish(proposal, 2, 'Drei.');
    proposal.choose(1, 'rejected');
    const drawn = previewText('replace').draw();
    assert.equal(drawn.text, '- Eins sagt er.\n- Two.\n- Drei.\n');
    const words = drawn.segments.map(({ start, end }) => drawn.text.slice(start, end));
    assert.deepEqual(words, ['Eins sagt er.', 'Two.', 'Drei.']);
    const location = previewText('replace').location(target.document.uri, drawn);
    assert.deepEqual(location.rejected, [1]);
    assert.deepEqual(
      location.starts.map(start => drawn.text.slice(start, start + 3)),
      ['Ein', 'Two', 'Dre'],
    );
  });

  it('inserts only results that differ from their sources and were not rejected, and changes no other text', () => {
    const text = '// One.\nx\n// Two.\n// 3\n';
    const { proposal, previewText, target } = proposalFixture(text, ['One.', 'Two.', '3'], 'typescript');
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    assert.equal(previewText('insertBelow').draw().text, '// One.\n// Eins.\nx\n// Two.\n// Zwei.\n// 3\n');
    proposal.choose(0, 'rejected');
    const drawn = previewText('insertAbove').draw();
    assert.equal(drawn.text, '// One.\nx\n// Zwei.\n// Two.\n// 3\n');
    assert.deepEqual(
      drawn.segments.map(({ start, end }) => drawn.text.slice(start, end)),
      ['Zwei.'],
    );
    assert.deepEqual(previewText('insertAbove').location(target.document.uri, drawn).rejected, [0]);
  });

  it('inserts a summary above its text as a separate paragraph, with the line ends of the document', () => {
    const { proposal, previewText } = proposalFixture('A long text.\r\nMore.\r\n', []);
    finish(proposal, 0, 'News');
    assert.equal(previewText('insertAbove', true).draw().text, 'News\r\n\r\nA long text.\r\nMore.\r\n');
  });

  it('keeps two insertions at the same offset in the order of their texts', () => {
    const { proposal, previewText } = proposalFixture('One. Two.\n', ['One.', 'Two.']);
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    const drawn = previewText('insertBelow').draw();
    assert.equal(drawn.text, 'One. Two.\nEins.\nZwei.\n');
    assert.deepEqual(
      drawn.segments.map(({ start, end }) => drawn.text.slice(start, end)),
      ['Eins.', 'Zwei.'],
    );
  });

  it('follows edits of the document, and does not change a source that was edited', () => {
    const { document, proposal, previewText } = proposalFixture('One. Two.', ['One.', 'Two.']);
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 0), 'New ')]);
    assert.equal(previewText('replace').draw().text, 'New Eins. Zwei.');
    stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 5), 'x')]);
    assert.equal(previewText('replace').draw().text, 'New Oxne. Zwei.');
  });
});
