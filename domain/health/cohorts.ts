import { DAY_MS } from '../time/time.ts';

/** A cohort of fewer is too small to compare with; its customers are compared with everybody. */
const LEAST_CUSTOMERS = 30;
const PARTS = 10;

/** Borders of lifetime value, ascending: of the customers who first bought in each quarter, and of all buyers. */
export interface CohortCutOffs {
  readonly all: readonly number[];
  readonly cohorts: Readonly<Record<string, readonly number[]>>;
}

/**
 * The cohort of a customer: the quarter of the first purchase.
 *
 * @example cohortOf(0) // '1970-Q1'
 */
export function cohortOf(firstDay: number): string {
  const date = new Date(firstDay * DAY_MS);
  return `${date.getUTCFullYear()}-Q${1 + Math.floor(date.getUTCMonth() / 3)}`;
}

/** @param firstDay of the first purchase, NaN for who has not bought  @param values of everybody, minor units */
export function cohortCutOffs(firstDay: Float64Array, values: Float64Array): CohortCutOffs {
  const members = new Map<string, number[]>();
  const all: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(firstDay[i]!) || Number.isNaN(values[i]!)) continue;
    all.push(values[i]!);
    const cohort = cohortOf(firstDay[i]!);
    const known = members.get(cohort);
    if (known === undefined) members.set(cohort, [values[i]!]);
    else known.push(values[i]!);
  }
  return {
    all: bordersOf(all),
    cohorts: Object.fromEntries(
      [...members]
        .filter(([, of]) => of.length >= LEAST_CUSTOMERS)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([cohort, of]) => [cohort, bordersOf(of)]),
    ),
  };
}

/** Values at 0 %, 10 % … 100 % (nearest rank); none of none. */
function bordersOf(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: PARTS + 1 }, (_, k) => sorted[Math.round((k / PARTS) * (sorted.length - 1))]!);
}

/** Where a value stands among a cohort, 0 … 1, equals in the middle of their run, straight between borders; null without borders. */
export function standingIn(value: number, borders: readonly number[]): number | null {
  if (borders.length === 0) return null;
  const reached = borders.filter((border) => border <= value).length;
  const passed = borders.filter((border) => border < value).length;
  if (reached > passed) return (passed + reached - 1) / 2 / PARTS;
  if (passed === 0) return 0;
  if (passed > PARTS) return 1;
  const [low, high] = [borders[passed - 1]!, borders[passed]!];
  return (passed - 1 + (value - low) / (high - low)) / PARTS;
}

/** The borders a customer is compared with: of their own cohort, or of all where that is too small. */
export const bordersFor = ({ all, cohorts }: CohortCutOffs, firstDay: number): readonly number[] =>
  cohorts[cohortOf(firstDay)] ?? all;
