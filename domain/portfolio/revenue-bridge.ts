import { LATEST } from './bridge.ts';

/** What the change of revenue from one calendar year to the next is made of. */
export const REVENUE_TERMS = ['NEW', 'RETURNED', 'LOST', 'CROSS_SELL', 'DEEP_SELL', 'UP_SELL', 'PRICE'] as const;
export type RevenueTerm = (typeof REVENUE_TERMS)[number];

/** The years of all customers, ragged: customer i owns entries offsets[i] … offsets[i + 1], ascending by year (domain/summary/years.ts). */
export interface YearColumns {
  readonly offsets: Int32Array;
  readonly year: Int32Array;
  readonly revenueMinor: Float64Array;
  /** NaN in all three where nothing was bought the year before. */
  readonly crossMinor: Float64Array;
  readonly deepMinor: Float64Array;
  readonly upMinor: Float64Array;
}

/** From the revenue of a year to that of the next, whole minor units: before + Σ terms = after, exactly. */
export interface RevenueBridge {
  /** Years since 1970; it is of the one before. */
  readonly to: number;
  readonly beforeMinor: number;
  readonly afterMinor: number;
  readonly customersBefore: number;
  readonly customersAfter: number;
  /** In the order of {@link REVENUE_TERMS}. */
  readonly termsMinor: readonly number[];
  /** Whom each is of: of those who stayed, for whom it is not 0. */
  readonly customers: readonly number[];
}

export interface RevenueGrowth {
  /** To the latest years, the oldest first. */
  readonly bridges: readonly RevenueBridge[];
  /** Revenue of the years before the first bridge begins; of all where there is none. */
  readonly earlierMinor: number;
  /** Money given back that met no purchase, below 0. With `earlierMinor`, where the first bridge begins and where each ends it is all revenue. */
  readonly restMinor: number;
}

const [NEW, RETURNED, LOST, CROSS, DEEP, UP, PRICE] = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * Where the revenue of the latest years came from.
 *
 * @param revenueMinor of everybody together, after what went back
 * @param thisYear years since 1970: it is not over
 */
export function revenueGrowth(
  { offsets, year, revenueMinor: revenue, crossMinor, deepMinor, upMinor }: YearColumns,
  revenueMinor: number,
  thisYear: number,
): RevenueGrowth {
  const first = year.reduce((least, one) => Math.min(least, one), thisYear);
  // What was before the first year of all is not known to have been nothing.
  const earliest = Math.max(first + 1, thisYear - LATEST.YEAR + 1);
  const bridges = Array.from({ length: Math.max(0, thisYear - earliest + 1) }, (_, k) => ({
    to: earliest + k,
    beforeMinor: 0,
    afterMinor: 0,
    customersBefore: 0,
    customersAfter: 0,
    termsMinor: REVENUE_TERMS.map(() => 0),
    customers: REVENUE_TERMS.map(() => 0),
  }));
  const add = (bridge: (typeof bridges)[number], term: number, minor: number): void => {
    bridge.termsMinor[term]! += minor;
    bridge.customers[term]! += term <= LOST || minor !== 0 ? 1 : 0;
  };
  let [all, earlierMinor] = [0, 0];
  for (let i = 0; i + 1 < offsets.length; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const minor = revenue[k]!;
      all += minor;
      if (bridges.length === 0 || year[k]! < earliest - 1) earlierMinor += minor;
      const into = bridges[year[k]! - earliest];
      if (into !== undefined) {
        into.afterMinor += minor;
        into.customersAfter++;
        if (Number.isNaN(crossMinor[k]!)) add(into, k === offsets[i] ? NEW : RETURNED, minor);
        else {
          const [cross, deep, up] = [crossMinor[k]!, deepMinor[k]!, upMinor[k]!];
          add(into, CROSS, cross);
          add(into, DEEP, deep);
          add(into, UP, up);
          add(into, PRICE, minor - revenue[k - 1]! - cross - deep - up);
        }
      }
      const outOf = bridges[year[k]! + 1 - earliest];
      if (outOf === undefined) continue;
      outOf.beforeMinor += minor;
      outOf.customersBefore++;
      if (k + 1 === offsets[i + 1] || year[k + 1]! > year[k]! + 1) add(outOf, LOST, -minor);
    }
  return { bridges, earlierMinor, restMinor: revenueMinor - all };
}
