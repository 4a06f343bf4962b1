import { describe, expect, it } from 'vitest';
import { snapshotAt } from '../../../../domain/clv/history/log.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import { emptyScores, fillColumns, type ColumnsInput } from '../../../../domain/clv/result/lifetime-columns.ts';
import { expectedSpend, fitSpend, spendTallies } from '../../../../domain/clv/spend/choose-spend.ts';
import {
  compoundInterval80,
  negativeBinomialSize,
  nextPurchaseFraction,
} from '../../../../domain/clv/spend/interval.ts';
import { shrinkageWeight } from '../../../../domain/clv/spend/shrunk-mean.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { logOf } from '../reference-data.ts';

const AS_OF = 200;
const log = logOf([
  ['a', 100, 1000],
  ['a', 130, 1400],
  ['a', 160, 1200],
  ['b', 190, 300],
  ['c', 250, 700],
  ['d', 100, 900],
  ['d', 110, 500],
  ['e', 120, 800],
  ['e', 180, 850],
]);
const { customers, statistics } = snapshotAt(log, AS_OF, CALENDAR_CLOCK, 7);
const spend = fitSpend(spendTallies(log, customers, AS_OF));
const parameters = { r: 0.6, alpha: 6, a: 0.8, b: 2.5 };
const model = purchaseModelFamilies.mbgnbd.bind(parameters, 7);
const scores = purchaseModelFamilies.mbgnbd.score(parameters, statistics, 26, 0.002);
const input: ColumnsInput = {
  customers,
  statistics,
  scores,
  model,
  spend,
  spendModel: 'shrunkMean',
  clock: CALENDAR_CLOCK,
  asOfDay: AS_OF,
  horizon: 26,
  marginLevel: 1,
  widths: null,
  method: 'MODELLED',
  discrimination: 0.8,
};
const filled = (changed: Partial<ColumnsInput> = {}) => {
  const out = emptyScores(log.count);
  fillColumns(out, { ...input, ...changed });
  return out;
};

describe('the columns of lifetime value', () => {
  it('of everybody as a prospect are no value, no return, no confidence', () => {
    const { method, expectedNextOrderDay, churn, ...zeros } = emptyScores(2);
    expect([method, [...expectedNextOrderDay], [...churn]]).toEqual([
      ['PRIOR', 'PRIOR'],
      [-1, -1],
      [1, 1],
    ]);
    expect(Object.values(zeros).every((column) => [...column].every((value) => value === 0))).toBe(true);
  });

  it('join purchases and spend, by customer and not by row', () => {
    const out = filled();
    expect([...customers], 'c buys later').toEqual([0, 1, 3, 4]);
    const margins = expectedSpend(spend, 'shrunkMean');
    customers.forEach((customer, row) => {
      const [expected, p] = [scores.expectedPurchases[row]!, scores.probabilityOfPurchase[row]!];
      const value = scores.discountedPurchases[row]! * margins[row]!;
      expect(out.expectedOrders[customer]).toBe(expected);
      expect(out.expectedMarginPerOrderMinor[customer]).toBe(margins[row]);
      expect(out.clvMinor[customer]).toBe(value);
      expect([out.returnProbability[customer], out.churn[customer]]).toEqual([p, 1 - p]);
      expect(out.valueAtRiskMinor[customer]).toBeCloseTo((value * (1 - p)) / p, 9);
      expect(out.pAlive[customer]).toBe(
        model.probabilityAlive({
          frequency: statistics.frequency[row]!,
          recency: statistics.recency[row]!,
          age: statistics.age[row]!,
          sumLogGaps: statistics.sumLogGaps[row]!,
        }),
      );
      expect(out.method[customer]).toBe('MODELLED');
    });
    expect([out.clvMinor[2], out.method[2], out.confidence[2], out.expectedNextOrderDay[2]]).toEqual([
      0,
      'PRIOR',
      0,
      -1,
    ]);
  });

  it('give an interval of what orders and spend leave open, discounted as the value is', () => {
    const out = filled();
    const { mean, withinVariance, betweenVariance } = spend.shrunkMean;
    const relative = 1 / (mean * mean + betweenVariance);
    customers.forEach((customer, row) => {
      const [expected, probability] = [scores.expectedPurchases[row]!, scores.probabilityOfPurchase[row]!];
      const margin = out.expectedMarginPerOrderMinor[customer]!;
      const own = 1 - shrinkageWeight(spend.shrunkMean, spend.tallies.purchases[row]!);
      const { low, high } = compoundInterval80({
        expectedPurchases: expected,
        probability,
        meanMargin: margin,
        size: negativeBinomialSize(expected, 1 - probability),
        purchaseVariance: withinVariance * relative * margin ** 2,
        meanVariance: own * betweenVariance * relative * margin ** 2,
      });
      const present = scores.discountedPurchases[row]! / expected;
      expect(out.low80Minor[customer]).toBeCloseTo(low * present, 6);
      expect(out.high80Minor[customer]).toBeCloseTo(high * present, 6);
    });
  });

  it('name the day by which half of those who return have returned, always after the as-of day', () => {
    const out = filled();
    customers.forEach((customer, row) => {
      const [expected, probability] = [scores.expectedPurchases[row]!, scores.probabilityOfPurchase[row]!];
      const fraction = nextPurchaseFraction(expected, probability, negativeBinomialSize(expected, 1 - probability))!;
      expect(out.expectedNextOrderDay[customer]).toBe(Math.ceil(AS_OF + fraction * 182));
    });
    const soon = { timeOf: (day: number) => day, dayAt: () => 0 };
    expect(filled({ clock: soon }).expectedNextOrderDay[0]).toBe(AS_OF + 1);
    const fast = { timeOf: (day: number) => 2 * day, dayAt: (time: number) => time / 2 };
    expect(filled({ clock: fast }).expectedNextOrderDay[0]! - AS_OF).toBeLessThan(out.expectedNextOrderDay[0]! - AS_OF);
  });

  it('expect no day and no value where no purchase is expected', () => {
    const zeros = new Float64Array(customers.length);
    const out = filled({
      scores: { expectedPurchases: zeros, probabilityOfPurchase: zeros, discountedPurchases: zeros },
    });
    expect([out.expectedNextOrderDay[0], out.clvMinor[0], out.low80Minor[0], out.high80Minor[0]]).toEqual([
      -1, 0, 0, 0,
    ]);
    expect([out.churn[0], out.valueAtRiskMinor[0]]).toEqual([1, 0]);
  });

  it('are trusted as far as the model tells who returns, half as far after one purchase, a prior hardly', () => {
    const confidence = (changed: Partial<ColumnsInput>): number[] => [...filled(changed).confidence];
    const purchases = [3, 1, Infinity, 2, 2].map((count) => 1 - 0.5 / count);
    const expected = (base: number): unknown[] =>
      purchases.map((part, i) => (i === 2 ? 0 : expect.closeTo(base * part, 12)));
    expect(confidence({})).toEqual(expected(0.8));
    expect(confidence({ discrimination: 0.3 }), 'never below a coin').toEqual(expected(0.5));
    expect(confidence({ discrimination: 1.2 })).toEqual(expected(1));
    expect(confidence({ method: 'PRIOR' })).toEqual(expected(0.2));
  });
});
