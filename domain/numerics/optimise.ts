/** An objective at a point: value and gradient, and the Hessian (row-major) where the method needs it. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}
export interface CurvedEvaluation extends Evaluation {
  readonly hessian: Float64Array;
}

/** A box: θ_i stays within [lower_i, upper_i]. */
export interface Bounds {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface Optimum {
  readonly theta: Float64Array;
  readonly value: number;
  /** At the optimum, row-major. */
  readonly hessian: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** Indices of coordinates that ended on their bound: the optimum lies outside the box, or at infinity. */
  readonly atBound: readonly number[];
}

/** Expected gain (half the Newton decrement) below which a step is not worth taking: parameters are then within 1e-6 standard errors. */
const NEGLIGIBLE_GAIN = 1e-12;
/** Objectives are sums of many logarithms: differences below this are rounding, and derivatives decide instead. */
const NOISE = 1e-6;
/** Gain per step at which a search that is refined later may stop; far below what tells two optima apart. */
const ROUGH_GAIN = 1e-3;
/** Longest step per coordinate; parameters are logarithms, so a factor of e². */
const LONGEST_STEP = 2;

/** Solves A·x = b for a symmetric matrix by Gaussian elimination with pivoting; null when A is singular. */
export function solveLinear(matrix: Float64Array, right: ArrayLike<number>): Float64Array | null {
  const n = right.length;
  const a = matrix.slice();
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let row = i + 1; row < n; row++) if (Math.abs(a[row * n + i]!) > Math.abs(a[pivot * n + i]!)) pivot = row;
    if (!(Math.abs(a[pivot * n + i]!) > 0)) return null;
    if (pivot !== i) {
      for (let column = 0; column < n; column++) {
        [a[i * n + column], a[pivot * n + column]] = [a[pivot * n + column]!, a[i * n + column]!];
      }
      [x[i], x[pivot]] = [x[pivot]!, x[i]!];
    }
    for (let row = i + 1; row < n; row++) {
      const factor = a[row * n + i]! / a[i * n + i]!;
      for (let column = i; column < n; column++) a[row * n + column]! -= factor * a[i * n + column]!;
      x[row]! -= factor * x[i]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let column = i + 1; column < n; column++) x[i]! -= a[i * n + column]! * x[column]!;
    x[i]! /= a[i * n + i]!;
  }
  return x.every(Number.isFinite) ? x : null;
}

/**
 * The square roots of the diagonal of (−H)⁻¹: standard errors of maximum-likelihood estimates.
 * null when −H is not positive definite, i.e. when the point is no proper maximum.
 */
export function standardErrorsOf(hessian: Float64Array, n: number): number[] | null {
  const information = hessian.map((h) => -h);
  // Positive definite if and only if every pivot of the Cholesky factor is positive.
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = information[i * n + j]!;
      for (let m = 0; m < j; m++) sum -= factor[i * n + m]! * factor[j * n + m]!;
      if (i === j && !(sum > 1e-10 * information[i * n + i]!)) return null;
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]!;
    }
  }
  const errors: number[] = [];
  for (let i = 0; i < n; i++) {
    const column = solveLinear(
      information,
      Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
    );
    const variance = column?.[i] ?? -1;
    if (!(variance > 0)) return null;
    errors.push(Math.sqrt(variance));
  }
  return errors;
}

/** True where θ_i sits on a bound and the gradient pushes it further out: the coordinate cannot move. */
const blocked = (theta: Float64Array, gradient: Float64Array, bounds: Bounds): boolean[] =>
  Array.from(
    theta,
    (v, i) => (v <= bounds.lower[i]! && gradient[i]! <= 0) || (v >= bounds.upper[i]! && gradient[i]! >= 0),
  );

const boundsReached = (theta: Float64Array, bounds: Bounds): number[] =>
  [...theta.keys()].filter((i) => theta[i]! <= bounds.lower[i]! || theta[i]! >= bounds.upper[i]!);

const clamp = (theta: Float64Array, bounds: Bounds): Float64Array =>
  theta.map((v, i) => Math.min(bounds.upper[i]!, Math.max(bounds.lower[i]!, v)));

/** −H + damping on the diagonal, with blocked coordinates decoupled. */
function dampedInformation(hessian: Float64Array, fixed: readonly boolean[], damping: number): Float64Array {
  const n = fixed.length;
  const matrix = new Float64Array(n * n);
  let largest = 0;
  for (let i = 0; i < n; i++) if (!fixed[i]) largest = Math.max(largest, Math.abs(hessian[i * n + i]!));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (!fixed[i] && !fixed[j]) matrix[i * n + j] = -hessian[i * n + j]!;
    if (fixed[i]) matrix[i * n + i] = 1;
    else matrix[i * n + i]! += damping * (Math.abs(hessian[i * n + i]!) + 1e-6 * largest);
  }
  return matrix;
}

const dot = (p: Float64Array, q: Float64Array): number => p.reduce((sum, v, i) => sum + v * q[i]!, 0);

/**
 * Maximises inside a box by Newton's method with Levenberg damping. Quadratic convergence near the optimum; the damping
 * turns it into gradient ascent where the Hessian is indefinite.
 */
export function maximiseNewton(
  objective: (theta: Float64Array) => CurvedEvaluation,
  start: ArrayLike<number>,
  bounds: Bounds,
  maxIterations = 100,
): Optimum {
  let theta = clamp(Float64Array.from(start), bounds);
  let current = objective(theta);
  let damping = 1e-3;
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    iterations++;
    const fixed = blocked(theta, current.gradient, bounds);
    const gradient = current.gradient.map((g, i) => (fixed[i] ? 0 : g));
    if (gradient.every((g) => g === 0)) {
      converged = true;
      break;
    }
    let moved = false;
    for (let attempt = 0; attempt < 30 && !moved; attempt++) {
      const step = solveLinear(dampedInformation(current.hessian, fixed, damping), gradient);
      const gain = step === null ? -1 : dot(step, gradient);
      if (step === null || !(gain > 0)) {
        damping = Math.max(damping * 10, 1e-3);
        continue;
      }
      const longest = step.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
      const next = clamp(
        theta.map((v, i) => v + scale * step[i]!),
        bounds,
      );
      const evaluation = objective(next);
      if (evaluation.value >= current.value - (gain < NOISE ? NOISE : 0)) {
        moved = true;
        converged = gain < NEGLIGIBLE_GAIN && damping < 1;
        theta = next;
        current = evaluation;
        damping = Math.max(damping / 10, 1e-14);
      } else {
        damping = Math.max(damping * 10, 1e-8);
      }
    }
    if (!moved) {
      // No step improves: at rounding level this is the optimum, otherwise a failure.
      converged = gradient.every((g) => Math.abs(g) <= 1e-8 * Math.max(1, Math.abs(current.value)));
      break;
    }
  }
  const atBound = boundsReached(theta, bounds);
  return { theta, value: current.value, hessian: current.hessian, iterations, converged, atBound };
}

/** Central differences of an analytic gradient, symmetrised. `step` is absolute: coordinates are logarithms of parameters. */
export function differencedHessian(
  objective: (theta: Float64Array) => Evaluation,
  theta: Float64Array,
  step = 1e-4,
): Float64Array {
  const n = theta.length;
  const raw = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const shifted = (delta: number) => objective(theta.map((v, j) => (i === j ? v + delta : v))).gradient;
    const above = shifted(step);
    const below = shifted(-step);
    for (let j = 0; j < n; j++) raw[i * n + j] = (above[j]! - below[j]!) / (2 * step);
  }
  return raw.map((v, index) => (v + raw[(index % n) * n + Math.floor(index / n)]!) / 2);
}

/** Newton's method on a Hessian differenced from the gradient: dear per step, but the way to go from a point near the optimum. */
export const maximiseFromNear = (
  objective: (theta: Float64Array) => Evaluation,
  start: ArrayLike<number>,
  bounds: Bounds,
  maxIterations = 30,
): Optimum =>
  maximiseNewton(
    (point) => ({ ...objective(point), hessian: differencedHessian(objective, point) }),
    start,
    bounds,
    maxIterations,
  );

/**
 * Maximises inside a box by BFGS with a backtracking line search, for objectives with a gradient only.
 * @param polish false for a search whose result is only compared and refined later: its Hessian is left at 0
 */
export function maximiseBfgs(
  objective: (theta: Float64Array) => Evaluation,
  start: ArrayLike<number>,
  bounds: Bounds,
  maxIterations = 200,
  polish = true,
): Optimum {
  const n = start.length;
  const identity = () => Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  let theta = clamp(Float64Array.from(start), bounds);
  let current = objective(theta);
  let inverse = identity();
  let fresh = true;
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    iterations++;
    const fixed = blocked(theta, current.gradient, bounds);
    const gradient = current.gradient.map((g, i) => (fixed[i] ? 0 : g));
    if (gradient.every((g) => g === 0)) {
      converged = true;
      break;
    }
    let direction = gradient.map((_, i) =>
      fixed[i] ? 0 : gradient.reduce((sum, g, j) => sum + inverse[i * n + j]! * g, 0),
    );
    if (!(dot(direction, gradient) > 0)) {
      inverse = identity();
      fresh = true;
      direction = gradient.slice();
    }
    const expectedGain = dot(direction, gradient);
    const longest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    let scale = Math.min(1, (fresh ? 0.5 : LONGEST_STEP) / longest);
    let next: Float64Array | null = null;
    let evaluation = current;
    for (let attempt = 0; attempt < 40; attempt++) {
      const candidate = clamp(
        theta.map((v, i) => v + scale * direction[i]!),
        bounds,
      );
      evaluation = objective(candidate);
      if (evaluation.value >= current.value + 1e-4 * scale * expectedGain) {
        next = candidate;
        break;
      }
      scale *= 0.4;
    }
    if (next === null) {
      if (fresh) {
        converged = gradient.every((g) => Math.abs(g) <= 1e-7 * Math.max(1, Math.abs(current.value)));
        break;
      }
      inverse = identity();
      fresh = true;
      continue;
    }
    const actualGain = evaluation.value - current.value;
    converged = !fresh && (expectedGain < NOISE || (!polish && actualGain < ROUGH_GAIN));
    const s = next.map((v, i) => v - theta[i]!);
    const y = current.gradient.map((g, i) => g - evaluation.gradient[i]!);
    const sy = dot(s, y);
    if (sy > 1e-14) {
      if (fresh) {
        const ratio = sy / dot(y, y);
        inverse = identity().map((v) => v * ratio);
        fresh = false;
      }
      const hy = y.map((_, i) => y.reduce((sum, v, j) => sum + inverse[i * n + j]! * v, 0));
      const factor = (1 + dot(y, hy) / sy) / sy;
      inverse = inverse.map((v, index) => {
        const i = Math.floor(index / n);
        const j = index % n;
        return v + factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy;
      });
    }
    theta = next;
    current = evaluation;
  }
  if (!polish) {
    const atBound = boundsReached(theta, bounds);
    return { theta, value: current.value, hessian: new Float64Array(n * n), iterations, converged, atBound };
  }
  // BFGS stops a little short; Newton steps finish the job and give the Hessian for the standard errors.
  const polished = maximiseFromNear(objective, theta, bounds);
  return { ...polished, iterations: iterations + polished.iterations };
}
