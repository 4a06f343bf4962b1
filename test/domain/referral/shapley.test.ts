import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { kumarReferralValue } from '../../../domain/referral/crv.ts';
import { buildReferralForest } from '../../../domain/referral/forest.ts';
import type { ReferralForest, ReferralRecord } from '../../../domain/referral/forest.ts';
import { splitReferralValue } from '../../../domain/referral/shapley.ts';
import { neverBought, sum, valuedForests } from './arbitraries.ts';
import { cate } from './cate.ts';

const bothKinds = ['TYPE_ONE', 'TYPE_TWO'] as const;

/** Shapley value by its definition: the average marginal contribution over all coalitions (Shapley 1953). */
function shapleyByDefinition(forest: ReferralForest, own: Float64Array): number[] {
  const n = forest.customerCount;
  const needed = Array.from({ length: n }, (_, j) => {
    let mask = 0;
    for (let at = j; at >= 0; at = forest.referrer[at]!) mask |= 1 << at;
    return mask;
  });
  const worth = (coalition: number) => sum(own.filter((_, j) => (needed[j]! & ~coalition) === 0));
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return Array.from({ length: n }, (_, i) => {
    let phi = 0;
    for (let others = 0; others < 1 << n; others++) {
      if ((others >> i) & 1) continue;
      const size = others.toString(2).replaceAll('0', '').length;
      phi += ((factorial(size) * factorial(n - 1 - size)) / factorial(n)) * (worth(others | (1 << i)) - worth(others));
    }
    return phi;
  });
}

describe('referral value adds up', () => {
  it('Cate, her ten friends and six friends of friends: 3,200 stays 3,200 where own + referred says 7,325', () => {
    const { forest, own, friends, friendsOfFriends } = cate();
    const split = splitReferralValue(forest, own);
    const totalOf = (customers: number[]) => sum(customers.map((customer) => split.afterReferralMinor[customer]!));

    expect(split.afterReferralMinor[0]).toBe(1_512_50);
    expect(totalOf(friends)).toBe(1_312_50);
    expect(totalOf(friendsOfFriends)).toBe(375_00);
    expect(sum(split.afterReferralMinor)).toBe(3_200_00);
    expect(sum(own) + sum(split.grossMinor)).toBe(7_325_00);
  });

  it('is the Shapley value by definition, on random type-one forests of up to seven', () => {
    // Multiples of lcm(1…7) split into whole cents, so the comparison is of the formula and not of the rounding.
    const value = fc.integer({ min: -10, max: 1000 }).map((k) => k * 420);
    fc.assert(
      fc.property(valuedForests(7, ['TYPE_ONE'], value), ({ forest, own }) => {
        const split = splitReferralValue(forest, own);
        shapleyByDefinition(forest, own).forEach((phi, i) => {
          expect(split.afterReferralMinor[i]! + split.rewardMinor[i]!).toBeCloseTo(phi, 6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('conserves every cent, each customer closing on its own identity', () => {
    fc.assert(
      fc.property(valuedForests(40, bothKinds, fc.integer({ min: -100_000, max: 1_000_000 })), ({ forest, own }) => {
        const split = splitReferralValue(forest, own);
        expect(sum(split.afterReferralMinor)).toBe(sum(own) - sum(split.rewardMinor));
        expect(sum(split.receivedMinor)).toBe(sum(split.passedOnMinor));
        expect(sum(split.rewardMinor)).toBe(sum(forest.rewardMinor));
        for (let i = 0; i < forest.customerCount; i++) {
          expect(split.afterReferralMinor[i]).toBe(
            own[i]! - split.passedOnMinor[i]! + split.receivedMinor[i]! - split.rewardMinor[i]!,
          );
        }
        const customers = [...own.keys()];
        const childless = customers.filter((i) => forest.childOffsets[i] === forest.childOffsets[i + 1]);
        const roots = customers.filter((i) => forest.referrer[i]! < 0);
        const offExactShare = customers.filter(
          (i) =>
            forest.typeTwo[i] === 0 &&
            Math.abs(split.passedOnMinor[i]! - (own[i]! * split.depth[i]!) / (split.depth[i]! + 1)) >= 1,
        );
        expect(childless.filter((i) => split.receivedMinor[i] !== 0)).toEqual([]);
        expect(roots.filter((i) => split.passedOnMinor[i] !== 0)).toEqual([]);
        expect(offExactShare).toEqual([]);
      }),
    );
  });

  it('leaves everyone with their own value when nobody referred anybody', () => {
    const own = Float64Array.of(5, -7, 0, 123_456);
    const forest = buildReferralForest(4, neverBought(4), [], { asOfMs: 0 });
    expect([...splitReferralValue(forest, own).afterReferralMinor]).toEqual([...own]);
  });

  it('changes no cent outside the tree that changed', () => {
    fc.assert(
      fc.property(valuedForests(30, bothKinds, fc.nat(1_000_000)), fc.nat(), ({ forest, own }, pick) => {
        const changed = pick % forest.customerCount;
        const rootOf = (customer: number) => {
          let at = customer;
          while (forest.referrer[at]! >= 0) at = forest.referrer[at]!;
          return at;
        };
        const before = splitReferralValue(forest, own);
        const after = splitReferralValue(
          forest,
          own.map((value, i) => (i === changed ? value + 1234 : value)),
        );
        const elsewhere = [...own.keys()].filter((i) => rootOf(i) !== rootOf(changed));
        expect(elsewhere.filter((i) => after.afterReferralMinor[i] !== before.afterReferralMinor[i])).toEqual([]);
      }),
    );
  });

  it('gives a type-two referrer the saved acquisition cost, never more than the friend is worth, and charges the reward', () => {
    const referral = (friend: number, saved: number, reward: number): ReferralRecord => ({
      advocate: 0,
      friend,
      atMs: 0,
      kind: 'TYPE_TWO',
      savedAcquisitionCostMinor: saved,
      rewardMinor: reward,
    });
    const forest = buildReferralForest(
      4,
      neverBought(4),
      [referral(1, 20_00, 5_00), referral(2, 20_00, 0), referral(3, 20_00, 1_00)],
      { asOfMs: 0 },
    );
    const split = splitReferralValue(forest, Float64Array.of(100_00, 80_00, 12_00, -30_00));

    expect([...split.afterReferralMinor]).toEqual([126_00, 60_00, 0, -30_00]);
    expect(split.rewardMinor[0]).toBe(6_00);
    expect(split.grossMinor[0]).toBe(32_00);
  });

  it('cuts the chain at a type-two edge: who would have come anyway owes nothing further up', () => {
    const records: ReferralRecord[] = [
      { advocate: 0, friend: 1, atMs: 0, kind: 'TYPE_ONE' },
      { advocate: 1, friend: 2, atMs: 0, kind: 'TYPE_TWO', savedAcquisitionCostMinor: 10 },
      { advocate: 2, friend: 3, atMs: 0, kind: 'TYPE_ONE' },
    ];
    const split = splitReferralValue(
      buildReferralForest(4, neverBought(4), records, { asOfMs: 0 }),
      Float64Array.of(100, 100, 100, 100),
    );

    expect([...split.depth]).toEqual([0, 1, 0, 1]);
    expect([...split.afterReferralMinor]).toEqual([150, 50 + 10, 100 - 10 + 50, 50]);
  });

  it('walks a chain of 100,000 without recursion and to the cent', () => {
    const n = 100_000;
    const records = Array.from({ length: n - 1 }, (_, i): ReferralRecord => ({
      advocate: i,
      friend: i + 1,
      atMs: i,
      kind: 'TYPE_ONE',
    }));
    const forest = buildReferralForest(n, neverBought(n), records, { asOfMs: 0 });
    const split = splitReferralValue(forest, new Float64Array(n).fill(100_00));

    const harmonic = sum(Array.from({ length: n }, (_, j) => 1 / (j + 1)));
    expect(sum(split.afterReferralMinor)).toBe(n * 100_00);
    expect(Math.abs(split.afterReferralMinor[0]! - 100_00 * harmonic)).toBeLessThan(2);
    expect(split.grossMinor[0]).toBe((n - 1) * 100_00);
  });

  it('refuses values that are not whole minor units', () => {
    const forest = buildReferralForest(2, neverBought(2), [], { asOfMs: 0 });
    expect(() => splitReferralValue(forest, Float64Array.of(1, 0.5))).toThrow(DomainError);
    expect(() => splitReferralValue(forest, Float64Array.of(1))).toThrow(DomainError);
  });
});

describe('customer referral value of Kumar, Petersen & Leone, beside it', () => {
  it('counts direct friends only, and counts them again in everyone above', () => {
    const records: ReferralRecord[] = [
      { advocate: 0, friend: 1, atMs: 0, kind: 'TYPE_ONE', savedAcquisitionCostMinor: 30, rewardMinor: 10 },
      { advocate: 0, friend: 2, atMs: 0, kind: 'TYPE_TWO', savedAcquisitionCostMinor: 30, rewardMinor: 10 },
      { advocate: 1, friend: 3, atMs: 0, kind: 'TYPE_ONE' },
    ];
    const forest = buildReferralForest(4, neverBought(4), records, { asOfMs: 0 });
    expect([...kumarReferralValue(forest, Float64Array.of(1000, 200, 300, 500))]).toEqual([
      200 - 10 + 30 + 30,
      500,
      0,
      0,
    ]);
  });

  it('is not additive: on Cate it promises more than exists', () => {
    const { forest, own } = cate();
    // Each friend is counted again in the one who brought them: 1,875.00 of the ten and 1,125.00 of the six.
    expect(sum(kumarReferralValue(forest, own))).toBe(300_000);
    expect(sum(splitReferralValue(forest, own).afterReferralMinor)).toBe(sum(own));
    expect(sum(own)).toBe(320_000);
  });
});
