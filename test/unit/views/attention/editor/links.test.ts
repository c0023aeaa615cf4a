import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RunLinks } from '../../../../../src/views/attention/editor/links';
import { stage, TextDocument } from '../../../vscode';
import { finishedRun, RESULT, SOURCE } from '../run';

/** Opens a document with a URI of its own. */
function opened(text: string): TextDocument {
  return stage.open(new TextDocument(stage.uri('letter.md'), text));
}

function edit(document: TextDocument, from: number, to: number, text: string): void {
  const range = new vscode.Range(document.positionAt(from) as never, document.positionAt(to) as never);
  stage.edit(document, [vscode.TextEdit.replace(range, text)] as never);
}

/** The links of a run whose source is at an offset of a document. */
function linksIn(document: TextDocument, start = 0, id = 'run'): RunLinks {
  const location = { uri: document.uri.toString(), starts: [start] };
  return new RunLinks(finishedRun({ id, location }), undefined);
}

/** The first words of a passage, read from the document at their present position. */
function words(links: RunLinks, side: 'source' | 'target', passage = 0): string | undefined {
  const place = links.documentRangeOf({ passage, side, start: 0, end: side === 'source' ? 4 : 7 });
  return place?.document.getText(place.range);
}

/** The range of the run that stands where a document has this text for the first time. */
function rangeOfText(links: RunLinks, document: TextDocument, text: string): ReturnType<RunLinks['runRangeAt']> {
  const start = document.getText().indexOf(text);
  const range = [start, start + text.length].map(offset => document.positionAt(offset)) as unknown as vscode.Position[];
  return links.runRangeAt(document as unknown as vscode.TextDocument, new vscode.Range(range[0], range[1]));
}

describe('RunLinks', () => {
  it('finds document ranges of passages, and passages of document ranges, after edits before them', () => {
    const document = opened(`Dear all,\n\n${SOURCE}`);
    const links = linksIn(document, 11);
    assert.equal(links.linkState, 'linked');
    assert.equal(words(links, 'source'), 'I am');
    edit(document, 0, 9, 'Hello');
    assert.equal(words(links, 'source'), 'I am');
    assert.deepEqual(rangeOfText(links, document, 'Go!'), { passage: 1, side: 'source', start: 0, end: 3 });
    assert.deepEqual(links.location.starts, [7]);
    links.dispose();
  });

  it('loses an edited sentence but not the others, and finds it again after undo', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    edit(document, 3, 3, 'x');
    assert.deepEqual([words(links, 'source'), links.linkState], [undefined, 'linked']);
    assert.deepEqual(rangeOfText(links, document, 'Go!')?.passage, 1);
    edit(document, 3, 4, '');
    assert.equal(words(links, 'source'), 'I am');
    links.dispose();
  });

  it('fires with each change of `linkState`', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    const states: string[] = [];
    links.onDidChange(() => states.push(links.linkState));
    edit(document, 0, document.getText().length, 'Another text.');
    stage.close(document);
    stage.open(new TextDocument(document.uri, SOURCE));
    assert.deepEqual(states, ['edited', 'closed', 'linked']);
    assert.equal(words(links, 'source'), 'I am', 'found in the reopened document');
    links.dispose();
  });

  it('reports that the result has replaced the source', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    edit(document, 0, SOURCE.length, RESULT);
    assert.equal(links.linkState, 'edited');
    links.setResults({ uri: document.uri.toString(), starts: [0] });
    assert.equal(links.linkState, 'replaced');
    assert.deepEqual([words(links, 'source'), words(links, 'target')], [undefined, 'Ich bin']);
    assert.deepEqual(rangeOfText(links, document, 'Los!'), { passage: 1, side: 'target', start: 0, end: 4 });
    links.setResults(undefined);
    assert.equal(links.linkState, 'edited');
    links.dispose();
  });

  it('lists only documents in which texts of the run are found', () => {
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

  it('tracks two runs with equal texts in one document separately', () => {
    const document = opened(`${SOURCE}\n\n${SOURCE}`);
    const second = SOURCE.length + 2;
    const [first, other] = [linksIn(document, 0, 'first'), linksIn(document, second, 'other')];
    edit(document, 2, 3, 'We');
    assert.equal(words(first, 'source'), undefined);
    assert.equal(words(other, 'source'), 'I am');
    assert.deepEqual(other.location.starts, [second + 1]);
    const place = other.documentRangeOf({ passage: 0, side: 'source', start: 0, end: 4 });
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

  it('tracks two runs of the same text separately when the result of one replaces it', () => {
    const document = opened(SOURCE);
    const [first, other] = [linksIn(document, 0, 'first'), linksIn(document, 0, 'other')];
    edit(document, 0, SOURCE.length, RESULT);
    other.setResults({ uri: document.uri.toString(), starts: [0] });
    assert.deepEqual([first.linkState, other.linkState], ['edited', 'replaced']);
    assert.deepEqual([first.documents(), other.documents()], [[], [document]]);
    edit(document, 0, RESULT.length, SOURCE);
    assert.deepEqual([first.linkState, other.linkState], ['linked', 'linked'], 'after undo');
    first.dispose();
    other.dispose();
  });

  it('fires no event after it was disposed', () => {
    const document = opened(SOURCE);
    const links = linksIn(document);
    let events = 0;
    links.onDidChange(() => events++);
    links.dispose();
    edit(document, 0, SOURCE.length, '');
    assert.equal(events, 0);
  });
});
