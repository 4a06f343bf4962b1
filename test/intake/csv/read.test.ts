import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import type { VisibleError } from '../../../domain/errors.ts';
import { readCsv, readHeader, readRecords } from '../../../intake/csv/read.ts';
import type { CsvRecord, CsvReject, CsvRow, RecordBatch } from '../../../intake/csv/read.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-csv-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
const file = (content: string | Buffer): string => {
  const path = join(directory, `${(files += 1)}.csv`);
  writeFileSync(path, content);
  return path;
};

const fields = {
  id: { columns: ['id'], required: true },
  note: { columns: ['note', 'remark'], required: false },
} as const;
type Field = keyof typeof fields;

async function read(
  path: string,
  map?: Record<string, string>,
): Promise<{ rows: CsvRow<Field>[]; rejects: CsvReject<Field>[] }> {
  const rows: CsvRow<Field>[] = [];
  const rejects: CsvReject<Field>[] = [];
  for await (const batch of readCsv<Field>(path, { fields, ...(map === undefined ? {} : { map }) })) {
    rows.push(...batch.rows);
    rejects.push(...batch.rejects);
  }
  return { rows, rejects };
}

async function recordsOf(
  path: string,
  delimiter = ',',
): Promise<{ records: CsvRecord[]; damaged: RecordBatch['damaged'][number][] }> {
  const records: CsvRecord[] = [];
  const damaged: RecordBatch['damaged'][number][] = [];
  for await (const batch of readRecords(path, { delimiter })) {
    records.push(...batch.records);
    damaged.push(...batch.damaged);
  }
  return { records, damaged };
}

const failure = async (path: string, map?: Record<string, string>): Promise<VisibleError> => {
  try {
    await read(path, map);
  } catch (error) {
    return error as VisibleError;
  }
  throw new Error('the file was accepted');
};

describe('reading CSV', () => {
  it('gives every value back with its line number, whatever it contains', async () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((value) => value.trim().replaceAll('\r', ''))
      .filter((value) => !value.includes('\uFEFF') && value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (values, delimiter, lineEnd, zipped) => {
          const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
          const content = [['id', 'note'], ...values].map((row) => row.map(quote).join(delimiter)).join(lineEnd);
          const { rows, rejects } = await read(file(zipped ? gzipSync(content) : content));
          expect(rejects).toEqual([]);
          let line = 2;
          expect(rows).toEqual(
            values.map(([id, note]) => {
              const row = { row: line, values: { id: id.trim(), note: note.trim() } };
              line += 1 + (id + note).split('\n').length - 1;
              return row;
            }),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('skips a byte-order mark and blank lines, keeping line numbers', async () => {
    const { rows } = await read(file('\uFEFFID,Remark\n\n1,one\n\n2,two\n'));
    expect(rows).toEqual([
      { row: 3, values: { id: '1', note: 'one' } },
      { row: 5, values: { id: '2', note: 'two' } },
    ]);
  });

  it('takes a quote in the middle of a field as it stands', async () => {
    const { rows } = await read(file('id,note\n1,5" pipe\n2,6" pipe\n'));
    expect(rows.map((row) => row.values.note)).toEqual(['5" pipe', '6" pipe']);
  });

  it('rejects a 10 MB row by its number, keeps its neighbours, and does not hold it', async () => {
    const path = file(
      Buffer.concat([Buffer.from('id,note\n1,a\n2,'), Buffer.alloc(10_000_000, 'x'), Buffer.from('\n3,c\n')]),
    );
    const { rows, rejects } = await read(path);
    expect(rows.map((row) => [row.row, row.values.id])).toEqual([
      [2, '1'],
      [4, '3'],
    ]);
    expect(rejects).toMatchObject([{ row: 3, code: 'ROW_TOO_LONG', recovered: { id: '2' } }]);
    expect(rejects[0]!.excerpt.length).toBeLessThanOrEqual(200);
  });

  it('rejects only the row whose quote never closes', async () => {
    const many = Array.from({ length: 5 }, (_, index) => `${index + 3},fine`).join('\n');
    const { rows, rejects } = await read(file(`id,note\n1,a\n2,"open\n${many}\n`));
    expect(rejects).toMatchObject([{ row: 3, code: 'QUOTE_NOT_CLOSED', recovered: { id: '2' } }]);
    expect(rows.map((row) => row.values.id)).toEqual(['1', '3', '4', '5', '6', '7']);
  });

  it('never lets an unclosed quote take the rows after it, and tells which inner quotes it read as they stand', async () => {
    const { records, damaged } = await recordsOf(
      file(
        [
          'order,customer,date,sku,quantity,amount',
          'o1,c1,2024-01-01,"12 inch" pan,1,10.00',
          'o2,c2,2024-01-02,"Chair,1,20.00',
          'o3,c3,2024-01-03,"Table",1,40.00',
          'o4,c4,2024-01-04,Lamp,1,80.00',
          '',
        ].join('\n'),
      ),
    );
    expect(records.map(({ row, fields, oddQuotes }) => [row, fields[0], fields[3], fields[5], oddQuotes])).toEqual([
      [2, 'o1', '"12 inch" pan', '10.00', 1],
      [4, 'o3', 'Table', '40.00', 0],
      [5, 'o4', 'Lamp', '80.00', 0],
    ]);
    expect(damaged).toMatchObject([{ row: 3, code: 'QUOTE_NOT_CLOSED', recovered: ['o2', 'c2', '2024-01-02'] }]);
  });

  it('keeps a quoted field of several lines whose closing quote ends the field, and only such a one', async () => {
    const { records, damaged } = await recordsOf(
      file('id,note\r\n1,"two\r\nlines"\r\n2,"two\nlines" and more\n3,x\n4,"to the end'),
    );
    expect(records.map(({ row, lines, fields }) => [row, lines, fields[1]])).toEqual([
      [2, 2, 'two\r\nlines'],
      [6, 1, 'x'],
    ]);
    expect(damaged.map(({ row, code }) => [row, code])).toEqual([
      [4, 'QUOTE_NOT_CLOSED'],
      [5, 'FIELD_COUNT'],
      [7, 'QUOTE_NOT_CLOSED'],
    ]);
  });

  it('differs from csv-parse in none of 1,500 well-formed files, however the chunks fall', async () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', '"', '\n', '\r\n', ',', ';', ' ', '💶', '0') }),
      fc.constantFrom('', '12.50', 'x'.repeat(300)),
    );
    const wellFormed = fc.record({
      width: fc.integer({ min: 1, max: 5 }),
      cells: fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 40 }),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      ends: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(wellFormed, async ({ width, cells, delimiter, lineEnd, ends }) => {
        const write = ([text, quoted]: readonly [string, boolean]): string =>
          quoted || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
        const rows = Array.from({ length: Math.ceil(cells.length / width) }, (_, row) =>
          Array.from({ length: width }, (__, column) => write(cells[row * width + column] ?? ['', true])),
        );
        const content =
          [Array.from({ length: width }, (_, column) => `h${column}`), ...rows]
            .map((row) => row.join(delimiter))
            .join(lineEnd) + (ends ? lineEnd : '');
        const hasContent = rows.map((row) => row.join('').trim() !== '');
        const theirs = (parse(content, { delimiter, relax_column_count: true }) as string[][])
          .slice(1)
          .filter((_, row) => hasContent[row]);
        const { records, damaged } = await recordsOf(file(content), delimiter);
        expect(damaged).toEqual([]);
        expect(records.map(({ fields }) => fields)).toEqual(theirs);
      }),
      { numRuns: 1500 },
    );
  }, 60_000);

  it('loses no line of a malformed file: each is part of a row, listed as damaged, or blank', async () => {
    const piece = fc.constantFrom(
      'a',
      ',',
      ',',
      '"',
      '""',
      '"b"',
      '\n',
      '\n',
      '\r\n',
      ' ',
      '"x\ny"',
      '\uFFFF',
      '5" pipe',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const content = `h0,h1\n${pieces.join('')}`;
        const { records, damaged } = await recordsOf(file(content));
        const lines = content.split('\n');
        const taken = new Map<number, number>([[1, 1]]);
        for (const { row, lines: count } of [...records, ...damaged]) {
          for (let line = row; line < row + count; line += 1) taken.set(line, (taken.get(line) ?? 0) + 1);
        }
        const vanished = lines.filter((text, index) => !taken.has(index + 1) && /[^\s,"]/.test(text));
        expect(vanished).toEqual([]);
        expect(Math.max(0, ...taken.values())).toBe(1);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('skips lines without content, delimiters aside', async () => {
    const { rows, rejects } = await read(file('\n,\nid,note,,\n\n1,a,,\n,,,\n   \n,,,,,,,\n2,b,,,,,\n'));
    expect(rejects).toEqual([]);
    expect(rows).toEqual([
      { row: 5, values: { id: '1', note: 'a' } },
      { row: 9, values: { id: '2', note: 'b' } },
    ]);
  });

  it('rejects a row of invalid UTF-8 with the byte, and recovers its other fields', async () => {
    const path = file(Buffer.concat([Buffer.from('id,note\n1,caf'), Buffer.from([0xe9]), Buffer.from('\n2,café\n')]));
    const { rows, rejects } = await read(path);
    expect(rejects).toMatchObject([{ row: 2, code: 'INVALID_UTF8', recovered: { id: '1' } }]);
    expect(rejects[0]!.reason).toContain('byte 6');
    expect(rows).toEqual([{ row: 3, values: { id: '2', note: 'café' } }]);
  });

  it('rejects a row with another number of fields than the header', async () => {
    const { rows, rejects } = await read(file('id,note\n1,a,b\n2\n3,c,,\n'));
    expect(rejects.map(({ row, code }) => ({ row, code }))).toEqual([
      { row: 2, code: 'FIELD_COUNT' },
      { row: 3, code: 'FIELD_COUNT' },
    ]);
    expect(rows.map((row) => row.values.id)).toEqual(['3']);
  });

  it('names the missing field, the columns found and an example of --map', async () => {
    const error = await failure(file('number,remark\n1,a\n'));
    expect(error.code).toBe('MISSING_COLUMN');
    expect(error.message).toContain('No column for id');
    expect(error.message).toContain('"number", "remark"');
    expect(error.message).toContain('--map "number=id"');
    expect((await read(file('number,remark\n1,a\n'), { id: 'number' })).rows[0]!.values).toEqual({
      id: '1',
      note: 'a',
    });
  });

  it('refuses a mapping to a column or a field that is not there, and a column that occurs twice', async () => {
    expect((await failure(file('id\n1\n'), { note: 'nothing' })).code).toBe('MISSING_COLUMN');
    expect((await failure(file('id\n1\n'), { colour: 'id' })).message).toContain('The fields are: id, note');
    expect((await failure(file('id,ID\n1,2\n'))).code).toBe('AMBIGUOUS_COLUMN');
  });

  it.each([
    ['an empty file', Buffer.from(''), 'EMPTY_FILE'],
    ['a file of blank lines', Buffer.from('\n\r\n\n'), 'EMPTY_FILE'],
    ['an empty file, zipped', gzipSync(''), 'EMPTY_FILE'],
    ['a file whose lines end with carriage returns alone', Buffer.from('id,note\r1,a\r2,b\r'), 'CR_LINE_ENDS'],
    ['half a gzip file', gzipSync('id,note\n'.repeat(1000)).subarray(0, 30), 'DAMAGED_GZIP'],
    ['a header of invalid UTF-8', Buffer.concat([Buffer.from('id,caf'), Buffer.from([0x81, 0x0a])]), 'INVALID_UTF8'],
  ])('says what is wrong with %s', async (_, content, code) => {
    expect((await failure(file(content))).code).toBe(code);
  });

  it('says that a file does not exist', async () => {
    expect((await failure(join(directory, 'absent.csv'))).code).toBe('FILE_NOT_FOUND');
  });

  it('reads a header alone, for recognising a file', async () => {
    expect(await readHeader(file('a;"b;c";d\n1;2;3\n'))).toEqual(['a', 'b;c', 'd']);
  });
});
