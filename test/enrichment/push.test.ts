import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../domain/events.ts';
import { currentMinorOf, type ValueProfile } from '../../domain/profile/profile.ts';
import { pushAgain, pushCustomers } from '../../enrichment/push/push.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { openDb, withMeter, type Db } from '../../store/client/db.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { findViews, loadViews } from '../../store/published/customers.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { isAvailable, startEngine, testDb, TEST_BLOBS, TEST_IDENTITY_KEY, type Engine } from '../engines/engines.ts';
import { injectFaults, nth, share, type Fault } from '../engines/faults.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

const SIZE = 15;
const HOUR_MS = 3_600_000;
const settings = { kappa: 0.3 };

describe('an order between two runs', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  let now = COMPANY_AS_OF;
  const published = async (): Promise<Db> => {
    now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, SIZE);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings });
    now += HOUR_MS;
    return db;
  };
  /** The same table for another process, whose calls are tried once. */
  const again = (db: Db): Db =>
    openDb({
      endpoint: engine.endpoint,
      table: db.table,
      identityKey: TEST_IDENTITY_KEY,
      blobs: TEST_BLOBS,
      clock: db.clock,
      maxAttempts: 1,
    });
  const order = (n: number, netMinor: number, occurredAt = now, id = `new${n}-${netMinor}`): Order => ({
    kind: 'ORDER',
    source: 'shop',
    id,
    occurredAt,
    promotion: false,
    lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor, costMinor: 0, lineKind: 'PRODUCT' }],
  });
  const tell = async (db: Db, n: number, netMinor: number, occurredAt = now): Promise<string> => {
    await ingestEvents(db, [{ customer: customer(n), event: order(n, netMinor, occurredAt) }]);
    return customerIdOf(db, customer(n));
  };
  const shown = async (db: Db): Promise<ValueProfile[]> => {
    const ids = Array.from({ length: SIZE }, (_, n) => customerIdOf(db, customer(n)));
    const views = await loadViews(db, ids, await visibleGeneration(db, { consistent: true }));
    return views.map((view) => view!.profile!.profile.value);
  };
  const sum = (values: readonly ValueProfile[]): number =>
    values.reduce((all, value) => all + currentMinorOf(value), 0);
  const portfolio = async (db: Db): Promise<number> => {
    const generation = (await visibleGeneration(db, { consistent: true }))!;
    return statisticsOf(generation).portfolio.totalMinor + (generation.between?.totalMinor ?? 0);
  };

  it('is seen at once, in its customer and those it credits, and in the sum, to the cent', async () => {
    const db = await published();
    const before = await shown(db);
    expect(sum(before)).toBe(await portfolio(db));
    const id = await tell(db, 3, 123_45);
    const metered = withMeter(db);
    const outcome = await pushCustomers(metered, [id]);
    expect(outcome).toMatchObject({ status: 'PUSHED', waiting: [] });
    expect(metered.meter.writeUnits).toBeLessThanOrEqual(100);
    const after = await shown(db);
    expect(sum(after)).toBe(sum(before) + 123_45);
    expect(await portfolio(db)).toBe(sum(after));
    expect(after[3]!.directMinor).toBe(before[3]!.directMinor + 123_45);
    expect(after[3]!.revenueMinor).toBe(before[3]!.revenueMinor + 123_45);
    // Customer 3 follows 8 and 13, who thereby receive; potential waits for the run.
    for (const n of [8, 13]) expect(after[n]!.networkReceivedMinor).toBeGreaterThan(before[n]!.networkReceivedMinor);
    expect(after.map((value) => value.potentialDirectMinor)).toEqual(before.map((value) => value.potentialDirectMinor));
    const changed = after.flatMap((value, n) => (currentMinorOf(value) === currentMinorOf(before[n]!) ? [] : [n]));
    expect(changed.length).toBe(outcome.touched);
  });

  it('costs its reader nothing more: two requests, and what it cost before', async () => {
    const db = await published();
    now += HOUR_MS;
    const read = async (): Promise<[number, number]> => {
      const metered = withMeter(db);
      await findViews(metered, [customer(3)]);
      return [metered.meter.requests, metered.meter.readUnits];
    };
    // What a run shows is kept by the process from its first reader on.
    await read();
    const before = await read();
    await pushCustomers(db, [await tell(db, 3, 50_00)]);
    now += HOUR_MS;
    expect(await read()).toEqual(before);
    expect(before[0]).toBe(2);
  });

  it('leaves what is shown the same in whatever order several come, however often', async () => {
    const [one, other] = [await published(), await published()];
    for (const n of [3, 5, 6, 3]) await pushCustomers(one, [await tell(one, n, 1_000_00 + n)]);
    const ids = [];
    for (const n of [6, 5, 3]) ids.push(await tell(other, n, 1_000_00 + n));
    await pushCustomers(other, [ids[2]!, ids[0]!]);
    await pushCustomers(other, ids);
    expect((await pushCustomers(other, ids)).status).toBe('NOTHING');
    expect(await shown(other)).toEqual(await shown(one));
    expect(await portfolio(other)).toBe(sum(await shown(other)));
  });

  it('taken back leaves every number as it was published', async () => {
    const db = await published();
    const before = await shown(db);
    const id = await tell(db, 3, 77_77);
    await pushCustomers(db, [id]);
    await ingestEvents(db, [
      {
        customer: customer(3),
        event: { ...order(3, 77_77, now), cancelledAt: now },
        correction: { expectedVersion: null },
      },
    ]);
    await pushCustomers(db, [id]);
    expect(await shown(db)).toEqual(before);
    const [view] = await loadViews(db, [id], await visibleGeneration(db));
    expect(view!.between).toBeNull();
  });

  it('that came while a run was under way is pushed again along the new one; with the next it is in what was published', async () => {
    const db = await published();
    const before = await shown(db);
    await pushCustomers(db, [await tell(db, 3, 99_99, now)]);
    // Pinned to an instant before the order, as one that had read its customer before it came.
    await runEnrichment(db, { asOf: now - 1, trigger: 'MANUAL', settings });
    expect((await visibleGeneration(db))!.between).toBeUndefined();
    expect(sum(await shown(db))).toBe(sum(before));
    expect((await pushAgain(db)).status).toBe('PUSHED');
    expect(sum(await shown(db))).toBe(sum(before) + 99_99);
    await runEnrichment(db, { asOf: now, trigger: 'MANUAL', settings });
    expect(sum(await shown(db))).toBe(sum(before) + 99_99);
    expect((await pushAgain(db)).status).toBe('NOTHING');
    expect((await visibleGeneration(db))!.between).toBeUndefined();
  });

  it('of somebody the run does not know waits for the next', async () => {
    const db = await published();
    const id = await tell(db, 999, 10_00);
    expect(await pushCustomers(db, [id])).toEqual({ status: 'NOTHING', touched: 0, waiting: [id] });
  });

  it('two processes at once both end, and nothing is lost', async () => {
    const db = await published();
    const before = sum(await shown(db));
    const ids = await Promise.all([3, 6, 9, 12].map((n) => tell(db, n, 10_00 + n)));
    const outcomes = await Promise.all(
      ids.map(async (id) => {
        const own = again(db);
        // A push under way is waited for; who waited too long is told, and repeats.
        for (;;) {
          const { status } = await pushCustomers(own, [id]);
          if (status !== 'BUSY') return status;
        }
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(['PUSHED']));
    expect(sum(await shown(db))).toBe(before + 40_00 + 30);
    expect(await portfolio(db)).toBe(before + 40_00 + 30);
  });

  it.each(['CRASH_AFTER', 'CRASH_BEFORE'] as const)(
    'a push that dies at any call (%s): readers see all of it or nothing, and its repetition is whole',
    async (fault: Fault) => {
      const db = await published();
      // A first push, so that the second finds entries that count.
      await pushCustomers(db, [await tell(db, 6, 44_44)]);
      let before = await shown(db);
      let seenAfter = 0;
      let seenBefore = 0;
      for (let call = 1; ; call++) {
        const id = await tell(db, 3, 10_00 + call);
        const client = again(db);
        const injection = injectFaults(client.client, nth(call, fault));
        const hasDied = await pushCustomers(client, [id]).then(
          () => false,
          () => true,
        );
        injection.stop();
        const left = await shown(db);
        const total = await portfolio(db);
        expect(sum(left), `call ${call}`).toBe(total);
        const isAfter = sum(left) === sum(before) + 10_00 + call;
        if (!isAfter) expect(left, `call ${call}`).toEqual(before);
        if (isAfter) seenAfter++;
        else seenBefore++;
        // Another process, once the dead one's lock has run out; of another customer first, whose push meets what is left.
        now += HOUR_MS;
        await pushCustomers(again(db), [await tell(db, 9, 1_00 + call)]);
        await pushCustomers(again(db), [id]);
        const whole = await shown(db);
        expect(sum(whole), `call ${call}`).toBe(sum(before) + 10_00 + call + 1_00 + call);
        expect(await portfolio(db), `call ${call}`).toBe(sum(whole));
        before = whole;
        if (!hasDied) break;
      }
      expect(seenBefore).toBeGreaterThan(5);
      expect(seenAfter).toBeGreaterThanOrEqual(1);
      // What was pushed through all those deaths is what one push of everything is.
      const clean = await published();
      for (const n of [6, 3, 9]) {
        const [view] = (await findViews(db, [customer(n)])).views;
        const netMinor = view!.profile!.profile.value.directMinor - (await shown(clean))[n]!.directMinor;
        await pushCustomers(clean, [await tell(clean, n, netMinor)]);
      }
      expect(values(await shown(clean))).toEqual(values(await shown(db)));
    },
    120_000,
  );

  it('throttling, timeouts and lost answers on a third of all calls change nothing of it', async () => {
    const [db, clean] = [await published(), await published()];
    const client = again(db);
    const injection = injectFaults(
      client.client,
      share(7, 1 / 3, ['THROTTLE', 'TIMEOUT', 'ANSWER_LOST', 'UNPROCESSED']),
    );
    for (const n of [3, 5, 6]) {
      const id = await tell(db, n, 20_00 + n);
      await pushCustomers(clean, [await tell(clean, n, 20_00 + n)]);
      for (let tries = 0; (await pushCustomers(client, [id])).status !== 'NOTHING' && tries < 20; tries++)
        now += HOUR_MS;
    }
    expect(injection.faults()).toBeGreaterThan(5);
    expect(values(await shown(db))).toEqual(values(await shown(clean)));
    expect(await portfolio(db)).toBe(sum(await shown(db)));
  }, 60_000);
});

/** Without what depends on when it was asked. */
const values = (shown: readonly ValueProfile[]): readonly ValueProfile[] => shown;
