import { calibrateInfluence, influenceScores } from '../../domain/influence/score.ts';
import {
  calibrateComponents,
  influenceComponents,
  influenceMeasures,
  withNewSources,
  type InfluenceMeasures,
} from '../../domain/influence/components.ts';
import { fitOnFollowers, type FollowerFit } from '../../domain/influence/honesty.ts';
import { solveConserving } from '../../domain/network/solve.ts';
import { followersAt, followersInAll, isCombinable, type AudienceColumns } from '../../domain/social/audience.ts';
import type { InfluenceProfile } from '../../domain/profile/profile.ts';
import type { InfluenceScales, SocialLift } from '../../published/statistics.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { NetworkCalibration } from './kappa.ts';
import { socialLift } from './social-lift.ts';
import { rowsOf, type Rows } from './rows.ts';
import type { SnapshotRelations } from './relations.ts';

export interface InfluenceResult {
  /** Per customer; null where nothing is known about their reach: no tie in either direction. */
  readonly profiles: Rows<InfluenceProfile | null>;
  readonly scales: InfluenceScales | null;
  /** How much of the score is only the number of followers: over all of them together, and per source. */
  readonly followerFit: FollowerFit;
  readonly followerFits: readonly (FollowerFit & { readonly source: string })[];
  readonly socialLift: SocialLift | null;
}

/** One decimal: finer differences say nothing, and would rewrite customers whose reach did not move. */
const roundScore = (score: number): number => Math.round(score * 10) / 10;
const roundOrNull = (score: number): number | null => (Number.isNaN(score) ? null : roundScore(score));

/** The name of ties between customers among the sources of reach. */
const OWN = 'own';

const reachAt = (audience: AudienceColumns, count: number) =>
  audience.sources.filter(isCombinable).map((source) => ({ source, followers: followersAt(audience, source, count) }));

/** Followers wherever they are: at social sources where any is known, else among the customers. */
function inAll(audience: AudienceColumns, own: Float64Array): Float64Array {
  const elsewhere = followersInAll(audience, own.length);
  return own.map((count, i) => (Number.isNaN(count) || Number.isNaN(elsewhere[i]!) ? count : count + elsewhere[i]!));
}

/** Frozen scales, with one more where a source is met for the first time. */
function extended(frozen: InfluenceScales, measures: InfluenceMeasures): InfluenceScales {
  const components = withNewSources(frozen.components, measures);
  return components === frozen.components ? frozen : { ...frozen, components };
}

/** Anchors taken from a tenth of today's company, or less, no longer say what is typical of it. */
const OUTGROWN = 10;

/**
 * How many customers' worth of behaviour everybody moves: the conserving solve with v = 1, on scales frozen at the first
 * run that has reach to measure, and taken anew, under the next version, when the company has outgrown them or the network
 * was calibrated again.
 */
export function computeInfluence(
  snapshot: Snapshot,
  relations: SnapshotRelations,
  network: NetworkCalibration,
  frozen: InfluenceScales | null,
): InfluenceResult {
  const count = idCount(snapshot.ids);
  const networkVersion = network.calibration.version;
  const known = new Uint8Array(count);
  const followers = new Float64Array(count);
  const { from, to } = relations.attention.arcs;
  for (let arc = 0; arc < from.length; arc++) {
    known[from[arc]!] = 1;
    known[to[arc]!] = 1;
    followers[to[arc]!]! += 1;
  }
  if (from.length === 0)
    return {
      profiles: rowsOf(count, () => null),
      scales: frozen,
      followerFit: { rSquared: null, customers: 0 },
      followerFits: [],
      socialLift: null,
    };

  const { gross } = solveConserving({
    csr: relations.csr,
    shares: relations.shares,
    value: new Float64Array(count).fill(1),
  });
  // The solve ends within 1e-13 of the answer; who has no follower has exactly none.
  const reached = gross.map((n, i) => (followers[i] === 0 ? 0 : Math.max(0, n)));
  const ofKnown = (column: Float64Array): Float64Array =>
    column.map((amount, i) => (known[i] === 0 ? Number.NaN : amount));
  const measures = influenceMeasures(
    relations.ties,
    relations.attention,
    relations.shares,
    reached,
    relations.activity,
    [{ source: OWN, followers: ofKnown(followers) }, ...reachAt(snapshot.audience, count)],
  );
  const customers = reached.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
  const version = (frozen?.score.version ?? 0) + 1;
  const fits = frozen !== null && frozen.networkVersion === networkVersion && customers < OUTGROWN * frozen.customers;
  const scales =
    frozen !== null && (customers === 0 || fits)
      ? extended(frozen, measures)
      : {
          score: calibrateInfluence(ofKnown(reached), version),
          components: calibrateComponents(measures, version),
          customers,
          networkVersion,
        };
  const { scores } = influenceScores(reached, scales.score);
  const components = influenceComponents(measures, scales.components);
  return {
    scales,
    followerFit: fitOnFollowers(scores, inAll(snapshot.audience, ofKnown(followers))),
    socialLift: socialLift(snapshot, network, relations.ties, scores, scales.score),
    followerFits: measures.reach.map((each) => ({
      source: each.source,
      ...fitOnFollowers(ofKnown(scores), each.followers),
    })),
    profiles: rowsOf(count, (i) =>
      known[i] === 0
        ? null
        : {
            score: roundScore(scores[i]!),
            network: roundScore(components.network[i]!),
            reach: roundOrNull(components.reach[i]!),
            amplification: roundOrNull(components.amplification[i]!),
            authenticity: roundOrNull(components.authenticity[i]!),
            authenticityLow: roundOrNull(components.authenticityLow[i]!),
            authenticityHigh: roundOrNull(components.authenticityHigh[i]!),
            calibration: `influence-${scales.score.version}`,
          },
    ),
  };
}
