import { DomainError } from '../errors.ts';
import type { Arcs } from '../graph/kernel/csr.ts';
import type { Partition } from '../graph/louvain.ts';

/** Communities with the ids they keep from run to run. */
export interface NamedPartition {
  /** Id of each node's community. */
  readonly idOf: Int32Array;
  /** Id of each community of the partition, by its number. */
  readonly ids: Int32Array;
  /** The lowest id never given so far. */
  readonly nextId: number;
}

/** What the last run left behind, in the node numbering of this one. */
export interface PreviousCommunities {
  /** Id per node; -1 for a node the last run did not know. */
  readonly idOf: Int32Array;
  readonly nextId: number;
}

/**
 * Gives every community the id of the earlier one it shares most members with; each id goes to one community, the
 * largest overlap first, equal overlaps to the older id. Communities without one get ids never used before.
 */
export function keepIds({ community, count }: Partition, previous?: PreviousCommunities): NamedPartition {
  const ids = new Int32Array(count).fill(-1);
  let nextId = previous?.nextId ?? 0;
  if (previous) {
    if (previous.idOf.length !== community.length) {
      throw new DomainError('the previous communities need one entry per node', {
        length: previous.idOf.length,
        nodeCount: community.length,
      });
    }
    const taken = new Set<number>();
    for (const { now, before } of overlaps(community, previous.idOf, nextId)) {
      if (ids[now] !== -1 || taken.has(before)) continue;
      ids[now] = before;
      taken.add(before);
    }
  }
  for (let c = 0; c < count; c++) if (ids[c] === -1) ids[c] = nextId++;
  return { idOf: community.map((c) => ids[c]!), ids, nextId };
}

function overlaps(
  community: Int32Array,
  before: Int32Array,
  nextId: number,
): { now: number; before: number; shared: number }[] {
  const shared = new Map<number, number>();
  for (let i = 0; i < community.length; i++) {
    const old = before[i]!;
    if (old < 0) continue;
    if (old >= nextId)
      throw new DomainError('a previous community has an id that was never given', { node: i, id: old, nextId });
    const key = community[i]! * nextId + old;
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  return Array.from(shared, ([key, count]) => ({
    now: Math.floor(key / nextId),
    before: key % nextId,
    shared: count,
  })).sort((a, b) => b.shared - a.shared || a.before - b.before || a.now - b.now);
}

export interface CommunitySummary {
  readonly id: number;
  readonly size: number;
  /** Σ value of the members; over all communities this is the total. In whole minor units it is exact. */
  readonly value: number;
  /** Share of the members' tie weight that is with each other; null when they have no ties. */
  readonly innerShare: number | null;
  /** Members with the highest standing, highest first; equal standing by number. */
  readonly leaders: readonly number[];
}

/**
 * Describes each community, in the order of the partition.
 *
 * @param value what a member is worth, any unit; @param standing what makes a leader, for example gross network value
 */
export function describeCommunities(
  { community, count }: Partition,
  { ids }: NamedPartition,
  arcs: Arcs,
  value: Float64Array,
  standing: Float64Array,
  leaderCount = 5,
): CommunitySummary[] {
  const size = new Int32Array(count);
  const total = new Float64Array(count);
  for (let i = 0; i < community.length; i++) {
    size[community[i]!]!++;
    total[community[i]!]! += value[i]!;
  }
  const inside = new Float64Array(count);
  const ends = new Float64Array(count);
  for (let a = 0; a < arcs.from.length; a++) {
    const [follower, followed, weight] = [community[arcs.from[a]!]!, community[arcs.to[a]!]!, arcs.weight?.[a] ?? 1];
    ends[follower]! += weight;
    ends[followed]! += weight;
    if (follower === followed) inside[follower]! += 2 * weight;
  }
  const leaders = leadersOf(community, count, standing, leaderCount);
  return Array.from({ length: count }, (_, c) => ({
    id: ids[c]!,
    size: size[c]!,
    value: total[c]!,
    innerShare: ends[c]! > 0 ? inside[c]! / ends[c]! : null,
    leaders: leaders[c]!,
  }));
}

function leadersOf(community: Int32Array, count: number, standing: Float64Array, leaderCount: number): number[][] {
  const leaders: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < community.length; i++) {
    const list = leaders[community[i]!]!;
    // Short insertion: most members fail the first comparison, so sorting everybody would be the slow way.
    if (list.length === leaderCount && standing[list.at(-1)!]! >= standing[i]!) continue;
    let at = list.length;
    while (at > 0 && standing[list[at - 1]!]! < standing[i]!) at--;
    list.splice(at, 0, i);
    if (list.length > leaderCount) list.pop();
  }
  return leaders;
}
