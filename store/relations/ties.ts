import { isTieWeight, supersedesTie, TIE_WEIGHT_RULE } from '../../domain/events.ts';
import type { CustomerId, Tie, TieKind } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, keyName, putRequest } from '../client/batch.ts';
import { isConditionFailed, putItem, queryPage } from '../client/commands.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { CustomerIdentifier, Identity } from '../customers/identity.ts';
import { aboutPk, inputsPk, shardOf, tieKey, tieReverse, type Key } from '../client/keys.ts';
import { createCustomer } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { REVERSE_INDEX } from '../client/table.ts';

export interface TieRow {
  readonly follower: CustomerIdentifier;
  readonly followed: CustomerIdentifier;
  readonly kind: TieKind;
  readonly source: string;
  /** 0 ends the tie; 1 where the source has none; see `isTieWeight`. */
  readonly weight: number;
  readonly at: number;
  readonly simulated?: boolean;
}

export interface TieOutcome {
  /** DUPLICATE: this state of the tie, or one that stands before it, is known. */
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'UNKNOWN_CUSTOMER' | 'SELF_TIE';
  readonly followerId: CustomerId;
  readonly followedId: CustomerId;
  /** For UNKNOWN_CUSTOMER: which ends are unknown. */
  readonly unknown?: readonly ('follower' | 'followed')[];
  /** The tie was known in another state (told for a sole writer only): ACCEPTED replaced it, DUPLICATE gave way to it. */
  readonly again?: true;
}

export interface TieOptions {
  /** Whether an identity nobody has yet becomes a customer; default false. */
  readonly createCustomers?: boolean;
  /**
   * True says that nobody else writes ties of these sources meanwhile: they then go in batches, without a condition, several
   * times as fast; default false.
   */
  readonly soleWriter?: boolean;
}

const ROWS_AT_A_TIME = 1000;
const CONCURRENT_WRITES = 32;
const CONCURRENT_BATCHES = 8;

/**
 * Records ties; outcomes in the order of the rows. A tie is a state: of several reports of one (follower, followed, kind,
 * source) the latest `at` stands, at one instant the largest weight, whatever order they come in. Throws InvalidInputError for
 * a weight that is none.
 */
export const putTies = (db: Db, rows: readonly TieRow[], options: TieOptions = {}): Promise<TieOutcome[]> =>
  tieWriter(db, options)(rows);

/**
 * {@link putTies} for many calls: what it learned of the customers serves all of them. A sole writer reads at most one unit a
 * tie where there are two ties for each customer: half a unit for the tie, one for a customer, once.
 */
export function tieWriter(db: Db, options: TieOptions = {}): (rows: readonly TieRow[]) => Promise<TieOutcome[]> {
  const { createCustomers = false, soleWriter = false } = options;
  const known = new Map<string, CustomerId>();
  const put = soleWriter
    ? batchPutter(db)
    : (items: readonly (Item | null)[]) => mapLimit(items, CONCURRENT_WRITES, (item) => putTie(db, item));
  return async (rows) => {
    for (const row of rows) {
      if (!isTieWeight(row.weight)) throw new InvalidInputError(['weight'], `${TIE_WEIGHT_RULE}, got ${row.weight}`);
      if (row.source === '' || row.source.length > 100)
        throw new InvalidInputError(['source'], 'the source of a tie is a name of at most 100 characters');
    }
    const outcomes: TieOutcome[] = [];
    for (const chunk of chunksOf(rows, ROWS_AT_A_TIME)) {
      const ends = await findEnds(
        db,
        chunk.flatMap(({ follower, followed }) => [follower, followed]),
        soleWriter ? known : null,
      );
      outcomes.push(...(await putChunk(db, chunk, ends, createCustomers, put)));
      if (known.size > MOST_KNOWN) known.clear();
    }
    return outcomes;
  };
}

/** Customers a writer remembers before it begins anew: some hundred bytes each. */
const MOST_KNOWN = 500_000;

interface End {
  readonly id: CustomerId;
  /** What a customer who is not there yet is created with; null where the end is known, or named by Kring's own id. */
  readonly identity: Identity | null;
  readonly isKnown: boolean;
}

/**
 * The customers at the ends of ties. With a memory, a customer found once is not read again, and is looked for at half price
 * first: a customer does not go away, so only one who is not found has to be asked for again, consistently.
 */
async function findEnds(
  db: Db,
  identifiers: readonly CustomerIdentifier[],
  memory: Map<string, CustomerId> | null,
): Promise<End[]> {
  const names = identifiers.map((identifier) => JSON.stringify(identifier));
  const found = new Map<string, End>();
  const look = async (consistent: boolean): Promise<void> => {
    const asked = new Map(
      names.flatMap((name, index) =>
        found.get(name)?.isKnown || memory?.has(name) ? [] : [[name, identifiers[index]!] as const],
      ),
    );
    const ends = await resolveCustomers(db, [...asked.values()], { consistent, attributes: [] });
    for (const [at, name] of [...asked.keys()].entries()) {
      const { id, identity, item } = ends[at]!;
      found.set(name, { id, identity, isKnown: item !== undefined });
      if (item !== undefined) memory?.set(name, id);
    }
  };
  if (memory !== null) await look(false);
  await look(true);
  return names.map((name) => found.get(name) ?? { id: memory!.get(name)!, identity: null, isKnown: true });
}

type Put = (items: readonly (Item | null)[]) => Promise<readonly PutOutcome[]>;
interface PutOutcome {
  readonly isNews: boolean;
  readonly again?: true;
}

async function putChunk(
  db: Db,
  rows: readonly TieRow[],
  ends: readonly End[],
  create: boolean,
  put: Put,
): Promise<TieOutcome[]> {
  const isUsable = (end: End): boolean => end.isKnown || (create && end.identity !== null);
  const verdicts = rows.map((row, index) => {
    const [follower, followed] = [ends[2 * index]!, ends[2 * index + 1]!];
    const unknown = (
      [
        ['follower', follower],
        ['followed', followed],
      ] as const
    )
      .filter(([, end]) => !isUsable(end))
      .map(([name]) => name);
    return { row, follower, followed, unknown };
  });
  const created = new Map<CustomerId, Identity>();
  for (const { follower, followed, unknown } of verdicts) {
    if (unknown.length > 0 || follower.id === followed.id) continue;
    for (const end of [follower, followed])
      if (!end.isKnown && end.identity !== null) created.set(end.id, end.identity);
  }
  await mapLimit([...created], CONCURRENT_WRITES, ([id, identity]) => createCustomer(db, id, identity));
  const outcomes = await put(
    verdicts.map(({ row, follower, followed, unknown }) =>
      unknown.length > 0 || follower.id === followed.id ? null : encodeTie(follower.id, followed.id, row),
    ),
  );
  return verdicts.map(({ follower, followed, unknown }, index): TieOutcome => {
    const ids = { followerId: follower.id, followedId: followed.id };
    if (follower.id === followed.id) return { status: 'SELF_TIE', ...ids };
    if (unknown.length > 0) return { status: 'UNKNOWN_CUSTOMER', ...ids, unknown };
    const { isNews, again } = outcomes[index]!;
    return { status: isNews ? 'ACCEPTED' : 'DUPLICATE', ...ids, ...(again === undefined ? {} : { again }) };
  });
}

/** Attributes of a tie besides its keys: `a` at, `w` weight (absent: 1), `m` made by a simulation. */
function encodeTie(follower: CustomerId, followed: CustomerId, row: TieRow): Item {
  const key = tieKey(follower, followed, row.kind, row.source);
  const reverse = tieReverse(followed, row.at, follower, row.kind);
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    rpk: S(reverse.rpk),
    rsk: S(reverse.rsk),
    a: N(row.at),
    ...(row.weight === 1 ? {} : { w: N(row.weight) }),
    ...(row.simulated === true ? { m: N(1) } : {}),
  };
}

const stateOf = (item: Item): { at: number; weight: number } => ({
  at: num(item, 'a'),
  weight: optionalNum(item, 'w') ?? 1,
});

/** Puts a tie where it stands before what is there: {@link supersedesTie} as a condition, so that of two who race one is told ACCEPTED. */
async function putTie(db: Db, item: Item | null): Promise<PutOutcome> {
  if (item === null) return { isNews: false };
  const { at, weight } = stateOf(item);
  const heavier = weight > 1 ? '(w < :weight OR attribute_not_exists(w))' : 'w < :weight';
  try {
    await putItem(db, item, {
      ConditionExpression: `attribute_not_exists(pk) OR a < :at OR (a = :at AND ${heavier})`,
      ExpressionAttributeValues: { ':at': N(at), ':weight': N(weight) },
    });
    return { isNews: true };
  } catch (error) {
    if (isConditionFailed(error)) return { isNews: false };
    throw error;
  }
}

/** Bits that remember which ties a writer wrote: 4 MB, whatever the number of ties. Two that share a bit cost one read too many. */
const REMEMBERED_BITS = 2 ** 25;

/**
 * Puts ties in batches, each read once before: at half price, except one this writer may have written itself a moment ago, which
 * a replica may not show yet.
 */
function batchPutter(db: Db): Put {
  const written = new Uint8Array(REMEMBERED_BITS / 8);
  const bitOf = (name: string): number => {
    let hash = 0;
    for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
    return (hash >>> 0) % REMEMBERED_BITS;
  };
  const keyIn = (item: Item): Key => ({ pk: str(item, 'pk'), sk: str(item, 'sk') });
  return async (items) => {
    const keys = items.flatMap((item) => (item === null ? [] : [keyIn(item)]));
    const mayBeMine = (key: Key): boolean => {
      const bit = bitOf(keyName(key));
      return ((written[bit >> 3]! >> (bit & 7)) & 1) === 1;
    };
    const attributes = ['a', 'w'];
    const [mine, others] = await Promise.all([
      batchGet(db, keys.filter(mayBeMine), { consistent: true, attributes }),
      batchGet(
        db,
        keys.filter((key) => !mayBeMine(key)),
        { attributes },
      ),
    ]);
    const standing = new Map([...mine, ...others]);
    const news = new Map<string, Item>();
    const outcomes = items.map((item): PutOutcome => {
      if (item === null) return { isNews: false };
      const name = keyName(keyIn(item));
      const before = standing.get(name);
      const [state, known] = [stateOf(item), before && stateOf(before)];
      const isNews = known === undefined || supersedesTie(state, known);
      if (isNews) {
        standing.set(name, item);
        news.set(name, item);
      }
      return {
        isNews,
        ...(known === undefined || (known.at === state.at && known.weight === state.weight) ? {} : { again: true }),
      };
    });
    for (const name of news.keys()) {
      const bit = bitOf(name);
      written[bit >> 3]! |= 1 << (bit & 7);
    }
    await batchWrite(db, [...news.values()].map(putRequest), CONCURRENT_BATCHES);
    return outcomes;
  };
}

/** The tie of an item, from the table or the reverse index. */
export function decodeTie(item: Item): Tie {
  const [, follower, followed, kind, ...source] = str(item, 'sk').split('#') as [
    string,
    string,
    string,
    TieKind,
    ...string[],
  ];
  return {
    follower,
    followed,
    kind,
    source: source.join('#'),
    weight: optionalNum(item, 'w') ?? 1,
    at: num(item, 'a'),
    ...(item['m'] === undefined ? {} : { simulated: true }),
  };
}

export interface PageOptions {
  readonly first: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** Whom a customer follows: a page in the order of the followed ids. */
export async function outgoing(
  db: Db,
  follower: CustomerId,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const pk = inputsPk(shardOf(follower));
  const prefix = `T#${follower}#`;
  if (page.after !== undefined && !page.after.startsWith(prefix))
    throw new InvalidInputError(['after'], 'not a cursor of this list');
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': S(pk), ':prefix': S(prefix) },
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(pk), sk: S(page.after) } }),
  });
  return { items: items.map(decodeTie), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}

/** Who follows a customer, the newest tie first: a page from the reverse index. */
export async function incoming(
  db: Db,
  followed: CustomerId,
  page: PageOptions,
): Promise<{ items: Tie[]; next: string | null }> {
  const result = await reversePage(db, followed, 'T#', page);
  return { items: result.items.map(decodeTie), next: result.next };
}

/** A page of the reverse index, newest first. The cursor holds all four keys; none of them is personal data. */
export async function reversePage(
  db: Db,
  id: CustomerId,
  prefix: string,
  page: PageOptions,
): Promise<{ items: Item[]; next: string | null }> {
  const rpk = aboutPk(id);
  const { items, lastKey } = await queryPage(db, {
    IndexName: REVERSE_INDEX,
    KeyConditionExpression: 'rpk = :rpk AND begins_with(rsk, :prefix)',
    ExpressionAttributeValues: { ':rpk': S(rpk), ':prefix': S(prefix) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: startKey(rpk, prefix, page.after) }),
  });
  const next =
    lastKey === undefined ? null : JSON.stringify([str(lastKey, 'rsk'), str(lastKey, 'pk'), str(lastKey, 'sk')]);
  return { items, next };
}

function startKey(rpk: string, prefix: string, after: string): Item {
  let parts: unknown;
  try {
    parts = JSON.parse(after);
  } catch {
    parts = null;
  }
  const isKey =
    Array.isArray(parts) &&
    parts.length === 3 &&
    parts.every((part) => typeof part === 'string') &&
    (parts[0] as string).startsWith(prefix) &&
    (parts[2] as string).startsWith(prefix);
  if (!isKey) throw new InvalidInputError(['after'], 'not a cursor of this list');
  const [rsk, pk, sk] = parts as [string, string, string];
  return { rpk: S(rpk), rsk: S(rsk), pk: S(pk), sk: S(sk) };
}
