// Extension: the one composition root. Everything is made once, here, and handed to who needs it.
import * as vscode from 'vscode';
import { DisposableStore } from './base/lifecycle';
import type { Port } from './base/rpc';
import type { CommandId } from './commands/ids';
import { sentenceOf } from './commands/messages';
import { modelNamed, type ModelPlaces } from './commands/models';
import { type RewriteArguments, Rewriting } from './commands/rewrite';
import { type AttentionArguments, type AttentionHost, showAttention } from './commands/showAttention';
import { showStatus } from './commands/showStatus';
import { connectEngine } from './engine/remote';
import type { FileStore } from './models/store';
import { isOutput } from './settingKeys';
import { onSettingChange, setting } from './settings';
import { EngineRoom, type EngineState, type RunningEngine } from './tasks/engineRoom';
import { AttentionButton } from './views/attentionButton';
import type { RunPlace } from './views/attentionLinks';
import { AttentionRuns } from './views/attentionRuns';
import { AttentionView } from './views/attentionView';
import type { LeaseModel } from './views/explaining';
import { PREVIEW_SCHEME, Previews } from './views/preview';
import type { SentenceLink } from './views/previewReview';
import { Results } from './views/results';
import { RunView } from './views/runView';
import { StatusView } from './views/status';

/** What differs between the hosts. */
export interface Platform {
  /** Starts the engine's worker; with 0 threads the host chooses. */
  startWorker(threads: number): Promise<WorkerHandle>;
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
  const { room, state } = engineRoom(platform, log, store);
  const places = placesOf(context, platform);
  const previews = store.add(new Previews(context.workspaceState));
  const results = store.add(new Results());
  const runView = store.add(new RunView(context.extensionUri));
  const attention = attentionParts(context.extensionUri, room, places, store);
  const rewriting = store.add(
    new Rewriting({
      room,
      places,
      memory: context.globalState,
      log,
      openPreview: request => previews.open(request),
      openResult: result => results.open(result),
      onRun: (report, run) => {
        attention.runs.take(run);
        runView.take(report, run.id);
      },
      onResult: (run, home) => {
        attention.runs.settle(run, home);
        if (setting('underlineUncovered')) void attention.view.underline(run);
      },
    }),
  );
  const handlers: Record<CommandId, (...args: never[]) => unknown> = {
    'attentive.translate': (args?: unknown) => rewriting.translateSelection(argumentsOf(args)),
    'attentive.summarize': (args?: unknown) => rewriting.summarizeSelection(argumentsOf(args)),
    'attentive.cancel': () => rewriting.cancelAll(),
    'attentive.acceptPreview': () => previews.decideActive('accept'),
    'attentive.discardPreview': () => previews.decideActive('discard'),
    ...sentenceHandlers(previews),
    'attentive.showRun': () => runView.open(),
    'attentive.showAttention': (args?: unknown) =>
      showAttention(attentionArgumentsOf(args), attentionHost(attention, rewriting)),
    'attentive.keepAttention': () => attention.view.keepActive(),
    'attentive.showStatus': () => showStatus(state()),
    'attentive.restartEngine': () => room.restart(),
    'attentive.showLog': () => log.show(),
  };
  for (const [id, handler] of Object.entries(handlers)) store.add(vscode.commands.registerCommand(id, handler));
}

type SentenceCommand = Extract<CommandId, `${string}Sentence${string}`>;

/** What goes by sentences of a preview: the one that a link names, or the one at the caret. */
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

/** The room, its state in the status bar and in the log. */
function engineRoom(
  platform: Platform,
  log: vscode.LogOutputChannel,
  store: DisposableStore,
): { readonly room: EngineRoom; readonly state: () => EngineState } {
  const status = store.add(new StatusView(error => sentenceOf(error, vscode.l10n.t)));
  let state: EngineState = { kind: 'off' };
  const room = store.add(
    new EngineRoom({
      start: () => startEngine(platform),
      idleMs: () => (setting('unloadAfterMinutes') || Infinity) * 60_000,
      onState: next => {
        if (next.kind !== state.kind) log.info(`engine: ${next.kind}`);
        if (next.kind === 'failed') log.error(next.error.stack ?? next.error.message);
        state = next;
        status.show(next);
      },
    }),
  );
  // Threads are fixed when a worker starts: the next one gets the new number.
  store.add(onSettingChange(['threads'], () => room.restart()));
  return { room, state: () => state };
}

interface AttentionParts {
  readonly runs: AttentionRuns;
  readonly view: AttentionView;
}

function attentionParts(
  extensionUri: vscode.Uri,
  room: EngineRoom,
  places: ModelPlaces,
  store: DisposableStore,
): AttentionParts {
  const runs = store.add(new AttentionRuns());
  const lease: LeaseModel = async (model, signal) => room.lease(await modelNamed(model, places), signal);
  const sentence = (error: unknown): string => sentenceOf(error, vscode.l10n.t);
  const view = store.add(new AttentionView({ extensionUri, runs, lease, sentence }));
  store.add(new AttentionButton(runs));
  return { runs, view };
}

function attentionHost({ runs, view }: AttentionParts, rewriting: Rewriting): AttentionHost<RunPlace> {
  return {
    runAt: (document, selection) => runs.at(document, selection),
    runIn: uri => runs.in(uri),
    newest: () => runs.newest,
    placeOf: window => ({ window, side: 'source', start: 0, end: 0 }),
    open: (run, place) => view.open(run, place),
    runSelection: wanted => rewriting.runSelection(wanted),
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
  return {
    embedded: platform.folder(vscode.Uri.joinPath(context.extensionUri, 'models', 'embedded')),
    folder: name =>
      platform.folder(/^[a-z][a-z0-9+.-]+:\/\//i.test(name) ? vscode.Uri.parse(name) : vscode.Uri.file(name)),
  };
}

/** What a menu passes (a URI, a selection) is not meant for the command; an object of our own fields is. */
function argumentsOf(value: unknown): RewriteArguments {
  if (typeof value !== 'object' || value === null || value instanceof vscode.Uri) return {};
  const given = value as Readonly<Record<string, unknown>>;
  const known: Record<string, string> = {};
  for (const key of ['to', 'from', 'form', 'model']) {
    if (typeof given[key] === 'string') known[key] = given[key];
  }
  return { ...known, ...(isOutput(given['output']) ? { output: given['output'] } : {}) };
}

function sentenceLinkOf(value: unknown): SentenceLink | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { preview, stretch } = value as Readonly<Record<string, unknown>>;
  return typeof preview === 'string' && typeof stretch === 'number' ? { preview, stretch } : undefined;
}

/** The button of a preview passes its document; of another one, what is selected says more. */
function attentionArgumentsOf(value: unknown): AttentionArguments {
  if (value instanceof vscode.Uri) return value.scheme === PREVIEW_SCHEME ? { document: value } : {};
  const { output: _, ...wanted } = argumentsOf(value);
  if (typeof value !== 'object' || value === null) return wanted;
  const { run, window, document } = value as Readonly<Record<string, unknown>>;
  return {
    ...wanted,
    ...(typeof run === 'string' ? { run } : {}),
    ...(typeof window === 'number' ? { window } : {}),
    ...(typeof document === 'string' ? { document: vscode.Uri.parse(document) } : {}),
  };
}
