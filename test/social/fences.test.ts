import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { TieKind } from '../../domain/events.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { takeSnapshot } from '../../enrichment/snapshot/take.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { startSync } from '../../social/sync/plan.ts';
import { withdrawConsent } from '../../social/unlink.ts';
import type { Db } from '../../store/client/db.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { timeline } from '../../store/events/history.ts';
import { outgoing } from '../../store/relations/pages.ts';
import { putTies } from '../../store/relations/ties.ts';
import { linkAccount } from '../../store/social/accounts.ts';
import { takePart } from '../../store/social/syncs.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults } from '../engines/faults.ts';
import { onEngines, type EngineContext } from '../engines/on-engines.ts';
import { like, NOON, order, shop } from '../store/samples.ts';
import { BRAND, newWorld, WORLD_SETTINGS, type World } from './network.ts';

const DAY_MS = 86_400_000;
const SOURCE = 'world';
const idOf = (name: string): string => `world:${name}`;
/** A part names who looked at it last, and goes 30 days after. */
const WITHOUT_HOLDERS = { without: ['w', 'u', 'expiresAt'] };
const SAID = { version: 'test-1', source: 'test' };

/** Customers who linked an account each. */
async function linked(db: Db, world: World): Promise<Map<string, string>> {
  const names = [...world.people.values()].map(({ handle }) => handle);
  await ingestEvents(
    db,
    names.map((name, day) => ({ customer: shop(name), event: order(`${name}-1`, day) })),
  );
  const customers = await resolveCustomers(db, names.map(shop));
  const ids = new Map(names.map((name, index) => [name, customers[index]!.id]));
  for (const [name, customerId] of ids)
    await linkAccount(db, {
      customerId,
      source: SOURCE,
      host: 'file',
      accountId: idOf(name),
      handle: name,
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
  return ids;
}

const worldOf = (follows: Record<string, readonly string[]>): World =>
  newWorld(Object.entries(follows).map(([name, list]) => ({ id: idOf(name), handle: name, follows: list.map(idOf) })));

const workerOf = (world: World) => ({
  open: world.open,
  baseFetch: world.fetch,
  remainingMs: () => Number.POSITIVE_INFINITY,
  wait: () => Promise.resolve(),
});

async function sync(db: Db, world: World): Promise<void> {
  const started = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
  const { status } = await advanceSync(db, WORLD_SETTINGS, started.sync.id, workerOf(world));
  expect(status).toBe('SUCCEEDED');
}

const tiesOf = async (db: Db, id: string) =>
  (await outgoing(db, id, { first: 100 })).items.map(({ followed, kind, weight, at }) => ({
    followed,
    kind,
    weight,
    at,
  }));

onEngines('what is told under the name of a source', ({ fresh }) => {
  it('stays when consent is taken back, whether it came before the sync or after; what the sync read goes', async () => {
    const db = await fresh({ clock: () => NOON });
    // Ann follows Bob and Cid at the source; the company was told of Bob, of Dot, who is on no list, and of a like of Cid's.
    const world = worldOf({ ann: ['bob', 'cid', 'eve'], bob: ['ann'], cid: [], dot: [], eve: [] });
    world.brandActs.push(
      { id: 'read', actor: idOf('ann'), verb: 'LIKE', subject: BRAND, object: 'p', at: NOON },
      { id: 'both', actor: idOf('ann'), verb: 'LIKE', subject: BRAND, object: 'q', at: NOON },
    );
    world.streamActs.push({ id: 's1', actor: idOf('ann'), verb: 'LIKE', subject: idOf('cid'), object: 'r', at: NOON });
    const ids = await linked(db, world);
    const [ann, bob, cid, dot, eve] = ['ann', 'bob', 'cid', 'dot', 'eve'].map((name) => ids.get(name)!) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const told = (followed: string, kind: TieKind, at: number) => ({
      follower: { id: ann },
      followed: { id: followed },
      kind,
      source: SOURCE,
      weight: 2,
      at,
    });
    await putTies(db, [
      told(bob, 'FOLLOW', NOON - DAY_MS),
      told(dot, 'FOLLOW', NOON - DAY_MS),
      told(cid, 'LIKE', NOON - DAY_MS),
    ]);
    const likes = like('told', 0, { source: SOURCE });
    await ingestEvents(db, [{ customer: { id: ann }, event: likes }]);
    await sync(db, world);
    // Told after it was read, of an earlier day; one way with a writer of its own, as an import has it.
    await putTies(db, [told(eve, 'FOLLOW', NOON - 2 * DAY_MS)], { soleWriter: true });
    await putTies(db, [{ ...told(ann, 'FOLLOW', NOON - 2 * DAY_MS), follower: { id: bob } }]);
    const read = (await timeline(db, ann, { first: 9, kind: 'INTERACTION' })).items.find(({ id }) => id === 'both')!;
    const { sk: _, customerId: __, receivedAt: ___, ...event } = read;
    expect((await ingestEvents(db, [{ customer: { id: ann }, event }])).map(({ status }) => status)).toEqual([
      'DUPLICATE',
    ]);

    await withdrawConsent(db, ann, CONSENT_PURPOSES, SAID);
    const stays = (followed: string, kind: TieKind, days: number) => ({
      followed,
      kind,
      weight: 2,
      at: NOON - days * DAY_MS,
    });
    expect((await tiesOf(db, ann)).toSorted((a, b) => b.at - a.at || (a.kind < b.kind ? -1 : 1))).toEqual([
      ...[stays(bob, 'FOLLOW', 1), stays(dot, 'FOLLOW', 1)].toSorted((a, b) => (a.followed < b.followed ? -1 : 1)),
      stays(cid, 'LIKE', 1),
      stays(eve, 'FOLLOW', 2),
    ]);
    expect(await tiesOf(db, bob)).toEqual([stays(ann, 'FOLLOW', 2)]);
    expect((await timeline(db, ann, { first: 9, kind: 'INTERACTION' })).items.map(({ id }) => id).sort()).toEqual([
      'both',
      'told',
    ]);
  });

  it('leaves apart what a customer follows through two accounts at one source', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = worldOf({ ann: ['bob'], bob: [], cid: [] });
    const ids = await linked(db, world);
    world.people.set(idOf('ann2'), { id: idOf('ann2'), handle: 'ann2', follows: [idOf('cid')] });
    await linkAccount(db, {
      customerId: ids.get('ann')!,
      source: SOURCE,
      host: 'file',
      accountId: idOf('ann2'),
      handle: 'ann2',
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
    const active = async () => (await tiesOf(db, ids.get('ann')!)).filter(({ weight }) => weight > 0).length;
    await sync(db, world);
    expect(await active()).toBe(2);
    now += 8 * DAY_MS;
    await sync(db, world);
    expect(await active()).toBe(2);
    now += 8 * DAY_MS;
    world.people.get(idOf('ann2'))!.follows = [];
    await sync(db, world);
    expect(await tiesOf(db, ids.get('ann')!)).toEqual(
      [
        { followed: ids.get('bob'), kind: 'FOLLOW', weight: 1, at: NOON },
        { followed: ids.get('cid'), kind: 'FOLLOW', weight: 0, at: now },
      ].toSorted((a, b) => (a.followed! < b.followed! ? -1 : 1)),
    );
  });

  /** Bug it catches: the tie two lists of one customer name was written twice in a batch, which DynamoDB refuses, at every sync anew. */
  it('holds a tie as long as one of two accounts of a customer follows', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = worldOf({ ann: [], bob: [], cid: [], dot: [] });
    const ids = await linked(db, world);
    world.people.set(idOf('ann2'), { id: idOf('ann2'), handle: 'ann2', follows: [] });
    await linkAccount(db, {
      customerId: ids.get('ann')!,
      source: SOURCE,
      host: 'file',
      accountId: idOf('ann2'),
      handle: 'ann2',
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
    const nameOf = new Map([...ids].map(([name, id]) => [id, name]));
    const active = async () =>
      (await tiesOf(db, ids.get('ann')!))
        .filter(({ weight }) => weight > 0)
        .map(({ followed }) => nameOf.get(followed))
        .sort();
    const reads = async (one: readonly string[], other: readonly string[]) => {
      world.people.get(idOf('ann'))!.follows = one.map(idOf);
      world.people.get(idOf('ann2'))!.follows = other.map(idOf);
      await sync(db, world);
    };
    // Both lists are read each time, so what stands is what either says.
    for (const [one, other] of [
      [['bob'], ['bob']],
      [['bob', 'cid'], []],
      [[], ['bob', 'cid']],
      [['cid'], ['bob', 'dot']],
      [['bob', 'dot'], ['cid']],
      [['bob'], ['bob', 'cid']],
      [[], []],
      [['dot'], ['dot']],
    ] as const) {
      await reads(one, other);
      expect(await active()).toEqual([...new Set([...one, ...other])].sort());
      now += 8 * DAY_MS;
    }
    // Of the two only the one whose length changed is read; the other one then by the next sync, which finds the tie there.
    await reads(['dot'], ['dot']);
    for (const [one, other] of [
      [['bob', 'cid'], ['dot']],
      [['dot'], ['bob', 'cid', 'dot']],
      [['bob', 'dot'], ['dot']],
    ] as const) {
      for (let round = 0; round < 2; round += 1) {
        now += DAY_MS;
        await reads(one, other);
      }
      expect(await active()).toEqual([...new Set([...one, ...other])].sort());
    }
  });
});

onEngines('a worker that is behind', ({ fresh, again }) => {
  for (const [what, isPutFirst] of [
    ['revives no tie that ended meanwhile', true],
    ['brings back no tie nobody had put', false],
  ] as const)
    it(`stalls between a page and its ties, past the next sync, and ${what}`, async () => {
      let now = NOON;
      const db = await fresh({ clock: () => now });
      const world = worldOf({ ann: ['bob'], bob: [] });
      const ids = await linked(db, world);
      const ann = world.people.get(idOf('ann'))!;
      const started = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
      let wake = (): void => {};
      const gate = new Promise<void>((resolve) => (wake = resolve));
      let read = (): void => {};
      const hasRead = new Promise<void>((resolve) => (read = resolve));
      const stalled = advanceSync(again(db), WORLD_SETTINGS, started.sync.id, {
        ...workerOf(world),
        baseFetch: async (input) => {
          const answer = await world.fetch(input);
          if (!String(input).includes(`/follows?id=${encodeURIComponent(ann.id)}`)) return answer;
          read();
          await gate;
          return answer;
        },
      });
      await hasRead;
      now += 61_000;
      if (!isPutFirst) ann.follows = [];
      expect((await advanceSync(db, WORLD_SETTINGS, started.sync.id, workerOf(world))).status).toBe('SUCCEEDED');
      expect(await tiesOf(db, ids.get('ann')!)).toHaveLength(isPutFirst ? 1 : 0);
      ann.follows = [];
      now += 8 * DAY_MS;
      await sync(db, world);
      const before = await tiesOf(db, ids.get('ann')!);
      expect(before.map(({ weight, at }) => [weight, at])).toEqual(isPutFirst ? [[0, now]] : []);
      const settled = await dumpTable(db, WITHOUT_HOLDERS);
      wake();
      await stalled;
      expect(await tiesOf(db, ids.get('ann')!)).toEqual(before);
      const later = (await dumpTable(db, WITHOUT_HOLDERS)).filter((line) => !settled.includes(line));
      // What the host counts of its calls is all that the woken one leaves.
      expect(later.filter((line) => !line.includes('HOST#'))).toEqual([]);
    });

  it('writes nothing after its lease: the calls of what it holds end before', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const world = worldOf({ ann: ['bob'], bob: [] });
    await linked(db, world);
    const { sync: started, plan } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
    const [part] = plan!.parts;
    const taken = (await takePart(db, started.id, part!.name))!;
    const leftMs = async (): Promise<number> => (await taken.held()).deadline!.endsAtMs - performance.now();
    expect(await leftMs()).toBeLessThan(60_000);
    now += 20_000;
    expect(await leftMs()).toBeLessThan(40_000);
    // Little is left: it is renewed.
    now += 20_000;
    expect(await leftMs()).toBeGreaterThan(30_000);
    now += 61_000;
    expect(await takePart(db, started.id, part!.name)).not.toBeNull();
    await expect(taken.held()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });
});

/** A worker killed after request `at` since `who` took consent back, behind the back of whoever had read the directory. @returns whether it was */
async function killed(
  { fresh, again }: EngineContext,
  who: string,
  place: RegExp,
  at: number,
  sees: (what: string, left: readonly string[]) => void,
): Promise<boolean> {
  let now = NOON;
  const db = await fresh({ clock: () => now });
  const world = worldOf({ ann: ['bob'], bob: ['ann'], cid: ['ann', 'bob'] });
  world.brandActs.push({ id: 'l', actor: idOf('ann'), verb: 'LIKE', subject: BRAND, object: 'p', at: NOON });
  const ids = await linked(db, world);
  const id = ids.get(who)!;
  const { sync: started } = await startSync(db, WORLD_SETTINGS, { trigger: 'MANUAL', open: world.open });
  const dying = again(db);
  let since: number | null = null;
  const injection = injectFaults(dying.client, (n) => (since !== null && n === since + at ? 'CRASH_AFTER' : null));
  await advanceSync(dying, WORLD_SETTINGS, started.id, {
    ...workerOf(world),
    baseFetch: async (input) => {
      const answer = await world.fetch(input);
      if (since === null && place.test(String(input))) {
        await withdrawConsent(db, id, CONSENT_PURPOSES, SAID);
        since = injection.calls();
      }
      return answer;
    },
  }).catch(() => {});
  if (injection.faults() === 0) return false;
  const left = async () =>
    (await dumpTable(db)).filter(
      (line) => line.includes(id) && /\["sk",\{"S":"(T#|E#)/u.test(line) && line.includes(SOURCE),
    );
  await takeSnapshot(db, { asOf: NOON, ruleSet: defaultRuleSet });
  sees('in a run', await left());
  now += 61_000;
  expect((await advanceSync(db, WORLD_SETTINGS, started.id, workerOf(world))).status).toBe('SUCCEEDED');
  sees('after the sync', [...(await left()), ...(await dumpTable(db)).filter((line) => line.includes('WITHDRAWN#'))]);
  return true;
}

onEngines(
  'a worker that is killed since somebody took consent back',
  (engine) => {
    for (const who of ['ann', 'bob'])
      it(`leaves no tie of ${who}'s, in a run or after the sync`, async () => {
        for (let at = 1; at <= 6; at += 1) {
          const isKilled = await killed(engine, who, /\/follows\?id=world%3Acid/u, at, (what, left) =>
            expect(left, `${what}, after request ${at}`).toEqual([]),
          );
          expect(isKilled).toBe(true);
        }
      });

    it('leaves nothing of what was done to the company', async () => {
      for (let at = 1; at <= 14; at += 1)
        await killed(engine, 'ann', /\/engagement/u, at, (what, left) =>
          expect(left, `${what}, after request ${at}`).toEqual([]),
        );
    });
  },
  ['dynalite'],
);
