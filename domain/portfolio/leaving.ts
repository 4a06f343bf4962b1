import { descendingOrder } from '../numerics/order.ts';

/** Customers a list of who is about to leave names. */
export const LEAVING = 60;

/** … and one of those who have a trusted contact, from which each contact takes their own. */
export const LEAVING_WITH_CONTACT = 250;

/** What is lost if a customer leaves, in whole minor units. Own and network stand apart: what others are worth only through a customer is part of their own value. */
export interface Leaving {
  /** Position of the customer. */
  readonly customer: number;
  /** Expected loss of own orders: value at risk. */
  readonly ownMinor: number;
  /** What others are worth only through them, and that times the chance of leaving; null where it was not worked out. */
  readonly networkMinor: number | null;
  readonly expectedNetworkMinor: number | null;
  /** P(another order within the horizon), to three decimals. */
  readonly returnProbability: number;
}

/** Who costs most by leaving: by own orders, and by what they carry. */
export interface LeavingLists {
  readonly byOwn: readonly Leaving[];
  readonly byNetwork: readonly Leaving[];
}

/**
 * The lists of everybody who has bought, the largest expected loss first; nobody is listed who has nothing to lose.
 *
 * @param own value at risk of own orders per customer, whole minor units; NaN who never bought
 * @param network what others are worth only through a customer, of those for whom it was worked out
 * @param most how many a list names
 */
export function leavingLists(
  own: Float64Array,
  returnProbability: Float64Array,
  network: ReadonlyMap<number, number>,
  most = LEAVING,
): LeavingLists {
  const expected = Float64Array.from(own, (value, i) => {
    const carried = network.get(i);
    return carried === undefined || Number.isNaN(value)
      ? Number.NaN
      : Math.round(carried * (1 - returnProbability[i]!));
  });
  const list = (values: Float64Array): Leaving[] =>
    [...descendingOrder(values).subarray(0, most)]
      .filter((i) => values[i]! > 0)
      .map((customer) => ({
        customer,
        ownMinor: own[customer]!,
        networkMinor: network.get(customer) ?? null,
        expectedNetworkMinor: network.has(customer) ? expected[customer]! : null,
        returnProbability: returnProbability[customer]!,
      }));
  return { byOwn: list(own), byNetwork: list(expected) };
}
