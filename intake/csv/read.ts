import { isUtf8 } from 'node:buffer';
import { VisibleError } from '../../domain/errors.ts';
import type {
  CsvRecord,
  DamagedRecord,
  RecordBatch,
  RecordRewriter,
  RewrittenRecords,
  ToldRow,
} from '../formats/batch.ts';
import { emptyFile } from '../formats/bytes.ts';
import { encodingNotes, formOf, openText } from '../formats/form.ts';
import type { FileForm } from '../formats/form.ts';
import { jsonRecords } from '../formats/json.ts';
import { parquetRecords } from '../formats/parquet.ts';
import { xlsxRecords } from '../formats/xlsx.ts';
import { MAX_ROW_BYTES, peekHeader, unquoted } from './bytes.ts';
import { locateFields } from './columns.ts';
import type { FieldColumns } from './columns.ts';
import { fieldsOf, splitRecords } from './records.ts';
import type { RawRecord } from './records.ts';

export type { CsvRecord, RecordBatch } from '../formats/batch.ts';

/** How a text differs from CSV with a header line; nothing to the other formats but for `rewrite`. */
export interface CsvShape {
  /** Rewrites the bytes before they are read as CSV; must keep the number of lines. */
  readonly lines?: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
  /** Names of the columns of a file whose first line is a row already. */
  readonly header?: readonly string[];
  /** Turns the records into others, with other columns, whatever the format; called once for each time the file is read. */
  readonly rewrite?: (header: readonly string[]) => RecordRewriter;
}

export interface CsvOptions<F extends string> {
  readonly fields: FieldColumns<F>;
  /** Explicit choices, field → column name; see columns.ts. */
  readonly map?: Partial<Record<string, string>>;
  /** One ASCII character; guessed from the header among `,` `;` tab and `|` when absent. */
  readonly delimiter?: string;
  readonly maxRowBytes?: number;
  readonly shape?: CsvShape;
}

export type CsvValues<F extends string> = Readonly<Record<F, string>>;

/** One row that could be read. A field whose column the file does not have is the empty string. */
export interface CsvRow<F extends string> {
  /** Line number of the row's first line in the file (the header is line 1). */
  readonly row: number;
  readonly values: CsvValues<F>;
}

/** One row that could not be read, with as much of it as could be recovered. */
export interface CsvReject<F extends string> {
  readonly row: number;
  readonly code: DamagedRecord['code'];
  /** What of it cannot be read; empty: the row as a whole. */
  readonly field: string;
  readonly reason: string;
  readonly excerpt: string;
  /** The fields before the damage, for finding what the row belonged to. */
  readonly recovered: Partial<CsvValues<F>>;
}

export interface CsvBatch<F extends string> {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow<F>[];
  readonly rejects: readonly CsvReject<F>[];
  readonly told: readonly ToldRow[];
  /** Bytes of the file on disk consumed so far, of `totalBytes`. */
  readonly bytesRead: number;
  readonly totalBytes: number;
}

/**
 * Reads a file as a stream, whatever its format: CSV and its kin, NDJSON, JSON, Parquet, XLSX, plain or packed, told by the content. Memory
 * is flat whatever the size (XLSX aside, whose size is bounded); rows that cannot be read come back as rejects with where they stand. Rows
 * without any content are skipped.
 *
 * @throws VisibleError FILE_NOT_FOUND, EMPTY_FILE, WRONG_FORMAT, TOO_LARGE, DAMAGED_GZIP, DAMAGED_FILE, INVALID_UTF8 or BAD_HEADER (header),
 * CR_LINE_ENDS, MISSING_COLUMN
 * @example for await (const batch of readCsv('orders.csv', { fields: { id: { columns: ['order'], required: true } } })) …
 */
export async function* readCsv<F extends string>(path: string, options: CsvOptions<F>): AsyncGenerator<CsvBatch<F>> {
  let toValues: ((fields: readonly string[]) => CsvValues<F>) | null = null;
  for await (const { header, records, damaged, told, bytesRead, totalBytes } of readRecords(path, options)) {
    toValues ??= picker(locateFields(header, options.fields, options.map));
    const pick = toValues;
    yield {
      header,
      bytesRead,
      totalBytes,
      told,
      rows: records.map(({ row, fields }) => ({ row, values: pick(fields) })),
      rejects: damaged.map(({ row, code, field = '', reason, excerpt, recovered }) => ({
        row,
        code,
        field,
        reason,
        excerpt,
        recovered: recoveredOf(pick(recovered)),
      })),
    };
  }
}

type RecordOptions = Pick<CsvOptions<string>, 'delimiter' | 'maxRowBytes' | 'shape'>;

/**
 * The rows of a file with all their columns, rewritten where the shape asks for it; the first batch comes once the header is known.
 * Throws as {@link readCsv} does.
 */
export async function* readRecords(
  path: string,
  options: RecordOptions = {},
): AsyncGenerator<RecordBatch & RewrittenRecords> {
  const rewrite = options.shape?.rewrite;
  let rewriter: RecordRewriter | null = null;
  let last: RecordBatch | null = null;
  for await (const batch of recordsAsWritten(path, options)) {
    if (rewrite === undefined) {
      yield { ...batch, told: [] };
      continue;
    }
    rewriter ??= rewrite(batch.header);
    last = { ...batch, header: rewriter.header };
    yield { ...last, ...rewriter.take(batch) };
  }
  if (rewriter !== null) yield { ...last!, ...rewriter.end() };
}

async function* recordsAsWritten(path: string, options: RecordOptions): AsyncGenerator<RecordBatch> {
  const maxRowBytes = options.maxRowBytes ?? MAX_ROW_BYTES;
  const form = await formOf(path, maxRowBytes);
  if (form.start.is === 'PARQUET') yield* parquetRecords(path);
  else if (form.start.is === 'ZIP') yield* xlsxRecords(path);
  else if (form.json === null) yield* textRecords(path, form, { ...options, maxRowBytes });
  else {
    const { shape, columns } = form.json;
    if (columns.length === 0) throw emptyFile(path);
    yield* jsonRecords({ path, shape, maxRowBytes }, columns, openText(path, form));
  }
}

async function* textRecords(
  path: string,
  form: FileForm,
  options: Pick<CsvOptions<string>, 'delimiter' | 'shape'> & { readonly maxRowBytes: number },
): AsyncGenerator<RecordBatch> {
  const { shape = {} } = options;
  const { chunks, progress, totalBytes } = openText(path, form);
  const { first, rest } = await peekHeader(shape.lines?.(chunks) ?? chunks, path);
  const said = SEPARATOR_LINE.exec(first.toString('latin1'))?.[1];
  const delimiter = options.delimiter ?? said ?? guessDelimiter(first);
  const notes = encodingNotes(form);
  let header = shape.header ?? null;
  let saysSeparator = said !== undefined;
  for await (const raw of splitRecords(rest, delimiter.charCodeAt(0), options.maxRowBytes)) {
    const content = raw.filter((record) => record.problem !== null || record.bytes.length > 0);
    if (saysSeparator && content.length > 0) {
      content.shift();
      saysSeparator = false;
    }
    while (header === null && content.length > 0) {
      const names = parseHeader(content.shift()!, delimiter);
      if (!isBlank(names)) header = names;
    }
    if (header !== null)
      yield {
        header,
        delimiter,
        ...parseRecords(content, delimiter, header.length),
        bytesRead: progress(),
        totalBytes,
        notes,
      };
  }
  if (header === null) throw emptyFile(path);
}

/** As Excel writes before the header, to say what separates the columns. */
const SEPARATOR_LINE = /^"?sep=(.)"?\r?$/i;

/**
 * The header of a file, for recognising which kind of file it is. Throws as {@link readCsv} does.
 *
 * @example await readHeader('orders.csv') // ['order', 'customer', …]
 */
export async function readHeader(
  path: string,
  options: Pick<CsvOptions<string>, 'delimiter' | 'shape'> = {},
): Promise<readonly string[]> {
  for await (const { header } of readRecords(path, options)) return header;
  throw emptyFile(path);
}

function guessDelimiter(header: Buffer): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: unquoted(header).split(delimiter).length - 1,
  }));
  return counts.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).delimiter;
}

function parseHeader(record: RawRecord, delimiter: string): readonly string[] {
  if (!isUtf8(record.bytes)) {
    throw new VisibleError(
      'INVALID_UTF8',
      `The header (line ${record.row}) is not valid UTF-8 at byte ${invalidByte(record.bytes) + 1}. ${SAVE_AS_UTF8}`,
    );
  }
  if (record.problem !== null)
    throw new VisibleError(
      'BAD_HEADER',
      `Line ${record.row} is not a header: it must be one line of column names separated by "${delimiter}".`,
    );
  return fieldsOf(record.bytes.toString('utf8'), delimiter).fields.map((name) => name.trim());
}

const SAVE_AS_UTF8 = 'Save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE.';

/** Index of the first byte that is not part of well-formed UTF-8. */
function invalidByte(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // A prefix may end inside a character: allow up to three bytes of an unfinished one.
    if ([0, 1, 2, 3].some((cut) => middle - cut >= 0 && isUtf8(bytes.subarray(0, middle - cut)))) low = middle;
    else high = middle - 1;
  }
  return [3, 2, 1, 0].map((cut) => Math.max(0, low - cut)).find((end) => !isUtf8(bytes.subarray(0, end + 1))) ?? low;
}

function picker<F extends string>(positions: Readonly<Record<F, number>>): (fields: readonly string[]) => CsvValues<F> {
  const entries = Object.entries(positions) as [F, number][];
  return (fields) => {
    const values = {} as Record<F, string>;
    for (const [field, position] of entries) values[field] = position < 0 ? '' : (fields[position] ?? '').trim();
    return values;
  };
}

const recoveredOf = <F extends string>(values: CsvValues<F>): Partial<CsvValues<F>> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && !(value as string).includes('\uFFFD')),
  ) as Partial<CsvValues<F>>;

function parseRecords(
  raw: readonly RawRecord[],
  delimiter: string,
  width: number,
): { records: CsvRecord[]; damaged: DamagedRecord[] } {
  const records: CsvRecord[] = [];
  const damaged: DamagedRecord[] = [];
  for (const { row, lines, bytes, problem } of raw) {
    const text = bytes.toString('utf8');
    const { fields, oddQuotes } = fieldsOf(text, delimiter);
    // The last field of a damaged row is damaged itself; one with replacement characters too.
    const reject = (code: DamagedRecord['code'], reason: string, recovered = fields.slice(0, -1)): void => {
      damaged.push({ row, lines, code, reason, excerpt: text.slice(0, 200), recovered });
    };
    if (problem === 'ROW_TOO_LONG') reject(problem, `the row is longer than ${MAX_ROW_BYTES / 1e6} MB`);
    else if (problem === 'QUOTE_NOT_CLOSED')
      reject(problem, 'a quote is opened and not closed at the end of a field; write a quote inside a field as ""');
    else if (!isUtf8(bytes))
      reject('INVALID_UTF8', `not valid UTF-8 at byte ${invalidByte(bytes) + 1} of the row. ${SAVE_AS_UTF8}`, fields);
    else if (isBlank(fields) && !text.includes('"')) continue;
    else if (fields.length === width || (fields.length > width && isBlank(fields.slice(width))))
      records.push({ row, lines, text, fields, oddQuotes });
    else {
      const spans = lines === 1 ? '' : `; it goes on to line ${row + lines - 1}, because a quoted field spans lines`;
      reject(
        'FIELD_COUNT',
        `${fields.length} fields where the header has ${width}; quote a field that contains "${delimiter}"${spans}`,
      );
    }
  }
  return { records, damaged };
}

const isBlank = (fields: readonly string[]): boolean => fields.every((field) => field.trim() === '');
