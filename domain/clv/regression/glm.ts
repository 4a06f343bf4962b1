import { DomainError } from '../../errors.ts';

/** A design matrix, row-major: `rows` × `columns`. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export type GlmFamily = 'POISSON' | 'BINOMIAL';

export interface GlmFit {
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface GlmOptions {
  /** Added to the linear predictor, e.g. the log of an exposure. */
  readonly offset?: Float64Array;
  /** L2 penalty on every coefficient but the first (the intercept); keeps separable data finite. */
  readonly ridge?: number;
}

const MAX_ITERATIONS = 50;
const TOLERANCE = 1e-9;
/** exp(30) ≈ 1e13 is beyond any count; the bound keeps a wild step finite. */
const PREDICTOR_BOUND = 30;

const clamp = (value: number): number => Math.min(PREDICTOR_BOUND, Math.max(-PREDICTOR_BOUND, value));
const mean = (family: GlmFamily, predictor: number): number =>
  family === 'POISSON' ? Math.exp(predictor) : 1 / (1 + Math.exp(-predictor));

/** Solves A x = b for symmetric positive definite A (row-major, n × n) by Cholesky, in place; null where A is not. */
const solvePositiveDefinite = (matrix: Float64Array, right: Float64Array): Float64Array | null => {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let value = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) value -= matrix[i * n + k]! * matrix[j * n + k]!;
      if (i === j && !(value > 0)) return null;
      matrix[i * n + j] = i === j ? Math.sqrt(value) : value / matrix[j * n + j]!;
    }
  }
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= matrix[i * n + k]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= matrix[k * n + i]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  return x;
};

/** The mean response of every row under fitted coefficients. */
export const glmPredict = (
  family: GlmFamily,
  coefficients: Float64Array,
  design: Design,
  offset?: Float64Array,
): Float64Array => {
  const { rows, columns, values } = design;
  const predicted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let predictor = offset?.[i] ?? 0;
    for (let c = 0; c < columns; c++) predictor += values[i * columns + c]! * coefficients[c]!;
    predicted[i] = mean(family, clamp(predictor));
  }
  return predicted;
};

const penalisedLogLikelihood = (
  family: GlmFamily,
  coefficients: Float64Array,
  design: Design,
  response: ArrayLike<number>,
  offset: Float64Array | undefined,
  ridge: number,
): number => {
  const means = glmPredict(family, coefficients, design, offset);
  let total = 0;
  for (let i = 0; i < means.length; i++) {
    const y = response[i]!;
    const m = means[i]!;
    if (family === 'POISSON') total += y * Math.log(m) - m;
    else total += y > 0 ? Math.log(m) : Math.log1p(-m);
  }
  for (let c = 1; c < coefficients.length; c++) total -= (ridge / 2) * coefficients[c]! ** 2;
  return total;
};

/**
 * Fits a generalised linear model with its canonical link (log for Poisson, logit for binomial) by iteratively reweighted
 * least squares (McCullagh & Nelder 1989, §2.5) with step halving, so the penalised likelihood never falls.
 *
 * @param design first column the intercept
 * @param response counts (Poisson) or 0/1 (binomial), one per row
 */
export const fitGlm = (
  family: GlmFamily,
  design: Design,
  response: ArrayLike<number>,
  options: GlmOptions = {},
): GlmFit => {
  const { rows, columns, values } = design;
  if (values.length !== rows * columns || response.length !== rows || columns === 0 || rows === 0) {
    throw new DomainError('design and response differ in length, or are empty', {
      rows,
      columns,
      response: response.length,
    });
  }
  const ridge = options.ridge ?? 1e-3;
  let coefficients = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) total += response[i]!;
  let exposure = 0;
  for (let i = 0; i < rows; i++) exposure += Math.exp(options.offset?.[i] ?? 0);
  const share = (total + 0.5) / (exposure + 1);
  coefficients[0] = family === 'POISSON' ? Math.log(share) : Math.log(share / Math.max(1 - share, 1e-3));
  let likelihood = penalisedLogLikelihood(family, coefficients, design, response, options.offset, ridge);
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
    const means = glmPredict(family, coefficients, design, options.offset);
    const information = new Float64Array(columns * columns);
    const gradient = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      const m = means[i]!;
      const weight = family === 'POISSON' ? m : m * (1 - m);
      const residual = response[i]! - m;
      for (let c = 0; c < columns; c++) {
        const value = values[i * columns + c]!;
        if (value === 0) continue;
        gradient[c]! += residual * value;
        for (let d = 0; d <= c; d++) information[c * columns + d]! += weight * value * values[i * columns + d]!;
      }
    }
    for (let c = 0; c < columns; c++) {
      for (let d = 0; d < c; d++) information[d * columns + c] = information[c * columns + d]!;
      if (c > 0) gradient[c]! -= ridge * coefficients[c]!;
      information[c * columns + c]! += (c > 0 ? ridge : 0) + 1e-9;
    }
    const step = solvePositiveDefinite(information, gradient);
    if (step === null) return { coefficients, iterations: iteration, converged: false };
    let scale = 1;
    let next = coefficients;
    let nextLikelihood = -Infinity;
    for (let halving = 0; halving < 30; halving++, scale /= 2) {
      next = coefficients.map((value, c) => value + scale * step[c]!);
      nextLikelihood = penalisedLogLikelihood(family, next, design, response, options.offset, ridge);
      if (nextLikelihood >= likelihood) break;
    }
    if (!(nextLikelihood >= likelihood)) return { coefficients, iterations: iteration, converged: true };
    const gain = nextLikelihood - likelihood;
    coefficients = next;
    likelihood = nextLikelihood;
    if (gain <= TOLERANCE * (Math.abs(likelihood) + 1)) return { coefficients, iterations: iteration, converged: true };
  }
  return { coefficients, iterations: MAX_ITERATIONS, converged: false };
};
