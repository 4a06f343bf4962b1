import type { PurchaseModelFamily } from './model.ts';
import { betaGeometricForecast, type BetaGeometric } from './beta-geometric.ts';
import { fitBetaGeometric } from './beta-geometric-fit.ts';
import { bindForecast, scorePopulation } from './forecast.ts';
import { requireParameters } from './validate.ts';

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
