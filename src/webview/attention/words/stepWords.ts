// Step words: the messages of the tabs Steps and Head, which replay the decoding and compute one head; see pageWords.ts.
import type { Translate } from '../../dom/translate';

export type StepsWords = ReturnType<typeof stepsWords>;
export type CandidatesWords = StepsWords['candidates'];
export type BeamsWords = StepsWords['beams'];
export type CacheWords = StepsWords['cache'];

export type HeadWords = ReturnType<typeof headWords>;
export type KeysWords = HeadWords['keys'];
export type PairWords = HeadWords['pair'];
export type WorkingsWords = HeadWords['workings'];

export function stepsWords(t: Translate) {
  return {
    tab: t('Steps'),
    tabHint: t('The decoding replayed token by token.'),
    replay: t('Replay of the decoding'),
    first: t('First step'),
    previous: t('Previous step'),
    play: t('Play'),
    pause: t('Pause'),
    next: t('Next step'),
    last: t('Last step'),
    position: t('Step {0} of {1}'),
    written: t('Target so far'),
    spoken: t('Step {0} of {1}: after “{2}” came “{3}”, probability {4}.'),
    candidates: candidatesWords(t),
    beams: beamsWords(t),
    cache: cacheWords(t),
  };
}

function candidatesWords(t: Translate) {
  return {
    heading: t('Likeliest next tokens'),
    meaning: t(
      'The decoder reads the last token and gives every token of its vocabulary a number, its logit. A softmax makes probabilities of them (Vaswani et al. 2017). They are those of the model alone, before any rule of the search.',
    ),
    count: t('Show'),
    countHint: t('How many of the likeliest tokens are listed.'),
    temperature: t('Temperature'),
    resetTemperature: t('Reset to 1'),
    resetTemperatureHint: t('Back to the model’s own probabilities.'),
    temperatureMeaning: t(
      'The recorded logits are divided by the temperature before the softmax: below 1 the likeliest gain, above 1 the others. The order stays the same. This run searched and did not draw by chance, so that the temperature changes what is shown here, not what was written.',
    ),
    rank: t('Rank'),
    token: t('Token'),
    probability: t('Probability'),
    logProbability: t('Log-probability'),
    chosen: t('✓ chosen'),
    entropy: t('Temperature {4}: entropy {0} bits ({1} nats), perplexity {2}, over a vocabulary of {3} tokens.'),
    entropyHint: t('A perplexity of 8 is the uncertainty of a uniform choice among 8 tokens.'),
  };
}

function beamsWords(t: Translate) {
  return {
    heading: t('Beams'),
    meaning: t(
      'Beam search keeps the best sequences so far, here up to {0}, by the sum of their log-probabilities (Vaswani et al. 2017). The thick path with bold words won in the end; a second edge at the right is where a sequence ended.',
    ),
    greedyMeaning: t('Greedy search keeps one sequence: at each step the likeliest token that its rules allow.'),
    hint: t(
      'Point at a token, or move with the arrow keys: Left and Right along a path, Up and Down within a step. Enter goes to its step.',
    ),
    start: t('“{0}”: what every sequence begins with.'),
    first: t('Step {1}: “{0}” at the start, score {2}.'),
    beam: t('Step {1}: “{0}” after “{3}”, score {2}.'),
    ended: t('Its sequence ended here.'),
    chosen: t('On the path that was chosen.'),
  };
}

function cacheWords(t: Translate) {
  return {
    heading: t('Key–value cache'),
    meaning: t(
      'Each layer keeps the keys and values of what was read, so that a step computes those of one token alone. The side of the target grows by one with each step; the side of the source is made once, from the encoder’s output, and stays. Shapes are heads × tokens, and × width of a head once it is known; keys and values have one each.',
    ),
    caption: t('Shapes of keys and values in each layer'),
    layer: t('Layer'),
    self: t('Target: keys and values each'),
    cross: t('Source: keys and values each'),
    count: t('Show sizes in bytes'),
    countHint: t('Runs the pass again to learn the width of a head.'),
    sums: t(
      'As 32-bit floats, over all layers: {0} for the target ({1} more than the step before) and {2} for the source, {3} in all.',
    ),
  };
}

export function headWords(t: Translate) {
  return {
    tab: t('Head'),
    tabHint: t('How one head comes to its weights, worked out.'),
    shown: t('This is {0}.'),
    instead: t('A mean has no queries and keys of its own: this is {0}.'),
    meaning: t(
      'Scaled dot-product attention (Vaswani et al. 2017), worked out here from the queries and keys of the live run: products q · k, scale, mask or bias m, softmax.',
    ),
    query: t('Query: the token that attends'),
    close: t('One query and one key'),
    checked: t('✓ Checked: the largest difference between these weights and those that the model gave is {0}.'),
    differs: t('These weights differ from those that the model gave, by up to {0}.'),
    keys: keysWords(t),
    pair: pairWords(t),
    workings: workingsWords(t),
  };
}

function keysWords(t: Translate) {
  return {
    heading: t('Keys: what it can attend to'),
    leftOut: t('Left out are {0} keys of the lowest weights.'),
    key: t('Key'),
    vector: t('Vector'),
    product: t('q · k'),
    scaled: t('÷ √d'),
    scaledOther: t('Scaled'),
    added: t('Mask or bias'),
    score: t('Score'),
    weight: t('Weight'),
    masked: t('masked'),
  };
}

function pairWords(t: Translate) {
  return {
    place: t('Place in the vectors'),
    query: t('q of “{0}”'),
    key: t('k of “{0}”'),
    products: t('q × k, place by place'),
    reads: t('Place {0} of {1}: {2} × {3} = {4}. What stands up is positive, what hangs down negative.'),
  };
}

function workingsWords(t: Translate) {
  return {
    product: t('Product'),
    productMeaning: t('The query asks, the key answers: the more alike their directions, the larger their product.'),
    scale: t('Scale'),
    scaleMeaning: t('Divided by √d, so that wide heads do not drive the softmax to where its gradients vanish.'),
    scaleOneMeaning: t(
      'Taken as it is: nothing was divided after the product. Many models divide the query by √{0} before it, which comes to the same; T5 does not divide at all. The numbers alone do not tell which.',
    ),
    scaleOtherMeaning: t(
      'Multiplied by a factor that is not 1/√d; it was found from the products and scores of this layer.',
    ),
    added: t('Mask or bias'),
    maskedMeaning: t(
      'Masked: a token must not attend to those after it, nor to padding. Minus infinity gets a weight of 0.',
    ),
    nothingMeaning: t('Nothing is added: this key may be attended to, and the layer has no bias for positions here.'),
    biasMeaning: t(
      'What is left between product and score: a bias for the distance, as in T5, or the rounding of a product in 8 bits.',
    ),
    softmax: t('Softmax'),
    softmaxMeaning: t(
      'Exponentials over their sum: weights that sum to 1. The highest score, {0}, is taken off first; it cancels out.',
    ),
  };
}
