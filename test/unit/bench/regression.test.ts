import assert from 'node:assert/strict';
import { fit, logit } from '../../../bench/sureness/regression.mjs';

describe('fit', () => {
  it('finds the weights that make the labels likeliest', () => {
    // Of the rows whose first feature is x, a share of 1 / (1 + exp(-(1 - 2x))) has the label `true`: its log-odds are 1 for
    // x = 0 and -1 for x = 1.
    const share = 1 / (1 + Math.exp(-1));
    const [many, few] = [Math.round(1000 * share), Math.round(1000 * (1 - share))];
    const rows = (x: number, yes: number): [number[], boolean][] =>
      Array.from({ length: 1000 }, (_, at) => [[x, 7], at < yes]);
    const all = [...rows(0, many), ...rows(1, few)];
    const [bias, weight, constant] = fit(
      all.map(([features]) => features),
      all.map(([, label]) => label),
    );
    assert.ok(Math.abs(logit([bias, weight, constant], [0, 7]) - 1) < 0.05, `${bias}`);
    assert.ok(Math.abs(weight + 2) < 0.05, `${weight}`);
    assert.ok(Math.abs(constant) < 1e-9, 'a feature that is always the same tells nothing');
  });

  it('stays finite where a feature separates the labels', () => {
    const weights = fit([[-2], [-1], [1], [2]], [false, false, true, true]);
    assert.ok(weights.every(Number.isFinite) && weights[1] > 0);
    assert.ok(logit(weights, [2]) > logit(weights, [-2]));
  });
});
