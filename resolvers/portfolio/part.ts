import { AGGREGATES } from '../../published/blocks.ts';
import { AGGREGATE_NAMES, decodeAggregate, type AggregateName, type Aggregates } from '../../published/aggregates.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { Computed } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';

const NOT_PUBLISHED = 'No run has been published yet.';
const NOT_IN_RUN = 'The visible run is of a release that did not work this out. The next run does.';

/** Whether a generation has parts at all: what an earlier release left in their place is not of it. */
const hasParts = ({ slots, contents }: VisibleGeneration): boolean => (slots ?? contents)?.[AGGREGATES] !== undefined;

/** Parts of the visible run (published/aggregates.ts), all or none: none with the reason why. */
export async function partsOf<N extends AggregateName>(
  context: RequestContext,
  names: readonly N[],
): Promise<{
  readonly is: Computed;
  readonly generation: VisibleGeneration | null;
  readonly parts: Pick<Aggregates, N> | null;
}> {
  const generation = await context.loaders.generation();
  const without = (reason: string) => ({
    is: { status: 'NOT_COMPUTED' as const, reason, asOf: generation?.asOf ?? null },
    generation,
    parts: null,
  });
  if (generation === null) return without(NOT_PUBLISHED);
  // What another release published is not misread.
  statisticsOf(generation);
  if (!hasParts(generation)) return without(NOT_IN_RUN);
  const read = await Promise.all(
    names.map(async (name) => {
      const of = { kind: AGGREGATES, number: AGGREGATE_NAMES.indexOf(name) };
      return [name, await context.loaders.block(of, (text) => decodeAggregate(name, text))] as const;
    }),
  );
  if (read.some(([, part]) => part === null)) return without(NOT_IN_RUN);
  return {
    is: { status: 'COMPUTED', reason: null, asOf: generation.asOf },
    generation,
    parts: Object.fromEntries(read) as Pick<Aggregates, N>,
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
