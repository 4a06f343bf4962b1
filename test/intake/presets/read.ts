import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minorDigitsOf } from '../../../intake/decimal.ts';
import { inspectFile } from '../../../intake/inspect.ts';
import type { ImportRequest } from '../../../intake/inspect.ts';
import { readOrderFile } from '../../../intake/order-file.ts';
import { orderRow } from '../../../intake/order-rows.ts';
import { DAY_MS } from '../../../domain/time/time.ts';

/** Files to read, in a directory of their own. */
export function newExports() {
  const directory = mkdtempSync(join(tmpdir(), 'kring-presets-'));
  let count = 0;
  return {
    remove: () => rmSync(directory, { recursive: true, force: true }),
    /** Reads orders as an import does, up to the table. */
    async orders(content: string | Buffer, currency = 'EUR', request: Partial<ImportRequest> = {}) {
      const path = join(directory, `${(count += 1)}.export`);
      writeFileSync(path, content);
      const found = await inspectFile({ kind: 'orders', path, ...request });
      const rejected: string[] = [];
      const told: string[] = [];
      const { fields, map, constants, reading, file, source } = found;
      const { count: orders, orders: all } = await readOrderFile(
        {
          path,
          fields,
          map,
          constants,
          reading,
          schema: orderRow({
            currency,
            minorDigits: minorDigitsOf(currency),
            dateFormat: 'iso',
            latest: Date.now() + DAY_MS,
            ...(request.minorUnits === true ? { minorUnits: true } : {}),
          }),
          ...file,
        },
        source,
        {
          bad: (faults) => rejected.push(...faults.map(({ row, field, reason }) => `${row} ${field} ${reason}`)),
          note: ({ row, field, reason }) => told.push(`${row} ${field} ${reason}`),
        },
      );
      const read = all(0, orders);
      const totals: Record<string, number> = {};
      for (const { customer, order } of read) {
        totals[customer] ??= 0;
        if (order.cancelledAt === undefined) for (const { netMinor } of order.lines) totals[customer] += netMinor;
      }
      return { found, read, rejected, told, totals, sum: Object.values(totals).reduce((a, b) => a + b, 0) };
    },
  };
}

/** A CSV file of these columns. */
export const csv = (header: readonly string[], rows: readonly Readonly<Record<string, string | number>>[]): string =>
  [header, ...rows.map((row) => header.map((column) => String(row[column] ?? '')))]
    .map((cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\n');
