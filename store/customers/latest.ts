import type { CustomerId } from '../../domain/events.ts';
import { num, N, S, str } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { latestKey } from '../client/keys.ts';

/** Something that messages say of a customer in any order, such as a name. */
export interface Word {
  readonly word: string;
  /** As of when it was said, epoch ms. */
  readonly at: number;
}

/**
 * Keeps what was said last, as messages are dated and not as they come; at one instant the later text. @returns what stands now, with whether it
 * is what was said here and new
 */
export async function keepLatest(
  db: Db,
  id: CustomerId,
  what: string,
  { word, at }: Word,
): Promise<Word & { readonly isNew: boolean }> {
  try {
    await updateItem(db, latestKey(id, what), {
      UpdateExpression: 'SET w = :word, t = :at',
      ConditionExpression: 'attribute_not_exists(t) OR t < :at OR (t = :at AND w < :word)',
      ExpressionAttributeValues: { ':word': S(word), ':at': N(at) },
    });
    return { word, at, isNew: true };
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    return { ...(await latestOf(db, id, what))!, isNew: false };
  }
}

/** What was said last, or null. */
export async function latestOf(db: Db, id: CustomerId, what: string): Promise<Word | null> {
  const item = await getItem(db, latestKey(id, what), { ConsistentRead: true });
  return item === undefined ? null : { word: str(item, 'w'), at: num(item, 't') };
}
