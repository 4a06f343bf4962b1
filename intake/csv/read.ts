import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { VisibleError } from '../../domain/errors.ts';
import { whyNot } from './files.ts';
import { locateFields } from './columns.ts';
import type { FieldColumns } from './columns.ts';
import { fieldsOf, splitRecords } from './records.ts';
import type { RawRecord } from './records.ts';

export const MAX_ROW_BYTES = 1_000_000;

/** How a file differs from CSV with a header line. */
export interface CsvShape {
  /** Rewrites the bytes before they are read as CSV; must keep the number of lines. */
  readonly lines?: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
  /** Names of the columns of a file whose first line is a row already. */
  readonly header?: readonly string[];
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
  readonly code: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | 'INVALID_UTF8' | 'FIELD_COUNT';
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
}

interface DamagedRecord {
  readonly row: number;
  readonly lines: number;
  readonly code: CsvReject<string>['code'];
  readonly reason: string;
  readonly excerpt: string;
  readonly recovered: readonly string[];
}

export interface RecordBatch {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly records: readonly CsvRecord[];
  readonly damaged: readonly DamagedRecord[];
  readonly bytesRead: number;
  readonly totalBytes: number;
}

export interface CsvBatch<F extends string> {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow<F>[];
  readonly rejects: readonly CsvReject<F>[];
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
  for await (const { header, records, damaged, bytesRead, totalBytes } of readRecords(path, options)) {
    toValues ??= picker(locateFields(header, options.fields, options.map));
    const pick = toValues;
    yield {
      header,
      bytesRead,
      totalBytes,
      rows: records.map(({ row, fields }) => ({ row, values: pick(fields) })),
      rejects: damaged.map(({ row, code, reason, excerpt, recovered }) => ({
        row,
        code,
        reason,
        excerpt,
        recovered: recoveredOf(pick(recovered)),
      })),
    };
  }
}

/** The rows of a CSV file with all their columns; the first batch comes once the header is known. Throws as {@link readCsv} does. */
export async function* readRecords(
  path: string,
  options: Pick<CsvOptions<string>, 'delimiter' | 'maxRowBytes' | 'shape'> = {},
): AsyncGenerator<RecordBatch> {
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
        bytesRead: progress(),
        totalBytes,
      };
  }
  if (header === null) throw emptyFile(path);
}

/** The header of a CSV file, for recognising which kind of file it is. Throws as {@link readCsv} does. */
export async function readHeader(
  path: string,
  options: Pick<CsvOptions<string>, 'delimiter' | 'shape'> = {},
): Promise<readonly string[]> {
  for await (const { header } of readRecords(path, options)) return header;
  throw emptyFile(path);
}

async function openBytes(
  path: string,
): Promise<{ chunks: AsyncIterable<Buffer>; progress: () => number; totalBytes: number }> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new VisibleError('FILE_NOT_FOUND', `Cannot read ${path}: ${whyNot(error)}.`, { cause: error });
  });
  const start = Buffer.alloc(4);
  let size: number;
  try {
    const { bytesRead } = await handle.read(start, 0, 4, 0);
    const stat = await handle.stat();
    size = stat.size;
    if (stat.isFile() && bytesRead === 0) throw emptyFile(path);
  } catch (error) {
    if (error instanceof VisibleError) throw error;
    throw new VisibleError('FILE_NOT_FOUND', `Cannot read ${path}: ${whyNot(error)}.`, { cause: error });
  } finally {
    await handle.close();
  }
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw new VisibleError(
      'UTF16',
      `${path} is UTF-16. Save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8 ${path}`,
    );
  }
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    return { chunks: file, progress: () => file.bytesRead, totalBytes: size };
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  pipeline(file, gunzip, () => {});
  return { chunks: gunzipped(gunzip, path), progress: () => file.bytesRead, totalBytes: size };
}

async function* gunzipped(gunzip: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* gunzip;
  } catch (error) {
    throw new VisibleError(
      'DAMAGED_GZIP',
      `${path} is not a whole gzip file (${(error as Error).message}): fetch it again.`,
      { cause: error },
    );
  }
}

/** The first line (at most 1 MB of it), and the stream from its beginning, without a byte-order mark. */
async function peekHeader(
  chunks: AsyncIterable<Buffer>,
  path: string,
): Promise<{ first: Buffer; rest: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let done = false;
  while (!done && start.length < MAX_ROW_BYTES && !hasLine(start)) {
    const next = await iterator.next();
    done = next.done === true;
    if (!done) start = Buffer.concat([start, next.value as Buffer]);
  }
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) start = start.subarray(3);
  const text = start.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
  if (text < 0) throw emptyFile(path);
  const end = start.indexOf(0x0a, text);
  const first = start.subarray(text, end < 0 ? start.length : end);
  // Seen in the header already, or every row of the file would be part of it.
  if (/\r[^\r]/.test(unquoted(first))) {
    throw new VisibleError(
      'CR_LINE_ENDS',
      `The lines of ${path} end with a carriage return alone, as on Macs before 2001. Convert it, for example: tr '\\r' '\\n' < FILE > NEW`,
    );
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      yield start;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value as Buffer;
    } finally {
      // Closes the file when the reader stops early.
      await iterator.return?.();
    }
  }
  return { first, rest: rest() };
}

const unquoted = (header: Buffer): string => header.toString('latin1').replaceAll(/"[^"]*"/g, '');

const hasLine = (buffer: Buffer): boolean => {
  const text = buffer.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
  return text >= 0 && buffer.includes(0x0a, text);
};

const emptyFile = (path: string): VisibleError =>
  new VisibleError('EMPTY_FILE', `${path} is empty: it needs a header line with column names, and rows under it.`);

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
