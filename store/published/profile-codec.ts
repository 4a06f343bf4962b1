import { KringError } from '../../domain/errors.ts';
import { withoutRfm } from '../../domain/segments/builtin.ts';
import { unknownCode } from '../client/tuple.ts';
import { packedRows, packRows } from './packed.ts';
import { bytesOf, codeOf, formOf, planesOf, valueIn, valueOf, type Form } from './planes.ts';
import {
  COLUMNS,
  GUESSES,
  MOVED,
  REST,
  SETS,
  TAIL,
  type BlockRow,
  type Column,
  type Part,
  type Stored,
} from './profile-columns.ts';
import { restFrom, tailFrom, type Members } from './profile-members.ts';

/** 1 had every column in planes, and more of them in the modelled part; it is still read. */
const LAYOUT = 2;

interface Header {
  readonly layout: number;
  readonly count: number;
  /** Letters of the ids before the tails. */
  readonly skip: number;
  /** A fingerprint of the members, the same in both parts. */
  readonly members: string;
  /** In planes (planes.ts), or where there are {@link PACKED} bytes in rows behind them (packed.ts). */
  readonly columns: readonly (readonly [name: string, bytes: number, scale: number, words?: readonly string[]])[];
  readonly sets: readonly (readonly [name: string, words: readonly string[]])[];
  /** Columns of {@link GUESSES} that are kept as differences: those where that is exact. */
  readonly net: readonly string[];
  /** The numbers some of them are guessed with. */
  readonly fits?: Readonly<Record<string, number>>;
  /** Bytes of the packed rows. */
  readonly packed?: number;
}
const PACKED = -1;

const asNumber = (value: unknown): number => (value === null ? Number.NaN : Number(value) + 0);

function wordsOf(values: readonly unknown[], stored: Stored): readonly string[] {
  const occurring = new Set(values.filter((value) => value !== null) as string[]);
  return typeof stored === 'object' ? stored.filter((word) => occurring.has(word)) : [...occurring].sort();
}

const ALL: ReadonlyMap<string, Column> = new Map(
  [...COLUMNS.observed, ...COLUMNS.modelled].map((column) => [column.name, column]),
);

/** In whole parts of 1 / scale, or the place of a word; 0 where what it is guessed by is not there. */
function guessed(name: string, of: readonly number[], fit: number, words: readonly string[] | undefined): number {
  if (of.some((term) => Number.isNaN(term))) return 0;
  const guess = GUESSES[name]!.guess(of, fit);
  if (typeof guess === 'string') return Math.max(0, words!.indexOf(guess));
  return Number.isFinite(guess) ? guess : 0;
}

/** What a difference stands for. */
const withGuess = (rest: number, guess: number, scale: number): number => (rest + guess) / scale;

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** A column as the difference to what it is guessed to be; null where that would not be exact. */
function differences(
  name: string,
  plain: Float64Array,
  numbersOf: (column: string) => Float64Array,
  words: readonly string[] | undefined,
): { readonly column: Float64Array; readonly fit: number | null } | null {
  const known = GUESSES[name];
  if (known === undefined) return null;
  const { scale = 1, fit: says } = known;
  const columns = known.of.map(numbersOf);
  const termsAt = (at: number): number[] => columns.map((column) => column[at]!);
  let fit: number | null = null;
  if (says !== undefined) {
    const sayings: number[] = [];
    for (const [at, value] of plain.entries()) {
      const said = says(value, ...termsAt(at));
      if (said !== null && Number.isFinite(said)) sayings.push(said);
    }
    fit = Math.round(middleOf(sayings));
  }
  const column = new Float64Array(plain.length);
  for (const [at, value] of plain.entries()) {
    const guess = guessed(name, termsAt(at), fit ?? 0, words);
    column[at] = (scale === 1 ? value : Math.round(value * scale)) - guess;
    if (!Object.is(withGuess(column[at], guess, scale), value)) return null;
  }
  return { column, fit };
}

/** Where so many say the same, deflate takes less for the column than a bit for each. */
const SAME = 0.8;

function isMostlyOne(column: Float64Array): boolean {
  let [candidate, lead] = [Number.NaN, 0];
  for (const value of column) {
    if (lead === 0) candidate = value;
    lead += Object.is(value, candidate) ? 1 : -1;
  }
  const same = column.reduce((sum, value) => sum + (Object.is(value, candidate) ? 1 : 0), 0);
  return same >= SAME * column.length;
}

/** Columns of numbers, each made once. */
function numbersIn(rows: readonly BlockRow[]): (name: string) => Float64Array {
  const made = new Map<string, Float64Array>();
  return (name) => {
    let column = made.get(name);
    if (column === undefined) {
      const { of } = ALL.get(name)!;
      made.set(name, (column = Float64Array.from(rows, (row) => asNumber(of(row)))));
    }
    return column;
  };
}

/** A part of a block, not deflated; equal rows, equal bytes. */
export function encodePart(part: Part, { skip, rows, fingerprint }: Members): Uint8Array {
  const tails = rows.map(({ id }) => tailFrom(id, skip));
  const special: Record<string, (row: BlockRow, at: number) => unknown> = {
    [TAIL]: (_, at) => tails[at]! - (at === 0 ? 0 : tails[at - 1]!),
    [REST]: ({ id }, at) => (tails[at] === tails[at - 1] || tails[at] === tails[at + 1] ? restFrom(id, skip) : null),
  };
  const columns: Header['columns'][number][] = [];
  const planes: Uint8Array[] = [];
  const packed: Float64Array[] = [];
  const net: string[] = [];
  const fits: Record<string, number> = {};
  const numbersOf = numbersIn(rows);
  for (const { name, stored, of } of COLUMNS[part]) {
    const isWord = stored === 'text' || typeof stored === 'object';
    const values = isWord || special[name] !== undefined ? rows.map(special[name] ?? of) : null;
    const words = isWord ? wordsOf(values!, stored) : undefined;
    const place = words && new Map(words.map((word, k) => [word, k]));
    const plain =
      values === null
        ? numbersOf(name)
        : Float64Array.from(values, (value) =>
            asNumber(place === undefined || value === null ? value : place.get(value as string)),
          );
    const less = differences(name, plain, numbersOf, words);
    if (less !== null) net.push(name);
    if (less?.fit) fits[name] = less.fit;
    const column = less?.column ?? plain;
    const [bytes, scale] = formOf(column);
    const isPacked = bytes > 0 && !isMostlyOne(column);
    const kept = isPacked ? PACKED : bytes;
    columns.push(words === undefined ? [name, kept, scale] : [name, kept, scale, words]);
    if (isPacked) packed.push(column.map((value) => codeOf(value, scale)));
    else planes.push(planesOf(column, [bytes, scale]));
  }
  const sets: Header['sets'][number][] = [];
  for (const name of SETS[part]) {
    const kept = rows.map(({ profile }) => withoutRfm(profile.segments));
    const words = [...new Set(kept.flat())].sort();
    sets.push([name, words]);
    for (const word of words) {
      const bits = new Uint8Array(Math.ceil(rows.length / 8));
      for (const [at, keys] of kept.entries()) if (keys.includes(word)) bits[at >> 3]! |= 1 << (at & 7);
      planes.push(bits);
    }
  }
  const behind = packRows(packed);
  const header: Header = {
    layout: LAYOUT,
    count: rows.length,
    skip,
    members: fingerprint,
    columns,
    sets,
    net,
    fits,
    packed: behind.length,
  };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([size, text, ...planes, behind]);
}

function headerOf(raw: Buffer): { readonly header: Header; readonly end: number } {
  const end = 4 + raw.readUInt32LE(0);
  const header = JSON.parse(raw.toString('utf8', 4, end)) as Header;
  if (header.layout > LAYOUT)
    throw unknownLayout(`layout ${String(header.layout)}, this code knows ${LAYOUT} and those before`);
  return { header, end };
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** How many bytes at the end of a part are packed already, and would only grow when they are deflated. */
export const packedBytesOf = (content: Uint8Array): number => headerOf(bufferOf(content)).header.packed ?? 0;

/** A part of a block opened: numbers and words are read where they are asked for. */
export interface OpenPart {
  readonly count: number;
  readonly members: string;
  /** Whether a column lies here. */
  has(column: string): boolean;
  /** A value of a column as a number, a word by its place; NaN where there is none. */
  numberAt(column: string, row: number): number;
  /** A value of a column, null where there is none. */
  at(column: string, row: number): number | string | null;
  /** The words of a set that a row has. */
  wordsAt(set: string, row: number): readonly string[];
}

const unknownLayout = (what: string): KringError =>
  new KringError('UNKNOWN_LAYOUT', `a block of customers has ${what}`);

interface OpenColumn {
  /** What is kept, in row after row. */
  readonly kept: (row: number) => number;
  readonly words: readonly string[] | undefined;
}

/**
 * The reverse of {@link encodePart}. Throws KringError UNKNOWN_LAYOUT for another layout or column, UNKNOWN_CODE for a word, of newer code.
 *
 * @param beside the other part of the same block, where values are asked for that are guessed by what lies there
 */
export function openPart(part: Part, content: Uint8Array, beside?: OpenPart): OpenPart {
  const raw = bufferOf(content);
  const { header, end } = headerOf(raw);
  const { count, members, columns, sets, net, fits = {}, packed = 0 } = header;
  const packedColumns = columns.filter(([, bytes]) => bytes === PACKED).length;
  const rows = packedRows(raw.subarray(raw.length - packed), packedColumns, count);
  let [at, packedBefore] = [end, 0];
  const found = new Map<string, OpenColumn>();
  for (const [name, bytes, scale, words] of columns) {
    const stored = ALL.get(name)?.stored;
    if (stored === undefined || !(COLUMNS[part].includes(ALL.get(name)!) || (part === 'modelled' && MOVED.has(name))))
      throw unknownLayout(`a column ${name}, which this code does not know`);
    const strange = typeof stored === 'object' ? words?.find((word) => !stored.includes(word)) : undefined;
    if (strange !== undefined) throw unknownCode(`a block of customers has ${name}`, strange);
    if (bytes === PACKED) {
      const column = packedBefore++;
      found.set(name, { words, kept: (row) => valueOf(rows(column, row), scale) });
      continue;
    }
    const form: Form = [bytes, scale];
    const planes = raw.subarray(at, (at += bytesOf(count, form)));
    found.set(name, { words, kept: (row) => valueIn(planes, count, form, row) });
  }
  const missing = COLUMNS[part].find(({ name }) => !found.has(name) && !MOVED.has(name));
  if (missing !== undefined) throw unknownLayout(`no column ${missing.name}`);
  const bitsOf = new Map<string, (readonly [word: string, bits: Uint8Array])[]>();
  for (const [name, words] of sets) {
    if (!SETS[part].includes(name)) throw unknownLayout(`a set ${name}, which this code does not know`);
    const length = Math.ceil(count / 8);
    bitsOf.set(
      name,
      words.map((word) => {
        at += length;
        return [word, raw.subarray(at - length, at)] as const;
      }),
    );
  }
  const guessAt = (name: string, row: number, words: readonly string[] | undefined): number =>
    guessed(
      name,
      GUESSES[name]!.of.map((term) => (found.has(term) ? numberAt(term, row) : numberBeside(term, row))),
      fits[name] ?? 0,
      words,
    );
  const numberBeside = (name: string, row: number): number => {
    if (beside === undefined) throw new KringError('UNKNOWN_LAYOUT', `${name} lies in the other part of the block`);
    return beside.numberAt(name, row);
  };
  const numberAt = (name: string, row: number): number => {
    const column = found.get(name);
    if (column === undefined) throw unknownLayout(`no column ${name}`);
    const kept = column.kept(row);
    if (Number.isNaN(kept) || !net.includes(name)) return kept;
    return withGuess(kept, guessAt(name, row, column.words), GUESSES[name]!.scale ?? 1);
  };
  return {
    count,
    members,
    has: (name) => found.has(name),
    numberAt,
    at: (name, row) => {
      const value = numberAt(name, row);
      return Number.isNaN(value) ? null : (found.get(name)!.words?.[value] ?? value);
    },
    wordsAt: (name, row) =>
      bitsOf.get(name)!.flatMap(([word, bits]) => (((bits[row >> 3]! >> (row & 7)) & 1) === 1 ? [word] : [])),
  };
}

/** Both parts of a block. */
export function openBlock(contents: Readonly<Record<Part, Uint8Array>>): Record<Part, OpenPart> {
  const observed = openPart('observed', contents.observed);
  return { observed, modelled: openPart('modelled', contents.modelled, observed) };
}
