// Measure: reads the word alignments of given pairs from every layer and head of a model's cross-attention, and finds the
// source words that the product reports as left out of the translation. The texts are teacher-forced with the product's engine.
import {
  align,
  alignerOf,
  linksOf,
  type MeasuredAligner,
  readByAligner,
  targetCount,
} from '../../src/attention/analysis/align';
import type { AttentionRecord } from '../../src/attention/record/record';
import { mergeWords, type Words, wordsByOffsets } from '../../src/attention/record/words';
import { AttentiveError } from '../../src/base/errors';
import type { AttentionShape, Engine, Explained } from '../../src/engine/api/contract';
import type { ModelFiles } from '../../src/models/modelFiles';
import { createTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer';
import { withVocabulary } from '../../src/engine/tokenizer/tokenizerJson';
import { type ModelCard, type TranslateTask, translations } from '../../src/models/card';
import { attentionOf } from '../../src/tasks/explain';
import { omittedWords } from '../../src/tasks/omissions';
import { type Alignments, type Link, type Pair, type Side, startsOf, type Text } from './pairs.mjs';

/** Which weights the links are read from: those of a layer, a head and a step. */
export interface Choice {
  /** `mean`: the mean of all layers. */
  readonly layer: number | 'mean';
  /** `mean`: the mean of all heads. */
  readonly head: number | 'mean';
  /** True for the step at which a target token is the decoder's input, false for the step that predicts it. */
  readonly shift: boolean;
}

export interface ChoiceLinks extends Choice {
  /** The links of each pair. */
  readonly links: readonly (readonly Link[])[];
}

/** The omissions that the product reports for one translation. */
export interface Hints {
  readonly text: Text;
  /** The indices of the source words that are reported as left out. */
  readonly found: readonly number[];
}

export interface Model {
  readonly engine: Engine;
  readonly name: string;
  readonly files: ModelFiles;
  readonly card: ModelCard;
}

const never = new AbortController().signal;

/** The pairs and texts whose translation direction the model's card has. */
export function coveredBy(card: ModelCard, { pairs, texts }: Alignments): Alignments {
  const has = (pair: Pair): boolean => taskOf(card, pair) !== undefined;
  return { pairs: pairs.filter(has), texts: texts.filter(({ of }) => has(of)) };
}

/** The links read from every layer, every head and the means of both, at either step (`Choice.shift`). */
export async function everyAlignment(model: Model, pairs: readonly Pair[]): Promise<readonly ChoiceLinks[]> {
  const byChoice = new Map<string, Choice & { readonly links: (readonly Link[])[] }>();
  for (const pair of pairs) {
    const explained = await explainForced(model, pair, pair.target);
    const layers: AttentionRecord[] = [];
    for (let layer = 0; layer < explained.attention.cross.layers; layer++) {
      layers.push(await attentionOf(model.engine, explained, { kind: 'cross', layer }, never));
    }
    for (const choice of choicesOf(explained.attention.cross)) {
      const name = JSON.stringify(choice);
      const one = byChoice.get(name) ?? { ...choice, links: [] };
      byChoice.set(name, one);
      one.links.push(wordLinks(layers, choice, pair));
    }
  }
  return [...byChoice.values()];
}

/** For each text, the source words that the product would underline as left out if the card named this aligner. */
export async function everyHint(
  model: Model,
  texts: readonly Text[],
  alignment: MeasuredAligner,
): Promise<readonly Hints[]> {
  const hints: Hints[] = [];
  for (const text of texts) {
    const explained = await explainForced(model, text.of, text.target);
    const aligner = alignerOf(alignment, explained.attention.cross);
    const words = await omittedWords(model.engine, { model: model.name, explained, aligner }, never);
    const { source } = text.of;
    const starts = startsOf(source);
    const found = words.flatMap(({ start, end }) =>
      [...starts.keys()].filter(word => starts[word] < end && start < starts[word] + source.words[word].length),
    );
    hints.push({ text, found });
  }
  return hints;
}

function taskOf(card: ModelCard, { from, to }: Pair): TranslateTask | undefined {
  return translations(card).find(task => task.from === from && task.to === to);
}

function choicesOf({ layers, heads }: AttentionShape): Choice[] {
  const withMean = (count: number): (number | 'mean')[] => [...Array(count).keys(), 'mean'];
  return [false, true].flatMap(shift =>
    withMean(layers).flatMap(layer => withMean(heads).map(head => ({ layer, head, shift }))),
  );
}

/** The links of each target word to the source word with the highest weight. */
function wordLinks(
  layers: readonly AttentionRecord[],
  { layer, head, shift }: Choice,
  { source, target }: Pair,
): readonly Link[] {
  const heads = head === 'mean' ? {} : { heads: [head] };
  const one = layer === 'mean' ? meanOf(layers) : layers[layer];
  const read = readByAligner(one, { step: shift ? 'input' : 'output', ...heads });
  const [targets, sources] = [wordsOf(read.targets, target), wordsOf(read.sources, source)];
  const alignment = align(mergeWords(read, targets, sources), { layer: 0 });
  const [targetStarts, sourceStarts] = [startsOf(target), startsOf(source)];
  return Array.from({ length: targetCount(alignment) }, (_, at) => at).flatMap(at =>
    linksOf(alignment, at).map(({ source: to }): Link => [
      wordAt(sourceStarts, sources.words[to].start),
      wordAt(targetStarts, targets.words[at].start),
    ]),
  );
}

/** The mean over layers, for each head. */
function meanOf(layers: readonly AttentionRecord[]): AttentionRecord {
  const [first] = layers;
  const sum = new Float64Array(first.weights.length); // [head, target, source]
  for (const { weights } of layers) weights.forEach((weight, at) => (sum[at] += weight));
  return { ...first, weights: Float32Array.from(sum, weight => weight / layers.length) };
}

function wordsOf(tokens: AttentionRecord['targets'], side: Side): Words {
  return wordsByOffsets(tokens, side.text, startsOf(side));
}

/** The index of the word at an offset, given the offset at which each word begins. */
function wordAt(starts: readonly number[], offset: number): number {
  return starts.findLastIndex(start => start <= offset);
}

async function explainForced({ engine, name, files, card }: Model, pair: Pair, target: Side): Promise<Explained> {
  const task = taskOf(card, pair);
  if (task === undefined) throw new Error(`the model does not translate ${pair.from} to ${pair.to}`);
  const source = { kind: 'text', texts: [pair.source.text], ...task.input } as const;
  const targets = [targetIds(files, task, target.text)];
  return engine.explain({ model: name, source, targets }, never);
}

/** The ids that the decoder would have read if it had generated the text: start token, forced first token, text, EOS. */
function targetIds(files: ModelFiles, { input }: TranslateTask, text: string): number[] {
  const tokenizer = targetTokenizer(files);
  const settings = { ...parsed(files.config), ...parsed(files.generationConfig ?? '{}') };
  const [{ ids, tokens }] = tokenizer.tokensOf({ kind: 'text', texts: [text] });
  const textIds = ids.filter((_, at) => !tokens[at].special);
  const forcedFirst = input.forcedBosToken === undefined ? undefined : tokenizer.idOf(input.forcedBosToken);
  const first = forcedFirst ?? settings['forced_bos_token_id'];
  const [start, end] = [settings['decoder_start_token_id'], [settings['eos_token_id']].flat()[0]];
  if (typeof start !== 'number' || typeof end !== 'number') {
    throw new AttentiveError('model-broken-file', 'config.json names no start or no end token', {
      file: 'config.json',
    });
  }
  return [start, ...(typeof first === 'number' ? [first] : []), ...textIds, end];
}

const tokenizers = new WeakMap<ModelFiles, Tokenizer>();

function targetTokenizer(files: ModelFiles): Tokenizer {
  const known = tokenizers.get(files);
  if (known !== undefined) return known;
  const json = parsed(files.tokenizer);
  const vocabulary = files.targetVocabulary;
  const tokenizer = createTokenizer(
    vocabulary === undefined ? json : withVocabulary(json, 'target_vocab.json', parsed(vocabulary)),
    parsed(files.tokenizerConfig),
  );
  tokenizers.set(files, tokenizer);
  return tokenizer;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
