/**
 * Two customers of ten thousand events each made one, and parted again, on the embedded kind of engine: seconds, requests, read and write units, and whether both are
 * after it as they were before.
 *
 *   node bench/import/merge.ts [EVENTS]
 */
import { isDeepStrictEqual } from 'node:util';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent } from '../../domain/events.ts';
import { withMeter } from '../../store/client/db.ts';
import { recordsById } from '../../store/customers/survivors.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldPending } from '../../store/events/fold.ts';
import { mergeCustomers, unmergeCustomer } from '../../store/merges/merge.ts';
import { previewMerge } from '../../store/merges/preview.ts';
import { startEngine, testDb } from '../../test/engines/engines.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1, 12);
const events = Number(process.argv[2] ?? 10_000);
const by = (id: string) => ({ externalId: { source: 'shop', id } });

/** Every fourth event is an order, the others are page views. */
const eventOf = (whose: string, n: number): CustomerEvent =>
  n % 4 === 0
    ? {
        kind: 'ORDER',
        source: 'shop',
        id: `${whose}-${n}`,
        occurredAt: START + Math.floor((n * 700 * DAY) / events),
        promotion: false,
        lines: [{ sku: `s${n % 50}`, group: `G${n % 9}`, quantity: 1, netMinor: 1000 + n, lineKind: 'PRODUCT' }],
      }
    : {
        kind: 'INTERACTION',
        source: 'shop',
        id: `${whose}-${n}`,
        type: 'PAGE_VIEW',
        channel: 'WEB',
        occurredAt: START + Math.floor((n * 700 * DAY) / events),
      };

const engine = await startEngine('dynalite');
try {
  const db = await testDb(engine);
  for (const whose of ['ann', 'bob'])
    await ingestEvents(
      db,
      Array.from({ length: events }, (_, n) => ({ customer: by(whose), event: eventOf(whose, n) })),
      { fold: false },
    );
  await foldPending(db, { ruleSet: defaultRuleSet });
  const standing = async () => {
    const found = await recordsById(
      db,
      ['ann', 'bob'].map((id) => customerIdOf(db, by(id))),
    );
    return [...found.values()]
      .map(({ id, summary, merged }) => ({ id, summary, merged }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  const before = await standing();
  const measured = async (what: string, work: (metered: typeof db) => Promise<unknown>): Promise<void> => {
    const metered = withMeter(db);
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    await work(metered);
    const { user, system } = process.cpuUsage(cpu);
    const { requests, readUnits, writeUnits } = metered.meter;
    console.log(
      `${what}: ${((performance.now() - startedAt) / 1000).toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} CPU s here, ${requests} requests, ${readUnits} read and ${writeUnits} write units`,
    );
  };
  const who = { survivor: by('ann'), merged: by('bob') };
  console.log(`two customers of ${events} events each`);
  await measured('preview', (metered) => previewMerge(metered, who));
  await measured('merge', (metered) => mergeCustomers(metered, who));
  const one = (await standing()).find(({ merged }) => merged.length > 0);
  console.log(`the survivor has ${one!.summary.eventCount} events`);
  await measured('merge again', (metered) => mergeCustomers(metered, who));
  await measured('unmerge', (metered) => unmergeCustomer(metered, by('bob')));
  console.log(isDeepStrictEqual(await standing(), before) ? 'both as before' : 'NOT as before');
} finally {
  await engine.stop();
}
