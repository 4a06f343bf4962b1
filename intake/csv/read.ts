import { isUtf8 } from 'node:buffer';
import { VisibleError } from '../../domain/errors.ts';
import { emptyFile, MAX_ROW_BYTES, openBytes, peekHeader, unquoted } from './bytes.ts';
import { locateFields } from './columns.ts';
import type { FieldColumns } from './columns.ts';
import { fieldsOf, splitRecords } from './records.ts';
import type { RawRecord } from './records.ts';

/** How a file differs from CSV with a header line. */
export interface CsvShape {
  /** Rewrites the bytes before they are read as CSV; must keep the number of lines. */
  readonly lines?: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
  /** Names of the columns of a file whose first line is a row already. */
  readonly header?: readonly string[];
  /** Turns the records into others, with other columns; called once for each time the file is read. */
  readonly rewrite?: (header: readonly string[]) => RecordRewriter;
}

/** What makes other records of those of a file: it leaves some out, or reads an export by the columns it is known to have. */
export interface RecordRewriter {
  readonly header: readonly string[];
  /** What can be said of these records by now; the rest comes with later ones, or at the end. */
  take(records: ReadRecords): RewrittenRecords;
  end(): RewrittenRecords;
}
export interface ReadRecords {
  readonly records: readonly CsvRecord[];
  readonly damaged: readonly DamagedRecord[];
}
export interface RewrittenRecords extends ReadRecords {
  /** Rows that were left out, and why that is worth telling. */
  readonly told: readonly ToldRow[];
}

/** Something to tell about a row that is no reason to reject it. */
export interface ToldRow {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly value: string;
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
  readonly code: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | 'INVALID_UTF8' | 'FIELD_COUNT' | 'REFUSED';
  /** What of it cannot be read; empty: the row as a whole. */
  readonly field: string;
  readonly reason: string;
  readonly excerpt: string;
  /** The fields before the damage, for finding what the row belonged to. */
  readonly recovered: Partial<CsvValues<F>>;
}

/** One row with every column of the file, for looking at the columns themselves. */
export interface CsvRecord {
  readonly row: number;
  /** Lines of the file it takes: more than one where a quoted field spans lines. */
  readonly lines: number;
  /** The row as it stands in the file. */
  readonly text: string;
  /** As many as the header has. */
  readonly fields: readonly string[];
  /** Fields with a quote that RFC 4180 does not know (`"12 inch" pan`); read as they stand. */
  readonly oddQuotes: number;
  /** Of a record that was rewritten: the fields as they stand in the file. */
  readonly written?: readonly string[];
}

export interface DamagedRecord {
  readonly row: number;
  readonly lines: number;
  readonly code: CsvReject<string>['code'];
  readonly field?: string;
  readonly reason: string;
  readonly excerpt: string;
  readonly recovered: readonly string[];
}

export interface RecordBatch extends RewrittenRecords {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly bytesRead: number;
  readonly totalBytes: number;
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
 * Reads a CSV file as a stream: flat memory whatever its size. gzip is recognised by its first bytes; the text is
 * strict UTF-8 (a byte-order mark is skipped); rows that cannot be read come back as rejects with their line number.
 * Lines without any content, delimiters aside, are skipped.
 *
 * @throws VisibleError FILE_NOT_FOUND, EMPTY_FILE, INVALID_UTF8 or UTF16 (header), DAMAGED_GZIP, CR_LINE_ENDS, MISSING_COLUMN
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
export async function* readRecords(path: string, options: RecordOptions = {}): AsyncGenerator<RecordBatch> {
  const rewrite = options.shape?.rewrite;
  let rewriter: RecordRewriter | null = null;
  let last: RecordBatch | null = null;
  for await (const batch of recordsAsWritten(path, options)) {
    if (rewrite === undefined) {
      yield batch;
      continue;
    }
    rewriter ??= rewrite(batch.header);
    last = { ...batch, header: rewriter.header, ...rewriter.take(batch) };
    yield last;
  }
  if (rewriter !== null) yield { ...last!, ...rewriter.end() };
}

async function* recordsAsWritten(path: string, options: RecordOptions): AsyncGenerator<RecordBatch> {
  const { shape = {} } = options;
  const { chunks, progress, totalBytes } = await openBytes(path);
  const { first, rest } = await peekHeader(shape.lines?.(chunks) ?? chunks, path);
  const delimiter = options.delimiter ?? guessDelimiter(first);
  let header = shape.header ?? null;
  for await (const raw of splitRecords(rest, delimiter.charCodeAt(0), options.maxRowBytes ?? MAX_ROW_BYTES)) {
    const content = raw.filter((record) => record.problem !== null || record.bytes.length > 0);
    while (header === null && content.length > 0) {
      const names = parseHeader(content.shift()!, delimiter);
      if (!isBlank(names)) header = names;
    }
    if (header !== null)
      yield {
        header,
        delimiter,
        ...parseRecords(content, delimiter, header.length),
        told: [],
        bytesRead: progress(),
        totalBytes,
      };
  }
  if (header === null) throw emptyFile(path);
}

/**
 * The header of a CSV file, for recognising which kind of file it is. Throws as {@link readCsv} does.
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
