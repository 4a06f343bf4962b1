import type { CustomerId } from '../../domain/events.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import type { Db } from '../client/db.ts';
import { consentsOf, unknownCustomer } from '../customers/consents.ts';
import type { CustomerIdentifier, Identity } from '../customers/identity.ts';
import type { CustomerRecord } from '../customers/records.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { everybodyOf, recordsById } from '../customers/survivors.ts';
import { incoming, outgoing } from '../relations/pages.ts';
import { claimsAbout, referralsBy } from '../relations/referrals.ts';
import { accountsOf } from '../social/accounts.ts';

export interface MergeConflict {
  readonly about: 'DISPLAY_NAME' | 'CONSENT' | 'SELF_TIE' | 'SELF_REFERRAL';
  readonly survivor: string | null;
  readonly merged: string | null;
  readonly outcome: string;
}

/** What a merge would do; counts are of what the survivor would show beside their own. */
export interface MergePreview {
  readonly survivorId: CustomerId;
  readonly mergedId: CustomerId;
  readonly isOne: boolean;
  readonly identities: readonly Identity[];
  readonly orders: number;
  readonly revenueMinor: number;
  readonly events: number;
  readonly following: number;
  readonly followers: number;
  readonly referralsMade: number;
  readonly referralClaims: number;
  readonly socialAccounts: number;
  readonly conflicts: readonly MergeConflict[];
}

/** Ties and claims that are counted of each kind. */
const MOST_COUNTED = 1000;

/** What `mergeCustomers` would do, without doing it. @throws VisibleError UNKNOWN_CUSTOMER */
export async function previewMerge(
  db: Db,
  who: { readonly survivor: CustomerIdentifier; readonly merged: CustomerIdentifier },
): Promise<MergePreview> {
  const found = await resolveCustomers(db, [who.survivor, who.merged], { attributes: [] });
  if (found.some(({ item }) => item === undefined)) throw unknownCustomer();
  const ids = found.map(({ survivorId }) => survivorId) as [CustomerId, CustomerId];
  const records = await recordsById(db, ids);
  const [survivor, merged] = await Promise.all(ids.map((id) => everybodyOf(db, records.get(id)!)));
  const [theirs, own] = [idsOf(merged!), idsOf(survivor!)];
  const page = { first: MOST_COUNTED };
  const [following, followers, made, about, accounts] = await Promise.all([
    outgoing(db, theirs, page),
    incoming(db, theirs, page),
    referralsBy(db, theirs, page),
    claimsAbout(db, theirs, page),
    accountsOf(db, theirs),
  ]);
  const { summary } = merged![0]!;
  const isOne = ids[0] === ids[1];
  const selfTies = [
    ...following.items.filter(({ followed }) => own.includes(followed)),
    ...followers.items.filter(({ follower }) => own.includes(follower)),
  ];
  const selfClaims = [
    ...made.items.filter(({ friend }) => own.includes(friend)),
    ...about.items.filter(({ advocate }) => own.includes(advocate)),
  ];
  return {
    survivorId: ids[0],
    mergedId: ids[1],
    isOne,
    identities: merged!.flatMap(({ identities }) => identities),
    orders: summary.orders?.count ?? 0,
    revenueMinor: (summary.orders?.revenueMinor ?? 0) - (summary.moneyBack?.credits.revenueMinor ?? 0),
    events: summary.eventCount,
    following: following.items.length,
    followers: followers.items.length,
    referralsMade: made.items.length,
    referralClaims: about.items.length,
    socialAccounts: accounts.length,
    conflicts: isOne
      ? []
      : [
          ...nameConflicts(survivor!, merged!),
          ...consentConflicts(survivor!, merged!),
          ...selfTies.map(({ kind, source, follower }): MergeConflict => ({
            about: 'SELF_TIE',
            survivor: own.includes(follower) ? `${kind} of ${source}` : null,
            merged: own.includes(follower) ? null : `${kind} of ${source}`,
            outcome: 'It stays recorded and moves no value while they are one.',
          })),
          ...selfClaims.map(({ source, id, advocate }): MergeConflict => ({
            about: 'SELF_REFERRAL',
            survivor: own.includes(advocate) ? `${source} ${id}` : null,
            merged: own.includes(advocate) ? null : `${source} ${id}`,
            outcome: 'The next run rejects it: nobody brings in themselves.',
          })),
        ],
  };
}

const idsOf = (everybody: readonly CustomerRecord[]): CustomerId[] => everybody.map(({ id }) => id);

/** The name of the survivor stands; of one without a name that of whom they are one with. */
export const displayNameOf = (everybody: readonly CustomerRecord[]): string | null =>
  everybody.find(({ displayName }) => displayName !== null)?.displayName ?? null;

function nameConflicts(survivor: readonly CustomerRecord[], merged: readonly CustomerRecord[]): MergeConflict[] {
  const [own, theirs] = [displayNameOf(survivor), displayNameOf(merged)];
  if (own === null || theirs === null || own === theirs) return [];
  return [{ about: 'DISPLAY_NAME', survivor: own, merged: theirs, outcome: `"${own}" is shown.` }];
}

function consentConflicts(survivor: readonly CustomerRecord[], merged: readonly CustomerRecord[]): MergeConflict[] {
  const [own, theirs, both] = [consentsOf(survivor), consentsOf(merged), consentsOf([...survivor, ...merged])];
  return CONSENT_PURPOSES.flatMap((purpose): MergeConflict[] => {
    const [one, other, stands] = [own, theirs, both].map(
      (consents) => consents.find((consent) => consent.purpose === purpose)?.status ?? null,
    ) as [string | null, string | null, string | null];
    if (one === null || other === null || one === other) return [];
    return [
      {
        about: 'CONSENT',
        survivor: `${purpose}: ${one}`,
        merged: `${purpose}: ${other}`,
        outcome: `${stands}: what was said last stands.`,
      },
    ];
  });
}
