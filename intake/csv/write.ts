import { stringify } from 'csv-stringify/sync';

const NUMERIC = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * One line of a CSV file with its line end: cells are quoted where RFC 4180 needs it, null is empty. A text that a
 * spreadsheet would run as a formula gets an apostrophe before it; one that is a number (`-5.20`) is none.
 *
 * @example csvLine(['=1+1', -5.2, null]) // "'=1+1,-5.2,\n"
 */
export const csvLine = (cells: readonly (string | number | null)[]): string => csvLines([cells]);

/** Several lines at once, which is faster. */
export const csvLines = (rows: readonly (readonly (string | number | null)[])[]): string =>
  stringify(rows as (string | number | null)[][], {
    escape_formulas: true,
    cast: { string: unlessNumeric, number: (value) => unlessNumeric(String(value)) },
  });

const unlessNumeric = (value: string): string | { value: string; escape_formulas: boolean } =>
  NUMERIC.test(value) ? { value, escape_formulas: false } : value;
