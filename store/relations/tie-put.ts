import { supersedesTie } from '../../domain/events.ts';
import { N, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, keyName, putRequest } from '../client/batch.ts';
import { isConditionFailed, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { Key } from '../client/keys.ts';
import { isTold, stateOf } from './tie-items.ts';

const CONCURRENT_WRITES = 32;
const CONCURRENT_BATCHES = 8;

/** Puts items of ties; null for a row that is none. */
export type Put = (items: readonly (Item | null)[]) => Promise<readonly PutOutcome[]>;
/** What became of one. */
interface PutOutcome {
  readonly isNews: boolean;
  readonly again?: true;
}

/** Puts ties one by one, each under a condition: others may write the same ones. */
export const onePutter =
  (db: Db): Put =>
  (items) =>
    mapLimit(items, CONCURRENT_WRITES, (item) => putTie(db, item));

/**
 * Puts a tie that is told where it stands before what is there: {@link supersedesTie} as a condition, so that of two who race one is told
 * ACCEPTED. What a social source was read for gives way whatever its date: else it would go with a consent it does not hang on.
 */
async function putTie(db: Db, item: Item | null): Promise<PutOutcome> {
  if (item === null) return { isNews: false };
  const { at, weight } = stateOf(item);
  const heavier = weight > 1 ? '(w < :weight OR attribute_not_exists(w))' : 'w < :weight';
  try {
    await putItem(db, item, {
      ConditionExpression: `attribute_not_exists(pk) OR attribute_exists(y) OR a < :at OR (a = :at AND ${heavier})`,
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
export function batchPutter(db: Db): Put {
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
    const attributes = ['a', 'w', 'y'];
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
      const isNews = known === undefined || !isTold(before!) || supersedesTie(state, known);
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
