import { describe, expect, it } from 'vitest';
import { steadied } from '../../../../domain/clv/comparison/incumbent.ts';
import { fitLifetime } from '../../../../domain/clv/fit.ts';
import { snapshotAt } from '../../../../domain/clv/history/log.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import type { PurchaseFit } from '../../../../domain/clv/models/model.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { simulateShop } from '../simulated-shop.ts';

const DAY = 18_300;
const shop = simulateShop({ customers: 200, fromDay: 17_900, toDay: DAY, peak: 0, peakDay: 0, seed: 9 });
const { statistics } = snapshotAt(shop, DAY, CALENDAR_CLOCK, 7);
const kept = fitLifetime(shop, DAY, { model: 'paretonbd' }).parameters!;

/** A fit that stopped somewhere, with s and β moved along the ridge on which only their ratio matters. */
const stoppedAt = (factor: number): PurchaseFit => ({
  model: 'paretonbd',
  parameters: { ...kept.purchase, s: kept.purchase['s']! * factor, beta: kept.purchase['beta']! * factor },
  logLikelihood: Number.NaN,
  standardErrors: null,
  converged: false,
  warnings: ['on a ridge'],
  iterations: 40,
});

describe('a fit that found no maximum', () => {
  it('gives way to the parameters in force where it explains the histories hardly better', () => {
    const there = purchaseModelFamilies.paretonbd.bind(kept.purchase, 7);
    let logLikelihood = 0;
    for (let i = 0; i < statistics.count; i++) {
      const [frequency, recency, age] = [statistics.frequency[i]!, statistics.recency[i]!, statistics.age[i]!];
      logLikelihood += there.logLikelihood({ frequency, recency, age });
    }
    const fit = { ...stoppedAt(1.2), logLikelihood };
    const steady = steadied(fit, statistics, kept);
    expect(steady.parameters).toBe(kept.purchase);
    expect(steady.warnings).toEqual(['on a ridge']);
  });

  it('is taken where it explains them better beyond chance', () => {
    const poor = { ...kept, purchase: { ...kept.purchase, r: 10 * kept.purchase['r']! } };
    const fit = stoppedAt(1);
    expect(steadied(fit, statistics, poor)).toBe(fit);
  });

  it('is taken where the parameters in force are of another model, another unit, or a prior', () => {
    const fit = stoppedAt(1.2);
    const others = [
      { ...kept, model: 'bgnbd' as const },
      { ...kept, unitDays: 1 },
      { ...kept, method: 'PRIOR' as const },
    ];
    for (const other of others) expect(steadied(fit, statistics, other)).toBe(fit);
  });

  it('but a maximum that was found is always taken', () => {
    const fit = { ...stoppedAt(1.2), converged: true };
    expect(steadied(fit, statistics, kept)).toBe(fit);
  });
});
