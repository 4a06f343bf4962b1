/**
 * What a run publishes about one customer: prepared answers, so that a request computes nothing that grows with the
 * customer base. Money in integer minor units; `null` means not computed, never zero.
 */
export interface CustomerProfile {
  readonly value: ValueProfile;
  readonly clv: LifetimeProfile | null;
  readonly rfm: RfmProfile | null;
  readonly engagement: { readonly points: number };
  readonly lifecycle: LifecycleProfile;
  /** 0–100; null where nothing is known about the customer's reach: unknown is never 0. */
  readonly influence: InfluenceProfile | null;
  /** Keys of the rule segments and RFM group segment the customer is in, sorted. */
  readonly segments: readonly string[];
  readonly community: string | null;
}

/**
 * current = direct + indirect, where direct is own value and indirect what referral and network moved in minus out.
 * Over all customers Σ indirect = −Σ rewards, so Σ current = Σ direct − Σ rewards, in minor units exactly.
 */
export interface ValueProfile {
  readonly revenueMinor: number;
  /** Value counted for this customer: known margin + uncosted revenue × margin rate. */
  readonly directMinor: number;
  /** Net referral value: received from those brought in − passed on to those who brought them − rewards. */
  readonly referralMinor: number;
  readonly referralReceivedMinor: number;
  /** Everything that flowed through this customer: counts a value once per ancestor, so it is never summed. */
  readonly referralGrossMinor: number;
  readonly referralPassedOnMinor: number;
  readonly crvMinor: number | null;
  /** Net network value: received through ties − passed on through ties. */
  readonly networkMinor: number;
  readonly networkReceivedMinor: number;
  readonly networkPassedOnMinor: number;
  /** Potential (lifetime) value and what the same flow moves of it; null until a lifetime model ran. */
  readonly potentialDirectMinor: number | null;
  readonly potentialIndirectMinor: number | null;
  readonly uncosted: boolean;
  /** Part of the direct value: what refunds took of the value of orders, above 0 for value that went. `directMinor` is without it already. */
  readonly refundsMinor: number;
  /** Part of the direct value: money given back that met no purchase. `directMinor` is without it already. */
  readonly creditsMinor: number;
  /** When money last went back (epoch ms); null when none did. */
  readonly moneyBackAt: number | null;
}

export const LIFETIME_METHODS = ['MODELLED', 'PRIOR', 'OBSERVED'] as const;

/** Current value: what was observed, moved along referrals and ties. Minor units. */
export const currentMinorOf = ({ directMinor, referralMinor, networkMinor }: ValueProfile): number =>
  directMinor + referralMinor + networkMinor;

/** Current indirect value: net referral and network value. Minor units. */
export const indirectMinorOf = ({ referralMinor, networkMinor }: ValueProfile): number => referralMinor + networkMinor;

/** Potential value, direct and indirect; null until a lifetime model ran. Minor units. */
export const potentialMinorOf = ({ potentialDirectMinor, potentialIndirectMinor }: ValueProfile): number | null =>
  potentialDirectMinor === null ? null : potentialDirectMinor + (potentialIndirectMinor ?? 0);

/** Total value: current and potential, so far as that is computed. The one amount of this name, everywhere. Minor units. */
export const totalMinorOf = (value: ValueProfile): number => currentMinorOf(value) + (potentialMinorOf(value) ?? 0);

export interface LifetimeProfile {
  readonly expectedOrders: number;
  readonly expectedOrderMarginMinor: number;
  readonly predictedMinor: number;
  readonly lowMinor: number;
  readonly highMinor: number;
  /** P(at least one more order within the horizon): the one statement about leaving. */
  readonly returnProbability: number;
  /** The day by which half of those who return have returned, always after the run's day; null where no order is expected. */
  readonly expectedNextOrderDay: number | null;
  readonly method: (typeof LIFETIME_METHODS)[number];
  readonly confidence: number;
  /** What a return would bring, times the chance that it does not come (domain/clv/value-at-risk.ts). Never added to network value at risk. */
  readonly valueAtRiskMinor: number;
}

export interface RfmProfile {
  /** Quintiles 1 (worst) … 5 (best). */
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
  readonly group: RfmGroup;
}

export const RFM_GROUPS = [
  'CHAMPIONS',
  'LOYAL_CUSTOMERS',
  'POTENTIAL_LOYALISTS',
  'NEW_CUSTOMERS',
  'PROMISING',
  'NEED_ATTENTION',
  'ABOUT_TO_SLEEP',
  'AT_RISK',
  'CANNOT_LOSE_THEM',
  'HIBERNATING',
  'LOST',
] as const;
export type RfmGroup = (typeof RFM_GROUPS)[number];

export const SONAR_QUARTERS = ['MARKETING', 'SALES', 'SERVICE', 'HEALTH'] as const;
export type SonarQuarter = (typeof SONAR_QUARTERS)[number];
export const SONAR_STAGES = [
  'SUSPECT',
  'PROSPECT',
  'LEAD',
  'OPPORTUNITY',
  'FIRST_ORDER',
  'ONBOARDING',
  'IN_USE',
  'HAPPINESS',
  'LOYALTY',
  'RECOMMENDATION',
] as const;
export type SonarStage = (typeof SONAR_STAGES)[number];

export interface LifecycleProfile {
  readonly quarter: SonarQuarter;
  readonly stage: SonarStage;
  readonly since: number | null;
  /** Buying cycle, from 1 with the first order; 0 before. */
  readonly cycle: number;
  /** Has ordered, and the return probability is below the run's threshold. */
  readonly lapsed: boolean;
  /** When the customer's usual gap after the last order is over: explains a wait, forecasts nothing. */
  readonly dueDay: number | null;
  readonly overdueDays: number;
  readonly usualGapDays: number | null;
}

export interface InfluenceProfile {
  readonly score: number;
  readonly network: number;
  readonly reach: number | null;
  readonly amplification: number | null;
  readonly authenticity: number | null;
  /** What the known followers say of all: a 95 % interval of that share. */
  readonly authenticityLow: number | null;
  readonly authenticityHigh: number | null;
  readonly calibration: string;
}
