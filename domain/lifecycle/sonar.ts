/**
 * The SONAR lifecycle: where a customer stands, as a pure function of the set of events.
 *
 * ```
 * MARKETING suspect → prospect → lead → SALES opportunity → first order → SERVICE onboarding → in use
 *     → HEALTH happiness → recommendation → (next order) → HEALTH loyalty → SERVICE onboarding → …
 * ```
 *
 * - Before the first order a position is never lost. Signals are in signals.ts.
 * - What sales tells of a lead (a fact, domain/facts) counts before the first order like what happened: any stage makes a LEAD, PROPOSAL and WON an
 *   OPPORTUNITY. Who was lost as a lead was one; who ordered has come further.
 * - An order opens a **buying cycle**: the first one cycle 1. A later order opens the next cycle when the customer has shown
 *   use (or more) in this one, or when it comes {@link SAME_PURCHASE_DAYS} days or more after the order that opened it. Orders
 *   closer together are one purchase in parts and stay in their cycle. (Counted from the opening order, cycles are the longest
 *   chain of orders that follow each other so: taking an order away can only shorten it. Counted from the last order before,
 *   a refund of the middle one of three would open a cycle.)
 * - Orders are what stands of them (domain/history/returns.ts): a cancelled or refunded one leaves no trace in it.
 * - A next cycle opens at LOYALTY: coming back is the proof of it, and data without service events still tells one-time
 *   buyers from loyal ones. Service for the new purchase then starts over at ONBOARDING.
 * - Within a cycle a customer only advances; signals may skip stages (a happy survey without a recorded use).
 * - Lapsed is a flag beside the position, not a quarter: a lapsed customer keeps the place where they stopped. It follows from
 *   the probability of another order alone.
 */
import type { CustomerEvent, Interaction } from '../events.ts';
import type { Fact } from '../facts/facts.ts';
import type { LifecycleProfile, SonarQuarter, SonarStage } from '../profile/profile.ts';
import { canonicalEvents } from '../summary/canonical.ts';
import { settleOrders } from '../history/returns.ts';
import { noMilestones, type Milestones } from '../summary/summary.ts';
import { dayOf as dayInUtc } from '../time/time.ts';
import type { DayOf } from '../time/time.ts';
import { buyingRhythm, overdueDays, type PurchaseTiming } from './rhythm.ts';
import { signalsOf } from './signals.ts';

/** Orders less than this many days after the one that opened the cycle belong to the same purchase. */
export const SAME_PURCHASE_DAYS = 7;

const QUARTER_OF: Readonly<Record<SonarStage, SonarQuarter>> = {
  SUSPECT: 'MARKETING',
  PROSPECT: 'MARKETING',
  LEAD: 'MARKETING',
  OPPORTUNITY: 'SALES',
  FIRST_ORDER: 'SALES',
  ONBOARDING: 'SERVICE',
  IN_USE: 'SERVICE',
  HAPPINESS: 'HEALTH',
  LOYALTY: 'HEALTH',
  RECOMMENDATION: 'HEALTH',
};
/** The quarter a stage is in. */
export const quarterOf = (stage: SonarStage): SonarQuarter => QUARTER_OF[stage];

/** One step in the lifecycle. `cause` is the event that made it. */
export interface StageChange {
  readonly from: SonarStage | null;
  readonly to: SonarStage;
  readonly at: number;
  readonly cycle: number;
  readonly cause: { readonly kind: CustomerEvent['kind'] | Fact['kind']; readonly source: string; readonly id: string };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const PURCHASE_PATH: readonly {
  stage: SonarStage;
  milestone: 'onboardingAt' | 'inUseAt' | 'happinessAt' | 'recommendationAt';
}[] = [
  { stage: 'ONBOARDING', milestone: 'onboardingAt' },
  { stage: 'IN_USE', milestone: 'inUseAt' },
  { stage: 'HAPPINESS', milestone: 'happinessAt' },
  { stage: 'RECOMMENDATION', milestone: 'recommendationAt' },
];

/** The furthest position the milestones show, with the instant it was reached; `null` instant when nothing has happened. */
export function positionOf(milestones: Milestones): { stage: SonarStage; since: number | null } {
  if (milestones.cycleCount > 0) {
    const furthest = PURCHASE_PATH.findLast(({ milestone }) => milestones[milestone] !== null);
    if (furthest !== undefined) return { stage: furthest.stage, since: milestones[furthest.milestone] };
    return { stage: milestones.cycleCount === 1 ? 'FIRST_ORDER' : 'LOYALTY', since: milestones.cycleStartedAt };
  }
  if (milestones.opportunityAt !== null) return { stage: 'OPPORTUNITY', since: milestones.opportunityAt };
  if (milestones.leadAt !== null) return { stage: 'LEAD', since: milestones.leadAt };
  if (milestones.prospectAt !== null) return { stage: 'PROSPECT', since: milestones.prospectAt };
  return { stage: 'SUSPECT', since: milestones.firstSeenAt };
}

/** Complaints are matched by object; one without an object resolves, or is resolved by, the oldest open one. */
function applyComplaint(open: (string | undefined)[], event: Interaction): void {
  if (event.type === 'COMPLAINT_OPENED') {
    if (event.objectRef === undefined || !open.includes(event.objectRef)) open.push(event.objectRef);
  } else if (event.type === 'COMPLAINT_RESOLVED') {
    const exact = open.indexOf(event.objectRef);
    const index = exact >= 0 || event.objectRef === undefined ? Math.max(exact, 0) : open.indexOf(undefined);
    if (index >= 0) open.splice(index, 1);
  }
}

/** Stages of a lead at which there is something to decide. */
const OPPORTUNITIES: ReadonlySet<string | null> = new Set(['PROPOSAL', 'WON']);

/** Events with what was told of leads in between, by time; at one instant what was told comes first. */
function withLeads(events: readonly CustomerEvent[], facts: readonly Fact[]): readonly (CustomerEvent | Fact)[] {
  const leads = facts.filter(({ type, value }) => type === 'LEAD' && value !== null);
  if (leads.length === 0) return events;
  const name = ({ source, id }: Fact): string => JSON.stringify([source, id]);
  leads.sort((a, b) => a.occurredAt - b.occurredAt || (name(a) < name(b) ? -1 : 1));
  return [...leads, ...events].sort((a, b) => a.occurredAt - b.occurredAt);
}

/**
 * Milestones and every change of position, from events in canonical order, without repeats, and settled (domain/history).
 *
 * @param facts what was told, in any order: of leads
 */
export function walkLifecycle(
  events: readonly CustomerEvent[],
  dayOf: DayOf = dayInUtc,
  facts: readonly Fact[] = [],
): { milestones: Milestones; changes: StageChange[] } {
  const reached: Writable<Milestones> = noMilestones();
  const changes: StageChange[] = [];
  const openComplaints: (string | undefined)[] = [];
  let stage: SonarStage | null = null;
  let openingDay = 0;

  const order = (at: number): void => {
    const day = dayOf(at);
    const used = reached.inUseAt !== null || reached.happinessAt !== null || reached.recommendationAt !== null;
    if (reached.cycleCount === 0 || used || day - openingDay >= SAME_PURCHASE_DAYS) {
      openingDay = day;
      reached.cycleCount++;
      reached.cycleStartedAt = at;
      reached.onboardingAt = reached.inUseAt = reached.happinessAt = reached.recommendationAt = null;
      if (reached.cycleCount === 1) reached.firstOrderAt = at;
      else reached.loyaltyAt = at;
    }
  };

  const interaction = (event: Interaction): void => {
    const at = event.occurredAt;
    const signals = signalsOf(event);
    applyComplaint(openComplaints, event);
    if (event.type === 'COMPLAINT_OPENED') reached.lastComplaintAt = at;
    if (reached.cycleCount > 0) {
      if (signals.onboarding) reached.onboardingAt ??= at;
      if (signals.use) reached.inUseAt ??= at;
      if (signals.happiness) reached.happinessAt ??= at;
      if (signals.recommendation) reached.recommendationAt ??= at;
      return;
    }
    if (signals.salesContact && reached.leadAt !== null) reached.opportunityAt ??= at;
    if (signals.buyingInterest) reached.leadAt ??= at;
    if (signals.ownAction) reached.prospectAt ??= at;
  };

  const lead = ({ value, occurredAt }: Fact): void => {
    if (reached.cycleCount > 0) return;
    reached.leadAt ??= occurredAt;
    if (OPPORTUNITIES.has(value)) reached.opportunityAt ??= occurredAt;
  };

  for (const event of withLeads(events, facts)) {
    const cycleBefore: number = reached.cycleCount;
    reached.firstSeenAt ??= event.occurredAt;
    if (event.kind === 'ORDER') order(event.occurredAt);
    else if (event.kind === 'FACT') lead(event);
    else interaction(event);
    const position = positionOf(reached);
    if (position.stage !== stage || reached.cycleCount !== cycleBefore) {
      changes.push({
        from: stage,
        to: position.stage,
        at: event.occurredAt,
        cycle: reached.cycleCount,
        cause: { kind: event.kind, source: event.source, id: event.id },
      });
      stage = position.stage;
    }
  }
  return { milestones: { ...reached, openComplaints: openComplaints.length }, changes };
}

/** Every change of position a set of events makes, oldest first. The same events in any order give the same history. */
export const sonarHistory = (
  events: readonly CustomerEvent[],
  dayOf: DayOf = dayInUtc,
  facts: readonly Fact[] = [],
): StageChange[] => walkLifecycle(settleOrders(canonicalEvents(events)).events, dayOf, facts).changes;

export interface LifecycleContext {
  /** The run's instant (epoch ms), not before the customer's last event: to look further back, fold the events up to then. */
  readonly asOf: number;
  /** Typical days between purchases over all repeat buyers (rhythm.ts); null when nobody has come back yet. */
  readonly populationGapDays: number | null;
  /** Newest referral this customer made, where known: recommending is in the referral records, not in the events. */
  readonly recommendedAt?: number | null;
  /** P(at least one more order within the horizon), as published; null when nothing says how likely that is. */
  readonly returnProbability: number | null;
  /** Who is less likely to return than this has lapsed. */
  readonly lapsedBelow: number;
  /** The shop's calendar; UTC when absent. */
  readonly dayOf?: DayOf;
}

/**
 * A customer's place in the lifecycle as of an instant. Who has ordered has `lapsed` when another order within the horizon is less
 * likely than `lapsedBelow`. `usualGapDays` and `overdueDays` say how the wait compares with the customer's own rhythm.
 */
export function lifecycleAt(
  milestones: Milestones,
  orders: PurchaseTiming | null,
  context: LifecycleContext,
): LifecycleProfile {
  const recommendedAt = context.recommendedAt ?? null;
  const recommendedThisCycle =
    recommendedAt !== null && milestones.cycleStartedAt !== null && recommendedAt >= milestones.cycleStartedAt;
  const { stage, since } = positionOf(
    recommendedThisCycle && milestones.recommendationAt === null
      ? { ...milestones, recommendationAt: recommendedAt }
      : milestones,
  );
  const rhythm = orders === null ? null : buyingRhythm(orders, context.populationGapDays);
  const today = (context.dayOf ?? dayInUtc)(context.asOf);
  return {
    quarter: quarterOf(stage),
    stage,
    since,
    cycle: milestones.cycleCount,
    lapsed: orders !== null && context.returnProbability !== null && context.returnProbability < context.lapsedBelow,
    dueDay: rhythm?.dueDay ?? null,
    usualGapDays: rhythm?.usualGapDays ?? null,
    overdueDays: overdueDays(rhythm?.dueDay ?? null, today),
  };
}
