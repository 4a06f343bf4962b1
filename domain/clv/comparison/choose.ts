import { DomainError } from '../../errors.ts';
import type { HoldoutMetrics } from '../evaluation/holdout.ts';
import { purchaseModelFamilies } from '../models/families.ts';
import type { PurchaseFit, PurchaseModelKey } from '../models/model.ts';
import { compareOver, comparisonScore, type Comparison } from './comparison.ts';
import type { PurchaseLog } from '../history/log.ts';
import type { Attempt, Candidate, CandidateEntry, ModelEntry } from '../result/report.ts';
import { SEASONAL_CHOICE_DAYS, SEASONAL_MIN_DAYS } from '../timing/seasonality.ts';
import type { Workbench } from './workbench.ts';

/** `auto` and `all` fit every model and choose; a key is that model alone, as published. */
export type ModelChoice = PurchaseModelKey | 'auto' | 'all';

export const MODEL_KEYS = Object.keys(purchaseModelFamilies) as PurchaseModelKey[];

/** An inner hold-out shorter than this says more about one week than about a model. */
const MIN_INNER_DAYS = 21;

/**
 * Length of the inner hold-out: it stands to the history before it as the horizon asked for stands to the whole history, and is
 * never longer than the horizon. Null where that is too short to say anything.
 */
export const innerHoldoutDays = (historyDays: number, horizonDays: number): number | null => {
  const days = Math.floor(Math.min(horizonDays, (historyDays * horizonDays) / (historyDays + horizonDays)));
  return days < MIN_INNER_DAYS ? null : days;
};

export interface Choice {
  readonly chosen: Candidate;
  readonly candidates: readonly CandidateEntry[];
  readonly inner: Comparison | null;
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

const evaluateAll = (inner: Comparison, specs: readonly Candidate[], warnings: string[]): CandidateEntry[] => {
  const entries = specs.flatMap((spec): CandidateEntry[] => {
    try {
      const metrics = inner.evaluate(spec);
      return [{ ...spec, score: comparisonScore(metrics), metrics }];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      warnings.push(`${labelOf(spec)} could not be tried: ${error.message}`);
      return [];
    }
  });
  // A stable sort: of equals the simpler, listed first, comes first.
  return entries.sort((a, b) => a.score - b.score);
};

/** Tries one addition to the best so far; it stays only if it lowers the error. */
const tryAddition = (
  what: string,
  best: CandidateEntry,
  addition: Partial<Candidate>,
  inner: Comparison,
  warnings: string[],
): { best: CandidateEntry; entries: CandidateEntry[]; attempt: Attempt } => {
  const entries = evaluateAll(
    inner,
    [{ model: best.model, season: best.season, blend: best.blend, ...addition }],
    warnings,
  );
  const [tried] = entries;
  if (tried === undefined)
    return { best, entries, attempt: { tried: false, kept: false, reason: `${what} could not be computed` } };
  const kept = tried.score < best.score;
  const reason = `${what} ${kept ? 'helped' : 'did not help'} on the inner split: with it ${describeMetrics(tried.metrics)}; without ${describeMetrics(best.metrics)}`;
  return { best: kept ? tried : best, entries, attempt: { tried: true, kept, reason } };
};

/**
 * Chooses by out-of-sample error on an inner split that ends on the as-of day: first the model, then whether operational time
 * and then whether the blend improves it. One step at a time, because the best of sixteen combinations on one window is mostly the
 * luckiest. Deterministic; nothing after `asOfDay` is read.
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
  const innerDays = innerHoldoutDays(historyDays, horizonDays);
  const inner = innerDays === null ? null : compareOver(workbench, log, asOfDay - innerDays, asOfDay);
  const named = choice !== 'auto' && choice !== 'all';
  const untried = (reason: string): Attempt => ({ tried: false, kept: false, reason });
  if (inner === null || inner.window.customers === 0 || inner.window.activeCustomers === 0) {
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
      reason,
      season: untried('no inner split'),
      blend: untried('no inner split'),
      didNotHelp: [],
      warnings,
    };
  }
  const fromDay = asOfDay - innerDays!;
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
    : workbench.regression(fromDay, innerDays!, false) === null ||
        workbench.regression(asOfDay, horizonDays, false) === null
      ? 'too few customers bought again before the inner split to train a regression'
      : null;
  const plain = evaluateAll(
    inner,
    models.map((model) => ({ model, season: false, blend: false })),
    warnings,
  );
  if (plain[0] === undefined) throw new DomainError('no purchase model could be fitted', { warnings });
  const withSeason =
    seasonRefusal === null ? tryAddition('Operational time', plain[0], { season: true }, inner, warnings) : null;
  const seasonal = withSeason?.best ?? plain[0];
  const withBlend =
    blendRefusal === null
      ? tryAddition('The blend with the regression', seasonal, { blend: true }, inner, warnings)
      : null;
  const best = withBlend?.best ?? seasonal;
  const chosen: Candidate = { model: best.model, season: best.season, blend: best.blend };
  const season = withSeason?.attempt ?? untried(seasonRefusal!);
  const blend = withBlend?.attempt ?? untried(blendRefusal!);
  const candidates = [...plain, ...(withSeason?.entries ?? []), ...(withBlend?.entries ?? [])].sort(
    (x, y) => x.score - y.score,
  );
  const runnerUp = plain[1];
  const reason = named
    ? `${labelOf(best)}: asked for (${describeMetrics(best.metrics)} on the last ${innerDays} days)`
    : `${labelOf(best)}: ${describeMetrics(best.metrics)} on the last ${innerDays} days, held out for ${inner.window.customers} customers of whom ` +
      `${inner.window.activeCustomers} bought. ${purchaseModelFamilies[best.model].label} had the smallest combined error of the plain models` +
      (runnerUp === undefined ? '' : `, before ${labelOf(runnerUp)} (${describeMetrics(runnerUp.metrics)})`);
  const didNotHelp = [season, blend]
    .filter((attempt) => attempt.tried && !attempt.kept)
    .map((attempt) => attempt.reason);
  return { chosen, candidates, inner, reason, season, blend, didNotHelp, warnings };
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
