// Layout: finds the graph files of an encoder-decoder in a folder, by the names that Optimum gives them.
import { type Precision, PRECISIONS, SUFFIXES } from './precision';

/** The files of one model. */
export interface Layout {
  readonly encoder: string;
  /** The decoder of the first step; of every step, where there is no other. */
  readonly decoder: string;
  /** The decoder of the later steps, where it is a file of its own. */
  readonly decoderWithPast?: string;
}

/** The layout, or the file that is missing for one. */
export type FoundLayout =
  { readonly kind: 'found'; readonly layout: Layout } | { readonly kind: 'missing'; readonly file: string };

/**
 * Chooses the files. Encoder and decoder each have the first precision of the order that is there. A decoder with a
 * cache is preferred to one without, whatever its precision: one without reads the whole target again at each step.
 */
export function chooseLayout(names: ReadonlySet<string>, order: readonly Precision[]): FoundLayout {
  const folder = graphFolder(names);
  const encoder = order.find(precision => names.has(graph(folder, 'encoder_model', precision)));
  if (encoder === undefined) return { kind: 'missing', file: graph(folder, 'encoder_model', order[0]) };
  const decoder = chooseDecoder(names, folder, order);
  // The missing decoder is named in the precision of the encoder that is there.
  if (decoder === undefined) return { kind: 'missing', file: graph(folder, 'decoder_model_merged', encoder) };
  return { kind: 'found', layout: { encoder: graph(folder, 'encoder_model', encoder), ...decoder } };
}

/** The precisions in which a folder has a whole model. */
export function wholePrecisions(names: ReadonlySet<string>): Precision[] {
  return PRECISIONS.filter(precision => chooseLayout(names, [precision]).kind === 'found');
}

type Stem = 'encoder_model' | 'decoder_model_merged' | 'decoder_model' | 'decoder_with_past_model';

/** Optimum writes the graphs beside the configuration; repositories for the web have them in a subfolder. */
function graphFolder(names: ReadonlySet<string>): string {
  const atRoot = PRECISIONS.some(precision => names.has(graph('', 'encoder_model', precision)));
  return atRoot && !PRECISIONS.some(precision => names.has(graph('onnx/', 'encoder_model', precision))) ? '' : 'onnx/';
}

function graph(folder: string, stem: Stem, precision: Precision): string {
  return `${folder}${stem}${SUFFIXES[precision]}.onnx`;
}

type Decoders = Omit<Layout, 'encoder'>;

function chooseDecoder(names: ReadonlySet<string>, folder: string, order: readonly Precision[]): Decoders | undefined {
  const file = (stem: Stem, precision: Precision): string => graph(folder, stem, precision);
  const candidates = [
    ...order.flatMap((precision): Decoders[] => [
      { decoder: file('decoder_model_merged', precision) },
      { decoder: file('decoder_model', precision), decoderWithPast: file('decoder_with_past_model', precision) },
    ]),
    ...order.map((precision): Decoders => ({ decoder: file('decoder_model', precision) })),
  ];
  return candidates.find(({ decoder, decoderWithPast = decoder }) => names.has(decoder) && names.has(decoderWithPast));
}
