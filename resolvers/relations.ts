import type { CustomerResolvers, ReferralResolvers, TieResolvers } from '../schema/generated.ts';
import { referralsBy as storedReferralsBy } from '../store/referrals.ts';
import { incoming, outgoing } from '../store/ties.ts';
import { toGlobalId } from './ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from './paging.ts';
import { ownerOf } from './timeline.ts';

/** Ties of a customer, in one direction. */
export const ties = (direction: 'following' | 'followers'): NonNullable<CustomerResolvers['following']> =>
  async ({ id }, { first, after }, { db }) => {
    const list = `${direction}/${id}`;
    const read = direction === 'following' ? outgoing : incoming;
    const page = await read(db, id, { first: pageSize(first), ...(after ? { after: decodeKey(after, list) } : {}) });
    const edges = page.items.map((node) => ({ cursor: encodeKey(list, node.cursor), node }));
    return connection(edges, page.next !== null, page.next === null ? edges.at(-1)?.cursor ?? null : encodeKey(list, page.next));
  };

export const referredBy: CustomerResolvers['referredBy'] = ({ id }, _, { loaders }) => loaders.referralOf.load(id);

export const referralsBy: CustomerResolvers['referralsMade'] = async ({ id }, { first, after }, { db }) => {
  const list = `referrals/${id}`;
  const page = await storedReferralsBy(db, id, { first: pageSize(first), ...(after ? { after: decodeKey(after, list) } : {}) });
  const edges = page.items.map((node) => ({ cursor: encodeKey(list, node.cursor), node }));
  return connection(edges, page.next !== null, page.next === null ? edges.at(-1)?.cursor ?? null : encodeKey(list, page.next));
};

export const tieFields: TieResolvers = {
  follower: ({ follower }, _, context) => ownerOf(follower, context),
  followed: ({ followed }, _, context) => ownerOf(followed, context),
  simulated: ({ simulated }) => simulated ?? false,
};

export const referralFields: ReferralResolvers = {
  id: ({ friend }) => toGlobalId('Referral', friend),
  sourceId: ({ id }) => id,
  advocate: ({ advocate }, _, context) => ownerOf(advocate, context),
  friend: ({ friend }, _, context) => ownerOf(friend, context),
  expiresAt: ({ expiresAt }) => expiresAt ?? null,
  savedAcquisitionCost: ({ savedAcquisitionCostMinor }) => savedAcquisitionCostMinor ?? null,
  reward: ({ rewardMinor }) => rewardMinor ?? null,
  simulated: ({ simulated }) => simulated ?? false,
};
