/**
 * Whether points lead value: whether what customers did before a day goes with what they bring after it, beyond what they had spent by then. Decided before
 * looking, and the same for every company:
 *
 * - Of everybody who had bought by day t, the points of what they did in the {@link LEAD_PERIODS} periods before it, against margin in the days after it.
 * - Spearman's partial correlation: of the ranks of both, what the ranks of past spend ({@link PastSpend}) do not explain, by least squares.
 * - Its 95 % interval by Fisher's z (1924), with the variance (1 + r²/2) ÷ (n − k − 3) of Bonett & Wright (2000) for ranks. Points lead value where all of it is above 0.
 * - Of single behaviours, those that keep above 0 with Holm's (1979) correction over all that were tried, at 5 % together.
 *
 * It is an association in time order, not a cause: who is interested both reads and buys.
 */
import type { InteractionType } from '../events.ts';
import { rankCorrelations } from '../numerics/rank-correlation.ts';
import type { BehaviourTally } from '../summary/traces.ts';
import type { EngagementRule, EngagementRuleSet } from './rules.ts';

/** Periods of 28 days before t in which behaviour counts. */
export const LEAD_PERIODS = 3;
/** Fewer customers, or fewer who did something, say nothing of it. */
export const LEAST_CUSTOMERS = 30;

/** What a customer had spent by t, in columns; each is held constant. */
export interface PastSpend {
  readonly marginMinor: Float64Array;
  /** In as many days before t as are looked ahead. */
  readonly recentMarginMinor: Float64Array;
  /** In the very periods behaviour counts in: what is done around an order is explained by that order. */
  readonly windowMarginMinor: Float64Array;
  readonly windowPurchaseDays: Float64Array;
  readonly purchaseDays: Float64Array;
  readonly daysSinceLast: Float64Array;
  readonly daysSinceFirst: Float64Array;
  /** Purchases the lifetime model of then expected: what the purchases alone foretell. */
  readonly expectedOrders: Float64Array;
}

/** A correlation beyond past spend, with its 95 % interval. */
export interface Lead {
  readonly correlation: number;
  readonly low: number;
  readonly high: number;
  /** Customers who did anything of it. */
  readonly customers: number;
}

export interface BehaviourLead extends Lead {
  readonly type: InteractionType;
  /** Whether it stays above 0 with all that were tried corrected for. */
  readonly leads: boolean;
}

export interface PointsLead {
  /** Null where it cannot be told: too few customers, or too few with points. */
  readonly points: Lead | null;
  /** Those with enough customers, the strongest first. */
  readonly behaviours: readonly BehaviourLead[];
  readonly customers: number;
}

/** Done with a purchase, not before one. */
const CONSEQUENCES: ReadonlySet<InteractionType> = new Set(['DELIVERY', 'RETURN_SENT']);

/**
 * Points of what was done in some periods, by a tally of kinds: an issue is at its furthest stage, an ending takes one back, and influence, which a tally does not know, is
 * taken to be unknown. Assortment groups are spending, and count nothing here.
 *
 * @example pointsOfTallies(defaultRuleSet, [{ period: 1, type: 'SOCIAL_LIKE', count: 2, rated: 0, valenceSum: 0 }]) // 20
 */
export function pointsOfTallies({ rules }: EngagementRuleSet, tallies: readonly BehaviourTally[]): number {
  const count = (types: readonly InteractionType[]): number =>
    tallies.reduce((sum, one) => (types.includes(one.type) ? sum + one.count : sum), 0);
  const held = ({ counting, triggers, endedBy, points }: EngagementRule): number => {
    if (counting === 'ONCE') return count(triggers) > 0 ? points : 0;
    return Math.max(0, count(triggers) - count(endedBy)) * points;
  };
  const ladders = Map.groupBy(
    rules.filter(({ counting }) => counting === 'HIGHEST_STAGE_PER_OBJECT'),
    ({ stageOf }) => stageOf,
  );
  let sum = rules
    .filter(({ counting }) => counting !== 'HIGHEST_STAGE_PER_OBJECT' && counting !== 'PER_DISTINCT_GROUP')
    .reduce((total, rule) => total + held(rule), 0);
  for (const stages of ladders.values()) {
    // Who reached a stage passed those below it, so each adds what it gives beyond the one before.
    let below = 0;
    for (const stage of stages.toSorted((a, b) => a.points - b.points)) {
      sum += count(stage.triggers) * (stage.points - below);
      below = stage.points;
    }
  }
  return sum;
}

const leadOf = ({ correlation, low, high }: Omit<Lead, 'customers'>): Omit<Lead, 'customers'> => ({
  correlation,
  low,
  high,
});

/** What is tried, of the same customers in the same order. */
export interface LeadInput {
  readonly spend: PastSpend;
  /** Margin after t. */
  readonly marginMinor: Float64Array;
  readonly points: Float64Array;
  readonly behaviours: ReadonlyMap<InteractionType, Float64Array>;
}

/** Whether points lead value, and which behaviours do. */
export function pointsLead({ spend, marginMinor, points, behaviours }: LeadInput): PointsLead {
  const customers = marginMinor.length;
  const against = rankCorrelations(marginMinor, Object.values(spend));
  const lead = (column: Float64Array): (Lead & { readonly p: number }) | null => {
    const active = column.reduce((sum, one) => (one !== 0 ? sum + 1 : sum), 0);
    if (active < LEAST_CUSTOMERS) return null;
    const found = against(column);
    return found === null || found.freedom < LEAST_CUSTOMERS
      ? null
      : { ...leadOf(found), customers: active, p: found.p };
  };
  const tried = [...behaviours]
    .filter(([type]) => !CONSEQUENCES.has(type))
    .flatMap(([type, column]) => {
      const found = lead(column);
      return found === null ? [] : [{ type, ...found }];
    })
    .sort((a, b) => b.correlation - a.correlation || (a.type < b.type ? -1 : 1));
  const leading = holm(tried.map(({ p }) => p));
  const ofPoints = lead(points);
  return {
    points: ofPoints === null ? null : { ...leadOf(ofPoints), customers: ofPoints.customers },
    behaviours: tried.map((one, k) => ({
      type: one.type,
      ...leadOf(one),
      customers: one.customers,
      leads: leading[k]!,
    })),
    customers,
  };
}

/** Which of several hypotheses are rejected at 5 % together. @param p of each, in any order */
function holm(p: readonly number[]): boolean[] {
  const rejected = p.map(() => false);
  const order = p.map((_, k) => k).sort((a, b) => p[a]! - p[b]!);
  for (const [step, k] of order.entries()) {
    if (p[k]! > 0.05 / (p.length - step)) break;
    rejected[k] = true;
  }
  return rejected;
}
