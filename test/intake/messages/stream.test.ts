import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Notation } from '../../../intake/cells.ts';
import { readSegment } from '../../../intake/messages/segment.ts';
import { takeMessages } from '../../../intake/messages/take.ts';
import type { Db } from '../../../store/client/db.ts';
import { customerIdOf } from '../../../store/customers/identity.ts';
import { survivorsOf } from '../../../store/customers/survivors.ts';
import { foldPending } from '../../../store/events/fold.ts';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import { onEngines } from '../../engines/on-engines.ts';
import { stateOf } from './state.ts';

const NOTATION: Notation = {
  currency: 'EUR',
  minorDigits: 2,
  dateFormat: 'iso',
  latest: Date.parse('2027-01-01'),
  isFixed: true,
};
const START = Date.parse('2026-01-01T00:00:00Z');
const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();
const take = (db: Db, messages: readonly object[], fold = true) =>
  takeMessages(
    db,
    messages.map((message) => readSegment(message, { source: 'app', notation: NOTATION })),
    { source: 'app', fold },
  );

/** A message of a little company: few users, fewer devices, so that everything meets. */
const message = (users: number, devices: number): fc.Arbitrary<object> => {
  const user = fc.integer({ min: 1, max: users }).map((n) => `u${n}`);
  const device = fc.integer({ min: 1, max: devices }).map((n) => `d${n}`);
  const minute = fc.integer({ min: 0, max: 40 });
  const whose = fc.oneof(
    fc.record({ userId: user, anonymousId: device }),
    fc.record({ anonymousId: device }),
    fc.record({ userId: user }),
  );
  const order = fc.integer({ min: 1, max: 4 }).map((n) => `o${n}`);
  const call = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('page'), name: fc.constantFrom('Home', 'Tea') }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('track'),
        event: fc.constantFrom('Order Completed', 'Order Updated'),
        properties: fc.record({
          order_id: order,
          products: fc.array(
            fc.record({
              sku: fc.constantFrom('A', 'B'),
              price: fc.integer({ min: 1, max: 20 }),
              quantity: fc.integer({ min: 1, max: 3 }),
            }),
            { minLength: 1, maxLength: 2 },
          ),
        }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('track'),
        event: fc.constantFrom('Order Refunded', 'Order Cancelled'),
        properties: fc.record(
          { order_id: order, total: fc.integer({ min: 1, max: 30 }) },
          { requiredKeys: ['order_id'] },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('identify'),
        traits: fc.record({ name: fc.constantFrom('Ada', 'Bob', 'Cid') }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('group'), groupId: fc.constantFrom('g1', 'g2') }) },
  );
  const alias = fc.record({
    type: fc.constant('alias'),
    userId: user,
    previousId: fc.oneof(user, device),
    timestamp: minute.map(at),
  });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(whose, call, minute).map(([who, what, when]) => ({ ...who, ...what, timestamp: at(when) })),
    },
    { weight: 1, arbitrary: alias },
  );
};

const withIds = (messages: readonly object[]): object[] => messages.map((one, n) => ({ ...one, messageId: `m${n}` }));

onEngines('a stream of messages', ({ fresh, kind }) => {
  const survivor = async (db: Db, source: string, id: string): Promise<string | undefined> => {
    const own = customerIdOf(db, { externalId: { source, id } });
    return (await survivorsOf(db, [own], { consistent: true })).get(own);
  };
  const user = (db: Db, id: string): string => customerIdOf(db, { externalId: { source: 'app', id } });

  it('ends in one state, however it is shuffled, repeated and split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message(4, 3), { minLength: 1, maxLength: 25 }).map(withIds),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (messages, numbers, batches, fold) => {
          const next = (): number => numbers.next().value!;
          const once = await fresh();
          await take(once, messages);
          const repeated = [...messages, ...messages.filter(() => next() < 0.3)];
          const shuffled = repeated
            .map((one) => [next(), one] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, one]) => one);
          const parts = Array.from({ length: batches }, (): object[] => []);
          for (const one of shuffled) parts[Math.floor(next() * batches)]!.push(one);
          const other = await fresh();
          for (const part of parts) await take(other, part, fold);
          if (!fold) await foldPending(other, { ruleSet: defaultRuleSet });
          expect(await stateOf(other)).toEqual(await stateOf(once));
        },
      ),
      { numRuns: kind === 'dynoxide' ? 25 : 5 },
    );
  });

  it('gives a device to its one user, whatever comes first, and to nobody once there are two', async () => {
    const page = { type: 'page', anonymousId: 'd1', timestamp: at(1), messageId: 'm1' };
    const first = { type: 'identify', userId: 'u1', anonymousId: 'd1', timestamp: at(2), messageId: 'm2' };
    const second = { type: 'identify', userId: 'u2', anonymousId: 'd1', timestamp: at(3), messageId: 'm3' };
    for (const order of [
      [page, first],
      [first, page],
    ]) {
      const db = await fresh();
      for (const one of order) await take(db, [one]);
      expect(await survivor(db, 'app#anonymous', 'd1')).toBe(user(db, 'u1'));
      await take(db, [second]);
      const device = customerIdOf(db, { externalId: { source: 'app#anonymous', id: 'd1' } });
      expect(await survivor(db, 'app#anonymous', 'd1')).toBe(device);
      expect(await survivor(db, 'app', 'u1')).toBe(user(db, 'u1'));
      expect(await survivor(db, 'app', 'u2')).toBe(user(db, 'u2'));
    }
  });

  it('follows a user whose id was an earlier one, with the devices of both', async () => {
    const calls = withIds([
      { type: 'page', anonymousId: 'd1', timestamp: at(1) },
      { type: 'identify', userId: 'old', anonymousId: 'd1', traits: { name: 'Ada' }, timestamp: at(2) },
      { type: 'page', userId: 'new', anonymousId: 'd1', timestamp: at(3) },
      { type: 'alias', previousId: 'old', userId: 'new', timestamp: at(4) },
    ]);
    for (const order of [calls, calls.toReversed()]) {
      const db = await fresh();
      for (const one of order) await take(db, [one]);
      expect(await survivor(db, 'app#anonymous', 'd1')).toBe(user(db, 'new'));
      expect(await survivor(db, 'app', 'old')).toBe(user(db, 'new'));
    }
  });

  it('says of each message what became of it', async () => {
    const db = await fresh();
    const good = { type: 'page', userId: 'u1', timestamp: at(1), messageId: 'm1' };
    const calls = [
      good,
      { ...good, type: 'track', event: 'Video Played', messageId: 'm2' },
      { ...good, timestamp: undefined, messageId: 'm3' },
      { ...good, name: 'Another', messageId: 'm1' },
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'u1',
        timestamp: at(1),
        properties: { order_id: 'o1', currency: 'USD', revenue: 3 },
      },
      'no message',
    ];
    const results = await take(db, calls as object[]);
    expect(results.map(({ status, because }) => [status, because[0]?.code ?? null])).toEqual([
      ['ACCEPTED', null],
      ['SKIPPED', 'UNKNOWN_EVENT'],
      ['REJECTED', 'INVALID'],
      ['REJECTED', 'CONFLICT'],
      ['REJECTED', 'CURRENCY_MISMATCH'],
      ['REJECTED', 'INVALID'],
    ]);
    expect((await take(db, [good])).map(({ status }) => status)).toEqual(['DUPLICATE']);
  });
});
