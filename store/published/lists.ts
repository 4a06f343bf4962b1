import type { CustomerId } from '../../domain/events.ts';
import { withSums } from '../../domain/profile/orderings.ts';
import { B, bytes, num, type Item } from '../client/attributes.ts';
import { batchGet, keyName, type Found } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { blockKey, type Key } from '../client/keys.ts';
import { isFresh, visibleGeneration, type PublishedList, type VisibleGeneration } from './generations.ts';
import { keeper, lastSeen, type OfRun } from './kept.ts';
import { columnsOf, decodePage, encodeColumns, encodePage, type ListPage, type PackedPage } from './page-codec.ts';
import { otherSlot, placeIn, putPage, type PageWrite, type Placed } from './slots.ts';

/** Entries of a list that lie together in one item. */
export const LIST_PAGE = 500;

const keptPages = keeper<OpenPage>('lists');

/** A page as it is kept, with the columns that lie beside it where they were asked for. */
interface OpenPage extends ListPage {
  readonly modelled: ListPage['columns'] | null;
}
const bytesOfPage = ({ ids, columns, modelled }: OpenPage): number =>
  ids.length * (60 + 8 * (Object.keys(columns).length + Object.keys(modelled ?? {}).length));

const pageName = (list: string, page: number, withColumns: boolean): string =>
  `${list}/${page}${withColumns ? '+' : ''}`;

/** The name of the pages that hold a list's columns that time moves, page for page. */
export const modelledOf = (list: string): string => `${list}+`;

export interface ListStretch {
  readonly ids: CustomerId[];
  /** The filter columns the list was written with, and those that are sums of them, where they were asked for. */
  readonly columns: Record<string, Float64Array>;
}

/** A list and the generation whose customers and order are meant. */
export interface ListOf extends PublishedList {
  readonly name: string;
  /** Of a cursor: the generation it was given out in. Absent: the one that is shown. */
  readonly generation?: number;
}

/** How many pages a list of so many customers has; an empty list is one page. */
export const pagesOf = (customers: number): number => Math.max(1, Math.ceil(customers / LIST_PAGE));

/** What {@link putListPage} takes: a page of ids with the columns that only events move, or the other columns of one. */
export type EncodedListPage = { readonly i?: Uint8Array; readonly z: Uint8Array };

/** @param part of the columns of a page; the one that only events move holds the ids too */
export function encodeListPage(page: PackedPage, part: 'observed' | 'modelled'): EncodedListPage {
  if (part === 'modelled') return { z: encodeColumns(page) };
  const { ids, columns } = encodePage(page);
  return { i: ids, z: columns };
}

/** The bytes that tell a page from another. */
export const contentOf = ({ i, z }: EncodedListPage): Uint8Array => (i === undefined ? z : Buffer.concat([i, z]));

/**
 * Keeps a page of a list: a ranking, or the members of a segment, 500 a page, so that a page of the list is one read and a filter needs no customer.
 * Repeating is harmless.
 */
export const putListPage = (db: Db, { i, z }: EncodedListPage, page: Omit<PageWrite, 'attributes'>): Promise<void> =>
  putPage(db, { ...page, attributes: { ...(i === undefined ? {} : { i: B(i) }), z: B(z) } });

/** The items in which these entries of a list may lie, whatever generation is visible: for who reads them together with the pointer. */
export const keysOfEntries = (name: string, offset: number, limit: number): Key[] =>
  pagesBetween(offset, offset + limit).flatMap((page) =>
    (['a', 'b'] as const).map((slot) => blockKey(slot, name, page)),
  );

const pagesBetween = (from: number, to: number): number[] =>
  to <= from
    ? []
    : Array.from(
        { length: Math.floor((to - 1) / LIST_PAGE) - Math.floor(from / LIST_PAGE) + 1 },
        (_, index) => Math.floor(from / LIST_PAGE) + index,
      );

/**
 * Entries `offset` … `offset + limit − 1` of a list: one request as long as they lie in 100 pages. Null when the list is
 * gone (newer runs replaced it): a list stays readable as long as no more than one later run has written its pages.
 *
 * @param options.columns also the filter columns, those that time moves with the others
 * @param options.found items of {@link keysOfEntries} that were read already
 */
export async function readList(
  db: Db,
  visible: VisibleGeneration,
  list: ListOf,
  offset: number,
  limit: number,
  options: { readonly columns?: boolean; readonly found?: Found } = {},
): Promise<ListStretch | null> {
  const at = list.generation ?? visible.generation;
  // A cursor of a generation that the replica this pointer came from does not know yet.
  const shown = at <= visible.generation ? visible : await visibleGeneration(db, { consistent: true });
  if (shown === null || shown.generation < at) return null;
  const from = Math.max(0, offset);
  const to = Math.min(list.count, offset + limit);
  const pages = pagesBetween(from, to);
  const withColumns = options.columns === true;
  const keeps = at === shown.generation;
  const known = new Map<number, OpenPage>(
    pages.flatMap((page) => {
      const kept = keeps ? knownPage(db, shown, list.name, page, withColumns) : undefined;
      return kept === undefined ? [] : [[page, kept] as const];
    }),
  );
  const names = withColumns ? [list.name, modelledOf(list.name)] : [list.name];
  const consistent = isFresh(db, shown);
  const found = consistent ? undefined : options.found;
  const keys = names
    .flatMap((name) => pages.flatMap((page) => (known.has(page) ? [] : placesOf(shown, name, page, at))))
    .map(({ key }) => key);
  const left = keys.filter((key) => !found?.has(keyName(key)));
  const items = new Map([...(found ?? []), ...(await batchGet(db, left, { consistent }))]);
  const stretch: ListStretch = { ids: [], columns: {} };
  for (const page of pages) {
    let open = known.get(page);
    if (open === undefined) {
      const [item, beside] = names.map((name) => itemAt(items, placesOf(shown, name, page, at), at));
      if (item === undefined || (withColumns && beside === undefined)) return null;
      const modelled = beside === undefined ? null : columnsOf(bytes(item, 'i'), bytes(beside, 'z'));
      if (withColumns && modelled === null) return null;
      open = { ...decodePage({ ids: bytes(item, 'i'), columns: bytes(item, 'z') }), modelled };
      if (keeps) keptPages.keep(db, shown, pageName(list.name, page, withColumns), open, bytesOfPage(open));
    }
    const { ids, columns, modelled } = open;
    const start = Math.max(0, from - page * LIST_PAGE);
    const end = Math.min(ids.length, to - page * LIST_PAGE);
    const position = stretch.ids.length;
    stretch.ids.push(...ids.slice(start, end));
    if (!withColumns) continue;
    for (const [column, of] of Object.entries({ ...columns, ...modelled }))
      (stretch.columns[column] ??= new Float64Array(Math.max(0, to - from))).set(of.subarray(start, end), position);
  }
  return { ids: stretch.ids, columns: withSums(stretch.columns) };
}

const knownPage = (db: Db, shown: OfRun, list: string, page: number, withColumns: boolean): OpenPage | undefined =>
  keptPages.find(db, shown, pageName(list, page, true)) ??
  (withColumns ? undefined : keptPages.find(db, shown, pageName(list, page, false)));

/** Whether the process keeps these entries of a list, if what was seen last is still what is visible. */
export function keepsEntries(db: Db, name: string, offset: number, limit: number): boolean {
  const shown = lastSeen(db);
  return (
    shown !== null &&
    pagesBetween(offset, offset + limit).every((page) => knownPage(db, shown, name, page, false) !== undefined)
  );
}

/** Where a page as of a generation may lie: where readers look now, and of an earlier one where they looked before it was written last. */
function placesOf(shown: Placed, name: string, page: number, at: number) {
  const place = placeIn(shown, name, page);
  const places = typeof place === 'number' || at === shown.generation ? [place] : [place, otherSlot(place)];
  return places.map((one) => ({ key: blockKey(one, name, page) }));
}

/** The first of the places whose item is not newer than the generation meant. What runs that failed left behind is newer than what readers looked at. */
const itemAt = (items: Found, places: ReturnType<typeof placesOf>, at: number): Item | undefined =>
  places.map(({ key }) => items.get(keyName(key))).find((item) => item !== undefined && num(item, 'g') <= at);
