import { describe, expect, it } from 'vitest';
import type { PurchaseModelFamily } from '../../../../domain/clv/models/model.ts';
import { bgnbd } from '../../../../domain/clv/models/bgnbd.ts';
import { mbgcnbd } from '../../../../domain/clv/models/mbgcnbd.ts';
import { mbgnbd } from '../../../../domain/clv/models/mbgnbd.ts';
import { paretonbd } from '../../../../domain/clv/models/paretonbd.ts';
import { goldenIsPresent, named, readGolden, relativeError, type GoldenHardCase } from './reference-data.ts';

/** Over the pairs (actual, expected) whose expected value is known. */
const largestError = (pairs: readonly (readonly [number, number | undefined])[]): number =>
  Math.max(...pairs.map(([actual, expected]) => (expected === undefined ? 0 : relativeError(actual, expected))));

const NEW = { frequency: 0, recency: 0, age: 0 };
const CDNOW = {
  bgnbd: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
  paretonbd: { r: 0.5533, alpha: 10.578, s: 0.6062, beta: 11.669 },
};

describe('published values of the purchase models', () => {
  it('BG/NBD: customer (2, 30.43, 38.86) is expected to buy 1.226 times in 39 weeks (Fader, Hardie & Lee 2005)', () => {
    const history = { frequency: 2, recency: 30.43, age: 38.86 };
    expect(bgnbd.bind(CDNOW.bgnbd, 7).expectedPurchases(history, 39)).toBeCloseTo(1.226, 3);
  });

  it('BG/NBD: somebody without a repeat purchase is alive', () => {
    expect(bgnbd.bind(CDNOW.bgnbd, 7).probabilityAlive({ frequency: 0, recency: 0, age: 500 })).toBe(1);
  });

  it('Pareto/NBD: a new customer is expected to buy 1.47311 times in 52 weeks (Fader & Hardie)', () => {
    expect(paretonbd.bind(CDNOW.paretonbd, 7).expectedPurchases(NEW, 52)).toBeCloseTo(1.47311, 3);
  });

  it('Pareto/NBD: customer (26, 30.86, 31) has P(alive) .99787 and 25.454 expected purchases (Fader & Hardie)', () => {
    const model = paretonbd.bind(CDNOW.paretonbd, 7);
    const history = { frequency: 26, recency: 30.86, age: 31 };
    expect(model.probabilityAlive(history)).toBeCloseTo(0.99787, 4);
    expect(model.expectedPurchases(history, 52)).toBeCloseTo(25.454, 2);
  });

  it('Pareto/NBD: does not jump between 132 and 133 purchases in 200 weeks, where older code overflowed (lifetimes)', () => {
    const model = paretonbd.bind({ r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }, 7);
    const expected = (frequency: number) => model.expectedPurchases({ frequency, recency: 200, age: 200 }, 10);
    expect(relativeError(expected(132), 6.2060517889632)).toBeLessThan(1e-12);
    expect(relativeError(expected(133), 6.2528722475748)).toBeLessThan(1e-12);
  });
});

describe('forecasts against direct integration over the latent rates', () => {
  // Trapezoidal double integrals over (λ, μ) or (λ, p) of the individual-level model, with none of the closed forms.
  it.each([
    [0, 0, 272 / 7, 39, 0.06927371012710341],
    [2, 213 / 7, 272 / 7, 39, 0.5919246848524349],
    [7, 206 / 7, 272 / 7, 39, 0.6887046227126669],
    [2, 213 / 7, 272 / 7, 1 / 7, 0.006374559395025796],
  ])('Pareto/NBD P(purchase): x %d, t_x %f, T %f, horizon %f', (frequency, recency, age, horizon, expected) => {
    const model = paretonbd.bind({ r: 0.55315, alpha: 10.57633, s: 0.60625, beta: 11.6715 }, 7);
    expect(relativeError(model.probabilityOfPurchase({ frequency, recency, age }, horizon), expected)).toBeLessThan(
      1e-11,
    );
  });

  it.each([
    [0, 0, 0.10880272842665806],
    [2, 213 / 7, 0.5599397834954466],
  ])('MBG/NBD P(purchase): x %d, t_x %f', (frequency, recency, expected) => {
    const model = mbgnbd.bind({ r: 0.5248431, alpha: 6.183084, a: 0.8913589, b: 1.614001 }, 7);
    expect(relativeError(model.probabilityOfPurchase({ frequency, recency, age: 272 / 7 }, 39), expected)).toBeLessThan(
      1e-11,
    );
  });

  // k, r, α, a, b; x, t_x, T, horizon; P(alive), E[Y], P(Y ≥ 1), ln L without the gaps.
  it.each([
    [
      [2, 1.1, 9, 0.7, 2],
      [0, 0, 30, 60],
      [0.5124863588061797, 0.5335565651166089, 0.31322789861253386, -0.6314897099493355],
    ],
    [
      [3, 1.1, 9, 0.7, 2],
      [4, 50, 70, 60],
      [0.6570757232515996, 2.199868577091845, 0.6555430540008812, -35.47195541775787],
    ],
    [
      [3, 1.1, 9, 0.7, 2],
      [12, 60, 70, 30],
      [0.6918946714058752, 3.213941529185896, 0.6918656258177701, -70.12899772108716],
    ],
    [
      [5, 0.8, 4, 1.3, 2.5],
      [2, 40, 45, 20],
      [0.7735782803329294, 0.6028441757758235, 0.5159491663067999, -32.377103267143475],
    ],
  ])(
    'MBG/CNBD-k: parameters %j, history and horizon %j',
    (parameters, [frequency, recency, age, horizon], [alive, expected, purchase, logLikelihood]) => {
      const model = mbgcnbd.bind(named(mbgcnbd.parameterNames, parameters), 1);
      const history = { frequency: frequency!, recency: recency!, age: age! };
      expect(relativeError(model.probabilityAlive(history), alive!)).toBeLessThan(1e-11);
      expect(relativeError(model.expectedPurchases(history, horizon!), expected!)).toBeLessThan(1e-11);
      expect(relativeError(model.probabilityOfPurchase(history, horizon!), purchase!)).toBeLessThan(1e-11);
      expect(relativeError(model.logLikelihood(history), logLikelihood!)).toBeLessThan(1e-11);
      // Each gap adds (k − 1)·ln gap: Erlang density.
      const k = parameters[0]!;
      expect(model.logLikelihood({ ...history, sumLogGaps: 1.5 }) - model.logLikelihood(history)).toBeCloseTo(
        1.5 * (k - 1),
        10,
      );
    },
  );

  it('MBG/CNBD-k: E, P and discounting agree with each other in the limits of the horizon', () => {
    const model = mbgcnbd.bind({ k: 3, r: 1.1, alpha: 9, a: 0.7, b: 2 }, 1);
    const history = { frequency: 4, recency: 50, age: 70 };
    // In a short time there is at most one purchase.
    expect(
      relativeError(model.probabilityOfPurchase(history, 1e-4), model.expectedPurchases(history, 1e-4)),
    ).toBeLessThan(1e-6);
    // Discounting by a Riemann–Stieltjes sum over the exact expectation.
    let sum = 0;
    for (let i = 0; i < 2_000; i++) {
      const [from, to] = [(i * 365) / 2_000, ((i + 1) * 365) / 2_000];
      sum +=
        (model.expectedPurchases(history, to) - model.expectedPurchases(history, from)) *
        Math.exp((-0.001 * (from + to)) / 2);
    }
    expect(relativeError(model.discountedPurchases(history, 365, 0.001), sum)).toBeLessThan(1e-7);
  });
});

describe.skipIf(!goldenIsPresent)(
  '40-digit reference values to 1e-10 (skipped where ../shared/data/clv_golden.json is absent)',
  () => {
    const golden = goldenIsPresent ? readGolden() : undefined;
    const families = [
      ['bgnbd', bgnbd],
      ['mbgnbd', mbgnbd],
      ['pnbd', paretonbd],
    ] as const;
    const of = (key: (typeof families)[number][0], family: PurchaseModelFamily) =>
      family.bind(named(family.parameterNames, golden!.params[key]), 7);

    it.each(families)(
      '%s: log-likelihood, P(alive), expectations, P(purchase) and discounted purchases of eight customers',
      (key, family) => {
        const model = of(key, family);
        expect(golden!.customers.length).toBe(8);
        for (const customer of golden!.customers) {
          const history = { frequency: customer.x, recency: customer.t_x, age: customer.T };
          const expected = customer[key];
          const discounted = model.discountedPurchases(history, Infinity, golden!.discount_continuous_weekly);
          const error = largestError([
            [model.logLikelihood(history), expected.ll],
            [model.probabilityAlive(history), expected.p_alive],
            [model.expectedPurchases(history, 39), expected.e_39],
            [model.expectedPurchases(history, 52), expected.e_52],
            [model.expectedPurchases(history, 520), expected.e_520],
            [1 - model.probabilityOfPurchase(history, 39), expected.p0_39],
            [discounted, expected.dert_15pct],
          ]);
          expect(error).toBeLessThan(1e-10);
        }
      },
    );

    it('the same scores in columns', () => {
      const { customers, discount_continuous_weekly: discountRate } = golden!;
      const column = (pick: (c: (typeof customers)[number]) => number) => Float64Array.from(customers, pick);
      const statistics = {
        count: customers.length,
        unitDays: 7,
        frequency: column((c) => c.x),
        recency: column((c) => c.t_x),
        age: column((c) => c.T),
        sumLogGaps: column(() => 0),
      };
      for (const [key, family] of families) {
        const model = of(key, family);
        const scores = family.score(model.parameters, statistics, 39, discountRate);
        customers.forEach((c, i) => {
          const history = { frequency: c.x, recency: c.t_x, age: c.T };
          expect(relativeError(scores.expectedPurchases[i]!, c[key].e_39)).toBeLessThan(1e-10);
          expect(scores.probabilityOfPurchase[i]).toBe(model.probabilityOfPurchase(history, 39));
          expect(scores.discountedPurchases[i]).toBe(model.discountedPurchases(history, 39, discountRate));
        });
      }
    });

    it('expectation of a new customer over horizons from a day to ten years', () => {
      golden!.expectation.t.forEach((t, i) => {
        expect(relativeError(of('bgnbd', bgnbd).expectedPurchases(NEW, t), golden!.expectation.bgnbd[i]!)).toBeLessThan(
          1e-10,
        );
        expect(
          relativeError(of('pnbd', paretonbd).expectedPurchases(NEW, t), golden!.expectation.pnbd[i]!),
        ).toBeLessThan(1e-10);
      });
    });

    it.each([
      ['BG/NBD', 'bgnbd_hard', bgnbd],
      ['Pareto/NBD', 'pnbd_hard', paretonbd],
    ] as const)('%s: cases that overflow, hit a pole or underflow elsewhere', (_, key, family) => {
      golden![key].forEach((c: GoldenHardCase) => {
        const model = family.bind(named(family.parameterNames, c.params), 7);
        const history = { frequency: c.x, recency: c.t_x, age: c.T };
        const error = largestError([
          [model.logLikelihood(history), c.ll],
          [model.probabilityAlive(history), c.p_alive],
          [model.expectedPurchases(history, c.t), c.e],
          [model.discountedPurchases(history, Infinity, golden!.discount_continuous_weekly), c.dert_15pct],
        ]);
        expect(error).toBeLessThan(1e-10);
      });
    });
  },
);
