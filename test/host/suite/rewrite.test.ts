// Rewrite test: Translate Selection and Summarize Selection on real documents with the embedded model, in a real host.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  documentOf,
  endBegun,
  outcomeOf,
  previewText,
  select,
  textBeside,
  until,
  untilFinished,
} from './documents';

const GREETING = 'I am tired.';
const GREETING_DE = 'Ich bin müde.';
const ORDER = 'Save the file.';
const ORDER_DE = 'Speichern Sie die Datei.';

describe('Translate Selection', () => {
  afterEach(closeAll);

  it('replaces the selection, and one undo restores it', async () => {
    const editor = await documentOf(`# Title\n${GREETING} Stay.\n`);
    select(editor, [GREETING]);
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(outcome.kind, 'done');
    assert.equal(editor.document.getText(), `# Title\n${GREETING_DE} Stay.\n`);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), `# Title\n${GREETING} Stay.\n`);
  });

  it('replaces several selections, and one undo restores all of them', async () => {
    const before = `- ${GREETING}\n- keep\n- ${ORDER}\n`;
    const editor = await documentOf(before);
    select(editor, [ORDER, GREETING]);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(editor.document.getText(), `- ${GREETING_DE}\n- keep\n- ${ORDER_DE}\n`);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('translates the whole document if nothing is selected, and keeps lines, emoji and text in other scripts', async () => {
    const editor = await documentOf(`\t${GREETING} 👩‍👩‍👧\n\n   مرحبا بالعالم\n12 = 34\n`);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(editor.document.getText(), `\t${GREETING_DE} 👩‍👩‍👧\n\n   مرحبا بالعالم\n12 = 34\n`);
  });

  it('keeps CRLF line ends', async () => {
    const editor = await documentOf(`${GREETING}\r\n${GREETING}\r\n`);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(editor.document.getText(), `${GREETING_DE}\r\n${GREETING_DE}\r\n`);
  });

  it('inserts below the selection', async () => {
    const editor = await documentOf(`${GREETING}\nNext.\n`);
    select(editor, [GREETING]);
    await outcomeOf('attentive.translate', { to: 'de', output: 'insertBelow' });
    assert.equal(editor.document.getText(), `${GREETING}\n${GREETING_DE}\nNext.\n`);
  });

  it('inserts below the last selected line when whole lines are selected', async () => {
    const editor = await documentOf(`${GREETING}\nNext.\n`);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await outcomeOf('attentive.translate', { to: 'de', output: 'insertBelow' });
    assert.equal(editor.document.getText(), `${GREETING}\n${GREETING_DE}\nNext.\n`);
  });

  it('inserts below with the comment marker or the indentation of the line', async () => {
    const code = await documentOf(`  // ${GREETING}\n  go();\n`, 'typescript');
    select(code, [GREETING]);
    await outcomeOf('attentive.translate', { to: 'de', output: 'insertBelow' });
    assert.equal(code.document.getText(), `  // ${GREETING}\n  // ${GREETING_DE}\n  go();\n`);
    const list = await documentOf(`- ${GREETING}\n- Next.\n`, 'markdown');
    select(list, [GREETING]);
    await outcomeOf('attentive.translate', { to: 'de', output: 'insertBelow' });
    assert.equal(list.document.getText(), `- ${GREETING}\n  ${GREETING_DE}\n- Next.\n`);
  });

  it('selects exactly the result that was written', async () => {
    for (const [to, result] of [
      ['de', GREETING_DE],
      ['fr', 'Je suis fatigué.'],
    ] as const) {
      for (const output of ['replace', 'insertBelow', 'insertAbove']) {
        const editor = await documentOf(`One\n${GREETING}\nNext.\n`);
        select(editor, [GREETING]);
        await outcomeOf('attentive.translate', { to, output });
        await until(async () => editor.document.getText(editor.selection) === result);
        assert.equal(editor.selections.length, 1);
      }
    }
  });

  it('inserts nothing for a selection without words', async () => {
    const before = `123\n${GREETING}\n`;
    const editor = await documentOf(before);
    select(editor, ['123', GREETING]);
    await outcomeOf('attentive.translate', { to: 'de', output: 'insertBelow' });
    assert.equal(editor.document.getText(), `123\n${GREETING}\n${GREETING_DE}\n`);
  });

  it('does not write into an editor that was made read-only, and opens the result beside', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'notes.txt'));
    const before = document.getText();
    for (const output of ['replace', 'insertBelow', 'preview']) {
      await vscode.window.showTextDocument(document, { preview: false });
      await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
      const run = outcomeOf('attentive.translate', { to: 'de', output });
      if (output === 'preview') {
        await until(async () => (await vscode.commands.executeCommand('attentive.acceptPreview')) === true);
      }
      const outcome = await run;
      assert.equal(outcome.kind, 'beside', output);
      assert.match(outcome.message ?? '', /^This document is read-only/);
      assert.equal(document.getText(), before);
      assert.equal(document.isDirty, false);
    }
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
  });

  it('opens the result beside in a document that is neither dirty nor untitled', async () => {
    const editor = await documentOf(GREETING);
    assert.equal((await outcomeOf('attentive.translate', { to: 'de', output: 'beside' })).kind, 'done');
    assert.equal(await textBeside(editor.document), GREETING_DE);
    const result = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'attentive-result');
    assert.deepEqual([result?.isDirty, result?.isUntitled], [false, false]);
  });

  it('writes what the preview shows: a rejected sentence stays as it was', async () => {
    const before = `${GREETING} ${ORDER}\n${GREETING}\n`;
    const editor = await documentOf(before);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const preview = await previewText(text => text === `${GREETING_DE} ${ORDER_DE}\n${GREETING_DE}\n`);
    await untilFinished(preview);
    const link = { preview: preview.uri.toString(), segment: 1 };
    assert.equal(await vscode.commands.executeCommand('attentive.rejectSentence', link), true);
    await previewText(text => text === `${GREETING_DE} ${ORDER}\n${GREETING_DE}\n`);
    await vscode.commands.executeCommand('attentive.acceptSentence', link);
    await previewText(text => text === `${GREETING_DE} ${ORDER_DE}\n${GREETING_DE}\n`);
    await vscode.commands.executeCommand('attentive.rejectSentence', link);
    await vscode.commands.executeCommand('attentive.acceptPreview');
    assert.equal((await run).kind, 'done');
    assert.equal(editor.document.getText(), `${GREETING_DE} ${ORDER}\n${GREETING_DE}\n`);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document, 'the document has the focus again');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('gives a preview of source code a language without diagnostics', async () => {
    const editor = await documentOf(`// ${GREETING}\nlet a = 1;\n`, 'typescript');
    select(editor, [GREETING]);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const preview = await previewText(text => text === `// ${GREETING_DE}\nlet a = 1;\n`);
    assert.equal(preview.languageId, 'attentive-preview');
    await vscode.commands.executeCommand('attentive.discardPreview');
    await run;
  });

  it('accepts a language tag in capital letters, and refuses an unknown language', async () => {
    const editor = await documentOf(GREETING);
    await outcomeOf('attentive.translate', { to: 'DE', output: 'replace' });
    assert.equal(editor.document.getText(), GREETING_DE);
    const outcome = await outcomeOf('attentive.translate', { to: 'no language', output: 'replace' });
    assert.match(outcome.message ?? '', /cannot do this: translate to no language/);
  });

  it('keeps URLs, tags, code and mail addresses inside a sentence', async () => {
    const editor = await documentOf(`<b>${GREETING}</b> https://example.org/a?b=1 \`npm ci\` me@example.org`);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.equal(
      editor.document.getText(),
      `<b>${GREETING_DE}</b> https://example.org/a?b=1 \`npm ci\` me@example.org`,
    );
  });

  it('copies the result and leaves the document', async () => {
    const editor = await documentOf(GREETING);
    await outcomeOf('attentive.translate', { to: 'de', output: 'copy' });
    assert.equal(await vscode.env.clipboard.readText(), GREETING_DE);
    assert.equal(editor.document.getText(), GREETING);
  });

  it('shows a preview and writes its text when it is accepted', async () => {
    const editor = await documentOf(`${GREETING}\n${ORDER}\n`);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const preview = await previewText(text => text === `${GREETING_DE}\n${ORDER_DE}\n`);
    assert.equal(preview.isClosed, false);
    assert.equal(editor.document.getText(), `${GREETING}\n${ORDER}\n`);
    await until(async () => (await vscode.commands.executeCommand('attentive.acceptPreview')) === true);
    assert.equal((await run).kind, 'done');
    assert.equal(editor.document.getText(), `${GREETING_DE}\n${ORDER_DE}\n`);
  });

  it('shows edits of the document in a finished preview, which can be moved and accepted', async () => {
    await documentOf(ORDER);
    const other = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const { uri } = await previewText(text => text === ORDER_DE);
    const tabsOfOther = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
        );
    await until(() => Promise.resolve(tabsOfOther().length === 1));
    const editor = await documentOf(`${GREETING}\nEnd`);
    select(editor, [GREETING]);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    await previewText(text => text === `${GREETING_DE}\nEnd`);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), 'New\n');
    await vscode.workspace.applyEdit(edit);
    await previewText(text => text === `New\n${GREETING_DE}\nEnd`);
    await vscode.commands.executeCommand('workbench.action.moveEditorToRightGroup');
    // VS Code moves a tab by closing it and opening it again, which must not discard its preview. The other preview is
    // closed only now. Once that one is discarded, the moved one would have been discarded too if the move could do so.
    await vscode.window.tabGroups.close(tabsOfOther(), true);
    assert.match((await other).kind, /discarded|cancelled/);
    await until(async () => (await vscode.commands.executeCommand('attentive.acceptPreview')) === true);
    assert.equal((await run).kind, 'done');
    assert.equal(editor.document.getText(), `New\n${GREETING_DE}\nEnd`);
  });

  it('changes nothing if a preview is discarded or closed', async () => {
    const editor = await documentOf(GREETING);
    const discarded = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    await previewText(text => text === GREETING_DE);
    await vscode.commands.executeCommand('attentive.discardPreview');
    assert.match((await discarded).kind, /discarded|cancelled/);
    await vscode.window.showTextDocument(editor.document);
    const closed = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    await previewText(text => text === GREETING_DE);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.match((await closed).kind, /discarded|cancelled/);
    assert.equal(editor.document.getText(), GREETING);
  });

  it('opens a preview directly after another one was closed', async () => {
    const editor = await documentOf(GREETING);
    const closed = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    await previewText(text => text === GREETING_DE);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.window.showTextDocument(editor.document);
    const next = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    assert.match((await closed).kind, /discarded|cancelled/);
    await until(async () => (await vscode.commands.executeCommand('attentive.acceptPreview')) === true);
    assert.equal((await next).kind, 'done');
    assert.equal(editor.document.getText(), GREETING_DE);
  });

  it('runs two commands at the same time in different documents', async () => {
    const first = await documentOf(`${GREETING}\n${GREETING}`);
    const one = outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    const second = await documentOf(ORDER);
    const two = outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.deepEqual([(await one).kind, (await two).kind], ['done', 'done']);
    assert.equal(first.document.getText(), `${GREETING_DE}\n${GREETING_DE}`);
    assert.equal(second.document.getText(), ORDER_DE);
  });

  it('changes nothing if it is cancelled in the middle of the run', async () => {
    const text = longText(400);
    const editor = await documentOf(text);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const outcome = await endBegun(run, showsResults);
    assert.equal(outcome.kind, 'cancelled');
    assert.equal(editor.document.getText(), text);
  });

  it('reports a restart of the engine during the run, changes nothing, and works again afterwards', async () => {
    const text = longText(400);
    const editor = await documentOf(text);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
    const restart = (): unknown => vscode.commands.executeCommand('attentive.restartEngine');
    const outcome = await endBegun(run, showsResults, restart);
    // A restart by the user counts as a cancellation.
    assert.equal(outcome.kind, 'cancelled');
    assert.match(outcome.message ?? '', /the engine was restarted\. Nothing was changed/);
    assert.equal(editor.document.getText(), text);
    const next = await documentOf(GREETING);
    assert.equal((await outcomeOf('attentive.translate', { to: 'de', output: 'replace' })).kind, 'done');
    assert.equal(next.document.getText(), GREETING_DE);
  });
});

describe('Summarize Selection', () => {
  afterEach(closeAll);
  const TEXT = '  The settings page now remembers the last open tab. It was lost before when the window was closed.\n';

  it('shows the summary above the text in a preview, and keeps the text', async () => {
    const editor = await documentOf(TEXT);
    const run = outcomeOf('attentive.summarize', { form: 'headline', output: 'preview' });
    await previewText(text => text.endsWith(`\n\n${TEXT}`) && text.length > TEXT.length + 4);
    await until(async () => (await vscode.commands.executeCommand('attentive.acceptPreview')) === true);
    assert.equal((await run).kind, 'done');
    assert.match(editor.document.getText(), /^ {2}\S[^\n]*\n\n {2}The settings page/);
    assert.ok(editor.document.getText().endsWith(TEXT));
  });

  it('replaces the text with the output `replace`', async () => {
    const editor = await documentOf(TEXT);
    await outcomeOf('attentive.summarize', { form: 'headline', output: 'replace' });
    assert.doesNotMatch(editor.document.getText(), /It was lost before/);
  });
});

describe('unusual input', () => {
  afterEach(closeAll);

  for (const [name, text, sentence] of [
    ['nothing', '', /holds no words/],
    ['white space', ' \n\t\n', /holds no words/],
    ['only numbers', '12 + 34 = 46', /holds no words/],
    ['control characters', 'a\u0000b\u0001c\u0002', /binary, broken/],
    ['another script', 'مرحبا بالعالم. Здравствуй, мир.', /not written in the script/],
  ] as const) {
    it(`${name}: shows one message and changes nothing`, async () => {
      const editor = await documentOf(text);
      const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
      assert.equal(outcome.kind, 'failed');
      assert.match(outcome.message ?? '', sentence);
      assert.equal(editor.document.getText(), text);
    });
  }

  it('a lone surrogate stays in its place', async () => {
    const editor = await documentOf(`${GREETING}\nbad \ud800 one\n`);
    await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.match(editor.document.getText(), new RegExp(`^${GREETING_DE}\nbad [\ud800\ufffd] one\n$`));
  });

  it('an edit before the selection moves the result; an edit inside it makes the result open beside', async () => {
    const text = `Head\n${longText(60)}`;
    const moved = await documentOf(text);
    moved.selection = new vscode.Selection(1, 0, moved.document.lineCount, 0);
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    await moved.edit(edit => edit.insert(new vscode.Position(0, 0), 'New '));
    assert.equal((await run).kind, 'done');
    assert.match(moved.document.getText(), /^New Head\nI|^New Head\n/);
    assert.doesNotMatch(moved.document.getText(), /We have seen/);

    const touched = await documentOf(text);
    touched.selection = new vscode.Selection(1, 0, touched.document.lineCount, 0);
    const second = outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    await touched.edit(edit => edit.insert(new vscode.Position(3, 3), 'X'));
    const after = touched.document.getText();
    assert.equal((await second).kind, 'beside');
    assert.equal(touched.document.getText(), after);
    assert.ok((await textBeside(touched.document)).length > 0);
  });

  it('the result of a document that was closed meanwhile is opened beside', async () => {
    await documentOf(longText(60));
    const run = outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    assert.equal((await run).kind, 'beside');
    const texts = vscode.workspace.textDocuments.map(document => document.getText());
    assert.ok(
      texts.some(text => text.includes('\n') && !text.includes('We have seen')),
      'the result is open',
    );
  });

  it('a task that no model has is named in the message', async () => {
    const editor = await documentOf(GREETING);
    const summary = await outcomeOf('attentive.summarize', { form: 'limerick' });
    assert.match(summary.message ?? '', /cannot do this: summarize/);
    const japanese = await outcomeOf('attentive.translate', { to: 'ja' });
    assert.match(japanese.message ?? '', /cannot do this: translate to Japanese/);
    assert.equal(editor.document.getText(), GREETING);
  });

  it('without an open editor a message is shown', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const outcome = await outcomeOf('attentive.translate', { to: 'de', output: 'replace' });
    assert.match(outcome.message ?? '', /^Open a text first/);
  });
});

/** Whether some sentences of `longText` are translated. */
function showsResults(text: string): boolean {
  return /^Wir haben/m.test(text);
}

/** Many sentences. They differ, because equal sentences are translated only once. */
function longText(sentences: number): string {
  return Array.from({ length: sentences }, (_, index) => `We have seen ${index} small houses.`).join('\n');
}
