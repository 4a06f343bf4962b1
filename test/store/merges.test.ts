import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, CustomerId } from '../../domain/events.ts';
import { takeSnapshot } from '../../enrichment/snapshot/take.ts';
import type { Db } from '../../store/client/db.ts';
import { customerKey } from '../../store/client/keys.ts';
import { getItem } from '../../store/client/commands.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { GRACE_MS } from '../../store/customers/marks.ts';
import { allIds } from '../../store/customers/packed-ids.ts';
import { decodeRecord } from '../../store/customers/records.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { ingestEvents, type EventRow } from '../../store/events/events.ts';
import { foldPending } from '../../store/events/fold.ts';
import { timeline } from '../../store/events/history.ts';
import { mergeCustomers, unmergeCustomer } from '../../store/merges/merge.ts';
import { mergeTrail } from '../../store/merges/trail.ts';
import { incoming, outgoing } from '../../store/relations/pages.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { putTies } from '../../store/relations/ties.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop } from './samples.ts';

const clock = () => NOON + 400 * 86_400_000;
const NAMES = ['ann', 'bob', 'cid', 'dot'] as const;
const idOf = (db: Db, name: string): CustomerId => customerIdOf(db, shop(name));
const merge = (db: Db, merged: string, survivor: string) =>
  mergeCustomers(db, { survivor: shop(survivor), merged: shop(merged) });

/** What a run would see: who there is, and what they bought for in all. */
async function seen(db: Db) {
  const { snapshot, setAside } = await takeSnapshot(db, { asOf: clock(), ruleSet: defaultRuleSet });
  expect(setAside).toEqual([]);
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  const { columns, ties } = snapshot;
  return {
    ids: allIds(snapshot.ids),
    revenueMinor: sum(columns.revenueMinor),
    marginMinor: sum(columns.knownMarginMinor) + sum(columns.uncostedRevenueMinor),
    columns,
    ties: Array.from(ties.follower, (follower, k) => [follower, ties.followed[k]!] as const),
  };
}

const record = async (db: Db, name: string) =>
  decodeRecord((await getItem(db, customerKey(idOf(db, name)), { ConsistentRead: true }))!);

/** Everything but the trail and what followers are told, and when an item last changed. */
const dump = async (db: Db): Promise<string[]> =>
  (await dumpTable(db, { without: ['u'] })).filter((line) => !/"(?:MERGES|CHANGES|META)"/u.test(line));

const goodsBack = (id: string, day: number, netMinor: number): CustomerEvent => ({
  ...order(id, day),
  lines: [{ sku: 'sku-any', group: 'Paper', quantity: -1, netMinor: -netMinor, lineKind: 'PRODUCT' }],
});

const someEvents = (name: string, count: number): EventRow[] =>
  Array.from({ length: count }, (_, n) => ({
    customer: shop(name),
    event: n % 3 === 2 ? like(`${name}-${n}`, n) : order(`${name}-${n}`, 3 * n, 10_00 + n),
  }));

onEngines('customers who are one', ({ fresh, again, kind }) => {
  const two = async (): Promise<Db> => {
    const db = await fresh({ clock });
    await ingestEvents(db, [...someEvents('ann', 4), ...someEvents('bob', 5), ...someEvents('cid', 2)]);
    await putTies(
      db,
      [
        ['cid', 'ann', 1],
        ['cid', 'bob', 2],
        ['ann', 'bob', 1],
        ['bob', 'cid', 1],
      ].map(([follower, followed, at]) => ({
        follower: shop(String(follower)),
        followed: shop(String(followed)),
        kind: 'FOLLOW' as const,
        source: 'social',
        weight: 1,
        at: NOON + Number(at),
      })),
    );
    return db;
  };

  it('count once, with a history folded from all their events, and are found by either name', async () => {
    const db = await two();
    const apart = await seen(db);
    expect(await merge(db, 'bob', 'ann')).toMatchObject({ isNew: true, survivorId: idOf(db, 'ann') });
    const one = await seen(db);
    expect(one.ids).toHaveLength(apart.ids.length - 1);
    expect(one.ids).not.toContain(idOf(db, 'bob'));
    expect([one.revenueMinor, one.marginMinor]).toEqual([apart.revenueMinor, apart.marginMinor]);
    const ann = await record(db, 'ann');
    expect(ann.summary.eventCount).toBe(9);
    // Ordered on days 0, 3, 9 and 0, 3, 9, 12: what came on one day is one purchase day.
    expect(ann.summary.orders).toMatchObject({ count: 7, purchaseDays: 4 });
    const [found] = await resolveCustomers(db, [shop('bob')]);
    expect([found!.id, found!.survivorId]).toEqual([idOf(db, 'bob'), idOf(db, 'ann')]);
    const page = await timeline(db, [idOf(db, 'ann'), idOf(db, 'bob')], { first: 4 });
    const rest = await timeline(db, [idOf(db, 'ann'), idOf(db, 'bob')], { first: 9, after: page.next! });
    expect([...page.items, ...rest.items].map(({ occurredAt }) => occurredAt)).toEqual(
      [...page.items, ...rest.items].map(({ occurredAt }) => occurredAt).sort((a, b) => a - b),
    );
    expect(page.items.length + rest.items.length).toBe(9);
  });

  it('share their ties: none between themselves, one where both had one', async () => {
    const db = await two();
    await merge(db, 'bob', 'ann');
    const ids = [idOf(db, 'ann'), idOf(db, 'bob')];
    const { ties, ids: order_ } = await seen(db);
    expect(ties.map(([from, to]) => [order_[from], order_[to]])).toEqual(
      expect.arrayContaining([
        [idOf(db, 'cid'), idOf(db, 'ann')],
        [idOf(db, 'ann'), idOf(db, 'cid')],
      ]),
    );
    expect(ties).toHaveLength(2);
    expect((await incoming(db, ids, { first: 10 })).items).toMatchObject([{ follower: idOf(db, 'cid'), at: NOON + 2 }]);
    expect((await outgoing(db, ids, { first: 10 })).items).toMatchObject([{ followed: idOf(db, 'cid') }]);
    expect(
      await putTies(db, [
        { follower: shop('bob'), followed: shop('ann'), kind: 'TRUST', source: 's', weight: 1, at: NOON },
      ]),
    ).toMatchObject([{ status: 'SELF_TIE', followerId: idOf(db, 'ann') }]);
  });

  it('cannot have brought in one another: neither a claim that comes nor one that came before', async () => {
    const db = await two();
    const claim = { source: 'app', advocate: shop('bob'), friend: shop('ann'), kind: 'TYPE_ONE' as const, at: NOON };
    expect(await recordReferral(db, { ...claim, id: '1' })).toMatchObject({ status: 'ACCEPTED' });
    await merge(db, 'bob', 'ann');
    expect(await recordReferral(db, { ...claim, id: '2' })).toMatchObject({ status: 'SELF_REFERRAL' });
    expect(await recordReferral(db, { ...claim, id: '3', friend: shop('cid') })).toMatchObject({
      status: 'ACCEPTED',
      advocateId: idOf(db, 'ann'),
    });
  });

  it('take in what names the merged one as before: known is known, new counts for the survivor and goes along when they part', async () => {
    const db = await two();
    const alone = await two();
    await merge(db, 'bob', 'ann');
    const rows: EventRow[] = [...someEvents('bob', 7), { customer: shop('bob'), event: goodsBack('back', 30, 4_00) }];
    const told = await ingestEvents(db, rows);
    expect(told.map(({ status }) => status)).toEqual([
      ...Array<string>(5).fill('DUPLICATE'),
      ...Array<string>(3).fill('ACCEPTED'),
    ]);
    expect(told.every(({ customerId }) => customerId === idOf(db, 'ann'))).toBe(true);
    expect((await record(db, 'ann')).summary.eventCount).toBe(12);
    await ingestEvents(db, [
      { customer: shop('bob'), event: order('bob-0', 0, 99_00), correction: { expectedVersion: 1 } },
    ]);
    await unmergeCustomer(db, shop('bob'));
    await ingestEvents(alone, rows);
    await ingestEvents(alone, [
      { customer: shop('bob'), event: order('bob-0', 0, 99_00), correction: { expectedVersion: 1 } },
    ]);
    expect(await dump(db)).toEqual(await dump(alone));
  });

  it('refuse themselves, the unknown and what is not merged; a repeat changes nothing', async () => {
    const db = await two();
    await upsertCustomer(db, { by: shop('ann'), identities: [{ email: 'ann@example.com' }] });
    await expect(merge(db, 'ann', 'ann')).rejects.toMatchObject({ code: 'SAME_CUSTOMER' });
    await expect(
      mergeCustomers(db, { survivor: shop('ann'), merged: { email: 'ANN@example.com' } }),
    ).rejects.toMatchObject({ code: 'SAME_CUSTOMER' });
    await expect(merge(db, 'nobody', 'ann')).rejects.toMatchObject({ code: 'UNKNOWN_CUSTOMER' });
    await expect(unmergeCustomer(db, shop('ann'))).rejects.toMatchObject({ code: 'NOT_MERGED' });
    await merge(db, 'bob', 'ann');
    const before = await dump(db);
    expect(await merge(db, 'bob', 'ann')).toMatchObject({ isNew: false });
    expect(await merge(db, 'ann', 'bob')).toMatchObject({ isNew: false });
    await expect(unmergeCustomer(db, shop('ann'))).rejects.toMatchObject({ code: 'NOT_MERGED' });
    expect(await dump(db)).toEqual(before);
    expect((await mergeTrail(db, { first: 5 })).items).toMatchObject([
      { kind: 'MERGE', merged: idOf(db, 'bob'), into: idOf(db, 'ann') },
    ]);
  });

  it('in a chain are one; who leaves takes along who was merged into them', async () => {
    const db = await two();
    const whole = await seen(db);
    await merge(db, 'ann', 'bob');
    await merge(db, 'bob', 'cid');
    expect((await seen(db)).ids).toEqual([idOf(db, 'cid')]);
    const [found] = await resolveCustomers(db, [shop('ann')], { consistent: true });
    expect(found!.survivorId).toBe(idOf(db, 'cid'));
    // Into somebody who is merged: into the survivor, where they stay when that one leaves.
    await ingestEvents(db, someEvents('dot', 3));
    await merge(db, 'dot', 'ann');
    await unmergeCustomer(db, shop('bob'));
    const { ids } = await seen(db);
    expect(new Set(ids)).toEqual(new Set([idOf(db, 'cid'), idOf(db, 'bob')]));
    expect((await record(db, 'bob')).summary.eventCount).toBe(9);
    expect((await record(db, 'cid')).summary.eventCount).toBe(5);
    await unmergeCustomer(db, shop('ann'));
    await unmergeCustomer(db, shop('dot'));
    expect((await seen(db)).revenueMinor).toBe(whole.revenueMinor + 10_00 + 5_00 + 10_01 + 5_00);
  });

  it('merged at once in a circle: somebody survives, and everybody counts once', async () => {
    for (const pairs of [
      ['ann>bob', 'bob>ann'],
      ['ann>bob', 'bob>cid', 'cid>ann'],
      ['ann>bob', 'ann>cid'],
    ]) {
      const db = await two();
      const apart = await seen(db);
      const done = await Promise.allSettled(
        pairs.map((pair) => merge(again(db), ...(pair.split('>') as [string, string]))),
      );
      for (const one of done) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'BUSY' });
      const after = await seen(db);
      expect(after.revenueMinor).toBe(apart.revenueMinor);
      const found = await resolveCustomers(db, NAMES.slice(0, 3).map(shop), { consistent: true });
      expect(new Set(found.map(({ survivorId }) => survivorId))).toEqual(new Set(after.ids));
      expect(after.ids.length).toBeLessThan(3);
    }
  });

  if (kind === 'dynalite') return;

  it('merged and unmerged are as never merged, item for item, and every sum stands at every step', async () => {
    const steps = fc.array(
      fc.record({ merged: fc.constantFrom(...NAMES), into: fc.constantFrom(...NAMES), back: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    );
    const events = fc.array(
      fc.record({
        name: fc.constantFrom(...NAMES),
        day: fc.integer({ min: 0, max: 60 }),
        what: fc.constantFrom('order', 'order', 'like', 'back'),
      }),
      { maxLength: 14 },
    );
    const rowOf = ({ name, day, what }: { name: string; day: number; what: string }, n: number): EventRow => ({
      customer: shop(name),
      event:
        what === 'like' ? like(`e${n}`, day) : what === 'back' ? goodsBack(`e${n}`, day, 3_00) : order(`e${n}`, day),
    });
    await fc.assert(
      fc.asyncProperty(events, events, steps, fc.array(fc.nat(3)), async (before, between, merges, order_) => {
        const [db, never] = [await fresh({ clock }), await fresh({ clock })];
        for (const one of [db, never]) {
          await Promise.all(NAMES.map((name) => upsertCustomer(one, { by: shop(name), displayName: name })));
          await ingestEvents(one, before.map(rowOf));
        }
        const { revenueMinor, marginMinor } = await seen(never);
        for (const { merged, into, back } of merges) {
          const work = back ? unmergeCustomer(db, shop(merged)) : merge(db, merged, into);
          await work.catch((error: unknown) =>
            expect(['SAME_CUSTOMER', 'NOT_MERGED']).toContain((error as { code: string }).code),
          );
          expect(await seen(db)).toMatchObject({ revenueMinor, marginMinor });
        }
        const more = between.map((one, n) => rowOf(one, 100 + n));
        await ingestEvents(db, more);
        await ingestEvents(never, more);
        const [now, then] = [await seen(db), await seen(never)];
        expect([now.revenueMinor, now.marginMinor]).toEqual([then.revenueMinor, then.marginMinor]);
        const sequence = [...order_.map((k) => NAMES[k]!), ...NAMES];
        for (const name of sequence)
          await unmergeCustomer(db, shop(name)).catch((error: unknown) =>
            expect(error).toMatchObject({ code: 'NOT_MERGED' }),
          );
        expect(await dump(db)).toEqual(await dump(never));
      }),
      { numRuns: 25 },
    );
  }, 240_000);

  it.each(['merge', 'unmerge'] as const)(
    'killed between any two calls of a %s: either state, never a mix, and the same call again ends it',
    async (what) => {
      for (let at = 1; ; at += 1) {
        const db = await two();
        const apart = await seen(db);
        if (what === 'unmerge') await merge(db, 'bob', 'ann');
        const work = (on: Db) => (what === 'merge' ? merge(on, 'bob', 'ann') : unmergeCustomer(on, shop('bob')));
        const client = again(db);
        const injection = injectFaults(client.client, nth(at, 'CRASH_AFTER'));
        await work(client).catch(() => undefined);
        const { revenueMinor, ids } = await seen(db);
        expect(revenueMinor).toBe(apart.revenueMinor);
        const [found] = await resolveCustomers(db, [shop('bob')], { consistent: true });
        expect(ids.includes(idOf(db, 'bob'))).toBe(found!.survivorId === idOf(db, 'bob'));
        if (injection.faults() === 0) break;
        // While its state is open, another merge may have to wait, and then goes on.
        const later = again(db, { clock: () => clock() + GRACE_MS + 1 });
        if (at % 2 === 0) await merge(later, 'ann', 'cid');
        await work(at % 2 === 0 ? later : again(db)).catch((error: unknown) =>
          expect(error).toMatchObject({ code: 'NOT_MERGED' }),
        );
        const end = await seen(db);
        expect(end.revenueMinor).toBe(apart.revenueMinor);
        expect(end.ids.includes(idOf(db, 'bob'))).toBe(what === 'unmerge');
      }
    },
    120_000,
  );

  it('with a thousand events are merged and parted in a few requests more than their pages', async () => {
    const db = await fresh({ clock });
    const rows = (name: string): EventRow[] =>
      Array.from({ length: 500 }, (_, n) => ({ customer: shop(name), event: like(`${name}-${n}`, n % 300) }));
    await ingestEvents(db, [...rows('ann'), ...rows('bob')], { soleWriter: true });
    const counted = again(db);
    await merge(counted, 'bob', 'ann');
    expect((await record(db, 'ann')).summary.eventCount).toBe(1000);
    expect(counted.meter.writeUnits).toBeLessThan(6);
    await unmergeCustomer(counted, shop('bob'));
    expect((await record(db, 'ann')).summary.eventCount).toBe(500);
    expect((await record(db, 'bob')).summary.eventCount).toBe(500);
    expect(counted.meter.writeUnits).toBeLessThan(16);
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(0);
  }, 120_000);
});
