// Sentences: describes the selection and the heads, for the line below the tab's content and for screen readers.
import { type TokenSelection, type Focus, focusOf, otherRole, strongest } from '../../../attention/picture/focus';
import type { Picture } from '../../../attention/picture/picture';
import type { AttentionToken } from '../../../attention/record/record';
import type { SentenceWords } from '../words/pageWords';
import { fillTemplate } from '../../dom/template';
import { tokenText, weightText } from './format';

const MOST_NAMES = 3;

/** The reader's language, and the templates of sentences in it. */
export interface SentenceLocale {
  readonly words: { readonly sentences: SentenceWords };
  readonly language: string;
}

/** "“it” attends to “animal”, 0.41; “street”, 0.12; layer 5 head 2". Undefined if none of the selected tokens is shown. */
export function sentenceOf(
  picture: Picture,
  chosen: (TokenSelection & { readonly cell?: number }) | undefined,
  count: number,
  locale: SentenceLocale,
): string | undefined {
  const focus = focusOf(picture, chosen);
  if (focus === undefined) return undefined;
  const cell = picture[otherRole(focus.role)].shownAt[chosen?.cell ?? -1] ?? -1;
  const places = cell >= 0 ? [cell] : strongest(focus.mean, count);
  return [attention(picture, focus, places, locale), headsPhrase(picture, locale)].join('; ');
}

function attention(picture: Picture, focus: Focus, places: readonly number[], locale: SentenceLocale): string {
  const { sentences } = locale.words;
  const selected = namesOf(
    focus.places.map(at => picture[focus.role].tokens[at]),
    locale,
  );
  const isQuery = focus.role === 'query';
  if (places.length === 0) {
    return fillTemplate(isQuery ? sentences.attendsToNothing : sentences.isAttendedByNothing, selected);
  }
  const { tokens } = picture[otherRole(focus.role)];
  const [one, several] = isQuery
    ? [sentences.attendsTo, sentences.attendTo]
    : [sentences.isAttendedBy, sentences.areAttendedBy];
  return places
    .map((at, index) => {
      const values = [quoted(tokens[at], locale), weightText(focus.mean[at], locale.language)];
      if (index > 0) return fillTemplate(sentences.also, ...values);
      return fillTemplate(focus.places.length === 1 ? one : several, selected, ...values);
    })
    .join('; ');
}

/** "“it”, “was” and 2 more". */
export function namesOf(tokens: readonly AttentionToken[], locale: SentenceLocale): string {
  const names = tokens.slice(0, MOST_NAMES).map(token => quoted(token, locale));
  const unnamed = tokens.length - names.length;
  if (unnamed === 0) return names.join(', ');
  return fillTemplate(locale.words.sentences.several, names.join(', '), unnamed.toLocaleString(locale.language));
}

export function quoted(token: AttentionToken, { words }: SentenceLocale): string {
  return fillTemplate(words.sentences.quoted, tokenText(token.text));
}

/**
 * Names the layer and the heads, counted from 1: "layer 5 head 2", "layer 5, mean of all heads".
 *
 * @param several what the phrase belongs to if there are several heads: one number that is their mean, or a number for each
 */
export function headsPhrase(
  { layer, heads }: Pick<Picture, 'layer' | 'heads'>,
  { words, language }: SentenceLocale,
  several: 'mean' | 'each' = 'mean',
): string {
  const { sentences } = words;
  if (heads.includes('rollout')) {
    if (layer === 'mean') return sentences.rolloutOfAll;
    return fillTemplate(sentences.rolloutTo, (layer + 1).toLocaleString(language));
  }
  const numbers = heads.flatMap(head => (typeof head === 'number' ? (head + 1).toLocaleString(language) : []));
  const [mean, one, many] =
    layer === 'mean'
      ? [sentences.layersMean, sentences.layersHead, several === 'mean' ? sentences.layersHeads : sentences.layersEach]
      : [sentences.layerMean, sentences.layerHead, several === 'mean' ? sentences.layerHeads : sentences.layerEach];
  const form = numbers.length === 0 ? mean : numbers.length === 1 ? one : many;
  const values = numbers.length === 0 ? [] : [numbers.join(', ')];
  return layer === 'mean'
    ? fillTemplate(form, ...values)
    : fillTemplate(form, (layer + 1).toLocaleString(language), ...values);
}
