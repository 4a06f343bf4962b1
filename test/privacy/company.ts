import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DAY_MS } from '../../domain/time/time.ts';
import { currentMinorOf } from '../../domain/profile/profile.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';
import type { Db } from '../../store/client/db.ts';
import type { CustomerId, Order } from '../../domain/events.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { recordReferrals } from '../../store/relations/referrals.ts';
import { putTies } from '../../store/relations/ties.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { superstoreRows } from '../store/superstore.ts';
import { scan } from './traces.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');

/** Numbers below `below`, the same in every run (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface DataSet {
  readonly name: string;
  readonly isThere: boolean;
  /** @returns as of when its runs are */
  readonly load: (db: Db) => Promise<number>;
}

/** Orders with ties and referrals that chance makes, and names and addresses that stand nowhere else. */
async function loadOrders(db: Db, byCustomer: ReadonlyMap<string, readonly Order[]>): Promise<number> {
  const names = [...byCustomer.keys()];
  const of = (index: number) => ({ externalId: { source: 'shop', id: `buyer-${names[index]}-no` } });
  const next = chance(names.length);
  await ingestEvents(
    db,
    [...byCustomer.values()].flatMap((orders, index) =>
      orders.map((event) => ({ customer: of(index), event: { ...event, id: `${event.id}-of-${index}` } })),
    ),
    { createCustomers: true, soleWriter: true, fold: true },
  );
  const at = Math.min(...[...byCustomer.values()].flat().map(({ occurredAt }) => occurredAt));
  for (const index of names.keys())
    if (index % 10 === 0)
      await upsertCustomer(db, {
        by: of(index),
        displayName: `Quirin Yxeloh ${index}th`,
        identities: [{ email: `quirin${index}@yxeloh.example` }],
      });
  const others = names.map((_, index) => (index + 1 + next(names.length - 1)) % names.length);
  await putTies(
    db,
    others.flatMap((other, index) =>
      other === index
        ? []
        : [
            {
              follower: of(index),
              followed: of(other),
              kind: 'FOLLOW' as const,
              source: 'forum',
              weight: 1 + (index % 3),
              at,
            },
          ],
    ),
    { soleWriter: true },
  );
  for (const rows of chunksOf(
    [...names.keys()].filter((index) => index % 7 === 0),
    100,
  ))
    await recordReferrals(
      db,
      rows.map((index) => ({
        source: 'shop',
        id: `claim-${index}`,
        advocate: of(others[index]!),
        friend: of(index),
        kind: 'TYPE_ONE' as const,
        at: at - DAY_MS,
      })),
    );
  return DAY_MS + Math.max(...[...byCustomer.values()].flat().map(({ occurredAt }) => occurredAt));
}

const CDNOW = join(DATA, 'cdnow_sample.csv');
const RETAIL = join(DATA, 'online_retail_ii_lines.csv.gz');

function cdnow(): Map<string, Order[]> {
  const rows = parse(readFileSync(CDNOW), { columns: true }) as Record<string, string>[];
  const orders = new Map<string, Order[]>();
  for (const [index, row] of rows.entries()) {
    const cust = row['cust']!;
    const list = orders.get(cust) ?? [];
    list.push({
      kind: 'ORDER',
      source: 'shop',
      id: `cd-${index}`,
      occurredAt: Date.parse(row['date']!),
      promotion: false,
      lines: [
        {
          sku: 'cd',
          group: 'music',
          quantity: Number(row['cds']),
          netMinor: Math.round(100 * Number(row['amount'])),
          lineKind: 'PRODUCT',
        },
      ],
    });
    orders.set(cust, list);
  }
  return orders;
}

const firstOf = <K, V>(map: ReadonlyMap<K, V>, count: number): Map<K, V> => new Map([...map].slice(0, count));

export const DATA_SETS: readonly DataSet[] = [
  {
    name: 'Superstore with the social layer of the demo',
    isThere: true,
    load: async (db) => {
      const { events, ties } = superstoreRows(120);
      await ingestEvents(db, events, { createCustomers: true, soleWriter: true, fold: true });
      await putTies(db, ties, { soleWriter: true });
      return DAY_MS + Math.max(...events.map(({ event }) => event.occurredAt));
    },
  },
  { name: 'CDNOW', isThere: existsSync(CDNOW), load: (db) => loadOrders(db, firstOf(cdnow(), 150)) },
  {
    name: 'Online Retail II',
    isThere: existsSync(RETAIL),
    load: async (db) => loadOrders(db, firstOf(await ordersOfFile(RETAIL, 'online-retail-ii'), 60)),
  },
];

/** All customers of the table by id, as they lie in it. */
export const everybody = async (db: Db): Promise<CustomerId[]> =>
  (await scan(db)).flatMap(({ sk }) => (sk!.S!.startsWith('S#') ? [sk!.S!.slice(2)] : [])).sort();

/** What is published of customers: in sum own value and current value, cent by cent. */
export async function sums(db: Db, ids: readonly CustomerId[]) {
  const shown = await visibleGeneration(db, { consistent: true });
  let [direct, current] = [0, 0];
  for (const some of chunksOf(ids, 100))
    for (const view of await loadViews(db, some, shown)) {
      if (view?.profile == null) continue;
      const { value } = view.profile.profile;
      direct += value.directMinor;
      current += currentMinorOf(value);
    }
  return { direct, current };
}
