import type { CustomerId, Tie, TieKind } from '../../domain/events.ts';
import { N, S } from '../client/attributes.ts';
import { batchWrite, putRequest } from '../client/batch.ts';
import { isConditionFailed, putItem, queryAll, updateItem } from '../client/commands.ts';
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

/**
 * Puts FOLLOW ties among customers in batches, without a look and without a condition: for whoever has just read what stands
 * ({@link followsAt}) and writes nothing that stands before it. One worker at a time reads an account's list.
 */
export const putFollows = (
  db: Db,
  ties: readonly Pick<Tie, 'follower' | 'followed' | 'source' | 'weight' | 'at' | 'simulated'>[],
): Promise<void> =>
  batchWrite(
    db,
    ties.map((tie) => putRequest(encodeTie(tie.follower, tie.followed, { ...tie, kind: 'FOLLOW' }))),
  );

/**
 * Counts one reaction on the tie from who reacts to whose post it was. Reactions of one customer come in the order of their
 * instants, so one that is not later than the last counted was counted before: replays change nothing.
 */
export async function countReaction(
  db: Db,
  reaction: {
    readonly follower: CustomerId;
    readonly followed: CustomerId;
    readonly kind: TieKind;
    readonly source: string;
    readonly at: number;
  },
): Promise<void> {
  const { follower, followed, kind, source, at } = reaction;
  const key = tieKey(follower, followed, kind, source);
  const reverse = tieReverse(followed, at, follower, kind);
  try {
    await putItem(
      db,
      { pk: S(key.pk), sk: S(key.sk), rpk: S(reverse.rpk), rsk: S(reverse.rsk), a: N(at) },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
  try {
    await updateItem(db, key, {
      // No weight is a weight of 1 (store/relations/ties.ts).
      UpdateExpression: 'SET a = :at, rpk = :rpk, rsk = :rsk, w = if_not_exists(w, :one) + :one',
      ConditionExpression: 'a < :at',
      ExpressionAttributeValues: { ':at': N(at), ':rpk': S(reverse.rpk), ':rsk': S(reverse.rsk), ':one': N(1) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

const PAGE = 200;

/**
 * Deletes a customer's ties of one source, in both directions, ended ones too: nothing stays of what was agreed to once.
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
      const mine = page.items.filter((tie) => tie.source === source);
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
