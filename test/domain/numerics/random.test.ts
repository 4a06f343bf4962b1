import { describe, expect, it } from 'vitest';
import { seededUniform } from '../../../domain/numerics/random.ts';

describe('seeded chance', () => {
  it('is the same on every machine: what is drawn for a seed is part of what a run publishes', () => {
    const first = (seed: number): number[] => {
      const uniform = seededUniform(seed);
      return [uniform(), uniform(), uniform()];
    };
    expect(first(0)).toEqual([0.33236308739456166, 0.10630470341734999, 0.4060459885620835]);
    expect(first(1)).toEqual([0.1334268507431604, 0.1636980439532013, 0.45416540713928677]);
    expect(first(2 ** 40 + 5)).toEqual([0.178940252661422, 0.7726312316449058, 0.4670650265143459]);
    const uniform = seededUniform(1);
    for (let draw = 0; draw < 1000; draw++) uniform();
    expect(uniform()).toBe(0.024300312281774872);
  });

  it('is even over [0, 1), and differs between seeds', () => {
    const uniform = seededUniform(42);
    const counts = new Float64Array(64);
    for (let i = 0; i < 64_000; i++) counts[Math.floor(uniform() * 64)]!++;
    // χ² with 63 degrees of freedom: above 120 once in 30,000 times.
    expect(counts.reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0)).toBeLessThan(120);
    expect(seededUniform(1)()).not.toBe(seededUniform(2)());
    expect(seededUniform(2 ** 40)()).not.toBe(seededUniform(0)());
  });
});
