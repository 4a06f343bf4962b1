import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { isLasting } from '../../domain/errors.ts';
import type { CustomerId, Referral, Tie } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { queryPages } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { foldItem } from '../events/fold.ts';
import { inputsPk, SHARDS } from '../client/keys.ts';
import { customerIdOfItem, decodeRecord, ruleSetOf, marksOf, type CustomerRecord } from '../customers/records.ts';
import { decodeReferral } from '../relations/referrals.ts';
import { decodeTie } from '../relations/tie-items.ts';

export { SHARDS };

export interface InputsOptions {
  /** Folds customers that are marked, or were folded with another rule set or layout, as they are read: saves the pass foldPending takes. */
  readonly fold?: EngagementRuleSet;
  /** Called after each page with the customers, ties and referrals read from this shard so far. */
  readonly onPage?: (read: number) => void;
}

/** A customer whose item or events cannot be made a summary of, however often that is tried, and the error that says why. */
export interface UnreadableCustomer {
  readonly id: CustomerId;
  readonly error: unknown;
}

const CONCURRENT_FOLDS = 8;

/**
 * Everything a run reads about one shard of the customers: summaries, ties (of followers in the shard) and referrals
 * (of friends in the shard). A customer that cannot be read keeps nobody else from being read. Eventually consistent; 0.1 read units for a customer of 800 bytes.
 */
export async function readInputs(
  db: Db,
  shard: number,
  options: InputsOptions = {},
): Promise<{ customers: CustomerRecord[]; ties: Tie[]; referrals: Referral[]; unreadable: UnreadableCustomer[] }> {
  const customers: CustomerRecord[] = [];
  const unreadable: UnreadableCustomer[] = [];
  const ties: Tie[] = [];
  const referrals: Referral[] = [];
  const { fold, onPage } = options;
  const recordOf = async (item: Item): Promise<CustomerRecord> => {
    const record = decodeRecord(item);
    if (fold === undefined) return record;
    const countedWith = ruleSetOf(item);
    const isStale = marksOf(item).length > 0 || (countedWith !== undefined && countedWith !== fold.version);
    return (isStale ? await foldItem(db, item, fold) : null) ?? record;
  };
  // One query over the whole partition: a query for each kind would round up to a read unit three times.
  for await (const page of queryPages(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(inputsPk(shard)) },
  })) {
    const records: Item[] = [];
    for (const item of page) {
      const sk = str(item, 'sk');
      if (sk.startsWith('S#')) records.push(item);
      else if (sk.startsWith('T#')) ties.push(decodeTie(item));
      else if (sk.startsWith('R#')) referrals.push(decodeReferral(item));
    }
    const read = await mapLimit(records, CONCURRENT_FOLDS, async (item) => {
      try {
        return await recordOf(item);
      } catch (error) {
        if (!isLasting(error)) throw error;
        unreadable.push({ id: customerIdOfItem(item), error });
        return null;
      }
    });
    customers.push(...read.filter((record) => record !== null));
    onPage?.(customers.length + ties.length + referrals.length);
  }
  return { customers, ties, referrals, unreadable };
}
