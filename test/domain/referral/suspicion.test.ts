import { describe, expect, it } from 'vitest';
import { buildReferralForest, type ReferralRecord } from '../../../domain/referral/forest.ts';
import { mailboxOf } from '../../../domain/referral/mailbox.ts';
import { splitReferralValue } from '../../../domain/referral/shapley.ts';
import { suspectedReferrals } from '../../../domain/referral/suspicion.ts';
import { neverBought } from './arbitraries.ts';

type Claim = readonly [advocate: number, friend: number, more?: Partial<ReferralRecord>];

/** Suspicions of claims made one after another; `person` says whom each customer probably is. */
function suspicions(
  own: readonly number[],
  claims: readonly Claim[],
  person: (customer: number) => number = (customer) => customer,
) {
  const records = claims.map(([advocate, friend, more], at): ReferralRecord => ({
    advocate,
    friend,
    atMs: at,
    kind: 'TYPE_ONE',
    ...more,
  }));
  const forest = buildReferralForest(own.length, neverBought(own.length), records, { asOfMs: 1000 });
  return suspectedReferrals(forest, splitReferralValue(forest, Float64Array.from(own)), {
    advocate: Int32Array.from(records, ({ advocate }) => advocate),
    friend: Int32Array.from(records, ({ friend }) => friend),
    advocatePerson: Int32Array.from(records, ({ advocate }) => person(advocate)),
    friendPerson: Int32Array.from(records, ({ friend }) => person(friend)),
    rewardMinor: Float64Array.from(records, ({ rewardMinor }) => rewardMinor ?? 0),
  });
}

describe('a mailbox', () => {
  it.each([
    ['ANN@x.com', 'ann@x.com'],
    ['ann+1@x.com', 'ann@x.com'],
    [' Ann+news+more@X.com ', 'ann@x.com'],
    ['ａｎｎ@x.com', 'ann@x.com'],
    ['a.n.n@gmail.com', 'ann@gmail.com'],
    ['ann+shop@GoogleMail.com', 'ann@gmail.com'],
    ['a.n.n@x.com', 'a.n.n@x.com'],
    ['+1@x.com', '+1@x.com'],
  ])('%j is that of %s', (text, mailbox) => expect(mailboxOf(text)).toBe(mailbox));
  it.each(['ann', '12345', 'ann@', '@x.com', 'ann@localhost', 'a b@x.com', ''])('%j is none', (text) =>
    expect(mailboxOf(text)).toBeNull(),
  );
});

describe('claims that look like people referring themselves', () => {
  it('an alias of the advocate is listed with what was credited and paid for it', () => {
    const found = suspicions(
      [10_00, 50_00, 50_00, 80_00],
      [
        [0, 1, { rewardMinor: 10_00 }],
        [0, 2, { rewardMinor: 5_00 }],
        [0, 3],
      ],
      (customer) => (customer < 3 ? 0 : 3),
    );
    expect(found).toEqual([
      { reason: 'SAME_PERSON', records: [0], customers: [0, 1], creditMinor: 25_00, rewardMinor: 10_00 },
      { reason: 'SAME_PERSON', records: [1], customers: [0, 2], creditMinor: 25_00, rewardMinor: 5_00 },
    ]);
  });

  it('credit counts what the advocate had from everybody below the friend, and of a type-two claim the saving', () => {
    const chain = suspicions(
      [0, 60_00, 90_00],
      [
        [0, 1],
        [1, 2],
      ],
      (customer) => (customer < 2 ? 0 : customer),
    );
    expect(chain).toMatchObject([{ records: [0], creditMinor: 30_00 + 30_00 }]);
    const saved = suspicions([0, 60_00], [[0, 1, { kind: 'TYPE_TWO', savedAcquisitionCostMinor: 7_00 }]], () => 0);
    expect(saved).toMatchObject([{ records: [0], creditMinor: 7_00 }]);
  });

  it('a circle is one ring of all its claims, also of those that did not count, and nobody outside it', () => {
    const found = suspicions(
      [0, 40_00, 60_00, 30_00, 10_00],
      [
        [0, 1],
        [1, 2],
        [2, 0, { rewardMinor: 1_00 }],
        [2, 3],
        [4, 0, { rewardMinor: 99_00 }],
      ],
    );
    expect(found).toEqual([
      {
        reason: 'RING',
        records: [0, 1, 2],
        customers: [0, 1, 2],
        creditMinor: 13_33 + 15_00 + 6_00 + (15_00 + 6_00),
        rewardMinor: 1_00,
      },
    ]);
  });

  it('a circle closed by an alias is a ring; two circles are two; the most at stake comes first', () => {
    const found = suspicions(
      [0, 2_00, 0, 8_00, 0],
      [
        [0, 1],
        [1, 4],
        [2, 3],
        [3, 2],
      ],
      (customer) => (customer === 4 ? 0 : customer),
    );
    expect(found.map(({ reason, records, customers }) => [reason, records, customers])).toEqual([
      ['RING', [2, 3], [2, 3]],
      ['RING', [0, 1], [0, 1, 4]],
    ]);
  });

  it('a claim between strangers of two circles belongs to neither; a circle inside a tangle is found whole', () => {
    const found = suspicions(
      [0, 0, 0, 0, 0, 0, 0],
      [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 2],
        [3, 2],
        [4, 5],
        [0, 6],
        [5, 6],
      ],
    );
    expect(found.map(({ records, customers }) => [records, customers])).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
      [
        [3, 4, 5, 6],
        [2, 3, 4],
      ],
    ]);
  });

  it('what is at stake counts losses and rewards; of equal stakes the earlier claim comes first', () => {
    const pairs = (own: readonly number[], rewards: readonly number[]): unknown =>
      suspicions(
        own,
        rewards.map((rewardMinor, i): Claim => [2 * i, 2 * i + 1, { rewardMinor }]),
        (customer) => customer >> 1,
      ).map(({ records }) => records[0]);
    expect(pairs([0, 10, 0, -30, 0, 20], [0, 0, 0])).toEqual([1, 2, 0]);
    expect(pairs([0, 10, 0, 10, 0, 10], [0, 0, 1])).toEqual([2, 0, 1]);
  });

  it('honest referrals, exact self-referrals (refused elsewhere) and unknown ends raise nothing', () => {
    expect(
      suspicions(
        [1, 1, 1, 1],
        [
          [0, 1],
          [0, 2],
          [1, 3],
          [2, 3],
          [2, 2],
          [-1, 0],
          [0, -1],
        ],
      ),
    ).toEqual([]);
  });

  it('a ring of 30,000 is found without recursion', () => {
    const n = 30_000;
    const [ring, ...others] = suspicions(
      Array.from({ length: n }, () => 0),
      Array.from({ length: n }, (_, i): Claim => [i, (i + 1) % n]),
    );
    expect([ring!.records.length, others]).toEqual([n, []]);
  });
});
