// Logits processors: forbid, force or penalize tokens at each step, in the order and with the meaning of transformers.
import { badRequest } from '../../base/errors';
import type { GenerationSettings } from '../api/contract';

/** Changes the scores of one row in place. `ids` are all ids of the row so far, the start token included. */
export type LogitsProcessor = (scores: Float32Array, ids: readonly number[]) => void; // scores: [vocabulary]

/** Makes one processor of all those that the settings ask for. */
export function processorsFor(settings: GenerationSettings, encoderIds: readonly number[]): LogitsProcessor {
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

/** Makes each token that occurs in the row less likely, by the same factor however often it occurs. */
function repetition(penalty: number): LogitsProcessor | undefined {
  if (penalty === 1) return undefined;
  return (scores, ids) => {
    for (const id of new Set(ids)) {
      // An id beyond the vocabulary has no effect, here and below, because a typed array ignores writes beyond its end.
      scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
    }
  };
}

/** Blocks tokens that would repeat an n-gram of the row. */
function noRepeat(size: number): LogitsProcessor | undefined {
  if (size === 0) return undefined;
  return (scores, ids) => blockNgrams(scores, ids, ids, size);
}

/** Blocks tokens that would repeat an n-gram of the source. */
function noRepeatOfSource(size: number, encoderIds: readonly number[]): LogitsProcessor | undefined {
  if (size === 0) return undefined;
  return (scores, ids) => blockNgrams(scores, encoderIds, ids, size);
}

/** Blocks every token that, appended to `ids`, would complete an n-gram that occurs in `known`. */
function blockNgrams(scores: Float32Array, known: readonly number[], ids: readonly number[], size: number): void {
  const prefix = size - 1;
  if (ids.length < prefix) return;
  const tail = ids.length - prefix;
  for (let start = 0; start + prefix < known.length; start++) {
    let same = 0;
    while (same < prefix && known[start + same] === ids[tail + same]) same++;
    if (same === prefix) scores[known[start + prefix]] = -Infinity;
  }
}

/** Blocks the last token of each bad word, a list of tokens, when the row ends with the tokens before the last. */
function badWords(words: readonly (readonly number[])[], eos: readonly number[]): LogitsProcessor | undefined {
  // A bad word that is EOS alone is ignored, as in transformers: it would keep every sequence from ending.
  const usable = words.filter(word => !(word.length === 1 && eos.includes(word[0])));
  if (usable.length === 0) return undefined;
  return (scores, ids) => {
    for (const word of usable) if (endsWithPrefix(ids, word)) scores[word[word.length - 1]] = -Infinity;
  };
}

/** Whether `ids` ends with all tokens of a word but its last. */
function endsWithPrefix(ids: readonly number[], word: readonly number[]): boolean {
  const prefix = word.length - 1;
  if (prefix > ids.length) return false;
  for (let at = 0; at < prefix; at++) if (ids[ids.length - prefix + at] !== word[at]) return false;
  return true;
}

/** Blocks EOS while the row is shorter than `length`. */
function blockedBefore(length: number, eos: readonly number[]): LogitsProcessor | undefined {
  if (length === 0) return undefined;
  return (scores, ids) => {
    if (ids.length < length) block(scores, eos);
  };
}

/** Forces the token after the start token. */
function forcedBos(token: number | undefined): LogitsProcessor | undefined {
  if (token === undefined) return undefined;
  return (scores, ids) => {
    if (ids.length === 1) force(scores, [token], 'forcedBosTokenId');
  };
}

/** Forces EOS as the last token of a row that reaches the maximum length. */
function forcedEos(tokens: readonly number[], maxLength: number): LogitsProcessor | undefined {
  if (tokens.length === 0) return undefined;
  return (scores, ids) => {
    if (ids.length === maxLength - 1) force(scores, tokens, 'forcedEosTokenIds');
  };
}

function suppressed(tokens: readonly number[]): LogitsProcessor | undefined {
  if (tokens.length === 0) return undefined;
  return scores => block(scores, tokens);
}

function suppressedAtBegin(tokens: readonly number[], bos: number | undefined): LogitsProcessor | undefined {
  if (tokens.length === 0) return undefined;
  // The first token that the model chooses follows the start token, or the forced token if there is one.
  const begin = bos === undefined ? 1 : 2;
  return (scores, ids) => {
    if (ids.length === begin) block(scores, tokens);
  };
}

function block(scores: Float32Array, tokens: readonly number[]): void {
  for (const token of tokens) scores[token] = -Infinity;
}

/** Leaves only these tokens possible. */
function force(scores: Float32Array, tokens: readonly number[], name: string): void {
  scores.fill(-Infinity);
  for (const token of tokens) {
    // If the forced token did not exist, no token would be possible, and the result would be meaningless.
    if (token >= scores.length) {
      throw badRequest(name, `token ${token} is not in the vocabulary of ${scores.length} tokens`);
    }
    scores[token] = 0;
  }
}
