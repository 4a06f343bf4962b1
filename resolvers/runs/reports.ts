import { REPORTS } from '../../published/blocks.ts';
import { decodeReports, type RunReports } from '../../published/reports.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { RequestContext } from '../serve/context.ts';

/** The reports of the visible generation: one read beyond the generation itself, only for who asks for them. */
export async function reportsOf({ loaders }: RequestContext): Promise<RunReports | null> {
  const generation = await loaders.generation();
  if (generation === null) return null;
  // What another release published is not misread.
  statisticsOf(generation);
  return loaders.block({ kind: REPORTS, number: 0 }, decodeReports);
}
