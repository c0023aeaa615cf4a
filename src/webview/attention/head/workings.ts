// Workings: the computation of the weight of one query and one key as formulas with the model's numbers.
import type { ScoreScale, WorkedRow } from '../../../attention/decoding/arithmetic';
import type { WorkingsWords } from '../words/stepWords';
import { element } from '../../dom/element';
import { fillTemplate } from '../../dom/template';
import { decimal } from '../shared/format';
import { formula } from '../../dom/shapes';

/** A query and a key, with the numbers from which the weight is computed. */
export interface WorkedPair {
  /** The numbers of the query, for all keys. */
  readonly row: WorkedRow;
  readonly scale: ScoreScale;
  /** The index of the key. */
  readonly key: number;
}

/** The whole computation as one formula: w = softmax(q · k / √d + m). */
export function formulaOf({ kind }: ScoreScale): MathMLElement {
  const product = row(mi('q'), mo('·'), sub(mi('k'), mi('j')));
  const scaled = kind === 'root' ? formula('mfrac', product, formula('msqrt', sub(mi('d'), mi('k')))) : product;
  const factor = kind === 'other' ? [mi('c'), mo('·')] : [];
  const inner = row(...factor, scaled, mo('+'), sub(mi('m'), mi('j')));
  const softmax = sub(mi('softmax'), mi('j'));
  return formula('math', sub(mi('w'), mi('j')), mo('='), softmax, mo('('), inner, mo(')'));
}

/** The computation as a list of steps: product, scale, mask or bias, softmax. */
export function workingsOf(worked: WorkedPair, words: WorkingsWords, language: string): HTMLElement {
  const parts = [productStep, scaleStep, addedStep, softmaxStep].map(step => step(worked, words, language));
  return element('ol', { class: 'workings' }, ...parts);
}

type WorkingsStep = (worked: WorkedPair, words: WorkingsWords, language: string) => HTMLElement;

const productStep: WorkingsStep = ({ row: { query, products }, key }, words, language) => {
  const sum = formula('munderover', mo('∑'), row(mi('i'), mo('='), mn('1')), mn(String(query.length)));
  const term = row(sub(mi('q'), mi('i')), sub(mi('k'), mi('i')));
  const math = [mi('q'), mo('·'), mi('k'), mo('='), sum, term, mo('='), mn(decimal(products[key], language))];
  return stepOf(words.product, math, words.productMeaning);
};

const scaleStep: WorkingsStep = ({ row: { query, products, scaled }, scale, key }, words, language) => {
  const [product, result] = [decimal(products[key], language), decimal(scaled[key], language)];
  const width = String(query.length);
  if (scale.kind === 'one') return stepOf(words.scale, [mn(product)], fillTemplate(words.scaleOneMeaning, width));
  if (scale.kind === 'other') {
    const math = [mn(decimal(scale.factor, language, 4)), mo('·'), mn(product), mo('='), mn(result)];
    return stepOf(words.scale, math, words.scaleOtherMeaning);
  }
  const math = [formula('mfrac', mn(product), formula('msqrt', mn(width))), mo('='), mn(result)];
  return stepOf(words.scale, math, words.scaleMeaning);
};

const addedStep: WorkingsStep = ({ row: { scaled, added, scores }, key }, words, language) => {
  const product = mn(decimal(scaled[key], language));
  if (added[key] === -Infinity) {
    return stepOf(words.added, [product, mo('−'), mi('∞'), mo('='), mo('−'), mi('∞')], words.maskedMeaning);
  }
  if (added[key] === 0) return stepOf(words.added, [product, mo('+'), mn('0')], words.nothingMeaning);
  const sign = mo(added[key] < 0 ? '−' : '+');
  const math = [
    product,
    sign,
    mn(decimal(Math.abs(added[key]), language)),
    mo('='),
    mn(decimal(scores[key], language)),
  ];
  return stepOf(words.added, math, words.biasMeaning);
};

const softmaxStep: WorkingsStep = ({ row: { added, scores, weights }, key }, words, language) => {
  const masked = added[key] === -Infinity;
  // The highest score is subtracted before the exponentials, which could overflow otherwise.
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  const power = masked ? 0 : Math.exp(scores[key] - highest);
  const powerOf = (index: string): MathMLElement =>
    formula('msup', mi('e'), row(sub(mi('s'), mi(index)), mo('−'), mi('max')));
  const general = formula('mfrac', powerOf('j'), row(formula('munder', mo('∑'), mi('i')), powerOf('i')));
  const numbers = formula('mfrac', mn(decimal(power, language, 4)), mn(decimal(total, language, 4)));
  const math = [general, mo('='), numbers, mo('='), mn(decimal(weights[key], language, 4))];
  return stepOf(words.softmax, math, fillTemplate(words.softmaxMeaning, decimal(highest, language)));
};

function stepOf(name: string, math: readonly Node[], meaning: string): HTMLElement {
  const line = element('span', { class: 'math' }, formula('math', ...math));
  return element('li', {}, element('h3', {}, name), line, element('p', { class: 'teaching' }, meaning));
}

function mi(name: string): MathMLElement {
  return formula('mi', name);
}

function mo(sign: string): MathMLElement {
  return formula('mo', sign);
}

function mn(number: string): MathMLElement {
  return formula('mn', number);
}

function sub(base: Node, index: Node): MathMLElement {
  return formula('msub', base, index);
}

function row(...parts: readonly Node[]): MathMLElement {
  return formula('mrow', ...parts);
}
