import { createHash } from 'node:crypto';
import type { CustomerId } from '../../domain/events.ts';
import { B, bytes, N, num, S, str, type Item } from '../client/attributes.ts';
import { batchWrite, deleteRequest } from '../client/batch.ts';
import { deleteItem, getItem, isConditionFailed, putItem, queryPages } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { actionPk, drawnKey, drawnPrefix, type Key } from '../client/keys.ts';
import { packIds } from '../customers/packed-ids.ts';
import { decodePage, encodePage } from '../published/page-codec.ts';
import { bitsFor, bucketOf } from '../published/slots.ts';
import type { DrawnAudience } from './records.ts';

/** Everybody who was drawn, in the order of their ids: one entry a member in every column. */
export interface Drawn {
  readonly ids: readonly CustomerId[];
  readonly columns: Readonly<Record<DrawnColumn, Float64Array>>;
}

/**
 * - arm: its place in the plan; unit: number of the member's community where communities were drawn, else NaN; stratum: block of alike forecasts.
 * - forecastMinor, orders, returns: margin, orders and chance of any order forecast for the window, undiscounted, as of the draw.
 */
export const DRAWN_COLUMNS = ['arm', 'unit', 'stratum', 'forecastMinor', 'orders', 'returns'] as const;
export type DrawnColumn = (typeof DRAWN_COLUMNS)[number];

/** About as many members lie together in one item: some 20 KB. */
const PER_PAGE = 1024;
const AT_ONCE = 8;

/** Bits of the id that name the pages of so many members. */
export const drawnBits = (members: number): number => bitsFor(members, PER_PAGE);

/** Says that a list of members is the one that was drawn for. */
export const membersHash = (sorted: readonly CustomerId[]): string =>
  createHash('sha256').update(sorted.join('\n')).digest('hex');

const itemOf = (key: { readonly pk: string; readonly sk: string }, part: Drawn, version: number): Item => {
  const page = encodePage({ ids: packIds(part.ids), columns: part.columns });
  return { pk: S(key.pk), sk: S(key.sk), v: N(version), i: B(page.ids), z: B(page.columns) };
};

function partIn(item: Item): Drawn {
  const { ids, columns } = decodePage({ ids: bytes(item, 'i'), columns: bytes(item, 'z') });
  return { ids, columns: columns as Drawn['columns'] };
}

const pick = ({ ids, columns }: Drawn, positions: readonly number[]): Drawn => ({
  ids: positions.map((at) => ids[at]!),
  columns: Object.fromEntries(
    DRAWN_COLUMNS.map((name) => [name, Float64Array.from(positions, (at) => columns[name][at]!)]),
  ) as Record<DrawnColumn, Float64Array>,
});

/** Writes who was drawn, page by page, under an attempt; nobody looks for them before the action names it. */
export async function putDrawn(db: Db, action: string, attempt: string, bits: number, drawn: Drawn): Promise<void> {
  const byPage = Map.groupBy(drawn.ids.keys(), (at) => bucketOf(drawn.ids[at]!, bits));
  await mapLimit([...byPage], AT_ONCE, ([page, positions]) =>
    putItem(db, itemOf(drawnKey(action, attempt, page), pick(drawn, positions), 1)),
  );
}

/** Keys of the pages attempts have written for an action. @param attempt only this one's */
export async function drawnPages(db: Db, action: string, attempt?: string): Promise<Key[]> {
  const keys: Key[] = [];
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :drawn)',
    ProjectionExpression: 'pk, sk',
    ExpressionAttributeValues: {
      ':pk': S(actionPk(action)),
      ':drawn': S(attempt === undefined ? 'A#' : drawnPrefix(attempt)),
    },
  }))
    keys.push(...page.map((item) => ({ pk: str(item, 'pk'), sk: str(item, 'sk') })));
  return keys;
}

/** Deletes pages that count for nothing. */
export const deletePages = async (db: Db, pages: readonly Key[]): Promise<void> => {
  if (pages.length > 0) await batchWrite(db, pages.map(deleteRequest));
};

/** Everybody who was drawn for an action and is still there, by id. */
export async function readDrawn(db: Db, action: string, { attempt }: Pick<DrawnAudience, 'attempt'>): Promise<Drawn> {
  const parts: Drawn[] = [];
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :drawn)',
    ExpressionAttributeValues: { ':pk': S(actionPk(action)), ':drawn': S(drawnPrefix(attempt)) },
  }))
    parts.push(...page.map(partIn));
  const ids = parts.flatMap((part) => part.ids);
  const columns = Object.fromEntries(
    DRAWN_COLUMNS.map((name) => [name, Float64Array.from(parts.flatMap((part) => [...part.columns[name]]))]),
  ) as Record<DrawnColumn, Float64Array>;
  const order = [...ids.keys()].sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  return pick({ ids, columns }, order);
}

/** Places of the arms customers are in, by id; who was not drawn is left out. One read a page. */
export async function armsOf(
  db: Db,
  action: string,
  { attempt, bits }: Pick<DrawnAudience, 'attempt' | 'bits'>,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, number>> {
  const found = new Map<CustomerId, number>();
  const byPage = Map.groupBy(new Set(ids), (id) => bucketOf(id, bits));
  await mapLimit([...byPage], AT_ONCE, async ([page, own]) => {
    const item = await getItem(db, drawnKey(action, attempt, page), { ConsistentRead: true });
    if (item === undefined) return;
    const part = partIn(item);
    const at = new Map(part.ids.map((id, index) => [id, index]));
    for (const id of own) {
      const index = at.get(id);
      if (index !== undefined) found.set(id, part.columns.arm[index]!);
    }
  });
  return found;
}

const MAX_ATTEMPTS = 20;

/**
 * Takes customers out of what was drawn for an action; of one that nobody is drawn for, out of what attempts left behind. Repeatable.
 *
 * @returns how many pages changed
 */
export async function forgetDrawn(
  db: Db,
  action: string,
  drawn: Pick<DrawnAudience, 'attempt' | 'bits'> | null,
  ids: readonly CustomerId[],
): Promise<number> {
  let pages = 0;
  const forget = async (item: Item): Promise<void> => {
    if (!partIn(item).ids.some((id) => ids.includes(id))) return;
    await rewrite(db, { pk: str(item, 'pk'), sk: str(item, 'sk') }, ids);
    pages += 1;
  };
  if (drawn !== null)
    for (const page of new Set(ids.map((id) => bucketOf(id, drawn.bits)))) {
      const item = await getItem(db, drawnKey(action, drawn.attempt, page), { ConsistentRead: true });
      if (item !== undefined) await forget(item);
    }
  else
    for await (const page of queryPages(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :drawn)',
      ExpressionAttributeValues: { ':pk': S(actionPk(action)), ':drawn': S('A#') },
    }))
      for (const item of page) await forget(item);
  return pages;
}

async function rewrite(db: Db, key: { readonly pk: string; readonly sk: string }, ids: readonly CustomerId[]) {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const item = await getItem(db, key, { ConsistentRead: true });
    if (item === undefined) return;
    const part = partIn(item);
    const left = [...part.ids.keys()].filter((at) => !ids.includes(part.ids[at]!));
    if (left.length === part.ids.length) return;
    const version = num(item, 'v');
    const condition = { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': N(version) } };
    try {
      if (left.length === 0) await deleteItem(db, key, condition);
      else await putItem(db, itemOf(key, pick(part, left), version + 1), condition);
      return;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
    }
  }
  throw busy('A page of who was drawn is being changed by many others at once.');
}
