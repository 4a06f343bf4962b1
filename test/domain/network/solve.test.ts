import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundConserving } from '../../../domain/money/money.ts';
import { buildCsr } from '../../../domain/graph/kernel/csr.ts';
import { proportionalShares } from '../../../domain/graph/kernel/shares.ts';
import { solveConserving, type NetworkValue } from '../../../domain/network/solve.ts';
import { arcs, farthest, karateClub, randomNetwork, skewedNetwork, sum, type RandomNetwork } from './graphs.ts';

const solve = ({ arcs, value, kappa }: RandomNetwork): NetworkValue => {
  const csr = buildCsr(arcs);
  return solveConserving({ csr, shares: proportionalShares(csr, kappa), value });
};
const sumOfSizes = (value: Float64Array): number => sum(value.map(Math.abs));
/** Errors are relative to Σ|v|, with room for κ = .9: nobody's f is more than ten times it. */
const tolerance = (value: Float64Array): number => 1e-12 * sumOfSizes(value);

describe('conserved network value', () => {
  it('karate club: the published oracle', () => {
    const csr = buildCsr(karateClub());
    const value = Float64Array.from({ length: 34 }, (_, id) => 100 + 10 * id);
    const { f, retained, net } = solveConserving({ csr, shares: proportionalShares(csr, 0.5), value });
    expect(f[33]).toBeCloseTo(1776.866227, 6);
    expect(f[32]).toBeCloseTo(1326.731144, 6);
    expect(sum(retained)).toBeCloseTo(9010, 9);
    expect(sum(net)).toBeCloseTo(0, 9);
  });

  it('Σe = Σv to 1e-12 relative, and exactly in cents', () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const { retained, net, conservationError } = solve(network);
        expect(conservationError).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(sum(retained) - sum(network.value))).toBeLessThanOrEqual(tolerance(network.value));
        expect(Math.abs(sum(net))).toBeLessThanOrEqual(tolerance(network.value));
        // + 0: Math.round gives -0 for small losses.
        const cents = Math.round(sum(network.value)) + 0;
        expect(sum(roundConserving(retained, cents))).toBe(cents);
      }),
    );
  });

  it('conserves at a loose tolerance too: what leaves a follower is what arrives', () => {
    const { arcs, value, kappa } = skewedNetwork(2_000, 20_000);
    const csr = buildCsr(arcs);
    const loose = solveConserving({ csr, shares: proportionalShares(csr, kappa), value, tolerance: 0.01 });
    const exact = solveConserving({ csr, shares: proportionalShares(csr, kappa), value });
    expect(loose.conservationError).toBeLessThan(1e-14);
    const error = sum(loose.f.map((f, i) => Math.abs(f - exact.f[i]!)));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThanOrEqual(loose.errorBound);
    expect(loose.errorBound).toBeLessThanOrEqual(0.01 * sumOfSizes(value));
  });

  it('satisfies f = v + C f and e = (1 − K) f, tie by tie', () => {
    fc.assert(
      fc.property(randomNetwork, ({ arcs, value, kappa }) => {
        const csr = buildCsr(arcs);
        const { follower, followed, given } = proportionalShares(csr, kappa);
        const { f, retained, gross } = solveConserving({ csr, shares: { follower, followed, given }, value });
        const credited = new Float64Array(arcs.nodeCount);
        arcs.from.forEach(
          (j, a) => (credited[arcs.to[a]!]! += follower[j]! * arcs.weight[a]! * followed[arcs.to[a]!]! * f[j]!),
        );
        expect(farthest(gross, credited)).toBeLessThanOrEqual(10 * tolerance(value));
        expect(
          farthest(
            retained,
            f.map((x, i) => (1 - given[i]!) * x),
          ),
        ).toBeLessThanOrEqual(10 * tolerance(value));
      }),
    );
  });

  it('without ties everybody keeps their own value', () => {
    fc.assert(
      fc.property(randomNetwork, ({ arcs: { nodeCount }, value, kappa }) => {
        const { retained, gross, net } = solve({
          arcs: { ...arcs(nodeCount), weight: new Float64Array(0) },
          value,
          kappa,
        });
        expect(retained).toEqual(value);
        expect(gross.every((x) => x === 0) && net.every((x) => x === 0)).toBe(true);
      }),
    );
  });

  it('who is followed by nobody is credited nothing', () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const { gross } = solve(network);
        const followed = new Set(network.arcs.to);
        expect(gross.filter((amount, i) => amount !== 0 && !followed.has(i))).toHaveLength(0);
      }),
    );
  });

  it('is linear in v and free of scale', () => {
    fc.assert(
      fc.property(randomNetwork, fc.double({ min: -100, max: 100, noNaN: true }), (network, factor) => {
        const other = network.value.map((_, i) => Math.sin(i) * 1_000);
        const together = solve({ ...network, value: network.value.map((v, i) => factor * v + other[i]!) });
        const [a, b] = [solve(network), solve({ ...network, value: other })];
        const expected = a.retained.map((e, i) => factor * e + b.retained[i]!);
        expect(farthest(together.retained, expected)).toBeLessThanOrEqual(
          10 * (1 + Math.abs(factor)) * (tolerance(network.value) + tolerance(other)),
        );
      }),
    );
  });

  it('does not depend on how nodes are numbered', () => {
    fc.assert(
      fc.property(randomNetwork, fc.nat(), (network, seed) => {
        const n = network.arcs.nodeCount;
        const moved = Int32Array.from({ length: n }, (_, i) => i).sort(
          (a, b) => Math.sin(a * 97 + seed) - Math.sin(b * 97 + seed),
        );
        const place = (column: Float64Array) => column.map((_, i) => column[moved.indexOf(i)]!);
        const renumbered = solve({
          arcs: {
            ...network.arcs,
            from: Int32Array.from(network.arcs.from, (i) => moved[i]!),
            to: Int32Array.from(network.arcs.to, (i) => moved[i]!),
          },
          value: place(network.value),
          kappa: place(network.kappa),
        });
        expect(farthest(renumbered.retained, place(solve(network).retained))).toBeLessThanOrEqual(
          10 * tolerance(network.value),
        );
      }),
    );
  });

  it('splitting a tie in two changes nothing', () => {
    fc.assert(
      fc.property(randomNetwork, fc.double({ min: 0, max: 1, noNaN: true }), (network, part) => {
        const { nodeCount, from, to, weight } = network.arcs;
        const twice = (column: Iterable<number>) => Int32Array.from([...column, ...column]);
        const split = Float64Array.from([...weight.map((w) => w * part), ...weight.map((w) => w - w * part)]);
        const halves = solve({ ...network, arcs: { nodeCount, from: twice(from), to: twice(to), weight: split } });
        expect(farthest(halves.retained, solve(network).retained)).toBeLessThanOrEqual(10 * tolerance(network.value));
      }),
    );
  });

  it('disjoint parts do not touch each other', () => {
    fc.assert(
      fc.property(randomNetwork, randomNetwork, (left, right) => {
        const n = left.arcs.nodeCount;
        const join = (a: Iterable<number>, b: Iterable<number>) =>
          Int32Array.from([...a, ...Array.from(b, (i) => i + n)]);
        const joinValues = (a: Float64Array, b: Float64Array) => Float64Array.from([...a, ...b]);
        const together = solve({
          arcs: {
            nodeCount: n + right.arcs.nodeCount,
            from: join(left.arcs.from, right.arcs.from),
            to: join(left.arcs.to, right.arcs.to),
            weight: joinValues(left.arcs.weight, right.arcs.weight),
          },
          value: joinValues(left.value, right.value),
          kappa: joinValues(left.kappa, right.kappa),
        });
        const apart = joinValues(solve(left).retained, solve(right).retained);
        expect(farthest(together.retained, apart)).toBeLessThanOrEqual(
          10 * (tolerance(left.value) + tolerance(right.value)),
        );
      }),
    );
  });

  it('the number of shards changes nothing, not one bit', () => {
    const { arcs, value, kappa } = skewedNetwork(3_000, 30_000);
    const csr = buildCsr(arcs);
    const inShards = (shards: number) =>
      solveConserving({ csr, shares: proportionalShares(csr, kappa), value, method: 'jacobi', shards });
    const whole = inShards(1);
    for (const shards of [2, 7, 64]) expect(inShards(shards).retained).toEqual(whole.retained);
    const gaussSeidel = solveConserving({ csr, shares: proportionalShares(csr, kappa), value });
    expect(farthest(gaussSeidel.retained, whole.retained)).toBeLessThanOrEqual(tolerance(value));
    expect(gaussSeidel.sweeps).toBeLessThan(whole.sweeps);
  });

  it('a warm start gives the same answer, in fewer sweeps, after one tie has changed', () => {
    const { arcs, value, kappa } = skewedNetwork(3_000, 30_000);
    const before = buildCsr(arcs);
    const { f: warmStart } = solveConserving({ csr: before, shares: proportionalShares(before, kappa), value });
    const to = arcs.to.slice();
    to[17] = (to[17]! + 1) % arcs.nodeCount;
    const csr = buildCsr({ ...arcs, to });
    const shares = proportionalShares(csr, kappa);
    const cold = solveConserving({ csr, shares, value });
    const warm = solveConserving({ csr, shares, value, warmStart });
    expect(farthest(warm.retained, cold.retained)).toBeLessThanOrEqual(tolerance(value));
    expect(warm.sweeps).toBeLessThan(cold.sweeps);
    expect(roundConserving(warm.retained)).toEqual(roundConserving(cold.retained));
  });

  it('gives nobody anything when nobody is worth anything, and works on no nodes at all', () => {
    expect(
      solve({
        arcs: { ...arcs(2, [0, 1]), weight: Float64Array.of(1) },
        value: new Float64Array(2),
        kappa: Float64Array.of(0.5, 0.5),
      }).retained,
    ).toEqual(new Float64Array(2));
    expect(
      solve({
        arcs: { ...arcs(0), weight: new Float64Array(0) },
        value: new Float64Array(0),
        kappa: new Float64Array(0),
      }).conservationError,
    ).toBe(0);
  });

  it('refuses what it cannot solve, with the reason', () => {
    const csr = buildCsr(arcs(2, [0, 1], [1, 0]));
    const shares = proportionalShares(csr, 0.9);
    expect(() => solveConserving({ csr, shares, value: Float64Array.of(1, Number.NaN) })).toThrow('finite');
    expect(() =>
      solveConserving({ csr, shares, value: Float64Array.of(1, 2), warmStart: Float64Array.of(1, Number.NaN) }),
    ).toThrow('warm start');
    expect(() => solveConserving({ csr, shares, value: Float64Array.of(1) })).toThrow('one entry per node');
    expect(() => solveConserving({ csr, shares, value: Float64Array.of(1, 2), shards: 2 })).toThrow('Jacobi');
    expect(() =>
      solveConserving({ csr, shares: { ...shares, given: Float64Array.of(1, 0) }, value: Float64Array.of(1, 2) }),
    ).toThrow('whole value');
    const nearlyAll = proportionalShares(csr, 1 - 1e-9);
    expect(() => solveConserving({ csr, shares: nearlyAll, value: Float64Array.of(1, 2) })).toThrow(
      'did not reach its tolerance',
    );
  });
});
