import type { CustomerId, Tie } from '../../domain/events.ts';
import { N, S, str } from '../client/attributes.ts';
import { batchWrite, putRequest } from '../client/batch.ts';
import { isConditionFailed, putItem, queryAll, queryPage, updateItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { inputsPk, shardOf, tieKey, tieReverse } from '../client/keys.ts';
import { incoming, outgoing } from '../relations/pages.ts';
import { decodeTie, encodeTie } from '../relations/tie-items.ts';

/** The FOLLOW ties of a customer at one source, in the order of the followed ids. Strongly consistent. */
export async function followsAt(db: Db, follower: CustomerId, source: string): Promise<Tie[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :ties)',
    ExpressionAttributeValues: { ':pk': S(inputsPk(shardOf(follower))), ':ties': S(`T#${follower}#`) },
  });
  return items.map(decodeTie).filter((tie) => tie.source === source && tie.kind === 'FOLLOW');
}

/** {@link followsAt} of many customers. */
export type FollowsReader = (followers: readonly CustomerId[]) => Promise<ReadonlyMap<CustomerId, readonly Tie[]>>;

/** Ties read for a customer at most before those between two of them count as too many. */
const TIES_A_FOLLOWER = 64;
const CONCURRENT_QUERIES = 4;

/**
 * Where customers lie close together, as those of one part of a sync of everybody do, their ties are read in one query, with those of
 * whoever lies between; once that brought less than half of those who were asked for, one by one.
 */
export function followsReader(db: Db, source: string): FollowsReader {
  let liesApart = false;
  return async (followers) => {
    const found = new Map<CustomerId, Tie[]>();
    const unique = [...new Set(followers)].sort();
    for (const mine of liesApart ? [] : Map.groupBy(unique, shardOf).values()) {
      if (mine.length < 2) continue;
      const { items, lastKey } = await queryPage(db, {
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': S(inputsPk(shardOf(mine[0]!))),
          ':from': S(`T#${mine[0]!}#`),
          ':to': S(`T#${mine.at(-1)!}#~`),
        },
        Limit: TIES_A_FOLLOWER * mine.length,
      });
      // Of the last one there may be more.
      const last = lastKey === undefined ? null : str(lastKey, 'sk').split('#')[1]!;
      const whole = mine.filter((id) => last === null || id < last);
      for (const id of whole) found.set(id, []);
      for (const tie of items.map(decodeTie))
        if (tie.source === source && tie.kind === 'FOLLOW') found.get(tie.follower)?.push(tie);
      liesApart ||= whole.length < mine.length / 2;
    }
    const left = unique.filter((id) => !found.has(id));
    await mapLimit(left, CONCURRENT_QUERIES, async (id) => found.set(id, await followsAt(db, id, source)));
    return found;
  };
}

/** How a tie names the account it was read through. */
export const throughOf = ({ hash }: { readonly hash: string }): string => hash.slice(0, 8);

/** A tie that was read through an account. */
export type ReadTie = Pick<Tie, 'follower' | 'followed' | 'source' | 'weight' | 'at' | 'simulated'> & {
  readonly through: string;
};

/**
 * Puts FOLLOW ties among customers in batches, without a look and without a condition: for whoever has just read what stands
 * ({@link followsAt}), writes nothing that stands before it, and is the one worker that reads the account's list (TakenPart.held).
 */
export const putFollows = (db: Db, ties: readonly ReadTie[]): Promise<void> =>
  batchWrite(
    db,
    ties.map((tie) => putRequest(encodeTie(tie.follower, tie.followed, { ...tie, kind: 'FOLLOW' }))),
  );

/** Puts a FOLLOW tie that the stream told of, where no told one and no later one stands. @returns whether it is new */
export async function putFollow(db: Db, tie: ReadTie): Promise<boolean> {
  try {
    await putItem(db, encodeTie(tie.follower, tie.followed, { ...tie, kind: 'FOLLOW' }), {
      ConditionExpression: 'attribute_not_exists(pk) OR (a < :at AND (attribute_exists(y) OR w = :ended))',
      ExpressionAttributeValues: { ':at': N(tie.at), ':ended': N(0) },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/**
 * Counts one reaction on the tie from who reacts to whose post it was, unless the company was told of such a tie. Reactions of one customer
 * come in the order of their instants, so one that is not later than the last counted was counted before: replays change nothing.
 */
export async function countReaction(db: Db, reaction: Omit<ReadTie, 'weight'> & Pick<Tie, 'kind'>): Promise<void> {
  const { follower, followed, kind, source, at } = reaction;
  const key = tieKey(follower, followed, kind, source);
  const reverse = tieReverse(followed, at, follower, kind);
  try {
    await putItem(db, encodeTie(follower, followed, { ...reaction, weight: 1 }), {
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
  try {
    await updateItem(db, key, {
      // No weight is a weight of 1 (store/relations/ties.ts).
      UpdateExpression: 'SET a = :at, rpk = :rpk, rsk = :rsk, w = if_not_exists(w, :one) + :one',
      ConditionExpression: 'a < :at AND attribute_exists(y)',
      ExpressionAttributeValues: { ':at': N(at), ':rpk': S(reverse.rpk), ':rsk': S(reverse.rsk), ':one': N(1) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

const PAGE = 200;

/**
 * Deletes the ties of a customer that were read at one source, in both directions, ended ones too: nothing stays of what was agreed to once.
 * What was told under the name of the source stays.
 * @returns how many it deleted
 */
export async function forgetTies(db: Db, customerId: CustomerId, source: string): Promise<number> {
  let forgotten = 0;
  for (const read of [outgoing, incoming]) {
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof outgoing>> = await read(db, customerId, {
        first: PAGE,
        ...(after === null ? {} : { after }),
      });
      const mine = page.items.filter((tie) => tie.source === source && tie.through !== undefined);
      await deleteTies(db, mine);
      forgotten += mine.length;
      after = page.next;
    } while (after !== null);
  }
  return forgotten;
}

/** Deletes these ties. */
export const deleteTies = (db: Db, ties: readonly Pick<Tie, 'follower' | 'followed' | 'kind' | 'source'>[]) =>
  batchWrite(
    db,
    ties.map(({ follower, followed, kind, source }) => {
      const key = tieKey(follower, followed, kind, source);
      return { DeleteRequest: { Key: { pk: S(key.pk), sk: S(key.sk) } } };
    }),
  );
