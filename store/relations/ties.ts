import { checkInstant, MAX_MAGNITUDE } from '../../domain/money/bounds.ts';
import type { CustomerId, Tie, TieKind } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, keyName, putRequest } from '../client/batch.ts';
import { invalidCursor, isConditionFailed, putItem, queryPage } from '../client/commands.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { CustomerIdentifier, Identity } from '../customers/identity.ts';
import { aboutPk, inputsPk, shardOf, tieKey, tieReverse } from '../client/keys.ts';
import { createCustomer } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { REVERSE_INDEX } from '../client/table.ts';

export interface TieRow {
  readonly follower: CustomerIdentifier;
  readonly followed: CustomerIdentifier;
  readonly kind: TieKind;
  readonly source: string;
  /** > 0; 1 where the source has none. */
  readonly weight: number;
  readonly at: number;
  readonly simulated?: boolean;
}

export interface TieOutcome {
  /** DUPLICATE: the same or a newer state of this tie is known. */
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'UNKNOWN_CUSTOMER' | 'SELF_TIE';
  readonly followerId: CustomerId;
  readonly followedId: CustomerId;
  /** For UNKNOWN_CUSTOMER: which ends are unknown. */
  readonly unknown?: readonly ('follower' | 'followed')[];
}

const ROWS_AT_A_TIME = 1000;
const CONCURRENT_WRITES = 32;
const CONCURRENT_BATCHES = 8;

/**
 * Records ties; outcomes in the order of the rows. A tie is a state: of several reports of one (follower, followed, kind,
 * source) the latest `at` stands, whatever order they come in. Throws InvalidInputError for a weight that is not above 0.
 *
 * @param options.createCustomers whether an identity nobody has yet becomes a customer; default false
 * @param options.soleWriter true says that nobody else writes ties of these sources meanwhile: they then go in batches,
 *   without a condition, several times as fast; default false
 */
export async function putTies(
  db: Db,
  rows: readonly TieRow[],
  options: { readonly createCustomers?: boolean; readonly soleWriter?: boolean } = {},
): Promise<TieOutcome[]> {
  const outcomes: TieOutcome[] = [];
  for (const row of rows) {
    checkTie(row);
  }
  for (const chunk of chunksOf(rows, ROWS_AT_A_TIME)) {
    outcomes.push(...(await putChunk(db, chunk, options.createCustomers ?? false, options.soleWriter ?? false)));
  }
  return outcomes;
}

/** What can be kept of a tie. @throws InvalidInputError naming the field */
export function checkTie({ weight, source, at }: Pick<TieRow, 'weight' | 'source' | 'at'>): void {
  if (!(weight > 0 && weight <= MAX_MAGNITUDE))
    throw new InvalidInputError(
      ['weight'],
      `the weight of a tie is a number above 0 and at most ${MAX_MAGNITUDE}, got ${weight}`,
    );
  if (source === '' || source.length > 100)
    throw new InvalidInputError(['source'], 'the source of a tie is a name of at most 100 characters');
  checkInstant(at, ['at']);
}

async function putChunk(db: Db, rows: readonly TieRow[], create: boolean, soleWriter: boolean): Promise<TieOutcome[]> {
  const ends = await resolveCustomers(
    db,
    rows.flatMap((row) => [row.follower, row.followed]),
    { consistent: true, attributes: [] },
  );
  const isKnown = (end: { item: unknown; identity: Identity | null }): boolean =>
    end.item !== undefined || (create && end.identity !== null);
  const verdicts = rows.map((row, index) => {
    const [follower, followed] = [ends[2 * index]!, ends[2 * index + 1]!];
    const unknown = (
      [
        ['follower', follower],
        ['followed', followed],
      ] as const
    )
      .filter(([, end]) => !isKnown(end))
      .map(([name]) => name);
    return { row, follower, followed, unknown };
  });
  const created = new Map<CustomerId, Identity>();
  for (const { follower, followed, unknown } of verdicts) {
    if (unknown.length > 0 || follower.id === followed.id) continue;
    for (const end of [follower, followed])
      if (end.item === undefined && end.identity !== null) created.set(end.id, end.identity);
  }
  await mapLimit([...created], CONCURRENT_WRITES, ([id, identity]) => createCustomer(db, id, identity));
  const items = verdicts.map(({ row, follower, followed, unknown }) =>
    unknown.length > 0 || follower.id === followed.id ? null : encodeTie(follower.id, followed.id, row),
  );
  const accepted = await (soleWriter
    ? putInBatches(db, items)
    : mapLimit(items, CONCURRENT_WRITES, (item) => putTie(db, item)));
  return verdicts.map(({ follower, followed, unknown }, index): TieOutcome => {
    const ids = { followerId: follower.id, followedId: followed.id };
    if (follower.id === followed.id) return { status: 'SELF_TIE', ...ids };
    if (unknown.length > 0) return { status: 'UNKNOWN_CUSTOMER', ...ids, unknown };
    return { status: accepted[index] === true ? 'ACCEPTED' : 'DUPLICATE', ...ids };
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

/** Whether the tie was news. */
async function putTie(db: Db, item: Item | null): Promise<boolean> {
  if (item === null) return false;
  try {
    await putItem(db, item, {
      ConditionExpression: 'attribute_not_exists(pk) OR a < :at',
      ExpressionAttributeValues: { ':at': item['a']! },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

async function putInBatches(db: Db, items: readonly (Item | null)[]): Promise<boolean[]> {
  const keyIn = (item: Item) => ({ pk: str(item, 'pk'), sk: str(item, 'sk') });
  const newest = new Map(
    await batchGet(
      db,
      items.flatMap((item) => (item === null ? [] : [keyIn(item)])),
      { consistent: true, attributes: ['a'] },
    ),
  );
  const news = new Map<string, Item>();
  const accepted = items.map((item) => {
    if (item === null) return false;
    const name = keyName(keyIn(item));
    const before = newest.get(name);
    if (before !== undefined && num(before, 'a') >= num(item, 'a')) return false;
    newest.set(name, item);
    news.set(name, item);
    return true;
  });
  await batchWrite(db, [...news.values()].map(putRequest), CONCURRENT_BATCHES);
  return accepted;
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
  if (page.after !== undefined && !page.after.startsWith(prefix)) throw invalidCursor();
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
    /^..\d{14}#/u.test(parts[0] as string) &&
    /^IN#\d{2}$/u.test(parts[1] as string) &&
    (parts[2] as string).startsWith(prefix);
  if (!isKey) throw invalidCursor();
  const [rsk, pk, sk] = parts as [string, string, string];
  return { rpk: S(rpk), rsk: S(rsk), pk: S(pk), sk: S(sk) };
}
