import type { CustomerId } from '../events.ts';
import type { LabelledSegment } from './changes.ts';

/** Customers a growth names at most of those who entered, and of those who left. */
export const MOST_MOVED = 100;
/** Reasons that are counted at most; the others are counted together. */
export const MOST_REASONS = 20;

/** Who came to a segment, or went, since the run before. */
export interface Moved {
  /** All of them. */
  readonly customers: number;
  /** Of whom no run knows why: merged, erased, or left out of one of the two runs. */
  readonly unknown: number;
  /** Why, the most frequent first; together with `otherReasons` and `unknown` all of them. */
  readonly reasons: readonly (readonly [reason: string, customers: number])[];
  readonly otherReasons: number;
  /** Those with most of what the segment is ordered by, at most {@link MOST_MOVED}, each with the reason. */
  readonly list: readonly (readonly [customer: CustomerId, reason: string])[];
}

/** before + entered − left = after. */
export interface SegmentGrowth {
  readonly before: number;
  readonly after: number;
  readonly entered: Moved;
  readonly left: Moved;
}

/** What a run says of everybody's labels as a whole. */
export interface LabelsReport {
  /** Everybody's labels lie in two to the power of so many parts. */
  readonly bits: number;
  /** Which generation wrote each part. */
  readonly parts: readonly number[];
  readonly segments: readonly LabelledSegment[];
  /** Instants and ids of the runs that compared, the newest last. */
  readonly runs: readonly (readonly [at: number, runId: string])[];
  /** The instant of the first run that kept labels: what changed before it is not known. */
  readonly since: number;
  /** The instant of the run this one compared with; null where there was none. */
  readonly comparedWith: number | null;
  /** Of every segment that both runs tried. */
  readonly growth: Readonly<Record<string, SegmentGrowth>>;
}
