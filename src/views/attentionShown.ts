// Attention shown: a run as its page is told of it, in the reader's language.
import * as vscode from 'vscode';
import { visible } from '../attention/visible';
import type { RunTrace, RunWindow } from '../tasks/trace';
import type { Span } from '../text/spans';
import { keptOf } from './attentionKept';
import type { Placeholder, Shown, ShownWindow } from './attentionProtocol';
import type { ShowableRun } from './attentionRuns';

/** Of a run of which nothing went through the model. */
const NO_WINDOW: ShownWindow = { source: '', target: '', text: 0, pass: 0, placeholders: [] };

/** So much of a window's texts goes into the picker. */
const BEGINNING = 80;

export function shownOf({ run, links }: ShowableRun): Shown {
  const { title, document, languages, model } = run.facts;
  const { link, home, results } = links;
  return {
    run: run.id,
    title,
    document,
    model: { name: model.name, quality: model.quality },
    languages: { source: languages.source, target: languages.result },
    windows:
      run.trace.windows.length > 0 ? run.trace.windows.map(window => beginningsOf(run.trace, window)) : [NO_WINDOW],
    links: link === 'linked' ? { kind: 'linked' } : { kind: 'unlinked', why: reasonOf(link, document) },
    kept: keptOf({ run: { ...run, home }, results }),
  };
}

/** What a panel shows that could not be brought back: its only window fails, and says why. */
export function nothingShown(): Shown {
  const unknown = { name: '–', quality: '–' };
  return {
    run: 'none',
    title: vscode.l10n.t('Attention'),
    document: '–',
    model: unknown,
    languages: { source: 'und', target: 'und' },
    windows: [NO_WINDOW],
    links: { kind: 'unlinked', why: lostSentence() },
    kept: undefined,
  };
}

/** Why a panel shows nothing. */
export function lostSentence(): string {
  return vscode.l10n.t(
    'What this view showed is not kept any more. Select the text and run “Attentive: Show Attention” again.',
  );
}

/** Why there is nothing to see in a run: all of it was left as it was. */
export function notRunSentence(): string {
  return vscode.l10n.t('Nothing of this run went through the model, so there is no attention to show.');
}

function reasonOf(link: 'closed' | 'edited' | 'replaced', document: string): string {
  switch (link) {
    case 'closed':
      return vscode.l10n.t('“{0}” is not open, so nothing can be shown in it. Open it again to go on.', document);
    case 'edited':
      return vscode.l10n.t('The text was edited in “{0}” since, so its places there are not known any more.', document);
    case 'replaced':
      return vscode.l10n.t('In “{0}” the result has taken the place of the source. Undo brings it back.', document);
  }
}

function beginningsOf({ sources, results }: RunTrace, window: RunWindow): ShownWindow {
  const { source, read, target, written, text, pass } = window;
  const [from, to] = [sources[text], results[text]];
  return {
    source: beginning(whole(source, read, from)),
    target: beginning(whole(target, written, to)),
    text,
    pass,
    placeholders: placeholdersOf([...symbolsOf(source, read, from), ...symbolsOf(target, written, to)]),
  };
}

/** A text of the model with what single characters of private use stand for in their place. */
function whole(text: string, spans: readonly Span[], document: string): string {
  const symbols = new Map(symbolsOf(text, spans, document).map(({ at, stands }) => [at, stands]));
  return visible(text.replace(PRIVATE, (character, at: number) => symbols.get(at) ?? character));
}

interface Sign {
  readonly character: string;
  readonly at: number;
  readonly stands: string;
}

/** The characters of private use in a text of the model that stand for something in the document. */
function symbolsOf(text: string, spans: readonly Span[], document: string): Sign[] {
  return [...text.matchAll(PRIVATE)].flatMap(({ 0: character, index: at }) => {
    const span = spans.find(({ start, end, whole: isSymbol }) => isSymbol && start === at && end === at + 1);
    return span === undefined ? [] : [{ character, at, stands: document.slice(span.from, span.to) }];
  });
}

/** Each once, in their order: what the source had stands in the result as well. */
function placeholdersOf(symbols: readonly Sign[]): Placeholder[] {
  const found = new Map<string, Placeholder>();
  for (const { character, stands } of symbols) {
    const sign = visible(character);
    const key = `${sign} ${stands}`;
    if (!found.has(key)) found.set(key, { sign, text: stands });
  }
  return [...found.values()].sort((one, other) => (one.sign < other.sign ? -1 : one.sign > other.sign ? 1 : 0));
}

/** What the model is given in place of code, addresses and tags. */
const PRIVATE = /[\ue000-\uf8ff]/g;

function beginning(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= BEGINNING
    ? line
    : `${line
        .slice(0, BEGINNING)
        .toWellFormed()
        .replace(/\ufffd$/, '')} …`;
}
