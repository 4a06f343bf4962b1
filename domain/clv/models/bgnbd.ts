import type { PurchaseModelFamily } from './model.ts';
import { logBeta, logGamma } from '../../numerics/gamma.ts';
import { betaGeometricForecast, type BetaGeometric } from './beta-geometric.ts';
import { fitBetaGeometric } from './beta-geometric-fit.ts';
import { bindForecast, scorePopulation } from './forecast.ts';
import { requireHorizon, requireParameters } from './validate.ts';

const PARAMETER_NAMES = ['r', 'alpha', 'a', 'b'] as const;

const bgnbdOf = (parameters: Readonly<Record<string, number>>): BetaGeometric => ({
  ...requireParameters(parameters, PARAMETER_NAMES),
  dropoutAtFirst: 0,
});

/**
 * BG/NBD: purchases at rate λ ~ Gamma(r, α); after each *repeat* purchase the customer leaves for good with probability
 * p ~ Beta(a, b). Someone who never came back counts as certainly alive.
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2)
 */
export const bgnbd: PurchaseModelFamily = {
  key: 'bgnbd',
  label: 'BG/NBD',
  parameterNames: PARAMETER_NAMES,
  fit: (statistics, options = {}) => fitBetaGeometric('bgnbd', 0, statistics, options.weights),
  bind: (parameters, unitDays) =>
    bindForecast('bgnbd', betaGeometricForecast(bgnbdOf(parameters)), parameters, unitDays),
  score: (parameters, statistics, horizon, discountRate) =>
    scorePopulation(betaGeometricForecast(bgnbdOf(parameters)), statistics, horizon, discountRate),
};

/**
 * P(X(t) = n) for n = 0 … `maximum`: how many repeat purchases a new customer makes in `horizon`.
 * @see Fader, Hardie & Lee (2005), eq. 8
 */
export function bgnbdPurchaseDistribution(
  parameters: Readonly<Record<string, number>>,
  horizon: number,
  maximum: number,
): Float64Array {
  const { r, alpha, a, b } = bgnbdOf(parameters);
  requireHorizon(horizon);
  const logGone = Math.log1p(horizon / alpha);
  const logHit = Math.log(horizon / (alpha + horizon));
  const distribution = new Float64Array(maximum + 1);
  // P(N ≥ n) of the negative binomial, for everyone who would have bought on had they not left.
  let atLeast = 1;
  for (let n = 0; n <= maximum; n++) {
    const hit = n === 0 ? 0 : n * logHit;
    const negativeBinomial = Math.exp(logGamma(r + n) - logGamma(r) - logGamma(n + 1) - r * logGone + hit);
    const stayed = Math.exp(logBeta(a, b + n) - logBeta(a, b)) * negativeBinomial;
    const left = n === 0 ? 0 : Math.exp(logBeta(a + 1, b + n - 1) - logBeta(a, b)) * Math.max(0, atLeast);
    distribution[n] = stayed + left;
    atLeast -= negativeBinomial;
  }
  return distribution;
}
