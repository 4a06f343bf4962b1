import { describe, expect, it } from 'vitest';
import { improves, statisticsOf, type SocialLift } from '../../published/statistics.ts';

const lift = (captureWith: number | null, captureWithout: number | null, standardError: number | null): SocialLift => ({
  ties: 10,
  moved: 1,
  meanDifference: 0.1,
  splitAt: 0,
  followedPurchases: 5,
  captureWith,
  captureWithout,
  standardError,
});

describe('what social ties add', () => {
  it('is an improvement above two standard errors, and none at exactly two or below, or the other way', () => {
    expect(improves(lift(0.75, 0.5, 0.124))).toBe(true);
    expect(improves(lift(0.75, 0.5, 0.125))).toBe(false);
    expect(improves(lift(0.5, 0.75, 0.01))).toBe(false);
  });

  it('cannot be said where nothing was followed', () => {
    expect(improves(lift(null, null, null))).toBeNull();
    expect(improves(lift(0.5, null, null))).toBeNull();
    expect(improves(lift(0.5, 0.5, null))).toBeNull();
  });
});

describe('statistics of another release', () => {
  it('are refused with what to do, never read by guess', () => {
    expect(() => statisticsOf({ statistics: { layout: 1 } })).toThrow(/kring -- enrich/u);
  });
});
