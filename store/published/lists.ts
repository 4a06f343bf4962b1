import type { CustomerId } from '../../domain/events.ts';
import { DomainError } from '../../domain/errors.ts';
import { B, bytes, N, num, S } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { decodePage, encodePage } from './page-codec.ts';
import { deletePages, expiry, type Lifetime } from './blocks.ts';
import { getItem, putItem } from '../client/commands.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { blockKey } from '../client/keys.ts';
import { idCount, idsAt, type PackedIds } from '../customers/packed-ids.ts';

/** Entries of a list that lie together in one item. */
export const LIST_PAGE = 500;

const CONCURRENT_PAGES = 8;

export type Columns = Readonly<Record<string, Float64Array>>;

export interface ListStretch {
  readonly ids: CustomerId[];
  /** What the list is ordered by. */
  readonly values: Float64Array;
  /** The filter columns the list was written with. */
  readonly columns: Record<string, Float64Array>;
}

/** Customers in an order, and what is said of each: values and columns have an entry for every id, whether in the order or not. */
export interface CustomerList {
  readonly ids: PackedIds;
  /** Positions in `ids`. */
  readonly order: Int32Array;
  /** What the list is ordered by. */
  readonly values: Float64Array;
  readonly columns: Columns;
}

/** The pages of a list of so many customers, so many at a time; an empty list is one page. */
export function listPages(customers: number, atOnce: number): readonly (readonly number[])[] {
  const pages = Math.max(1, Math.ceil(customers / LIST_PAGE));
  return chunksOf(
    Array.from({ length: pages }, (_, page) => page),
    atOnce,
  );
}

/**
 * Keeps an ordered list of customers under (generation, name): a ranking, or the members of a segment. Ids, values and
 * filter columns lie together in pages of 500, so that a page of the list is one read and a filter needs no customer.
 * Repeating is harmless.
 */
export async function putList(
  db: Db,
  generation: number,
  name: string,
  list: CustomerList,
  lifetime: Lifetime = {},
): Promise<void> {
  for (const pages of listPages(list.order.length, CONCURRENT_PAGES))
    await putListPages(db, generation, name, list, pages, lifetime);
}

/** Some pages of {@link putList}, all at once. */
export async function putListPages(
  db: Db,
  generation: number,
  name: string,
  { ids, order, values, columns }: CustomerList,
  pages: readonly number[],
  lifetime: Lifetime = {},
): Promise<void> {
  for (const [column, of] of Object.entries({ ...columns, values })) {
    if (of.length !== idCount(ids))
      throw new DomainError(`column ${column} has ${of.length} entries for ${idCount(ids)} customers`);
  }
  const all = Math.max(1, Math.ceil(order.length / LIST_PAGE));
  await mapLimit(pages, pages.length, async (number) => {
    const shown = order.subarray(number * LIST_PAGE, (number + 1) * LIST_PAGE);
    const cut = (of: Float64Array): Float64Array => Float64Array.from(shown, (position) => of[position]!);
    const key = blockKey(generation, name, number);
    const page = encodePage({
      ids: idsAt(ids, shown),
      values: cut(values),
      columns: Object.fromEntries(Object.entries(columns).map(([column, of]) => [column, cut(of)])),
    });
    await putItem(db, {
      pk: S(key.pk),
      sk: S(key.sk),
      n: N(all),
      i: B(page.ids),
      z: B(page.columns),
      ...expiry(lifetime),
    });
  });
}

/**
 * Entries `offset` … `offset + limit − 1` of a list: one request as long as they lie in 100 pages. Null when the list is
 * gone (a newer run replaced it).
 */
export async function readList(
  db: Db,
  list: { readonly generation: number; readonly name: string; readonly count: number },
  offset: number,
  limit: number,
): Promise<ListStretch | null> {
  const from = Math.max(0, offset);
  const to = Math.min(list.count, offset + limit);
  const firstPage = Math.floor(from / LIST_PAGE);
  const pages =
    to <= from
      ? []
      : Array.from({ length: Math.floor((to - 1) / LIST_PAGE) - firstPage + 1 }, (_, index) => firstPage + index);
  const items = await batchGet(
    db,
    pages.map((page) => blockKey(list.generation, list.name, page)),
  );
  const stretch: ListStretch = { ids: [], values: new Float64Array(Math.max(0, to - from)), columns: {} };
  for (const page of pages) {
    const item = items.get(keyName(blockKey(list.generation, list.name, page)));
    if (item === undefined) return null;
    const { ids, values, columns } = decodePage({ ids: bytes(item, 'i'), columns: bytes(item, 'z') });
    const start = Math.max(0, from - page * LIST_PAGE);
    const end = Math.min(ids.length, to - page * LIST_PAGE);
    const at = stretch.ids.length;
    stretch.ids.push(...ids.slice(start, end));
    stretch.values.set(values.subarray(start, end), at);
    for (const [column, of] of Object.entries(columns)) {
      (stretch.columns[column] ??= new Float64Array(stretch.values.length)).set(of.subarray(start, end), at);
    }
  }
  return stretch;
}

/** Deletes a list. Harmless when there is none. */
export async function deleteList(db: Db, generation: number, name: string): Promise<void> {
  const first = await getItem(db, blockKey(generation, name, 0), { ConsistentRead: true });
  if (first !== undefined) await deletePages(db, generation, name, num(first, 'n'));
}
