import type { LineKind, OrderLine } from '../../../domain/events.ts';
import { seededChance, type Chance } from './chance.ts';

/** Something a generated company sells. */
export interface Item {
  readonly sku: string;
  readonly group: string;
  readonly lineKind: LineKind;
  readonly priceMinor: number;
  /** Cost of goods ÷ price. */
  readonly costShare: number;
  readonly lifespanDays: number | null;
}

const GROUPS: readonly {
  readonly name: string;
  readonly items: number;
  readonly lineKind: LineKind;
  readonly price: number;
  readonly costShare: number;
  readonly lifespanDays: number | null;
}[] = [
  { name: 'Kitchen', items: 60, lineKind: 'PRODUCT', price: 4000, costShare: 0.6, lifespanDays: 1500 },
  { name: 'Garden', items: 60, lineKind: 'PRODUCT', price: 3500, costShare: 0.55, lifespanDays: 900 },
  { name: 'Tools', items: 60, lineKind: 'PRODUCT', price: 7000, costShare: 0.7, lifespanDays: 1800 },
  { name: 'Sports', items: 60, lineKind: 'PRODUCT', price: 5000, costShare: 0.65, lifespanDays: 700 },
  { name: 'Books', items: 80, lineKind: 'PRODUCT', price: 1800, costShare: 0.5, lifespanDays: null },
  { name: 'Repair plan', items: 6, lineKind: 'SERVICE', price: 2500, costShare: 0.3, lifespanDays: null },
];
const SERVICE = GROUPS.length - 1;
/** Who buys from the one is likelier to turn to the other. */
const NEXT_GROUP: readonly number[] = [1, 0, SERVICE, 4, 3, 2];

export const FAVOURITES: readonly string[] = GROUPS.slice(0, SERVICE).map(({ name }) => name);

/** The same for every company: what differs is who buys. */
const chance = seededChance(20);
const BY_GROUP: readonly (readonly Item[])[] = GROUPS.map(({ name, items, lineKind, price, costShare, lifespanDays }) =>
  Array.from({ length: items }, (_, k) => ({
    sku: `${name.slice(0, 3).toUpperCase()}-${String(k + 1).padStart(3, '0')}`,
    group: name,
    lineKind,
    priceMinor: Math.round(price * Math.exp(0.5 * chance.normal())),
    costShare,
    lifespanDays,
  })),
);
export const ITEMS: readonly Item[] = BY_GROUP.flat();
/** Popular ones first: Zipf's law with exponent ½. */
const WEIGHTS: readonly (readonly number[])[] = BY_GROUP.map((items) => items.map((_, k) => 1 / Math.sqrt(k + 1)));

/** Something for somebody with a favourite group: that, what goes with it, or anything. */
export function chooseItem(favourite: string, by: Chance): Item {
  const own = Math.max(0, FAVOURITES.indexOf(favourite));
  const draw = by.next();
  const group = draw < 0.6 ? own : draw < 0.85 ? NEXT_GROUP[own]! : Math.floor(by.between(0, SERVICE));
  return BY_GROUP[group]![by.weighted(WEIGHTS[group]!)]!;
}

/** A line of an order. @param off share taken off the price */
export function lineOf(
  { sku, group, lineKind, priceMinor, costShare }: Item,
  quantity: number,
  off: number,
): OrderLine {
  return {
    sku,
    group,
    lineKind,
    quantity,
    netMinor: Math.round(quantity * priceMinor * (1 - off)),
    costMinor: Math.round(quantity * priceMinor * costShare),
  };
}

/** Margin of lines, minor units. */
export const marginOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { netMinor, costMinor }) => sum + netMinor - (costMinor ?? 0), 0);
