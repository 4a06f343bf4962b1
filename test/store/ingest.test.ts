import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { findViews } from '../../store/published/customers.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldCustomer, foldPending } from '../../store/events/fold.ts';
import { eventByReceipt, eventBySk, history, timeline } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { dumpTable } from '../engines/dump.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop, shuffled, someRows } from './samples.ts';

const clock = () => NOON;

onEngines('ingest', ({ fresh, again }) => {
  it('gives every stored event back as it came, and the summary their fold gives', async () => {
    const db = await fresh({ clock });
    const rows = someRows();
    const outcomes = await ingestEvents(db, rows);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['ACCEPTED']));
    const ann = customerIdOf(db, shop('ann'));
    const events = rows.slice(0, 6).map(({ event }) => event);
    const { events: stored } = await history(db, ann);
    expect(stored).toEqual(
      events
        .toSorted((a, b) => a.occurredAt - b.occurredAt)
        .map((event) => ({
          ...event,
          sk: outcomes[events.indexOf(event)]!.event!.sk,
          customerId: ann,
          receivedAt: NOON,
        })),
    );
    const {
      views: [view],
    } = await findViews(db, [shop('ann')]);
    expect(view?.record).toMatchObject({
      id: ann,
      pending: false,
      version: 1,
      identities: [{ type: 'EXTERNAL_ID', source: 'shop', value: 'ann' }],
    });
    expect(view?.record.summary).toEqual(
      foldSummary(
        events.filter((event) => event.kind !== 'FACT'),
        [],
        defaultRuleSet,
      ),
    );
    expect(await eventBySk(db, ann, outcomes[0]!.event!.sk)).toMatchObject(events[0]!);
    expect(await eventByReceipt(db, 'ORDER', 'shop', 'ann-2')).toMatchObject(events[1]!);
    expect(await eventByReceipt(db, 'ORDER', 'shop', 'nobody')).toBeNull();
  });

  it('is harmless to repeat: duplicates change no item', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, someRows());
    const before = await dumpTable(db);
    const again = await ingestEvents(db, someRows());
    expect(again.every(({ status }) => status === 'DUPLICATE')).toBe(true);
    expect(await dumpTable(db)).toEqual(before);
  });

  it('gives the same items for shuffled, repeated and piecemeal events', async () => {
    const clean = await fresh({ clock });
    await ingestEvents(clean, someRows());
    const expected = await dumpTable(clean);
    const other = await fresh({ clock });
    const rows = shuffled([...someRows(), ...someRows()], 7);
    for (let at = 0; at < rows.length; at += 5) await ingestEvents(other, rows.slice(at, at + 5));
    expect(await dumpTable(other)).toEqual(expected);
  });

  it('gives the same items when imported in bulk and folded at the end', async () => {
    const clean = await fresh({ clock });
    await ingestEvents(clean, someRows());
    const bulk = await fresh({ clock });
    await ingestEvents(bulk, shuffled(someRows(), 3), { fold: false, soleWriter: true });
    expect((await findViews(bulk, [shop('ann')])).views[0]?.record.pending).toBe(true);
    expect(await foldPending(bulk, { ruleSet: defaultRuleSet })).toBe(3);
    expect(await foldPending(bulk, { ruleSet: defaultRuleSet })).toBe(0);
    expect(await dumpTable(bulk)).toEqual(await dumpTable(clean));
  });

  it('refuses the same (source, id) with other content, another instant or another customer, and changes nothing', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [
      { customer: shop('ann'), event: order('1', 0) },
      { customer: shop('bob'), event: order('2', 0) },
    ]);
    const before = await dumpTable(db);
    const outcomes = await ingestEvents(db, [
      { customer: shop('ann'), event: order('1', 0, 99_00) },
      { customer: shop('ann'), event: order('1', 1) },
      { customer: shop('bob'), event: order('1', 0) },
      { customer: shop('ann'), event: order('1', 0) },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'DUPLICATE']);
    expect(await dumpTable(db)).toEqual(before);
  });

  it('judges rows of one call against each other', async () => {
    const db = await fresh({ clock });
    const outcomes = await ingestEvents(db, [
      { customer: shop('ann'), event: order('1', 0) },
      { customer: shop('ann'), event: order('1', 0) },
      { customer: shop('ann'), event: order('1', 0, 77_00) },
      { customer: shop('ann'), event: like('1', 0) },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['ACCEPTED', 'DUPLICATE', 'CONFLICT', 'ACCEPTED']);
  });

  it('creates no customer unless it may', async () => {
    const db = await fresh({ clock });
    const before = await dumpTable(db);
    const rows = [{ customer: shop('new'), event: order('1', 0) }];
    expect((await ingestEvents(db, rows, { createCustomers: false })).map(({ status }) => status)).toEqual([
      'UNKNOWN_CUSTOMER',
    ]);
    expect(
      (await ingestEvents(db, [{ customer: { id: customerIdOf(db, shop('new')) }, event: order('1', 0) }])).map(
        ({ status }) => status,
      ),
    ).toEqual(['UNKNOWN_CUSTOMER']);
    expect(await dumpTable(db)).toEqual(before);
    expect((await ingestEvents(db, rows)).map(({ status }) => status)).toEqual(['ACCEPTED']);
    expect(
      (await ingestEvents(db, [{ customer: { id: customerIdOf(db, shop('new')) }, event: order('2', 0) }])).map(
        ({ status }) => status,
      ),
    ).toEqual(['ACCEPTED']);
  });

  it('loses nothing when many writers bring events of one customer at once', async () => {
    const db = await fresh({ clock });
    const events = Array.from({ length: 24 }, (_, index) =>
      index % 2 === 0 ? order(`o${index}`, index) : like(`l${index}`, index),
    );
    const writers = [again(db), again(db), again(db)];
    // Every event from two writers, one by one and all at once.
    const outcomes = await Promise.all(
      [...events, ...events].map((event, index) =>
        ingestEvents(writers[index % 3]!, [{ customer: shop('ann'), event }]),
      ),
    );
    expect(outcomes.flat().filter(({ status }) => status === 'CONFLICT')).toEqual([]);
    const {
      views: [view],
    } = await findViews(db, [shop('ann')]);
    expect(view?.record.pending).toBe(false);
    expect(view?.record.summary).toEqual(foldSummary(events, [], defaultRuleSet));
  });

  it('folds nobody and writes nothing when nothing changed', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, someRows());
    const before = db.meter.writeUnits;
    await foldCustomer(db, customerIdOf(db, shop('ann')), defaultRuleSet);
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(0);
    expect(db.meter.writeUnits).toBe(before);
  });

  it('folds everybody again under another rule set', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, someRows());
    const doubled = { version: 2, rules: defaultRuleSet.rules.map((rule) => ({ ...rule, points: 2 * rule.points })) };
    const before = (await findViews(db, [shop('ann')])).views[0]!.record.summary;
    expect(await foldPending(db, { ruleSet: doubled })).toBe(3);
    const after = (await findViews(db, [shop('ann')])).views[0]!.record.summary;
    expect(after).toMatchObject({ ruleSetVersion: 2, engagement: { points: 2 * before.engagement.points } });
    expect(await foldPending(db, { ruleSet: doubled })).toBe(0);
  });

  it('pages through a timeline in both directions and by kind', async () => {
    const db = await fresh({ clock });
    const events = Array.from({ length: 25 }, (_, index) =>
      index % 5 === 0 ? order(`o${index}`, index) : like(`l${index}`, index),
    );
    await ingestEvents(
      db,
      events.map((event) => ({ customer: shop('ann'), event })),
    );
    const ann = customerIdOf(db, shop('ann'));
    const pages = async (options: { kind?: 'ORDER' | 'INTERACTION'; newestFirst?: boolean }): Promise<string[][]> => {
      const all: string[][] = [];
      let after: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof timeline>> = await timeline(db, ann, {
          first: 7,
          ...(after === undefined ? {} : { after }),
          ...options,
        });
        all.push(page.items.map(({ id }) => id));
        after = page.next ?? undefined;
      } while (after !== undefined);
      return all;
    };
    const ids = events.map(({ id }) => id);
    const oldestFirst = await pages({});
    expect(oldestFirst.flat()).toEqual(ids);
    expect(oldestFirst.map((page) => page.length)).toEqual([7, 7, 7, 4]);
    expect((await pages({ newestFirst: true })).flat()).toEqual(ids.toReversed());
    expect((await pages({ kind: 'ORDER' })).flat()).toEqual(ids.filter((id) => id.startsWith('o')));
    await expect(timeline(db, ann, { first: 7, after: 'P' })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('takes large orders and refuses one that cannot be stored, leaving no trace', async () => {
    const db = await fresh({ clock });
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        sku: Buffer.from(`${index * 7919}-${index ** 3}`).toString('base64'),
        group: `group ${index % 17}`,
        quantity: index,
        netMinor: index * 31,
        lineKind: 'PRODUCT' as const,
      }));
    const big = { ...order('big', 0), lines: lines(3000) };
    await ingestEvents(db, [{ customer: shop('ann'), event: big }]);
    expect(await eventByReceipt(db, 'ORDER', 'shop', 'big')).toMatchObject(big);
    const before = await dumpTable(db);
    await expect(
      ingestEvents(db, [{ customer: shop('bob'), event: { ...big, id: 'huge', lines: lines(60_000) } }]),
    ).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
    expect(await dumpTable(db)).toEqual(before);
  });
});
