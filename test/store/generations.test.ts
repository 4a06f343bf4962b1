import { expect, it } from 'vitest';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { deleteBlock, readBlock, writeBlock } from '../../store/published/blocks.ts';
import { findViews, loadViews } from '../../store/published/customers.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { makeVisible, visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { history, influenceAt } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { encodeProfile, publishProfiles, putInfluenceHistory } from '../../store/published/profiles.ts';
import { deleteList, readList, putList } from '../../store/published/lists.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NO_IDS, packIds } from '../../store/customers/packed-ids.ts';
import { like, NOON, shop } from './samples.ts';

const clock = () => NOON;
const names = Array.from({ length: 10 }, (_, index) => `c${index}`);

const profile = (points: number): CustomerProfile => ({
  value: {
    revenueMinor: points,
    directMinor: points,
    referralMinor: 0,
    referralReceivedMinor: 0,
    referralGrossMinor: 0,
    referralPassedOnMinor: 0,
    crvMinor: null,
    networkMinor: 0,
    networkReceivedMinor: 0,
    networkPassedOnMinor: 0,
    potentialDirectMinor: null,
    potentialIndirectMinor: null,
    uncosted: false,
    refundsMinor: 0,
    creditsMinor: 0,
    moneyBackAt: null,
  },
  clv: null,
  rfm: null,
  engagement: { points },
  lifecycle: {
    quarter: 'MARKETING',
    stage: 'SUSPECT',
    since: null,
    cycle: 0,
    lapsed: false,
    dueDay: null,
    usualGapDays: null,
    overdueDays: 0,
  },
  influence: null,
  segments: [],
  community: null,
});

const generation = (number: number, extra: Partial<VisibleGeneration> = {}): VisibleGeneration => ({
  generation: number,
  runId: `run-${number}`,
  asOf: NOON,
  publishedAt: NOON,
  customers: names.length,
  currencyCode: 'EUR',
  timeZone: 'UTC',
  orderings: {},
  segments: {},
  statistics: {},
  abandoned: [],
  blocks: [],
  retired: [],
  ...extra,
});

onEngines('generations', ({ fresh, again }) => {
  const prepared = async () => {
    const db = await fresh({ clock });
    await ingestEvents(
      db,
      names.map((name) => ({ customer: shop(name), event: like(name, 0) })),
    );
    const ids = names.map((name) => customerIdOf(db, shop(name)));
    const publish = (number: number, slot: 'a' | 'b', who = ids) =>
      publishProfiles(
        db,
        who.map((id) => ({ id, generation: number, slot, payload: encodeProfile(profile(number)) })),
      );
    /** What a reader sees: the generation of each customer's profile. */
    const seen = async () => {
      const { generation: visible, views } = await findViews(db, names.map(shop));
      const loaded = await loadViews(db, ids, visible);
      expect(loaded).toEqual(views);
      return views.map((view) => view!.profile?.profile.engagement.points ?? null);
    };
    return { db, ids, publish, seen };
  };
  const all = <T>(value: T): T[] => names.map(() => value);

  it('become visible all at once: a reader never sees half of one', async () => {
    const { db, ids, publish, seen } = await prepared();
    await publish(1, 'a', ids.slice(0, 5));
    expect(await seen()).toEqual(all(null));
    await publish(1, 'a');
    await makeVisible(db, generation(1), { expectGeneration: null });
    expect(await seen()).toEqual(all(1));
    await publish(2, 'b', ids.slice(0, 5));
    expect(await seen()).toEqual(all(1));
    await publish(2, 'b');
    expect(await seen()).toEqual(all(1));
    await makeVisible(db, generation(2), { expectGeneration: 1 });
    expect(await seen()).toEqual(all(2));
  });

  it('keep the profiles that did not change', async () => {
    const { db, ids, publish, seen } = await prepared();
    await publish(1, 'a');
    await makeVisible(db, generation(1), { expectGeneration: null });
    await publish(2, 'b', ids.slice(0, 3));
    await makeVisible(db, generation(2), { expectGeneration: 1 });
    expect(await seen()).toEqual([2, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('never show what a failed run left behind, and the next run writes over it', async () => {
    const { db, ids, publish, seen } = await prepared();
    await publish(1, 'a');
    await makeVisible(db, generation(1), { expectGeneration: null });
    await publish(2, 'b', ids.slice(0, 5));
    await publish(3, 'b', ids.slice(3, 7));
    await makeVisible(db, generation(3, { abandoned: [2] }), { expectGeneration: 1 });
    expect(await seen()).toEqual([1, 1, 1, 3, 3, 3, 3, 1, 1, 1]);
  });

  it('show a reader whose view is a run behind what that run published, not a run under way', async () => {
    const { db, ids, publish } = await prepared();
    await publish(1, 'a');
    await publish(2, 'b');
    await publish(3, 'a');
    expect((await loadViews(db, ids, generation(1))).map((view) => view!.profile!.generation)).toEqual(all(2));
  });

  it('refuse a run that was overtaken', async () => {
    const { db, ids, publish } = await prepared();
    await publish(5, 'a');
    await expect(publish(4, 'a', ids.slice(0, 1))).rejects.toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    await makeVisible(db, generation(5), { expectGeneration: null });
    await makeVisible(db, generation(5), { expectGeneration: null });
    await expect(makeVisible(db, generation(4), { expectGeneration: null })).rejects.toMatchObject({
      code: 'GENERATION_SUPERSEDED',
    });
    await expect(makeVisible(db, generation(6), { expectGeneration: 4 })).rejects.toMatchObject({
      code: 'GENERATION_SUPERSEDED',
    });
    const large = generation(6, {
      statistics: { text: Array.from({ length: 500 }, (_, index) => `value ${index * 7919}`) },
    });
    await makeVisible(db, large, { expectGeneration: 5 });
    expect(await visibleGeneration(db)).toEqual(large);
  });

  it('leave an influence history that folds and readers see', async () => {
    const { db, ids } = await prepared();
    await putInfluenceHistory(db, [
      { id: ids[0]!, at: NOON, score: 41.5, calibration: 'influence-1' },
      { id: ids[0]!, at: NOON - 5, score: 40, calibration: 'influence-1' },
    ]);
    const calibration = 'influence-1';
    expect((await history(db, ids[0]!)).influence).toEqual([
      { at: NOON - 5, score: 40, calibration },
      { at: NOON, score: 41.5, calibration },
    ]);
    expect(await influenceAt(db, ids[0]!, NOON - 1)).toEqual({ at: NOON - 5, score: 40, calibration });
    expect(await influenceAt(db, ids[0]!, NOON)).toEqual({ at: NOON, score: 41.5, calibration });
    expect(await influenceAt(db, ids[0]!, NOON - 6)).toBeNull();
  });

  it('keep blocks whole: of many pages, rewritten, half written, half deleted', async () => {
    const db = await fresh({ clock });
    // Numbers without a pattern (xorshift) do not deflate: about three pages.
    const noise = new Uint8Array(900_000);
    let state = 88_172_645;
    for (let at = 0; at < noise.length; at += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      noise[at] = state & 0xff;
    }
    expect(await readBlock(db, 1, 'snapshot')).toBeNull();
    expect(await writeBlock(db, 1, 'snapshot', noise)).toMatchObject({ pages: 3 });
    expect(Buffer.compare((await readBlock(db, 1, 'snapshot'))!, noise)).toBe(0);
    await writeBlock(db, 1, 'empty', new Uint8Array());
    expect(await readBlock(db, 1, 'empty')).toHaveLength(0);

    const dying = again(db);
    injectFaults(dying.client, nth(3, 'CRASH_BEFORE'));
    await expect(writeBlock(dying, 2, 'snapshot', noise)).rejects.toThrow('the process');
    expect(await readBlock(db, 2, 'snapshot')).toBeNull();
    await writeBlock(db, 2, 'snapshot', noise);

    const half = again(db);
    injectFaults(half.client, nth(3, 'CRASH_BEFORE'));
    await expect(deleteBlock(half, 2, 'snapshot')).rejects.toThrow('the process');
    expect(await readBlock(db, 2, 'snapshot')).toBeNull();
    await deleteBlock(db, 1, 'snapshot');
    await deleteBlock(db, 1, 'snapshot');
    expect(await readBlock(db, 1, 'snapshot')).toBeNull();
  });

  it('keep lists in order, with their columns, across pages, and know when one is gone', async () => {
    const db = await fresh({ clock });
    const ids = Array.from({ length: 1203 }, (_, index) => customerIdOf(db, shop(String(index))));
    const values = Float64Array.from(ids, (_, index) => (index === 1202 ? Number.NaN : 1e9 - index / 3));
    const columns = {
      stage: Float64Array.from(ids, (_, index) => index % 10),
      influence: Float64Array.from(ids, () => Number.NaN),
    };
    const order = Int32Array.from(ids.keys());
    await putList(db, 3, 'TOTAL_VALUE', { ids: packIds(ids), order, values, columns });
    const list = { generation: 3, name: 'TOTAL_VALUE', count: ids.length };
    for (const [offset, limit] of [
      [0, 50],
      [480, 50],
      [499, 2],
      [1190, 50],
      [0, 1203],
      [1203, 10],
    ] as const) {
      const requests = db.meter.requests;
      const stretch = (await readList(db, list, offset, limit))!;
      expect(db.meter.requests - requests).toBeLessThanOrEqual(1);
      expect(stretch.ids).toEqual(ids.slice(offset, offset + limit));
      expect(stretch.values).toEqual(values.slice(offset, offset + limit));
      if (stretch.ids.length > 0)
        expect(stretch.columns).toEqual({
          stage: columns.stage.slice(offset, offset + limit),
          influence: columns.influence.slice(offset, offset + limit),
        });
    }
    await putList(db, 3, 'segment', { ids: NO_IDS, order: new Int32Array(), values: new Float64Array(), columns: {} });
    expect(await readList(db, { generation: 3, name: 'segment', count: 0 }, 0, 50)).toMatchObject({ ids: [] });
    await deleteList(db, 3, 'TOTAL_VALUE');
    await deleteList(db, 3, 'segment');
    expect(await readList(db, list, 0, 50)).toBeNull();
    expect((await dumpTable(db)).filter((line) => line.includes('"B#'))).toEqual([]);
    const short = { ids: packIds(ids), order, values: new Float64Array(3), columns: {} };
    await expect(putList(db, 3, 'x', short)).rejects.toMatchObject({ code: 'DOMAIN' });
  });
});
