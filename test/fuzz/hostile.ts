import fc from 'fast-check';

/** A cell as no tester would write it, and as some export does; often enough one that is good. */
export type Cells = fc.Arbitrary<string>;

const DAY = 86_400_000;
const FIRST_GOOD_DAY = 19_000;

/** Numbers of every notation: most are refused, some must be read exactly, none may be read as another number. */
const oddNumber = fc.constantFrom(
  '1e15',
  '1E3',
  '-0',
  '-0.00',
  '+5.00',
  '.50',
  '5.',
  '0',
  '0.00',
  '00012.50',
  '1e-7',
  '0x10',
  '1_000',
  '1/2',
  '1.234',
  '1,234',
  '1.234,56',
  '1,234.56',
  '1 234,56',
  "1'234.56",
  '12,5',
  '1.2.3',
  '--5',
  '(5.00)',
  '5-',
  '٣٫٥',
  '€ 5.00',
  '5 EUR',
  '$5',
  '5%',
  'NaN',
  'nan',
  'Infinity',
  '-Infinity',
  'null',
  'NULL',
  '\\N',
  'N/A',
  '#REF!',
  '9007199254740993',
  '10000000000.00',
  '10000000000.01',
  '-10000000000.00',
  '999999999999999999',
  '1e400',
  '0.005',
  '0.015',
  '-0.005',
  '2.675',
  '0.0049999999999999999',
  '=1+1',
  '−5.00',
  '5\u00a0',
  '\u200b5',
  '5\u0000',
);
const cents = (min: number, max: number): Cells =>
  fc.integer({ min, max }).map((minor) => `${minor < 0 ? '-' : ''}${(Math.abs(minor) / 100).toFixed(2)}`);

export const amount: Cells = fc.oneof(
  { weight: 40, arbitrary: cents(1, 50_000) },
  { weight: 6, arbitrary: cents(-20_000, -1) },
  { weight: 5, arbitrary: oddNumber },
);
export const quantity: Cells = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 1, max: 9 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom('-1', '-2', '0', '0.5', '1000000000', '1000000001', '1e9', '') },
  { weight: 1, arbitrary: oddNumber },
);

const goodDay = fc
  .integer({ min: FIRST_GOOD_DAY, max: FIRST_GOOD_DAY + 900 })
  .map((day) => new Date(day * DAY).toISOString().slice(0, 10));
const oddDate = fc.constantFrom(
  '1969-12-31',
  '1970-01-01',
  '0001-01-01',
  '0000-00-00',
  '2099-12-31',
  '2525-01-01',
  '9999-12-31',
  '-000001-01-01',
  '2023-02-29',
  '2024-02-29',
  '2023-13-01',
  '2023-04-31',
  '01/02/2023',
  '1.2.2023',
  '2023/01/02',
  '20230102',
  '44197',
  '1672531200',
  '1672531200000',
  'yesterday',
  'NaT',
  '2023-01-02T24:00:00Z',
  '2023-01-02T23:59:60Z',
  '2023-01-02 03:04',
  '2023-01-02T03:04:05.123456789Z',
  '2023-01-02T03:04:05+14:00',
  '2023-01-02T03:04:05+99:00',
  '2023-03-26T02:30:00',
  '2023-1-2',
  '23-01-02',
  '٢٠٢٣-٠١-٠٢',
  '=TODAY()',
  '2023-01-02\u0000',
  '',
);
export const day: Cells = fc.oneof({ weight: 30, arbitrary: goodDay }, { weight: 2, arbitrary: oddDate });

/** Texts that break readers, keys, hashes and spreadsheets. */
const oddText = fc.oneof(
  fc.constantFrom(
    'a\u0000b',
    '\u0007',
    '\ud800',
    'x\udfffy',
    '\ud83d\ude00',
    'e\u0301',
    '\u00e9',
    '\u200bzero',
    'ze\u200bro',
    '\ufeffbom',
    '\u202egnp.exe',
    ' lead',
    'trail ',
    '\u00a0nbsp\u00a0',
    'tab\there',
    'line\nfeed',
    'car\r\nriage',
    'cr\ronly',
    '"',
    '""',
    'a"b',
    '"quoted"',
    "it's",
    'a,b',
    'a;b',
    'a|b',
    '=HYPERLINK("http://x","y")',
    '+1+1',
    '@SUM(1)',
    '-2',
    '#1',
    'nan',
    'NULL',
    'None',
    'guest',
    '0',
    '-',
    '?',
    'undefined',
    '\\N',
    'true',
    '__proto__',
    'constructor',
    'toString',
    '12345.0',
    '12345',
    '1.23E+11',
    '00123',
    '*',
    '',
    ' ',
    '\u200b',
    '\u3000',
    '%00',
    '../../etc',
    '<script>',
    '${x}',
    'A@Example.com',
    'a@example.COM',
    'a@example.com',
    ' a@example.com ',
    'a@b@c',
    'ﬃ',
    'İ',
    'ß',
    'SS',
    'K',
    '\u{10ffff}',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer({ min: 190, max: 600 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 90, max: 210 }).map((length) => '\u{1f600}'.repeat(length)),
);
const named = (prefix: string, count: number): Cells => fc.nat({ max: count - 1 }).map((n) => `${prefix}${n}`);
const mostly = (good: Cells, weight: number): Cells =>
  fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: oddText });

/** Few people, so that they have histories, ties and conflicts; some of them addresses in several cases. */
export const person: Cells = mostly(
  fc.oneof(
    { weight: 10, arbitrary: named('c', 120) },
    {
      weight: 2,
      arbitrary: named('User', 20).chain((name) => fc.constantFrom(`${name}@X.org`, `${name}@x.ORG`.toLowerCase())),
    },
  ),
  30,
);
export const record: Cells = mostly(named('r', 40_000), 40);
export const sku: Cells = mostly(named('s', 12), 40);
export const group: Cells = mostly(named('g', 5), 40);
export const word = (...good: readonly string[]): Cells =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: oddText });
/** Mostly nothing at all. */
export const rarely = (cells: Cells): Cells =>
  fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: cells });
export const anyText: Cells = oddText;
