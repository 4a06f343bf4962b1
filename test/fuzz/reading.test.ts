import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { VisibleError } from '../../domain/errors.ts';
import { newExports } from '../intake/presets/read.ts';
import { fileOf } from './reading-files.ts';
import type { WrittenFile } from './reading-files.ts';

/** Files to read. `npm run fuzz` reads ten thousand; `FUZZ_FILES=1 FUZZ_FROM=4711` reads the one of that seed again. */
const FILES = Number(process.env['FUZZ_FILES'] ?? 500);
const FROM = Number(process.env['FUZZ_FROM'] ?? 1);

const exports = newExports();
afterAll(() => exports.remove());

/** Every code that docs/errors.md explains. */
const CODES = new Set(
  [...readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(
    ([, code]) => code!,
  ),
);

/** A number as a fraction of a power of ten. */
interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/**
 * What a cell says, by rules of its own: groups of three digits are thousands, the last mark is the decimal one, and what may be
 * either is what the run was told. null: no number.
 */
function exactOf(cell: string, mark: '.' | ','): Exact | null {
  const text = cell.replaceAll(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '');
  const [, sign, body] = /^([+-]?)([\d.,]+)$/.exec(text) ?? [];
  if (body === undefined || !/\d/.test(body)) return null;
  const marks = [...body].filter((one) => one === '.' || one === ',');
  const kinds = new Set(marks);
  let decimal: string | null = null;
  if (kinds.size === 2) decimal = marks.at(-1)!;
  else if (marks.length === 1) decimal = /^[1-9]\d{0,2}[.,]\d{3}$/.test(body) ? mark : marks[0]!;
  const at = decimal === null ? -1 : body.lastIndexOf(decimal);
  const [whole, part] = at < 0 ? [body, ''] : [body.slice(0, at), body.slice(at + 1)];
  if (/[.,]/.test(part)) return null;
  if (/[.,]/.test(whole) && !/^[1-9]\d{0,2}([.,]\d{3})+$/.test(whole)) return null;
  const digits = BigInt((whole + part).replaceAll(/[.,]/g, ''));
  return { digits: sign === '-' ? -digits : digits, scale: part.length };
}

/** Cents, half to even. */
function centsOf({ digits, scale }: Exact): bigint {
  if (scale <= 2) return digits * 10n ** BigInt(2 - scale);
  const unit = 10n ** BigInt(scale - 2);
  const size = digits < 0n ? -digits : digits;
  const [whole, rest] = [size / unit, size % unit];
  const up = 2n * rest > unit || (2n * rest === unit && whole % 2n === 1n);
  return (up ? whole + 1n : whole) * (digits < 0n ? -1n : 1n);
}

const EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
type Marks = (column: string) => '.' | ',' | null;

/** What separates decimals in a column: what its cells show by themselves, where they agree, else what the run was told. */
const marksOf =
  (rows: Iterable<Readonly<Record<string, string>>>, chosen: '.' | ','): Marks =>
  (column) => {
    const shown = new Set<string>();
    for (const row of rows) {
      const cell = (row[column] ?? '').replaceAll(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '');
      if (!EITHER.test(cell) && exactOf(cell, chosen) !== null) {
        const marks = [...cell].filter((one) => one === '.' || one === ',');
        if (marks.length === 0) continue;
        // Several of one kind group thousands, so the other one is the decimal mark.
        const only = new Set(marks).size === 1 && marks.length > 1;
        shown.add(only ? (marks[0] === '.' ? ',' : '.') : marks.at(-1)!);
      }
    }
    return shown.size === 1 ? ([...shown][0] as '.' | ',') : chosen;
  };

/** What a row comes to; null where its numbers are none. */
function worthOf(row: Readonly<Record<string, string>>, marks: Marks): bigint | null {
  const number = (column: string): Exact | null => {
    const cell = row[column] ?? '';
    const mark = marks(column);
    return mark === null ? null : exactOf(cell, mark);
  };
  if (row['price'] === undefined) {
    const amount = number('amount');
    return amount && centsOf(amount);
  }
  const [price, quantity] = [number('price'), number('quantity')];
  return price === null || quantity === null
    ? null
    : centsOf({ digits: price.digits * quantity.digits, scale: price.scale + quantity.scale });
}

/** The cells of a line by RFC 4180; null for one that is not whole by it. */
function cellsOf(line: string, { delimiter, header }: WrittenFile): Record<string, string> | null {
  const cells: string[] = [];
  for (let rest: string | null = line.replace(/\r$/, ''); rest !== null;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const end = quoted?.[0].length ?? (rest.indexOf(delimiter) < 0 ? rest.length : rest.indexOf(delimiter));
    cells.push(quoted === null ? rest.slice(0, end) : quoted[1]!.replaceAll('""', '"'));
    if (cells.at(-1)!.includes('"') && quoted === null) return null;
    rest = rest.slice(end);
    if (rest !== '' && !rest.startsWith(delimiter)) return null;
    rest = rest === '' ? null : rest.slice(delimiter.length);
  }
  return cells.length === header.length
    ? Object.fromEntries(header.map((column, index) => [column, cells[index]!]))
    : null;
}

/** What became of a file, and every way in which that is wrong. */
async function faultsOf(seed: number): Promise<{ readonly end: string; readonly faults: readonly string[] }> {
  const file = fileOf(seed);
  const mark = seed % 2 === 0 ? '.' : ',';
  let result;
  try {
    result = await exports.orders(file.bytes, 'EUR', {
      acceptIds: true,
      ...(mark === '.' ? { decimalPoint: true } : { decimalComma: true }),
    });
  } catch (error) {
    if (error instanceof VisibleError && CODES.has(error.code)) return { end: error.code, faults: [] };
    return { end: 'THROWN', faults: [`seed ${seed}: ${String(error)}`] };
  }
  const { read, rejected, told, found } = result;
  const faults: string[] = [];
  const kept = new Map(read.flatMap(({ order, rows }) => rows.map((row) => [row, order.id] as const)));
  const spoken = new Set([...rejected, ...told].map((line) => Number(line.split(' ')[0])));
  if (file.rows !== null)
    for (const [row, cells] of file.rows)
      if (Object.values(cells).some((cell) => cell.trim() !== '') && !kept.has(row) && !spoken.has(row))
        faults.push(`seed ${seed}: row ${row} is gone without a word`);
  for (const line of rejected) if (line.split(' ').length < 4) faults.push(`seed ${seed}: no reason in "${line}"`);
  // Columns by another name, or of a header that was damaged, are none of this account's business.
  const isHeader = file.rows !== null || file.header.every((name) => found.header.includes(name));
  if (!isHeader) return { end: 'READ', faults };
  // Which rows of a damaged file its columns are made of is not known here.
  const marks = file.rows === null ? null : marksOf([...file.rows.values()], mark);
  for (const { order, rows } of read) {
    let worth = 0n;
    for (const row of rows) {
      const cells = file.rows?.get(row) ?? cellsOf(file.lines[row - 1] ?? '', file);
      const either =
        cells !== null &&
        [cells['amount'], cells['price'], cells['quantity']].some((cell) => EITHER.test((cell ?? '').trim()));
      if (marks === null && either) return { end: 'READ', faults };
      const one = cells && worthOf(cells, marks ?? (() => mark));
      if (one === null && file.rows === null) return { end: 'READ', faults };
      if (one === null) faults.push(`seed ${seed}: row ${row} was taken, and holds no number`);
      worth += one ?? 0n;
    }
    const sum = order.lines.reduce((total, { netMinor }) => total + BigInt(netMinor), 0n);
    if (sum !== worth) faults.push(`seed ${seed}: order ${order.id} is ${sum}, its rows come to ${worth}`);
  }
  return { end: read.length === 0 ? 'NOTHING' : 'READ', faults };
}

describe('hostile files of orders', () => {
  it(`are never silently wrong: ${FILES} of them`, async () => {
    const ends: Record<string, number> = {};
    const wrong: string[] = [];
    for (let seed = FROM; seed < FROM + FILES; seed++) {
      const { end, faults } = await faultsOf(seed);
      ends[end] = (ends[end] ?? 0) + 1;
      wrong.push(...faults);
    }
    if (process.env['FUZZ_FILES'] !== undefined) console.log(ends);
    expect(wrong).toEqual([]);
    // The account means something only where files are read, and some are refused.
    if (FILES >= 100) expect([(ends['READ'] ?? 0) > FILES / 2, Object.keys(ends).length > 4]).toEqual([true, true]);
  }, 600_000);
});
