// Start: measures inside a real VS Code the times of the activation, of the first translation (which loads the model)
// and of the second one, and the memory. SUITES=bench/host node test/host/run-server.mjs        (npm run package first)
import * as vscode from 'vscode';

describe('the start of the extension', () => {
  it('prints times and memory', async () => {
    const extension = vscode.extensions.getExtension('attentive.attentive');
    if (extension === undefined || extension.isActive)
      throw new Error('the extension must be installed and not active yet');
    const before = process.memoryUsage().rss;
    const activation = await timed(() => extension.activate());
    const afterActivation = process.memoryUsage().rss;
    const document = await vscode.workspace.openTextDocument({ content: 'I am tired.', language: 'plaintext' });
    await vscode.window.showTextDocument(document);
    const args = { to: 'de', output: 'copy' };
    const first = await timed(() => vscode.commands.executeCommand('attentive.translate', args));
    const second = await timed(() => vscode.commands.executeCommand('attentive.translate', args));
    const loaded = process.memoryUsage().rss;
    await vscode.commands.executeCommand('attentive.restartEngine');
    await new Promise(resolve => setTimeout(resolve, 1000));
    const stopped = process.memoryUsage().rss;
    const lines = [
      `activation: ${activation.toFixed(1)} ms, ${mb(afterActivation - before)} MB`,
      `first translation of a sentence, model loaded for it: ${first.toFixed(0)} ms`,
      `second translation of a sentence: ${second.toFixed(0)} ms`,
      `memory with the model loaded: ${mb(loaded - afterActivation)} MB more; with the engine stopped: ${mb(stopped - afterActivation)} MB more`,
    ];
    // The runner prints the lines that begin with its mark. Each line must be a separate message.
    for (const line of lines) console.log(`${process.env['ATTENTIVE_MARK'] ?? ''}      ${line}`);
  });
});

async function timed(work: () => Thenable<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
