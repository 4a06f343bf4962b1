import type { PurchaseSnapshot } from './history/log.ts';
import type { TypicalCustomer } from './parameters.ts';
import type { SpendTallies } from './spend/choose-spend.ts';

/** Means over the customers of a snapshot in the calendar's time; null for none. */
export const typicalOf = (
  { statistics }: PurchaseSnapshot,
  { purchases, total }: SpendTallies,
): TypicalCustomer | null => {
  const { count, frequency, recency, age, unitDays } = statistics;
  if (count === 0) return null;
  let [days, orders, minor, shares, repeaters] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    days += age[i]! * unitDays;
    orders += purchases[i]!;
    minor += total[i]!;
    if (frequency[i] === 0) continue;
    repeaters++;
    shares += (age[i]! - recency[i]!) / age[i]!;
  }
  return {
    purchases: Math.max(1, Math.round(orders / count)),
    ageDays: Math.max(1, Math.round(days / count)),
    idleShare: repeaters === 0 ? 1 : Number((shares / repeaters).toFixed(4)),
    marginMinor: Number((minor / orders).toPrecision(6)),
  };
};
