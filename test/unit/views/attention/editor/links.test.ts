import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RunLinks } from '../../../../../src/views/attention/editor/links';
import { stage, TextDocument } from '../../../vscode';
import { finishedRun, RESULT, SOURCE } from '../run';

/** A document at an address of its own. */
function opened(text: string): TextDocument {
  return stage.open(new TextDocument(stage.uri('letter.md'), text));
}

function edit(document: TextDocument, from: number, to: number, text: string): void {
  const range = new vscode.Range(document.positionAt(from) as never, document.positionAt(to) as never);
  stage.edit(document, [vscode.TextEdit.replace(range, text)] as never);
}

/** The links of a run on the text of a document, from `start` on. */
function linksIn(document: TextDocument, start = 0, id = 'run'): RunLinks {
  const location = { uri: document.uri.toString(), starts: [start] };
  return new RunLinks(finishedRun({ id, location }), undefined);
}

/** The words at a place of a passage, wherever they stand now. */
function words(links: RunLinks, side: 'source' | 'target', passage = 0): string | undefined {
  const place = links.find({ passage, side, start: 0, end: side === 'source' ? 4 : 7 });
  return place?.document.getText(place.range);
}

function at(links: RunLinks, document: TextDocument, text: string): ReturnType<RunLinks['at']> {
  const start = document.getText().indexOf(text);
  const range = [start, start + text.length].map(offset => document.positionAt(offset)) as unknown as vscode.Position[];
  return links.at(document as unknown as vscode.TextDocument, new vscode.Range(range[0], range[1]));
}

describe('the links of a run', () => {
  it('find its words wherever edits have moved them, from a passage into the text and back', () => {
    const document = opened(`Dear all,\n\n${SOURCE}`);
    const links = linksIn(document, 11);
    assert.equal(links.link, 'linked');
    assert.equal(words(links, 'source'), 'I am');
    edit(document, 0, 9, 'Hello');
    assert.equal(words(links, 'source'), 'I am');
    assert.deepEqual(at(links, document, 'Go!'), { passage: 1, side: 'source', start: 0, end: 3 });
    assert.deepEqual(links.location.starts, [7]);
    links.dispose();
  });

  it('lose a sentence that is edited and leave the others, until undo brings it back', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    edit(document, 3, 3, 'x');
    assert.deepEqual([words(links, 'source'), links.link], [undefined, 'linked']);
    assert.deepEqual(at(links, document, 'Go!')?.passage, 1);
    edit(document, 3, 4, '');
    assert.equal(words(links, 'source'), 'I am');
    links.dispose();
  });

  it('say why the source is not to be found, each time that changes', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    const told: string[] = [];
    links.onDidChange(() => told.push(links.link));
    edit(document, 0, document.getText().length, 'Nothing of it.');
    stage.close(document);
    stage.open(new TextDocument(document.uri, SOURCE));
    assert.deepEqual(told, ['edited', 'closed', 'linked']);
    assert.equal(words(links, 'source'), 'I am', 'in the document that was opened again');
    links.dispose();
  });

  it('know that the result stands where the source stood', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    edit(document, 0, SOURCE.length, RESULT);
    assert.equal(links.link, 'edited');
    links.setResults({ uri: document.uri.toString(), starts: [0] });
    assert.equal(links.link, 'replaced');
    assert.deepEqual([words(links, 'source'), words(links, 'target')], [undefined, 'Ich bin']);
    assert.deepEqual(at(links, document, 'Los!'), { passage: 1, side: 'target', start: 0, end: 4 });
    links.setResults(undefined);
    assert.equal(links.link, 'edited');
    links.dispose();
  });

  it('have documents only where something of the run stands', () => {
    const [source, result] = [opened(SOURCE), opened(RESULT)];
    const links = linksIn(source);
    links.setResults({ uri: result.uri.toString(), starts: [0] });
    assert.deepEqual(links.documents(), [source, result]);
    edit(result, 0, RESULT.length, '');
    assert.deepEqual(links.documents(), [source]);
    stage.close(source);
    assert.deepEqual(links.documents(), []);
    links.dispose();
  });

  it('of two runs in one document are each about their own text', () => {
    const document = opened(`${SOURCE}\n\n${SOURCE}`);
    const second = SOURCE.length + 2;
    const [first, other] = [linksIn(document, 0, 'first'), linksIn(document, second, 'other')];
    edit(document, 2, 3, 'We');
    assert.equal(words(first, 'source'), undefined);
    assert.equal(words(other, 'source'), 'I am');
    assert.deepEqual(other.location.starts, [second + 1]);
    const place = other.find({ passage: 0, side: 'source', start: 0, end: 4 });
    assert.equal(
      document
        .getText()
        .slice(0, document.offsetAt(place?.range.start as never))
        .includes('Go!'),
      true,
    );
    first.dispose();
    other.dispose();
  });

  it('of two runs are independent of each other when one has replaced what both had read', () => {
    const document = opened(SOURCE);
    const [first, other] = [linksIn(document, 0, 'first'), linksIn(document, 0, 'other')];
    edit(document, 0, SOURCE.length, RESULT);
    other.setResults({ uri: document.uri.toString(), starts: [0] });
    assert.deepEqual([first.link, other.link], ['edited', 'replaced']);
    assert.deepEqual([first.documents(), other.documents()], [[], [document]]);
    edit(document, 0, RESULT.length, SOURCE);
    assert.deepEqual([first.link, other.link], ['linked', 'linked'], 'undone');
    first.dispose();
    other.dispose();
  });

  it('tell nothing after the end', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    let told = 0;
    links.onDidChange(() => told++);
    links.dispose();
    edit(document, 0, SOURCE.length, '');
    assert.equal(told, 0);
  });
});
