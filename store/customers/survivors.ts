import type { CustomerId } from '../../domain/events.ts';
import type { Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { customerKey } from '../client/keys.ts';
import {
  customerIdOfItem,
  decodeRecord,
  MERGED,
  mergedOf,
  POINTER,
  pointerOf,
  type CustomerRecord,
} from './records.ts';

/** What finding a survivor reads of a customer, to be added to what else is asked for. */
export const SURVIVOR_ATTRIBUTES: readonly string[] = [MERGED, POINTER];

export interface ReadOptions {
  readonly consistent?: boolean;
  /** Beside {@link SURVIVOR_ATTRIBUTES}; absent: all. */
  readonly attributes?: readonly string[];
}

/**
 * The customers these items stand for by now, in their order: the item itself for whoever is merged into nobody, which costs
 * nothing, else the survivor's; one read for each step of the longest chain.
 *
 * Who is merged is said in one place, the survivor's list (`g`), which one write changes together with the summary. The pointer
 * of the merged one (`j`) only leads there: it is written before the list and removed after, so that it alone says nothing.
 */
export async function survivorItems(db: Db, items: readonly Item[], options: ReadOptions = {}): Promise<Item[]> {
  const known = new Map(items.map((item) => [customerIdOfItem(item), item]));
  const read = {
    consistent: options.consistent ?? false,
    ...(options.attributes === undefined ? {} : { attributes: [...SURVIVOR_ATTRIBUTES, ...options.attributes] }),
  };
  for (let front = items; front.length > 0;) {
    const targets = new Set(front.flatMap((item) => pointerOf(item)?.to ?? []));
    const unread = [...targets].filter((id) => !known.has(id));
    const found = unread.length === 0 ? null : await batchGet(db, unread.map(customerKey), read);
    front = unread.map((id) => found?.get(keyName(customerKey(id)))).filter((item) => item !== undefined);
    for (const item of front) known.set(customerIdOfItem(item), item);
  }
  return items.map((item) => survivorIn(known, item));
}

function survivorIn(known: ReadonlyMap<CustomerId, Item>, item: Item): Item {
  const path: Item[] = [];
  for (let at: Item | undefined = item; at !== undefined && !path.includes(at);) {
    path.push(at);
    const to: CustomerId | undefined = pointerOf(at)?.to;
    at = to === undefined ? undefined : known.get(to);
  }
  // From the far end: only the list of somebody who is merged into nobody counts.
  const lists = path.map((at) => new Set(mergedOf(at).map(({ id }) => id)));
  const survivors: number[] = [];
  for (let place = path.length - 1; place >= 0; place -= 1) {
    const id = customerIdOfItem(path[place]!);
    const above = lists.findLastIndex((list, at) => at > place && survivors[at] === at && list.has(id));
    survivors[place] = above < 0 ? place : above;
  }
  return path[survivors[0]!]!;
}

/** All ids a customer's records may lie under: their own and those of who was merged into them. */
export const idsOf = ({ id, merged }: Pick<CustomerRecord, 'id' | 'merged'>): CustomerId[] => [
  id,
  ...merged.map((one) => one.id),
];

/** Customers as recorded, by id; who is not there is left out. One request for up to a hundred. */
export async function recordsById(
  db: Db,
  ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, CustomerRecord>> {
  if (ids.length === 0) return new Map();
  const found = await batchGet(db, ids.map(customerKey));
  return new Map([...found.values()].map((item) => [customerIdOfItem(item), decodeRecord(item)]));
}

/** A customer and everybody merged into them. */
export async function everybodyOf(db: Db, record: CustomerRecord): Promise<readonly CustomerRecord[]> {
  const others = await recordsById(
    db,
    record.merged.map(({ id }) => id),
  );
  return [record, ...record.merged.flatMap(({ id }) => others.get(id) ?? [])];
}

/** Who these customers are by now, by id; who is not there is left out. */
export async function survivorsOf(
  db: Db,
  ids: readonly CustomerId[],
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<ReadonlyMap<CustomerId, CustomerId>> {
  const items = [...(await batchGet(db, ids.map(customerKey), { consistent })).values()];
  const survivors = await survivorItems(db, items, { consistent });
  return new Map(items.map((item, index) => [customerIdOfItem(item), customerIdOfItem(survivors[index]!)]));
}
