import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CustomerId } from '../../domain/events.ts';
import { DomainError, KringError } from '../../domain/errors.ts';
import { B, bytes, N, num, S } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { deletePages, expiry, type Lifetime } from './blocks.ts';
import { getItem, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { blockKey } from '../client/keys.ts';
import { ID_LENGTH, idCount, idsAt, type PackedIds } from '../customers/packed-ids.ts';

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
  const { ids, order, values, columns } = list;
  for (const [column, of] of Object.entries({ ...columns, values })) {
    if (of.length !== idCount(ids))
      throw new DomainError(`column ${column} has ${of.length} entries for ${idCount(ids)} customers`);
  }
  const pages = Math.max(1, Math.ceil(order.length / LIST_PAGE));
  await mapLimit(
    Array.from({ length: pages }, (_, page) => page),
    CONCURRENT_PAGES,
    async (page) => {
      const shown = order.subarray(page * LIST_PAGE, (page + 1) * LIST_PAGE);
      const cut = (of: Float64Array): Float64Array => Float64Array.from(shown, (position) => of[position]!);
      const key = blockKey(generation, name, page);
      const columnsHere = Object.fromEntries(Object.entries(columns).map(([column, all]) => [column, cut(all)]));
      await putItem(db, {
        pk: S(key.pk),
        sk: S(key.sk),
        n: N(pages),
        z: B(encodePage(idsAt(ids, shown), cut(values), columnsHere)),
        ...expiry(lifetime),
      });
    },
  );
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
    const { ids, values, columns } = decodePage(bytes(item, 'z'));
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

interface PageHeader {
  readonly layout: 1;
  readonly count: number;
  readonly columns: readonly string[];
}

/** A page: header length (uint32), header (JSON), ids (ASCII), values and columns (float64, little-endian), all deflated. */
function encodePage(ids: readonly CustomerId[], values: Float64Array, columns: Columns): Uint8Array {
  const header: PageHeader = { layout: 1, count: ids.length, columns: Object.keys(columns) };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headerBytes.length);
  const numbers = [values, ...Object.values(columns)].map((column) =>
    Buffer.from(column.buffer, column.byteOffset, column.byteLength),
  );
  return deflateRawSync(Buffer.concat([length, headerBytes, Buffer.from(ids.join(''), 'ascii'), ...numbers]));
}

function decodePage(page: Uint8Array): {
  ids: CustomerId[];
  values: Float64Array;
  columns: Record<string, Float64Array>;
} {
  const raw = inflateRawSync(page);
  const idsAt = 4 + raw.readUInt32LE(0);
  const header = JSON.parse(raw.toString('utf8', 4, idsAt)) as PageHeader;
  if (header.layout !== 1)
    throw new KringError('UNKNOWN_LAYOUT', `a page of a list has layout ${String(header.layout)}, this code knows 1`);
  const text = raw.toString('ascii', idsAt, idsAt + ID_LENGTH * header.count);
  let at = idsAt + ID_LENGTH * header.count;
  const nextColumn = (): Float64Array => {
    // Copied: a Float64Array must start at a multiple of eight, and the ids do not end at one.
    const column = new Float64Array(Uint8Array.from(raw.subarray(at, at + 8 * header.count)).buffer);
    at += 8 * header.count;
    return column;
  };
  const values = nextColumn();
  const columns = Object.fromEntries(header.columns.map((column) => [column, nextColumn()]));
  return {
    ids: Array.from({ length: header.count }, (_, index) => text.slice(index * ID_LENGTH, (index + 1) * ID_LENGTH)),
    values,
    columns,
  };
}
