/**
 * Whose a name is that several users were seen with: an anonymous id of a device, or an earlier id of a user. Pure: from all that was ever said of
 * names, in whatever order and however often.
 */
import type { CustomerId } from '../events.ts';

/** The users a name was said to be of. */
export type SaidOf = (name: CustomerId) => Iterable<CustomerId>;

/** A name said of as many users is nobody's, whoever they are: a device in a shop. */
export const MOST_USERS = 64;

/**
 * Who a name stands for: the one user it was said of, followed on while that user's id is an earlier id of another. A name of two or more
 * persons stands for itself, because nothing says whose an event without a user is. Names said of one another in a circle are one person, under the first
 * of them.
 */
export function ownerOf(name: CustomerId, said: SaidOf): CustomerId {
  const circles = circlesIn(name, said);
  const circleOf = (one: CustomerId): readonly CustomerId[] => circles.get(one) ?? [one];
  const found = new Map<CustomerId, CustomerId>();
  const owner = (one: CustomerId): CustomerId => {
    const circle = circleOf(one);
    const first = circle[0]!;
    const known = found.get(first);
    if (known !== undefined) return known;
    const own = new Set(circle);
    const users = new Set(circle.flatMap((member) => [...said(member)]).filter((user) => !own.has(user)));
    const owners = users.size >= MOST_USERS ? users : new Set([...users].map(owner));
    const [only] = owners;
    const result = owners.size === 1 ? only! : first;
    found.set(first, result);
    return result;
  };
  return owner(name);
}

/** Names that lead back to themselves, each with all of its circle in a fixed order. */
function circlesIn(name: CustomerId, said: SaidOf): ReadonlyMap<CustomerId, readonly CustomerId[]> {
  const reachable = new Map([...reachedFrom(name, said), name].map((one) => [one, reachedFrom(one, said)] as const));
  return new Map(
    [...reachable].flatMap(([one, reached]) =>
      reached.has(one)
        ? [[one, [...reached].filter((other) => reachable.get(other)?.has(one) === true).sort()] as const]
        : [],
    ),
  );
}

function reachedFrom(name: CustomerId, said: SaidOf): Set<CustomerId> {
  const reached = new Set<CustomerId>();
  for (let front = [name]; front.length > 0;) {
    front = [...new Set(front.flatMap((one) => [...said(one)]))].filter((one) => !reached.has(one));
    for (const one of front) reached.add(one);
  }
  return reached;
}
