import { describe, expect, it } from 'vitest';
import { sameCandidate } from '../../../domain/clv/comparison/incumbent.ts';
import { fitLifetime, type LifetimeFit } from '../../../domain/clv/fit.ts';
import { PRIOR_PARAMETERS, PRIOR_UNIT_DAYS } from '../../../domain/clv/models/prior.ts';
import type { LifetimeParameters } from '../../../domain/clv/parameters.ts';
import { logOf } from './reference-data.ts';
import { simulateShop } from './simulated-shop.ts';

const DAY = 18_300;
const shop = simulateShop({ customers: 200, fromDay: 17_600, toDay: DAY + 90, peak: 0, peakDay: 0, seed: 9 });
const free = fitLifetime(shop, DAY);

describe('what is learned of a company', () => {
  it('is the model that won, with how well it told who returns where it was tried', () => {
    const { purchase } = free.winner;
    const entry = free.report.candidates.find((one) => sameCandidate(one, purchase));
    expect(free.parameters).toMatchObject({
      method: 'MODELLED',
      model: purchase.model,
      discrimination: entry!.metrics.aucActive,
    });
    expect(free.parameters!.discrimination).not.toBe(0.5);
    expect(free.winner.spend).toBe(free.parameters!.spend.model);
    expect(free.report).toMatchObject({ chosen: purchase.model, sampledCustomers: null, chosenHoldout: null });
  });

  it('is shown on the last months of the history, or on the hold-out that is named', () => {
    expect(free.report.holdoutWindow).toEqual(free.report.innerWindow);
    const held = fitLifetime(shop, DAY, { holdoutEndDay: DAY + 90 });
    expect(held.report.holdoutWindow).toMatchObject({ fromDay: DAY, toDay: DAY + 90 });
    expect(held.report.innerWindow).toEqual(free.report.innerWindow);
    expect(held.report.chosenHoldout).toMatchObject({ rmse: expect.any(Number) });
    expect(held.report.models[held.report.chosen]!.holdout!.rmse).not.toBe(
      free.report.models[free.report.chosen]!.holdout!.rmse,
    );
    expect(held.report.spend.shrunkMean!.holdout).not.toEqual(free.report.spend.shrunkMean!.holdout);
    // What is held out decides nothing.
    expect(held.parameters).toEqual(free.parameters);
  });

  it('lists every model with its own figures of that window', () => {
    for (const [model, entry] of Object.entries(free.report.models)) {
      const plain = free.report.candidates.find((one) => one.model === model && !one.season && !one.blend);
      expect(entry!.holdout).toEqual(plain!.metrics);
    }
    expect(Object.keys(free.report.models).length).toBeGreaterThan(2);
  });
});

describe('a company with too little history', () => {
  const few = logOf([
    ['a', DAY - 20, 1000],
    ['a', DAY - 10, 3000],
    ['b', DAY - 5, 2000],
  ]);

  it('gets a published prior, and spend drawn to its own mean', () => {
    const { parameters, report, winner } = fitLifetime(few, DAY);
    expect(parameters).toMatchObject({
      method: 'PRIOR',
      purchase: PRIOR_PARAMETERS,
      unitDays: PRIOR_UNIT_DAYS,
      spend: { model: 'shrunkMean' },
      discrimination: 0.5,
    });
    expect(winner).toEqual({
      purchase: report.chosenAs && { model: report.chosen, season: false, blend: false },
      spend: 'shrunkMean',
    });
    expect(report).toMatchObject({
      method: 'PRIOR',
      customers: 2,
      purchaseDays: 3,
      repeatPurchases: 1,
      chosenAs: { model: 'mbgnbd', season: false, blend: false, parameters: PRIOR_PARAMETERS },
    });
    expect(report.reason).toMatch(/too little to fit a model to/u);
  });

  it('and nothing at all where nobody has bought', () => {
    const { parameters, report } = fitLifetime(few, DAY - 100);
    expect(parameters).toBeNull();
    expect(report.spend).toMatchObject({ reason: 'nobody has bought yet', shrunkMean: null, gammaGamma: null });
  });
});

describe('the spend model in force', () => {
  const { parameters, report } = free;
  const other = parameters!.spend.model === 'gammaGamma' ? 'shrunkMean' : 'gammaGamma';
  const inForce = (kept: Partial<LifetimeParameters>, challenger: LifetimeFit['winner'] | null = null): LifetimeFit =>
    fitLifetime(
      shop,
      DAY,
      {},
      {
        kept: { ...parameters!, spend: { ...parameters!.spend, model: other }, ...kept },
        challenger,
      },
    );

  it('stays until another wins twice in a row', () => {
    expect(report.spend.gammaGamma).not.toBeNull();
    const once = inForce({});
    expect(once.parameters!.spend.model).toBe(other);
    expect(once.report.spend).toMatchObject({ chosen: other, reason: expect.stringMatching(/two choices in a row/u) });
    expect(once.winner.spend).toBe(parameters!.spend.model);
    expect(inForce({}, once.winner).parameters!.spend.model).toBe(parameters!.spend.model);
  });

  it('gives way at once where only a prior was in force', () => {
    expect(inForce({ method: 'PRIOR' }).parameters!.spend.model).toBe(parameters!.spend.model);
  });

  it('gives way without a word where it cannot be fitted any more', () => {
    const even = { ...shop, marginMinor: shop.marginMinor.map(() => 1000) };
    const kept = { ...parameters!, spend: { ...parameters!.spend, model: 'gammaGamma' as const } };
    const { spend } = fitLifetime(even, DAY, {}, { kept, challenger: null }).report;
    expect(spend).toMatchObject({ chosen: 'shrunkMean', gammaGamma: null });
    expect(spend.reason).not.toMatch(/it stays/u);
  });

  it('says nothing of staying where it wins itself', () => {
    const same = fitLifetime(shop, DAY, {}, { kept: parameters!, challenger: null });
    expect(same.report.spend.reason).toBe(report.spend.reason);
  });
});
