import { descendingOrder } from '../numerics/order.ts';

/** Points of a curve: every hundredth of the customers, both ends included. */
export const CURVE_POINTS = 101;

/**
 * A Lorenz curve from the top: how much of a value the first p percent of the customers hold, those with most first. Whole minor units.
 */
export interface Curve {
  readonly customers: number;
  /** Σ of the value over the first {@link customersAt}(p) customers, p = 0 … 100; the last is the total. */
  readonly pointsMinor: readonly number[];
  /** Σ of the values below 0: where there are any the curve rises above its end and comes back. */
  readonly negativeMinor: number;
  /** 0 where all have the same; 1 where one has everything; null where the total is not above 0. Above 1 where negative values are large (Chen, Tsaur & Rhai 1982). */
  readonly gini: number | null;
}

/** How many customers a percentage of them is. */
export const customersAt = (percent: number, customers: number): number => Math.round((percent * customers) / 100);

/**
 * The curve of a column of values.
 *
 * @param minor whole minor units per customer
 */
export function curveOf(minor: Float64Array): Curve {
  const count = minor.length;
  const order = descendingOrder(minor);
  const pointsMinor: number[] = [];
  let [sum, weighted, negativeMinor, percent] = [0, 0, 0, 0];
  for (let k = 0; k <= count; k++) {
    while (percent < CURVE_POINTS && customersAt(percent, count) === k) {
      pointsMinor.push(sum);
      percent++;
    }
    if (k === count) break;
    const value = minor[order[k]!]!;
    sum += value;
    weighted += (count - 1 - 2 * k) * value;
    if (value < 0) negativeMinor += value;
  }
  return {
    customers: count,
    pointsMinor,
    negativeMinor,
    gini: sum > 0 ? Math.round((1e6 * weighted) / (count * sum)) / 1e6 : null,
  };
}

/** The most whole percents that are no more customers than so many. */
export function percentWithin(customers: number, wanted: number): number {
  let percent = 0;
  while (percent < CURVE_POINTS - 1 && customersAt(percent + 1, customers) <= wanted) percent++;
  return percent;
}

/** What the customers with most hold, for any share of them. */
export interface Held {
  readonly customers: number;
  readonly heldMinor: number;
  /** Whether the amount was added up, or lies on the straight line between two points, which it cannot be below. */
  readonly isExact: boolean;
}

/**
 * What the first share of the customers holds: exact where a point of the curve stands for as many customers, between two points at least what
 * the straight line between them says, because the curve bends down.
 *
 * @param share 0 … 1
 */
export function heldBy({ customers, pointsMinor }: Curve, share: number): Held {
  const wanted = Math.round(share * customers);
  let percent = Math.min(CURVE_POINTS - 2, Math.max(0, Math.floor(share * 100)));
  while (percent > 0 && customersAt(percent, customers) > wanted) percent--;
  while (percent < CURVE_POINTS - 2 && customersAt(percent + 1, customers) <= wanted) percent++;
  const [from, to] = [customersAt(percent, customers), customersAt(percent + 1, customers)];
  const [low, high] = [pointsMinor[percent]!, pointsMinor[percent + 1]!];
  if (wanted === from) return { customers: wanted, heldMinor: low, isExact: true };
  if (wanted === to) return { customers: wanted, heldMinor: high, isExact: true };
  const heldMinor = Math.round(low + ((high - low) * (wanted - from)) / (to - from));
  return { customers: wanted, heldMinor, isExact: false };
}
