/** Where a run puts what it shows beside profiles: names of blocks and lists, each under the generation that wrote it. */
import { ID_LETTERS, type CustomerId } from '../domain/events.ts';

/** Block of the communities, and list of their members, community by community (published/communities.ts). */
export const COMMUNITIES = 'communities';
export const COMMUNITY_MEMBERS = 'community-members';
/** Block of the reports (published/reports.ts). */
export const REPORTS = 'reports';
/** Blocks of flows: `flows-<first letters of the customer id>` (published/flows-codec.ts). */
export const FLOWS = 'flows';
/** Blocks of what became of referral claims: `claims-<first letters of the friend's id>` (published/claims.ts). */
export const CLAIMS = 'claims';

/** Blocks of a view's profiles: `profiles-<first letters of the customer id>` (published/view-profiles.ts). */
export const PROFILES = 'profiles';

/** List that holds a segment's members, those with most of what it was selected for first. */
export const segmentList = (key: string): string => `segment-${key}`;

/** Block that holds a customer's flows, where blocks are named by so many letters. */
export const flowBlock = (id: CustomerId, letters: number): string => `${FLOWS}-${id.slice(0, letters)}`;

/** Block that holds the outcomes of the claims about a customer, where blocks are named by so many letters. */
export const claimBlock = (friend: CustomerId, letters: number): string => `${CLAIMS}-${friend.slice(0, letters)}`;

/** Block that holds a customer's profile in a view, where blocks are named by so many letters. */
export const profileBlock = (id: CustomerId, letters: number): string => `${PROFILES}-${id.slice(0, letters)}`;

/** Every name {@link flowBlock} can give. */
export const flowBlockNames = (letters: number): string[] => blockNames(FLOWS, letters);

/** Every name of the blocks of a kind that is named by so many letters. */
export function blockNames(kind: typeof FLOWS | typeof CLAIMS | typeof PROFILES, letters: number): string[] {
  let prefixes = [''];
  for (let k = 0; k < letters; k++)
    prefixes = prefixes.flatMap((prefix) => Array.from(ID_LETTERS, (letter) => prefix + letter));
  return prefixes.map((prefix) => `${kind}-${prefix}`);
}

/** A block or list and the generation it lies under, as one name. */
export const blockAt = (generation: number, name: string): string => `${generation}/${name}`;

/** The reverse of {@link blockAt}. */
export const placeOf = (block: string): { readonly generation: number; readonly name: string } => ({
  generation: Number.parseInt(block, 10),
  name: block.slice(block.indexOf('/') + 1),
});
