import { compareCapture } from '../influence/lift.ts';
import type { ItemHistory } from './item-log.ts';
import { itemHistory, seek } from './item-log.ts';
import type { Attention } from './ties.ts';

/** Scores made at a cut, by what is known there: who will be followed most? One entry a customer. */
export interface ForwardScores {
  /** Gross network value, with recent activity as value. */
  readonly networkValue: Float64Array;
  /** Customers' worth of behaviour each moves. */
  readonly influence: Float64Array;
  readonly activityTimesFollowers: Float64Array;
  readonly followers: Float64Array;
  readonly pageRank: Float64Array;
}
export const FORWARD_RULES = ['activityTimesFollowers', 'followers', 'pageRank'] as const;
export type ForwardRule = (typeof FORWARD_RULES)[number];

/** What came of scores made at several cuts, over all of them. */
export interface ForwardSplit {
  /** Days at which the past was cut. */
  readonly cutDays: readonly number[];
  /** What followed each cut is counted for this long. */
  readonly horizonDays: number;
  /** Purchases after a cut that somebody followed had made shortly before, one for each they follow. */
  readonly followedPurchases: number;
  /** Share of those that the top tenth had, of those whom somebody follows. */
  readonly capture: Readonly<Record<keyof ForwardScores, number>>;
  /** The rule that captured most. */
  readonly bestRule: ForwardRule;
  /** Network value, and influence, less the best rule, with the standard error of each difference. */
  readonly networkValueAhead: Difference;
  readonly influenceAhead: Difference;
}
export interface Difference {
  readonly difference: number;
  readonly standardError: number;
}
/** Fewer say nothing. */
const FOLLOWED_NEEDED = 50;
const CUTS = 3;
/** Of the history, what follows one cut: half of it lies before the first. */
const HORIZON_SHARE = 1 / 6;
const HORIZON_DAYS = { least: 14, most: 365 };

/** One cut of the past. */
export interface Cut {
  readonly day: number;
  readonly untilDay: number;
  /** What was known before it. */
  readonly before: ItemHistory;
  /** 1 for who had done something by then. A list of ties without dates shows who will be followed: only ties among those count. */
  readonly known: Uint8Array;
}

/** Cuts of a history, the oldest first, none where it is too short. */
export function cutsOf(history: ItemHistory, endDay: number): Cut[] {
  const first = history.day.reduce((least, day) => Math.min(least, day), Infinity);
  const horizon = Math.min(HORIZON_DAYS.most, Math.floor((endDay - first) * HORIZON_SHARE));
  if (!(horizon >= HORIZON_DAYS.least)) return [];
  return Array.from({ length: CUTS }, (_, k) => {
    const day = endDay - (CUTS - k) * horizon;
    const before = historyBefore(history, day);
    const known = Uint8Array.from({ length: history.customerCount }, (__, i) =>
      before.offsets[i + 1]! > before.offsets[i]! ? 1 : 0,
    );
    return { day, untilDay: day + horizon, before, known };
  });
}

/** The part of a history that was known before a day. */
export function historyBefore(history: ItemHistory, beforeDay: number): ItemHistory {
  const { customerCount, offsets, item, day } = history;
  const kept = Int32Array.from(day.keys()).filter((row) => day[row]! < beforeDay);
  const owner = new Int32Array(day.length);
  for (let i = 0; i < customerCount; i++) owner.fill(i, offsets[i]!, offsets[i + 1]!);
  return itemHistory({
    customerCount,
    itemCount: item.reduce((most, each) => Math.max(most, each + 1), 0),
    customer: kept.map((row) => owner[row]!),
    item: kept.map((row) => item[row]!),
    day: kept.map((row) => day[row]!),
  });
}

/** Per customer: purchases in [fromDay, untilDay) of a follower that came 1 … W days after one of theirs, of the same item. */
export function followedBetween(
  history: ItemHistory,
  { arcs: { from, to } }: Attention,
  {
    fromDay,
    untilDay,
    windowDays,
  }: { readonly fromDay: number; readonly untilDay: number; readonly windowDays: number },
): Float64Array {
  const { offsets, item, day } = history;
  const followed = new Float64Array(history.customerCount);
  for (let arc = 0; arc < from.length; arc++) {
    const by = to[arc]!;
    const end = offsets[by + 1]!;
    for (let row = offsets[from[arc]!]!; row < offsets[from[arc]! + 1]!; row++) {
      if (day[row]! < fromDay || day[row]! >= untilDay) continue;
      const at = seek(history, offsets[by]!, end, item[row]!, day[row]! - windowDays);
      if (at < end && item[at] === item[row] && day[at]! < day[row]!) followed[by]!++;
    }
  }
  return followed;
}

/** Scores at a cut beside what came after it, of those whom somebody follows. */
export interface ScoredCut {
  readonly scores: ForwardScores;
  readonly outcome: Float64Array;
}

/** What scores at several cuts were worth; null where too little was followed to tell. */
export function judge(
  scored: readonly ScoredCut[],
  { cutDays, horizonDays }: Pick<ForwardSplit, 'cutDays' | 'horizonDays'>,
): ForwardSplit | null {
  const totals = scored.map(({ outcome }) => outcome.reduce((sum, count) => sum + count, 0));
  const all = totals.reduce((sum, count) => sum + count, 0);
  if (all < FOLLOWED_NEEDED) return null;
  /** Over all cuts, each by how much was followed after it. */
  const compare = (a: keyof ForwardScores, b: keyof ForwardScores): { captured: number } & Difference => {
    let [captured, difference, variance] = [0, 0, 0];
    scored.forEach(({ scores, outcome }, k) => {
      const { captureWith, captureWithout, standardError } = compareCapture(outcome, scores[a], scores[b]);
      if (captureWith === null || captureWithout === null) return;
      const part = totals[k]! / all;
      captured += part * captureWith;
      difference += part * (captureWith - captureWithout);
      variance += (part * (standardError ?? 0)) ** 2;
    });
    return { captured, difference, standardError: Math.sqrt(variance) };
  };
  const captureOf = (score: keyof ForwardScores): number => compare(score, score).captured;
  const capture = {
    networkValue: captureOf('networkValue'),
    influence: captureOf('influence'),
    activityTimesFollowers: captureOf('activityTimesFollowers'),
    followers: captureOf('followers'),
    pageRank: captureOf('pageRank'),
  };
  const bestRule = FORWARD_RULES.reduce((best, rule) => (capture[rule] > capture[best] ? rule : best));
  const ahead = (score: keyof ForwardScores): Difference => {
    const { difference, standardError } = compare(score, bestRule);
    return { difference, standardError };
  };
  return {
    cutDays,
    horizonDays,
    followedPurchases: all,
    capture,
    bestRule,
    networkValueAhead: ahead('networkValue'),
    influenceAhead: ahead('influence'),
  };
}

/** AHEAD or BEHIND by more than two standard errors, LEVEL otherwise. */
export const verdictOf = ({ difference, standardError }: Difference): 'AHEAD' | 'LEVEL' | 'BEHIND' =>
  Math.abs(difference) <= 2 * standardError ? 'LEVEL' : difference > 0 ? 'AHEAD' : 'BEHIND';
