// Layout: finds the graph files of an encoder-decoder in a folder, by the names that Optimum gives them.
import { type Precision, PRECISIONS, SUFFIXES } from './precision';

/** The graph files of one model. */
export interface Layout {
  readonly encoder: string;
  /** The decoder of the first step, and of every step if there is no `decoderWithPast`. */
  readonly decoder: string;
  /** The decoder of the later steps, if it is a file of its own. */
  readonly decoderWithPast?: string;
}

/** The layout of a folder, or a file without which the folder has no complete layout. */
export type FoundLayout =
  { readonly kind: 'found'; readonly layout: Layout } | { readonly kind: 'missing'; readonly file: string };

/**
 * Chooses the graph files. Encoder and decoder each get the first precision of `order` for which there is a file. A decoder
 * with a cache is preferred to one without, whatever its precision: without a cache the whole target is read again at each
 * step.
 */
export function chooseLayout(names: ReadonlySet<string>, order: readonly Precision[]): FoundLayout {
  const folder = graphFolder(names);
  const encoder = order.find(precision => names.has(graphFile(folder, 'encoder_model', precision)));
  if (encoder === undefined) return { kind: 'missing', file: graphFile(folder, 'encoder_model', order[0]) };
  const decoder = chooseDecoder(names, folder, order);
  // The error names the merged decoder in the precision in which the encoder was found.
  if (decoder === undefined) return { kind: 'missing', file: graphFile(folder, 'decoder_model_merged', encoder) };
  return { kind: 'found', layout: { encoder: graphFile(folder, 'encoder_model', encoder), ...decoder } };
}

/** The precisions in which a folder has both an encoder and a decoder. */
export function completePrecisions(names: ReadonlySet<string>): Precision[] {
  return PRECISIONS.filter(precision => chooseLayout(names, [precision]).kind === 'found');
}

type Stem = 'encoder_model' | 'decoder_model_merged' | 'decoder_model' | 'decoder_with_past_model';

/**
 * The folder of the graph files, '' or `onnx/`. Optimum writes them beside the configuration; repositories for
 * transformers.js have them in a subfolder.
 */
function graphFolder(names: ReadonlySet<string>): string {
  const atRoot = PRECISIONS.some(precision => names.has(graphFile('', 'encoder_model', precision)));
  return atRoot && !PRECISIONS.some(precision => names.has(graphFile('onnx/', 'encoder_model', precision)))
    ? ''
    : 'onnx/';
}

function graphFile(folder: string, stem: Stem, precision: Precision): string {
  return `${folder}${stem}${SUFFIXES[precision]}.onnx`;
}

type Decoders = Omit<Layout, 'encoder'>;

function chooseDecoder(names: ReadonlySet<string>, folder: string, order: readonly Precision[]): Decoders | undefined {
  const file = (stem: Stem, precision: Precision): string => graphFile(folder, stem, precision);
  const candidates = [
    ...order.flatMap((precision): Decoders[] => [
      { decoder: file('decoder_model_merged', precision) },
      { decoder: file('decoder_model', precision), decoderWithPast: file('decoder_with_past_model', precision) },
    ]),
    ...order.map((precision): Decoders => ({ decoder: file('decoder_model', precision) })),
  ];
  return candidates.find(({ decoder, decoderWithPast = decoder }) => names.has(decoder) && names.has(decoderWithPast));
}
