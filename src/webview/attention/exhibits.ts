// Exhibits: what is on the page at the moment, as exports take it.
import type { Exhibit } from '../../attention/exhibit';
import { type Picture, pictureOf } from '../../attention/picture';
import { filled } from '../rows';
import type { Exportable } from './exporter';
import { headsPhrase } from './sentences';

/** @throws AttentiveError if the layer cannot be fetched */
export async function exhibitOf(what: Exportable, signal: AbortSignal): Promise<Exhibit> {
  const { scene, words, language } = what;
  const picture = await pictureFor(what, signal);
  const { title, model, languages } = scene.shown;
  const kind = { cross: words.controls.cross, encoder: words.controls.encoder, decoder: words.controls.decoder };
  const headName = (head: number | 'mean'): string =>
    head === 'mean'
      ? words.controls.meanOfHeads
      : filled(words.controls.headNumber, (head + 1).toLocaleString(language));
  const textOf = ({ side, text }: Picture['looking']): Exhibit['looking'] => ({ text, language: languages[side] });
  return {
    title,
    caption: filled(words.exports.caption, kind[picture.kind], headsPhrase(picture, { words, language }, 'each')),
    model: model.name,
    record: picture.record,
    layer: picture.layer,
    heads: picture.heads,
    headNames: picture.heads.map(headName),
    looking: textOf(picture.looking),
    seen: textOf(picture.seen),
  };
}

/** The scene's own, or, in views that show something else, the one that the settings choose. */
async function pictureFor({ scene }: Exportable, signal: AbortSignal): Promise<Picture> {
  if (scene.picture !== undefined) return scene.picture;
  const { kind, layer, heads, unit, special } = scene.settings;
  const record = await scene.data.layer(kind, layer, signal);
  const texts = { source: scene.content.source.text, target: scene.content.target.text };
  return pictureOf({ record, layer }, texts, { heads, unit, special });
}
