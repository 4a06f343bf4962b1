import type { CustomerEvent, CustomerId } from '../../domain/events.ts';
import type { Fact } from '../../domain/facts/facts.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { contentAttributes, eventOf, readContent } from './content-codec.ts';
import { getItem, invalidCursor, queryPage, queryPages } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { unknownCode } from '../client/tuple.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { aboutPk, eventSk, influenceKey, isEventSk, receiptKey, versionKey, versionsOf } from '../client/keys.ts';

/** Where a record is kept; `sk` is its place in the customer's timeline. */
interface Stored {
  readonly sk: string;
  readonly customerId: CustomerId;
  readonly receivedAt: number;
}
export type StoredEvent = CustomerEvent & Stored;
export type StoredFact = Fact & Stored;

/** An entry of the influence history: the score (0–100) known from `at` on; scores of two calibrations are not compared. */
export interface InfluenceEntry {
  readonly at: number;
  readonly score: number;
  readonly calibration: string;
}

const KIND_CODES = { ORDER: 'O', INTERACTION: 'I', FACT: 'F' } as const;
type Kind = keyof typeof KIND_CODES;
const KINDS = Object.keys(KIND_CODES) as Kind[];

/** The hash a (kind, source, id) is recognised by again; part of the event's key too. Keyed, since ids may be personal data. */
export const receiptHash = (db: Db, kind: string, source: string, id: string): string =>
  keyedHash(db, ['receipt', kind, source, id], 26);

/** The item of an event. Attributes: `k` kind, `o` source, `i` its id there, `t` received at, `d` or `z` content, `v` version of a corrected one, `y` read from a social source. */
export function encodeEvent(
  customerId: CustomerId,
  event: CustomerEvent | Fact,
  hash: string,
  content: string,
  receivedAt: number,
  { version = 1, synced = false }: { readonly version?: number; readonly synced?: boolean } = {},
): Item {
  return {
    pk: S(aboutPk(customerId)),
    sk: S(eventSk(event.occurredAt, hash)),
    k: S(KIND_CODES[event.kind]),
    o: S(event.source),
    i: S(event.id),
    t: N(receivedAt),
    ...contentAttributes(content),
    ...(version === 1 ? {} : { v: N(version) }),
    ...(synced ? { y: N(1) } : {}),
  };
}

/** Which version of a record an item holds; 1 where it was never corrected. */
export const versionOf = (item: Item): number => optionalNum(item, 'v') ?? 1;

function decodeEvent(item: Item, sk = str(item, 'sk')): StoredEvent | StoredFact {
  const code = str(item, 'k');
  const kind = KINDS.find((one) => KIND_CODES[one] === code);
  if (kind === undefined) throw unknownCode('an event is of kind', code);
  const event = eventOf(
    { kind, source: str(item, 'o'), id: str(item, 'i'), occurredAt: Number(sk.slice(2, 16)), version: versionOf(item) },
    readContent(item),
  );
  return { ...event, sk, customerId: str(item, 'pk').slice(2), receivedAt: num(item, 't') };
}

/** An earlier content of a corrected record. */
export type EarlierVersion = (StoredEvent | StoredFact) & { readonly replacedAt: number };

/** The item that keeps what a correction replaces: the event's own attributes, `e` where it lay, `x` when it was replaced. */
export function encodeEarlier(event: Item, replacedAt: number): Item {
  const sk = str(event, 'sk');
  const key = versionKey(str(event, 'pk').slice(2), sk.slice(-16), versionOf(event));
  return { ...event, sk: S(key.sk), e: S(sk), x: N(replacedAt) };
}

/** What a record said before it was corrected, oldest first. One query. */
export async function earlierVersions(
  db: Db,
  { customerId, sk }: Pick<StoredEvent, 'customerId' | 'sk'>,
): Promise<EarlierVersion[]> {
  const earlier: EarlierVersion[] = [];
  for await (const page of queryPages(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :versions)',
    ExpressionAttributeValues: { ':pk': S(aboutPk(customerId)), ':versions': S(versionsOf(sk.slice(-16))) },
  }))
    for (const item of page) earlier.push({ ...decodeEvent(item, str(item, 'e')), replacedAt: num(item, 'x') });
  return earlier;
}

/** What was told about a customer, oldest first; the ids are one customer's. One query for each, over the whole history. */
export async function factsOf(db: Db, ids: readonly CustomerId[]): Promise<StoredFact[]> {
  const facts = await mapLimit(ids, CONCURRENT_QUERIES, async (id) => {
    const found: StoredFact[] = [];
    for await (const page of queryPages(db, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      FilterExpression: 'k = :fact',
      ExpressionAttributeValues: { ':pk': S(aboutPk(id)), ':event': S('E#'), ':fact': S(KIND_CODES.FACT) },
    }))
      for (const item of page) {
        const fact = decodeEvent(item);
        if (fact.kind === 'FACT') found.push(fact);
      }
    return found;
  });
  return facts.flat().sort((a, b) => (a.sk < b.sk ? -1 : 1));
}

export interface CustomerHistory {
  readonly events: readonly StoredEvent[];
  readonly facts: StoredFact[];
  readonly influence: InfluenceEntry[];
}

/** Everything a fold needs, strongly consistent: one query for each of the ids, which are one customer's (store/customers/survivors.ts). */
export const history = (db: Db, ...ids: readonly CustomerId[]): Promise<CustomerHistory> => readHistory(db, ids, true);

/** {@link history} for a reader: half the price, a second behind at most. */
export const shownHistory = (db: Db, ids: readonly CustomerId[]): Promise<CustomerHistory> =>
  readHistory(db, ids, false);

async function readHistory(db: Db, ids: readonly CustomerId[], consistent: boolean): Promise<CustomerHistory> {
  const events: StoredEvent[] = [];
  const facts: StoredFact[] = [];
  const influence: InfluenceEntry[] = [];
  await mapLimit(ids, CONCURRENT_QUERIES, async (id) => {
    for await (const page of queryPages(db, {
      ConsistentRead: consistent,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': S(aboutPk(id)), ':from': S('E#'), ':to': S('F$') },
    })) {
      for (const item of page) {
        const sk = str(item, 'sk');
        if (!sk.startsWith('E#')) {
          influence.push(decodeInfluence(item));
          continue;
        }
        const event = decodeEvent(item);
        if (event.kind === 'FACT') facts.push(event);
        else events.push(event);
      }
    }
  });
  return { events, facts, influence };
}

const CONCURRENT_QUERIES = 8;

const decodeInfluence = (item: Item): InfluenceEntry => ({
  at: Number(str(item, 'sk').slice(2)),
  score: num(item, 'score'),
  calibration: str(item, 'calibration'),
});

/** The entry in force at an instant: the newest not after `at`; null before the first. One query. */
export async function influenceAt(db: Db, customerId: CustomerId, at: number): Promise<InfluenceEntry | null> {
  const { items } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':pk': S(aboutPk(customerId)),
      ':from': S('F#'),
      ':to': S(influenceKey(customerId, at).sk),
    },
    ScanIndexForward: false,
    Limit: 1,
  });
  return items[0] === undefined ? null : decodeInfluence(items[0]);
}

export interface TimelineOptions {
  readonly kind?: Kind;
  /** Only events of these instants (epoch ms), from the first up to the one after the last. */
  readonly from?: number;
  readonly to?: number;
  /** Which events are wanted; the others are read, and cost what they cost, but are not shown. */
  readonly wanted?: (event: StoredEvent | StoredFact) => boolean;
  readonly first: number;
  /** The `next` of the page before. */
  readonly after?: string;
  readonly newestFirst?: boolean;
}

/** The last instant a key can hold. */
const LAST_INSTANT = 99_999_999_999_999;

/** A page that filters reads at most this many pages of the table, and then comes short, with `next`. */
const PAGES_PER_TIMELINE = 5;

/** A page of a customer's events by time; `next` continues it, null at the end. The ids are one customer's. */
export async function timeline(
  db: Db,
  ids: CustomerId | readonly CustomerId[],
  options: TimelineOptions,
): Promise<{ items: (StoredEvent | StoredFact)[]; next: string | null }> {
  if (options.after !== undefined && !isEventSk(options.after)) throw invalidCursor();
  const pages = await mapLimit(typeof ids === 'string' ? [ids] : ids, CONCURRENT_QUERIES, (id) =>
    timelineOf(db, id, options),
  );
  if (pages.length === 1) return pages[0]!;
  const order = options.newestFirst === true ? -1 : 1;
  const isAfter = (sk: string, other: string): boolean => (order === 1 ? sk > other : sk < other);
  // What lies behind a page that came short is not known yet, so nothing is shown from there on.
  const known = pages
    .flatMap(({ next }) => next ?? [])
    .reduce<string | null>((nearest, next) => (nearest === null || isAfter(nearest, next) ? next : nearest), null);
  const items = pages
    .flatMap((page) => page.items)
    .filter(({ sk }) => known === null || !isAfter(sk, known))
    .sort((a, b) => (a.sk < b.sk ? -order : order));
  const shown = items.slice(0, options.first);
  return { items: shown, next: shown.length < items.length ? shown.at(-1)!.sk : known };
}

async function timelineOf(
  db: Db,
  customerId: CustomerId,
  options: TimelineOptions,
): Promise<{ items: (StoredEvent | StoredFact)[]; next: string | null }> {
  const { kind, first, after, newestFirst = false, from = 0, to = Infinity, wanted } = options;
  const pk = aboutPk(customerId);
  if (from >= to || from > LAST_INSTANT) return { items: [], next: null };
  const isFiltered = kind !== undefined || wanted !== undefined;
  const items: (StoredEvent | StoredFact)[] = [];
  let last: Item | undefined = after === undefined ? undefined : { pk: S(pk), sk: S(after) };
  for (let pages = 0; pages < PAGES_PER_TIMELINE && items.length <= first; pages += 1) {
    const page = await queryPage(db, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': S(pk),
        ':from': S(from <= 0 ? 'E#' : eventSk(from, '')),
        // No event has a key as short, so this one is never found itself.
        ':to': S(to > LAST_INSTANT ? 'E$' : eventSk(to, '')),
        ...(kind === undefined ? {} : { ':kind': S(KIND_CODES[kind]) }),
      },
      ...(kind === undefined ? {} : { FilterExpression: 'k = :kind' }),
      ...(last === undefined ? {} : { ExclusiveStartKey: last }),
      ScanIndexForward: !newestFirst,
      // One more than asked tells whether there is a next page; a filter gets room for what it drops.
      Limit: isFiltered ? Math.max(100, first + 1 - items.length) : first + 1 - items.length,
    });
    const events = page.items.map((item) => decodeEvent(item));
    items.push(...(wanted === undefined ? events : events.filter(wanted)));
    last = page.lastKey;
    if (last === undefined) break;
  }
  if (items.length > first) {
    const shown = items.slice(0, first);
    return { items: shown, next: shown.at(-1)?.sk ?? null };
  }
  return { items, next: last === undefined ? null : str(last, 'sk') };
}

/** One event by its place in the timeline; null for a place where no event can be. */
export async function eventBySk(db: Db, customerId: CustomerId, sk: string): Promise<StoredEvent | StoredFact | null> {
  if (!isEventSk(sk)) return null;
  const item = await getItem(db, { pk: aboutPk(customerId), sk });
  return item === undefined ? null : decodeEvent(item);
}

/** One event by what its source calls it: two requests. */
export async function eventByReceipt(
  db: Db,
  kind: Kind,
  source: string,
  id: string,
): Promise<StoredEvent | StoredFact | null> {
  const receipt = await getItem(db, receiptKey(receiptHash(db, kind, source, id)));
  return receipt === undefined ? null : eventBySk(db, str(receipt, 'c'), str(receipt, 'e'));
}
