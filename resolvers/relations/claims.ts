import type { CustomerId } from '../../domain/events.ts';
import { bucketsOf, CLAIMS } from '../../published/blocks.ts';
import { decodeClaims, friendIn, type ClaimOutcome, type ClaimOutcomes } from '../../published/claims.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { bucketOf } from '../../store/published/slots.ts';
import type { RequestContext } from '../serve/context.ts';

/** What the visible run made of the claims about a customer; empty before a run has seen any. Small blocks, each read once per request. */
async function outcomesAbout(friend: CustomerId, { loaders }: RequestContext): Promise<ClaimOutcomes> {
  const generation = await loaders.generation();
  if (generation === null) return {};
  const { bits } = statisticsOf(generation).claims;
  const block = await loaders.text.load({ kind: bucketsOf(CLAIMS, bits), number: bucketOf(friend, bits) });
  return block === null ? {} : decodeClaims(block, friend);
}

/** What the visible run made of a claim; null when it has not seen it. */
export const outcomeOf = async (claim: string, context: RequestContext): Promise<ClaimOutcome | null> =>
  (await outcomesAbout(friendIn(claim), context))[claim] ?? null;

/** The name of the claim that the visible run counted for a friend; null where there is none. */
export async function countedClaim(friend: CustomerId, context: RequestContext): Promise<string | null> {
  const outcomes = await outcomesAbout(friend, context);
  return Object.keys(outcomes).find((claim) => outcomes[claim] === 'COUNTED') ?? null;
}
