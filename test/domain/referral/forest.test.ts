import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { REFERRAL_REJECTION_REASONS, buildReferralForest } from '../../../domain/referral/forest.ts';
import type { ReferralRecord } from '../../../domain/referral/forest.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { neverBought } from './arbitraries.ts';

const referral = (
  advocate: number,
  friend: number,
  day: number,
  more: Partial<ReferralRecord> = {},
): ReferralRecord => ({ advocate, friend, atMs: day * DAY_MS, kind: 'TYPE_ONE', ...more });
const boughtOnDays = (...days: (number | null)[]) =>
  Float64Array.from(days, (day) => (day === null ? Number.NaN : day * DAY_MS));

describe('the referral forest', () => {
  it('keeps the earliest valid referral of a friend', () => {
    const records = [referral(1, 3, 20), referral(0, 3, 10), referral(2, 3, 30)];
    const forest = buildReferralForest(4, boughtOnDays(1, 1, 1, 40), records, { asOfMs: 100 * DAY_MS });

    expect([...forest.referrer]).toEqual([-1, -1, -1, 0]);
    expect(forest.recordOf[3]).toBe(1);
    expect(forest.rejected).toEqual([
      { record: 0, reason: 'ALREADY_REFERRED' },
      { record: 2, reason: 'ALREADY_REFERRED' },
    ]);
  });

  it('gives every record that does not count its reason', () => {
    const records = [
      referral(0, -1, 10),
      referral(9, 1, 10),
      referral(1, 1, 10),
      referral(0, 1, 60),
      referral(0, 2, 10, { expiresAtMs: 20 * DAY_MS }),
      referral(0, 3, 10),
      referral(3, 0, 11),
      referral(2, 3, 12),
    ];
    const forest = buildReferralForest(4, boughtOnDays(null, 50, 30, 30), records, { asOfMs: 100 * DAY_MS });

    expect(forest.rejected).toEqual([
      { record: 0, reason: 'UNKNOWN_CUSTOMER' },
      { record: 1, reason: 'UNKNOWN_CUSTOMER' },
      { record: 2, reason: 'SELF_REFERRAL' },
      { record: 3, reason: 'EXISTING_CUSTOMER' },
      { record: 4, reason: 'EXPIRED' },
      { record: 6, reason: 'CYCLE' },
      { record: 7, reason: 'ALREADY_REFERRED' },
    ]);
    expect(new Set(forest.rejected.map(({ reason }) => reason)).size).toBe(REFERRAL_REJECTION_REASONS.length);
    expect([...forest.referrer]).toEqual([-1, -1, -1, 0]);
  });

  it('lets a later valid referral count when the earlier one was rejected', () => {
    const records = [referral(1, 0, 5), referral(0, 1, 6), referral(2, 1, 7)];
    const forest = buildReferralForest(3, neverBought(3), records, { asOfMs: 10 * DAY_MS });

    expect([...forest.referrer]).toEqual([1, 2, -1]);
    expect(forest.rejected).toEqual([{ record: 1, reason: 'CYCLE' }]);
  });

  it('takes the lower advocate when two refer a friend at the same instant, whoever is read first', () => {
    for (const records of [
      [referral(1, 2, 5), referral(0, 2, 5)],
      [referral(0, 2, 5), referral(1, 2, 5)],
    ]) {
      expect(buildReferralForest(3, neverBought(3), records, { asOfMs: 10 * DAY_MS }).referrer[2]).toBe(0);
    }
  });

  it('settles one instant by rank before anything that depends on how customers are numbered', () => {
    const records = [referral(0, 2, 5, { rank: 1 }), referral(1, 2, 5, { rank: 0 })];
    const forest = buildReferralForest(3, neverBought(3), records, { asOfMs: 10 * DAY_MS });
    expect([forest.referrer[2], forest.rejected]).toEqual([1, [{ record: 0, reason: 'ALREADY_REFERRED' }]]);
  });

  it('never lets a claim that ran out, or came too late, stand in the way of one that holds', () => {
    const records = [referral(0, 2, 10, { expiresAtMs: 20 * DAY_MS }), referral(1, 2, 25), referral(0, 2, 40)];
    const forest = buildReferralForest(3, boughtOnDays(1, 1, 30), records, { asOfMs: 100 * DAY_MS });
    expect(forest.referrer[2]).toBe(1);
    expect(forest.rejected).toEqual([
      { record: 0, reason: 'EXPIRED' },
      { record: 2, reason: 'EXISTING_CUSTOMER' },
    ]);
  });

  it('counts a code redeemed at the very instant of the first purchase', () => {
    const forest = buildReferralForest(2, boughtOnDays(1, 30), [referral(0, 1, 30)], { asOfMs: 100 * DAY_MS });
    expect(forest.referrer[1]).toBe(0);
  });

  it('measures the expiry window to the first purchase, or to the as-of instant while there is none', () => {
    const bought = boughtOnDays(1, 41, null);
    const records = [referral(0, 1, 10), referral(0, 2, 10)];
    const reasons = (windowDays: number, asOfDay: number) =>
      buildReferralForest(3, bought, records, { asOfMs: asOfDay * DAY_MS, windowDays }).rejected.map(
        ({ record }) => record,
      );

    expect(reasons(30, 40)).toEqual([0]);
    expect(reasons(31, 41)).toEqual([]);
    expect(reasons(31, 42)).toEqual([1]);
  });

  it('comes out the same in whatever order the records arrive', () => {
    const arbitraryRecord = fc.record({
      advocate: fc.integer({ min: -1, max: 7 }),
      friend: fc.integer({ min: -1, max: 7 }),
      atMs: fc.integer({ min: 0, max: 5 }),
      kind: fc.constantFrom('TYPE_ONE' as const, 'TYPE_TWO' as const),
      savedAcquisitionCostMinor: fc.nat(3),
      rewardMinor: fc.nat(3),
      expiresAtMs: fc.integer({ min: 0, max: 9 }),
    });
    const cases = fc
      .record({
        records: fc.array(arbitraryRecord, { maxLength: 25, size: 'max' }),
        firstPurchase: fc.array(fc.constantFrom(0, 2, 4, 6, Number.NaN), { minLength: 8, maxLength: 8 }),
      })
      .chain(({ records, firstPurchase }) =>
        fc.record({
          records: fc.constant(records),
          shuffled: fc.shuffledSubarray(records, { minLength: records.length }),
          firstPurchase: fc.constant(Float64Array.from(firstPurchase)),
        }),
      );

    fc.assert(
      fc.property(cases, ({ records, shuffled, firstPurchase }) => {
        const outcome = (input: readonly ReferralRecord[]) => {
          const forest = buildReferralForest(8, firstPurchase, input, { asOfMs: 7 });
          return {
            referrer: [...forest.referrer],
            typeTwo: [...forest.typeTwo],
            saved: [...forest.savedAcquisitionCostMinor],
            reward: [...forest.rewardMinor],
            rejected: forest.rejected.map(({ record, reason }) => JSON.stringify([input[record], reason])).sort(),
          };
        };
        expect(outcome(shuffled)).toEqual(outcome(records));
      }),
    );
  });

  it('accounts for every record, and is always a forest', () => {
    const arbitraryRecord = fc.record({
      advocate: fc.nat(9),
      friend: fc.nat(9),
      atMs: fc.nat(20),
      kind: fc.constant('TYPE_ONE' as const),
    });
    fc.assert(
      fc.property(fc.array(arbitraryRecord, { maxLength: 60, size: 'max' }), (records) => {
        const forest = buildReferralForest(10, neverBought(10), records, { asOfMs: 20 });
        const accepted = [...forest.recordOf].filter((record) => record >= 0);
        expect([...accepted, ...forest.rejected.map(({ record }) => record)].sort((a, b) => a - b)).toEqual([
          ...records.keys(),
        ]);

        const position = new Map([...forest.topDown].map((customer, at) => [customer, at]));
        expect(position.size).toBe(10);
        const referred = [...forest.referrer.keys()].filter((child) => forest.referrer[child]! >= 0);
        expect(referred.filter((child) => position.get(forest.referrer[child]!)! > position.get(child)!)).toEqual([]);
      }),
    );
  });

  it.each<[string, Partial<ReferralRecord>, Partial<ReferralRecord>]>([
    ['type one', { kind: 'TYPE_ONE' }, { kind: 'TYPE_TWO' }],
    ['the larger saving', { savedAcquisitionCostMinor: 2 }, { savedAcquisitionCostMinor: 1 }],
    ['a saving before none', { savedAcquisitionCostMinor: 1 }, {}],
    ['the larger reward', { rewardMinor: 2 }, { rewardMinor: 1 }],
    ['a reward before none', { rewardMinor: 1 }, {}],
    ['the later expiry', { expiresAtMs: 20 * DAY_MS }, { expiresAtMs: 19 * DAY_MS }],
    ['no expiry before any', {}, { expiresAtMs: 19 * DAY_MS }],
    ['the lower rank', {}, { rank: 1 }],
  ])('of two claims of one instant by one advocate takes %s, whoever is read first', (_, wins, loses) => {
    for (const [records, winner] of [
      [[referral(0, 1, 5, wins), referral(0, 1, 5, loses)], 0],
      [[referral(0, 1, 5, loses), referral(0, 1, 5, wins)], 1],
    ] as const) {
      const forest = buildReferralForest(2, neverBought(2), records, { asOfMs: 6 * DAY_MS });
      expect(forest.recordOf[1]).toBe(winner);
    }
  });

  it('holds of each friend the kind, saving and reward of the claim that counts, and of a root none', () => {
    const records = [
      referral(0, 1, 5, { kind: 'TYPE_TWO', savedAcquisitionCostMinor: 7, rewardMinor: 3 }),
      referral(2, 1, 6, { savedAcquisitionCostMinor: 70, rewardMinor: 30 }),
      referral(0, 2, 5),
    ];
    const forest = buildReferralForest(3, neverBought(3), records, { asOfMs: 10 * DAY_MS });
    expect([...forest.typeTwo]).toEqual([0, 1, 0]);
    expect([...forest.savedAcquisitionCostMinor]).toEqual([0, 7, 0]);
    expect([...forest.rewardMinor]).toEqual([0, 3, 0]);
    expect([...forest.recordOf]).toEqual([-1, 0, 2]);
  });

  it('lists the friends of each customer by index, and everybody after who brought them', () => {
    const records = [referral(3, 4, 1), referral(3, 1, 2), referral(1, 2, 3), referral(1, 0, 4)];
    const forest = buildReferralForest(6, neverBought(6), records, { asOfMs: 10 * DAY_MS });
    const friendsOf = (customer: number): number[] => [
      ...forest.children.subarray(forest.childOffsets[customer], forest.childOffsets[customer + 1]),
    ];
    expect([0, 1, 2, 3, 4, 5].map(friendsOf)).toEqual([[], [0, 2], [], [1, 4], [], []]);
    expect([...forest.topDown]).toEqual([3, 5, 1, 4, 0, 2]);
  });

  it('knows customers 0 to n − 1 by whole numbers, and nobody else', () => {
    const reasons = [
      referral(1, 0, 1),
      referral(2, 0, 1),
      referral(0, 2, 1),
      referral(0.5, 0, 1),
      referral(0, 1.5, 1),
    ].map((record) => buildReferralForest(2, neverBought(2), [record], { asOfMs: 2 * DAY_MS }).rejected[0]?.reason);
    expect(reasons).toEqual([undefined, ...Array(4).fill('UNKNOWN_CUSTOMER')]);
  });

  it('finds a circle through many, however the chain above was walked before', () => {
    const chain = Array.from({ length: 9 }, (_, i) => referral(i, i + 1, i));
    const records = [...chain, referral(9, 0, 20), referral(5, 0, 21)];
    const forest = buildReferralForest(10, neverBought(10), records, { asOfMs: 30 * DAY_MS });
    expect(forest.rejected).toEqual([
      { record: 9, reason: 'CYCLE' },
      { record: 10, reason: 'CYCLE' },
    ]);
  });

  it('lets a friend buy at the very instant the claim runs out, its own or that of the window', () => {
    const bought = boughtOnDays(null, 20);
    const isTaken = (more: Partial<ReferralRecord>, windowDays?: number): boolean =>
      buildReferralForest(2, bought, [referral(0, 1, 10, more)], {
        asOfMs: 100 * DAY_MS,
        ...(windowDays === undefined ? {} : { windowDays }),
      }).rejected.length === 0;
    expect(isTaken({ expiresAtMs: 20 * DAY_MS })).toBe(true);
    expect(isTaken({ expiresAtMs: 20 * DAY_MS - 1 })).toBe(false);
    expect(isTaken({ expiresAtMs: 20 * DAY_MS }, 1), 'the record decides before the window').toBe(true);
    expect([isTaken({}, 10), isTaken({}, 9), isTaken({})]).toEqual([true, false, true]);
  });

  it('refuses amounts that are no money and times that are no time', () => {
    const build = (more: Partial<ReferralRecord>) => () =>
      buildReferralForest(2, neverBought(2), [referral(0, 1, 0, more)], { asOfMs: 0 });
    expect(build({ rewardMinor: 0.5 })).toThrow(DomainError);
    expect(build({ savedAcquisitionCostMinor: -1 })).toThrow(DomainError);
    expect(build({ rewardMinor: -1 })).toThrow(DomainError);
    expect(build({ savedAcquisitionCostMinor: 2 ** 53 })).toThrow(DomainError);
    expect(build({ atMs: Number.NaN })).toThrow(DomainError);
    expect(build({ atMs: Infinity })).toThrow(DomainError);
    expect(build({ expiresAtMs: Number.NaN })).toThrow(DomainError);
    expect(build({ expiresAtMs: Infinity, rewardMinor: 0, savedAcquisitionCostMinor: 0 })).not.toThrow();
    expect(() => buildReferralForest(3, neverBought(2), [], { asOfMs: 0 })).toThrow(DomainError);
  });
});
