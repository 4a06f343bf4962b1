import { describe, expect, it } from 'vitest';
import { engagementRateByFollowers, freshnessOf, type AccountMetrics } from '../../../domain/social/account.ts';

const metrics: AccountMetrics = {
  followers: 200,
  follows: 10,
  posts: 50,
  recentReactions: 60,
  recentPosts: 3,
  fetchedAt: 1000,
  expiresAt: 2000,
};

describe('a number of an account', () => {
  it('is fresh until it expires, and stale from then on', () => {
    expect(freshnessOf({ state: 'ACTIVE', metrics }, 200, 1999)).toBe('FRESH');
    expect(freshnessOf({ state: 'ACTIVE', metrics }, 200, 2000)).toBe('STALE');
    expect(freshnessOf({ state: 'ACTIVE', metrics }, 0, 1999)).toBe('FRESH');
  });

  it('is unavailable where it was never read, is not told, or the account is not to be seen', () => {
    expect(freshnessOf({ state: 'ACTIVE', metrics: null }, 200, 1000)).toBe('UNAVAILABLE');
    expect(freshnessOf({ state: 'ACTIVE', metrics }, null, 1000)).toBe('UNAVAILABLE');
    expect(freshnessOf({ state: 'GONE', metrics }, 200, 1000)).toBe('UNAVAILABLE');
    expect(freshnessOf({ state: 'REFUSED', metrics }, 200, 1000)).toBe('UNAVAILABLE');
  });
});

describe('the engagement rate', () => {
  it('is reactions per post and follower', () => {
    expect(engagementRateByFollowers(metrics)).toBe(0.1);
    expect(engagementRateByFollowers({ ...metrics, recentReactions: 0 })).toBe(0);
  });

  it('is unknown where a part of it is', () => {
    for (const part of [
      { recentReactions: null },
      { followers: null },
      { followers: 0 },
      { recentPosts: null },
      { recentPosts: 0 },
    ])
      expect(engagementRateByFollowers({ ...metrics, ...part })).toBeNull();
  });
});
