import type { Order, OrderLine } from '../events.ts';
import { MAX_AMOUNT_MINOR } from '../money/bounds.ts';
import { periodOf } from '../portfolio/periods.ts';
import type { DayOf } from '../time/time.ts';

/** What a customer bought in a calendar year in which an order stands. */
export interface YearTally {
  /** Years since 1970, by the shop's calendar. */
  readonly year: number;
  /** What was paid less what went back, minor units. */
  readonly revenueMinor: number;
  /** Why it is more or less than the year before; null where nothing was bought then. */
  readonly change: YearChange | null;
}

/**
 * What the change of a customer's revenue from one year to the next is of; with the price, which is all that is left, it is the change to the cent. Minor units.
 *
 * - cross: groups bought for the first time or no more, and products of a group that came beside those of the year before, or went;
 * - deep: more or fewer pieces, at what one cost the year before: of a product, or of those a group's products took the place of;
 * - up: services and subscriptions that came or went, and products of a group that took the place of others, dearer or cheaper by the piece;
 * - price (not kept): what one piece of the same product cost.
 */
export interface YearChange {
  readonly crossMinor: number;
  readonly deepMinor: number;
  readonly upMinor: number;
}

/** Pieces, and what was paid for them. */
interface Bought {
  quantity: number;
  minor: number;
}

type Year = Map<string, Bought>;

/** A tally of each year with an order. @param orders settled, oldest first */
export function foldYears(orders: readonly Order[], dayOf: DayOf): YearTally[] {
  const years = new Map<number, Year>();
  /** How a product was told last: one that changed its group has not been changed for another. */
  const told = new Map<string, OrderLine>();
  for (const order of orders) {
    const at = periodOf('YEAR', dayOf(order.occurredAt));
    const year: Year = years.get(at) ?? new Map<string, Bought>();
    years.set(at, year);
    for (const line of order.lines) {
      told.set(line.sku, line);
      add(year, line.sku, line.quantity, line.netMinor);
    }
  }
  return [...years].map(([year, bought]) => {
    const before = years.get(year - 1);
    return {
      year,
      revenueMinor: [...bought.values()].reduce((sum, { minor }) => sum + minor, 0),
      change: before === undefined ? null : changeOf(before, bought, (sku) => told.get(sku)!),
    };
  });
}

function add<K>(into: Map<K, Bought>, key: K, quantity: number, minor: number): void {
  const known = into.get(key) ?? { quantity: 0, minor: 0 };
  into.set(key, known);
  known.quantity += quantity;
  known.minor += minor;
}

function changeOf(before: Year, after: Year, productOf: (sku: string) => OrderLine): YearChange {
  const change = { crossMinor: 0, deepMinor: 0, upMinor: 0 };
  /** By group: what was bought in one of the two years only. */
  const gone = new Map<string, Bought>();
  const come = new Map<string, Bought>();
  for (const [year, other, into, sign] of [
    [before, after, gone, -1],
    [after, before, come, 1],
  ] as const)
    for (const [sku, { quantity, minor }] of year) {
      if (other.has(sku)) continue;
      const { group, lineKind } = productOf(sku);
      if (lineKind === 'PRODUCT') add(into, group, quantity, minor);
      else change.upMinor += sign * minor;
    }
  for (const [sku, was] of before) {
    const is = after.get(sku);
    if (is !== undefined) change.deepMinor += ofPieces(was, is);
  }
  for (const group of new Set([...gone.keys(), ...come.keys()])) {
    const [was, is] = [gone.get(group), come.get(group)];
    if (was === undefined || is === undefined) {
      change.crossMinor += (is?.minor ?? 0) - (was?.minor ?? 0);
      continue;
    }
    const pieces = ofPieces(was, is);
    change.deepMinor += pieces;
    change.upMinor += is.minor - was.minor - pieces;
  }
  return change;
}

/** What more or fewer pieces come to at what one cost before, whole minor units; 0 where nobody can say what one cost. */
function ofPieces(was: Bought, is: Bought): number {
  const minor = Math.round(((is.quantity - was.quantity) * was.minor) / was.quantity);
  return was.quantity > 0 && Math.abs(minor) <= MAX_AMOUNT_MINOR ? minor + 0 : 0;
}
