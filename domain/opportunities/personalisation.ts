import type { Channel, Interaction, Order } from '../events.ts';
import { decayBetween, periodOf } from '../experience/score.ts';
import { signalsOf } from '../lifecycle/signals.ts';
import type { DayOf } from '../time/time.ts';

/** Of some entries the one with most weight; of equals the first in the order of the keys; null of none. */
function heaviest<K extends string | number>(entries: readonly (readonly [key: K, weight: number])[]): K | null {
  const sums = new Map<K, number>();
  for (const [key, weight] of entries) sums.set(key, (sums.get(key) ?? 0) + weight);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** Where and when a customer acts, by actions of their own, fading by half in 180 days. @param hourOf of an instant, on the shop's clocks */
export function habits(
  interactions: readonly Interaction[],
  dayOf: DayOf,
  hourOf: (at: number) => number,
): { readonly channel: Channel | null; readonly hour: number | null } {
  const own = interactions.filter((one) => signalsOf(one).ownAction);
  const period = ({ occurredAt }: Interaction): number => periodOf(dayOf(occurredAt));
  const newest = own.reduce((last, one) => Math.max(last, period(one)), -Infinity);
  const weight = (one: Interaction): number => decayBetween(period(one), newest);
  return {
    channel: heaviest(own.map((one) => [one.channel, weight(one)] as const)),
    hour: heaviest(own.map((one) => [hourOf(one.occurredAt), weight(one)] as const)),
  };
}

/** Shares of revenue by group, fading by half in 180 days, the largest first; they sum to 1. Empty without revenue. */
export function groupAffinity(
  orders: readonly Order[],
  dayOf: DayOf,
): readonly { readonly group: string; readonly share: number }[] {
  const newest = orders.reduce((last, { occurredAt }) => Math.max(last, periodOf(dayOf(occurredAt))), -Infinity);
  const sums = new Map<string, number>();
  for (const { lines, occurredAt } of orders)
    for (const { group, netMinor } of lines)
      sums.set(group, (sums.get(group) ?? 0) + netMinor * decayBetween(periodOf(dayOf(occurredAt)), newest));
  const total = [...sums.values()].reduce((sum, one) => sum + one, 0);
  return total <= 0
    ? []
    : [...sums]
        .map(([group, sum]) => ({ group, share: sum / total }))
        .sort((a, b) => b.share - a.share || (a.group < b.group ? -1 : 1));
}
