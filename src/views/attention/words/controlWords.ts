// Control words: the labels of the Attention page's controls and of their options, each with a sentence that explains it.
import * as vscode from 'vscode';
import type { SpecialTokens } from '../../../attention/picture/picture';
import type { AttentionKind } from '../../../attention/record/record';

/** The label of an option, and a sentence that explains the option. */
export interface HintedLabel {
  readonly label: string;
  readonly hint: string;
}

export function controlWords() {
  return {
    ...choiceWords(),
    ...layerWords(),
    rowsNote: vscode.l10n.t('The row of a target token is the step that reads it and predicts the next.'),
    rolloutNote: vscode.l10n.t(
      'Rollout (Abnar & Zuidema 2020) multiplies the mean attention of all layers up to this one, with half of each row for the residual connection. It assumes that attention alone mixes the tokens.',
    ),
    rolloutDecoderNote: vscode.l10n.t(
      'Through the decoder it runs over both attentions: the shares of the source and of the target tokens read so far sum to 1 together.',
    ),
    passage: vscode.l10n.t('Passage'),
    passageHint: vscode.l10n.t('Which passage is shown: what went through the model at once.'),
    passageOf: vscode.l10n.t('{0} of {1}: {2}'),
    passageOfLater: vscode.l10n.t('{0} of {1}, headline of headlines: {2}'),
    previousPassage: vscode.l10n.t('Previous passage'),
    nextPassage: vscode.l10n.t('Next passage'),
    options: vscode.l10n.t('Options'),
    exportMenu: vscode.l10n.t('Export'),
    exportHint: vscode.l10n.t('Save what is shown as an image, a table, a record or a web page, or copy it.'),
    saved: vscode.l10n.t('Saved as {0}.'),
    copied: vscode.l10n.t('Copied to the clipboard.'),
    exportFailed: vscode.l10n.t('The export could not be made.'),
    clearPinned: vscode.l10n.t('Unpin all'),
    clearPinnedHint: vscode.l10n.t('Let go of every pinned word (Escape).'),
    showInDocument: vscode.l10n.t('Show in document'),
    showInDocumentHint: vscode.l10n.t('Scroll the document to the first pinned word.'),
  };
}

/** The messages of the controls for the kind of attention, for words or tokens, and for special tokens. */
function choiceWords() {
  return {
    kind: vscode.l10n.t('Attention'),
    kindHint: vscode.l10n.t('Which attention of the network is shown.'),
    kinds: {
      cross: {
        label: vscode.l10n.t('Cross-attention'),
        hint: vscode.l10n.t('Target tokens attend to the source, as the encoder left it.'),
      },
      encoder: {
        label: vscode.l10n.t('Encoder self-attention'),
        hint: vscode.l10n.t('Source tokens attend to one another.'),
      },
      decoder: {
        label: vscode.l10n.t('Decoder self-attention'),
        hint: vscode.l10n.t('Target tokens attend to themselves and those before them.'),
      },
    } satisfies Record<AttentionKind, HintedLabel>,
    unit: vscode.l10n.t('Words or tokens'),
    unitHint: vscode.l10n.t('Whether the tokens of a word are taken together or shown one by one.'),
    unitWords: vscode.l10n.t('Words'),
    unitWordsHint: vscode.l10n.t('Weights of a word’s tokens: summed for keys, averaged for queries.'),
    unitTokens: vscode.l10n.t('Tokens'),
    unitTokensHint: vscode.l10n.t('The pieces that the model itself reads and writes.'),
    special: vscode.l10n.t('Special tokens'),
    specialHint: vscode.l10n.t('What becomes of the tokens that mark start, end and language.'),
    specials: {
      shown: { label: vscode.l10n.t('Shown'), hint: vscode.l10n.t('As the model has them: rows sum to 1.') },
      hidden: {
        label: vscode.l10n.t('Hidden'),
        hint: vscode.l10n.t('Special tokens are hidden: rows sum to less than 1, the rest went to them.'),
      },
      renormalized: {
        label: vscode.l10n.t('Hidden, renormalized'),
        hint: vscode.l10n.t('Special tokens are hidden and their weight is shared out: rows sum to 1 again.'),
      },
    } satisfies Record<SpecialTokens, HintedLabel>,
  };
}

function layerWords() {
  return {
    layer: vscode.l10n.t('Layer'),
    layerHint: vscode.l10n.t('Which layer is shown, counted from the input.'),
    layerNumber: vscode.l10n.t('Layer {0}'),
    allLayers: vscode.l10n.t('Mean of all'),
    allLayersHint: vscode.l10n.t('The mean over all layers, head by head.'),
    heads: vscode.l10n.t('Heads'),
    headsHint: vscode.l10n.t('Which heads of the layer are shown, each in its color, or what is made of all of them.'),
    oneHeadHint: vscode.l10n.t('Which head is worked out.'),
    meanOfHeads: vscode.l10n.t('Mean'),
    meanOfHeadsHint: vscode.l10n.t('The mean of all heads of the layer.'),
    rollout: vscode.l10n.t('Rollout'),
    rolloutHint: vscode.l10n.t(
      'Rollout (Abnar & Zuidema 2020): all layers so far, multiplied, with residual connections.',
    ),
    everyHead: vscode.l10n.t('All'),
    everyHeadHint: vscode.l10n.t('All heads, each in its own color.'),
    headNumber: vscode.l10n.t('Head {0}'),
  };
}
