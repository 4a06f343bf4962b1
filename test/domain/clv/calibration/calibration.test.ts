import { describe, expect, it } from 'vitest';
import { companyLog } from '../../../../bench/clv/companies.ts';
import { levelled, NO_LEVELS } from '../../../../domain/clv/calibration/apply.ts';
import { believedMean } from '../../../../domain/clv/calibration/believed.ts';
import { bordersOf, groupsFor, heldLevels, intervalsOf } from '../../../../domain/clv/calibration/conformal.ts';
import { isotonicKnots, throughKnots } from '../../../../domain/clv/calibration/isotonic.ts';
import { expectedTotal } from '../../../../domain/clv/calibration/total.ts';
import { lifetimeEvaluator } from '../../../../domain/clv/evaluate.ts';
import { scoreInfluence } from '../../../../domain/clv/evaluation/influence.ts';
import { evaluateForecast } from '../../../../domain/clv/evaluation/holdout.ts';
import { calibrationError, decileError, normalisedGini } from '../../../../domain/clv/evaluation/metrics.ts';
import { comparisonScore } from '../../../../domain/clv/comparison/comparison.ts';
import { fitLifetime } from '../../../../domain/clv/fit.ts';
import { logUntil, purchasesBetween, snapshotAt } from '../../../../domain/clv/history/log.ts';
import { refitLifetime } from '../../../../domain/clv/refit.ts';
import { compoundLaw, levelHolding, nestedInterval } from '../../../../domain/clv/spend/interval.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { normalDistribution, normalQuantile } from '../../../../domain/numerics/normal.ts';
import { seededUniform } from '../../../../domain/numerics/random.ts';

describe('what is believed of windows', () => {
  const at = (...values: number[]) => values.map((value) => ({ value, variance: 0.0001 }));
  it('is nearly all they say where they agree, nothing where they contradict each other', () => {
    expect(believedMean(at(-0.3, -0.32, -0.28), 3, 0.1)).toBeCloseTo(
      -0.3 * (1 - (2 * 0.01 + 0.0008) / 4 / 3 / 0.09),
      12,
    );
    expect(believedMean(at(-0.3, 0.3, 0.02), 3, 0.1)).toBe(0);
    expect(believedMean([], 1, 0.1)).toBe(0);
  });
  it('is less where the windows overlap, or chance alone could have done it', () => {
    const apart = Math.abs(believedMean(at(-0.2, -0.2, -0.2), 3, 0.1));
    expect(Math.abs(believedMean(at(-0.2, -0.2, -0.2), 1.5, 0.1))).toBeLessThan(apart);
    expect(believedMean([{ value: -0.2, variance: 0.2 }], 1, 0.1)).toBe(0);
  });
});

describe('the isotonic line', () => {
  const uniform = seededUniform(7);
  const probability = Float64Array.from({ length: 6000 }, () => uniform());
  const came = probability.map((p) => Number(uniform() < p * p));
  const knots = isotonicKnots(probability, came);
  it('rises, goes through what came, and makes forecasts that were too sure true', () => {
    for (let k = 1; k < knots.to.length; k++) expect(knots.to[k]).toBeGreaterThan(knots.to[k - 1]!);
    const mended = probability.map((p) => throughKnots(knots, p));
    expect(calibrationError(probability, came)).toBeGreaterThan(0.15);
    expect(calibrationError(mended, came)).toBeLessThan(0.02);
  });
  it('is pooled as minimising squares under the order says (brute force over level sets)', () => {
    const small = Float64Array.from({ length: 400 }, (_, i) => Math.floor(i / 100) / 10 + 0.05);
    const shares = [0.3, 0.5, 0.2, 0.8];
    const hits = Float64Array.from(small, (_, i) => Number(i % 100 < 100 * shares[Math.floor(i / 100)]!));
    // 0.5 and 0.2 violate the order: one level of 0.35.
    expect(isotonicKnots(small, hits).to).toEqual([0.302, 0.3507, 0.797].map((rate) => expect.closeTo(rate, 3)));
  });
  it('keeps nobody above 1 or below 0, and 0 and 1 where they are', () => {
    expect([throughKnots(knots, 0), throughKnots(knots, 1)]).toEqual([0, 1]);
    expect(throughKnots({ from: [], to: [] }, 0.4)).toBe(0.4);
  });
  it('never makes one purchase likelier than the number expected', () => {
    const scores = {
      expectedPurchases: Float64Array.of(0.1, 3),
      probabilityOfPurchase: Float64Array.of(0.09, 0.8),
      discountedPurchases: Float64Array.of(0.1, 2.9),
    };
    expect(levelled(scores, NO_LEVELS)).toBe(scores);
    const half = levelled(scores, { purchases: 0.5, margin: 1, shift: 1, returns: null });
    expect(half.probabilityOfPurchase[0]).toBe(0.05);
    expect(half.probabilityOfPurchase[1]).toBeCloseTo(1 / (1 + Math.exp(-Math.log(4) - 1)), 12);
  });
});

describe('nested intervals of a law', () => {
  const uniform = seededUniform(3);
  const laws = Array.from({ length: 300 }, () => {
    const expectedPurchases = 0.02 + 4 * uniform() ** 2;
    return compoundLaw({
      expectedPurchases,
      probability: -Math.expm1(-expectedPurchases) * (0.5 + 0.5 * uniform()),
      meanMargin: (uniform() < 0.1 ? -1 : 1) * 1000 * uniform(),
      purchaseVariance: 1e5 * uniform(),
      meanVariance: 1e4 * uniform(),
    })!;
  });
  it('grow with the level, hold what is expected, and hold a margin from the level on that is said to', () => {
    for (const law of laws) {
      const margin = law.sign * (uniform() < 0.3 ? 0 : law.mean * 5 * uniform() ** 2);
      const least = levelHolding(law, margin);
      let before = nestedInterval(law, 0.01);
      for (let level = 0.02; level < 1; level += 0.02) {
        const next = nestedInterval(law, level);
        expect(next.low).toBeLessThanOrEqual(before.low + 1e-9);
        expect(next.high).toBeGreaterThanOrEqual(before.high - 1e-9);
        expect(next.low - 1e-9 <= law.sign * law.mean && law.sign * law.mean <= next.high + 1e-9).toBe(true);
        const isHeld = margin >= next.low - 1e-9 && margin <= next.high + 1e-9;
        if (Math.abs(level - least) > 0.002) expect(isHeld, `${level} against ${least}`).toBe(level > least);
        before = next;
      }
    }
  });
  it('a margin of the other sign is held by none', () => {
    expect(
      levelHolding(
        laws.find(({ sign }) => sign === 1)!,
        -1,
      ),
    ).toBe(1);
  });
  it('normal distribution and quantile undo each other', () => {
    for (const p of [0.001, 0.1, 0.5, 0.9, 0.975]) expect(normalDistribution(normalQuantile(p))).toBeCloseTo(p, 3);
    expect(normalDistribution(1.959_964)).toBeCloseTo(0.975, 6);
  });
});

describe('levels learned of what came', () => {
  it('hold 80 and 95 % of what comes next in every group, though the law is too narrow by half', () => {
    const uniform = seededUniform(11);
    const normal = (): number => normalQuantile(uniform());
    const window = (count: number) => {
      const expectedMinor = Float64Array.from({ length: count }, () => 100 + 900 * uniform());
      const laws = Array.from(expectedMinor, (mean) => ({
        sign: 1 as const,
        none: 0.03,
        centre: Math.log(mean) - 0.02,
        spread: 0.2,
        mean,
      }));
      const cameMinor = Float64Array.from(laws, ({ centre }) =>
        uniform() < 0.03 ? 0 : Math.exp(centre + 0.4 * normal()),
      );
      return { expectedMinor, lawOf: (row: number) => laws[row]!, cameMinor };
    };
    const [past, next] = [[window(4000), window(4000)], window(20_000)];
    const widths = { borders: bordersOf(next.expectedMinor, 10), ...heldLevels(past, 10) };
    const held = (share: 'interval80' | 'interval95'): number =>
      next.cameMinor.filter((came, row) => {
        const { low, high } = intervalsOf(widths, next.lawOf(row))[share];
        return came >= low && came <= high;
      }).length / next.cameMinor.length;
    expect(held('interval80')).toBeCloseTo(0.8, 1.6);
    expect(Math.abs(held('interval80') - 0.8)).toBeLessThan(0.02);
    expect(Math.abs(held('interval95') - 0.95)).toBeLessThan(0.02);
    expect([groupsFor(50), groupsFor(550), groupsFor(1e6)]).toEqual([1, 5, 10]);
  });
});

describe('the standard error of a score', () => {
  it('is that of resampled customers, and the means of influences are none', () => {
    const uniform = seededUniform(5);
    const count = 1500;
    const expected = Float64Array.from({ length: count }, () => 0.1 + 2 * uniform() ** 2);
    const probability = expected.map((mean) => -Math.expm1(-mean));
    const actual = Float64Array.from(expected, (mean) => Math.floor(-Math.log(uniform()) * mean * 1.3));
    const scoreOf = (rows: readonly number[]): number => {
      const of = (column: Float64Array) => Float64Array.from(rows, (i) => column[i]!);
      return comparisonScore(
        evaluateForecast({ expected: of(expected), probability: of(probability) }, of(actual), of(actual)),
      );
    };
    const all = Array.from({ length: count }, (_, i) => i);
    const metrics = evaluateForecast({ expected, probability }, actual, actual);
    const influence = scoreInfluence({ expected, probability }, actual, metrics);
    expect(Math.abs(influence.reduce((sum, one) => sum + one, 0) / count)).toBeLessThan(2e-3);
    const error = Math.sqrt(influence.reduce((sum, one) => sum + one * one, 0)) / count;
    const tries = Array.from({ length: 200 }, () => scoreOf(all.map(() => Math.floor(uniform() * count))));
    const mean = tries.reduce((sum, one) => sum + one, 0) / tries.length;
    const resampled = Math.sqrt(tries.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (tries.length - 1));
    expect(error / resampled).toBeGreaterThan(0.8);
    expect(error / resampled).toBeLessThan(1.25);
  });
});

describe('figures of money', () => {
  it('normalised Gini: 1 for the order that came, 0 for none, −1 for the reverse', () => {
    const actual = [0, 1, 2, 10];
    expect(normalisedGini([1, 2, 3, 4], actual)).toBe(1);
    expect(normalisedGini([4, 3, 2, 1], actual)).toBe(-1);
    expect(normalisedGini([5, 5, 5, 5], actual)).toBeCloseTo(0, 12);
    expect(normalisedGini(actual, [3, 3, 3, 3])).toBeNull();
  });
  it('decile MAPE: mean over ten groups by prediction', () => {
    const actual = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(decileError(actual, actual)).toBe(0);
    expect(
      decileError(
        actual.map((value) => value * 1.5),
        actual,
      ),
    ).toBeCloseTo(0.5, 12);
    expect(decileError([1, 2], [0, 0])).toBeNull();
  });
});

describe('a company whose customers cool off', () => {
  const log = companyLog({ customers: 1200, days: 1800, cooling: 0.35, seed: 4 });
  const [asOfDay, days] = [1600, 200];
  const known = logUntil(log, asOfDay);
  const { customers } = snapshotAt(known, asOfDay, CALENDAR_CLOCK, 7);
  const { orders } = purchasesBetween(log, customers, asOfDay, asOfDay + days);
  const came = orders.reduce((sum, n) => sum + n, 0);
  const fit = fitLifetime(known, asOfDay, { horizonDays: days });
  const { calibration, ...without } = fit.parameters!;
  const expectedBy = (parameters: typeof fit.parameters): number =>
    lifetimeEvaluator(parameters!)
      .scores(known, asOfDay)
      .expectedOrders.reduce((sum, n) => sum + n, 0);

  it('is foreseen at the level its own past forecasts should have had', () => {
    expect(fit.report.windows).toHaveLength(3);
    const [raw, levelledTo] = [expectedBy(without) / came - 1, expectedBy(fit.parameters) / came - 1];
    expect(raw).toBeGreaterThan(0.3);
    expect(Math.abs(levelledTo)).toBeLessThan(0.6 * raw);
  });
  it('learns the same when the models in force are fitted anew, and is left as it is where nothing was learned', () => {
    expect(refitLifetime(known, asOfDay, fit.parameters!, fit.report)!.parameters!.calibration).toEqual(calibration);
    expect(refitLifetime(known, asOfDay, without, fit.report)!.parameters!.calibration).toBeNull();
  });
  it('is valued by nothing but constants: one customer alone as among everybody', () => {
    const one = customers[17]!;
    const [start, end] = [known.offsets[one]!, known.offsets[one + 1]!];
    const alone = {
      count: 1,
      offsets: Int32Array.of(0, end - start),
      day: known.day.slice(start, end),
      marginMinor: known.marginMinor.slice(start, end),
    };
    const evaluator = lifetimeEvaluator(fit.parameters!);
    const [all, own] = [evaluator.scores(known, asOfDay), evaluator.scores(alone, asOfDay)];
    for (const column of [
      'clvMinor',
      'returnProbability',
      'low80Minor',
      'high80Minor',
      'low95Minor',
      'high95Minor',
    ] as const)
      expect(own[column][0]).toBe(all[column][one]);
  });
  it('scales with money, and the total lies in an interval that the wider holds', () => {
    const cents = { ...known, marginMinor: known.marginMinor.map((minor) => minor * 128) };
    const scaled = fitLifetime(cents, asOfDay, { horizonDays: days }).parameters!.calibration!;
    expect(scaled.levels).toEqual(calibration!.levels);
    expect(scaled.widths.hold80).toEqual(calibration!.widths.hold80);
    const { interval80, interval95 } = expectedTotal(calibration!.total, 1000);
    expect(
      interval95.low < interval80.low &&
        interval80.low < 1000 &&
        1000 < interval80.high &&
        interval80.high < interval95.high,
    ).toBe(true);
  });
});
