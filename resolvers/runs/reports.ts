import { blockAt, REPORTS } from '../../published/blocks.ts';
import { decodeReports, type RunReports } from '../../published/reports.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { RequestContext } from '../serve/context.ts';

/** The reports of the visible generation: one read beyond the generation itself, only for who asks for them. */
export async function reportsOf({ loaders }: RequestContext): Promise<RunReports | null> {
  const generation = await loaders.generation();
  const text =
    generation && (await loaders.textBlock.load(blockAt(statisticsOf(generation).reports.generation, REPORTS)));
  return text === null ? null : decodeReports(text);
}
