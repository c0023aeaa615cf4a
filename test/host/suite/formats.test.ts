// Documents with a format: Markdown keeps its structure, and of source code only the comments are translated.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, documentOf, outcomeOf, previewText, select, untilFinished } from './documents';
import { MARKDOWN } from './samples';

const GREETING = 'Good morning, my friend.';
const ORDER = 'Open the door and close the window.';

describe('Translate Selection, of Markdown', () => {
  afterEach(closeAll);

  it('changes the words, and keeps addresses, code and tables', async () => {
    const source = MARKDOWN;
    const editor = await documentOf(source, 'markdown');
    assert.equal((await outcomeOf('attentive.translate', { to: 'de', output: 'replace' })).kind, 'done');
    const result = editor.document.getText();
    assert.notEqual(result, source);
    for (const kept of ['](docs/manual.md)', '`npm start`', '|:-----|--------:|', '// The code stays.', '- [ ] ']) {
      assert.ok(result.includes(kept), `${kept} is not in ${result}`);
    }
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source);
  });
});

describe('Translate Selection, of source code', () => {
  afterEach(closeAll);

  const files: readonly (readonly [language: string, text: string, second: string])[] = [
    ['typescript', `// ${GREETING}\nconst open = true; // ${ORDER}\n`, `const open = true; // ${ORDER}\n`],
    ['python', `def run():\n    """${GREETING}"""\n    return 1  # ${ORDER}\n`, `    return 1  # ${ORDER}\n`],
  ];
  for (const [language, text, second] of files) {
    it(`translates the comments of a ${language} file: one rejected, the others accepted, undone at once`, async () => {
      const editor = await documentOf(text, language);
      const run = outcomeOf('attentive.translate', { to: 'de', output: 'preview' });
      const isDone = (now: string): boolean => !now.includes(GREETING) && !now.includes(ORDER);
      const preview = await previewText(isDone);
      await untilFinished(preview);
      const link = { preview: preview.uri.toString(), segment: 1 };
      assert.equal(await vscode.commands.executeCommand('attentive.rejectSentence', link), true);
      await previewText(now => now.includes(ORDER));
      await vscode.commands.executeCommand('attentive.acceptPreview');
      assert.equal((await run).kind, 'done');
      const result = editor.document.getText();
      assert.ok(!result.includes(GREETING) && result.endsWith(second), result);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), text);
    });
  }
});

describe('Translate Comments and Translate Strings', () => {
  afterEach(closeAll);

  const STRING = 'The window is open.';
  const SOURCE = `// ${GREETING}\nconst open = "${STRING}"; // ${ORDER}\n`;

  it('translates only the comments in a selection, and shows a preview unless an argument names another output', async () => {
    const editor = await documentOf(SOURCE, 'typescript');
    select(editor, [`"${STRING}"; // ${ORDER}`]);
    const run = outcomeOf('attentive.translateComments', { to: 'de' });
    await untilFinished(await previewText(now => !now.includes(ORDER)));
    await vscode.commands.executeCommand('attentive.acceptPreview');
    assert.equal((await run).kind, 'done');
    const result = editor.document.getText();
    assert.ok(result.startsWith(`// ${GREETING}\nconst open = "${STRING}"; // `) && !result.includes(ORDER), result);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), SOURCE);
  });

  it('translates the strings of a file and not its comments', async () => {
    const editor = await documentOf(SOURCE, 'typescript');
    assert.equal((await outcomeOf('attentive.translateStrings', { to: 'de', output: 'replace' })).kind, 'done');
    const [, result] = /^\/\/ Good morning, my friend\.\nconst open = "(.*)"; \/\/ Open the door .*\n$/.exec(
      editor.document.getText(),
    ) ?? [''];
    assert.ok(result !== '' && result !== STRING, editor.document.getText());
  });

  it('says what to do for a file without comments, and for a language without a grammar', async () => {
    await documentOf('const open = 1;\n', 'typescript');
    const { kind, message } = await outcomeOf('attentive.translateComments', { to: 'de' });
    assert.deepEqual([kind, /no comments were found/.test(message ?? '')], ['failed', true]);
    await documentOf(GREETING, 'plaintext');
    const other = await outcomeOf('attentive.translateComments', { to: 'de' });
    assert.match(other.message ?? '', /cannot be told from other text in plaintext/);
  });
});
