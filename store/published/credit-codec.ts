import type { CustomerId } from '../../domain/events.ts';
import type { CreditNode } from '../../domain/network/local-push.ts';

/**
 * The credit a run froze, of some customers: what an order is moved on by until the next run (docs/decisions/0021-one-order.md). Ids once, then numbers.
 * A customer is [id, at, direct, f, K, referral, friends, follows, weights]; a referral [referrer, 1 for type two, saved], or 0.
 */
interface EncodedCredit {
  readonly ids: string;
  readonly customers: readonly EncodedNode[];
}
type EncodedNode = readonly [
  id: number,
  at: number,
  directMinor: number,
  fGrid: number,
  given: number,
  referral: 0 | readonly [referrer: number, typeTwo: 0 | 1, savedMinor: number],
  friends: readonly number[],
  follows: readonly number[],
  weight: readonly number[],
];

/** Credit as text; equal credit, equal text. */
export function encodeCredit(nodes: Iterable<readonly [CustomerId, CreditNode]>): string {
  const position = new Map<CustomerId, number>();
  const at = (id: CustomerId): number => {
    const known = position.get(id);
    if (known !== undefined) return known;
    position.set(id, position.size);
    return position.size - 1;
  };
  const customers = Array.from(nodes, ([id, node]): EncodedNode => [
    at(id),
    node.at,
    node.directMinor,
    node.fGrid,
    node.given,
    node.referral === null ? 0 : [at(node.referral.referrer), node.referral.typeTwo ? 1 : 0, node.referral.savedMinor],
    node.friends.map(at),
    node.follows.map(at),
    [...node.weight],
  ]);
  return JSON.stringify({ ids: [...position.keys()].join(' '), customers } satisfies EncodedCredit);
}

/** The reverse of {@link encodeCredit}. */
export function decodeCredit(text: string): Map<CustomerId, CreditNode> {
  const { ids: joined, customers } = JSON.parse(text) as EncodedCredit;
  const ids = joined.split(' ');
  const named = (numbers: readonly number[]): CustomerId[] => numbers.map((k) => ids[k]!);
  return new Map(
    customers.map(([id, at, directMinor, fGrid, given, referral, friends, follows, weight]) => [
      ids[id]!,
      {
        at,
        directMinor,
        fGrid,
        given,
        referral:
          referral === 0 ? null : { referrer: ids[referral[0]]!, typeTwo: referral[1] === 1, savedMinor: referral[2] },
        friends: named(friends),
        follows: named(follows),
        weight: Float64Array.from(weight),
      },
    ]),
  );
}
