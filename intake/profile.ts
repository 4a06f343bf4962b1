import { locateFields } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readRecords } from './csv/read.ts';
import type { CsvRecord, CsvShape } from './csv/read.ts';
import { canonicalId, isFloatId } from './columns.ts';
import type { ColumnKind } from './columns.ts';
import { newCentsCheck } from './cents.ts';
import { decimalMarkOf } from './decimal.ts';
import type { DecimalMark } from './decimal.ts';
import { newRepeatCheck } from './repeats.ts';

/** What looking at a whole file found, before anything is written. */
export interface FileProfile {
  /** How many there are, good or bad. */
  readonly rows: number;
  /** Of each number field, what separates decimals; null where neither the column nor an option says. */
  readonly marks: Readonly<Record<string, DecimalMark | null>>;
  /** Number fields whose column has no value at all. */
  readonly empty: readonly string[];
  /** Rows that are an exact repetition of an earlier one. */
  readonly repeated: readonly number[];
  /** Each a reason not to import the file as it is, with the column and an example. */
  readonly doubts: readonly string[];
  /** Worth knowing, no reason to stop. */
  readonly notes: readonly string[];
  /** Currencies the file names, in upper case, and the rows of each; the first few where there are many. */
  readonly currencies: ReadonlyMap<string, number>;
}

export interface ProfileRequest {
  readonly path: string;
  readonly fields: FieldColumns<string>;
  readonly map: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  readonly delimiter?: string;
  readonly shape?: CsvShape;
  /** What an option says about columns that do not say it themselves. */
  readonly decimalMark: DecimalMark | null;
  /** Whether 0 stands for nobody, as in exports of shops; in lists of ties somebody is number 0. */
  readonly zeroIsNobody: boolean;
}

/** What databases, spreadsheets and shops write where there is no customer. */
const NOBODY: ReadonlySet<string> = new Set([
  'nan',
  'null',
  '(null)',
  'none',
  'nil',
  'n/a',
  '#n/a',
  '#ref!',
  '#value!',
  'undefined',
  '\\n',
  'guest',
  'anonymous',
  'unknown',
  '-',
  '--',
  '?',
]);
const LONGEST_NOBODY = 9;
/** As spreadsheets show a long number: the digits after the third are lost. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+\d+$/i;

/** How often something occurs, and where first. */
interface Sighting {
  count: number;
  readonly row: number;
  readonly example: string;
}

/**
 * Looks at every column of a file: ids that are none, ids a spreadsheet has spoilt, numbers that may be meant either way,
 * cells that span lines, amounts in cents among others, rows that occur twice. One pass, in memory that grows with the
 * number of rows by some 50 bytes each. Throws as readCsv does.
 */
export async function profileFile(request: ProfileRequest): Promise<FileProfile> {
  const { path, fields, map, kinds, zeroIsNobody } = request;
  const seen = new Map<string, Sighting>();
  const see = (what: string, row: number, example: string): void => {
    const before = seen.get(what);
    if (before === undefined)
      seen.set(what, { count: 1, row, example: example.replaceAll(/[\r\n]+/g, '⏎').slice(0, 40) });
    else before.count += 1;
  };
  let columns: Columns | null = null;
  const currencies = new Map<string, number>();
  let cents = newCentsCheck({});
  const repeats = newRepeatCheck();
  const repeated: number[] = [];
  let rows = 0;
  let reading: readonly string[] = [];
  for await (const { header, delimiter, records, damaged, notes } of readRecords(path, {
    ...(request.delimiter === undefined ? {} : { delimiter: request.delimiter }),
    ...(request.shape === undefined ? {} : { shape: request.shape }),
  })) {
    reading = notes;
    rows += damaged.length;
    if (columns === null) {
      const positions = locateFields(header, fields, map);
      columns = columnsOf(positions, kinds);
      cents = newCentsCheck(positions);
    }
    for (const record of records) {
      rows += 1;
      for (const [field, position] of columns.ids)
        lookAtId(record, field, position, kinds[field] === 'PERSON', zeroIsNobody, see);
      for (const number of columns.numbers) lookAtNumber(record, number);
      if (record.lines > 1 || record.text.includes('\r')) lookAtLines(record, columns.mapped, header, delimiter, see);
      if (record.oddQuotes > 0) see('quote', record.row, record.fields.find((cell) => cell.startsWith('"')) ?? '');
      if (repeats.isRepeat(record.text)) repeated.push(record.row);
      cents.look(record);
      if (columns.currency >= 0) count(currencies, record.fields[columns.currency]!.trim().toUpperCase());
    }
  }
  const numbers = columns?.numbers ?? [];
  const marks = Object.fromEntries(numbers.map((number) => [number.field, markOf(number, request.decimalMark)]));
  const undecided = numbers.flatMap((number) => undecidedOf(number, marks[number.field] ?? null));
  return {
    rows,
    marks,
    empty: numbers.flatMap(({ field, isEmpty }) => (isEmpty ? [field] : [])),
    currencies,
    doubts: [...doubtsOf(seen), ...undecided, ...cents.doubts(rows)],
    repeated,
    notes: [...reading, ...notesOf(seen), ...repeatNotes(repeated, rows)],
  };
}

interface Columns {
  /** Position of the currency, −1 where there is none. */
  readonly currency: number;
  readonly ids: readonly (readonly [field: string, position: number])[];
  readonly numbers: readonly NumberColumn[];
  /** Positions of all columns that are read. */
  readonly mapped: ReadonlySet<number>;
}

/** A column of numbers, and where it first showed which decimal mark. */
interface NumberColumn {
  readonly field: string;
  readonly position: number;
  readonly shown: Partial<Record<DecimalMark | 'EITHER', Sighting>>;
  isEmpty: boolean;
}

function columnsOf(positions: Readonly<Record<string, number>>, kinds: Readonly<Record<string, ColumnKind>>): Columns {
  const there = Object.entries(positions).filter(([, position]) => position >= 0);
  return {
    currency: positions['currency'] ?? -1,
    ids: there.filter(([field]) => kinds[field] === 'PERSON' || kinds[field] === 'RECORD'),
    numbers: there.flatMap(([field, position]) =>
      kinds[field] === 'NUMBER' ? [{ field, position, shown: {}, isEmpty: true }] : [],
    ),
    mapped: new Set(there.map(([, position]) => position)),
  };
}

/** More than this is no column of currencies. */
const MAX_CURRENCIES = 20;

function count(seen: Map<string, number>, code: string): void {
  if (code !== '' && (seen.has(code) || seen.size < MAX_CURRENCIES)) seen.set(code, (seen.get(code) ?? 0) + 1);
}

type See = (what: string, row: number, example: string) => void;

const [ONE, NINE] = [0x31, 0x39];

function lookAtId(
  { row, fields }: CsvRecord,
  field: string,
  position: number,
  isPerson: boolean,
  zeroIsNobody: boolean,
  see: See,
): void {
  const text = fields[position]!.trim();
  if (text === '') return;
  const first = text.charCodeAt(0);
  // Most ids are plain numbers: they cannot be a word for nobody.
  const mayBeNobody = isPerson && text.length <= LONGEST_NOBODY && !(first >= ONE && first <= NINE);
  if (mayBeNobody && (NOBODY.has(text.toLowerCase()) || text === 'NA' || (zeroIsNobody && text === '0')))
    see(`nobody ${field} ${text}`, row, text);
  else if (text.includes('+') && SCIENTIFIC.test(text)) see(`scientific ${field}`, row, text);
  else if (text.includes('.') && isFloatId(text)) see(`float ${field}`, row, text);
  else if (isPerson && canonicalId(text) !== text) see(`spelling ${field}`, row, text);
}

function lookAtNumber({ row, fields }: CsvRecord, column: NumberColumn): void {
  const { position, shown } = column;
  const text = fields[position]!.trim();
  if (column.isEmpty && text !== '') column.isEmpty = false;
  const mark = decimalMarkOf(text);
  if (mark === null) return;
  const before = shown[mark];
  if (before === undefined) shown[mark] = { count: 1, row, example: text };
  else before.count += 1;
}

/** A cell of several lines in a column that is read, or one anywhere that has as many delimiters as a row: it holds rows. */
function lookAtLines(
  { row, fields, written = fields }: CsvRecord,
  mapped: ReadonlySet<number>,
  header: readonly string[],
  delimiter: string | null,
  see: See,
): void {
  const look = (cell: string, name: string, isRead: boolean): void => {
    if (!/[\r\n]/.test(cell.trim())) return;
    const holdsRows = delimiter !== null && written.length > 1 && cell.split(delimiter).length >= written.length;
    if (isRead || holdsRows) see(`lines ${name}`, row, cell.trim());
  };
  fields.forEach((cell, position) => look(cell, header[position] ?? '', mapped.has(position)));
  if (written !== fields) written.forEach((cell, position) => look(cell, `column ${position + 1}`, false));
}

/** The column decides where its cells agree; an option, where they do not or none says. */
function markOf({ shown }: NumberColumn, option: DecimalMark | null): DecimalMark | null {
  const [point, comma] = [shown['.'] !== undefined, shown[','] !== undefined];
  return point === comma ? option : point ? '.' : ',';
}

/** The doubt about a column none of whose cells decides; one in two notations is read cell by cell instead. */
function undecidedOf({ field, shown }: NumberColumn, mark: DecimalMark | null): string[] {
  const { EITHER: either } = shown;
  if (either === undefined || mark !== null || shown['.'] !== undefined) return [];
  return [
    `${field}: no cell says whether the point or the comma separates decimals, and ${cellsOf(either.count)} may be meant either way, first ${either.example} in row ${either.row}; add --decimal-point or --decimal-comma`,
  ];
}

const cellsOf = (count: number): string => `${count} ${count === 1 ? 'cell' : 'cells'}`;

function doubtsOf(seen: ReadonlyMap<string, Sighting>): string[] {
  const doubts: string[] = [];
  const nobodies = new Map<string, string[]>();
  for (const [what, { count, row, example }] of seen) {
    const [kind, column] = [what.slice(0, what.indexOf(' ')), what.slice(what.indexOf(' ') + 1)];
    if (kind === 'nobody') {
      const field = column.slice(0, column.indexOf(' '));
      nobodies.set(field, [...(nobodies.get(field) ?? []), `${example} (${count} times, first in row ${row})`]);
    } else if (kind === 'scientific')
      doubts.push(
        `${column}: ${cellsOf(count)} in scientific notation, whose last digits are lost, first ${example} in row ${row}; export the column as text`,
      );
    else if (kind === 'float')
      doubts.push(
        `${column}: ${cellsOf(count)} saved as decimal numbers, first ${example} in row ${row}; they will be read without the .0`,
      );
    else if (kind === 'lines')
      doubts.push(
        `column "${column}": ${cellsOf(count)} of several lines, first in row ${row} (${example}); is a quote missing that ends it?`,
      );
  }
  const named = [...nobodies].map(
    ([field, words]) =>
      `${field}: no ids of anybody: ${words.join(', ')}; leave such cells empty, and their rows are listed as rejected`,
  );
  return [...named, ...doubts];
}

function repeatNotes({ length: count, 0: first }: readonly number[], rows: number): string[] {
  if (first === undefined) return [];
  return [
    `${count} of ${rows} rows ${count === 1 ? 'is' : 'are'} an exact repetition of an earlier one, first row ${first}; they count like any other.`,
  ];
}

function notesOf(seen: ReadonlyMap<string, Sighting>): string[] {
  const notes: string[] = [];
  for (const [what, { count, row, example }] of seen) {
    if (what.startsWith('spelling '))
      notes.push(
        `${what.slice('spelling '.length)}: ${cellsOf(count)} read in another spelling (e-mail addresses in lower case, nothing invisible), first in row ${row} (${example}).`,
      );
    else if (what === 'quote')
      notes.push(
        `${count} ${count === 1 ? 'row has' : 'rows have'} a quote inside a field, read as it stands, first in row ${row} (${example}).`,
      );
  }
  return notes;
}
