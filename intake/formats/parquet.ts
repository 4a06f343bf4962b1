import { open } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData, SchemaElement } from 'hyparquet';
import { VisibleError } from '../../domain/errors.ts';
import type { CsvRecord, RecordBatch } from './batch.ts';
import { damagedFile } from './bytes.ts';
import { cellOf, instantText, withPoint } from './cell.ts';
import type { Typed } from './cell.ts';

/** Rows decoded at a time: as many as DuckDB puts into a row group, so that its files are decoded once. */
const ROWS_AT_A_TIME = 122_880;

const COMPRESSORS: Compressors = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ...(typeof zlib.zstdDecompressSync === 'function' ? { ZSTD: (input) => zlib.zstdDecompressSync(input) } : {}),
};

/** A value as it lies in the file, before what its column says about it. */
type Raw = Typed | Uint8Array;
interface Column {
  readonly name: string;
  readonly textOf: (value: Raw) => string;
}

/** A Parquet file whose footer was read. */
interface Table {
  readonly file: AsyncBuffer;
  /** Without the types of plain columns: their values are read as they lie, and converted here, exactly. */
  readonly metadata: FileMetaData;
  readonly columns: readonly Column[];
  close(): Promise<void>;
}

async function openTable(path: string): Promise<Table> {
  const { parquetMetadataAsync } = await import('hyparquet');
  const handle = await open(path);
  const { size: byteLength } = await handle.stat();
  const file: AsyncBuffer = {
    byteLength,
    async slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length) throw new Error('it breaks off');
      return bytes.buffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const { plain, columns } = columnsOf(metadata.schema);
    const schema = metadata.schema.map((element) => (plain.has(element) ? bare(element) : element));
    return { file, metadata: { ...metadata, schema }, columns, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw damagedFile(path, 'Parquet', error);
  }
}

const bare = ({
  converted_type: _c,
  logical_type: _l,
  scale: _s,
  precision: _p,
  ...element
}: SchemaElement): SchemaElement => element;

/** The columns of the table, nested ones as one each, and the elements of those that are not nested. */
function columnsOf(schema: readonly SchemaElement[]): { plain: Set<SchemaElement>; columns: Column[] } {
  const plain = new Set<SchemaElement>();
  const columns: Column[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < (schema[at]!.num_children ?? 0); child += 1) next = skip(next);
    return next;
  };
  for (let at = 1; at < schema.length; at = skip(at)) {
    const element = schema[at]!;
    const isPlain = (element.num_children ?? 0) === 0 && element.repetition_type !== 'REPEATED';
    if (isPlain) plain.add(element);
    columns.push({ name: element.name, textOf: isPlain ? textOf(element) : (value) => cellOf(value) });
  }
  return { plain, columns };
}

/** How a value of a column is written as text. */
function textOf(element: SchemaElement): Column['textOf'] {
  const { type, converted_type: converted, logical_type: logical, scale = 0 } = element;
  const kind = logical?.type;
  if (kind === 'DECIMAL' || converted === 'DECIMAL') return (value) => decimalText(unscaledOf(value), scale);
  if (kind === 'DATE' || converted === 'DATE') return (value) => dated(value, 86_400_000n, 1n, false);
  if (logical?.type === 'TIMESTAMP') {
    const perMs = { MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n }[logical.unit];
    return (value) => dated(value, 1n, perMs, logical.isAdjustedToUTC);
  }
  // What wrote no more than this said by it that the times are of UTC.
  if (converted === 'TIMESTAMP_MILLIS') return (value) => dated(value, 1n, 1n, true);
  if (converted === 'TIMESTAMP_MICROS') return (value) => dated(value, 1n, 1000n, true);
  if (type === 'INT96') return (value) => dated(value, 1n, 1_000_000n, false);
  if (logical?.type === 'INTEGER' ? !logical.isSigned : converted?.startsWith('UINT_') === true)
    return (value) =>
      value == null ? '' : String(BigInt.asUintN(type === 'INT64' ? 64 : 32, BigInt(value as bigint)));
  if (type === 'FLOAT') return (value) => (typeof value === 'number' ? cellOf(Number(value.toPrecision(7))) : '');
  if (kind === 'UUID')
    return (value) =>
      Buffer.from((value ?? []) as Uint8Array)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : cellOf(value));
}

/** A day or time counted from 1970 on. INT96 gives its nanoseconds by way of a parser. */
function dated(value: Raw, msPer: bigint, perMs: bigint, isUtc: boolean): string {
  if (value === null || value === undefined) return '';
  const counted = BigInt(value as bigint | number) * msPer;
  const ms = counted / perMs - (counted < 0n && counted % perMs !== 0n ? 1n : 0n);
  // Beyond what a clock can show: as it stands, for the rules of dates to refuse.
  return ms > -8_640_000_000_000_000n && ms < 8_640_000_000_000_000n ? instantText(Number(ms), isUtc) : String(ms);
}

function unscaledOf(value: Raw): bigint | null {
  if (value === null || value === undefined) return null;
  if (!(value instanceof Uint8Array)) return BigInt(value as bigint | number);
  return value.length === 0 ? 0n : BigInt.asIntN(8 * value.length, BigInt(`0x${Buffer.from(value).toString('hex')}`));
}

function decimalText(unscaled: bigint | null, scale: number): string {
  if (unscaled === null) return '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return withPoint(unscaled < 0n ? `-${text}` : text);
}

/**
 * The rows of a Parquet file, by their place in it. Decimals, whole numbers and times are exact; a time of no zone is of the table's.
 *
 * @throws VisibleError DAMAGED_FILE for a file that breaks off, WRONG_FORMAT for one packed in a way that is not read (LZO, LZ4)
 */
export async function* parquetRecords(path: string): AsyncGenerator<RecordBatch> {
  const { file, metadata, columns, close } = await openTable(path);
  const header = columns.map(({ name }) => name);
  const totalBytes = file.byteLength;
  try {
    yield { ...NOTHING, header, records: [], bytesRead: 0, totalBytes };
    let first = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const end = first + Number(count);
      for (let from = first; from < end; from += ROWS_AT_A_TIME) {
        const rows = await rowsOf(path, { file, metadata }, from, Math.min(end, from + ROWS_AT_A_TIME));
        const records = rows.flatMap((values, index): CsvRecord[] => {
          const fields = columns.map(({ textOf: toText }, column) => toText(values[column]));
          if (fields.every((field) => field.trim() === '')) return [];
          return [{ row: from + index + 1, lines: 1, text: fields.join('\u001f'), fields, oddQuotes: 0 }];
        });
        const share = (from + rows.length) / Number(metadata.num_rows);
        yield { ...NOTHING, header, records, bytesRead: Math.round(share * totalBytes), totalBytes };
      }
      first = end;
    }
  } finally {
    await close();
  }
}

const NOTHING = { delimiter: null, damaged: [], notes: [] };

async function rowsOf(
  path: string,
  { file, metadata }: Pick<Table, 'file' | 'metadata'>,
  rowStart: number,
  rowEnd: number,
): Promise<Raw[][]> {
  const { parquetRead } = await import('hyparquet');
  let rows: Raw[][] = [];
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      utf8: false,
      geoparquet: false,
      compressors: COMPRESSORS,
      parsers: { timestampFromNanoseconds: (nanos) => nanos },
      onComplete: (read) => {
        rows = read as Raw[][];
      },
    });
  } catch (error) {
    const codec = /unsupported compression codec: (\w+)/i.exec((error as Error).message)?.[1];
    if (codec === undefined) throw damagedFile(path, 'Parquet', error);
    throw new VisibleError(
      'WRONG_FORMAT',
      `${path} is a Parquet file packed with ${codec}, which Kring does not read: write it with SNAPPY, ZSTD or GZIP.`,
      { cause: error },
    );
  }
  return rows;
}
