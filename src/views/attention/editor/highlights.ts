// Editor highlights: decorations in the editors for the query that the user points at in the Attention view and for its keys,
// and underlines below source words that the translation may have left out. The colors come from the theme.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/lifecycle';
import type { DocumentRange } from './links';
import { SHADES, shadesOf } from './shades';

export interface Highlights {
  readonly query: readonly DocumentRange[];
  readonly key: readonly (DocumentRange & { readonly weight: number })[];
}

/** The border of each shade in high contrast, so that shades differ by more than their color. */
const BORDERS = ['dotted', 'dotted', 'dashed', 'dashed', 'solid', 'solid'] as const;

export class EditorHighlights implements Disposable {
  private readonly store = new DisposableStore();
  private readonly query = this.store.add(
    vscode.window.createTextEditorDecorationType({
      border: '1px solid',
      borderColor: new vscode.ThemeColor('attentive.queryBorder'),
      overviewRulerColor: new vscode.ThemeColor('attentive.queryBorder'),
    }),
  );
  private readonly shades = Array.from({ length: SHADES }, (_, index) =>
    this.store.add(
      vscode.window.createTextEditorDecorationType({
        backgroundColor: new vscode.ThemeColor(`attentive.attention${index + 1}Background`),
        border: `1px ${BORDERS[index]}`,
        borderColor: new vscode.ThemeColor('attentive.attentionBorder'),
      }),
    ),
  );
  private readonly uncovered = this.store.add(
    vscode.window.createTextEditorDecorationType({
      borderWidth: '0 0 2px 0',
      borderStyle: 'dotted',
      borderColor: new vscode.ThemeColor('attentive.uncoveredBorder'),
    }),
  );
  private highlights: () => Highlights = noHighlights;
  /** For each run, by its id, a function that finds the words to underline. */
  private readonly uncoveredOf = new Map<string, () => readonly DocumentRange[]>();

  constructor() {
    // An editor that is opened, or shows another document, has no decorations yet.
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
  }

  /** Replaces the highlights. The function is called again for every drawing, because edits move the ranges. */
  show(highlights: () => Highlights): void {
    this.highlights = highlights;
    this.draw();
  }

  /** Removes the highlights that a function gives, if it is the one that was given to `show` last. */
  clear(highlights: (() => Highlights) | undefined): void {
    if (this.highlights === highlights) this.show(noHighlights);
  }

  /** Underlines words of one run that the translation may have left out; undefined removes the underlines of this run. */
  underline(run: string, places: (() => readonly DocumentRange[]) | undefined): void {
    if (places === undefined && !this.uncoveredOf.delete(run)) return;
    if (places !== undefined) this.uncoveredOf.set(run, places);
    this.draw();
  }

  dispose(): void {
    this.store.dispose();
  }

  private draw(): void {
    const { query, key } = this.highlights();
    const shades = shadesOf(key.map(({ weight }) => weight));
    const uncovered = [...this.uncoveredOf.values()].flatMap(places => places());
    for (const editor of vscode.window.visibleTextEditors) {
      const inEditor = <T extends DocumentRange>(places: readonly T[]): T[] =>
        places.filter(({ document }) => document === editor.document);
      editor.setDecorations(this.query, rangesOf(inEditor(query)));
      editor.setDecorations(this.uncovered, inEditor(uncovered).map(uncoveredOption));
      for (const [index, type] of this.shades.entries()) {
        const places = inEditor(key.filter((_, at) => shades[at] === index + 1));
        editor.setDecorations(type, places.map(keyOption));
      }
    }
  }
}

function noHighlights(): Highlights {
  return { query: [], key: [] };
}

function rangesOf(places: readonly DocumentRange[]): vscode.Range[] {
  return places.map(({ range }) => range);
}

function keyOption({ range, weight }: Highlights['key'][number]): vscode.DecorationOptions {
  const value = weight.toLocaleString(vscode.env.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return { range, hoverMessage: textOf(vscode.l10n.t('Attention: {0}', value)) };
}

function uncoveredOption({ range }: DocumentRange): vscode.DecorationOptions {
  const message = vscode.l10n.t(
    'Maybe not translated: the model finds the result likelier without this word in the source.',
  );
  return { range, hoverMessage: textOf(message) };
}

/** Plain text as Markdown, which is what a hover takes. */
function textOf(words: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(words);
}
