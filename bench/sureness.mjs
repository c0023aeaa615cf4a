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
 * The recall on the fitted half for which the bias is chosen. It is above LEAST_RECALL, which holds for the other half.
 */
const WANTED_RECALL = 0.4;
/** A direction with fewer outputs is left out. */
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

/** Fits on every second output and measures on the others. The outputs stand in the order of the test sets. */
function measure(direction, outputs) {
  const isFitted = outputs.map((_, at) => at % 2 === 0);
  const fitted = labeled(outputs.filter((_, at) => isFitted[at]));
  const checked = labeled(outputs.filter((_, at) => !isFitted[at]));
  const weights = fit(
    fitted.map(({ features }) => features),
    fitted.map(({ isPoor }) => isPoor),
  );
  // The bias is moved so that the wanted share of the poor outputs has a logit above 0.
  const logits = fitted.filter(({ isPoor }) => isPoor).map(({ features }) => logit(weights, features));
  logits.sort((left, right) => right - left);
  weights[0] -= logits[Math.floor(WANTED_RECALL * logits.length)];
  const ways = {
    all: checked,
    greedy: checked.filter(({ isBeam }) => !isBeam),
    beams: checked.filter(({ isBeam }) => isBeam),
  };
  const scores = Object.fromEntries(
    Object.entries(ways).flatMap(([way, of]) => (of.length === 0 ? [] : [[way, scoreOf(of, weights)]])),
  );
  const isUseful = Object.values(scores).every(
    ({ precision, recall, base }) => precision >= LEAST_GAIN * base && recall >= LEAST_RECALL,
  );
  return { direction, weights, scores, isUseful };
}

/** Marks the poor outputs: the worst of greedy search among its outputs, and the worst of beam search among its own. */
function labeled(outputs) {
  const limits = [false, true].map(isBeam => {
    const sorted = outputs.filter(output => output.isBeam === isBeam).map(output => output.chrf);
    return sorted.sort((left, right) => left - right)[Math.floor(WORST * sorted.length)] ?? 0;
  });
  return outputs.map(output => ({ ...output, isPoor: output.chrf < limits[output.isBeam ? 1 : 0] }));
}

/** How well the regression finds the poor outputs; `told` is the number of outputs that it calls poor. */
function scoreOf(outputs, weights) {
  const poor = outputs.filter(({ isPoor }) => isPoor).length;
  const told = outputs.filter(({ features }) => logit(weights, features) > 0);
  const right = told.filter(({ isPoor }) => isPoor).length;
  return {
    outputs: outputs.length,
    told: told.length,
    base: poor / outputs.length,
    precision: told.length === 0 ? 0 : right / told.length,
    recall: poor === 0 ? 0 : right / poor,
  };
}

function markdown(directions) {
  const rows = directions.flatMap(({ direction, scores, isUseful }) =>
    Object.entries(scores).map(([way, { outputs, told, base, precision, recall }]) => {
      const name = direction.replace('-', '→');
      return `| ${name} | ${way} | ${outputs} | ${told} | ${percent(base)} | ${percent(precision)} | ${percent(recall)} | ${isUseful ? 'yes' : 'no'} |`;
    }),
  );
  return [
    '“Unsure” means: probably among the worst quarter of the direction by chrF, told by a logistic regression of the mean',
    "log-probability, the source's length, and the result's length divided by the source's. Fitted on one half of the",
    `outputs, measured on the other. Shown only where the precision is at least ${LEAST_GAIN} times the base rate at a recall of at least a third.`,
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
  const [bias, meanLogProbability, logSourceLength, logLengthRatio] = found.weights.map(weight =>
    Number(weight.toFixed(3)),
  );
  return { ...task, sureness: { bias, meanLogProbability, logSourceLength, logLengthRatio } };
}
