// Regression: logistic regression, fitted by Newton's method with a small ridge penalty.

/** The penalty keeps the weights finite if a feature separates the classes completely. */
const RIDGE = 1e-3;
const MOST_STEPS = 100;
const SMALLEST_STEP = 1e-8;

/**
 * @param {readonly (readonly number[])[]} features [row, feature]
 * @param {readonly boolean[]} labels
 * @returns {number[]} the bias, then a weight for each feature
 */
export function fit(features, labels) {
  const scales = scalesOf(features);
  const rows = features.map(row => [1, ...row.map((value, at) => (value - scales[at].mean) / scales[at].deviation)]);
  let weights = rows[0].map(() => 0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const change = newtonStep(rows, labels, weights);
    weights = weights.map((weight, at) => weight - change[at]);
    if (Math.max(...change.map(Math.abs)) < SMALLEST_STEP) break;
  }
  const unscaled = weights.slice(1).map((weight, at) => weight / scales[at].deviation);
  const shift = unscaled.reduce((sum, weight, at) => sum + weight * scales[at].mean, 0);
  return [weights[0] - shift, ...unscaled];
}

/**
 * @param {readonly number[]} weights the bias, then a weight for each feature
 * @param {readonly number[]} row
 * @returns {number} the logit
 */
export function logit(weights, row) {
  return row.reduce((sum, value, at) => sum + weights[at + 1] * value, weights[0]);
}

/**
 * @param {readonly (readonly number[])[]} rows
 * @returns {{ mean: number, deviation: number }[]} the mean and the standard deviation of each feature; 1 in place of 0
 */
function scalesOf(rows) {
  return rows[0].map((_, at) => {
    const mean = rows.reduce((sum, row) => sum + row[at], 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + (row[at] - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
}

/**
 * @param {readonly (readonly number[])[]} rows
 * @param {readonly boolean[]} labels
 * @param {readonly number[]} weights
 * @returns {number[]} the Hessian's inverse times the gradient
 */
function newtonStep(rows, labels, weights) {
  const gradient = weights.map(weight => RIDGE * rows.length * weight);
  const hessian = weights.map((_, row) => weights.map((__, column) => (row === column ? RIDGE * rows.length : 0)));
  for (const [at, row] of rows.entries()) {
    const probability = 1 / (1 + Math.exp(-row.reduce((sum, value, index) => sum + value * weights[index], 0)));
    const error = probability - (labels[at] ? 1 : 0);
    for (const [i, left] of row.entries()) {
      gradient[i] += error * left;
      for (const [j, right] of row.entries()) hessian[i][j] += probability * (1 - probability) * left * right;
    }
  }
  return solve(hessian, gradient);
}

/**
 * Gaussian elimination; the matrix is symmetric and positive definite, so no pivots are needed.
 *
 * @param {readonly (readonly number[])[]} matrix
 * @param {readonly number[]} vector
 * @returns {number[]} x of matrix · x = vector
 */
function solve(matrix, vector) {
  const rows = matrix.map((row, at) => [...row, vector[at]]);
  for (const [at, pivot] of rows.entries()) {
    for (const row of rows.slice(at + 1)) {
      const factor = row[at] / pivot[at];
      for (let column = at; column < row.length; column++) row[column] -= factor * pivot[column];
    }
  }
  const solution = vector.map(() => 0);
  for (let at = rows.length - 1; at >= 0; at--) {
    const known = solution.reduce((sum, value, column) => sum + (column > at ? rows[at][column] * value : 0), 0);
    solution[at] = (rows[at][rows.length] - known) / rows[at][at];
  }
  return solution;
}
