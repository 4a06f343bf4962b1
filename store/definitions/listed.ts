/** Who is on the list of a segment: an item each, so that any number come and go in any order and a repeat is harmless. */
import type { CustomerId } from '../../domain/events.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { BUILTIN_KEYS, checkedKey } from '../../domain/segments/builtin.ts';
import { isListOf, listRule, parseSegmentRule } from '../../domain/segments/rules.ts';
import { S, str } from '../client/attributes.ts';
import { batchGet, batchWrite, deleteRequest, keyName, putRequest } from '../client/batch.ts';
import { getItem, queryPages } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { listedKey, listedPk, SHARDS } from '../client/keys.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { idsOf, recordsById } from '../customers/survivors.ts';
import { getSegment, listSegments, putSegment, type SegmentRecord } from './segments.ts';

/** DONE: put on the list, or taken off. ALREADY: it was so. UNKNOWN_CUSTOMER: there is none. */
export type ListedStatus = 'DONE' | 'ALREADY' | 'UNKNOWN_CUSTOMER';

/** Whether a segment is a list. */
export const isList = ({ key, rule }: Pick<SegmentRecord, 'key' | 'rule'>): boolean =>
  isListOf(parseSegmentRule(rule), key);

/**
 * Makes a segment that is a list, of nobody so far.
 *
 * @throws InvalidInputError INVALID for a key that is none, TAKEN for one that is there
 */
export async function createList(
  db: Db,
  { key, name, description }: Pick<SegmentRecord, 'key' | 'name' | 'description'>,
): Promise<SegmentRecord> {
  const taken = new InvalidInputError(['key'], `There is a segment with the key "${key.slice(0, 60)}" already.`, {
    code: 'TAKEN',
  });
  if (BUILTIN_KEYS.has(checkedKey(key, ['key']))) throw taken;
  try {
    return await putSegment(db, { key, name, description, rule: listRule(key) }, { expectedVersion: 0 });
  } catch (error) {
    throw error instanceof VisibleError && error.code === 'STALE_VERSION' ? taken : error;
  }
}

/**
 * The list of a key.
 *
 * @param field that names it in the input
 * @throws InvalidInputError NOT_FOUND, of what is built in too; INVALID for a segment that is no list, or is archived
 */
export async function requireList(db: Db, key: string, field: readonly string[]): Promise<SegmentRecord> {
  if (BUILTIN_KEYS.has(key))
    throw new InvalidInputError(
      field,
      `"${key}" is built in, and takes in whom its rule says. Create a list of your own.`,
      {
        code: 'NOT_FOUND',
      },
    );
  const segment = await getSegment(db, key);
  if (segment === null)
    throw new InvalidInputError(field, `There is no list "${key.slice(0, 60)}". Create it first.`, {
      code: 'NOT_FOUND',
    });
  if (!isList(segment))
    throw new InvalidInputError(field, `"${key}" is a rule, and takes in whom it says. Change the rule instead.`);
  if (segment.archived)
    throw new InvalidInputError(field, `"${key}" is archived: no run looks at it. Create another list.`);
  return segment;
}

/**
 * Puts customers on the list of a segment, or takes them off, in their order. Who was named lies there: a merge moves nothing, and the next run
 * counts the survivor. Repeating it is harmless.
 */
export async function changeList(
  db: Db,
  key: string,
  customers: readonly CustomerIdentifier[],
  change: 'ADD' | 'REMOVE',
): Promise<ListedStatus[]> {
  const resolved = await resolveCustomers(db, customers, { consistent: true, attributes: [] });
  const known = resolved.filter(({ item }) => item !== undefined);
  // Off the list is off it under every name that was merged into one.
  const whole = change === 'ADD' ? new Map<CustomerId, CustomerId[]>() : await everyId(db, known);
  const idsFor = ({ id, survivorId }: (typeof resolved)[number]): readonly CustomerId[] =>
    change === 'ADD' ? [id] : (whole.get(survivorId) ?? [id]);
  const keys = known.flatMap((one) => idsFor(one).map((id) => listedKey(key, id)));
  const there = new Set((await batchGet(db, keys, { consistent: true, attributes: [] })).keys());
  const writes = new Map<string, Parameters<typeof batchWrite>[1][number]>();
  const statuses = resolved.map((one): ListedStatus => {
    if (one.item === undefined) return 'UNKNOWN_CUSTOMER';
    const own = idsFor(one).map((id) => listedKey(key, id));
    const todo = own.filter((place) => there.has(keyName(place)) === (change === 'REMOVE'));
    for (const place of todo) {
      writes.set(
        keyName(place),
        change === 'ADD' ? putRequest({ pk: S(place.pk), sk: S(place.sk) }) : deleteRequest(place),
      );
      if (change === 'ADD') there.add(keyName(place));
      else there.delete(keyName(place));
    }
    return todo.length > 0 ? 'DONE' : 'ALREADY';
  });
  await batchWrite(db, [...writes.values()]);
  return statuses;
}

/** By survivor, every id that is them by now. */
async function everyId(
  db: Db,
  known: readonly { readonly id: CustomerId; readonly survivorId: CustomerId }[],
): Promise<Map<CustomerId, CustomerId[]>> {
  const records = await recordsById(
    db,
    known.map(({ survivorId }) => survivorId),
  );
  return new Map(
    known.map(({ id, survivorId }) => {
      const record = records.get(survivorId);
      return [survivorId, [...new Set([id, survivorId, ...(record === undefined ? [] : idsOf(record))])]];
    }),
  );
}

/** Everybody on the list of a segment, under the id they were put there by. */
export async function* listedIn(db: Db, key: string): AsyncGenerator<readonly CustomerId[]> {
  for (let shard = 0; shard < SHARDS; shard++)
    for await (const page of queryPages(db, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(listedPk(key, shard)) },
    }))
      yield page.map((item) => str(item, 'sk'));
}

/** Whether any of the ids of a customer is on the list. A read an id. */
export async function isListed(db: Db, key: string, ids: readonly CustomerId[]): Promise<boolean> {
  const found = await Promise.all(ids.map((id) => getItem(db, listedKey(key, id))));
  return found.some((item) => item !== undefined);
}

const everyList = async (db: Db): Promise<string[]> => (await listSegments(db)).filter(isList).map(({ key }) => key);

/** The lists customers are on, archived ones too. */
export async function listsWith(db: Db, ids: readonly CustomerId[]): Promise<string[]> {
  const lists = await everyList(db);
  const places = lists.flatMap((key) => ids.map((id) => ({ key, place: listedKey(key, id) })));
  const found = await batchGet(
    db,
    places.map(({ place }) => place),
    { consistent: true, attributes: [] },
  );
  return [...new Set(places.flatMap(({ key, place }) => (found.has(keyName(place)) ? [key] : [])))];
}

/** Takes customers off all lists. Repeatable. @returns from how many they were taken */
export async function forgetListed(db: Db, ids: readonly CustomerId[]): Promise<number> {
  const lists = await listsWith(db, ids);
  await batchWrite(
    db,
    lists.flatMap((key) => ids.map((id) => deleteRequest(listedKey(key, id)))),
  );
  return lists.length;
}
