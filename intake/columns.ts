import { canonicalExternalId } from '../store/customers/identity.ts';
import { decimalMarkOf, plainNumber } from './decimal.ts';
import type { DecimalMark } from './decimal.ts';
import type { ImportKind } from './presets.ts';

/** What a column holds that the whole column has to be looked at for: ids of people, ids of records, numbers. */
export type ColumnKind = 'PERSON' | 'RECORD' | 'NUMBER';

/** Fields by what they hold; a test holds that no number is missing. */
export const COLUMN_KINDS: Readonly<Record<ImportKind, Readonly<Record<string, ColumnKind>>>> = {
  customers: { customer: 'PERSON' },
  orders: {
    orderId: 'RECORD',
    returnOf: 'RECORD',
    customer: 'PERSON',
    quantity: 'NUMBER',
    amount: 'NUMBER',
    price: 'NUMBER',
    cost: 'NUMBER',
    profit: 'NUMBER',
    discount: 'NUMBER',
    refunded: 'NUMBER',
  },
  interactions: {
    id: 'RECORD',
    customer: 'PERSON',
    valence: 'NUMBER',
    rating: 'NUMBER',
    influence: 'NUMBER',
    effortMinutes: 'NUMBER',
  },
  ties: { follower: 'PERSON', followed: 'PERSON', weight: 'NUMBER' },
  facts: { id: 'RECORD', customer: 'PERSON' },
  messages: {},
  products: { sku: 'RECORD', lifespanDays: 'NUMBER', cost: 'NUMBER' },
  accounts: { id: 'RECORD', parent: 'RECORD' },
  spend: { id: 'RECORD', amount: 'NUMBER' },
  referrals: { id: 'RECORD', advocate: 'PERSON', friend: 'PERSON', reward: 'NUMBER', savedCost: 'NUMBER' },
};

/** How the columns of one file are read, once all of it has been looked at. */
export interface ColumnReading {
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  /** Of each number field, what separates decimals; null where neither the column nor an option says. */
  readonly marks: Readonly<Record<string, DecimalMark | null>>;
}

/** An id that was saved as a number: 12345.0 is 12345. */
const FLOAT_ID = /^(\d+)\.0+$/;
export const isFloatId = (text: string): boolean => FLOAT_ID.test(text);

/** An id as all spellings of it share. */
export const canonicalId = (text: string): string => {
  const id = canonicalExternalId(text);
  return id.includes('.') ? id.replace(FLOAT_ID, '$1') : id;
};

/** What a cell says as its column is read; null for a number that may be meant either way. */
export function readCell(
  text: string,
  kind: ColumnKind | undefined,
  mark: DecimalMark | null | undefined,
): string | null {
  if (kind === undefined || text === '') return text;
  if (kind !== 'NUMBER') return canonicalId(text);
  const shown = decimalMarkOf(text);
  if (shown === null) return text;
  const decided = shown === 'EITHER' ? (mark ?? null) : shown;
  return decided === null ? null : (plainNumber(text, decided) ?? text);
}

export interface ReadCells {
  /** Ids in canonical form, numbers with a decimal point and nothing else. */
  readonly values: Readonly<Record<string, string>>;
  /** Fields whose number may be meant either way; they have no value. */
  readonly undecided: readonly string[];
}

/**
 * The cells of a row as its columns are read. A number that shows its decimal mark by itself (`22.3`, `1.234,56`) is read as
 * it stands; one that does not (`1.234`) as its column does.
 */
export function readCells(cells: Readonly<Record<string, string>>, { kinds, marks }: ColumnReading): ReadCells {
  const values: Record<string, string> = { ...cells };
  const undecided: string[] = [];
  for (const field in kinds) {
    const text = values[field];
    if (text === undefined) continue;
    const read = readCell(text, kinds[field], marks[field]);
    if (read === null) undecided.push(field);
    values[field] = read ?? '';
  }
  return { values, undecided };
}

export const UNDECIDED =
  'may be meant either way (1.234 is 1.234 or 1234), and its column does not say; add --decimal-point or --decimal-comma';
