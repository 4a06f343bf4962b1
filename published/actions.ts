/** What a run reports of an action (enrichment/actions computes it, store/actions/reports.ts keeps it). */
import type { Estimate, IntervalKind } from '../domain/experiments/types.ts';

/** Why a figure is not there. */
export type ActionReason =
  | 'ARM_TOO_SMALL'
  | 'CONTROL_MEAN_ZERO'
  | 'SAMPLE_RATIO'
  | 'NO_TIES'
  | 'NOT_MEASURED'
  | 'NOT_MONEY'
  | 'NO_PROOF'
  | 'NOT_FORECAST';

export interface PublishedCheck {
  readonly chiSquare: number;
  readonly degrees: number;
  readonly p: number;
  readonly alarm: boolean;
}

/** What an arm brought; amounts in the outcome's own unit: minor units of money, orders, or chance. */
export interface PublishedLift {
  readonly arm: string;
  readonly perPerson: Estimate;
  readonly total: Estimate;
  readonly relative: Estimate | null;
  readonly relativeReason: ActionReason | null;
  readonly intervalReason: ActionReason | null;
  readonly removed: number | null;
  readonly costMinor: number;
  readonly onExposed: Estimate | null;
  readonly capped: Estimate | null;
  readonly withoutDominant: Estimate | null;
}

export interface PublishedArm {
  readonly arm: string;
  readonly drawn: number;
  readonly members: number;
  readonly mean: number;
  /** Σ, in the outcome's own unit; whole minor units of money. */
  readonly sum: number;
  readonly baselineMinor: number | null;
  readonly incrementalMinor: number | null;
  readonly forecastMean: number | null;
  readonly exposed: number;
  readonly lost: number;
  readonly dominatedByOne: boolean;
}

export interface PublishedSpillover {
  readonly direct: Estimate;
  readonly total: Estimate;
  readonly share: Estimate;
  readonly influence: Estimate;
  readonly reason: ActionReason | null;
  /** Null: not tested. */
  readonly notLinear: boolean | null;
}

/** What is judged by one rule of intervals. */
export interface Judged {
  readonly lifts: readonly PublishedLift[];
  /** Per arm: mean outcome less mean forecast; null where this outcome is not forecast. */
  readonly beyondForecast: readonly (Estimate | null)[];
}

export interface PublishedActionReport {
  readonly asOf: number;
  readonly daysPassed: number;
  /** The window or the planned end is still to come. */
  readonly preliminary: boolean;
  readonly isMoney: boolean;
  readonly arms: readonly PublishedArm[];
  /** Why there are no lifts. */
  readonly withheld: ActionReason | null;
  readonly sampleRatio: PublishedCheck;
  readonly attrition: PublishedCheck;
  readonly exposure: PublishedCheck | null;
  readonly contaminated: number;
  readonly mergedAcross: number;
  readonly erased: number;
  /** By both rules: which is in force is known when it is read, since an action may be closed without a run. */
  readonly judged: Readonly<Record<IntervalKind, Judged>>;
  readonly spillover: PublishedSpillover | null;
  readonly spilloverReason: ActionReason | null;
}

/** Always valid while an action may still be looked at again; fixed once it is closed, and had its time. */
export const ruleInForce = (state: string, { preliminary }: Pick<PublishedActionReport, 'preliminary'>): IntervalKind =>
  state === 'CLOSED' && !preliminary ? 'FIXED' : 'ALWAYS_VALID';
