import { buildReferralForest } from '../../../domain/referral/forest.ts';
import type { ReferralRecord } from '../../../domain/referral/forest.ts';
import { neverBought } from './arbitraries.ts';

/** The worked example: Cate (0) spends 200.00; ten friends and six friends of friends spend 187.50 each. */
export function cate() {
  const friends = Array.from({ length: 10 }, (_, i) => 1 + i);
  const friendsOfFriends = Array.from({ length: 6 }, (_, i) => 11 + i);
  const records: ReferralRecord[] = [
    ...friends.map((friend): ReferralRecord => ({ advocate: 0, friend, atMs: 0, kind: 'TYPE_ONE' })),
    ...friendsOfFriends.map((friend, i): ReferralRecord => ({
      advocate: friends[i]!,
      friend,
      atMs: 1,
      kind: 'TYPE_ONE',
    })),
  ];
  const own = new Float64Array(17).fill(187_50);
  own[0] = 200_00;
  return { forest: buildReferralForest(17, neverBought(17), records, { asOfMs: 2 }), own, friends, friendsOfFriends };
}
