import type { CustomerEvent, Interaction } from '../events.ts';
import { canonicalEvents } from '../summary/canonical.ts';
import { settleOrders } from '../history/returns.ts';
import type { EngagementTally } from '../summary/summary.ts';
import { DEPARTMENTS } from './rules.ts';
import type { Department, EngagementRule, EngagementRuleSet } from './rules.ts';

/** One entry of a customer's influence history: the score (0–100) known from `at` (epoch ms) on. */
export interface InfluenceAt {
  readonly at: number;
  readonly score: number;
}

/**
 * The influence Kring knew when the event happened: the newest entry of its own history not after it, null when there was none yet. What a
 * source says about it with the event (`influence`) is the sender's claim and counts as unknown: anybody who can send an event could
 * double its points with it.
 */
export function influenceKnownAt(
  event: Pick<Interaction, 'occurredAt'>,
  history: readonly InfluenceAt[],
): number | null {
  let known: InfluenceAt | null = null;
  for (const entry of history) {
    if (entry.at > event.occurredAt) continue;
    if (known === null || entry.at > known.at || (entry.at === known.at && entry.score > known.score)) known = entry;
  }
  return known?.score ?? null;
}

/** Points of one event under a rule: the variant with the highest threshold below the influence, or the plain points. */
function pointsFor(rule: EngagementRule, event: Interaction, history: readonly InfluenceAt[]): number {
  if (rule.variants.length === 0) return rule.points;
  const influence = influenceKnownAt(event, history);
  let chosen: { whenInfluenceAbove: number; points: number } | null = null;
  for (const variant of rule.variants) {
    if (influence === null || !(influence > variant.whenInfluenceAbove)) continue;
    if (chosen === null || variant.whenInfluenceAbove > chosen.whenInfluenceAbove) chosen = variant;
  }
  return chosen?.points ?? rule.points;
}

interface Terms {
  count: number;
  points: number;
}
const nothing: Terms = { count: 0, points: 0 };

const sumOf = (points: Iterable<number>): Terms => {
  const terms = { count: 0, points: 0 };
  for (const value of points) {
    terms.count++;
    terms.points += value;
  }
  return terms;
};

/**
 * Each event counts; an ending event takes back every earlier one about the same object. Without an object nobody can say
 * which one is meant: it takes back the newest that has no object either.
 */
function perEvent(rule: EngagementRule, interactions: readonly Interaction[], history: readonly InfluenceAt[]): Terms {
  const standing = new Map<string | undefined, number[]>();
  for (const event of interactions) {
    const earlier = standing.get(event.objectRef) ?? [];
    if (rule.endedBy.includes(event.type)) {
      if (event.objectRef === undefined) earlier.pop();
      else standing.delete(event.objectRef);
    } else if (rule.triggers.includes(event.type)) {
      earlier.push(pointsFor(rule, event, history));
      standing.set(event.objectRef, earlier);
    }
  }
  return sumOf([...standing.values()].flat());
}

function once(rule: EngagementRule, interactions: readonly Interaction[], history: readonly InfluenceAt[]): Terms {
  const earned = interactions
    .filter((event) => rule.triggers.includes(event.type))
    .map((event) => pointsFor(rule, event, history));
  return earned.length === 0 ? nothing : { count: 1, points: Math.max(...earned) };
}

/** Followed accounts at the end of the history. Follows without an object all mean the company's own account. */
function whileStateHolds(
  rule: EngagementRule,
  interactions: readonly Interaction[],
  history: readonly InfluenceAt[],
): Terms {
  const held = new Map<string, number>();
  for (const event of interactions) {
    const object = event.objectRef ?? '';
    if (rule.endedBy.includes(event.type)) held.delete(object);
    else if (rule.triggers.includes(event.type) && !held.has(object)) held.set(object, pointsFor(rule, event, history));
  }
  return sumOf(held.values());
}

/** For each object (an issue) of a ladder the one rule that gives most; an event without an object is an object of its own. */
function highestStages(
  stages: readonly EngagementRule[],
  interactions: readonly Interaction[],
  history: readonly InfluenceAt[],
): Map<EngagementRule, Terms> {
  const best = new Map<string, { rule: EngagementRule; points: number }>();
  for (const rule of stages) {
    for (const event of interactions) {
      if (!rule.triggers.includes(event.type)) continue;
      const object = event.objectRef === undefined ? JSON.stringify([event.source, event.id]) : `#${event.objectRef}`;
      const points = pointsFor(rule, event, history);
      const sofar = best.get(object);
      if (sofar === undefined || points > sofar.points) best.set(object, { rule, points });
    }
  }
  const byRule = new Map<EngagementRule, Terms>();
  for (const rule of stages)
    byRule.set(rule, sumOf([...best.values()].filter((b) => b.rule === rule).map((b) => b.points)));
  return byRule;
}

function perDistinctGroup(rule: EngagementRule, events: readonly CustomerEvent[]): Terms {
  const groups = new Set(
    events.flatMap((event) => (event.kind === 'ORDER' ? event.lines.map((line) => line.group) : [])),
  );
  const count = Math.max(0, groups.size - rule.fromCount + 1);
  return { count, points: count * rule.points };
}

/**
 * Engagement points of one customer: a pure function of the set of events. Order, repeats of (source, id) and late arrival
 * do not change it. `byRule` lists the rules that counted at least once, in the rule set's order; its points sum to `points`.
 */
export const countEngagement = (
  events: readonly CustomerEvent[],
  influence: readonly InfluenceAt[],
  ruleSet: EngagementRuleSet,
): EngagementTally => countCanonical(settleOrders(canonicalEvents(events)).events, influence, ruleSet);

/** {@link countEngagement} for events in canonical order, without repeats, and settled (domain/history/returns.ts). */
export function countCanonical(
  events: readonly CustomerEvent[],
  influence: readonly InfluenceAt[],
  ruleSet: EngagementRuleSet,
): EngagementTally {
  const interactions = events.filter((event) => event.kind === 'INTERACTION');
  const ladders = new Map<string, Map<EngagementRule, Terms>>();
  const termsOf = (rule: EngagementRule): Terms => {
    switch (rule.counting) {
      case 'PER_EVENT':
        return perEvent(rule, interactions, influence);
      case 'ONCE':
        return once(rule, interactions, influence);
      case 'WHILE_STATE_HOLDS':
        return whileStateHolds(rule, interactions, influence);
      case 'PER_DISTINCT_GROUP':
        return perDistinctGroup(rule, events);
      case 'HIGHEST_STAGE_PER_OBJECT': {
        const ladder = rule.stageOf ?? rule.key;
        let stages = ladders.get(ladder);
        if (stages === undefined) {
          stages = highestStages(
            ruleSet.rules.filter((r) => r.counting === rule.counting && (r.stageOf ?? r.key) === ladder),
            interactions,
            influence,
          );
          ladders.set(ladder, stages);
        }
        return stages.get(rule) ?? nothing;
      }
    }
  };
  const byRule = ruleSet.rules.map((rule) => ({ rule: rule.key, ...termsOf(rule) })).filter((term) => term.count > 0);
  return { points: byRule.reduce((sum, term) => sum + term.points, 0), byRule };
}

/** The same points per department of the rules that gave them; they sum to the total. */
export function pointsByDepartment(tally: EngagementTally, ruleSet: EngagementRuleSet): Record<Department, number> {
  const departmentOf = new Map(ruleSet.rules.map((rule) => [rule.key, rule.department]));
  const result = Object.fromEntries(DEPARTMENTS.map((department) => [department, 0])) as Record<Department, number>;
  for (const term of tally.byRule) {
    const department = departmentOf.get(term.rule);
    if (department !== undefined) result[department] += term.points;
  }
  return result;
}
