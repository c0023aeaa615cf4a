import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { confirmSourceFile } from '../../../../src/commands/rewrite/sourceFile';
import { stage, TextDocument } from '../../vscode';

function documentIn(language: string): vscode.TextDocument {
  return new TextDocument(stage.uri(), 'text', language) as unknown as vscode.TextDocument;
}

describe('confirmSourceFile', () => {
  before(() => {
    const languages = [{ id: 'typescript', aliases: ['TypeScript', 'ts'] }, { id: 'odd' }];
    stage.extensions.push({ packageJSON: {} }, { packageJSON: { contributes: { languages } } });
  });
  beforeEach(() => stage.messages.splice(0));

  it('names the language of the file, and returns whether the user confirmed', async () => {
    stage.answers.push('Summarize All of It', undefined);
    assert.equal(await confirmSourceFile(documentIn('typescript'), true, 'summarize'), true);
    assert.equal(await confirmSourceFile(documentIn('typescript'), true, 'summarize'), false, 'dismissed');
    assert.equal(stage.messages[0].message, 'Summarize the whole TypeScript file?');
    assert.equal(stage.messages.length, 2);
  });

  it('asks nothing before it translates a language with a grammar, because only comments are translated', async () => {
    assert.equal(await confirmSourceFile(documentIn('typescript'), true), true);
    assert.deepEqual(stage.messages, []);
    stage.answers.push('Translate All of It');
    assert.equal(await confirmSourceFile(documentIn('odd'), true), true);
  });

  it('names the task, and a language without a name by its id in the question', async () => {
    stage.answers.push('Summarize All of It');
    assert.equal(await confirmSourceFile(documentIn('odd'), true, 'summarize'), true);
    assert.equal(stage.messages[0].message, 'Summarize the whole odd file?');
  });

  it('returns true without a question for a selection and for a document of prose', async () => {
    assert.equal(await confirmSourceFile(documentIn('typescript'), false), true);
    for (const prose of ['plaintext', 'markdown', 'asciidoc', 'latex', 'restructuredtext']) {
      assert.equal(await confirmSourceFile(documentIn(prose), true), true, prose);
    }
    assert.deepEqual(stage.messages, []);
  });
});
