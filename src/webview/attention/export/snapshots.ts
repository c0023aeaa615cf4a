// Snapshots: makes the snapshot for an export from what the page shows.
import type { Snapshot } from '../../../attention/drawing/snapshot';
import { type Picture, pictureOf, type PictureSide, type ShownHead } from '../../../attention/picture/picture';
import { fillTemplate } from '../../dom/template';
import type { Exportable } from './exporter';
import { placeholdersOf } from '../shared/placeholders';
import { headsPhrase } from '../shared/sentences';

/** @throws AttentiveError if the layer cannot be fetched */
export async function snapshotOf(input: Exportable, signal: AbortSignal): Promise<Snapshot> {
  const { state, words, language } = input;
  const picture = await pictureFor(input, signal);
  const { title, model, languages } = state.shown;
  const { controls, text, matrix } = words;
  const { kinds, meanOfHeads, rollout } = controls;
  const names = { mean: meanOfHeads, rollout };
  const headName = (head: ShownHead): string =>
    typeof head === 'string' ? names[head] : fillTemplate(controls.headNumber, (head + 1).toLocaleString(language));
  const sides = { source: text.source, target: text.target };
  const textOf = (side: PictureSide, axis: string): Snapshot['query'] => {
    return { text: side.text, language: languages[side.side], name: fillTemplate(axis, sides[side.side]) };
  };
  return {
    title,
    caption: fillTemplate(
      words.exports.caption,
      kinds[picture.kind].label,
      headsPhrase(picture, { words, language }, 'each'),
    ),
    model: model.name,
    record: picture.record,
    layer: picture.layer,
    heads: picture.heads,
    headNames: picture.heads.map(headName),
    query: textOf(picture.query, matrix.queries),
    key: textOf(picture.key, matrix.keys),
    placeholders: placeholdersOf(state),
  };
}

/** The picture of the state or, for a view without a picture, the picture that the settings choose. */
async function pictureFor({ state }: Exportable, signal: AbortSignal): Promise<Picture> {
  if (state.picture !== undefined) return state.picture;
  const { layer, heads, unit, special } = state.settings;
  const record = await state.data.record(state.settings, signal);
  const texts = { source: state.content.source.text, target: state.content.target.text };
  return pictureOf({ record, layer }, texts, { heads, unit, special });
}
