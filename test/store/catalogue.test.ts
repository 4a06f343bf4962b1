import { expect, it } from 'vitest';
import type { Db } from '../../store/client/db.ts';
import {
  definitions,
  getAccount,
  getProducts,
  putAccount,
  putProduct,
  putSpend,
  type Spend,
} from '../../store/definitions/catalogue.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { NOON } from './samples.ts';

const DAY = 86_400_000;
const clock = () => NOON;
const spend = (id: string, from: number, to: number, rest: Partial<Spend> = {}): Spend => ({
  source: 'ads',
  id,
  channel: 'search',
  from: NOON + from * DAY,
  to: NOON + to * DAY,
  amountMinor: 100_00,
  ...rest,
});
const account = (id: string, parent?: string) => ({
  source: 'crm',
  id,
  kind: 'COMPANY' as const,
  ...(parent === undefined ? {} : { parent }),
});

onEngines('definitions', ({ fresh, again }) => {
  it('of products: what was told last stands, and a repeat writes nothing', async () => {
    const db = await fresh({ clock });
    const chair = { source: 'shop', sku: 'chair', group: 'Chairs', lifespanDays: 3650, costMinor: 20_00 };
    expect(await putProduct(db, chair)).toBe('ACCEPTED');
    const before = await dumpTable(db);
    // Fields in another order are no change.
    expect(
      await putProduct(db, { costMinor: 20_00, lifespanDays: 3650, group: 'Chairs', sku: 'chair', source: 'shop' }),
    ).toBe('DUPLICATE');
    expect(await dumpTable(db)).toEqual(before);
    expect(await putProduct(db, { ...chair, costMinor: 21_00 })).toBe('ACCEPTED');
    expect(await getProducts(db, 'shop', ['chair', 'table'])).toEqual([{ ...chair, costMinor: 21_00 }, null]);
    for (const wrong of [{ lifespanDays: 0 }, { lifespanDays: 1.5 }, { costMinor: -1 }])
      await expect(putProduct(db, { ...chair, ...wrong })).rejects.toThrow(
        wrong.costMinor === undefined ? /whole number of days/u : /negative/u,
      );
  });

  it('of spend: periods of one channel and campaign never overlap, whoever tells them at once', async () => {
    const db = await fresh({ clock });
    expect(await putSpend(db, spend('jan', 0, 31))).toEqual({ status: 'ACCEPTED' });
    expect(await putSpend(db, spend('jan', 0, 31))).toEqual({ status: 'DUPLICATE' });
    expect(await putSpend(db, spend('mid', 30, 40))).toMatchObject({ status: 'OVERLAP', with: { id: 'jan' } });
    // Half open: the next period may begin where this one ends.
    expect(await putSpend(db, spend('feb', 31, 59))).toEqual({ status: 'ACCEPTED' });
    expect(await putSpend(db, spend('mid', 30, 40, { campaign: 'spring' }))).toEqual({ status: 'ACCEPTED' });
    expect(await putSpend(db, spend('jan', 0, 31, { channel: 'print' }))).toEqual({ status: 'CONFLICT' });
    // The same record may grow shorter, never into another.
    expect(await putSpend(db, spend('jan', 0, 30))).toEqual({ status: 'ACCEPTED' });
    expect(await putSpend(db, spend('jan', 0, 32))).toMatchObject({ status: 'OVERLAP', with: { id: 'feb' } });
    const raced = await Promise.all(
      Array.from({ length: 6 }, (_, k) => putSpend(again(db), spend(`r${k}`, 100 + k, 110 + k, { channel: 'radio' }))),
    );
    expect(raced.filter(({ status }) => status === 'ACCEPTED')).toHaveLength(1);
    const { items } = await definitions(db, 'SPEND', { first: 10 });
    expect(items.flatMap(({ value }) => value)).toHaveLength(4);
    for (const wrong of [{ amountMinor: -1 }, { to: NOON }, { from: -1 }])
      await expect(putSpend(db, spend('x', 0, 1, wrong))).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('of spend, killed between any two calls: the same record again ends it', async () => {
    for (let at = 1; ; at += 1) {
      const db = await fresh({ clock });
      const client = again(db);
      const injection = injectFaults(client.client, nth(at, 'CRASH_AFTER'));
      await putSpend(client, spend('jan', 0, 31)).catch(() => undefined);
      expect((await putSpend(db, spend('jan', 0, 31))).status).toMatch(/ACCEPTED|DUPLICATE/u);
      expect((await definitions(db, 'SPEND', { first: 5 })).items[0]!.value).toHaveLength(1);
      if (injection.faults() === 0) break;
    }
  });

  it('of accounts: no parents lead back, also where those who would close the circle come at once', async () => {
    const db = await fresh({ clock });
    expect(await putAccount(db, account('a', 'b'))).toBe('ACCEPTED');
    expect(await putAccount(db, account('b', 'c'))).toBe('ACCEPTED');
    expect(await putAccount(db, account('c', 'a'))).toBe('CYCLE');
    expect(await putAccount(db, account('c', 'c'))).toBe('CYCLE');
    expect(await getAccount(db, 'crm', 'c')).toBeNull();
    expect(await putAccount(db, account('c'))).toBe('ACCEPTED');
    const close = (one: Db, id: string, parent: string) => putAccount(one, account(id, parent));
    await Promise.all([close(again(db), 'x', 'y'), close(again(db), 'y', 'z'), close(again(db), 'z', 'x')]);
    const passed = new Set<string>();
    for (let at: string | undefined = 'x'; at !== undefined; at = (await getAccount(db, 'crm', at))?.parent) {
      expect(passed.has(at)).toBe(false);
      passed.add(at);
    }
  });

  it('come in pages, each once', async () => {
    const db = await fresh({ clock });
    for (let k = 0; k < 40; k += 1) await putProduct(db, { source: 'shop', sku: `p${k}` });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await definitions(db, 'PRODUCT', { first: 7, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ value }) => value.sku));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(40);
    expect(seen).toHaveLength(40);
    await expect(definitions(db, 'PRODUCT', { first: 7, after: 'x' })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });
});
