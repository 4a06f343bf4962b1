import { expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { OrderLine } from '../../domain/events.ts';
import type { OrderPart } from '../../domain/history/order-parts.ts';
import type { Db } from '../../store/client/db.ts';
import { customerKey } from '../../store/client/keys.ts';
import { getItem } from '../../store/client/commands.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { decodeRecord } from '../../store/customers/records.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { foldPending } from '../../store/events/fold.ts';
import { history } from '../../store/events/history.ts';
import { ingestOrderParts } from '../../store/events/order-parts.ts';
import { GRACE_MS } from '../../store/customers/marks.ts';
import { injectFaults, nth, share, type Fault } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, shop, shuffled } from './samples.ts';

const line = (netMinor: number): OrderLine => ({
  sku: 'chair',
  group: 'Chairs',
  quantity: 2,
  netMinor,
  lineKind: 'PRODUCT',
});
const clock = () => NOON;
const afterwards = () => NOON + GRACE_MS + 1;

onEngines(
  'an order told in parts',
  ({ fresh, again }) => {
    /** A device and a user who are known, and what four messages say of one order. */
    const told = async (): Promise<{ db: Db; parts: OrderPart[]; device: string; ann: string }> => {
      const db = await fresh({ clock });
      await ingestEvents(db, [
        { customer: shop('device'), event: like('d', 0) },
        { customer: shop('ann'), event: like('a', 0) },
      ]);
      const [device, ann] = [customerIdOf(db, shop('device')), customerIdOf(db, shop('ann'))];
      const stated = (at: number, customerId: string, isAnonymous: boolean, netMinor: number): OrderPart => ({
        part: 'ORDER',
        at: NOON + at,
        by: `m${at}`,
        customerId,
        isAnonymous,
        order: { occurredAt: NOON + at, lines: [line(netMinor)], promotion: false },
      });
      return {
        db,
        device,
        ann,
        parts: [
          stated(1, device, true, 10_00),
          stated(2, ann, false, 12_00),
          stated(3, device, true, 15_00),
          { part: 'REFUND', id: 'r1', at: NOON + 4, lines: [{ sku: 'chair', quantity: 1, minor: 5_00 }] },
          { part: 'REFUNDED_TO', at: NOON + 5, minor: 2_00 },
        ],
      };
    };
    const tell = (db: Db, parts: readonly OrderPart[], options = {}) =>
      ingestOrderParts(
        db,
        parts.map((part) => ({ source: 'shop', id: 'o1', part })),
        { ruleSet: defaultRuleSet, ...options },
      );
    /** What stands in the end: orders of both, and their summaries. */
    const standing = async (db: Db, ids: readonly string[]) =>
      Promise.all(
        ids.map(async (id) => {
          const { summary } = decodeRecord((await getItem(db, customerKey(id), { ConsistentRead: true }))!);
          const orders = (await history(db, id)).events.filter(({ kind }) => kind === 'ORDER');
          return {
            orders: orders.map((one) => ({ ...one, receivedAt: 0, version: 0 })),
            count: summary.orders?.count ?? 0,
            revenueMinor: summary.orders?.revenueMinor ?? 0,
          };
        }),
      );
    const expected = async () => {
      const { db, parts, device, ann } = await told();
      expect(await tell(db, parts)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
      return standing(db, [device, ann]);
    };

    it('is its user’s, with what went back of it, in whatever order the parts come and however often', async () => {
      const clean = await expected();
      expect(clean[0]).toMatchObject({ orders: [], count: 0 });
      expect(clean[1]).toMatchObject({ count: 1, revenueMinor: 8_00 });
      for (let seed = 1; seed <= 6; seed++) {
        const { db, parts, device, ann } = await told();
        for (const part of shuffled(parts, seed)) await tell(db, [part]);
        expect(await standing(db, [device, ann]), `seed ${seed}`).toEqual(clean);
        expect(await tell(db, shuffled(parts, seed + 1)), `seed ${seed}`).toEqual(parts.map(() => 'DUPLICATE'));
        expect(await standing(db, [device, ann]), `seed ${seed}`).toEqual(clean);
      }
    });

    it('by many at once is what it is by one', async () => {
      const clean = await expected();
      for (let round = 0; round < 3; round++) {
        const { db, parts, device, ann } = await told();
        await Promise.all([...parts, ...parts].map((part) => tell(again(db, { clock }), [part])));
        expect(await standing(db, [device, ann])).toEqual(clean);
      }
    });

    it.each(['CRASH_AFTER', 'CRASH_BEFORE'] as const)(
      'by a process that dies at any call (%s), and again: whole, and whose it is',
      async (fault: Fault) => {
        const clean = await expected();
        let deaths = 0;
        for (let call = 1; ; call++) {
          const { db, parts, device, ann } = await told();
          // The device's first: the order has to move when the user is known.
          await tell(db, parts.slice(0, 1));
          const client = again(db, { clock });
          const injection = injectFaults(client.client, nth(call, fault));
          const hasDied = await tell(client, parts.slice(1)).then(
            () => false,
            () => true,
          );
          injection.stop();
          const later = again(db, { clock: afterwards });
          await tell(later, parts.slice(1));
          await foldPending(later, { ruleSet: defaultRuleSet });
          expect(await standing(db, [device, ann]), `call ${call}`).toEqual(clean);
          if (!hasDied) break;
          deaths++;
        }
        expect(deaths).toBeGreaterThan(8);
      },
      240_000,
    );

    it('through throttling and lost answers, with folds left for later', async () => {
      const clean = await expected();
      const { db, parts, device, ann } = await told();
      const client = again(db, { clock });
      const injection = injectFaults(client.client, share(3, 1 / 4, ['THROTTLE', 'TIMEOUT', 'ANSWER_LOST']));
      for (const part of parts)
        for (let tries = 0; tries < 30; tries++)
          if (
            await tell(client, [part], { fold: false }).then(
              () => true,
              () => false,
            )
          )
            break;
      injection.stop();
      expect(injection.faults()).toBeGreaterThan(3);
      const later = again(db, { clock: afterwards });
      await foldPending(later, { ruleSet: defaultRuleSet });
      expect(await standing(db, [device, ann])).toEqual(clean);
    });

    it('of which nothing says yet what was bought is none; not paid any more, it is cancelled', async () => {
      const { db, parts, device, ann } = await told();
      await tell(db, parts.slice(3));
      expect(await standing(db, [device, ann])).toMatchObject([{ orders: [] }, { orders: [] }]);
      await tell(db, parts);
      await tell(db, [{ part: 'CANCEL', at: NOON + 9 }]);
      const [, hers] = await standing(db, [device, ann]);
      expect(hers).toMatchObject({ orders: [{ cancelledAt: NOON + 9 }], count: 0 });
    });

    it('under another name stands under that one', async () => {
      const { db, parts, device, ann } = await told();
      await tell(
        db,
        parts.map((part) => (part.part === 'ORDER' ? { ...part, name: 'o1-paid' } : part)),
      );
      const [, hers] = await standing(db, [device, ann]);
      expect(hers).toMatchObject({ orders: [{ id: 'o1-paid' }], count: 1 });
    });
  },
  ['dynoxide'],
);
