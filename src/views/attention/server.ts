// Attention server: answers one page of the Attention view, for the run that its panel shows.
import * as vscode from 'vscode';
import { asAttentive, AttentiveError, badRequest } from '../../base/errors';
import type { Handlers } from '../../base/rpc';
import type { ExplanationClient } from './explanations';
import type { DocumentRange } from './editor/links';
import { copyText, saveExport } from './export';
import type { attentionContract, Caret, HighlightRequest, PanelContent } from './protocol';
import type { ShowableRun } from './runs';
import { lostSentence, notRunSentence } from './panelContent';
import type { Highlights } from './editor/highlights';
import type { LatestValue } from '../page/latest';

/** What the handlers of a page need of its panel. */
export interface AttentionSource {
  readonly content: LatestValue<PanelContent>;
  readonly carets: LatestValue<Caret | undefined>;
  readonly explanations: ExplanationClient;
  /** Undefined if the panel could not be restored after a reload. */
  readonly showable: ShowableRun | undefined;
  /** Called when the content of this run was sent to the page. */
  onContentSent(run: string): void;
  /** Called when a passage was explained. */
  onExplained(passage: number): void;
  /** Highlights ranges in the editors. `highlights` is called each time they are drawn, because edits move the ranges. */
  highlight(highlights: () => Highlights): void;
  /** The sentence for an error, in the reader's language. */
  errorSentence(error: unknown): string;
}

type AttentionHandlers = Handlers<typeof attentionContract>;

export function attentionHandlers(source: AttentionSource): AttentionHandlers {
  const { explanations } = source;
  const referenceOf = (request: { readonly run: string; readonly passage: number }) => ({
    run: shownRun(source, request.run).run,
    passage: request.passage,
  });
  return withSentences(
    {
      shown: (_request, signal) => shownStream(source, signal),
      carets: (_request, signal) => caretStream(source, signal),
      async passage(request, signal) {
        const content = await explanations.passage(referenceOf(request), signal);
        source.onExplained(request.passage);
        return content;
      },
      attention: async (request, signal) => explanations.attention(referenceOf(request), request, signal),
      steps: async (request, signal) => explanations.steps(referenceOf(request), request.alternatives, signal),
      logits: async (request, signal) => explanations.logits(referenceOf(request), request.step, signal),
      history: async (request, signal) => explanations.history(referenceOf(request), signal),
      head: async (request, signal) =>
        explanations.head(referenceOf(request), request, signal).catch(explainMissingPart),
      async highlight(request) {
        const showable = shownRun(source, request.run);
        source.highlight(() => highlightsOf(showable, request));
      },
      reveal: async ({ run, passage, place }) =>
        reveal(shownRun(source, run).links.documentRangeOf({ passage, ...place })),
      save: async request =>
        saveExport(request, vscode.Uri.parse(source.showable?.run.location.uri ?? 'untitled:none')),
      copy: async ({ text }) => copyText(text),
    },
    source,
  );
}

/** Wraps the handlers so that every error has a sentence for the reader in `data.words`. */
function withSentences(handlers: AttentionHandlers, source: AttentionSource): AttentionHandlers {
  const withSentence = (thrown: unknown): AttentiveError => {
    const error = asAttentive(thrown);
    const words = error.data['words'] ?? sentenceOf(error) ?? source.errorSentence(error);
    return new AttentiveError(error.code, error.message, { ...error.data, words }, { cause: error });
  };
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const run = handler as (request: unknown, signal: AbortSignal) => Answer;
    return [name, (request: unknown, signal: AbortSignal) => rethrown(run(request, signal), withSentence)];
  });
  return Object.fromEntries(entries) as AttentionHandlers;
}

type Answer = Promise<unknown> | AsyncGenerator<unknown, unknown, void>;

/** The same call or stream with its errors replaced. */
function rethrown(answer: Answer, replace: (thrown: unknown) => AttentiveError): Answer {
  if (answer instanceof Promise) {
    return answer.catch((thrown: unknown) => {
      throw replace(thrown);
    });
  }
  return (async function* () {
    try {
      return yield* answer;
    } catch (thrown) {
      throw replace(thrown);
    }
  })();
}

/** The sentence for an error that has a special meaning in this view: the loaded model is not the one that made the run. */
function sentenceOf({ code, data }: AttentiveError): string | undefined {
  if (code !== 'bad-request' || data['name'] !== 'model') return undefined;
  return vscode.l10n.t('The model is not what it was in this run, so the run cannot be looked at again. Run it anew.');
}

async function* shownStream(source: AttentionSource, signal: AbortSignal): AsyncGenerator<PanelContent, void, void> {
  for await (const shown of source.content.follow(signal)) {
    yield shown;
    source.onContentSent(shown.run);
  }
}

async function* caretStream({ carets }: AttentionSource, signal: AbortSignal): AsyncGenerator<Caret, void, void> {
  for await (const caret of carets.follow(signal)) if (caret !== undefined) yield caret;
}

/** @throws AttentiveError `bad-request` if the panel shows another run, no run, or a run without passages */
function shownRun({ showable }: AttentionSource, run: string): ShowableRun {
  if (showable === undefined) {
    throw new AttentiveError('bad-request', 'nothing is shown', { name: 'run', words: lostSentence() });
  }
  if (showable.run.id !== run) throw badRequest('run', `${run} is not shown any more`);
  if (showable.run.trace.passages.length === 0) {
    throw new AttentiveError('bad-request', 'nothing was run', { name: 'passage', words: notRunSentence() });
  }
  return showable;
}

function highlightsOf({ links }: ShowableRun, { passage, query, key }: HighlightRequest): Highlights {
  return {
    query: query.flatMap(place => links.documentRangeOf({ passage, ...place }) ?? []),
    key: key.flatMap(({ weight, ...place }) => {
      const found = links.documentRangeOf({ passage, ...place });
      return found === undefined ? [] : [{ ...found, weight }];
    }),
  };
}

/** Scrolls to a range in its editors; the keyboard focus stays in the page. */
async function reveal(place: DocumentRange | undefined): Promise<void> {
  if (place === undefined) {
    const words = vscode.l10n.t('This part was edited in the document since, or its document is not open.');
    throw new AttentiveError('bad-request', 'the text is in no open document', { name: 'place', words });
  }
  const { document, range } = place;
  const visible = vscode.window.visibleTextEditors.filter(editor => editor.document === document);
  const editors =
    visible.length > 0
      ? visible
      : [await vscode.window.showTextDocument(document, { preserveFocus: true, viewColumn: vscode.ViewColumn.One })];
  for (const editor of editors) editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * Adds a sentence to the error for a missing part of a head. Graphs with integer products or fused operators lack such
 * parts.
 */
function explainMissingPart(thrown: unknown): never {
  const error = asAttentive(thrown);
  const isAbsent = error.code === 'bad-request' && error.data['name'] === 'part';
  if (!isAbsent) throw error;
  const words = vscode.l10n.t('The file of this model does not tell how its heads come to their weights.');
  throw new AttentiveError(error.code, error.message, { ...error.data, words }, { cause: error });
}
