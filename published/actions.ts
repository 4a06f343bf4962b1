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
  | 'NOT_FORECAST'
  | 'DRAWN_WHOLE';

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

/** How the effect of an arm goes with what was forecast of members when they were drawn. */
export interface PublishedByForecast {
  readonly arm: string;
  /** From the fifth of whom least was forecast on; ends in the outcome's own unit, null where it is open. */
  readonly parts: readonly {
    readonly from: number | null;
    readonly to: number | null;
    readonly treated: number;
    readonly control: number;
    readonly effect: Estimate | null;
    readonly shrunk: number | null;
  }[];
  readonly q: number;
  readonly p: number;
  readonly qini: Estimate | null;
}

/** What came in of the window after it was read for good. */
export interface PublishedRestatement {
  /** As of when it was first read for good. */
  readonly firstReadAt: number;
  /** Per arm, in the outcome's own unit: Σ now less Σ then. */
  readonly late: readonly number[];
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
  /** Absent in what an earlier release reported. */
  readonly byForecast?: readonly PublishedByForecast[];
  readonly byForecastReason?: ActionReason | null;
  /** Absent where nothing came late. */
  readonly restated?: PublishedRestatement;
}

/** What all actions of a year brought together, against those whom none of them reached (enrichment/actions/year.ts computes it). */
export interface PublishedYear {
  readonly year: number;
  /** Of everybody, in the year's global holdout. */
  readonly share: number;
  /** Of the year's first action; who had bought before then is counted, from then on. */
  readonly startsAt: number;
  readonly asOf: number;
  /** The year is not over. */
  readonly preliminary: boolean;
  readonly actions: readonly string[];
  /** Margin, minor units. */
  readonly arms: readonly { readonly arm: string; readonly members: number; readonly mean: number }[];
  readonly withheld: ActionReason | null;
  readonly sampleRatio: PublishedCheck;
  readonly lift:
    | (Pick<PublishedLift, 'perPerson' | 'total' | 'relative' | 'relativeReason' | 'intervalReason' | 'removed'> & {
        readonly interval: IntervalKind;
      })
    | null;
}

/** After its time an action that is closed is read again for so long, where something of its window came in late; then it stands. */
export const RESTATED_FOR_DAYS = 28;

/** Always valid while an action may still be looked at again; fixed once it is closed, and had its time. */
export const ruleInForce = (state: string, { preliminary }: Pick<PublishedActionReport, 'preliminary'>): IntervalKind =>
  state === 'CLOSED' && !preliminary ? 'FIXED' : 'ALWAYS_VALID';
