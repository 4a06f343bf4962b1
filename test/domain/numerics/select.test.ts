import { describe, expect, it } from 'vitest';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { selectAt } from '../../../domain/numerics/select.ts';

describe('the value at a rank', () => {
  const uniform = seededUniform(7);
  it.each([
    ['scattered', Array.from({ length: 501 }, () => uniform() * 1000 - 500)],
    ['many alike', Array.from({ length: 500 }, () => Math.floor(uniform() * 4))],
    ['sorted', Array.from({ length: 64 }, (_, k) => k)],
    ['falling', Array.from({ length: 63 }, (_, k) => -k)],
    ['all alike', Array.from({ length: 9 }, () => 3)],
    ['one', [5]],
  ])('is that of the sorted values: %s', (_what, values) => {
    const sorted = Float64Array.from(values).sort();
    expect(values.map((_, rank) => selectAt(Float64Array.from(values), rank))).toEqual([...sorted]);
  });
});
