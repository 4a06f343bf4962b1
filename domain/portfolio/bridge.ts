import type { PurchaseDays } from './day-values.ts';
import { GRAINS, perYear, periodOf, periodReader, type Grain } from './periods.ts';

/** What the change from one period to another is made of. */
export const BRIDGE_TERMS = ['NEW', 'RETURNED', 'LOST', 'FREQUENCY', 'BASKET'] as const;
export type BridgeTerm = (typeof BRIDGE_TERMS)[number];

/**
 * From what one period brought to what another did, in whole minor units: before + Σ terms = after, exactly.
 *
 * - NEW: bought for the first time ever in the later one;
 * - RETURNED: bought before, but not in the earlier one;
 * - LOST: bought in the earlier one and not in the later (below 0 where they had brought something);
 * - FREQUENCY: bought in both, on more or fewer days: days more × what a day brought;
 * - BASKET: bought in both, for more or less a day: prices, quantities, range and margin together.
 */
export interface Bridge {
  readonly grain: Grain;
  readonly from: number;
  readonly to: number;
  readonly beforeMinor: number;
  readonly afterMinor: number;
  readonly customersBefore: number;
  readonly customersAfter: number;
  /** In the order of {@link BRIDGE_TERMS}: amounts, and the customers they are of. Who bought in both counts with FREQUENCY and with BASKET. */
  readonly termsMinor: readonly number[];
  readonly customers: readonly number[];
}

/** Later periods bridges are kept for. */
export const LATEST: Readonly<Record<Grain, number>> = { MONTH: 25, QUARTER: 13, YEAR: 10 };

/** From the period before, and from the same one of the year before. */
const backs = (grain: Grain): readonly number[] => (grain === 'YEAR' ? [1] : [1, perYear(grain)]);

const [NEW, RETURNED, LOST, FREQUENCY, BASKET] = [0, 1, 2, 3, 4] as const;

/**
 * Bridges to the latest periods: from the one before each, and from the same one a year earlier. Customers and sums depend on no order.
 *
 * @param today the run's day: its period is not over
 */
export function bridgesOf(days: PurchaseDays, today: number): Bridge[] {
  return GRAINS.flatMap((grain) =>
    backs(grain).flatMap((back) => bridgesBack(days, grain, back, periodOf(grain, today))),
  );
}

function bridgesBack({ offsets, day, valueMinor }: PurchaseDays, grain: Grain, back: number, now: number): Bridge[] {
  const read = periodReader(grain);
  let first = now + 1;
  for (let i = 0; i + 1 < offsets.length; i++)
    if (offsets[i]! < offsets[i + 1]!) first = Math.min(first, read(day[offsets[i]!]!));
  // What was before the first period of all is not known to have been nothing.
  const earliest = Math.max(first + back, now - LATEST[grain] + 1);
  const bridges = Array.from({ length: Math.max(0, now - earliest + 1) }, (_, k) => ({
    to: earliest + k,
    beforeMinor: 0,
    afterMinor: 0,
    customersBefore: 0,
    customersAfter: 0,
    termsMinor: BRIDGE_TERMS.map(() => 0),
    customers: BRIDGE_TERMS.map(() => 0),
  }));
  const at = (to: number) => bridges[to - earliest];
  for (let i = 0; i + 1 < offsets.length; i++) {
    const periods = new Map<number, { days: number; minor: number }>();
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const period = read(day[k]!);
      const known = periods.get(period) ?? { days: 0, minor: 0 };
      known.days++;
      known.minor += valueMinor[k]!;
      periods.set(period, known);
    }
    let firstEver = true;
    for (const [period, { days, minor }] of periods) {
      const into = at(period);
      const earlier = periods.get(period - back);
      const add = (bridge: typeof into, term: number, amount: number): void => {
        bridge!.termsMinor[term]! += amount;
        bridge!.customers[term]!++;
      };
      if (into !== undefined) {
        into.afterMinor += minor;
        into.customersAfter++;
        if (earlier === undefined) add(into, firstEver ? NEW : RETURNED, minor);
        else {
          const oftener = Math.round(((days - earlier.days) * earlier.minor) / earlier.days);
          add(into, FREQUENCY, oftener);
          add(into, BASKET, minor - earlier.minor - oftener);
        }
      }
      const outOf = at(period + back);
      if (outOf !== undefined) {
        outOf.beforeMinor += minor;
        outOf.customersBefore++;
        if (!periods.has(period + back)) add(outOf, LOST, -minor);
      }
      firstEver = false;
    }
  }
  return bridges.map(({ to, ...sums }) => ({ grain, from: to - back, to, ...sums }));
}
