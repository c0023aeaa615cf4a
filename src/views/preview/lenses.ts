// Preview lenses: the code lenses of a preview and the hovers of its sentences, with commands to accept and reject.
import * as vscode from 'vscode';
import { excerptOf } from '../../base/excerpt';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import { type Choice, isChanged, needsCheck, type ProposedSegment } from '../../tasks/run/proposal';
import { sentenceOfWarning } from '../../tasks/messages';
import type { Warning } from '../../tasks/run/warnings';
import type { PreviewEntry } from './entry';

const SELECTOR = { scheme: 'attentive-preview' };
/** The commands that the links of a hover may run. */
const HOVER_COMMANDS = [
  'attentive.acceptSentence',
  'attentive.rejectSentence',
  'attentive.nextSentence',
  'attentive.showAttention',
];
/** If more sentences than this are to be checked, they get no code lenses, because these would hide the text. */
const MOST_LENSES = 12;
/** How many UTF-16 units of a sentence its code lens quotes, to distinguish the sentence from others in the same line. */
const QUOTED = 24;

export class PreviewLenses implements vscode.CodeLensProvider, vscode.HoverProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(private readonly entryOf: (uri: vscode.Uri) => PreviewEntry | undefined) {
    this.store.add(vscode.languages.registerCodeLensProvider(SELECTOR, this));
    this.store.add(vscode.languages.registerHoverProvider(SELECTOR, this));
  }

  refresh(): void {
    this.changes.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const entry = this.entryOf(document.uri);
    if (entry === undefined) return [];
    const { segments } = entry.drawing;
    const lineOf = ({ start }: ProposedSegment): number => document.positionAt(start).line;
    const top = segments.length === 0 ? 0 : Math.min(...segments.map(lineOf));
    const lenses = commandsOfAll(entry).map(command => lens(top, command));
    if (!entry.finished) return lenses;
    const marked = segments.filter(segment => needsCheck(segment) || segment.choice === 'rejected');
    if (marked.length > MOST_LENSES) return lenses;
    const perLine = new Map<number, ProposedSegment[]>();
    for (const segment of marked) perLine.set(lineOf(segment), [...(perLine.get(lineOf(segment)) ?? []), segment]);
    for (const [line, ofLine] of perLine) {
      for (const segment of ofLine) {
        const isAlone = ofLine.length === 1 && line !== top;
        const quoted = isAlone ? undefined : quote(segment, document);
        lenses.push(...commandsOf(entry, segment, quoted).map(command => lens(line, command)));
      }
    }
    return lenses;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const entry = this.entryOf(document.uri);
    const offset = document.offsetAt(position);
    const segments = entry?.drawing.segments ?? [];
    const found = segments.find(({ start, end }) => start <= offset && offset < end);
    if (entry === undefined || found === undefined || found.outcome === 'open') return undefined;
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    return new vscode.Hover(hoverOf(entry, found, segments.length), range);
  }

  dispose(): void {
    this.store.dispose();
  }
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
}

/** The commands of the whole preview. */
function commandsOfAll({ finished, drawing, uri }: PreviewEntry): vscode.Command[] {
  const discard = { title: `$(trash)\u00a0${vscode.l10n.t('Discard')}`, command: 'attentive.discardPreview' };
  if (!finished) return [{ title: `$(loading~spin)\u00a0${vscode.l10n.t('Working')}`, command: '' }, discard];
  const toCheck = drawing.segments.filter(needsCheck).length;
  const check = {
    title: `$(warning)\u00a0${vscode.l10n.t('To check: {0}', toCheck)}`,
    command: 'attentive.nextSentenceToCheck',
  };
  return [
    { title: `$(check)\u00a0${vscode.l10n.t('Accept')}`, command: 'attentive.acceptPreview' },
    discard,
    ...(toCheck === 0 ? [] : [check]),
    {
      title: `$(eye)\u00a0${vscode.l10n.t('Show Attention')}`,
      command: 'attentive.showAttention',
      arguments: [{ document: uri.toString() }],
    },
  ];
}

/** The commands of a sentence that is to be checked or was rejected. */
function commandsOf({ uri }: PreviewEntry, segment: ProposedSegment, quoted: string | undefined): vscode.Command[] {
  const link = { preview: uri.toString(), segment: segment.segment };
  const icon = segment.choice === 'rejected' ? '$(circle-slash)' : '$(warning)';
  const words = quoted === undefined ? stateOf(segment) : `${quoted}: ${stateOf(segment)}`;
  const state = { title: `${icon}\u00a0${words}`, command: 'attentive.nextSentence', arguments: [link] };
  // A quoted sentence shares its line with other lenses, so there is no room for its actions. A click on its lens goes to the
  // sentence that `link` names and opens the hover there, which has them.
  if (quoted !== undefined) return [state];
  const actions = choicesOf(segment).map(({ label, command }) => ({ title: label, command, arguments: [link] }));
  return [state, ...actions];
}

function quote({ start, end }: ProposedSegment, document: vscode.TextDocument): string {
  const text = document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
  const line = text.replace(/\s+/g, ' ').trim();
  return vscode.l10n.t('“{0}”', excerptOf(line, QUOTED));
}

/**
 * The choices that the user has for a sentence: not the one that is set already, and no rejection of an unchanged
 * sentence.
 */
function choicesOf(segment: ProposedSegment): { label: string; command: string; choice: Choice; icon: string }[] {
  const accept = {
    label: vscode.l10n.t('Accept'),
    command: 'attentive.acceptSentence',
    choice: 'accepted',
    icon: 'check',
  };
  const reject = {
    label: vscode.l10n.t('Reject'),
    command: 'attentive.rejectSentence',
    choice: 'rejected',
    icon: 'close',
  };
  return [accept, reject].flatMap(action => {
    const isOffered = action === accept || isChanged(segment);
    return isOffered && action.choice !== segment.choice ? [{ ...action, choice: action.choice as Choice }] : [];
  });
}

/** The state of a segment in a few words. */
function stateOf(segment: ProposedSegment): string {
  if (segment.choice === 'rejected') return vscode.l10n.t('Rejected: the original stays');
  const { outcome, probability } = segment;
  switch (outcome) {
    case 'cut':
      return vscode.l10n.t('No end: please check');
    case 'tooLong':
      return vscode.l10n.t('Left as it was: too long');
    case 'empty':
      return vscode.l10n.t('Left as it was: no answer');
    case 'broken':
      return vscode.l10n.t('Left as it was: unusable answer');
    case 'open':
    case 'done': {
      const percent = percentOf(probability ?? 1);
      const [warning] = segment.warnings;
      return warning === undefined ? vscode.l10n.t('How sure: {0}', percent) : shortWarning(warning, percent);
    }
  }
}

/** A warning in a few words. */
function shortWarning({ kind }: Warning, percent: string): string {
  switch (kind) {
    case 'numbers':
      return vscode.l10n.t('Numbers missing: please check');
    case 'repetition':
      return vscode.l10n.t('Repeats itself: please check');
    case 'untranslated':
      return vscode.l10n.t('Hardly translated: please check');
    case 'short':
      return vscode.l10n.t('Much shorter: please check');
    case 'unsure':
      return vscode.l10n.t('Unsure: {0}', percent);
  }
}

/** A sentence that explains the outcome of a segment. */
function reasonOf(segment: ProposedSegment): string {
  switch (segment.outcome) {
    case 'cut':
      return vscode.l10n.t('The model did not come to an end: please check.');
    case 'tooLong':
      return vscode.l10n.t('Left as it was: longer than the model takes, and cannot be split.');
    case 'empty':
      return vscode.l10n.t('Left as it was: the model gave no text for it.');
    case 'broken':
      return vscode.l10n.t('Left as it was: the model lost or invented what must be kept, or wrote broken characters.');
    case 'open':
    case 'done':
      return vscode.l10n.t('The mean probability of its tokens. A model can be sure and wrong.');
  }
}

function hoverOf({ uri, finished }: PreviewEntry, segment: ProposedSegment, total: number): vscode.MarkdownString {
  const hover = new vscode.MarkdownString(undefined, true);
  // Texts of documents and models are appended as text, never as Markdown.
  hover.isTrusted = { enabledCommands: HOVER_COMMANDS };
  const link = { preview: uri.toString(), segment: segment.segment };
  const linked = (label: string, command: string, argument: unknown): string =>
    `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
  hover.appendText(vscode.l10n.t('{0} of {1}', segment.segment + 1, total));
  hover.appendText(` · ${stateOf(segment)}\n\n`);
  const actions = choicesOf(segment).map(({ label, command, icon }) => linked(`$(${icon}) ${label}`, command, link));
  if (finished) {
    actions.push(
      linked(`$(eye) ${vscode.l10n.t('Show Attention')}`, 'attentive.showAttention', { document: uri.toString() }),
    );
  }
  hover.appendMarkdown(actions.join('&nbsp;&nbsp;·&nbsp;&nbsp;'));
  hover.appendMarkdown('\n\n');
  const isRejected = segment.choice === 'rejected';
  hover.appendText(isRejected ? vscode.l10n.t('What the model wrote:') : vscode.l10n.t('Original:'));
  hover.appendCodeblock(isRejected ? segment.written : segment.source, 'plaintext');
  const warnings = segment.warnings.map(warning => sentenceOfWarning(warning, vscode.l10n.t));
  hover.appendText([...warnings, reasonOf(segment)].join(' '));
  return hover;
}

function percentOf(probability: number): string {
  return probability.toLocaleString(vscode.env.language, { style: 'percent' });
}
