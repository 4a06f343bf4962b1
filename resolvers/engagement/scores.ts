/** The parts of a customer's published profile beside value: each a prepared answer, nothing computed here. */
import { pointsByDepartment } from '../../domain/engagement/count.ts';
import { DEPARTMENTS, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { EngagementTally } from '../../domain/summary/summary.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { scoreChange } from '../../domain/influence/change.ts';
import { isInfluential } from '../../domain/influence/score.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { InfluenceEntry } from '../../store/events/history.ts';
import { scoreAt } from '../../store/published/influence.ts';
import type { InfluenceResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { provenance, type Scored } from '../value/provenance.ts';

/** RFM of a customer as the API shows it; null before the first order. */
export function rfmOf(score: Scored) {
  const { rfm } = score.profile;
  return (
    rfm && {
      ...rfm,
      provenance: provenance(score, { method: 'OBSERVED', part: 'modelled', confidence: 1, version: 'rfm-1' }),
    }
  );
}

/** The place in the lifecycle as the API shows it. */
export function lifecycleOf(score: Scored) {
  const {
    clv,
    lifecycle: { dueDay, ...lifecycle },
  } = score.profile;
  return {
    ...lifecycle,
    lapsedBelow: statisticsOf(score.generation).settings?.lapsedBelow ?? null,
    returnProbability: lifecycle.cycle > 0 && clv !== null ? clv.returnProbability : null,
    expectedNextOrderOn: clv?.expectedNextOrderDay ?? null,
    keepWarmFrom: dueDay === null ? null : dueDay + 1,
    provenance: provenance(score, { method: 'OBSERVED', part: 'both', confidence: 1, version: 'sonar-1' }),
  };
}

/** Influence as the API shows it; null where it is unknown. */
export function influenceOf(customerId: CustomerId, score: Scored) {
  const { influence } = score.profile;
  if (influence === null) return null;
  const { calibration, ...components } = influence;
  const missingInputs = components.reach === null ? ['FOLLOWERS'] : [];
  return {
    ...components,
    customerId,
    calibration,
    asOf: score.generation.asOf,
    aboveThreshold: isInfluential(components.score),
    provenance: provenance(score, {
      method: 'MODELLED',
      part: 'observed',
      confidence: components.reach === null ? 0.5 : 0.8,
      version: calibration,
      missingInputs,
    }),
  };
}

const MAX_DAYS = 3650;
const published = ({ at, score, calibration }: InfluenceEntry) => ({
  atMs: at,
  score,
  calibrationVersion: Number(calibration.split('-').at(-1)),
});

export const influenceFields: InfluenceResolvers = {
  change: async ({ customerId, asOf, score, calibration }, { days }, { db, loaders }) => {
    if (!(days >= 1 && days <= MAX_DAYS))
      throw new InvalidInputError(['days'], `days must be between 1 and ${MAX_DAYS}; got ${days}.`);
    const named = (await loaders.generation())?.scoresBits ?? [];
    const then = await scoreAt(db, customerId, asOf - days * DAY_MS, named);
    return then === null
      ? null
      : scoreChange([published(then), published({ at: asOf, score, calibration })], asOf, days);
  },
};

/** The terms of a tally, with what the rules say about themselves. */
export function termsOf({ byRule }: EngagementTally, ruleSet: EngagementRuleSet) {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.key, rule]));
  return byRule.flatMap(({ rule: key, count, points }) => {
    const rule = rules.get(key);
    return rule === undefined ? [] : [{ rule: key, label: rule.label, department: rule.department, count, points }];
  });
}

/**
 * Engagement comes from the running summary, not from the last run: it is right as soon as an event is in.
 *
 * @param ruleSet the rule set the summary's points were counted with
 */
export function engagementOf({ record }: CustomerModel, ruleSet: EngagementRuleSet) {
  const { engagement } = record.summary;
  const byDepartment = pointsByDepartment(engagement, ruleSet);
  return {
    points: engagement.points,
    breakdown: termsOf(engagement, ruleSet),
    byDepartment: DEPARTMENTS.map((department) => ({ department, points: byDepartment[department] })),
    provenance: {
      method: 'OBSERVED' as const,
      confidence: 1,
      asOf: record.updatedAt,
      computedAt: record.updatedAt,
      generation: null,
      runId: null,
      version: `rules-${ruleSet.version}`,
      missingInputs: [],
    },
  };
}
