import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VisibleError } from '../../domain/errors.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { freshnessOf } from '../../domain/social/account.ts';
import { withdrawConsent, unlinkAccount } from '../../social/unlink.ts';
import { createCalls } from '../../social/calls.ts';
import { hostGate, readHost } from '../../store/social/hosts.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { startSync } from '../../social/sync/plan.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { customerRecord } from '../../store/customers/consents.ts';
import { putInfluenceHistory } from '../../store/published/influence.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { timeline } from '../../store/events/history.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { outgoing } from '../../store/relations/pages.ts';
import { accountsOf, linkAccount } from '../../store/social/accounts.ts';
import { getSync, takePart, type SyncRecord } from '../../store/social/syncs.ts';
import { dumpTable } from '../engines/dump.ts';
import { share } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON, order, shop } from '../store/samples.ts';
import { BRAND, newWorld, WORLD_SETTINGS, type Person, type World } from './network.ts';

const LINKED = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay', 'gus', 'hal'];
const UNLINKED = ['xan', 'yul', 'zoe'];
const idOf = (name: string): string => `world:${name}`;

const person = (name: string, follows: readonly string[], extra: Partial<Person> = {}): Person => ({
  id: idOf(name),
  handle: `${name}.world`,
  follows: follows.map(idOf),
  ...extra,
});

/** Eight customers who linked their accounts, three people who are nobody's customer; some lists are long, one has an empty page. */
const someWorld = (): World =>
  newWorld([
    person('ann', ['bob', 'xan', 'cid', 'yul', 'dot', 'zoe', 'eve', 'fay']),
    person('bob', ['ann', 'xan']),
    person('cid', ['ann', 'bob', 'dot', 'eve'], { habit: 'EMPTY_PAGE' }),
    person('dot', []),
    person('eve', ['xan', 'yul', 'zoe']),
    person('fay', ['gus']),
    person('gus', ['ann', 'hal']),
    person('hal', ['gus', 'fay', 'eve', 'dot']),
    ...UNLINKED.map((name) => person(name, ['ann', 'bob'])),
  ]);

async function customerIds(db: Db): Promise<Map<string, string>> {
  const found = await resolveCustomers(db, LINKED.map(shop));
  return new Map(LINKED.map((name, index) => [name, found[index]!.id]));
}

async function linkAll(db: Db, world: World): Promise<Map<string, string>> {
  await ingestEvents(
    db,
    LINKED.map((name, day) => ({ customer: shop(name), event: order(`${name}-1`, day) })),
  );
  const ids = await customerIds(db);
  for (const [name, customerId] of ids)
    await linkAccount(db, {
      customerId,
      source: 'world',
      host: 'file',
      accountId: idOf(name),
      handle: world.people.get(idOf(name))!.handle,
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
  return ids;
}

const inTime = (world: World, maxCalls = Number.POSITIVE_INFINITY) => ({
  open: world.open,
  baseFetch: world.fetch,
  remainingMs: () => Number.POSITIVE_INFINITY,
  wait: () => Promise.resolve(),
  maxCalls,
});

/** Starts a sync and works at it, an invocation of so many calls after the other, until it has ended. */
async function syncAll(db: Db, world: World, maxCalls?: number): Promise<{ sync: SyncRecord; invocations: number }> {
  let { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
  let invocations = 0;
  while (sync.status === 'RUNNING') {
    invocations += 1;
    expect(invocations).toBeLessThan(100);
    sync = await advanceSync(db, WORLD_SETTINGS, sync.id, inTime(world, maxCalls));
  }
  return { sync, invocations };
}

async function followsOf(db: Db, ids: Map<string, string>): Promise<string[]> {
  const nameOf = new Map([...ids].map(([name, id]) => [id, name]));
  const ties = await Promise.all([...ids.values()].map((id) => outgoing(db, id, { first: 100 })));
  return ties
    .flatMap(({ items }) => items)
    .filter(({ weight }) => weight > 0)
    .map(({ follower, followed, kind, source }) => `${nameOf.get(follower)} ${kind} ${nameOf.get(followed)} ${source}`)
    .sort();
}

const EXPECTED = [
  'ann bob',
  'ann cid',
  'ann dot',
  'ann eve',
  'ann fay',
  'bob ann',
  'cid ann',
  'cid bob',
  'cid dot',
  'cid eve',
  'fay gus',
  'gus ann',
  'gus hal',
  'hal dot',
  'hal eve',
  'hal fay',
  'hal gus',
].map((ends) => `${ends.replace(' ', ' FOLLOW ')} world`);

/** What differs between two syncs by nature: their ids, and what the calls cost. */
const WITHOUT = ['json', 'w', 'u', 'expiresAt'];
const stored = async (db: Db): Promise<string[]> =>
  (await dumpTable(db, { without: WITHOUT })).filter(
    (line) => !/"S":"(SYNC#|SYNCS|SOCIAL)/u.test(line) && !line.includes('"S":"META"'),
  );

onEngines('a sync of a social source', ({ fresh, again }) => {
  it('stores counts with their age, and ties among linked customers only', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    const ids = await linkAll(db, world);
    const { sync } = await syncAll(db, world);
    expect(sync).toMatchObject({ status: 'SUCCEEDED', accounts: 8, due: 8, errors: [] });
    expect(sync.counts).toMatchObject({
      profiles: 8,
      missing: 0,
      followsRead: 8,
      tiesNew: 17,
      tiesEnded: 0,
      failed: 0,
    });
    expect(sync.counts.calls).toBe(world.requests.length);
    expect(sync.counts.costMicros).toBe(10 * world.requests.length);
    expect(await followsOf(db, ids)).toEqual(EXPECTED);
    const [account] = await accountsOf(db, ids.get('ann')!);
    expect(account).toMatchObject({
      handle: 'ann.world',
      metrics: { followers: 6, follows: 8, posts: 7, recentReactions: null, fetchedAt: NOON },
      state: 'ACTIVE',
    });
    expect(freshnessOf(account!, 6, NOON)).toBe('FRESH');
    expect(freshnessOf(account!, 6, NOON + 86_400_000)).toBe('STALE');
    expect(freshnessOf(account!, null, NOON)).toBe('UNAVAILABLE');
  });

  it('keeps nothing of people who are not linked: not in the table, checkpoints and parts included, after any page', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    world.brandActs.push(
      { id: 'like-by-xan', actor: idOf('xan'), verb: 'LIKE', subject: BRAND, object: 'post-1', at: NOON },
      { id: 'like-by-ann', actor: idOf('ann'), verb: 'LIKE', subject: BRAND, object: 'post-1', at: NOON },
    );
    await linkAll(db, world);
    let { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    while (sync.status === 'RUNNING') {
      sync = await advanceSync(db, WORLD_SETTINGS, sync.id, inTime(world, 2));
      const table = (await dumpTable(db)).join('\n') + JSON.stringify(sync);
      for (const name of UNLINKED) expect(table).not.toContain(name);
    }
    expect((await dumpTable(db)).join('\n')).toContain('like-by-ann');
  });

  it('asks again for what is due only: lists whose length changed, counts that are too old', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    await syncAll(db, world);
    now += 3_600_000;
    expect((await syncAll(db, world)).sync).toMatchObject({ due: 0 });
    now += 86_400_000;
    const ann = world.people.get(idOf('ann'))!;
    ann.follows = ann.follows.filter((id) => id !== idOf('bob'));
    world.people.get(idOf('dot'))!.follows.push(idOf('hal'));
    const { sync } = await syncAll(db, world);
    expect(sync.counts).toMatchObject({ profiles: 8, upToDate: 6, followsRead: 2, tiesNew: 1, tiesEnded: 1 });
    expect(await followsOf(db, ids)).toEqual(
      [...EXPECTED.filter((tie) => tie !== 'ann FOLLOW bob world'), 'dot FOLLOW hal world'].sort(),
    );
    // An ended tie stays, as of when it was missed, for runs of an earlier instant.
    const ended = (await outgoing(db, ids.get('ann')!, { first: 100 })).items.find(({ weight }) => weight === 0);
    expect(ended).toMatchObject({ followed: ids.get('bob'), at: sync.startedAt });
    now += 7 * 86_400_000;
    expect((await syncAll(db, world)).sync.counts).toMatchObject({ followsRead: 8, tiesNew: 0, tiesEnded: 0 });
  });

  it('tells an account that is gone from one with no followers, and does not end its ties', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    await syncAll(db, world);
    now += 86_400_000;
    world.people.get(idOf('hal'))!.deactivated = true;
    const { sync } = await syncAll(db, world);
    expect(sync).toMatchObject({ status: 'SUCCEEDED', counts: { missing: 1, profiles: 7 } });
    const [hal] = await accountsOf(db, ids.get('hal')!);
    expect(hal).toMatchObject({ state: 'GONE', stateSince: now });
    expect(freshnessOf(hal!, hal!.metrics!.followers, now)).toBe('UNAVAILABLE');
    expect((await followsOf(db, ids)).filter((tie) => tie.startsWith('hal'))).toHaveLength(4);
    now += 86_400_000;
    world.people.get(idOf('hal'))!.deactivated = false;
    await syncAll(db, world);
    expect((await accountsOf(db, ids.get('hal')!))[0]).toMatchObject({ state: 'ACTIVE', stateSince: null });
  });

  it('ends with a list whose cursor comes again for ever, and ends no tie by it', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    await syncAll(db, world);
    now += 86_400_000;
    Object.assign(world.people.get(idOf('ann'))!, { habit: 'ENDLESS', follows: [idOf('bob')] });
    const { sync } = await syncAll(db, world);
    expect(sync).toMatchObject({ status: 'SUCCEEDED', counts: { tiesEnded: 0 } });
    expect(await followsOf(db, ids)).toEqual(EXPECTED);
  });

  it('notes an account that refuses, and goes on with the next', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    world.people.get(idOf('ann'))!.habit = 'PRIVATE';
    const ids = await linkAll(db, world);
    const { sync } = await syncAll(db, world);
    expect(sync).toMatchObject({ status: 'SUCCEEDED', counts: { missing: 1, followsRead: 7 } });
    expect((await accountsOf(db, ids.get('ann')!))[0]).toMatchObject({ state: 'REFUSED' });
  });

  it.each([
    ['no header', {}],
    ['Retry-After in seconds', { 'retry-after': '3' }],
    ['the instant of the reset in seconds', { 'ratelimit-reset': String(NOON / 1000 + 3) }],
    ['the instant of the reset as a date', { 'x-ratelimit-reset': new Date(NOON + 3000).toISOString() }],
  ])('waits when it is told to, with %s', async (_, headers) => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    world.throttleHeaders = headers;
    world.fault = (n) => (n === 4 ? 429 : null);
    let waited = 0;
    let { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    sync = await advanceSync(db, WORLD_SETTINGS, sync.id, {
      ...inTime(world),
      patient: true,
      wait: (ms) => {
        waited += ms;
        now += ms;
        return Promise.resolve();
      },
    });
    expect(sync).toMatchObject({ status: 'SUCCEEDED', counts: { throttled: 1 } });
    expect(waited).toBeGreaterThanOrEqual(Object.keys(headers).length === 0 ? 60_000 : 3000);
    expect(await followsOf(db, ids)).toEqual(EXPECTED);
  });

  it('tries a source that is down three times, further and further apart, then says so and fails the part', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    await linkAll(db, world);
    world.fault = () => 500;
    let { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    sync = await advanceSync(db, WORLD_SETTINGS, sync.id, {
      ...inTime(world),
      patient: true,
      wait: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    });
    expect(sync.status).toBe('FAILED');
    expect(sync.errors.join()).toMatch(/world: file (fails \(HTTP 500\)|failed too often)/u);
  });

  it('does not wait for a host that asks for years: its part ends, so that another sync can begin, and a day later it is asked again', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    await linkAll(db, world);
    world.fault = (n) => (n === 1 ? 429 : null);
    world.throttleHeaders = { 'retry-after': '99999999999' };
    const { sync } = await syncAll(db, world);
    // The parts that have nothing to ask of this host are done all the same.
    expect(sync.status).toBe('PARTLY_FAILED');
    expect(sync.errors).toEqual([expect.stringMatching(/^world: file .*longer than an hour$/u)]);
    now += 86_400_000;
    expect((await syncAll(db, world)).sync.status).toBe('SUCCEEDED');
  });

  it('reads lists again that are older than it is told, though their length is the same', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    await syncAll(db, world);
    world.people.get(idOf('bob'))!.follows = [idOf('cid'), idOf('xan')];
    now += 3_600_000;
    const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open, olderThanMs: 0 });
    const { counts } = await advanceSync(db, WORLD_SETTINGS, sync.id, inTime(world));
    expect([counts.followsRead, counts.tiesNew, counts.tiesEnded]).toEqual([LINKED.length, 1, 1]);
    expect((await followsOf(db, ids)).filter((tie) => tie.startsWith('bob'))).toEqual(['bob FOLLOW cid world']);
  });

  it('leaves a host alone for failures in a row only: an answer to another worker in between ends the row', async () => {
    const db = await fresh({ clock: () => NOON });
    const gate = hostGate(db, 'world', 'file', { calls: 1000, perMs: 1000, costPerCallMicros: 0 });
    for (let failure = 1; failure <= 4; failure += 1) await gate.failed();
    const calls = createCalls({
      host: 'file',
      gate,
      clock: db.clock,
      remainingMs: () => Number.POSITIVE_INFINITY,
      baseFetch: () => Promise.resolve(new Response('fine')),
    });
    await calls.run(() => calls.fetch('http://file/'));
    await gate.failed();
    expect(await readHost(db, 'world', 'file')).toMatchObject({ failures: 1, brokenUntil: 0 });
  });

  it('ends with the reason where an adapter lacks what it needs, instead of trying for ever', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    await linkAll(db, world);
    const open: World['open'] = async (...of) => ({
      ...(await world.open(...of)),
      probe: () => Promise.reject(new VisibleError('SOURCE_NOT_INSTALLED', 'install it')),
    });
    const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open });
    const ended = await advanceSync(db, WORLD_SETTINGS, sync.id, { ...inTime(world), open });
    expect(ended).toMatchObject({ status: 'FAILED', errors: ['world: install it'] });
    expect(world.requests).toEqual([]);
  });

  it('stops at the budget of the day, and says so', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    await linkAll(db, world);
    const settings = {
      ...WORLD_SETTINGS,
      sources: [{ ...WORLD_SETTINGS.sources[0]!, budget: { microsPerDay: 55 } }],
    };
    const { sync } = await startSync(db, settings, { trigger: 'MANUAL', open: world.open });
    const ended = await advanceSync(db, settings, sync.id, inTime(world));
    expect(world.requests).toHaveLength(5);
    expect(ended.errors).toEqual(["world: today's budget for file is spent"]);
    expect(ended.counts.costMicros).toBe(50);
  });

  it('stores in invocations of few calls, with one call in seven failing, what one clean sync stores, ended ties included', async () => {
    const clean = await fresh({ clock: () => NOON });
    const cleanWorld = someWorld();
    await linkAll(clean, cleanWorld);
    await syncAll(clean, cleanWorld);
    const torn = await fresh({ clock: () => NOON });
    const tornWorld = someWorld();
    await linkAll(torn, tornWorld);
    const goesWrong = share(7, 0.15, ['THROTTLE', 'TIMEOUT']);
    tornWorld.throttleHeaders = { 'retry-after': '0' };
    tornWorld.fault = (n) => (goesWrong(n, '') === null ? null : n % 2 === 0 ? 500 : 429);
    const { invocations } = await syncAll(torn, tornWorld, 6);
    expect(invocations).toBeGreaterThan(3);
    expect(await stored(torn)).toEqual(await stored(clean));
  });

  it('goes on after a worker was killed between any two writes', async () => {
    const clean = await fresh({ clock: () => NOON });
    const cleanWorld = someWorld();
    await linkAll(clean, cleanWorld);
    await syncAll(clean, cleanWorld);
    const expected = await stored(clean);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), fc.boolean(), async (at, after) => {
        let now = NOON;
        const db = await fresh({ clock: () => now });
        const world = someWorld();
        await linkAll(db, world);
        const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
        const dying = again(db);
        const { injectFaults } = await import('../engines/faults.ts');
        injectFaults(dying.client, (n) => (n === at ? (after ? 'CRASH_AFTER' : 'CRASH_BEFORE') : null));
        await advanceSync(dying, WORLD_SETTINGS, sync.id, inTime(world)).catch(() => {});
        // A minute later its part is anybody's; counts were read at another instant then, so the clock goes back to compare.
        now = NOON + 61_000;
        const frozen = { ...db, clock: () => NOON + 61_000 };
        const ended = await advanceSync(frozen, WORLD_SETTINGS, sync.id, inTime(world));
        expect(ended.status).toBe('SUCCEEDED');
        const timeless = (lines: readonly string[]): string[] =>
          lines.map((line) => line.replaceAll(/1767\d{9}/gu, 'T')).sort();
        expect(timeless(await stored(db))).toEqual(timeless(expected));
      }),
      { numRuns: 6 },
    );
  });

  it('turns likes, shares, mentions and follows of the company into interactions, each once, however often they are told', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    const act = (id: string, verb: 'LIKE' | 'SHARE' | 'REPLY', at: number) => ({
      id,
      actor: idOf('ann'),
      verb,
      subject: BRAND,
      object: 'post-1',
      at: NOON + at,
    });
    world.brandActs.push(act('a1', 'LIKE', -5), act('a2', 'SHARE', -4), act('a3', 'REPLY', -3), act('a4', 'LIKE', -2));
    world.brandFollowers.add(idOf('ann'));
    const { sync } = await syncAll(db, world);
    expect(sync.counts.acts).toBe(5);
    now += 86_400_000;
    world.brandFollowers.delete(idOf('ann'));
    world.brandActs.push(act('a5', 'LIKE', 10));
    expect((await syncAll(db, world)).sync.counts.acts).toBe(2);
    const { items } = await timeline(db, ids.get('ann')!, { first: 50, kind: 'INTERACTION' });
    expect(items.map((event) => (event.kind === 'INTERACTION' ? `${event.type} ${event.objectRef}` : ''))).toEqual([
      'SOCIAL_LIKE post-1',
      'SOCIAL_SHARE post-1',
      'SOCIAL_MENTION post-1',
      'SOCIAL_LIKE post-1',
      'SOCIAL_FOLLOW company@world',
      'SOCIAL_LIKE post-1',
      'SOCIAL_UNFOLLOW company@world',
    ]);
  });

  it('gives a like the points of the influence its author had at the time: 35 is not above 35, 36 is, and what came later counts for nothing', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    const ids = await linkAll(db, world);
    const knew = (name: string, at: number, score: number) => ({
      id: ids.get(name)!,
      at: NOON + at,
      score,
      calibration: 'influence-1',
    });
    await putInfluenceHistory(db, [
      knew('ann', -9000, 35),
      knew('bob', -9000, 36),
      knew('cid', -9000, 34),
      knew('cid', -10, 90),
    ]);
    for (const name of ['ann', 'bob', 'cid'])
      world.brandActs.push({
        id: `like of ${name}`,
        actor: idOf(name),
        verb: 'LIKE',
        subject: BRAND,
        object: 'post-1',
        at: NOON - 1000,
      });
    await syncAll(db, world);
    const points = await Promise.all(
      ['ann', 'bob', 'cid'].map(async (name) => {
        const { engagement } = (await customerRecord(db, ids.get(name)!)).summary;
        return engagement.byRule.find(({ rule }) => rule === 'social-like')?.points;
      }),
    );
    expect(points).toEqual([10, 20, 10]);
  });

  it('reads the stream from where it was left: reactions count once, an unlike takes its like back, an unfollow has the list read', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    const ids = await linkAll(db, world);
    const said = (
      id: string,
      actor: string,
      verb: 'LIKE' | 'UNLIKE' | 'FOLLOW' | 'UNFOLLOW',
      subject: string | null,
    ) => {
      world.streamActs.push({
        id,
        actor: idOf(actor),
        verb,
        subject,
        object: subject,
        at: now + world.streamActs.length,
      });
    };
    await syncAll(db, world);
    now += 3_600_000;
    said('s1', 'ann', 'LIKE', BRAND);
    said('s2', 'ann', 'LIKE', idOf('bob'));
    said('s3', 'ann', 'LIKE', idOf('bob'));
    said('s4', 'dot', 'FOLLOW', idOf('ann'));
    said('s5', 'xan', 'LIKE', idOf('ann'));
    said('s1', 'ann', 'UNLIKE', null);
    await syncAll(db, world);
    now += 3_600_000;
    // Told again from the start, as after a lost cursor.
    const { saveProgress } = await import('../../store/social/progress.ts');
    await saveProgress(db, 'world', { streamCursor: '0' });
    said('s6', 'bob', 'UNFOLLOW', null);
    world.people.get(idOf('bob'))!.follows = [idOf('xan'), idOf('dot')];
    await syncAll(db, world);
    const ties = (await outgoing(db, ids.get('ann')!, { first: 50 })).items.filter(({ kind }) => kind === 'LIKE');
    expect(ties).toMatchObject([{ followed: ids.get('bob'), weight: 2 }]);
    const follows = await followsOf(db, ids);
    expect(follows).toContain('dot FOLLOW ann world');
    const { items } = await timeline(db, ids.get('ann')!, { first: 50, kind: 'INTERACTION' });
    expect(items.map((event) => (event.kind === 'INTERACTION' ? event.type : ''))).toEqual([
      'SOCIAL_LIKE',
      'SOCIAL_UNLIKE',
    ]);
    now += 3_600_000;
    await syncAll(db, world);
    expect((await followsOf(db, ids)).filter((tie) => tie.startsWith('bob'))).toEqual(['bob FOLLOW dot world']);
  });

  it('forgets what consent was withdrawn for: handle, counts, ties both ways; points keep what the other consent covers', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    world.brandActs.push({ id: 'a1', actor: idOf('ann'), verb: 'LIKE', subject: BRAND, object: 'p', at: NOON });
    const ids = await linkAll(db, world);
    await syncAll(db, world);
    const ann = ids.get('ann')!;
    const forgotten = await withdrawConsent(db, ann, ['SOCIAL_ENRICHMENT'], { version: 'test-1', source: 'test' });
    expect(forgotten).toMatchObject({ ties: 8, interactions: 0, accounts: 0 });
    expect((await followsOf(db, ids)).filter((tie) => tie.includes('ann'))).toEqual([]);
    expect((await dumpTable(db)).join('\n')).not.toContain('ann.world');
    expect((await accountsOf(db, ann))[0]).toMatchObject({
      handle: null,
      metrics: null,
      purposes: ['SOCIAL_ENGAGEMENT'],
    });
    expect((await timeline(db, ann, { first: 9, kind: 'INTERACTION' })).items).toHaveLength(1);
    await withdrawConsent(db, ann, ['SOCIAL_ENGAGEMENT'], { version: 'test-1', source: 'test' });
    expect((await timeline(db, ann, { first: 9, kind: 'INTERACTION' })).items).toEqual([]);
    const left = (await dumpTable(db)).join('\n');
    expect(left).not.toContain(idOf('ann'));
    // Whoever proves it may link the account now.
    await linkAccount(db, {
      customerId: ids.get('bob')!,
      source: 'world',
      host: 'file',
      accountId: idOf('ann'),
      handle: 'ann.world',
      proof: 'BIO_CODE',
      purposes: ['SOCIAL_ENGAGEMENT'],
    });
  });

  it('drops what it read when consent is withdrawn between the page and its ties, at any moment of a sync', async () => {
    for (const at of [1, 2, 4, 6, 9, 12]) {
      const db = await fresh({ clock: () => NOON });
      const world = someWorld();
      const ids = await linkAll(db, world);
      const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
      let withdrawn = false;
      const baseFetch: World['fetch'] = async (input) => {
        const response = await world.fetch(input);
        if (world.requests.length === at && !withdrawn) {
          withdrawn = true;
          await withdrawConsent(db, ids.get('ann')!, CONSENT_PURPOSES, { version: 'test-1', source: 'test' });
        }
        return response;
      };
      const ended = await advanceSync(db, WORLD_SETTINGS, sync.id, { ...inTime(world), baseFetch });
      expect(ended.status).toBe('SUCCEEDED');
      expect((await followsOf(db, ids)).filter((tie) => tie.includes('ann'))).toEqual([]);
      expect((await dumpTable(db)).join('\n')).not.toContain('ann.world');
    }
  });

  it('drops what it wrote when consent is withdrawn before its ties are put, before it looks whether it was, or right after', async () => {
    /** Withdraws Ann's consent before request `at` of a sync to the table. @returns the names of the requests there were */
    const withdrawnBefore = async (at: number): Promise<string[]> => {
      const db = await fresh({ clock: () => NOON });
      const world = newWorld([
        person('ann', ['bob', 'cid']),
        person('bob', ['ann', 'cid']),
        person('cid', ['bob', 'ann']),
        ...LINKED.slice(3).map((name) => person(name, [], { deactivated: true })),
      ]);
      const ids = await linkAll(db, world);
      const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
      const requests: string[] = [];
      const client = new Proxy(db.client, {
        get: (target, name) =>
          name === 'send'
            ? async (command: Parameters<typeof target.send>[0]) => {
                if (requests.push(command.constructor.name) === at + 1)
                  await withdrawConsent(db, ids.get('ann')!, CONSENT_PURPOSES, { version: 'test-1', source: 'test' });
                return target.send(command);
              }
            : (Reflect.get(target, name) as unknown),
      });
      const ended = await advanceSync({ ...db, client }, WORLD_SETTINGS, sync.id, inTime(world));
      expect(ended.status).toBe('SUCCEEDED');
      const ties = (await followsOf(db, ids)).filter((tie) => tie.includes('ann'));
      expect(ties.length, `before request ${at}`).toBe(at === -1 ? 4 : 0);
      if (at !== -1) expect((await dumpTable(db)).join('\n'), `before request ${at}`).not.toContain('ann.world');
      return requests;
    };
    const puts = (await withdrawnBefore(-1)).flatMap((name, at) => (name === 'BatchWriteItemCommand' ? [at] : []));
    expect(puts).toHaveLength(2);
    for (const put of puts) for (const at of [put, put + 1, put + 2]) await withdrawnBefore(at);
  });

  it('reads no more of the table for longer lists: that nobody withdrew is one read a page', async () => {
    const readUnits = async (follows: number): Promise<number> => {
      const db = await fresh({ clock: () => NOON });
      const world = newWorld(
        LINKED.map((name, at) =>
          person(
            name,
            Array.from({ length: follows }, (_, step) => LINKED[(at + 1 + step) % LINKED.length]!),
          ),
        ),
      );
      await linkAll(db, world);
      const { sync } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
      const metered = withMeter(db);
      const ended = await advanceSync(metered, WORLD_SETTINGS, sync.id, inTime(world));
      expect(ended.counts.tiesNew).toBe(follows * LINKED.length);
      return metered.meter.readUnits;
    };
    // Lists of up to three are one page.
    expect(await readUnits(3)).toBe(await readUnits(1));
  });

  it('gives an account to one customer only, and lets it go when unlinked', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    const ids = await linkAll(db, world);
    const toBob = { customerId: ids.get('bob')!, source: 'world', host: 'file', accountId: idOf('ann') } as const;
    const rest = { handle: 'x', proof: 'BIO_CODE', purposes: CONSENT_PURPOSES } as const;
    await expect(linkAccount(db, { ...toBob, ...rest })).rejects.toMatchObject({ code: 'ACCOUNT_TAKEN' });
    await unlinkAccount(db, (await accountsOf(db, ids.get('ann')!))[0]!);
    expect(await linkAccount(db, { ...toBob, ...rest })).toMatchObject({ customerId: ids.get('bob') });
  });

  it('gives an account that two link at once to one of them at most, whoever pauses before whichever of their calls', async () => {
    for (let pause = 1; pause <= 8; pause += 1) {
      const db = await fresh({ clock: () => NOON });
      const ids = await linkAll(db, someWorld());
      const [ann, bob] = [ids.get('ann')!, ids.get('bob')!];
      const link = (as: Db, customerId: string) =>
        linkAccount(as, {
          customerId,
          source: 'world',
          host: 'file',
          accountId: 'world:wanted',
          handle: 'wanted.world',
          proof: 'BIO_CODE',
          purposes: CONSENT_PURPOSES,
        }).then(
          () => customerId,
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'ACCOUNT_TAKEN' });
            return null;
          },
        );
      const told: (string | null)[] = [];
      let calls = 0;
      // Before Ann's call of this number, Bob links the account from beginning to end.
      const client = new Proxy(db.client, {
        get: (target, name) =>
          name === 'send'
            ? async (command: Parameters<typeof target.send>[0]) => {
                calls += 1;
                if (calls === pause) told.push(await link(db, bob));
                return target.send(command);
              }
            : (Reflect.get(target, name) as unknown),
      });
      told.push(await link({ ...db, client }, ann));
      const linked = (await Promise.all([ann, bob].map((id) => accountsOf(db, id, { consistent: true })))).flat();
      expect(
        linked.filter(({ accountId }) => accountId === 'world:wanted').map(({ customerId }) => customerId),
        `paused before call ${pause}`,
      ).toEqual(told.filter((each) => each !== null));
      expect(told.filter((each) => each !== null).length).toBeLessThanOrEqual(1);
    }
  });

  it('says until when it waits where a worker that was killed has what is left', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = someWorld();
    await linkAll(db, world);
    const { sync, plan } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    for (const { name } of plan!.parts) await takePart(db, sync.id, name);
    const said: [number, string][] = [];
    const ended = await advanceSync(db, WORLD_SETTINGS, sync.id, {
      ...inTime(world),
      patient: true,
      wait: (ms) => Promise.resolve(void (now += ms)),
      onWait: (untilMs, why) => said.push([untilMs, why]),
    });
    expect(ended.status).toBe('SUCCEEDED');
    expect(said).toEqual([[NOON + 60_001, 'WORKER']]);
  });

  it('goes on with the sync under way instead of starting another', async () => {
    const db = await fresh({ clock: () => NOON });
    const world = someWorld();
    await linkAll(db, world);
    const first = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    const second = await startSync(db, WORLD_SETTINGS, { trigger: 'SCHEDULE', open: world.open });
    expect([first.isNew, second.isNew, second.sync.id]).toEqual([true, false, first.sync.id]);
    expect(await getSync(db, first.sync.id)).toEqual(first.sync);
    expect(withMeter(db).meter.requests).toBe(0);
  });
});
