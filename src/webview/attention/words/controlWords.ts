// Control words: the labels of the Attention page's controls and of their options, each with a sentence that explains it.
import type { SpecialTokens } from '../../../attention/picture/picture';
import type { AttentionKind } from '../../../attention/record/record';
import type { Translate } from '../../dom/translate';

/** The label of an option, and a sentence that explains the option. */
export interface HintedLabel {
  readonly label: string;
  readonly hint: string;
}

export function controlWords(t: Translate) {
  return {
    ...choiceWords(t),
    ...layerWords(t),
    rowsNote: t('The row of a target token is the step that reads it and predicts the next.'),
    rolloutNote: t(
      'Rollout (Abnar & Zuidema 2020) multiplies the mean attention of all layers up to this one, with half of each row for the residual connection. It assumes that attention alone mixes the tokens.',
    ),
    rolloutDecoderNote: t(
      'Through the decoder it runs over both attentions: the shares of the source and of the target tokens read so far sum to 1 together.',
    ),
    passage: t('Passage'),
    passageHint: t('Which passage is shown: what went through the model at once.'),
    passageOf: t('{0} of {1}: {2}'),
    /** For a passage of a later round, which the model made a headline from the headlines of a long text's parts. */
    passageOfHeadlines: t('{0} of {1}, headline of headlines: {2}'),
    previousPassage: t('Previous passage'),
    nextPassage: t('Next passage'),
    options: t('Options'),
    exportMenu: t('Export'),
    exportHint: t('Save what is shown as an image, a table, a record or a web page, or copy it.'),
    saved: t('Saved as {0}.'),
    copied: t('Copied to the clipboard.'),
    exportFailed: t('The export could not be made.'),
    clearPinned: t('Unpin all'),
    clearPinnedHint: t('Let go of every pinned word (Escape).'),
    showInDocument: t('Show in document'),
    showInDocumentHint: t('Scroll the document to the first pinned word.'),
  };
}

/** The messages of the controls for the kind of attention, for words or tokens, and for special tokens. */
function choiceWords(t: Translate) {
  return {
    kind: t('Attention'),
    kindHint: t('Which attention of the network is shown.'),
    kinds: {
      cross: {
        label: t('Cross-attention'),
        hint: t('Target tokens attend to the source, as the encoder left it.'),
      },
      encoder: {
        label: t('Encoder self-attention'),
        hint: t('Source tokens attend to one another.'),
      },
      decoder: {
        label: t('Decoder self-attention'),
        hint: t('Target tokens attend to themselves and those before them.'),
      },
    } satisfies Record<AttentionKind, HintedLabel>,
    unit: t('Words or tokens'),
    unitHint: t('Whether the tokens of a word are taken together or shown one by one.'),
    unitWords: t('Words'),
    unitWordsHint: t('Weights of a word’s tokens: summed for keys, averaged for queries.'),
    unitTokens: t('Tokens'),
    unitTokensHint: t('The pieces that the model itself reads and writes.'),
    special: t('Special tokens'),
    specialHint: t('What becomes of the tokens that mark start, end and language.'),
    specials: {
      shown: { label: t('Shown'), hint: t('As the model has them: rows sum to 1.') },
      hidden: {
        label: t('Hidden'),
        hint: t('Special tokens are hidden: rows sum to less than 1, the rest went to them.'),
      },
      renormalized: {
        label: t('Hidden, renormalized'),
        hint: t('Special tokens are hidden and their weight is shared out: rows sum to 1 again.'),
      },
    } satisfies Record<SpecialTokens, HintedLabel>,
  };
}

function layerWords(t: Translate) {
  return {
    layer: t('Layer'),
    layerHint: t('Which layer is shown, counted from the input.'),
    layerNumber: t('Layer {0}'),
    allLayers: t('Mean of all'),
    allLayersHint: t('The mean over all layers, head by head.'),
    heads: t('Heads'),
    headsHint: t('Which heads of the layer are shown, each in its color, or what is made of all of them.'),
    oneHeadHint: t('Which head is worked out.'),
    meanOfHeads: t('Mean'),
    meanOfHeadsHint: t('The mean of all heads of the layer.'),
    rollout: t('Rollout'),
    rolloutHint: t('Rollout (Abnar & Zuidema 2020): all layers so far, multiplied, with residual connections.'),
    everyHead: t('All'),
    everyHeadHint: t('All heads, each in its own color.'),
    headNumber: t('Head {0}'),
  };
}
