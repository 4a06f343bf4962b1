import { isUtf8 } from 'node:buffer';
import { VisibleError } from '../../domain/errors.ts';
import type { CsvRecord, DamagedRecord, RecordBatch } from './batch.ts';
import { damagedFile } from './bytes.ts';
import type { OpenBytes } from './bytes.ts';
import { cellOf } from './cell.ts';

/** Whether a text is JSON by how it begins: no header of a table begins with an object, or with an array of them. */
export function jsonShapeOf(start: Buffer): 'LINES' | 'ARRAY' | null {
  const text = start
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^\{\s*(?:"|\}|$)/.test(text)) return 'LINES';
  return /^\[\s*(?:\{|\]|$)/.test(text) ? 'ARRAY' : null;
}

/** One object as it stands in the file. */
interface Piece {
  readonly row: number;
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

/** Where JSON comes from, and what it may hold. */
export interface JsonSource {
  readonly path: string;
  readonly shape: 'LINES' | 'ARRAY';
  readonly maxRowBytes: number;
}

/**
 * The columns of a JSON file: every key of every object, in the order they are first met; those of an object within as `a.b`. All of the
 * file is read, since what only a late object says (a refund) is a column too. Throws as {@link jsonRecords} does.
 */
export async function jsonColumns(source: JsonSource, chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const columns = new Set<string>();
  for await (const pieces of piecesOf(source, chunks))
    for (const piece of pieces) {
      const object = objectOf(piece);
      if (typeof object !== 'string') flatten(object, '', (column) => columns.add(column));
    }
  return [...columns];
}

/**
 * One record an object of NDJSON (row: its line) or of an array (row: its place in it).
 *
 * @throws VisibleError DAMAGED_FILE for an array that breaks off, WRONG_FORMAT for lines of which the first is no whole object
 */
export async function* jsonRecords(
  source: JsonSource,
  header: readonly string[],
  { chunks, progress, totalBytes }: OpenBytes,
): AsyncGenerator<RecordBatch> {
  const at = new Map(header.map((name, index) => [name, index]));
  for await (const pieces of piecesOf(source, chunks)) {
    const records: CsvRecord[] = [];
    const damaged: DamagedRecord[] = [];
    for (const piece of pieces) {
      const { row } = piece;
      const object = objectOf(piece);
      const text = piece.bytes.toString('utf8');
      if (typeof object === 'string') {
        damaged.push({
          row,
          lines: 1,
          code: piece.tooLong ? 'ROW_TOO_LONG' : 'BAD_JSON',
          reason: piece.tooLong ? `the row is longer than ${source.maxRowBytes / 1e6} MB` : object,
          excerpt: text.slice(0, 200),
          recovered: header.map(() => ''),
        });
        continue;
      }
      const fields = header.map(() => '');
      flatten(object, '', (column, value) => void (fields[at.get(column)!] = cellOf(value)));
      if (fields.some((field) => field.trim() !== '')) records.push({ row, lines: 1, text, fields, oddQuotes: 0 });
    }
    yield { header, delimiter: null, records, damaged, bytesRead: progress(), totalBytes, notes: [] };
  }
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

function flatten(object: JsonObject, prefix: string, take: (column: string, value: Json) => void): void {
  for (const key of Object.keys(object)) {
    const value = object[key]!;
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      flatten(value as JsonObject, `${prefix}${key}.`, take);
    else take(prefix + key, value);
  }
}

/** More digits than a number keeps: an id of 17 digits would lose its last. */
const MANY_DIGITS = /\d[\d.]{15}/;

/** The object, or why it is none. */
function objectOf({ bytes, tooLong }: Piece): JsonObject | string {
  if (tooLong) return 'too long';
  if (!isUtf8(bytes)) return 'not valid UTF-8';
  const text = bytes.toString('utf8');
  try {
    const value = (MANY_DIGITS.test(text) ? JSON.parse(text, asWritten) : JSON.parse(text)) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : 'is no JSON object: each row is an object such as {"order": "1", "amount": 9.95}';
  } catch (error) {
    return `is no whole JSON object (${(error as Error).message})`;
  }
}

/** Numbers that lose digits stay as they are written. */
const asWritten = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined && /^-?\d[\d.]{15,}$/.test(context.source)
    ? context.source
    : value;

const piecesOf = ({ path, shape, maxRowBytes }: JsonSource, chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece[]> =>
  shape === 'LINES' ? linesOf(path, chunks, maxRowBytes) : elementsOf(path, chunks, maxRowBytes);

const LINE_FEED = 0x0a;

async function* linesOf(path: string, chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Piece[]> {
  let pending: Buffer = Buffer.alloc(0);
  let row = 0;
  let isCut = false;
  let isFirst = true;
  const piece = (bytes: Buffer): Piece[] => {
    row += 1;
    const tooLong = isCut || bytes.length > maxBytes;
    isCut = false;
    const isBlank = bytes.every((byte) => byte <= 0x20);
    if (isBlank && !tooLong) return [];
    const found = { row, bytes: tooLong ? bytes.subarray(0, 4096) : bytes, tooLong };
    if (isFirst && typeof objectOf(found) === 'string' && !tooLong)
      throw new VisibleError(
        'WRONG_FORMAT',
        `${path} begins like JSON, and line ${row} is no whole object. Kring reads one object a line (NDJSON) or an array of objects; for example: jq -c '.orders[]' FILE > NEW.ndjson`,
      );
    isFirst = false;
    return [found];
  };
  for await (const chunk of withoutMark(chunks)) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const pieces: Piece[] = [];
    let start = 0;
    for (let end = pending.indexOf(LINE_FEED); end >= 0; end = pending.indexOf(LINE_FEED, start)) {
      pieces.push(...piece(pending.subarray(start, end)));
      start = end + 1;
    }
    pending = pending.subarray(start);
    if (pending.length > maxBytes) {
      // Only its beginning is kept until its line ends.
      pending = Buffer.from(pending.subarray(0, 4096));
      isCut = true;
    }
    if (pieces.length > 0) yield pieces;
  }
  if (pending.length > 0) yield piece(pending);
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN, OPEN_ARRAY, CLOSE, CLOSE_ARRAY, COMMA] = [0x7b, 0x5b, 0x7d, 0x5d, 0x2c];

/** The elements of the outermost array, by brackets and strings alone, so that one bad element costs itself only. */
async function* elementsOf(path: string, chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Piece[]> {
  let pending: Buffer = Buffer.alloc(0);
  let [row, depth, start] = [0, 0, -1];
  let [isString, isEscaped, isCut, isEnded] = [false, false, false, false];
  for await (const chunk of withoutMark(chunks)) {
    const from = pending.length;
    pending = from === 0 ? chunk : Buffer.concat([pending, chunk]);
    const pieces: Piece[] = [];
    const endAt = (end: number): void => {
      if (start < 0) return;
      row += 1;
      const bytes = pending.subarray(start, end);
      const tooLong = isCut || bytes.length > maxBytes;
      pieces.push({ row, bytes: tooLong ? bytes.subarray(0, 4096) : bytes, tooLong });
      [start, isCut] = [-1, false];
    };
    for (let position = from; position < pending.length; position += 1) {
      const byte = pending[position]!;
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isString = false;
        continue;
      }
      if (byte <= 0x20) continue;
      if (isEnded) throw damagedFile(path, 'JSON', 'text after the end of the array');
      if (depth === 1 && (byte === COMMA || byte === CLOSE_ARRAY)) endAt(position);
      else if (depth === 1 && start < 0) start = position;
      if (byte === QUOTE) isString = true;
      else if (byte === OPEN || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE || byte === CLOSE_ARRAY) depth -= 1;
      if (depth === 0) isEnded = true;
    }
    if (start < 0) pending = Buffer.alloc(0);
    else if (pending.length - start > maxBytes) {
      pending = Buffer.from(pending.subarray(start, start + 4096));
      [start, isCut] = [0, true];
    } else {
      pending = pending.subarray(start);
      start = 0;
    }
    if (pieces.length > 0) yield pieces;
  }
  if (!isEnded) throw damagedFile(path, 'JSON', `it breaks off in element ${row + 1}`);
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
}
