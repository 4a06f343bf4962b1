import { DomainError } from '../errors.ts';
import { DAY_MS, dayOf } from '../time/time.ts';
import type { DirectionTest } from './direction-test.ts';
import { directionTest } from './direction-test.ts';
import type { Fading, FollowedPurchases } from './followed-share.ts';
import { followedPurchases } from './followed-share.ts';
import type { ItemHistory } from './item-log.ts';
import type { ForwardSplit } from './forward-split.ts';
import type { Pace } from './pace.ts';
import type { Attention, TieSettings } from './ties.ts';
import { DEFAULT_TIE_SETTINGS } from './ties.ts';

/**
 * Every number the network step was told, with the evidence for it. Plain data: stored with the run, shown in the API,
 * and enough to repeat the run.
 */
export interface Calibration {
  readonly version: number;
  /** The instant it was measured at, epoch milliseconds. */
  readonly asOfMs: number;
  /**
   * Where its evidence ends, epoch milliseconds: the day after the last purchase it saw, at most `asOfMs`. Everything that fades
   * is faded to here, so that measuring the same purchases later gives the same calibration.
   */
  readonly evidenceEndsMs: number;
  /** MEASURED: κ_j from each customer's purchases. FIXED: one κ, chosen by the operator, for everybody who follows. */
  readonly mode: 'MEASURED' | 'FIXED';
  /** The κ of FIXED; null when measured. */
  readonly fixedKappa: number | null;
  /** κ̄: share of purchases, over everybody who follows someone, that somebody they follow made shortly before. */
  readonly kappaBar: number;
  readonly kappaBarSource: 'MEASURED' | 'DEFAULT';
  /** ρ: how fast being followed comes with exposure, in units of the followers' mean; null where it could not be measured, then everybody's prior is κ̄. */
  readonly exposureRate: number | null;
  /** h: the part of that which is taken to be caused by following, not by liking the same things. */
  readonly h: number;
  /** PRIOR: too few pairs to test. Where there are enough, and they do not rule out chance, h is 0 by the test. */
  readonly hSource: 'DIRECTION_TEST' | 'OPERATOR' | 'PRIOR' | 'EXPERIMENT';
  /** What the company's own actions said of h, whether it is used or not; absent where none did. */
  readonly experiment?: ExperimentEvidence;
  /** m: purchases' worth of belief in the prior before a customer's own purchases speak. */
  readonly shrinkage: number;
  readonly kappaMax: number;
  readonly windowDays: number;
  readonly activityHalfLifeDays: number;
  /** How activity is counted instead, chosen on the company's own past; null or absent (as measured before there was a choice): by one half-life. */
  readonly pace?: Pace | null;
  /** Days after which a purchase counts half as evidence of a customer's own followed share. */
  readonly evidenceHalfLifeDays: number;
  readonly ties: TieSettings;
  readonly evidence: CalibrationEvidence;
}

/** What experiments said of h; kept with the calibration whether it is used or not. */
export interface ExperimentEvidence {
  /** ĥ of all of them together; below 0 it counts as 0. */
  readonly h: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** Keys of the actions. */
  readonly actions: readonly string[];
  /** What was measured; several, comma by comma. */
  readonly outcome: string;
  /** It counts from `from` until `until`, epoch ms; equal where it does not count. */
  readonly from: number;
  readonly until: number;
  /** What observation says of h, whichever is used. */
  readonly observedH: number;
  readonly observedSource: Exclude<Calibration['hSource'], 'EXPERIMENT'>;
  /** Why it does not count. */
  readonly reason: 'IMPRECISE' | 'TOO_OLD' | 'TIES_CHANGED' | null;
}

export interface CalibrationEvidence {
  /** Customers who follow someone and bought something. */
  readonly followers: number;
  /** Their purchases, and how many of these were followed; counted whole, without fading. */
  readonly purchases: number;
  readonly followedPurchases: number;
  /** The direction test as measured, also where it was not used; null when there was no purchase log. */
  readonly directionTest: DirectionTest | null;
  /** What scores made in the company's past said of what came after; null where too little was followed, absent before that was looked at. */
  readonly forward?: ForwardSplit | null;
}

export interface CalibrationChoices {
  readonly version: number;
  readonly asOfMs: number;
  /** h from the operator's own experiment, in [0, 1]; wins over the direction test. */
  readonly h?: number;
  readonly windowDays?: number;
  readonly shrinkage?: number;
  readonly kappaMax?: number;
  readonly activityHalfLifeDays?: number;
  readonly pace?: Pace | null;
  readonly evidenceHalfLifeDays?: number;
  readonly ties?: TieSettings;
}

/**
 * With no purchases that could be compared, one in ten is taken to be followed and a fifth of that to be caused
 * (the direction test gives .22 on CiaoDVD, a randomised experiment .28: Ascarza et al. 2017), so κ = .02: rather too
 * little credit than credit invented. Naive methods overstate influence three- to sevenfold (Aral et al. 2009).
 */
export const DEFAULT_KAPPA_BAR = 0.1;
export const DEFAULT_CAUSAL_SHARE = 0.2;
/** Fewer ordered pairs than this cannot tell a ratio of 1.3 from 1 (a 95 % interval of about ±.4 on the log ratio). */
const PAIRS_NEEDED = 100;
/** Fewer purchases than this do not say what share of purchases is followed. */
const PURCHASES_NEEDED = 100;

/** The half-lives did best on CiaoDVD, among many tried (bench/results/ciaodvd.md): a start, not a law. */
const DEFAULTS = {
  windowDays: 90,
  shrinkage: 10,
  pace: null,
  kappaMax: 0.5,
  activityHalfLifeDays: 90,
  evidenceHalfLifeDays: 365,
  ties: DEFAULT_TIE_SETTINGS,
};

/** One κ for everybody who follows someone: for a first look, or where no purchases can be compared. */
export function fixedCalibration(kappa: number, choices: Omit<CalibrationChoices, 'h'>): Calibration {
  const base = withoutEvidence(choices);
  if (!(kappa >= 0 && kappa <= base.kappaMax))
    throw new DomainError('kappa is between 0 and kappaMax', { kappa, kappaMax: base.kappaMax });
  return { ...base, mode: 'FIXED', fixedKappa: kappa };
}

/**
 * Measures κ̄ and h on a purchase log (`null`: there is none), falling back to documented defaults where the log is too
 * thin. The result is frozen until the next calibration; `customerKappa` applies it.
 */
export function calibrate(history: ItemHistory | null, attention: Attention, choices: CalibrationChoices): Calibration {
  const base = withoutEvidence(choices);
  const operator = choices.h === undefined ? {} : { h: requireFraction('h', choices.h), hSource: 'OPERATOR' as const };
  if (history === null) return { ...base, ...operator };

  const whole = totalsOf(followedPurchases(history, attention, base.windowDays), attention);
  const evidenceEndsMs = evidenceEndDay(history, choices.asOfMs) * DAY_MS;
  const evidence = { ...whole, directionTest: directionTest(history, attention, base.windowDays) };
  const isMeasured = whole.purchases >= PURCHASES_NEEDED;
  return {
    ...base,
    evidenceEndsMs,
    kappaBar: isMeasured ? whole.followedPurchases / whole.purchases : DEFAULT_KAPPA_BAR,
    kappaBarSource: isMeasured ? 'MEASURED' : 'DEFAULT',
    exposureRate: isMeasured
      ? exposureRateOf(customerCounts({ ...base, evidenceEndsMs }, history, attention), attention)
      : null,
    ...causalShareOf(evidence.directionTest),
    ...operator,
    evidence,
  };
}

/** The day to fade to when measuring `history` at `asOfMs`: the day after its last purchase, at most the day of `asOfMs`. */
export function evidenceEndDay({ day }: ItemHistory, asOfMs: number): number {
  const today = dayOf(asOfMs);
  let last = -Infinity;
  for (const each of day) if (each > last) last = each;
  return day.length === 0 ? today : Math.min(last + 1, today);
}

/** n_j and followed_j over the window of the calibration, fading as it says: what `customerKappa` takes. */
export function customerCounts(
  calibration: Pick<Calibration, 'evidenceEndsMs' | 'windowDays' | 'evidenceHalfLifeDays'>,
  history: ItemHistory,
  attention: Attention,
): FollowedPurchases {
  const fading: Fading = { asOfDay: dayOf(calibration.evidenceEndsMs), halfLifeDays: calibration.evidenceHalfLifeDays };
  return followedPurchases(history, attention, calibration.windowDays, fading);
}

/**
 * κ_j = h · (followed_j + m·p_j) / (n_j + m), at most κmax; 0 for who follows nobody. In FIXED mode the one κ.
 *
 * The prior p_j is the chance 1 − exp(−ρ·exposure_j) that somebody j follows bought the same thing shortly before, when
 * such purchases arrive at random in proportion to how much j gets to see. Exposure is in units of the followers' mean on the
 * day, when measured as when applied: all of it fades with time, and ρ must not depend on how much of it had. A customer
 * without purchases of their own is judged by that alone; one who only follows the silent passes nothing on.
 *
 * @param attention Of this run: exposure is what followers see now.
 * @param counts From `customerCounts`; null when there is no purchase log.
 */
export function customerKappa(
  calibration: Calibration,
  attention: Attention,
  counts: FollowedPurchases | null,
): Float64Array {
  const { kappaBar, exposureRate, kappaMax, fixedKappa } = calibration;
  const relative = relativeExposure(attention);
  const priorOf = (j: number): number => (exposureRate === null ? kappaBar : seenBefore(exposureRate, relative[j]!));
  return shrunkShares(calibration, attention, counts, priorOf).map((share) =>
    fixedKappa === null ? Math.min(kappaMax, share) : share,
  );
}

/**
 * h·s_j with s_j = (followed_j + m·κ̄) / (n_j + m), the followed share drawn to the mean of all: what the evidence says a
 * follower may pass on, whatever the model of exposure says. κ in FIXED mode; 0 for who follows nobody.
 */
export function supportedShare(
  calibration: Calibration,
  attention: Attention,
  counts: FollowedPurchases | null,
): Float64Array {
  return shrunkShares(calibration, attention, counts, () => calibration.kappaBar);
}

/** h·(followed_j + m·prior_j)/(n_j + m) of everybody who follows someone. */
function shrunkShares(
  { h, shrinkage, fixedKappa }: Calibration,
  attention: Attention,
  counts: FollowedPurchases | null,
  priorOf: (j: number) => number,
): Float64Array {
  return Float64Array.from(attention.attends, (attends, j) => {
    if (attends === 0) return 0;
    if (fixedKappa !== null) return fixedKappa;
    return (h * ((counts?.followed[j] ?? 0) + shrinkage * priorOf(j))) / ((counts?.purchases[j] ?? 0) + shrinkage);
  });
}

/** Exposure in units of the mean over those who follow someone; all 0 where they follow only the silent. */
function relativeExposure({ attends, exposure }: Attention): Float64Array {
  let total = 0;
  let followers = 0;
  for (let j = 0; j < attends.length; j++) {
    if (attends[j] === 0) continue;
    total += exposure[j]!;
    followers++;
  }
  return exposure.map((each) => (total > 0 ? (each * followers) / total : 0));
}

function withoutEvidence(choices: CalibrationChoices): Calibration {
  const { version, asOfMs } = choices;
  const chosen = {
    windowDays: choices.windowDays ?? DEFAULTS.windowDays,
    shrinkage: choices.shrinkage ?? DEFAULTS.shrinkage,
    kappaMax: choices.kappaMax ?? DEFAULTS.kappaMax,
    activityHalfLifeDays: choices.activityHalfLifeDays ?? DEFAULTS.activityHalfLifeDays,
    pace: choices.pace ?? DEFAULTS.pace,
    evidenceHalfLifeDays: choices.evidenceHalfLifeDays ?? DEFAULTS.evidenceHalfLifeDays,
    ties: choices.ties ?? DEFAULTS.ties,
  };
  if (!(chosen.kappaMax >= 0 && chosen.kappaMax < 1))
    throw new DomainError('kappaMax is in [0, 1)', { kappaMax: chosen.kappaMax });
  if (!(chosen.shrinkage > 0 && chosen.windowDays >= 1))
    throw new DomainError('shrinkage is above 0 and the window at least a day', { ...choices });
  return {
    version,
    asOfMs,
    evidenceEndsMs: asOfMs,
    mode: 'MEASURED',
    fixedKappa: null,
    kappaBar: DEFAULT_KAPPA_BAR,
    kappaBarSource: 'DEFAULT',
    exposureRate: null,
    h: DEFAULT_CAUSAL_SHARE,
    hSource: 'PRIOR',
    ...chosen,
    evidence: { followers: 0, purchases: 0, followedPurchases: 0, directionTest: null },
  };
}

function causalShareOf(test: DirectionTest): Pick<Calibration, 'h' | 'hSource'> {
  const isEnough = test.before + test.after >= PAIRS_NEEDED;
  if (!isEnough) return { h: DEFAULT_CAUSAL_SHARE, hSource: 'PRIOR' };
  return { h: test.isBeyondChance ? (test.causalShareBeyondTiming ?? 0) : 0, hSource: 'DIRECTION_TEST' };
}

/**
 * ρ: where the expected number of followed purchases equals the counted one, older ones faded. Null when no ρ explains
 * it, because those who followed see nobody active any more.
 */
function exposureRateOf(counts: FollowedPurchases, attention: Attention): number | null {
  const { followedPurchases: followed } = totalsOf(counts, attention);
  const relative = relativeExposure(attention);
  const expectedAt = (rate: number) =>
    relative.reduce((total, exposure, j) => total + counts.purchases[j]! * seenBefore(rate, exposure), 0);
  if (followed === 0) return 0;
  let logLow = -30;
  let logHigh = 30;
  if (expectedAt(Math.exp(logHigh)) <= followed) return null;
  for (let step = 0; step < 80; step++) {
    const middle = (logLow + logHigh) / 2;
    if (expectedAt(Math.exp(middle)) < followed) logLow = middle;
    else logHigh = middle;
  }
  return Math.exp(logHigh);
}

const seenBefore = (rate: number, exposure: number): number => -Math.expm1(-rate * exposure);

function totalsOf({ followed, purchases }: FollowedPurchases, attention: Attention) {
  const totals = { followers: 0, purchases: 0, followedPurchases: 0 };
  attention.attends.forEach((attends, j) => {
    if (attends === 0 || purchases[j] === 0) return;
    totals.followers++;
    totals.purchases += purchases[j]!;
    totals.followedPurchases += followed[j]!;
  });
  return totals;
}

function requireFraction(name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new DomainError(`${name} is between 0 and 1`, { [name]: value });
  return value;
}
