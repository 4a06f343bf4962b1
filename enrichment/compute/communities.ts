import { describeCommunities, keepIds, type CommunitySummary } from '../../domain/network/communities.ts';
import type { CustomerId } from '../../domain/events.ts';
import { louvain } from '../../domain/graph/louvain.ts';
import { idAt, idCount, type PackedIds } from '../../store/customers/packed-ids.ts';
import { exactSum } from './flow.ts';
import type { SnapshotRelations } from './relations.ts';

/** What the last run knew, so that a community keeps its id while most of its members stay. */
export interface KnownCommunities {
  /** The number of a customer's community, −1 for none. */
  readonly of: (id: CustomerId) => number;
  readonly nextId: number;
}

export interface CommunitiesResult {
  /** The most valuable first; `value` in minor units. Together with `unconnectedMinor` they sum to the total. */
  readonly communities: readonly CommunitySummary[];
  /** Id of each customer's community, −1 for who has no ties. */
  readonly idOf: Int32Array;
  readonly nextId: number;
  /** Members community by community in the order of `communities`, within one by falling value. */
  readonly members: Int32Array;
  readonly unconnected: number;
  readonly unconnectedMinor: number;
}

/**
 * Who belongs together, by who follows whom. Every tie counts alike: weights fade from day to day, and a customer should
 * not change community because a week has passed.
 *
 * @param totalMinor what each customer is worth, whole minor units
 * @param standing what makes a leader: gross network value
 */
export function computeCommunities(
  ids: PackedIds,
  relations: SnapshotRelations,
  totalMinor: Float64Array,
  standing: Float64Array,
  known: KnownCommunities | null,
): CommunitiesResult {
  const { arcs } = relations.attention;
  const count = idCount(ids);
  const connected = new Int32Array(count).fill(-1);
  const members: number[] = [];
  for (const ends of [arcs.from, arcs.to]) for (const end of ends) connected[end] = 0;
  for (let i = 0; i < count; i++) if (connected[i] === 0) connected[i] = members.push(i) - 1;
  const own = {
    nodeCount: members.length,
    from: arcs.from.map((i) => connected[i]!),
    to: arcs.to.map((i) => connected[i]!),
  };
  const pick = (column: Float64Array): Float64Array => Float64Array.from(members, (i) => column[i]!);
  const partition = louvain(own);
  const named = keepIds(
    partition,
    known === null
      ? undefined
      : {
          idOf: Int32Array.from(members, (i) => known.of(idAt(ids, i))),
          nextId: known.nextId,
        },
  );
  const values = pick(totalMinor);
  const communities = describeCommunities(partition, named, own, values, pick(standing))
    .map((community) => ({ ...community, leaders: community.leaders.map((leader) => members[leader]!) }))
    .sort((a, b) => b.value - a.value || a.id - b.id);

  const idOf = new Int32Array(count).fill(-1);
  for (const [k, i] of members.entries()) idOf[i] = named.idOf[k]!;
  const position = new Map(communities.map(({ id }, index) => [id, index]));
  const order = Int32Array.from(members).sort(
    (a, b) => position.get(idOf[a]!)! - position.get(idOf[b]!)! || totalMinor[b]! - totalMinor[a]! || a - b,
  );
  const connectedMinor = exactSum(values);
  return {
    communities,
    idOf,
    nextId: named.nextId,
    members: order,
    unconnected: count - members.length,
    unconnectedMinor: exactSum(totalMinor) - connectedMinor,
  };
}

/** A community as readers know it. */
export const communityKey = (id: number): string => `c${id}`;

/** The reverse of {@link communityKey}; −1 for none. */
export const numberOfCommunity = (key: string | null): number => (key === null ? -1 : Number(key.slice(1)));
