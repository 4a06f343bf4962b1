import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { PublishedList, VisibleGeneration } from '../../store/published/generations.ts';
import type { Found } from '../../store/client/batch.ts';
import { keepsEntries, keysOfEntries, readList } from '../../store/published/lists.ts';
import type { RequestContext } from '../serve/context.ts';
import type { CustomerTest } from './customer-filter.ts';
import type { StretchTest } from './filter.ts';
import type { CustomerModel } from '../models.ts';
import {
  connection,
  decodeListCursor,
  encodeListCursor,
  offsetAhead,
  pageAsked,
  pageSize,
  type Connection,
  type Edge,
  type PageArguments,
} from '../wire/paging.ts';

/** Stretches of a ranking one request may read for a filter that few customers meet. */
const READ_BUDGET = 8;
/** Customers one request may read to try a filter on: four pages of fifty. */
const TRIED = 200;
const TRIED_AT_ONCE = 50;
/** As many entries as the store keeps together. */
const STRETCH = 500;

export interface RankedRequest {
  readonly generation: VisibleGeneration;
  /** Name of the published block. */
  readonly block: string;
  readonly list: PublishedList;
  readonly ascending: boolean;
  readonly test: StretchTest | null;
  /** What no column beside the list answers, tried on the customers themselves. */
  readonly tryOn?: CustomerTest | null;
  /** The whole list, where it is an end of an ordering: it has no columns, and no cursor leads into that of another run. */
  readonly ids?: readonly CustomerId[];
  /** Of `ids`: how many customers the ordering has. */
  readonly of?: number;
  /** What tells the filter from others: a cursor of one filter is no use with another. */
  readonly testName?: string;
  /** How many meet the filter, where the run has counted them. */
  readonly counted?: number | null;
  readonly page: PageArguments;
  /** What {@link listBeside} has read of the list already. */
  readonly found?: Found;
}

export interface RankedConnection extends Connection<CustomerModel> {
  readonly edges: readonly (Edge<CustomerModel> & { readonly position: number })[];
  readonly totalCount: { readonly count: number; readonly precision: 'EXACT' | 'AT_LEAST'; readonly asOf: number };
}

/** What there is before anything was published. */
export const emptyList = (asOf: number): RankedConnection => ({
  ...connection<CustomerModel>([], false),
  edges: [],
  totalCount: { count: 0, precision: 'EXACT', asOf },
});

/**
 * Reads the generation, and in the same request where a page without a filter will be looked for: fifty customers of a large company and their
 * blocks are two requests, and three a page is what was promised.
 */
export async function listBeside(
  { loaders, db }: RequestContext,
  block: string,
  first: number,
  after: string | null | undefined,
): Promise<Found> {
  const [offset, size] = [offsetAhead(after), pageSize(first)];
  return loaders.generationBeside(keepsEntries(db, block, offset, size) ? [] : keysOfEntries(block, offset, size));
}

/** Where a page begins: in the list of the cursor's generation, which may be older than the visible one. */
interface Start extends PublishedList {
  readonly generation: number;
  readonly offset: number;
  /** Customers that earlier pages found to meet the filter. */
  readonly matched: number;
}

const expired = (isBack: boolean): InvalidInputError =>
  new InvalidInputError(
    [isBack ? 'before' : 'after'],
    `The list this cursor belongs to has been replaced by a newer run and is gone. Start again without \`${isBack ? 'before' : 'after'}\`.`,
    { code: 'CURSOR_EXPIRED' },
  );

/**
 * A page of a published list. It stays on the generation of its cursor, so that nobody is skipped or seen twice when a run
 * publishes between two pages.
 */
export async function rankedPage(context: RequestContext, request: RankedRequest): Promise<RankedConnection> {
  const { isBack, size, cursor } = pageAsked(request.page);
  const { generation } = request;
  const direction = request.ascending ? 'ASC' : 'DESC';
  // A view's lists are not what a cursor of the visible ones leads into.
  const isFiltered = request.test !== null || (request.tryOn ?? null) !== null;
  const ofView = generation.slots === undefined ? '/view' : '';
  const listName = `${request.block}/${direction}${ofView}${isFiltered ? `/${request.testName ?? 'filtered'}` : ''}`;
  const at: Start =
    cursor === null
      ? { ...request.list, generation: generation.generation, offset: 0, matched: 0 }
      : decodeListCursor(cursor, listName, isBack);
  const cursorAt = (offset: number, matched: number): string =>
    encodeListCursor({ generation: at.generation, count: at.count, list: listName, offset, matched });

  // A page back is a page on in the list turned around.
  const turned = isBack && cursor !== null ? at.count - at.offset + 1 : at.offset;
  const walked = await walk(
    context,
    isBack
      ? { ...request, ascending: !request.ascending, ...(request.ids && { ids: request.ids.toReversed() }) }
      : request,
    { ...at, offset: turned },
    size,
  );
  const { offset, isBeyond } = walked;
  const found = walked.found.map(({ id, position }, index) => {
    const place = isBack ? at.count + 1 - position : position;
    const matched = isBack ? Math.max(0, at.matched - 1 - index) : at.matched + index + 1;
    // Written when it is asked for: most clients take the one at the end alone.
    return { id, position: place, cursor: () => cursorAt(place, matched) };
  });
  const customers = await context.loaders.customer.loadMany(found.map(({ id }) => id));
  const edges = found.flatMap(({ id, cursor: own, position }, index) => {
    const node = customers[index];
    if (node instanceof Error) throw node;
    // Somebody in the list may have been erased since it was published, or be one with another who is in it too.
    if (node?.id !== id) return [];
    return [
      {
        get cursor() {
          return own();
        },
        position,
        node,
      },
    ];
  });
  if (isBack) edges.reverse();
  const ended = offset >= at.count;
  const hasMore = isBeyond || !ended;
  // Of an end of an ordering nothing is known of who stands between.
  const isPart = request.ids !== undefined && isFiltered && (request.of ?? at.count) > at.count;
  // What the visible run counted says nothing of an earlier list that a cursor goes on in.
  const counted = at.generation === generation.generation ? (request.counted ?? null) : null;
  // How many entries are read that follow on, to go on behind them though none of the last ones may meet the filter.
  const read = isBack ? at.count - offset + 1 : offset;
  const matched = at.matched + walked.matched;
  const last = isBeyond
    ? found.at(-1)!.cursor()
    : cursorAt(read, isBack ? Math.max(0, at.matched - walked.matched) : matched);
  const farCursor = found.length === 0 && ended ? null : last;
  return {
    ...(isBack
      ? connection(edges, cursor !== null, { hasPreviousPage: hasMore, startCursor: farCursor })
      : connection(edges, hasMore, { hasPreviousPage: cursor !== null, endCursor: farCursor })),
    edges,
    totalCount: {
      count: counted ?? (isFiltered ? (isBack ? walked.matched : matched) : (request.of ?? at.count)),
      precision: counted === null && ((isFiltered && (isBack || !ended)) || isPart) ? 'AT_LEAST' : 'EXACT',
      asOf: generation.asOf,
    },
  };
}

interface Walked {
  /** Up to as many as were asked for, in the order of the walk; positions from 1. */
  readonly found: readonly { readonly id: CustomerId; readonly position: number }[];
  /** Entries that are behind, those before the walk with them. */
  readonly offset: number;
  readonly matched: number;
  /** Whether more were found than asked for. */
  readonly isBeyond: boolean;
}

/** Looks through a list from a place on until a page is full or the budget of the request is spent. */
async function walk(context: RequestContext, request: RankedRequest, start: Start, size: number): Promise<Walked> {
  const tryOn = request.tryOn ?? null;
  const isFiltered = request.test !== null || tryOn !== null;
  const found: { readonly id: CustomerId; readonly position: number }[] = [];
  let matched = 0;
  let offset = start.offset;
  let isBeyond = false;
  let tried = 0;
  const take = (id: CustomerId, position: number): void => {
    matched++;
    if (found.length < size) found.push({ id, position });
    else isBeyond = true;
  };
  for (let reads = 0; offset < start.count && found.length < size && reads < READ_BUDGET; reads++) {
    const limit = Math.min(isFiltered ? STRETCH - (offset % STRETCH) : size - found.length, start.count - offset);
    const stretch = await readStretch(context, request, start, offset, limit);
    const rows = stretch.ids.flatMap((id, row) =>
      request.test === null || request.test(stretch.columns, row) ? [{ id, position: offset + row + 1 }] : [],
    );
    if (tryOn === null) {
      for (const { id, position } of rows) take(id, position);
      offset += limit;
      continue;
    }
    let seen = offset;
    for (let at = 0; at < rows.length && found.length < size && tried < TRIED; at += TRIED_AT_ONCE) {
      const some = rows.slice(at, at + Math.min(TRIED_AT_ONCE, TRIED - tried));
      tried += some.length;
      const holds = await holding(
        some.map(({ id }) => id),
        tryOn,
        context,
      );
      for (const [k, { id, position }] of some.entries()) {
        // Behind the last one the page has room for, the next page looks for itself.
        if (found.length === size) break;
        if (holds[k]!) take(id, position);
        seen = position;
      }
    }
    const all = rows.length === 0 || seen === rows.at(-1)!.position;
    offset = all ? offset + limit : seen;
    if (tried >= TRIED) break;
  }
  return { found, offset, matched, isBeyond };
}

/** Who of these a test holds of. */
async function holding(
  ids: readonly CustomerId[],
  tryOn: CustomerTest,
  { loaders }: RequestContext,
): Promise<boolean[]> {
  const customers = await loaders.customer.loadMany(ids);
  return Promise.all(
    customers.map((customer, k) => {
      if (customer instanceof Error) throw customer;
      return customer !== null && customer.id === ids[k] ? tryOn(customer) : false;
    }),
  );
}

/** Entries of the list from `offset` on, in the direction asked for. */
async function readStretch(
  { db }: RequestContext,
  { generation, block, ascending, test, found, ids, page }: RankedRequest,
  start: Start,
  offset: number,
  limit: number,
) {
  if (ids !== undefined) {
    if (start.generation !== generation.generation) throw expired(page.last != null);
    return { ids: ids.slice(offset, offset + limit), columns: {} };
  }
  const list = { generation: start.generation, name: block, count: start.count };
  const stretch = await readList(db, generation, list, ascending ? start.count - offset - limit : offset, limit, {
    columns: test !== null,
    ...(found === undefined ? {} : { found }),
  });
  if (stretch === null) throw expired(page.last != null);
  if (!ascending) return stretch;
  const columns = Object.fromEntries(
    Object.entries(stretch.columns).map(([name, column]) => [name, column.toReversed()]),
  );
  return { ids: stretch.ids.toReversed(), columns };
}
