import { afterEach, expect, it, vi } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { findViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldPending } from '../../store/events/fold.ts';
import { history } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { GRACE_MS } from '../../store/customers/marks.ts';
import { putTies } from '../../store/relations/ties.ts';
import { dumpTable } from '../engines/dump.ts';
import { Crash, injectFaults, nth, share, type Fault } from '../engines/faults.ts';
import { isAvailable } from '../engines/engines.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop, someRows } from './samples.ts';

const clock = () => NOON;
const later = () => NOON + GRACE_MS + 1;
const fewRows = [
  { customer: shop('ann'), event: order('1', 0) },
  { customer: shop('ann'), event: like('2', 1) },
  { customer: shop('bob'), event: order('3', 2) },
];

/** Runs `work` with a fault at call 1, 2, … in a fresh table each time, until the fault comes after its last call. */
async function atEveryCall(
  fault: Fault,
  tables: { fresh: () => Promise<Db>; again: (db: Db) => Db },
  work: (db: Db) => Promise<unknown>,
  check: (db: Db, at: number) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at += 1) {
    const db = await tables.fresh();
    const client = tables.again(db);
    const injection = injectFaults(client.client, nth(at, fault));
    await work(client).catch(() => undefined);
    if (injection.faults() === 0) return at - 1;
    await check(db, at);
  }
}

afterEach(() => vi.restoreAllMocks());

// Every step of every kind takes many tables: on the fast engine only.
onEngines(
  'ingest and crashes',
  ({ fresh, again }) => {
    const tables = { fresh: () => fresh({ clock }), again };
    // Dying before a call leaves what dying after the call before it leaves.
    const cases = [true, false];

    it.each(cases)(
      'a crash after any call (folding: %s), then the same rows again: exactly the items of a clean ingest',
      async (fold) => {
        const clean = await fresh({ clock });
        await ingestEvents(clean, fewRows);
        const expected = await dumpTable(clean);
        const steps = await atEveryCall(
          'CRASH_AFTER',
          tables,
          (db) => ingestEvents(db, fewRows, { fold, soleWriter: !fold }),
          async (db, at) => {
            await ingestEvents(again(db), fewRows, { fold });
            // Until its time of grace is over, the mark of the dead writer stays; then any fold clears it.
            await foldPending(fold ? again(db, { clock: later }) : again(db), { ruleSet: defaultRuleSet });
            expect(await dumpTable(db), `crash at call ${at}`).toEqual(expected);
          },
        );
        expect(steps).toBeGreaterThan(6);
      },
    );

    it.each(cases)(
      'a crash after any call (folding: %s), then foldPending: every summary is the fold of the events that are there',
      async (fold) => {
        const clean = await fresh({ clock });
        await ingestEvents(clean, fewRows);
        const expected = await dumpTable(clean, { without: ['u'] });
        await atEveryCall(
          'CRASH_AFTER',
          tables,
          (db) => ingestEvents(db, fewRows, { fold, soleWriter: !fold }),
          async (db, at) => {
            await foldPending(again(db, { clock: later }), { ruleSet: defaultRuleSet });
            const { views } = await findViews(db, [shop('ann'), shop('bob')]);
            for (const view of views) {
              if (view === null) continue;
              const { events } = await history(db, view.record.id);
              expect(view.record.pending, `crash at call ${at}`).toBe(false);
              if (view.record.summary.ruleSetVersion !== 0)
                expect(view.record.summary).toEqual(foldSummary(events, [], defaultRuleSet));
              else expect(events).toEqual([]);
            }
            await ingestEvents(again(db), fewRows);
            expect(await dumpTable(db, { without: ['u'] }), `crash at call ${at}, repeated`).toEqual(expected);
          },
        );
      },
    );
  },
  [isAvailable('dynoxide') ? 'dynoxide' : 'dynalite'],
);

onEngines('ingest under faults', ({ fresh, again }) => {
  const tables = { fresh: () => fresh({ clock }), again };

  it('takes an answer that was lost for what it is: accepted once, nothing twice', async () => {
    const clean = await fresh({ clock });
    await ingestEvents(clean, fewRows);
    const expected = await dumpTable(clean);
    const outcomes: string[][] = [];
    const lost = async (db: Db) => {
      outcomes.push((await ingestEvents(db, fewRows)).map(({ status }) => status));
    };
    const steps = await atEveryCall('ANSWER_LOST', tables, lost, async (db) => {
      expect(await dumpTable(db)).toEqual(expected);
    });
    expect(steps).toBeGreaterThan(6);
    expect(new Set(outcomes.flat())).toEqual(new Set(['ACCEPTED']));
  });

  it.each([1, 2, 3])(
    'throttling, timeouts and unprocessed items on a third of all calls change nothing (seed %i)',
    async (seed) => {
      const clean = await fresh({ clock });
      const ties = (['ann', 'bob'] as const).map((name) => ({
        follower: shop(name),
        followed: shop('cid'),
        kind: 'FOLLOW' as const,
        source: 'social',
        weight: 2,
        at: NOON,
      }));
      await ingestEvents(clean, someRows());
      await putTies(clean, ties);
      const db = await fresh({ clock });
      const client = again(db);
      const injection = injectFaults(
        client.client,
        share(seed, 1 / 3, ['THROTTLE', 'TIMEOUT', 'ANSWER_LOST', 'UNPROCESSED', 'UNPROCESSED']),
      );
      await ingestEvents(client, someRows());
      await putTies(client, ties);
      expect((await ingestEvents(client, someRows())).every(({ status }) => status === 'DUPLICATE')).toBe(true);
      expect(
        (await findViews(client, [shop('ann'), shop('bob'), shop('cid')])).views.map(
          (view) => view?.record.summary.eventCount,
        ),
      ).toEqual([6, 6, 6]);
      expect(injection.faults()).toBeGreaterThan(5);
      expect(await dumpTable(db)).toEqual(await dumpTable(clean));
    },
  );

  it('leaves the mark of a writer alive when somebody else folds in between', async () => {
    const db = await fresh({ clock });
    const slow = again(db);
    let folded = false;
    // Just before the slow writer puts its event, a run folds everybody.
    slow.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next, context) => async (args) => {
          const name = (context as { commandName?: string }).commandName;
          if (name === 'BatchWriteItemCommand' && !folded) {
            folded = true;
            await foldPending(db, { ruleSet: defaultRuleSet });
          }
          return next(args);
        },
        { step: 'initialize' },
      ),
    );
    await ingestEvents(slow, fewRows, { fold: false });
    expect(folded).toBe(true);
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(2);
    const {
      views: [ann],
    } = await findViews(db, [shop('ann')]);
    const { events } = await history(db, customerIdOf(db, shop('ann')));
    expect(events).toHaveLength(2);
    expect(ann?.record.summary).toEqual(foldSummary(events, [], defaultRuleSet));
  });
});

onEngines('folds in between', ({ fresh, again }) => {
  const one = [{ customer: shop('ann'), event: order('1', 0) }];
  const isEvent = (input: unknown): boolean => JSON.stringify(input).includes('"E#');

  it('do not clear the mark of a writer that has yet to write its event and then dies', async () => {
    const db = await fresh({ clock });
    const dying = again(db);
    dying.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next, context) => async (args) => {
          if (
            (context as { commandName?: string }).commandName !== 'PutItemCommand' ||
            !isEvent((args.input as { Item: { sk: unknown } }).Item.sk)
          )
            return next(args);
          await foldPending(db, { ruleSet: defaultRuleSet });
          await next(args);
          throw new Crash('the process dies before its fold');
        },
        { step: 'initialize' },
      ),
    );
    await expect(ingestEvents(dying, one)).rejects.toThrow(Crash);
    await foldPending(again(db, { clock: later }), { ruleSet: defaultRuleSet });
    const {
      views: [ann],
    } = await findViews(db, [shop('ann')]);
    expect(ann?.record).toMatchObject({ pending: false, summary: { eventCount: 1 } });
  });

  it('that saw fewer events give way to folds that saw more', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, one);
    const slow = again(db);
    let overtaken = false;
    slow.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next, context) => async (args) => {
          const isFold =
            (context as { commandName?: string }).commandName === 'UpdateItemCommand' &&
            JSON.stringify(args.input).includes('DELETE w');
          if (isFold && !overtaken) {
            overtaken = true;
            await ingestEvents(db, [{ customer: shop('ann'), event: order('3', 2) }]);
          }
          return next(args);
        },
        { step: 'initialize' },
      ),
    );
    await ingestEvents(slow, [{ customer: shop('ann'), event: order('2', 1) }]);
    expect(overtaken).toBe(true);
    const {
      views: [ann],
    } = await findViews(db, [shop('ann')]);
    expect(ann?.record).toMatchObject({ pending: false, summary: { eventCount: 3, orders: { count: 3 } } });
  });
});

onEngines('a bulk writer that dies just after somebody else folded', ({ fresh, again }) => {
  it('marks the customers again when it repeats its rows, so that nothing stays out of a summary', async () => {
    const db = await fresh({ clock });
    const dying = again(db);
    dying.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next, context) => async (args) => {
          const isEvents =
            (context as { commandName?: string }).commandName === 'BatchWriteItemCommand' &&
            JSON.stringify(args.input).includes('"E#');
          if (!isEvents) return next(args);
          await foldPending(db, { ruleSet: defaultRuleSet });
          await next(args);
          throw new Crash('the process dies before it can look after its marks');
        },
        { step: 'initialize' },
      ),
    );
    await expect(ingestEvents(dying, fewRows, { fold: false, soleWriter: true })).rejects.toThrow(Crash);
    await ingestEvents(again(db), fewRows, { fold: false, soleWriter: true });
    await foldPending(db, { ruleSet: defaultRuleSet });
    const clean = await fresh({ clock });
    await ingestEvents(clean, fewRows);
    expect(await dumpTable(db)).toEqual(await dumpTable(clean));
    // Another import of the same file, later, writes nothing.
    const before = await dumpTable(db);
    await ingestEvents(again(db, { clock: later }), fewRows, { fold: false, soleWriter: true });
    expect(await dumpTable(db)).toEqual(before);
  });
});

onEngines(
  'a table that stays over its capacity',
  ({ fresh, again }) => {
    it('ends in THROTTLED, saying what to do', async () => {
      const client = again(await fresh({ clock }));
      vi.spyOn(Math, 'random').mockReturnValue(0);
      injectFaults(client.client, () => 'UNPROCESSED');
      await expect(ingestEvents(client, fewRows)).rejects.toMatchObject({
        code: 'THROTTLED',
        message: expect.stringContaining('repeating is harmless'),
      });
      injectFaults(client.client, () => 'THROTTLE');
      await expect(ingestEvents(client, fewRows)).rejects.toMatchObject({ code: 'THROTTLED' });
    });
  },
  ['dynalite'],
);
