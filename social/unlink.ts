import type { CustomerId } from '../domain/events.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../domain/social/consent.ts';
import type { Db } from '../store/client/db.ts';
import { everyIdOf, sayConsents } from '../store/customers/consents.ts';
import { forgetInteractions } from '../store/events/forget.ts';
import { accountsOf, deleteAccount, markFollowsDue, setPurposes } from '../store/social/accounts.ts';
import type { StoredAccount } from '../store/social/account-items.ts';
import { forgetLinks } from '../store/social/links.ts';
import { noteWithdrawal } from '../store/social/withdrawals.ts';
import { forgetTies } from '../store/social/ties.ts';

export interface Forgotten {
  readonly ties: number;
  readonly interactions: number;
  readonly accounts: number;
}

/**
 * Takes consent back for a purpose, at all sources, and for everybody who is one with the customer. First the consent, then the accounts and the
 * count of withdrawals, then what was collected under it: a worker that read in between sees the count, finds the accounts changed and drops what it
 * wrote (social/sync/directory.ts); one that is killed before it sees it is swept up after (store/social/withdrawals.ts). Repeatable; whoever dies in
 * between leaves less each time. What others are worth by those ties follows at the next run.
 *
 * - SOCIAL_ENRICHMENT: handle, metrics, checkpoints and ties, in both directions.
 * - SOCIAL_ENGAGEMENT: interactions, and the points they gave.
 *
 * An account no purpose is left for is unlinked.
 */
export async function withdrawConsent(
  db: Db,
  customerId: CustomerId,
  purposes: readonly ConsentPurpose[],
  said: { readonly version: string; readonly source: string },
): Promise<Forgotten> {
  const withdrawn = purposes.map((purpose) => ({ purpose, status: 'WITHDRAWN' as const, at: db.clock(), ...said }));
  const everybody = await everyIdOf(db, customerId);
  for (const id of everybody) await sayConsents(db, id, withdrawn);
  const forgotten = { ties: 0, interactions: 0, accounts: 0 };
  for (const id of everybody) {
    const { ties, interactions, accounts } = await forgetPurposes(db, id, purposes);
    forgotten.ties += ties;
    forgotten.interactions += interactions;
    forgotten.accounts += accounts;
  }
  return forgotten;
}

/** Deletes what was collected for purposes that are agreed to no longer. Repeatable. */
export async function forgetPurposes(
  db: Db,
  customerId: CustomerId,
  purposes: readonly ConsentPurpose[],
): Promise<Forgotten> {
  const accounts = await accountsOf(db, customerId, { consistent: true });
  const left = (account: StoredAccount) => account.purposes.filter((purpose) => !purposes.includes(purpose));
  for (const account of accounts) await setPurposes(db, account, left(account));
  const sources = [...new Set(accounts.map(({ source }) => source))];
  for (const source of sources) await noteWithdrawal(db, source, customerId, purposes);
  const forgotten = await forget(db, customerId, sources, purposes);
  const unused = accounts.filter((account) => left(account).length === 0);
  for (const account of unused) await deleteAccount(db, account);
  if (unused.length === accounts.length) await forgetLinks(db, customerId);
  return { ...forgotten, accounts: unused.length };
}

/**
 * Unlinks one account and forgets what was collected through it; afterwards anybody who proves it may link it. Where the customer
 * keeps another account of the same source, ties and interactions cannot be told apart: they go all, and the next sync reads the
 * other account's list again.
 */
export async function unlinkAccount(db: Db, account: StoredAccount): Promise<Forgotten> {
  await setPurposes(db, account, []);
  await noteWithdrawal(db, account.source, account.customerId, CONSENT_PURPOSES);
  const forgotten = await forget(db, account.customerId, [account.source], CONSENT_PURPOSES);
  await deleteAccount(db, account);
  const others = (await accountsOf(db, account.customerId, { consistent: true })).filter(
    ({ source, hash }) => source === account.source && hash !== account.hash,
  );
  for (const other of others) await markFollowsDue(db, other);
  return { ...forgotten, accounts: 1 };
}

async function forget(
  db: Db,
  customerId: CustomerId,
  sources: readonly string[],
  purposes: readonly ConsentPurpose[],
): Promise<Omit<Forgotten, 'accounts'>> {
  let [ties, interactions] = [0, 0];
  for (const source of sources) {
    if (purposes.includes('SOCIAL_ENRICHMENT')) ties += await forgetTies(db, customerId, source);
    if (purposes.includes('SOCIAL_ENGAGEMENT')) interactions += await forgetInteractions(db, customerId, source);
  }
  return { ties, interactions };
}
