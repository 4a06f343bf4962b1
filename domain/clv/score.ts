import { expectedTotal, type ExpectedTotal } from './calibration/total.ts';
import { lifetimeEvaluator } from './evaluate.ts';
import { fitLifetime } from './fit.ts';
import type { PurchaseLog } from './history/log.ts';
import { emptyScores, type LifetimeScores } from './result/lifetime-columns.ts';
import type { ModelReport } from './result/report.ts';
import type { LifetimeOptions } from './settings.ts';

export interface LifetimeValue {
  readonly scores: LifetimeScores;
  readonly report: ModelReport;
  /** Share of all customers whose value comes from a fitted model; 0 for no customers. */
  readonly clvMeasurable: number;
  readonly totalClvMinor: number;
  /** Null where no window could be held out. */
  readonly total: ExpectedTotal | null;
  readonly totalValueAtRiskMinor: number;
}

/**
 * Lifetime value of every customer of a company from its whole purchase log, by the model that forecasts this company best: learned and used
 * on one day (fit.ts, evaluate.ts).
 *
 * Customers without a purchase by `asOfDay` are worth 0 (method PRIOR, confidence 0): what a prospect may become is acquisition,
 * which purchases say nothing about. A company with too little history is scored with a published prior (method PRIOR).
 *
 * @param log margins in minor units (or any unit: money comes back in the same)
 * @param asOfDay UTC day number; purchases on it are known
 * @throws InvalidInputError for a log or an option that breaks its rules
 * @example scoreLifetimeValue(log, dayOf(asOf), { horizonDays: 365, annualDiscount: 0.1 }).scores.clvMinor
 */
export const scoreLifetimeValue = (log: PurchaseLog, asOfDay: number, options: LifetimeOptions = {}): LifetimeValue => {
  const { parameters, report } = fitLifetime(log, asOfDay, options);
  const scores = parameters === null ? emptyScores(log.count) : lifetimeEvaluator(parameters).scores(log, asOfDay);
  const totalClvMinor = total(scores.clvMinor);
  const calibration = parameters?.calibration ?? null;
  return {
    scores,
    report,
    clvMeasurable: measurableShare(scores),
    totalClvMinor,
    total: calibration === null ? null : expectedTotal(calibration.total, totalClvMinor),
    totalValueAtRiskMinor: total(scores.valueAtRiskMinor),
  };
};

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

/** Share of all customers whose value comes from a fitted model. */
export const measurableShare = ({ method }: LifetimeScores): number =>
  method.length === 0 ? 0 : method.reduce((sum, one) => sum + (one === 'MODELLED' ? 1 : 0), 0) / method.length;
