import { DomainError } from '../../errors.ts';
import { purchaseModelFamilies } from '../models/families.ts';
import type { PurchaseFit, PurchaseModelKey, PurchaseScores } from '../models/model.ts';
import { blendScores, trainRegression, type Regression } from '../regression/blend.ts';
import { CALENDAR_CLOCK, type Clock } from '../timing/clock.ts';
import { logSpan, snapshotAt, type PurchaseLog, type PurchaseSnapshot } from '../history/log.ts';
import type { Candidate } from '../result/report.ts';
import { estimateSeason, seasonalClock } from '../timing/seasonality.ts';

/** The model whose expectation the season is measured against: quick to fit and never without an answer. */
const SEASON_BASE: PurchaseModelKey = 'mbgnbd';
const DAYS_PER_YEAR = 365.25;

export interface CandidateForecast {
  readonly snapshot: PurchaseSnapshot;
  readonly clock: Clock;
  readonly fit: PurchaseFit;
  readonly scores: PurchaseScores;
  /** The horizon in the clock's time, in units. */
  readonly horizon: number;
}

/** Fits and forecasts from one log as of any day, each made once and from nothing later than that day. */
export interface Workbench {
  readonly unitDays: number;
  readonly firstDay: number;
  snapshot(asOfDay: number, season: boolean): PurchaseSnapshot;
  /** Null where the log up to that day is too short for a season. */
  seasonClock(asOfDay: number): (Clock & { readonly intensity: (day: number) => number }) | null;
  fit(asOfDay: number, model: PurchaseModelKey, season: boolean): PurchaseFit;
  /** Seconds by the caller's clock that the fit took; null without a clock or a fit. */
  fitSeconds(asOfDay: number, model: PurchaseModelKey, season: boolean): number | null;
  regression(asOfDay: number, horizonDays: number, season: boolean): Regression | null;
  /** Purchases in (asOfDay, asOfDay + horizonDays] per customer of the snapshot. */
  forecast(asOfDay: number, candidate: Candidate, horizonDays: number, annualDiscount: number): CandidateForecast;
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
  const clocks = new Map<string, (Clock & { readonly intensity: (day: number) => number }) | null>();
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
  ): CandidateForecast => {
    const { model, season, blend } = candidate;
    const family = purchaseModelFamilies[model];
    const clock = clockOf(asOfDay, season);
    const known = snapshot(asOfDay, season);
    const fitted = fit(asOfDay, model, season);
    const unitsUntil = (day: number): number => (clock.timeOf(day) - clock.timeOf(asOfDay)) / unitDays;
    const horizon = unitsUntil(asOfDay + horizonDays);
    // δ·horizon is ln(1 + annual)·years whatever the clock.
    const discountRate = horizon > 0 ? (Math.log1p(annualDiscount) * horizonDays) / DAYS_PER_YEAR / horizon : 0;
    const plain = family.score(fitted.parameters, known.statistics, horizon, discountRate);
    const trained = blend ? regression(asOfDay, horizonDays, season) : null;
    if (trained === null) return { snapshot: known, clock, fit: fitted, scores: plain, horizon };
    const windowUnits = unitsUntil(asOfDay + trained.windowDays);
    const windowScores =
      trained.windowDays === horizonDays ? plain : family.score(fitted.parameters, known.statistics, windowUnits, 0);
    return {
      snapshot: known,
      clock,
      fit: fitted,
      scores: blendScores(log, known, clock, trained, plain, windowScores),
      horizon,
    };
  };
  return { unitDays, firstDay: span.firstDay, snapshot, seasonClock, fit, fitSeconds, regression, forecast };
};
