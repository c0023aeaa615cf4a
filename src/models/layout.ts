// Layout: which of a folder's files are the graphs of an encoder-decoder, by the names that Optimum gives them.
import { type Precision, PRECISIONS, SUFFIXES } from './precision';

/** The files of one model. */
export interface Layout {
  readonly encoder: string;
  /** The decoder of the first step; of every step, where there is no other. */
  readonly decoder: string;
  /** The decoder of the later steps, where it is a file of its own. */
  readonly decoderWithPast?: string;
}

/** What was found, or the file that would have to be there. */
export type FoundLayout =
  { readonly kind: 'found'; readonly layout: Layout } | { readonly kind: 'missing'; readonly file: string };

/**
 * Chooses the files. Each of encoder and decoder has the first precision of the order that is there. A decoder with a
 * cache goes before one without, whatever its precision: the other reads all that is written anew at each step.
 */
export function chooseLayout(names: ReadonlySet<string>, order: readonly Precision[]): FoundLayout {
  const folder = graphFolder(names);
  const encoder = order.find(precision => names.has(graph(folder, 'encoder_model', precision)));
  if (encoder === undefined) return { kind: 'missing', file: graph(folder, 'encoder_model', order[0]) };
  const decoder = chooseDecoder(names, folder, order);
  // The file to name goes with the encoder that is there.
  if (decoder === undefined) return { kind: 'missing', file: graph(folder, 'decoder_model_merged', encoder) };
  return { kind: 'found', layout: { encoder: graph(folder, 'encoder_model', encoder), ...decoder } };
}

/** The precisions in which a folder has a whole model. */
export function wholePrecisions(names: ReadonlySet<string>): Precision[] {
  return PRECISIONS.filter(precision => chooseLayout(names, [precision]).kind === 'found');
}

type Stem = 'encoder_model' | 'decoder_model_merged' | 'decoder_model' | 'decoder_with_past_model';

/** Optimum itself writes the graphs to where the configuration is; repositories for the web have them in a subfolder. */
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
