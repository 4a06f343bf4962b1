import type { Db } from '../../../store/client/db.ts';
import { mapLimit } from '../../../store/client/concurrency.ts';
import { putAccount, putProduct, putSpend } from '../../../store/definitions/catalogue.ts';
import { ingestEvents } from '../../../store/events/events.ts';
import { recordReferrals } from '../../../store/relations/referrals.ts';
import { putTies } from '../../../store/relations/ties.ts';
import { BULK } from '../../../intake/context.ts';
import type { CompanyRecords } from './generate.ts';

const AT_ONCE = 16;
const EVENTS_AT_A_TIME = 2000;

/**
 * Takes a company's records in, by what every import and mutation goes through. Harmless to repeat. Summaries wait for a foldPending.
 *
 * @param onProgress told how many records are in
 */
export async function loadRecords(
  db: Db,
  { events, ties, referrals, products, accounts, spends }: Omit<CompanyRecords, 'products'> & Partial<CompanyRecords>,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  let done = 0;
  const took = (count: number): void => onProgress((done += count));
  for (let at = 0; at < events.length; at += EVENTS_AT_A_TIME) {
    const some = events.slice(at, at + EVENTS_AT_A_TIME);
    await ingestEvents(db, some, BULK);
    took(some.length);
  }
  await putTies(db, ties, { soleWriter: true });
  took(ties.length);
  await recordReferrals(db, referrals);
  took(referrals.length);
  // One by one: an account's parents are looked at, and a channel's periods lie in one item.
  for (const account of accounts) await putAccount(db, account);
  for (const spend of spends) await putSpend(db, spend);
  await mapLimit([...(products ?? [])], AT_ONCE, (product) => putProduct(db, product));
  took(accounts.length + spends.length + (products?.length ?? 0));
}

/** How many records there are of a company. */
export const countOf = ({
  events,
  ties,
  referrals,
  products,
  accounts,
  spends,
}: Omit<CompanyRecords, 'products'> & Partial<CompanyRecords>): number =>
  events.length + ties.length + referrals.length + accounts.length + spends.length + (products?.length ?? 0);
