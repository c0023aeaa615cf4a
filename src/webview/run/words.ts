// Run words: all messages of the Run page in the reader's language. The page replaces {0}, {1} and so on by values.
import type { Translate } from '../dom/translate';

export type RunWords = ReturnType<typeof runWords>;

export function runWords(t: Translate) {
  return {
    emptyTitle: t('Nothing was run yet'),
    emptyHint: t(
      'Open a text, select some of it and run “Attentive: Translate Selection” or “Attentive: Summarize Selection” from the Command Palette. What the model did is then shown here, until the window is closed.',
    ),
    ofDocument: t('{0}, finished at {1}'),
    model: t('Model'),
    quality: t('Stated quality'),
    license: t('License'),
    time: t('Time'),
    tokens: t('Tokens'),
    tokensOf: t('{0} read, {1} written'),
    tokensOfBeams: t('{0} read, {1} written in {2} alternatives at once'),
    beams: t('Beams'),
    /** The number of beams; a sentence that says why there are so many. */
    beamsOf: t('{0}. {1}'),
    speed: t('Speed'),
    speedOf: t('{0} tokens per second'),
    notes: t('Please note'),
    caption: t('What went through the model, and what came of it'),
    sureness: t('How sure the model was'),
    surenessShort: t('How sure'),
    surenessOfAll: t('Sentences: {0}. Median {1}, lowest {2}.'),
    surenessMeaning: t(
      'Each percentage is the mean probability per token, as the model sees it. It is not a measure of quality: a model can be sure and wrong.',
    ),
    order: t('Order'),
    byDocument: t('As in the text'),
    byProbability: t('Least sure first'),
    number: t('No.'),
    source: t('Source'),
    result: t('Result'),
    ...outcomeWords(t),
    ...warningWords(t),
    shown: t('{0} of {1} shown'),
    showMore: t('Show {0} more'),
    newRun: t('A new run has finished: {0}. Sentences: {1}.'),
    attention: t('Attention'),
    attentionOf: t('Show the attention of no. {0}'),
    lost: t('This view has lost its extension. Close it and open it again.'),
  };
}

/** The warnings about a result, by their kinds. */
function warningWords(t: Translate) {
  return {
    numbers: t('Please check: the result lacks numbers of the source: {0}.'),
    repetition: t('Please check: the result repeats itself: “{0}”.'),
    untranslated: t('Please check: the result is hardly translated.'),
    short: t('Please check: the result is much shorter than the source.'),
    unsure: t('Please check: the model was unsure.'),
  };
}

/** The messages for the outcomes of a sentence other than `done`. */
function outcomeWords(t: Translate) {
  return {
    notRun: t('Not run'),
    notUsed: t('Not used'),
    cut: t('The model did not come to an end: please check.'),
    tooLong: t('Left as it was: longer than the model takes, and cannot be split.'),
    tooLongInPart: t('A part was left as it was: longer than the model takes, and cannot be split.'),
    empty: t('Left as it was: the model gave no text for it.'),
    emptyInPart: t('A part was left as it was: the model gave no text for it.'),
    broken: t('Left as it was: the model’s answer lost or invented a protected part, or held broken characters.'),
    brokenInPart: t(
      'A part was left as it was: the model’s answer lost or invented a protected part, or held broken characters.',
    ),
  };
}
