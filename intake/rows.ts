import type * as z from 'zod';
import type { FieldColumns } from './csv/columns.ts';
import { readCsv } from './csv/read.ts';
import type { CsvShape, ToldRow } from './csv/read.ts';
import { filledIn } from './cells.ts';
import { readCells, UNDECIDED } from './columns.ts';
import type { ColumnReading } from './columns.ts';
import type { RejectedRow } from './rejects.ts';

/** Where the rows of an import come from. */
export interface RowSource<F extends string, T> {
  readonly path: string;
  readonly fields: FieldColumns<F>;
  readonly map: Readonly<Record<string, string>>;
  /** field → value where the cell is empty or the column absent. */
  readonly constants: Readonly<Record<string, string>>;
  readonly delimiter?: string;
  /** How ids and numbers are read; as they stand by default. */
  readonly reading?: ColumnReading;
  readonly shape?: CsvShape;
  readonly schema: z.ZodType<T>;
}

export interface GoodRow<T> {
  readonly row: number;
  readonly value: T;
}
export interface BadRow<F extends string> {
  readonly row: number;
  /** One per rule broken. */
  readonly faults: readonly RejectedRow[];
  /** What could be read of it. */
  readonly recovered: Partial<Readonly<Record<F, string>>>;
}
export interface RowBatch<F extends string, T> {
  readonly good: readonly GoodRow<T>[];
  readonly bad: readonly BadRow<F>[];
  /** Rows that were left out before they were read, and why. */
  readonly told: readonly ToldRow[];
  readonly bytesRead: number;
  readonly totalBytes: number;
}

/** Reads and checks a file row by row, as a stream. Throws as readCsv does. */
export async function* checkedRows<F extends string, T>(source: RowSource<F, T>): AsyncGenerator<RowBatch<F, T>> {
  const { path, fields, map, delimiter, shape, schema, reading = AS_THEY_STAND } = source;
  const constants = Object.fromEntries(Object.entries(source.constants).filter(([, value]) => value !== ''));
  for await (const batch of readCsv<F>(path, {
    fields,
    map,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(shape === undefined ? {} : { shape }),
  })) {
    const good: GoodRow<T>[] = [];
    const bad: BadRow<F>[] = batch.rejects.map(({ row, field, reason, excerpt, recovered }) => ({
      row,
      faults: [{ row, field, reason, value: excerpt }],
      recovered: recoveredBy<F>(readCells(recovered as Record<string, string>, reading).values),
    }));
    for (const { row, values } of batch.rows) {
      const { values: cells, undecided } = readCells(values, reading);
      const checked = schema.safeParse(filledIn(cells, constants));
      if (checked.success && undecided.length === 0) {
        good.push({ row, value: checked.data });
        continue;
      }
      const fault = (field: string, reason: string): RejectedRow => ({
        row,
        field,
        reason,
        value: (values as Record<string, string>)[field] ?? '',
      });
      const broken = (checked.error?.issues ?? [])
        .map((issue) => fault(String(issue.path[0] ?? ''), issue.message))
        .filter(({ field }) => !undecided.includes(field));
      bad.push({
        row,
        faults: [...broken, ...undecided.map((field) => fault(field, UNDECIDED))],
        recovered: recoveredBy<F>(cells),
      });
    }
    yield { good, bad, told: batch.told, bytesRead: batch.bytesRead, totalBytes: batch.totalBytes };
  }
}

const AS_THEY_STAND: ColumnReading = { kinds: {}, marks: {} };
const recoveredBy = <F extends string>(cells: Readonly<Record<string, string>>): BadRow<F>['recovered'] =>
  cells as BadRow<F>['recovered'];
