import { InvalidInputError } from '../../domain/errors.ts';
import { METRICS } from '../../domain/portfolio/metrics.ts';
import { scorecardOf } from '../../domain/portfolio/scorecard.ts';
import type { SonarStage } from '../../domain/profile/profile.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf, sum } from './part.ts';

export const scorecardQueries: Pick<QueryResolvers, 'scorecard' | 'metricDefinitions'> = {
  scorecard: async (_, __, context) => {
    const { is, parts, generation } = await partsOf(context, ['transitions', 'periodsNow']);
    if (parts === null || generation === null) return { ...is, items: [] };
    const { portfolio, lifetime, communities, records, inputsUpTo } = statisticsOf(generation);
    const { began, steps } = parts.transitions;
    // Whoever is counted at a stage began there or came in.
    const reached = (stage: SonarStage): number =>
      (began[stage] ?? 0) + sum(steps.flatMap(({ to, customers }) => (to === stage ? [customers] : [])));
    const left = (from: readonly SonarStage[], stages: readonly SonarStage[]): number =>
      sum(steps.flatMap((step) => (from.includes(step.from) && stages.includes(step.to) ? [step.customers] : [])));
    const items = scorecardOf({
      customers: portfolio.customers,
      buyers: portfolio.customers - parts.periodsNow.neverBought,
      revenueMinor: portfolio.revenueMinor,
      uncostedRevenueMinor: portfolio.uncostedRevenueMinor,
      measurableShare: lifetime?.measurableShare ?? null,
      connected: portfolio.customers - communities.unconnected,
      ties: records.ties,
      danglingTies: records.danglingTies,
      acceptedReferrals: records.acceptedReferrals,
      rejectedReferrals: sum(Object.values(records.rejectedReferrals)),
      served: left(['FIRST_ORDER', 'LOYALTY'], ['ONBOARDING', 'IN_USE', 'HAPPINESS', 'RECOMMENDATION']),
      happy: reached('HAPPINESS'),
      inMarketing: portfolio.customers - (began.FIRST_ORDER ?? 0),
      ageDays: inputsUpTo === null ? null : Math.max(0, (generation.asOf - inputsUpTo) / DAY_MS),
    });
    return { ...is, items };
  },

  metricDefinitions: (_, { keys }) =>
    keys === null || keys === undefined
      ? METRICS
      : keys.map((key, k) => {
          const found = METRICS.find((metric) => metric.key === key);
          if (found !== undefined) return found;
          throw new InvalidInputError(
            ['keys', String(k)],
            `There is no metric "${key.slice(0, 60)}". Those there are: ${METRICS.map((metric) => metric.key).join(', ')}.`,
            { code: 'BAD_USER_INPUT' },
          );
        }),
};
