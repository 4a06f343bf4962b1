import type { PurchaseModelFamily } from './model.ts';
import { betaGeometricForecast, type BetaGeometric } from './beta-geometric.ts';
import { fitBetaGeometric } from './beta-geometric-fit.ts';
import { bindForecast, scorePopulation } from './forecast.ts';
import { requireParameters } from './validate.ts';

const PARAMETER_NAMES = ['r', 'alpha', 'a', 'b'] as const;

const mbgnbdOf = (parameters: Readonly<Record<string, number>>): BetaGeometric => ({
  ...requireParameters(parameters, PARAMETER_NAMES),
  dropoutAtFirst: 1,
});

/**
 * MBG/NBD: the BG/NBD with a chance to leave right after the *first* purchase too, so that one-time buyers are no longer
 * all alive.
 * @see Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base analysis
 */
export const mbgnbd: PurchaseModelFamily = {
  key: 'mbgnbd',
  label: 'MBG/NBD',
  parameterNames: PARAMETER_NAMES,
  fit: (statistics, options = {}) => fitBetaGeometric('mbgnbd', 1, statistics, options.weights),
  bind: (parameters, unitDays) =>
    bindForecast('mbgnbd', betaGeometricForecast(mbgnbdOf(parameters)), parameters, unitDays),
  score: (parameters, statistics, horizon, discountRate) =>
    scorePopulation(betaGeometricForecast(mbgnbdOf(parameters)), statistics, horizon, discountRate),
};
