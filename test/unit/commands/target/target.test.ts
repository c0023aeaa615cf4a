import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Target } from '../../../../src/commands/target/target';
import { stage, TextDocument } from '../../vscode';

function opened(text: string): { readonly document: TextDocument; readonly shown: vscode.TextDocument } {
  const document = stage.open(new TextDocument(stage.uri(), text));
  return { document, shown: document as unknown as vscode.TextDocument };
}

function selection(from: number, to: number): vscode.Selection {
  return new vscode.Selection(0, from, 0, to);
}

function edit(document: TextDocument, from: number, to: number, text: string): void {
  stage.edit(document, [vscode.TextEdit.replace(new vscode.Range(0, from, 0, to), text)] as never);
}

/** The texts at the current ranges; undefined for one that is lost. */
function words(target: Target): (string | undefined)[] {
  const text = target.document.getText();
  return target.current().map(place => (place === 'lost' ? undefined : text.slice(place.start, place.end)));
}

describe('Target', () => {
  it('holds the selected texts in the order of the document, for selections in either direction', () => {
    const { shown } = opened('One. Two. Three.');
    const target = new Target(shown, [selection(16, 10), selection(4, 4), selection(0, 4)]);
    assert.deepEqual(target.texts, ['One.', 'Three.']);
    assert.deepEqual(target.origins, [0, 10]);
    assert.equal(target.isWhole, false);
  });

  it('is the whole document if nothing is selected', () => {
    const { shown } = opened('One.\r\nTwo.\r\n');
    const target = new Target(shown, [new vscode.Selection(1, 2, 1, 2)]);
    assert.deepEqual(target.texts, ['One.\r\nTwo.\r\n']);
    assert.equal(target.isWhole, true);
  });

  it('follows its texts through edits around them, and loses a text that is edited', () => {
    const { document, shown } = opened('One. Two. Three.');
    const target = new Target(shown, [selection(0, 4), selection(5, 9), selection(10, 16)]);
    edit(document, 4, 5, ' and then ');
    assert.deepEqual(words(target), ['One.', 'Two.', 'Three.']);
    edit(document, 15, 16, 'x');
    assert.deepEqual(words(target), ['One.', undefined, 'Three.']);
    assert.deepEqual(
      target.starts(),
      [0, 5, document.getText().indexOf('Three.')],
      'a lost text keeps its first offset',
    );
  });

  it('loses a text that was replaced by another of the same length, even without a change event', () => {
    const { document, shown } = opened('One. Two.');
    const target = new Target(shown, [selection(0, 4), selection(5, 9)]);
    document.apply([vscode.TextEdit.replace(new vscode.Range(0, 0, 0, 3), 'Six')] as never);
    assert.deepEqual(words(target), [undefined, 'Two.']);
  });

  it('loses its texts when the document is closed, and ignores changes of other documents', () => {
    const { document, shown } = opened('One.');
    const other = opened('One.');
    const target = new Target(shown, []);
    let events = 0;
    target.onDidChange(() => events++);
    edit(other.document, 0, 0, 'More. ');
    assert.deepEqual([words(target), events], [['One.'], 0]);
    edit(document, 0, 0, 'More. ');
    assert.deepEqual([words(target), events], [['One.'], 1]);
    stage.close(document);
    assert.deepEqual(words(target), [undefined]);
  });

  it('fires no more events after it was disposed', () => {
    const { document, shown } = opened('One.');
    const target = new Target(shown, []);
    let events = 0;
    target.onDidChange(() => events++);
    target.dispose();
    edit(document, 0, 0, 'More. ');
    assert.equal(events, 0);
  });
});
