import type { Interval } from '../spend/interval.ts';
import type { Calibration } from './calibration.ts';

/** Student's quantiles of .9 and .975, by degrees of freedom (Abramowitz & Stegun, table 26.10). */
const STUDENT: Readonly<Record<number, readonly [number, number]>> = {
  2: [1.886, 4.303],
  3: [1.638, 3.182],
  4: [1.533, 2.776],
  5: [1.476, 2.571],
};

/** What everybody together is expected to bring, with what 80 % and 95 % of such forecasts hold. */
export interface ExpectedTotal {
  readonly expectedMinor: number;
  readonly interval80: Interval;
  readonly interval95: Interval;
}

/**
 * The interval of a sum over a company. It is no sum of intervals: what one customer does by chance another undoes, but what moves all of them, and
 * parameters that are off, do not cancel. Both are read off how far totals of earlier windows came out from their forecasts.
 */
export const expectedTotal = ({ spread, degrees }: Calibration['total'], expectedMinor: number): ExpectedTotal => {
  const [q80, q95] = STUDENT[degrees]!;
  const around = (quantile: number): Interval => {
    const ends = [Math.exp(-quantile * spread), Math.exp(quantile * spread)].map((factor) => expectedMinor * factor);
    return { low: Math.min(...ends), high: Math.max(...ends) };
  };
  return { expectedMinor, interval80: around(q80), interval95: around(q95) };
};
