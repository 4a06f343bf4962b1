import { buildCsr } from '../../domain/graph/kernel/csr.ts';
import { compareCapture, followedPurchases } from '../../domain/influence/lift.ts';
import { influenceScores, type InfluenceCalibration } from '../../domain/influence/score.ts';
import { solveConserving } from '../../domain/network/solve.ts';
import { attentionOf, creditShares, tiesWhere, type TieColumns } from '../../domain/network/ties.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import type { SocialLift } from '../../published/statistics.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { kappaOf, type NetworkCalibration } from './kappa.ts';
import { attentionAt } from './relations.ts';

/** What is predicted: a quarter. */
const TRIED_DAYS = 91;
/** A score counts as moved from here on. */
const MOVED_POINTS = 1;

/**
 * What the ties of social sources add: the scores of today with and without them, and how well each, from what was bought up to a
 * quarter before the run, finds the customers whom purchases followed in that quarter. Null where no tie comes from a social source:
 * two more solves are not made for nothing.
 *
 * @param scores the run's own
 */
export function socialLift(
  snapshot: Snapshot,
  network: NetworkCalibration,
  ties: TieColumns,
  scores: Float64Array,
  scale: InfluenceCalibration,
): SocialLift | null {
  const { social } = snapshot.ties;
  const socialTies = social.reduce((sum, flag) => sum + flag, 0);
  if (socialTies === 0) return null;
  const others = tiesWhere(ties, (tie) => social[tie] === 0);
  const today = dayIn(snapshot.timeZone)(snapshot.asOf);
  const splitDay = today - TRIED_DAYS;
  const scoresOf = (these: TieColumns, day: number): Float64Array =>
    influenceScores(reachedOf(snapshot, network, these, day), scale).scores;
  const without = scoresOf(others, today);
  const all = attentionOf(ties, snapshot.asOf, undefined, network.calibration.ties).arcs;
  const outcome = followedPurchases(snapshot.purchases, all, splitDay, network.calibration.windowDays);
  const { captureWith, captureWithout, standardError } = compareCapture(
    outcome,
    scoresOf(ties, splitDay),
    scoresOf(others, splitDay),
  );
  const differences = scores.map((score, i) => Math.abs(score - without[i]!));
  return {
    ties: socialTies,
    moved: differences.reduce((count, difference) => (difference >= MOVED_POINTS ? count + 1 : count), 0),
    meanDifference: differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, scores.length),
    splitAt: instantIn(snapshot.timeZone)(splitDay * DAY_MS),
    followedPurchases: outcome.reduce((sum, count) => sum + count, 0),
    captureWith,
    captureWithout,
    standardError,
  };
}

/** n per customer as of a day: customers' worth of behaviour each moves, everybody worth 1. */
function reachedOf(snapshot: Snapshot, network: NetworkCalibration, ties: TieColumns, day: number): Float64Array {
  const { ids } = snapshot;
  const { attention } = attentionAt(snapshot, network.calibration, day, ties);
  const { kappa } = kappaOf(network, attention, ids);
  const { gross } = solveConserving({
    csr: buildCsr(attention.arcs),
    shares: creditShares(attention, kappa),
    value: new Float64Array(idCount(ids)).fill(1),
  });
  return gross.map((n) => Math.max(0, n));
}
