import type { PurchaseDays } from './day-values.ts';
import { periodReader, periodOf, type Grain } from './periods.ts';

/** Cohorts that have a row of their own; who came before the first of them is in one row together. */
export const ROWS: Readonly<Record<Grain, number>> = { MONTH: 60, QUARTER: 40, YEAR: 30 };

/** Customers who first bought in one period, and what they did in the periods from then on. */
export interface CohortRow {
  /** Period of the first purchase; null for all before the first row. */
  readonly period: number | null;
  readonly customers: number;
  /** Who bought, and what it brought in whole minor units, in the periods from `from` on, without the one the run is in. */
  readonly active: readonly number[];
  readonly valueMinor: readonly number[];
  /** What they brought before `from`: 0 but in the row of all before. */
  readonly beforeMinor: number;
}

/** Periods that are over: events told late apart, nothing in them moves any more. */
export interface CohortsOver {
  readonly grain: Grain;
  /** The period of the first column of the row of all before. */
  readonly from: number;
  readonly rows: readonly CohortRow[];
}

/** The period the run is in, which is not over: one entry a row, and one more where customers were won in it. */
export interface CohortsNow {
  readonly grain: Grain;
  readonly period: number;
  /** Customers won in it. */
  readonly won: number;
  readonly active: readonly number[];
  readonly valueMinor: readonly number[];
}

export interface Cohorts {
  readonly over: CohortsOver;
  readonly now: CohortsNow;
}

/**
 * Customers by the period of their first purchase × the periods since. Over all rows and periods the values add up to those of all purchase days.
 *
 * @param today the run's day; no purchase is later
 */
export function cohortsOf({ offsets, day, valueMinor }: PurchaseDays, grain: Grain, today: number): Cohorts {
  const now = periodOf(grain, today);
  const read = periodReader(grain);
  let first = now;
  for (let i = 0; i + 1 < offsets.length; i++)
    if (offsets[i]! < offsets[i + 1]!) first = Math.min(first, read(day[offsets[i]!]!));
  const from = Math.max(first, now - ROWS[grain] + 1);
  const hasBefore = first < from;
  const rowCount = now - from + 1 + (hasBefore ? 1 : 0);
  const width = now - from + 1;
  const customers = new Float64Array(rowCount);
  const before = new Float64Array(rowCount);
  const active = new Float64Array(rowCount * width);
  const values = new Float64Array(rowCount * width);
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (offsets[i] === offsets[i + 1]) continue;
    const cohort = read(day[offsets[i]!]!);
    const row = cohort < from ? 0 : cohort - from + (hasBefore ? 1 : 0);
    customers[row]!++;
    let last = -1;
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const column = read(day[k]!) - from;
      if (column < 0) {
        before[row]! += valueMinor[k]!;
        continue;
      }
      values[row * width + column]! += valueMinor[k]!;
      if (column !== last) active[row * width + column]!++;
      last = column;
    }
  }
  const rowsOver = rowCount - 1;
  const cells = (of: Float64Array, row: number): number[] => {
    // A cohort's columns begin with its own period, those of all before with the first that is shown.
    const start = hasBefore ? Math.max(0, row - 1) : row;
    return [...of.subarray(row * width + start, row * width + width - 1)];
  };
  const column = (of: Float64Array): number[] =>
    Array.from({ length: rowCount }, (_, row) => of[row * width + width - 1]!);
  return {
    over: {
      grain,
      from,
      rows: Array.from({ length: Math.max(0, rowsOver) }, (_, row) => ({
        period: hasBefore ? (row === 0 ? null : from + row - 1) : from + row,
        customers: customers[row]!,
        active: cells(active, row),
        valueMinor: cells(values, row),
        beforeMinor: before[row]!,
      })),
    },
    now: {
      grain,
      period: now,
      won: customers[rowCount - 1]!,
      active: column(active),
      valueMinor: column(values),
    },
  };
}
