import { beforeAll, describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { FILTER_COLUMNS } from '../../domain/profile/orderings.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import { findViews, loadViews } from '../../store/published/customers.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { packIds } from '../../store/customers/packed-ids.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldCustomer, foldPending } from '../../store/events/fold.ts';
import {
  decodeGeneration,
  makeVisible,
  visibleGeneration,
  type VisibleGeneration,
} from '../../store/published/generations.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { readInputs } from './inputs.ts';
import { META_GENERATION, SHARDS } from '../../store/client/keys.ts';
import { partName, PER_BLOCK, putPart } from '../../store/published/profiles.ts';
import { encodePart } from '../../store/published/profile-codec.ts';
import { membersOf } from '../../store/published/profile-members.ts';
import { PARTS } from '../../store/published/profile-columns.ts';
import { batchGet, keyName } from '../../store/client/batch.ts';
import { encodeListPage, keysOfEntries, putListPage, readList } from '../../store/published/lists.ts';
import { bucketOf, encodeSlots } from '../../store/published/slots.ts';
import { putTies, tieWriter } from '../../store/relations/ties.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { dumpTable } from '../engines/dump.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop } from './samples.ts';
import { superstoreRows } from './superstore.ts';

const CUSTOMERS = 200;
/** Bits that name the blocks: two, so that both slots of two are met. */
const BITS = 1;

/** A profile with every part filled in and numbers of the length they have in practice. */
const fullProfile = (seed: number): CustomerProfile => ({
  value: {
    revenueMinor: 281_834 + seed,
    directMinor: 36_112 - seed,
    referralMinor: 10_234,
    referralReceivedMinor: 14_234,
    referralGrossMinor: 15_234,
    referralPassedOnMinor: 4000,
    crvMinor: 12_345,
    networkMinor: -5421,
    networkReceivedMinor: 12_004,
    networkPassedOnMinor: 17_425,
    potentialDirectMinor: 123_456,
    potentialIndirectMinor: -2345,
    uncosted: false,
    refundsMinor: 0,
    creditsMinor: 0,
    moneyBackAt: null,
  },
  clv: {
    expectedOrders: 3.742_1,
    expectedOrderMarginMinor: 7421.23,
    predictedMinor: 27_771,
    lowMinor: 11_021,
    highMinor: 61_904,
    returnProbability: 0.8312,
    expectedNextOrderDay: 17_654,
    method: 'MODELLED',
    confidence: 0.71,
    valueAtRiskMinor: 5_643,
  },
  rfm: { recency: 4, frequency: 5, monetary: 3, group: 'POTENTIAL_LOYALISTS' },
  engagement: { points: 345 },
  lifecycle: {
    quarter: 'MARKETING',
    stage: 'RECOMMENDATION',
    since: 1_514_764_800_000,
    cycle: 4,
    lapsed: false,
    dueDay: 17_654,
    usualGapDays: 143,
    overdueDays: 12,
  },
  influence: {
    score: 63.2,
    network: 71.4,
    reach: null,
    amplification: null,
    authenticity: null,
    authenticityLow: null,
    authenticityHigh: null,
    calibration: '2018-01',
  },
  segments: ['brings-in-value', 'big-spenders', 'rfm-potential-loyalists'],
  community: null,
});

const statistics = {
  portfolio: {
    customers: 793,
    directMinor: 28_639_700,
    rewardsMinor: 0,
    totalMinor: 28_639_700,
    totalValueQuantiles: Array.from({ length: 101 }, (_, index) => index * 1234 - 5678),
  },
  lifecycle: Array.from({ length: 10 }, (_, index) => ({
    stage: `STAGE_${index}`,
    customers: index * 79,
    totalMinor: index * 123_456,
    lapsed: index,
  })),
  rfm: Array.from({ length: 11 }, (_, index) => ({
    group: `GROUP_NUMBER_${index}`,
    customers: index * 72,
    revenueMinor: index * 98_765,
  })),
  segments: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `segment-number-${index}`,
      { measure: 'referralValue', valueMinor: index * 1_234_567 },
    ]),
  ),
};

const generation = (orderings: VisibleGeneration['orderings']): VisibleGeneration => ({
  generation: 1,
  runId: '01K0000000000000000000000',
  asOf: NOON,
  // Not within the last minute, when pages are read consistently.
  publishedAt: NOON - 3_600_000,
  customers: CUSTOMERS,
  currencyCode: 'EUR',
  timeZone: 'UTC',
  orderings,
  segments: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`segment-number-${index}`, { generation: 1, count: index }]),
  ),
  statistics,
  profiles: { bits: BITS },
  slots: Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`segment-number-${index}`, encodeSlots(new Uint8Array(8))]),
  ),
  retired: [],
});

// dynoxide reports capacity as AWS does, the index included; dynalite leaves the index out.
onEngines(
  'budgets',
  ({ fresh }) => {
    let db: Db;
    let ids: string[];
    const measured: Record<string, unknown> = {};

    beforeAll(async () => {
      db = await fresh({ clock: () => NOON });
      const { events, ties } = superstoreRows(CUSTOMERS);
      const rows = await ingestEvents(db, events, { fold: false, soleWriter: true });
      await foldPending(db, { ruleSet: defaultRuleSet });
      ids = [...new Set(rows.map(({ customerId }) => customerId))];
      await upsertCustomer(db, {
        by: { id: ids[0]! },
        identities: [{ email: 'first@example.com' }],
        displayName: 'Claire Gute',
      });
      measured['inputsOfACustomer'] = (await inputsCost()) / ids.length;
      const importing = withMeter(db);
      const put = tieWriter(importing, { soleWriter: true });
      // As an import does it: one chunk of rows after another.
      for (const chunk of chunksOf(ties, 250)) await put(chunk);
      measured['importOfATie'] = importing.meter.readUnits / ties.length;
      const again = withMeter(db);
      await putTies(again, ties, { soleWriter: true });
      measured['importOfAKnownTie'] = {
        readUnits: again.meter.readUnits / ties.length,
        writeUnits: again.meter.writeUnits,
      };
      measured['inputsWithTiesOfACustomer'] = (await inputsCost()) / ids.length;
      const meter = withMeter(db);
      // As full as blocks ever are on average, although there are fewer customers.
      for (let block = 0; block < 2 ** BITS; block += 1) {
        const own = ids.filter((id) => bucketOf(id, BITS) === block);
        const others = Array.from({ length: PER_BLOCK }, (_, n) => customerIdOf(db, shop(`other ${block} ${n}`)))
          .map((id) => own[0]!.slice(0, 1) + id.slice(1))
          .slice(own.length);
        const rows = [...own, ...others].map((id, n) => ({
          id,
          profile: fullProfile(Math.imul(n + 1, 2_654_435_761) % 30_000),
          toldInfluence: 12.3,
        }));
        const members = membersOf(rows, BITS);
        for (const part of PARTS)
          await putPart(meter, encodePart(part, members), {
            at: { slot: 'a', generation: 1 },
            name: partName(part, BITS),
            page: block,
          });
      }
      measured['publishedProfile'] = meter.meter.writeUnits / (2 ** BITS * PER_BLOCK);
      const columns = Object.fromEntries(
        FILTER_COLUMNS.map((column) => [column, Float64Array.from(ids, (_, index) => index * 1.5)]),
      );
      await putListPage(db, encodeListPage({ ids: packIds(ids), columns }, 'observed'), {
        at: { slot: 'a', generation: 1 },
        name: 'TOTAL_VALUE',
        page: 0,
      });
      await makeVisible(db, generation({ TOTAL_VALUE: { count: ids.length } }), {
        expectGeneration: null,
      });
    });

    const inputsCost = async (): Promise<number> => {
      const meter = withMeter(db);
      for (let shard = 0; shard < SHARDS; shard += 1) await readInputs(meter, shard, { fold: defaultRuleSet });
      return meter.meter.readUnits;
    };

    const costOf = async (work: (db: Db) => Promise<unknown>) => {
      const metered = withMeter(db);
      await work(metered);
      const { requests, readUnits, writeUnits } = metered.meter;
      return { requests, readUnits, writeUnits };
    };

    describe('one customer with everything: at most 2 requests and 3 read units', () => {
      it.each([
        ['the identity that named them', () => ({ id: ids[5]! })],
        ['their external id', () => ({ externalId: { source: 'superstore', id: 'CG-12520' } })],
        ['an identity attached later', () => ({ email: 'First@Example.com' })],
        ['an identity nobody has', () => ({ phone: '+31201234567' })],
      ])('by %s', async (name, by) => {
        const cost = await costOf(async (metered) => {
          const {
            views: [view],
          } = await findViews(metered, [by()]);
          if (name === 'an identity nobody has') expect(view).toBeNull();
          else
            expect(view?.profile).toMatchObject({
              generation: { observed: 1, modelled: 1 },
              profile: { rfm: { recency: 4 } },
            });
        });
        measured[`customer by ${name}`] = cost;
        expect(cost.requests).toBeLessThanOrEqual(2);
        expect(cost.readUnits).toBeLessThanOrEqual(3);
        expect(cost.readUnits).toBeGreaterThan(0);
      });
    });

    it('a page of 50: one request for the customers, three with generation and ranking', async () => {
      let customers = 0;
      const cost = await costOf(async (metered) => {
        const visible = await visibleGeneration(metered);
        const page = await readList(
          metered,
          visible!,
          { ...visible!.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' },
          25,
          50,
        );
        const before = metered.meter.requests;
        const views = await loadViews(metered, page!.ids, visible);
        customers = metered.meter.requests - before;
        expect(views.map((view) => view?.record.id)).toEqual(ids.slice(25, 75));
      });
      measured['page of 50'] = cost;
      expect(customers).toBe(1);
      expect(cost.requests).toBeLessThanOrEqual(3);
    });

    it('a page of 50 read beside the pointer: the list is no request of its own, so customers and blocks may be two', async () => {
      const cost = await costOf(async (metered) => {
        const found = await batchGet(metered, [META_GENERATION, ...keysOfEntries('TOTAL_VALUE', 25, 50)]);
        const visible = decodeGeneration(found.get(keyName(META_GENERATION)))!;
        const list = { ...visible.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' };
        const page = await readList(metered, visible, list, 25, 50, { found });
        expect(page!.ids).toEqual(ids.slice(25, 75));
      });
      measured['list beside the pointer'] = cost;
      expect(cost.requests).toBe(1);
    });

    it('ingest of one event: at most 4 write units, for a new customer and a known one', async () => {
      await ingestEvents(db, [{ customer: shop('warm'), event: like('w', 0) }]);
      const forNew = await costOf((metered) =>
        ingestEvents(metered, [{ customer: shop('new'), event: order('n', 0) }]),
      );
      const forKnown = await costOf((metered) =>
        ingestEvents(metered, [
          { customer: { externalId: { source: 'superstore', id: 'CG-12520' } }, event: like('k', 0) },
        ]),
      );
      const repeated = await costOf((metered) =>
        ingestEvents(metered, [{ customer: shop('new'), event: order('n', 0) }]),
      );
      Object.assign(measured, { forNew, forKnown, repeated });
      expect(forNew.writeUnits).toBeLessThanOrEqual(4);
      expect(forKnown.writeUnits).toBeLessThanOrEqual(4);
      expect(forKnown.writeUnits).toBeGreaterThan(2);
      expect(repeated.writeUnits).toBe(0);
    });

    // A tenth without the traces by period and group, which health and opportunities are learned from, what stands of a customer (channel, country, account) and how much each source told;
    // .002 of it are the years by which growth is told apart (19 bytes a customer who buys for three or four years), .002 consents by channel (9 bytes).
    it('the inputs of a run: at most 0.126 read units for a customer', () => {
      expect(measured['inputsOfACustomer']).toBeLessThanOrEqual(0.126);
      expect(measured['inputsOfACustomer']).toBeGreaterThan(0.02);
    });

    it('a tie on import: at most 1 read unit, new or known', () => {
      expect(measured['importOfATie']).toBeLessThanOrEqual(1);
      expect(measured['importOfATie']).toBeGreaterThan(0.4);
      expect((measured['importOfAKnownTie'] as { readUnits: number }).readUnits).toBeLessThanOrEqual(1);
      expect(measured['importOfAKnownTie']).toMatchObject({ writeUnits: 0 });
    });

    it('a published profile is a twentieth of a write unit', () => {
      expect(measured['publishedProfile']).toBeLessThanOrEqual(0.05);
    });

    it('an unchanged customer costs a fold no write', async () => {
      const cost = await costOf((metered) => foldCustomer(metered, ids[7]!, defaultRuleSet));
      expect(cost.writeUnits).toBe(0);
      expect((await costOf((metered) => foldPending(metered, { ruleSet: defaultRuleSet }))).writeUnits).toBe(0);
    });

    it('an average customer item takes at most 875 bytes', async () => {
      const sizes = (await dumpTable(db)).filter((line) => line.includes('"S#')).map(sizeOf);
      measured['customerItemBytes'] = {
        mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
        max: Math.max(...sizes),
        over1KiB: sizes.filter((size) => size > 1024).length,
      };
      expect(sizes.length).toBeGreaterThanOrEqual(CUSTOMERS);
      expect((measured['customerItemBytes'] as { mean: number }).mean).toBeLessThanOrEqual(875);
      expect(customerIdOf(db, { id: ids[0]! })).toBe(ids[0]);
      if (process.env['KRING_SHOW_BUDGETS'] !== undefined) console.log(measured);
    });
  },
  ['dynoxide'],
);

/** Bytes DynamoDB counts: names and values, numbers about half their digits. */
function sizeOf(line: string): number {
  let size = 0;
  for (const [name, value] of JSON.parse(line) as [string, Record<string, unknown>][]) {
    const { S: s, N: n, B: b, SS: ss } = value as { S?: string; N?: string; B?: string; SS?: string[] };
    size +=
      name.length +
      (s === undefined ? 0 : Buffer.byteLength(s)) +
      (n === undefined ? 0 : Math.ceil(n.length / 2) + 1) +
      (b === undefined ? 0 : Buffer.from(b, 'base64').length) +
      (ss ?? []).join('').length;
  }
  return size;
}
