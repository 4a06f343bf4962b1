import type { CustomerId } from '../../domain/events.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { isConditionFailed, updateItem } from '../client/commands.ts';
import { randomText, type Db } from '../client/db.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Identity } from './identity.ts';
import { customerKey } from '../client/keys.ts';
import { encodeIdentities, MARKS, marksOf, POINTER, pointerOf } from './records.ts';

/**
 * A mark on a customer announces events before they are written, so that whoever dies after writing them leaves a trace:
 * a marked customer is folded again. Every writer has a mark of its own, in a set, because one writer's fold must not
 * clear the trace of another that has yet to write. Marks are unique, so that clearing one never clears a later one.
 *
 * - `SELF`: the writer folds at once and clears its own mark. Others clear it only after {@link GRACE_MS}, when that writer is surely gone.
 * - `LATER`: the writer leaves folding to others, and checks after writing that the mark still stands (its own, or an
 *   earlier writer's it leaned on). Any fold clears it.
 */
export type MarkKind = 'SELF' | 'LATER';

/** Longer than any call can take with all its repeats. */
export const GRACE_MS = 5 * 60_000;

/** A mark no other writer has. */
export const newMark = (db: Db, kind: MarkKind): string =>
  `${kind === 'SELF' ? 's' : 'l'}${db.clock().toString(36)}.${randomText(db, 5)}`;

/** Whether a mark is one that any fold clears. */
export const isLater = (mark: string): boolean => mark.startsWith('l');

/** Which of a customer's marks a fold may clear: its own, every LATER, and SELF of writers that are surely gone. */
export const clearable = (db: Db, marks: readonly string[], own: string | null): string[] =>
  marks.filter((mark) => mark === own || isLater(mark) || Number.parseInt(mark.slice(1), 36) < db.clock() - GRACE_MS);

/**
 * Marks a customer, creating it with `identity` if it is new. One write unit. Without an identity the customer must
 * exist; returns false when it does not. Whom the customer is merged into is marked too: there the events are folded.
 */
export async function markCustomer(db: Db, id: CustomerId, identity: Identity | null, mark: string): Promise<boolean> {
  const unmerged = `attribute_not_exists(${POINTER})`;
  try {
    await updateItem(
      db,
      customerKey(id),
      identity === null
        ? { ...markWith(mark), ConditionExpression: `attribute_exists(pk) AND ${unmerged}` }
        : {
            UpdateExpression: `SET v = if_not_exists(v, :one), i = if_not_exists(i, :identities), c = if_not_exists(c, :now), u = if_not_exists(u, :now) ADD ${MARKS} :mark`,
            ConditionExpression: unmerged,
            ExpressionAttributeValues: {
              ':one': N(1),
              ':identities': S(encodeIdentities([identity])),
              ':now': N(db.clock()),
              ':mark': { SS: [mark] },
            },
          },
    );
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    return markMerged(db, id, mark);
  }
}

const markWith = (mark: string) => ({
  UpdateExpression: `ADD ${MARKS} :mark`,
  ExpressionAttributeValues: { ':mark': { SS: [mark] } },
});

/** Marks a customer who is merged, or being merged, into somebody, and everybody on the way there. False when there is no such customer. */
async function markMerged(db: Db, id: CustomerId, mark: string): Promise<boolean> {
  const passed = new Set<CustomerId>();
  for (let at: CustomerId | undefined = id; at !== undefined && !passed.has(at);) {
    passed.add(at);
    try {
      const item: Item | undefined = await updateItem(db, customerKey(at), {
        ...markWith(mark),
        ConditionExpression: 'attribute_exists(pk)',
        ReturnValues: 'ALL_NEW',
      });
      at = pointerOf(item!)?.to;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      return passed.size > 1;
    }
  }
  return true;
}

const CONCURRENT_MARKS = 32;

/** A fold by others may have cleared the marks before the events were there; then the customers are marked again. */
export async function keepMarks(
  db: Db,
  marked: readonly (readonly [id: CustomerId, mark: string])[],
  mark: string,
): Promise<void> {
  const items = await batchGet(
    db,
    marked.map(([id]) => customerKey(id)),
    { consistent: true, attributes: [MARKS] },
  );
  const cleared = marked.filter(([id, relied]) => !marksOf(items.get(keyName(customerKey(id))) ?? {}).includes(relied));
  await mapLimit(cleared, CONCURRENT_MARKS, ([id]) => markCustomer(db, id, null, mark));
}

/** Creates a customer about whom nothing but an identity is known (the other end of a tie, a referred friend); harmless if it exists. */
export async function createCustomer(db: Db, id: CustomerId, identity: Identity): Promise<void> {
  try {
    await updateItem(db, customerKey(id), {
      UpdateExpression: 'SET v = :one, i = :identities, c = :now, u = :now',
      ConditionExpression: 'attribute_not_exists(pk)',
      ExpressionAttributeValues: {
        ':one': N(1),
        ':identities': S(encodeIdentities([identity])),
        ':now': N(db.clock()),
      },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}
