import { buildCsr } from '../graph/kernel/csr.ts';
import { pageRank } from '../graph/kernel/pagerank.ts';
import { DAY_MS } from '../time/time.ts';
import { calibrate, customerCounts, customerKappa, type Calibration } from './calibration.ts';
import {
  cutsOf,
  followedBetween,
  judge,
  type Cut,
  type ForwardScores,
  type ForwardSplit,
  type ScoredCut,
} from './forward-split.ts';
import type { ItemHistory } from './item-log.ts';
import { pacedAttention, PACES, tempoOf, type Acts, type Pace } from './pace.ts';
import { solveConserving } from './solve.ts';
import { attentionOf, creditShares, tiesWhere, type Attention, type TieColumns } from './ties.ts';
/**
 * m where a pace says who is active now: the purchases of a single person speak late, because their own followed share is mostly noise
 * (bench/results/ciaodvd.md: 50 is level with 200 and ahead of 10).
 */
export const PACED_SHRINKAGE = 50;
/** h scales every share alike and leaves the order as it is; fixed, so that thin early years can be scored. */
const ANY_CAUSAL_SHARE = 0.2;

/** Who follows whom, and who acted when. */
export interface Past {
  readonly ties: TieColumns;
  readonly acts: Acts;
  /** Who bought what, when: what is counted as followed. */
  readonly log: ItemHistory;
  /** The instant a day begins at. */
  readonly msOf: (day: number) => number;
}

type Settings = Pick<Calibration, 'activityHalfLifeDays' | 'ties' | 'windowDays' | 'evidenceHalfLifeDays'>;

/**
 * Which pace finds best, at three cuts of the company's own past, whose purchases others then follow; and what network value and influence were
 * worth there against rules of thumb. The first of {@link PACES} stays unless another captures more by over one standard error.
 *
 * @param endDay the day after the last purchase of the log
 */
export function choosePace(
  past: Past,
  endDay: number,
  settings: Settings,
): { readonly pace: Pace | null; readonly forward: ForwardSplit | null } {
  const cuts = cutsOf(past.log, endDay);
  const [usual, ...others] = PACES.map((pace) => ({ pace, forward: lookForward(past, cuts, settings, pace) }));
  if (usual!.forward === null) return usual!;
  const standardError = usual!.forward.networkValueAhead.standardError;
  return others.reduce(
    (best, other) =>
      (other.forward?.capture.networkValue ?? 0) > best.forward!.capture.networkValue + standardError ? other : best,
    usual!,
  );
}

function lookForward(past: Past, cuts: readonly Cut[], settings: Settings, pace: Pace | null): ForwardSplit | null {
  const [first] = cuts;
  if (first === undefined) return null;
  const scored = cuts.map((cut) => scoredAt(past, cut, { ...settings, pace }));
  return judge(scored, { cutDays: cuts.map(({ day }) => day), horizonDays: first.untilDay - first.day });
}

function scoredAt(past: Past, cut: Cut, settings: Settings & { pace: Pace | null }): ScoredCut {
  const ties = tiesThen(past, cut);
  const { attention } = pacedAttention(ties, past.acts, { day: cut.day, ms: past.msOf(cut.day) }, settings);
  const outcome = followedBetween(past.log, attentionOf(ties, 0), {
    fromDay: cut.day,
    untilDay: cut.untilDay,
    windowDays: settings.windowDays,
  });
  const scores = scoresOf(past, cut, attention, settings);
  const followed = Int32Array.from(scores.followers.keys()).filter((i) => scores.followers[i]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(followed, (i) => column[i]!);
  return {
    outcome: pick(outcome),
    scores: {
      networkValue: pick(scores.networkValue),
      influence: pick(scores.influence),
      activityTimesFollowers: pick(scores.activityTimesFollowers),
      followers: pick(scores.followers),
      pageRank: pick(scores.pageRank),
    },
  };
}

function scoresOf(
  { acts }: Past,
  { before, day }: Cut,
  attention: Attention,
  settings: Settings & { pace: Pace | null },
): ForwardScores {
  const { activity } = tempoOf(acts, day, null, settings.activityHalfLifeDays);
  const calibration = calibrate(before, attention, {
    version: 0,
    asOfMs: day * DAY_MS,
    h: ANY_CAUSAL_SHARE,
    windowDays: settings.windowDays,
    evidenceHalfLifeDays: settings.evidenceHalfLifeDays,
    ...(settings.pace === null ? {} : { shrinkage: PACED_SHRINKAGE }),
  });
  const kappa = customerKappa(calibration, attention, customerCounts(calibration, before, attention));
  const csr = buildCsr(attention.arcs);
  const shares = creditShares(attention, kappa);
  const gross = (value: Float64Array): Float64Array => solveConserving({ csr, shares, value }).gross;
  const followers = new Float64Array(activity.length);
  for (const followed of attention.arcs.to) followers[followed]!++;
  return {
    networkValue: gross(activity),
    influence: gross(new Float64Array(activity.length).fill(1)),
    activityTimesFollowers: activity.map((amount, i) => amount * followers[i]!),
    followers,
    pageRank: pageRank(buildCsr({ ...attention.arcs, weight: new Float64Array(attention.arcs.from.length).fill(1) }))
      .rank,
  };
}

/**
 * The ties that could be known at a cut: between people who had bought by then, and dated by then. A list that came without dates is dated by when it
 * was first seen, after every cut; of it only the people decide.
 */
function tiesThen({ ties, msOf }: Past, { day, known }: Cut): TieColumns {
  const cutMs = msOf(day);
  const isDated = ties.atMs.some((at) => at < cutMs);
  return tiesWhere(
    ties,
    (tie) => known[ties.from[tie]!] === 1 && known[ties.to[tie]!] === 1 && (!isDated || ties.atMs[tie]! < cutMs),
  );
}
