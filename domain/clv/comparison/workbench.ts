import { DomainError } from '../../errors.ts';
import { purchaseModelFamilies } from '../models/families.ts';
import type { PurchaseFit, PurchaseModelKey, PurchaseScores } from '../models/model.ts';
import { modelScores } from '../evaluate.ts';
import type { BlendParameters } from '../parameters.ts';
import { blendScores, levelledBlend, trainRegression, type Regression } from '../regression/blend.ts';
import { CALENDAR_CLOCK, type Clock } from '../timing/clock.ts';
import { logSpan, snapshotAt, type PurchaseLog, type PurchaseSnapshot } from '../history/log.ts';
import type { Candidate } from '../result/report.ts';
import { estimateSeason, seasonalClock, type SeasonalClock } from '../timing/seasonality.ts';

/** The model whose expectation the season is measured against: quick to fit and never without an answer. */
const SEASON_BASE: PurchaseModelKey = 'mbgnbd';

export interface CandidateForecast {
  readonly snapshot: PurchaseSnapshot;
  readonly clock: Clock;
  readonly fit: PurchaseFit;
  readonly scores: PurchaseScores;
  /** The horizon in the clock's time, in units. */
  readonly horizon: number;
  /** Null where the candidate is no blend, or none could be trained. */
  readonly blend: BlendParameters | null;
}

/** Fits and forecasts from one log as of any day, each made once and from nothing later than that day. */
export interface Workbench {
  readonly unitDays: number;
  readonly firstDay: number;
  snapshot(asOfDay: number, season: boolean): PurchaseSnapshot;
  /** Null where the log up to that day is too short for a season. */
  seasonClock(asOfDay: number): SeasonalClock | null;
  fit(asOfDay: number, model: PurchaseModelKey, season: boolean): PurchaseFit;
  /** Seconds by the caller's clock that the fit took; null without a clock or a fit. */
  fitSeconds(asOfDay: number, model: PurchaseModelKey, season: boolean): number | null;
  regression(asOfDay: number, horizonDays: number, season: boolean): Regression | null;
  /** Purchases in (asOfDay, asOfDay + horizonDays] per customer of the snapshot. */
  forecast(
    asOfDay: number,
    candidate: Candidate,
    horizonDays: number,
    annualDiscount: number,
    /** What is made of the fit before it forecasts. */
    steady?: (fit: PurchaseFit) => PurchaseFit,
  ): CandidateForecast;
}

const memo = <Value>(cache: Map<string, Value>, key: string, make: () => Value): Value => {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
};

/**
 * @param log with at least one purchase
 * @param now milliseconds of a clock, to time fits with
 */
export const openWorkbench = (log: PurchaseLog, unitDays: number, now?: () => number): Workbench => {
  const span = logSpan(log);
  if (span === null) throw new DomainError('a workbench needs a purchase');
  const snapshots = new Map<string, PurchaseSnapshot>();
  const clocks = new Map<string, SeasonalClock | null>();
  const fits = new Map<string, PurchaseFit>();
  const regressions = new Map<string, Regression | null>();
  const seconds = new Map<string, number>();

  const seasonClock = (asOfDay: number) =>
    memo(clocks, String(asOfDay), () => {
      const base = purchaseModelFamilies[SEASON_BASE].bind(fit(asOfDay, SEASON_BASE, false).parameters, unitDays);
      const season = estimateSeason(log, span.firstDay, asOfDay, base);
      return season === null ? null : seasonalClock(season);
    });
  const clockOf = (asOfDay: number, season: boolean): Clock => {
    const clock = season ? seasonClock(asOfDay) : CALENDAR_CLOCK;
    if (clock === null) throw new DomainError('no season could be estimated', { asOfDay });
    return clock;
  };
  const snapshot = (asOfDay: number, season: boolean): PurchaseSnapshot =>
    memo(snapshots, `${asOfDay} ${season}`, () => snapshotAt(log, asOfDay, clockOf(asOfDay, season), unitDays));
  const fit = (asOfDay: number, model: PurchaseModelKey, season: boolean): PurchaseFit =>
    memo(fits, `${asOfDay} ${model} ${season}`, () => {
      const { statistics } = snapshot(asOfDay, season);
      const started = now?.();
      const made = purchaseModelFamilies[model].fit(statistics);
      if (started !== undefined) seconds.set(`${asOfDay} ${model} ${season}`, (now!() - started) / 1000);
      return made;
    });
  const fitSeconds = (asOfDay: number, model: PurchaseModelKey, season: boolean): number | null =>
    seconds.get(`${asOfDay} ${model} ${season}`) ?? null;
  const regression = (asOfDay: number, horizonDays: number, season: boolean): Regression | null => {
    // A third of the history at most: two thirds remain to know the customers by.
    const windowDays = Math.min(horizonDays, Math.floor((asOfDay - span.firstDay) / 3));
    return memo(regressions, `${asOfDay} ${windowDays} ${season}`, () =>
      windowDays < 1 ? null : trainRegression(log, asOfDay, clockOf(asOfDay, season), unitDays, windowDays),
    );
  };

  const forecast = (
    asOfDay: number,
    candidate: Candidate,
    horizonDays: number,
    annualDiscount: number,
    steady = (made: PurchaseFit): PurchaseFit => made,
  ): CandidateForecast => {
    const { model, season } = candidate;
    const clock = clockOf(asOfDay, season);
    const known = snapshot(asOfDay, season);
    const fitted = steady(fit(asOfDay, model, season));
    const timed = { model, parameters: fitted.parameters, clock, unitDays };
    const { scores: plain, horizon } = modelScores(timed, known, horizonDays, annualDiscount);
    const made = { snapshot: known, clock, fit: fitted, horizon };
    const trained = candidate.blend ? regression(asOfDay, horizonDays, season) : null;
    if (trained === null) return { ...made, scores: plain, blend: null };
    const window = trained.windowDays === horizonDays ? plain : modelScores(timed, known, trained.windowDays, 0).scores;
    const blend = levelledBlend(log, known, clock, trained, plain, window);
    return { ...made, scores: blendScores(log, known, clock, blend, plain, window), blend };
  };
  return { unitDays, firstDay: span.firstDay, snapshot, seasonClock, fit, fitSeconds, regression, forecast };
};
