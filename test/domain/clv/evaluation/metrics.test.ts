import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../../domain/errors.ts';
import { evaluateForecast } from '../../../../domain/clv/evaluation/holdout.ts';
import {
  areaUnderCurve,
  captureOfTop,
  logLoss,
  meanAbsoluteError,
  pearsonCorrelation,
  relativeBias,
  rootMeanSquaredError,
  spearmanCorrelation,
} from '../../../../domain/clv/evaluation/metrics.ts';
import { averageRanks } from '../../../../domain/clv/evaluation/ranks.ts';
import { pastRateForecast, recencyForecast } from '../../../../domain/clv/evaluation/rules.ts';

describe('hold-out figures by hand', () => {
  it('computes errors and bias', () => {
    expect(rootMeanSquaredError([1, 2], [0, 4])).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(meanAbsoluteError([1, 2], [0, 4])).toBe(1.5);
    expect(relativeBias([1, 2], [0, 4])).toBe(-0.25);
    expect(relativeBias([1, 2], [0, 0])).toBeNull();
  });

  it('correlates values and ranks', () => {
    expect(pearsonCorrelation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(spearmanCorrelation([1, 2, 3, 4], [1, 10, 100, 50])).toBeCloseTo(0.8, 12);
    expect(spearmanCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it('captures what the best fifth bought; a tie across the border counts for the part that fits', () => {
    expect(captureOfTop([9, 1, 2, 3, 4], [6, 1, 1, 1, 1], 0.2)).toBe(0.6);
    expect(captureOfTop([1, 1, 1, 1, 1], [6, 1, 1, 1, 1], 0.2)).toBeCloseTo(0.2, 12);
  });

  it('ranks active over inactive (Mann–Whitney), ties one half', () => {
    expect(areaUnderCurve([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0])).toBe(0.75);
    expect(areaUnderCurve([1, 1, 1], [1, 0, 0])).toBe(0.5);
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNull();
  });

  it('scores probabilities in nats, clipped so that one sure mistake stays finite', () => {
    expect(logLoss([0.5, 0.5], [1, 0])).toBeCloseTo(Math.LN2, 12);
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-6), 9);
  });
});

const population = fc.array(
  fc.record({
    expected: fc.double({ min: 0, max: 50, noNaN: true }),
    actual: fc.nat({ max: 20 }),
    frequency: fc.nat({ max: 12 }),
  }),
  { minLength: 2, maxLength: 40 },
);
const figures = (rows: readonly { expected: number; actual: number; frequency: number }[]) =>
  evaluateForecast(
    {
      expected: Float64Array.from(rows, (row) => row.expected),
      probability: Float64Array.from(rows, (row) => row.expected / 50),
    },
    rows.map((row) => row.actual),
    rows.map((row) => row.frequency),
  );

describe('hold-out figures at their edges', () => {
  it('are 0 of nobody, and refuse columns of different customers', () => {
    expect([rootMeanSquaredError([], []), meanAbsoluteError([], []), logLoss([], [])]).toEqual([0, 0, 0]);
    for (const figure of [
      rootMeanSquaredError,
      meanAbsoluteError,
      relativeBias,
      pearsonCorrelation,
      spearmanCorrelation,
      captureOfTop,
      areaUnderCurve,
    ])
      expect(() => figure([1, 2], [1]), figure.name).toThrow(DomainError);
  });

  it('correlate against as well as with, and with nothing that does not vary', () => {
    expect(pearsonCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(pearsonCorrelation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect(pearsonCorrelation([1, 2, 3], [5, 5, 5])).toBeNull();
    expect(pearsonCorrelation([5, 5, 5], [1, 2, 3])).toBeNull();
  });

  it('share ranks among equals, by value and not by place', () => {
    expect([...averageRanks([30, 10, 20, 10])]).toEqual([4, 1.5, 3, 1.5]);
    expect([...averageRanks([7, 7, 7])]).toEqual([2, 2, 2]);
    expect([...averageRanks([])]).toEqual([]);
  });

  it('capture a fifth unless told otherwise, whole ties where they fit, nothing of nothing', () => {
    expect(captureOfTop([5, 4, 3, 2, 1], [5, 4, 3, 2, 1])).toBeCloseTo(5 / 15, 12);
    expect(captureOfTop([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], 0.4)).toBeCloseTo(3 / 15, 12);
    expect(captureOfTop([4, 4, 1, 1, 1], [3, 1, 4, 0, 0], 0.4)).toBeCloseTo(4 / 8, 12);
    expect(captureOfTop([4, 3, 3, 3, 1], [3, 1, 2, 3, 1], 0.4)).toBeCloseTo((3 + 6 / 3) / 10, 12);
    expect(captureOfTop([1, 2], [1, 3], 1)).toBe(1);
    expect(captureOfTop([1, 2], [0, 0])).toBeNull();
  });

  it('rank by score where scores tie across the two', () => {
    expect(areaUnderCurve([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0])).toBe(0.875);
    expect(areaUnderCurve([1, 2], [0, 0])).toBeNull();
    expect(areaUnderCurve([0.1, 0.9], [1, 0])).toBe(0);
  });

  it('clip probabilities at both ends alike', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-6), 9);
    expect(logLoss([0.8, 0.8], [1, 0])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.2)) / 2, 12);
  });
});

describe('evaluateForecast', () => {
  const forecast = { expected: Float64Array.of(2, 1, 0.5, 0), probability: Float64Array.of(0.2, 0.9, 0.1, 0.05) };

  it('says by frequency what was foreseen and what came, from seven on in one row', () => {
    const { calibration } = evaluateForecast(
      { expected: Float64Array.of(1, 3, 5, 7, 9), probability: null },
      [2, 2, 4, 8, 0],
      [0, 0, 6, 7, 12],
    );
    expect(calibration).toEqual([
      { frequency: '0', customers: 2, predicted: 2, actual: 2 },
      { frequency: '6', customers: 1, predicted: 5, actual: 4 },
      { frequency: '7+', customers: 2, predicted: 8, actual: 4 },
    ]);
  });

  it('ranks who is active by the score of activity, else by probability, else by what is expected', () => {
    const actual = [3, 0, 0, 0];
    const auc = (more: object): number | null =>
      evaluateForecast({ ...forecast, ...more }, actual, [1, 1, 1, 1]).aucActive;
    expect(auc({ activityScore: Float64Array.of(0, 1, 2, 3) })).toBe(0);
    expect(auc({})).toBeCloseTo(2 / 3, 12);
    expect(auc({ probability: null })).toBe(1);
  });

  it('has every figure in its place', () => {
    const { calibration, ...figures } = evaluateForecast(forecast, [3, 1, 0, 0], [0, 0, 0, 0]);
    expect(calibration).toHaveLength(1);
    expect(figures).toEqual({
      rmse: expect.closeTo(Math.sqrt(1.25 / 4), 12),
      mae: 1.5 / 4,
      bias: expect.closeTo(3.5 / 4 - 1, 12),
      pearson: expect.closeTo(pearsonCorrelation([2, 1, 0.5, 0], [3, 1, 0, 0])!, 12),
      spearman: expect.closeTo(spearmanCorrelation([2, 1, 0.5, 0], [3, 1, 0, 0])!, 12),
      capture20: expect.closeTo((3 * 0.8) / 4, 12),
      aucActive: 1,
      logLoss: expect.closeTo(-(Math.log(0.2) + Math.log(0.9) + Math.log(0.9) + Math.log(0.95)) / 4, 12),
    });
    expect(evaluateForecast({ ...forecast, probability: null }, [3, 1, 0, 0], [0, 0, 0, 0]).logLoss).toBeNull();
  });

  it('refuses a forecast of other customers', () => {
    expect(() => evaluateForecast(forecast, [1], [1, 1, 1, 1])).toThrow(DomainError);
    expect(() => evaluateForecast(forecast, [1, 1, 1, 1], [1])).toThrow(DomainError);
  });

  it('does not depend on the order of the customers and is never NaN', () => {
    fc.assert(
      fc.property(population, (rows) => {
        const { calibration, ...once } = figures(rows);
        const { calibration: _, ...reversed } = figures([...rows].reverse());
        for (const [name, value] of Object.entries(once)) {
          const other = reversed[name as keyof typeof reversed];
          if (value === null) expect(other).toBeNull();
          else expect(other).toBeCloseTo(value, 9);
        }
        expect(calibration.reduce((sum, row) => sum + row.customers, 0)).toBe(rows.length);
      }),
    );
  });
});

describe('plain rules', () => {
  const statistics = {
    count: 3,
    unitDays: 7,
    frequency: Float64Array.of(0, 4, 1),
    recency: Float64Array.of(0, 20, 0.5),
    age: Float64Array.of(30, 40, 0.5),
    sumLogGaps: new Float64Array(3),
  };

  it("past rate goes on as before, a newcomer's over at least four weeks", () => {
    const { expected, probability } = pastRateForecast(statistics, 10);
    expect([...expected]).toEqual([0, 1, 2.5]);
    expect([...probability!]).toEqual([0, 1 - Math.exp(-1), 1 - Math.exp(-2.5)].map((p) => expect.closeTo(p, 12)));
  });

  it('recency gives up who has been silent longer than the horizon', () => {
    const forecast = recencyForecast(statistics, 10);
    expect([...forecast.expected]).toEqual([0, 0, 2.5]);
    expect([...forecast.activityScore!]).toEqual([-30, -20, -0]);
    expect(forecast.probability).toBeNull();
    expect([...recencyForecast(statistics, 20).expected], 'silent for exactly the horizon').toEqual([0, 2, 5]);
  });
});
