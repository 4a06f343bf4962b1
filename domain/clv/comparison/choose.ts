import { DomainError } from '../../errors.ts';
import type { HoldoutMetrics } from '../evaluation/holdout.ts';
import { purchaseModelFamilies } from '../models/families.ts';
import type { PurchaseFit, PurchaseModelKey } from '../models/model.ts';
import type { Comparison } from './comparison.ts';
import { entryOf, rollOver, type RollingComparison, type Tried } from './rolling.ts';
import type { PurchaseLog } from '../history/log.ts';
import type { Attempt, Candidate, CandidateEntry, ModelEntry } from '../result/report.ts';
import { SEASONAL_CHOICE_DAYS, SEASONAL_MIN_DAYS } from '../timing/seasonality.ts';
import type { Workbench } from './workbench.ts';

/** `auto` and `all` fit every model and choose; a key is that model alone, as published. */
export type ModelChoice = PurchaseModelKey | 'auto' | 'all';

export const MODEL_KEYS = Object.keys(purchaseModelFamilies) as PurchaseModelKey[];

export interface Choice {
  readonly chosen: Candidate;
  readonly candidates: readonly CandidateEntry[];
  /** The latest window. */
  readonly inner: Comparison | null;
  /** All of them; null where there is none. */
  readonly rolling: RollingComparison | null;
  readonly reason: string;
  readonly season: Attempt;
  readonly blend: Attempt;
  readonly didNotHelp: readonly string[];
  readonly warnings: readonly string[];
}

/** A candidate in words, as reports name it. */
export const labelOf = ({ model, season, blend }: Candidate): string =>
  `${purchaseModelFamilies[model].label}${season ? ' in operational time' : ''}${blend ? ' blended with the regression' : ''}`;

const percent = (value: number | null): string => (value === null ? 'undefined' : `${(100 * value).toFixed(1)} %`);

/** The figures a comparison is decided by, in words. */
export const describeMetrics = (metrics: HoldoutMetrics): string =>
  `RMSE ${metrics.rmse.toFixed(3)}, bias ${percent(metrics.bias)}, top-20 % capture ${percent(metrics.capture20)}, ` +
  `AUC ${metrics.aucActive?.toFixed(3) ?? 'undefined'}, log-loss ${metrics.logLoss?.toFixed(3) ?? 'undefined'}`;

/** The models a choice lets compete. */
export const modelsFor = (choice: ModelChoice): readonly PurchaseModelKey[] =>
  choice === 'auto' || choice === 'all' ? MODEL_KEYS : [choice];

/** A model alone, fitted to everything up to the as-of day. */
export const modelEntry = (
  workbench: Workbench,
  asOfDay: number,
  model: PurchaseModelKey,
  holdout: HoldoutMetrics | null,
): ModelEntry => fitEntry(workbench.fit(asOfDay, model, false), workbench.fitSeconds(asOfDay, model, false), holdout);

/** A fit as reports show it. */
export const fitEntry = (
  { parameters, logLikelihood, standardErrors, converged, warnings }: PurchaseFit,
  seconds: number | null,
  holdout: HoldoutMetrics | null,
): ModelEntry => ({
  parameters,
  logLikelihood,
  standardErrors,
  converged,
  warnings,
  seconds,
  aic: 2 * Object.keys(parameters).length - 2 * logLikelihood,
  holdout,
});

const judgeAll = (rolling: RollingComparison, specs: readonly Candidate[], warnings: string[]): Tried[] => {
  const tried = specs.flatMap((spec): Tried[] => {
    try {
      return [rolling.judge(spec)];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      warnings.push(`${labelOf(spec)} could not be tried: ${error.message}`);
      return [];
    }
  });
  // A stable sort: of equals the simpler, listed first, comes first.
  return tried.sort((a, b) => a.score - b.score);
};

/** Of those that are not worse than the best by more than the standard error of the difference, the one with fewest parameters; of equals the best. */
const simplestOf = (tried: readonly Tried[], rolling: RollingComparison): Tried | undefined => {
  const [best] = tried;
  if (best === undefined) return undefined;
  const close = tried.filter((one) => {
    const { difference, standardError } = rolling.difference(one, best);
    return difference <= standardError;
  });
  return close.reduce((simplest, next) => (next.parameters < simplest.parameters ? next : simplest));
};

/** Tries one addition to the best so far; it stays only if it lowers the error by more than the standard error of that. */
const tryAddition = (
  what: string,
  best: Tried,
  addition: Partial<Candidate>,
  rolling: RollingComparison,
  warnings: string[],
): { best: Tried; entries: Tried[]; attempt: Attempt } => {
  const entries = judgeAll(
    rolling,
    [{ model: best.model, season: best.season, blend: best.blend, ...addition }],
    warnings,
  );
  const [tried] = entries;
  if (tried === undefined)
    return { best, entries, attempt: { tried: false, kept: false, reason: `${what} could not be computed` } };
  const { difference, standardError } = rolling.difference(tried, best);
  const kept = difference < -standardError;
  const reason =
    `${what} ${kept ? 'helped' : 'did not help beyond chance'}: it changes the score by ${signed(difference)} ± ${standardError.toFixed(4)} on ${windowsIn(rolling)}; ` +
    `with it ${describeMetrics(tried.windows[0]!.metrics)}; without ${describeMetrics(best.windows[0]!.metrics)}`;
  return { best: kept ? tried : best, entries, attempt: { tried: true, kept, reason } };
};

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

/** The windows in words. */
const windowsIn = ({ comparisons, days }: Pick<RollingComparison, 'comparisons' | 'days'>): string =>
  comparisons.length === 1 ? `the last ${days} days` : `${comparisons.length} windows of ${days} days`;

/**
 * Chooses by out-of-sample error on windows that end on the as-of day and before (windows.ts): first the simplest model within one standard
 * error of the best, then whether operational time and then whether the blend improves it by more than one. One step at a time, because the
 * best of sixteen combinations is mostly the luckiest. Deterministic; nothing after `asOfDay` is read.
 *
 * @param log the log (or a sample of it) the workbench was opened on
 */
export const chooseCandidate = (
  workbench: Workbench,
  log: PurchaseLog,
  asOfDay: number,
  horizonDays: number,
  choice: ModelChoice,
): Choice => {
  const models = modelsFor(choice);
  const warnings: string[] = [];
  const historyDays = asOfDay - workbench.firstDay;
  const rolling = rollOver(workbench, log, asOfDay, horizonDays);
  const named = choice !== 'auto' && choice !== 'all';
  const untried = (reason: string): Attempt => ({ tried: false, kept: false, reason });
  if (rolling === null) {
    const chosen: Candidate = {
      model: named ? choice : smallestAic(workbench, asOfDay, models),
      season: false,
      blend: false,
    };
    const reason = `${labelOf(chosen)}: the history is too short to hold a part of it out, so ${named ? 'it was asked for' : 'the smallest AIC decided'}`;
    return {
      chosen,
      candidates: [],
      inner: null,
      rolling,
      reason,
      season: untried('no inner split'),
      blend: untried('no inner split'),
      didNotHelp: [],
      warnings,
    };
  }
  const { inner, days } = rolling;
  const fromDay = asOfDay - days;
  let seasonRefusal: string | null = null;
  if (named) seasonRefusal = 'a single model was asked for';
  else if (historyDays + 1 < SEASONAL_CHOICE_DAYS) {
    seasonRefusal = `${historyDays + 1} days of history: two whole years are needed to tell a season from a trend`;
  } else if (
    fromDay - workbench.firstDay + 1 < SEASONAL_MIN_DAYS ||
    workbench.seasonClock(fromDay) === null ||
    workbench.seasonClock(asOfDay) === null
  ) {
    seasonRefusal = 'less than a year before the inner split';
  }
  const blendRefusal = named
    ? 'a single model was asked for'
    : workbench.regression(fromDay, days, false) === null || workbench.regression(asOfDay, horizonDays, false) === null
      ? 'too few customers bought again before the inner split to train a regression'
      : null;
  const plain = judgeAll(
    rolling,
    models.map((model) => ({ model, season: false, blend: false })),
    warnings,
  );
  const simplest = simplestOf(plain, rolling);
  if (simplest === undefined) throw new DomainError('no purchase model could be fitted', { warnings });
  const withSeason =
    seasonRefusal === null ? tryAddition('Operational time', simplest, { season: true }, rolling, warnings) : null;
  const seasonal = withSeason?.best ?? simplest;
  const withBlend =
    blendRefusal === null
      ? tryAddition('The blend with the regression', seasonal, { blend: true }, rolling, warnings)
      : null;
  const best = withBlend?.best ?? seasonal;
  const chosen: Candidate = { model: best.model, season: best.season, blend: best.blend };
  const season = withSeason?.attempt ?? untried(seasonRefusal!);
  const blend = withBlend?.attempt ?? untried(blendRefusal!);
  const candidates = [...plain, ...(withSeason?.entries ?? []), ...(withBlend?.entries ?? [])]
    .sort((x, y) => x.score - y.score)
    .map((tried) => entryOf(tried, best, rolling));
  const metrics = best.windows[0]!.metrics;
  const next = plain.find((one) => one !== simplest);
  const reason = named
    ? `${labelOf(best)}: asked for (${describeMetrics(metrics)} on the last ${days} days)`
    : `${labelOf(best)}: ${describeMetrics(metrics)} on the last ${days} days, held out for ${inner.window.customers} customers of whom ` +
      `${inner.window.activeCustomers} bought. ${purchaseModelFamilies[best.model].label} is the simplest of the plain models within one standard error of the smallest combined error on ${windowsIn(rolling)}` +
      (next === undefined ? '' : `, before ${labelOf(next)} (${describeMetrics(next.windows[0]!.metrics)})`);
  const didNotHelp = [season, blend]
    .filter((attempt) => attempt.tried && !attempt.kept)
    .map((attempt) => attempt.reason);
  return { chosen, candidates, inner, rolling, reason, season, blend, didNotHelp, warnings };
};

/** The model with the smallest AIC: all that can be said without a hold-out. */
export const smallestAic = (
  workbench: Pick<Workbench, 'fit'>,
  asOfDay: number,
  models: readonly PurchaseModelKey[],
): PurchaseModelKey => {
  const aic = (model: PurchaseModelKey): number => {
    const fit = workbench.fit(asOfDay, model, false);
    return 2 * Object.keys(fit.parameters).length - 2 * fit.logLikelihood;
  };
  return models.map((model) => ({ model, aic: aic(model) })).reduce((best, next) => (next.aic < best.aic ? next : best))
    .model;
};
