import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { PurchaseLog } from '../../../domain/clv/history/log.ts';

const data = path.resolve(import.meta.dirname, '../../../../shared/data');
export const goldenPath = path.join(data, 'clv_golden.json');
export const cdnowPath = path.join(data, 'cdnow_sample.csv');
export const onlineRetailPath = path.join(data, 'online_retail_ii_lines.csv.gz');
export const hasCdnow = existsSync(cdnowPath);
export const hasOnlineRetail = existsSync(onlineRetailPath);

export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** Builds a purchase log from (customer, day, amount) rows in any order. */
export const logOf = (rows: Iterable<readonly [string, number, number]>): PurchaseLog => {
  const byCustomer = new Map<string, Map<number, number>>();
  for (const [customer, day, amount] of rows) {
    const days = byCustomer.get(customer) ?? new Map<number, number>();
    byCustomer.set(customer, days.set(day, (days.get(day) ?? 0) + amount));
  }
  const offsets = [0];
  const day: number[] = [];
  const marginMinor: number[] = [];
  for (const customer of [...byCustomer.keys()].sort()) {
    for (const [at, amount] of [...byCustomer.get(customer)!].sort(([a], [b]) => a - b)) {
      day.push(at);
      marginMinor.push(amount);
    }
    offsets.push(day.length);
  }
  return {
    count: offsets.length - 1,
    offsets: Int32Array.from(offsets),
    day: Int32Array.from(day),
    marginMinor: Float64Array.from(marginMinor),
  };
};

const linesOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/** CDNOW 1/10 sample: amounts in dollars, so that the literature's Gamma-Gamma parameters can be compared. */
export const cdnowLog = () => {
  const rows = linesOf(readFileSync(cdnowPath, 'utf8')).map(
    (cells) => [cells[1]!, dayNumber(cells[2]!), Number(cells[4])] as const,
  );
  const log = logOf(rows);
  const repeatSpend = (endDate: string) => {
    const end = dayNumber(endDate);
    const repeats = new Float64Array(log.count);
    const meanSpend = new Float64Array(log.count);
    for (let i = 0; i < log.count; i++) {
      for (let k = log.offsets[i]! + 1; k < log.offsets[i + 1]! && log.day[k]! <= end; k++) {
        repeats[i]!++;
        meanSpend[i]! += log.marginMinor[k]!;
      }
      if (repeats[i]! > 0) meanSpend[i]! /= repeats[i]!;
    }
    return { repeats, meanSpend };
  };
  return { log, repeatSpend };
};

/** Online Retail II by customer and day, amounts in pennies. */
export const onlineRetailLog = (): PurchaseLog =>
  logOf(
    linesOf(gunzipSync(readFileSync(onlineRetailPath)).toString()).map(
      (cells) => [cells[2]!, dayNumber(cells[1]!.slice(0, 10)), Number(cells[4]) * Number(cells[5]) * 100] as const,
    ),
  );
