import {
  amountText,
  countText,
  dayText,
  decimalOf,
  decimalText,
  moneyText,
  percentText,
  type Currency,
} from '../app/money.ts';

/** What stands in a column. Money is minor units as a bigint, a share 0 to 1, a day an ISO date. */
export type Kind = 'text' | 'count' | 'money' | 'share' | 'number' | 'day';
export interface Column {
  readonly label: string;
  readonly kind: Kind;
}
export type Cell = string | number | bigint | null;
/** The numbers of a picture, for who would rather read them, and for CSV. */
export interface TableData {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A cell for people. */
export function cellText(cell: Cell, kind: Kind, currency: Currency, withCurrency = false): string {
  if (cell === null) return '–';
  if (typeof cell === 'bigint')
    return kind === 'money' ? (withCurrency ? moneyText : amountText)(cell, currency) : countText(cell);
  if (typeof cell === 'string') return kind === 'day' ? dayText(cell) : cell;
  if (kind === 'share') return percentText(cell, 1);
  return kind === 'number' ? decimalText(cell, 2) : countText(cell);
}

/** What a spreadsheet would take for a formula is made text. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvCell(cell: Cell, kind: Kind, { digits }: Currency): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return kind === 'money' ? decimalOf(cell, digits) : cell.toString();
  return typeof cell === 'number' ? String(cell) : quoted(harmless(cell));
}

/** RFC 4180, amounts in whole units with all decimals, shares from 0 to 1. */
export const csvOf = ({ columns, rows }: TableData, currency: Currency): string =>
  [
    columns.map(({ label, kind }) => quoted(kind === 'money' ? `${label} (${currency.code})` : label)),
    ...rows.map((row) => row.map((cell, at) => csvCell(cell, columns[at]!.kind, currency))),
  ]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('');
