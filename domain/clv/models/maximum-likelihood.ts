import { DomainError } from '../../errors.ts';
import type { PurchaseFit, PurchaseModelKey, PurchaseStatistics } from './model.ts';
import { standardErrorsOf, type Bounds, type Optimum } from '../../numerics/optimise.ts';
import { groupHistories, thinned, type GroupedHistories } from './grouping.ts';
import { requireStatistics } from './validate.ts';

/** One continuous parameter of a model. Times are relative to the mean age of the population, so starts and bounds have no unit. */
export interface ParameterSpecification {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  /** True where the parameter is a time (α, β) and scales with the unit. */
  readonly isTime?: boolean;
}

export interface LikelihoodProblem {
  readonly parameters: readonly ParameterSpecification[];
  /** Starting points in natural parameters, times relative to the mean age. */
  readonly starts: readonly (readonly number[])[];
  /** Rows to compare starting points on, where evaluating one is dear. */
  readonly searchRows?: number;
  /** Maximises the log-likelihood of rows whose times are relative to the mean age, over the logarithms of the parameters. */
  maximise(groups: GroupedHistories, start: ArrayLike<number>, bounds: Bounds, maxIterations?: number): Optimum;
  /** The same from a point near the optimum. */
  refine(groups: GroupedHistories, start: ArrayLike<number>, bounds: Bounds): Optimum;
}

/** Grouped rows in units of the mean age: the same numbers whatever the unit of the statistics. */
export interface ScaledGroups {
  readonly groups: GroupedHistories;
  /** The mean age in the statistics' unit. */
  readonly scale: number;
  /** Σ w·x, the repeat purchases; turns densities per mean age into densities per unit. */
  readonly repeats: number;
}

/** Rows beyond this many are thinned while starting points are compared; the best is then refined on all of them. */
export const SEARCH_ROWS = 10_000;
const SEARCH_ITERATIONS = 60;

/**
 * Validates, groups and scales statistics for fitting.
 * @throws DomainError for no customers, for a population whose first purchases all happened on the as-of day, or bad rows
 */
export function scaledGroups(statistics: PurchaseStatistics, weights?: Float64Array): ScaledGroups {
  requireStatistics(statistics);
  const groups = groupHistories(statistics, weights);
  let totalWeight = 0;
  let totalAge = 0;
  let repeats = 0;
  for (let g = 0; g < groups.count; g++) {
    totalWeight += groups.weight[g]!;
    totalAge += groups.weight[g]! * groups.age[g]!;
    repeats += groups.weight[g]! * groups.frequency[g]!;
  }
  if (!(totalWeight > 0)) throw new DomainError('A purchase model cannot be fitted to no customers.');
  if (!(totalAge > 0)) {
    throw new DomainError('A purchase model cannot be fitted before any time has passed since the first purchases.', {
      customers: statistics.count,
    });
  }
  const scale = totalAge / totalWeight;
  const logScale = Math.log(scale);
  const relative = (v: number) => v / scale;
  return {
    groups: {
      ...groups,
      recency: groups.recency.map(relative),
      age: groups.age.map(relative),
      logGaps: groups.logGaps.map((sum, g) => sum - groups.weight[g]! * groups.frequency[g]! * logScale),
    },
    scale,
    repeats,
  };
}

/** An optimum in the interior is preferred to one on a bound, which only says that the likelihood has no maximum. */
const better = (candidate: Optimum, best: Optimum | null): boolean => {
  if (best === null) return true;
  const interior = candidate.atBound.length === 0 && candidate.converged;
  const bestInterior = best.atBound.length === 0 && best.converged;
  return interior === bestInterior ? candidate.value > best.value : interior;
};

/** Compares all starting points (on a thinned population where it is large), then refines the best on the whole. */
export function bestOptimum(problem: LikelihoodProblem, groups: GroupedHistories): Optimum {
  const bounds: Bounds = {
    lower: problem.parameters.map((p) => Math.log(p.lower)),
    upper: problem.parameters.map((p) => Math.log(p.upper)),
  };
  const searched = thinned(groups, problem.searchRows ?? SEARCH_ROWS);
  let best: Optimum | null = null;
  let iterations = 0;
  for (const start of problem.starts) {
    const candidate = problem.maximise(searched, start.map(Math.log), bounds, SEARCH_ITERATIONS);
    iterations += candidate.iterations;
    if (Number.isFinite(candidate.value) && better(candidate, best)) best = candidate;
  }
  if (best === null) throw new DomainError('The likelihood could not be evaluated at any starting point.');
  const refined = problem.refine(groups, best.theta, bounds);
  return { ...refined, iterations: iterations + refined.iterations };
}

/** Turns an optimum over scaled log-parameters into a fit in the statistics' unit. */
export function fitFrom(
  model: PurchaseModelKey,
  problem: LikelihoodProblem,
  optimum: Optimum,
  scaled: ScaledGroups,
): PurchaseFit {
  const n = problem.parameters.length;
  const parameters: Record<string, number> = {};
  problem.parameters.forEach((p, i) => {
    parameters[p.name] = Math.exp(optimum.theta[i]!) * (p.isTime === true ? scaled.scale : 1);
  });
  const warnings = optimum.atBound.map(
    (i) => `${problem.parameters[i]!.name} reached its bound: the likelihood has no interior maximum in it.`,
  );
  if (!optimum.converged) warnings.push('The optimiser stopped before it converged.');
  const errors = optimum.atBound.length === 0 ? standardErrorsOf(optimum.hessian, n) : null;
  if (errors === null && warnings.length === 0)
    warnings.push('The likelihood is flat at its maximum: parameters are not identified.');
  let standardErrors: Record<string, number> | null = null;
  if (errors !== null) {
    standardErrors = {};
    // At the maximum the gradient is zero, so errors of logarithms become errors of parameters by one multiplication.
    for (const [i, p] of problem.parameters.entries()) standardErrors[p.name] = errors[i]! * parameters[p.name]!;
  }
  return {
    model,
    parameters,
    logLikelihood: optimum.value - scaled.repeats * Math.log(scaled.scale),
    standardErrors,
    converged: optimum.converged && optimum.atBound.length === 0,
    warnings,
    iterations: optimum.iterations,
  };
}
