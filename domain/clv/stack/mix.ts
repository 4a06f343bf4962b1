import { logistic } from '../../numerics/elementary.ts';
import { logKnownAt, purchasesBetween, type PurchaseLog, type PurchaseSnapshot } from '../history/log.ts';
import { logit } from '../calibration/apply.ts';
import type { PurchaseScores } from '../models/model.ts';
import type { PartLevels, PartWeights, StackParameters } from '../parameters.ts';
import { binRows } from './bins.ts';
import { boostedScores } from './booster.ts';
import { STACK_FEATURES, stackFeatures } from './features.ts';
import { unpackModel } from './packed.ts';
import type { Trees } from './trees.ts';

/** Coefficients on features of mean 0 and deviation 1, the intercept first: what they add to the logarithm, or logit, of the closed form. */
export interface Linear {
  readonly counts: readonly number[];
  readonly returns: readonly number[];
}

/** What was trained on past windows, before it is weighed. */
export interface Learned {
  /** Length of the windows it was trained on. */
  readonly windowDays: number;
  /** Mean margin of a purchase, in minor units: what margins are relative to. */
  readonly meanMargin: number;
  readonly borders: readonly Float64Array[];
  readonly trees: { readonly counts: Trees; readonly returns: Trees; readonly margins: Trees };
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  readonly linear: Linear;
}

/** Forecasts that are mixed, in the order of their weights; the first is the closed form with what was chosen. */
export const PURCHASE_PARTS = ['closed', 'tree', 'regression', 'lastYear', 'lastPeriod', 'alike'] as const;
export const RETURN_PARTS = ['closed', 'tree', 'regression', 'alike'] as const;
export const MONEY_PARTS = ['mixed', 'tree', 'lastYear', 'lastPeriod', 'alike'] as const;

/** What the parts say of every customer of a snapshot, before any level. */
export interface RawParts {
  readonly purchases: readonly Float64Array[];
  /** Logits. */
  readonly returns: readonly Float64Array[];
  /** Of the tree: factor on the closed form's margin; of the rules: minor units. */
  readonly moneyTree: Float64Array;
  readonly moneyRules: readonly Float64Array[];
}

const LEAST_FACTOR = 0.05;

/** @param scores of the closed form over `horizonDays` */
export const rawParts = (
  whole: PurchaseLog,
  snapshot: PurchaseSnapshot,
  learned: Learned,
  scores: PurchaseScores,
  horizonDays: number,
): RawParts => {
  const { customers, asOfDay } = snapshot;
  const { windowDays, meanMargin, borders, trees, centre, scale, linear } = learned;
  const log = logKnownAt(whole, asOfDay);
  const width = STACK_FEATURES.length;
  const values = stackFeatures(log, customers, asOfDay, windowDays, meanMargin);
  const binned = binRows(values, width, borders);
  const added = (coefficients: readonly number[]): Float64Array =>
    Float64Array.from(customers, (_, row) => {
      let sum = coefficients[0]!;
      for (let c = 0; c < width; c++)
        sum += (coefficients[c + 1]! * (values[row * width + c]! - centre[c]!)) / scale[c]!;
      return Math.min(3, Math.max(-3, sum));
    });
  const { expectedPurchases, probabilityOfPurchase } = scores;
  const times = (scoresOf: Float64Array): Float64Array =>
    expectedPurchases.map((expected, row) => expected * Math.exp(scoresOf[row]!));
  const logits = probabilityOfPurchase.map(logit);
  const plus = (scoresOf: Float64Array): Float64Array => logits.map((value, row) => value + scoresOf[row]!);
  const [year, period] = [365, windowDays].map((days) => {
    const { orders, marginMinor } = purchasesBetween(log, customers, asOfDay - days, asOfDay);
    const longer = horizonDays / days;
    return {
      orders: orders.map((n) => n * longer),
      minor: marginMinor.map((minor) => Math.max(0, minor) * longer),
    };
  }) as [{ orders: Float64Array; minor: Float64Array }, { orders: Float64Array; minor: Float64Array }];
  const ones = new Float64Array(customers.length).fill(1);
  return {
    purchases: [
      expectedPurchases,
      times(boostedScores(trees.counts, binned)),
      times(added(linear.counts)),
      year.orders,
      period.orders,
      ones,
    ],
    returns: [
      logits,
      plus(boostedScores(trees.returns, binned)),
      plus(added(linear.returns)),
      new Float64Array(customers.length),
    ],
    moneyTree: boostedScores(trees.margins, binned).map(Math.exp),
    moneyRules: [year.minor, period.minor, ones],
  };
};

/** The parts at their levels. */
export const purchaseAnswers = ({ purchases }: RawParts, levels: PartLevels): Float64Array[] =>
  purchases.map((column, part) => column.map((value) => value * levels.purchases[part]!));
export const returnAnswers = ({ returns }: RawParts, levels: PartLevels): Float64Array[] =>
  returns.map((column, part) => column.map((value) => logistic(-value - levels.returns[part]!)));
/** @param expected purchases of the mix  @param margins of a purchase */
export const moneyAnswers = (
  { purchases, moneyTree, moneyRules }: RawParts,
  levels: PartLevels,
  expected: Float64Array,
  margins: Float64Array,
): Float64Array[] => {
  const base = expected.map((value, row) => value * margins[row]!);
  const closed = purchases[0]!;
  return [
    base,
    moneyTree.map((factor, row) => closed[row]! * margins[row]! * factor * levels.money[1]!),
    ...moneyRules.map((column, rule) => column.map((value) => value * levels.money[rule + 2]!)),
  ];
};

/** Σ weight · answer per customer. */
export const weighed = (answers: readonly Float64Array[], weights: readonly number[]): Float64Array =>
  answers[0]!.map((_, row) => {
    let sum = 0;
    for (let part = 0; part < answers.length; part++)
      if (weights[part] !== 0) sum += weights[part]! * answers[part]![row]!;
    return sum;
  });

/**
 * The closed form's forecast with the mix in its place: the mix is made over the horizon it was levelled for, and what it changes there, as a factor and as a shift of a logit, is changed
 * over any.
 *
 * @param own of the closed form over that horizon, which the parts are made of  @param scores over the horizon asked for
 */
export const mixedScores = (
  parts: RawParts,
  levels: PartLevels,
  weights: PartWeights,
  own: PurchaseScores,
  scores = own,
): { readonly scores: PurchaseScores; readonly expected: Float64Array } => {
  const expected = weighed(purchaseAnswers(parts, levels), weights.purchases);
  const probability = weighed(returnAnswers(parts, levels), weights.returns);
  const factors = expected.map((value, row) => {
    const alone = own.expectedPurchases[row]!;
    return alone > 0 ? value / alone : 1;
  });
  const expectedPurchases = scores.expectedPurchases.map((value, row) => value * factors[row]!);
  return {
    expected,
    scores: {
      expectedPurchases,
      probabilityOfPurchase: probability.map((p, row) => {
        const asked = scores.probabilityOfPurchase[row]!;
        const at = scores === own ? p : logistic(logit(own.probabilityOfPurchase[row]!) - logit(p) - logit(asked));
        // Markov, as everywhere.
        return asked > 0 ? Math.min(at, expectedPurchases[row]!) : 0;
      }),
      discountedPurchases: scores.discountedPurchases.map((discounted, row) => discounted * factors[row]!),
    },
  };
};

/** Factors on the margin of a purchase; 1 where a purchase brings nothing. */
export const marginFactors = (
  parts: RawParts,
  levels: PartLevels,
  weights: PartWeights,
  expected: Float64Array,
  margins: Float64Array,
): Float64Array | null => {
  const { money } = weights;
  if (money === null) return null;
  const answers = moneyAnswers(parts, levels, expected, margins);
  return weighed(answers, money).map((value, row) => {
    const base = answers[0]![row]!;
    return base > 0 ? Math.min(1 / LEAST_FACTOR, Math.max(LEAST_FACTOR, value / base)) : 1;
  });
};

/** A stack that is opened once and asked often: what it makes of the closed form, of every customer by themselves. */
export type OpenStack = (
  log: PurchaseLog,
  snapshot: PurchaseSnapshot,
  /** Of the closed form over the stack's own horizon, and over the one asked for. */
  own: PurchaseScores,
  scores: PurchaseScores,
) => {
  readonly scores: PurchaseScores;
  /** Margins of a purchase with the mix in their place. */
  marginsFor(margins: Float64Array): Float64Array;
};

export const openStack = ({
  windowDays,
  horizonDays,
  meanMargin,
  weights,
  levels,
  model,
}: StackParameters): OpenStack => {
  const learned: Learned = { windowDays, meanMargin, ...unpackModel(model) };
  return (log, snapshot, own, scores) => {
    const parts = rawParts(log, snapshot, learned, own, horizonDays);
    const mixed = mixedScores(parts, levels, weights, own, scores);
    return {
      scores: mixed.scores,
      marginsFor: (margins) => {
        const factors = marginFactors(parts, levels, weights, mixed.expected, margins);
        return factors === null ? margins : margins.map((margin, row) => margin * factors[row]!);
      },
    };
  };
};
