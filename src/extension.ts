// Extension: the composition root. Every object is created here and passed to the objects that use it.
import * as vscode from 'vscode';
import { DisposableStore } from './base/lifecycle';
import type { Port } from './base/rpc';
import { attentionArgumentsOf, replacedFolderOf } from './commands/commandArguments';
import type { CommandId } from './commands/ids';
import { sentenceOf } from './tasks/messages';
import { addModelFolder, openModelSettings } from './commands/models/addModelFolder';
import { type FolderHost, folderUri, type ModelPlace, type ModelPlaces } from './commands/models/modelPlaces';
import { ModelsById } from './commands/models/models';
import { Rewriting } from './commands/rewrite/rewrite';
import { type AttentionHost, showAttention } from './commands/showAttention';
import { showStatus } from './commands/showStatus';
import { isSampleName, trySample } from './commands/trySample';
import { completeStep, completingDeliver } from './commands/walkthrough';
import { connectEngine } from './engine/remote';
import { Formats } from './formats/formats';
import type { FileStore } from './models/store';
import { onSettingChange, setting } from './settings';
import { EnginePool, type EngineState, type RunningEngine } from './tasks/enginePool';
import { AttentionButton } from './views/attention/button';
import type { RunRange } from './views/attention/editor/links';
import { AttentionRuns } from './views/attention/runs';
import { AttentionView } from './views/attention/view';
import type { LeaseModel } from './views/attention/explanations';
import { PREVIEW_SCHEME, Previews } from './views/preview/previews';
import { sentenceLinkOf } from './views/preview/review';
import { Results } from './views/results';
import { RunView } from './views/run/view';
import { StatusView } from './views/status';

/** What the two hosts, Node and the browser, implement differently. */
export interface Platform extends FolderHost {
  /** Starts the engine's worker; with 0 threads the host chooses their number. */
  startWorker(threads: number): Promise<WorkerHandle>;
  /** Starts the worker of the parsers of formats. */
  startFormats(): Promise<WorkerHandle>;
  /** A folder of the extension, or one that the user named. */
  folder(uri: vscode.Uri): FileStore;
}

export interface WorkerHandle {
  readonly port: Port;
  dispose(): void;
}

export function activate(context: vscode.ExtensionContext, platform: Platform): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(vscode.window.createOutputChannel('Attentive', { log: true }));
  const { pool, state } = enginePool(platform, log, store);
  const places = placesOf(context, platform);
  const previews = store.add(new Previews(context.workspaceState));
  const results = store.add(new Results());
  const runView = store.add(new RunView(context.extensionUri));
  const attention = attentionParts(context.extensionUri, pool, places, store);
  const rewriting = store.add(
    new Rewriting({
      pool,
      formats: formatsOf(context, platform, store),
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
  const parts = { context, log, pool, state, places, previews, runView, attention, rewriting };
  for (const [id, handler] of Object.entries(handlersOf(parts))) {
    store.add(vscode.commands.registerCommand(id, handler));
  }
}

/** The objects that the handlers of the commands use. */
interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly pool: EnginePool;
  readonly state: () => EngineState;
  readonly places: ModelPlaces;
  readonly previews: Previews;
  readonly runView: RunView;
  readonly attention: AttentionParts;
  readonly rewriting: Rewriting;
}

/** The handler of each command. */
function handlersOf(parts: Parts): Record<CommandId, (...args: never[]) => unknown> {
  const { context, log, pool, state, places, previews, runView, attention, rewriting } = parts;
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
    'attentive.showStatus': () => showStatus(state()),
    'attentive.restartEngine': () => pool.restart(),
    'attentive.showLog': () => log.show(),
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

/** The parsers of formats; their worker starts when a document needs one. */
function formatsOf(context: vscode.ExtensionContext, platform: Platform, store: DisposableStore): Formats {
  const grammars = platform.folder(vscode.Uri.joinPath(context.extensionUri, 'dist', 'grammars'));
  return store.add(new Formats({ start: () => platform.startFormats(), grammarFile: name => grammars.read(name) }));
}

/** The engine pool, with its state in the status bar and in the log. */
function enginePool(
  platform: Platform,
  log: vscode.LogOutputChannel,
  store: DisposableStore,
): { readonly pool: EnginePool; readonly state: () => EngineState } {
  const status = store.add(new StatusView(error => sentenceOf(error, vscode.l10n.t)));
  let state: EngineState = { kind: 'off' };
  const pool = store.add(
    new EnginePool({
      start: () => startEngine(platform),
      idleMs: () => (setting('unloadAfterMinutes') || Infinity) * 60_000,
      onState: next => {
        if (next.kind !== state.kind) {
          log.info(`engine: ${next.kind}`);
          setContextKeys(next);
        }
        if (next.kind === 'failed') log.error(next.error.stack ?? next.error.message);
        state = next;
        status.show(next);
      },
    }),
  );
  // The number of threads is fixed when a worker starts.
  store.add(onSettingChange(['threads'], () => pool.restart()));
  return { pool, state: () => state };
}

/** Sets the context keys by which *Cancel* and *Restart the Engine* are offered. */
function setContextKeys({ kind }: EngineState): void {
  const isRunning = kind === 'loading' || kind === 'running';
  void vscode.commands.executeCommand('setContext', 'attentive.isRunning', isRunning);
  void vscode.commands.executeCommand('setContext', 'attentive.hasEngine', kind !== 'off');
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

async function startEngine(platform: Platform): Promise<RunningEngine> {
  const worker = await platform.startWorker(setting('threads'));
  const engine = connectEngine(worker.port);
  return {
    engine,
    onClose: listener => worker.port.onClose(listener),
    dispose() {
      worker.dispose();
      engine.dispose();
    },
  };
}

function placesOf(context: vscode.ExtensionContext, platform: Platform): ModelPlaces {
  const placeAt = (uri: vscode.Uri): ModelPlace => ({ uri, store: platform.folder(uri) });
  return {
    embedded: placeAt(vscode.Uri.joinPath(context.extensionUri, 'models', 'embedded')),
    folder: name => placeAt(folderUri(name, platform)),
  };
}
