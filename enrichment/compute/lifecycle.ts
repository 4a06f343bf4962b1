import { lifecycleAt } from '../../domain/lifecycle/sonar.ts';
import type { LifecycleProfile, LifetimeProfile } from '../../domain/profile/profile.ts';
import type { ReferralForest } from '../../domain/referral/forest.ts';
import type { Milestones } from '../../domain/summary/summary.ts';
import { dayIn } from '../../domain/time/time.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { CustomerColumns, Snapshot } from '../snapshot/snapshot.ts';
import { rowsOf, type Rows } from './rows.ts';

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/**
 * Everybody's place in the SONAR relations. Accepted referrals count as recommendations.
 *
 * @param lifetime what the lifetime model says of each; null where nobody has ordered
 * @param lapsedBelow who is less likely to return has lapsed
 * @param populationGapDays what a customer without gaps of their own is measured by; null where nobody has come back
 */
export function lifecycles(
  snapshot: Snapshot,
  forest: ReferralForest,
  lifetime: Rows<LifetimeProfile> | null,
  lapsedBelow: number,
  populationGapDays: number | null,
): Rows<LifecycleProfile> {
  const { columns } = snapshot;
  const recommendedAt = recommendationsOf(snapshot, forest);
  const dayOf = dayIn(snapshot.timeZone);
  return rowsOf(recommendedAt.length, (i) =>
    lifecycleAt(milestonesAt(columns, i), ordersAt(columns, i), {
      asOf: snapshot.asOf,
      dayOf,
      populationGapDays,
      recommendedAt: orNull(recommendedAt[i]!),
      // As published, so that a reader finds the flag by comparing two published numbers.
      returnProbability: lifetime?.at(i).returnProbability ?? null,
      lapsedBelow,
    }),
  );
}

/** When each customer's newest accepted referral was made, epoch ms; NaN for who made none. */
export function recommendationsOf({ ids, referrals }: Snapshot, forest: ReferralForest): Float64Array {
  const recommendedAt = new Float64Array(idCount(ids)).fill(Number.NaN);
  for (const record of forest.recordOf) {
    if (record < 0) continue;
    const advocate = referrals.advocate[record]!;
    recommendedAt[advocate] = Math.max(orNull(recommendedAt[advocate]!) ?? -Infinity, referrals.at[record]!);
  }
  return recommendedAt;
}

/** What the rhythm of buying needs; null for who never bought. */
function ordersAt(columns: CustomerColumns, i: number) {
  if (columns.orderCount[i] === 0) return null;
  return { lastDay: columns.lastDay[i]!, purchaseDays: columns.purchaseDays[i]!, sumLogGaps: columns.sumLogGaps[i]! };
}

/** A customer's milestones, out of the columns. */
export const milestonesAt = (columns: CustomerColumns, i: number): Milestones => ({
  firstSeenAt: orNull(columns.firstSeenAt[i]!),
  prospectAt: orNull(columns.prospectAt[i]!),
  leadAt: orNull(columns.leadAt[i]!),
  opportunityAt: orNull(columns.opportunityAt[i]!),
  firstOrderAt: orNull(columns.milestoneFirstOrderAt[i]!),
  cycleCount: columns.cycleCount[i]!,
  cycleStartedAt: orNull(columns.cycleStartedAt[i]!),
  onboardingAt: orNull(columns.onboardingAt[i]!),
  inUseAt: orNull(columns.inUseAt[i]!),
  happinessAt: orNull(columns.happinessAt[i]!),
  loyaltyAt: orNull(columns.loyaltyAt[i]!),
  recommendationAt: orNull(columns.recommendationAt[i]!),
  openComplaints: columns.openComplaints[i]!,
  lastComplaintAt: orNull(columns.lastComplaintAt[i]!),
});
