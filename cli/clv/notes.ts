import { DAY_MS } from '../../domain/time/time.ts';
import type { OrdersFile } from '../../intake/clv-orders.ts';
import { openRejects } from '../../intake/rejects.ts';

/** Rows that were left out: a few on the screen, all of them in the file that was asked for. */
export const tellRejected = async ({ rejected, told }: OrdersFile, file: string | undefined): Promise<void> => {
  if (rejected.length === 0 && (told.length === 0 || file === undefined)) return;
  for (const { row, field, reason, value } of rejected.slice(0, SHOWN_REJECTS)) {
    console.error(
      `  row ${row}${field === '' ? '' : `, ${field}`}: ${reason}${value === '' ? '' : ` (${JSON.stringify(value.slice(0, 60))})`}`,
    );
  }
  const rows = rejectedRows(rejected);
  if (rows > 0)
    console.error(
      `${rows} ${rows === 1 ? 'row' : 'rows'} left out${file === undefined ? (rejected.length > SHOWN_REJECTS ? '; --rejects FILE lists all of them' : '') : `; all of them with the reason in ${file}`}.`,
    );
  if (file === undefined) return;
  const report = openRejects(file);
  rejected.forEach((fault) => report.add([fault]));
  told.forEach((note) => report.note(note));
  await report.close();
};

const SHOWN_REJECTS = 5;
/** How many rows of a file were refused. */
export const rejectedRows = (rejected: OrdersFile['rejected']): number => new Set(rejected.map(({ row }) => row)).size;

/** A last day that lies so far behind all others is a typing error, and everybody would seem gone by then. */
const LONE_DAYS = 60;

/** What is worth knowing of the file itself, as far as it was known on the calibration end. */
export const notesOn = (orders: OrdersFile, asOfDay: number, lastDayIsToday: boolean): string[] => {
  const {
    log,
    money,
    firstDay,
    lastDay,
    dayBeforeLast,
    duplicateRows,
    duplicateMoney,
    returnsWithoutPurchase,
    unmatchedReturns,
    told,
    doubts,
  } = orders;
  const gap = lastDay - dayBeforeLast;
  const { day, whole } = log.returns ?? { day: new Int32Array(0), whole: new Uint8Array(0) };
  const returned = [...day.keys()].filter((i) => day[i]! <= asOfDay);
  return [
    ...doubts.map((doubt) => `${doubt}.`),
    ...(told.length === 0
      ? []
      : [
          `Row ${told[0]!.row}${told.length === 1 ? '' : ` and ${told.length - 1} more`}: ${told[0]!.reason}; --rejects FILE lists all.`,
        ]),
    ...(money === null ? ['The file has no amounts: purchases are forecast, money is not.'] : []),
    ...(lastDayIsToday && gap > LONE_DAYS && gap > (dayBeforeLast - firstDay) / 4
      ? [
          `The last day of the file, ${isoDay(lastDay)}, lies ${gap} days after the one before it, ${isoDay(dayBeforeLast)}: is it a typing error? --calibration-end says which day is today.`,
        ]
      : []),
    ...(duplicateRows === 0
      ? []
      : [
          `${duplicateRows} rows (${duplicateMoney.toFixed(2)}) repeat an earlier one in every column; --drop-duplicates leaves them out.`,
        ]),
    ...(returnsWithoutPurchase === 0
      ? []
      : [
          `${returnsWithoutPurchase} returns (${unmatchedReturns.toFixed(2)}) have no earlier purchase of their customer to take them off: they are not in the value.`,
        ]),
    ...(returned.length === 0
      ? []
      : [
          `Returns lowered ${returned.length} earlier purchases from their own date on; ${returned.filter((i) => whole[i] === 1).length} were returned whole and count as none.`,
        ]),
  ];
};

/**
 * A day number as YYYY-MM-DD.
 * @example isoDay(20_454) // '2026-01-01'
 */
export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
