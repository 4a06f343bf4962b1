import { describe, expect, it } from 'vitest';
import type { PurchaseScores } from '../../../../domain/clv/models/model.ts';
import { purchasesBetween, snapshotAt } from '../../../../domain/clv/history/log.ts';
import {
  blendScores,
  levelledBlend,
  trainRegression,
  type Regression,
} from '../../../../domain/clv/regression/blend.ts';
import { featuresOf } from '../../../../domain/clv/regression/features.ts';
import { glmPredict } from '../../../../domain/clv/regression/glm.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { logOf } from '../reference-data.ts';
import { simulateShop } from '../simulated-shop.ts';

const AS_OF = 18_300;
const shop = simulateShop({ customers: 300, fromDay: 18_000, toDay: 18_400, peak: 0, peakDay: 0, seed: 3 });
const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

describe('a regression trained on a past window', () => {
  const train = () => trainRegression(shop, AS_OF, CALENDAR_CLOCK, 7, 60)!;

  it('foresees, over those it learnt from, as many purchases and buyers as there were', () => {
    const trained = train();
    const snapshot = snapshotAt(shop, AS_OF - 60, CALENDAR_CLOCK, 7);
    const { orders } = purchasesBetween(shop, snapshot.customers, AS_OF - 60, AS_OF);
    const design = featuresOf(shop, snapshot, CALENDAR_CLOCK, 60);
    expect(trained).toMatchObject({ trainedAtDay: AS_OF - 60, windowDays: 60, customers: orders.length });
    expect(total(glmPredict('POISSON', trained.counts, design)) / total(orders)).toBeCloseTo(1, 4);
    const active = orders.filter((count) => count > 0).length;
    expect(total(glmPredict('BINOMIAL', trained.activity, design)) / active).toBeCloseTo(1, 4);
  });

  it('looks at nothing after its window', () => {
    const later = { ...shop, day: shop.day.map((day) => (day > AS_OF ? day + 5 : day)) };
    expect(trainRegression(later, AS_OF, CALENDAR_CLOCK, 7, 60)).toEqual(train());
  });

  it('is none below thirty who bought, or thirty who did not', () => {
    const split = (bought: number, not: number): Regression | null =>
      trainRegression(
        logOf(
          Array.from({ length: bought + not }, (_, i) => i).flatMap((i) => {
            const id = String(i).padStart(3, '0');
            const first = [id, 100 + (i % 7), 500] as [string, number, number];
            return i < bought ? [first, [id, 150 + (i % 5), 700] as [string, number, number]] : [first];
          }),
        ),
        160,
        CALENDAR_CLOCK,
        7,
        30,
      );
    expect([split(30, 30) === null, split(29, 40) === null, split(40, 29) === null]).toEqual([false, true, true]);
  });
});

describe('the blend', () => {
  const snapshot = snapshotAt(shop, AS_OF, CALENDAR_CLOCK, 7);
  const n = snapshot.customers.length;
  /** The same count and the same chance for everybody: only the intercepts speak. */
  const alike = (count: number, chance: number): Regression => ({
    trainedAtDay: AS_OF - 60,
    windowDays: 60,
    customers: n,
    counts: Float64Array.of(Math.log(count), 0, 0, 0, 0, 0, 0),
    activity: Float64Array.of(Math.log(chance / (1 - chance)), 0, 0, 0, 0, 0, 0),
  });
  const scoresOf = (expected: (i: number) => number, probability: (i: number) => number) => ({
    expectedPurchases: Float64Array.from({ length: n }, (_, i) => expected(i)),
    probabilityOfPurchase: Float64Array.from({ length: n }, (_, i) => probability(i)),
    discountedPurchases: Float64Array.from({ length: n }, (_, i) => 0.9 * expected(i)),
  });
  const model = scoresOf(
    (i) => 1 + (i % 4),
    (i) => 0.2 + 0.15 * (i % 4),
  );
  /** A regression levelled on those it is used on. */
  const blended = (regression: Regression, scores: PurchaseScores): PurchaseScores => {
    const levelled = levelledBlend(shop, snapshot, CALENDAR_CLOCK, regression, scores, scores);
    return blendScores(shop, snapshot, CALENDAR_CLOCK, levelled, scores, scores);
  };
  const blend = () => blended(alike(2, 0.5), model);

  it('keeps the level of the model: purchases, discounted purchases, and the mean chance', () => {
    const all = blend();
    expect(total(all.expectedPurchases)).toBeCloseTo(total(model.expectedPurchases), 9);
    expect(total(all.discountedPurchases)).toBeCloseTo(total(model.discountedPurchases), 9);
    expect(total(all.probabilityOfPurchase)).toBeCloseTo(total(model.probabilityOfPurchase), 6);
  });

  it('is the geometric mean of model and regression, customer by customer', () => {
    const all = blend();
    // √(2/e) of each e, then back to the level: proportions are √e.
    const share = (i: number): number => all.expectedPurchases[i]! / all.expectedPurchases[0]!;
    expect([share(1), share(2), share(3)]).toEqual([2, 3, 4].map((e) => expect.closeTo(Math.sqrt(e), 9)));
    // Half the logit of .5, which is 0: the odds go to their square root, and then all by one factor.
    const odds = (p: number): number => p / (1 - p);
    const ratio = (i: number): number => odds(all.probabilityOfPurchase[i]!) / odds(all.probabilityOfPurchase[0]!);
    expect([ratio(1), ratio(3)]).toEqual([0.35, 0.65].map((p) => expect.closeTo(Math.sqrt(odds(p) / odds(0.2)), 6)));
  });

  it('believes no regression that is more than a hundred times away', () => {
    const tiny = scoresOf(
      (i) => (i === 0 ? 1e-9 : 1),
      () => 0.5,
    );
    const { expectedPurchases } = blended(alike(1, 0.5), tiny);
    expect(expectedPurchases[0]! / expectedPurchases[1]!).toBeCloseTo(1e-9 * 10, 12);
    const huge = scoresOf(
      (i) => (i === 0 ? 1e6 : 1),
      () => 0.5,
    );
    const down = blended(alike(1, 0.5), huge).expectedPurchases;
    expect(down[0]! / down[1]!).toBeCloseTo(1e6 / 10, 3);
  });

  it('makes nobody likelier to buy once than the purchases expected of them, and no number of nothing', () => {
    const rare = scoresOf(
      (i) => (i % 2 === 0 ? 0.01 : 3),
      () => 0.6,
    );
    const { expectedPurchases, probabilityOfPurchase } = blended(alike(1, 0.5), rare);
    expect(probabilityOfPurchase.every((p, i) => p <= expectedPurchases[i]!)).toBe(true);
    const nothing = scoresOf(
      () => 0,
      () => 0,
    );
    const none = blended(alike(1, 0.5), nothing);
    expect([total(none.expectedPurchases), total(none.probabilityOfPurchase)]).toEqual([0, 0]);
    const certain = scoresOf(
      () => 5,
      () => 1,
    );
    const sure = blended(alike(5, 0.5), certain).probabilityOfPurchase;
    expect(sure.every((p) => p > 0.5 && p <= 1)).toBe(true);
  });

  it('gives one customer alone what the customer gets among all, once it is levelled', () => {
    const levelled = levelledBlend(shop, snapshot, CALENDAR_CLOCK, alike(2, 0.4), model, model);
    const among = blendScores(shop, snapshot, CALENDAR_CLOCK, levelled, model, model);
    for (const row of [0, 1, n - 1]) {
      const customer = snapshot.customers[row]!;
      const [from, to] = [shop.offsets[customer]!, shop.offsets[customer + 1]!];
      const alone = {
        count: 1,
        offsets: Int32Array.of(0, to - from),
        day: shop.day.slice(from, to),
        marginMinor: shop.marginMinor.slice(from, to),
      };
      const own = {
        expectedPurchases: model.expectedPurchases.slice(row, row + 1),
        probabilityOfPurchase: model.probabilityOfPurchase.slice(row, row + 1),
        discountedPurchases: model.discountedPurchases.slice(row, row + 1),
      };
      const scores = blendScores(
        alone,
        snapshotAt(alone, AS_OF, CALENDAR_CLOCK, 7),
        CALENDAR_CLOCK,
        levelled,
        own,
        own,
      );
      expect(scores).toEqual({
        expectedPurchases: among.expectedPurchases.slice(row, row + 1),
        probabilityOfPurchase: among.probabilityOfPurchase.slice(row, row + 1),
        discountedPurchases: among.discountedPurchases.slice(row, row + 1),
      });
    }
  });
});
