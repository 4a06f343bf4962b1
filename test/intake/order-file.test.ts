import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { orderColumns, orderConstants, readOrderFile } from '../../intake/order-file.ts';
import { readRow, rowText } from '../../intake/order-text.ts';
import { orderRow } from '../../intake/order-rows.ts';
import type { OrderRow } from '../../intake/order-rows.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-order-file-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const HEADER = ['order id', 'customer', 'date', 'sku', 'amount', 'status', 'refunded', 'display name'];

async function read(rows: readonly (readonly string[])[], memoryBytes?: number) {
  const path = join(directory, 'orders.csv');
  writeFileSync(path, [HEADER, ...rows].map((row) => row.join(',')).join('\n'));
  const fields = orderColumns(HEADER, {}, {}, 'ACCOUNTS');
  const notation = { currency: 'EUR', minorDigits: 2, dateFormat: 'iso' as const, latest: Number.MAX_SAFE_INTEGER };
  const source = {
    path,
    fields,
    map: {},
    constants: orderConstants(fields, {}, 'ACCOUNTS'),
    schema: orderRow(notation),
  };
  const told: string[] = [];
  const file = await readOrderFile(
    source,
    'shop',
    {
      bad: (faults) => void told.push(...faults.map(({ row, field, reason }) => `bad ${row} ${field} ${reason}`)),
      note: ({ row, field, reason }) => void told.push(`note ${row} ${field} ${reason}`),
    },
    { directory, ...(memoryBytes === undefined ? {} : { memoryBytes }) },
  );
  const orders = [...file.orders()];
  file.close();
  return { orders, told, rows: file.rows, count: file.count, totalMinor: file.totalMinor };
}

const anyRow = fc
  .tuple(
    fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5', 'o6'),
    fc.constantFrom('ann', 'ann', 'ann', 'bob'),
    fc.constantFrom('2024-01-02', '2024-01-03', 'soon'),
    fc.constantFrom('tea', 'milk', 'café'),
    fc.constantFrom('5.00', '2.50', '-1.00', '0', 'x'),
    fc.constantFrom('paid', '', 'cancelled', 'refunded', 'pending'),
    fc.constantFrom('', '', '1.00', '9.99'),
    fc.constantFrom('', 'Ann', 'Ann B'),
  )
  .map((row) => [...row]);

describe('a file of orders', () => {
  it('is read alike in memory and beside it: orders, totals, refusals and notes in their sequence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 60 }), async (rows) => {
        expect(await read(rows, 300)).toEqual(await read(rows));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the orders of a customer together, the one that names them first, and tells refusals as they stand in the file', async () => {
    const { orders, told, rows } = await read([
      ['o9', 'ann', '2024-01-02', 'tea', '5.00', '', '', ''],
      ['o1', 'bob', '2024-01-02', 'tea', '5.00', '', '', 'Bob'],
      ['o5', 'ann', '2024-01-02', 'tea', '5.00', '', '', 'Ann'],
      ['o1', 'cy', '2024-01-02', 'tea', '7.00', '', '', ''],
      ['o2', 'ann', '2024-01-02', 'tea', '5.00', '', '', 'Anna'],
      ['o9', 'ann', '2024-01-01', 'milk', '1.00', '', '', ''],
      ['o3', 'ann', '2024-01-01', 'milk', 'x', '', '', ''],
      ['o3', 'ann', '2024-01-01', 'milk', '1.00', '', '', ''],
    ]);
    expect(orders.map(({ customer, order, displayName }) => [customer, order.id, displayName])).toEqual([
      ['ann', 'o5', 'Ann'],
      ['ann', 'o2', 'Anna'],
      ['ann', 'o9', null],
    ]);
    expect(orders[2]).toMatchObject({
      rows: [2, 7],
      order: { occurredAt: Date.UTC(2024, 0, 1) },
    });
    expect(rows).toBe(4);
    expect(told.map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'bad 8 amount',
      'bad 5 customer',
      'bad 3 orderId',
      'bad 9 orderId',
    ]);
  });
});

describe('an order row as a text', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((value) => value.replaceAll(/\p{Cc}/gu, '') || 'x');
  const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
  const row: fc.Arbitrary<OrderRow> = fc.record({
    orderId: text,
    customer: text,
    placedAt: fc.nat(),
    line: orNull(
      fc.record(
        {
          sku: text,
          group: text,
          quantity: fc.constantFrom(1, -2, 0.25, 1e9),
          netMinor: fc.integer({ min: -1e12, max: 1e12 }),
          costMinor: fc.integer(),
          lineKind: fc.constantFrom('PRODUCT' as const, 'SERVICE' as const),
          returnOf: text,
        },
        { requiredKeys: ['sku', 'group', 'quantity', 'netMinor', 'lineKind'] },
      ),
    ),
    status: orNull(fc.constantFrom('PAID' as const, 'REFUNDED' as const)),
    cancelledAt: orNull(fc.nat()),
    refundedMinor: fc.nat(),
    refundedAt: orNull(fc.nat()),
    promotion: fc.boolean(),
    channel: orNull(text),
    displayName: orNull(text),
    email: orNull(text),
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.nat(), row, (number, value) => {
        expect(readRow(rowText(number, value))).toEqual({ row: number, value });
      }),
    );
  });
});
