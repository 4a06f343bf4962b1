/** The communities that chance draws whole, or by a rate of their own. */
import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { FEWEST_COMMUNITIES, LARGEST_UNIT, partLarge, tooLarge } from '../../domain/experiments/designs.ts';
import { chunksOf, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { loadProfiles } from '../published/customers.ts';
import type { VisibleGeneration } from '../published/generations.ts';
import { outgoing } from '../relations/pages.ts';

const PROFILES_AT_ONCE = 100;
const FOLLOWERS_AT_ONCE = 16;
/** Ties of one follower that are looked at. */
const MOST_TIES = 500;

/**
 * Numbers of the published communities of customers; who is in none is one of their own, below 0. One with more than a twentieth of the customers is parted by the ties
 * among them, a query for each of its members; its parts get the numbers above those of the others.
 *
 * @param ids in order
 */
export async function communitiesOf(
  db: Db,
  ids: readonly CustomerId[],
  shown: VisibleGeneration,
): Promise<Float64Array> {
  const unit = new Float64Array(ids.length);
  let at = 0;
  for (const some of chunksOf(ids, PROFILES_AT_ONCE)) {
    const profiles = await loadProfiles(db, some, shown);
    for (const id of some) {
      const community = profiles.get(id)?.profile.community ?? null;
      unit[at] = community === null ? -1 - at : Number(community.slice(1));
      at += 1;
    }
  }
  const large = new Set(tooLarge(Int32Array.from(unit), new Uint8Array(ids.length).fill(1), ids.length));
  if (large.size === 0) return unit;
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const [from, to]: [number[], number[]] = [[], []];
  const inside = [...ids.keys()].filter((place) => large.has(unit[place]!));
  const followed = await mapLimit(inside, FOLLOWERS_AT_ONCE, async (place) => {
    const { items } = await outgoing(db, ids[place]!, { first: MOST_TIES });
    return items.flatMap((tie) => placeOf.get(tie.followed) ?? []).filter((other) => unit[other] === unit[place]);
  });
  for (const [k, place] of inside.entries())
    for (const other of followed[k]!) {
      from.push(place);
      to.push(other);
    }
  const parted = Int32Array.from(unit);
  partLarge(
    { nodeCount: ids.length, from: Int32Array.from(from), to: Int32Array.from(to) },
    parted,
    new Uint8Array(ids.length).fill(1),
  );
  return Float64Array.from(parted);
}

/** Members of each community. */
export const sizesOf = (unit: Float64Array): Map<number, number> => {
  const sizes = new Map<number, number>();
  for (const one of unit) sizes.set(one, (sizes.get(one) ?? 0) + 1);
  return sizes;
};

/** (Σn)²/Σn²: how many communities of one size would be worth as much. */
export const effectiveOf = (sizes: ReadonlyMap<number, number>, members: number): number =>
  members ** 2 / [...sizes.values()].reduce((sum, size) => sum + size * size, 0);

/** @throws VisibleError TOO_FEW_COMMUNITIES where their own luck would decide */
export function checkCommunities(unit: Float64Array): void {
  const sizes = sizesOf(unit);
  const effective = effectiveOf(sizes, unit.length);
  const largest = Math.max(...sizes.values());
  if (effective >= FEWEST_COMMUNITIES && largest <= Math.max(1, LARGEST_UNIT * unit.length)) return;
  const needed =
    largest > LARGEST_UNIT * unit.length
      ? `The largest community has ${largest} of ${unit.length} members, more than a twentieth, and its ties part it no further`
      : `The communities are worth ${effective.toFixed(1)} of one size`;
  throw new VisibleError(
    'TOO_FEW_COMMUNITIES',
    `${needed}; ${FEWEST_COMMUNITIES} are needed, or chance alone makes too many lifts. Draw customers: design USER.`,
  );
}
