import { VisibleError } from '../domain/errors.ts';
import { bucketsOf, FLOWS } from './blocks.ts';
import type { InfluenceCalibration } from '../domain/influence/score.ts';
import type { FollowerFit } from '../domain/influence/honesty.ts';
import type { ComponentScales } from '../domain/influence/components.ts';
import type { Calibration } from '../domain/network/calibration.ts';
import type { CalibrationMismatch } from '../domain/network/calibration-fit.ts';
import type { DirectCredit } from '../domain/network/direct-credit.ts';
import type { RfmGroup, SonarStage } from '../domain/profile/profile.ts';
import type { RfmCutOffs } from '../domain/rfm/cut-offs.ts';
import type { SegmentMeasure } from '../domain/segments/measure.ts';
import type { ExpectedTotal } from '../domain/clv/calibration/total.ts';
import type { PurchaseModelKey } from '../domain/clv/models/model.ts';
import type { Adoption, PotentialBridge } from './parameters.ts';
import type { ReferralRejectionReason } from '../domain/referral/forest.ts';

/** What a run says about the whole customer base. Amounts in minor units. */
export interface RunStatistics {
  readonly portfolio: Portfolio;
  readonly lifecycle: readonly {
    readonly stage: SonarStage;
    readonly customers: number;
    readonly totalMinor: number;
    readonly lapsed: number;
  }[];
  /** RFM groups rank by revenue, so revenue is what they are shown by. */
  readonly rfm: readonly { readonly group: RfmGroup; readonly customers: number; readonly revenueMinor: number }[];
  /** Σ over the members of the value the segment was selected for. */
  readonly segments: Readonly<Record<string, { readonly measure: SegmentMeasure; readonly valueMinor: number }>>;
  readonly records: RecordCounts & {
    readonly acceptedReferrals: number;
    readonly rejectedReferrals: Readonly<Partial<Record<ReferralRejectionReason, number>>>;
  };
  readonly influence: {
    readonly scales: InfluenceScales | null;
    /** Over all followers together; R² per source beside it. */
    readonly rSquaredOnLogFollowers: number | null;
    readonly customers: number;
    readonly bySource: readonly (FollowerFit & { readonly source: string })[];
    readonly socialLift: SocialLift | null;
  };
  readonly network: {
    readonly calibration: Calibration;
    /** Where the calibration does not fit this run; empty where it does. */
    readonly mismatches: readonly CalibrationMismatch[];
    /** What followers pass on of their current value in one step, against what the evidence supports. Minor units, not whole. */
    readonly directCredit: DirectCredit;
    readonly sweeps: number;
    readonly errorBound: number;
  };
  readonly communities: { readonly count: number; readonly unconnected: number; readonly unconnectedMinor: number };
  /** What lifetime values say about the whole; null where no order could be modelled. The model's own report is in published/reports.ts. */
  readonly lifetime: LifetimeFigures | null;
  readonly settings: PublishedSettings;
  readonly inputsUpTo: number | null;
  /** True when any input was made by a simulation. */
  readonly simulated: boolean;
}

/** The promise that the numbers add up, as numbers: directMinor − rewardsMinor = totalMinor, exactly. */
export interface Portfolio {
  readonly customers: number;
  readonly revenueMinor: number;
  readonly directMinor: number;
  /** What refunds and credits took of it; `directMinor` is without both already. */
  readonly refundsMinor: number;
  readonly creditsMinor: number;
  readonly rewardsMinor: number;
  readonly totalMinor: number;
  readonly potentialMinor: number | null;
  /** How much value changed hands through referrals and ties. */
  readonly referralMovedMinor: number;
  readonly networkMovedMinor: number;
  /**
   * Boundaries of total value at 0 %, 1 % … 100 % of the customers, ascending; a customer's standing is read off these
   * (domain/segments/percentiles.ts): a rank kept with each customer would rewrite everybody below whoever moves.
   */
  readonly totalValueQuantiles: readonly number[];
  /** Part of the revenue whose cost is unknown. */
  readonly uncostedRevenueMinor: number;
}

/** How many records a run counted, and what became of those that point at nobody, e.g. ties of an erased customer. */
export interface RecordCounts {
  readonly customers: number;
  readonly ties: number;
  readonly referrals: number;
  readonly danglingTies: number;
  readonly danglingReferrals: number;
}

export interface LifetimeFigures {
  readonly horizonDays: number;
  readonly annualDiscount: number;
  /** Share of customers whose value is modelled, 0–1. */
  readonly measurableShare: number;
  /** Σ over customers of their own value at risk, as published for each: a check, not an amount anybody loses at once. */
  readonly valueAtRiskMinor: number;
  /** What the values were computed with. Absent in what earlier releases published. */
  readonly parameters?: Adoption;
  /** How the sum of potential came from the run before; null in the first run, and in views of the past. */
  readonly bridge?: PotentialBridge | null;
  /** The sum of predictions with its intervals, whole minor units; null where no window could be held out, absent in what earlier releases published. */
  readonly total?: ExpectedTotal | null;
}

/** What ties from social sources add to the scores (enrichment/compute/social-lift.ts). */
export interface SocialLift {
  readonly ties: number;
  /** Customers whose score is another one by at least a point. */
  readonly moved: number;
  readonly meanDifference: number;
  /** Epoch milliseconds. */
  readonly splitAt: number;
  readonly followedPurchases: number;
  readonly captureWith: number | null;
  readonly captureWithout: number | null;
  readonly standardError: number | null;
}

/** Two standard errors: one time in forty by chance alone. */
const BEYOND_CHANCE = 2;

/**
 * Whether social ties predict better beyond chance; null where nothing could be tried.
 * @example improves({ captureWith: 0.5, captureWithout: 0.3, standardError: 0.05 }) // true
 */
export const improves = ({ captureWith, captureWithout, standardError }: SocialLift): boolean | null =>
  captureWith === null || captureWithout === null || standardError === null
    ? null
    : captureWith - captureWithout > BEYOND_CHANCE * standardError;

/** The frozen scales a company's influence scores are read on. */
export interface InfluenceScales {
  readonly score: InfluenceCalibration;
  readonly components: ComponentScales;
  /** Customers with any reach when the anchors were taken. */
  readonly customers: number;
  /** The calibration of the network they were taken with: another one measures reach with another share. */
  readonly networkVersion: number;
}

/** The settings a run computed with (enrichment/compute/settings.ts says what each means). */
export interface PublishedSettings {
  readonly marginRate: number;
  readonly kappa: number | null;
  readonly horizonDays: number;
  readonly annualDiscount: number;
  readonly clvModel: 'auto' | PurchaseModelKey;
  readonly lapsedBelow: number;
  /** Cut points of RFM the company set; absent: its fifths. */
  readonly rfm?: Omit<RfmCutOffs, 'own'> | undefined;
}

/**
 * Goes up when a reader of the release before would misread the statistics. A generation of another layout is not shown, and
 * the next run publishes everything anew.
 */
const LAYOUT = 4;

/** Statistics as readers find them: with how many bits of an id name the block its entries lie in. */
export interface PublishedStatistics extends RunStatistics {
  readonly layout: number;
  readonly flows: { readonly bits: number };
  /** What became of every referral claim. */
  readonly claims: { readonly bits: number };
  /** What companies and households come to; absent where nobody belongs to one, and in what earlier releases published. */
  readonly accounts?: { readonly bits: number };
}

/** Statistics as they lie in the generation's item. */
export const encodeStatistics = (statistics: Omit<PublishedStatistics, 'layout'>): PublishedStatistics => ({
  layout: LAYOUT,
  ...statistics,
});

/** The statistics of a generation, or null where another release published it in a layout this one does not know. */
export function knownStatistics({ statistics }: { readonly statistics: unknown }): PublishedStatistics | null {
  const published = statistics as PublishedStatistics;
  return published.layout === LAYOUT ? published : null;
}

/** How the blocks of flows of a generation are named. @throws VisibleError OTHER_RELEASE where another release did */
export const flowsNamed = (generation: {
  readonly statistics: unknown;
}): { readonly kind: string; readonly bits: number } => {
  const { bits } = statisticsOf(generation).flows;
  return { kind: bucketsOf(FLOWS, bits), bits };
};

/**
 * {@link knownStatistics} for a reader. @throws VisibleError OTHER_RELEASE where it knows no such layout
 * @example statisticsOf(generation).portfolio.customers
 */
export function statisticsOf(generation: { readonly statistics: unknown }): PublishedStatistics {
  const known = knownStatistics(generation);
  if (known === null)
    throw new VisibleError(
      'OTHER_RELEASE',
      'What is visible was published by another release of Kring, which this one cannot read. Start a run: npm run -s kring -- enrich',
    );
  return known;
}
