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

/** The share of outputs that count as poor, and how well a direction must be told to be in the card. */
const WORST = 0.25;
const LEAST_RECALL = 1 / 3;
const LEAST_GAIN = 2;
/** The recall that the threshold is set for, on the fitted half; above the least, because the other half varies. */
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
  const fitted = labelled(outputs.filter((_, at) => isFitted[at]));
  const checked = labelled(outputs.filter((_, at) => !isFitted[at]));
  const weights = fit(
    fitted.map(({ features }) => features),
    fitted.map(({ isPoor }) => isPoor),
  );
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

/** Greedy outputs are compared with greedy outputs, those of beams with those of beams. */
function labelled(outputs) {
  const limits = [false, true].map(isBeam => {
    const sorted = outputs.filter(output => output.isBeam === isBeam).map(output => output.chrf);
    return sorted.sort((left, right) => left - right)[Math.floor(WORST * sorted.length)] ?? 0;
  });
  return outputs.map(output => ({ ...output, isPoor: output.chrf < limits[output.isBeam ? 1 : 0] }));
}

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

/** The task of a card with the regression of its direction, or without one if that is not useful. */
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
