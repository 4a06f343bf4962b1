import type { CustomerId } from '../../domain/events.ts';
import { N, num, S, str } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { META_PUSH_LOCK } from '../client/keys.ts';
import type { VisibleGeneration } from './generations.ts';

/** Longer than a push takes with all its repeats. */
const LOCK_MS = 60_000;

export interface PushLock {
  readonly push: number;
  readonly generation: number;
  readonly holder: string;
  readonly until: number;
  readonly touched: readonly CustomerId[];
  /** The first generation whose notes of who was pushed (due.ts) have not been gone through since. */
  readonly dueFrom: number;
}

/** The last push that was begun, or null. */
export async function readPushLock(db: Db): Promise<PushLock | null> {
  const item = await getItem(db, META_PUSH_LOCK, { ConsistentRead: true });
  if (item === undefined) return null;
  const touched = str(item, 't');
  return {
    push: num(item, 'q'),
    generation: num(item, 'g'),
    holder: str(item, 'h'),
    until: num(item, 'u'),
    touched: touched === '' ? [] : touched.split(' '),
    dueFrom: num(item, 'f'),
  };
}

/** The push that was begun and does not count, if it was along the generation that is shown. */
export const unfinished = (lock: PushLock | null, shown: VisibleGeneration): PushLock | null =>
  lock !== null && lock.generation === shown.generation && lock.push > (shown.between?.push ?? 0) ? lock : null;

/** Nobody needs to wait for a push that knows it was too late. */
export async function giveUpLock(db: Db, holder: string): Promise<void> {
  try {
    await updateItem(db, META_PUSH_LOCK, {
      UpdateExpression: 'SET u = :now',
      ConditionExpression: 'h = :me',
      ExpressionAttributeValues: { ':now': N(0), ':me': S(holder) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

/** Takes the lock if it still is as it was read; false when another push was faster. */
export async function takeLock(
  db: Db,
  seen: PushLock | null,
  { push, generation, touched, holder, dueFrom }: Omit<PushLock, 'until'>,
): Promise<boolean> {
  try {
    await putItem(
      db,
      {
        pk: S(META_PUSH_LOCK.pk),
        sk: S(META_PUSH_LOCK.sk),
        q: N(push),
        g: N(generation),
        h: S(holder),
        u: N(db.clock() + LOCK_MS),
        t: S(touched.join(' ')),
        f: N(dueFrom),
      },
      // By the holder too: the answer to a first attempt may have been lost.
      seen === null
        ? {
            ConditionExpression: 'attribute_not_exists(pk) OR h = :me',
            ExpressionAttributeValues: { ':me': S(holder) },
          }
        : {
            ConditionExpression: 'h = :seen OR h = :me',
            ExpressionAttributeValues: { ':seen': S(seen.holder), ':me': S(holder) },
          },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Says that everybody who was pushed before a generation became visible has been pushed again along it, if need be. */
export async function noteGoneThrough(db: Db, generation: number): Promise<void> {
  try {
    await updateItem(db, META_PUSH_LOCK, {
      UpdateExpression: 'SET f = :generation',
      ConditionExpression: 'f < :generation',
      ExpressionAttributeValues: { ':generation': N(generation) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}
