import type { CustomerId } from '../../domain/events.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { checkedContent, contentHash } from './content-codec.ts';
import { deleteItem, getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { EventRow, IngestOptions, IngestOutcome } from './event-rows.ts';
import { foldCustomer } from './fold.ts';
import { encodeEarlier, encodeEvent, receiptHash, versionOf } from './history.ts';
import { aboutPk, eventSk, receiptKey } from '../client/keys.ts';
import { keepMarks, markCustomer, newMark } from '../customers/marks.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { recentRuleSet } from '../definitions/rules.ts';

const CONCURRENT_CUSTOMERS = 8;
const MAX_ATTEMPTS = 20;

/** Hashes of the contents a record had before it was corrected. */
export const earlierHashes = (receipt: Item): readonly string[] => receipt['x']?.SS ?? [];

/**
 * Replaces records that stand, one after another for each customer. About eight write units each: mark → earlier content kept →
 * receipt → event → fold.
 *
 * The receipt decides, as it does for what is new: of two corrections at once one is refused or goes on top of the other. Whoever
 * dies after it leaves an event of an older version than its receipt says, and the same correction sent again writes it. An
 * event that stays behind at another instant counts for nothing, because a fold takes the newest version.
 */
export async function correctEvents(
  db: Db,
  rows: readonly EventRow[],
  options: IngestOptions,
): Promise<IngestOutcome[]> {
  const fold = options.fold ?? true;
  const resolved = await resolveCustomers(
    db,
    rows.map(({ customer }) => customer),
    { consistent: true, attributes: [] },
  );
  const ruleSet = fold && rows.length > 0 ? (options.ruleSet ?? (await recentRuleSet(db))) : null;
  const outcomes: IngestOutcome[] = [];
  const byCustomer = Map.groupBy(rows.keys(), (index) => resolved[index]!.id);
  await mapLimit([...byCustomer], CONCURRENT_CUSTOMERS, async ([customerId, indexes]) => {
    const mark = newMark(db, fold ? 'SELF' : 'LATER');
    const known = resolved[indexes[0]!]!.item !== undefined && (await markCustomer(db, customerId, null, mark));
    for (const index of indexes) {
      const outcome: IngestOutcome = known
        ? await correct(db, customerId, rows[index]!)
        : { status: 'UNKNOWN_CUSTOMER', customerId };
      outcomes[index] = { ...outcome, customerId: resolved[index]!.survivorId };
    }
    if (!known) return;
    if (ruleSet !== null) await foldCustomer(db, customerId, ruleSet, mark);
    else await keepMarks(db, [[customerId, mark]], mark);
  });
  return outcomes;
}

async function correct(db: Db, customerId: CustomerId, { event, correction }: EventRow): Promise<IngestOutcome> {
  const expected = correction?.expectedVersion ?? null;
  const hash = receiptHash(db, event.kind, event.source, event.id);
  const content = checkedContent(event);
  const mine = contentHash(customerId, event.occurredAt, content);
  const sk = eventSk(event.occurredAt, hash);
  const write = (version: number, receivedAt: number): Promise<void> =>
    putVersion(db, encodeEvent(customerId, event, hash, content, receivedAt, { version }));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const receipt = await getItem(db, receiptKey(hash), { ConsistentRead: true });
    if (receipt === undefined) return { status: 'STALE_VERSION', customerId, currentVersion: 0 };
    // A record stays its customer's: moved elsewhere it would have to leave one history and enter another at once.
    if (str(receipt, 'c') !== customerId) return { status: 'CONFLICT', customerId };
    const version = versionOf(receipt);
    const standing = str(receipt, 'h');
    if (standing === mine) {
      await write(version, num(receipt, 't'));
      return { status: 'DUPLICATE', customerId, event: { customerId, sk } };
    }
    if (expected === null && earlierHashes(receipt).includes(mine))
      return { status: 'DUPLICATE', customerId, event: { customerId, sk: str(receipt, 'e') } };
    if (expected !== null && expected !== version)
      return { status: 'STALE_VERSION', customerId, currentVersion: version };
    const before = await getItem(db, { pk: aboutPk(customerId), sk: str(receipt, 'e') }, { ConsistentRead: true });
    if (before !== undefined && versionOf(before) === version) await putItem(db, encodeEarlier(before, db.clock()));
    if (await replaceReceipt(db, hash, { standing, version, mine, sk })) {
      await write(version + 1, db.clock());
      if (before !== undefined && str(before, 'sk') !== sk) await dropOlder(db, before, version);
      return { status: 'ACCEPTED', customerId, event: { customerId, sk } };
    }
    await fullJitter(attempt);
  }
  throw busy('The record is being corrected by many others at once.');
}

/** False when another version came in between. */
async function replaceReceipt(
  db: Db,
  hash: string,
  { standing, version, mine, sk }: { standing: string; version: number; mine: string; sk: string },
): Promise<boolean> {
  try {
    await updateItem(db, receiptKey(hash), {
      UpdateExpression: 'SET h = :mine, e = :sk, v = :next, t = :now ADD x :earlier',
      ConditionExpression: `h = :standing AND ${version === 1 ? 'attribute_not_exists(v)' : 'v = :version'}`,
      ExpressionAttributeValues: {
        ':mine': S(mine),
        ':sk': S(sk),
        ':next': N(version + 1),
        ':now': N(db.clock()),
        ':earlier': { SS: [standing] },
        ':standing': S(standing),
        ...(version === 1 ? {} : { ':version': N(version) }),
      },
    });
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    // The answer to this very write may have been lost and the write repeated: then the next look finds the content standing.
    return false;
  }
}

/** Puts an event unless a newer version of it is there. */
async function putVersion(db: Db, item: Item): Promise<void> {
  try {
    await putItem(db, item, {
      ConditionExpression: 'attribute_not_exists(pk) OR attribute_not_exists(v) OR v <= :version',
      ExpressionAttributeValues: { ':version': N(versionOf(item)) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

async function dropOlder(db: Db, before: Item, version: number): Promise<void> {
  try {
    await deleteItem(
      db,
      { pk: str(before, 'pk'), sk: str(before, 'sk') },
      {
        ConditionExpression: 'attribute_not_exists(v) OR v <= :version',
        ExpressionAttributeValues: { ':version': N(version) },
      },
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}
