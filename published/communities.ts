import type { CustomerId } from '../domain/events.ts';

/** A community as readers find it. */
export interface PublishedCommunity {
  readonly id: string;
  readonly size: number;
  readonly valueMinor: number;
  readonly innerShare: number | null;
  readonly leaders: readonly CustomerId[];
  /** Where its members begin in the list of all communities' members. */
  readonly offset: number;
}

/** The communities as text, the most valuable first; equal communities, equal text. */
export const encodeCommunities = (communities: readonly PublishedCommunity[]): string => JSON.stringify(communities);

/** The reverse of {@link encodeCommunities}. */
export const decodeCommunities = (text: string): readonly PublishedCommunity[] =>
  JSON.parse(text) as readonly PublishedCommunity[];
