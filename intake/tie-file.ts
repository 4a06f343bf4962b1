import { VisibleError } from '../domain/errors.ts';
import type { Arcs } from '../domain/graph/kernel/csr.ts';
import { DAY_MS } from '../domain/time/time.ts';
import { readCsv } from './csv/read.ts';
import type { CsvBatch } from './csv/read.ts';
import type { FieldColumns } from './csv/columns.ts';
import { exampleOf, parseInstant } from './instants.ts';
import type { DateFormat } from './instants.ts';

/** Names become node numbers in the order they are first seen. */
export interface NodeNames {
  readonly ids: string[];
  numberOf(id: string): number;
}

export function nodeNames(): NodeNames {
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  return {
    ids,
    numberOf(id) {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      numbers.set(id, ids.length);
      return ids.push(id) - 1;
    },
  };
}

/** Rows that were left out: how many, and the first few for the screen. */
export interface SkippedRows {
  count: number;
  readonly first: string[];
}

export interface TieFileOptions {
  readonly from?: string;
  readonly to?: string;
  readonly weight?: string;
  /** Column of dates; without it ties do not age. */
  readonly at?: string;
  readonly dateFormat: DateFormat;
  /** Days after which a dated tie counts half, up to the latest tie of the file. */
  readonly halfLifeDays: number;
}

/** Without an own name the usual column names of followers and followed are understood. */
const TIE_COLUMNS = {
  from: { columns: ['from', 'follower', 'source', 'truster'], required: true },
  to: { columns: ['to', 'followed', 'target', 'trustee'], required: true },
  weight: { columns: ['weight'], required: false },
  at: { columns: [], required: false },
} as const satisfies FieldColumns<string>;

const VALUE_COLUMNS = {
  id: { columns: ['id', 'customer', 'customerid', 'node', 'user'], required: true },
  value: { columns: ['value', 'clv', 'margin', 'v'], required: true },
} as const satisfies FieldColumns<string>;

/**
 * Reads ties, plain or gzip. A row that cannot be a tie is left out and counted.
 *
 * @throws VisibleError NO_TIES when no row is left, and what `readCsv` throws
 */
export async function readTies(
  path: string,
  names: NodeNames,
  options: TieFileOptions,
  skipped: SkippedRows,
): Promise<Omit<Arcs, 'nodeCount'>> {
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  const atMs: number[] = [];
  let latest = -Infinity;
  let anyWeight = false;
  const map = chosenColumns(options);
  for await (const { rows, rejects } of readRows(
    path,
    TIE_COLUMNS,
    'Say which column it is with --from, --to, --weight or --at.',
    map,
  )) {
    for (const { row, reason } of rejects) skip(skipped, path, row, reason);
    for (const { row, values } of rows) {
      const strength = values.weight === '' ? 1 : plainNumber(values.weight);
      const at = values.at === '' ? null : parseInstant(values.at, options.dateFormat);
      if (values.from === '' || values.to === '') skip(skipped, path, row, 'a tie needs two ends');
      else if (values.from === values.to) skip(skipped, path, row, 'a tie needs two different ends');
      else if (!(strength >= 0)) skip(skipped, path, row, `the weight "${values.weight}" is not a number from 0`);
      else if (options.at !== undefined && at === null)
        skip(
          skipped,
          path,
          row,
          `"${values.at}" is not a date as ${options.dateFormat}, for example ${exampleOf(options.dateFormat)}`,
        );
      else {
        from.push(names.numberOf(values.from));
        to.push(names.numberOf(values.to));
        weight.push(strength);
        anyWeight ||= strength !== 1;
        if (at !== null) {
          atMs.push(at);
          latest = Math.max(latest, at);
        }
      }
    }
  }
  if (from.length === 0)
    throw new VisibleError('NO_TIES', `${path} has no row that is a tie. ${skipped.first[0] ?? ''}`.trim());
  if (options.at !== undefined) {
    anyWeight = true;
    for (let a = 0; a < weight.length; a++) weight[a]! *= 2 ** ((atMs[a]! - latest) / DAY_MS / options.halfLifeDays);
  }
  return {
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    ...(anyWeight ? { weight: Float64Array.from(weight) } : {}),
  };
}

/** Reads a value per id; an id without ties becomes a node of its own, so that the total is the total of the file. */
export async function readValues(path: string, names: NodeNames, skipped: SkippedRows): Promise<Map<number, number>> {
  const values = new Map<number, number>();
  for await (const batch of readRows(path, VALUE_COLUMNS, 'A file of values has a column "id" and a column "value".')) {
    for (const { row, reason } of batch.rejects) skip(skipped, path, row, reason);
    for (const { row, values: cells } of batch.rows) {
      const value = plainNumber(cells.value);
      if (cells.id === '') skip(skipped, path, row, 'the id is missing');
      else if (Number.isNaN(value))
        skip(skipped, path, row, `the value "${cells.value}" is not a plain number, for example 1234.50`);
      else if (values.has(names.numberOf(cells.id))) skip(skipped, path, row, `"${cells.id}" has a value already`);
      else values.set(names.numberOf(cells.id), value);
    }
  }
  return values;
}

/** `readCsv`, with the way out of a missing column that this command has. */
async function* readRows<F extends string>(
  path: string,
  fields: FieldColumns<F>,
  wayOut: string,
  map: Record<string, string> = {},
): AsyncGenerator<CsvBatch<F>> {
  try {
    yield* readCsv(path, { fields, map });
  } catch (error) {
    if (!(error instanceof VisibleError && error.code === 'MISSING_COLUMN')) throw error;
    const { missing, header } = error.details as { missing: string[]; header: string[] };
    const found = header.map((name) => `"${name}"`).join(', ');
    throw new VisibleError(
      error.code,
      `${path} has no column for ${missing.join(', ')}; the columns found are: ${found}. ${wayOut}`,
      { cause: error },
    );
  }
}

function chosenColumns({ from, to, weight, at }: TieFileOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ from, to, weight, at }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** NaN for anything but a finite number in plain notation. */
function plainNumber(text: string): number {
  const value = PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

const SHOWN = 5;

function skip(skipped: SkippedRows, path: string, row: number, reason: string): void {
  skipped.count++;
  if (skipped.first.length < SHOWN) skipped.first.push(`${path} line ${row}: ${reason}.`);
}
