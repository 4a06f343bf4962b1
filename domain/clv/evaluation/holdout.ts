import { DomainError } from '../../errors.ts';
import {
  areaUnderCurve,
  captureOfTop,
  logLoss,
  meanAbsoluteError,
  pearsonCorrelation,
  relativeBias,
  rootMeanSquaredError,
  spearmanCorrelation,
} from './metrics.ts';

/** What a model says before the hold-out begins, one entry per customer. */
export interface HoldoutForecast {
  /** Expected purchases in the hold-out. */
  readonly expected: Float64Array;
  /** P(at least one purchase in the hold-out); null for a rule that gives none. */
  readonly probability: Float64Array | null;
  /** What ranks active above inactive customers where there is no probability; `expected` when absent. */
  readonly activityScore?: Float64Array;
}

/** Customers of one calibration frequency: what was foreseen and what came, per customer. */
export interface CalibrationRow {
  /** "0" … "6", or "7+". */
  readonly frequency: string;
  readonly customers: number;
  readonly predicted: number;
  readonly actual: number;
}

/** Out-of-sample figures of one forecast. A figure that the hold-out leaves undefined (nobody bought) is null. */
export interface HoldoutMetrics {
  readonly rmse: number;
  readonly mae: number;
  /** Σ predicted / Σ actual − 1. */
  readonly bias: number | null;
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** Share of the hold-out's purchases made by the 20 % of customers ranked highest. */
  readonly capture20: number | null;
  readonly calibration: readonly CalibrationRow[];
  /** Area under the ROC curve of "buys again". */
  readonly aucActive: number | null;
  /** Nats per customer of "buys again"; null for a rule without probabilities. */
  readonly logLoss: number | null;
}

/** Frequencies from here on share one row, as in Fader, Hardie & Lee (2005), figure 3. */
const LAST_FREQUENCY = 7;

const calibrationByFrequency = (
  frequency: ArrayLike<number>,
  expected: Float64Array,
  actual: ArrayLike<number>,
): CalibrationRow[] => {
  const rows = Array.from({ length: LAST_FREQUENCY + 1 }, () => ({ customers: 0, predicted: 0, actual: 0 }));
  for (let i = 0; i < expected.length; i++) {
    const row = rows[Math.min(LAST_FREQUENCY, frequency[i]!)]!;
    row.customers++;
    row.predicted += expected[i]!;
    row.actual += actual[i]!;
  }
  return rows.flatMap((row, f) =>
    row.customers === 0
      ? []
      : [
          {
            frequency: f === LAST_FREQUENCY ? `${f}+` : String(f),
            customers: row.customers,
            predicted: row.predicted / row.customers,
            actual: row.actual / row.customers,
          },
        ],
  );
};

/**
 * Compares a forecast with what happened. Root mean squared error, bias, capture, calibration and log-loss belong together:
 * on CDNOW "zero for everybody" is nearly as good as any model by mean absolute error alone.
 *
 * @param forecast one entry per customer
 * @param actual purchases of each customer in the hold-out
 * @param frequency repeat purchases of each customer before it
 */
export const evaluateForecast = (
  forecast: HoldoutForecast,
  actual: ArrayLike<number>,
  frequency: ArrayLike<number>,
): HoldoutMetrics => {
  const { expected, probability } = forecast;
  if (expected.length !== actual.length || frequency.length !== actual.length) {
    throw new DomainError('forecast and hold-out differ in length', {
      forecast: expected.length,
      actual: actual.length,
    });
  }
  const active = Array.from(actual, (orders) => orders > 0);
  return {
    rmse: rootMeanSquaredError(expected, actual),
    mae: meanAbsoluteError(expected, actual),
    bias: relativeBias(expected, actual),
    pearson: pearsonCorrelation(expected, actual),
    spearman: spearmanCorrelation(expected, actual),
    capture20: captureOfTop(expected, actual),
    calibration: calibrationByFrequency(frequency, expected, actual),
    aucActive: areaUnderCurve(forecast.activityScore ?? probability ?? expected, active),
    logLoss: probability === null ? null : logLoss(probability, active),
  };
};
