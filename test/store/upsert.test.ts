import { expect, it } from 'vitest';
import { findViews } from '../../store/published/customers.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, shop } from './samples.ts';

const clock = () => NOON;

onEngines('upsert', ({ fresh, again }) => {
  it('creates a customer, attaches identities that then find them, and keeps what is not mentioned', async () => {
    const db = await fresh({ clock });
    const created = await upsertCustomer(db, {
      by: shop('ann'),
      displayName: 'Ann',
      identities: [{ email: 'Ann@x.org' }, shop('ann')],
      expectedVersion: 0,
    });
    expect(created).toMatchObject({
      version: 1,
      displayName: 'Ann',
      pending: false,
      identities: [{ value: 'ann' }, { value: 'ann@x.org' }],
    });
    const changed = await upsertCustomer(db, {
      by: { email: 'ann@x.org' },
      identities: [{ phone: '+31201234567' }],
      expectedVersion: 1,
    });
    expect(changed).toMatchObject({ id: created.id, version: 2, displayName: 'Ann' });
    expect(changed.identities).toHaveLength(3);
    const { views } = await findViews(db, [
      { phone: '+31 20 123 4567' },
      { email: 'ANN@x.org' },
      shop('ann'),
      { id: created.id },
    ]);
    expect(views.map((view) => view?.record.id)).toEqual([created.id, created.id, created.id, created.id]);
    await ingestEvents(db, [{ customer: { email: 'ann@x.org' }, event: like('1', 0) }]);
    expect((await findViews(db, [shop('ann')])).views[0]?.record.summary.eventCount).toBe(1);
    const named = await upsertCustomer(db, { by: shop('ann'), displayName: null });
    expect(named).toMatchObject({ version: 3, displayName: null, summary: { eventCount: 1 } });
  });

  it('claims nothing in the end when the customer was changed meanwhile: the identities are free for others', async () => {
    const db = await fresh({ clock });
    const ann = await upsertCustomer(db, { by: shop('ann'), displayName: 'Ann' });
    const late = again(db);
    let overtaken = false;
    // Somebody else renames her between the claims of this change and its write.
    late.client.use(({ middlewareStack }) =>
      middlewareStack.add(
        (next, context) => async (args) => {
          if ((context as { commandName?: string }).commandName === 'UpdateItemCommand' && !overtaken) {
            overtaken = true;
            await upsertCustomer(again(db), { by: shop('ann'), displayName: 'Anna' });
          }
          return next(args);
        },
        { step: 'initialize' },
      ),
    );
    await expect(
      upsertCustomer(late, {
        by: shop('ann'),
        identities: [{ email: 'a@x.org' }, { phone: '+31201234567' }],
        expectedVersion: 1,
      }),
    ).rejects.toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
    expect(overtaken).toBe(true);

    const never = await fresh({ clock });
    await upsertCustomer(never, { by: shop('ann'), displayName: 'Ann' });
    await upsertCustomer(never, { by: shop('ann'), displayName: 'Anna' });
    expect(await dumpTable(db)).toEqual(await dumpTable(never));

    const bob = await upsertCustomer(db, {
      by: shop('bob'),
      identities: [{ email: 'a@x.org' }, { phone: '+31201234567' }],
    });
    const { views } = await findViews(db, [{ email: 'a@x.org' }, { phone: '+31201234567' }, shop('ann')]);
    expect(views.map((view) => view?.record.id)).toEqual([bob.id, bob.id, ann.id]);
  });

  it('writes nothing when all is so already', async () => {
    const db = await fresh({ clock });
    const change = { by: shop('ann'), displayName: 'Ann', identities: [{ email: 'a@x.org' }] };
    await upsertCustomer(db, change);
    const before = db.meter.writeUnits;
    expect(await upsertCustomer(db, change)).toMatchObject({ version: 1 });
    expect(db.meter.writeUnits).toBe(before);
  });

  it('refuses a change of what the caller has not seen, an id nobody has, and an identity of somebody else', async () => {
    const db = await fresh({ clock });
    const ann = await upsertCustomer(db, { by: shop('ann'), identities: [{ email: 'a@x.org' }] });
    const bob = await upsertCustomer(db, { by: { email: 'bob@x.org' } });
    const before = await dumpTable(db);
    await expect(upsertCustomer(db, { by: shop('ann'), displayName: 'A', expectedVersion: 0 })).rejects.toMatchObject({
      code: 'STALE_VERSION',
      currentVersion: 1,
    });
    await expect(
      upsertCustomer(db, { by: { id: customerIdOf(db, shop('none')) }, displayName: 'A' }),
    ).rejects.toMatchObject({ code: 'UNKNOWN_CUSTOMER' });
    await expect(
      upsertCustomer(db, { by: shop('cid'), identities: [{ phone: '+31201234567' }, { email: 'a@x.org' }] }),
    ).rejects.toMatchObject({ code: 'IDENTITY_CONFLICT', conflictingCustomerIds: [ann.id] });
    await expect(upsertCustomer(db, { by: shop('ann'), identities: [{ email: 'bob@x.org' }] })).rejects.toMatchObject({
      conflictingCustomerIds: [bob.id],
    });
    await expect(upsertCustomer(db, { by: shop('ann'), identities: [{ id: ann.id }] })).rejects.toMatchObject({
      code: 'INVALID',
    });
    expect(await dumpTable(db)).toEqual(before);
  });

  it('gives one of many contenders an identity, and never loses an attached one', async () => {
    const db = await fresh({ clock });
    const contenders = ['ann', 'bob', 'cid'].map((name) =>
      upsertCustomer(again(db), { by: shop(name), identities: [{ email: 'shared@x.org' }] }),
    );
    const settled = await Promise.allSettled(contenders);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        upsertCustomer(again(db), { by: shop('dan'), identities: [{ email: `dan${index}@x.org` }] }),
      ),
    );
    expect((await findViews(db, [shop('dan')])).views[0]?.record.identities).toHaveLength(7);
  });

  it('twenty at once on one customer: each change is made, or refused as worth repeating', async () => {
    const db = await fresh({ clock });
    await upsertCustomer(db, { by: shop('eve') });
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        upsertCustomer(again(db), { by: shop('eve'), identities: [{ email: `eve${n}@x.org` }] }),
      ),
    );
    const made = settled.filter(({ status }) => status === 'fulfilled').length;
    for (const one of settled)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'BUSY', message: expect.stringContaining('repeat') });
    expect((await findViews(db, [shop('eve')])).views[0]?.record.identities).toHaveLength(made + 1);
  });

  it.each(['CRASH_AFTER', 'ANSWER_LOST'] as const)(
    '%s at any call, then the same again: as if undisturbed',
    async (fault) => {
      const change = {
        by: shop('ann'),
        displayName: 'Ann',
        identities: [{ email: 'a@x.org' }, { phone: '+31201234567' }],
      };
      const clean = await fresh({ clock });
      await upsertCustomer(clean, change);
      const expected = await dumpTable(clean);
      for (let at = 1; ; at += 1) {
        const db = await fresh({ clock });
        const client = again(db);
        const injection = injectFaults(client.client, nth(at, fault));
        await upsertCustomer(client, change).catch(() => undefined);
        if (injection.faults() === 0) break;
        await upsertCustomer(again(db), change);
        expect(await dumpTable(db), `${fault} at call ${at}`).toEqual(expected);
      }
    },
  );
});
