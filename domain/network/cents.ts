import { DomainError } from '../errors.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import type { Attention } from './ties.ts';

/**
 * The network step in whole minor units. For every customer customer = own + received − passedOn, and over all
 * customers Σ received = Σ passedOn, so Σ customer = Σ own to the cent.
 */
export interface NetworkCents {
  /** Gross network value: credited by those who follow the customer. */
  readonly receivedMinor: Float64Array;
  /** Credited by the customer to those they follow: K·f. */
  readonly passedOnMinor: Float64Array;
  /** e: what the customer is worth. */
  readonly customerMinor: Float64Array;
  /** What each arc of the attention carries: the terms of both. */
  readonly arcMinor: Float64Array;
}

/** What shares a follower's credit among those they follow. */
export type Giving = Pick<Attention, 'arcs' | 'offsets'>;

/**
 * Settles a solve to cents, giver by giver: each rounds what they pass on and splits those whole cents over their own ties by the largest
 * remainder; receivers add up what arrives. So what is received is what is passed on by construction, every tie carries whole cents, and an
 * order moves nobody's cent but of those its credit reaches. The price: what a customer receives may be off by half a cent per follower.
 *
 * @param directMinor v′ the solve was given: whole minor units.
 * @param f From `solveConserving`: own value plus received credit.
 */
export function settleNetworkCents(
  directMinor: Float64Array,
  f: Float64Array,
  shares: Shares,
  { arcs, offsets }: Giving,
): NetworkCents {
  const unsafe = directMinor.findIndex((value) => !Number.isSafeInteger(value));
  if (unsafe >= 0)
    throw new DomainError('own value is a whole number of minor units', {
      customer: unsafe,
      value: directMinor[unsafe],
    });
  const receivedMinor = new Float64Array(f.length);
  const passedOnMinor = new Float64Array(f.length);
  const arcMinor = new Float64Array(arcs.to.length);
  for (let giver = 0; giver < f.length; giver++) {
    const [from, to] = [offsets[giver]!, offsets[giver + 1]!];
    for (let arc = from; arc < to; arc++) arcMinor[arc] = arcs.weight[arc]! * shares.followed[arcs.to[arc]!]!;
    passedOnMinor[giver] = settleGiver(
      arcMinor.subarray(from, to),
      toGrid(f[giver]!),
      shares.given[giver]!,
      shares.follower[giver]!,
    );
    for (let arc = from; arc < to; arc++) receivedMinor[arcs.to[arc]!]! += arcMinor[arc]!;
  }
  return {
    receivedMinor,
    passedOnMinor,
    customerMinor: directMinor.map((value, i) => value + receivedMinor[i]! - passedOnMinor[i]!),
    arcMinor,
  };
}

/**
 * Values that credit is counted in are whole numbers of this part of a minor unit before they are settled: sums of whole numbers do not
 * depend on the order in which they are added, so a push of some orders, one by one, ends where one solve of all does (local-push.ts).
 */
export const GRID_PER_MINOR = 2 ** 24;

/** A value in minor units on the grid. */
export const toGrid = (minor: number): number => Math.round(minor * GRID_PER_MINOR);

/**
 * What lies this close below a border of rounding is taken over it. Halves and equal remainders are common, because values are whole cents and
 * shares are simple; which of two solves stopped a hair below one must not decide about a cent.
 */
const HAIR_MINOR = 2 ** -10;

/**
 * What one giver passes on along each tie, in whole minor units, in place.
 *
 * @param ties in: the weight of each tie; out: whole minor units
 * @param fGrid f of the giver on the grid
 * @param given K, what the giver passes on of it
 * @param perWeight what a tie of weight 1 carries of it; K where the weights sum to 1
 * @returns what is passed on altogether: the sum of the ties
 */
export function settleGiver(ties: Float64Array, fGrid: number, given: number, perWeight = given): number {
  const f = fGrid / GRID_PER_MINOR;
  const exact = given * f;
  if (ties.length === 0 || exact === 0) {
    ties.fill(0);
    return 0;
  }
  for (let tie = 0; tie < ties.length; tie++) ties[tie]! *= perWeight * f;
  // Adding 0 makes −0 a 0.
  const passedOnMinor = Math.round(exact + HAIR_MINOR) + 0;
  roundToTotal(ties, passedOnMinor);
  return passedOnMinor;
}

/**
 * Rounds amounts in place to whole ones of a total, by the largest remainder; of equal ones the first. Amounts that are exactly zero stay so: a
 * cent never lands on a tie that carries nothing.
 */
function roundToTotal(amounts: Float64Array, total: number): void {
  const remainders: { readonly at: number; readonly left: number }[] = [];
  let missing = total;
  for (let at = 0; at < amounts.length; at++) {
    const amount = amounts[at]!;
    const floor = Math.floor(amount + HAIR_MINOR);
    if (amount !== 0) remainders.push({ at, left: Math.round((amount - floor) / (2 * HAIR_MINOR)) });
    amounts[at] = floor + 0;
    missing -= floor;
  }
  if (missing === 0) return;
  remainders.sort((a, b) => b.left - a.left || a.at - b.at);
  // Amounts a hair below a whole one were taken up to it: where these are too many, who has least beyond it gives one back.
  if (missing < 0) remainders.reverse();
  // Floors lie less than one below each amount, and the total half of one from their sum: one round does, rounding errors aside.
  for (let k = 0; missing !== 0; k = (k + 1) % remainders.length) {
    const one = Math.sign(missing);
    amounts[remainders[k]!.at]! += one;
    missing -= one;
  }
}
