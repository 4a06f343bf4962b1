import { DomainError } from '../errors.ts';
import { TIE_KINDS } from '../events.ts';
import type { TieKind } from '../events.ts';
import { DAY_MS } from '../time/time.ts';
import { countingSort } from '../graph/counting-sort.ts';
import type { Arcs } from '../graph/kernel/csr.ts';
import type { Shares } from '../graph/kernel/shares.ts';

/** Ties as parallel columns, one entry per tie; customers are indices 0 … nodeCount − 1. */
export interface TieColumns {
  readonly nodeCount: number;
  /** Who follows: gives credit. */
  readonly from: Int32Array;
  /** Who is followed: receives it. */
  readonly to: Int32Array;
  /** Index into TIE_KINDS. */
  readonly kind: Uint8Array;
  /** Strength, ≥ 0: a count of interactions, or 1 where the source has none. Compared across sources as given. */
  readonly weight: Float64Array;
  /** When the tie was last seen, epoch milliseconds. */
  readonly atMs: Float64Array;
  /** Index into the caller's list of sources; evidence only, the arithmetic ignores it. */
  readonly source?: Uint16Array;
}

/** The ties that are kept, in their order. */
export function tiesWhere(ties: TieColumns, isKept: (tie: number) => boolean): TieColumns {
  const kept = Int32Array.from(ties.from.keys()).filter(isKept);
  const of = (column: Int32Array | Uint8Array | Float64Array) => (_: number, k: number) => column[kept[k]!]!;
  return {
    nodeCount: ties.nodeCount,
    from: Int32Array.from(kept, of(ties.from)),
    to: Int32Array.from(kept, of(ties.to)),
    kind: Uint8Array.from(kept, of(ties.kind)),
    weight: Float64Array.from(kept, of(ties.weight)),
    atMs: Float64Array.from(kept, of(ties.atMs)),
  };
}

export interface TieKindSetting {
  /** Strength of one such tie against a follow. */
  readonly weight: number;
  /** Days after which it counts half; null for a state that holds until it is withdrawn. */
  readonly halfLifeDays: number | null;
}
export type TieSettings = Readonly<Record<TieKind, TieKindSetting>>;

/**
 * Assumptions, not measurements: states hold, acts fade, and what costs the follower more effort counts for more.
 * They matter only between several people one customer follows, never for how much that customer gives in total.
 */
export const DEFAULT_TIE_SETTINGS: TieSettings = {
  FOLLOW: { weight: 1, halfLifeDays: null },
  TRUST: { weight: 2, halfLifeDays: null },
  REPLY: { weight: 1, halfLifeDays: 180 },
  SHARE: { weight: 1.5, halfLifeDays: 180 },
  LIKE: { weight: 0.5, halfLifeDays: 180 },
  MENTION: { weight: 1, halfLifeDays: 180 },
  VISIT_TOGETHER: { weight: 2, halfLifeDays: 365 },
  OTHER: { weight: 0.5, halfLifeDays: 180 },
};

/** Below this total strength a customer's ties are forgotten (one plain tie after some seven half-lives): they give nothing. */
const FORGOTTEN_BELOW = 0.01;

/** Who pays attention to whom: at most one arc per ordered pair, by follower and then followed. */
export interface Attention {
  /** Weight of an arc j → i is w_ij; the arcs of a follower sum to 1, or to 0 when their ties are forgotten. */
  readonly arcs: Required<Arcs>;
  /** The arcs of follower j are offsets[j] … offsets[j + 1] − 1. */
  readonly offsets: Int32Array;
  /** 1 where the follower has attention to give. */
  readonly attends: Uint8Array;
  /** Σ_i s_ij·a_i: how much a follower gets to see; 0 when everyone they follow is silent. */
  readonly exposure: Float64Array;
  /** The ties behind arc a are ties[tieOffsets[a]] … ties[tieOffsets[a + 1] − 1], as positions in the tie columns. */
  readonly tieOffsets: Int32Array;
  readonly ties: Int32Array;
}

/**
 * The attention w_ij of follower j over everyone j follows:
 *
 *     w_ij = s_ij·a_i / Σ_k s_kj·a_k,   s_ij = Σ ties kind weight · weight · 2^(−age/half-life),
 *
 * with a_i the recent activity of the followed: who posts, reviews or buys more is seen more. When everyone j follows is
 * inactive, a_i counts as equal. Ties to oneself do not count; a tie dated after `asOfMs` counts as fresh.
 *
 * @param activity a per customer, ≥ 0 (see `recentActivity`); absent: everybody alike.
 * @throws DomainError when a column has another length, an end is out of range, or a weight is not finite and ≥ 0.
 */
export function attentionOf(
  ties: TieColumns,
  asOfMs: number,
  activity?: Float64Array,
  settings: TieSettings = DEFAULT_TIE_SETTINGS,
): Attention {
  requireTies(ties, activity);
  const { nodeCount: n, from, to } = ties;
  const order = countingSort(from, n, countingSort(to, n));
  const { arcFrom, arcTo, tieOffsets, sorted } = groupPairs(ties, order);
  const arcCount = arcFrom.length;

  const weight = new Float64Array(arcCount);
  for (let a = 0; a < arcCount; a++) {
    for (let t = tieOffsets[a]!; t < tieOffsets[a + 1]!; t++)
      weight[a]! += strengthOf(ties, sorted[t]!, asOfMs, settings);
  }
  const offsets = new Int32Array(n + 1);
  for (const follower of arcFrom) offsets[follower + 1]!++;
  for (let j = 0; j < n; j++) offsets[j + 1]! += offsets[j]!;
  const attends = new Uint8Array(n);
  const exposure = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const total = normalise(weight, arcTo, offsets[j]!, offsets[j + 1]!, activity);
    attends[j] = total === null ? 0 : 1;
    exposure[j] = total ?? 0;
  }
  return {
    arcs: { nodeCount: n, from: arcFrom, to: arcTo, weight },
    offsets,
    attends,
    exposure,
    tieOffsets,
    ties: sorted,
  };
}

/**
 * The shares c_ij = κ_j·w_ij, ready for the conserving solve over `buildCsr(attention.arcs)`.
 *
 * @param kappa κ for everybody, or per customer; in [0, 1).
 */
export function creditShares(attention: Attention, kappa: number | Float64Array): Shares {
  const n = attention.arcs.nodeCount;
  if (typeof kappa !== 'number' && kappa.length !== n)
    throw new DomainError('kappa needs one entry per customer', { nodeCount: n, length: kappa.length });
  const follower = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const share = typeof kappa === 'number' ? kappa : kappa[j]!;
    if (!(share >= 0 && share < 1)) throw new DomainError('kappa is in [0, 1)', { customer: j, kappa: share });
    if (attention.attends[j] === 1) follower[j] = share;
  }
  return { follower, followed: new Float64Array(n).fill(1), given: follower };
}

/**
 * Recent activity per customer: Σ 2^(−age/half-life) over their acts (purchases, reviews, posts) up to the as-of day.
 *
 * @param customer Customer index of each act; @param day Its day number.
 */
export function recentActivity(
  customerCount: number,
  customer: Int32Array,
  day: Int32Array,
  asOfDay: number,
  halfLifeDays: number,
): Float64Array {
  const activity = new Float64Array(customerCount);
  for (let p = 0; p < customer.length; p++) {
    const ageDays = asOfDay - day[p]!;
    if (ageDays >= 0) activity[customer[p]!]! += 2 ** (-ageDays / halfLifeDays);
  }
  return activity;
}

function requireTies({ nodeCount, from, to, kind, weight, atMs }: TieColumns, activity?: Float64Array): void {
  const lengths = [from.length, to.length, kind.length, weight.length, atMs.length];
  if (new Set(lengths).size !== 1) throw new DomainError('tie columns differ in length', { lengths });
  if (activity && activity.length !== nodeCount)
    throw new DomainError('activity needs one entry per customer', { nodeCount, length: activity.length });
  for (let t = 0; t < from.length; t++) {
    const isInRange =
      from[t]! >= 0 && from[t]! < nodeCount && to[t]! >= 0 && to[t]! < nodeCount && kind[t]! < TIE_KINDS.length;
    if (!isInRange)
      throw new DomainError('tie outside the customers or kinds', { tie: t, from: from[t], to: to[t], kind: kind[t] });
    if (!(weight[t]! >= 0 && weight[t]! < Infinity))
      throw new DomainError('a tie weight is finite and ≥ 0', { tie: t, weight: weight[t] });
  }
}

function strengthOf(ties: TieColumns, tie: number, asOfMs: number, settings: TieSettings): number {
  const { weight, halfLifeDays } = settings[TIE_KINDS[ties.kind[tie]!]!];
  const ageDays = Math.max(0, (asOfMs - ties.atMs[tie]!) / DAY_MS);
  return weight * ties.weight[tie]! * (halfLifeDays === null ? 1 : 2 ** (-ageDays / halfLifeDays));
}

/** Turns ties sorted by (from, to) into one arc per pair, dropping ties to oneself. */
function groupPairs({ from, to }: TieColumns, order: Int32Array) {
  const sorted = order.filter((tie) => from[tie] !== to[tie]);
  const startsArc = (at: number) =>
    at === 0 || from[sorted[at]!] !== from[sorted[at - 1]!] || to[sorted[at]!] !== to[sorted[at - 1]!];
  let arcCount = 0;
  for (let at = 0; at < sorted.length; at++) if (startsArc(at)) arcCount++;
  const arcFrom = new Int32Array(arcCount);
  const arcTo = new Int32Array(arcCount);
  const tieOffsets = new Int32Array(arcCount + 1);
  let arc = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (!startsArc(at)) continue;
    arcFrom[arc] = from[sorted[at]!]!;
    arcTo[arc] = to[sorted[at]!]!;
    tieOffsets[arc++] = at;
  }
  tieOffsets[arcCount] = sorted.length;
  return { arcFrom, arcTo, tieOffsets, sorted };
}

/** Turns strengths into shares of one follower's attention in place; returns the exposure, or null when the ties are forgotten. */
function normalise(
  weight: Float64Array,
  arcTo: Int32Array,
  begin: number,
  end: number,
  activity?: Float64Array,
): number | null {
  let strength = 0;
  let seen = 0;
  for (let a = begin; a < end; a++) {
    strength += weight[a]!;
    seen += weight[a]! * (activity ? activity[arcTo[a]!]! : 1);
  }
  if (strength < FORGOTTEN_BELOW) {
    weight.fill(0, begin, end);
    return null;
  }
  for (let a = begin; a < end; a++) {
    weight[a] = seen > 0 ? (weight[a]! * (activity ? activity[arcTo[a]!]! : 1)) / seen : weight[a]! / strength;
  }
  return seen;
}
