import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEngagement, pointsByDepartment } from '../../../domain/engagement/count.ts';
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
const like = (influence?: number): CustomerEvent =>
  interaction('SOCIAL_LIKE', 5, 'post-1', influence === undefined ? {} : { influence });

describe('golden cases of the default rule set', () => {
  it('gives 55 for one read issue, a follow, and a like with influence 35', () => {
    expect(points([...readOneIssue, follow, like(35)])).toBe(55);
  });
  it('gives 65 with influence 36', () => {
    expect(points([...readOneIssue, follow, like(36)])).toBe(65);
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
  it('believes the influence recorded with the event over the history', () => {
    expect(points([like(10)], [{ at: 1, score: 90 }])).toBe(10);
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
  it('lets an unlike without a post take back the newest like without a post', () => {
    const at = (t: number, influence: number): CustomerEvent => interaction('SOCIAL_LIKE', t, undefined, { influence });
    expect(points([at(1, 10), at(2, 50), interaction('SOCIAL_UNLIKE', 3)])).toBe(10);
  });
});

describe('follows', () => {
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
      countEngagement([interaction('REVIEW', 1, 'x', { influence })], [], rules).points;
    expect([35, 36, 70, 71].map(withInfluence)).toEqual([5, 20, 20, 50]);
  });
  it.each([
    [{ counting: 'PER_EVENT' }, /needs at least one trigger/],
    [{ counting: 'WHILE_STATE_HOLDS', triggers: ['SOCIAL_FOLLOW'] }, /type that ends the state/],
    [{ counting: 'PER_EVENT', triggers: ['SOCIAL_LIKE'], endedBy: ['SOCIAL_LIKE'] }, /both earn and take back/],
    [{ counting: 'HIGHEST_STAGE_PER_OBJECT', triggers: ['NEWSLETTER_READ'] }, /stageOf belongs/],
    [{ counting: 'PER_EVENT', triggers: ['TELEPATHY'] }, /Invalid option/],
    [{ counting: 'PER_EVENT', triggers: ['REVIEW'], points: -1 }, /Too small/],
    [{ counting: 'PER_EVENT', triggers: ['REVIEW'], colour: 'red' }, /Unrecognized key/],
  ])('refuses %j', (rule, message) => {
    expect(() => ruleSet(rule)).toThrow(message);
  });
  it('refuses a key used twice', () => {
    const rule = { key: 'r', label: 'R', department: 'SERVICE', counting: 'ONCE', triggers: ['REVIEW'], points: 1 };
    expect(() => engagementRuleSetSchema.parse({ version: 1, rules: [rule, rule] })).toThrow(/used twice/);
  });
});
