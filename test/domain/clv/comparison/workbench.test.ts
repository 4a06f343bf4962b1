import { describe, expect, it } from 'vitest';
import { compareOver } from '../../../../domain/clv/comparison/comparison.ts';
import { openWorkbench } from '../../../../domain/clv/comparison/workbench.ts';
import { evaluateForecast } from '../../../../domain/clv/evaluation/holdout.ts';
import { purchasesBetween, snapshotAt } from '../../../../domain/clv/history/log.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { logOf } from '../reference-data.ts';
import { simulateShop } from '../simulated-shop.ts';

const [FROM, AS_OF] = [18_000, 18_300];
const shop = simulateShop({ customers: 250, fromDay: FROM, toDay: 18_400, peak: 0, peakDay: 0, seed: 3 });
const plain = { model: 'mbgnbd', season: false, blend: false } as const;

describe('a workbench', () => {
  it('fits once per day, model and time, and says how long it took by the clock it was given', () => {
    let ticks = 0;
    const bench = openWorkbench(shop, 7, () => (ticks += 250));
    expect(bench.fitSeconds(AS_OF, 'mbgnbd', false)).toBeNull();
    const fit = bench.fit(AS_OF, 'mbgnbd', false);
    expect(bench.fit(AS_OF, 'mbgnbd', false)).toBe(fit);
    expect(bench.fitSeconds(AS_OF, 'mbgnbd', false)).toBe(0.25);
    expect(bench.fit(AS_OF - 50, 'mbgnbd', false)).not.toBe(fit);
    expect(bench.fit(AS_OF, 'bgnbd', false).model).toBe('bgnbd');
    expect([bench.unitDays, bench.firstDay]).toEqual([7, Math.min(...shop.day)]);
    const untimed = openWorkbench(shop, 7);
    untimed.fit(AS_OF, 'mbgnbd', false);
    expect(untimed.fitSeconds(AS_OF, 'mbgnbd', false)).toBeNull();
  });

  it('forecasts what the model says of the statistics, discounted by the year', () => {
    const bench = openWorkbench(shop, 7);
    const { scores, horizon, snapshot, clock } = bench.forecast(AS_OF, plain, 91, 0.1);
    expect([horizon, clock]).toEqual([13, CALENDAR_CLOCK]);
    const { statistics } = snapshotAt(shop, AS_OF, CALENDAR_CLOCK, 7);
    expect(snapshot.statistics).toEqual(statistics);
    const { parameters } = purchaseModelFamilies.mbgnbd.fit(statistics);
    const expected = purchaseModelFamilies.mbgnbd.score(parameters, statistics, 13, (Math.log(1.1) * 91) / 365.25 / 13);
    for (const column of ['expectedPurchases', 'probabilityOfPurchase', 'discountedPurchases'] as const)
      scores[column].forEach((value, i) => expect(value / expected[column][i]!).toBeCloseTo(1, 12));
  });

  it('trains a regression on at most a third of the history, and on none where that is no day', () => {
    const bench = openWorkbench(shop, 7);
    const days = AS_OF - bench.firstDay;
    expect(bench.regression(AS_OF, 365, false)!.windowDays).toBe(Math.floor(days / 3));
    expect(bench.regression(AS_OF, 40, false)!.windowDays).toBe(40);
    expect(bench.regression(AS_OF, 40, false)).toBe(bench.regression(AS_OF, 40, false));
    expect(bench.regression(bench.firstDay + 2, 40, false)).toBeNull();
  });

  it('blends where asked to and a regression could be trained, and keeps the level of the model', () => {
    const bench = openWorkbench(shop, 7);
    const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
    const model = bench.forecast(AS_OF, plain, 200, 0).scores.expectedPurchases;
    const blended = bench.forecast(AS_OF, { ...plain, blend: true }, 200, 0).scores.expectedPurchases;
    expect(blended).not.toEqual(model);
    expect(total(blended) / total(model)).toBeCloseTo(1, 9);
    const early = bench.firstDay + 2;
    expect(bench.forecast(early, { ...plain, blend: true }, 50, 0).scores).toEqual(
      bench.forecast(early, plain, 50, 0).scores,
    );
  });

  it('has no season in less than a year, and says so rather than forecast without', () => {
    const bench = openWorkbench(shop, 7);
    expect(bench.seasonClock(AS_OF)).toBeNull();
    expect(() => bench.forecast(AS_OF, { ...plain, season: true }, 50, 0)).toThrow('no season');
    expect(bench.seasonClock(bench.firstDay + 370)).not.toBeNull();
    expect(() => openWorkbench(logOf([]), 7)).toThrow('needs a purchase');
  });
});

describe('a comparison over a window', () => {
  const toDay = AS_OF + 70;
  const bench = openWorkbench(shop, 7);
  const compare = () => compareOver(bench, shop, AS_OF, toDay);
  const { customers, statistics } = snapshotAt(shop, AS_OF, CALENDAR_CLOCK, 7);
  const { orders } = purchasesBetween(shop, customers, AS_OF, toDay);

  it('says whom and what it holds out', () => {
    expect(compare().window).toEqual({
      fromDay: AS_OF,
      toDay,
      customers: customers.length,
      activeCustomers: orders.filter((count) => count > 0).length,
      purchases: orders.reduce((sum, count) => sum + count, 0),
    });
  });

  it('measures a forecast of that window, not discounted, on what was bought in it', () => {
    const { scores } = bench.forecast(AS_OF, plain, 70, 0);
    expect(compare().evaluate(plain)).toEqual(
      evaluateForecast(
        { expected: scores.expectedPurchases, probability: scores.probabilityOfPurchase },
        orders,
        statistics.frequency,
      ),
    );
  });

  it('measures the plain rules over the same length', () => {
    const rate = statistics.frequency.map((x, i) => (x / Math.max(statistics.age[i]!, 4)) * 10);
    const { rules } = compare();
    expect(rules.pastRate.rmse).toBeCloseTo(
      Math.sqrt(rate.reduce((sum, mean, i) => sum + (mean - orders[i]!) ** 2, 0) / rate.length),
      12,
    );
    expect(rules.recency.logLoss).toBeNull();
  });
});
