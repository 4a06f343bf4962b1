import type { Interaction, InteractionType, Order } from '../events.ts';
import { periodOf, valenceOf } from '../experience/score.ts';
import type { DayOf } from '../time/time.ts';

/** What a customer did of one kind in one period (domain/experience/score.ts). */
export interface BehaviourTally {
  readonly period: number;
  readonly type: InteractionType;
  readonly count: number;
  /** Those of which it is known how they were, and the sum of that, to three decimals. */
  readonly rated: number;
  readonly valenceSum: number;
}

/** What was bought of one assortment group, one for each of `OrderSummary.groups` in their order. */
export interface GroupTally {
  /** Day of the first purchase of the group. */
  readonly firstDay: number;
  /** Days with a purchase of it. */
  readonly days: number;
  /** Pieces, to one decimal. */
  readonly quantity: number;
  readonly revenueMinor: number;
  /** True where all of it were services or subscriptions. */
  readonly service: boolean;
}

/**
 * What is kept of a history by period and by group, for what runs learn of all customers (health, opportunities, whether points lead value): a
 * run reads no events.
 */
export interface Traces {
  /** By period, then by type in the alphabet's order. */
  readonly behaviour: readonly BehaviourTally[];
  readonly groups: readonly GroupTally[];
}

export const NO_TRACES: Traces = { behaviour: [], groups: [] };

/** Interactions by period and kind, whatever their order. */
export function foldBehaviour(interactions: readonly Interaction[], dayOf: DayOf): BehaviourTally[] {
  const tallies = new Map<string, { -readonly [K in keyof BehaviourTally]: BehaviourTally[K] }>();
  for (const event of interactions) {
    const period = periodOf(dayOf(event.occurredAt));
    const key = `${period} ${event.type}`;
    const tally = tallies.get(key) ?? { period, type: event.type, count: 0, rated: 0, valenceSum: 0 };
    tallies.set(key, tally);
    tally.count++;
    const valence = valenceOf(event);
    if (valence === null) continue;
    tally.rated++;
    tally.valenceSum = Math.round(1000 * (tally.valenceSum + valence)) / 1000;
  }
  return [...tallies.values()].sort((a, b) => a.period - b.period || (a.type < b.type ? -1 : 1));
}

/** More than anybody buys, and than is kept exactly. */
const MOST_PIECES = 1e14;

/** What was bought of each group. @param orders settled, oldest first  @param groups sorted */
export function foldGroups(orders: readonly Order[], groups: readonly string[], dayOf: DayOf): GroupTally[] {
  const tallies = new Map(
    groups.map((group) => [group, { days: new Set<number>(), quantity: 0, revenueMinor: 0, service: true }]),
  );
  for (const order of orders)
    for (const { group, quantity, netMinor, lineKind } of order.lines) {
      const tally = tallies.get(group)!;
      tally.days.add(dayOf(order.occurredAt));
      tally.quantity += quantity;
      tally.revenueMinor += netMinor;
      if (lineKind === 'PRODUCT') tally.service = false;
    }
  return Array.from(tallies.values(), ({ days, quantity, ...rest }) => ({
    ...rest,
    firstDay: Math.min(...days),
    days: days.size,
    quantity: Math.max(-MOST_PIECES, Math.min(MOST_PIECES, Math.round(10 * quantity) / 10)),
  }));
}
