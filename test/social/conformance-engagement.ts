/**
 * The part of the conformance suite (conformance.ts) about acts on the company's own accounts: at least once from watermark to watermark,
 * word for word the same when told again, and stored once.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { keepEngagement } from '../../social/sync/acts.ts';
import { readDirectory } from '../../social/sync/directory.ts';
import type { Calls } from '../../social/calls.ts';
import type { ActVerb, SocialAct, SocialSource } from '../../social/source.ts';
import type { Db } from '../../store/client/db.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { linkAccount } from '../../store/social/accounts.ts';
import { dumpTable } from '../engines/dump.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { order, shop } from '../store/samples.ts';
import type { Subject } from './conformance.ts';
import type { Bench } from './conformance-failures.ts';
import { pagesOf } from './pages.ts';
import type { World, WorldAct } from './world.ts';

const MINUTE_MS = 60_000;
/** Longer than any source waits until it tells an act for certain. */
const HOUR_MS = 60 * MINUTE_MS;

interface Reading {
  readonly acts: readonly SocialAct[];
  readonly watermark: string | null;
}

/** All acts since a watermark, and the next one: as the sync goes about it. */
export async function walkEngagement(calls: Calls, source: SocialSource, since: string | null): Promise<Reading> {
  const pages = await pagesOf((cursor) => calls.run(() => source.engagement!(since, cursor)), 200);
  expect(pages.at(-1)!.cursor).toBeNull();
  return { acts: pages.flatMap(({ items }) => items), watermark: pages[0]!.watermark };
}

/** Registers the tests. */
export function engagement(subject: Subject, bench: () => Bench): void {
  let world: World;
  let source: SocialSource;
  let calls: Calls;
  const { overlapMs = 0 } = subject;

  describe('engagement', () => {
    beforeEach(() => {
      ({ world, source, calls } = bench());
    });
    const act = (actor: number, verb: ActVerb, at: number): WorldAct => ({ actor, verb, at });
    const verbAt = (index: number): ActVerb => subject.verbs[index % subject.verbs.length]!;
    const walk = (since: string | null): Promise<Reading> => walkEngagement(calls, source, since);
    const told = (acts: readonly SocialAct[]): string[] =>
      acts.map(({ actor, verb, at }) => `${actor} ${verb} ${new Date(at).toISOString()}`).sort();
    const expected = (acts: readonly WorldAct[]): string[] =>
      acts.map(({ actor, verb, at }) => `${subject.accountId(actor)} ${verb} ${new Date(at).toISOString()}`).sort();
    /**
     * The acts of readings that follow one another, each once. What a reading tells again is the same act, and young: no older than
     * the source's overlap before the newest of what was told before.
     */
    const once = (readings: readonly Reading[]): SocialAct[] => {
      const known = new Map<string, SocialAct>();
      for (const { acts } of readings) {
        const newest = Math.max(...[...known.values()].map(({ at }) => at));
        const again = acts.filter(({ id }) => known.has(id));
        for (const each of again) {
          expect(each).toEqual(known.get(each.id));
          expect(each.at).toBeGreaterThanOrEqual(newest - overlapMs);
        }
        if (overlapMs === 0) expect(again).toEqual([]);
        // Within one reading nothing comes twice.
        expect(new Set(acts.map(({ id }) => id)).size).toBe(acts.length);
        for (const each of acts) known.set(each.id, each);
      }
      return [...known.values()];
    };

    it('is nothing where nothing happened', async () => {
      world.now += HOUR_MS;
      expect((await walk(null)).acts).toEqual([]);
    });

    it('tells every act, with who, what and when', async () => {
      for (let i = 0; i < 17; i += 1) world.acts.push(act((i % 3) + 1, verbAt(i), world.now + i * 1000));
      world.now += HOUR_MS;
      const acts = once([await walk(null)]);
      expect(told(acts)).toEqual(expected(world.acts));
      for (const { subject: whose, object } of acts) {
        expect(whose).not.toBe('');
        expect(object).not.toBe('');
      }
    });

    it('goes on at its watermark: nothing lost, the same instant included, and nothing new where nothing happened', async () => {
      const first = world.now;
      world.acts.push(act(1, verbAt(0), first - MINUTE_MS * 90), act(2, verbAt(1), first));
      const one = await walk(null);
      // Became visible after the first reading, and happened at the instant of the newest act it can have seen.
      world.acts.push(act(3, verbAt(1), first));
      for (let i = 1; i <= 7; i += 1) world.acts.push(act((i % 3) + 1, verbAt(i), first + i * 1000));
      world.now = first + HOUR_MS;
      const two = await walk(one.watermark);
      world.acts.push(act(2, verbAt(0), world.now));
      world.now += HOUR_MS;
      const three = await walk(two.watermark);
      world.now += HOUR_MS;
      const four = await walk(three.watermark);
      expect(told(once([one, two, three]))).toEqual(expected(world.acts));
      expect(told(once([one, two, three, four]))).toEqual(expected(world.acts));
    });

    it('tells an act at the very instant of a watermark', async () => {
      world.acts.push(act(1, verbAt(0), world.now - HOUR_MS));
      const instant = Date.parse((await walk(null)).watermark ?? '');
      // A watermark that is no instant has nothing to lie on.
      if (!Number.isNaN(instant)) world.acts.push(act(2, verbAt(1), instant));
      const one = await walk(null);
      world.now += HOUR_MS;
      const two = await walk(one.watermark);
      expect(told(once([one, two]))).toEqual(expected(world.acts));
    });

    describe('that is told twice', () => {
      let engine: Engine;
      beforeAll(async () => {
        engine = await startEngine('dynalite');
      });
      afterAll(() => engine.stop());

      it('is word for word the same, and stored once', async () => {
        for (let i = 0; i < 12; i += 1) world.acts.push(act((i % 3) + 1, verbAt(i), world.now + i * 1000));
        world.now += HOUR_MS;
        const db = await testDb(engine, { clock: () => world.now });
        await linked(db, subject, source.key);
        const keep = async (acts: readonly SocialAct[]): Promise<number> =>
          keepEngagement(db, source.key, acts, await readDirectory(db, source.key));
        const first = await walk(null);
        expect(await keep(first.acts)).toBeGreaterThan(0);
        const stored = await dumpTable(db);
        const second = await walk(null);
        const byId = ({ acts }: Reading): SocialAct[] => [...acts].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(second)).toEqual(byId(first));
        expect(await keep(second.acts)).toBe(0);
        expect(await dumpTable(db)).toEqual(stored);
      });
    });
  });
}

/** Makes customers of the accounts 1 to 3, who agreed to everything. */
async function linked(db: Db, subject: Subject, source: string): Promise<void> {
  const numbers = [1, 2, 3];
  await ingestEvents(
    db,
    numbers.map((n) => ({ customer: shop(`customer-${n}`), event: order(`order-${n}`, n) })),
  );
  const customers = await resolveCustomers(
    db,
    numbers.map((n) => shop(`customer-${n}`)),
  );
  for (const [index, n] of numbers.entries())
    await linkAccount(db, {
      customerId: customers[index]!.id,
      source,
      host: 'file',
      accountId: subject.accountId(n),
      handle: subject.handle(n),
      proof: 'BIO_CODE',
      purposes: CONSENT_PURPOSES,
    });
}
