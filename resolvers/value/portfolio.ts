import * as z from 'zod';
import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import { SONAR_STAGES } from '../../domain/profile/profile.ts';
import { UTC } from '../../domain/time/time.ts';
import type { QueryResolvers } from '../generated.ts';
import { toGlobalId } from '../wire/ids.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';

const count = z.int().min(0);
const minor = z.int();

/** Part of what a run says about the whole customer base, as it stands in the published generation. */
const Statistics = z.object({
  portfolio: z.object({
    customers: count,
    revenueMinor: minor,
    directMinor: minor,
    refundsMinor: minor.default(0),
    creditsMinor: minor.default(0),
    rewardsMinor: minor,
    totalMinor: minor,
    potentialMinor: minor.nullable(),
    totalValueQuantiles: z.array(z.number()),
    uncostedRevenueMinor: minor,
  }),
  simulated: z.boolean(),
  timeZone: z.string().default(UTC),
  lifecycle: z.array(z.object({ stage: z.enum(SONAR_STAGES), customers: count, lapsed: count, totalMinor: minor })),
  segments: z.record(z.string(), z.object({ totalMinor: minor })),
});
export type Statistics = z.infer<typeof Statistics>;

const parsed = new WeakMap<VisibleGeneration, Statistics>();

/** The statistics of a generation, checked once however many customers need them. */
export function statisticsOf(generation: VisibleGeneration): Statistics {
  let statistics = parsed.get(generation);
  if (statistics === undefined) parsed.set(generation, (statistics = Statistics.parse(generation.statistics)));
  return statistics;
}

export const portfolioQueries: Pick<QueryResolvers, 'portfolio' | 'lifecycleSummary'> = {
  portfolio: async (_, __, { loaders }) => {
    const generation = await loaders.generation();
    if (generation === null) return null;
    const { portfolio, simulated, timeZone } = statisticsOf(generation);
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
    return {
      asOf: generation.asOf,
      timeZone,
      customers: { count: customers, precision: 'EXACT', asOf: generation.asOf },
      revenue: revenueMinor,
      direct: directMinor,
      refunds: refundsMinor,
      credits: creditsMinor,
      rewards: rewardsMinor,
      current: currentMinor,
      potential: potentialMinor,
      total: currentMinor + (potentialMinor ?? 0),
      simulated,
      provenance: {
        method: 'OBSERVED',
        confidence: 1,
        asOf: generation.asOf,
        computedAt: generation.publishedAt,
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
