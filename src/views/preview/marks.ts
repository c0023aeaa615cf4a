// Preview marks: decorations of the sentences of a preview that are to be checked or were rejected, in colors of the theme.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import { needsCheck, type ProposedSegment } from '../../tasks/run/proposal';
import { type PreviewEntry, isSameText } from './entry';

export class PreviewMarks implements Disposable {
  private readonly store = new DisposableStore();
  private readonly check = this.store.add(
    vscode.window.createTextEditorDecorationType({
      borderWidth: '0 0 2px 0',
      borderStyle: 'dashed',
      borderColor: new vscode.ThemeColor('attentive.checkBorder'),
      overviewRulerColor: new vscode.ThemeColor('attentive.checkBorder'),
      overviewRulerLane: vscode.OverviewRulerLane.Right,
    }),
  );
  private readonly rejected = this.store.add(
    vscode.window.createTextEditorDecorationType({
      borderWidth: '1px',
      borderStyle: 'dotted',
      borderColor: new vscode.ThemeColor('attentive.rejectedBorder'),
      overviewRulerColor: new vscode.ThemeColor('attentive.rejectedBorder'),
      overviewRulerLane: vscode.OverviewRulerLane.Right,
    }),
  );

  constructor(private readonly entryOf: (uri: vscode.Uri) => PreviewEntry | undefined) {
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.drawIn(document)));
  }

  draw(): void {
    for (const editor of vscode.window.visibleTextEditors) this.drawEditor(editor);
  }

  dispose(): void {
    this.store.dispose();
  }

  private drawIn(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.drawEditor(editor);
  }

  private drawEditor(editor: vscode.TextEditor): void {
    const { document } = editor;
    const drawing = this.entryOf(document.uri)?.drawing;
    // If the document does not have the drawn text yet, its change event calls this again.
    if (drawing === undefined || !isSameText(document.getText(), drawing.text)) return;
    const marked = (isMarked: (segment: ProposedSegment) => boolean): vscode.DecorationOptions[] =>
      drawing.segments
        .filter(isMarked)
        .map(({ start, end }) => ({ range: new vscode.Range(document.positionAt(start), document.positionAt(end)) }));
    // `setDecorations` also takes plain ranges, but right after a change of the document the editor does not draw those of a
    // second decoration type. It draws decoration options.
    editor.setDecorations(this.check, marked(needsCheck));
    editor.setDecorations(
      this.rejected,
      marked(({ choice }) => choice === 'rejected'),
    );
  }
}
