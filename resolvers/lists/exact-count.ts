import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import type { PublishedStatistics } from '../../published/statistics.ts';
import type { CustomerFilter } from '../../schema/generated.ts';

/** Conditions whose customers a run has counted for every combination of them. */
const BY_STAGE: ReadonlySet<string> = new Set(['stage', 'quarter', 'lapsed']);

/**
 * How many customers meet a filter, where the run has counted them: conditions on stage, quarter and lapsed together, or on the RFM group alone.
 * Null for every other filter.
 */
export function publishedCount(filter: CustomerFilter, { lifecycle, rfm }: PublishedStatistics): number | null {
  const given = Object.entries(filter).flatMap(([name, condition]) =>
    condition === null || condition === undefined ? [] : [name],
  );
  if (given.length === 0) return null;
  if (given.every((name) => name === 'rfmGroup')) {
    const groups = new Set(filter.rfmGroup);
    return rfm.reduce((sum, { group, customers }) => (groups.has(group) ? sum + customers : sum), 0);
  }
  if (!given.every((name) => BY_STAGE.has(name))) return null;
  return lifecycle.reduce((sum, { stage, customers, lapsed }) => {
    if (filter.stage && !filter.stage.includes(stage)) return sum;
    if (filter.quarter && !filter.quarter.includes(quarterOf(stage))) return sum;
    if (typeof filter.lapsed !== 'boolean') return sum + customers;
    return sum + (filter.lapsed ? lapsed : customers - lapsed);
  }, 0);
}
