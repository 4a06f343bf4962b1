import type { CustomerId } from '../../domain/events.ts';
import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { dayIn } from '../../domain/time/time.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, queryPages, updateItem } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { history } from './history.ts';
import { customerKey, inputsPk, SHARDS } from '../client/keys.ts';
import { clearable } from '../customers/marks.ts';
import { timeZoneOf } from '../client/table.ts';
import {
  customerIdOfItem,
  decodeRecord,
  holdsSummary,
  marksOf,
  summaryAttributes,
  type CustomerRecord,
} from '../customers/records.ts';

const MAX_ATTEMPTS = 20;

/**
 * Recomputes a customer's summary from all events and clears the marks it accounts for; writes nothing when summary and
 * marks stand. Returns the customer as it is then, null when there is none.
 *
 * The marks are read before the events: whoever's mark is cleared has its events in what was read. The write is
 * conditional on the summary read, which counts the events: of two folds at once, the one that saw fewer events gives way.
 *
 * @param own the mark of the caller, whose events are all written
 */
export async function foldCustomer(
  db: Db,
  id: CustomerId,
  ruleSet: EngagementRuleSet,
  own: string | null = null,
): Promise<CustomerRecord | null> {
  const item = await getItem(db, customerKey(id), { ConsistentRead: true });
  return item === undefined ? null : foldItem(db, item, ruleSet, own);
}

/** {@link foldCustomer} for a customer item just read; one that was out of date by then is read again. */
export async function foldItem(
  db: Db,
  read: Item,
  ruleSet: EngagementRuleSet,
  own: string | null = null,
): Promise<CustomerRecord | null> {
  const id = customerIdOfItem(read);
  let item: Item | undefined = read;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && item !== undefined; attempt += 1) {
    const { events, influence } = await history(db, id);
    const attributes = summaryAttributes(foldSummary(events, influence, ruleSet, dayIn(await timeZoneOf(db))));
    const cleared = clearable(db, marksOf(item), own);
    try {
      return await writeFold(db, id, item, attributes, cleared);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
      item = await getItem(db, customerKey(id), { ConsistentRead: true });
    }
  }
  if (item === undefined) return null;
  throw busy();
}

async function writeFold(
  db: Db,
  id: CustomerId,
  item: Item,
  attributes: Item,
  cleared: readonly string[],
): Promise<CustomerRecord> {
  const unchanged = holdsSummary(item, attributes);
  if (unchanged && cleared.length === 0) return decodeRecord(item);
  const { b, ...kept } = item;
  const next: Item = unchanged
    ? { ...kept, ...(b === undefined ? {} : { b }) }
    : { ...kept, ...attributes, u: N(db.clock()) };
  const sets = unchanged ? [] : [...Object.keys(attributes), 'u'];
  await updateItem(db, customerKey(id), {
    UpdateExpression: [
      sets.length === 0 ? '' : `SET ${sets.map((name) => `${name} = :${name}`).join(', ')}`,
      b !== undefined && next['b'] === undefined ? 'REMOVE b' : '',
      cleared.length === 0 ? '' : 'DELETE w :cleared',
    ]
      .filter((clause) => clause !== '')
      .join(' '),
    ConditionExpression: item['s'] === undefined ? 'attribute_exists(pk) AND attribute_not_exists(s)' : 's = :before',
    ExpressionAttributeValues: {
      ...Object.fromEntries(sets.map((name) => [`:${name}`, next[name]!])),
      ...(cleared.length === 0 ? {} : { ':cleared': { SS: [...cleared] } }),
      ...(item['s'] === undefined ? {} : { ':before': item['s'] }),
    },
  });
  const marks = marksOf(item).filter((mark) => !cleared.includes(mark));
  return decodeRecord({ ...next, w: { SS: [...marks] } });
}

const CONCURRENT_SHARDS = 4;
const CONCURRENT_FOLDS = 8;

/**
 * Folds every customer that is marked or was counted with another rule set; returns how many. Reads all customer items
 * once (0.2 read units each). Idempotent: killed and repeated, it ends the same.
 */
export async function foldPending(
  db: Db,
  options: { readonly ruleSet: EngagementRuleSet; readonly onProgress?: (folded: number) => void },
): Promise<number> {
  let folded = 0;
  await mapLimit(
    Array.from({ length: SHARDS }, (_, shard) => shard),
    CONCURRENT_SHARDS,
    async (shard) => {
      for await (const page of queryPages(db, {
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :customer)',
        FilterExpression: 'attribute_exists(w) OR (attribute_exists(r) AND r <> :version)',
        ExpressionAttributeValues: {
          ':pk': S(inputsPk(shard)),
          ':customer': S('S#'),
          ':version': N(options.ruleSet.version),
        },
      })) {
        await mapLimit(page, CONCURRENT_FOLDS, async (item) => {
          await foldItem(db, item, options.ruleSet);
          folded += 1;
          options.onProgress?.(folded);
        });
      }
    },
  );
  return folded;
}
