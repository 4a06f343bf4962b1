/** How much a company's data says: a share of what it could say, and what would be missing otherwise. */
export interface ScorecardItem {
  readonly area: 'VALUE' | 'EXPERIENCE' | 'LIFECYCLE' | 'NETWORK';
  readonly key: string;
  readonly label: string;
  /** 0 … 1; null where there is nothing to take a share of. */
  readonly share: number | null;
  /** What to do about it; null where the share is at least {@link ENOUGH}. */
  readonly gap: string | null;
}

/** From here on a share is no gap. */
export const ENOUGH = 0.8;

/** What a scorecard is made of. Counts of customers but for the amounts, which are minor units. */
export interface Known {
  readonly customers: number;
  readonly buyers: number;
  readonly revenueMinor: number;
  readonly uncostedRevenueMinor: number;
  readonly measurableShare: number | null;
  readonly connected: number;
  readonly ties: number;
  readonly danglingTies: number;
  readonly acceptedReferrals: number;
  readonly rejectedReferrals: number;
  /** Known by what they did themselves, after an order or before one. */
  readonly served: number;
  readonly happy: number;
  readonly inMarketing: number;
  /** Days from the newest event to the run. */
  readonly ageDays: number | null;
}

const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** A month without anything new is no evidence of a quiet company, but of an import that has not come. */
const FRESH_DAYS = 30;

/** How well value, experience, lifecycle and network are covered, with the gaps named. */
export function scorecardOf(known: Known): ScorecardItem[] {
  const item = (
    area: ScorecardItem['area'],
    key: string,
    label: string,
    share: number | null,
    gap: string,
  ): ScorecardItem => ({ area, key, label, share, gap: share !== null && share >= ENOUGH ? null : gap });
  const claims = known.acceptedReferrals + known.rejectedReferrals;
  return [
    item(
      'VALUE',
      'COSTS_KNOWN',
      'Revenue whose cost is known',
      shareOf(known.revenueMinor - known.uncostedRevenueMinor, known.revenueMinor),
      'Send costs with order lines, or with products: until then revenue × margin rate counts as value.',
    ),
    item(
      'VALUE',
      'LIFETIME_MEASURED',
      'Customers whose lifetime value is modelled rather than assumed',
      known.measurableShare,
      'More customers who came back, or a longer history, are needed.',
    ),
    item(
      'VALUE',
      'FRESHNESS',
      `Newness of the data: 1 today, 0 after ${FRESH_DAYS} days`,
      known.ageDays === null ? null : Math.max(0, 1 - known.ageDays / FRESH_DAYS),
      'Import newer orders and interactions, or have them sent.',
    ),
    item(
      'LIFECYCLE',
      'BOUGHT',
      'Customers who have bought',
      shareOf(known.buyers, known.customers),
      'Not a fault by itself: leads are customers too. Where orders exist elsewhere, import them.',
    ),
    item(
      'LIFECYCLE',
      'BEFORE_THE_ORDER',
      'Customers known before their first order, or without one',
      shareOf(known.inMarketing, known.customers),
      'Send newsletters, visits and sales contacts: without them everybody begins with an order.',
    ),
    item(
      'LIFECYCLE',
      'AFTER_THE_ORDER',
      'Buyers of whom anything is known after an order: delivery, use, service',
      shareOf(known.served, known.buyers),
      'Send deliveries, portal and support events: service and health are seen by nothing else.',
    ),
    item(
      'EXPERIENCE',
      'HAPPINESS_KNOWN',
      'Buyers who said or showed that they are content',
      shareOf(known.happy, known.buyers),
      'Ask: survey answers, reviews and settled complaints are what says so.',
    ),
    item(
      'NETWORK',
      'CONNECTED',
      'Customers with any tie to another',
      shareOf(known.connected, known.customers),
      'Import ties, or let customers link their social accounts: value through others is 0 without.',
    ),
    item(
      'NETWORK',
      'TIES_MATCHED',
      'Ties between two customers who are known',
      shareOf(known.ties, known.ties + known.danglingTies),
      'Ties point at customers nobody told of: import those, or check the identities.',
    ),
    item(
      'NETWORK',
      'REFERRALS_COUNTED',
      'Referral claims that count',
      shareOf(known.acceptedReferrals, claims),
      'The referral report names the reason of every claim that was rejected.',
    ),
  ];
}
