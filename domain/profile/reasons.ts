import { lifetimeEvaluator } from '../clv/evaluate.ts';
import type { PurchaseLog } from '../clv/history/log.ts';
import type { TypicalCustomer } from '../clv/parameters.ts';
import type { OrderSummary } from '../summary/summary.ts';
import type { ScoringParameters } from './parameters.ts';
import { logOfOne } from './scoring.ts';

/** What a forecast can differ by from that of the average customer; REST is all that a history is beyond the four: when exactly, and how evenly in size. */
export const REASON_KEYS = ['PURCHASES', 'SINCE_LAST', 'AGE', 'MARGIN', 'REST'] as const;
export type ReasonKey = (typeof REASON_KEYS)[number];

/** Why a customer is expected to bring what they are. Whole minor units: typical + Σ contributions = predicted. */
export interface Reasons {
  /** What the average customer, with a history of average numbers, is expected to bring. */
  readonly typicalMinor: number;
  readonly predictedMinor: number;
  readonly contributions: readonly {
    readonly key: ReasonKey;
    readonly minor: number;
    /** The customer's own figure and the average customer's: purchase days, days, days, minor units; null for REST. */
    readonly own: number | null;
    readonly typical: number | null;
  }[];
  readonly interval95: { readonly lowMinor: number; readonly highMinor: number };
}

type Four = Pick<TypicalCustomer, 'purchases' | 'idleShare' | 'ageDays' | 'marginMinor'>;
const FOUR = ['purchases', 'idleShare', 'ageDays', 'marginMinor'] as const;

/** Days of a history with four figures, ascending, as evenly as whole days go; as many purchases as the days allow. */
const daysOf = ({ purchases, idleShare, ageDays }: Four, day: number): number[] => {
  const span = Math.round(ageDays * (1 - idleShare));
  const repeats = Math.min(purchases - 1, span);
  return Array.from(
    { length: repeats + 1 },
    (_, k) => day - ageDays + (repeats === 0 ? 0 : Math.round((k * span) / repeats)),
  );
};

/**
 * Shapley values (1953) of four figures of a history: purchases, the share of the time since the last one, age, and margin. Every mixture of the customer's own
 * figures and the average customer's is forecast as a history of its own by the parameters in force, so what belongs to two figures together is halved
 * between them. What the true history brings beyond its four figures is the rest. Cents that rounding loses go to the largest.
 *
 * @param orders as the run knew them, of somebody who has bought  @param day the valuation day
 * @returns null where the parameters hold no average customer
 */
export function reasonsOf(
  { lifetime, marginRate }: ScoringParameters,
  orders: Pick<OrderSummary, 'purchases'>,
  day: number,
): Reasons | null {
  const typical = lifetime.typical ?? null;
  if (typical === null) return null;
  const evaluator = lifetimeEvaluator(lifetime);
  const log = logOfOne(orders.purchases, marginRate);
  const own = fourOf(log, day);
  const mixtures = Array.from({ length: 1 << FOUR.length }, (_, mask): Four =>
    FOUR.reduce((four, name, k) => ({ ...four, [name]: (mask & (1 << k) ? own : typical)[name] }), typical as Four),
  );
  const foreseen = evaluator.clvMinor(logOf(mixtures, day), day);
  const scores = evaluator.scores(log, day);
  const predicted = scores.clvMinor[0]!;
  const shares = FOUR.map((_, k) => shapley(foreseen, k));
  const exact = [...shares, predicted - foreseen.at(-1)!];
  const [typicalMinor, predictedMinor] = [Math.round(foreseen[0]!), Math.round(predicted)];
  const minor = exact.map(Math.round);
  const largest = exact.reduce((best, value, k) => (Math.abs(value) > Math.abs(exact[best]!) ? k : best), 0);
  minor[largest]! += predictedMinor - typicalMinor - minor.reduce((sum, value) => sum + value, 0);
  const idle = (four: Four): number => Math.round(four.ageDays * four.idleShare);
  const figures = [
    [own.purchases, typical.purchases],
    [idle(own), idle(typical)],
    [own.ageDays, typical.ageDays],
    [Math.round(own.marginMinor), Math.round(typical.marginMinor)],
  ] as const;
  return {
    typicalMinor,
    predictedMinor,
    contributions: REASON_KEYS.map((key, k) => ({
      key,
      minor: minor[k]! + 0,
      own: figures[k]?.[0] ?? null,
      typical: figures[k]?.[1] ?? null,
    })),
    interval95: { lowMinor: Math.round(scores.low95Minor[0]!), highMinor: Math.round(scores.high95Minor[0]!) },
  };
}

const fourOf = ({ day: days, marginMinor }: PurchaseLog, day: number): Four => {
  const ageDays = day - days[0]!;
  return {
    purchases: days.length,
    ageDays,
    idleShare: days.length === 1 || ageDays === 0 ? 1 : (day - days.at(-1)!) / ageDays,
    marginMinor: marginMinor.reduce((sum, minor) => sum + minor, 0) / days.length,
  };
};

const logOf = (histories: readonly Four[], day: number): PurchaseLog => {
  const days = histories.map((four) => daysOf(four, day));
  const offsets = Int32Array.from({ length: days.length + 1 }, (_, i) =>
    days.slice(0, i).reduce((sum, own) => sum + own.length, 0),
  );
  return {
    count: days.length,
    offsets,
    day: Int32Array.from(days.flat()),
    marginMinor: Float64Array.from(days.flatMap((own, i) => own.map(() => histories[i]!.marginMinor))),
  };
};

/** Of player k, over all orders in which players can be added: value[mask] is that of the players of the bits. */
const shapley = (value: Float64Array, k: number): number => {
  const players = Math.log2(value.length);
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  let sum = 0;
  for (let mask = 0; mask < value.length; mask++) {
    if (mask & (1 << k)) continue;
    const before = mask.toString(2).replaceAll('0', '').length;
    const weight = (factorial(before) * factorial(players - before - 1)) / factorial(players);
    sum += weight * (value[mask | (1 << k)]! - value[mask]!);
  }
  return sum;
};
