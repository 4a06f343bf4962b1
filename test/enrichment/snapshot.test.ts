import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, Referral, Tie } from '../../domain/events.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { takeSnapshot } from '../../enrichment/snapshot/take.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import type { Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putInfluenceHistory } from '../../store/published/influence.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { AS_OF, idOf, inputOf, type Person } from './arbitraries.ts';
import { allIds, idCount, idsAt } from '../../store/customers/packed-ids.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

const buyerOn = (...days: number[]): Person => ({
  orders: days.map((day) => ({ day, netMinor: 1000, costMinor: null, group: 'books' })),
  follows: [],
  referredBy: null,
});
const referral = (friend: number, at: number): Referral => ({
  source: 'test',
  id: `r${friend}`,
  claim: `r${friend}`,
  advocate: idOf(0),
  friend: idOf(friend),
  at,
  kind: 'TYPE_ONE',
});

describe('a snapshot', () => {
  const tie = (followed: number, at: number): Tie => ({
    follower: idOf(0),
    followed: idOf(followed),
    kind: 'FOLLOW',
    source: 'test',
    weight: 1,
    at,
  });
  const people = [0, 1, 2, 3].map(() => buyerOn(19_900));

  it('has the ties up to and at its as-of, none of later', () => {
    const ties = [tie(1, AS_OF - 1), tie(2, AS_OF), tie(3, AS_OF + 1)];
    const { snapshot, counts } = buildSnapshot({ ...inputOf(people), ties });
    expect(idsAt(snapshot.ids, snapshot.ties.followed)).toEqual([idOf(1), idOf(2)]);
    expect(counts).toMatchObject({ ties: 2, danglingTies: 0 });
  });

  it('has the referrals up to and at its as-of, none of later', () => {
    const referrals = [referral(1, AS_OF - 1), referral(2, AS_OF), referral(3, AS_OF + 1)];
    const { snapshot, counts } = buildSnapshot({ ...inputOf(people), referrals });
    expect(idsAt(snapshot.ids, snapshot.referrals.friend)).toEqual([idOf(1), idOf(2)]);
    expect(counts).toMatchObject({ referrals: 2, danglingReferrals: 0 });
  });

  it('leaves out ties with an end nobody knows, keeps such claims to say why they do not count, and counts both', () => {
    const { snapshot, counts } = buildSnapshot({
      ...inputOf(people),
      ties: [tie(1, 0), tie(99, 0), { ...tie(1, 0), follower: idOf(98) }],
      referrals: [referral(99, 0), { ...referral(1, 0), advocate: idOf(98) }],
    });
    expect([snapshot.ties.followed.length, snapshot.referrals.friend.length]).toEqual([1, 2]);
    expect([...snapshot.referrals.advocate, ...snapshot.referrals.friend].filter((end) => end === -1)).toHaveLength(2);
    expect(counts).toMatchObject({ ties: 1, danglingTies: 2, danglingReferrals: 2 });
  });
});

describe('the recommendation of a customer who brought several', () => {
  /** Where the advocate, who bought on day 19,500, stands after recommending on the given days. */
  const standing = (...days: number[]) => {
    const people = [buyerOn(19_500), ...days.map(() => buyerOn(19_900))];
    const referrals = days.map((day, n) => referral(n + 1, day * DAY_MS));
    const { snapshot } = buildSnapshot({ ...inputOf(people), referrals });
    const { profiles } = computeRun(snapshot, parseSettings({ kappa: 0.3 }), builtinSegments, {
      influence: null,
      network: null,
      communities: null,
    });
    return profiles.at(allIds(snapshot.ids).indexOf(idOf(0))).lifecycle;
  };

  it.each([[[19_400, 19_600]], [[19_600, 19_400]], [[19_550, 19_600, 19_520]]])(
    'is the newest of the days %j, whichever is told first',
    (days) => {
      expect(standing(...days)).toMatchObject({ stage: 'RECOMMENDATION', since: 19_600 * DAY_MS });
    },
  );

  it('is none of this buying cycle when all were before it', () => {
    expect(standing(19_300, 19_400)).toMatchObject({ stage: 'FIRST_ORDER', since: 19_500 * DAY_MS });
  });
});

describe('a run pinned to the past', () => {
  const THEN = 19_500 * DAY_MS;
  const LIKED = THEN - 10 * DAY_MS;
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const like = (id: string, occurredAt: number): CustomerEvent => ({
    kind: 'INTERACTION',
    source: 'social',
    id,
    type: 'SOCIAL_LIKE',
    channel: 'SOCIAL',
    occurredAt,
    objectRef: id,
  });
  const storeScore = (db: Db, at: number) =>
    putInfluenceHistory(db, [{ id: customerIdOf(db, customer(0)), at, score: 80, calibration: 'influence-1' }]);
  /** Points as of THEN of somebody who liked ten days before, and again after, where a score of 80 became known at `knownAt`. */
  const pointsThen = async (knownAt: number | null): Promise<number> => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    if (knownAt !== null) await storeScore(db, knownAt);
    await ingestEvents(
      db,
      [like('before', LIKED), like('after', THEN + 20 * DAY_MS)].map((event) => ({ customer: customer(0), event })),
    );
    const { snapshot } = await takeSnapshot(db, { asOf: THEN, ruleSet: defaultRuleSet });
    expect(idCount(snapshot.ids)).toBe(1);
    return snapshot.columns.engagementPoints[0]!;
  };

  it('counts no influence that was known only after it, or after the event', async () => {
    const unknown = await pointsThen(null);
    expect(await pointsThen(LIKED), 'known in time: the like counts for more').toBeGreaterThan(unknown);
    expect(await pointsThen(LIKED + 1)).toBe(unknown);
    expect(await pointsThen(THEN + 1)).toBe(unknown);
    expect(await pointsThen(THEN + 10 * DAY_MS)).toBe(unknown);
  });

  it('compares an influence score with what was known before its as-of, never with a later score', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 12);
    const settings = { kappa: 0.3 };
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings });
    await storeScore(db, THEN + DAY_MS);
    const run = await runEnrichment(db, { asOf: THEN, trigger: 'MANUAL', settings });
    expect(run.view).toBe(true);
    const { data } = await clientOf(db);
    const read = async () =>
      (
        await data(
          'query ($run: ID!) @view(run: $run) { customer(by: { externalId: { source: "shop", id: "c0" } }) { influence { score change(days: 1) } } }',
          { run: toGlobalId('EnrichmentRun', run.id) },
        )
      ).customer.influence;
    expect(await read()).toEqual({ score: expect.any(Number), change: null });
    await storeScore(db, THEN - 2 * DAY_MS);
    const { score, change } = await read();
    expect(change).toBeCloseTo(score - 80, 9);
  });
});
