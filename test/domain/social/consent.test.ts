import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_PURPOSES, isGranted, withConsent, type Consent } from '../../../domain/social/consent.ts';

const said = (change: Partial<Consent> = {}): Consent => ({
  purpose: 'SOCIAL_ENRICHMENT',
  status: 'GRANTED',
  version: '1',
  at: 100,
  source: 'link-page',
  ...change,
});

describe('consent', () => {
  it('is not given by silence, and is for one purpose', () => {
    expect(isGranted([], 'SOCIAL_ENRICHMENT')).toBe(false);
    expect(isGranted([said()], 'SOCIAL_ENRICHMENT')).toBe(true);
    expect(isGranted([said()], 'SOCIAL_ENGAGEMENT')).toBe(false);
    expect(isGranted([said({ status: 'WITHDRAWN' })], 'SOCIAL_ENRICHMENT')).toBe(false);
  });

  it('stands as it was said last; at one instant withdrawal stands', () => {
    const withdrawn = said({ status: 'WITHDRAWN' });
    expect(withConsent([said()], said({ at: 101, version: '2' }))).toEqual([said({ at: 101, version: '2' })]);
    expect(withConsent([said()], said({ at: 99, status: 'WITHDRAWN' }))).toEqual([said()]);
    expect(withConsent([said()], withdrawn)).toEqual([withdrawn]);
    expect(withConsent([withdrawn], said())).toEqual([withdrawn]);
    expect(withConsent([withdrawn], said({ at: 101 }))).toEqual([said({ at: 101 })]);
  });

  it('of one purpose leaves the other as it was, in one order', () => {
    const engagement = said({ purpose: 'SOCIAL_ENGAGEMENT', status: 'WITHDRAWN', at: 200 });
    expect(withConsent([engagement], said())).toEqual([said(), engagement]);
    expect(withConsent([said()], engagement)).toEqual([said(), engagement]);
  });

  it('is the same whatever order it is heard in', () => {
    const one = fc.record({
      purpose: fc.constantFrom(...CONSENT_PURPOSES),
      status: fc.constantFrom('GRANTED' as const, 'WITHDRAWN' as const),
      at: fc.integer({ min: 1, max: 4 }),
    });
    const heard = (all: readonly Consent[]): readonly Consent[] =>
      all.reduce<readonly Consent[]>((consents, next) => withConsent(consents, next), []);
    fc.assert(
      fc.property(
        fc
          .array(one, { maxLength: 8 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(heard(shuffled.map(said))).toEqual(heard(all.map(said)));
        },
      ),
    );
  });
});
