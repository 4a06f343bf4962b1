import { ranksOf } from '../../../domain/numerics/rank-correlation.ts';
import type { CompanyEstimate, CustomerEstimate } from './estimates.ts';
import type { CompanyTruth, CustomerTruth } from './truth.ts';

/** One line of estimate against truth. */
export interface Comparison {
  readonly score: string;
  readonly figure: string;
  /** Null where the product says nothing, or the truth has nothing to say. */
  readonly estimate: number | null;
  readonly truth: number | null;
  /** How the two figures are shown. */
  readonly unit: 'MONEY' | 'SHARE' | 'NUMBER';
}

type Pair = readonly [CustomerEstimate, CustomerTruth];

/**
 * Every score of a company against what is true. Figures with both sides are in the same unit; a figure of agreement (AUC, rank correlation, coverage) has what it
 * would be at best, or what is stated, as its truth.
 */
export function compare(estimate: CompanyEstimate, truth: CompanyTruth): Comparison[] {
  const byKey = new Map(estimate.customers.map((one) => [one.key, one]));
  const pairs = truth.customers.flatMap((one): Pair[] => (byKey.has(one.key) ? [[byKey.get(one.key)!, one]] : []));
  const foreseen = pairs.filter(([{ predictedMinor }]) => predictedMinor !== null);
  const sum = (all: readonly Pair[], of: (pair: Pair) => number): number =>
    all.reduce((total, pair) => total + of(pair), 0);
  const share = (all: readonly Pair[], holds: (pair: Pair) => boolean): number | null =>
    all.length === 0 ? null : all.filter(holds).length / all.length;
  const line = (
    score: string,
    figure: string,
    is: number | null,
    true_: number | null,
    unit: Comparison['unit'] = 'NUMBER',
  ): Comparison => ({
    score,
    figure,
    estimate: is,
    truth: true_,
    unit,
  });
  const chance = ([{ returnProbability }]: Pair): number => returnProbability ?? 0;
  const returned = ([, { cameOrders }]: Pair): boolean => cameOrders > 0;
  const isAlive = ([, { isAlive: alive }]: Pair): boolean => alive;
  const covered = ([{ lowMinor, highMinor }, { cameMinor }]: Pair): boolean =>
    lowMinor! <= cameMinor && cameMinor <= highMinor!;
  const bands = ['HEALTHY', 'NEUTRAL', 'AT_RISK'].map((band) =>
    foreseen.filter(([{ healthBand }]) => healthBand === band),
  );
  const ofTruth = truth.followerPurchases === 0 ? null : truth.causedPurchases / truth.followerPurchases;
  const { followedShare, causalShare, causalLow, causalHigh } = estimate;
  const trueCausal =
    truth.followedPurchases === 0 ? null : Math.min(1, truth.causedPurchases / truth.followedPurchases);
  const isCovered =
    trueCausal === null || causalLow === null || causalHigh === null
      ? null
      : causalLow <= trueCausal && trueCausal <= causalHigh
        ? 1
        : 0;
  const moved = sum(pairs, ([{ networkPassedOnMinor }]) => networkPassedOnMinor);
  return [
    line(
      'own value',
      'margin to date, refunds taken off',
      sum(pairs, ([one]) => one.directMinor),
      sum(pairs, ([, one]) => one.ownMinor),
      'MONEY',
    ),
    line(
      'expected value',
      'sum over the horizon',
      sum(foreseen, ([one]) => one.predictedMinor!),
      sum(foreseen, ([, one]) => one.expectedMinor),
      'MONEY',
    ),
    line(
      'expected value',
      'what came',
      sum(foreseen, ([one]) => one.predictedMinor!),
      sum(foreseen, ([, one]) => one.cameMinor),
      'MONEY',
    ),
    line(
      'expected value',
      'rank correlation with the true expectation',
      rankCorrelation(
        foreseen,
        ([one]) => one.predictedMinor!,
        ([, one]) => one.expectedMinor,
      ),
      1,
    ),
    line('expected value', 'came within the stated 80 %', share(foreseen, covered), 0.8, 'SHARE'),
    line(
      'P(return)',
      'mean against the share who returned',
      sum(foreseen, chance) / Math.max(1, foreseen.length),
      share(foreseen, returned),
      'SHARE',
    ),
    line(
      'P(return)',
      'AUC of who returned (truth: the true probability)',
      auc(foreseen, chance, returned),
      auc(foreseen, ([, one]) => one.returnProbability, returned),
    ),
    line(
      'P(return)',
      'log-loss (truth: the true probability)',
      logLoss(foreseen, chance, returned),
      logLoss(foreseen, ([, one]) => one.returnProbability, returned),
    ),
    line('alive', 'AUC of who has not left', auc(foreseen, chance, isAlive), 1),
    line(
      'churn',
      'share flagged as lapsed against share who bought no more',
      share(foreseen, ([{ lapsed }]) => lapsed),
      share(foreseen, (pair) => !returned(pair)),
      'SHARE',
    ),
    line(
      'churn',
      'of the lapsed, bought no more',
      share(
        foreseen.filter(([{ lapsed }]) => lapsed),
        (pair) => !returned(pair),
      ),
      1,
      'SHARE',
    ),
    ...['HEALTHY', 'NEUTRAL', 'AT_RISK'].map((band, k) =>
      line(
        'health',
        `of ${band}, have left for good (estimate: share of customers in it)`,
        bands[k]!.length / Math.max(1, foreseen.length),
        share(bands[k]!, (pair) => !isAlive(pair)),
        'SHARE',
      ),
    ),
    line(
      'health',
      'rank correlation of wellbeing with content',
      rankCorrelation(
        foreseen.filter(([{ wellbeing }]) => wellbeing !== null),
        ([one]) => one.wellbeing!,
        ([, one]) => one.content,
      ),
      1,
    ),
    line(
      'referral',
      'received by everybody',
      sum(pairs, ([one]) => one.referralReceivedMinor),
      sum(pairs, ([, one]) => one.referralMinor),
      'MONEY',
    ),
    line(
      'referral',
      'correlation of what each received',
      correlation(
        pairs,
        ([one]) => one.referralReceivedMinor,
        ([, one]) => one.referralMinor,
      ),
      1,
    ),
    line(
      'influence',
      "of followers' purchases, made because of somebody",
      followedShare * causalShare,
      ofTruth,
      'SHARE',
    ),
    line('influence', 'of followed purchases, caused (h)', causalShare, trueCausal, 'SHARE'),
    line('influence', 'h lies in its stated 95 %', isCovered, isCovered === null ? null : 0.95, 'SHARE'),
    line(
      'influence',
      'value moved by ties',
      moved,
      sum(pairs, ([, one]) => Math.max(0, -one.networkMinor)),
      'MONEY',
    ),
    line(
      'influence',
      'rank correlation of net network value',
      rankCorrelation(
        pairs,
        ([one]) => one.networkMinor,
        ([, one]) => one.networkMinor,
      ),
      1,
    ),
    line(
      'influence',
      'top tenth by score holds of what was moved',
      captured(
        pairs,
        ([one]) => one.influence ?? 0,
        ([, one]) => Math.max(0, one.networkMinor),
      ),
      captured(
        pairs,
        ([, one]) => one.networkMinor,
        ([, one]) => Math.max(0, one.networkMinor),
      ),
      'SHARE',
    ),
  ];
}

const ranks = (values: readonly number[]): number[] => [...ranksOf(Float64Array.from(values))];

function pearson(a: readonly number[], b: readonly number[]): number | null {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += (a[k]! - ma) * (b[k]! - mb);
    aa += (a[k]! - ma) ** 2;
    bb += (b[k]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

type Of = (pair: Pair) => number;
const correlation = (pairs: readonly Pair[], a: Of, b: Of): number | null => pearson(pairs.map(a), pairs.map(b));
const rankCorrelation = (pairs: readonly Pair[], a: Of, b: Of): number | null =>
  pearson(ranks(pairs.map(a)), ranks(pairs.map(b)));

/** Area under the ROC curve: how often somebody of whom it holds is put above somebody of whom it does not. */
function auc(pairs: readonly Pair[], score: Of, holds: (pair: Pair) => boolean): number | null {
  const placed = ranks(pairs.map(score));
  const positives = pairs.filter(holds).length;
  const negatives = pairs.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const sum = pairs.reduce((total, pair, k) => (holds(pair) ? total + placed[k]! : total), 0);
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Nats a customer. */
function logLoss(pairs: readonly Pair[], probability: Of, holds: (pair: Pair) => boolean): number | null {
  if (pairs.length === 0) return null;
  const bounded = (p: number): number => Math.min(0.995, Math.max(0.005, p));
  return (
    -pairs.reduce((sum, pair) => {
      const p = bounded(probability(pair));
      return sum + Math.log(holds(pair) ? p : 1 - p);
    }, 0) / pairs.length
  );
}

/** Share of an amount with the tenth of everybody that is put first. */
function captured(pairs: readonly Pair[], score: Of, amount: Of): number | null {
  const total = pairs.reduce((sum, pair) => sum + amount(pair), 0);
  if (!(total > 0)) return null;
  const best = pairs.toSorted((a, b) => score(b) - score(a)).slice(0, Math.ceil(pairs.length / 10));
  return best.reduce((sum, pair) => sum + amount(pair), 0) / total;
}
