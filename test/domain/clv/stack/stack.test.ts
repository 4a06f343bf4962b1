import { describe, expect, it } from 'vitest';
import { companyLog } from '../../../../bench/clv/companies.ts';
import { lifetimeEvaluator } from '../../../../domain/clv/evaluate.ts';
import { fitLifetime } from '../../../../domain/clv/fit.ts';
import { logUntil, snapshotAt, type PurchaseLog } from '../../../../domain/clv/history/log.ts';
import type { LifetimeParameters } from '../../../../domain/clv/parameters.ts';
import { refitLifetime } from '../../../../domain/clv/refit.ts';
import { STACK_FEATURES, stackFeatures } from '../../../../domain/clv/stack/features.ts';
import { packModel, unpackModel } from '../../../../domain/clv/stack/packed.ts';
import { poolWeights, squaredWeights } from '../../../../domain/clv/stack/weights.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { seededUniform } from '../../../../domain/numerics/random.ts';
import { logOf } from '../reference-data.ts';

const DAYS = 900;
/** Half of the customers buy every other month and then are gone after five; no closed form has that, and last purchases tell it. */
const rhythmic = (customers: number, seed: number): PurchaseLog => {
  const uniform = seededUniform(seed);
  const offsets = new Int32Array(customers + 1);
  const day: number[] = [];
  const margin: number[] = [];
  for (let i = 0; i < customers; i++) {
    const kind = uniform() < 0.5;
    let at = Math.floor(uniform() * DAYS * 0.9);
    const size = 500 + Math.floor(4000 * uniform());
    for (let n = 0; at <= DAYS && (kind ? n < 5 : n < 40); n++) {
      day.push(at);
      margin.push(size + Math.floor(300 * uniform()));
      if (!kind && uniform() < 0.35) break;
      at += kind ? 55 + Math.floor(10 * uniform()) : 5 + Math.floor(160 * uniform() ** 2);
    }
    offsets[i + 1] = day.length;
  }
  return { count: customers, offsets, day: Int32Array.from(day), marginMinor: Float64Array.from(margin) };
};
const whole = rhythmic(3000, 11);
const asOfDay = DAYS - 120;
const log = logUntil(whole, asOfDay);
const fit = fitLifetime(log, asOfDay, { horizonDays: 120 });
const kept = fit.parameters!;
const stack = kept.stack!;

const rootError = (parameters: LifetimeParameters): number => {
  const { expectedOrders } = lifetimeEvaluator(parameters).scores(log, asOfDay);
  let [sum, count] = [0, 0];
  for (const i of snapshotAt(log, asOfDay, CALENDAR_CLOCK, 1).customers) {
    let came = 0;
    for (let k = whole.offsets[i]!; k < whole.offsets[i + 1]!; k++) if (whole.day[k]! > asOfDay) came++;
    sum += (expectedOrders[i]! - came) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
};

/** The log with its customers in another order, and where each went. */
const reordered = (source: PurchaseLog): PurchaseLog => {
  const order = Array.from({ length: source.count }, (_, i) => (i * 7) % source.count);
  const offsets = new Int32Array(source.count + 1);
  const entries = order.map((i) => [source.offsets[i]!, source.offsets[i + 1]!] as const);
  entries.forEach(([start, end], row) => (offsets[row + 1] = offsets[row]! + end - start));
  const day = Int32Array.from(entries.flatMap(([start, end]) => [...source.day.subarray(start, end)]));
  const marginMinor = Float64Array.from(
    entries.flatMap(([start, end]) => [...source.marginMinor.subarray(start, end)]),
  );
  return { count: source.count, offsets, day, marginMinor };
};

describe('a company that no closed form describes', () => {
  it('is forecast by a mix that wins afterwards as it won on the windows', () => {
    expect(fit.report.stack).toMatchObject({ tried: true, kept: true });
    const { stack: _, calibration: __, ...closed } = kept;
    expect(rootError(kept)).toBeLessThan(0.97 * rootError(closed));
  });

  it('by weights of which none is negative and that sum to 1, in at most 14,000 letters', () => {
    for (const weights of [stack.weights.purchases, stack.weights.returns, stack.weights.money ?? [1]]) {
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    }
    expect(stack.model.length).toBeLessThanOrEqual(14_000);
    const { windowDays: _, ...rest } = { windowDays: 0, ...unpackModel(stack.model) };
    expect(packModel(rest)).toBe(stack.model);
  });

  it('one customer alone as among everybody, to the bit, and by nothing that comes later', () => {
    const evaluator = lifetimeEvaluator(kept);
    const all = evaluator.scores(log, asOfDay);
    const later = evaluator.scores(whole, asOfDay);
    expect([...later.clvMinor]).toEqual([...all.clvMinor]);
    for (let i = 0; i < 40; i++) {
      const [start, end] = [log.offsets[i]!, log.offsets[i + 1]!];
      const alone = evaluator.scores(
        {
          count: 1,
          offsets: Int32Array.of(0, end - start),
          day: log.day.slice(start, end),
          marginMinor: log.marginMinor.slice(start, end),
        },
        asOfDay,
      );
      for (const column of ['clvMinor', 'returnProbability', 'low80Minor', 'high95Minor'] as const)
        expect(alone[column][0]).toBe(all[column][i]);
    }
  });

  it('alike whatever the order of its customers', () => {
    const again = fitLifetime(reordered(log), asOfDay, { horizonDays: 120 }).parameters!;
    expect(again.stack!.weights).toEqual(stack.weights);
    expect(again.stack!.model).toBe(stack.model);
    const [one, other] = [kept, again].map((parameters) => lifetimeEvaluator(parameters).clvMinor(log, asOfDay)) as [
      Float64Array,
      Float64Array,
    ];
    one.forEach((value, i) => expect(Math.abs(other[i]! - value)).toBeLessThan(1e-6 * (1 + value)));
  });

  it('more, the longer the horizon, and never likelier to return than expected to buy', () => {
    const horizons = [30, 60, 120, 240, 365].map((horizonDays) =>
      lifetimeEvaluator({ ...kept, horizonDays, annualDiscount: 0 }).scores(log, asOfDay),
    );
    for (let i = 0; i < log.count; i += 7) {
      const orders = horizons.map(({ expectedOrders }) => expectedOrders[i]!);
      expect(orders).toEqual(orders.toSorted((a, b) => a - b));
      for (const { returnProbability, expectedOrders } of horizons) {
        expect(returnProbability[i]!).toBeLessThanOrEqual(Math.min(1, expectedOrders[i]!) + 1e-12);
        expect(returnProbability[i]!).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('by the same trees and weights until the next choice, at the levels of the new fit', () => {
    const refit = refitLifetime(logUntil(whole, asOfDay + 20), asOfDay + 20, kept, fit.report)!.parameters!;
    expect({ ...refit.stack!, levels: null }).toEqual({ ...stack, levels: null });
    expect(refit.stack!.levels).not.toEqual(stack.levels);
    expect(refit.calibration).toEqual(kept.calibration);
  });
});

describe('a company that a closed form describes', () => {
  it('keeps it alone', () => {
    const steady = companyLog({ customers: 1500, days: 800, seed: 3 });
    const { parameters, report } = fitLifetime(steady, 800, { horizonDays: 120 });
    expect(report.stack).toMatchObject({ tried: true, kept: false });
    expect(report.didNotHelp).toContain(report.stack!.reason);
    expect(parameters).not.toHaveProperty('stack');
  });

  it('is not asked where a single model was asked for', () => {
    expect(fitLifetime(log, asOfDay, { model: 'bgnbd' }).report.stack).toEqual({
      tried: false,
      kept: false,
      reason: 'a single model was asked for',
    });
  });
});

describe('figures of a customer', () => {
  const own = logOf([
    ['a', 100, 1000],
    ['a', 130, 3000],
    ['a', 190, 2000],
    ['a', 700, 9999],
  ]);
  const at = (name: (typeof STACK_FEATURES)[number], source = own, unit = 2000): number =>
    stackFeatures(source, Int32Array.of(0), 200, 90, unit)[STACK_FEATURES.indexOf(name)]!;

  it('by hand, of nothing after the day', () => {
    expect(at('purchases')).toBeCloseTo(Math.log(3), 3);
    expect(at('idle')).toBeCloseTo(Math.log(11), 3);
    expect(at('age')).toBeCloseTo(Math.log(101), 3);
    expect(at('meanLogGap')).toBeCloseTo((Math.log(30) + Math.log(60)) / 2, 3);
    expect(at('longestGap')).toBeCloseTo(Math.log(61), 3);
    expect(at('within90')).toBeCloseTo(Math.log(3), 3);
    expect(at('within30')).toBeCloseTo(Math.log(2), 3);
    expect(at('trend')).toBeCloseTo(Math.log(3) - Math.log(2), 3);
    expect(at('marginInAll')).toBeCloseTo(Math.log(4), 3);
    expect(at('lastMargin')).toBeCloseTo(Math.log(2), 3);
    expect(at('spreadOfMargins')).toBeCloseTo(Math.log(1 + Math.sqrt(1 / 6)), 3);
  });

  it('are the same in any unit of money, to the bit', () => {
    const cents = { ...own, marginMinor: own.marginMinor.map((margin) => margin * 100) };
    expect([...stackFeatures(cents, Int32Array.of(0), 200, 90, 200_000)]).toEqual([
      ...stackFeatures(own, Int32Array.of(0), 200, 90, 2000),
    ]);
  });
});

describe('weights', () => {
  const came = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  it('go to who is right, and to halves where two are wrong either way', () => {
    const noise = Float64Array.of(1, -1, 1, -1, 1, -1, 1, -1);
    const above = came.map((value, i) => value + noise[i]!);
    const below = came.map((value, i) => value - noise[i]!);
    expect(squaredWeights([{ columns: [above, below], came }])).toEqual([0.5, 0.5]);
    expect(squaredWeights([{ columns: [above, came], came }])).toEqual([0, 1]);
    expect(squaredWeights([{ columns: [came, above], came }]), 'what gains nothing has no weight').toEqual([1, 0]);
  });

  it('of probabilities go to who is likelier right', () => {
    const happened = Float64Array.of(0, 0, 0, 1, 1, 1, 0, 1);
    const sure = happened.map((one) => (one > 0 ? 0.9 : 0.1));
    const blind = new Float64Array(8).fill(0.5);
    const [first, second] = poolWeights([{ columns: [blind, sure], came: happened }]);
    expect(second).toBeGreaterThan(0.95);
    expect(first! + second!).toBeCloseTo(1, 9);
  });
});
