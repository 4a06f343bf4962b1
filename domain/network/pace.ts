import { attentionOf, recentActivity, type Attention, type TieColumns, type TieSettings } from './ties.ts';

/**
 * How activity is counted when it is to say who is active now: a fast part for the last weeks and a slow one behind it, and beside it
 * the rate at which somebody buys in general.
 */
export interface Pace {
  readonly fastHalfLifeDays: number;
  readonly slowHalfLifeDays: number;
  /** What an act counts in the slow part, against 1 in the fast one. */
  readonly slowWeight: number;
  /** Half-life of the general rate. */
  readonly rateHalfLifeDays: number;
}

/** What a calibration tries, the first of them by default (decision 31). null: activity of one half-life, and no rate. */
export const PACES: readonly (Pace | null)[] = [
  { fastHalfLifeDays: 15, slowHalfLifeDays: 90, slowWeight: 0.2, rateHalfLifeDays: 365 },
  { fastHalfLifeDays: 30, slowHalfLifeDays: 180, slowWeight: 0.2, rateHalfLifeDays: 365 },
  null,
];

/** Part of the mean of all that is added to both sides of a pace, so that who bought little has about the usual one. */
const DRAWN_TO_MEAN = 0.1;

/** Acts of everybody, one entry each: whose, and on which day. */
export interface Acts {
  readonly customerCount: number;
  readonly customer: Int32Array;
  readonly day: Int32Array;
}

/** Recent activity per customer, and how active each is now against their own general rate: 1 where that is as usual. */
export interface Tempo {
  readonly activity: Float64Array;
  /** null where no pace is used. */
  readonly against: Float64Array | null;
}

/**
 * a = Σ 2^(−age/fast) + slowWeight·Σ 2^(−age/slow), and a against b = Σ 2^(−age/rate), each over its mean among those who acted at all.
 * Acts after the day do not count.
 *
 * @param activityHalfLifeDays the one half-life where there is no pace
 */
export function tempoOf(acts: Acts, asOfDay: number, pace: Pace | null, activityHalfLifeDays: number): Tempo {
  const over = (halfLifeDays: number): Float64Array =>
    recentActivity(acts.customerCount, acts.customer, acts.day, asOfDay, halfLifeDays);
  if (pace === null) return { activity: over(activityHalfLifeDays), against: null };
  const slow = over(pace.slowHalfLifeDays);
  const activity = over(pace.fastHalfLifeDays).map((fast, i) => fast + pace.slowWeight * slow[i]!);
  const rate = over(pace.rateHalfLifeDays);
  const [usualActivity, usualRate] = [meanOfPositive(activity), meanOfPositive(rate)];
  if (usualRate === 0) return { activity, against: null };
  return {
    activity,
    against: activity.map((now, i) => (now / usualActivity + DRAWN_TO_MEAN) / (rate[i]! / usualRate + DRAWN_TO_MEAN)),
  };
}

/** What of a calibration says how attention is shared. */
export interface AttentionSettings {
  readonly activityHalfLifeDays: number;
  readonly pace?: Pace | null;
  readonly ties: TieSettings;
}

/**
 * Who attends to whom at the start of a day. The expected number of followed purchases of a pair is a_i·a_j, so that of a follower's purchases a
 * share Σ_i s_ij·a_i·a_j / b_j is followed: exposure counts by how active the follower is now. Where everybody's attention goes depends on whom they follow alone.
 *
 * @param asOf the day, and the instant it begins at
 */
export function pacedAttention(
  ties: TieColumns,
  acts: Acts,
  asOf: { readonly day: number; readonly ms: number },
  settings: AttentionSettings,
): { readonly attention: Attention; readonly activity: Float64Array } {
  const { activity, against } = tempoOf(acts, asOf.day, settings.pace ?? null, settings.activityHalfLifeDays);
  const plain = attentionOf(ties, asOf.ms, activity, settings.ties);
  const attention =
    against === null ? plain : { ...plain, exposure: plain.exposure.map((exposure, j) => exposure * against[j]!) };
  return { attention, activity };
}

function meanOfPositive(column: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (value <= 0) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
