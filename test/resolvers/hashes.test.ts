import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { clientOf, type Client } from './client.ts';

vi.mock('node:crypto', async (actual) => {
  const crypto = await actual<{ createHmac: typeof createHmac }>();
  return { ...crypto, createHmac: vi.fn(crypto.createHmac) };
});

let engine: Engine;
let client: Client;
let identityKey: unknown;
beforeAll(async () => {
  engine = await startEngine('dynalite');
  const db = await testDb(engine);
  ({ identityKey } = db);
  await upsertCustomer(db, { by: { email: 'ann@shop.example' }, displayName: 'Ann' });
  client = await clientOf(db);
});
afterAll(() => engine.stop());

describe('an identity is read and hashed once', () => {
  it.each([
    ['named once', '{ a: customer(by: {email: "ann@shop.example"}) { displayName } }', ['a']],
    [
      'named in two spellings',
      '{ a: customer(by: {email: "ann@shop.example"}) { displayName } b: customer(by: {email: " ANN@shop.example"}) { displayName } }',
      ['a', 'b'],
    ],
  ])('in a query in which a customer is %s', async (_, query, answers) => {
    vi.mocked(createHmac).mockClear();
    const data = await client.data(query);
    expect(answers.map((name) => data[name].displayName)).toEqual(answers.map(() => 'Ann'));
    // Requests are signed with others.
    const byIdentityKey = vi.mocked(createHmac).mock.calls.filter(([, key]) => key === identityKey);
    expect(byIdentityKey).toHaveLength(1);
  });
});
