import { relativeBias, rootMeanSquaredError, spearmanCorrelation } from '../evaluation/metrics.ts';
import {
  fitGammaGamma,
  gammaGammaExpectedSpend,
  type GammaGammaFit,
  type GammaGammaParameters,
} from './gamma-gamma.ts';
import { fitShrunkMean, shrunkMeanExpectedSpend, type ShrunkMean } from './shrunk-mean.ts';
import { winsorise, winsoriseOwn, winsorLimit } from './winsorise.ts';
import { logKnownAt, purchasesBetween, type PurchaseLog } from '../history/log.ts';
import type { SpendParameters } from '../parameters.ts';
import type { SpendMetrics, SpendModelKey, SpendReport } from '../result/report.ts';

/**
 * Margins of the customers of a snapshot. `repeat…` leave the first purchase out. What a customer is expected to spend is read from `total`,
 * whose purchases are cut against the customer's own; what is believed of the company from `typical…`, cut at its limit throughout.
 */
export interface SpendTallies {
  readonly purchases: Float64Array;
  readonly total: Float64Array;
  readonly typicalTotal: Float64Array;
  readonly typicalSumOfSquares: Float64Array;
  readonly repeats: Float64Array;
  readonly repeatTotal: Float64Array;
  readonly typicalRepeatTotal: Float64Array;
  /**
   * 1 for a wholesale customer, half of whose purchases or more are beyond the company's limit. What is believed of the company is learned
   * without them, or one would decide how much of everybody else's mean is believed.
   */
  readonly wholesale: Uint8Array;
  readonly limit: number;
  /** Purchases cut in `total`. */
  readonly winsorised: number;
}

/** What is foreseen from: the tallies of some customers and what is believed of the company. */
export interface KnownSpend {
  readonly tallies: SpendTallies;
  readonly shrunkMean: ShrunkMean;
  readonly gammaGamma: { readonly parameters: GammaGammaParameters } | null;
}

export interface FittedSpend extends KnownSpend {
  /** Null where too many margins are not positive, all spend alike, or too few have bought again: the model does not apply. */
  readonly gammaGamma: GammaGammaFit | null;
}

const MIN_REPEATERS = 50;
/** Gamma-Gamma knows no loss: above this share of repeat buyers without a positive mean it describes another company. */
const MOST_NOT_POSITIVE = 0.05;

/**
 * Margins up to `asOfDay`, as known then, of the given customers.
 *
 * @param known the limit purchases are cut at: that of these customers where absent
 */
export const spendTallies = (
  whole: PurchaseLog,
  customers: Int32Array,
  asOfDay: number,
  known?: number,
): SpendTallies => {
  const log = logKnownAt(whole, asOfDay);
  // Where the purchases until that day end.
  const ends = customers.map((customer) => {
    let end = log.offsets[customer]!;
    while (end < log.offsets[customer + 1]! && log.day[end]! <= asOfDay) end++;
    return end;
  });
  const everyMargin = (): Float64Array => {
    const seen = new Float64Array(log.marginMinor.length);
    let filled = 0;
    for (let row = 0; row < customers.length; row++)
      for (let k = log.offsets[customers[row]!]!; k < ends[row]!; k++) seen[filled++] = log.marginMinor[k]!;
    return seen.subarray(0, filled);
  };
  const limit = known ?? winsorLimit(everyMargin());
  const zeros = (): Float64Array => new Float64Array(customers.length);
  const tallies = {
    purchases: zeros(),
    total: zeros(),
    typicalTotal: zeros(),
    typicalSumOfSquares: zeros(),
    repeats: zeros(),
    repeatTotal: zeros(),
    typicalRepeatTotal: zeros(),
    wholesale: new Uint8Array(customers.length),
  };
  let winsorised = 0;
  for (let row = 0; row < customers.length; row++) {
    const margins = log.marginMinor.subarray(log.offsets[customers[row]!], ends[row]);
    const own = winsoriseOwn(margins, limit);
    let beyond = 0;
    for (let k = 0; k < margins.length; k++) {
      const typical = winsorise(margins[k]!, limit);
      if (own[k] !== margins[k]) winsorised++;
      if (typical !== margins[k]) beyond++;
      tallies.purchases[row]!++;
      tallies.total[row]! += own[k]!;
      tallies.typicalTotal[row]! += typical;
      tallies.typicalSumOfSquares[row]! += typical * typical;
      if (k === 0) continue;
      tallies.repeats[row]!++;
      tallies.repeatTotal[row]! += own[k]!;
      tallies.typicalRepeatTotal[row]! += typical;
    }
    if (beyond >= 2 && 2 * beyond >= margins.length) tallies.wholesale[row] = 1;
  }
  return { ...tallies, limit, winsorised };
};

/** Both spend models, fitted to everybody who is no wholesale customer; Gamma-Gamma is null where it does not apply. */
export const fitSpend = (tallies: SpendTallies): FittedSpend => {
  const { typicalTotal, typicalSumOfSquares, typicalRepeatTotal } = tallies;
  const ordinary = (counts: Float64Array): Float64Array => counts.map((n, i) => (tallies.wholesale[i] === 1 ? 0 : n));
  const [purchases, repeats] = [ordinary(tallies.purchases), ordinary(tallies.repeats)];
  const means = typicalRepeatTotal.map((sum, i) => (repeats[i]! > 0 ? sum / repeats[i]! : 0));
  const repeaters = repeats.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
  const positive = means.reduce((sum, mean) => sum + (mean > 0 ? 1 : 0), 0);
  const applies = positive >= MIN_REPEATERS && repeaters - positive <= MOST_NOT_POSITIVE * repeaters;
  return {
    tallies,
    shrunkMean: fitShrunkMean(purchases, typicalTotal, typicalSumOfSquares),
    gammaGamma: applies && varies(means) ? fitGammaGamma(repeats, means) : null,
  };
};

/** Whether customers spend differently at all: one price for everybody sends p and q off to infinity, slowly. */
function varies(means: Float64Array): boolean {
  let [least, most] = [Infinity, 0];
  for (const mean of means) {
    if (!(mean > 0)) continue;
    least = Math.min(least, mean);
    most = Math.max(most, mean);
  }
  return most - least > 1e-6 * most;
}

/**
 * Expected margin of one purchase, per customer. A wholesale customer goes on at the own mean: what is believed of the company says nothing about
 * them. Gamma-Gamma has no place for who made a loss: the shrunk mean answers for them.
 */
export const expectedSpend = ({ tallies, shrunkMean, gammaGamma }: KnownSpend, model: SpendModelKey): Float64Array =>
  tallies.purchases.map((purchases, i) => {
    const repeats = tallies.repeats[i]!;
    if (tallies.wholesale[i] === 1) return tallies.total[i]! / purchases;
    if (model === 'shrunkMean' || gammaGamma === null || tallies.repeatTotal[i]! < 0) {
      return shrunkMeanExpectedSpend(shrunkMean, purchases, tallies.total[i]!);
    }
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
  // Both are cut: one wholesale customer, foreseen rightly or not, would be the whole error.
  const foreseen = rows.map((i) => winsorise(predicted[i]!, limit));
  const actual = rows.map((i) => winsorise(margin[i]! / orders[i]!, limit));
  return {
    rmse: rootMeanSquaredError(foreseen, actual),
    bias: relativeBias(foreseen, actual),
    spearman: spearmanCorrelation(foreseen, actual),
  };
};

/** ln RMSE + ln(1 − rank correlation): size and order both. The error is taken relative to the limit, so that the unit of the money decides nothing. */
const spendScore = ({ rmse, spearman }: SpendMetrics, limit: number): number =>
  Math.log(Math.max(rmse / limit, 1e-9)) + Math.log(Math.max(1 - (spearman ?? 0), 1e-9));

/** What is kept of a fit. */
export const spendParameters = (
  { tallies, shrunkMean, gammaGamma }: FittedSpend,
  model: SpendModelKey,
): SpendParameters => ({
  model,
  winsorLimit: Number.isFinite(tallies.limit) ? tallies.limit : null,
  shrunkMean,
  gammaGamma: gammaGamma?.parameters ?? null,
});

/** The spend of some customers, read with what is kept of a fit. */
export const knownSpend = (
  log: PurchaseLog,
  customers: Int32Array,
  asOfDay: number,
  { winsorLimit: limit, shrunkMean, gammaGamma }: SpendParameters,
): KnownSpend => ({
  tallies: spendTallies(log, customers, asOfDay, limit ?? Infinity),
  shrunkMean,
  gammaGamma: gammaGamma === null ? null : { parameters: gammaGamma },
});

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
    chosen = spendScore(gamma, tallies.limit) < spendScore(mean, tallies.limit) ? 'gammaGamma' : 'shrunkMean';
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
