import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEngagement, influenceKnownAt, pointsByDepartment } from '../../../domain/engagement/count.ts';
import { defaultRuleSet, engagementRuleSetSchema } from '../../../domain/engagement/rules.ts';
import type { EngagementRuleSet } from '../../../domain/engagement/rules.ts';
import type { CustomerEvent } from '../../../domain/events.ts';
import { anyEvents, interaction, order } from '../events.ts';

const points = (events: CustomerEvent[], influence: { at: number; score: number }[] = []): number =>
  countEngagement(events, influence, defaultRuleSet).points;

const readOneIssue = [
  interaction('NEWSLETTER_RECEIVED', 1, 'issue-1'),
  interaction('NEWSLETTER_OPENED', 2, 'issue-1'),
  interaction('NEWSLETTER_READ', 3, 'issue-1'),
];
const follow = interaction('SOCIAL_FOLLOW', 4, 'us');
const like = (claim?: number): CustomerEvent =>
  interaction('SOCIAL_LIKE', 5, 'post-1', claim === undefined ? {} : { influence: claim });
const known = (score: number) => [{ at: 1, score }];

describe('golden cases of the default rule set', () => {
  it('gives 55 for one read issue, a follow, and a like with influence 35', () => {
    expect(points([...readOneIssue, follow, like()], known(35))).toBe(55);
  });
  it('gives 65 with influence 36', () => {
    expect(points([...readOneIssue, follow, like()], known(36))).toBe(65);
  });
  it('gives 40 for three received issues of which one was opened', () => {
    expect(
      points([
        ...[1, 2, 3].map((n) => interaction('NEWSLETTER_RECEIVED', n, `issue-${n}`)),
        interaction('NEWSLETTER_OPENED', 9, 'issue-2'),
      ]),
    ).toBe(40);
  });
  it.each([
    [0, 0],
    [1, 0],
    [2, 10],
    [3, 20],
    [5, 40],
  ])('gives %i assortment groups %i points', (groups, expected) => {
    expect(points(Array.from({ length: groups }, (_, n) => order(n + 1, { groups: [`group-${n}`] })))).toBe(expected);
  });
  it('counts a group once, in however many orders and lines', () => {
    expect(points([order(1, { groups: ['a', 'a', 'b'] }), order(2, { groups: ['b', 'a'] })])).toBe(10);
  });
});

describe('newsletters', () => {
  it('counts one issue once, at its highest stage, whatever stages were reported', () => {
    expect(points([interaction('NEWSLETTER_READ', 1, 'x')])).toBe(30);
    expect(
      points([
        interaction('NEWSLETTER_READ', 1, 'x'),
        interaction('NEWSLETTER_OPENED', 2, 'x'),
        interaction('NEWSLETTER_OPENED', 3, 'x'),
      ]),
    ).toBe(30);
  });
  it('shows in the breakdown which stage each issue reached', () => {
    const tally = countEngagement(
      [...readOneIssue, interaction('NEWSLETTER_RECEIVED', 9, 'issue-2')],
      [],
      defaultRuleSet,
    );
    expect(tally.byRule).toEqual([
      { rule: 'newsletter-received', count: 1, points: 10 },
      { rule: 'newsletter-read', count: 1, points: 30 },
    ]);
  });
  it('takes an event that names no issue for an issue of its own', () => {
    expect(points([interaction('NEWSLETTER_RECEIVED', 1), interaction('NEWSLETTER_RECEIVED', 2)])).toBe(20);
  });
});

describe('likes and influence', () => {
  it('gives 10 when influence is unknown', () => {
    expect(points([like()])).toBe(10);
  });
  it('decides by the influence known at the time of the like, not by a later one', () => {
    expect(points([like()], [{ at: 6, score: 90 }])).toBe(10);
    expect(points([like()], [{ at: 5, score: 90 }])).toBe(20);
    expect(
      points(
        [like()],
        [
          { at: 1, score: 90 },
          { at: 4, score: 20 },
          { at: 6, score: 90 },
        ],
      ),
    ).toBe(10);
  });
  it('counts what a source claims as unknown: only the score Kring itself had published by then decides', () => {
    expect(points([like(99)])).toBe(10);
    expect(points([like(99)], known(35))).toBe(10);
    expect(points([like(1)], known(36))).toBe(20);
    fc.assert(
      fc.property(anyEvents, fc.nat({ max: 100 }), fc.nat({ max: 100 }), (events, claim, score) => {
        const claiming = events.map((event) => (event.kind === 'INTERACTION' ? { ...event, influence: claim } : event));
        expect(points(claiming, known(score))).toBe(points(events, known(score)));
      }),
    );
  });
  it('takes back a like that was undone, and only that like', () => {
    const other = interaction('SOCIAL_LIKE', 5, 'post-2');
    expect(points([like(), other, interaction('SOCIAL_UNLIKE', 6, 'post-1')])).toBe(10);
    expect(points([like(), interaction('SOCIAL_UNLIKE', 6, 'post-1'), interaction('SOCIAL_LIKE', 7, 'post-1')])).toBe(
      10,
    );
    expect(
      points([like(), interaction('SOCIAL_UNLIKE', 4, 'post-1')]),
      'an unlike before the like takes nothing back',
    ).toBe(10);
  });
  it('lets an unlike without a post leave likes of posts alone', () => {
    expect(points([like(), interaction('SOCIAL_UNLIKE', 6)])).toBe(10);
    expect(points([interaction('SOCIAL_LIKE', 5), interaction('SOCIAL_UNLIKE', 6, 'post-1')])).toBe(10);
  });
  it('takes every like of a post back with one unlike', () => {
    expect(points([like(), like(), interaction('SOCIAL_UNLIKE', 6, 'post-1')])).toBe(0);
  });
  it('lets an unlike without a post take back the newest like without a post', () => {
    const at = (t: number): CustomerEvent => interaction('SOCIAL_LIKE', t);
    expect(
      points(
        [at(1), at(2), interaction('SOCIAL_UNLIKE', 3)],
        [
          { at: 1, score: 10 },
          { at: 2, score: 50 },
        ],
      ),
    ).toBe(10);
  });
});

describe('the influence known at an event', () => {
  const at5 = (...history: { at: number; score: number }[]): number | null =>
    influenceKnownAt({ occurredAt: 5 }, history);
  it('is the newest score not after it, in whatever order the history comes', () => {
    expect(at5({ at: 1, score: 10 }, { at: 3, score: 30 }, { at: 6, score: 60 })).toBe(30);
    expect(at5({ at: 3, score: 30 }, { at: 1, score: 10 })).toBe(30);
    expect(at5({ at: 5, score: 50 })).toBe(50);
    expect(at5({ at: 3, score: 30 }, { at: 1, score: 40 }), 'not an older one for being higher').toBe(30);
  });
  it('is the higher of two at one instant', () => {
    expect(at5({ at: 3, score: 30 }, { at: 3, score: 31 })).toBe(31);
    expect(at5({ at: 3, score: 31 }, { at: 3, score: 30 })).toBe(31);
  });
  it('is unknown, not 0, before the first score; and may be 0', () => {
    expect(at5()).toBeNull();
    expect(at5({ at: 6, score: 60 })).toBeNull();
    expect(at5({ at: 1, score: 0 })).toBe(0);
  });
});

describe('follows', () => {
  it('without an account all mean the company itself', () => {
    expect(points([interaction('SOCIAL_FOLLOW', 1), interaction('SOCIAL_FOLLOW', 2)])).toBe(15);
    expect(points([interaction('SOCIAL_FOLLOW', 1), follow, interaction('SOCIAL_UNFOLLOW', 5)])).toBe(15);
  });
  it('earn what the influence at the first follow gave, as long as it holds', () => {
    const rules = engagementRuleSetSchema.parse({
      version: 2,
      rules: [
        {
          key: 'f',
          label: 'F',
          department: 'MARKETING',
          counting: 'WHILE_STATE_HOLDS',
          triggers: ['SOCIAL_FOLLOW'],
          endedBy: ['SOCIAL_UNFOLLOW'],
          points: 1,
          variants: [{ whenInfluenceAbove: 35, points: 7 }],
        },
      ],
    });
    const twice = [interaction('SOCIAL_FOLLOW', 1, 'us'), interaction('SOCIAL_FOLLOW', 9, 'us')];
    expect(countEngagement(twice, [{ at: 5, score: 90 }], rules).points).toBe(1);
    expect(countEngagement(twice, [{ at: 1, score: 90 }], rules).points).toBe(7);
  });

  it('gives 15 per followed account while the follow holds', () => {
    expect(points([follow, interaction('SOCIAL_FOLLOW', 5, 'shop')])).toBe(30);
    expect(points([follow, interaction('SOCIAL_FOLLOW', 6, 'us')]), 'following twice is one state').toBe(15);
    expect(points([follow, interaction('SOCIAL_UNFOLLOW', 9, 'us')])).toBe(0);
    expect(points([follow, interaction('SOCIAL_UNFOLLOW', 9, 'us'), interaction('SOCIAL_FOLLOW', 12, 'us')])).toBe(15);
    expect(
      points([follow, interaction('SOCIAL_UNFOLLOW', 3, 'us')]),
      'an unfollow before the follow ended an earlier one',
    ).toBe(15);
    expect(points([follow, interaction('SOCIAL_UNFOLLOW', 4, 'us')]), 'at one instant the end wins').toBe(0);
  });
});

describe('properties over any events', () => {
  it('does not depend on order, repeats or late arrival', () => {
    fc.assert(
      fc.property(anyEvents, fc.infiniteStream(fc.nat()), (events, keys) => {
        const expected = countEngagement(events, [], defaultRuleSet);
        const shuffled = [...events, ...events.filter((_, i) => i % 3 === 0)]
          .map((event) => ({ event: structuredClone(event), key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(countEngagement(shuffled, [], defaultRuleSet)).toEqual(expected);
      }),
    );
  });
  it('gives each department the points of its own rules', () => {
    const events = [follow, like(), order(1, { groups: ['a', 'b', 'c'] })];
    expect(pointsByDepartment(countEngagement(events, [], defaultRuleSet), defaultRuleSet)).toEqual({
      MARKETING: 25,
      SALES: 20,
      SERVICE: 0,
    });
    const retired = { points: 9, byRule: [{ rule: 'retired', count: 1, points: 9 }] };
    expect(pointsByDepartment(retired, defaultRuleSet), 'a rule nobody owns any more').toEqual({
      MARKETING: 0,
      SALES: 0,
      SERVICE: 0,
    });
  });
  it('sums the departments and the breakdown to the total', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const tally = countEngagement(events, [], defaultRuleSet);
        expect(tally.byRule.reduce((sum, term) => sum + term.points, 0)).toBe(tally.points);
        expect(Object.values(pointsByDepartment(tally, defaultRuleSet)).reduce((a, b) => a + b, 0)).toBe(tally.points);
      }),
    );
  });
});

describe('rule sets are data', () => {
  const ruleSet = (rule: object): EngagementRuleSet =>
    engagementRuleSetSchema.parse({
      version: 2,
      rules: [{ key: 'r', label: 'R', department: 'SERVICE', points: 5, ...rule }],
    });
  it('counts ONCE at most once', () => {
    const once = ruleSet({ counting: 'ONCE', triggers: ['PORTAL_LOGIN'] });
    expect(countEngagement([interaction('PORTAL_LOGIN', 1), interaction('PORTAL_LOGIN', 2)], [], once).points).toBe(5);
  });
  it('counts ONCE at the best points it earned', () => {
    const once = ruleSet({
      counting: 'ONCE',
      triggers: ['REVIEW', 'SURVEY_RESPONSE'],
      variants: [{ whenInfluenceAbove: 35, points: 9 }],
    });
    const events = [interaction('REVIEW', 1), interaction('SURVEY_RESPONSE', 5), interaction('PORTAL_LOGIN', 6)];
    expect(countEngagement(events, [{ at: 4, score: 36 }], once)).toEqual({
      points: 9,
      byRule: [{ rule: 'r', count: 1, points: 9 }],
    });
    expect(countEngagement(events.slice(2), [], once)).toEqual({ points: 0, byRule: [] });
  });
  const stage = (key: string, type: string, points: number, stageOf: string): object => ({
    key,
    label: key,
    department: 'SERVICE',
    counting: 'HIGHEST_STAGE_PER_OBJECT',
    triggers: [type],
    points,
    stageOf,
  });
  const ladders = (...rules: object[]): EngagementRuleSet => engagementRuleSetSchema.parse({ version: 2, rules });
  it('gives an object to the stage with most points, wherever it stands in the set; to the first of equal ones', () => {
    const rules = ladders(
      stage('high', 'NEWSLETTER_READ', 3, 'n'),
      stage('low', 'NEWSLETTER_OPENED', 2, 'n'),
      stage('as-low', 'NEWSLETTER_RECEIVED', 2, 'n'),
    );
    const reached = (...events: CustomerEvent[]): string[] =>
      countEngagement(events, [], rules).byRule.map(({ rule }) => rule);
    const [opened, read] = [interaction('NEWSLETTER_OPENED', 1, 'x'), interaction('NEWSLETTER_READ', 2, 'x')];
    expect(reached(opened, read)).toEqual(['high']);
    expect(reached(opened, interaction('NEWSLETTER_RECEIVED', 1, 'x'))).toEqual(['low']);
  });
  it('keeps ladders apart: one object counts once on each', () => {
    const rules = ladders(stage('a', 'NEWSLETTER_READ', 3, 'one'), stage('b', 'NEWSLETTER_READ', 4, 'two'));
    expect(countEngagement([interaction('NEWSLETTER_READ', 1, 'x')], [], rules).points).toBe(7);
  });
  it('holds two events without an object for two, also when two sources gave them one id', () => {
    const read = (source: string): CustomerEvent => interaction('NEWSLETTER_READ', 1, undefined, { source, id: '1' });
    expect(countEngagement([read('a'), read('b')], [], defaultRuleSet).points).toBe(60);
  });
  it('takes the variant with the highest threshold passed', () => {
    const rules = ruleSet({
      counting: 'PER_EVENT',
      triggers: ['REVIEW'],
      variants: [
        { whenInfluenceAbove: 70, points: 50 },
        { whenInfluenceAbove: 35, points: 20 },
      ],
    });
    const withInfluence = (influence: number): number =>
      countEngagement([interaction('REVIEW', 1, 'x')], known(influence), rules).points;
    expect([35, 36, 70, 71].map(withInfluence)).toEqual([5, 20, 20, 50]);
    const [first] = rules.rules;
    const ascending = { ...rules, rules: [{ ...first!, variants: first!.variants.toReversed() }] };
    expect(countEngagement([interaction('REVIEW', 1, 'x')], known(71), ascending).points, 'in either order').toBe(50);
  });
  it.each([
    [{ counting: 'PER_EVENT' }, /needs at least one trigger/],
    [{ counting: 'WHILE_STATE_HOLDS', triggers: ['SOCIAL_FOLLOW'] }, /type that ends the state/],
    [{ counting: 'PER_EVENT', triggers: ['SOCIAL_LIKE'], endedBy: ['SOCIAL_LIKE'] }, /both earn and take back/],
    [{ counting: 'HIGHEST_STAGE_PER_OBJECT', triggers: ['NEWSLETTER_READ'] }, /stageOf belongs/],
    [{ counting: 'PER_EVENT', triggers: ['REVIEW'], stageOf: 'n' }, /stageOf belongs/],
    [{ counting: 'PER_DISTINCT_GROUP', triggers: ['REVIEW'] }, /has no interaction triggers/],
    [{ counting: 'PER_DISTINCT_GROUP', variants: [{ whenInfluenceAbove: 1, points: 1 }] }, /no influence variants/],
    [{ counting: 'PER_DISTINCT_GROUP', endedBy: ['REVIEW'] }, /cannot be ended/],
    [{ counting: 'ONCE', triggers: ['SOCIAL_LIKE'], endedBy: ['SOCIAL_UNLIKE'] }, /cannot be ended/],
    [{ counting: 'PER_EVENT', triggers: ['SOCIAL_LIKE', 'REVIEW'], endedBy: ['SOCIAL_UNLIKE', 'REVIEW'] }, /both earn/],
    [{ counting: 'PER_EVENT', triggers: ['TELEPATHY'] }, /Invalid option/],
    [{ counting: 'PER_EVENT', triggers: ['REVIEW'], points: -1 }, /Too small/],
    [{ counting: 'PER_EVENT', triggers: ['REVIEW'], colour: 'red' }, /Unrecognized key/],
  ])('refuses %j', (rule, message) => {
    expect(() => ruleSet(rule)).toThrow(message);
  });
  it('says where in a set a rule is wrong', () => {
    const rule = { key: 'r', label: 'R', department: 'SERVICE', counting: 'ONCE', triggers: ['REVIEW'], points: 1 };
    const paths = (...rules: object[]): unknown =>
      engagementRuleSetSchema.safeParse({ version: 1, rules }).error?.issues.map(({ path }) => path);
    expect(paths(rule, { ...rule, key: 's', triggers: [] })).toEqual([['rules', 1, 'triggers']]);
    expect(paths(rule, { ...rule, key: 's', endedBy: ['OTHER'] })).toEqual([['rules', 1, 'endedBy']]);
    expect(paths(rule, { ...rule, key: 's', stageOf: 'x' })).toEqual([['rules', 1, 'stageOf']]);
    const groups = { ...rule, key: 's', counting: 'PER_DISTINCT_GROUP', triggers: [] };
    expect(paths(rule, { ...groups, variants: [{ whenInfluenceAbove: 1, points: 1 }] })).toEqual([
      ['rules', 1, 'variants'],
    ]);
    const like = { ...rule, key: 's', counting: 'PER_EVENT', triggers: ['SOCIAL_LIKE'], endedBy: ['SOCIAL_UNLIKE'] };
    expect(paths(rule, like)).toBeUndefined();
    expect(paths(rule, { ...like, endedBy: ['SOCIAL_LIKE'] })).toEqual([['rules', 1, 'endedBy']]);
    expect(paths(rule, { ...like, counting: 'WHILE_STATE_HOLDS', endedBy: [] })).toEqual([['rules', 1, 'endedBy']]);
    expect(paths(rule, { ...groups, triggers: ['REVIEW'] })).toEqual([['rules', 1, 'triggers']]);
    expect(paths(rule, rule)).toEqual([['rules', 1, 'key']]);
    expect(paths(rule, groups)).toBeUndefined();
  });
  it('refuses a key used twice', () => {
    const rule = { key: 'r', label: 'R', department: 'SERVICE', counting: 'ONCE', triggers: ['REVIEW'], points: 1 };
    expect(() => engagementRuleSetSchema.parse({ version: 1, rules: [rule, rule] })).toThrow(/used twice/);
  });
});
