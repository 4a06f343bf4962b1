import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { isLasting } from '../../domain/errors.ts';
import type { CustomerId, Referral, Tie } from '../../domain/events.ts';
import type { SocialAccount } from '../../domain/social/account.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { queryPages } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { foldItem } from '../events/fold.ts';
import { inputsPk, SHARDS } from '../client/keys.ts';
import {
  customerIdOfItem,
  decodeRecord,
  isFoldedOtherwise,
  marksOf,
  type CustomerRecord,
} from '../customers/records.ts';
import { decodeReferral } from '../relations/referrals.ts';
import { decodeTie } from '../relations/tie-items.ts';
import { decodeAccount } from '../social/account-items.ts';

export { SHARDS };

export interface InputsOptions {
  /** Folds customers that are marked, or were folded with another rule set or layout, as they are read: saves the pass foldPending takes. */
  readonly fold?: EngagementRuleSet;
}

/** A customer whose item or events cannot be made a summary of, however often that is tried, and the error that says why. */
export interface UnreadableCustomer {
  readonly id: CustomerId;
  readonly error: unknown;
}

/** One page of what a run reads. */
export interface InputsPage {
  readonly customers: readonly CustomerRecord[];
  readonly ties: readonly Tie[];
  readonly referrals: readonly Referral[];
  readonly accounts: readonly SocialAccount[];
  readonly unreadable: readonly UnreadableCustomer[];
}

const CONCURRENT_FOLDS = 8;

/**
 * Everything a run reads about one shard of the customers, page by page: summaries, ties (of followers in the shard), linked accounts and referrals
 * (of friends in the shard). A customer that cannot be read keeps nobody else from being read. Eventually consistent; 0.1 read units for a customer of 800 bytes.
 */
export async function* inputPages(db: Db, shard: number, { fold }: InputsOptions = {}): AsyncGenerator<InputsPage> {
  const recordOf = async (item: Item): Promise<CustomerRecord> => {
    const record = decodeRecord(item);
    if (fold === undefined) return record;
    const isOld = record.pointer === null && isFoldedOtherwise(item, fold);
    const isStale = marksOf(item).length > 0 || isOld;
    if (!isStale) return record;
    const folded = await foldItem(db, item, fold);
    // Of somebody who is merged the survivor is folded; who they are is for the reader of all pages to say.
    return folded?.id === record.id ? folded : record;
  };
  // One query over the whole partition: a query for each kind would round up to a read unit three times.
  for await (const page of queryPages(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(inputsPk(shard)) },
  })) {
    const ofKind = (kind: string): Item[] => page.filter((item) => str(item, 'sk').startsWith(kind));
    const unreadable: UnreadableCustomer[] = [];
    const read = await mapLimit(ofKind('S#'), CONCURRENT_FOLDS, async (item) => {
      try {
        return await recordOf(item);
      } catch (error) {
        if (!isLasting(error)) throw error;
        unreadable.push({ id: customerIdOfItem(item), error });
        return null;
      }
    });
    yield {
      customers: read.filter((record) => record !== null),
      ties: ofKind('T#').map(decodeTie),
      referrals: ofKind('R#').map(decodeReferral),
      accounts: ofKind('A#').map(decodeAccount),
      unreadable,
    };
  }
}
