import { descendingOrder } from '../numerics/order.ts';
import { CURVE_POINTS, customersAt, percentWithin } from './curve.ts';

/** Where human contact goes, beside where value is. Minutes to three decimals. */
export interface AttentionCurve {
  /** Σ minutes on the first {@link customersAt}(p) customers by a value, p = 0 … 100; the last is all that was logged. */
  readonly pointsMinutes: readonly number[];
  /** ½ Σ |share of minutes − share of value| over all customers, 0 (alike) … 1 (all elsewhere); null where nobody has a value above 0. Values below 0 count as none. */
  readonly fragmentation: number | null;
}

const milli = (minutes: number): number => Math.round(1000 * minutes) / 1000;

/**
 * The minutes of the customers with most of a value, in the order of {@link import('./curve.ts').curveOf}, and how far they are spread otherwise than it.
 *
 * @param minutes of each customer, Σ above 0  @param minor the value, whole minor units
 */
export function attentionBy(minutes: Float64Array, minor: Float64Array): AttentionCurve {
  const count = minor.length;
  const order = descendingOrder(minor);
  const points: number[] = [];
  let [spent, worth] = [0, 0];
  for (let k = 0; k <= count; k++) {
    while (points.length < CURVE_POINTS && customersAt(points.length, count) === k) points.push(milli(spent));
    if (k === count) break;
    spent += minutes[order[k]!]!;
    worth += Math.max(0, minor[order[k]!]!);
  }
  let apart = 0;
  for (let i = 0; i < count; i++) apart += Math.abs(minutes[i]! / spent - Math.max(0, minor[i]!) / worth);
  return { pointsMinutes: points, fragmentation: worth > 0 ? Math.round(5e5 * apart) / 1e6 : null };
}

/** Minutes on the customers with most: exact where a point of the curve stands for as many, else those of the point below, which they are at least. */
export function minutesOn(
  { pointsMinutes }: AttentionCurve,
  customers: number,
  wanted: number,
): { readonly minutes: number; readonly isExact: boolean } {
  const percent = percentWithin(customers, wanted);
  return { minutes: pointsMinutes[percent]!, isExact: customersAt(percent, customers) === wanted };
}
