import fc from 'fast-check';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, Referral, Tie } from '../../domain/events.ts';
import { TIE_KINDS } from '../../domain/events.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { SnapshotInput } from '../../enrichment/snapshot/columns.ts';

/** A small company: customers with orders in cents, ties between them, referrals. */
export interface Person {
  readonly orders: readonly {
    readonly day: number;
    readonly netMinor: number;
    readonly costMinor: number | null;
    readonly group: string;
    readonly channel?: string | undefined;
  }[];
  /** Minutes of human contact, one entry a contact. */
  readonly minutes?: readonly number[];
  readonly follows: readonly { readonly whom: number; readonly kind: number; readonly weight: number }[];
  readonly referredBy: {
    readonly advocate: number;
    readonly typeTwo: boolean;
    readonly reward: number;
    readonly saved: number;
  } | null;
}

export const AS_OF = 20_000 * DAY_MS;
const START = 19_000;

const order = fc.record({
  day: fc.integer({ min: START, max: 19_990 }),
  netMinor: fc.integer({ min: 0, max: 1_000_000 }),
  costMinor: fc.option(fc.integer({ min: 0, max: 1_200_000 }), { nil: null }),
  group: fc.constantFrom('books', 'garden', 'toys'),
  channel: fc.constantFrom(undefined, 'search', 'fair'),
});

export const customersArbitrary: fc.Arbitrary<Person[]> = fc.array(
  fc.record({
    orders: fc.array(order, { maxLength: 4 }),
    minutes: fc.array(fc.constantFrom(0, 2.5, 12, 30.125), { maxLength: 3 }),
    follows: fc.array(
      fc.record({
        whom: fc.nat({ max: 11 }),
        kind: fc.nat({ max: TIE_KINDS.length - 1 }),
        weight: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 4 },
    ),
    referredBy: fc.option(
      fc.record({
        advocate: fc.nat({ max: 11 }),
        typeTwo: fc.boolean(),
        reward: fc.nat({ max: 5000 }),
        saved: fc.nat({ max: 9000 }),
      }),
      { nil: null },
    ),
  }),
  { minLength: 0, maxLength: 12 },
);

export const idOf = (index: number): string => `customer${String(index).padStart(12, '0')}`;

export function eventsOf(person: Person, index: number): CustomerEvent[] {
  const contacts = (person.minutes ?? []).map((effortMinutes, k) => ({
    kind: 'INTERACTION' as const,
    source: 'test',
    id: `${index}-m${k}`,
    type: 'SALES_CONTACT' as const,
    channel: 'PHONE' as const,
    occurredAt: (START + k) * DAY_MS,
    effortMinutes,
  }));
  const orders = person.orders.map(({ day, netMinor, costMinor, group, channel }, k) => ({
    kind: 'ORDER' as const,
    source: 'test',
    id: `${index}-${k}`,
    occurredAt: day * DAY_MS,
    promotion: false,
    ...(channel === undefined ? {} : { acquisitionChannel: channel }),
    lines: [
      {
        sku: `${group}-1`,
        group,
        quantity: 1,
        netMinor,
        lineKind: 'PRODUCT' as const,
        ...(costMinor === null ? {} : { costMinor }),
      },
    ],
  }));
  return [...contacts, ...orders];
}

export function inputOf(people: readonly Person[]): SnapshotInput {
  const ties: Tie[] = people.flatMap((person, follower) =>
    person.follows
      .filter(({ whom }) => whom < people.length && whom !== follower)
      .map(({ whom, kind, weight }) => ({
        follower: idOf(follower),
        followed: idOf(whom),
        kind: TIE_KINDS[kind]!,
        source: 'test',
        weight,
        at: START * DAY_MS,
      })),
  );
  const referrals: Referral[] = people.flatMap(({ referredBy }, friend) =>
    referredBy === null || referredBy.advocate >= people.length
      ? []
      : [
          {
            source: 'test',
            id: `r${friend}`,
            claim: `${idOf(friend)}#r${friend}`,
            advocate: idOf(referredBy.advocate),
            friend: idOf(friend),
            at: (START - 1) * DAY_MS,
            kind: referredBy.typeTwo ? 'TYPE_TWO' : 'TYPE_ONE',
            rewardMinor: referredBy.reward,
            savedAcquisitionCostMinor: referredBy.saved,
          } satisfies Referral,
        ],
  );
  return {
    asOf: AS_OF,
    ruleSetVersion: defaultRuleSet.version,
    customers: people.map((person, index) => ({
      id: idOf(index),
      tieBreak: idOf(index),
      summary: foldSummary(eventsOf(person, index), [], defaultRuleSet),
    })),
    ties,
    referrals,
  };
}

/** A permutation of the list, decided by the seed alone. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed | 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
