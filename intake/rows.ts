import { locateFields } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readRecords } from './csv/read.ts';
import type { CsvShape } from './csv/read.ts';
import type { ToldRow } from './formats/batch.ts';
import { readCell, UNDECIDED } from './columns.ts';
import type { ColumnKind, ColumnReading } from './columns.ts';
import type { DecimalMark } from './decimal.ts';
import type { RejectedRow } from './rejects.ts';

/** One rule a row breaks. */
export interface RowIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What checks the cells of a row: a zod schema, or whatever answers like one. An empty cell is absent. */
export interface RowSchema<T> {
  safeParse(
    cells: Readonly<Record<string, string>>,
  ):
    | { readonly success: true; readonly data: T; readonly error?: undefined }
    | { readonly success: false; readonly error: { readonly issues: readonly RowIssue[] } };
}

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
  readonly schema: RowSchema<T>;
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

/** Reads and checks a file row by row, as a stream. Throws as readRecords does, and as locateFields. */
export async function* checkedRows<F extends string, T>(source: RowSource<F, T>): AsyncGenerator<RowBatch<F, T>> {
  const { path, delimiter, shape, schema } = source;
  let columns: readonly Column[] | null = null;
  for await (const batch of readRecords(path, {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(shape === undefined ? {} : { shape }),
  })) {
    columns ??= columnsOf(batch.header, source);
    const good: GoodRow<T>[] = [];
    const bad: BadRow<F>[] = [];
    for (const { row, field = '', reason, excerpt, recovered } of batch.damaged) {
      const { cells } = cellsOf(columns, recovered);
      // A text with replacement characters is no more what stood there.
      const whole = Object.entries(cells).filter(([, cell]) => cell !== '' && !cell.includes('\uFFFD'));
      bad.push({
        row,
        faults: [{ row, field, reason, value: excerpt }],
        recovered: recoveredBy<F>(Object.fromEntries(whole)),
      });
    }
    for (const { row, fields } of batch.records) {
      const { cells, undecided } = cellsOf(columns, fields, source.constants);
      const checked = schema.safeParse(cells);
      if (checked.success && undecided === null) {
        good.push({ row, value: checked.data });
        continue;
      }
      const found = columns;
      const fault = (field: string, reason: string): RejectedRow => ({
        row,
        field,
        reason,
        value: fields[found.find((column) => column.field === field)?.at ?? -1]?.trim() ?? '',
      });
      const broken = (checked.error?.issues ?? [])
        .map((issue) => fault(String(issue.path[0] ?? ''), issue.message))
        .filter(({ field }) => undecided?.includes(field) !== true);
      bad.push({
        row,
        faults: [...broken, ...(undecided ?? []).map((field) => fault(field, UNDECIDED))],
        recovered: recoveredBy<F>(cells),
      });
    }
    yield { good, bad, told: batch.told, bytesRead: batch.bytesRead, totalBytes: batch.totalBytes };
  }
}

/** Where a field stands and how it is read. */
interface Column {
  readonly field: string;
  readonly at: number;
  readonly kind: ColumnKind | undefined;
  readonly mark: DecimalMark | null | undefined;
}

const columnsOf = <F extends string, T>(
  header: readonly string[],
  { fields, map, reading = AS_THEY_STAND }: RowSource<F, T>,
): readonly Column[] =>
  Object.entries<number>(locateFields(header, fields, map))
    .filter(([, at]) => at >= 0)
    .map(([field, at]) => ({ field, at, kind: reading.kinds[field], mark: reading.marks[field] }));

/** The cells of a row by field, without those that are empty and that no constant fills. */
function cellsOf(
  columns: readonly Column[],
  fields: readonly string[],
  constants: Readonly<Record<string, string>> = {},
): { cells: Record<string, string>; undecided: string[] | null } {
  const cells: Record<string, string> = {};
  let undecided: string[] | null = null;
  for (const field in constants) if (constants[field] !== '') cells[field] = constants[field]!;
  for (const { field, at, kind, mark } of columns) {
    const text = fields[at]?.trim() ?? '';
    if (text === '') continue;
    const read = readCell(text, kind, mark);
    if (read === null) (undecided ??= []).push(field);
    else if (read !== '') cells[field] = read;
  }
  return { cells, undecided };
}

const AS_THEY_STAND: ColumnReading = { kinds: {}, marks: {} };
const recoveredBy = <F extends string>(cells: Readonly<Record<string, string>>): BadRow<F>['recovered'] =>
  cells as BadRow<F>['recovered'];
