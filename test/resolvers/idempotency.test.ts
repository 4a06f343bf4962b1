import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from './client.ts';
import type { RequestContext } from '../../resolvers/serve/context.ts';
import { idempotent } from '../../resolvers/serve/idempotency.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';

describe('an idempotency key', () => {
  let engine: Engine;
  let context: RequestContext;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    context = { db: await testDb(engine), principal: EVERYTHING } as unknown as RequestContext;
  });
  afterAll(() => engine.stop());

  let calls = 0;
  const call = (input: { idempotencyKey: string } & Record<string, unknown>, mutation = 'ordersIngest') =>
    idempotent(context, mutation, input, async () => ({ call: ++calls }));

  it('means the same request whatever the order of its fields, at every depth', async () => {
    const first = await call({
      idempotencyKey: 'order-of-fields',
      orders: [{ id: '1', by: { email: 'a@x.org', source: 'shop' } }],
      note: 'n',
    });
    const again = await call({
      note: 'n',
      orders: [{ by: { source: 'shop', email: 'a@x.org' }, id: '1' }],
      idempotencyKey: 'order-of-fields',
    });
    expect(again).toEqual(first);
  });

  it('is refused for another request: another value, another order of a list, one field more', async () => {
    await call({ idempotencyKey: 'reused', list: ['a', 'b'], none: null });
    for (const other of [
      { list: ['a', 'c'], none: null },
      { list: ['b', 'a'], none: null },
      { list: ['a', 'b'], none: 0 },
      { list: ['a', 'b'], none: null, more: 1 },
    ])
      await expect(call({ idempotencyKey: 'reused', ...other })).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
  });

  it('of one mutation is none of another', async () => {
    const first = await call({ idempotencyKey: 'shared', a: 1 });
    expect(await call({ idempotencyKey: 'shared', a: 1 }, 'tiesIngest')).not.toEqual(first);
  });

  it.each(['', '  ', 'k'.repeat(201)])('%j is refused at its field, and nothing is done', async (idempotencyKey) => {
    const before = calls;
    await expect(call({ idempotencyKey })).rejects.toMatchObject({ field: ['idempotencyKey'] });
    expect(calls).toBe(before);
  });

  it('of 200 characters is still one', async () => {
    expect(await call({ idempotencyKey: 'k'.repeat(200) })).toEqual({ call: calls });
  });
});
