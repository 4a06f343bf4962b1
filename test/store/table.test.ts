import { expect, it } from 'vitest';
import { N, S } from '../../store/client/attributes.ts';
import { getItem, putItem, updateItem } from '../../store/client/commands.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { createTable, ensureTable, readTableMeta, SCHEMA_VERSION, tableMeta } from '../../store/client/table.ts';
import { META_TABLE } from '../../store/client/keys.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putTies } from '../../store/relations/ties.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { dumpTable } from '../engines/dump.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop } from './samples.ts';

onEngines('the table', ({ fresh, again }) => {
  it('is made once, by whoever comes first, and found again', async () => {
    const db = await fresh();
    const metas = await Promise.all([
      createTable(db, { currency: 'EUR' }),
      ensureTable(again(db), { currency: 'EUR' }),
      readTableMeta(db),
    ]);
    for (const meta of metas)
      expect(meta).toEqual({
        schemaVersion: SCHEMA_VERSION,
        currency: 'EUR',
        timeZone: 'UTC',
        identityKeyFingerprint: expect.any(String),
      });
    const elsewhere = { ...db, table: `${db.table}-none` };
    expect(await tableMeta(elsewhere)).toBeNull();
    await expect(readTableMeta(elsewhere)).rejects.toMatchObject({ code: 'TABLE_MISSING' });
  });

  it('of another currency is refused', async () => {
    const db = await fresh();
    await expect(ensureTable(db, { currency: 'USD' })).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH',
      message: expect.stringContaining('Convert'),
    });
  });

  it('of another identity key is refused', async () => {
    const db = again(await fresh(), { identityKey: 'not the key this table was made with' });
    await expect(ensureTable(db, { currency: 'EUR' })).rejects.toMatchObject({ code: 'IDENTITY_KEY_MISMATCH' });
  });

  it.each([
    [SCHEMA_VERSION - 1, 'an older'],
    [SCHEMA_VERSION + 1, 'a newer'],
  ])('of schema version %i is refused as of %s Kring', async (version, words) => {
    const db = await fresh();
    await updateItem(db, META_TABLE, {
      UpdateExpression: 'SET schemaVersion = :v',
      ExpressionAttributeValues: { ':v': N(version) },
    });
    await expect(ensureTable(db, { currency: 'EUR' })).rejects.toMatchObject({
      code: 'TABLE_VERSION',
      message: expect.stringContaining(words),
    });
  });

  it('has no personal data in any key', async () => {
    const db = await fresh();
    const ada = { email: 'ada.lovelace@example.com' };
    await ingestEvents(db, [
      { customer: ada, event: { ...order('order-of-lovelace', 1), id: 'order-of-lovelace' } },
      { customer: shop('bob'), event: like('1', 1) },
    ]);
    await upsertCustomer(db, {
      by: ada,
      displayName: 'Ada Lovelace',
      identities: [{ phone: '+31201234567' }, { handle: { network: 'bluesky', handle: 'lovelace' } }],
    });
    await putTies(db, [
      { follower: ada, followed: shop('bob'), kind: 'FOLLOW', source: 'bluesky', weight: 1, at: NOON },
    ]);
    await recordReferral(db, {
      source: 'shop',
      id: 'from-lovelace',
      advocate: ada,
      friend: shop('bob'),
      kind: 'TYPE_ONE',
      at: NOON,
    });
    const keys = (await dumpTable(db)).map((line) =>
      (JSON.parse(line) as [string, { S: string }][])
        .filter(([name]) => /^(r?pk|r?sk)$/u.test(name))
        .map(([, value]) => value.S)
        .join(' '),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) expect(key).not.toMatch(/ada|lovelace|example\.com|0?31201234567/iu);
  });

  it('counts an expired item as absent before DynamoDB deletes it', async () => {
    let now = NOON;
    const db = await fresh({ clock: () => now });
    const key = { pk: 'K#x', sk: 'K' };
    await putItem(db, { pk: S(key.pk), sk: S(key.sk), expiresAt: N(NOON / 1000 + 60) });
    expect(await getItem(db, key)).toBeDefined();
    now += 60_000;
    expect(await getItem(db, key)).toBeUndefined();
  });
});
