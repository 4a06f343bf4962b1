import { packIds } from '../../store/customers/packed-ids.ts';
import { expect, it } from 'vitest';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { deleteBlock, readBlock, writeBlock } from '../../store/published/blocks.ts';
import { findViews, loadViews, type CustomerView } from '../../store/published/customers.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { makeVisible, visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { history, influenceAt } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { putInfluenceHistory, putScores, scoreAt } from '../../store/published/influence.ts';
import { partName, putPart } from '../../store/published/profiles.ts';
import { encodePart } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { PARTS } from '../../store/published/profile-columns.ts';
import {
  contentOf,
  encodeListPage,
  LIST_PAGE,
  modelledOf,
  pagesOf,
  putListPage,
  readList,
} from '../../store/published/lists.ts';
import { bucketOf, deletePagesOf, encodeSlots } from '../../store/published/slots.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
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

/** Bits that name the blocks: two blocks. */
const BITS = 1;

/** @param slots of the two blocks, in both parts */
const generation = (number: number, slots: string, extra: Partial<VisibleGeneration> = {}): VisibleGeneration => ({
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
  profiles: { bits: BITS },
  slots: Object.fromEntries(
    PARTS.map((part) => [
      partName(part, BITS),
      encodeSlots(Uint8Array.of((slots[0] === 'b' ? 1 : 0) + (slots[1] === 'b' ? 2 : 0))),
    ]),
  ),
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
    const inBlock = (block: number) => ids.filter((id) => bucketOf(id, BITS) === block);
    expect([0, 1].map((block) => inBlock(block).length > 0)).toEqual([true, true]);
    /** Writes blocks of a generation into the slots given, block by block. */
    const publish = async (number: number, slots: string, who = ids) => {
      for (const [block, slot] of [...slots].entries()) {
        if (slot !== 'a' && slot !== 'b') continue;
        const rows = inBlock(block)
          .filter((id) => who.includes(id))
          .map((id) => ({ id, profile: profile(number), toldInfluence: null }));
        const members = membersOf(rows, BITS);
        for (const part of PARTS)
          await putPart(db, encodePart(part, members), {
            at: { slot, generation: number },
            name: partName(part, BITS),
            page: block,
          });
      }
    };
    /** What a reader sees of each customer: in which generation their block was written. */
    const seen = async () => {
      const { generation: visible, views } = await findViews(db, names.map(shop));
      const loaded = await loadViews(db, ids, visible);
      expect(loaded).toEqual(views);
      for (const view of views)
        if (view?.profile) expect(Object.values(view.profile.generation)).toEqual([points(view), points(view)]);
      return views.map((view) => points(view));
    };
    const points = (view: CustomerView | null) => view!.profile?.profile.engagement.points ?? null;
    const by = (first: number, second: number) => ids.map((id) => (bucketOf(id, BITS) === 0 ? first : second));
    return { db, ids, inBlock, publish, seen, by };
  };
  const all = <T>(value: T): T[] => names.map(() => value);

  it('become visible all at once: a reader never sees half of one', async () => {
    const { db, publish, seen } = await prepared();
    await publish(1, 'a-');
    expect(await seen()).toEqual(all(null));
    await publish(1, 'aa');
    await makeVisible(db, generation(1, 'aa'), { expectGeneration: null });
    expect(await seen()).toEqual(all(1));
    await publish(2, 'b-');
    expect(await seen()).toEqual(all(1));
    await publish(2, 'bb');
    expect(await seen()).toEqual(all(1));
    await makeVisible(db, generation(2, 'bb'), { expectGeneration: 1 });
    expect(await seen()).toEqual(all(2));
  });

  it('keep the blocks that did not change', async () => {
    const { db, publish, seen, by } = await prepared();
    await publish(1, 'aa');
    await makeVisible(db, generation(1, 'aa'), { expectGeneration: null });
    await publish(2, 'b-');
    await makeVisible(db, generation(2, 'ba'), { expectGeneration: 1 });
    expect(await seen()).toEqual(by(2, 1));
  });

  it('never show what a failed run left behind, and the next run writes over it', async () => {
    const { db, publish, seen, by } = await prepared();
    await publish(1, 'aa');
    await makeVisible(db, generation(1, 'aa'), { expectGeneration: null });
    await publish(2, 'bb');
    await publish(3, '-b');
    await makeVisible(db, generation(3, 'ab'), { expectGeneration: 1 });
    expect(await seen()).toEqual(by(1, 3));
  });

  it('show a reader whose blocks two later runs wrote over what the last of them published, whole', async () => {
    const { db, ids, publish } = await prepared();
    await publish(1, 'aa');
    await publish(2, 'bb');
    await makeVisible(db, generation(2, 'bb'), { expectGeneration: null });
    await publish(3, 'a-');
    // Its pointer says generation 1, whose first block lies nowhere any more.
    const views = await loadViews(db, ids, generation(1, 'aa'));
    expect(views.map((view) => view!.profile!.generation)).toEqual(all({ observed: 2, modelled: 2 }));
    expect(views.map((view) => view!.generation!.generation)).toEqual(all(2));
    // And where even the newest pointer cannot be followed, nothing is shown in its place: but by a process that keeps all of it.
    await publish(4, 'bb');
    await expect(loadViews(again(db, { clock }), ids, generation(1, 'aa'))).rejects.toMatchObject({
      code: 'CORRUPT_BLOCK',
    });
    const kept = await loadViews(db, ids, generation(1, 'aa'));
    expect(kept.map((view) => view!.profile!.generation)).toEqual(all({ observed: 2, modelled: 2 }));
  });

  it('never put parts of two writings beside each other', async () => {
    const { db, ids, publish, inBlock } = await prepared();
    await publish(1, 'aa');
    await makeVisible(db, generation(1, 'aa'), { expectGeneration: null });
    const members = membersOf(
      inBlock(0)
        .slice(1)
        .map((id) => ({ id, profile: profile(1), toldInfluence: null })),
      BITS,
    );
    await putPart(db, encodePart('observed', members), {
      at: { slot: 'a', generation: 1 },
      name: partName('observed', BITS),
      page: 0,
    });
    await expect(loadViews(db, ids, generation(1, 'aa'))).rejects.toMatchObject({ code: 'CORRUPT_BLOCK' });
  });

  it('refuse a run that was overtaken', async () => {
    const { db, publish } = await prepared();
    await publish(5, 'aa');
    await expect(publish(4, 'a-')).rejects.toMatchObject({ code: 'GENERATION_SUPERSEDED' });
    await makeVisible(db, generation(5, 'aa'), { expectGeneration: null });
    await makeVisible(db, generation(5, 'aa'), { expectGeneration: null });
    await expect(makeVisible(db, generation(4, 'aa'), { expectGeneration: null })).rejects.toMatchObject({
      code: 'GENERATION_SUPERSEDED',
    });
    await expect(makeVisible(db, generation(6, 'aa'), { expectGeneration: 4 })).rejects.toMatchObject({
      code: 'GENERATION_SUPERSEDED',
    });
    const large = generation(6, 'aa', {
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

    // Between them stands what everybody's score was once a month, also where blocks have been named anew since.
    const month = (bits: number, at: number, rows: readonly (readonly [number, number])[]) =>
      putScores(db, {
        bits,
        block: bucketOf(ids[0]!, bits),
        at,
        calibration,
        rows: rows.map(([n, score]) => ({ id: ids[n]!, score })),
      });
    const mates = ids.map((_, n) => n).filter((n) => bucketOf(ids[n]!, 3) === bucketOf(ids[0]!, 3));
    await month(
      3,
      NOON - 9,
      mates.map((n) => [n, 30 + n / 10]),
    );
    await month(
      0,
      NOON - 3,
      ids.map((_, n) => [n, 50 + n / 10]),
    );
    await month(
      0,
      NOON + 7,
      ids.slice(1).map((_, n) => [n + 1, 60.5]),
    );
    const at = (n: number, instant: number) => scoreAt(db, ids[n]!, instant, [0, 3]);
    expect(await at(0, NOON - 10)).toBeNull();
    expect(await at(0, NOON - 8)).toEqual({ at: NOON - 9, score: 30, calibration });
    expect(await at(0, NOON - 4)).toEqual({ at: NOON - 5, score: 40, calibration });
    expect(await at(0, NOON - 3)).toEqual({ at: NOON - 3, score: 50, calibration });
    expect(await at(0, NOON)).toEqual({ at: NOON, score: 41.5, calibration });
    expect(await at(4, NOON - 3)).toEqual({ at: NOON - 3, score: 50.4, calibration });
    expect(await at(4, NOON + 8)).toEqual({ at: NOON + 7, score: 60.5, calibration });
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
    const columns = {
      stage: Float64Array.from(ids, (_, index) => index % 10),
      influence: Float64Array.from(ids, () => Number.NaN),
    };
    const values = {
      totalValue: Float64Array.from(ids, (_, index) => (index === 1202 ? Number.NaN : 1e9 - index / 3)),
    };
    const NAME = 'TOTAL_VALUE';
    const cut = (of: Record<string, Float64Array>, page: number) =>
      Object.fromEntries(
        Object.entries(of).map(([name, column]) => [name, column.slice(page * LIST_PAGE, (page + 1) * LIST_PAGE)]),
      );
    const put = async (at: Parameters<typeof putListPage>[2]['at'], page: number, of = ids) => {
      const shown = of.slice(page * LIST_PAGE, (page + 1) * LIST_PAGE);
      const observed = encodeListPage({ ids: packIds(shown), columns: cut(columns, page) }, 'observed');
      const modelled = encodeListPage({ ids: packIds(shown), columns: cut(values, page) }, 'modelled');
      expect(Buffer.compare(contentOf(observed), contentOf(modelled))).not.toBe(0);
      await putListPage(db, observed, { at, name: NAME, page });
      await putListPage(db, modelled, { at, name: modelledOf(NAME), page });
    };
    const shownIn = (number: number, slots: number): VisibleGeneration =>
      generation(number, 'aa', {
        slots: { [NAME]: encodeSlots(Uint8Array.of(slots)), [modelledOf(NAME)]: encodeSlots(Uint8Array.of(slots)) },
      });
    for (let page = 0; page < pagesOf(ids.length); page++) await put({ slot: 'a', generation: 3 }, page);
    const list = { name: NAME, count: ids.length };
    const visible = shownIn(3, 0);
    for (const [offset, limit] of [
      [0, 50],
      [480, 50],
      [499, 2],
      [1190, 50],
      [0, 1203],
      [1203, 10],
    ] as const) {
      const requests = db.meter.requests;
      const stretch = (await readList(db, visible, list, offset, limit, { columns: true }))!;
      expect(db.meter.requests - requests).toBeLessThanOrEqual(1);
      expect(stretch.ids).toEqual(ids.slice(offset, offset + limit));
      if (stretch.ids.length > 0)
        expect(stretch.columns).toEqual({
          stage: columns.stage.slice(offset, offset + limit),
          influence: columns.influence.slice(offset, offset + limit),
          totalValue: values.totalValue.slice(offset, offset + limit),
        });
      expect((await readList(db, visible, list, offset, limit))!.ids).toEqual(stretch.ids);
    }
    expect(await readList(db, visible, { name: 'segment', count: 0 }, 0, 50)).toMatchObject({ ids: [] });

    // The next run turns the second page round; a cursor of the generation before goes on in what that one showed.
    const turned = [...ids.slice(0, 500), ...ids.slice(500, 1000).toReversed(), ...ids.slice(1000)];
    await put({ slot: 'b', generation: 4 }, 1, turned);
    const second = shownIn(4, 0b10);
    expect((await readList(db, second, list, 400, 300))!.ids).toEqual(turned.slice(400, 700));
    const before = await readList(db, second, { ...list, generation: 3 }, 400, 300, { columns: true });
    expect(before!.ids).toEqual(ids.slice(400, 700));
    expect(before!.columns['totalValue']).toEqual(values.totalValue.slice(400, 700));
    // A run that failed left something in the slot nobody uses: no reader of either generation meets it.
    await put({ slot: 'b', generation: 5 }, 0, turned.toReversed());
    for (const at of [3, 4])
      expect((await readList(db, second, { ...list, generation: at }, 0, 10))!.ids).toEqual(ids.slice(0, 10));
    // One run later the page as it was first is gone, and so is the list of that cursor.
    await put({ slot: 'a', generation: 6 }, 1, ids);
    const third = shownIn(6, 0);
    expect(await readList(db, third, { ...list, generation: 3 }, 400, 300)).toBeNull();
    expect((await readList(db, third, { ...list, generation: 4 }, 400, 300))!.ids).toEqual(turned.slice(400, 700));
    // A pointer two runs old leads nowhere, but to what the process keeps.
    expect(await readList(again(db, { clock }), visible, list, 500, 50)).toBeNull();
    expect((await readList(db, visible, list, 500, 50))!.ids).toEqual(ids.slice(500, 550));
    // A cursor of a generation that the pointer's replica did not know yet.
    await makeVisible(db, third, { expectGeneration: null });
    expect((await readList(db, second, { ...list, generation: 6 }, 500, 50))!.ids).toEqual(ids.slice(500, 550));
    expect(await readList(db, second, { ...list, generation: 7 }, 500, 50)).toBeNull();

    // Pages that are not looked for any more go, but for those of a later generation.
    for (const name of [NAME, modelledOf(NAME)]) await deletePagesOf(db, ['a', 'b'], { name, from: 0, to: 3 }, 5);
    expect((await dumpTable(db)).filter((line) => line.includes('"B#'))).toHaveLength(2);
    expect(await readList(again(db, { clock }), third, list, 0, 50)).toBeNull();
  });
});
