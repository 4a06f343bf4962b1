import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, INTERACTION_TYPES } from '../../../domain/events.ts';
import { byChannel, omniChannelIndex } from '../../../domain/experience/channels.ts';
import {
  decayBetween,
  experienceScore,
  experienceTerms,
  EXPERIENCE_HALF_LIFE_DAYS,
  PERIOD_DAYS,
  periodOf,
  valenceOf,
  weightOf,
} from '../../../domain/experience/score.ts';
import { isOnline } from '../../../domain/experience/touches.ts';
import { DAY_MS, dayOf } from '../../../domain/time/time.ts';
import { interaction } from '../events.ts';

const rated = fc.record({
  type: fc.constantFrom(...INTERACTION_TYPES),
  channel: fc.constantFrom(...CHANNELS),
  day: fc.integer({ min: 0, max: 2000 }),
  valence: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined }),
});
const interactions = fc
  .array(rated, { maxLength: 30 })
  .map((all) =>
    all.map(({ type, day, channel, valence }) =>
      interaction(type, day * DAY_MS, undefined, { channel, ...(valence === undefined ? {} : { valence }) }),
    ),
  );
const scoreOf = (events: Parameters<typeof experienceTerms>[0]) => experienceTerms(events, dayOf).score;

describe('the experience score', () => {
  it('is the mean of valences where all are of one kind and time', () => {
    const events = [0.5, 1, -0.3].map((valence) => interaction('REVIEW', 5 * DAY_MS, undefined, { valence }));
    expect(scoreOf(events)).toBeCloseTo(0.4, 12);
  });
  it('weighs an older impression by half for each half-life, in whole periods', () => {
    const periods = 7;
    const events = [
      interaction('REVIEW', 0, undefined, { valence: -1 }),
      interaction('REVIEW', periods * PERIOD_DAYS * DAY_MS, undefined, { valence: 1 }),
    ];
    const decay = 2 ** ((-periods * PERIOD_DAYS) / EXPERIENCE_HALF_LIFE_DAYS);
    expect(scoreOf(events)).toBeCloseTo((1 - decay) / (1 + decay), 12);
  });
  it('counts a complaint double, and as −1 where nobody says how bad it was', () => {
    const complaint = interaction('COMPLAINT_OPENED', 0);
    expect([valenceOf(complaint), weightOf('COMPLAINT_OPENED'), weightOf('REVIEW')]).toEqual([-1, 2, 1]);
    expect(scoreOf([complaint, interaction('REVIEW', 0, undefined, { valence: 1 })])).toBeCloseTo(-1 / 3, 12);
    expect(valenceOf({ type: 'COMPLAINT_OPENED', valence: -0.2 })).toBe(-0.2);
  });
  it('takes an unknown valence for nothing, never for 0', () => {
    const good = interaction('REVIEW', 0, undefined, { valence: 1 });
    expect(scoreOf([good, interaction('PAGE_VIEW', 0), interaction('SURVEY_RESPONSE', 0)])).toBe(1);
    expect(scoreOf([interaction('PAGE_VIEW', 0)])).toBeNull();
    expect(scoreOf([])).toBeNull();
  });
  it('is the sum of its terms, between −1 and 1, whatever the order', () => {
    fc.assert(
      fc.property(interactions, (events) => {
        const { score, terms } = experienceTerms(events, dayOf);
        if (score === null) return terms.length === 0;
        expect(terms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(score, 9);
        expect(Math.abs(score)).toBeLessThanOrEqual(1 + 1e-12);
        expect(scoreOf(events.toReversed())).toBeCloseTo(score, 9);
        return true;
      }),
    );
  });
  it('does not move by mere time: every instant later by whole periods gives the same', () => {
    fc.assert(
      fc.property(interactions, fc.integer({ min: 1, max: 50 }), (events, later) => {
        const moved = events.map((event) => ({
          ...event,
          occurredAt: event.occurredAt + later * PERIOD_DAYS * DAY_MS,
        }));
        const [one, other] = [scoreOf(events), scoreOf(moved)];
        if (one === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(one, 9);
      }),
    );
  });
  it('is the same from tallies by kind and period as from the events', () => {
    fc.assert(
      fc.property(interactions, (events) => {
        const known = events.filter((event) => valenceOf(event) !== null);
        const tallies = [
          ...Map.groupBy(known, ({ type, occurredAt }) => `${type} ${periodOf(dayOf(occurredAt))}`).values(),
        ].map((of) => ({
          period: periodOf(dayOf(of[0]!.occurredAt)),
          weight: weightOf(of[0]!.type),
          count: of.length,
          valenceSum: of.reduce((sum, event) => sum + valenceOf(event)!, 0),
        }));
        const [one, other] = [experienceScore(tallies), scoreOf(events)];
        if (one === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(one, 9);
      }),
    );
  });
  it('decays by nothing within a period', () => {
    expect(decayBetween(3, 3)).toBe(1);
    expect([periodOf(27), periodOf(28)]).toEqual([0, 1]);
  });
});

describe('channels', () => {
  it('are online or offline, and together all', () => {
    expect(CHANNELS.filter(isOnline)).toEqual(['EMAIL', 'WEB', 'APP', 'PORTAL', 'SOCIAL', 'CHAT']);
    fc.assert(
      fc.property(interactions, (events) => {
        const channels = byChannel(events, dayOf);
        const count = (online: boolean) =>
          channels.filter((one) => one.online === online).reduce((sum, one) => sum + one.interactions, 0);
        expect(count(true) + count(false)).toBe(events.length);
        expect(count(true)).toBe(events.filter(({ channel }) => isOnline(channel)).length);
      }),
    );
  });
  it('with most interactions come first, then by name', () => {
    const on = (channel: (typeof CHANNELS)[number], at: number) =>
      interaction('OTHER', at, undefined, { channel, valence: 1 });
    expect(byChannel([on('WEB', 5), on('PHONE', 9), on('PHONE', 2), on('APP', 1)], dayOf)).toEqual([
      { channel: 'PHONE', online: false, interactions: 2, score: 1, lastAt: 9 },
      { channel: 'APP', online: true, interactions: 1, score: 1, lastAt: 1 },
      { channel: 'WEB', online: true, interactions: 1, score: 1, lastAt: 5 },
    ]);
  });
  it.each([
    [[], null],
    [[0, 0], null],
    [[7], 0],
    [[7, 0], 0],
    [[1, 3], -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75))],
    [[4, 4, 4], 1],
  ])('in counts %j have an index of %s', (counts, index) => {
    const found = omniChannelIndex(counts);
    if (index === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(index, 12);
  });
});
