// Step words: the messages of the tabs Steps and Head, which replay the decoding and compute one head; see pageWords.ts.
import * as vscode from 'vscode';

export type StepsWords = ReturnType<typeof stepsWords>;
export type CandidatesWords = StepsWords['candidates'];
export type BeamsWords = StepsWords['beams'];
export type CacheWords = StepsWords['cache'];

export type HeadWords = ReturnType<typeof headWords>;
export type KeysWords = HeadWords['keys'];
export type PairWords = HeadWords['pair'];
export type WorkingsWords = HeadWords['workings'];

export function stepsWords() {
  return {
    tab: vscode.l10n.t('Steps'),
    tabHint: vscode.l10n.t('The decoding replayed token by token.'),
    replay: vscode.l10n.t('Replay of the decoding'),
    first: vscode.l10n.t('First step'),
    previous: vscode.l10n.t('Previous step'),
    play: vscode.l10n.t('Play'),
    pause: vscode.l10n.t('Pause'),
    next: vscode.l10n.t('Next step'),
    last: vscode.l10n.t('Last step'),
    position: vscode.l10n.t('Step {0} of {1}'),
    written: vscode.l10n.t('Target so far'),
    spoken: vscode.l10n.t('Step {0} of {1}: after “{2}” came “{3}”, probability {4}.'),
    candidates: candidatesWords(),
    beams: beamsWords(),
    cache: cacheWords(),
  };
}

function candidatesWords() {
  return {
    heading: vscode.l10n.t('Likeliest next tokens'),
    meaning: vscode.l10n.t(
      'The decoder reads the last token and gives every token of its vocabulary a number, its logit. A softmax makes probabilities of them (Vaswani et al. 2017). They are those of the model alone, before any rule of the search.',
    ),
    count: vscode.l10n.t('Show'),
    countHint: vscode.l10n.t('How many of the likeliest tokens are listed.'),
    temperature: vscode.l10n.t('Temperature'),
    resetTemperature: vscode.l10n.t('Reset to 1'),
    resetTemperatureHint: vscode.l10n.t('Back to the model’s own probabilities.'),
    temperatureMeaning: vscode.l10n.t(
      'The recorded logits are divided by the temperature before the softmax: below 1 the likeliest gain, above 1 the others. The order stays the same. This run searched and did not draw by chance, so that the temperature changes what is shown here, not what was written.',
    ),
    rank: vscode.l10n.t('Rank'),
    token: vscode.l10n.t('Token'),
    probability: vscode.l10n.t('Probability'),
    logProbability: vscode.l10n.t('Log-probability'),
    chosen: vscode.l10n.t('✓ chosen'),
    entropy: vscode.l10n.t(
      'Temperature {4}: entropy {0} bits ({1} nats), perplexity {2}, over a vocabulary of {3} tokens.',
    ),
    entropyHint: vscode.l10n.t('A perplexity of 8 is the uncertainty of a uniform choice among 8 tokens.'),
  };
}

function beamsWords() {
  return {
    heading: vscode.l10n.t('Beams'),
    meaning: vscode.l10n.t(
      'Beam search keeps the best sequences so far, here up to {0}, by the sum of their log-probabilities (Vaswani et al. 2017). The thick path with bold words won in the end; a second edge at the right is where a sequence ended.',
    ),
    greedyMeaning: vscode.l10n.t(
      'Greedy search keeps one sequence: at each step the likeliest token that its rules allow.',
    ),
    hint: vscode.l10n.t(
      'Point at a token, or move with the arrow keys: Left and Right along a path, Up and Down within a step. Enter goes to its step.',
    ),
    start: vscode.l10n.t('“{0}”: what every sequence begins with.'),
    first: vscode.l10n.t('Step {1}: “{0}” at the start, score {2}.'),
    beam: vscode.l10n.t('Step {1}: “{0}” after “{3}”, score {2}.'),
    ended: vscode.l10n.t('Its sequence ended here.'),
    chosen: vscode.l10n.t('On the path that was chosen.'),
  };
}

function cacheWords() {
  return {
    heading: vscode.l10n.t('Key–value cache'),
    meaning: vscode.l10n.t(
      'Each layer keeps the keys and values of what was read, so that a step computes those of one token alone. The side of the target grows by one with each step; the side of the source is made once, from the encoder’s output, and stays. Shapes are heads × tokens, and × width of a head once it is known; keys and values have one each.',
    ),
    caption: vscode.l10n.t('Shapes of keys and values in each layer'),
    layer: vscode.l10n.t('Layer'),
    self: vscode.l10n.t('Target: keys and values each'),
    cross: vscode.l10n.t('Source: keys and values each'),
    count: vscode.l10n.t('Show sizes in bytes'),
    countHint: vscode.l10n.t('Runs the pass again to learn the width of a head.'),
    sums: vscode.l10n.t(
      'As 32-bit floats, over all layers: {0} for the target ({1} more than the step before) and {2} for the source, {3} in all.',
    ),
  };
}

export function headWords() {
  return {
    tab: vscode.l10n.t('Head'),
    tabHint: vscode.l10n.t('How one head comes to its weights, worked out.'),
    shown: vscode.l10n.t('This is {0}.'),
    instead: vscode.l10n.t('A mean has no queries and keys of its own: this is {0}.'),
    meaning: vscode.l10n.t(
      'Scaled dot-product attention (Vaswani et al. 2017), worked out here from the queries and keys of the live run: products q · k, scale, mask or bias m, softmax.',
    ),
    query: vscode.l10n.t('Query: the token that attends'),
    close: vscode.l10n.t('One query and one key'),
    checked: vscode.l10n.t(
      '✓ Checked: the largest difference between these weights and those that the model gave is {0}.',
    ),
    differs: vscode.l10n.t('These weights differ from those that the model gave, by up to {0}.'),
    keys: keysWords(),
    pair: pairWords(),
    workings: workingsWords(),
  };
}

function keysWords() {
  return {
    heading: vscode.l10n.t('Keys: what it can attend to'),
    leftOut: vscode.l10n.t('Left out are {0} keys of the lowest weights.'),
    key: vscode.l10n.t('Key'),
    vector: vscode.l10n.t('Vector'),
    product: vscode.l10n.t('q · k'),
    scaled: vscode.l10n.t('÷ √d'),
    scaledOther: vscode.l10n.t('Scaled'),
    added: vscode.l10n.t('Mask or bias'),
    score: vscode.l10n.t('Score'),
    weight: vscode.l10n.t('Weight'),
    masked: vscode.l10n.t('masked'),
  };
}

function pairWords() {
  return {
    place: vscode.l10n.t('Place in the vectors'),
    query: vscode.l10n.t('q of “{0}”'),
    key: vscode.l10n.t('k of “{0}”'),
    products: vscode.l10n.t('q × k, place by place'),
    reads: vscode.l10n.t('Place {0} of {1}: {2} × {3} = {4}. What stands up is positive, what hangs down negative.'),
  };
}

function workingsWords() {
  return {
    product: vscode.l10n.t('Product'),
    productMeaning: vscode.l10n.t(
      'The query asks, the key answers: the more alike their directions, the larger their product.',
    ),
    scale: vscode.l10n.t('Scale'),
    scaleMeaning: vscode.l10n.t(
      'Divided by √d, so that wide heads do not drive the softmax to where its gradients vanish.',
    ),
    scaleOneMeaning: vscode.l10n.t(
      'Taken as it is: nothing was divided after the product. Many models divide the query by √{0} before it, which comes to the same; T5 does not divide at all. The numbers alone do not tell which.',
    ),
    scaleOtherMeaning: vscode.l10n.t(
      'Multiplied by a factor that is not 1/√d; it was found from the products and scores of this layer.',
    ),
    added: vscode.l10n.t('Mask or bias'),
    maskedMeaning: vscode.l10n.t(
      'Masked: a token must not attend to those after it, nor to padding. Minus infinity gets a weight of 0.',
    ),
    nothingMeaning: vscode.l10n.t(
      'Nothing is added: this key may be attended to, and the layer has no bias for positions here.',
    ),
    biasMeaning: vscode.l10n.t(
      'What is left between product and score: a bias for the distance, as in T5, or the rounding of a product in 8 bits.',
    ),
    softmax: vscode.l10n.t('Softmax'),
    softmaxMeaning: vscode.l10n.t(
      'Exponentials over their sum: weights that sum to 1. The highest score, {0}, is taken off first; it cancels out.',
    ),
  };
}
