import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PurchaseHistory, PurchaseModelFamily } from '../../../../domain/clv/models/model.ts';
import { expectedWhileAlive, rateWhileAlive } from '../../../../domain/clv/models/beta-geometric.ts';
import { erlangForecast } from '../../../../domain/clv/models/erlang-timing.ts';
import { fixedRhythmForecast } from '../../../../domain/clv/models/fixed-rhythm.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import { betaExpectation } from '../../../../domain/numerics/quadrature.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { relativeError } from './reference-data.ts';
import { simulateErlang } from './simulation.ts';

const families = Object.values(purchaseModelFamilies).map((family) => [family.label, family] as const);

/** Log-uniform on [min, max]. */
const spread = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);

const parametersOf = (family: PurchaseModelFamily) =>
  fc.record(
    Object.fromEntries(
      family.parameterNames.map((name) => [
        name,
        name === 'k'
          ? fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(18, 27, 40))
          : name === 'alpha' || name === 'beta'
            ? spread(0.1, 1e4)
            : spread(0.01, 100),
      ]),
    ),
  ) as fc.Arbitrary<Record<string, number>>;

/** Histories in days, up to 5,000 purchases in 20 years, the customer of today included. */
const histories: fc.Arbitrary<PurchaseHistory> = fc
  .tuple(
    fc.nat(7300),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.boolean(),
  )
  .map(([age, recencyShare, frequencyShare, oneTime]) => {
    const recency = oneTime ? 0 : Math.round(age * recencyShare);
    const frequency = recency === 0 ? 0 : Math.max(1, Math.min(5000, Math.round(recency * frequencyShare ** 3)));
    return { frequency, recency, age };
  });

const cases = (family: PurchaseModelFamily) =>
  fc.tuple(parametersOf(family), histories, spread(0.1, 1500), spread(0.1, 1500), spread(1e-6, 0.01));

const TOLERANCE = 1e-9;

describe('forecasts of every purchase model', () => {
  it.each(families)('%s: finite, not negative, and ordered as theory demands', (_, family) => {
    fc.assert(
      fc.property(cases(family), ([parameters, history, first, second, discountRate]) => {
        const model = family.bind(parameters, 1);
        const [short, long] = [Math.min(first, second), Math.max(first, second)];
        const alive = model.probabilityAlive(history);
        const [soon, later] = [model.expectedPurchases(history, short), model.expectedPurchases(history, long)];
        const [maybeSoon, maybeLater] = [
          model.probabilityOfPurchase(history, short),
          model.probabilityOfPurchase(history, long),
        ];
        const discounted = model.discountedPurchases(history, long, discountRate);
        for (const value of [alive, soon, later, maybeSoon, maybeLater, discounted]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(Number.isNaN(model.logLikelihood(history))).toBe(false);
        // More time, more purchases; and at least one purchase is no more likely than the expected number of them.
        expect(later).toBeGreaterThanOrEqual(soon * (1 - TOLERANCE));
        expect(maybeLater).toBeGreaterThanOrEqual(maybeSoon * (1 - TOLERANCE));
        expect(maybeLater).toBeLessThanOrEqual(alive * (1 + TOLERANCE));
        expect(maybeLater).toBeLessThanOrEqual(later * (1 + TOLERANCE));
        // A discounted purchase is worth between e^{−δh} and 1.
        expect(discounted).toBeLessThanOrEqual(later);
        expect(discounted).toBeGreaterThanOrEqual(later * Math.exp(-discountRate * long) * (1 - 1e-6));
        // No discount, no horizon.
        expect(model.discountedPurchases(history, long, 0)).toBe(later);
        expect(model.expectedPurchases(history, 0)).toBe(0);
        expect(model.probabilityOfPurchase(history, 0)).toBe(0);
        expect(model.discountedPurchases(history, 0, discountRate)).toBe(0);
      }),
      { numRuns: family.key === 'mbgcnbd' ? 60 : 250 },
    );
  });

  it.each(families)('%s: a later last purchase makes it likelier that the customer is alive', (_, family) => {
    fc.assert(
      fc.property(
        parametersOf(family),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 300, max: 2000 }),
        fc.integer({ min: 300, max: 2000 }),
        (parameters, x, p, q) => {
          const model = family.bind(parameters, 1);
          const alive = (recency: number) => model.probabilityAlive({ frequency: x, recency, age: 2000 });
          expect(alive(Math.max(p, q))).toBeGreaterThanOrEqual(alive(Math.min(p, q)) * (1 - TOLERANCE));
        },
      ),
    );
  });

  it.each(families.filter(([, family]) => family.key !== 'mbgcnbd'))(
    '%s: a later last purchase, more expected purchases',
    (_, family) => {
      fc.assert(
        fc.property(
          parametersOf(family),
          fc.integer({ min: 1, max: 300 }),
          fc.integer({ min: 300, max: 2000 }),
          fc.integer({ min: 300, max: 2000 }),
          (parameters, x, p, q) => {
            const model = family.bind(parameters, 1);
            const expected = (recency: number) => model.expectedPurchases({ frequency: x, recency, age: 2000 }, 365);
            expect(expected(Math.max(p, q))).toBeGreaterThanOrEqual(expected(Math.min(p, q)) * (1 - TOLERANCE));
          },
        ),
      );
    },
  );

  it.each(families)('%s: the discounted value falls with the rate and approaches the undiscounted one', (_, family) => {
    fc.assert(
      fc.property(cases(family), ([parameters, history, horizon, , discountRate]) => {
        const model = family.bind(parameters, 1);
        const undiscounted = model.expectedPurchases(history, horizon);
        const [little, much] = [
          model.discountedPurchases(history, horizon, discountRate),
          model.discountedPurchases(history, horizon, 3 * discountRate),
        ];
        expect(much).toBeLessThanOrEqual(little * (1 + 1e-6));
        expect(Math.abs(model.discountedPurchases(history, horizon, 1e-12) - undiscounted)).toBeLessThanOrEqual(
          1e-7 * undiscounted,
        );
      }),
      { numRuns: family.key === 'mbgcnbd' ? 40 : 100 },
    );
  });

  it.each(families)('%s: weeks and days give the same answers', (_, family) => {
    fc.assert(
      fc.property(cases(family), ([parameters, history, horizon, , discountRate]) => {
        const weekly = Object.fromEntries(
          Object.entries(parameters).map(([name, v]) => [name, name === 'alpha' || name === 'beta' ? v / 7 : v]),
        );
        const inDays = family.bind(parameters, 1);
        const inWeeks = family.bind(weekly, 7);
        const history7 = { frequency: history.frequency, recency: history.recency / 7, age: history.age / 7 };
        const error = (day: number, week: number) => Math.abs(day - week) / Math.max(day, 1e-100);
        expect(
          error(inDays.expectedPurchases(history, horizon), inWeeks.expectedPurchases(history7, horizon / 7)),
        ).toBeLessThan(TOLERANCE);
        expect(
          error(inDays.probabilityOfPurchase(history, horizon), inWeeks.probabilityOfPurchase(history7, horizon / 7)),
        ).toBeLessThan(TOLERANCE);
        const discounted = inDays.discountedPurchases(history, horizon, discountRate);
        expect(error(discounted, inWeeks.discountedPurchases(history7, horizon / 7, 7 * discountRate))).toBeLessThan(
          TOLERANCE,
        );
      }),
      { numRuns: family.key === 'mbgcnbd' ? 40 : 100 },
    );
  });

  it.each(families)('%s: 5,000 purchases, no age at all, and a horizon without end', (_, family) => {
    const parameters = { k: 3, r: 0.24, alpha: 31, a: 0.3, b: 0.5, s: 0.6, beta: 80 };
    const model = family.bind(
      Object.fromEntries(family.parameterNames.map((name) => [name, parameters[name as keyof typeof parameters]])),
      1,
    );
    for (const history of [
      { frequency: 5000, recency: 6000, age: 6000 },
      { frequency: 5000, recency: 5000, age: 20_000 },
      { frequency: 0, recency: 0, age: 0 },
      { frequency: 0, recency: 0, age: 20_000 },
    ]) {
      const value = model.discountedPurchases(history, Infinity, Math.log(1.1) / 365.25);
      expect(Number.isFinite(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeGreaterThanOrEqual(
        model.discountedPurchases(history, 365, Math.log(1.1) / 365.25) * (1 - TOLERANCE),
      );
      expect(model.probabilityOfPurchase(history, 365)).toBeLessThanOrEqual(1);
    }
    // About 0.83 purchases a day, and still alive.
    expect(model.probabilityAlive({ frequency: 5000, recency: 6000, age: 6000 })).toBeGreaterThan(0.99);
    expect(model.expectedPurchases({ frequency: 5000, recency: 6000, age: 6000 }, 30)).toBeGreaterThan(20);
  });

  it.each(families)('%s refuses impossible histories, horizons and parameters', (_, family) => {
    const parameters = Object.fromEntries(family.parameterNames.map((name) => [name, 1]));
    const model = family.bind(parameters, 1);
    const history = { frequency: 1, recency: 5, age: 9 };
    for (const impossible of [
      { frequency: -1, recency: 0, age: 9 },
      { frequency: 1.5, recency: 5, age: 9 },
      { frequency: 1, recency: 10, age: 9 },
      { frequency: 1, recency: 0, age: 9 },
      { frequency: 0, recency: 1, age: 9 },
      { frequency: 0, recency: 0, age: Infinity },
    ]) {
      expect(() => model.expectedPurchases(impossible, 1)).toThrow(DomainError);
      expect(() => model.logLikelihood(impossible)).toThrow(DomainError);
    }
    expect(() => model.expectedPurchases(history, -1)).toThrow(/horizon/);
    expect(() => model.expectedPurchases(history, Infinity)).toThrow(/horizon/);
    expect(() => model.probabilityOfPurchase(history, Number.NaN)).toThrow(/horizon/);
    expect(() => model.discountedPurchases(history, Infinity, 0)).toThrow(/horizon/);
    expect(() => model.discountedPurchases(history, 1, -0.1)).toThrow(/discount/);
    for (const name of family.parameterNames) {
      expect(() => family.bind({ ...parameters, [name]: 0 }, 1)).toThrow(new RegExp(`Parameter ${name}`));
      const { [name]: _, ...missing } = parameters;
      expect(() => family.bind(missing, 1)).toThrow(new RegExp(`Parameter ${name}`));
    }
    expect(() => family.bind(parameters, 0)).toThrow(/unit/);
  });
});

describe('scores of a population', () => {
  const truth = { k: 3, r: 1.2, alpha: 10, a: 0.8, b: 2.5 };
  const { statistics, holdout } = simulateErlang(truth, { customers: 4000, days: 300, holdoutDays: 120, seed: 5 });

  it.each(families)('%s: a customer’s score depends on the others only through the parameters', (_, family) => {
    const parameters = Object.fromEntries(family.parameterNames.map((name) => [name, name === 'k' ? 2 : 1.3]));
    const some = (from: number, to: number) => ({
      count: to - from,
      unitDays: 1,
      frequency: statistics.frequency.slice(from, to),
      recency: statistics.recency.slice(from, to),
      age: statistics.age.slice(from, to),
      sumLogGaps: statistics.sumLogGaps.slice(from, to),
    });
    const whole = family.score(parameters, some(0, 300), 90, 1e-3);
    for (const [from, to] of [
      [0, 1],
      [0, 299],
      [299, 300],
    ] as const) {
      const part = family.score(parameters, some(from, to), 90, 1e-3);
      expect(part.expectedPurchases).toEqual(whole.expectedPurchases.slice(from, to));
      expect(part.probabilityOfPurchase).toEqual(whole.probabilityOfPurchase.slice(from, to));
      expect(part.discountedPurchases).toEqual(whole.discountedPurchases.slice(from, to));
    }
  });

  it('MBG/CNBD-k: forecasts at the true parameters match what the simulated customers then did', () => {
    // Each total is a sum over 4,000 independent customers; it should lie within four standard errors of its forecast.
    const discountRate = 0.002;
    const scores = purchaseModelFamilies.mbgcnbd.score(truth, statistics, 120, discountRate);
    const compare = (forecast: Float64Array, actual: readonly number[]) => {
      const differences = actual.map((v, i) => v - forecast[i]!);
      const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
      const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (differences.length - 1);
      return Math.abs(mean) / Math.sqrt(variance / differences.length);
    };
    expect(
      compare(
        scores.expectedPurchases,
        holdout.map((times) => times.length),
      ),
    ).toBeLessThan(4);
    expect(
      compare(
        scores.probabilityOfPurchase,
        holdout.map((times) => Math.min(1, times.length)),
      ),
    ).toBeLessThan(4);
    const discounted = holdout.map((times) => times.reduce((sum, t) => sum + Math.exp(-discountRate * t), 0));
    expect(compare(scores.discountedPurchases, discounted)).toBeLessThan(4);
  });
});

describe('the pole-free series of the BG/NBD family', () => {
  it('equals the integral over p it was derived from, for parameters of any size', () => {
    fc.assert(
      fc.property(
        fc.record({ r: spread(1e-3, 1e3), alpha: spread(0.01, 1e5), a: spread(1e-3, 1e3), b: spread(1e-3, 1e4) }),
        fc.constantFrom(0 as const, 1 as const),
        fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 })),
        fc.oneof(fc.constant(0), spread(1, 4000)),
        spread(0.01, 4000),
        (parameters, dropoutAtFirst, x, age, t) => {
          const model = { ...parameters, dropoutAtFirst };
          const shape = model.r + x;
          const ratio = t / (model.alpha + age);
          const survivors = model.b + x + dropoutAtFirst;
          const integral = betaExpectation(model.a, survivors, (p) =>
            p * ratio < 1e-12 ? shape * ratio : -Math.expm1(-shape * Math.log1p(p * ratio)) / p,
          );
          expect(relativeError(expectedWhileAlive(model, x, age, t), integral)).toBeLessThan(1e-9);
          expect(rateWhileAlive(model, x, age, t)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('passes through a = 1 and a + b + x = 1 without a trace', () => {
    for (const [a, b] of [
      [1, 2.426],
      [0.4, 0.6],
    ] as const) {
      const at = (shift: number) =>
        expectedWhileAlive({ r: 0.243, alpha: 4.414, a: a + shift, b, dropoutAtFirst: 0 }, 0, 38.86, 39);
      expect(relativeError(at(1e-9), at(0))).toBeLessThan(1e-8);
      expect(relativeError(at(-1e-9), at(0))).toBeLessThan(1e-8);
      expect(at(0.01)).toBeLessThan(at(0));
    }
  });
});

describe('MBG/CNBD-k beyond twelve stages', () => {
  it('says who is here and who buys again exactly, and how often nearly so, as the sum over stages at k = 12', () => {
    const parameters = { k: 12, r: 6, alpha: 16, a: 0.8, b: 8 };
    const exact = erlangForecast(parameters);
    const rhythm = fixedRhythmForecast(parameters, () => 0);
    for (const [x, recency, age] of [
      [0, 0, 12],
      [0, 0, 90],
      [4, 130, 140],
      [4, 130, 165],
      [11, 330, 352],
    ] as const) {
      expect(rhythm.probabilityAlive(x, recency, age) / exact.probabilityAlive(x, recency, age)).toBeCloseTo(1, 10);
      expect(
        rhythm.purchaseWhileAlive(x, recency, age, 20) / exact.purchaseWhileAlive(x, recency, age, 20),
      ).toBeCloseTo(1, 9);
      for (const horizon of [30, 180, 365]) {
        expect(
          relativeError(
            rhythm.expectedWhileAlive(x, recency, age, horizon),
            exact.expectedWhileAlive(x, recency, age, horizon),
          ),
        ).toBeLessThan(0.15);
      }
    }
  });
});
