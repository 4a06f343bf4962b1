import { describe, expect, it } from 'vitest';
import type { PurchaseModelFamily, PurchaseStatistics } from '../../../../domain/clv/models/model.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { seededUniform, simulatePopulation } from '../../../../bench/clv/simulate.ts';
import { CDNOW_CALIBRATION_END, cdnowCalibration, cdnowIsPresent, relativeError } from './reference-data.ts';
import { simulateErlang } from './simulation.ts';

const { bgnbd, mbgnbd, paretonbd, mbgcnbd } = purchaseModelFamilies;
const families = Object.values(purchaseModelFamilies).map((family) => [family.label, family] as const);

type Row = readonly [frequency: number, recency: number, age: number];
const statisticsOf = (rows: readonly Row[]): PurchaseStatistics => ({
  count: rows.length,
  unitDays: 1,
  frequency: Float64Array.from(rows, ([x]) => x),
  recency: Float64Array.from(rows, ([, recency]) => recency),
  age: Float64Array.from(rows, ([, , age]) => age),
  sumLogGaps: Float64Array.from(rows, ([x, recency]) => (x > 0 ? x * Math.log(recency / x) : 0)),
});
const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);

/** A population of 900 with gaps from an Erlang-k, observed for up to 400 days. */
const regular = (k: number) =>
  simulateErlang({ k, r: 1.2, alpha: 10, a: 0.8, b: 2.5 }, { customers: 900, days: 400, holdoutDays: 0, seed: 11 });

describe.skipIf(!cdnowIsPresent)(
  'fits of the CDNOW sample (skipped where ../shared/data/cdnow_sample.csv is absent)',
  () => {
    const weeks = cdnowIsPresent ? cdnowCalibration(7) : statisticsOf([]);

    it.each([
      ['BG/NBD', bgnbd, { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 }, -9582.4293],
      ['MBG/NBD', mbgnbd, { r: 0.5248, alpha: 6.1831, a: 0.8914, b: 1.614 }, -9582.1357],
      ['Pareto/NBD', paretonbd, { r: 0.5533, alpha: 10.578, s: 0.6062, beta: 11.669 }, -9594.9762],
      ['MBG/CNBD-k', mbgcnbd, { k: 1, r: 0.5248, alpha: 6.1831, a: 0.8914, b: 1.614 }, -9582.1357],
    ] as const)('%s reaches the known maximum and parameters', (_, family, parameters, logLikelihood) => {
      const fit = family.fit(weeks);
      expect(fit.converged).toBe(true);
      expect(fit.warnings).toEqual([]);
      expect(fit.logLikelihood).toBeGreaterThan(logLikelihood - 1e-4);
      expect(fit.logLikelihood).toBeLessThan(logLikelihood + 1e-3);
      for (const [name, value] of Object.entries(parameters))
        expect(relativeError(fit.parameters[name]!, value)).toBeLessThan(1e-4);
      for (const name of family.parameterNames) expect(fit.standardErrors![name]).toBeGreaterThanOrEqual(0);
    });

    it('BG/NBD standard errors are those of the published fit (BTYD, lifetimes): r .0126, α .378, a .186, b .705', () => {
      const { standardErrors } = bgnbd.fit(weeks);
      expect(standardErrors!['r']).toBeCloseTo(0.01256, 4);
      expect(standardErrors!['alpha']).toBeCloseTo(0.3782, 3);
      expect(standardErrors!['a']).toBeCloseTo(0.1857, 3);
      expect(standardErrors!['b']).toBeCloseTo(0.7054, 3);
    });

    it.each(families)('%s: weeks instead of days scale the times and nothing else', (_, family) => {
      const inWeeks = family.fit(weeks);
      const inDays = family.fit(cdnowCalibration(1));
      for (const name of family.parameterNames) {
        const scale = name === 'alpha' || name === 'beta' ? 7 : 1;
        expect(relativeError(inDays.parameters[name]!, inWeeks.parameters[name]! * scale)).toBeLessThan(1e-9);
        expect(relativeError(inDays.standardErrors![name]!, inWeeks.standardErrors![name]! * scale)).toBeLessThan(1e-6);
      }
      const repeats = weeks.frequency.reduce((sum, x) => sum + x, 0);
      expect(inWeeks.logLikelihood - inDays.logLikelihood).toBeCloseTo(repeats * Math.log(7), 6);
    });

    it.each([
      ['BG/NBD', bgnbd, [2494, 3128, 4161]],
      ['Pareto/NBD', paretonbd, [2525, 3184, 4270]],
    ] as const)('%s: cumulative repeat purchases at weeks 39, 52 and 78', (_, family, expected) => {
      const model = family.bind(family.fit(weeks).parameters, 7);
      const start = CDNOW_CALIBRATION_END - 272;
      const firstDays = [...weeks.age].map((age) => CDNOW_CALIBRATION_END - Math.round(age * 7));
      [39, 52, 78].forEach((week, i) => {
        const total = firstDays.reduce((sum, day) => {
          const age = Math.max(0, (start + week * 7 - 1 - day) / 7);
          return sum + model.expectedPurchases({ frequency: 0, recency: 0, age: 0 }, age);
        }, 0);
        expect(relativeError(total, expected[i]!)).toBeLessThan(1e-3);
      });
    });

    it('the actual cumulative repeat purchases these compare with: 2457 at week 39', () => {
      expect(weeks.frequency.reduce((sum, x) => sum + x, 0)).toBe(2457);
    });
  },
);

describe('fits of simulated populations', () => {
  const population = regular(3);

  it.each(families)('%s: the order of the customers does not matter', (_, family) => {
    const { count, unitDays } = population.statistics;
    // 601 shares no divisor with the number of customers, so this visits each of them once.
    const pick = (column: Float64Array) =>
      Float64Array.from({ length: count }, (_, i) => column[(i * 601 + 17) % count]!);
    const { frequency, recency, age, sumLogGaps } = population.statistics;
    const shuffled = {
      count,
      unitDays,
      frequency: pick(frequency),
      recency: pick(recency),
      age: pick(age),
      sumLogGaps: pick(sumLogGaps),
    };
    const original = family.fit(population.statistics);
    const again = family.fit(shuffled);
    for (const name of family.parameterNames)
      expect(relativeError(again.parameters[name]!, original.parameters[name]!)).toBeLessThan(1e-9);
    expect(relativeError(again.logLikelihood, original.logLikelihood)).toBeLessThan(1e-12);
  });

  it.each(families)('%s: weights stand for repeated customers', (_, family) => {
    const { count, unitDays, frequency, recency, age, sumLogGaps } = population.statistics;
    const twice = (column: Float64Array) => Float64Array.from([...column, ...column]);
    const doubled = family.fit({
      count: 2 * count,
      unitDays,
      frequency: twice(frequency),
      recency: twice(recency),
      age: twice(age),
      sumLogGaps: twice(sumLogGaps),
    });
    const weighted = family.fit(population.statistics, { weights: new Float64Array(count).fill(2) });
    expect(relativeError(weighted.logLikelihood, doubled.logLikelihood)).toBeLessThan(1e-12);
    for (const name of family.parameterNames)
      expect(relativeError(weighted.parameters[name]!, doubled.parameters[name]!)).toBeLessThan(1e-8);
  });

  it.each(families)('%s: the likelihood is the same however the population is cut into shards', (_, family) => {
    const { count, frequency, recency, age, sumLogGaps } = population.statistics;
    const fit = family.fit(population.statistics);
    const model = family.bind(fit.parameters, 1);
    for (const shards of [1, 7, count]) {
      const sums = new Float64Array(shards);
      for (let i = 0; i < count; i++) {
        sums[i % shards]! += model.logLikelihood({
          frequency: frequency[i]!,
          recency: recency[i]!,
          age: age[i]!,
          sumLogGaps: sumLogGaps[i]!,
        });
      }
      expect(
        relativeError(
          sums.reduce((total, sum) => total + sum, 0),
          fit.logLikelihood,
        ),
      ).toBeLessThan(1e-11);
    }
  });

  it('MBG/CNBD-k finds the regularity it was simulated with, and its parameters within four standard errors', () => {
    // Continuous purchase times: no rounding to days between the truth and the fit.
    const fit = mbgcnbd.fit(population.statistics);
    expect(fit.parameters['k']).toBe(3);
    expect(fit.converged).toBe(true);
    for (const [name, truth] of Object.entries({ r: 1.2, alpha: 10, a: 0.8, b: 2.5 })) {
      expect(Math.abs(fit.parameters[name]! - truth) / fit.standardErrors![name]!).toBeLessThan(4);
    }
    expect(fit.logLikelihood).toBeGreaterThan(mbgnbd.fit(population.statistics).logLikelihood);
  });

  it('MBG/CNBD-k sees exactly monthly buyers as regular, although r and α run to their bounds: who never missed a month is here, who did is gone', () => {
    const uniform = seededUniform(9);
    const rows = Array.from({ length: 200 }, () => {
      const age = 60 + Math.floor(450 * uniform());
      const months = Math.floor(age / 30);
      let x = 0;
      while (x < months && uniform() >= 0.06) x++;
      return { x, age, months };
    });
    const statistics: PurchaseStatistics = {
      count: rows.length,
      unitDays: 1,
      frequency: Float64Array.from(rows, ({ x }) => x),
      recency: Float64Array.from(rows, ({ x }) => 30 * x),
      age: Float64Array.from(rows, ({ age }) => age),
      sumLogGaps: Float64Array.from(rows, ({ x }) => x * Math.log(30)),
    };
    const fit = mbgcnbd.fit(statistics);
    expect(fit.parameters['k']).toBe(40);
    expect(fit.logLikelihood).toBeGreaterThan(mbgnbd.fit(statistics).logLikelihood + 1000);
    const { probabilityOfPurchase } = mbgcnbd.score(fit.parameters, statistics, 365, 0);
    const meanOf = (of: (row: (typeof rows)[number]) => boolean): number => {
      const chosen = [...rows.keys()].filter((i) => of(rows[i]!));
      return chosen.reduce((sum, i) => sum + probabilityOfPurchase[i]!, 0) / chosen.length;
    };
    // The chance to leave after each purchase is .06.
    expect(meanOf(({ x, months }) => x === months)).toBeGreaterThan(0.85);
    expect(meanOf(({ x, months }) => x < months - 1)).toBeLessThan(0.02);
  });

  it('MBG/CNBD-k on irregular timing is the MBG/NBD, exactly', () => {
    const { statistics } = regular(1);
    const erlang = mbgcnbd.fit(statistics);
    const plain = mbgnbd.fit(statistics);
    expect(erlang.parameters).toEqual({ k: 1, ...plain.parameters });
    expect(erlang.logLikelihood).toBe(plain.logLikelihood);
    expect(mbgcnbd.score(erlang.parameters, statistics, 90, 1e-3)).toEqual(
      mbgnbd.score(plain.parameters, statistics, 90, 1e-3),
    );
  });
});

describe('Pareto/NBD', () => {
  it('is fitted on exact times however many customers there are: no rounding, and the same maximum from the whole as from its parts', () => {
    const population = simulatePopulation(20_000, 730, 7);
    const fit = paretonbd.fit(population);
    expect(fit).toMatchObject({ converged: true, warnings: [] });
    // Times rounded to a tenth of the mean age give s 1.50, and a log-likelihood 36 lower.
    expect(fit.parameters['s']).toBeCloseTo(0.7284, 3);
    expect(fit.logLikelihood).toBeGreaterThan(-154_948.76);
    expect(Math.abs(fit.parameters['s']! / fit.standardErrors!['s']!)).toBeGreaterThan(4);
  });

  it('stops on a ridge and says so, with the likelihood of the exact times', () => {
    // Nobody leaves: s and β run away.
    const { statistics } = simulateErlang(
      { k: 1, r: 2, alpha: 60, a: 1e-6, b: 10 },
      { customers: 400, days: 300, holdoutDays: 0, seed: 4 },
    );
    const fit = paretonbd.fit(statistics);
    expect(fit.converged).toBe(false);
    expect(fit.warnings).toEqual([expect.stringMatching(/ridge/)]);
    const model = paretonbd.bind(fit.parameters, 1);
    let total = 0;
    for (let i = 0; i < statistics.count; i++) {
      total += model.logLikelihood({
        frequency: statistics.frequency[i]!,
        recency: statistics.recency[i]!,
        age: statistics.age[i]!,
      });
    }
    expect(relativeError(fit.logLikelihood, total)).toBeLessThan(1e-9);
  });
});

describe('fits of populations that identify nothing', () => {
  const populations: [string, Row[]][] = [
    ['one customer without a repeat purchase', [[0, 0, 10]]],
    ['one customer', [[3, 20, 25]]],
    ['one customer with 5,000 purchases', [[5000, 6000, 6001]]],
    ['identical customers', times(100, [4, 30, 60])],
    ['identical customers who bought today', times(50, [10, 60, 60])],
    ['nobody ever came back', Array.from({ length: 60 }, (_, i): Row => [0, 0, i])],
    ['everybody buys every day', Array.from({ length: 50 }, (_, i): Row => [i + 1, i + 1, i + 1])],
    ['a company that is two days old', [...times(40, [0, 0, 0]), [0, 0, 1], [1, 1, 1]]],
    [
      'extremes together',
      [
        [5000, 6000, 6001],
        [0, 0, 6000],
        [0, 0, 0],
        [1, 1, 6001],
        [100, 100, 100],
      ],
    ],
  ];
  const cases = populations.flatMap(([name, rows]) =>
    families.map(([label, family]) => [label, name, family, rows] as const),
  );

  it.each(cases)('%s: %s', (_, __, family: PurchaseModelFamily, rows) => {
    const statistics = statisticsOf(rows);
    const fit = family.fit(statistics);
    expect(Number.isFinite(fit.logLikelihood)).toBe(true);
    expect(fit.converged || fit.warnings.length > 0).toBe(true);
    for (const name of family.parameterNames) expect(fit.parameters[name]).toBeGreaterThan(0);
    const { expectedPurchases, probabilityOfPurchase, discountedPurchases } = family.score(
      fit.parameters,
      statistics,
      365,
      3e-4,
    );
    for (let i = 0; i < statistics.count; i++) {
      expect(expectedPurchases[i]).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(expectedPurchases[i])).toBe(true);
      expect(discountedPurchases[i]).toBeGreaterThanOrEqual(0);
      expect(discountedPurchases[i]).toBeLessThanOrEqual(expectedPurchases[i]!);
      expect(probabilityOfPurchase[i]).toBeGreaterThanOrEqual(0);
      expect(probabilityOfPurchase[i]).toBeLessThanOrEqual(1);
    }
  });

  it.each(families)(
    '%s refuses a company whose first purchases are all from today, no customers, and rows that are no history',
    (_, family) => {
      expect(() => family.fit(statisticsOf(times(40, [0, 0, 0])))).toThrow(/before any time has passed/);
      expect(() => family.fit(statisticsOf([]))).toThrow(/no customers/);
      expect(() => family.fit(statisticsOf([[1, 5, 4]]))).toThrow(DomainError);
      expect(() => family.fit(statisticsOf([[0, 5, 9]]))).toThrow(DomainError);
      expect(() => family.fit(statisticsOf([[1.5, 5, 9]]))).toThrow(DomainError);
      expect(() => family.fit(statisticsOf([[0, 0, Number.NaN]]))).toThrow(DomainError);
      expect(() => family.fit(statisticsOf([[1, 5, 9]]), { weights: Float64Array.of(-1) })).toThrow(/[Ww]eights/);
      expect(() => family.fit(statisticsOf([[1, 5, 9]]), { weights: Float64Array.of(0) })).toThrow(/no customers/);
    },
  );
});
