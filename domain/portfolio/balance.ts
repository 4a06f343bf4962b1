import { percentileBoundaries, percentileOf } from '../segments/percentiles.ts';

/**
 * Value of a customer for the company beside value of the company for the customer: the matrix of Gupta & Lehmann (Managing Customers as Investments,
 * 2005, ch. 3). Both are percentiles, so that the two can be laid beside one another: money and wellbeing have no unit in common.
 */
export const BALANCE_QUADRANTS = ['STAR', 'VULNERABLE', 'FREE_RIDER', 'LOST_CAUSE'] as const;
export type BalanceQuadrant = (typeof BALANCE_QUADRANTS)[number];

/** Percentile from which a value is much. */
const BORDER = 50;

/**
 * Where two percentiles meet.
 * @example quadrantOf(80, 20) // 'VULNERABLE'
 */
export function quadrantOf(valueOf: number, valueFor: number): BalanceQuadrant {
  if (valueOf >= BORDER) return valueFor >= BORDER ? 'STAR' : 'VULNERABLE';
  return valueFor >= BORDER ? 'FREE_RIDER' : 'LOST_CAUSE';
}

/** Happiness, 0 … 1, as it is compared: the digits after the sixth are of sums in another order. */
export const asCompared = (happiness: number): number => Math.round(1e6 * happiness) / 1e6;

interface Part {
  readonly customers: number;
  /** Σ of total value, whole minor units. */
  readonly valueMinor: number;
}

export interface Balance {
  /** Of happiness among those of whom it is measured (domain/segments/percentiles.ts); empty where of none. */
  readonly boundaries: readonly number[];
  /** In the order of BALANCE_QUADRANTS. With `unmeasured` they are everybody. */
  readonly quadrants: readonly Part[];
  readonly unmeasured: Part;
}

/**
 * Everybody by quadrant.
 *
 * @param totalMinor total value of each, whole minor units  @param happiness of each, 0 … 1; NaN where nothing was measured
 */
export function balanceOf(totalMinor: Float64Array, happiness: Float64Array): Balance {
  const compared = happiness.map(asCompared);
  const boundaries = percentileBoundaries(compared.filter((one) => !Number.isNaN(one)));
  const values = percentileBoundaries(totalMinor);
  const parts = [...BALANCE_QUADRANTS, null].map(() => ({ customers: 0, valueMinor: 0 }));
  for (const [i, minor] of totalMinor.entries()) {
    const measured = compared[i]!;
    const part = Number.isNaN(measured)
      ? parts.at(-1)!
      : parts[BALANCE_QUADRANTS.indexOf(quadrantOf(percentileOf(minor, values), percentileOf(measured, boundaries)))]!;
    part.customers++;
    part.valueMinor += minor;
  }
  return { boundaries, quadrants: parts.slice(0, -1), unmeasured: parts.at(-1)! };
}
