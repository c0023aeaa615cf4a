import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../../vscode';
import { finish, made } from './made';

describe('what is shown', () => {
  it('puts a part of a sentence into its own selection, whatever is selected beside it', () => {
    const { proposal, shown } = made('a 123 b Hello world. c', ['123', 'Hello world.']);
    const preview = shown('replace');
    assert.equal(preview.draw().text, 'a 123 b Hello world. c');
    proposal.take({ kind: 'partial', segment: 0, text: 'Hallo' });
    assert.equal(preview.draw().text, 'a 123 b Hallo c');
    finish(proposal, 0, 'Hallo Welt.');
    assert.equal(preview.draw().text, 'a 123 b Hallo Welt. c');
  });

  it('says where each sentence and each result stands', () => {
    const { proposal, shown, target } = made('- One.\n- Two.\n- Three.\n', ['One.', 'Two.', 'Three.']);
    finish(proposal, 0, 'Eins sagt er.');
    finish(proposal, 1, 'Zwei.');
    finish(proposal, 2, 'Drei.');
    proposal.choose(1, 'rejected');
    const drawn = shown('replace').draw();
    assert.equal(drawn.text, '- Eins sagt er.\n- Two.\n- Drei.\n');
    const words = drawn.segments.map(({ start, end }) => drawn.text.slice(start, end));
    assert.deepEqual(words, ['Eins sagt er.', 'Two.', 'Drei.']);
    const location = shown('replace').location(target.document.uri, drawn);
    assert.deepEqual(location.without, [1]);
    assert.deepEqual(
      location.starts.map(start => drawn.text.slice(start, start + 3)),
      ['Ein', 'Two', 'Dre'],
    );
  });

  it('of insertions leaves the text, and has none of what was not made or is not wanted', () => {
    const text = '// One.\nx\n// Two.\n// 3\n';
    const { proposal, shown, target } = made(text, ['One.', 'Two.', '3'], 'typescript');
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    assert.equal(shown('insertBelow').draw().text, '// One.\n// Eins.\nx\n// Two.\n// Zwei.\n// 3\n');
    proposal.choose(0, 'rejected');
    const drawn = shown('insertAbove').draw();
    assert.equal(drawn.text, '// One.\nx\n// Zwei.\n// Two.\n// 3\n');
    assert.deepEqual(
      drawn.segments.map(({ start, end }) => drawn.text.slice(start, end)),
      ['Zwei.'],
    );
    assert.deepEqual(shown('insertAbove').location(target.document.uri, drawn).without, [0]);
  });

  it('puts a summary above its text, in a paragraph of its own and with the line ends of the document', () => {
    const { proposal, shown } = made('A long text.\r\nMore.\r\n', []);
    finish(proposal, 0, 'News');
    assert.equal(shown('insertAbove', true).draw().text, 'News\r\n\r\nA long text.\r\nMore.\r\n');
  });

  it('keeps two insertions at one place in the order of their texts', () => {
    const { proposal, shown } = made('One. Two.\n', ['One.', 'Two.']);
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    const drawn = shown('insertBelow').draw();
    assert.equal(drawn.text, 'One. Two.\nEins.\nZwei.\n');
    assert.deepEqual(
      drawn.segments.map(({ start, end }) => drawn.text.slice(start, end)),
      ['Eins.', 'Zwei.'],
    );
  });

  it('follows the document, and leaves alone what was edited', () => {
    const { document, proposal, shown } = made('One. Two.', ['One.', 'Two.']);
    finish(proposal, 0, 'Eins.');
    finish(proposal, 1, 'Zwei.');
    stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 0), 'New ')]);
    assert.equal(shown('replace').draw().text, 'New Eins. Zwei.');
    stage.edit(document, [vscode.TextEdit.insert(new vscode.Position(0, 5), 'x')]);
    assert.equal(shown('replace').draw().text, 'New Oxne. Zwei.');
  });
});
