import { calibrate, customerCounts, customerKappa, fixedCalibration } from '../../domain/network/calibration.ts';
import type { ItemHistory } from '../../domain/network/item-log.ts';
import { buildCsr } from '../../domain/graph/kernel/csr.ts';
import { pageRank } from '../../domain/graph/kernel/pagerank.ts';
import { solveConserving } from '../../domain/network/solve.ts';
import type { TieColumns } from '../../domain/network/ties.ts';
import { attentionOf, creditShares, recentActivity } from '../../domain/network/ties.ts';
import { DAY_MS } from '../../domain/time/time.ts';

/** What was known before `day`. */
export interface Known {
  readonly history: ItemHistory;
  readonly ties: TieColumns;
  readonly day: number;
  readonly windowDays: number;
}

/** A version of the model: which prior κ has, and how fast activity and evidence fade. */
export interface Version {
  readonly prior: 'EXPOSURE' | 'ONE' | 'FIXED';
  readonly activityHalfLifeDays: number;
  readonly evidenceHalfLifeDays: number;
}

/** A score per customer, by name. */
export type Scores = Readonly<Record<string, Float64Array>>;

/** Influence n (everybody worth 1) and gross network value (v = recent reviews) of one version. */
export function networkScores(
  { history, ties, day, windowDays }: Known,
  version: Version,
): { influence: Float64Array; value: Float64Array } {
  const recent = recentReviews(history, day, version.activityHalfLifeDays);
  const attention = attentionOf(ties, day * DAY_MS, recent);
  // h scales every κ alike and leaves the order as it is; fixed, so that thin early years can be scored.
  const choices = { version: 1, asOfMs: day * DAY_MS, windowDays, evidenceHalfLifeDays: version.evidenceHalfLifeDays };
  const measured =
    version.prior === 'FIXED' ? fixedCalibration(0.2, choices) : calibrate(history, attention, { ...choices, h: 0.22 });
  const calibration = version.prior === 'EXPOSURE' ? measured : { ...measured, exposureRate: null };
  const shares = creditShares(
    attention,
    customerKappa(calibration, attention, customerCounts(calibration, history, attention)),
  );
  const csr = buildCsr(attention.arcs);
  const gross = (value: Float64Array) => solveConserving({ csr, shares, value }).gross;
  return { influence: gross(new Float64Array(history.customerCount).fill(1)), value: gross(recent) };
}

/** Activity × in-degree, by how activity is counted: the rule of thumb to beat. */
export function productRules({ history, ties, day }: Known): Scores {
  const inDegree = inDegrees(ties);
  const times = (activity: Float64Array) => activity.map((amount, i) => amount * inDegree[i]!);
  const lastYear = new Float64Array(history.customerCount);
  ownersOf(history).forEach((i, row) => {
    if (history.day[row]! >= day - 365) lastYear[i]!++;
  });
  return {
    'activity (90 d half-life) × in-degree': times(recentReviews(history, day, 90)),
    'activity (180 d half-life) × in-degree': times(recentReviews(history, day, 180)),
    'activity (365 d half-life) × in-degree': times(recentReviews(history, day, 365)),
    'reviews of the last year × in-degree': times(lastYear),
    'all reviews × in-degree': times(recentReviews(history, day, Infinity)),
  };
}

export function plainScores({ history, ties, day }: Known): Scores {
  return {
    'in-degree': inDegrees(ties),
    'PageRank (d = .85)': pageRank(buildCsr({ nodeCount: ties.nodeCount, from: ties.from, to: ties.to })).rank,
    'activity (90 d half-life)': recentReviews(history, day, 90),
  };
}

function recentReviews(history: ItemHistory, day: number, halfLifeDays: number): Float64Array {
  return recentActivity(history.customerCount, ownersOf(history), history.day, day, halfLifeDays);
}

function ownersOf({ customerCount, offsets, item }: ItemHistory): Int32Array {
  const owner = new Int32Array(item.length);
  for (let i = 0; i < customerCount; i++) owner.fill(i, offsets[i]!, offsets[i + 1]!);
  return owner;
}

function inDegrees(ties: TieColumns): Float64Array {
  const inDegree = new Float64Array(ties.nodeCount);
  for (const followed of ties.to) inDegree[followed]!++;
  return inDegree;
}
