import type { CustomerId } from '../../domain/events.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { currentMinorOf, totalMinorOf, type ValueProfile } from '../../domain/profile/profile.ts';
import { currentOf } from '../../domain/network/local-push.ts';
import { percentileOf } from '../../domain/segments/percentiles.ts';
import { provenance, type Scored } from './provenance.ts';

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

/** The two-by-two with its parts, from a published profile. Amounts are minor units. */
export function customerValue(id: CustomerId, score: Scored) {
  const { value, clv } = score.profile;
  const indirectMinor = value.referralMinor + value.networkMinor;
  const potential = potentialSide(value);
  const missingInputs = value.uncosted ? ['COST_OF_GOODS'] : [];
  const { between } = score;
  // What was observed is as of the last push; a sum with what is expected, as of its older term.
  const upTo = between === null ? {} : { asOf: between.at, computedAt: between.at };
  const observed = {
    ...provenance(score, {
      method: 'OBSERVED',
      confidence: value.uncosted ? 0.5 : 1,
      version: VALUE_MODEL,
      missingInputs,
    }),
    ...upTo,
  };
  const modelled = (part: 'observed' | 'both') => ({
    ...provenance(score, { method: 'MODELLED', part, confidence: 0.5, version: VALUE_MODEL, missingInputs }),
    ...(part === 'observed' ? upTo : {}),
  });
  const totalMinor = totalMinorOf(value);
  return {
    total: totalMinor,
    current: {
      status: 'COMPUTED' as const,
      reason: null,
      total: currentMinorOf(value),
      direct: value.directMinor,
      indirect: indirectMinor,
    },
    potential,
    totalDirect: value.directMinor + (potential.direct ?? 0),
    totalIndirect: indirectMinor + (potential.indirect ?? 0),
    revenue: value.revenueMinor,
    clv: clv && {
      predicted: clv.predictedMinor,
      low: clv.lowMinor,
      high: clv.highMinor,
      expectedOrders: clv.expectedOrders,
      expectedOrderMargin: clv.expectedOrderMarginMinor,
      returnProbability: clv.returnProbability,
      expectedNextOrderOn: clv.expectedNextOrderDay,
      provenance: provenance(score, {
        method: clv.method,
        part: 'modelled',
        confidence: clv.confidence,
        version: 'clv-1',
        missingInputs,
      }),
    },
    atRisk: { customerId: id, own: clv && clv.valueAtRiskMinor },
    referralValue: {
      customerId: id,
      sinceRun: {
        receivedMinor: between?.change.referralReceivedMinor ?? 0,
        passedOnMinor: between?.change.referralPassedOnMinor ?? 0,
      },
      net: value.referralMinor,
      conserved: value.referralMinor,
      gross: value.referralGrossMinor,
      passedOn: value.referralPassedOnMinor,
      rewards: rewardsMinor(value),
      crvNotAdditive: value.crvMinor,
      provenance: observed,
    },
    networkValue: {
      customerId: id,
      sinceRun: {
        receivedMinor: between?.change.networkReceivedMinor ?? 0,
        passedOnMinor: between?.change.networkPassedOnMinor ?? 0,
      },
      net: value.networkMinor,
      conserved: value.networkMinor,
      gross: value.networkReceivedMinor,
      passedOn: value.networkPassedOnMinor,
      provenance: modelled('observed'),
    },
    standing: {
      percentile: percentileOf(
        between === null ? totalMinor : totalMinorOf(between.published),
        statisticsOf(score.generation).portfolio.totalValueQuantiles,
      ),
      of: score.generation.customers,
    },
    breakdown: valueBreakdown(value),
    betweenRuns: between && {
      at: between.at,
      current: currentOf(between.change),
      direct: between.change.directMinor,
      indirect: currentOf(between.change) - between.change.directMinor,
      waiting: between.change.waitingMinor,
    },
    // A total is no better known than the least certain of its terms.
    provenance:
      value.networkReceivedMinor !== 0 || value.networkPassedOnMinor !== 0 || potential.total !== null
        ? modelled('both')
        : observed,
  };
}
