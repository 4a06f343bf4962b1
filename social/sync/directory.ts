import type { CustomerId } from '../../domain/events.ts';
import type { ConsentPurpose } from '../../domain/social/consent.ts';
import type { Db } from '../../store/client/db.ts';
import { accountsByName, allAccounts } from '../../store/social/accounts.ts';
import { withdrawalsOf } from '../../store/social/withdrawals.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';

/**
 * Whom a source's ids belong to, of those who linked their account: what everything that is read goes through before it is kept
 * anywhere. An id that is not in it is dropped where it was read.
 */
export interface Directory {
  readonly source: string;
  /** Withdrawals at the source that it knows of, and perhaps later ones. */
  readonly withdrawals: number;
  find(accountId: string, purpose: ConsentPurpose): StoredAccount | undefined;
  /** An account of a customer that may be used for the purpose. */
  of(customerId: CustomerId, purpose: ConsentPurpose): StoredAccount | undefined;
  /** The other accounts of an account's customer here that may be used for the purpose. */
  besides(account: StoredAccount, purpose: ConsentPurpose): readonly StoredAccount[];
  readonly accounts: readonly StoredAccount[];
}

/** @param withdrawals counted before the accounts were read, strongly consistent both */
export function directoryOf(accounts: readonly StoredAccount[], source: string, withdrawals: number): Directory {
  const mine = accounts.filter((account) => account.source === source);
  // An id of its own stands before one that somebody is also known as.
  const byId = new Map([
    ...mine.flatMap((account) => account.alsoKnownAs.map((id) => [id, account] as const)),
    ...mine.map((account) => [account.accountId, account] as const),
  ]);
  const byCustomer = Map.groupBy(mine, ({ customerId }) => customerId);
  return {
    source,
    withdrawals,
    accounts: mine,
    find(accountId, purpose) {
      const account = byId.get(accountId);
      return account?.purposes.includes(purpose) === true ? account : undefined;
    },
    of: (customerId, purpose) => byCustomer.get(customerId)?.find(({ purposes }) => purposes.includes(purpose)),
    besides: ({ customerId, hash }, purpose) =>
      (byCustomer.get(customerId) ?? []).filter((other) => other.hash !== hash && other.purposes.includes(purpose)),
  };
}

/** A source's accounts as they are now, read once an invocation. */
export async function readDirectory(db: Db, source: string): Promise<Directory> {
  const withdrawals = await withdrawalsOf(db, source);
  return directoryOf(await allAccounts(db, { consistent: true }), source, withdrawals);
}

/**
 * Of accounts something was just written for, those that may no longer have it: consent was withdrawn, or the account unlinked,
 * between the look into the directory and the write. Whoever withdraws changes the account, then counts, then deletes: a count
 * that is not yet there means that what was just written is deleted with the rest. So one read does where nobody withdrew.
 */
export async function withdrawnSince(
  db: Db,
  { source, withdrawals }: Pick<Directory, 'source' | 'withdrawals'>,
  accounts: readonly StoredAccount[],
  purpose: ConsentPurpose,
): Promise<ReadonlySet<CustomerId>> {
  if (accounts.length === 0 || (await withdrawalsOf(db, source)) === withdrawals) return new Set();
  const now = await accountsByName(db, accounts);
  return new Set(
    accounts
      .filter(({ hash }) => now.get(hash)?.purposes.includes(purpose) !== true)
      .map(({ customerId }) => customerId),
  );
}
