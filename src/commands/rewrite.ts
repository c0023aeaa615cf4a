// Rewrite: the commands Translate Selection and Summarize Selection, from the selection to the edit.
import * as vscode from 'vscode';
import { asAttentive, AttentiveError, isCancelled } from '../base/errors';
import { DisposableStore } from '../base/lifecycle';
import type { Output } from '../settingKeys';
import { setting } from '../settings';
import type { EngineRoom, Lease } from '../tasks/engineRoom';
import type { RewriteEvent, RewriteResult } from '../tasks/rewrite';
import type { TaskRun } from '../tasks/rows';
import { summarize } from '../tasks/summarize';
import { translate } from '../tasks/translate';
import { abortWith } from './abort';
import { confirmSize, learnSpeed } from './estimate';
import { sentenceOf, sentencesOf } from './messages';
import { type InstalledModel, installedModels, type ModelPlaces } from './models';
import { chooseSummary, chooseTranslation, type Offer, type Task, titleOf, type Wanted } from './offers';
import { chooseOutput, deliver } from './output';
import { Shown } from './shown';
import { isReadOnly, Target } from './target';

/** What a command's caller (a key binding, a test) may say so that nothing is asked. */
export interface RewriteArguments extends Wanted {
  readonly output?: Output;
}

/** A preview as this command needs it. */
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

  translateSelection(args: RewriteArguments = {}): Promise<void> {
    return this.run(args, chooseTranslation);
  }

  summarizeSelection(args: RewriteArguments = {}): Promise<void> {
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
  private async run(args: RewriteArguments, choose: Choose): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a text first, then select what Attentive is to work on.'),
      );
      return;
    }
    const store = new DisposableStore();
    const target = store.add(new Target(editor.document, editor.selections));
    try {
      if (target.texts.every(text => text.trim() === ''))
        throw new AttentiveError('nothing-to-do', 'blank', { why: 'empty' });
      const plan = await this.plan(target, args, choose);
      if (plan !== undefined) await this.work(plan, target, store);
    } catch (error) {
      this.report(error);
    } finally {
      store.dispose();
    }
  }

  private async plan(target: Target, args: RewriteArguments, choose: Choose): Promise<Plan | undefined> {
    const models = await installedModels(this.host.places, this.host.log);
    const offer = await choose(models, args, target.document, this.host.memory);
    if (offer === undefined) return undefined;
    if (!(await confirmSize(target.texts, offer.model, this.host.memory))) return undefined;
    const preset = args.output ?? setting('output', target.document);
    const readOnly = await isReadOnly(target.document);
    const writes = preset === 'replace' || preset === 'insertBelow';
    const output = preset === 'ask' || (readOnly && writes) ? await chooseOutput(readOnly, this.host.memory) : preset;
    if (output === undefined) return undefined;
    return { offer, output, title: titleOf(offer.task) };
  }

  private async work(plan: Plan, target: Target, store: DisposableStore): Promise<void> {
    const { room, log } = this.host;
    const controller = new AbortController();
    this.running.add(controller);
    store.add({ dispose: () => this.running.delete(controller) });
    log.info(`${plan.title}: ${target.texts.length} stretches, ${plan.offer.model.name}, output ${plan.output}`);
    const shown = new Shown(target);
    const preview =
      plan.output === 'preview' ? store.add(await this.openPreview(plan, target, shown, controller)) : undefined;
    const options = { location: vscode.ProgressLocation.Notification, title: plan.title, cancellable: true };
    const done = await vscode.window.withProgress(options, async (progress, token) => {
      store.add(abortWith(controller, token));
      const lease = store.add(await room.lease(plan.offer.model, controller.signal));
      const rewrite = taskOf(plan.offer.task, target, lease, controller.signal, target.document);
      return this.follow(
        rewrite,
        lease,
        progress,
        text => {
          shown.take(text);
          preview?.changed();
        },
        plan.offer,
      );
    });
    this.tellNotes(done);
    if (preview === undefined) return this.finish(plan.output as Exclude<Output, 'preview'>, target, done.texts);
    preview.finish();
    // The commands stay cancellable and the document followed until the user has decided.
    const decision = await preview.decision;
    preview.dispose();
    if (decision === 'accept') await this.finish('replace', target, done.texts);
  }

  private async openPreview(plan: Plan, target: Target, shown: Shown, controller: AbortController): Promise<Preview> {
    const preview = await this.host.openPreview({
      original: target.document,
      title: vscode.l10n.t('{0} (preview)', plan.title),
      render: () => shown.render(),
    });
    void preview.decision.then(decision => {
      if (decision === 'discard') controller.abort();
    });
    return preview;
  }

  private async follow(
    rewrite: AsyncGenerator<RewriteEvent, RewriteResult, void>,
    lease: Lease,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    onText: (event: RewriteEvent) => void,
    offer: Offer<Task>,
  ): Promise<RewriteResult> {
    const started = performance.now();
    let characters = 0;
    let done = 0;
    for (;;) {
      const step = await rewrite.next();
      if (step.done === true) {
        const seconds = (performance.now() - started) / 1000;
        const { newTokens, steps } = step.value.stats;
        this.host.log.info(
          `${newTokens} tokens in ${steps} steps, ${seconds.toFixed(2)} s, ${(newTokens / seconds).toFixed(0)} tokens/s`,
        );
        await learnSpeed(offer.model, characters, seconds, this.host.memory);
        return step.value;
      }
      const event = step.value;
      if (event.kind === 'plan') characters = event.characters;
      if (event.kind === 'progress') {
        lease.report(event.stats.newTokens / ((performance.now() - started) / 1000));
        const message = vscode.l10n.t('{0} of {1}', event.done, event.total);
        progress.report({ message, increment: ((event.done - done) / event.total) * 100 });
        done = event.done;
      }
      onText(event);
    }
  }

  private async finish(output: Exclude<Output, 'preview'>, target: Target, results: readonly string[]): Promise<void> {
    const delivery = await deliver(output, target, results);
    if (delivery === 'beside') {
      const message = vscode.l10n.t(
        'The text was edited or closed meanwhile, or cannot be written to: the result was opened in a document beside it.',
      );
      void vscode.window.showWarningMessage(message);
    } else if (output === 'copy') {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Attentive: copied to the clipboard'), 5000);
    }
  }

  private tellNotes(done: RewriteResult): void {
    const sentences = sentencesOf(done.notes, vscode.l10n.t);
    for (const sentence of sentences) this.host.log.warn(sentence);
    if (sentences.length > 0) void vscode.window.showInformationMessage(sentences.join(' '));
  }

  private report(error: unknown): void {
    const known = asAttentive(error);
    if (isCancelled(known)) {
      this.host.log.info('cancelled');
      vscode.window.setStatusBarMessage(sentenceOf(known, vscode.l10n.t), 5000);
      return;
    }
    this.host.log.error(known.stack ?? known.message);
    const showLog = vscode.l10n.t('Show Log');
    const settings = vscode.l10n.t('Open Settings');
    const actions =
      known.code === 'task-unsupported' || known.code.startsWith('model-') ? [settings, showLog] : [showLog];
    const show = known.code === 'nothing-to-do' ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
    const offered = known.code === 'nothing-to-do' ? [] : actions;
    void show(sentenceOf(known, vscode.l10n.t), ...offered).then(chosen => {
      if (chosen === showLog) this.host.log.show();
      if (chosen === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'attentive.modelFolders');
      }
    });
  }
}

function taskOf(
  task: Task,
  target: Target,
  lease: Lease,
  signal: AbortSignal,
  scope: vscode.TextDocument,
): AsyncGenerator<RewriteEvent, RewriteResult, void> {
  const settings = { numBeams: setting('numBeams', scope) };
  const run: TaskRun = { engine: lease.engine, model: lease.model, input: task.input, settings, signal };
  if (task.kind === 'translate') return translate({ ...run, texts: target.texts, from: task.from });
  return summarize({ ...run, texts: target.texts, language: task.language });
}
