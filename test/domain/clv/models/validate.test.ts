import { describe, expect, it } from 'vitest';
import { requireHistory, requireStatistics } from '../../../../domain/clv/models/validate.ts';

const columns = (unitDays: number, length = 1) => ({
  count: 1,
  unitDays,
  frequency: new Float64Array(length),
  recency: new Float64Array(length),
  age: new Float64Array(length).fill(3),
  sumLogGaps: new Float64Array(length),
});

describe('what models are fitted to', () => {
  it('is counted in a unit of time that is one', () => {
    expect(() => requireStatistics(columns(7))).not.toThrow();
    for (const unitDays of [0, -1, Number.POSITIVE_INFINITY, Number.NaN])
      expect(() => requireStatistics(columns(unitDays)), String(unitDays)).toThrow(/time unit must be positive/u);
  });

  it('has a row in every column', () => {
    expect(() => requireStatistics({ ...columns(7), age: new Float64Array(2) })).toThrow(/differ in length/u);
  });

  it('is a history that can be', () => {
    expect(() => requireHistory(0, 0, 0)).not.toThrow();
    expect(() => requireHistory(2, 3, 3)).not.toThrow();
    for (const [x, recency, age] of [
      [0.5, 1, 2],
      [-1, 1, 2],
      [1, 3, 2],
      [1, -1, 2],
      [1, 1, Number.POSITIVE_INFINITY],
      [0, 1, 2],
      [1, 0, 2],
    ] as const)
      expect(() => requireHistory(x, recency, age), `${x} ${recency} ${age}`).toThrow(/Frequency|Recency/u);
  });
});
