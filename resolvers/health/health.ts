import type { BehaviourLead } from '../../domain/engagement/lead.ts';
import { interveneAt, pointsLeadText, verdictOf } from '../../domain/engagement/lead-text.ts';
import { experienceDriverText } from '../../domain/experience/driver.ts';
import { bordersFor, standingIn } from '../../domain/health/cohorts.ts';
import { healthOf, type CustomerHealth, type HealthFactorKey } from '../../domain/health/health.ts';
import { satisfactionOf, significanceOf, type HealthPart } from '../../domain/health/parts.ts';
import { periodOf } from '../../domain/experience/score.ts';
import { dayIn } from '../../domain/time/time.ts';
import { HEALTH } from '../../published/blocks.ts';
import { decodeHealth, type PublishedHealth } from '../../published/health.ts';
import type { CustomerResolvers, QueryResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import type { RequestContext } from '../serve/context.ts';
import { absences, workedOut } from '../experience/known-events.ts';

const VERSION = 'health-1';

/** What the last run published for health; null where it published none. */
function publishedHealth({ loaders }: RequestContext): Promise<PublishedHealth | null> {
  return loaders.block({ kind: HEALTH, number: 0 }, decodeHealth);
}

/** A customer's health on the readers' day: what a run says of them, and what happened up to then by their summary. */
export async function customerHealth(
  customer: CustomerModel,
  context: RequestContext,
): Promise<CustomerHealth & { readonly satisfaction: number | null; readonly significance: number | null }> {
  const { record, profile: published, generation } = customer;
  const { summary } = record;
  const profile = published?.profile ?? null;
  const [known, timeZone] = await Promise.all([
    profile === null ? null : publishedHealth(context),
    timeZoneOf(context.db),
  ]);
  const today = dayIn(timeZone)(generation?.asOf ?? context.db.clock());
  const behaviour = summary.traces?.behaviour.filter(({ period }) => period <= periodOf(today)) ?? null;
  const purchaseDays = (summary.orders?.purchases ?? []).map(({ day }) => day).filter((day) => day <= today);
  const hasBought = purchaseDays.length > 0 && profile !== null && profile.clv !== null;
  const health = healthOf({
    returnProbability: hasBought ? profile.clv!.returnProbability : null,
    lifetimeStanding:
      hasBought && known !== null
        ? standingIn(profile.clv!.predictedMinor, bordersFor(known.cutOffs, purchaseDays[0]!))
        : null,
    behaviour,
    openComplaints: summary.milestones.openComplaints,
    purchaseDays,
    usualGapDays: profile?.lifecycle.usualGapDays ?? null,
    hasReferred: (profile?.value.referralGrossMinor ?? 0) !== 0,
    today,
  });
  return {
    ...health,
    satisfaction: satisfactionOf(behaviour ?? []),
    significance: significanceOf(behaviour ?? [], today),
  };
}

const NOTHING_KEPT = 'The summary is of an earlier release; the next run counts anew.';
const percent = (share: number | null): number | null => (share === null ? null : 100 * share);
const partOf = ({ score, terms }: HealthPart) => ({ score: percent(score), terms });

export const customerHealthOf: NonNullable<CustomerResolvers['health']> = async (customer, _, context) => {
  const found = await customerHealth(customer, context);
  const { summary } = customer.record;
  const notKept = (reason: string): string => (summary.traces === null ? NOTHING_KEPT : reason);
  const bought = summary.orders === null ? 'The customer has not bought.' : 'No run has foreseen this customer yet.';
  const reasons: Readonly<Record<HealthFactorKey, string>> = {
    RETURN_PROBABILITY: bought,
    LIFETIME_VALUE: bought,
    WELLBEING: notKept('Of no interaction is it known how it was, and there was no complaint.'),
    LOYALTY: 'The customer has not bought.',
    RECOMMENDATION: notKept('No answer, review, share, mention or referral is known.'),
  };
  const satisfaction = percent(found.satisfaction);
  const significance = percent(found.significance);
  return {
    ...found,
    happiness: partOf(found.happiness),
    loyalty: partOf(found.loyalty),
    recommendation: partOf(found.recommendation),
    satisfaction,
    significance,
    absent: absences({
      score: [found.score, 'Nothing is known of any factor.'],
      satisfaction: [satisfaction, notKept('The customer answered no survey of which it is known how the answer was.')],
      significance: [significance, notKept('No interaction was told.')],
      ...Object.fromEntries(found.factors.map(({ key, value }) => [`factors.${key}`, [value, reasons[key]] as const])),
    }),
    provenance: {
      ...workedOut(
        customer.generation?.asOf ?? context.db.clock(),
        context.db.clock(),
        VERSION,
        found.factors.flatMap(({ key, value }) => (value === null ? [key] : [])),
      ),
      method: 'MODELLED' as const,
      confidence: found.confidence,
    },
  };
};

export const healthQueries: Pick<QueryResolvers, 'healthBacktest' | 'pointsLead' | 'experienceDriver'> = {
  experienceDriver: async (_, __, context) => {
    if ((await context.loaders.generation()) === null) return null;
    const found = (await publishedHealth(context))?.experience ?? null;
    if (found === null) return null;
    const { splitDay, untilDay, ...driver } = found;
    return { asOf: splitDay, until: untilDay, ...driver, text: experienceDriverText(driver) };
  },
  pointsLead: async (_, __, context) => {
    if ((await context.loaders.generation()) === null) return null;
    const lead = (await publishedHealth(context))?.lead ?? null;
    if (lead === null) return null;
    const shown = ({ type, leads, ...figures }: BehaviourLead) => ({ type, leads, figures });
    return {
      verdict: verdictOf(lead),
      text: pointsLeadText(lead),
      asOf: lead.splitDay,
      until: lead.untilDay,
      customers: lead.customers,
      points: lead.points,
      interveneAt: interveneAt(lead).map(shown),
      behaviours: lead.behaviours.map(shown),
    };
  },

  healthBacktest: async (_, __, context) => {
    if ((await context.loaders.generation()) === null) return null;
    const backtest = (await publishedHealth(context))?.backtest ?? null;
    return (
      backtest && {
        asOf: backtest.splitDay,
        until: backtest.untilDay,
        bands: backtest.bands.map((one) => ({ ...one, share: one.customers === 0 ? null : one.left / one.customers })),
        worseLeaveMore: backtest.worseLeaveMore,
        trend: backtest.trend ?? null,
      }
    );
  },
};
