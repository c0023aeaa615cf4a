// Sureness: fits, for each direction of translation, the regression that tells which results are probably among the worst
// quarter by chrF, and measures how often it is right.
//   node bench/sureness.mjs --outputs FOLDER [--markdown FILE] [--write-card MODEL]
// FOLDER is what bench/evaluate.mjs --beams --outputs FOLDER wrote.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { changeCard } from '../tools/card.mjs';
import { readOutputs } from './sureness/outputs.mjs';
import { fit, logit } from './sureness/regression.mjs';

/** The share of a direction's outputs that count as poor: those with the lowest chrF. */
const WORST = 0.25;
/** The regression of a direction is put into the card if it finds at least this share of the poor outputs… */
const LEAST_RECALL = 1 / 3;
/** …and if the share of poor outputs among those that it calls poor is at least this many times that among all. */
const LEAST_GAIN = 2;
/**
 * The biases are chosen so that a regression finds this share of the poor ones among the outputs that it is fitted on. The
 * share is above LEAST_RECALL, because other outputs must reach LEAST_RECALL too, and their recall may be lower.
 */
const WANTED_RECALL = 0.4;
/** A direction of translation with fewer outputs than this is left out. */
const LEAST_OUTPUTS = 200;

const { values } = parseArgs({
  options: { outputs: { type: 'string' }, markdown: { type: 'string' }, 'write-card': { type: 'string' } },
});
if (values.outputs === undefined) throw new Error('--outputs FOLDER is needed.');

const measured = [...readOutputs(values.outputs)]
  .filter(([, outputs]) => outputs.length >= LEAST_OUTPUTS)
  .map(([direction, outputs]) => measure(direction, outputs));
const text = markdown(measured);
process.stdout.write(text);
if (values.markdown !== undefined) fs.writeFileSync(values.markdown, text);
if (values['write-card'] !== undefined) {
  changeCard(path.join(values['write-card'], 'attentive.json'), card => {
    return { ...card, tasks: card.tasks.map(task => withSureness(task, measured)) };
  });
}

/**
 * Fits a regression on all outputs, and measures by twofold cross-validation: the outputs of each half are classified by a
 * regression that was fitted on the other half. Outputs go into the halves by turns, in the order of the test sets.
 */
function measure(direction, outputs) {
  const halves = [0, 1].map(half => labeled(outputs.filter((_, at) => at % 2 === half)));
  const checked = halves.flatMap((half, at) => {
    const regression = fitted(halves[1 - at]);
    return half.map(output => ({ ...output, isCalledPoor: logitOf(regression, output) > 0 }));
  });
  const searches = {
    all: checked,
    greedy: checked.filter(({ isBeam }) => !isBeam),
    beams: checked.filter(({ isBeam }) => isBeam),
  };
  const scores = Object.fromEntries(
    Object.entries(searches).flatMap(([search, found]) => (found.length === 0 ? [] : [[search, scoreOf(found)]])),
  );
  const isUseful = Object.values(scores).every(
    ({ precision, recall, base }) => precision >= LEAST_GAIN * base && recall >= LEAST_RECALL,
  );
  return { direction, regression: fitted(labeled(outputs)), scores, isUseful };
}

/** The regression of these outputs: its weights, and its biases for both searches. */
function fitted(outputs) {
  const weights = fit(
    outputs.map(({ features }) => features),
    outputs.map(({ isPoor }) => isPoor),
  );
  return { weights, biases: biasesFor(outputs, weights) };
}

/** The logit of an output being poor; above 0 the regression calls the output poor. */
function logitOf({ weights, biases }, { features, isBeam }) {
  return logit(weights, features) + (isBeam ? biases.beams : biases.greedy);
}

/**
 * What is added to the logit of an output of greedy search and of beam search, so that the wanted share of the poor outputs
 * of either search has a logit above 0. Beam search needs a bias of its own, because its probabilities are higher.
 */
function biasesFor(outputs, weights) {
  const biasOf = searched => {
    const logits = searched.filter(({ isPoor }) => isPoor).map(({ features }) => logit(weights, features));
    logits.sort((left, right) => right - left);
    return logits.length === 0 ? 0 : -logits[Math.floor(WANTED_RECALL * logits.length)];
  };
  const greedy = biasOf(outputs.filter(({ isBeam }) => !isBeam));
  const beams = outputs.filter(({ isBeam }) => isBeam);
  return { greedy, beams: beams.length === 0 ? greedy : biasOf(beams) };
}

/** Marks the poor outputs: those with the lowest chrF among the outputs of greedy search, and among those of beam search. */
function labeled(outputs) {
  const limits = [false, true].map(isBeam => {
    const sorted = outputs.filter(output => output.isBeam === isBeam).map(output => output.chrf);
    return sorted.sort((left, right) => left - right)[Math.floor(WORST * sorted.length)] ?? 0;
  });
  return outputs.map(output => ({ ...output, isPoor: output.chrf < limits[output.isBeam ? 1 : 0] }));
}

/** How well the regression finds the poor outputs. */
function scoreOf(outputs) {
  const poor = outputs.filter(({ isPoor }) => isPoor).length;
  const called = outputs.filter(({ isCalledPoor }) => isCalledPoor);
  const right = called.filter(({ isPoor }) => isPoor).length;
  return {
    outputs: outputs.length,
    calledPoor: called.length,
    base: poor / outputs.length,
    precision: called.length === 0 ? 0 : right / called.length,
    recall: poor === 0 ? 0 : right / poor,
  };
}

function markdown(directions) {
  const rows = directions.flatMap(({ direction, scores, isUseful }) =>
    Object.entries(scores).map(([search, { outputs, calledPoor, base, precision, recall }]) => {
      const name = direction.replace('-', '→');
      return `| ${name} | ${search} | ${outputs} | ${calledPoor} | ${percent(base)} | ${percent(precision)} | ${percent(recall)} | ${isUseful ? 'yes' : 'no'} |`;
    }),
  );
  return [
    '“Unsure” means: probably among the worst quarter of the direction by chrF, told by a logistic regression of the mean',
    "log-probability, the source's length, and the result's length divided by the source's, with a bias for each search. Each half",
    `of the outputs is told by the regression of the other. Shown only where the precision is at least ${LEAST_GAIN} times the base`,
    'rate at a recall of at least a third.',
    '',
    '| direction | search | outputs | told | base rate | precision | recall | shown |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

/** The task of a card with the regression of its direction, or without a regression if that one is not useful. */
function withSureness(given, directions) {
  const task = { ...given };
  delete task.sureness;
  const found = directions.find(({ direction }) => direction === `${task.from}-${task.to}`);
  if (task.kind !== 'translate' || found === undefined || !found.isUseful) return task;
  const { weights, biases } = found.regression;
  const [bias, meanLogProbability, logSourceLength, logLengthRatio, beamSearch] = [
    weights[0] + biases.greedy,
    ...weights.slice(1),
    biases.beams - biases.greedy,
  ].map(number => Number(number.toFixed(3)));
  return { ...task, sureness: { bias, beamSearch, meanLogProbability, logSourceLength, logLengthRatio } };
}
