import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EditorHighlights } from '../../../../../src/views/attention/editor/highlights';
import { stage, TextDocument } from '../../../vscode';
import type { Editor } from '../../../vscode/stage';

/** A decoration, given as options. */
interface Decoration {
  readonly range?: vscode.Range;
}

function openDocument(text: string): { readonly shown: vscode.TextDocument; readonly editor: Editor } {
  const document = stage.open(new TextDocument(stage.uri(), text));
  return { shown: document as unknown as vscode.TextDocument, editor: stage.show(document) };
}

/** The texts that have decorations of one kind in an editor. */
function decoratedTexts(editor: Editor, kind: 'framed' | 'underlined' | 'shaded'): string[] {
  return [...editor.decorations].flatMap(([type, places]) => {
    const { borderStyle, borderColor, backgroundColor } = type as Record<string, unknown>;
    const color = (borderColor as { readonly id: string }).id;
    const ofType = borderStyle === 'dotted' ? 'underlined' : backgroundColor === undefined ? 'framed' : 'shaded';
    assert.match(color, /^attentive\./);
    if (ofType !== kind) return [];
    return (places as readonly (Decoration & vscode.Range)[]).map(place =>
      (editor.document as unknown as vscode.TextDocument).getText(place.range ?? place),
    );
  });
}

const range = (from: number, to: number): vscode.Range => new vscode.Range(0, from, 0, to);

describe('EditorHighlights', () => {
  let highlights: EditorHighlights;
  beforeEach(() => {
    stage.editors = [];
    highlights = new EditorHighlights();
  });
  afterEach(() => highlights.dispose());

  it('draws highlights in the editors of their documents only, and in editors that are opened later', () => {
    const [first, second] = [openDocument('I am tired.'), openDocument('Ich bin müde.')];
    highlights.show(() => ({
      query: [{ document: second.shown, range: range(8, 12) }],
      key: [
        { document: first.shown, range: range(5, 10), weight: 0.8 },
        { document: first.shown, range: range(0, 1), weight: 0.2 },
      ],
    }));
    assert.deepEqual(decoratedTexts(second.editor, 'framed'), ['müde']);
    assert.deepEqual(decoratedTexts(first.editor, 'framed'), []);
    assert.deepEqual(decoratedTexts(first.editor, 'shaded').sort(), ['I', 'tired']);
    const later = stage.show(first.editor.document);
    stage.changedVisibleEditors.fire(stage.editors);
    assert.deepEqual(decoratedTexts(later, 'shaded').sort(), ['I', 'tired']);
  });

  it('clears highlights only if they are the ones that are shown', () => {
    const { shown, editor } = openDocument('I am tired.');
    const [first, second] = [0, 5].map(start => () => ({
      query: [{ document: shown, range: range(start, start + 4) }],
      key: [],
    }));
    highlights.show(first);
    highlights.show(second);
    highlights.clear(first);
    assert.deepEqual(decoratedTexts(editor, 'framed'), ['tire'], 'the second highlights remain');
    highlights.clear(second);
    assert.deepEqual(decoratedTexts(editor, 'framed'), []);
  });

  it('underlines words of two runs independently', () => {
    const { shown, editor } = openDocument('I am tired.');
    const places = (start: number, end: number) => () => [{ document: shown, range: range(start, end) }];
    highlights.underline('first', places(0, 1));
    highlights.underline('second', places(5, 10));
    assert.deepEqual(decoratedTexts(editor, 'underlined'), ['I', 'tired']);
    highlights.show(() => ({ query: [], key: [] }));
    highlights.underline('first', undefined);
    assert.deepEqual(decoratedTexts(editor, 'underlined'), ['tired']);
    highlights.underline('first', undefined);
    highlights.underline('second', places(2, 4));
    assert.deepEqual(decoratedTexts(editor, 'underlined'), ['am'], 'the words of a run are replaced');
  });
});
