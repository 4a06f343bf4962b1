import { DomainError } from '../../errors.ts';
import type { PurchaseFit, PurchaseModelFamily, PurchaseStatistics } from './model.ts';
import { digamma, logGamma } from '../../numerics/gamma.ts';
import { maximiseBfgs, maximiseFromNear, type Evaluation, type Optimum } from '../../numerics/optimise.ts';
import { betaGeometricProblem } from './beta-geometric-fit.ts';
import { erlangForecast, type ErlangTiming } from './erlang-timing.ts';
import { fixedRhythmForecast } from './fixed-rhythm.ts';
import { bindForecast, scorePopulation, type Forecast } from './forecast.ts';
import { thinned, type GroupedHistories } from './grouping.ts';
import { bestOptimum, fitFrom, scaledGroups, SEARCH_ROWS, type LikelihoodProblem } from './maximum-likelihood.ts';
import { requireParameters } from './validate.ts';

const PARAMETER_NAMES = ['k', 'r', 'alpha', 'a', 'b'] as const;
/** Beyond this k the sum over stages is too long for a population; customers then keep to a rhythm of their own. */
const MOST_EXACT_STAGES = 12;
/** Erlang shapes tried. At the last a gap varies by 16 % (a month by five days): with whole days and months of 28 to 31 that is a fixed rhythm. */
const STAGES_PER_GAP = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, MOST_EXACT_STAGES, 18, 27, 40];

/** The MBG/CNBD-k log-likelihood of grouped rows over θ = ln(r, α, a, b) for a given k, with its analytic gradient. */
export function erlangObjective(groups: GroupedHistories, k: number): (theta: Float64Array) => Evaluation {
  const { count, frequency, recency, age, weight, logGaps } = groups;
  const logFactorial = logGamma(k);
  return (theta) => {
    const [r, alpha, a, b] = Array.from(theta, Math.exp) as [number, number, number, number];
    const logAlpha = Math.log(alpha);
    const [digammaR, digammaB, digammaAB] = [digamma(r), digamma(b), digamma(a + b)];
    const start = logGamma(a + b) - logGamma(b) - logGamma(r);
    let value = 0;
    let [gr, gAlpha, ga, gb] = [0, 0, 0, 0];
    let currentX = -1;
    let [constant, slopeR, slopeA, slopeB, logOdds] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const x = frequency[i]!;
      const n = weight[i]!;
      const shape = r + k * x;
      if (x !== currentX) {
        currentX = x;
        constant =
          start - x * logFactorial + logGamma(shape) + r * logAlpha + logGamma(b + x + 1) - logGamma(a + b + x + 1);
        slopeR = digamma(shape) - digammaR + logAlpha;
        slopeA = digammaAB - digamma(a + b + x + 1);
        slopeB = slopeA + digamma(b + x + 1) - digammaB;
        logOdds = Math.log(a / (b + x));
      }
      const alphaT = alpha + age[i]!;
      const alphaS = alpha + recency[i]!;
      const logT = Math.log(alphaT);
      const logRatio = logT - Math.log(alphaS);
      // Σ w_j over the stages, and its derivatives with respect to the shape and, as Σ j·w_j, to α.
      const v = (age[i]! - recency[i]!) / alphaT;
      let stage = 1;
      let stages = 1;
      let stagesSlope = 0;
      let stagesMoment = 0;
      let harmonic = 0;
      for (let j = 1; j < k; j++) {
        stage *= ((shape + j - 1) * v) / j;
        harmonic += 1 / (shape + j - 1);
        stages += stage;
        stagesSlope += stage * harmonic;
        stagesMoment += stage * j;
      }
      const alive = Math.log(stages);
      const left = logOdds + shape * logRatio;
      const smaller = Math.exp(-Math.abs(alive - left));
      const p = alive > left ? 1 / (1 + smaller) : smaller / (1 + smaller);
      const q = 1 - p;
      value += n * (constant - shape * logT + Math.max(alive, left) + Math.log1p(smaller)) + (k - 1) * logGaps[i]!;
      gr += n * (slopeR - logT + (p * stagesSlope) / stages + q * logRatio);
      gAlpha +=
        n *
        (r / alpha - shape / alphaT - (p * stagesMoment) / (stages * alphaT) + q * shape * (1 / alphaT - 1 / alphaS));
      ga += n * (slopeA + q / a);
      gb += n * (slopeB - q / (b + x));
    }
    return { value, gradient: Float64Array.of(gr * r, gAlpha * alpha, ga * a, gb * b) };
  };
}

interface StagesOptimum {
  readonly k: number;
  readonly optimum: Optimum;
}

/** k = 1 is the MBG/NBD and is fitted as such; a larger k starts from the optimum found for the k before among others. */
function problemFor(k: number, previous: StagesOptimum | null): LikelihoodProblem {
  const mbgnbd = betaGeometricProblem(1);
  if (k === 1) return mbgnbd;
  const carried =
    previous === null
      ? []
      : [Array.from(previous.optimum.theta, (v, i) => Math.exp(v) * (i === 1 ? previous.k / k : 1))];
  return {
    parameters: mbgnbd.parameters,
    starts: [
      ...carried,
      ...mbgnbd.starts.slice(0, previous === null ? 2 : 1).map(([r, alpha, a, b]) => [r!, alpha! / k, a!, b!]),
    ],
    maximise: (groups, start, bounds, maxIterations) =>
      maximiseBfgs(erlangObjective(groups, k), start, bounds, maxIterations, false),
    refine: (groups, start, bounds) => maximiseFromNear(erlangObjective(groups, k), start, bounds),
  };
}

/**
 * Raises k while the likelihood does not fall twice in a row, and returns the k of the highest: regular buyers drive r and α to their bounds (all
 * at one rate), and such an optimum is still likelier than irregular timing by thousands.
 */
function chooseStages(groups: GroupedHistories): StagesOptimum {
  let best: StagesOptimum | null = null;
  let previous: StagesOptimum | null = null;
  let worse = 0;
  for (const k of STAGES_PER_GAP) {
    const optimum = bestOptimum(problemFor(k, previous), groups);
    worse = previous !== null && optimum.value < previous.optimum.value ? worse + 1 : 0;
    previous = { k, optimum };
    if (best === null || optimum.value > best.optimum.value) best = previous;
    if (worse === 2) break;
  }
  return best!;
}

function fit(statistics: PurchaseStatistics, weights?: Float64Array): PurchaseFit {
  const scaled = scaledGroups(statistics, weights);
  const searched = thinned(scaled.groups, SEARCH_ROWS);
  const { k, optimum } = chooseStages(searched);
  const problem = problemFor(k, null);
  const final =
    searched === scaled.groups
      ? optimum
      : bestOptimum(
          { ...problem, starts: k === 1 ? problem.starts : [Array.from(optimum.theta, Math.exp)] },
          scaled.groups,
        );
  const fitted = fitFrom('mbgcnbd', problem, final, scaled);
  return {
    ...fitted,
    parameters: { k, ...fitted.parameters },
    // k is chosen among integers, not estimated with an error.
    standardErrors: fitted.standardErrors === null ? null : { k: 0, ...fitted.standardErrors },
  };
}

function forecastOf(parameters: Readonly<Record<string, number>>): Forecast {
  const timing = timingOf(parameters);
  const exact = erlangForecast(timing);
  return timing.k > MOST_EXACT_STAGES ? fixedRhythmForecast(timing, exact.logLikelihood) : exact;
}

function timingOf(parameters: Readonly<Record<string, number>>): ErlangTiming {
  const timing = requireParameters(parameters, PARAMETER_NAMES);
  if (!Number.isInteger(timing.k)) throw new DomainError('Parameter k must be an integer.', { k: timing.k });
  return timing;
}

/**
 * MBG/CNBD-k: the MBG/NBD with Erlang-k instead of exponential gaps, for customers who buy at regular intervals. k is
 * chosen by likelihood; its standard error is reported as 0. k = 1 is the MBG/NBD.
 * @see Platzer & Reutterer (2016), Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity
 */
export const mbgcnbd: PurchaseModelFamily = {
  key: 'mbgcnbd',
  label: 'MBG/CNBD-k',
  parameterNames: PARAMETER_NAMES,
  fit: (statistics, options = {}) => fit(statistics, options.weights),
  bind: (parameters, unitDays) => bindForecast('mbgcnbd', forecastOf(parameters), parameters, unitDays),
  score: (parameters, statistics, horizon, discountRate) =>
    scorePopulation(forecastOf(parameters), statistics, horizon, discountRate),
};
