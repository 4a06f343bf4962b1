import { gzipSync } from 'node:zlib';

/** Numbers from a seed: the same file for the same seed, on every machine (mulberry32). */
export function random(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    chance: (share: number): boolean => next() < share,
    one: <T>(list: readonly T[]): T => list[below(list.length)]!,
  };
}
type Random = ReturnType<typeof random>;

/** A file of order lines and what went into it. */
export interface WrittenFile {
  readonly bytes: Buffer;
  /** The cells of each row by field, under the number it has in refusals; of a file whose bytes were damaged afterwards, null. */
  readonly rows: ReadonlyMap<number, Readonly<Record<string, string>>> | null;
  /** Its lines as text, by number, where it is text of one line a row. */
  readonly lines: readonly string[];
  readonly delimiter: string;
  readonly header: readonly string[];
}

const NUMBERS =
  "1e15|1E3|-0|+5.00|.50|5.|0|0.00|00012.50|1e-7|0x10|1_000|1.234|1,234|1.234,56|1,234.56|1 234,56|1'234.56|12,5|1.2.3|--5|(5.00)|5-|٣٫٥|€ 5.00|5 EUR|$5|5%|NaN|Infinity|null|\\N|#REF!|9007199254740993|10000000000.00|10000000000.01|1e308|0.005|0.015|-0.005|2.675|1,2345|12,34,567.00|1.234.567|1,234,567.891|=1+1|−5.00|5\u00a0|\u200b5|1.000,5|,5|0,005|0.1234567890123456789|-1.234,50| 7.25 ".split(
    '|',
  );
const DATES =
  '1899-12-31|1969-12-31|1970-01-01|2999-01-01|0000-00-00|2023-02-29|2024-02-29|01/02/2023|20230102|44197|yesterday|2023-01-02T24:00:00Z|2023-01-02 03:04|2023-01-02T03:04:05+14:00|=TODAY()|'.split(
    '|',
  );
const TEXTS = [
  'a\u0000b',
  '=HYPERLINK("http://x","y")',
  '@SUM(1)',
  '__proto__',
  'constructor',
  'ann@example.org',
  'ANN@Example.org',
  'a"b',
  'a,b',
  'a;b',
  'tab\there',
  ' ann ',
  'ze\u200bro',
  'é'.repeat(130),
  'x'.repeat(300),
  'guest',
  'NULL',
  '12345.0',
  '1.23E+11',
  '\u{1f600}',
  '\u202evil',
  '',
];
const CURRENCIES = ['EUR', 'eur', ' EUR', 'USD', '€', '', 'BTC'];

const day = (from: Random): string => new Date((19_000 + from.below(900)) * 86_400_000).toISOString().slice(0, 10);
const cents = (from: Random): string =>
  `${from.chance(0.1) ? '-' : ''}${from.below(500)}.${String(from.below(100)).padStart(2, '0')}`;

function rowOf(from: Random, columns: readonly string[], odd: number): Record<string, string> {
  const isOdd = (): boolean => from.chance(odd);
  const cells: Record<string, () => string> = {
    order: () => (isOdd() ? from.one(TEXTS) : `o${from.below(12)}`),
    customer: () => (isOdd() ? from.one(TEXTS) : `c${from.below(3)}`),
    date: () => (isOdd() ? from.one(DATES) : day(from)),
    sku: () => (isOdd() ? from.one(TEXTS) : `s${from.below(4)}`),
    quantity: () => (isOdd() ? from.one([...NUMBERS, '-1', '1.5', '0']) : String(1 + from.below(5))),
    amount: () => (isOdd() ? from.one(NUMBERS) : cents(from)),
    price: () => (isOdd() ? from.one(NUMBERS) : cents(from)),
    currency: () => (isOdd() ? from.one(CURRENCIES) : 'EUR'),
    note: () => (from.chance(0.3) ? from.one(TEXTS) : ''),
  };
  return Object.fromEntries(columns.map((column) => [column, cells[column]!()]));
}

/** An order has one customer here, mostly, or hardly any would be taken. */
const ofOneCustomer = (row: Record<string, string>): Record<string, string> =>
  /^o\d+$/.test(row['order']!) && /^c\d$/.test(row['customer']!)
    ? { ...row, customer: `c${Number(row['order']!.slice(1)) % 3}` }
    : row;

/** The file of a seed: rows good and odd, in one of the forms files come in, its bytes damaged now and then. */
export function fileOf(seed: number): WrittenFile {
  const from = random(seed);
  const money = from.chance(0.3) ? ['price'] : ['amount'];
  const header = ['order', 'customer', 'date', 'sku', 'quantity', ...money, 'currency', 'note'];
  const odd = from.one([0, 0.005, 0.02, 0.1]);
  const cells = Array.from({ length: from.below(14) }, () => ofOneCustomer(rowOf(from, header, odd)));
  if (cells.length > 0 && from.chance(0.1)) cells.push(from.one(cells));
  const form = from.one(['text', 'text', 'text', 'text', 'ndjson', 'array'] as const);
  if (form !== 'text') return asJson(from, header, cells, form === 'array');
  const delimiter = from.one([',', ',', ';', '\t', '|']);
  const always = from.chance(0.2);
  const end = from.one(['\n', '\n', '\r\n']);
  const isQuoted = (cell: string): boolean => always || cell.includes('"') || cell.includes(delimiter);
  const lineOf = (row: readonly string[]): string =>
    row.map((cell) => (isQuoted(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
  const before = from.chance(0.1) ? [`sep=${delimiter}`] : [];
  const lines = [...before, lineOf(header), ...cells.map((row) => lineOf(header.map((column) => row[column]!)))];
  const rows = new Map(cells.map((row, index) => [index + before.length + 2, row]));
  const text = lines.join(end) + (from.chance(0.9) ? end : '');
  const coded = from.one([
    () => Buffer.from(text),
    () => Buffer.from(text),
    () => Buffer.from(text),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.from(`\ufeff${text}`, 'utf16le'),
  ])();
  const damaged = from.chance(0.25) ? damage(from, coded) : null;
  const bytes = damaged ?? coded;
  const packed = from.chance(0.1) ? gzipSync(bytes, { level: 1 }) : bytes;
  const cut = from.chance(0.02) ? packed.subarray(0, from.below(packed.length)) : packed;
  const isWhole = damaged === null && cut.length === packed.length;
  return {
    bytes: cut,
    rows: isWhole ? rows : null,
    // What is left of lines whose number a cut or a byte does not move.
    lines: damaged === null || coded.includes(0) ? [] : damaged.toString('utf8').split('\n'),
    delimiter,
    header,
  };
}

function asJson(
  from: Random,
  header: readonly string[],
  cells: readonly Record<string, string>[],
  isArray: boolean,
): WrittenFile {
  const texts = cells.map((row) => JSON.stringify(row));
  const text = isArray ? `[${texts.join(from.one([',', ',\n', ' , ']))}]` : `${texts.join('\n')}\n`;
  const whole = Buffer.from(text);
  const damaged = from.chance(0.2) ? damage(from, whole) : null;
  return {
    bytes: damaged ?? whole,
    rows: damaged === null ? new Map(cells.map((row, index) => [index + 1, row])) : null,
    lines: [],
    delimiter: '',
    header,
  };
}

/** Bytes as networks, editors and copying leave them. */
function damage(from: Random, bytes: Buffer): Buffer {
  const at = from.below(bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  return from.one([
    () => Buffer.concat([head, Buffer.from([from.below(256)]), tail]),
    () => Buffer.concat([head, tail.subarray(1)]),
    () =>
      Buffer.concat([head, Buffer.from(from.one(['"', '""', '\u0000', '\r', '\n', ',', ';', '\n\n', '\ud800'])), tail]),
    () => head,
    () => Buffer.concat([head, tail.subarray(0, 40), tail]),
    () => Buffer.concat([head, tail.subarray(from.below(40))]),
  ])();
}
