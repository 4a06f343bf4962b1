import type { CustomerId } from '../../domain/events.ts';
import type { ConsentPurpose } from '../../domain/social/consent.ts';
import { N, optionalNum, S, str } from '../client/attributes.ts';
import { deleteItem, getItem, isConditionFailed, queryAll, updateItem } from '../client/commands.ts';
import { randomText, type Db } from '../client/db.ts';
import { SOCIAL_PK, WITHDRAWN_SK, withdrawalsKey, withdrawnKey } from '../client/keys.ts';
import { decodePurposes, encodePurposes } from '../customers/records.ts';
import { forgetInteractions } from '../events/forget.ts';
import { accountsOf } from './accounts.ts';
import { forgetTies } from './ties.ts';

/** For how long a note of a withdrawal stays where no sync of its source ever ends. */
const NOTED_MS = 30 * 86_400_000;

/**
 * Notes who took consent back, or unlinked an account, at a source, and counts it: after the account was changed and before anything of it
 * is deleted. Whoever wrote something for many accounts sees at one read of the count that none of them changed meanwhile; what a worker
 * leaves that is killed before it looks, {@link sweepWithdrawals} finds by the note.
 */
export async function noteWithdrawal(
  db: Db,
  source: string,
  customerId: CustomerId,
  purposes: readonly ConsentPurpose[],
): Promise<void> {
  await updateItem(db, withdrawnKey(source, customerId), {
    UpdateExpression: 'SET v = :mark, expiresAt = :ends ADD p :purposes',
    ExpressionAttributeValues: {
      ':mark': S(randomText(db, 9)),
      ':ends': N(Math.ceil((db.clock() + NOTED_MS) / 1000)),
      ':purposes': { SS: purposes.map((purpose) => encodePurposes([purpose])) },
    },
  });
  await updateItem(db, withdrawalsKey(source), {
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': N(1) },
  });
}

/** How often consent was taken back, or an account unlinked, at a source. */
export async function withdrawalsOf(db: Db, source: string): Promise<number> {
  const item = await getItem(db, withdrawalsKey(source), { ConsistentRead: true });
  return item === undefined ? 0 : (optionalNum(item, 'n') ?? 0);
}

/**
 * Forgets once more what was read of those who took consent back: a worker that was killed between writing and looking may have left
 * something behind their withdrawal. Repeatable; one query where nobody did.
 *
 * @param ended the sources whose sync has just come to its end: nobody writes for them what was read before, so their notes go
 */
export async function sweepWithdrawals(db: Db, ended: readonly string[] = []): Promise<void> {
  const notes = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notes)',
    ExpressionAttributeValues: { ':pk': S(SOCIAL_PK), ':notes': S(WITHDRAWN_SK) },
  });
  for (const note of notes) {
    const [, source, customerId] = str(note, 'sk').split('#') as [string, string, CustomerId];
    const accounts = await accountsOf(db, customerId, { consistent: true });
    const withdrawn = new Set((note['p']?.SS ?? []).flatMap(decodePurposes));
    // Who agreed again meanwhile is read again meanwhile.
    for (const account of accounts)
      if (account.source === source) for (const purpose of account.purposes) withdrawn.delete(purpose);
    if (withdrawn.has('SOCIAL_ENRICHMENT')) await forgetTies(db, customerId, source);
    if (withdrawn.has('SOCIAL_ENGAGEMENT')) await forgetInteractions(db, customerId, source);
    if (!ended.includes(source)) continue;
    try {
      await deleteItem(db, withdrawnKey(source, customerId), {
        ConditionExpression: 'v = :mark',
        ExpressionAttributeValues: { ':mark': S(str(note, 'v')) },
      });
    } catch (error) {
      // Taken back once more meanwhile: for the next one.
      if (!isConditionFailed(error)) throw error;
    }
  }
}
