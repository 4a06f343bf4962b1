import { descendingOrder } from '../numerics/order.ts';
import type { Opportunity, OpportunityKind } from '../opportunities/opportunities.ts';
import { CURVE_POINTS, customersAt } from './curve.ts';

/** By what customers are ranked for focus. */
export const FOCUS_MEASURES = ['current', 'potential', 'network', 'total'] as const;
export type FocusMeasure = (typeof FOCUS_MEASURES)[number];

/** Opportunities listed of a focus group, of whatever share. */
export const FOCUS_LISTED = 10;

/** Of each customer the least whole percentage with most of a value that they are in, 1 … 100, in the order of {@link import('./curve.ts').curveOf}. */
export function focusPlaces(minor: Float64Array): Uint8Array {
  const count = minor.length;
  const places = new Uint8Array(count);
  let percent = 1;
  for (const [k, customer] of descendingOrder(minor).entries()) {
    while (customersAt(percent, count) <= k) percent++;
    places[customer] = percent;
  }
  return places;
}

/** An opportunity of a customer, by position, with where the customer stands by each measure. */
export interface FocusOpportunity {
  readonly customer: number;
  readonly kind: OpportunityKind;
  readonly target: string;
  readonly probability: number;
  readonly marginMinor: number;
  readonly expectedMinor: number;
  /** From {@link focusPlaces}, in the order of FOCUS_MEASURES; 0 where the measure is not known. */
  readonly places: readonly number[];
}

/** What more could be sold to the customers with most of a value, p = 0 … 100 percent of them. */
export interface FocusCurve {
  /** Customers with an opportunity. */
  readonly customers: readonly number[];
  /** Σ of what their opportunities are expected to bring within the horizon, whole minor units; the last is everybody's. */
  readonly expectedMinor: readonly number[];
}

export interface FocusOpportunities {
  readonly by: Readonly<Record<FocusMeasure, FocusCurve | null>>;
  /** By expected value, falling: of every whole percentage by every measure the first {@link FOCUS_LISTED} are among them. */
  readonly list: readonly FocusOpportunity[];
}

const better = (a: FocusOpportunity, b: FocusOpportunity): number =>
  b.expectedMinor - a.expectedMinor ||
  a.customer - b.customer ||
  (a.target < b.target ? -1 : a.target > b.target ? 1 : 0);

/** Keeps the best few of a falling list; true where the one added is among them. */
function keep(best: FocusOpportunity[], one: FocusOpportunity): boolean {
  if (best.length === FOCUS_LISTED && better(best.at(-1)!, one) <= 0) return false;
  const at = best.findIndex((other) => better(one, other) < 0);
  best.splice(at === -1 ? best.length : at, 0, one);
  if (best.length > FOCUS_LISTED) best.pop();
  return true;
}

/** Takes everybody's opportunities, one customer after the other, and holds a few of each percent of customers. */
export function focusCollector(places: Readonly<Record<FocusMeasure, Uint8Array | null>>): {
  add(customer: number, opportunities: readonly Opportunity[]): void;
  finish(): FocusOpportunities;
} {
  const percents = <T>(of: () => T): T[] => Array.from({ length: CURVE_POINTS }, of);
  const by = FOCUS_MEASURES.map((measure) => ({
    measure,
    places: places[measure],
    customers: percents(() => 0),
    expectedMinor: percents(() => 0),
    best: percents((): FocusOpportunity[] => []),
  }));
  return {
    add: (customer, opportunities) => {
      if (opportunities.length === 0) return;
      const at = by.map((one) => one.places?.[customer] ?? 0);
      const sum = opportunities.reduce((total, one) => total + one.expectedOverLifetimeMinor, 0);
      for (const [k, { places: known, customers, expectedMinor }] of by.entries()) {
        if (known === null) continue;
        customers[at[k]!]!++;
        expectedMinor[at[k]!]! += sum;
      }
      for (const { kind, target, probability, expectedMarginMinor, expectedOverLifetimeMinor } of opportunities) {
        const one: FocusOpportunity = {
          customer,
          kind,
          target,
          probability,
          marginMinor: expectedMarginMinor,
          expectedMinor: expectedOverLifetimeMinor,
          places: at,
        };
        for (const [k, { places: known, best }] of by.entries()) if (known !== null) keep(best[at[k]!]!, one);
      }
    },
    finish: () => {
      const listed = new Set<FocusOpportunity>();
      for (const { best } of by) {
        const upTo: FocusOpportunity[] = [];
        for (const some of best) for (const one of some) if (keep(upTo, one)) listed.add(one);
      }
      return {
        by: Object.fromEntries(
          by.map(({ measure, places: known, customers, expectedMinor }) => [
            measure,
            known === null ? null : { customers: risen(customers), expectedMinor: risen(expectedMinor) },
          ]),
        ) as FocusOpportunities['by'],
        list: [...listed].sort(better),
      };
    },
  };
}

/** Sums so far. */
function risen(numbers: readonly number[]): number[] {
  let sum = 0;
  return numbers.map((one) => (sum += one));
}

/** The opportunities of a focus group of so many percent, the best first. */
export const listedWithin = <T extends Pick<FocusOpportunity, 'places'>>(
  list: readonly T[],
  measure: FocusMeasure,
  percent: number,
): T[] => {
  const k = FOCUS_MEASURES.indexOf(measure);
  return list.filter(({ places }) => places[k]! > 0 && places[k]! <= percent).slice(0, FOCUS_LISTED);
};
