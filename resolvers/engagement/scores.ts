/** The parts of a customer's published profile beside value: each a prepared answer, nothing computed here. */
import { pointsByDepartment } from '../../domain/engagement/count.ts';
import { DEPARTMENTS, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { EngagementTally } from '../../domain/summary/summary.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { scoreChange } from '../../domain/influence/change.ts';
import { isInfluential } from '../../domain/influence/score.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { InfluenceEntry } from '../../store/events/history.ts';
import { scoreAt } from '../../store/published/influence.ts';
import type { EngagementResolvers, InfluenceResolvers, LifecycleResolvers, RfmResolvers } from '../generated.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { provenance } from '../value/provenance.ts';

/** RFM of a customer who has one. */
export const rfmFields: Omit<RfmResolvers, 'before'> = {
  recency: ({ profile }) => profile.rfm!.recency,
  frequency: ({ profile }) => profile.rfm!.frequency,
  monetary: ({ profile }) => profile.rfm!.monetary,
  group: ({ profile }) => profile.rfm!.group,
  provenance: (score) => provenance(score, { method: 'OBSERVED', part: 'modelled', confidence: 1, version: 'rfm-1' }),
};

/** The place in the lifecycle as the API shows it. */
export const lifecycleScoreFields: Omit<LifecycleResolvers, 'lead'> = {
  quarter: ({ score }) => score.profile.lifecycle.quarter,
  stage: ({ score }) => score.profile.lifecycle.stage,
  since: ({ score }) => score.profile.lifecycle.since,
  cycle: ({ score }) => score.profile.lifecycle.cycle,
  lapsed: ({ score }) => score.profile.lifecycle.lapsed,
  lapsedBelow: ({ score }) => statisticsOf(score.generation).settings?.lapsedBelow ?? null,
  returnProbability: ({ score: { profile } }) =>
    profile.lifecycle.cycle > 0 && profile.clv !== null ? profile.clv.returnProbability : null,
  expectedNextOrderOn: ({ score }) => score.profile.clv?.expectedNextOrderDay ?? null,
  usualGapDays: ({ score }) => score.profile.lifecycle.usualGapDays,
  overdueDays: ({ score }) => score.profile.lifecycle.overdueDays,
  keepWarmFrom: ({ score }) => {
    const { dueDay } = score.profile.lifecycle;
    return dueDay === null ? null : dueDay + 1;
  },
  provenance: ({ score }) => provenance(score, { method: 'OBSERVED', part: 'both', confidence: 1, version: 'sonar-1' }),
};

const MAX_DAYS = 3650;
const published = ({ at, score, calibration }: InfluenceEntry) => ({
  atMs: at,
  score,
  calibrationVersion: Number(calibration.split('-').at(-1)),
});

/** Influence as the API shows it, of whom it is known. */
export const influenceFields: InfluenceResolvers = {
  score: ({ influence }) => influence.score,
  network: ({ influence }) => influence.network,
  reach: ({ influence }) => influence.reach,
  amplification: ({ influence }) => influence.amplification,
  authenticity: ({ influence }) => influence.authenticity,
  authenticityLow: ({ influence }) => influence.authenticityLow,
  authenticityHigh: ({ influence }) => influence.authenticityHigh,
  aboveThreshold: ({ influence }) => isInfluential(influence.score),
  provenance: ({ score, influence: { reach, calibration } }) =>
    provenance(score, {
      method: 'MODELLED',
      part: 'observed',
      confidence: reach === null ? 0.5 : 0.8,
      version: calibration,
      missingInputs: reach === null ? ['FOLLOWERS'] : [],
    }),
  change: async ({ score: { id, generation }, influence: { score, calibration } }, { days }, { db, loaders }) => {
    const { asOf } = generation;
    if (!(days >= 1 && days <= MAX_DAYS))
      throw new InvalidInputError(['days'], `days must be between 1 and ${MAX_DAYS}; got ${days}.`);
    const named = (await loaders.generation())?.scoresBits ?? [];
    const then = await scoreAt(db, id, asOf - days * DAY_MS, named);
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

/** Engagement comes from the running summary, not from the last run: it is right as soon as an event is in. */
export const engagementFields: EngagementResolvers = {
  points: ({ record }) => record.summary.engagement.points,
  breakdown: ({ record, ruleSet }) => termsOf(record.summary.engagement, ruleSet),
  byDepartment: ({ record, ruleSet }) => {
    const byDepartment = pointsByDepartment(record.summary.engagement, ruleSet);
    return DEPARTMENTS.map((department) => ({ department, points: byDepartment[department] }));
  },
  provenance: ({ record, ruleSet }) => ({
    method: 'OBSERVED',
    confidence: 1,
    asOf: record.updatedAt,
    computedAt: record.updatedAt,
    generation: null,
    runId: null,
    version: `rules-${ruleSet.version}`,
    missingInputs: [],
  }),
};
