import type { CustomerProfile } from './profile.ts';
import { RFM_GROUPS, SONAR_STAGES } from './profile.ts';

/** The orderings a run publishes, most first. A reader can only order by one of these. */
export const ORDERINGS = [
  'TOTAL_VALUE',
  'DIRECT_VALUE',
  'INDIRECT_VALUE',
  'REFERRAL_VALUE',
  'NETWORK_VALUE',
  'POTENTIAL_VALUE',
  'INFLUENCE',
  'ENGAGEMENT',
  'LAST_ORDER',
] as const;
export type Ordering = (typeof ORDERINGS)[number];

/**
 * What an ordering sorts by, and a filter can test without reading customers: published beside each ordering as columns.
 * NaN stands for "not known"; a customer for whom the sort value is NaN comes last.
 */
export const FILTER_COLUMNS = [
  'totalMinor',
  'directMinor',
  'indirectMinor',
  'referralMinor',
  'networkMinor',
  'potentialMinor',
  'influence',
  'engagement',
  'lastOrderAt',
  'stage',
  'rfmGroup',
  'lapsed',
] as const;
export type FilterColumn = (typeof FILTER_COLUMNS)[number];

/** The column an ordering sorts by, largest first. */
export const ORDERING_COLUMN: Readonly<Record<Ordering, FilterColumn>> = {
  TOTAL_VALUE: 'totalMinor',
  DIRECT_VALUE: 'directMinor',
  INDIRECT_VALUE: 'indirectMinor',
  REFERRAL_VALUE: 'referralMinor',
  NETWORK_VALUE: 'networkMinor',
  POTENTIAL_VALUE: 'potentialMinor',
  INFLUENCE: 'influence',
  ENGAGEMENT: 'engagement',
  LAST_ORDER: 'lastOrderAt',
};

/** The filter columns of one customer. `stage` and `rfmGroup` are positions in SONAR_STAGES and RFM_GROUPS, `lapsed` 0 or 1. */
export function filterValues(profile: CustomerProfile, lastOrderAt: number | null): Record<FilterColumn, number> {
  const { value } = profile;
  const indirectMinor = value.referralMinor + value.networkMinor;
  const potential =
    value.potentialDirectMinor === null ? null : value.potentialDirectMinor + (value.potentialIndirectMinor ?? 0);
  return {
    totalMinor: value.directMinor + indirectMinor + (potential ?? 0),
    directMinor: value.directMinor,
    indirectMinor,
    referralMinor: value.referralMinor,
    networkMinor: value.networkMinor,
    potentialMinor: potential ?? Number.NaN,
    influence: profile.influence?.score ?? Number.NaN,
    engagement: profile.engagement.points,
    lastOrderAt: lastOrderAt ?? Number.NaN,
    stage: SONAR_STAGES.indexOf(profile.lifecycle.stage),
    rfmGroup: profile.rfm === null ? Number.NaN : RFM_GROUPS.indexOf(profile.rfm.group),
    lapsed: profile.lifecycle.lapsed ? 1 : 0,
  };
}
