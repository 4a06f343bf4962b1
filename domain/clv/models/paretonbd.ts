import type { PurchaseFit, PurchaseModelFamily, PurchaseStatistics } from './model.ts';
import { logAddExp, logistic, powerIntegral } from '../../numerics/elementary.ts';
import { logGamma } from '../../numerics/gamma.ts';
import { maximiseBfgs, maximiseFromNear } from '../../numerics/optimise.ts';
import { newPowerTail, powerTail } from '../../numerics/power-tail.ts';
import { discountedIntegral } from '../../numerics/quadrature.ts';
import { bindForecast, scorePopulation, type Forecast } from './forecast.ts';
import { bestOptimum, fitFrom, scaledGroups, type LikelihoodProblem } from './maximum-likelihood.ts';
import { paretoObjective } from './paretonbd-likelihood.ts';
import { requireParameters } from './validate.ts';

const PARAMETER_NAMES = ['r', 'alpha', 's', 'beta'] as const;

/** Distinct (x, time) whose tail integrals are kept; more than a population on whole days has. */
const MOST_KEPT = 200_000;

/** ln H(t) of a population is wanted for few distinct (x, t) and many customers: keeps what it has computed. */
function keptTails(r: number, alpha: number, s: number, beta: number): (x: number, t: number) => number {
  const scratch = newPowerTail();
  const byFrequency = new Map<number, Map<number, number>>();
  let kept = 0;
  return (x, t) => {
    let byTime = byFrequency.get(x);
    if (byTime === undefined) byFrequency.set(x, (byTime = new Map()));
    let value = byTime.get(t);
    if (value === undefined) {
      if (kept++ === MOST_KEPT) {
        byFrequency.clear();
        byFrequency.set(x, (byTime = new Map()));
        kept = 1;
      }
      value = powerTail(r + x, s + 1, alpha, beta, t, scratch).logValue;
      byTime.set(t, value);
    }
    return value;
  };
}

/** ln(H(from) − H(to)) from ln H at both ends. */
const logDifference = (from: number, to: number): number => from + Math.log(-Math.expm1(Math.min(0, to - from)));

function paretoForecast(parameters: Readonly<Record<string, number>>): Forecast {
  const { r, alpha, s, beta } = requireParameters(parameters, PARAMETER_NAMES);
  const logS = Math.log(s);
  const tail = keptTails(r, alpha, s, beta);

  /** ln of s·∫_{t_x}^T (α+u)^{−(r+x)} (β+u)^{−(s+1)} du: left for good between t_x and T. */
  const logLeft = (x: number, recency: number, age: number) =>
    age > recency ? logS + logDifference(tail(x, recency), tail(x, age)) : -Infinity;
  const logAlive = (x: number, age: number) => -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);

  const expected = (x: number, age: number, horizon: number): number => {
    const remaining = beta + age;
    return (((r + x) * remaining) / (alpha + age)) * powerIntegral(s - 1, -Math.log1p(horizon / remaining));
  };

  return {
    recencyMattersWhileAlive: false,
    logLikelihood: (x, recency, age) =>
      logGamma(r + x) -
      logGamma(r) +
      r * Math.log(alpha) +
      s * Math.log(beta) +
      logAddExp(logAlive(x, age), logLeft(x, recency, age)),
    probabilityAlive: (x, recency, age) => logistic(logLeft(x, recency, age) - logAlive(x, age)),
    expectedWhileAlive: (x, _, age, horizon) => expected(x, age, horizon),
    purchaseWhileAlive: (x, _, age, horizon) => {
      if (horizon === 0) return 0;
      const tailFrom = (t: number) => powerTail(r + x + 1, s, alpha, beta, t, newPowerTail()).logValue;
      const logIntegral = logDifference(tailFrom(age), tailFrom(age + horizon));
      return Math.min(1, (r + x) * Math.exp(logIntegral + (r + x) * Math.log(alpha + age) + s * Math.log(beta + age)));
    },
    discountedWhileAlive: (x, _, age, horizon, discountRate) => {
      if (discountRate === 0) return expected(x, age, horizon);
      const remaining = beta + age;
      const rate = (t: number) => Math.exp(-s * Math.log1p(t / remaining));
      const integral = ((r + x) / (alpha + age)) * discountedIntegral(rate, remaining, horizon, discountRate, s);
      return horizon === Infinity ? integral : Math.min(integral, expected(x, age, horizon));
    },
  };
}

/** Beyond this s (and beyond the bounds on s and β below) customers hardly differ in when they leave: the likelihood is a ridge. */
const RIDGE_FROM = 5;
const RIDGE_ITERATIONS = 40;

const problem: LikelihoodProblem = {
  parameters: [
    { name: 'r', lower: 1e-4, upper: 1e3 },
    { name: 'alpha', lower: 1e-5, upper: 1e5, isTime: true },
    // s and β can run away together along a ridge where only s/β, the common dropout rate, matters.
    { name: 's', lower: 1e-4, upper: 10 },
    { name: 'beta', lower: 1e-4, upper: 30, isTime: true },
  ],
  searchRows: 600,
  starts: [
    [0.5, 0.3, 0.6, 0.4],
    [1, 1, 1, 1],
    [0.3, 0.2, 0.2, 0.1],
    [2, 0.5, 2, 5],
  ],
  maximise: (groups, start, bounds, maxIterations) =>
    maximiseBfgs(paretoObjective(groups), start, bounds, maxIterations, false),
  // A short search on everybody finds out whether there is a maximum; Newton's dear steps are for that case only.
  refine: (groups, start, bounds) => {
    const objective = paretoObjective(groups);
    const found = maximiseBfgs(objective, start, bounds, RIDGE_ITERATIONS, false);
    if (found.atBound.length > 0 || found.theta[2]! > Math.log(RIDGE_FROM)) return { ...found, converged: false };
    return maximiseFromNear(objective, found.theta, bounds, 12);
  },
};

const RIDGE_WARNING = 's and β run away along a ridge where only their ratio matters: the search was stopped on it';

/**
 * Always on exact times. On a ridge the search stops early and says so: parameters there are as good as any on it, and minutes of walking it gain
 * less than 1 in log-likelihood.
 */
function fit(statistics: PurchaseStatistics, weights?: Float64Array): PurchaseFit {
  const scaled = scaledGroups(statistics, weights);
  const fitted = fitFrom('paretonbd', problem, bestOptimum(problem, scaled.groups), scaled);
  return fitted.converged ? fitted : { ...fitted, standardErrors: null, warnings: [RIDGE_WARNING] };
}

/**
 * Pareto/NBD: purchases at rate λ ~ Gamma(r, α) until the customer leaves, unseen, after an exponential time with rate
 * μ ~ Gamma(s, β).
 *
 * - L = Γ(r+x)/Γ(r)·αʳβˢ·[(α+T)^{−(r+x)} (β+T)^{−s} + s·∫_{t_x}^T (α+u)^{−(r+x)} (β+u)^{−(s+1)} du]
 * - E[Y(t)] = P(alive)·(r+x)(β+T)/(α+T)·[1 − ((β+T)/(β+T+t))^{s−1}]/(s−1), through its pole at s = 1
 * - ρ(t) = P(alive)·(r+x)/(α+T)·((β+T)/(β+T+t))ˢ, discounted by quadrature
 * - P(Y(t) ≥ 1): someone alive at T buys again if a purchase comes before the end. Given λ, μ the first purchase after T
 *   comes at T+v, still alive, with density λe^{−(λ+μ)v}; over λ ~ Gamma(r+x, α+T), μ ~ Gamma(s, β+T) this is
 *   P(alive)·(r+x)(α+T)^{r+x}(β+T)ˢ·∫_T^{T+t} (α+u)^{−(r+x+1)} (β+u)^{−s} du, the likelihood's integral with other powers.
 * @see Schmittlein, Morrison & Colombo (1987); Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model
 */
export const paretonbd: PurchaseModelFamily = {
  key: 'paretonbd',
  label: 'Pareto/NBD',
  parameterNames: PARAMETER_NAMES,
  fit: (statistics, options = {}) => fit(statistics, options.weights),
  bind: (parameters, unitDays) => bindForecast('paretonbd', paretoForecast(parameters), parameters, unitDays),
  score: (parameters, statistics, horizon, discountRate) =>
    scorePopulation(paretoForecast(parameters), statistics, horizon, discountRate),
};
