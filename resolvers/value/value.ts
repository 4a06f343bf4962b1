import { statisticsOf } from '../../published/statistics.ts';
import {
  currentMinorOf,
  indirectMinorOf,
  potentialMinorOf,
  totalMinorOf,
  type ValueProfile,
} from '../../domain/profile/profile.ts';
import { currentOf } from '../../domain/network/local-push.ts';
import { percentileOf } from '../../domain/segments/percentiles.ts';
import type {
  CustomerValueResolvers,
  LifetimeValueResolvers,
  NetworkValueResolvers,
  ReferralValueResolvers,
} from '../generated.ts';
import type { Scored } from '../models.ts';
import { provenance } from './provenance.ts';

const VALUE_MODEL = 'value-1';
const NOT_COMPUTED = 'No lifetime-value model has run yet; only observed value is counted.';

type ValueTerm = {
  readonly key:
    | 'OWN_ORDERS'
    | 'REFUNDS'
    | 'CREDITS'
    | 'REFERRAL_RECEIVED'
    | 'REFERRAL_PASSED_ON'
    | 'REFERRAL_REWARDS'
    | 'NETWORK_RECEIVED'
    | 'NETWORK_PASSED_ON'
    | 'EXPECTED_ORDERS'
    | 'EXPECTED_INDIRECT';
  readonly label: string;
  readonly amount: number;
  readonly at: number | null;
};

/** Rewards are what is missing between received, passed on and the net amount. */
const rewardsMinor = (value: ValueProfile): number =>
  value.referralReceivedMinor - value.referralPassedOnMinor - value.referralMinor;

const directOf = ({ profile }: Scored): number => profile.value.directMinor;
const indirectOf = ({ profile }: Scored): number => indirectMinorOf(profile.value);
const missingOf = ({ profile }: Scored): string[] => (profile.value.uncosted ? ['COST_OF_GOODS'] : []);

/** The signed terms of the total, in minor units; terms that are 0 explain nothing and are left out. */
export function valueBreakdown(value: ValueProfile): readonly ValueTerm[] {
  const { refundsMinor, creditsMinor } = value;
  const terms: readonly Omit<ValueTerm, 'at'>[] = [
    { key: 'OWN_ORDERS', label: 'Own orders', amount: value.directMinor + refundsMinor + creditsMinor },
    { key: 'REFUNDS', label: 'Refunds of own orders', amount: -refundsMinor },
    { key: 'CREDITS', label: 'Credits that met no purchase', amount: -creditsMinor },
    { key: 'REFERRAL_RECEIVED', label: 'From customers brought in', amount: value.referralReceivedMinor },
    { key: 'REFERRAL_PASSED_ON', label: 'To those who brought this customer in', amount: -value.referralPassedOnMinor },
    { key: 'REFERRAL_REWARDS', label: 'Rewards paid for referrals', amount: -rewardsMinor(value) },
    { key: 'NETWORK_RECEIVED', label: 'From customers who follow this one', amount: value.networkReceivedMinor },
    { key: 'NETWORK_PASSED_ON', label: 'To those this customer follows', amount: -value.networkPassedOnMinor },
    { key: 'EXPECTED_ORDERS', label: 'Expected from own orders', amount: value.potentialDirectMinor ?? 0 },
    { key: 'EXPECTED_INDIRECT', label: 'Expected through others', amount: value.potentialIndirectMinor ?? 0 },
  ];
  return terms
    .filter(({ amount, key }) => amount !== 0 || key === 'OWN_ORDERS')
    .map((term) => ({ ...term, at: term.key === 'REFUNDS' || term.key === 'CREDITS' ? value.moneyBackAt : null }));
}

/** One half of the two-by-two, of a customer or of several together. Amounts are minor units. */
export function potentialSide(value: Pick<ValueProfile, 'potentialDirectMinor' | 'potentialIndirectMinor'>) {
  const { potentialDirectMinor: direct, potentialIndirectMinor: indirect } = value;
  if (direct === null)
    return { status: 'NOT_COMPUTED' as const, reason: NOT_COMPUTED, total: null, direct: null, indirect: null };
  return { status: 'COMPUTED' as const, reason: null, total: direct + (indirect ?? 0), direct, indirect };
}

/** What was observed is as of the last push; a sum with what is expected, as of its older term. */
const upTo = ({ between }: Scored) => (between === null ? {} : { asOf: between.at, computedAt: between.at });

const observed = (score: Scored) => ({
  ...provenance(score, {
    method: 'OBSERVED',
    confidence: score.profile.value.uncosted ? 0.5 : 1,
    version: VALUE_MODEL,
    missingInputs: missingOf(score),
  }),
  ...upTo(score),
});
const modelled = (score: Scored, part: 'observed' | 'both') => ({
  ...provenance(score, {
    method: 'MODELLED',
    part,
    confidence: 0.5,
    version: VALUE_MODEL,
    missingInputs: missingOf(score),
  }),
  ...(part === 'observed' ? upTo(score) : {}),
});

/** The two-by-two with its parts, each from a published profile when it is asked for. Amounts are minor units. */
export const customerValueFields: CustomerValueResolvers = {
  total: ({ profile }) => totalMinorOf(profile.value),
  current: (score) => ({
    status: 'COMPUTED',
    reason: null,
    total: currentMinorOf(score.profile.value),
    direct: directOf(score),
    indirect: indirectOf(score),
  }),
  potential: ({ profile }) => potentialSide(profile.value),
  totalDirect: (score) => directOf(score) + (score.profile.value.potentialDirectMinor ?? 0),
  totalIndirect: (score) => indirectOf(score) + (potentialSide(score.profile.value).indirect ?? 0),
  revenue: ({ profile }) => profile.value.revenueMinor,
  clv: (score) => (score.profile.clv === null ? null : score),
  atRisk: ({ id, profile: { clv } }) => ({ customerId: id, own: clv && clv.valueAtRiskMinor }),
  referralValue: (score) => score,
  networkValue: (score) => score,
  standing: ({ profile, between, generation }) => ({
    percentile: percentileOf(
      totalMinorOf(between === null ? profile.value : between.published),
      statisticsOf(generation).portfolio.totalValueQuantiles,
    ),
    of: generation.customers,
  }),
  breakdown: ({ profile }) => valueBreakdown(profile.value),
  betweenRuns: ({ between }) =>
    between && {
      at: between.at,
      current: currentOf(between.change),
      direct: between.change.directMinor,
      indirect: currentOf(between.change) - between.change.directMinor,
      waiting: between.change.waitingMinor,
    },
  provenance: (score) => {
    const { value } = score.profile;
    // A total is no better known than the least certain of its terms.
    return value.networkReceivedMinor !== 0 || value.networkPassedOnMinor !== 0 || potentialMinorOf(value) !== null
      ? modelled(score, 'both')
      : observed(score);
  },
};

export const lifetimeValueFields: LifetimeValueResolvers = {
  predicted: ({ profile }) => profile.clv!.predictedMinor,
  low: ({ profile }) => profile.clv!.lowMinor,
  high: ({ profile }) => profile.clv!.highMinor,
  expectedOrders: ({ profile }) => profile.clv!.expectedOrders,
  expectedOrderMargin: ({ profile }) => profile.clv!.expectedOrderMarginMinor,
  returnProbability: ({ profile }) => profile.clv!.returnProbability,
  expectedNextOrderOn: ({ profile }) => profile.clv!.expectedNextOrderDay,
  provenance: (score) => {
    const { method, confidence } = score.profile.clv!;
    return provenance(score, {
      method,
      part: 'modelled',
      confidence,
      version: 'clv-1',
      missingInputs: missingOf(score),
    });
  },
};

export const referralFigureFields: ReferralValueResolvers = {
  net: ({ profile }) => profile.value.referralMinor,
  conserved: ({ profile }) => profile.value.referralMinor,
  gross: ({ profile }) => profile.value.referralGrossMinor,
  passedOn: ({ profile }) => profile.value.referralPassedOnMinor,
  rewards: ({ profile }) => rewardsMinor(profile.value),
  crvNotAdditive: ({ profile }) => profile.value.crvMinor,
  provenance: observed,
};

export const networkFigureFields: NetworkValueResolvers = {
  net: ({ profile }) => profile.value.networkMinor,
  conserved: ({ profile }) => profile.value.networkMinor,
  gross: ({ profile }) => profile.value.networkReceivedMinor,
  passedOn: ({ profile }) => profile.value.networkPassedOnMinor,
  provenance: (score) => modelled(score, 'observed'),
};
