import type { CustomerId } from '../domain/events.ts';
import { isGranted, type ConsentPurpose } from '../domain/social/consent.ts';
import type { Db } from '../store/client/db.ts';
import { customerRecord, everyIdOf, sayConsents } from '../store/customers/consents.ts';
import { accountsOf, setPurposes } from '../store/social/accounts.ts';
import { checkConsent } from './link.ts';
import type { SocialSettings } from './settings.ts';
import { forgetPurposes, type Forgotten } from './unlink.ts';

/**
 * Records consent that a customer gave elsewhere, for the accounts they linked already too. Repeatable. Who takes it back at the same
 * time wins: the record is read again after the accounts were changed.
 *
 * @returns what was deleted because it was taken back meanwhile
 * @throws InvalidInputError, VisibleError UNKNOWN_CUSTOMER
 */
export async function grantConsent(
  db: Db,
  settings: SocialSettings,
  customerId: CustomerId,
  purposes: readonly ConsentPurpose[],
  said: { readonly version: string; readonly source: string },
): Promise<Forgotten> {
  checkConsent(settings, { purposes, consentVersion: said.version });
  const granted = purposes.map((purpose) => ({ purpose, status: 'GRANTED' as const, at: db.clock(), ...said }));
  const everybody = await everyIdOf(db, customerId);
  for (const id of everybody) await sayConsents(db, id, granted);
  for (const account of await accountsOf(db, everybody, { consistent: true }))
    await setPurposes(db, account, [...new Set([...account.purposes, ...purposes])]);
  const { consents } = await customerRecord(db, customerId);
  const withdrawn = purposes.filter((purpose) => !isGranted(consents, purpose));
  return withdrawn.length === 0 ? { accounts: 0, ties: 0, interactions: 0 } : forgetPurposes(db, customerId, withdrawn);
}
