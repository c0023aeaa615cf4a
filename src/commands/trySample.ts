// Try sample: opens a text that ships with the extension, selects it and runs a task on it.
import * as vscode from 'vscode';

/** A text to try a task on. */
interface Sample {
  readonly file: string;
  readonly command: 'attentive.translate' | 'attentive.summarize';
}

const SAMPLES = {
  translate: { file: 'messages.txt', command: 'attentive.translate' },
  german: { file: 'german.txt', command: 'attentive.translate' },
  summarize: { file: 'change.txt', command: 'attentive.summarize' },
} as const satisfies Record<string, Sample>;

export type SampleName = keyof typeof SAMPLES;

export function isSampleName(value: unknown): value is SampleName {
  return typeof value === 'string' && Object.hasOwn(SAMPLES, value);
}

/** Opens a sample and runs its command, which asks the user for the task. Returns the command's result. */
export async function trySample(extension: vscode.Uri, name: SampleName): Promise<unknown> {
  const { file, command } = SAMPLES[name];
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'media', 'samples', file));
  const content = new TextDecoder().decode(bytes).trimEnd();
  const document =
    (await findOpenSample(content)) ?? (await vscode.workspace.openTextDocument({ content, language: 'plaintext' }));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const last = document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(new vscode.Position(0, 0), last);
  return vscode.commands.executeCommand(command, { output: 'preview' });
}

/** An open, unchanged document with the text of the sample, so that trying it again opens no second document. */
async function findOpenSample(content: string): Promise<vscode.TextDocument | undefined> {
  return vscode.workspace.textDocuments.find(
    document => document.isUntitled && !document.isClosed && document.getText().replaceAll('\r\n', '\n') === content,
  );
}
