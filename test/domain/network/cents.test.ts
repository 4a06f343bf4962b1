import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveConserving } from '../../../domain/network/solve.ts';
import { settleNetworkCents } from '../../../domain/network/cents.ts';
import { solveTies, sum, tieColumns, tieRows } from './networks.ts';

const N = 12;
const values = fc.array(fc.integer({ min: -3_00, max: 500_00 }), { minLength: N, maxLength: N });

describe('the network step in whole cents', () => {
  it('is what each giver passes on, rounded, split over their own ties, and added up by who receives', () => {
    fc.assert(
      fc.property(tieRows(N), values, fc.constantFrom(0.02, 0.3, 0.9), (rows, own, kappa) => {
        const { cents, attention, shares, f } = solveTies(tieColumns(N, rows), Float64Array.from(own), kappa);
        const { arcs, offsets } = attention;
        const received = new Float64Array(N);
        for (let j = 0; j < N; j++) {
          const ties = cents.arcMinor.subarray(offsets[j]!, offsets[j + 1]!);
          expect(Number.isInteger(cents.passedOnMinor[j])).toBe(true);
          expect(Math.abs(cents.passedOnMinor[j]! - shares.given[j]! * f[j]!)).toBeLessThan(0.501);
          expect(sum(ties)).toBe(cents.passedOnMinor[j]);
          for (const [k, minor] of ties.entries()) {
            const arc = offsets[j]! + k;
            const exact = shares.follower[j]! * arcs.weight[arc]! * shares.followed[arcs.to[arc]!]! * f[j]!;
            expect(Number.isInteger(minor)).toBe(true);
            expect(Math.abs(minor - exact)).toBeLessThan(1.5);
            received[arcs.to[arc]!]! += minor;
          }
        }
        expect(cents.receivedMinor).toEqual(received);
        expect(sum(cents.customerMinor)).toBe(sum(own));
      }),
    );
  });

  it('refuses values that are no whole cents, naming whose', () => {
    const { shares, attention, f } = solveTies(tieColumns(3, [{ from: 0, to: 1 }]), Float64Array.of(1, 2, 3), 0.3);
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53])
      expect(() => settleNetworkCents(Float64Array.of(1, 2, bad), f, shares, attention)).toThrow(
        expect.objectContaining({ details: { customer: 2, value: bad } }),
      );
  });

  it('moves nobody whom the credit of an order does not reach, not by a cent', () => {
    fc.assert(
      fc.property(
        tieRows(N),
        values,
        fc.nat({ max: N - 1 }),
        fc.integer({ min: 1, max: 100_000 }),
        (rows, own, buyer, amount) => {
          const before = solveTies(tieColumns(N, rows), Float64Array.from(own), 0.3);
          const more = Float64Array.from(own, (value, i) => (i === buyer ? value + amount : value));
          const solved = solveConserving({ csr: before.csr, shares: before.shares, value: more });
          const after = settleNetworkCents(more, solved.f, before.shares, before.attention);
          // Who is reached: along ties, from the buyer on.
          const reached = new Set([buyer]);
          for (const i of reached) {
            const { arcs, offsets } = before.attention;
            for (let arc = offsets[i]!; arc < offsets[i + 1]!; arc++) reached.add(arcs.to[arc]!);
          }
          for (let i = 0; i < N; i++) {
            if (reached.has(i)) continue;
            expect(after.customerMinor[i]).toBe(before.cents.customerMinor[i]);
            expect(after.receivedMinor[i]).toBe(before.cents.receivedMinor[i]);
          }
        },
      ),
    );
  });
});
