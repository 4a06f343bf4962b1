import { describe, expect, it } from 'vitest';
import { chooseCandidate, MODEL_KEYS, smallestAic } from '../../../../domain/clv/comparison/choose.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { snapshotAt, type PurchaseLog } from '../../../../domain/clv/history/log.ts';
import { spendReport, type FittedSpend } from '../../../../domain/clv/spend/choose-spend.ts';
import type { SpendMetrics } from '../../../../domain/clv/result/report.ts';
import type { Workbench } from '../../../../domain/clv/comparison/workbench.ts';
import type { PurchaseFit, PurchaseModelKey } from '../../../../domain/clv/models/model.ts';
import { simulateShop } from '../simulated-shop.ts';

describe('of equally good models the simpler, listed first, is chosen', () => {
  const fitOf = (model: PurchaseModelKey, logLikelihood: number, parameters = 3): PurchaseFit => ({
    model,
    parameters: Object.fromEntries(Array.from({ length: parameters }, (_, n) => [`p${n}`, 1])),
    logLikelihood,
    standardErrors: null,
    converged: true,
    warnings: [],
    iterations: 1,
  });

  it('where the smallest AIC decides', () => {
    const choiceAmong = (likelihood: (model: PurchaseModelKey) => number, models = MODEL_KEYS) =>
      smallestAic({ fit: (_, model) => fitOf(model, likelihood(model)) }, 0, models);
    expect(choiceAmong(() => -100)).toBe(MODEL_KEYS[0]);
    expect(choiceAmong(() => -100, MODEL_KEYS.toReversed())).toBe(MODEL_KEYS.at(-1));
    expect(choiceAmong((model) => (model === MODEL_KEYS[0] ? -101 : -100))).toBe(MODEL_KEYS[1]);
    expect(choiceAmong((model) => (model === MODEL_KEYS.at(-1) ? -99 : -100))).toBe(MODEL_KEYS.at(-1));
  });

  it('where one more parameter buys just the likelihood it costs', () => {
    const [simple, rich] = [MODEL_KEYS[0]!, MODEL_KEYS[1]!];
    const chosen = (gain: number) =>
      smallestAic({ fit: (_, model) => (model === rich ? fitOf(rich, -100 + gain, 4) : fitOf(model, -100)) }, 0, [
        simple,
        rich,
      ]);
    expect(chosen(1)).toBe(simple);
    expect(chosen(1.01)).toBe(rich);
  });

  describe('where the hold-out decides', () => {
    const [FROM, AS_OF, HORIZON] = [17_000, 18_200, 365];
    const log: PurchaseLog = simulateShop({
      customers: 60,
      fromDay: FROM,
      toDay: AS_OF,
      peak: 0,
      peakDay: 0,
      seed: 11,
    });
    /** A workbench whose forecasts are all alike but for those said to be better by so much. */
    const benchWith = (better: (candidate: { model: string; season: boolean; blend: boolean }) => number): Workbench =>
      ({
        unitDays: 1,
        firstDay: FROM,
        snapshot: (asOfDay: number) => snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1),
        seasonClock: () => ({ ...CALENDAR_CLOCK, intensity: () => 1 }),
        fit: (_: number, model: PurchaseModelKey) => fitOf(model, -100),
        fitSeconds: () => null,
        regression: () => ({}),
        forecast: (asOfDay: number, candidate: { model: string; season: boolean; blend: boolean }) => {
          const count = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1).customers.length;
          return {
            scores: {
              expectedPurchases: new Float64Array(count).fill(20 - better(candidate)),
              probabilityOfPurchase: new Float64Array(count).fill(0.5),
            },
          };
        },
      }) as unknown as Workbench;
    const choice = (better: Parameters<typeof benchWith>[0]) =>
      chooseCandidate(benchWith(better), log, AS_OF, HORIZON, 'auto');

    it('the first of the plain models, and no season or blend that does not lower the error', () => {
      const { chosen, season, blend } = choice(() => 0);
      expect(chosen).toEqual({ model: MODEL_KEYS[0], season: false, blend: false });
      expect([season, blend]).toMatchObject([
        { tried: true, kept: false },
        { tried: true, kept: false },
      ]);
    });

    it('but a later model, the season and the blend as soon as they are better', () => {
      const { chosen, season, blend } = choice(
        ({ model, season: operational, blend: blended }) =>
          (model === MODEL_KEYS[2] ? 1 : 0) + (operational ? 1 : 0) + (blended ? 1 : 0),
      );
      expect(chosen).toEqual({ model: MODEL_KEYS[2], season: true, blend: true });
      expect([season.kept, blend.kept]).toEqual([true, true]);
    });
  });

  it('where the spend of a purchase is foreseen', () => {
    const fitted = {
      tallies: { winsorised: 0, limit: 1 },
      shrunkMean: { mean: 1, withinVariance: 1, betweenVariance: 1 },
      gammaGamma: { parameters: { p: 1, q: 2, gamma: 3 } },
    } as unknown as FittedSpend;
    const metrics: SpendMetrics = { rmse: 10, bias: 0, spearman: 0.5 };
    const chosen = (gammaGamma: SpendMetrics) => spendReport(fitted, { shrunkMean: metrics, gammaGamma }).chosen;
    expect(chosen({ ...metrics })).toBe('shrunkMean');
    expect(chosen({ ...metrics, rmse: 9.99 })).toBe('gammaGamma');
    expect(chosen({ ...metrics, spearman: 0.49 })).toBe('shrunkMean');
  });
});
