import { asCompared, BALANCE_QUADRANTS, quadrantOf } from '../../domain/portfolio/balance.ts';
import { totalMinorOf } from '../../domain/profile/profile.ts';
import { percentileOf } from '../../domain/segments/percentiles.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { absences, workedOut } from '../experience/known-events.ts';
import type { CustomerResolvers, QueryResolvers } from '../generated.ts';
import { customerHealth } from '../health/health.ts';
import { scored } from '../value/provenance.ts';
import { partsOf, sum } from './part.ts';

const NO_RUN = 'No run has published this customer yet. Start a run.';
const NOT_MEASURED = 'Of no interaction is it known how it was, and there was no complaint.';
const NOBODY_MEASURED = 'The visible run found nobody of whom it is measured to lay it beside.';

export const customerBalanceOf: NonNullable<CustomerResolvers['balance']> = async (customer, _, context) => {
  const score = scored(customer);
  const [{ parts, is }, { happiness }] = await Promise.all([
    partsOf(context, ['balance']),
    customerHealth(customer, context),
  ]);
  const boundaries = parts?.balance.boundaries ?? [];
  const measured = happiness.score;
  const valueOf =
    score === null
      ? null
      : percentileOf(
          totalMinorOf(score.between?.published ?? score.profile.value),
          statisticsOf(score.generation).portfolio.totalValueQuantiles,
        );
  const valueFor = measured === null || boundaries.length === 0 ? null : percentileOf(asCompared(measured), boundaries);
  const quadrant = valueOf === null || valueFor === null ? null : quadrantOf(valueOf, valueFor);
  const whyNotFor = measured === null ? NOT_MEASURED : (is.reason ?? NOBODY_MEASURED);
  return {
    valueOf,
    valueFor,
    happiness: measured === null ? null : 100 * measured,
    quadrant,
    absent: absences({
      valueOf: [valueOf, NO_RUN] as const,
      valueFor: [valueFor, whyNotFor],
      happiness: [measured, NOT_MEASURED],
      quadrant: [quadrant, valueOf === null ? NO_RUN : whyNotFor],
    }),
    provenance: workedOut(
      customer.generation?.asOf ?? context.db.clock(),
      context.db.clock(),
      'balance-1',
      measured === null ? ['HAPPINESS'] : [],
    ),
  };
};

export const balanceQueries: Pick<QueryResolvers, 'balance'> = {
  balance: async (_, __, context) => {
    const { is, parts } = await partsOf(context, ['balance']);
    if (parts === null) return { ...is, quadrants: [], unmeasured: null, measuredShare: null };
    const { quadrants, unmeasured } = parts.balance;
    const measured = sum(quadrants.map(({ customers }) => customers));
    const all = measured + unmeasured.customers;
    return {
      ...is,
      quadrants: quadrants.map(({ customers, valueMinor }, k) => ({
        quadrant: BALANCE_QUADRANTS[k]!,
        customers,
        value: valueMinor,
      })),
      unmeasured: { quadrant: null, customers: unmeasured.customers, value: unmeasured.valueMinor },
      measuredShare: all === 0 ? null : measured / all,
    };
  },
};
