import { PERIOD_DAYS, periodOf } from '../../domain/experience/score.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { seededChance } from './company/chance.ts';
import { around, type CompanyRecords } from './company/generate.ts';
import { bringings, followings, referralRows, tieRows, traitsOf, type Person } from './company/people.ts';
import { spendOf } from './company/told.ts';

/** A customer of the demo with the real orders that the simulation lies around. */
export interface DemoCustomer {
  readonly externalId: string;
  readonly firstOrderAt: number;
  readonly orders: readonly { readonly at: number; readonly group: string; readonly promotion?: boolean }[];
}

/** The source of the demo's customer ids: the npm package's Superstore orders. */
export const CUSTOMER_SOURCE = 'superstore';

/** Newsletters and posts are told of so many periods before the last order: a first start should not take minutes. */
const TOLD_PERIODS = 12;
const SETTINGS = { referred: 0.13, referralsTold: 1 } as const;
/** Share of real orders around which a complaint is simulated, by how content the customer is. */
const complaintShare = (content: number): number => 0.015 * Math.exp(-0.6 * content);

function favouriteGroup(orders: DemoCustomer['orders']): string {
  const counts = new Map<string, number>();
  for (const { group } of orders) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

/**
 * The simulated layer around real orders, from the generator of companies (company/generate.ts): who follows whom, who brought in whom, what
 * customers do between orders, what is told of them, people who have not ordered, and what winning customers cost. The same customers (in any order) and seed
 * give the same rows. Nothing happens after the newest order. No order is made up: what orders alone decide (who returns, how regularly) stays as it is.
 *
 * @example demoLayer([]).ties // []
 */
export function demoLayer(customers: readonly DemoCustomer[], seed = 1): Omit<CompanyRecords, 'products'> {
  const chance = seededChance(seed);
  const sorted = customers.toSorted(
    (a, b) => a.firstOrderAt - b.firstOrderAt || (a.externalId < b.externalId ? -1 : 1),
  );
  const endAt = sorted.reduce(
    (latest, { orders, firstOrderAt }) =>
      orders.reduce((newest, { at }) => Math.max(newest, at), Math.max(latest, firstOrderAt)),
    Number.NEGATIVE_INFINITY,
  );
  if (sorted.length === 0) return { events: [], ties: [], referrals: [], accounts: [], spends: [] };
  const lastPeriod = periodOf(endAt / DAY_MS);
  const people = sorted.map(({ externalId, firstOrderAt, orders }): Person => ({
    ...traitsOf(chance, [lastPeriod - TOLD_PERIODS - 1, lastPeriod]),
    id: { externalId: { source: CUSTOMER_SOURCE, id: externalId } },
    key: externalId,
    joinedDay: Math.floor(firstOrderAt / DAY_MS),
    favourite: favouriteGroup(orders),
  }));
  const endDay = Math.floor(endAt / DAY_MS);
  const following = followings(people, endDay, chance, null);
  const followers = new Int32Array(people.length);
  for (const { followed, kind } of following) if (kind === 'FOLLOW') followers[followed]!++;
  const brought = bringings(people, SETTINGS, chance);
  const lived = people.map((person, k) => ({
    person,
    followers: followers[k]!,
    orders: sorted[k]!.orders.toSorted((a, b) => a.at - b.at).map(({ at, promotion = false }) => ({
      at,
      promotion,
      complaint: chance.happens(complaintShare(person.content)) ? { resolved: chance.happens(0.75) } : null,
    })),
  }));
  const telling = { endAt, sinceDay: endDay - TOLD_PERIODS * PERIOD_DAYS, subscribers: 0.3 };
  return {
    ...around(lived, telling, CUSTOMER_SOURCE, chance),
    ties: tieRows(people, following),
    referrals: referralRows(people, brought),
    spends: spendOf(sorted[0]!.firstOrderAt, endAt),
  };
}
