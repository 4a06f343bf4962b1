import { paretonbd } from '../models/paretonbd.ts';
import { scaledGroups } from '../models/maximum-likelihood.ts';
import { paretoObjective } from '../models/paretonbd-likelihood.ts';
import { maximiseBfgs } from '../../numerics/optimise.ts';
import type { PurchaseFit, PurchaseStatistics } from '../models/model.ts';

/** Grid steps per mean age. */
const STEPS = 10;
/** Bounds on r, α, s, β; times relative to the mean age. Beyond s = 10 customers hardly differ in when they leave. */
const LOWER = [1e-3, 1e-3, 1e-3, 1e-3].map(Math.log);
const UPPER = [100, 100, 10, 30].map(Math.log);
const STARTS = [
  [0.5, 0.3, 0.6, 0.4],
  [1, 0.5, 2, 5],
];
const ITERATIONS = 40;
/** Up to here exact times cost seconds; beyond, minutes. */
const EXACT_CUSTOMERS = 6_500;

/** The statistics with times rounded to a grid: a tenth of the distinct rows, and the same population for all that a first look needs. */
const coarse = (statistics: PurchaseStatistics): PurchaseStatistics => {
  const { count, frequency, recency, age } = statistics;
  const step = age.reduce((sum, value) => sum + value, 0) / count / STEPS;
  const rounded = age.map((value) => Math.max(1, Math.round(value / step)) * step);
  return {
    ...statistics,
    age: rounded,
    recency: recency.map((value, i) =>
      frequency[i] === 0 ? 0 : Math.min(rounded[i]!, Math.max(1, Math.round(value / step)) * step),
    ),
  };
};

/**
 * Pareto/NBD, exactly where it has a maximum. Where customers hardly differ in when they leave, s and β run away along a ridge on which the
 * likelihood is flat: minutes of search on exact times for nothing. A short search on coarse times within bounds finds that out in
 * seconds, and its end is then kept: parameters there are as good as any on the ridge. The log-likelihood is always that of the exact times.
 *
 * @throws DomainError for statistics outside the model's domain
 */
export const fitParetoOrRidge = (statistics: PurchaseStatistics): PurchaseFit => {
  const { groups, scale } = scaledGroups(coarse(statistics));
  const objective = paretoObjective(groups);
  const optima = STARTS.map((start) =>
    maximiseBfgs(objective, start.map(Math.log), { lower: LOWER, upper: UPPER }, ITERATIONS),
  );
  const best = optima.reduce((a, b) => (b.value > a.value ? b : a));
  const interior = best.atBound.length === 0 && Math.exp(best.theta[2]!) < 5;
  if (interior && statistics.count <= EXACT_CUSTOMERS) {
    const exact = paretonbd.fit(statistics);
    if (exact.converged) return exact;
  }
  const [r, alpha, s, beta] = Array.from(best.theta, Math.exp) as [number, number, number, number];
  const parameters = { r, alpha: alpha * scale, s, beta: beta * scale };
  const model = paretonbd.bind(parameters, statistics.unitDays);
  let logLikelihood = 0;
  for (let i = 0; i < statistics.count; i++) {
    logLikelihood += model.logLikelihood({
      frequency: statistics.frequency[i]!,
      recency: statistics.recency[i]!,
      age: statistics.age[i]!,
    });
  }
  return {
    model: 'paretonbd',
    parameters,
    logLikelihood,
    standardErrors: null,
    converged: interior && best.converged,
    iterations: best.iterations,
    warnings: [
      interior
        ? 'fitted on times rounded to a tenth of the mean age: exact times of so many customers take minutes'
        : 's and β run away along a ridge where only their ratio matters: the search was stopped on it',
    ],
  };
};
