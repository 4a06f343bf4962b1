import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Notation } from '../../intake/cells.ts';
import { COLUMN_KINDS, readCells } from '../../intake/columns.ts';
import { decimalMarkOf, plainNumber } from '../../intake/decimal.ts';
import { customerRow } from '../../intake/customer-rows.ts';
import { interactionRow } from '../../intake/interaction-rows.ts';
import { orderRow } from '../../intake/order-rows.ts';
import { FIELDS } from '../../intake/inspect.ts';
import { accountRow, productRow, spendRow } from '../../intake/definition-rows.ts';
import { factRow } from '../../intake/fact-rows.ts';
import { messageRow } from '../../intake/messages/message-rows.ts';
import { IMPORT_KINDS } from '../../intake/presets.ts';
import type { ImportKind } from '../../intake/presets.ts';
import { profileFile } from '../../intake/profile.ts';
import type { FileProfile } from '../../intake/profile.ts';
import { referralRow } from '../../intake/referral-rows.ts';
import { checkedRows } from '../../intake/rows.ts';
import type { RowSchema } from '../../intake/rows.ts';
import { tieRow } from '../../intake/tie-rows.ts';

const directory = mkdtempSync(join(tmpdir(), 'kring-columns-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
const file = (content: string): string => {
  const path = join(directory, `${(files += 1)}.csv`);
  writeFileSync(path, content);
  return path;
};

const NOTATION: Notation = { currency: 'EUR', minorDigits: 2, dateFormat: 'iso', latest: Date.parse('2026-01-01') };

const profileOf = (
  path: string,
  kind: ImportKind = 'orders',
  decimalMark: '.' | ',' | null = null,
): Promise<FileProfile> =>
  profileFile({
    path,
    fields: FIELDS[kind],
    map: {},
    kinds: COLUMN_KINDS[kind],
    decimalMark,
    zeroIsNobody: kind === 'orders',
  });

const orders = (...rows: string[]): string => file(['order;customer;date;sku;amount', ...rows].join('\n'));

/** Order rows of a file as an import reads them: minor units by order, and why rows are refused. */
async function amountsOf(path: string, decimalMark: '.' | ',' | null = null) {
  const { marks } = await profileOf(path, 'orders', decimalMark);
  const amounts: Record<string, number> = {};
  const refused: Record<string, string> = {};
  const source = {
    path,
    fields: FIELDS.orders,
    map: {},
    constants: { quantity: '1' },
    reading: { kinds: COLUMN_KINDS.orders, marks },
    schema: orderRow(NOTATION),
  };
  for await (const { good, bad } of checkedRows(source)) {
    for (const { value } of good) amounts[value.orderId] = value.line!.netMinor;
    for (const { faults, recovered } of bad) refused[recovered['orderId'] ?? ''] = faults[0]!.reason;
  }
  return { amounts, refused };
}

const column = (...amounts: string[]): string =>
  orders(...amounts.map((amount, index) => `${index + 1};c;2024-01-01;a;${amount}`));

describe('numbers', () => {
  it('are read by their column: one cell that can be meant in one way only settles the others', async () => {
    expect((await amountsOf(column('1.234', '22.3', '12.345'))).amounts).toEqual({ 1: 123, 2: 2230, 3: 1234 });
    expect((await amountsOf(column('1.234', '22,3', '12.345'))).amounts).toEqual({ 1: 123_400, 2: 2230, 3: 1_234_500 });
    expect((await amountsOf(column('1,234', '1,234.56'))).amounts).toEqual({ 1: 123_400, 2: 123_456 });
    expect((await amountsOf(column('1.234', '1.234.567'))).amounts).toEqual({ 1: 123_400, 2: 123_456_700 });
  });

  it('are refused where no cell of the column decides, naming the options, and read with either option', async () => {
    for (const cell of ['1.234', '1,234']) {
      const path = column(cell, '500');
      expect((await profileOf(path)).doubts).toEqual([
        expect.stringMatching(
          /^amount: no cell says .* first 1[.,]234 in row 2; add --decimal-point or --decimal-comma$/,
        ),
      ]);
      const { amounts, refused } = await amountsOf(path);
      expect(amounts).toEqual({ 2: 50_000 });
      expect(refused['1']).toContain('--decimal-point or --decimal-comma');
    }
    expect((await amountsOf(column('1.234'), '.')).amounts).toEqual({ 1: 123 });
    expect((await amountsOf(column('1.234'), ',')).amounts).toEqual({ 1: 123_400 });
    expect((await amountsOf(column('1,234'), ',')).amounts).toEqual({ 1: 123 });
  });

  it('of a column in two notations are each read as they stand, or refused', async () => {
    const path = column('1,234.56', '1.234,56', '€ 12.00', '(5.00)', '1.5E3', '1.234', '+7.00', '0', 'NaN', '1 234.50');
    const { amounts, refused } = await amountsOf(path);
    expect(amounts).toEqual({ 1: 123_456, 2: 123_456, 7: 700, 8: 0 });
    expect(Object.keys(refused)).toEqual(['3', '4', '5', '6', '9', '10']);
  });

  it('never change by a factor of a thousand: what is written with a mark is read with it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('.' as const, ',' as const),
        fc.boolean(),
        (digits, scale, mark, grouped) => {
          const plain = String(digits).padStart(scale + 1, '0');
          const [whole, fraction] = [plain.slice(0, plain.length - scale), plain.slice(plain.length - scale)];
          const shown = grouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, mark === '.' ? ',' : '.') : whole;
          const text = scale === 0 ? shown : `${shown}${mark}${fraction}`;
          const truth = scale === 0 ? whole : `${whole}.${fraction}`;
          expect(plainNumber(text, mark)).toBe(truth);
          const own = decimalMarkOf(text);
          if (own !== null && own !== 'EITHER') expect(plainNumber(text, own)).toBe(truth);
        },
      ),
    );
  });

  it('are known to be numbers in every kind of file', () => {
    const schemas: Readonly<Record<ImportKind, RowSchema<unknown>>> = {
      customers: customerRow(),
      facts: factRow(NOTATION, 's'),
      messages: messageRow({ source: 's', notation: NOTATION }),
      products: productRow(NOTATION, 's'),
      accounts: accountRow('s'),
      spend: spendRow(NOTATION, 's'),
      orders: orderRow(NOTATION),
      interactions: interactionRow(NOTATION, 's'),
      ties: tieRow(NOTATION, 0),
      referrals: referralRow(NOTATION),
    };
    for (const kind of IMPORT_KINDS) {
      const row = Object.fromEntries(Object.keys(FIELDS[kind]).map((field) => [field, 'no number']));
      const issues = (schemas[kind].safeParse(row).error?.issues ?? []).filter(({ message }) =>
        /^is (not a plain number|no weight)/.test(message),
      );
      const numbers = Object.entries(COLUMN_KINDS[kind]).flatMap(([field, holds]) =>
        holds === 'NUMBER' ? [field] : [],
      );
      expect(issues.map(({ path }) => path[0]).sort()).toEqual(numbers.sort());
    }
  });
});

describe('ids', () => {
  const IDS = [
    'ann@example.org',
    'ANN@example.org',
    '\u00a0ann@example.org\u200b',
    'Jose\u0301',
    'Jos\u00e9',
    '12345.0',
    '12345',
    'nan',
    'NULL',
    'guest',
    '0',
    '\\N',
  ];
  const path = (): string => orders(...IDS.map((id, index) => `${index + 1};${id};2024-01-01;a;1.00`));

  it('that stand for nobody, and numbers that were saved as decimals, are told before anything is written', async () => {
    const { doubts, notes } = await profileOf(path());
    expect(doubts).toHaveLength(2);
    expect(doubts[0]).toMatch(
      /^customer: no ids of anybody: nan \(1 times, first in row 9\), NULL .*, guest .*, 0 .*, \\N /,
    );
    expect(doubts[1]).toMatch(/^customer: 1 cell saved as decimal numbers, first 12345\.0 in row 7/);
    expect(notes).toEqual([expect.stringMatching(/^customer: 3 cells read in another spelling/)]);
  });

  it('are one where they differ in case of an e-mail address, Unicode form, invisible characters or a .0', () => {
    const read = IDS.map(
      (customer) => readCells({ customer }, { kinds: COLUMN_KINDS.orders, marks: {} }).values['customer'],
    );
    expect(read).toEqual([
      'ann@example.org',
      'ann@example.org',
      'ann@example.org',
      'Jos\u00e9',
      'Jos\u00e9',
      '12345',
      '12345',
      'nan',
      'NULL',
      'guest',
      '0',
      '\\N',
    ]);
  });

  it('in scientific notation are told: their digits are lost', async () => {
    expect((await profileOf(orders('1;1.23E+11;2024-01-01;a;1.00'))).doubts).toEqual([
      expect.stringContaining('customer: 1 cell in scientific notation'),
    ]);
    expect((await profileOf(orders('5.36E+05;c;2024-01-01;a;1.00'))).doubts).toEqual([
      expect.stringContaining('orderId: 1 cell in scientific notation'),
    ]);
  });

  it('of a list of ties may be 0', async () => {
    expect((await profileOf(file('from,to\n0,1\n1,2\n'), 'ties')).doubts).toEqual([]);
  });
});

describe('a look at a file', () => {
  it('tells cells of several lines where they are read, and elsewhere where they hold rows', async () => {
    const swallowed = orders('1;c;2024-01-01;"a;1.00\n2;c;2024-01-02;b";2.00');
    expect((await profileOf(swallowed)).doubts).toEqual([
      expect.stringMatching(/^column "sku": 1 cell of several lines, first in row 2/),
    ]);
    const unread = (note: string): string =>
      file(`order,customer,date,sku,amount,note\n1,c,2024-01-01,a,1.00,${note}\n2,c,2024-01-01,a,1.00,x\n`);
    expect((await profileOf(unread('"left at\nthe door"'))).doubts).toEqual([]);
    expect((await profileOf(unread('"left\n7,c,2024-01-01,a,1.00,at"'))).doubts).toEqual([
      expect.stringContaining('column "note"'),
    ]);
  });

  it('tells amounts in cents among others', async () => {
    expect((await profileOf(column('12.50', '1250', '9.99'))).doubts).toEqual([
      expect.stringMatching(/^amount: 1 cell is exactly a hundred times .* first 1250 in row 3; are these cents\?$/),
    ]);
    expect((await profileOf(column('12.50', '1260', '1250.00'))).doubts).toEqual([]);
  });

  it('tells exact repetitions and inner quotes, and finds nothing in an ordinary file', async () => {
    const { doubts, notes } = await profileOf(
      orders('1;c;2024-01-01;"12 inch" pan;1.00', '2;d;2024-01-01;b;2.00', '2;d;2024-01-01;b;2.00'),
    );
    expect(doubts).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining('1 row has a quote inside a field'),
      expect.stringContaining('1 of 3 rows is an exact repetition'),
    ]);
    expect(await profileOf(orders('1;c;2024-01-01;a;1.00', '2;d;2024-01-01;b;2.00'))).toEqual({
      rows: 2,
      marks: { amount: '.' },
      currencies: new Map(),
      empty: [],
      repeated: [],
      doubts: [],
      notes: [],
    });
  });
});
