import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../domain/events.ts';
import { rfmSegmentKey } from '../../domain/segments/builtin.ts';
import { reasonOf, type LabelChange } from '../../domain/segments/changes.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { labelsReportOf, readLabelPart, readLine } from '../../store/published/label-files.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import type { Db } from '../../store/client/db.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';
import { night, type Night } from './nights.ts';

const SIZE = 60;

const membersOf = ({ snapshot, result }: Night): Map<string, Set<CustomerId>> =>
  new Map([...result.segments].map(([key, { order }]) => [key, new Set(idsAt(snapshot.ids, order))]));

const without = (all: ReadonlySet<CustomerId>, others: ReadonlySet<CustomerId>): Set<CustomerId> =>
  new Set([...all].filter((id) => !others.has(id)));

/** The changes of everybody that are kept. */
async function everybodysChanges(db: Db): Promise<Map<CustomerId, readonly LabelChange[]>> {
  const report = (await labelsReportOf(db, (await visibleGeneration(db))!.labels))!;
  const parts = await Promise.all(report.parts.map((_, part) => readLabelPart(db, report, part)));
  return new Map(parts.flatMap((part) => [...part!].map(([id, line]) => [id, readLine(line).changes] as const)));
}

describe('what changed since the run before', () => {
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
    await putSegment(db, {
      key: 'buys-much',
      name: 'Buys much',
      description: '',
      rule: { field: 'revenue', op: 'GTE', value: 5000 },
    });
    return db;
  };
  const order = (n: number, id: string, netMinor: number) => ({
    customer: customer(n),
    event: {
      kind: 'ORDER' as const,
      source: 'shop',
      id,
      occurredAt: now - 3_600_000,
      promotion: false,
      lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor, lineKind: 'PRODUCT' as const }],
    },
  });
  const reportNow = async (db: Db) => (await labelsReportOf(db, (await visibleGeneration(db))!.labels))!;

  it('is counted to the customer, and every membership is what the history before it and since says', async () => {
    const db = await company();
    let before = membersOf(await night(db, now));
    const held = new Map([...before].map(([key, ids]) => [key, new Set(ids)]));
    expect((await reportNow(db)).growth).toEqual({});
    let told = 0;
    for (let day = 1; day <= 5; day++) {
      now += day * 9 * DAY_MS;
      // Some buy again, and one who is new.
      await ingestEvents(
        db,
        [day, day * 7, day * 11].map((n, k) => order(n % SIZE, `d${day}-${k}`, 900 * k + 1)),
      );
      await ingestEvents(db, [order(SIZE + day, `new-${day}`, 7000)]);
      const done = await night(db, now);
      const after = membersOf(done);
      const { growth, comparedWith, runs } = await reportNow(db);
      expect(comparedWith).toBe(now - day * 9 * DAY_MS);
      expect(runs.at(-1)![0]).toBe(now);
      expect(Object.keys(growth).sort()).toEqual([...after.keys()].sort());
      for (const [key, members] of after) {
        const was = before.get(key)!;
        const { entered, left, ...sizes } = growth[key]!;
        expect(sizes).toEqual({ before: was.size, after: members.size });
        expect(new Set(entered.list.map(([id]) => id)), `entered ${key}`).toEqual(without(members, was));
        expect(new Set(left.list.map(([id]) => id)), `left ${key}`).toEqual(without(was, members));
        for (const { customers, unknown, otherReasons, reasons, list } of [entered, left]) {
          expect(customers).toBe(list.length);
          expect([unknown, otherReasons]).toEqual([0, 0]);
          expect(reasons.reduce((sum, [, some]) => sum + some, 0)).toBe(customers);
          expect(reasons.every(([reason]) => reason !== '')).toBe(true);
          told += customers;
        }
      }
      // Replayed over what was held before, the changes of this night give what is held now.
      for (const [id, changes] of await everybodysChanges(db))
        for (const change of changes) {
          if (change.at !== now) continue;
          if (change.kind === 'SEGMENT') {
            held.get(change.segment)![change.entered ? 'add' : 'delete'](id);
            expect(reasonOf(change)).not.toBe('');
          }
          if (change.kind !== 'RFM_GROUP') continue;
          if (change.from !== null) held.get(rfmSegmentKey(change.from as 'LOST'))!.delete(id);
          held.get(rfmSegmentKey(change.to as 'LOST'))!.add(id);
        }
      expect(held).toEqual(after);
      before = after;
    }
    expect(told).toBeGreaterThan(30);
  });

  it('stays in the parts where nothing did, and costs the table nothing', async () => {
    const db = await company();
    await night(db, now);
    const names = async (): Promise<readonly string[]> => (await db.blobs.list(`${db.table}.labels/`)).toSorted();
    const first = await names();
    const { parts } = await reportNow(db);
    await night(db, now);
    expect((await reportNow(db)).parts).toEqual(parts);
    // What the run before shows stays for who still reads it: one report more.
    expect(await names()).toHaveLength(first.length + 1);
    now += 40 * DAY_MS;
    await night(db, now);
    expect((await reportNow(db)).parts).not.toEqual(parts);
  });

  it('by another rule is because of that; a segment that is new has no growth yet, and one by one what is lost is unknown', async () => {
    const db = await company();
    await night(db, now);
    await putSegment(db, {
      key: 'buys-much',
      name: 'Buys much',
      description: '',
      rule: { field: 'revenue', op: 'GTE', value: 9000 },
    });
    await putSegment(db, {
      key: 'new-one',
      name: 'New one',
      description: '',
      rule: { field: 'orders', op: 'GTE', value: 1 },
    });
    await night(db, now);
    const { growth } = await reportNow(db);
    expect(growth['new-one']).toBeUndefined();
    const { left, before, after } = growth['buys-much']!;
    expect(left).toMatchObject({
      customers: before - after,
      unknown: 0,
      reasons: [['the rule was changed', before - after]],
    });
    expect(before).toBeGreaterThan(after);
    // Without what the run before kept, sizes are still exact.
    for (const name of await db.blobs.list(`${db.table}.labels/`))
      if (!name.endsWith('all')) await db.blobs.delete(name);
    await putSegment(db, {
      key: 'buys-much',
      name: 'Buys much',
      description: '',
      rule: { field: 'revenue', op: 'GTE', value: 5000 },
    });
    await night(db, now);
    const blind = (await reportNow(db)).growth['buys-much']!;
    expect(blind).toMatchObject({
      before: after,
      after: before,
      entered: { customers: before - after, unknown: before - after, list: [] },
    });
  });
});
