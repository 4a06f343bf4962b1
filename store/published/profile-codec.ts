import { createHash } from 'node:crypto';
import { ID_LETTERS, type CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { overdueDays } from '../../domain/lifecycle/rhythm.ts';
import {
  LIFETIME_METHODS,
  RFM_GROUPS,
  SONAR_QUARTERS,
  SONAR_STAGES,
  type CustomerProfile,
  type LifecycleProfile,
} from '../../domain/profile/profile.ts';
import { withoutRfm, withRfm } from '../../domain/segments/builtin.ts';
import { unknownCode } from '../client/tuple.ts';
import { bytesOf, formOf, planesOf, valueIn, type Form } from './planes.ts';

/** The two parts of a block: what only events move, and what time moves. Each is written only when it changed. */
export const PARTS = ['observed', 'modelled'] as const;
export type Part = (typeof PARTS)[number];

/** A customer in a block. */
export interface BlockRow {
  readonly id: CustomerId;
  /** Days overdue are counted when read: kept, they would rewrite everybody who waits, every day. */
  readonly profile: CustomerProfile;
  /** The influence score the customer's history was told last; null before it was told any. */
  readonly toldInfluence: number | null;
}

/** How a column lies in a block: numbers in planes (planes.ts), yes as 1; a word as its place among those that occur, named in the header. */
type Stored = 'number' | 'flag' | 'text' | readonly string[];
type Columns<T> = { readonly [F in keyof T]-?: readonly [Part, Stored] };
type Kept = Omit<CustomerProfile, 'lifecycle' | 'segments' | 'community'> & {
  readonly lifecycle: Omit<LifecycleProfile, 'overdueDays'>;
};
/** Every field of every section has a column, or the compiler says which is missing. A section that a customer lacks is null in all of them. */
type Sections = { readonly [S in keyof Kept]: Columns<NonNullable<Kept[S]>> };

const seen = (stored: Stored): readonly [Part, Stored] => ['observed', stored];
const expected = (stored: Stored): readonly [Part, Stored] => ['modelled', stored];

const SECTIONS: Sections = {
  value: {
    revenueMinor: seen('number'),
    directMinor: seen('number'),
    referralMinor: seen('number'),
    referralReceivedMinor: seen('number'),
    referralGrossMinor: seen('number'),
    referralPassedOnMinor: seen('number'),
    crvMinor: seen('number'),
    networkMinor: seen('number'),
    networkReceivedMinor: seen('number'),
    networkPassedOnMinor: seen('number'),
    potentialDirectMinor: expected('number'),
    potentialIndirectMinor: expected('number'),
    uncosted: seen('flag'),
    refundsMinor: seen('number'),
    creditsMinor: seen('number'),
    moneyBackAt: seen('number'),
  },
  clv: {
    expectedOrders: expected('number'),
    expectedOrderMarginMinor: expected('number'),
    predictedMinor: expected('number'),
    lowMinor: expected('number'),
    highMinor: expected('number'),
    returnProbability: expected('number'),
    expectedNextOrderDay: expected('number'),
    method: expected(LIFETIME_METHODS),
    confidence: expected('number'),
    valueAtRiskMinor: expected('number'),
  },
  rfm: {
    recency: expected('number'),
    frequency: expected('number'),
    monetary: expected('number'),
    group: expected(RFM_GROUPS),
  },
  engagement: { points: seen('number') },
  lifecycle: {
    quarter: seen(SONAR_QUARTERS),
    stage: seen(SONAR_STAGES),
    since: seen('number'),
    cycle: seen('number'),
    lapsed: expected('flag'),
    dueDay: seen('number'),
    usualGapDays: seen('number'),
  },
  influence: {
    score: seen('number'),
    network: seen('number'),
    reach: seen('number'),
    amplification: seen('number'),
    authenticity: seen('number'),
    authenticityLow: seen('number'),
    authenticityHigh: seen('number'),
    calibration: seen('text'),
  },
};

interface Column {
  readonly name: string;
  readonly part: Part;
  readonly stored: Stored;
  readonly of: (row: BlockRow) => unknown;
}

const SECTION_COLUMNS: readonly (Column & { readonly section: keyof Kept; readonly field: string })[] = (
  Object.keys(SECTIONS) as (keyof Kept)[]
).flatMap((section) =>
  Object.entries(SECTIONS[section] as Columns<Record<string, unknown>>).map(([field, [part, stored]]) => ({
    name: `${section}.${field}`,
    part,
    stored,
    section,
    field,
    of: ({ profile }) => (profile[section] as Record<string, unknown> | null)?.[field] ?? null,
  })),
);

const TAIL = 'tail';
const REST = 'rest';
const SEGMENTS = 'segments';
const COLUMNS: Readonly<Record<Part, readonly Column[]>> = {
  observed: [
    // Who is who: ten letters of the id behind the block's own, as differences of sorted numbers; the rest of it only where two share those.
    { name: TAIL, part: 'observed', stored: 'number', of: () => null },
    { name: REST, part: 'observed', stored: 'text', of: () => null },
    ...SECTION_COLUMNS.filter(({ part }) => part === 'observed'),
    { name: 'community', part: 'observed', stored: 'text', of: ({ profile }) => profile.community },
    { name: 'toldInfluence', part: 'observed', stored: 'number', of: ({ toldInfluence }) => toldInfluence },
  ],
  modelled: SECTION_COLUMNS.filter(({ part }) => part === 'modelled'),
};
/** A set of words beside the columns: one bit a customer and word. */
const SETS: Readonly<Record<Part, readonly string[]>> = { observed: [], modelled: [SEGMENTS] };

/** What a value is, always or nearly, by others of its part: it is kept as the difference, which is little or nothing then. */
type Guess = readonly [terms: readonly [string, string], guess: (a: number, b: number) => number];
const net = (a: number, b: number): number => a - b;
const GUESSES: Readonly<Record<string, Guess>> = {
  'value.networkMinor': [['value.networkReceivedMinor', 'value.networkPassedOnMinor'], net],
  'value.referralMinor': [['value.referralReceivedMinor', 'value.referralPassedOnMinor'], net],
  // Where no cost is known and the margin rate is 1.
  'value.directMinor': [['value.revenueMinor', 'value.revenueMinor'], (revenue) => revenue],
  'clv.predictedMinor': [['value.potentialDirectMinor', 'value.potentialDirectMinor'], (direct) => direct],
  // CLV / P(return) × churn, of what is rounded.
  'clv.valueAtRiskMinor': [
    ['clv.predictedMinor', 'clv.returnProbability'],
    (predicted, returning) => (returning > 0 ? Math.round((predicted / returning) * (1 - returning)) : 0),
  ],
};

const LAYOUT = 1;
const TAIL_LETTERS = 10;

interface Header {
  readonly layout: typeof LAYOUT;
  readonly count: number;
  /** Letters of the ids before the tails. */
  readonly skip: number;
  /** A fingerprint of the members, the same in both parts. */
  readonly members: string;
  readonly columns: readonly (readonly [name: string, bytes: number, scale: number, words?: readonly string[]])[];
  readonly sets: readonly (readonly [name: string, words: readonly string[]])[];
  /** Columns of {@link GUESSES} that are kept as differences: those where that is exact. */
  readonly net: readonly string[];
}

/** The members of a block in the order they lie in it, and what says that two parts have the same. */
export interface Members {
  readonly skip: number;
  readonly rows: readonly BlockRow[];
  readonly fingerprint: string;
}

/** Letters of an id before its tail, where the ids of a block have so many bits in common. */
const skipOf = (bits: number): number => Math.floor(bits / 5);

/** What a customer is found by in a block, a whole number below 2⁵⁰. @param bits that the ids of the block have in common */
export const tailOf = (id: CustomerId, bits: number): number => tailFrom(id, skipOf(bits));

const tailFrom = (id: CustomerId, skip: number): number => {
  let tail = 0;
  for (let k = skip; k < skip + TAIL_LETTERS; k++) tail = tail * 32 + ID_LETTERS.indexOf(id[k]!);
  return tail;
};

/** @param bits that the ids of a block have in common */
export function membersOf(rows: readonly BlockRow[], bits: number): Members {
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const digest = createHash('sha256');
  for (const { id } of sorted) digest.update(id);
  return { skip: skipOf(bits), rows: sorted, fingerprint: digest.digest('base64url').slice(0, 8) };
}

const asNumber = (value: unknown): number => (value === null ? Number.NaN : Number(value) + 0);

function wordsOf(values: readonly unknown[], stored: Stored): readonly string[] {
  const occurring = new Set(values.filter((value) => value !== null) as string[]);
  return typeof stored === 'object' ? stored.filter((word) => occurring.has(word)) : [...occurring].sort();
}

function guessesOf(part: Part, name: string, rows: readonly BlockRow[]): Float64Array | undefined {
  if (GUESSES[name] === undefined) return undefined;
  const [terms, guess] = GUESSES[name];
  const [a, b] = terms.map((term) => COLUMNS[part].find((column) => column.name === term)!);
  return Float64Array.from(rows, (row) => guess(asNumber(a!.of(row)), asNumber(b!.of(row))));
}

/** A part of a block, not deflated; equal rows, equal bytes. */
export function encodePart(part: Part, { skip, rows, fingerprint }: Members): Uint8Array {
  const tails = rows.map(({ id }) => tailFrom(id, skip));
  const special: Record<string, (row: BlockRow, at: number) => unknown> = {
    [TAIL]: (_, at) => tails[at]! - (at === 0 ? 0 : tails[at - 1]!),
    [REST]: ({ id }, at) =>
      tails[at] === tails[at - 1] || tails[at] === tails[at + 1] ? id.slice(skip + TAIL_LETTERS) : null,
  };
  const columns: Header['columns'][number][] = [];
  const planes: Uint8Array[] = [];
  const net: string[] = [];
  for (const { name, stored, of } of COLUMNS[part]) {
    const values = rows.map(special[name] ?? of);
    const isWord = stored === 'text' || typeof stored === 'object';
    const words = isWord ? wordsOf(values, stored) : undefined;
    const place = words && new Map(words.map((word, k) => [word, k]));
    const plain = Float64Array.from(values, (value) =>
      asNumber(place === undefined || value === null ? value : place.get(value as string)),
    );
    const guessed = guessesOf(part, name, rows);
    const less = guessed && plain.map((value, at) => value - guessed[at]!);
    const isExact = less?.every((rest, at) => Object.is(rest + guessed![at]!, plain[at])) ?? false;
    if (isExact) net.push(name);
    const column = isExact ? less! : plain;
    const form = formOf(column);
    columns.push(words === undefined ? [name, ...form] : [name, ...form, words]);
    planes.push(planesOf(column, form));
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
  const header: Header = { layout: LAYOUT, count: rows.length, skip, members: fingerprint, columns, sets, net };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([size, text, ...planes]);
}

/** A part of a block opened: numbers and words are read where they are asked for. */
export interface OpenPart {
  readonly count: number;
  readonly members: string;
  /** A value of a column, null where there is none. */
  at(column: string, row: number): number | string | null;
  /** The words of a set that a row has. */
  wordsAt(set: string, row: number): readonly string[];
}

const unknownLayout = (what: string): KringError =>
  new KringError('UNKNOWN_LAYOUT', `a block of customers has ${what}`);

/** The reverse of {@link encodePart}. Throws KringError UNKNOWN_LAYOUT for another layout or column, UNKNOWN_CODE for a word, of newer code. */
export function openPart(part: Part, content: Uint8Array): OpenPart {
  const raw = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let at = 4 + raw.readUInt32LE(0);
  const { layout, count, members, columns, sets, net } = JSON.parse(raw.toString('utf8', 4, at)) as Header;
  if (layout !== LAYOUT) throw unknownLayout(`layout ${String(layout)}, this code knows ${LAYOUT}`);
  const known = COLUMNS[part];
  const found = new Map<
    string,
    { readonly planes: Uint8Array; readonly form: Form; readonly words?: readonly string[] }
  >();
  for (const [name, bytes, scale, words] of columns) {
    const stored = known.find((column) => column.name === name)?.stored;
    if (stored === undefined) throw unknownLayout(`a column ${name}, which this code does not know`);
    const strange = typeof stored === 'object' ? words?.find((word) => !stored.includes(word)) : undefined;
    if (strange !== undefined) throw unknownCode(`a block of customers has ${name}`, strange);
    const form: Form = [bytes, scale];
    const length = bytesOf(count, form);
    found.set(name, { planes: raw.subarray(at, at + length), form, ...(words === undefined ? {} : { words }) });
    at += length;
  }
  const missing = known.find(({ name }) => !found.has(name));
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
  const number = (name: string, row: number): number => {
    const { planes, form } = found.get(name)!;
    return valueIn(planes, count, form, row);
  };
  /** What a column is kept less of. */
  const guessAt = (name: string, row: number): number => {
    if (!net.includes(name)) return 0;
    const [[a, b], guess] = GUESSES[name]!;
    return guess(number(a, row) + guessAt(a, row), number(b, row) + guessAt(b, row));
  };
  return {
    count,
    members,
    at: (name, row) => {
      const column = found.get(name)!;
      const { words } = column;
      const value = number(name, row);
      if (Number.isNaN(value)) return null;
      return words === undefined ? value + guessAt(name, row) : words[value]!;
    },
    wordsAt: (name, row) =>
      bitsOf.get(name)!.flatMap(([word, bits]) => (((bits[row >> 3]! >> (row & 7)) & 1) === 1 ? [word] : [])),
  };
}

/** The tails of a block's members in their order, the run's own way to find them again. */
export function tailsIn(observed: OpenPart): Float64Array {
  let tail = 0;
  return Float64Array.from({ length: observed.count }, (_, row) => (tail += observed.at(TAIL, row) as number));
}

/** Where a customer lies in a block, −1 where they do not. @param bits that the ids of the block have in common */
export function rowIn(observed: OpenPart, id: CustomerId, bits: number): number {
  const skip = skipOf(bits);
  const wanted = tailFrom(id, skip);
  let tail = 0;
  for (let row = 0; row < observed.count && tail <= wanted; row++) {
    tail += observed.at(TAIL, row) as number;
    if (tail !== wanted) continue;
    const rest = observed.at(REST, row);
    if (rest === null || rest === id.slice(skip + TAIL_LETTERS)) return row;
  }
  return -1;
}

/** The profile in a row of both parts as it stands on `today`, the day of the generation it is read in. */
export function profileIn(parts: Readonly<Record<Part, OpenPart>>, row: number, today: number): CustomerProfile {
  const sections: { -readonly [S in keyof Kept]?: object } = {};
  for (const { name, part, stored, section, field } of SECTION_COLUMNS) {
    const value = parts[part].at(name, row);
    const fields = (sections[section] ??= {}) as Record<string, unknown>;
    fields[field] = stored === 'flag' ? value === 1 : value;
  }
  const { value, engagement, lifecycle } = sections as Pick<Kept, 'value' | 'engagement' | 'lifecycle'>;
  const orNull = (section: 'clv' | 'rfm' | 'influence', mark: string): unknown =>
    (sections[section] as Record<string, unknown>)[mark] === null ? null : sections[section];
  const rfm = orNull('rfm', 'group') as CustomerProfile['rfm'];
  const keys = parts.modelled.wordsAt(SEGMENTS, row);
  return {
    value,
    engagement,
    clv: orNull('clv', 'method') as CustomerProfile['clv'],
    rfm,
    lifecycle: { ...lifecycle, overdueDays: overdueDays(lifecycle.dueDay, today) },
    influence: orNull('influence', 'calibration') as CustomerProfile['influence'],
    // The segment of an RFM group is not kept beside the group.
    segments: rfm === null ? keys : withRfm(keys, rfm.group),
    community: parts.observed.at('community', row) as string | null,
  };
}

/** The influence score a row's history was told last. */
export const toldInfluenceIn = (observed: OpenPart, row: number): number | null =>
  observed.at('toldInfluence', row) as number | null;
