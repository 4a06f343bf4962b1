import { describe, expect, it } from 'vitest';
import { followersAt, followersInAll, isCombinable } from '../../../domain/social/audience.ts';

const audience = {
  sources: ['bluesky', 'mastodon'],
  source: Uint8Array.from([0, 1, 0]),
  customer: Int32Array.from([0, 0, 2]),
  followers: Float64Array.from([10, 5, 0]),
};

describe('followers', () => {
  it('of one source, unknown where it told none, and 0 where it told 0', () => {
    expect([...followersAt(audience, 'bluesky', 3)]).toEqual([10, Number.NaN, 0]);
    expect([...followersAt(audience, 'mastodon', 3)]).toEqual([5, Number.NaN, Number.NaN]);
    expect([...followersAt(audience, 'github', 3)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('of all sources together, unknown where none told any', () => {
    expect([...followersInAll(audience, 3)]).toEqual([15, Number.NaN, 0]);
  });

  it('of a source whose terms forbid it are in no score with others', () => {
    expect(['bluesky', 'mastodon', 'youtube'].map(isCombinable)).toEqual([true, true, false]);
  });
});
