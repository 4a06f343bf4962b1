import { expect, it } from 'vitest';
import type { Order } from '../../domain/events.ts';
import { findViews } from '../../store/published/customers.ts';
import { ingestEvents, type EventRow } from '../../store/events/events.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldPending } from '../../store/events/fold.ts';
import { earlierVersions, eventByReceipt, history } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import type { Db } from '../../store/client/db.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON, order, shop } from './samples.ts';

const clock = () => NOON;
const AT = NOON - 1000;
const worth = (netMinor: number, occurredAt = AT, extra: Partial<Order> = {}): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id: 'o1',
  occurredAt,
  promotion: false,
  lines: [{ sku: 'tea', group: 'drinks', quantity: 1, netMinor, lineKind: 'PRODUCT' }],
  ...extra,
});
const row = (event: Order, correction?: EventRow['correction']): EventRow => ({
  customer: shop('ann'),
  event,
  ...(correction === undefined ? {} : { correction }),
});
const REPLACE = { expectedVersion: null };
const revenue = async (db: Db): Promise<number | undefined> =>
  (await findViews(db, [shop('ann')])).views[0]?.record.summary.orders?.revenueMinor;

onEngines('corrections of orders', ({ fresh }) => {
  it('replace the order, under its own id, and keep what it said before', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [row(worth(1000))]);
    const [outcome] = await ingestEvents(db, [row(worth(700, AT - 5000), REPLACE)]);
    expect(outcome?.status).toBe('ACCEPTED');
    expect(await revenue(db)).toBe(700);
    const stored = await eventByReceipt(db, 'ORDER', 'shop', 'o1');
    expect(stored).toMatchObject({ occurredAt: AT - 5000, version: 2, lines: [{ netMinor: 700 }] });
    expect((await history(db, customerIdOf(db, shop('ann')))).events).toHaveLength(1);
    await ingestEvents(db, [row(worth(500, AT), { expectedVersion: 2 })]);
    expect(await revenue(db)).toBe(500);
    const [first, second, ...none] = await earlierVersions(db, (await eventByReceipt(db, 'ORDER', 'shop', 'o1'))!);
    expect(none).toEqual([]);
    expect(first).toMatchObject({ occurredAt: AT, replacedAt: NOON, lines: [{ netMinor: 1000 }] });
    expect(second).toMatchObject({ occurredAt: AT - 5000, version: 2, lines: [{ netMinor: 700 }] });
  });

  it('are harmless to repeat, and an earlier content that comes late changes nothing', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [row(worth(1000)), row(worth(700), REPLACE)]);
    await ingestEvents(db, [row(worth(500), REPLACE)]);
    for (const late of [
      row(worth(1000)),
      row(worth(700)),
      row(worth(700), REPLACE),
      row(worth(500)),
      row(worth(500), REPLACE),
    ]) {
      expect((await ingestEvents(db, [late]))[0]?.status).toBe('DUPLICATE');
    }
    expect((await ingestEvents(db, [row(worth(600))]))[0]?.status).toBe('CONFLICT');
    expect(await revenue(db)).toBe(500);
  });

  it('that expect another version than stands are refused with the one that does; who asks for the content of an earlier one by version gets it', async () => {
    const db = await fresh({ clock });
    expect((await ingestEvents(db, [row(worth(1000), { expectedVersion: 1 })]))[0]).toMatchObject({
      status: 'UNKNOWN_CUSTOMER',
    });
    expect((await ingestEvents(db, [row(worth(1000), { expectedVersion: 0 })]))[0]?.status).toBe('ACCEPTED');
    expect((await ingestEvents(db, [row(worth(900), { expectedVersion: 2 })]))[0]).toMatchObject({
      status: 'STALE_VERSION',
      currentVersion: 1,
    });
    expect((await ingestEvents(db, [row(worth(900), { expectedVersion: 1 })]))[0]?.status).toBe('ACCEPTED');
    expect((await ingestEvents(db, [row(worth(1000), { expectedVersion: 2 })]))[0]?.status).toBe('ACCEPTED');
    expect(await revenue(db)).toBe(1000);
    expect(await eventByReceipt(db, 'ORDER', 'shop', 'o1')).toMatchObject({ version: 3 });
  });

  it('do not move an order to somebody else', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [row(worth(1000)), { customer: shop('bob'), event: order('other', 100) }]);
    expect(
      (await ingestEvents(db, [{ customer: shop('bob'), event: worth(1000), correction: REPLACE }]))[0]?.status,
    ).toBe('CONFLICT');
  });

  it('at once: each replaces what stood or is told otherwise, and the summary is of the newest', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [row(worth(1))]);
    const outcomes = (
      await Promise.all(
        [2, 3, 4, 5, 6].map((amount) => ingestEvents(db, [row(worth(amount, AT - amount), { expectedVersion: 1 })])),
      )
    ).flat();
    expect(outcomes.filter(({ status }) => status === 'ACCEPTED')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'STALE_VERSION')).toHaveLength(4);
    const stands = (await eventByReceipt(db, 'ORDER', 'shop', 'o1')) as unknown as Order;
    expect(await revenue(db)).toBe(stands.lines[0]!.netMinor);
  });

  it('in bulk leave the customer marked for the fold at the end', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [row(worth(1000))]);
    await ingestEvents(db, [row(worth(800, AT, { cancelledAt: AT + 5 }), REPLACE)], { fold: false, soleWriter: true });
    expect((await findViews(db, [shop('ann')])).views[0]?.record.pending).toBe(true);
    expect(await foldPending(db, { ruleSet: defaultRuleSet })).toBe(1);
    expect(await revenue(db)).toBeUndefined();
  });
});
