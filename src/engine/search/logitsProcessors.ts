// Logits processors: what a model is forbidden or forced to say next, in the order and with the meaning of transformers.
import { badRequest } from '../../base/errors';
import type { GenerationSettings } from '../api/contract';

/** Changes one row of scores in place, given all that the row holds, start token included. */
export type Processor = (scores: Float32Array, ids: readonly number[]) => void; // scores: [vocabulary]

/** Everything that the settings ask for as one processor; nothing is run for what they leave unset. */
export function processorsFor(settings: GenerationSettings, encoderIds: readonly number[]): Processor {
  const chain = [
    repetition(settings.repetitionPenalty),
    noRepeat(settings.noRepeatNgramSize),
    noRepeatOfSource(settings.encoderNoRepeatNgramSize, encoderIds),
    badWords(settings.badWordsIds, settings.eosTokenIds),
    blockedBefore(settings.minLength, settings.eosTokenIds),
    // The start token is not counted among the new ones.
    blockedBefore(settings.minNewTokens > 0 ? settings.minNewTokens + 1 : 0, settings.eosTokenIds),
    forcedBos(settings.forcedBosTokenId),
    forcedEos(settings.forcedEosTokenIds, settings.maxLength),
    suppressed(settings.suppressTokens),
    suppressedAtBegin(settings.beginSuppressTokens, settings.forcedBosTokenId),
  ].filter(processor => processor !== undefined);
  return (scores, ids) => {
    for (const process of chain) process(scores, ids);
  };
}

/** Each token that was said is made less likely, once however often it was said. */
function repetition(penalty: number): Processor | undefined {
  if (penalty === 1) return undefined;
  return (scores, ids) => {
    for (const id of new Set(ids)) {
      // A write beyond the vocabulary is dropped by the typed array, here and below: such a token cannot be said anyway.
      scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
    }
  };
}

function noRepeat(size: number): Processor | undefined {
  if (size === 0) return undefined;
  return (scores, ids) => blockNgrams(scores, ids, ids, size);
}

function noRepeatOfSource(size: number, encoderIds: readonly number[]): Processor | undefined {
  if (size === 0) return undefined;
  return (scores, ids) => blockNgrams(scores, encoderIds, ids, size);
}

/** Blocks every token that, said after `ids`, would complete an n-gram of `text`. */
function blockNgrams(scores: Float32Array, text: readonly number[], ids: readonly number[], size: number): void {
  const prefix = size - 1;
  if (ids.length < prefix) return;
  const tail = ids.length - prefix;
  for (let start = 0; start + prefix < text.length; start++) {
    let same = 0;
    while (same < prefix && text[start + same] === ids[tail + same]) same++;
    if (same === prefix) scores[text[start + prefix]] = -Infinity;
  }
}

function badWords(words: readonly (readonly number[])[], eos: readonly number[]): Processor | undefined {
  // Taken at its word, a lone EOS would forbid to end; transformers drops it.
  const kept = words.filter(word => !(word.length === 1 && eos.includes(word[0])));
  if (kept.length === 0) return undefined;
  return (scores, ids) => {
    for (const word of kept) if (endsWithPrefix(ids, word)) scores[word[word.length - 1]] = -Infinity;
  };
}

/** Whether `ids` ends with all of a word but its last token. */
function endsWithPrefix(ids: readonly number[], word: readonly number[]): boolean {
  const prefix = word.length - 1;
  if (prefix > ids.length) return false;
  for (let at = 0; at < prefix; at++) if (ids[ids.length - prefix + at] !== word[at]) return false;
  return true;
}

function blockedBefore(length: number, eos: readonly number[]): Processor | undefined {
  if (length === 0) return undefined;
  return (scores, ids) => {
    if (ids.length < length) block(scores, eos);
  };
}

function forcedBos(token: number | undefined): Processor | undefined {
  if (token === undefined) return undefined;
  return (scores, ids) => {
    if (ids.length === 1) force(scores, [token], 'forcedBosTokenId');
  };
}

function forcedEos(tokens: readonly number[], maxLength: number): Processor | undefined {
  if (tokens.length === 0) return undefined;
  return (scores, ids) => {
    if (ids.length === maxLength - 1) force(scores, tokens, 'forcedEosTokenIds');
  };
}

function suppressed(tokens: readonly number[]): Processor | undefined {
  if (tokens.length === 0) return undefined;
  return scores => block(scores, tokens);
}

function suppressedAtBegin(tokens: readonly number[], bos: number | undefined): Processor | undefined {
  if (tokens.length === 0) return undefined;
  // The begin is the first token that the model may choose: after the start token, or after the forced one.
  const begin = bos === undefined ? 1 : 2;
  return (scores, ids) => {
    if (ids.length === begin) block(scores, tokens);
  };
}

function block(scores: Float32Array, tokens: readonly number[]): void {
  for (const token of tokens) scores[token] = -Infinity;
}

function force(scores: Float32Array, tokens: readonly number[], name: string): void {
  scores.fill(-Infinity);
  for (const token of tokens) {
    // Left alone, a token that does not exist would make every continuation impossible and the result meaningless.
    if (token >= scores.length) {
      throw badRequest(name, `token ${token} is not among the ${scores.length} of the model`);
    }
    scores[token] = 0;
  }
}
