import { expect, it } from 'vitest';
import { NO_CHANGE } from '../../domain/network/local-push.ts';
import type { Db } from '../../store/client/db.ts';
import { getItem, deleteItem } from '../../store/client/commands.ts';
import { customerKey } from '../../store/client/keys.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { commitPush, type Push } from '../../store/published/between.ts';
import { entryIn } from '../../store/published/entries.ts';
import { makeVisible, visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { noteGoneThrough, readPushLock, unfinished } from '../../store/published/push-lock.ts';
import { wasJustTouched } from '../../store/published/touched.ts';
import type { Item } from '../../store/client/attributes.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, shop } from './samples.ts';

const names = ['ann', 'bob', 'cid'];
const NO_SUMS = { revenueMinor: 0, directMinor: 0, refundsMinor: 0, creditsMinor: 0, totalMinor: 0, waitingMinor: 0 };

onEngines('a push against others', ({ fresh }) => {
  let now = NOON;
  const generation = (number: number): VisibleGeneration => ({
    generation: number,
    runId: `run-${number}`,
    asOf: NOON,
    publishedAt: NOON - 3_600_000,
    customers: names.length,
    currencyCode: 'EUR',
    timeZone: 'UTC',
    orderings: {},
    segments: {},
    statistics: {},
    profiles: { bits: 0 },
    slots: {},
    retired: [],
  });
  const prepared = async () => {
    now = NOON;
    const db = await fresh({ clock: () => now });
    await ingestEvents(
      db,
      names.map((name) => ({ customer: shop(name), event: like(name, 0) })),
    );
    await makeVisible(db, generation(1), { expectGeneration: null });
    return { db, ids: names.map((name) => customerIdOf(db, shop(name))) };
  };
  const itemsOf = async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Item>> =>
    new Map(
      (
        await Promise.all(
          ids.map(async (id) => [id, await getItem(db, customerKey(id), { ConsistentRead: true })] as const),
        )
      ).flatMap(([id, item]) => (item === undefined ? [] : [[id, item] as const])),
    );
  /** What a push would write that has read everything now. */
  const read = async (db: Db, ids: readonly string[], cents: number) => {
    const [lock, shown] = [await readPushLock(db), (await visibleGeneration(db, { consistent: true }))!];
    const items = await itemsOf(db, ids);
    const push: Push = {
      shown,
      lock,
      entries: new Map(ids.map((id) => [id, { own: null, change: { ...NO_CHANGE, networkReceivedMinor: cents } }])),
      sums: { ...NO_SUMS, totalMinor: cents },
    };
    return { shown, commit: (): Promise<boolean> => commitPush(db, push, (id) => items.get(id)) };
  };
  const centsOf = async (db: Db, id: string): Promise<number | null> => {
    const item = (await itemsOf(db, [id])).get(id);
    return entryIn(item, await visibleGeneration(db, { consistent: true }))?.change.networkReceivedMinor ?? null;
  };

  it('that read before another was done gives way, and reads again', async () => {
    const { db, ids } = await prepared();
    const [first, second] = [await read(db, ids.slice(0, 2), 5), await read(db, ids.slice(1), 7)];
    expect(await first.commit()).toBe(true);
    expect(await second.commit()).toBe(false);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, 5, null]);
    expect(await (await read(db, ids.slice(1), 7)).commit()).toBe(true);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, 7, 7]);
    expect((await visibleGeneration(db))!.between).toMatchObject({ push: 2, totalMinor: 12 });
  });

  it('that a run overtook counts for nothing, and leaves a lock nobody waits for', async () => {
    const { db, ids } = await prepared();
    const late = await read(db, ids, 5);
    await makeVisible(db, generation(2), { expectGeneration: 1 });
    expect(await late.commit()).toBe(false);
    expect((await readPushLock(db))!.until).toBe(0);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([null, null, null]);
    const shown = (await visibleGeneration(db))!;
    expect(shown).toMatchObject({ generation: 2 });
    expect(shown.between).toBeUndefined();
    expect(unfinished(await readPushLock(db), shown)).toBeNull();
    expect(await (await read(db, ids, 6)).commit()).toBe(true);
    expect(await centsOf(db, ids[0]!)).toBe(6);
  });

  it('writes over what one that died wrote, and keeps it from ever counting', async () => {
    const { db, ids } = await prepared();
    expect(await (await read(db, [ids[0]!], 5)).commit()).toBe(true);
    // Dies before it counts: the item of the generation is what its last write would change.
    const dying = await read(db, ids.slice(0, 2), 50);
    const send = ((command: { input: { Key?: { pk: { S: string }; sk: { S: string } } } }) =>
      command.input.Key?.sk.S === 'GENERATION'
        ? Promise.reject(new Error('the process has died'))
        : (db.client.send as (command: unknown) => Promise<unknown>)(command)) as typeof db.client.send;
    const client = { ...db.client, send };
    const push = await read({ ...db, client: db.client }, ids.slice(0, 2), 50);
    const items = await itemsOf(db, ids);
    await expect(
      commitPush(
        { ...db, client },
        {
          shown: push.shown,
          lock: await readPushLock(db),
          entries: new Map(
            ids.slice(0, 2).map((id) => [id, { own: null, change: { ...NO_CHANGE, networkReceivedMinor: 50 } }]),
          ),
          sums: { ...NO_SUMS, totalMinor: 50 },
        },
        (id) => items.get(id),
      ),
    ).rejects.toThrow('died');
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, null, null]);
    const shown = (await visibleGeneration(db))!;
    expect(unfinished(await readPushLock(db), shown)).toMatchObject({ push: 2, touched: ids.slice(0, 2) });
    // Of somebody else; what the dead one touched is put right with it.
    const next = await read(db, [...ids.slice(0, 2), ids[2]!], 0);
    const lock = await readPushLock(db);
    const now2 = await itemsOf(db, ids);
    expect(
      await commitPush(
        db,
        {
          shown: next.shown,
          lock,
          entries: new Map([[ids[2]!, { own: null, change: { ...NO_CHANGE, networkReceivedMinor: 9 } }]]),
          sums: { ...NO_SUMS, totalMinor: 9 },
        },
        (id) => now2.get(id),
      ),
    ).toBe(true);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, 0, 9]);
    // The dead one wakes up: what it wrote is of a push that was fenced.
    expect(await dying.commit()).toBe(false);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, 0, 9]);
  });

  it('of somebody who was erased meanwhile counts for the others', async () => {
    const { db, ids } = await prepared();
    const push = await read(db, ids, 5);
    await deleteItem(db, customerKey(ids[1]!));
    expect(await push.commit()).toBe(true);
    expect(await Promise.all(ids.map((id) => centsOf(db, id)))).toEqual([5, null, 5]);
  });

  it('names whom it touched for a minute, and nobody where it is too many', async () => {
    const { db, ids } = await prepared();
    expect(await (await read(db, [ids[0]!], 5)).commit()).toBe(true);
    const one = (await visibleGeneration(db))!;
    expect([wasJustTouched(db, one, ids[0]!), wasJustTouched(db, one, ids[1]!)]).toEqual([true, false]);
    const lock = await readPushLock(db);
    const crowd = Array.from({ length: 401 }, (_, n) => customerIdOf(db, shop(`nobody ${n}`)));
    const entry = { own: null, change: NO_CHANGE };
    const push = { shown: one, lock, entries: new Map(crowd.map((id) => [id, entry])), sums: NO_SUMS };
    expect(await commitPush(db, push, () => undefined)).toBe(true);
    const many = (await visibleGeneration(db))!;
    expect(wasJustTouched(db, many, ids[1]!)).toBe(true);
    now += 61_000;
    expect(wasJustTouched(db, many, ids[1]!)).toBe(false);
    expect(wasJustTouched(db, null, ids[1]!)).toBe(false);
  });

  it('notes of who was pushed are gone through once, and never again for an earlier run', async () => {
    const { db, ids } = await prepared();
    expect(await (await read(db, ids, 5)).commit()).toBe(true);
    await noteGoneThrough(db, 4);
    await noteGoneThrough(db, 3);
    expect((await readPushLock(db))!.dueFrom).toBe(4);
  });
});
