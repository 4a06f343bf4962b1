import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedSpend, fitSpend, spendTallies } from '../../../../domain/clv/spend/choose-spend.ts';
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
import { winsoriseOwn, winsorLimit, winsorise } from '../../../../domain/clv/spend/winsorise.ts';
import { cdnowLog, goldenPath, hasCdnow } from '../reference-data.ts';
import { uniforms } from '../simulated-shop.ts';

const LITERATURE = { p: 6.25, q: 3.74, gamma: 15.44 };

describe.skipIf(!existsSync(goldenPath))(
  'Gamma-Gamma against 40-digit reference values (skipped where ../shared/data is absent)',
  () => {
    const golden = (
      existsSync(goldenPath) ? JSON.parse(readFileSync(path.resolve(goldenPath), 'utf8')) : { gg: [] }
    ) as { gg: { x: number; z: number; e: number }[] };

    it('expects the spend of each reference customer', () => {
      expect(golden.gg.length).toBeGreaterThan(4);
      for (const { x, z, e } of golden.gg)
        expect(Math.abs(gammaGammaExpectedSpend(LITERATURE, x, z) / e - 1)).toBeLessThan(1e-10);
    });
  },
);

describe.skipIf(!hasCdnow)('Gamma-Gamma on the CDNOW sample (skipped where ../shared/data is absent)', () => {
  it('fits p 6.2495, q 3.7443, γ 15.4435, log-likelihood −4055.9177 on the 946 repeat buyers of 39 weeks', () => {
    const { repeats, meanSpend } = cdnowLog().repeatSpend('1997-09-30');
    const fit = fitGammaGamma(repeats, meanSpend);
    expect(fit.customers).toBe(946);
    expect(fit.converged).toBe(true);
    expect(fit.logLikelihood).toBeGreaterThan(-4055.9178);
    expect(fit.parameters.p).toBeCloseTo(6.2495, 2);
    expect(fit.parameters.q).toBeCloseTo(3.7443, 2);
    expect(fit.parameters.gamma).toBeCloseTo(15.4435, 1);
    for (const error of Object.values(fit.standardErrors!)) expect(error).toBeGreaterThan(0);
  });

  it('does not care about the currency unit', () => {
    const { repeats, meanSpend } = cdnowLog().repeatSpend('1997-09-30');
    const whole = fitGammaGamma(repeats, meanSpend);
    const cents = fitGammaGamma(
      repeats,
      meanSpend.map((spend) => spend * 100),
    );
    expect(cents.parameters.gamma / whole.parameters.gamma).toBeCloseTo(100, 4);
    expect(cents.parameters.p / whole.parameters.p).toBeCloseTo(1, 6);
    expect(cents.logLikelihood - whole.logLikelihood).toBeCloseTo(-946 * Math.log(100), 4);
  });
});

describe('Gamma-Gamma', () => {
  it('has a density that integrates to one', () => {
    let area = 0;
    const step = 1e-3;
    for (let u = -8; u < 9; u += step) area += Math.exp(gammaGammaLogLikelihood(LITERATURE, 3, Math.exp(u)) + u) * step;
    expect(area).toBeCloseTo(1, 5);
  });

  it('refuses a population without positive spend', () => {
    expect(() => fitGammaGamma([1, 2, 3], [-5, 0, -1])).toThrow(/positive spend/);
  });
});

/** Customers with the given margins, bought 10 days apart. */
const shopOf = (customers: readonly (readonly number[])[]) => {
  const offsets = new Int32Array(customers.length + 1);
  customers.forEach((margins, i) => {
    offsets[i + 1] = offsets[i]! + margins.length;
  });
  return {
    log: {
      count: customers.length,
      offsets,
      day: Int32Array.from(customers.flatMap((margins) => margins.map((_, k) => 10 * k))),
      marginMinor: Float64Array.from(customers.flat()),
    },
    everybody: Int32Array.from(customers.keys()),
  };
};

/** Customers of a shop of twenties who differ a little; the sequence is fixed. */
const ordinary = (count: number): number[][] => {
  const random = uniforms(7);
  return Array.from({ length: count }, () => {
    const mean = 10 + 20 * random();
    return Array.from({ length: 2 + Math.floor(3 * random()) }, () => mean * (0.5 + random()));
  });
};

describe('spend of one company', () => {
  it('keeps Gamma-Gamma for the others where one repeat buyer spends nothing or makes a loss, and expects something of everybody', () => {
    const { log, everybody } = shopOf([...ordinary(200), [0, 0, 0], [20, -5, -5]]);
    const fitted = fitSpend(spendTallies(log, everybody, 1000));
    expect(fitted.gammaGamma).toMatchObject({ customers: 200, converged: true });
    const expected = expectedSpend(fitted, 'gammaGamma');
    expect(expected.every(Number.isFinite)).toBe(true);
    expect(expected[200]).toBeGreaterThanOrEqual(0);
    expect(expected[201]).toBe(expectedSpend(fitted, 'shrunkMean')[201]);
    const losing = shopOf([...ordinary(100), ...Array.from({ length: 10 }, () => [20, -5])]);
    expect(fitSpend(spendTallies(losing.log, losing.everybody, 1000)).gammaGamma).toBeNull();
  });

  it('judges an outlier against the customer: a wholesale customer keeps every cent, and nobody else expects more for it', () => {
    const small = ordinary(300);
    const without = fitSpend(spendTallies(shopOf(small).log, shopOf(small).everybody, 1000));
    const { log, everybody } = shopOf([...small, Array.from({ length: 18 }, () => 168_000)]);
    const fitted = fitSpend(spendTallies(log, everybody, 1000));
    expect(fitted.tallies.winsorised).toBe(0);
    for (const model of ['shrunkMean', 'gammaGamma'] as const) {
      const expected = expectedSpend(fitted, model);
      expect(expected[300]).toBeCloseTo(168_000, 6);
      const before = expectedSpend(without, model);
      expect(before.every((spend, i) => Math.abs(expected[i]! / spend - 1) < 1e-6)).toBe(true);
    }
  });
});

describe('spend that hardly differs between customers', () => {
  it('is a ridge for Gamma-Gamma: the search ends at its bounds, says so, and expects the common mean of everybody', () => {
    const random = uniforms(3);
    const purchases = Array.from({ length: 500 }, () => 1 + Math.floor(4 * random()));
    const means = purchases.map(
      (n) => 20 + Array.from({ length: n }, () => 10 * (random() - 0.5)).reduce((a, b) => a + b, 0) / n,
    );
    const fit = fitGammaGamma(purchases, means);
    expect(fit).toMatchObject({ converged: false, standardErrors: null });
    expect(fit.warnings[0]).toMatch(/ridge/);
    purchases.forEach((n, i) => expect(gammaGammaExpectedSpend(fit.parameters, n, means[i]!) / 20).toBeCloseTo(1, 1));
  });
});

describe('one price for everybody', () => {
  it('is no case for Gamma-Gamma, whose parameters would run away: everybody is expected to spend that price', () => {
    const customers = 100;
    const log = {
      count: customers,
      offsets: Int32Array.from({ length: customers + 1 }, (_, i) => 3 * i),
      day: Int32Array.from({ length: 3 * customers }, (_, k) => 10 * (k % 3)),
      marginMinor: new Float64Array(3 * customers).fill(100),
    };
    const fitted = fitSpend(
      spendTallies(
        log,
        Int32Array.from({ length: customers }, (_, i) => i),
        100,
      ),
    );
    expect(fitted.gammaGamma).toBeNull();
    for (const spend of expectedSpend(fitted, 'shrunkMean')) expect(spend).toBeCloseTo(100, 9);
  });
});

describe('shrunk mean', () => {
  it('lies between the own mean and the company mean, and nearer the own mean with more purchases; negative margins included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -5000, max: 20_000 }), { minLength: 1, maxLength: 8 }), {
          minLength: 3,
          maxLength: 30,
        }),
        (customers) => {
          const counts = customers.map((margins) => margins.length);
          const totals = customers.map((margins) => margins.reduce((a, b) => a + b, 0));
          const squares = customers.map((margins) => margins.reduce((a, b) => a + b * b, 0));
          const model = fitShrunkMean(counts, totals, squares);
          counts.forEach((n, i) => {
            const expected = shrunkMeanExpectedSpend(model, n, totals[i]!);
            const [low, high] = [model.mean, totals[i]! / n].sort((a, b) => a - b) as [number, number];
            expect(expected).toBeGreaterThanOrEqual(low - 1e-6);
            expect(expected).toBeLessThanOrEqual(high + 1e-6);
          });
          expect(shrinkageWeight(model, 9)).toBeGreaterThanOrEqual(shrinkageWeight(model, 2));
        },
      ),
    );
  });

  it('believes a mean fully where purchases never vary, and not at all where customers do not differ', () => {
    expect(shrinkageWeight(fitShrunkMean([2, 2, 2], [20, 40, 60], [200, 800, 1800]), 2)).toBeCloseTo(1, 12);
    expect(shrinkageWeight(fitShrunkMean([2, 2], [30, 30], [500, 500]), 5)).toBe(0);
  });
});

describe('winsorising', () => {
  it('cuts what is far beyond the median, and nothing else', () => {
    const limit = winsorLimit([10, 12, 11, 9, 1_000_000]);
    expect(limit).toBe(25 * 11);
    expect(winsorise(1_000_000, limit)).toBe(275);
    expect(winsorise(-12, limit)).toBe(-12);
    expect(winsorLimit([0, 0])).toBe(Infinity);
  });

  it.each([
    ['one purchase', [168_000], [500]],
    ['one among small ones', [20, 168_000, 30], [20, 500, 30]],
    ['a small one among large ones', [168_000, 20, 168_000], [168_000, 20, 168_000]],
    ['a hundredfold of what is usual', [1e5, 1e5, 1e7], [1e5, 1e5, 5e5]],
    ['a loss as large', [-168_000, -168_000, 20], [-168_000, -168_000, 20]],
    ['nothing beyond the limit', [1, 400, 2], [1, 400, 2]],
  ])("judges against the customer's other purchases: %s", (_, margins, cut) => {
    expect(Array.from(winsoriseOwn(margins, 500))).toEqual(cut);
  });
});

describe('interval', () => {
  it('finds the negative binomial with the given mean and chance of zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (mean, size) => {
          const zero = (size / (size + mean)) ** size;
          fc.pre(zero > 1e-200 && -Math.log(zero) < mean * 0.999);
          expect(negativeBinomialSize(mean, zero) / size).toBeCloseTo(1, 5);
        },
      ),
    );
    expect(negativeBinomialSize(2, Math.exp(-2))).toBe(Infinity);
  });

  it('has a next purchase within the horizon for whom one is expected, however unlikely', () => {
    expect(nextPurchaseFraction(1e-52, 1e-54, negativeBinomialSize(1e-52, 1 - 1e-54))).toBe(1);
    expect(nextPurchaseFraction(0, 0, Infinity)).toBeNull();
  });

  it('runs from 0 to what is expected for a customer who is almost surely gone, holds the expected margin of everybody, and is mirrored for a loss', () => {
    expect(
      compoundInterval80({
        expectedPurchases: 0.05,
        probability: 0.04,
        meanMargin: 1000,
        purchaseVariance: 1e5,
        meanVariance: 1e4,
      }),
    ).toEqual({ low: 0, high: 50 });
    expect(
      compoundInterval80({
        expectedPurchases: 0.05,
        probability: 0.04,
        meanMargin: -52,
        purchaseVariance: 1e2,
        meanVariance: 1e2,
      }),
    ).toEqual({ low: -2.6, high: -0 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (m, share, margin) => {
          const probability = Math.min(1, m) * share;
          const { low, high } = compoundInterval80({
            expectedPurchases: m,
            probability,
            meanMargin: margin,
            purchaseVariance: 1e4,
            meanVariance: 1e3,
          });
          expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
          expect(low).toBeLessThanOrEqual(probability > 0 ? m * margin : 0);
          expect(high).toBeGreaterThanOrEqual(probability > 0 ? m * margin : 0);
          const mirrored = compoundInterval80({
            expectedPurchases: m,
            probability,
            meanMargin: -margin,
            purchaseVariance: 1e4,
            meanVariance: 1e3,
          });
          expect(mirrored.low).toBeCloseTo(-high, 9);
        },
      ),
    );
  });
});
