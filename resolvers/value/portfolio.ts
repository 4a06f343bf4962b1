import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import { statisticsOf, type LifetimeFigures } from '../../published/statistics.ts';
import type { QueryResolvers } from '../generated.ts';
import { toGlobalId } from '../wire/ids.ts';

export const portfolioQueries: Pick<QueryResolvers, 'portfolio' | 'lifecycleSummary'> = {
  portfolio: async (_, __, { loaders }) => {
    const generation = await loaders.generation();
    if (generation === null) return null;
    const { portfolio, simulated, lifetime } = statisticsOf(generation);
    const {
      customers,
      revenueMinor,
      directMinor,
      refundsMinor,
      creditsMinor,
      rewardsMinor,
      totalMinor: currentMinor,
      potentialMinor,
      uncostedRevenueMinor,
    } = portfolio;
    const between = generation.between ?? null;
    const since = (
      minor: number,
      name: 'revenueMinor' | 'directMinor' | 'refundsMinor' | 'creditsMinor' | 'totalMinor',
    ) => minor + (between?.[name] ?? 0);
    return {
      asOf: generation.asOf,
      timeZone: generation.timeZone,
      customers: { count: customers, precision: 'EXACT', asOf: generation.asOf },
      revenue: since(revenueMinor, 'revenueMinor'),
      direct: since(directMinor, 'directMinor'),
      refunds: since(refundsMinor, 'refundsMinor'),
      credits: since(creditsMinor, 'creditsMinor'),
      rewards: rewardsMinor,
      current: since(currentMinor, 'totalMinor'),
      potential: potentialMinor,
      potentialBridge: lifetime === null ? null : bridgeOf(lifetime),
      total: since(currentMinor, 'totalMinor') + (potentialMinor ?? 0),
      betweenRuns: between && {
        at: between.at,
        current: between.totalMinor,
        direct: between.directMinor,
        indirect: between.totalMinor - between.directMinor,
        waiting: between.waitingMinor,
      },
      simulated,
      provenance: {
        method: 'OBSERVED',
        confidence: 1,
        asOf: between?.at ?? generation.asOf,
        computedAt: between?.at ?? generation.publishedAt,
        generation: generation.generation,
        runId: toGlobalId('EnrichmentRun', generation.runId),
        version: 'value-1',
        missingInputs: uncostedRevenueMinor === 0 ? [] : ['COST_OF_GOODS'],
      },
    };
  },

  lifecycleSummary: async (_, __, { loaders }) => {
    const generation = await loaders.generation();
    if (generation === null) return null;
    const { asOf } = generation;
    const stages = statisticsOf(generation).lifecycle.map(({ stage, customers, lapsed, totalMinor }) => ({
      quarter: quarterOf(stage),
      stage,
      customers: { count: customers, precision: 'EXACT' as const, asOf },
      lapsed,
      value: totalMinor,
    }));
    return { asOf, stages };
  },
};

/** The bridge as the API shows it; null where there is none to show. */
function bridgeOf({ bridge, parameters }: LifetimeFigures) {
  if (bridge === undefined || bridge === null || parameters === undefined) return null;
  const { version, adoptedOn: on, fittedOn, reason } = parameters;
  return {
    from: bridge.fromDay,
    to: bridge.toDay,
    before: bridge.beforeMinor,
    time: bridge.timeMinor,
    parameters: bridge.parametersMinor,
    events: bridge.eventsMinor,
    after: bridge.afterMinor,
    adopted: { version, on, fittedOn, reason },
  };
}
