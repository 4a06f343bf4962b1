import { DAY_MS } from '../time/time.ts';

/** How finely time is cut. */
export const GRAINS = ['MONTH', 'QUARTER', 'YEAR'] as const;
export type Grain = (typeof GRAINS)[number];

/** Calendar months in a period. */
const MONTHS: Readonly<Record<Grain, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** Periods in a year. */
export const perYear = (grain: Grain): number => 12 / MONTHS[grain];

/**
 * The period a day lies in, counted from the one that holds 1970-01-01.
 *
 * @param day days since 1970-01-01 of the shop's calendar
 * @example periodOf('QUARTER', 0) // 0
 */
export function periodOf(grain: Grain, day: number): number {
  const date = new Date(day * DAY_MS);
  const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Math.floor(month / MONTHS[grain]);
}

/** The first day of a period, as days since 1970-01-01. */
export const firstDayOf = (grain: Grain, period: number): number => Date.UTC(1970, period * MONTHS[grain], 1) / DAY_MS;

/** {@link periodOf}, looked up: for millions of days of which few differ. */
export function periodReader(grain: Grain): (day: number) => number {
  const known = new Map<number, number>();
  return (day) => {
    let period = known.get(day);
    if (period === undefined) known.set(day, (period = periodOf(grain, day)));
    return period;
  };
}
