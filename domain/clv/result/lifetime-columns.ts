import type { PurchaseModel, PurchaseScores, PurchaseStatistics } from '../models/model.ts';
import { groupHistories } from '../models/grouping.ts';
import { intervalsOf, type Widths } from '../calibration/conformal.ts';
import { compoundInputs } from '../spend/compound-inputs.ts';
import { compoundLaw, equalTails, nextPurchaseFraction } from '../spend/interval.ts';
import { directValueAtRisk } from '../value-at-risk.ts';
import type { Clock } from '../timing/clock.ts';
import type { SpendModelKey } from './report.ts';
import { expectedSpend, type KnownSpend } from '../spend/choose-spend.ts';

export type LifetimeMethod = 'MODELLED' | 'PRIOR';

/** The answers per customer, in columns. Nothing is ever NaN or infinite; money is unrounded. */
export interface LifetimeScores {
  /** Purchase days expected within the horizon. */
  readonly expectedOrders: Float64Array;
  readonly expectedMarginPerOrderMinor: Float64Array;
  /** Discounted expected margin within the horizon. */
  readonly clvMinor: Float64Array;
  /** P(at least one purchase within the horizon). */
  readonly returnProbability: Float64Array;
  /** 1 − returnProbability. */
  readonly churn: Float64Array;
  /** Day by which half of those who do return have returned; −1 where no purchase is expected at all. */
  readonly expectedNextOrderDay: Int32Array;
  readonly low80Minor: Float64Array;
  readonly high80Minor: Float64Array;
  readonly low95Minor: Float64Array;
  readonly high95Minor: Float64Array;
  /** P(still a customer); 0 for who never bought. Not 1 − churn: see docs/lifetime-value.md. */
  readonly pAlive: Float64Array;
  /** CLV / P(return) × churn: what a return would bring, times the chance that it does not come (value-at-risk.ts). */
  readonly valueAtRiskMinor: Float64Array;
  readonly method: LifetimeMethod[];
  /** 0 … 1; a prior's is below 0.2, a model's at least 0.25, who never bought has 0. */
  readonly confidence: Float64Array;
}

/** Everybody as a prospect: no purchase, no value foreseen, method PRIOR, confidence 0. */
export const emptyScores = (count: number): LifetimeScores => {
  const zeros = (): Float64Array => new Float64Array(count);
  return {
    expectedOrders: zeros(),
    expectedMarginPerOrderMinor: zeros(),
    clvMinor: zeros(),
    returnProbability: zeros(),
    churn: zeros().fill(1),
    expectedNextOrderDay: new Int32Array(count).fill(-1),
    low80Minor: zeros(),
    high80Minor: zeros(),
    low95Minor: zeros(),
    high95Minor: zeros(),
    pAlive: zeros(),
    valueAtRiskMinor: zeros(),
    method: Array.from<LifetimeMethod>({ length: count }).fill('PRIOR'),
    confidence: zeros(),
  };
};

export interface ColumnsInput {
  /** Index into the columns of each row. */
  readonly customers: Int32Array;
  readonly statistics: PurchaseStatistics;
  readonly scores: PurchaseScores;
  readonly model: PurchaseModel;
  readonly spend: KnownSpend;
  readonly spendModel: SpendModelKey;
  readonly clock: Clock;
  readonly asOfDay: number;
  /** In the clock's time, in units of the statistics. */
  readonly horizon: number;
  /** Factor on the expected margin of a purchase. */
  readonly marginLevel: number;
  /** How wide intervals are by what was learned of earlier ones; null: by the law alone. */
  readonly widths: Widths | null;
  readonly method: LifetimeMethod;
  /** How well the model tells who returns from who does not, ½ … 1 (AUC on the inner split). */
  readonly discrimination: number;
}

const PRIOR_CONFIDENCE = 0.2;

/** P(alive) per row, computed once per distinct history. */
const aliveOf = (model: PurchaseModel, statistics: PurchaseStatistics): Float64Array => {
  const groups = groupHistories(statistics);
  const perGroup = new Float64Array(groups.count).fill(-1);
  const { frequency, recency, age, sumLogGaps } = statistics;
  return Float64Array.from(groups.groupOf, (group, i) => {
    if (perGroup[group]! < 0) {
      perGroup[group] = model.probabilityAlive({
        frequency: frequency[i]!,
        recency: recency[i]!,
        age: age[i]!,
        sumLogGaps: sumLogGaps[i]!,
      });
    }
    return perGroup[group]!;
  });
};

/** Joins purchases and spend into the columns of `out`, for the customers who have bought. */
export const fillColumns = (out: LifetimeScores, input: ColumnsInput): void => {
  const { customers, scores, spend, clock, asOfDay, horizon, statistics } = input;
  const margins = expectedSpend(spend, input.spendModel).map((margin) => margin * input.marginLevel);
  const inputOf = compoundInputs(spend, margins, scores);
  const alive = aliveOf(input.model, statistics);
  const now = clock.timeOf(asOfDay);
  for (let row = 0; row < customers.length; row++) {
    const customer = customers[row]!;
    const expected = scores.expectedPurchases[row]!;
    const probability = scores.probabilityOfPurchase[row]!;
    const discounted = scores.discountedPurchases[row]!;
    const margin = margins[row]!;
    const purchases = spend.tallies.purchases[row]!;
    const compound = inputOf(row);
    const law = compoundLaw(compound);
    const { interval80, interval95 } =
      input.widths === null
        ? { interval80: equalTails(law, 0.8), interval95: equalTails(law, 0.95) }
        : intervalsOf(input.widths, law);
    const present = expected > 0 ? discounted / expected : 1;
    const fraction = nextPurchaseFraction(expected, probability, compound.size);
    out.expectedOrders[customer] = expected;
    out.expectedMarginPerOrderMinor[customer] = margin;
    out.clvMinor[customer] = discounted * margin;
    out.returnProbability[customer] = probability;
    out.churn[customer] = 1 - probability;
    out.expectedNextOrderDay[customer] =
      fraction === null
        ? -1
        : Math.max(asOfDay + 1, Math.ceil(clock.dayAt(now + fraction * horizon * statistics.unitDays)));
    out.low80Minor[customer] = interval80.low * present;
    out.high80Minor[customer] = interval80.high * present;
    out.low95Minor[customer] = interval95.low * present;
    out.high95Minor[customer] = interval95.high * present;
    out.pAlive[customer] = alive[row]!;
    out.valueAtRiskMinor[customer] = directValueAtRisk(discounted * margin, probability);
    out.method[customer] = input.method;
    // One purchase says half as much about a customer as many do.
    const base = input.method === 'PRIOR' ? PRIOR_CONFIDENCE : Math.min(1, Math.max(0.5, input.discrimination));
    out.confidence[customer] = base * (1 - 0.5 / purchases);
  }
};
