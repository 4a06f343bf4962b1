import { DomainError } from '../errors.ts';
import { countingSort } from '../graph/counting-sort.ts';

/** Who bought what on which day, in parallel columns; the input of every measurement of influence on purchases. */
export interface ItemLog {
  readonly customerCount: number;
  readonly itemCount: number;
  /** Customer index of each purchase. */
  readonly customer: Int32Array;
  /** Item index in 0 … itemCount − 1. */
  readonly item: Int32Array;
  /** UTC day number. */
  readonly day: Int32Array;
}

/** The log by customer, then item, then day; the same item twice on one day counts once. */
export interface ItemHistory {
  readonly customerCount: number;
  /** Rows of customer i are offsets[i] … offsets[i + 1] − 1. */
  readonly offsets: Int32Array;
  readonly item: Int32Array;
  readonly day: Int32Array;
}

/** Sorts a log in linear time. @throws DomainError when columns differ in length or an index is out of range. */
export function itemHistory({ customerCount, itemCount, customer, item, day }: ItemLog): ItemHistory {
  if (item.length !== customer.length || day.length !== customer.length) {
    throw new DomainError('log columns differ in length', {
      customer: customer.length,
      item: item.length,
      day: day.length,
    });
  }
  let firstDay = Infinity;
  let lastDay = -Infinity;
  for (let p = 0; p < day.length; p++) {
    firstDay = Math.min(firstDay, day[p]!);
    lastDay = Math.max(lastDay, day[p]!);
    const isInRange = customer[p]! >= 0 && customer[p]! < customerCount && item[p]! >= 0 && item[p]! < itemCount;
    if (!isInRange)
      throw new DomainError('purchase outside the customers or items', {
        purchase: p,
        customer: customer[p],
        item: item[p],
      });
  }
  const byDay =
    day.length === 0
      ? new Int32Array(0)
      : countingSort(
          day.map((d) => d - firstDay),
          lastDay - firstDay + 1,
        );
  const order = countingSort(customer, customerCount, countingSort(item, itemCount, byDay));

  const offsets = new Int32Array(customerCount + 1);
  const items = new Int32Array(order.length);
  const days = new Int32Array(order.length);
  let rows = 0;
  let previous = -1;
  for (const p of order) {
    const isRepeat =
      previous >= 0 && customer[p] === customer[previous] && item[p] === item[previous] && day[p] === day[previous];
    previous = p;
    if (isRepeat) continue;
    items[rows] = item[p]!;
    days[rows] = day[p]!;
    offsets[customer[p]! + 1]!++;
    rows++;
  }
  for (let i = 0; i < customerCount; i++) offsets[i + 1]! += offsets[i]!;
  return { customerCount, offsets, item: items.slice(0, rows), day: days.slice(0, rows) };
}

/**
 * The first row in [begin, end) at or after (item, day). Gallops from `begin`, so a merge of a short and a long history
 * costs the short one times a logarithm, and two of similar length cost their sum.
 */
export function seek(history: ItemHistory, begin: number, end: number, item: number, day: number): number {
  const { item: items, day: days } = history;
  const isBefore = (row: number) => items[row]! < item || (items[row] === item && days[row]! < day);
  if (begin >= end || !isBefore(begin)) return begin;
  let step = 1;
  let low = begin;
  while (low + step < end && isBefore(low + step)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, end);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle;
    else high = middle;
  }
  return high;
}
