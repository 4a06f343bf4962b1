import { relativeBias, rootMeanSquaredError, spearmanCorrelation } from '../evaluation/metrics.ts';
import { fitGammaGamma, gammaGammaExpectedSpend, type GammaGammaFit } from '../spend/gamma-gamma.ts';
import { fitShrunkMean, shrunkMeanExpectedSpend, type ShrunkMean } from '../spend/shrunk-mean.ts';
import { winsorise, winsorLimit } from '../spend/winsorise.ts';
import { purchasesBetween, type PurchaseLog } from './log.ts';
import type { SpendMetrics, SpendModelKey, SpendReport } from './report.ts';

/** Margins of the customers of a snapshot, purchases cut at the limit. `repeat…` leave the first purchase out. */
export interface SpendTallies {
  readonly purchases: Float64Array;
  readonly total: Float64Array;
  readonly sumOfSquares: Float64Array | undefined;
  readonly repeats: Float64Array;
  readonly repeatTotal: Float64Array;
  readonly limit: number;
  readonly winsorised: number;
}

export interface FittedSpend {
  readonly tallies: SpendTallies;
  readonly shrunkMean: ShrunkMean;
  /** Null where a margin is not positive, all spend alike, or too few have bought again: the model does not apply. */
  readonly gammaGamma: GammaGammaFit | null;
}

const MIN_REPEATERS = 50;

/** Margins up to `asOfDay` of the given customers. */
export const spendTallies = (log: PurchaseLog, customers: Int32Array, asOfDay: number): SpendTallies => {
  const seen: number[] = [];
  for (const customer of customers) {
    for (let k = log.offsets[customer]!; k < log.offsets[customer + 1]! && log.day[k]! <= asOfDay; k++)
      seen.push(log.marginMinor[k]!);
  }
  const limit = winsorLimit(seen);
  const count = customers.length;
  const [purchases, total, sumOfSquares, repeats, repeatTotal] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  for (let row = 0; row < count; row++) {
    const start = log.offsets[customers[row]!]!;
    for (let k = start; k < log.offsets[customers[row]! + 1]! && log.day[k]! <= asOfDay; k++) {
      const margin = winsorise(log.marginMinor[k]!, limit);
      purchases[row]!++;
      total[row]! += margin;
      sumOfSquares[row]! += margin * margin;
      if (k === start) continue;
      repeats[row]!++;
      repeatTotal[row]! += margin;
    }
  }
  return {
    purchases,
    total,
    sumOfSquares,
    repeats,
    repeatTotal,
    limit,
    winsorised: seen.filter((margin) => Math.abs(margin) > limit).length,
  };
};

/** From totals alone: a customer's mean is all that can be cut, and no purchase can be left out. */
export const tallySpend = (purchases: Float64Array, marginMinor: Float64Array): SpendTallies => {
  const means = marginMinor.map((sum, i) => (purchases[i]! > 0 ? sum / purchases[i]! : 0));
  const limit = winsorLimit(means);
  return {
    purchases,
    sumOfSquares: undefined,
    limit,
    total: means.map((mean, i) => winsorise(mean, limit) * purchases[i]!),
    repeats: new Float64Array(purchases.length),
    repeatTotal: new Float64Array(purchases.length),
    winsorised: means.reduce((sum, mean) => sum + (Math.abs(mean) > limit ? 1 : 0), 0),
  };
};

export const fitSpend = (tallies: SpendTallies): FittedSpend => {
  const { purchases, total, sumOfSquares, repeats, repeatTotal } = tallies;
  const means = repeatTotal.map((sum, i) => (repeats[i]! > 0 ? sum / repeats[i]! : 0));
  const repeaters = repeats.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
  const positive = means.every((mean, i) => repeats[i] === 0 || mean > 0) && total.every((sum) => sum >= 0);
  return {
    tallies,
    shrunkMean: fitShrunkMean(purchases, total, sumOfSquares),
    gammaGamma: positive && repeaters >= MIN_REPEATERS && varies(repeats, means) ? fitGammaGamma(repeats, means) : null,
  };
};

/** Whether customers spend differently at all: one price for everybody sends p and q off to infinity, slowly. */
function varies(repeats: Float64Array, means: Float64Array): boolean {
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < means.length; i++) {
    if (repeats[i] === 0) continue;
    least = Math.min(least, means[i]!);
    most = Math.max(most, means[i]!);
  }
  return most - least > 1e-6 * most;
}

/** Expected margin of one purchase, per customer. */
export const expectedSpend = ({ tallies, shrunkMean, gammaGamma }: FittedSpend, model: SpendModelKey): Float64Array =>
  tallies.purchases.map((purchases, i) => {
    if (model === 'shrunkMean' || gammaGamma === null)
      return shrunkMeanExpectedSpend(shrunkMean, purchases, tallies.total[i]!);
    const repeats = tallies.repeats[i]!;
    return gammaGammaExpectedSpend(gammaGamma.parameters, repeats, repeats > 0 ? tallies.repeatTotal[i]! / repeats : 0);
  });

const metricsOf = (
  predicted: Float64Array,
  orders: Float64Array,
  margin: Float64Array,
  limit: number,
): SpendMetrics | null => {
  const rows = Array.from(orders, (_, i) => i).filter((i) => orders[i]! > 0);
  if (rows.length < 2) return null;
  const foreseen = rows.map((i) => predicted[i]!);
  const actual = rows.map((i) => winsorise(margin[i]! / orders[i]!, limit));
  return {
    rmse: rootMeanSquaredError(foreseen, actual),
    bias: relativeBias(foreseen, actual),
    spearman: spearmanCorrelation(foreseen, actual),
  };
};

/** ln RMSE + ln(1 − rank correlation): size and order both. */
const spendScore = ({ rmse, spearman }: SpendMetrics): number =>
  Math.log(Math.max(rmse, 1e-9)) + Math.log(Math.max(1 - (spearman ?? 0), 1e-9));

/** Fits both spend models before the window, compares them on it, and reports the choice. */
export const compareSpend = (
  log: PurchaseLog,
  customers: Int32Array,
  fromDay: number,
  toDay: number,
): Record<SpendModelKey, SpendMetrics | null> => {
  const fitted = fitSpend(spendTallies(log, customers, fromDay));
  const { orders, marginMinor } = purchasesBetween(log, customers, fromDay, toDay);
  const metrics = (model: SpendModelKey) =>
    metricsOf(expectedSpend(fitted, model), orders, marginMinor, fitted.tallies.limit);
  return { shrunkMean: metrics('shrunkMean'), gammaGamma: fitted.gammaGamma === null ? null : metrics('gammaGamma') };
};

const describe = (metrics: SpendMetrics): string =>
  `RMSE ${metrics.rmse.toPrecision(4)}, rank correlation ${metrics.spearman === null ? 'undefined' : metrics.spearman.toFixed(3)}`;

/**
 * @param measured out-of-sample figures of both models the choice is made by, or null where there was nothing to measure them on
 * @param shown the figures to print beside them, when another hold-out is reported
 */
export const spendReport = (
  fitted: FittedSpend,
  measured: Record<SpendModelKey, SpendMetrics | null> | null,
  shown = measured,
): SpendReport => {
  const { tallies, shrunkMean, gammaGamma } = fitted;
  const [mean, gamma] = [measured?.shrunkMean ?? null, measured?.gammaGamma ?? null];
  let chosen: SpendModelKey = 'shrunkMean';
  let reason =
    'the shrunk mean: there was nothing to compare it with out of sample, and it ranked customers better on every data set tried';
  if (gammaGamma === null) reason = 'the shrunk mean: Gamma-Gamma needs positive margins and enough repeat buyers';
  else if (mean !== null && gamma !== null) {
    chosen = spendScore(gamma) < spendScore(mean) ? 'gammaGamma' : 'shrunkMean';
    const [winner, loser] =
      chosen === 'shrunkMean' ? ['the shrunk mean', 'Gamma-Gamma'] : ['Gamma-Gamma', 'the shrunk mean'];
    const [won, lost] = chosen === 'shrunkMean' ? [mean, gamma] : [gamma, mean];
    reason = `${winner} foresaw the margin per purchase better out of sample (${describe(won)}) than ${loser} (${describe(lost)})`;
  }
  return {
    chosen,
    reason,
    winsorLimit: tallies.winsorised > 0 ? tallies.limit : null,
    winsorisedPurchases: tallies.winsorised,
    shrunkMean: { ...shrunkMean, holdout: shown?.shrunkMean ?? null },
    gammaGamma: gammaGamma === null ? null : { ...gammaGamma, holdout: shown?.gammaGamma ?? null },
  };
};
