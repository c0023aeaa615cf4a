// Rewrite: the commands that translate or summarize a selection, comments, strings or a notebook, up to the delivered result.
import * as vscode from 'vscode';
import { AttentiveError } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import type { Output } from '../../settingKeys';
import type { EnginePool } from '../../tasks/enginePool';
import type { FinishedRun, TextLocation } from '../../tasks/run/finishedRun';
import { sentencesOf } from '../../tasks/messages';
import { reportOf, type RunReport } from '../../tasks/run/report';
import type { RewriteEvent, RewriteResult } from '../../tasks/run/rewrite';
import type { Tasks } from '../../tasks/worker/tasks';
import { runTask } from './run';
import { Job, type OpenPreview, type Preview } from './job';
import type { ModelPlaces } from '../models/models';
import { chooseSummary, chooseTask, chooseTranslation, titleOf } from '../models/taskChoice';
import { deliver, type Destination, type OpenResult } from './output';
import {
  type CommandResult,
  reportBeside,
  reportCopied,
  reportError,
  reportNoEditor,
  reportNoNotebook,
  reportNothingNew,
  reportToCheck,
} from './report';
import { finishedRunOf } from './finishedRun';
import { type Order, type Plan, planOf, titled } from './plan';
import type { OpenText } from '../target/notebookTarget';
import type { Target } from '../target/target';
import { editorTarget, partsTarget, selectionTarget, type Wanted, wholeNotebook } from '../target/targets';
import type { RewriteArguments, TaskArguments } from '../commandArguments';

export interface RewriteHost {
  readonly pool: EnginePool;
  readonly tasks: Tasks;
  readonly places: ModelPlaces;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly openPreview: OpenPreview;
  readonly openResult: OpenResult;
  readonly openText: OpenText;
  /** Called for each run that ended, before its result is delivered. */
  onRun(report: RunReport, run: FinishedRun): void;
  /** Called with the location of a run's results: in a preview, then in a document; undefined if in none. */
  readonly onResult: (run: string, location: TextLocation | undefined) => void;
}

/** The result of a command, and a promise that settles when a question that is still open has been answered. */
interface WorkResult {
  readonly outcome: CommandResult;
  readonly openQuestion?: Promise<unknown>;
}

export class Rewriting implements vscode.Disposable {
  private readonly running = new Set<AbortController>();

  constructor(private readonly host: RewriteHost) {}

  translateSelection(args: RewriteArguments): Promise<CommandResult> {
    return this.run(args, { choose: chooseTranslation, target: selectionTarget });
  }

  /** Translates comments or strings of the selection or of the whole file. The result is shown in a preview. */
  translateParts(wanted: Wanted, args: RewriteArguments): Promise<CommandResult> {
    const title = wanted === 'comments' ? vscode.l10n.t('Translate comments') : vscode.l10n.t('Translate strings');
    return this.run({ output: 'preview', ...args }, { choose: titled(title), target: partsTarget(wanted) });
  }

  /** Translates the Markdown cells of the active notebook, and the comments of its code cells. */
  translateNotebook(args: RewriteArguments): Promise<CommandResult> {
    const choose = titled(vscode.l10n.t('Translate the notebook'));
    return this.run({ output: 'preview', ...args }, { choose, target: wholeNotebook, none: reportNoNotebook });
  }

  summarizeSelection(args: RewriteArguments): Promise<CommandResult> {
    return this.run(args, { choose: chooseSummary, target: editorTarget });
  }

  /** Runs a task that the user chooses. Its result is not delivered, only shown in the Attention view. */
  runSelection(args: TaskArguments): Promise<CommandResult> {
    return this.run(args, { choose: chooseTask, target: editorTarget, output: 'none' });
  }

  /** Cancels all running commands. */
  cancelAll(): void {
    for (const controller of this.running) controller.abort();
  }

  dispose(): void {
    this.cancelAll();
  }

  /** Runs a command, and shows every error as one sentence. */
  private async run(args: RewriteArguments, order: Order): Promise<CommandResult> {
    const { none = reportNoEditor } = order;
    const store = new DisposableStore();
    const controller = new AbortController();
    this.running.add(controller);
    store.add({ dispose: () => this.running.delete(controller) });
    let openQuestion: Promise<unknown> | undefined;
    try {
      const { tasks, openText } = this.host;
      const target = await order.target({ formats: tasks.formats, openText }, controller.signal);
      if (target === undefined) return none();
      store.add(target);
      if (target.texts.every(text => text.trim() === '')) {
        throw new AttentiveError('nothing-to-do', 'the selection is blank', { why: 'empty' });
      }
      const plan = await planOf(this.host, target, { ...order, args }, controller.signal);
      if (plan === undefined) return { kind: 'dismissed' };
      const ended = await this.execute(plan, target, { controller, store });
      openQuestion = ended.openQuestion;
      return ended.outcome;
    } catch (error) {
      return reportError(error, this.host.log);
    } finally {
      // The document stays tracked until an open question is answered.
      if (openQuestion === undefined) store.dispose();
      else void openQuestion.finally(() => store.dispose());
    }
  }

  private async execute(
    { choice, output, beams }: Plan,
    target: Target,
    { controller, store }: { readonly controller: AbortController; readonly store: DisposableStore },
  ): Promise<WorkResult> {
    const { log } = this.host;
    log.info(`${titleOf(choice.task)}: ${target.texts.length} segments, ${choice.model.name}, output ${output}`);
    const job = store.add(new Job(target, choice, this.host.onResult));
    const preview = output === 'preview' ? await job.preview(this.host.openPreview, controller) : undefined;
    let began = performance.now();
    let done: RewriteResult;
    try {
      done = await this.runWithProgress(job, beams.numBeams, controller, store, event => {
        // The time before the plan was spent on loading the model.
        if (event.kind === 'plan') began = performance.now();
        job.take(event);
      });
    } catch (error) {
      return this.offerFinished(job, output, error);
    }
    const seconds = (performance.now() - began) / 1000;
    job.run = finishedRunOf(choice, target, done);
    const sentences = [...sentencesOf(done.notes, vscode.l10n.t), ...target.notes];
    this.host.onRun(reportOf(job.run, done, { seconds, notes: sentences, whyBeams: beams.why }), job.run);
    const notes = { notes: done.notes, more: target.notes, log };
    if (output === 'none') reportToCheck(notes);
    else reportToCheck({ ...notes, composition: job.proposal.compose(), task: choice.task.kind, preview });
    if (output === 'none') return { outcome: { kind: 'done', run: job.run.id } };
    if (preview !== undefined) return { outcome: await this.deliverDecided(job, preview) };
    return { outcome: await this.deliverResult(output === 'preview' ? job.placement : output, job) };
  }

  private async runWithProgress(
    job: Job,
    numBeams: number,
    controller: AbortController,
    store: DisposableStore,
    onEvent: (event: RewriteEvent) => void,
  ): Promise<RewriteResult> {
    const { pool, tasks, memory, log } = this.host;
    const { choice, target } = job;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: titleOf(choice.task),
      cancellable: true,
    };
    return vscode.window.withProgress(options, (progress, token) => {
      store.add(token.onCancellationRequested(() => controller.abort()));
      return runTask({
        pool,
        tasks,
        choice,
        target,
        numBeams,
        memory,
        log,
        progress,
        signal: controller.signal,
        onEvent,
      });
    });
  }

  /** Waits for the user's decision on a preview, and delivers the result or discards it. */
  private async deliverDecided(job: Job, preview: Preview): Promise<CommandResult> {
    preview.finish();
    job.reportLocation(preview.uri);
    const decision = await preview.decision;
    const column = await preview.close();
    if (decision === 'accept') {
      await job.showDocument(column);
      return this.deliverResult(job.placement, job);
    }
    if (job.run !== undefined) this.host.onResult(job.run.id, undefined);
    return { kind: 'discarded', ...job.runName };
  }

  /** Offers to keep the segments that were finished before a run was cancelled or failed. */
  private async offerFinished(job: Job, output: Output | 'none', error: unknown): Promise<WorkResult> {
    const outcome = reportError(error, this.host.log);
    const { proposal, isDiscarded } = job;
    proposal.stop();
    const { done, total } = proposal;
    if (done === 0 || output === 'none' || isDiscarded) return { outcome };
    const keep = vscode.l10n.t('Keep What Is Done');
    const { opened } = job;
    if (opened === undefined || output !== 'preview') {
      const message = vscode.l10n.t('Finished before it stopped: {0} of {1}. Nothing was changed so far.', done, total);
      const answer = Promise.resolve(vscode.window.showInformationMessage(message, keep));
      const rest = answer.then(chosen => {
        if (chosen === keep) return this.deliverResult(output === 'preview' ? job.placement : output, job);
        return undefined;
      });
      return { outcome, openQuestion: rest.catch((failure: unknown) => reportError(failure, this.host.log)) };
    }
    const message = vscode.l10n.t(
      'Finished before it stopped: {0} of {1}. The preview shows them; nothing was changed so far.',
      done,
      total,
    );
    const discard = vscode.l10n.t('Discard');
    void vscode.window.showInformationMessage(message, keep, discard).then(chosen => {
      if (chosen !== undefined) opened.decide(chosen === keep ? 'accept' : 'discard');
    });
    const decided = await this.deliverDecided(job, opened);
    return { outcome: decided.kind === 'discarded' ? outcome : decided };
  }

  private async deliverResult(output: Destination, job: Job): Promise<CommandResult> {
    const { openResult, onResult } = this.host;
    const delivery = await deliver(job.deliveryRequest(output, openResult));
    if (job.run !== undefined) onResult(job.run.id, 'location' in delivery ? delivery.location : undefined);
    switch (delivery.kind) {
      case 'beside':
        return { ...reportBeside(delivery.why), ...job.runName };
      case 'copied':
        return { ...reportCopied(), ...job.runName };
      case 'nothing':
        return { ...reportNothingNew(), ...job.runName };
      case 'written':
      case 'writtenToCells':
      case 'opened':
        return { kind: 'done', ...job.runName };
    }
  }
}
