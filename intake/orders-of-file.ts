import type { Order } from '../domain/events.ts';
import { minorDigitsOf } from './decimal.ts';
import { newOrderAssembly } from './order-lines.ts';
import { orderRow } from './order-rows.ts';
import { fieldsFor } from './prepare.ts';
import { PRESETS } from './presets.ts';
import { checkedRows } from './rows.ts';

/** The good orders of a well-known file by customer, exactly as an import would write them, without a database. */
export async function ordersOfFile(path: string, presetName: string): Promise<Map<string, Order[]>> {
  const preset = PRESETS.find(({ name }) => name === presetName)!;
  const { map, constants } = preset.kinds.orders!;
  const currency = preset.currency!;
  const notation = {
    currency,
    minorDigits: minorDigitsOf(currency),
    decimalComma: false,
    dateFormat: 'iso' as const,
    latest: Number.MAX_SAFE_INTEGER,
  };
  const assembly = newOrderAssembly(preset.source);
  for await (const { good } of checkedRows({
    path,
    fields: fieldsFor('orders', constants),
    map,
    constants,
    schema: orderRow(notation),
  })) {
    for (const { row, value } of good) assembly.add(row, value);
  }
  const { count, orders } = assembly.finish();
  const byCustomer = new Map<string, Order[]>();
  for (const { customer, order } of orders(0, count)) {
    const own = byCustomer.get(customer);
    if (own === undefined) byCustomer.set(customer, [order]);
    else own.push(order);
  }
  return byCustomer;
}
