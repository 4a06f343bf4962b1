import type { Order } from '../domain/events.ts';
import { minorDigitsOf } from './decimal.ts';
import { readHeader } from './csv/read.ts';
import { orderColumns, orderConstants, readOrderFile } from './order-file.ts';
import { orderRow } from './order-rows.ts';
import { PRESETS } from './presets.ts';

/** How to read a file of orders. */
export interface OrderReading {
  readonly source: string;
  readonly currency: string;
  readonly map: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
}

function readingOf(presetName: string): OrderReading {
  const { source, currency, kinds } = PRESETS.find(({ name }) => name === presetName)!;
  return { source, currency: currency!, map: kinds.orders!.map ?? {}, constants: kinds.orders!.constants ?? {} };
}

/** The good orders of a file by customer, exactly as an import would write them, without a database. @param how a preset's name, or how to read the file */
export async function ordersOfFile(path: string, how: string | OrderReading): Promise<Map<string, Order[]>> {
  const { source, currency, map, constants } = typeof how === 'string' ? readingOf(how) : how;
  const notation = {
    currency,
    minorDigits: minorDigitsOf(currency),
    decimalComma: false,
    dateFormat: 'iso' as const,
    latest: Number.MAX_SAFE_INTEGER,
  };
  const fields = orderColumns(await readHeader(path), map, constants, 'ACCOUNTS');
  const rows = {
    path,
    fields,
    map,
    constants: orderConstants(fields, constants, 'ACCOUNTS'),
    schema: orderRow(notation),
  };
  const { count, orders } = await readOrderFile(rows, source, { bad: () => {}, note: () => {} });
  const byCustomer = new Map<string, Order[]>();
  for (const { customer, order } of orders(0, count)) {
    const own = byCustomer.get(customer);
    if (own === undefined) byCustomer.set(customer, [order]);
    else own.push(order);
  }
  return byCustomer;
}
