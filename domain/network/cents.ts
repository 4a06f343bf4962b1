import { DomainError } from '../errors.ts';
import { roundConserving } from '../money/money.ts';
import type { Shares } from '../graph/kernel/shares.ts';
import { compensatedSum } from '../graph/kernel/sum.ts';

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
}

/**
 * Settles a solve to cents by the largest remainder. Who has no ties keeps their own value untouched.
 *
 * @param directMinor v′ the solve was given: whole minor units.
 * @param f From `solveConserving`: own value plus received credit.
 */
export function settleNetworkCents(directMinor: Float64Array, f: Float64Array, shares: Shares): NetworkCents {
  const unsafe = directMinor.findIndex((value) => !Number.isSafeInteger(value));
  if (unsafe >= 0)
    throw new DomainError('own value is a whole number of minor units', {
      customer: unsafe,
      value: directMinor[unsafe],
    });
  const received = f.map((value, i) => value - directMinor[i]!);
  const passedOn = f.map((value, i) => shares.given[i]! * value);
  const total = Math.round(compensatedSum(received));
  const receivedMinor = roundNonZero(received, total);
  const passedOnMinor = roundNonZero(passedOn, total);
  return {
    receivedMinor,
    passedOnMinor,
    customerMinor: directMinor.map((value, i) => value + receivedMinor[i]! - passedOnMinor[i]!),
  };
}

/** Rounds to the total among the entries that are not zero: a leftover cent never lands on who takes no part. */
function roundNonZero(exact: Float64Array, total: number): Float64Array {
  const taking = Int32Array.from(exact.keys()).filter((i) => exact[i] !== 0);
  const rounded = roundConserving(
    Float64Array.from(taking, (i) => exact[i]!),
    total,
  );
  const cents = new Float64Array(exact.length);
  taking.forEach((i, at) => {
    cents[i] = rounded[at]!;
  });
  return cents;
}
