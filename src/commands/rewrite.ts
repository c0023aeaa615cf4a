// Rewrite: the commands Translate Selection and Summarize Selection, from the selection to the edit.
import * as vscode from 'vscode';
import { AttentiveError } from '../base/errors';
import { DisposableStore } from '../base/lifecycle';
import type { Output } from '../settingKeys';
import { setting } from '../settings';
import type { EngineRoom } from '../tasks/engineRoom';
import type { FinishedRun, Home } from '../tasks/finished';
import type { RunReport } from '../tasks/report';
import { abortWith } from './abort';
import { confirmSize } from './estimate';
import { follow } from './follow';
import { type InstalledModel, installedModels, type ModelPlaces } from './models';
import { chooseSummary, chooseTask, chooseTranslation, type Offer, type Task, titleOf, type Wanted } from './offers';
import { chooseOutput, deliver, startsOf } from './output';
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
  readonly uri: vscode.Uri;
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
  onRun(report: RunReport, run: FinishedRun): void;
  /** Told of where the results of a run stand now: a preview, then a document; undefined if in none. */
  onResult(run: string, home: Home | undefined): void;
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
  /** `none`: the result is shown in a view alone. */
  readonly output: Output | 'none';
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

  /** Runs a task that is asked for, and leaves the document as it is. */
  runSelection(args: Wanted): Promise<Outcome> {
    return this.run(args, chooseTask, 'none');
  }

  /** Stops all that runs. */
  cancelAll(): void {
    for (const controller of this.running) controller.abort();
  }

  dispose(): void {
    this.cancelAll();
  }

  /** Every error ends here, as one sentence. */
  private async run(args: RewriteArguments, choose: Choose, output?: 'none'): Promise<Outcome> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return reportNoEditor();
    const store = new DisposableStore();
    const target = store.add(new Target(editor.document, editor.selections));
    try {
      if (target.texts.every(text => text.trim() === '')) {
        throw new AttentiveError('nothing-to-do', 'the selection is blank', { why: 'empty' });
      }
      const plan = await this.plan(target, args, choose, output);
      return plan === undefined ? { kind: 'left' } : await this.work(plan, target, store);
    } catch (error) {
      return reportError(error, this.host.log);
    } finally {
      store.dispose();
    }
  }

  private async plan(target: Target, args: RewriteArguments, choose: Choose, only?: 'none'): Promise<Plan | undefined> {
    const { memory } = this.host;
    const models = await installedModels(this.host.places, this.host.log);
    const offer = await choose(models, args, target.document, memory);
    if (offer === undefined) return undefined;
    if (!(await confirmSize(target.texts, offer.model, memory))) return undefined;
    const preset = only ?? args.output ?? setting('output', target.document);
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
    const report = runReport(offer, target.document, done, (performance.now() - began) / 1000);
    const run = finishedRun(report, target);
    this.host.onRun(report, run);
    reportNotes(done.notes, log);
    if (output === 'none') return { kind: 'done', run: run.id };
    if (output !== 'preview') return this.finish(output, target, run);
    if (preview !== undefined) {
      preview.finish();
      this.host.onResult(run.id, { uri: preview.uri.toString(), starts: startsOf('replace', target, done.texts) });
    }
    // The document stays followed until the user has decided.
    const decision = await preview?.decision;
    preview?.dispose();
    if (decision === 'accept') return this.finish('replace', target, run);
    this.host.onResult(run.id, undefined);
    return { kind: 'discarded', run: run.id };
  }

  private async finish(output: Exclude<Output, 'preview'>, target: Target, run: FinishedRun): Promise<Outcome> {
    const { id } = run;
    const { kind, home } = await deliver(output, target, run.trace.results);
    this.host.onResult(id, home);
    if (kind === 'beside') return { ...reportBeside(), run: id };
    return output === 'copy' ? { ...reportCopied(), run: id } : { kind: 'done', run: id };
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

function finishedRun(report: RunReport, target: Target): FinishedRun {
  const { title, document, languages, model, trace, finishedAt } = report;
  const home = { uri: target.document.uri.toString(), starts: target.starts() };
  return { id: crypto.randomUUID(), facts: { title, document, languages, model }, trace, home, finishedAt };
}
