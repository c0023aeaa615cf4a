// Panel content: what a panel sends to its page about a run, and sentences that say why there is nothing to show.
import * as vscode from 'vscode';
import { savedRunOf } from './savedRun';
import { shownPassage } from './passage';
import type { PanelContent, ShownPassage } from './protocol';
import type { ShowableRun } from './runs';

/** The only passage in the content of a panel if nothing of its run went through the model, or its run is lost. */
const NO_PASSAGE: ShownPassage = { source: '', target: '', text: 0, round: 0, placeholders: [] };

export function panelContentOf({ run, links }: ShowableRun, isPinned: boolean): PanelContent {
  const { title, document, languages, model } = run.facts;
  const { linkState, location, results } = links;
  return {
    run: run.id,
    title,
    document,
    model: { name: model.name, quality: model.quality },
    languages: { source: languages.source, target: languages.result },
    passages:
      run.trace.passages.length > 0
        ? run.trace.passages.map(passage => shownPassage(run.trace, passage))
        : [NO_PASSAGE],
    links: linkState === 'linked' ? { kind: 'linked' } : { kind: 'unlinked', why: reasonOf(linkState, document) },
    saved: savedRunOf({ run: { ...run, location }, results, isPinned }),
  };
}

/** The content of a panel that could not be restored. A request for its only passage fails with `lostSentence`. */
export function emptyContent(): PanelContent {
  const unknown = { name: '–', quality: '–' };
  return {
    run: 'none',
    title: vscode.l10n.t('Attention'),
    document: '–',
    model: unknown,
    languages: { source: 'und', target: 'und' },
    passages: [NO_PASSAGE],
    links: { kind: 'unlinked', why: lostSentence() },
    saved: undefined,
  };
}

/** Why a panel that was restored after a reload shows nothing. */
export function lostSentence(): string {
  return vscode.l10n.t(
    'What this view showed is not kept any more. Select the text and run “Attentive: Show Attention” again.',
  );
}

/** Why a run has no attention: all of its text was kept and none given to the model. */
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
