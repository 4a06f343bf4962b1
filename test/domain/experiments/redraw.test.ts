import { describe, expect, it } from 'vitest';
import { redraws } from '../../../domain/experiments/redraw.ts';
import { OUT_OF_ANALYSIS } from '../../../domain/experiments/types.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';

const DRAWS = 2000;

/** How often each customer is treated, and whether units went together. */
function tried(unit: Int32Array | null, rates: readonly [number, number] | null) {
  // Two blocks of four customers, a customer who was not drawn for between them.
  const treated = Float64Array.from([1, 1, 0, 0, 0, 1, 1, 0, 0]);
  const arm = Uint8Array.from(treated, (z, i) => (i === 4 ? OUT_OF_ANALYSIS : z === 1 ? 0 : 1));
  const stratum = Int32Array.from([0, 0, 0, 0, -1, 1, 1, 1, 1]);
  const share = new Float64Array(9);
  const sums = new Set<number>();
  let together = 0;
  for (const z of redraws({ treated, arm, unit, stratum, rates }, DRAWS, seededUniform(1))) {
    for (const [i, one] of z.entries()) share[i]! += one / DRAWS;
    sums.add(z[0]! + z[1]! + z[2]! + z[3]!);
    if (z[0] === z[1] && z[2] === z[3]) together++;
  }
  return { share, sums, together: together / DRAWS };
}

describe('draws that might have come as well', () => {
  it('treat as many of each block, everybody as likely, and nobody who was not drawn for', () => {
    const { share, sums, together } = tried(null, null);
    expect([...sums]).toEqual([2]);
    // Four standard errors of 2,000 draws.
    for (const [i, one] of share.entries()) expect(Math.abs(one - (i === 4 ? 0 : 0.5))).toBeLessThan(0.045);
    expect(Math.abs(together - 1 / 3)).toBeLessThan(0.045);
  });

  it('keep communities whole', () => {
    const { share, together } = tried(Int32Array.from([7, 7, 8, 8, -1, 9, 9, 3, 3]), null);
    expect(together).toBe(1);
    for (const [i, one] of share.entries()) expect(Math.abs(one - (i === 4 ? 0 : 0.5))).toBeLessThan(0.045);
  });

  it('of a saturation design treat nine or one of ten of each community', () => {
    const { share, sums, together } = tried(Int32Array.from([7, 7, 8, 8, -1, 9, 9, 3, 3]), [0.9, 0.1]);
    for (const [i, one] of share.entries()) expect(Math.abs(one - (i === 4 ? 0 : 0.5))).toBeLessThan(0.045);
    expect(sums.size).toBe(5);
    // Two of one community are alike in .9² + .1² of draws.
    expect(Math.abs(together - 0.82 ** 2)).toBeLessThan(0.045);
  });
});
