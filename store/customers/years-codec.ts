import { KringError } from '../../domain/errors.ts';
import { periodOf } from '../../domain/portfolio/periods.ts';
import type { OrderSummary } from '../../domain/summary/summary.ts';
import type { YearTally } from '../../domain/summary/years.ts';
import { decodeIntegers, encodeIntegers } from '../client/varint.ts';

const LAYOUT = 1;

/**
 * What a customer bought by calendar year as varints: layout, number of events, and of each year the revenue and, where the year before had orders too, the three
 * parts of the change. Which years they are the purchase days say, and the revenue of the last one is what the others leave of all: neither is kept. As with traces, the number of
 * events says whether it is of the summary beside it.
 */
export function encodeYears(years: readonly YearTally[], eventCount: number): Uint8Array {
  return encodeIntegers([
    LAYOUT,
    eventCount,
    ...years.flatMap(({ revenueMinor, change }, k) => [
      ...(k === years.length - 1 ? [] : [revenueMinor]),
      ...(change === null ? [] : [change.crossMinor, change.deepMinor, change.upMinor]),
    ]),
  ]);
}

/**
 * The reverse of {@link encodeYears}; null where there are none of as many events.
 *
 * @param orders of the summary beside it @throws KringError UNKNOWN_LAYOUT for what newer code wrote
 */
export function decodeYears(
  bytes: Uint8Array | undefined,
  eventCount: number,
  orders: Pick<OrderSummary, 'purchases' | 'revenueMinor'> | null,
): YearTally[] | null {
  if (bytes === undefined) return null;
  const values = decodeIntegers(bytes);
  let at = 0;
  const next = (): number => values[at++]!;
  const layout = next();
  if (layout !== LAYOUT)
    throw new KringError('UNKNOWN_LAYOUT', `years of a customer have layout ${layout}, this code knows ${LAYOUT}`);
  if (next() !== eventCount) return null;
  const years = [...new Set((orders?.purchases ?? []).map(({ day }) => periodOf('YEAR', day)))];
  let left = orders?.revenueMinor ?? 0;
  return years.map((year, k) => {
    const revenueMinor = k === years.length - 1 ? left : next();
    left -= revenueMinor;
    const change = years[k - 1] === year - 1 ? { crossMinor: next(), deepMinor: next(), upMinor: next() } : null;
    return { year, revenueMinor, change };
  });
}
