import type { Referral, Tie } from '../../domain/events.ts';
import type { CustomerResolvers, ReferralResolvers, TieResolvers } from '../generated.ts';
import { referralKey, referralReverse, tieKey, tieReverse } from '../../store/client/keys.ts';
import { claimsAbout, referralsBy as storedReferralsBy } from '../../store/relations/referrals.ts';
import { incoming, outgoing } from '../../store/relations/pages.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import { countedClaim, outcomeOf } from './claims.ts';
import { toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import { ownerOf } from '../events/timeline.ts';

const page = (list: string, { first, after }: { readonly first: number; readonly after?: string | null }) => ({
  first: pageSize(first),
  ...(after ? { after: decodeKey(after, list) } : {}),
});

/** A connection of what the store returned; `keyOf` is the store's position of one item. */
function connectionOf<Item>(
  list: string,
  { items, next }: { readonly items: readonly Item[]; readonly next: string | null },
  keyOf: (item: Item) => string,
  { after }: { readonly after?: string | null },
) {
  const edges = items.map((node) => ({ cursor: encodeKey(list, keyOf(node)), node }));
  return connection(edges, next !== null, {
    after,
    endCursor: next === null ? (edges.at(-1)?.cursor ?? null) : encodeKey(list, next),
  });
}

const outgoingCursor = ({ follower, followed, kind, source }: Tie): string =>
  tieKey(follower, followed, kind, source).sk;

// The reverse index needs all four keys to go on from an item.
const incomingCursor = ({ follower, followed, kind, source, at }: Tie): string => {
  const { pk, sk } = tieKey(follower, followed, kind, source);
  return JSON.stringify([tieReverse(followed, at, follower, kind).rsk, pk, sk]);
};

const claimCursor = ({ claim }: Referral): string => referralKey(claim).sk;

const referralCursor = ({ advocate, friend, at, claim }: Referral): string => {
  const { pk, sk } = referralKey(claim);
  return JSON.stringify([referralReverse(advocate, at, friend).rsk, pk, sk]);
};

/** A page of the ties to those whom a customer follows. */
export const followingOf: NonNullable<CustomerResolvers['following']> = async ({ id, record }, args, { db }) => {
  const list = `following/${id}`;
  return connectionOf(list, await outgoing(db, idsOf(record), page(list, args)), outgoingCursor, args);
};

/** A page of the ties of those who follow a customer. */
export const followersOf: NonNullable<CustomerResolvers['followers']> = async ({ id, record }, args, { db }) => {
  const list = `followers/${id}`;
  return connectionOf(list, await incoming(db, idsOf(record), page(list, args)), incomingCursor, args);
};

/** A page of the claims that a customer brought somebody in. */
export const referralsBy: NonNullable<CustomerResolvers['referralsMade']> = async ({ id, record }, args, { db }) => {
  const list = `referrals/${id}`;
  return connectionOf(list, await storedReferralsBy(db, idsOf(record), page(list, args)), referralCursor, args);
};

/** A page of the claims about who brought a customer in. */
export const claimsOf: NonNullable<CustomerResolvers['referralClaims']> = async ({ id, record }, args, { db }) => {
  const list = `claims/${id}`;
  return connectionOf(list, await claimsAbout(db, idsOf(record), page(list, args)), claimCursor, args);
};

/** The claim that counts about a customer; null until a run has chosen one. */
export const referredBy: NonNullable<CustomerResolvers['referredBy']> = async ({ record }, _, context) => {
  for (const id of idsOf(record)) {
    const claim = await countedClaim(id, context);
    if (claim !== null) return context.loaders.claim.load(claim);
  }
  return null;
};

export const tieFields: TieResolvers = {
  follower: ({ follower }, _, context) => ownerOf(follower, context),
  followed: ({ followed }, _, context) => ownerOf(followed, context),
  simulated: ({ simulated }) => simulated ?? false,
};

export const referralFields: ReferralResolvers = {
  id: ({ claim }) => toGlobalId('Referral', claim),
  sourceId: ({ id }) => id,
  advocate: ({ advocate }, _, context) => ownerOf(advocate, context),
  friend: ({ friend }, _, context) => ownerOf(friend, context),
  expiresAt: ({ expiresAt }) => expiresAt ?? null,
  savedAcquisitionCost: ({ savedAcquisitionCostMinor }) => savedAcquisitionCostMinor ?? null,
  reward: ({ rewardMinor }) => rewardMinor ?? null,
  simulated: ({ simulated }) => simulated ?? false,
  counted: async ({ claim }, _, context) => {
    const outcome = await outcomeOf(claim, context);
    return outcome && outcome === 'COUNTED';
  },
  rejectedBecause: async ({ claim }, _, context) => {
    const outcome = await outcomeOf(claim, context);
    return outcome === 'COUNTED' ? null : outcome;
  },
};
