import { describe, expect, it } from 'vitest';
import {
  chooseCandidate,
  describeMetrics,
  labelOf,
  modelEntry,
  MODEL_KEYS,
  modelsFor,
  smallestAic,
} from '../../../../domain/clv/comparison/choose.ts';
import { innerHoldoutDays, rollingWindows } from '../../../../domain/clv/comparison/windows.ts';
import { comparisonScore } from '../../../../domain/clv/comparison/comparison.ts';
import type { HoldoutMetrics } from '../../../../domain/clv/evaluation/holdout.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { snapshotAt, type PurchaseLog } from '../../../../domain/clv/history/log.ts';
import { spendReport, type FittedSpend } from '../../../../domain/clv/spend/choose-spend.ts';
import type { Candidate, SpendMetrics } from '../../../../domain/clv/result/report.ts';
import type { Workbench } from '../../../../domain/clv/comparison/workbench.ts';
import type { PurchaseFit, PurchaseModelKey } from '../../../../domain/clv/models/model.ts';
import { simulateShop } from '../simulated-shop.ts';

describe('the inner hold-out', () => {
  it('stands to the history before it as the horizon to the whole history, never longer than the horizon', () => {
    expect(innerHoldoutDays(365, 365)).toBe(182);
    expect(innerHoldoutDays(1200, 365)).toBe(279);
    expect(innerHoldoutDays(1e9, 100)).toBe(99);
  });
  it('is none below three weeks', () => {
    expect([innerHoldoutDays(42, 42), innerHoldoutDays(41, 42)]).toEqual([21, null]);
    expect(innerHoldoutDays(0, 365)).toBeNull();
  });
});

describe('rolling windows', () => {
  const of = (historyDays: number, horizonDays: number) => {
    const rolling = rollingWindows(1000, 1000 + historyDays, horizonDays)!;
    return { days: rolling.days, known: rolling.fromDays.map((day) => day - 1000), worth: rolling.effective(3) };
  };
  it('are three beside each other where there is room, and leave a third of the history before the oldest', () => {
    expect(of(1200, 180)).toEqual({ days: 156, known: [1044, 888, 732], worth: 3 });
    const { days, known, worth } = of(739, 365);
    expect([days, known]).toEqual([244, [495, 371, 247]]);
    expect(worth).toBeCloseTo(1 + (2 * 124) / 244, 12);
  });
  it('are one where three would hardly differ, none where one would be too short', () => {
    expect(of(270, 273).known).toEqual([135]);
    expect(rollingWindows(1000, 1041, 42)).toBeNull();
  });
});

describe('the errors a choice is made by', () => {
  const metrics: HoldoutMetrics = {
    rmse: 2,
    mae: 1,
    bias: -0.5,
    pearson: null,
    spearman: null,
    capture20: 0.6,
    calibration: [],
    aucActive: 0.75,
    logLoss: 0.5,
  };
  it('count by the mean of their logarithms: RMSE, 1 + |bias|, 1 − capture, 1 − AUC, log-loss', () => {
    expect(comparisonScore(metrics)).toBeCloseTo(Math.log(2 * 1.5 * 0.4 * 0.25 * 0.5) / 5, 12);
    expect(comparisonScore({ ...metrics, bias: 0.5 })).toBe(comparisonScore(metrics));
    const without = { ...metrics, bias: null, capture20: null, aucActive: null, logLoss: null };
    expect(comparisonScore(without)).toBeCloseTo(Math.log(2), 12);
    expect(comparisonScore({ ...without, rmse: 0 }), 'no error is a small one').toBeCloseTo(Math.log(1e-9), 9);
  });
  it('are said with their names, and what is undefined as such', () => {
    expect(describeMetrics(metrics)).toBe(
      'RMSE 2.000, bias -50.0 %, top-20 % capture 60.0 %, AUC 0.750, log-loss 0.500',
    );
    expect(describeMetrics({ ...metrics, bias: null, aucActive: null, logLoss: null })).toBe(
      'RMSE 2.000, bias undefined, top-20 % capture 60.0 %, AUC undefined, log-loss undefined',
    );
  });
});

describe('candidates', () => {
  it('are named by model, time and blend', () => {
    expect(labelOf({ model: 'bgnbd', season: false, blend: false })).toBe('BG/NBD');
    expect(labelOf({ model: 'bgnbd', season: true, blend: true })).toBe(
      'BG/NBD in operational time blended with the regression',
    );
  });
  it('are all models, or the one asked for', () => {
    expect(modelsFor('auto')).toEqual(MODEL_KEYS);
    expect(modelsFor('all')).toEqual(MODEL_KEYS);
    expect(modelsFor('bgnbd')).toEqual(['bgnbd']);
  });
});

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

  it('and each is reported with its AIC: 2 · parameters − 2 · log-likelihood', () => {
    const bench = { fit: (_: number, model: PurchaseModelKey) => fitOf(model, -100, 4), fitSeconds: () => 1.5 };
    expect(modelEntry(bench as unknown as Workbench, 0, 'bgnbd', null)).toMatchObject({
      logLikelihood: -100,
      aic: 208,
      seconds: 1.5,
      holdout: null,
      converged: true,
    });
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
    const none = (): number => 0;

    it('says of every candidate what it was measured at, best first, and who came second', () => {
      const { candidates, reason, didNotHelp, inner, warnings } = choice(({ model }) =>
        model === MODEL_KEYS[1] ? 1 : 0,
      );
      expect(inner!.window).toMatchObject({ fromDay: AS_OF - 279, toDay: AS_OF, customers: expect.any(Number) });
      expect(candidates.map(({ score }) => score)).toEqual(
        candidates.map(({ score }) => score).toSorted((a, b) => a - b),
      );
      expect(candidates).toHaveLength(MODEL_KEYS.length + 2);
      expect(candidates[0]).toMatchObject({ model: MODEL_KEYS[1], season: false, blend: false });
      expect(reason).toContain(`${labelOf({ model: MODEL_KEYS[1]!, season: false, blend: false })}: RMSE`);
      expect(reason).toContain('on the last 279 days');
      expect(reason).toContain(`before ${labelOf({ model: MODEL_KEYS[0]!, season: false, blend: false })}`);
      expect(didNotHelp).toEqual([
        expect.stringMatching(/^Operational time did not help/),
        expect.stringMatching(/^The blend with the regression did not help/),
      ]);
      expect(warnings).toEqual([]);
    });

    it('a model asked for is taken as it is: no season, no blend, no other model', () => {
      const asked = MODEL_KEYS[1]!;
      const { chosen, candidates, season, blend, reason, didNotHelp } = chooseCandidate(
        benchWith(({ season, blend }) => Number(season) + Number(blend)),
        log,
        AS_OF,
        HORIZON,
        asked,
      );
      expect(chosen).toEqual({ model: asked, season: false, blend: false });
      expect(candidates).toHaveLength(1);
      const refused = { tried: false, kept: false, reason: 'a single model was asked for' };
      expect([season, blend, didNotHelp]).toEqual([refused, refused, []]);
      expect(reason).toContain('asked for (RMSE');
    });

    it('a history too short to hold a part out leaves it to the AIC, or to who asked', () => {
      const bench = {
        ...benchWith(none),
        fit: (_: number, model: PurchaseModelKey) => fitOf(model, model === MODEL_KEYS[3] ? -90 : -100),
      };
      const short = (choice: 'auto' | PurchaseModelKey) => chooseCandidate(bench, log, FROM + 22, HORIZON, choice);
      const untried = { tried: false, kept: false, reason: 'no inner split' };
      expect(short('auto')).toMatchObject({
        chosen: { model: MODEL_KEYS[3], season: false, blend: false },
        candidates: [],
        inner: null,
        season: untried,
        blend: untried,
        didNotHelp: [],
      });
      expect(short('auto').reason).toContain('the smallest AIC decided');
      expect(short(MODEL_KEYS[2]!).chosen.model).toBe(MODEL_KEYS[2]);
      expect(short(MODEL_KEYS[2]!).reason).toContain('it was asked for');
    });

    it('a part in which nobody bought decides nothing', () => {
      const silent = { ...log, day: log.day.map((day) => Math.min(day, AS_OF - 300)) };
      const once = { ...silent, offsets: log.offsets };
      expect(chooseCandidate(benchWith(none), once, AS_OF, HORIZON, 'auto').inner).toBeNull();
    });

    it('a season needs two whole years, and a clock at both ends; a blend a regression at both ends', () => {
      const at = (days: number, changed: object = {}) =>
        chooseCandidate({ ...benchWith(none), ...changed } as Workbench, log, FROM + days, HORIZON, 'auto');
      expect(at(729).season.tried).toBe(true);
      expect(at(728).season).toMatchObject({ tried: false, reason: expect.stringContaining('729 days of history') });
      const noClockAt = (day: number) => ({ seasonClock: (at: number) => (at === day ? null : CALENDAR_CLOCK) });
      expect(at(1200, noClockAt(AS_OF)).season).toMatchObject({
        tried: false,
        reason: expect.stringContaining('a year'),
      });
      expect(at(1200, noClockAt(AS_OF - 279)).season.tried).toBe(false);
      const noRegressionAt = (day: number) => ({ regression: (at: number) => (at === day ? null : {}) });
      expect(at(1200, noRegressionAt(AS_OF)).blend).toMatchObject({ tried: false, kept: false });
      expect(at(1200, noRegressionAt(AS_OF - 279)).blend.reason).toContain('too few customers');
      expect(at(1200).blend.tried).toBe(true);
    });

    it('a candidate that cannot be computed is left out with a warning; another failure is one', () => {
      const failing = (fails: (candidate: Candidate) => boolean, failure: Error) => {
        const bench = benchWith(none);
        return {
          ...bench,
          forecast: (...given: Parameters<Workbench['forecast']>) => {
            if (fails(given[1])) throw failure;
            return bench.forecast(...given);
          },
        };
      };
      const run = (fails: (candidate: Candidate) => boolean, failure: Error = new DomainError('no fit')) =>
        chooseCandidate(failing(fails, failure), log, AS_OF, HORIZON, 'auto');
      const first = run(({ model }) => model === MODEL_KEYS[0]);
      expect(first.chosen.model).toBe(MODEL_KEYS[1]);
      expect(first.warnings).toEqual([expect.stringMatching(/could not be tried: no fit$/)]);
      expect(run(({ season }) => season).season).toEqual({
        tried: false,
        kept: false,
        reason: 'Operational time could not be computed',
      });
      expect(() => run(() => true)).toThrow('no purchase model could be fitted');
      expect(() => run(() => true, new TypeError('a bug'))).toThrow(TypeError);
    });

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
