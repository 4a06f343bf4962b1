import { DomainError } from '../errors.ts';
import { TIE_KINDS } from '../events.ts';
import type { TieKind } from '../events.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import type { Attention, TieColumns } from '../network/ties.ts';
import type { LogScale } from './scale.ts';
import { calibrateScale, scoreOn } from './scale.ts';

/** Followers of customers on one source (a network, the own shop); NaN where unknown. */
export interface SourceFollowers {
  readonly source: string;
  readonly followers: Float64Array;
}

/**
 * What the components measure, per customer, before they are put on a scale. NaN means unknown.
 * They describe a score; they are not its terms, and do not add up to it.
 */
export interface InfluenceMeasures {
  /** Followers per source. */
  readonly reach: readonly SourceFollowers[];
  /** Reactions (replies, shares, likes, mentions) received per known follower; unknown without followers. */
  readonly amplification: Float64Array;
  /** The part of n that arrives through followers of followers: n_i − Σ_j c_ij; unknown without any tie. */
  readonly network: Float64Array;
  /** Share (0–1) of known followers who were recently active themselves; unknown without followers. */
  readonly authenticity: Float64Array;
}

export interface ComponentScales {
  readonly version: number;
  readonly reach: Readonly<Record<string, LogScale>>;
  readonly amplification: LogScale;
  readonly network: LogScale;
}

/** 0–100 per customer, NaN where unknown. */
export interface InfluenceComponents {
  readonly reach: Float64Array;
  readonly amplification: Float64Array;
  readonly network: Float64Array;
  readonly authenticity: Float64Array;
}

const REACTIONS: ReadonlySet<TieKind> = new Set(['REPLY', 'SHARE', 'LIKE', 'MENTION'] as const);

/** A difference smaller than this part of n is what subtracting two nearly equal numbers leaves, not influence. */
const ROUNDING = 1e-9;

/**
 * @param reachedCustomers n per customer, from the solve with everybody worth 1.
 * @param activity Recent activity per customer, ≥ 0.
 * @param followers Follower counts of linked accounts per source; may be empty.
 */
export function influenceMeasures(
  ties: TieColumns,
  attention: Attention,
  shares: Shares,
  reachedCustomers: Float64Array,
  activity: Float64Array,
  followers: readonly SourceFollowers[],
): InfluenceMeasures {
  const { nodeCount: n, from, to, weight } = attention.arcs;
  if (reachedCustomers.length !== n || activity.length !== n || followers.some((each) => each.followers.length !== n)) {
    throw new DomainError('every column needs one entry per customer', { nodeCount: n });
  }
  const isReaction = TIE_KINDS.map((kind) => REACTIONS.has(kind));
  const known = new Float64Array(n);
  const active = new Float64Array(n);
  const reactions = new Float64Array(n);
  const credit = new Float64Array(n);
  const hasTie = new Uint8Array(n);
  for (let arc = 0; arc < from.length; arc++) {
    const followed = to[arc]!;
    hasTie[followed] = 1;
    hasTie[from[arc]!] = 1;
    known[followed]!++;
    if (activity[from[arc]!]! > 0) active[followed]!++;
    credit[followed]! += shares.follower[from[arc]!]! * weight[arc]! * shares.followed[followed]!;
    for (let t = attention.tieOffsets[arc]!; t < attention.tieOffsets[arc + 1]!; t++) {
      const tie = attention.ties[t]!;
      if (isReaction[ties.kind[tie]!]) reactions[followed]! += ties.weight[tie]!;
    }
  }
  return {
    reach: followers,
    amplification: reactions.map((count, i) => count / known[i]!),
    network: reachedCustomers.map((reached, i) => {
      if (hasTie[i] === 0) return Number.NaN;
      return reached - credit[i]! > ROUNDING * reached ? reached - credit[i]! : 0;
    }),
    authenticity: active.map((count, i) => count / known[i]!),
  };
}

export function calibrateComponents(measures: InfluenceMeasures, version: number): ComponentScales {
  return {
    version,
    reach: Object.fromEntries(measures.reach.map(({ source, followers }) => [source, calibrateScale(followers)])),
    amplification: calibrateScale(measures.amplification),
    network: calibrateScale(measures.network),
  };
}

/**
 * Followers are scaled within each source, since a thousand means little on one and much on another; a customer's reach
 * is that of their best source. A source without a frozen scale is left out until the next calibration.
 */
export function influenceComponents(measures: InfluenceMeasures, scales: ComponentScales): InfluenceComponents {
  const reach = new Float64Array(measures.network.length).fill(Number.NaN);
  for (const { source, followers } of measures.reach) {
    const scale = scales.reach[source];
    if (scale === undefined) continue;
    followers.forEach((count, i) => {
      const score = scoreOn(scale, count);
      if (score >= 0 && !(reach[i]! >= score)) reach[i] = score;
    });
  }
  return {
    reach,
    amplification: measures.amplification.map((amount) => scoreOn(scales.amplification, amount)),
    network: measures.network.map((amount) => scoreOn(scales.network, amount)),
    authenticity: measures.authenticity.map((share) => 100 * share),
  };
}
