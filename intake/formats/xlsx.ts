import { open } from 'node:fs/promises';
import { VisibleError } from '../../domain/errors.ts';
import type { CsvRecord, DamagedRecord, RecordBatch } from './batch.ts';
import { damagedFile, emptyFile } from './bytes.ts';
import { cellOf, instantText } from './cell.ts';

/** A workbook is read whole, some twenty times its unpacked size for a moment: beyond these it is refused. */
const MAX_BYTES = 30_000_000;
const MAX_UNPACKED_BYTES = 150_000_000;

interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
  /** Further sheets with rows in them. */
  readonly others: readonly string[];
}

/**
 * The rows of the first sheet that has any. Numbers to the 15 digits Excel shows, dates as ISO text without a zone.
 *
 * @throws VisibleError WRONG_FORMAT for a ZIP that is no workbook, TOO_LARGE, DAMAGED_FILE, EMPTY_FILE
 */
export async function* xlsxRecords(path: string): AsyncGenerator<RecordBatch> {
  const { size, entries, unpackedBytes } = await directoryOf(path);
  if (!entries.some((name) => name.startsWith('xl/')))
    throw new VisibleError(
      'WRONG_FORMAT',
      `${path} is a ZIP archive, which Kring does not read: unpack it and import the files in it.`,
    );
  if (size > MAX_BYTES || unpackedBytes > MAX_UNPACKED_BYTES)
    throw new VisibleError(
      'TOO_LARGE',
      `${path} holds ${Math.round(unpackedBytes / 1e6)} MB, and a workbook is read whole: more than ${MAX_UNPACKED_BYTES / 1e6} MB of it needs another format. Save the sheet as CSV.`,
    );
  const { name, rows, others } = await sheetOf(path);
  const start = rows.findIndex((row) => row.some((cell) => cellText(cell).trim() !== ''));
  if (start < 0) throw emptyFile(path);
  const names = rows[start]!.map((cell) => cellText(cell).trim());
  const header = names.slice(0, 1 + names.findLastIndex((column) => column !== ''));
  const records: CsvRecord[] = [];
  const damaged: DamagedRecord[] = [];
  for (const [index, cells] of rows.slice(start + 1).entries()) {
    const row = start + index + 2;
    const fields = cells.map(cellText);
    while (fields.length > header.length && fields.at(-1)!.trim() === '') fields.pop();
    while (fields.length < header.length) fields.push('');
    if (fields.every((field) => field.trim() === '')) continue;
    const text = fields.join('\u001f');
    if (fields.length === header.length) records.push({ row, lines: 1, text, fields, oddQuotes: 0 });
    else {
      const reason = `${fields.length} cells where the header has ${header.length}: what stands beside the table belongs on a sheet of its own`;
      damaged.push({
        row,
        lines: 1,
        code: BESIDE,
        reason,
        excerpt: fields.join(' ').slice(0, 200),
        recovered: fields,
      });
    }
  }
  const notes =
    others.length === 0 ? [] : [`Sheet "${name}" was read, and not ${others.map((other) => `"${other}"`).join(', ')}.`];
  yield { header, delimiter: null, records, damaged, bytesRead: size, totalBytes: size, notes };
}

async function sheetOf(path: string): Promise<Sheet> {
  const { default: readWorkbook } = await import('read-excel-file/node');
  try {
    const sheets = (await readWorkbook(path, { trim: false })).map(({ sheet, data }) => ({ name: sheet, rows: data }));
    const [first, ...others] = sheets.filter(({ rows }) => rows.length > 0);
    return { name: first?.name ?? '', rows: first?.rows ?? [], others: others.map(({ name }) => name) };
  } catch (error) {
    throw damagedFile(path, 'XLSX', error);
  }
}

/** What a row of text with too many fields has. */
const BESIDE: DamagedRecord['code'] = 'FIELD_COUNT';

/** Times that a spreadsheet counts in days come out up to a millisecond early: those next to a whole second are it. */
const NEXT_TO_MS = 2;

function cellText(cell: unknown): string {
  if (!(cell instanceof Date)) return cellOf(cell as string | number | boolean | null);
  const second = Math.round(cell.getTime() / 1000) * 1000;
  const isNext = Math.abs(cell.getTime() - second) <= NEXT_TO_MS;
  return instantText(isNext ? second : cell.getTime(), false);
}

const END_BYTES = 22;
const ENTRY = 0x02014b50;
/** The end of a ZIP's directory, with the longest comment there may be. */
const LONGEST_END = END_BYTES + 65_535;

/** What a ZIP says lies in it, without unpacking anything. */
async function directoryOf(path: string): Promise<{ size: number; entries: string[]; unpackedBytes: number }> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const read = async (from: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await handle.read(bytes, 0, length, from);
      return bytes.subarray(0, bytesRead);
    };
    const tail = await read(Math.max(0, size - LONGEST_END), Math.min(size, LONGEST_END));
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06'));
    if (end < 0 || end + END_BYTES > tail.length) throw damagedFile(path, 'XLSX', 'it breaks off');
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    const entries: string[] = [];
    let unpackedBytes = 0;
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
      const nameLength = directory.readUInt16LE(at + 28);
      entries.push(directory.toString('utf8', at + 46, at + 46 + nameLength));
      unpackedBytes += directory.readUInt32LE(at + 24);
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return { size, entries, unpackedBytes };
  } finally {
    await handle.close();
  }
}
