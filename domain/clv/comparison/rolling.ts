import { DomainError } from '../../errors.ts';
import type { PurchaseLog } from '../history/log.ts';
import { MIN_CUSTOMERS } from '../models/prior.ts';
import type { Candidate, CandidateEntry } from '../result/report.ts';
import { compareOver, type Comparison, type Judged } from './comparison.ts';
import { rollingWindows } from './windows.ts';
import type { Workbench } from './workbench.ts';

/** A candidate on every window: null where it could not be computed there. */
export interface Tried extends Candidate {
  /** Parameters of the purchase model alone. */
  readonly parameters: number;
  readonly windows: readonly (Judged | null)[];
  /** Mean over the windows it was computed on. */
  readonly score: number;
}

/** How much lower one score is than another, and the standard error of that. */
export interface Difference {
  readonly difference: number;
  readonly standardError: number;
}

/** The windows of a company, and candidates judged on them. */
export interface RollingComparison {
  /** The latest. */
  readonly inner: Comparison;
  readonly comparisons: readonly Comparison[];
  readonly days: number;
  /** What so many windows are worth as ones that do not overlap. */
  effective(count: number): number;
  /** @throws DomainError where the candidate cannot be computed on the latest window */
  judge(candidate: Candidate): Tried;
  /** Score of one less that of another, on the windows that hold both. */
  difference(one: Tried, other: Tried): Difference;
}

/**
 * Compares on windows that end on the as-of day and before. An older window counts where as many customers were known as a fit needs and somebody bought.
 *
 * @returns null where there is room for no window, or nothing happened in the latest
 */
export const rollOver = (
  workbench: Workbench,
  log: PurchaseLog,
  asOfDay: number,
  horizonDays: number,
): RollingComparison | null => {
  const rolling = rollingWindows(workbench.firstDay, asOfDay, horizonDays);
  if (rolling === null) return null;
  const { days, effective } = rolling;
  const comparisons = rolling.fromDays
    .map((fromDay) => compareOver(workbench, log, fromDay, fromDay + days))
    .filter(({ window }, k) => window.activeCustomers > 0 && (k === 0 || window.customers >= MIN_CUSTOMERS));
  const [inner] = comparisons;
  if (inner === undefined || inner.window.toDay !== asOfDay) return null;
  const known = new Map<string, Tried>();
  const judge = (candidate: Candidate): Tried => {
    const { model, season, blend } = candidate;
    const key = `${model} ${season} ${blend}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const windows = comparisons.map((one, k) => (k === 0 ? one.judge(candidate) : judgedOn(one, candidate)));
    const scores = windows.filter((one) => one !== null).map(({ score }) => score);
    const parameters = Object.keys(workbench.fit(inner.window.fromDay, model, season).parameters).length;
    const tried = { model, season, blend, parameters, windows, score: meanOf(scores) };
    known.set(key, tried);
    return tried;
  };
  return {
    inner,
    comparisons,
    days,
    effective,
    judge,
    difference: (one, other) => differenceOf(one.windows, other.windows, effective),
  };
};

const judgedOn = (comparison: Comparison, candidate: Candidate): Judged | null => {
  try {
    return comparison.judge(candidate);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The error is the larger of two: what the differences of customers say within the windows, and how differently the windows themselves came
 * out, since all customers of one share its luck.
 */
const differenceOf = (
  one: readonly (Judged | null)[],
  other: readonly (Judged | null)[],
  effective: (count: number) => number,
): Difference => {
  const both = one.flatMap((judged, k) => (judged === null || other[k] === null ? [] : [[judged, other[k]!] as const]));
  const differences = both.map(([a, b]) => a.score - b.score);
  const difference = meanOf(differences);
  const within = meanOf(both.map(([a, b]) => sampling(a.influence, b.influence)));
  const between =
    differences.length < 2
      ? 0
      : differences.reduce((sum, value) => sum + (value - difference) ** 2, 0) / (differences.length - 1);
  return { difference, standardError: Math.sqrt(Math.max(within, between) / effective(both.length)) };
};

/** Variance of the mean of the differences of two columns whose means are 0. */
const sampling = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum / a.length ** 2;
};

/** A candidate as the report shows it, with the figures of the latest window. */
export const entryOf = (tried: Tried, best: Tried, rolling: Pick<RollingComparison, 'difference'>): CandidateEntry => {
  const { model, season, blend, score, windows } = tried;
  const { standardError } = rolling.difference(tried, best);
  return { model, season, blend, score, standardError, metrics: windows[0]!.metrics };
};
