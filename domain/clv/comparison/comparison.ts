import { DomainError } from '../../errors.ts';
import { levelled, NO_LEVELS, type Levels } from '../calibration/apply.ts';
import { evaluateForecast, type HoldoutMetrics } from '../evaluation/holdout.ts';
import { scoreInfluence } from '../evaluation/influence.ts';
import { pastRateForecast, recencyForecast } from '../evaluation/rules.ts';
import { CALENDAR_CLOCK } from '../timing/clock.ts';
import { purchasesBetween, snapshotAt, type PurchaseLog } from '../history/log.ts';
import type { Candidate, ComparisonWindow } from '../result/report.ts';
import type { Workbench } from './workbench.ts';

const SMALLEST = 1e-9;

/**
 * The mean of the logarithms of five errors: RMSE, 1 + |bias|, 1 − top-20 % capture, 1 − AUC(active) and log-loss. Each is
 * blind to what another sees ("zero for everybody" has a fine absolute error), and a ratio of one error counts alike
 * wherever it stands. Figures the window leaves undefined are left out for every candidate alike. Lower is better.
 */
export const comparisonScore = (metrics: HoldoutMetrics): number => {
  const errors = [
    metrics.rmse,
    metrics.bias === null ? null : 1 + Math.abs(metrics.bias),
    metrics.capture20 === null ? null : 1 - metrics.capture20,
    metrics.aucActive === null ? null : 1 - metrics.aucActive,
    metrics.logLoss,
  ].filter((error) => error !== null);
  return errors.reduce((sum, error) => sum + Math.log(Math.max(SMALLEST, error)), 0) / errors.length;
};

/** A candidate on one window: its figures, its score, and what each customer adds to that. */
export interface Judged {
  readonly metrics: HoldoutMetrics;
  readonly score: number;
  readonly influence: Float64Array;
}

export interface Comparison {
  readonly window: ComparisonWindow;
  /** @throws DomainError where the candidate cannot be computed there */
  judge(candidate: Candidate): Judged;
  evaluate(candidate: Candidate, levels?: Levels): HoldoutMetrics;
  readonly rules: { readonly pastRate: HoldoutMetrics; readonly recency: HoldoutMetrics };
}

/** Everything known on `fromDay` against what happened until `toDay`, for the customers known then. */
export const compareOver = (workbench: Workbench, log: PurchaseLog, fromDay: number, toDay: number): Comparison => {
  const snapshot = snapshotAt(log, fromDay, CALENDAR_CLOCK, workbench.unitDays);
  const { orders } = purchasesBetween(log, snapshot.customers, fromDay, toDay);
  const { frequency } = snapshot.statistics;
  const horizon = (toDay - fromDay) / workbench.unitDays;
  const evaluated = (candidate: Candidate, levels = NO_LEVELS) => {
    const scores = levelled(workbench.forecast(fromDay, candidate, toDay - fromDay, 0).scores, levels);
    const forecast = { expected: scores.expectedPurchases, probability: scores.probabilityOfPurchase };
    return { forecast, metrics: evaluateForecast(forecast, orders, frequency) };
  };
  return {
    window: {
      fromDay,
      toDay,
      customers: orders.length,
      activeCustomers: orders.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
      purchases: orders.reduce((sum, count) => sum + count, 0),
    },
    evaluate: (candidate, levels) => evaluated(candidate, levels).metrics,
    judge: (candidate) => {
      if (candidate.blend && workbench.regression(fromDay, toDay - fromDay, candidate.season) === null)
        throw new DomainError('no regression could be trained', { fromDay });
      const { forecast, metrics } = evaluated(candidate);
      return { metrics, score: comparisonScore(metrics), influence: scoreInfluence(forecast, orders, metrics) };
    },
    rules: {
      pastRate: evaluateForecast(pastRateForecast(snapshot.statistics, horizon), orders, frequency),
      recency: evaluateForecast(recencyForecast(snapshot.statistics, horizon), orders, frequency),
    },
  };
};
