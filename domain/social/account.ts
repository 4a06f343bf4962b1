import type { CustomerId } from '../events.ts';
import type { ConsentPurpose } from './consent.ts';

/** Public counts of an account; null where its source has no such number. */
export interface AccountMetrics {
  readonly followers: number | null;
  readonly follows: number | null;
  readonly posts: number | null;
  /** Reactions to the newest posts together, and how many posts those are; null where the source does not tell. */
  readonly recentReactions: number | null;
  readonly recentPosts: number | null;
  /** When they were read, and until when that is good enough; epoch milliseconds. */
  readonly fetchedAt: number;
  readonly expiresAt: number;
}

/**
 * - ACTIVE: read at the last sync, or not yet.
 * - GONE: the source no longer shows it (deactivated, suspended, deleted).
 * - REFUSED: the source answers, but not about this account (private, blocked).
 */
export const ACCOUNT_STATES = ['ACTIVE', 'GONE', 'REFUSED'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** An account at a social source that its owner linked to themselves as a customer. */
export interface SocialAccount {
  readonly customerId: CustomerId;
  readonly source: string;
  readonly host: string;
  /** For life (see social/source.ts). */
  readonly accountId: string;
  /** Null without SOCIAL_ENRICHMENT. */
  readonly handle: string | null;
  readonly proof: string;
  readonly linkedAt: number;
  /** What its owner agreed to. */
  readonly purposes: readonly ConsentPurpose[];
  readonly state: AccountState;
  /** Since when it is not ACTIVE. */
  readonly stateSince: number | null;
  /** Null until read, and without SOCIAL_ENRICHMENT. */
  readonly metrics: AccountMetrics | null;
  readonly simulated: boolean;
}

/** How much a number can be relied on; told apart from 0 everywhere. */
export const FRESHNESS = ['FRESH', 'STALE', 'UNAVAILABLE'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** UNAVAILABLE: never read, not told by the source, or the account is not to be seen. STALE: read, but too long ago. */
export function freshnessOf(
  { state, metrics }: Pick<SocialAccount, 'state' | 'metrics'>,
  value: number | null,
  nowMs: number,
): Freshness {
  if (state !== 'ACTIVE' || metrics === null || value === null) return 'UNAVAILABLE';
  return nowMs < metrics.expiresAt ? 'FRESH' : 'STALE';
}

/**
 * Reactions per follower and post: recentReactions / (recentPosts · followers), over the newest posts the source tells. There is
 * no standard denominator (followers, reach, impressions); this is the one public data allow, and its name says so. Null where a
 * part is unknown or 0.
 */
export function engagementRateByFollowers({
  followers,
  recentReactions,
  recentPosts,
}: Pick<AccountMetrics, 'followers' | 'recentReactions' | 'recentPosts'>): number | null {
  if (recentReactions === null || !followers || !recentPosts) return null;
  return recentReactions / (recentPosts * followers);
}
