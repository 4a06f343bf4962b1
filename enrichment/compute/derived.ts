import { bordersFor, standingIn } from '../../domain/health/cohorts.ts';
import { HEALTH_BANDS, healthOf } from '../../domain/health/health.ts';
import { periodOf } from '../../domain/experience/score.ts';
import { opportunityFinder } from '../../domain/opportunities/opportunities.ts';
import type { Market, Opportunity } from '../../domain/opportunities/opportunities.ts';
import type { Derived, FieldSource } from '../../domain/profile/fields.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { PublishedHealth } from '../../published/health.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { talliesBefore } from './tallies.ts';
import type { Rows } from './rows.ts';

/**
 * What lists and segments ask of everybody that is not in the profile: health and opportunities, worked out as a reader does for the one they ask for
 * (resolvers/health, resolvers/opportunities), from the same published inputs.
 *
 * @param onEach is told what is worked out on the way and held by nobody else
 */
export function derivedOf(
  snapshot: Snapshot,
  profiles: Rows<FieldSource['profile']>,
  known: { readonly health: PublishedHealth | null; readonly market: Market | null },
  networkAtRisk: ReadonlyMap<number, number>,
  onEach: {
    readonly opportunities: (i: number, opportunities: readonly Opportunity[]) => void;
    /** 0 … 1, of those of whom it is measured. */
    readonly happiness: (i: number, happiness: number) => void;
  },
): (i: number) => Derived {
  const health = new Float64Array(profiles.length).fill(Number.NaN);
  const bands = new Uint8Array(profiles.length);
  const opportunity = new Float64Array(profiles.length).fill(Number.NaN);
  const opportunitiesOf = known.market === null ? null : opportunityFinder(known.market);
  const today = dayIn(snapshot.timeZone)(snapshot.asOf);
  for (let i = 0; i < profiles.length; i++) {
    const profile = profiles.at(i);
    const { score, band, happiness } = healthAt(snapshot, i, profile, known.health, today);
    if (happiness.score !== null) onEach.happiness(i, happiness.score);
    health[i] = score ?? Number.NaN;
    bands[i] = HEALTH_BANDS.indexOf(band);
    if (profile.clv === null || opportunitiesOf === null || snapshot.columns.orderCount[i] === 0) continue;
    const { names, tallies } = groupsAt(snapshot, i);
    const opportunities = opportunitiesOf(names, tallies, profile.clv.returnProbability);
    opportunity[i] = opportunities.reduce((sum, one) => sum + one.expectedOverLifetimeMinor, 0);
    onEach.opportunities(i, opportunities);
  }
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return (i) => ({
    health: orNull(health[i]!),
    healthBand: Number.isNaN(health[i]!) ? null : HEALTH_BANDS[bands[i]!]!,
    networkAtRiskMinor: networkAtRisk.get(i) ?? null,
    opportunityMinor: orNull(opportunity[i]!),
  });
}

function healthAt(
  snapshot: Snapshot,
  i: number,
  profile: FieldSource['profile'],
  known: PublishedHealth | null,
  today: number,
) {
  const { purchases, columns } = snapshot;
  const purchaseDays = [...purchases.day.subarray(purchases.offsets[i]!, purchases.offsets[i + 1]!)];
  const clv = purchaseDays.length > 0 ? profile.clv : null;
  return healthOf({
    returnProbability: clv?.returnProbability ?? null,
    lifetimeStanding:
      clv !== null && known !== null
        ? standingIn(clv.predictedMinor, bordersFor(known.cutOffs, purchaseDays[0]!))
        : null,
    behaviour: talliesBefore(snapshot, i, periodOf(today) + 1),
    openComplaints: columns.openComplaints[i]!,
    purchaseDays,
    usualGapDays: profile.lifecycle.usualGapDays,
    hasReferred: profile.value.referralGrossMinor !== 0,
    today,
  });
}

function groupsAt({ groups }: Snapshot, i: number) {
  const entries = Array.from({ length: groups.offsets[i + 1]! - groups.offsets[i]! }, (_, k) => groups.offsets[i]! + k);
  return {
    names: entries.map((k) => groups.names[groups.name[k]!]!),
    tallies: entries.map((k) => ({
      firstDay: groups.firstDay[k]!,
      days: groups.days[k]!,
      quantity: groups.quantity[k]!,
      revenueMinor: groups.revenueMinor[k]!,
      service: groups.service[k] === 1,
    })),
  };
}
