import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { buildCsr } from '../../../domain/graph/kernel/csr.ts';
import { proportionalShares } from '../../../domain/graph/kernel/shares.ts';
import { solveConserving } from '../../../domain/network/solve.ts';
import { DEFAULT_TIE_SETTINGS, attentionOf, creditShares, recentActivity } from '../../../domain/network/ties.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { attentionTable, solveTies, sum, tieColumns, tieRows } from './networks.ts';

const n = 8;
const asOfMs = 400 * DAY_MS;
const activities = fc
  .array(fc.constantFrom(0, 0, 1, 3, 0.25), { minLength: n, maxLength: n })
  .map((values) => Float64Array.from(values));

function largestDifference(actual: number[][], expected: number[][]): number {
  return Math.max(...actual.flatMap((row, j) => row.map((w, i) => Math.abs(w - expected[j]![i]!))));
}

describe('attention of a follower over those they follow', () => {
  it('weighs kinds of tie, their strength and their age', () => {
    const ties = tieColumns(4, [
      { from: 3, to: 0, kind: 'FOLLOW', atDay: 0 },
      { from: 3, to: 1, kind: 'REPLY', weight: 4, atDay: 220 },
      { from: 3, to: 2, kind: 'TRUST' },
      { from: 3, to: 2, kind: 'LIKE', weight: 2, atDay: 400 },
    ]);
    // A follow 1; four replies one half-life ago 4 · 1 · ½ = 2; trust 2 + two fresh likes 2 · ½ = 3.
    expect(largestDifference([attentionTable(attentionOf(ties, asOfMs))[3]!], [[1 / 6, 2 / 6, 3 / 6, 0]])).toBeLessThan(
      1e-12,
    );
  });

  it('weighs those followed by their recent activity, and equally when all are silent', () => {
    const ties = tieColumns(3, [
      { from: 2, to: 0 },
      { from: 2, to: 1 },
    ]);
    const share = (...activity: number[]) =>
      attentionTable(attentionOf(ties, asOfMs, Float64Array.from(activity)))[2]!.slice(0, 2);
    expect(share(3, 1, 0)).toEqual([0.75, 0.25]);
    expect(share(0, 1, 5)).toEqual([0, 1]);
    expect(share(0, 0, 5)).toEqual([0.5, 0.5]);
  });

  it('sums to one for everyone with ties, to zero for the others', () => {
    fc.assert(
      fc.property(tieRows(n), activities, (rows, activity) => {
        const attention = attentionOf(tieColumns(n, rows), asOfMs, activity);
        attentionTable(attention).forEach((row, j) => {
          const follows = rows.some(({ from, to }) => from === j && to !== j);
          expect(attention.attends[j]).toBe(follows ? 1 : 0);
          expect(sum(row)).toBeCloseTo(follows ? 1 : 0, 12);
        });
      }),
    );
  });

  it('does not change when a tie is reported in two halves', () => {
    fc.assert(
      fc.property(
        tieRows(n).filter((rows) => rows.length > 0),
        activities,
        fc.nat(),
        (rows, activity, pick) => {
          const split = rows[pick % rows.length]!;
          const half = { ...split, weight: split.weight! / 2 };
          const halved = [...rows.filter((row) => row !== split), half, half];
          const table = (each: typeof rows) => attentionTable(attentionOf(tieColumns(n, each), asOfMs, activity));
          expect(largestDifference(table(halved), table(rows))).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('does not depend on how customers are numbered or ties are ordered', () => {
    const order = fc.shuffledSubarray([...Array(n).keys()], { minLength: n });
    fc.assert(
      fc.property(tieRows(n), activities, order, (rows, activity, newNumber) => {
        const renumbered = rows
          .map((row) => ({ ...row, from: newNumber[row.from]!, to: newNumber[row.to]! }))
          .toReversed();
        const moved = new Float64Array(n);
        activity.forEach((value, i) => {
          moved[newNumber[i]!] = value;
        });
        const before = attentionTable(attentionOf(tieColumns(n, rows), asOfMs, activity));
        const after = attentionTable(attentionOf(tieColumns(n, renumbered), asOfMs, moved));
        expect(
          largestDifference(
            before.map((row, j) => row.map((_, i) => after[newNumber[j]!]![newNumber[i]!]!)),
            before,
          ),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  it('forgets who has not been seen for many half-lives: they give nothing', () => {
    const attention = attentionOf(tieColumns(2, [{ from: 1, to: 0, kind: 'LIKE' }]), 3000 * DAY_MS);
    expect(attention.attends[1]).toBe(0);
    expect(creditShares(attention, 0.4).given[1]).toBe(0);
  });

  it('remembers ties of a hundredth of a follow together, and forgets them below', () => {
    const attends = (weight: number, ...more: number[]) =>
      attentionOf(
        tieColumns(
          3,
          [weight, ...more].map((each, n) => ({ from: 2, to: n, weight: each })),
        ),
        asOfMs,
      ).attends[2];
    expect(attends(0.01)).toBe(1);
    expect(attends(0.0099)).toBe(0);
    expect(attends(0.006, 0.006), 'what counts is what all of them come to').toBe(1);
    expect(attends(0.0049, 0.0049)).toBe(0);
  });

  it('forgets one like after five and two thirds of its half-lives, not before', () => {
    // ½ · 2^(−age / 180 days) = 0.01 at 1015.9 days.
    const attendsAfter = (ageDays: number) =>
      attentionOf(tieColumns(2, [{ from: 1, to: 0, kind: 'LIKE', atDay: 10 }]), (10 + ageDays) * DAY_MS).attends[1];
    expect([attendsAfter(1015), attendsAfter(1016)]).toEqual([1, 0]);
  });

  it('keeps the ties behind every arc', () => {
    fc.assert(
      fc.property(tieRows(n), (rows) => {
        const attention = attentionOf(tieColumns(n, rows), asOfMs);
        const { from, to } = attention.arcs;
        from.forEach((follower, arc) => {
          const behind = [...attention.ties.subarray(attention.tieOffsets[arc]!, attention.tieOffsets[arc + 1]!)];
          const expected = [...rows.keys()].filter((tie) => rows[tie]!.from === follower && rows[tie]!.to === to[arc]);
          expect(behind.toSorted((a, b) => a - b)).toEqual(expected);
        });
      }),
    );
  });

  it('feeds a solve that conserves: Σe = Σv within 1e-12, and to the cent', () => {
    const values = fc.array(fc.integer({ min: -50_00, max: 900_00 }), { minLength: n, maxLength: n });
    const kappas = fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(tieRows(n), values, kappas, (rows, value, kappa) => {
        const own = Float64Array.from(value);
        const { solved, cents, shares } = solveTies(tieColumns(n, rows), own, Float64Array.from(kappa));
        const scale = Math.max(1, sum(own.map(Math.abs)));
        expect(Math.abs(sum(solved.retained) - sum(own)) / scale).toBeLessThan(1e-12);
        expect(sum(cents.customerMinor)).toBe(sum(own));
        expect(sum(cents.receivedMinor)).toBe(sum(cents.passedOnMinor));
        const isApart = (i: number) => shares.given[i] === 0 && solved.gross[i] === 0;
        const apart = [...own.keys()].filter(isApart);
        expect(apart.map((i) => cents.customerMinor[i])).toEqual(apart.map((i) => own[i]));
        const furthest = Math.max(
          ...[...own.keys()].map((i) => Math.abs(cents.customerMinor[i]! - solved.retained[i]!)),
        );
        expect(furthest).toBeLessThan(2);
      }),
    );
  });

  it('gives the same solve as the factorised shares of the kernel when everybody is active', () => {
    const rows = [
      { from: 1, to: 0, weight: 3 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
      { from: 0, to: 1, weight: 2 },
    ];
    const ties = tieColumns(3, rows);
    const value = Float64Array.of(10, 20, 30);
    const activity = Float64Array.of(1, 2, 3);
    const attention = attentionOf(ties, asOfMs, activity);
    const mine = solveConserving({ csr: buildCsr(attention.arcs), shares: creditShares(attention, 0.3), value });
    const csr = buildCsr({ nodeCount: 3, from: ties.from, to: ties.to, weight: ties.weight });
    const theirs = solveConserving({ csr, shares: proportionalShares(csr, 0.3, activity), value });
    expect(Math.max(...mine.f.map((f, i) => Math.abs(f - theirs.f[i]!)))).toBeLessThan(1e-11);
  });

  it('sums recent activity with a half-life, and ignores what is yet to come', () => {
    const activity = recentActivity(2, Int32Array.of(0, 0, 1, 1), Int32Array.of(100, 70, 40, 101), 100, 30);
    expect([...activity]).toEqual([1.5, 0.25]);
  });

  it('refuses ties that are none', () => {
    const attend = (row: { from: number; to: number; weight?: number }) => () => attentionOf(tieColumns(2, [row]), 0);
    expect(attend({ from: 0, to: 2 })).toThrow(DomainError);
    expect(attend({ from: -1, to: 0 })).toThrow(DomainError);
    expect(attend({ from: 0, to: 1, weight: Number.NaN })).toThrow(DomainError);
    expect(() => creditShares(attentionOf(tieColumns(2, []), 0), 1)).toThrow(DomainError);
    expect(DEFAULT_TIE_SETTINGS.FOLLOW.halfLifeDays).toBeNull();
  });
});
