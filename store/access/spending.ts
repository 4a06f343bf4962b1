import type { Bucket } from '../../domain/access/allowance.ts';
import { N, num, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { spendingKey } from '../client/keys.ts';

/** Whether the cost was taken, and when the caller's bucket is full again: after taking them, or as it stands. */
export interface Taken {
  readonly granted: boolean;
  readonly fullAtMicros: number;
}

/** A bucket that is full says nothing that has to be kept. */
const KEPT_SECONDS = 3600;

/**
 * Takes a cost out of the bucket of a caller, or nothing: one conditional write; where somebody else has spent since, a read and another one.
 * However many ask at once, no more is taken than the bucket holds.
 *
 * @param lastFullAtMicros what this process saw last, 0 for nothing
 */
export async function takeCost(
  db: Db,
  principalId: string,
  bucket: Bucket,
  cost: number,
  lastFullAtMicros: number,
): Promise<Taken> {
  const key = spendingKey(keyedHash(db, ['spending', principalId], 26));
  const micros = bucket.microsOf(cost);
  let fullAtMicros = lastFullAtMicros;
  for (;;) {
    const nowMicros = db.clock() * 1000;
    const latest = bucket.latestMicros(cost, nowMicros);
    // It only ever moves ahead: what was too late once is too late until time has passed.
    if (Math.max(fullAtMicros, nowMicros) > latest) return { granted: false, fullAtMicros };
    const isFull = fullAtMicros < nowMicros;
    const values: Item = {
      ':now': N(nowMicros),
      ':by': N(micros),
      ':ttl': N(Math.ceil((Math.max(fullAtMicros, nowMicros) + micros) / 1e6) + KEPT_SECONDS),
    };
    try {
      const after = await updateItem(db, key, {
        UpdateExpression: isFull
          ? 'SET fullAt = :now + :by, expiresAt = :ttl'
          : 'SET fullAt = fullAt + :by, expiresAt = :ttl',
        ConditionExpression: isFull
          ? 'attribute_not_exists(fullAt) OR fullAt < :now'
          : 'fullAt BETWEEN :now AND :latest',
        ExpressionAttributeValues: isFull ? values : { ...values, ':latest': N(latest) },
        ReturnValues: 'UPDATED_NEW',
      });
      return { granted: true, fullAtMicros: num(after!, 'fullAt') };
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      const there = await getItem(db, key, { ConsistentRead: true });
      // Gone: it was full for an hour.
      fullAtMicros = there === undefined ? 0 : num(there, 'fullAt');
    }
  }
}
