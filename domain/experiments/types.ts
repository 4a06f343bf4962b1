/** The arm that is left alone; every action has one. */
export const HOLDOUT = 'holdout';

/** An arm and the share of the audience that is drawn into it. */
export interface Arm {
  readonly key: string;
  /** In (0, 1); the shares of all arms sum to 1. */
  readonly share: number;
}

/** Code of a member who is out of the analysis (erased, or merged with somebody of another arm) in a column of arms. */
export const OUT_OF_ANALYSIS = 255;

/** What became of the members of an action: one entry per member in every column. */
export interface Outcomes {
  readonly arms: readonly Arm[];
  /** Place of the arm the others are compared with. */
  readonly control: number;
  /** Place of each member's arm, or OUT_OF_ANALYSIS. */
  readonly arm: Uint8Array;
  /** y: what is measured, in any unit; money in minor units, so that totals can be stated to the cent. */
  readonly y: Float64Array;
  /** X: what was known before the start and forecasts y; null: nothing was. */
  readonly covariate: Float64Array | null;
}

/** A figure with its interval; without one where `reason` of what holds it says why. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export type IntervalKind = 'FIXED' | 'ALWAYS_VALID';

/** Fewer members than this in an arm carry no interval, and are not shown as a segment. */
export const FEWEST_PER_ARM = 20;
