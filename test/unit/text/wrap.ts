// Wrap: a plain sentence joined to one line and wrapped again, as a run does it with the sentences of a text.
import { inlineSpans } from '../../../src/text/inline/inlineSpans';
import { joints, wrapped } from '../../../src/text/inline/wrapping';

/** A sentence on one line. */
export function unwrap(text: string): string {
  // Lines may be joined inside of protected words and of noise (runs without spaces that are longer than any word).
  const kept = inlineSpans(text).filter(({ kind }) => kind !== 'noise' && kind !== 'word');
  let line = '';
  let done = 0;
  for (const { start, end, by } of joints(text, { kept })) {
    line += text.slice(done, start) + by;
    done = end;
  }
  return line + text.slice(done);
}

/** A translation on the lines of its sentence; the sentence itself if the model copied it. */
export function rewrap(translation: string, original: string): string {
  return translation === unwrap(original) ? original : wrapped(translation, { text: original, unbreakable: [] });
}
