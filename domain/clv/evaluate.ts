import { levelled, NO_LEVELS } from './calibration/apply.ts';
import { purchaseModelFamilies } from './models/families.ts';
import type { PurchaseModelKey, PurchaseScores } from './models/model.ts';
import { snapshotAt, type PurchaseLog, type PurchaseSnapshot } from './history/log.ts';
import type { LifetimeParameters } from './parameters.ts';
import { blendScores } from './regression/blend.ts';
import { emptyScores, fillColumns, type LifetimeScores } from './result/lifetime-columns.ts';
import { expectedSpend, knownSpend } from './spend/choose-spend.ts';
import { CALENDAR_CLOCK, type Clock } from './timing/clock.ts';
import { seasonalClock } from './timing/seasonality.ts';

const DAYS_PER_YEAR = 365.25;

/** A purchase model in the time it is used in. */
export interface TimedModel {
  readonly model: PurchaseModelKey;
  readonly parameters: Readonly<Record<string, number>>;
  readonly clock: Clock;
  readonly unitDays: number;
}

/** What a model expects of everybody of a snapshot within some days of the calendar, and how long these are in its own units. */
export const modelScores = (
  { model, parameters, clock, unitDays }: TimedModel,
  { statistics, asOfDay }: PurchaseSnapshot,
  days: number,
  annualDiscount: number,
): { readonly scores: PurchaseScores; readonly horizon: number } => {
  const horizon = (clock.timeOf(asOfDay + days) - clock.timeOf(asOfDay)) / unitDays;
  // δ·horizon is ln(1 + annual)·years whatever the clock.
  const discountRate = horizon > 0 ? (Math.log1p(annualDiscount) * days) / DAYS_PER_YEAR / horizon : 0;
  return { scores: purchaseModelFamilies[model].score(parameters, statistics, horizon, discountRate), horizon };
};

/** Lifetime values by parameters that are known. Every answer about a customer depends on nothing but that customer's purchases. */
export interface LifetimeEvaluator {
  /** Everything, for every customer of a log as it was known on a day. */
  scores(log: PurchaseLog, day: number): LifetimeScores;
  /** Only `clvMinor` of {@link scores}: what sums are taken of, at a fraction of the cost. */
  clvMinor(log: PurchaseLog, day: number): Float64Array;
}

/**
 * **f(statistics, parameters, day)**: one customer alone gets the same bits as among a million, because nothing is learned here, and
 * histories that are grouped for speed are grouped only where they are equal.
 */
export const lifetimeEvaluator = (kept: LifetimeParameters): LifetimeEvaluator => {
  const clock = kept.season === null ? CALENDAR_CLOCK : seasonalClock(Float64Array.from(kept.season));
  const { unitDays, horizonDays, annualDiscount, blend } = kept;
  const calibration = kept.calibration ?? null;
  const levels = calibration?.levels ?? NO_LEVELS;
  const timed: TimedModel = { model: kept.model, parameters: kept.purchase, clock, unitDays };
  const model = purchaseModelFamilies[kept.model].bind(kept.purchase, unitDays);
  const forecast = (log: PurchaseLog, day: number) => {
    const known = snapshotAt(log, day, clock, unitDays);
    const { scores, horizon } = modelScores(timed, known, horizonDays, annualDiscount);
    if (blend === null) return { known, horizon, scores: levelled(scores, levels) };
    const window = blend.windowDays === horizonDays ? scores : modelScores(timed, known, blend.windowDays, 0).scores;
    return { known, horizon, scores: levelled(blendScores(log, known, clock, blend, scores, window), levels) };
  };
  return {
    scores: (log, day) => {
      const { known, horizon, scores } = forecast(log, day);
      const columns = emptyScores(log.count);
      fillColumns(columns, {
        customers: known.customers,
        statistics: known.statistics,
        scores,
        model,
        spend: knownSpend(log, known.customers, day, kept.spend),
        spendModel: kept.spend.model,
        clock,
        asOfDay: day,
        horizon,
        marginLevel: levels.margin,
        widths: calibration?.widths ?? null,
        method: kept.method,
        discrimination: kept.discrimination,
      });
      return columns;
    },
    clvMinor: (log, day) => {
      const { known, scores } = forecast(log, day);
      const margins = expectedSpend(knownSpend(log, known.customers, day, kept.spend), kept.spend.model);
      const clvMinor = new Float64Array(log.count);
      for (let row = 0; row < known.customers.length; row++)
        clvMinor[known.customers[row]!] = scores.discountedPurchases[row]! * (margins[row]! * levels.margin);
      return clvMinor;
    },
  };
};
