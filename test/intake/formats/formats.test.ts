import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { VisibleError } from '../../../domain/errors.ts';
import { readRecords } from '../../../intake/csv/read.ts';
import type { CsvRecord, RecordBatch } from '../../../intake/csv/read.ts';
import { ordersOfFile } from '../../../intake/orders-of-file.ts';

const DATA = join(import.meta.dirname, '../../data/formats');
const directory = mkdtempSync(join(tmpdir(), 'kring-formats-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
const file = (content: string | Uint8Array): string => {
  const path = join(directory, `${(files += 1)}.txt`);
  writeFileSync(path, content);
  return path;
};

interface Read {
  header: readonly string[];
  records: CsvRecord[];
  damaged: RecordBatch['damaged'][number][];
  notes: readonly string[];
}
async function read(path: string): Promise<Read> {
  const all: Read = { header: [], records: [], damaged: [], notes: [] };
  for await (const { header, records, damaged, notes } of readRecords(path)) {
    Object.assign(all, { header, notes });
    all.records.push(...records);
    all.damaged.push(...damaged);
  }
  return all;
}
const failure = (path: string): Promise<VisibleError> =>
  read(path).then(
    () => {
      throw new Error(`${path} was accepted`);
    },
    (error: unknown) => error as VisibleError,
  );
const fieldsOf = ({ records }: Read): string[][] => records.map(({ fields }) => [...fields]);

const HEADER = ['order', 'customer', 'placed', 'sku', 'quantity', 'amount', 'weight', 'promotion'];
const ROWS = [
  ['O-1', '12345678901234567', '2024-03-30T02:30:00.000', 'Café crème', '2', '19.99', '1.2340', 'true'],
  ['O-1', '12345678901234567', '2024-03-30T02:30:00.000', 'Tea', '1', '4.50', '22.3', 'false'],
  ['O-2', '7', '2024-04-01T23:59:59.000', 'Tea', '-1', '-0.05', '', ''],
  ['O-3', '8', '1999-12-31', '', '3', '1000.00', '0.0000001', 'true'],
];
const table = [HEADER, ...ROWS];
const separated = (by: string): string => table.map((row) => row.join(by)).join('\n');
const objects = ROWS.map((row) => Object.fromEntries(HEADER.map((name, column) => [name, row[column]])));
const lines = objects.map((object) => JSON.stringify(object)).join('\n');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('one table in every format', () => {
  it.each<[string, string | Uint8Array]>([
    ['CSV', separated(',')],
    ['TSV', separated('\t')],
    ['semicolons, said by a line sep=', `sep=;\r\n${separated(';')}`],
    ['carets, said by a line sep=', `sep=^\n${separated('^')}`],
    ['CSV in gzip', gzipSync(separated(','))],
    ['CSV in zstd', zstdCompressSync(separated(','))],
    ['CSV in Windows-1252', latin1(separated(','))],
    ['TSV in UTF-16 with its mark', Buffer.from(`\uFEFF${separated('\t')}`, 'utf16le')],
    ['TSV in UTF-16, big end first', utf16be(`\uFEFF${separated('\t')}`)],
    ['CSV in UTF-16 without a mark', Buffer.from(separated(','), 'utf16le')],
    ['CSV in UTF-16 in gzip', gzipSync(utf16be(separated(',')))],
    ['NDJSON', lines],
    ['NDJSON with a byte-order mark, in zstd', zstdCompressSync(`\uFEFF${lines}\n`)],
    ['JSON in Windows-1252', latin1(lines)],
    ['a JSON array', JSON.stringify(objects)],
    ['a JSON array over many lines', JSON.stringify(objects, null, 2)],
    ['a JSON array in UTF-16', Buffer.from(JSON.stringify(objects), 'utf16le')],
  ])('%s', async (_, content) => {
    const found = await read(file(content));
    expect({ header: found.header, fields: fieldsOf(found), damaged: found.damaged }).toEqual({
      header: HEADER,
      fields: ROWS,
      damaged: [],
    });
  });

  it.each(['snappy', 'gzip', 'zstd', 'brotli', 'none', 'int96', 'groups', 'duckdb'])(
    'Parquet as %s, its decimals and ids to the last digit',
    async (name) => {
      const found = await read(join(DATA, `${name}.parquet`));
      expect([found.header, ...fieldsOf(found)]).toEqual(table);
      expect(found.records.map(({ row }) => row)).toEqual([1, 2, 3, 4]);
    },
  );

  it('XLSX, with the rows of the sheet, and which sheet was not read', async () => {
    const found = await read(join(DATA, 'orders.xlsx'));
    // A spreadsheet knows numbers without the zeros at their end.
    const rows = ROWS.map((row) => row.with(5, String(Number(row[5]))).with(6, row[6]!));
    expect([found.header, ...fieldsOf(found)]).toEqual([HEADER, ...rows]);
    expect(found.records.map(({ row }) => row)).toEqual([2, 3, 4, 6]);
    expect(found.notes).toEqual(['Sheet "Orders" was read, and not "Notes".']);
  });

  it('the same orders, to the cent', async () => {
    const how = {
      source: 'shop',
      currency: 'EUR',
      map: { orderId: 'order', placedAt: 'placed', customer: 'customer', sku: 'sku', quantity: 'quantity' },
      constants: { sku: 'unnamed' },
    };
    const [csv, ...others] = await Promise.all(
      [file(separated(',')), join(DATA, 'zstd.parquet'), join(DATA, 'orders.xlsx'), file(lines)].map((path) =>
        ordersOfFile(path, how),
      ),
    );
    expect([...csv!.keys()]).toEqual(['12345678901234567', '7', '8']);
    expect(csv!.get('12345678901234567')![0]!.lines.map(({ netMinor }) => netMinor)).toEqual([1999, 450]);
    for (const other of others) expect(other).toEqual(csv);
  });
});

describe('values of typed formats', () => {
  it('are exact: unsigned and scaled numbers, instants of UTC, days, nested values as JSON', async () => {
    expect(fieldsOf(await read(join(DATA, 'types.parquet')))).toEqual([
      ['2024-03-31T01:30:00.000Z', '2024-03-31', '[{"sku":"a","n":"1"}]', '18446744073709551615', '-1.2340'],
    ]);
  });

  it('are whole seconds where a spreadsheet counts days: each minute of a leap day', async () => {
    const { records, damaged } = await read(join(DATA, 'times.xlsx'));
    expect(damaged).toEqual([]);
    const start = Date.UTC(2024, 1, 29);
    // A midnight is a day; every other minute a time of it.
    const times = records.map(({ fields: [at] }) => Date.parse(at!.length === 10 ? at! : `${at}Z`));
    expect(times).toEqual(records.map((_, minute) => start + minute * 60_000 + (minute % 60) * 1000));
    expect(new Set(records.map(({ fields }) => fields[1]))).toEqual(new Set(['0.3']));
  });

  it('are the columns of all objects, also what only a late one says; ids of any length keep their digits', async () => {
    const { header, records } = await read(
      file(
        '{"id":12345678901234567891,"by":{"name":"Ann","age":1.234}}\n\n{"id":2,"refunded":5e-7,"tags":["a",1],"by":null}',
      ),
    );
    expect(header).toEqual(['id', 'by.name', 'by.age', 'refunded', 'tags', 'by']);
    expect(records.map(({ row, fields }) => [row, ...fields])).toEqual([
      [1, '12345678901234567891', 'Ann', '1.2340', '', '', ''],
      [3, '2', '', '', '0.0000005', '["a",1]', ''],
    ]);
  });
});

describe('rows of JSON that cannot be read', () => {
  const bad = ['{"id":', '5', '"text"', '[1]', 'null', '{"id":1}x', `{"id":"${'x'.repeat(1_000_001)}"}`];

  it('cost themselves only, in lines', async () => {
    const { records, damaged } = await read(file(['{"id":"a"}', ...bad, '{"id":"z"}'].join('\n')));
    expect(records.map(({ row, fields }) => [row, fields[0]])).toEqual([
      [1, 'a'],
      [9, 'z'],
    ]);
    expect(damaged.map(({ row, code }) => [row, code])).toEqual([
      ...[2, 3, 4, 5, 6, 7].map((row) => [row, 'BAD_JSON']),
      [8, 'ROW_TOO_LONG'],
    ]);
  });

  it('and in an array, by their place in it', async () => {
    const { records, damaged } = await read(file(`[{"id":"a"},${bad.slice(1, 5).join(',')},${bad[6]},{"id":"z"}]`));
    expect(records.map(({ row, fields }) => [row, fields[0]])).toEqual([
      [1, 'a'],
      [7, 'z'],
    ]);
    expect(damaged.map(({ row, code }) => [row, code])).toEqual([
      ...[2, 3, 4, 5].map((row) => [row, 'BAD_JSON']),
      [6, 'ROW_TOO_LONG'],
    ]);
  });

  it('an array is read alike however it is written, whatever its texts hold', async () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', ',', '"', '\\', '\n', 'é', ' ', 'a', '\u{1f600}'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: text.map((id) => `x${id}`), note: text }), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(undefined, 1, '\t'),
        async (rows, space) => {
          const found = await read(file(JSON.stringify(rows, null, space)));
          expect(fieldsOf(found)).toEqual(rows.map(({ id, note }) => [id, note]));
          expect(found.records.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('an element is put together across the pieces a file is read in', async () => {
    const rows = Array.from({ length: 400 }, (_, id) => ({ id: String(id), note: `"${'é'.repeat(1000)}\\` }));
    const found = await read(file(JSON.stringify(rows)));
    expect(fieldsOf(found)).toEqual(rows.map(({ id, note }) => [id, note]));
  });
});

describe('what cannot be read is named', () => {
  const zip = Buffer.from(
    'UEsDBAoAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAYVBLAQIKAAoAAAAAAAAAIQAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAABhUEsFBgAAAAABAAEALwAAAB8AAAAAAA==',
    'base64',
  );
  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['a PDF', '%PDF-1.7\n', 'WRONG_FORMAT', /is a PDF/],
    ['an old workbook', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'WRONG_FORMAT', /\.xls\).*save it as \.xlsx/],
    ['a database', 'SQLite format 3\0', 'WRONG_FORMAT', /an SQLite database/],
    ['an ORC file', 'ORC\x01\x02', 'WRONG_FORMAT', /an ORC file/],
    ['an Avro file', 'Obj\x01', 'WRONG_FORMAT', /an Avro file/],
    ['bzip2', 'BZh91AY&SY\x01', 'WRONG_FORMAT', /bzip2.*gzip or zstd/],
    ['a ZIP of something', zip, 'WRONG_FORMAT', /is a ZIP archive/],
    ['a page of a login', '\n<!DOCTYPE html><p>Sign in', 'WRONG_FORMAT', /a web page/],
    ['XML', '<?xml version="1.0"?>', 'WRONG_FORMAT', /is XML/],
    [
      'Parquet inside gzip',
      gzipSync(readFileSync(join(DATA, 'none.parquet'))),
      'WRONG_FORMAT',
      /a Parquet file inside gzip/,
    ],
    ['gzip inside zstd', zstdCompressSync(gzipSync('id\n1\n')), 'WRONG_FORMAT', /packed again inside zstd/],
    ['a document that is not of rows', '{\n"orders": [{}]}', 'WRONG_FORMAT', /one object a line.*jq/],
    ['an empty array', '[ ]', 'EMPTY_FILE', /is empty/],
    ['half a JSON array', '[{"id":1},{"id"', 'DAMAGED_FILE', /breaks off in element 2/],
    ['text after an array', '[{"id":1}] x', 'DAMAGED_FILE', /after the end/],
    ['half a character of UTF-16', Buffer.from('\uFEFFid,a\ud800\n', 'utf16le'), 'DAMAGED_FILE', /UTF-16LE/],
  ])('%s', async (_, content, code, message) => {
    const error = await failure(file(content));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('Parquet that is packed with what is not read', async () => {
    expect(await failure(join(DATA, 'lz4.parquet'))).toMatchObject({
      code: 'WRONG_FORMAT',
      message: expect.stringMatching(/LZ4/),
    });
  });

  it.each(['none.parquet', 'zstd.parquet', 'orders.xlsx'])('%s that breaks off, wherever', async (name) => {
    const whole = readFileSync(join(DATA, name));
    for (let length = 5; length < whole.length; length += 131) {
      const { code } = await failure(file(whole.subarray(0, length)));
      expect([name, length, code]).toEqual([name, length, expect.stringMatching(/^(DAMAGED_FILE|WRONG_FORMAT)$/)]);
    }
  });

  it.each([
    ['gzip', gzipSync, 'DAMAGED_GZIP'],
    ['zstd', zstdCompressSync, 'DAMAGED_FILE'],
  ] as const)('%s that breaks off', async (_, pack, code) => {
    const whole = pack(Buffer.from(separated(',')));
    for (let length = 20; length < whole.length; length += 7)
      expect((await failure(file(whole.subarray(0, length)))).code).toBe(code);
  });

  it('a header of letters that begins like a signature is a header', async () => {
    expect((await read(file('ORC,PAR1\n1,2\n'))).header).toEqual(['ORC', 'PAR1']);
    expect((await read(file('PAR1;DUCK\n1;2\n'))).header).toEqual(['PAR1', 'DUCK']);
  });

  it('cells beside the table of a sheet', async () => {
    const { records, damaged } = await read(join(DATA, 'beside.xlsx'));
    expect(records.map(({ row }) => row)).toEqual([2]);
    expect(damaged).toMatchObject([{ row: 3, code: 'FIELD_COUNT' }]);
  });
});

describe('Windows-1252 and UTF-8', () => {
  const letters = 'é€œ“”–Åßñ'.split('');
  const WINDOWS: Readonly<Record<string, number>> = { '€': 0x80, œ: 0x9c, '“': 0x93, '”': 0x94, '–': 0x96 };
  const encoded = (text: string): Buffer =>
    Buffer.from([...text].map((letter) => WINDOWS[letter] ?? letter.charCodeAt(0)));
  const names = fc.array(
    fc
      .array(fc.constantFrom(...letters, 'a', 'b', ' '), { minLength: 1, maxLength: 6 })
      .map((word) => `x${word.join('a')}y`),
    { minLength: 1, maxLength: 50 },
  );

  it('are told apart by all of the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(names, async (words) => {
        const text = `name\n${words.join('\n')}\n`;
        const [windows, utf8] = [await read(file(encoded(text))), await read(file(text))];
        expect(fieldsOf(windows)).toEqual(fieldsOf(utf8));
        expect(fieldsOf(utf8)).toEqual(words.map((word) => [word]));
        expect(windows.notes).toHaveLength(
          words.some((word) => letters.some((letter) => word.includes(letter))) ? 1 : 0,
        );
        expect(utf8.notes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('an accent far into the file decides for all of it, on the edge of two pieces too', async () => {
    for (const at of [262_140, 262_143, 262_144, 600_000]) {
      const plain = 'name\n'.padEnd(at, 'row\n');
      for (const [name, bytes] of [
        ['windows', Buffer.concat([Buffer.from(plain), Buffer.from([0xe9, 0x20, 0x0a])])],
        ['utf8', Buffer.from(`${plain}é \n`)],
      ] as const) {
        const { records, damaged } = await read(file(bytes));
        expect([at, name, damaged.length, records.at(-1)!.fields[0]!.trim().endsWith('é')]).toEqual([
          at,
          name,
          0,
          true,
        ]);
      }
    }
  });

  it('a damaged row is no reason to read the rest otherwise', async () => {
    const rows = ['name', 'Zoë', 'caf\u0000', 'René'].map((row) => Buffer.from(`${row}\n`));
    rows[2] = Buffer.from([0x63, 0xe9, 0x0a]);
    const { records, damaged, notes } = await read(file(Buffer.concat(rows)));
    expect(records.map(({ fields }) => fields[0])).toEqual(['Zoë', 'René']);
    expect(damaged).toMatchObject([{ row: 3, code: 'INVALID_UTF8' }]);
    expect(notes).toEqual([]);
    // 0x81 is no character in Windows-1252: whatever this is, it is not that.
    expect((await read(file(Buffer.from([0x61, 0x0a, 0x81, 0x0a])))).damaged).toMatchObject([{ code: 'INVALID_UTF8' }]);
  });
});
