// Run words: the messages of the Run page, translated here because a page has no access to the editor's translations.
import * as vscode from 'vscode';

/** The messages of the Run page in the reader's language. The page replaces {0}, {1} and so on by values. */
export type RunWords = ReturnType<typeof runWords>;

export function runWords() {
  return {
    emptyTitle: vscode.l10n.t('Nothing was run yet'),
    emptyHint: vscode.l10n.t(
      'Open a text, select some of it and run “Attentive: Translate Selection” or “Attentive: Summarize Selection” from the Command Palette. What the model did is then shown here, until the window is closed.',
    ),
    ofDocument: vscode.l10n.t('{0}, finished at {1}'),
    model: vscode.l10n.t('Model'),
    quality: vscode.l10n.t('Stated quality'),
    license: vscode.l10n.t('License'),
    time: vscode.l10n.t('Time'),
    tokens: vscode.l10n.t('Tokens'),
    tokensOf: vscode.l10n.t('{0} read, {1} written'),
    tokensOfBeams: vscode.l10n.t('{0} read, {1} written in {2} alternatives at once'),
    beams: vscode.l10n.t('Beams'),
    beamsOf: vscode.l10n.t('{0}. {1}'),
    speed: vscode.l10n.t('Speed'),
    speedOf: vscode.l10n.t('{0} tokens per second'),
    notes: vscode.l10n.t('Please note'),
    caption: vscode.l10n.t('What went through the model, and what came of it'),
    sureness: vscode.l10n.t('How sure the model was'),
    surenessShort: vscode.l10n.t('How sure'),
    surenessOfAll: vscode.l10n.t('Sentences: {0}. Median {1}, lowest {2}.'),
    surenessMeaning: vscode.l10n.t(
      'Each percentage is the mean probability per token, as the model sees it. It is not a measure of quality: a model can be sure and wrong.',
    ),
    order: vscode.l10n.t('Order'),
    byDocument: vscode.l10n.t('As in the text'),
    byProbability: vscode.l10n.t('Least sure first'),
    number: vscode.l10n.t('No.'),
    source: vscode.l10n.t('Source'),
    result: vscode.l10n.t('Result'),
    ...outcomeWords(),
    ...warningWords(),
    shown: vscode.l10n.t('{0} of {1} shown'),
    showMore: vscode.l10n.t('Show {0} more'),
    newRun: vscode.l10n.t('A new run has finished: {0}. Sentences: {1}.'),
    attention: vscode.l10n.t('Attention'),
    attentionOf: vscode.l10n.t('Show the attention of no. {0}'),
    lost: vscode.l10n.t('This view has lost its extension. Close it and open it again.'),
  };
}

/** The warnings about a result, by their kinds. */
function warningWords() {
  return {
    numbers: vscode.l10n.t('Please check: the result lacks numbers of the source: {0}.'),
    repetition: vscode.l10n.t('Please check: the result repeats itself: “{0}”.'),
    untranslated: vscode.l10n.t('Please check: the result is hardly translated.'),
    short: vscode.l10n.t('Please check: the result is much shorter than the source.'),
  };
}

/** The messages for the outcomes of a sentence other than `done`. */
function outcomeWords() {
  return {
    notRun: vscode.l10n.t('Not run'),
    notUsed: vscode.l10n.t('Not used'),
    cut: vscode.l10n.t('The model did not come to an end: please check.'),
    tooLong: vscode.l10n.t('Left as it was: longer than the model takes, and cannot be split.'),
    tooLongInPart: vscode.l10n.t('A part was left as it was: longer than the model takes, and cannot be split.'),
    empty: vscode.l10n.t('Left as it was: the model gave no text for it.'),
    emptyInPart: vscode.l10n.t('A part was left as it was: the model gave no text for it.'),
    broken: vscode.l10n.t(
      'Left as it was: the model’s answer lost or invented a protected part, or held broken characters.',
    ),
    brokenInPart: vscode.l10n.t(
      'A part was left as it was: the model’s answer lost or invented a protected part, or held broken characters.',
    ),
  };
}
