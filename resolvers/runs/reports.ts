import { REPORTS, type PublishedStatistics } from '../../enrichment/publish/publish.ts';
import type { RunReports } from '../../enrichment/publish/statistics.ts';
import type { RequestContext } from '../serve/context.ts';

/** The reports of the visible generation: one read beyond the generation itself, only for who asks for them. */
export async function reportsOf({ loaders }: RequestContext): Promise<RunReports | null> {
  const statistics = (await loaders.generation())?.statistics as Partial<PublishedStatistics> | undefined;
  const text =
    statistics?.reports === undefined
      ? null
      : await loaders.textBlock.load(`${statistics.reports.generation}/${REPORTS}`);
  return text === null ? null : (JSON.parse(text) as RunReports);
}
