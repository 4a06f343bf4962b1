import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifetimeEvaluator } from '../../../domain/clv/evaluate.ts';
import { fitLifetime } from '../../../domain/clv/fit.ts';
import type { PurchaseLog } from '../../../domain/clv/history/log.ts';
import type { LifetimeParameters } from '../../../domain/clv/parameters.ts';
import { scoreLifetimeValue } from '../../../domain/clv/score.ts';
import { lifetimeProfileAt, scorerOf } from '../../../domain/profile/scoring.ts';
import { cdnowLog, dayNumber, hasCdnow, hasOnlineRetail, logOf, onlineRetailLog } from '../clv/reference-data.ts';
import { simulateShop } from '../clv/simulated-shop.ts';

const part = (log: PurchaseLog, customers: readonly number[]): PurchaseLog => {
  const of = (i: number) => [log.offsets[i]!, log.offsets[i + 1]!] as const;
  const offsets = [0];
  for (const i of customers) offsets.push(offsets.at(-1)! + of(i)[1] - of(i)[0]);
  const entries = customers.flatMap((i) => Array.from({ length: of(i)[1] - of(i)[0] }, (_, k) => of(i)[0] + k));
  return {
    count: customers.length,
    offsets: Int32Array.from(offsets),
    day: Int32Array.from(entries, (k) => log.day[k]!),
    marginMinor: Float64Array.from(entries, (k) => log.marginMinor[k]!),
  };
};

/** Valued one by one, from what a reader has of each, against the run's way over all at once: how many of how many differ in any bit. */
const differing = (log: PurchaseLog, day: number, lifetime: LifetimeParameters): readonly [number, number] => {
  const scorer = scorerOf({
    lifetime,
    marginRate: 1,
    choice: 'auto',
    populationGapDays: null,
    rfm: { recencyDays: [null, null, null, null], frequency: [1, 1, 1, 1], monetary: [1, 1, 1, 1] },
  });
  const evaluator = lifetimeEvaluator(lifetime);
  const among = evaluator.scores(log, day);
  const sums = evaluator.clvMinor(log, day);
  let differ = 0;
  for (let i = 0; i < log.count; i++) {
    const alone = part(log, [i]);
    const own = evaluator.scores(alone, day);
    const same = Object.entries(own).every(([name, column]) =>
      Object.is(column[0], among[name as keyof typeof among][i]),
    );
    const profile = scorer.lifetime(
      {
        purchases: Array.from(alone.day, (at, k) => ({
          day: at,
          knownMarginMinor: alone.marginMinor[k]!,
          uncostedRevenueMinor: 0,
        })),
      },
      day,
    );
    const published = lifetimeProfileAt(among, i);
    const isRead = Object.entries(profile).every(([name, value]) =>
      Object.is(value, published[name as keyof typeof published]),
    );
    if (!same || !isRead || !Object.is(sums[i], among.clvMinor[i])) differ++;
  }
  return [differ, log.count];
};

/** Parameters with every part that could depend on who else is there. */
const everythingOn = (plain: LifetimeParameters): LifetimeParameters => ({
  ...plain,
  season: [0, 0.4, -0.2, 0.1, 0.05, 0, 0.02, -0.03, 0.01],
  blend: {
    windowDays: 120,
    windowTime: 117.3,
    counts: [-0.5, 0.4, -0.3, 0.2, 0.5, -0.1, 0.05],
    activity: [-0.2, 0.3, -0.4, 0.1, 0.6, -0.2, 0.07],
    meanSpend: 1234.5,
    level: 1.07,
    discountedLevel: 1.06,
    shift: -0.21,
  },
  spend: { ...plain.spend, model: 'gammaGamma', gammaGamma: { p: 6.25, q: 3.74, gamma: 1544 } },
});

describe('one customer alone is valued to the bits of a run over everybody', () => {
  const shop = simulateShop({ customers: 400, fromDay: 17_000, toDay: 18_300, peak: 0.8, peakDay: 340, seed: 11 });
  const DAY = 18_290;

  it.each(['auto', 'bgnbd', 'mbgnbd', 'paretonbd', 'mbgcnbd'] as const)('in a shop with a season, by %s', (model) => {
    const { parameters } = fitLifetime(shop, DAY, { model });
    expect(differing(shop, DAY, parameters!)).toEqual([0, 400]);
    // On another day than the one the parameters were learned on, and with orders they were not learned from.
    expect(differing(shop, DAY + 9, parameters!)).toEqual([0, 400]);
  });

  it('by a seasonal blend with Gamma-Gamma spend', () => {
    expect(differing(shop, DAY, everythingOn(fitLifetime(shop, DAY, { model: 'paretonbd' }).parameters!))).toEqual([
      0, 400,
    ]);
  });

  it('by the prior of a young company', () => {
    const young = part(
      shop,
      Array.from({ length: 60 }, (_, i) => i),
    );
    const { parameters } = fitLifetime(young, DAY);
    expect(parameters!.method).toBe('PRIOR');
    expect(differing(young, DAY, parameters!)).toEqual([0, 60]);
  });

  it.skipIf(!hasCdnow).each(['1997-09-30', '1998-03-30'])('of the CDNOW sample on %s', (date) => {
    const { log } = cdnowLog();
    const day = dayNumber(date);
    const fit = fitLifetime(log, day);
    expect(differing(log, day, fit.parameters!)).toEqual([0, 2357]);
    expect(lifetimeEvaluator(fit.parameters!).scores(log, day)).toEqual(scoreLifetimeValue(log, day).scores);
  });

  it.skipIf(!hasOnlineRetail)('of Online Retail II', () => {
    const log = onlineRetailLog();
    const day = dayNumber('2011-12-09');
    const { parameters } = fitLifetime(log, day, { model: 'mbgnbd' });
    expect(differing(log, day, parameters!)).toEqual([0, log.count]);
    expect(differing(log, day, everythingOn(parameters!))).toEqual([0, log.count]);
  });

  it('and whoever else is there changes nothing', () => {
    const { parameters } = fitLifetime(shop, DAY);
    const evaluator = lifetimeEvaluator(parameters!);
    const all = evaluator.scores(shop, DAY);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(399), { minLength: 1, maxLength: 80 }), (customers) => {
        const some = evaluator.scores(part(shop, customers), DAY);
        for (const [row, i] of customers.entries())
          for (const name of ['clvMinor', 'expectedOrders', 'returnProbability', 'low80Minor', 'high80Minor'] as const)
            expect(some[name][row]).toBe(all[name][i]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a scorer', () => {
  const log = logOf([
    ['a', 100, 5000],
    ['a', 110, 5200],
    ['b', 100, 900],
    ['b', 112, 1000],
  ]);
  const { parameters } = fitLifetime(log, 120);
  const scorer = scorerOf({
    lifetime: parameters!,
    marginRate: 0.5,
    choice: 'auto',
    populationGapDays: null,
    rfm: { recencyDays: [200, 100, 10, 1], frequency: [2, 3, 5, 9], monetary: [200, 300, 500, 900] },
  });

  it('says of who has not bought that nothing is expected, and has no quintiles for them', () => {
    expect(scorer.lifetime(null, 120)).toMatchObject({ predictedMinor: 0, returnProbability: 0, confidence: 0 });
    expect(scorer.rfm(null, 120)).toBeNull();
  });
  it('counts the share of uncosted revenue that is margin, in whole minor units', () => {
    const of = (knownMarginMinor: number, uncostedRevenueMinor: number) =>
      scorer.lifetime({ purchases: [{ day: 100, knownMarginMinor, uncostedRevenueMinor }] }, 120);
    expect(of(1000, 801)).toEqual(of(1401, 0));
    expect(of(1000, 801)).not.toEqual(of(1400, 0));
  });
  it('reads quintiles off the cut-offs and the day', () => {
    const orders = { lastDay: 110, count: 5, revenueMinor: 250 };
    expect(scorer.rfm(orders, 120)).toMatchObject({ recency: 4, frequency: 4, monetary: 2 });
    expect(scorer.rfm(orders, 121)).toMatchObject({ recency: 3 });
  });
});
