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
  /** Followers among the customers, and those of them who were recently active themselves; unknown without followers. */
  readonly knownFollowers: Float64Array;
  readonly activeFollowers: Float64Array;
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
  /** Share of known followers who were recently active themselves, and what that says of all followers: a 95 % interval. */
  readonly authenticity: Float64Array;
  readonly authenticityLow: Float64Array;
  readonly authenticityHigh: Float64Array;
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
    knownFollowers: known.map((count) => (count === 0 ? Number.NaN : count)),
    activeFollowers: active.map((count, i) => (known[i] === 0 ? Number.NaN : count)),
  };
}

/** Scales that stay, with one more for each source nobody had been measured on before: sources are linked one after the other. */
export function withNewSources(scales: ComponentScales, measures: InfluenceMeasures): ComponentScales {
  const fresh = measures.reach.filter(
    ({ source, followers }) => scales.reach[source] === undefined && followers.some((count) => count >= 0),
  );
  return fresh.length === 0
    ? scales
    : {
        ...scales,
        reach: {
          ...scales.reach,
          ...Object.fromEntries(fresh.map(({ source, followers }) => [source, calibrateScale(followers)])),
        },
      };
}

/**
 * The scales that turn the measures of a population into components 0 to 100. @param version what tells scores of this
 * calibration from those of another
 */
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
    authenticity: measures.activeFollowers.map((active, i) => (100 * active) / measures.knownFollowers[i]!),
    authenticityLow: measures.activeFollowers.map((active, i) => 100 * wilson(active, measures.knownFollowers[i]!, -1)),
    authenticityHigh: measures.activeFollowers.map((active, i) => 100 * wilson(active, measures.knownFollowers[i]!, 1)),
  };
}

/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * An end of the 95 % interval of a share seen in a sample (E. B. Wilson 1927, "Probable inference, the law of succession, and
 * statistical inference", JASA 22): honest for few and for shares near 0 and 1, where p ± z·σ is not. The known followers are taken
 * for a sample of all; who follows a customer and is a customer too may be livelier than who is not.
 */
function wilson(hits: number, of: number, side: -1 | 1): number {
  const share = hits / of;
  const spread = (side * Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))) / (1 + Z ** 2 / of);
  const centre = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  return Math.min(1, Math.max(0, centre + spread));
}
