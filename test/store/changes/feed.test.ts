import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CustomerId } from '../../../domain/events.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { runEnrichment } from '../../../enrichment/run.ts';
import { encodeScoreRow, scoreRowOf } from '../../../domain/profile/score-row.ts';
import { str } from '../../../store/client/attributes.ts';
import { batchWrite } from '../../../store/client/batch.ts';
import { queryAll } from '../../../store/client/commands.ts';
import type { Db } from '../../../store/client/db.ts';
import { aboutPk, customerKey, identityKey, type Key } from '../../../store/client/keys.ts';
import { S } from '../../../store/client/attributes.ts';
import { tellErased } from '../../../store/changes/erased.ts';
import { readFeed, type FeedEntry, type FeedPosition, type SeenSources } from '../../../store/changes/feed.ts';
import { changesAfter, lastSettledChange, noteChange, SETTLED_CHANGE_MS } from '../../../store/changes/log.ts';
import { customerIdOf, identityHash } from '../../../store/customers/identity.ts';
import { resolveCustomers } from '../../../store/customers/resolve.ts';
import { everybodyOf, recordsById, survivorsOf } from '../../../store/customers/survivors.ts';
import { upsertCustomer } from '../../../store/customers/upsert.ts';
import { ingestEvents } from '../../../store/events/events.ts';
import { mergeCustomers, unmergeCustomer } from '../../../store/merges/merge.ts';
import { loadViews } from '../../../store/published/customers.ts';
import { visibleGeneration } from '../../../store/published/generations.ts';
import { Crash, injectFaults, nth } from '../../engines/faults.ts';
import { onEngines } from '../../engines/on-engines.ts';
import { NOON, order, shop } from '../samples.ts';

/** `HISTORIES=200 npx vitest run test/store/changes` tries more; each has a handful of runs. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 25);
const SEED = Number(process.env['HISTORIES_SEED'] ?? 13);

const NAMES = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay'] as const;
const crm = (name: string) => ({ externalId: { source: 'crm', id: name } });

/** What a follower keeps, and how far it has come: written down together, after each page. */
interface Follower {
  readonly sources: SeenSources;
  position: FeedPosition | null;
  readonly rows: Map<CustomerId, string>;
}

/** Of an UPSERT everything it says. */
const textOf = (entry: Extract<FeedEntry, { kind: 'UPSERT' }>, sources: SeenSources): string =>
  JSON.stringify([
    encodeScoreRow(entry.row),
    entry.identities
      .filter(({ type, source }) => type === 'EXTERNAL_ID' && (sources?.has(source!) ?? true))
      .map(({ source, value }) => `${source}/${value}`)
      .sort(),
  ]);

function keep(follower: Follower, entries: readonly FeedEntry[]): void {
  for (const entry of entries)
    if (entry.kind === 'UPSERT') follower.rows.set(entry.customerId, textOf(entry, follower.sources));
    else follower.rows.delete(entry.customerId);
}

/** Reads pages until there is nothing more; every entry that was told. */
async function catchUp(db: Db, follower: Follower, first = 2): Promise<FeedEntry[]> {
  const told: FeedEntry[] = [];
  for (let pages = 0; pages < 1000; pages += 1) {
    const page = await readFeed(db, follower.position, first, follower.sources);
    expect(page).not.toBeNull();
    keep(follower, page!.entries);
    told.push(...page!.entries);
    follower.position = page!.position;
    if (page!.isCaughtUp) return told;
  }
  throw new Error('the feed never ends');
}

/** Whom a follower sees by now and what the blocks say of them: read another way than the feed reads. */
async function tableOf(db: Db, sources: SeenSources): Promise<Map<CustomerId, string>> {
  const ids = NAMES.flatMap((name) => [customerIdOf(db, shop(name)), customerIdOf(db, crm(name))]);
  const survivors = await survivorsOf(db, ids, { consistent: true });
  const records = await recordsById(db, [...survivors.keys()]);
  const shown = await visibleGeneration(db, { consistent: true });
  const table = new Map<CustomerId, string>();
  for (const [id, record] of records) {
    if (survivors.get(id) !== id) continue;
    // Who came back under the name of somebody erased: the blocks have the other one until the next run, which is no score of theirs.
    if (record.createdAt >= (shown?.publishedAt ?? 0)) continue;
    const identities = (await everybodyOf(db, record)).flatMap((one) => one.identities);
    const mine = identities.filter(({ source }) => sources?.has(source!) ?? true);
    if (sources !== null && mine.length === 0) continue;
    const [view] = await loadViews(db, [id], shown);
    const profile = view!.profile?.profile;
    if (profile === undefined) continue;
    const row = scoreRowOf({ ...profile, value: view!.between?.published ?? profile.value });
    table.set(id, textOf({ kind: 'UPSERT', customerId: id, row, identities }, sources));
  }
  return table;
}

/** Everything of a person goes, as an erasure does it: record, events, names; then whoever follows is told. */
async function erase(db: Db, name: string): Promise<void> {
  const [found] = await resolveCustomers(db, [shop(name)], { consistent: true });
  if (found!.item === undefined) return;
  const records = await recordsById(db, [found!.survivorId]);
  const everybody = await everybodyOf(db, records.get(found!.survivorId)!);
  const identities = everybody.flatMap((one) => one.identities);
  const keys: Key[] = identities.map((identity) => identityKey(identityHash(db, { identity })!));
  for (const { id } of everybody) {
    keys.push(customerKey(id));
    const events = await queryAll(db, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(aboutPk(id)) },
    });
    keys.push(...events.map((item) => ({ pk: str(item, 'pk'), sk: str(item, 'sk') })));
  }
  await batchWrite(
    db,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: S(pk), sk: S(sk) } } })),
  );
  await tellErased(db, {
    customers: everybody.map(({ id }) => id),
    sources: identities.flatMap(({ source }) => source ?? []),
  });
}

type Step =
  | { readonly do: 'ORDER' | 'CRM' | 'UNMERGE' | 'ERASE'; readonly who: number }
  | { readonly do: 'MERGE'; readonly who: number; readonly into: number }
  | { readonly do: 'RUN' | 'WAIT' }
  /** The process that does the next step dies at this call of DynamoDB. */
  | { readonly do: 'KILL'; readonly at: number }
  | { readonly do: 'READ'; readonly follower: number; readonly pages: number; readonly isLost: boolean };

const who = fc.nat({ max: NAMES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ORDER' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('CRM' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('MERGE' as const), who, into: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('UNMERGE' as const, 'ERASE' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('RUN' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('WAIT' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('KILL' as const), at: fc.integer({ min: 1, max: 60 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('READ' as const),
      follower: fc.nat({ max: 2 }),
      pages: fc.integer({ min: 1, max: 3 }),
      isLost: fc.boolean(),
    }),
  },
);

/** Who is merged into another, and that one into a third whom the follower does not see: known until then through the first alone. */
const SEEN_THROUGH_ANOTHER: Step[] = [
  { do: 'CRM', who: 0 },
  { do: 'ORDER', who: 1 },
  { do: 'ORDER', who: 2 },
  { do: 'RUN' },
  { do: 'READ', follower: 1, pages: 2, isLost: false },
  { do: 'MERGE', who: 0, into: 1 },
  { do: 'WAIT' },
];

onEngines(
  'the feed of scores',
  ({ fresh, again }) => {
    it(
      'takes whoever follows it to what the table says, whatever happened and wherever they stopped',
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
            let now = NOON + 100 * DAY_MS;
            const db = await fresh({ clock: () => now });
            const followers: Follower[] = [null, new Set(['crm']), new Set(['shop', 'crm'])].map((sources) => ({
              sources,
              position: null,
              rows: new Map(),
            }));
            let orders = 0;
            const act = async (on: Db, one: Step): Promise<void> => {
              const name = 'who' in one ? NAMES[one.who]! : '';
              if (one.do === 'ORDER')
                await ingestEvents(on, [
                  { customer: shop(name), event: order(`o${orders++}`, orders, 1000 + 77 * orders) },
                ]);
              else if (one.do === 'CRM')
                await upsertCustomer(on, { by: shop(name), identities: [crm(name)] }).catch(expected);
              else if (one.do === 'MERGE')
                await mergeCustomers(on, { survivor: shop(NAMES[one.into]!), merged: shop(name) }).catch(expected);
              else if (one.do === 'UNMERGE') await unmergeCustomer(on, shop(name)).catch(expected);
              else if (one.do === 'ERASE') await erase(on, name);
              else if (one.do === 'RUN') {
                now += DAY_MS;
                await runEnrichment(on, { asOf: now, trigger: 'MANUAL' });
              }
            };
            let dies: number | null = null;
            for (const one of steps) {
              if (one.do === 'KILL') dies = one.at;
              else if (one.do === 'WAIT') now += SETTLED_CHANGE_MS + 1000;
              else if (one.do === 'READ') {
                const follower = followers[one.follower]!;
                for (let page = 0; page < one.pages; page += 1) {
                  const found = await readFeed(db, follower.position, 2, follower.sources);
                  expect(found).not.toBeNull();
                  // A follower that dies before it has written a page down asks for it again.
                  if (one.isLost) break;
                  keep(follower, found!.entries);
                  follower.position = found!.position;
                }
              } else if (dies === null || one.do === 'ERASE') await act(db, one);
              else {
                const process = again(db);
                const { stop } = injectFaults(process.client, nth(dies, 'CRASH_AFTER'));
                dies = null;
                await act(process, one).catch((error: unknown) => {
                  if (!(error instanceof Crash) && !(error as { cause?: unknown }).cause) throw error;
                });
                stop();
                // Whatever the dead process held runs out.
                now += 6 * 60_000;
              }
            }
            const settle = async (): Promise<void> => {
              now += SETTLED_CHANGE_MS + 1000;
              for (const follower of followers) await catchUp(db, follower);
            };
            await settle();
            for (const follower of followers) expect(follower.rows).toEqual(await tableOf(db, follower.sources));
            // Whoever has everything is told nothing, and after one more night nobody twice.
            for (const follower of followers) expect(await catchUp(db, follower)).toEqual([]);
            await act(db, { do: 'ORDER', who: 0 });
            await act(db, { do: 'MERGE', who: 1, into: 2 });
            now += SETTLED_CHANGE_MS + 1000;
            await act(db, { do: 'RUN' });
            for (const follower of followers) {
              const told = (await catchUp(db, follower)).map(({ customerId }) => customerId);
              expect(told).toEqual([...new Set(told)]);
              expect(follower.rows).toEqual(await tableOf(db, follower.sources));
            }
          }),
          { numRuns: HISTORIES, seed: SEED, endOnFailure: true, examples: [[SEEN_THROUGH_ANOTHER]] },
        );
      },
      900_000 + 10_000 * HISTORIES,
    );
    it('numbers changes without a gap, however many note at once, and keeps those of one process together', async () => {
      let now = NOON;
      const db = await fresh({ clock: () => now });
      const other = again(db);
      const start = await lastSettledChange(db);
      const units = db.meter.writeUnits;
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          noteChange(n % 2 ? db : other, { kind: 'NAMED', customers: [String(n)], sources: ['crm'] }),
        ),
      );
      expect(db.meter.writeUnits - units).toBeLessThan(30);
      expect(await changesAfter(db, start, 100)).toMatchObject({ changes: [], isTorn: false, hasMore: false });
      expect(await lastSettledChange(db)).toBe(start);
      now += SETTLED_CHANGE_MS;
      const { changes, hasMore } = await changesAfter(db, start, 100);
      expect(hasMore).toBe(false);
      expect(changes.map(([number]) => number)).toEqual(changes.map((_, index) => start + index + 1));
      expect(changes.flatMap(([, noted]) => noted.flatMap(({ customers }) => customers)).sort()).toEqual(
        Array.from({ length: 60 }, (_, n) => String(n)).sort(),
      );
      expect(await lastSettledChange(db)).toBe(start + changes.length);
      // All of them over: numbers go on above every one that was used.
      now += 41 * DAY_MS;
      expect(await lastSettledChange(db)).toBeGreaterThanOrEqual(start + changes.length);
      await noteChange(db, { kind: 'NAMED', customers: ['x'], sources: ['crm'] });
      expect((await changesAfter(db, start + changes.length, 100)).isTorn).toBe(true);
    });

    it('says so when what a follower is at is gone: notes, or the scores of a generation', async () => {
      let now = NOON + 100 * DAY_MS;
      const db = await fresh({ clock: () => now });
      await ingestEvents(db, [{ customer: shop('ann'), event: order('a', 1) }]);
      await runEnrichment(db, { asOf: now, trigger: 'MANUAL' });
      const follower: Follower = { sources: null, position: null, rows: new Map() };
      await catchUp(db, follower);
      expect(follower.rows.size).toBe(1);
      await noteChange(db, { kind: 'NAMED', customers: ['x'], sources: ['crm'] });
      now += 41 * DAY_MS;
      expect(await readFeed(db, follower.position, 10, null)).toBeNull();
      const anew: Follower = { sources: null, position: null, rows: new Map() };
      await catchUp(db, anew);
      for (const name of (await db.blobs.list(`${db.table}.scores/`)).slice(0, 1)) await db.blobs.delete(name);
      await ingestEvents(db, [{ customer: shop('bob'), event: order('b', 2) }]);
      for (const name of await db.blobs.list(`${db.table}.scores/`)) await db.blobs.delete(name);
      await runEnrichment(db, { asOf: now, trigger: 'MANUAL' });
      expect(await readFeed(db, anew.position, 10, null)).toBeNull();
    });
  },
  ['dynoxide'],
);

/** What the store refuses on purpose, such as merging somebody into themselves. */
function expected(error: unknown): void {
  if (typeof (error as { code?: unknown }).code !== 'string' || error instanceof Crash) throw error;
}
