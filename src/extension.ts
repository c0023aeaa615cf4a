// Extension: the composition root. Every object is created here and passed to the objects that use it.
import * as vscode from 'vscode';
import { DisposableStore } from './base/lifecycle';
import type { WorkerHandle } from './base/workerOnDemand';
import { attentionArgumentsOf, replacedFolderOf } from './commands/commandArguments';
import type { CommandId } from './commands/ids';
import { sentenceOf } from './tasks/messages';
import { copyDiagnostics } from './commands/copyDiagnostics';
import { addModelFolder, openModelSettings } from './commands/models/addModelFolder';
import { type FolderHost, folderUri, type ModelPlace, type ModelPlaces } from './commands/models/modelPlaces';
import { ModelsById } from './commands/models/models';
import { Rewriting } from './commands/rewrite/rewrite';
import { type AttentionHost, showAttention } from './commands/showAttention';
import { showStatus } from './commands/showStatus';
import { isSampleName, trySample } from './commands/trySample';
import { completeStep, completingDeliver } from './commands/walkthrough';
import { type EngineHost, engineParts, type EngineParts } from './engineParts';
import type { FileStore } from './models/store';
import { onSettingChange, setting } from './settings';
import type { EnginePool } from './tasks/enginePool';
import { Tasks } from './tasks/worker/tasks';
import { AttentionButton } from './views/attention/button';
import type { RunRange } from './views/attention/editor/links';
import { AttentionRuns } from './views/attention/runs';
import { AttentionView } from './views/attention/view';
import type { LeaseModel } from './views/attention/explanations';
import { PREVIEW_SCHEME, Previews } from './views/preview/previews';
import { sentenceLinkOf } from './views/preview/review';
import { Results } from './views/results';
import { RunView } from './views/run/view';

/** What the two hosts, Node and the browser, implement differently. */
export interface Platform extends FolderHost, EngineHost {
  /** Starts the worker of the tasks. */
  startTasks(): Promise<WorkerHandle>;
  /** Describes the machine for diagnostics: processor, cores, memory. */
  describe(): string;
  /** A folder of the extension, or one that the user named. */
  folder(uri: vscode.Uri): FileStore;
}

export function activate(context: vscode.ExtensionContext, platform: Platform): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(vscode.window.createOutputChannel('Attentive', { log: true }));
  const engine = engineParts(platform, context.globalState, log, store);
  const { pool } = engine;
  const places = placesOf(context, platform);
  const previews = store.add(new Previews(context.workspaceState));
  const results = store.add(new Results());
  const runView = store.add(new RunView(context.extensionUri));
  const attention = attentionParts(context.extensionUri, pool, places, store);
  const rewriting = store.add(
    new Rewriting({
      pool,
      tasks: tasksOf(context, platform, store),
      places,
      memory: context.globalState,
      log,
      openPreview: request => previews.open(request),
      openResult: result => results.open(result),
      openText: text => results.document(text),
      onRun: (report, run) => {
        attention.runs.add(run);
        runView.setReport(report);
        completeStep('run');
      },
      onResult: (run, location) => {
        attention.runs.setResults(run, location);
        if (setting('underlineUncovered')) void attention.view.underline(run);
      },
    }),
  );
  const parts = { context, log, engine, platform, places, previews, runView, attention, rewriting };
  for (const [id, handler] of Object.entries(handlersOf(parts))) {
    store.add(vscode.commands.registerCommand(id, handler));
  }
}

/** The objects that the handlers of the commands use. */
interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly engine: EngineParts;
  readonly platform: Platform;
  readonly places: ModelPlaces;
  readonly previews: Previews;
  readonly runView: RunView;
  readonly attention: AttentionParts;
  readonly rewriting: Rewriting;
}

/** The handler of each command. */
function handlersOf(parts: Parts): Record<CommandId, (...args: never[]) => unknown> {
  const { context, platform, log, engine, places, previews, runView, attention, rewriting } = parts;
  return {
    'attentive.translate': completingDeliver(args => rewriting.translateSelection(args)),
    'attentive.translateComments': completingDeliver(args => rewriting.translateParts('comments', args)),
    'attentive.translateStrings': completingDeliver(args => rewriting.translateParts('strings', args)),
    'attentive.translateNotebook': completingDeliver(args => rewriting.translateNotebook(args)),
    'attentive.summarize': completingDeliver(args => rewriting.summarizeSelection(args)),
    'attentive.cancel': () => rewriting.cancelAll(),
    'attentive.acceptPreview': () => previews.decideActive('accept'),
    'attentive.discardPreview': () => previews.decideActive('discard'),
    ...sentenceHandlers(previews),
    'attentive.showRun': () => {
      if (runView.open()) completeStep('judge');
    },
    'attentive.showAttention': async (args?: unknown) => {
      const outcome = await showAttention(
        attentionArgumentsOf(args, PREVIEW_SCHEME),
        attentionHost(attention, rewriting),
      );
      if (outcome.kind === 'done') completeStep('attention');
      return outcome;
    },
    'attentive.keepAttention': () => attention.view.pinActive(),
    'attentive.showStatus': () => showStatus(engine.state()),
    'attentive.restartEngine': () => engine.restart(),
    'attentive.showLog': () => log.show(),
    'attentive.copyDiagnostics': async () =>
      copyDiagnostics(context.extension, platform.describe(), await engine.facts()),
    'attentive.addModelFolder': async (args?: unknown) => {
      if (await addModelFolder({ places, log }, replacedFolderOf(args))) completeStep('model');
    },
    'attentive.openModelSettings': () => openModelSettings(),
    'attentive.trySample': (name?: unknown) => trySample(context.extensionUri, isSampleName(name) ? name : 'translate'),
  };
}

type SentenceCommand = Extract<CommandId, `${string}Sentence${string}`>;

/**
 * The handlers of commands on a sentence of a preview: the sentence of a link that was clicked, else the one at the
 * caret.
 */
function sentenceHandlers(previews: Previews): Record<SentenceCommand, (...args: never[]) => unknown> {
  return {
    'attentive.acceptSentence': (link?: unknown) => previews.review.choose('accepted', sentenceLinkOf(link)),
    'attentive.rejectSentence': (link?: unknown) => previews.review.choose('rejected', sentenceLinkOf(link)),
    'attentive.nextSentence': (value?: unknown) => {
      const link = sentenceLinkOf(value);
      return link === undefined ? previews.review.go('next') : previews.review.goToLinked(link);
    },
    'attentive.previousSentence': () => previews.review.go('previous'),
    'attentive.nextSentenceToCheck': () => previews.review.go('nextToCheck'),
  };
}

/** The tasks; their worker starts when one is first run. */
function tasksOf(context: vscode.ExtensionContext, platform: Platform, store: DisposableStore): Tasks {
  const grammars = platform.folder(vscode.Uri.joinPath(context.extensionUri, 'dist', 'grammars'));
  return store.add(new Tasks({ start: () => platform.startTasks(), grammarFile: name => grammars.read(name) }));
}

interface AttentionParts {
  readonly runs: AttentionRuns;
  readonly view: AttentionView;
}

function attentionParts(
  extensionUri: vscode.Uri,
  pool: EnginePool,
  places: ModelPlaces,
  store: DisposableStore,
): AttentionParts {
  const runs = store.add(new AttentionRuns());
  const models = new ModelsById(places);
  store.add(onSettingChange(['modelFolders'], () => models.clear()));
  const lease: LeaseModel = async (model, signal) => {
    const installed = await models.get(model);
    const { alignment } = installed.card;
    return { ...(await pool.lease(installed, signal)), ...(alignment === undefined ? {} : { alignment }) };
  };
  const errorSentence = (error: unknown): string => sentenceOf(error, vscode.l10n.t);
  const view = store.add(new AttentionView({ extensionUri, runs, lease, errorSentence }));
  store.add(new AttentionButton(runs));
  return { runs, view };
}

function attentionHost({ runs, view }: AttentionParts, rewriting: Rewriting): AttentionHost<RunRange> {
  return {
    runAt: (document, selection) => runs.runAtSelection(document, selection),
    runIn: uri => runs.newestIn(uri),
    newestRun: () => runs.newest,
    placeOf: passage => ({ passage, side: 'source', start: 0, end: 0 }),
    open: (run, place) => view.open(run, place),
    runSelection: args => rewriting.runSelection(args),
  };
}

function placesOf(context: vscode.ExtensionContext, platform: Platform): ModelPlaces {
  const placeAt = (uri: vscode.Uri): ModelPlace => ({ uri, store: platform.folder(uri) });
  return {
    embedded: placeAt(vscode.Uri.joinPath(context.extensionUri, 'models', 'embedded')),
    folder: name => placeAt(folderUri(name, platform)),
  };
}
