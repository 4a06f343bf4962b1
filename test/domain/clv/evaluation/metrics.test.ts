import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

describe('evaluateForecast', () => {
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
    expect([...pastRateForecast(statistics, 10).expected]).toEqual([0, 1, 2.5]);
  });

  it('recency gives up who has been silent longer than the horizon', () => {
    const forecast = recencyForecast(statistics, 10);
    expect([...forecast.expected]).toEqual([0, 0, 2.5]);
    expect([...forecast.activityScore!]).toEqual([-30, -20, -0]);
  });
});
