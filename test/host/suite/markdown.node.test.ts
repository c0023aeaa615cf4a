// Markdown test: translated Markdown as the editor renders it. It runs in the Node host only, because the tests' web host has no
// extension that renders Markdown.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, documentOf, outcomeOf } from './documents';
import { MARKDOWN } from './samples';

/** The HTML tags of a rendered page, without attributes that depend on its words or lines. */
function tagsOf(html: string): string[] {
  return html.match(/<[^<>]*>/g)?.map(tag => tag.replace(/\s(?:data-line|dir|class|id)="[^"]*"/g, '')) ?? [];
}

describe('the preview of translated Markdown', () => {
  afterEach(closeAll);

  it('has the same elements as that of the source', async () => {
    const source = MARKDOWN;
    const editor = await documentOf(source, 'markdown');
    assert.equal((await outcomeOf('attentive.translate', { to: 'de', output: 'replace' })).kind, 'done');
    const result = editor.document.getText();
    assert.notEqual(result, source);
    const [before, after] = await Promise.all(
      [source, result].map(text => vscode.commands.executeCommand<string>('markdown.api.render', text)),
    );
    assert.deepEqual(tagsOf(after), tagsOf(before));
  });
});
