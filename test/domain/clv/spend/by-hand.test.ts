import { describe, expect, it } from 'vitest';
import {
  compareSpend,
  expectedSpend,
  fitSpend,
  spendReport,
  spendTallies,
  type FittedSpend,
} from '../../../../domain/clv/spend/choose-spend.ts';
import {
  fitGammaGamma,
  gammaGammaExpectedSpend,
  gammaGammaLogLikelihood,
} from '../../../../domain/clv/spend/gamma-gamma.ts';
import {
  compoundInterval80,
  negativeBinomialSize,
  nextPurchaseFraction,
} from '../../../../domain/clv/spend/interval.ts';
import { fitShrunkMean, shrinkageWeight, shrunkMeanExpectedSpend } from '../../../../domain/clv/spend/shrunk-mean.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { logOf } from '../reference-data.ts';
import { uniforms } from '../simulated-shop.ts';

describe('variance components', () => {
  it('of two customers with two purchases each: within 16/2, between (100 − 8)/2', () => {
    const model = fitShrunkMean([2, 2], [20, 40], [8 ** 2 + 12 ** 2, 18 ** 2 + 22 ** 2]);
    expect(model).toEqual({ mean: 15, withinVariance: 8, betweenVariance: 46 });
    expect(shrinkageWeight(model, 2)).toBeCloseTo(92 / 100, 12);
    expect(shrunkMeanExpectedSpend(model, 2, 20)).toBeCloseTo(15 - 0.92 * 5, 12);
    expect(shrunkMeanExpectedSpend(model, 0, 0)).toBe(15);
  });
  it('of unequal numbers weigh customers by them, leave out who bought nothing, and are never below 0', () => {
    expect(fitShrunkMean([1, 3, 0], [10, 60, 0], [100, 1400, 0])).toEqual({
      mean: 17.5,
      withinVariance: 100,
      betweenVariance: 0,
    });
    const { betweenVariance } = fitShrunkMean([1, 3], [100, 60], [10_000, 1400]);
    // Mean 40: between 1·60² + 3·20², of which 1·100 is noise, over 4 − 10/4.
    expect(betweenVariance).toBeCloseTo((4800 - 100) / 1.5, 9);
  });
  it('of customers who bought once: the differences are believed by half', () => {
    expect(fitShrunkMean([1, 1], [10, 30], [100, 900])).toEqual({ mean: 20, withinVariance: 50, betweenVariance: 50 });
    expect(() => fitShrunkMean([0, 0], [0, 0], [0, 0])).toThrow(DomainError);
  });
  it('of one customer tell nothing between customers', () => {
    expect(fitShrunkMean([2], [30], [500])).toEqual({ mean: 15, withinVariance: 50, betweenVariance: 0 });
  });
});

describe('the interval', () => {
  it('of four Poisson purchases of 100 ± 50 who come for certain is that of a log-normal with their mean and variance', () => {
    const { low, high } = compoundInterval80({
      expectedPurchases: 4,
      probability: 1,
      meanMargin: 100,
      purchaseVariance: 2500,
      meanVariance: 0,
    });
    // Variance 4·2500 + 4·100², square 210,000, ln(210,000/400²) = .27193.
    const spread = Math.sqrt(Math.log(1.3125));
    expect(low / (400 * Math.exp(-(spread ** 2) / 2 - 1.281_55 * spread))).toBeCloseTo(1, 3);
    expect(high / (400 * Math.exp(-(spread ** 2) / 2 + 1.281_55 * spread))).toBeCloseTo(1, 3);
  });
  it('widens with what is not known of the mean, and with a count that varies more than Poisson', () => {
    const width = (meanVariance: number, size: number): number => {
      const { low, high } = compoundInterval80({
        expectedPurchases: 4,
        probability: 1 - (size / (size + 4)) ** size,
        meanMargin: 100,
        purchaseVariance: 2500,
        meanVariance,
        size,
      });
      return high - low;
    };
    expect(width(400, 50)).toBeGreaterThan(width(0, 50));
    expect(width(0, 5)).toBeGreaterThan(width(0, 50));
    // The size is worked out where it is not given.
    const input = { expectedPurchases: 4, probability: 0.9, meanMargin: 100, purchaseVariance: 0, meanVariance: 0 };
    expect(compoundInterval80({ ...input, size: negativeBinomialSize(4, 0.1) })).toEqual(compoundInterval80(input));
  });
  it('takes its quantiles among those who return: a half return, so the 90th of all is the 80th of theirs', () => {
    const { low, high } = compoundInterval80({
      expectedPurchases: 0.7,
      probability: 0.5,
      meanMargin: 10,
      purchaseVariance: 16,
      meanVariance: 4,
      size: Infinity,
    });
    // Variance .7·16 + .7·100 + (.7 + .49)·4 = 85.96; given a return: mean 14, square (85.96 + 49)/.5.
    const spread = Math.sqrt(Math.log(269.92 / 196));
    expect(low).toBe(0);
    expect(high / (14 * Math.exp(-(spread ** 2) / 2 + 0.841_62 * spread))).toBeCloseTo(1, 3);
  });
  it('is nothing where nothing is bought or nothing earned', () => {
    const input = { expectedPurchases: 1, probability: 0.5, meanMargin: 10, purchaseVariance: 1, meanVariance: 1 };
    const nothing = { low: 0, high: 0 };
    expect(compoundInterval80({ ...input, expectedPurchases: 0 })).toEqual(nothing);
    expect(compoundInterval80({ ...input, probability: 0 })).toEqual(nothing);
    expect(compoundInterval80({ ...input, meanMargin: 0 })).toEqual(nothing);
  });
});

describe('the next purchase', () => {
  it('of a Poisson customer: −ln(1 − P/2)/m of the horizon', () => {
    const p = 1 - Math.exp(-1);
    expect(nextPurchaseFraction(1, p, Infinity)).toBeCloseTo(-Math.log(1 - p / 2), 12);
  });
  it('of a mixed one: where the chance of none has fallen to 1 − P/2', () => {
    const [mean, size] = [3, 0.8];
    const none = (fraction: number): number => (size / (size + mean * fraction)) ** size;
    const fraction = nextPurchaseFraction(mean, 1 - none(1), size)!;
    expect(none(fraction)).toBeCloseTo(1 - (1 - none(1)) / 2, 12);
    expect(negativeBinomialSize(mean, none(1))).toBeCloseTo(size, 8);
  });
  it('has no size where a return is certain not to come, and a Poisson one at the end of the range', () => {
    expect(negativeBinomialSize(2, 1)).toBe(0);
    expect(negativeBinomialSize(2, 0)).toBe(Infinity);
    expect(nextPurchaseFraction(1, 0, 1)).toBeNull();
    expect(nextPurchaseFraction(0.1, 0.9, Infinity), 'never beyond the horizon').toBe(1);
  });
});

describe('Gamma-Gamma', () => {
  it('expects p(γ + x·z̄)/(px + q − 1), of a newcomer pγ/(q − 1)', () => {
    const parameters = { p: 2, q: 4, gamma: 3 };
    expect(gammaGammaExpectedSpend(parameters, 2, 5)).toBeCloseTo(26 / 7, 12);
    expect(gammaGammaExpectedSpend(parameters, 0, 5)).toBe(2);
  });
  it('has the density of one purchase: B′(p, q) scaled by γ', () => {
    // p = q = 1: γ/(γ + z)². p = 2, q = 3: 12 z γ³/(γ + z)⁵.
    expect(gammaGammaLogLikelihood({ p: 1, q: 1, gamma: 3 }, 1, 2)).toBeCloseTo(Math.log(3 / 25), 12);
    expect(gammaGammaLogLikelihood({ p: 2, q: 3, gamma: 3 }, 1, 2)).toBeCloseTo(Math.log((12 * 2 * 27) / 5 ** 5), 12);
    // Two purchases with mean z are one of 2z of p = 2, twice as dense: 2 · 2 · (2z) γ/(γ + 2z)³.
    expect(gammaGammaLogLikelihood({ p: 1, q: 1, gamma: 3 }, 2, 2)).toBeCloseTo(Math.log((4 * 4 * 3) / 7 ** 3), 12);
  });

  const random = uniforms(99);
  const erlang = (shape: number): number => {
    let total = 0;
    for (let i = 0; i < shape; i++) total -= Math.log(random());
    return total;
  };
  const [x, z]: [number[], number[]] = [[], []];
  for (let i = 0; i < 1500; i++) {
    const count = 1 + (i % 4);
    // ν ~ Γ(4, 15), purchases ~ Γ(6, ν): a mean of 6 · 15/3 = 30.
    const nu = erlang(4) / 15;
    x.push(count);
    z.push(erlang(6 * count) / nu / count);
  }
  const fitted = () => fitGammaGamma(x, z);

  it('finds the parameters customers were drawn with, within two standard errors', () => {
    const fit = fitted();
    expect(fit).toMatchObject({ converged: true, warnings: [], customers: 1500 });
    const errors = fit.standardErrors!;
    expect(Math.abs(fit.parameters.p - 6) / errors.p).toBeLessThan(2);
    expect(Math.abs(fit.parameters.q - 4) / errors.q).toBeLessThan(2);
    expect(Math.abs(fit.parameters.gamma - 15) / errors.gamma).toBeLessThan(2);
    expect(errors.q).toBeLessThan(0.6);
  });
  it('is at the maximum of the likelihood it reports', () => {
    const fit = fitted();
    const at = (changed: object): number =>
      x.reduce((sum, count, i) => sum + gammaGammaLogLikelihood({ ...fit.parameters, ...changed }, count, z[i]!), 0);
    expect(fit.logLikelihood).toBeCloseTo(at({}), 6);
    for (const name of ['p', 'q', 'gamma'] as const) {
      const value = fit.parameters[name];
      const error = fit.standardErrors![name];
      // A parabola at the top: a hundredth of a standard error either side costs alike, and about nothing.
      const [below, above] = [at({ [name]: value - error }), at({ [name]: value + error })];
      expect(Math.max(below, above), name).toBeLessThan(fit.logLikelihood - 0.1);
      expect(at({ [name]: value * 1.0001 }), name).toBeLessThan(fit.logLikelihood + 1e-9);
      expect(at({ [name]: value * 0.9999 }), name).toBeLessThan(fit.logLikelihood + 1e-9);
    }
  });
  it('is the same in cents, and leaves out who has no purchase or no positive mean', () => {
    const fit = fitted();
    const cents = fitGammaGamma([...x, 0, 3, 2], [...z.map((mean) => 100 * mean), 5, -1, Infinity]);
    expect(cents.customers).toBe(1500);
    expect(cents.parameters.gamma / fit.parameters.gamma).toBeCloseTo(100, 3);
    expect(cents.standardErrors!.gamma / fit.standardErrors!.gamma).toBeCloseTo(100, 2);
    expect(cents.parameters.p / fit.parameters.p).toBeCloseTo(1, 6);
    expect(cents.logLikelihood).toBeCloseTo(fit.logLikelihood - 1500 * Math.log(100), 4);
  });
  it('counts customers who are alike each once', () => {
    const fit = fitted();
    const twice = fitGammaGamma([...x, ...x], [...z, ...z]);
    expect(twice.logLikelihood).toBeCloseTo(2 * fit.logLikelihood, 4);
    expect(twice.parameters.q / fit.parameters.q).toBeCloseTo(1, 5);
  });
  it('adds up over customers also where means of different counts are equal', () => {
    const [counts, means] = [
      [1, 1, 2, 2, 3, 3],
      [1, 5, 5, 9, 9, 2],
    ];
    const small = fitGammaGamma(counts, means);
    const sum = counts.reduce((total, n, i) => total + gammaGammaLogLikelihood(small.parameters, n, means[i]!), 0);
    expect(small.logLikelihood).toBeCloseTo(sum, 8);
  });
  it('needs three customers, and as many means as counts', () => {
    expect(() => fitGammaGamma([1, 2], [3, 4])).toThrow(DomainError);
    expect(() => fitGammaGamma([1, 2, 3], [3, 4])).toThrow('length');
  });
});

describe('the spend of customers', () => {
  const log = logOf([
    ['a', 10, 20],
    ['a', 20, 22],
    ['a', 40, 500],
    ['b', 10, 1e6],
    ['b', 11, 18],
    ['b', 12, 21],
    ['c', 10, -10],
    ['d', 50, 99],
  ]);
  it('is tallied until the as-of day, the first purchase apart, cut at 25 medians', () => {
    const tallies = spendTallies(log, Int32Array.of(0, 1, 2), 30);
    // Sizes 10 18 20 21 22 10⁶: the upper median is 21.
    expect(tallies.limit).toBe(525);
    expect(tallies).toMatchObject({
      purchases: Float64Array.of(2, 3, 1),
      total: Float64Array.of(42, 525 + 39, -10),
      typicalTotal: Float64Array.of(42, 525 + 39, -10),
      typicalSumOfSquares: Float64Array.of(20 ** 2 + 22 ** 2, 525 ** 2 + 18 ** 2 + 21 ** 2, 100),
      repeats: Float64Array.of(1, 2, 0),
      repeatTotal: Float64Array.of(22, 39, 0),
      typicalRepeatTotal: Float64Array.of(22, 39, 0),
      wholesale: Uint8Array.of(0, 0, 0),
      winsorised: 1,
    });
  });
  it('knows the purchases of the as-of day', () => {
    expect([...spendTallies(log, Int32Array.of(0), 40).purchases]).toEqual([3]);
    expect([...spendTallies(log, Int32Array.of(0), 39).purchases]).toEqual([2]);
  });
  it('makes a wholesale customer of two purchases beyond the limit that are half of all, or more', () => {
    const small = Array.from({ length: 9 }, (_, i): [string, number, number] => [`s${i}`, 5, 20]);
    const wholesale = (...margins: number[]): number => {
      const rows = margins.map((margin, k): [string, number, number] => ['a', 10 + k, margin]);
      return spendTallies(logOf([...rows, ...small]), Int32Array.of(0, ...small.map((_, i) => i + 1)), 100)
        .wholesale[0]!;
    };
    expect([wholesale(1e5, 1e5), wholesale(1e5, 1e5, 20, 20), wholesale(1e5, 1e5, 20, 20, 20)]).toEqual([1, 1, 0]);
    expect([wholesale(1e5), wholesale(1e5, 20)]).toEqual([0, 0]);
  });

  /** Customers with two purchases each, different means. */
  const repeaters = (positive: number, losing: number) => {
    const rows = Array.from({ length: positive + losing }, (_, i) => i).flatMap((i): [string, number, number][] => {
      const id = String(i).padStart(4, '0');
      const mean = 10 + (i % 17);
      return i < positive
        ? [
            [id, 10, mean],
            [id, 20, mean + (i % 3)],
          ]
        : [
            [id, 10, 5],
            [id, 20, -5],
          ];
    });
    return fitSpend(
      spendTallies(
        logOf(rows),
        Int32Array.from({ length: positive + losing }, (_, i) => i),
        100,
      ),
    );
  };
  it('is no case for Gamma-Gamma below fifty who bought again, or where more than one in twenty made a loss', () => {
    expect(
      [repeaters(50, 0), repeaters(49, 0), repeaters(95, 5), repeaters(94, 5)].map((f) => f.gammaGamma !== null),
    ).toEqual([true, false, true, false]);
  });
  it('is judged for Gamma-Gamma by those who bought again alone, however many bought once', () => {
    const rows = Array.from({ length: 160 }, (_, i) => i).flatMap((i): [string, number, number][] => {
      const first: [string, number, number] = [String(i).padStart(4, '0'), 10, 10 + (i % 17)];
      return i < 60 ? [first, [first[0], 20, 12 + (i % 13)]] : [first];
    });
    const fitted = fitSpend(
      spendTallies(
        logOf(rows),
        Int32Array.from({ length: 160 }, (_, i) => i),
        100,
      ),
    );
    expect(fitted.gammaGamma).toMatchObject({ customers: 60 });
  });
  it('is expected by the model chosen: own mean for wholesale, the shrunk mean for a loss', () => {
    const tallies = {
      purchases: Float64Array.of(3, 3, 1, 2),
      total: Float64Array.of(30, 30, 8, 900),
      repeats: Float64Array.of(2, 2, 0, 1),
      repeatTotal: Float64Array.of(22, -2, 0, 400),
      wholesale: Uint8Array.of(0, 0, 0, 1),
    };
    const shrunkMean = { mean: 12, withinVariance: 4, betweenVariance: 2 };
    const gammaGamma = { parameters: { p: 2, q: 4, gamma: 3 } };
    const fitted = { tallies, shrunkMean, gammaGamma } as unknown as FittedSpend;
    const shrunk = (n: number, total: number): number => 12 + ((2 * n) / (2 * n + 4)) * (total / n - 12);
    expect([...expectedSpend(fitted, 'shrunkMean')]).toEqual([shrunk(3, 30), shrunk(3, 30), shrunk(1, 8), 450]);
    expect([...expectedSpend(fitted, 'gammaGamma')]).toEqual([(2 * (3 + 22)) / 7, shrunk(3, 30), 2, 450]);
    expect(expectedSpend({ ...fitted, gammaGamma: null }, 'gammaGamma')[0]).toBe(shrunk(3, 30));
  });

  it('is reported with the figures shown, whatever was measured, and says what was cut only where something was', () => {
    const fitted = {
      tallies: { winsorised: 0, limit: 100 },
      shrunkMean: { mean: 1, withinVariance: 2, betweenVariance: 3 },
      gammaGamma: { customers: 60 },
    } as unknown as FittedSpend;
    const [better, worse] = [
      { rmse: 10, bias: 0.1, spearman: 0.6 },
      { rmse: 20, bias: 0.2, spearman: null },
    ];
    const report = spendReport(
      fitted,
      { shrunkMean: worse, gammaGamma: better },
      { shrunkMean: better, gammaGamma: null },
    );
    expect(report).toMatchObject({
      chosen: 'gammaGamma',
      winsorLimit: null,
      winsorisedPurchases: 0,
      shrunkMean: { mean: 1, holdout: better },
      gammaGamma: { customers: 60, holdout: null },
    });
    expect(report.reason).toBe(
      'Gamma-Gamma foresaw the margin per purchase better out of sample (RMSE 10.00, rank correlation 0.600) ' +
        'than the shrunk mean (RMSE 20.00, rank correlation undefined)',
    );
    expect(spendReport(fitted, { shrunkMean: better, gammaGamma: worse }).reason).toMatch(/^the shrunk mean foresaw/);
    expect(spendReport(fitted, { shrunkMean: better, gammaGamma: better }).chosen, 'equally good').toBe('shrunkMean');
    expect(spendReport(fitted, null)).toMatchObject({
      chosen: 'shrunkMean',
      reason: expect.stringContaining('nothing to compare'),
      shrunkMean: { holdout: null },
    });
    expect(spendReport({ ...fitted, gammaGamma: null }, { shrunkMean: better, gammaGamma: null })).toMatchObject({
      reason: expect.stringContaining('enough repeat buyers'),
      gammaGamma: null,
    });
    const cut = { ...fitted, tallies: { ...fitted.tallies, winsorised: 2 } };
    expect(spendReport(cut, null)).toMatchObject({ winsorLimit: 100, winsorisedPurchases: 2 });
  });

  it('is measured on those who bought in the window, by their margin per purchase', () => {
    const rows: [string, number, number][] = [
      ['a', 10, 20],
      ['a', 20, 24],
      ['a', 60, 30],
      ['a', 70, 34],
      ['b', 10, 10],
      ['b', 70, 12],
      ['c', 10, 15],
    ];
    const everybody = Int32Array.of(0, 1, 2);
    const { shrunkMean, gammaGamma } = compareSpend(logOf(rows), everybody, 50, 80);
    const expected = expectedSpend(fitSpend(spendTallies(logOf(rows), everybody, 50)), 'shrunkMean');
    expect(shrunkMean!.rmse).toBeCloseTo(Math.sqrt(((expected[0]! - 32) ** 2 + (expected[1]! - 12) ** 2) / 2), 9);
    expect(shrunkMean!.bias).toBeCloseTo((expected[0]! + expected[1]!) / 44 - 1, 9);
    expect(gammaGamma).toBeNull();
    expect(compareSpend(logOf(rows), everybody, 50, 65).shrunkMean, 'one customer says nothing').toBeNull();
  });
});
