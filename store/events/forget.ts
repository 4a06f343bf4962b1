import type { CustomerId } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { batchWrite } from '../client/batch.ts';
import { queryPages } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { aboutPk, receiptKey, type Key } from '../client/keys.ts';
import { markCustomer, newMark } from '../customers/marks.ts';
import { recentRuleSet } from '../definitions/rules.ts';
import { foldCustomer } from './fold.ts';
import { receiptHash } from './history.ts';

/**
 * Deletes a customer's interactions that syncs read from one source, with their receipts, and folds the customer again: for consent that was
 * withdrawn. What was told under the same name stays. Repeatable: a crash in between leaves a marked customer and some of the events. @returns how many it deleted
 */
export async function forgetInteractions(db: Db, id: CustomerId, source: string): Promise<number> {
  const mark = newMark(db, 'SELF');
  if (!(await markCustomer(db, id, null, mark))) return 0;
  let forgotten = 0;
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
    FilterExpression: 'k = :interaction AND o = :source AND attribute_exists(y)',
    ExpressionAttributeValues: {
      ':pk': S(aboutPk(id)),
      ':event': S('E#'),
      ':interaction': S('I'),
      ':source': S(source),
    },
  })) {
    // The receipt goes last: as long as it stands, a repeat of the record cannot bring the event back under another mark.
    await batchWrite(db, page.map(deleteRequest));
    await batchWrite(
      db,
      page.map((item) => keyRequest(receiptKey(receiptHash(db, 'INTERACTION', source, str(item, 'i'))))),
    );
    forgotten += page.length;
  }
  await foldCustomer(db, id, await recentRuleSet(db), mark);
  return forgotten;
}

const keyRequest = ({ pk, sk }: Key) => ({ DeleteRequest: { Key: { pk: S(pk), sk: S(sk) } } });
const deleteRequest = (item: Item) => keyRequest({ pk: str(item, 'pk'), sk: str(item, 'sk') });
