import { indirectMinorOf, type ValueProfile } from './profile.ts';

/** What customers are worth together: each amount is exactly the sum of theirs. Minor units. */
export interface RollUp {
  readonly customers: number;
  readonly revenueMinor: number;
  readonly directMinor: number;
  readonly indirectMinor: number;
  /** Null until a lifetime model ran. */
  readonly potentialDirectMinor: number | null;
  readonly potentialIndirectMinor: number | null;
}

/** The total of a roll-up: its four cells. Minor units. */
export const rolledUpMinor = ({ directMinor, indirectMinor, ...potential }: RollUp): number =>
  directMinor + indirectMinor + (potential.potentialDirectMinor ?? 0) + (potential.potentialIndirectMinor ?? 0);

/**
 * Adds customers up, cell by cell, in whole minor units: values of parts of them add up to the value of all of them.
 *
 * @example rollUp([]).customers // 0
 */
export function rollUp(values: Iterable<ValueProfile>): RollUp {
  let [customers, revenueMinor, directMinor, indirectMinor] = [0, 0, 0, 0];
  let potentialDirectMinor: number | null = null;
  let potentialIndirectMinor: number | null = null;
  for (const value of values) {
    customers += 1;
    revenueMinor += value.revenueMinor;
    directMinor += value.directMinor;
    indirectMinor += indirectMinorOf(value);
    if (value.potentialDirectMinor === null) continue;
    potentialDirectMinor = (potentialDirectMinor ?? 0) + value.potentialDirectMinor;
    potentialIndirectMinor = (potentialIndirectMinor ?? 0) + (value.potentialIndirectMinor ?? 0);
  }
  return { customers, revenueMinor, directMinor, indirectMinor, potentialDirectMinor, potentialIndirectMinor };
}
