import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import { fitLifetime } from '../../domain/clv/fit.ts';
import { logUntil, type PurchaseLog } from '../../domain/clv/history/log.ts';
import { refitLifetime } from '../../domain/clv/refit.ts';
import type { LifetimeScores } from '../../domain/clv/result/lifetime-columns.ts';
import { PERIOD_DAYS, periodOf } from '../../domain/experience/score.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { InForce } from './adoption.ts';

/** How many days after the past day are looked at. */
export const AWAITED_DAYS = 180;

/** A past day, and what the company's purchases said on it. */
export interface LookBack {
  /** The last day of a period of 28 days: of what is tallied by period, all before the next is known. */
  readonly splitDay: number;
  /** {@link AWAITED_DAYS} later, and not after the run's day. */
  readonly untilDay: number;
  /** The purchases up to it. */
  readonly known: PurchaseLog;
  readonly scores: LifetimeScores;
}

/**
 * The end of a period half a year ago, and the lifetime model of then: fitted to what had been bought, of the family in force today. It stands for a period, since its
 * window is over, so that what is learned from it changes once in 28 days, or when something of then is told late.
 *
 * @returns null where nobody had bought
 */
export function lookBack(
  snapshot: Snapshot,
  { log, parameters, report }: Pick<InForce, 'log' | 'parameters' | 'report'>,
): LookBack | null {
  const splitDay = periodOf(dayIn(snapshot.timeZone)(snapshot.asOf) - AWAITED_DAYS) * PERIOD_DAYS - 1;
  const known = logUntil(log, splitDay);
  if (known.day.length === 0) return null;
  const { lifetime } = parameters.scoring;
  const { horizonDays, annualDiscount, model } = lifetime;
  const fitted =
    refitLifetime(known, splitDay, lifetime, report)?.parameters ??
    fitLifetime(known, splitDay, { horizonDays, annualDiscount, model }).parameters;
  return fitted === null
    ? null
    : { splitDay, untilDay: splitDay + AWAITED_DAYS, known, scores: lifetimeEvaluator(fitted).scores(known, splitDay) };
}
