import { KringError } from '../../domain/errors.ts';

/**
 * How a field lies in a tuple: a number as it is, an instant in seconds (shorter, and exact, because three decimals hold the
 * milliseconds), a flag as 0 or 1, text and texts as they are, a word as itself, checked against the list it is from. null is null.
 */
export type Stored = 'number' | 'instant' | 'flag' | 'text' | 'texts' | readonly string[];

/** Which fields of `T` a tuple holds, in this order, and how: every field of `T`, or the compiler says which is missing. */
export type StoredFields<T> = { readonly [F in keyof T]-?: Stored };

/** A value of fixed fields as an array with positions instead of names. */
export interface TupleCodec<T> {
  encode(value: T): unknown[];
  /** Throws KringError UNKNOWN_LAYOUT for another number of fields, UNKNOWN_CODE for a word of other code. */
  decode(tuple: readonly unknown[]): T;
}

/** Milliseconds as seconds; null stays null. */
export const toSeconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
/** Seconds as whole milliseconds; null stays null. */
export const toMs = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds * 1000));

/** The codec of a table of fields. Changing a table changes what is stored: see test/golden. `what` names it in errors. */
export function tupleCodec<T extends object>(what: string, fields: StoredFields<T>): TupleCodec<T> {
  const entries = Object.entries(fields) as [keyof T & string, Stored][];
  return {
    encode: (value) => entries.map(([name, stored]) => encodeField(value[name], stored)),
    decode: (tuple) => {
      if (tuple.length !== entries.length)
        throw new KringError(
          'UNKNOWN_LAYOUT',
          `${what} has layout of ${tuple.length} fields where ${entries.length} are known (${entries.map(([name]) => name).join(', ')})`,
        );
      return Object.fromEntries(
        entries.map(([name, stored], at) => [name, decodeField(tuple[at], stored, `${what} has ${name}`)]),
      ) as T;
    },
  };
}

function encodeField(value: unknown, stored: Stored): unknown {
  if (value === null) return null;
  if (stored === 'instant') return toSeconds(value as number);
  if (stored === 'flag') return value === true ? 1 : 0;
  return Object.is(value, -0) ? 0 : value;
}

function decodeField(value: unknown, stored: Stored, what: string): unknown {
  if (value === null) return null;
  if (stored === 'instant') return toMs(value as number);
  if (stored === 'flag') return value === 1;
  if (typeof stored === 'object' && !stored.includes(value as string)) throw unknownCode(what, value);
  return value;
}

/** A word that was written by other code is never passed on, and never dropped. */
export const unknownCode = (what: string, code: unknown): KringError =>
  new KringError('UNKNOWN_CODE', `${what} ${JSON.stringify(code)}, which this code does not know`);
