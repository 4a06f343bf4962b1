/**
 * What more could be sold to a customer: a further group (cross-sell), a service (up-sell), more of what is bought (deep-sell). Rules and peers are the company's
 * (published by a run), the rest is the customer's own.
 */
import type { GroupTally } from '../summary/traces.ts';

export const OPPORTUNITY_KINDS = ['CROSS_SELL', 'DEEP_SELL', 'UP_SELL'] as const;
export type OpportunityKind = (typeof OPPORTUNITY_KINDS)[number];

/** A rule as a run publishes it: groups by their position among the published ones. */
export interface KnownRule {
  readonly antecedent: number;
  readonly consequent: number;
  readonly customers: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  /** Of those with the one and without the other when the window began, who bought from it within; null where the history is too short. */
  readonly adoption: number | null;
}

/** A group among all its buyers. */
export interface GroupPeers {
  readonly group: string;
  readonly buyers: number;
  readonly service: boolean;
  /** Revenue of a day with a purchase of the group, minor units, and of a piece. */
  readonly revenuePerDay: number;
  readonly revenuePerPiece: number;
  /** Further days with a purchase a year, over all its buyers. */
  readonly daysPerYear: number;
  /** Share of its buyers who bought from it on more than one day. */
  readonly repeatShare: number;
  /** Pieces a year, the median of its buyers. */
  readonly medianPieces: number;
}

export interface Market {
  readonly groups: readonly GroupPeers[];
  readonly rules: readonly KnownRule[];
  readonly buyers: number;
  /** Margin of revenue over the company, in the run's own terms. */
  readonly marginShare: number;
  /** Mean probability of another order over all buyers: what adoption was measured among. */
  readonly meanReturnProbability: number;
  readonly horizonDays: number;
  /** The day rates are counted up to: the company's last purchase, so that a night without one changes nothing. */
  readonly day: number;
}

export interface Opportunity {
  readonly kind: OpportunityKind;
  /** The group. */
  readonly target: string;
  /** Within the horizon. */
  readonly probability: number;
  /** Of the first purchase, or of a year's pieces more: margin if it happens, minor units. */
  readonly expectedMarginMinor: number;
  /** probability × all of it within the horizon, minor units. */
  readonly expectedOverLifetimeMinor: number;
  readonly because: Because;
}

/** Why: the rule and what happened to others, or the pieces of the customer and of peers a year. */
export type Because =
  | { readonly kind: 'RULE'; readonly antecedent: string; readonly rule: KnownRule }
  | { readonly kind: 'PEERS'; readonly own: number; readonly median: number; readonly buyers: number };

const DAYS_A_YEAR = 365.25;

/** All opportunities of a customer, those with most expected margin first. */
export type OpportunitiesOf = (
  /** Names of the groups bought, with `tallies` in the same order. */
  groups: readonly string[],
  tallies: readonly GroupTally[],
  /** Of another order within the horizon. */
  returnProbability: number,
) => Opportunity[];

/** Finds opportunities of one customer after the other: rules and peers of a company are many, those that concern a customer few. */
export function opportunityFinder(market: Market): OpportunitiesOf {
  const places = new Map(market.groups.map(({ group }, place) => [group, place]));
  const rulesFrom = Map.groupBy(
    market.rules.map((rule, index) => ({ rule, index })),
    ({ rule }) => rule.antecedent,
  );
  const years = market.horizonDays / DAYS_A_YEAR;
  return (groups, tallies, returnProbability) => {
    const held = new Map(groups.flatMap((group, k) => (places.has(group) ? [[places.get(group)!, tallies[k]!]] : [])));
    const best = new Map<number, { readonly rule: KnownRule; readonly index: number; readonly probability: number }>();
    for (const antecedent of held.keys())
      for (const { rule, index } of rulesFrom.get(antecedent) ?? []) {
        if (held.has(rule.consequent)) continue;
        const probability = chanceOf(rule, market, returnProbability);
        const known = best.get(rule.consequent);
        const order =
          known === undefined
            ? -1
            : known.probability - probability || known.rule.lift - rule.lift || index - known.index;
        if (order < 0) best.set(rule.consequent, { rule, index, probability });
      }
    const found: Opportunity[] = [];
    for (const { rule, probability } of best.values()) {
      const peers = market.groups[rule.consequent]!;
      const margin = peers.revenuePerDay * market.marginShare;
      found.push({
        kind: peers.service ? 'UP_SELL' : 'CROSS_SELL',
        target: peers.group,
        probability,
        expectedMarginMinor: Math.round(margin),
        expectedOverLifetimeMinor: Math.round(probability * margin * (1 + peers.daysPerYear * years)),
        because: { kind: 'RULE', antecedent: market.groups[rule.antecedent]!.group, rule },
      });
    }
    for (const [place, tally] of held) {
      const peers = market.groups[place]!;
      const own = piecesPerYear(tally, market.day);
      const margin = (peers.medianPieces - own) * peers.revenuePerPiece * market.marginShare;
      if (own >= peers.medianPieces || Math.round(margin) <= 0) continue;
      const probability = returnProbability * peers.repeatShare;
      found.push({
        kind: 'DEEP_SELL',
        target: peers.group,
        probability,
        expectedMarginMinor: Math.round(margin),
        expectedOverLifetimeMinor: Math.round(probability * margin * years),
        because: { kind: 'PEERS', own, median: peers.medianPieces, buyers: peers.buyers },
      });
    }
    return found.sort(
      (a, b) =>
        b.probability * b.expectedMarginMinor - a.probability * a.expectedMarginMinor ||
        (a.target === b.target ? 0 : a.target < b.target ? -1 : 1),
    );
  };
}

/** {@link opportunityFinder} for one customer. */
export const opportunitiesOf = (
  market: Market,
  groups: readonly string[],
  tallies: readonly GroupTally[],
  returnProbability: number,
): Opportunity[] => opportunityFinder(market)(groups, tallies, returnProbability);

/**
 * What happened to others, for somebody likelier or less likely to return than they were; never above the customer's own chance of returning at all. Without a window of
 * history: the confidence of the rule, if they return.
 */
function chanceOf(rule: KnownRule, market: Market, returnProbability: number): number {
  if (rule.adoption === null || market.meanReturnProbability === 0) return returnProbability * rule.confidence;
  return Math.min(returnProbability, (rule.adoption * returnProbability) / market.meanReturnProbability);
}

/** Pieces a year since the first purchase of the group; over less than a year, those of that time. */
export const piecesPerYear = ({ quantity, firstDay }: GroupTally, today: number): number =>
  quantity / Math.max(1, (today - firstDay) / DAYS_A_YEAR);
