import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { putTies } from '../../store/relations/ties.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, dumpTable, seedCompany } from './company.ts';
import { expectShown, night } from './nights.ts';

const SIZE = 30;

describe('night after night', () => {
  let engine: Engine;
  let now = COMPANY_AS_OF;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const company = async (): Promise<Db> => {
    now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, SIZE);
    return db;
  };
  const order = (n: number, id: string, at: number, netMinor: number) => ({
    customer: customer(n),
    event: {
      kind: 'ORDER' as const,
      source: 'shop',
      id,
      occurredAt: at,
      promotion: false,
      lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor, lineKind: 'PRODUCT' as const }],
    },
  });

  it('what readers find is what a run over everybody computes, whatever was written in which night', async () => {
    const db = await company();
    // A linear congruential generator: the same nights every time.
    let state = 20_260_101;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let day = 0; day < 9; day += 1) {
      for (let n = 0; n < random(4); n += 1)
        await ingestEvents(db, [order(random(SIZE + 2), `night-${day}-${n}`, now - 3_600_000, 1 + random(90_000))]);
      if (random(3) === 0)
        await putTies(db, [
          {
            follower: customer(random(SIZE)),
            followed: customer(random(SIZE)),
            kind: 'FOLLOW',
            source: 'forum',
            weight: 1,
            at: now,
          },
        ]);
      const { snapshot: inputs, result } = await night(db, now);
      await expectShown(db, inputs, result);
      now += (1 + random(3)) * DAY_MS;
    }
    expect((await visibleGeneration(db))!.asOf).toBeLessThan(now);
  });

  it('without an event leaves what only events move as it was, to the byte, and writes little', async () => {
    const db = await company();
    await night(db, now);
    const before = await dumpTable(db);
    now += DAY_MS;
    const { snapshot: inputs, result, cost } = await night(db, now);
    await expectShown(db, inputs, result);
    const after = await dumpTable(db);
    const changed = [...after].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    expect(changed.filter((key) => /^(?:B#.#(?:observed|flows|claims|communities)|C#|IN#|H#)/u.test(key))).toEqual([]);
    expect(changed.filter((key) => key.startsWith('B#b#modelled-0#'))).toEqual(['B#b#modelled-0#000000 B']);
    expect(cost.writeUnits).toBeLessThanOrEqual(60);
    // Of the lists, the columns that time moves, and pages of those who are ordered or chosen by them.
    expect(changed.filter((key) => /^B#.#(?:DIRECT|INDIRECT|REFERRAL|NETWORK)_VALUE#/u.test(key))).toEqual([]);
  });

  it('that finds the fingerprints of pages gone writes everything anew, where no reader looks, and the next one little again', async () => {
    const db = await company();
    await night(db, now);
    const first = (await visibleGeneration(db))!;
    const names = await db.blobs.list(`${db.table}.notes/`);
    expect(names.length).toBe(1);
    for (const name of names) await db.blobs.delete(name);
    const before = await dumpTable(db);
    now += DAY_MS;
    const anew = await night(db, now);
    await expectShown(db, anew.snapshot, anew.result);
    const after = await dumpTable(db);
    // What readers of the first generation look at was not touched.
    const touched = [...before].filter(([key, item]) => key.startsWith('B#') && after.get(key) !== item);
    expect(touched.map(([key]) => key).filter((key) => key.startsWith('B#a#') && !key.includes('notes'))).toEqual([]);
    expect([...after.keys()].filter((key) => key.startsWith('B#b#observed'))).toEqual(['B#b#observed-0#000000 B']);
    expect((await visibleGeneration(db))!.generation).toBe(first.generation + 1);
    now += DAY_MS;
    const quiet = await night(db, now);
    await expectShown(db, quiet.snapshot, quiet.result);
    expect(quiet.cost.writeUnits).toBeLessThan(anew.cost.writeUnits / 2);
    expect(await db.blobs.list(`${db.table}.notes/`)).toHaveLength(1);
  });
});
