import { describe, expect, it } from 'vitest';
import { fitLifetime } from '../../../domain/clv/fit.ts';
import type { LifetimeParameters } from '../../../domain/clv/parameters.ts';
import { refitLifetime } from '../../../domain/clv/refit.ts';
import { logOf } from './reference-data.ts';
import { simulateShop } from './simulated-shop.ts';

const DAY = 18_300;
const shop = simulateShop({ customers: 200, fromDay: 17_600, toDay: DAY + 60, peak: 0, peakDay: 0, seed: 9 });
const fit = fitLifetime(shop, DAY, { model: 'bgnbd' });
const kept = fit.parameters!;
const few = logOf([
  ['a', DAY - 20, 1000],
  ['a', DAY - 10, 3000],
]);

describe('a refit', () => {
  it('of the same history finds the same parameters, and the report says what the choice said', () => {
    const again = refitLifetime(shop, DAY, kept, fit.report)!;
    for (const [name, value] of Object.entries(kept.purchase))
      expect(again.parameters!.purchase[name]! / value).toBeCloseTo(1, 4);
    expect(again.parameters).toMatchObject({
      model: 'bgnbd',
      season: kept.season,
      discrimination: kept.discrimination,
    });
    expect(again.report).toMatchObject({
      chosen: fit.report.chosen,
      reason: fit.report.reason,
      season: fit.report.season,
      customers: fit.report.customers,
      spend: fit.report.spend,
    });
    expect(again.report.models['bgnbd']!.holdout).toEqual(fit.report.models['bgnbd']!.holdout);
  });

  it('of a longer history takes its figures, and keeps those of the choice', () => {
    const later = refitLifetime(shop, DAY + 60, kept, fit.report)!;
    expect(later.report.purchaseDays).toBeGreaterThan(fit.report.purchaseDays);
    expect(later.report.asOfDay).toBe(DAY + 60);
    expect(later.report.chosenAs.parameters).toEqual(later.parameters!.purchase);
    expect(later.report.spend.shrunkMean!.holdout).toEqual(fit.report.spend.shrunkMean!.holdout);
    expect(later.report.spend.chosen).toBe(fit.report.spend.chosen);
    expect(later.report.candidates).toEqual(fit.report.candidates);
  });

  it('stays a prior while there is too little, and is a choice as soon as there is enough', () => {
    const prior = fitLifetime(few, DAY);
    expect(prior.parameters!.method).toBe('PRIOR');
    expect(refitLifetime(few, DAY + 1, prior.parameters!, prior.report)!.parameters!.method).toBe('PRIOR');
    expect(refitLifetime(shop, DAY, prior.parameters!, prior.report)).toBeNull();
  });

  it('is no refit where models in force have too little left to be fitted to', () => {
    expect(refitLifetime(few, DAY, kept, fit.report)).toBeNull();
  });

  it('is a choice where spend has become too even for the model in force', () => {
    const even = { ...shop, marginMinor: shop.marginMinor.map(() => 1000) };
    const inForce: LifetimeParameters = { ...kept, spend: { ...kept.spend, model: 'gammaGamma' } };
    expect(refitLifetime(even, DAY, inForce, fit.report)).toBeNull();
    const { report } = refitLifetime(
      even,
      DAY,
      { ...kept, spend: { ...kept.spend, model: 'shrunkMean' } },
      fit.report,
    )!;
    expect(report.spend.gammaGamma).toBeNull();
  });

  it('hands on what is no fault of the data', () => {
    const unknown = { ...kept, model: 'nothing' as LifetimeParameters['model'] };
    expect(() => refitLifetime(shop, DAY, unknown, fit.report)).toThrow(TypeError);
  });
});

describe('a refit in the time of a season', () => {
  const seasonal = simulateShop({ customers: 300, fromDay: 17_000, toDay: DAY + 90, peak: 0.9, peakDay: 340, seed: 4 });
  const chosen = fitLifetime(seasonal, DAY);

  it('measures the season anew, and leaves the models of the calendar as they were reported', () => {
    expect(chosen.parameters!.season).not.toBeNull();
    const again = refitLifetime(seasonal, DAY + 90, chosen.parameters!, chosen.report)!;
    expect(again.report.models).toEqual(chosen.report.models);
    expect(again.report.season.monthlyIntensity).toHaveLength(12);
    expect(again.report.season.monthlyIntensity).not.toEqual(chosen.report.season.monthlyIntensity);
    expect(again.report.season).toMatchObject({ tried: chosen.report.season.tried, kept: true });
    expect(again.parameters!.season).not.toEqual(chosen.parameters!.season);
  });
});
