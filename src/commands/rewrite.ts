// Rewrite: the commands Translate Selection and Summarize Selection, from the selection to the edit.
import * as vscode from 'vscode';
import { AttentiveError } from '../base/errors';
import { DisposableStore } from '../base/lifecycle';
import type { Output } from '../settingKeys';
import { setting } from '../settings';
import type { EngineRoom } from '../tasks/engineRoom';
import type { RunReport } from '../tasks/report';
import { abortWith } from './abort';
import { confirmSize } from './estimate';
import { follow } from './follow';
import { type InstalledModel, installedModels, type ModelPlaces } from './models';
import { chooseSummary, chooseTranslation, type Offer, type Task, titleOf, type Wanted } from './offers';
import { chooseOutput, deliver } from './output';
import { type Outcome, reportBeside, reportCopied, reportError, reportNoEditor, reportNotes } from './report';
import { runReport } from './runReport';
import { Shown } from './shown';
import { isReadOnly, Target } from './target';

/** What a command's caller (a key binding, another extension) may say so that nothing is asked. */
export interface RewriteArguments extends Wanted {
  readonly output?: Output;
}

/** A preview as these commands need it. */
export interface Preview extends vscode.Disposable {
  changed(): void;
  finish(): void;
  readonly decision: Promise<'accept' | 'discard'>;
}

export interface RewriteHost {
  readonly room: EngineRoom;
  readonly places: ModelPlaces;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  openPreview(request: { original: vscode.TextDocument; title: string; render(): string }): Promise<Preview>;
  /** Told of each run that came to its end, before its result is delivered. */
  onRun(report: RunReport): void;
}

type Choose = (
  models: readonly InstalledModel[],
  wanted: Wanted,
  scope: vscode.TextDocument,
  memory: vscode.Memento,
) => Promise<Offer<Task> | undefined>;

/** What is to be done, all choices made. */
interface Plan {
  readonly offer: Offer<Task>;
  readonly output: Output;
  readonly title: string;
}

export class Rewriting implements vscode.Disposable {
  private readonly running = new Set<AbortController>();

  constructor(private readonly host: RewriteHost) {}

  translateSelection(args: RewriteArguments): Promise<Outcome> {
    return this.run(args, chooseTranslation);
  }

  summarizeSelection(args: RewriteArguments): Promise<Outcome> {
    return this.run(args, chooseSummary);
  }

  /** Stops all that runs. */
  cancelAll(): void {
    for (const controller of this.running) controller.abort();
  }

  dispose(): void {
    this.cancelAll();
  }

  /** Every error ends here, as one sentence. */
  private async run(args: RewriteArguments, choose: Choose): Promise<Outcome> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return reportNoEditor();
    const store = new DisposableStore();
    const target = store.add(new Target(editor.document, editor.selections));
    try {
      if (target.texts.every(text => text.trim() === '')) {
        throw new AttentiveError('nothing-to-do', 'the selection is blank', { why: 'empty' });
      }
      const plan = await this.plan(target, args, choose);
      return plan === undefined ? { kind: 'left' } : await this.work(plan, target, store);
    } catch (error) {
      return reportError(error, this.host.log);
    } finally {
      store.dispose();
    }
  }

  private async plan(target: Target, args: RewriteArguments, choose: Choose): Promise<Plan | undefined> {
    const { memory } = this.host;
    const models = await installedModels(this.host.places, this.host.log);
    const offer = await choose(models, args, target.document, memory);
    if (offer === undefined) return undefined;
    if (!(await confirmSize(target.texts, offer.model, memory))) return undefined;
    const preset = args.output ?? setting('output', target.document);
    const output = preset === 'ask' ? await chooseOutput(await isReadOnly(target.document), memory) : preset;
    if (output === undefined) return undefined;
    return { offer, output, title: titleOf(offer.task) };
  }

  private async work(plan: Plan, target: Target, store: DisposableStore): Promise<Outcome> {
    const { room, memory, log } = this.host;
    const { offer, output, title } = plan;
    const controller = new AbortController();
    this.running.add(controller);
    store.add({ dispose: () => this.running.delete(controller) });
    log.info(`${title}: ${target.texts.length} stretches, ${offer.model.name}, output ${output}`);
    const shown = new Shown(target);
    const preview =
      output === 'preview' ? store.add(await this.openPreview(title, target, shown, controller)) : undefined;
    store.add(target.onDidChange(() => preview?.changed()));
    let began = performance.now();
    const onEvent = (event: Parameters<Shown['take']>[0]): void => {
      // The time before it went into loading the model.
      if (event.kind === 'plan') began = performance.now();
      shown.take(event);
      preview?.changed();
    };
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    const done = await vscode.window.withProgress(options, (progress, token) => {
      store.add(abortWith(controller, token));
      return follow({ room, offer, target, memory, log, progress, signal: controller.signal, onEvent });
    });
    this.host.onRun(runReport(offer, target.document, done, (performance.now() - began) / 1000));
    reportNotes(done.notes, log);
    if (output !== 'preview') return finish(output, target, done.texts);
    preview?.finish();
    // The document stays followed until the user has decided.
    const decision = await preview?.decision;
    preview?.dispose();
    return decision === 'accept' ? finish('replace', target, done.texts) : { kind: 'discarded' };
  }

  private async openPreview(
    title: string,
    target: Target,
    shown: Shown,
    controller: AbortController,
  ): Promise<Preview> {
    const preview = await this.host.openPreview({
      original: target.document,
      title: vscode.l10n.t('{0} (preview)', title),
      render: () => shown.render(),
    });
    void preview.decision.then(decision => {
      if (decision === 'discard') controller.abort();
    });
    return preview;
  }
}

async function finish(
  output: Exclude<Output, 'preview'>,
  target: Target,
  results: readonly string[],
): Promise<Outcome> {
  const delivery = await deliver(output, target, results);
  if (delivery === 'beside') return reportBeside();
  return output === 'copy' ? reportCopied() : { kind: 'done' };
}
