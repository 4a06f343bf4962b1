import type { CustomerId } from '../domain/events.ts';
import type { ReferralRejectionReason } from '../domain/referral/forest.ts';
import type { ReferralSuspicion } from '../domain/referral/suspicion.ts';

/** What a run made of a claim. */
export type ClaimOutcome = 'COUNTED' | ReferralRejectionReason;

/** Outcomes of the claims about one customer, by the name of the claim. */
export type ClaimOutcomes = Readonly<Record<string, ClaimOutcome>>;

/** The outcomes of a block (`bucketsOf(CLAIMS, …)` in blocks.ts) as text, by the friend they are about. */
export const encodeClaims = (outcomes: Readonly<Record<CustomerId, ClaimOutcomes>>): string => JSON.stringify(outcomes);

/** The outcomes of one customer out of a block. */
export const decodeClaims = (text: string, friend: CustomerId): ClaimOutcomes =>
  (JSON.parse(text) as Record<CustomerId, ClaimOutcomes>)[friend] ?? {};

/**
 * The friend a claim is about.
 * @example friendIn('7zk3m9q0v2c4n8r1t6w5#01767614400000#abc') // '7zk3m9q0v2c4n8r1t6w5'
 */
export const friendIn = (claim: string): CustomerId => claim.slice(0, claim.indexOf('#'));

/** A suspicion as readers find it. Amounts in minor units. */
export interface PublishedSuspicion extends Pick<ReferralSuspicion, 'reason' | 'creditMinor' | 'rewardMinor'> {
  /** Names of the claims, at most {@link CLAIMS_NAMED}. */
  readonly claims: readonly string[];
  readonly customers: readonly CustomerId[];
}

/** Claims and customers named of one suspicion: a long circle is told by its beginning. */
export const CLAIMS_NAMED = 50;
