import type { CustomerId } from '../../domain/events.ts';
import type { ConsentPurpose } from '../../domain/social/consent.ts';
import type { Db } from '../../store/client/db.ts';
import { accountsByName, allAccounts } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';

/**
 * Whom a source's ids belong to, of those who linked their account: what everything that is read goes through before it is kept
 * anywhere. An id that is not in it is dropped where it was read.
 */
export interface Directory {
  find(accountId: string, purpose: ConsentPurpose): StoredAccount | undefined;
  readonly accounts: readonly StoredAccount[];
}

export function directoryOf(accounts: readonly StoredAccount[], source: string): Directory {
  const mine = accounts.filter((account) => account.source === source);
  // An id of its own stands before one that somebody is also known as.
  const byId = new Map([
    ...mine.flatMap((account) => account.alsoKnownAs.map((id) => [id, account] as const)),
    ...mine.map((account) => [account.accountId, account] as const),
  ]);
  return {
    accounts: mine,
    find(accountId, purpose) {
      const account = byId.get(accountId);
      return account?.purposes.includes(purpose) === true ? account : undefined;
    },
  };
}

/** All sources' accounts as they are now, read once an invocation. */
export const readDirectory = async (db: Db, source: string): Promise<Directory> =>
  directoryOf(await allAccounts(db), source);

/**
 * Of accounts something was just written for, those that may no longer have it: consent was withdrawn, or the account unlinked,
 * between the look into the directory and the write. Whoever withdraws changes the account first and deletes afterwards, so one of
 * the two sees the other.
 */
export async function withdrawnSince(
  db: Db,
  accounts: readonly StoredAccount[],
  purpose: ConsentPurpose,
): Promise<ReadonlySet<CustomerId>> {
  const now = await accountsByName(db, accounts);
  return new Set(
    accounts
      .filter(({ hash }) => now.get(hash)?.purposes.includes(purpose) !== true)
      .map(({ customerId }) => customerId),
  );
}
