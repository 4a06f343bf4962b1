import { HEALTH_BANDS } from '../../domain/health/health.ts';
import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import { knownStatistics } from '../../published/statistics.ts';
import type { CustomerFilter } from '../../schema/generated.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { communityByKey } from '../network/communities.ts';
import { partsOf } from '../portfolio/part.ts';
import type { RequestContext } from '../serve/context.ts';
import { publishedTops } from './tops.ts';

/** Conditions whose customers a run has counted for every combination of them. */
const BY_STAGE: ReadonlySet<string> = new Set(['stage', 'quarter', 'lapsed']);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * How many customers meet a filter, where the run has counted them: conditions on stage, quarter and lapsed together; on the RFM group, the band of
 * health, the country, the channel or the community alone; on one segment alone. Null for every other filter.
 */
export async function publishedCount(
  filter: CustomerFilter,
  generation: VisibleGeneration,
  context: RequestContext,
): Promise<number | null> {
  const given = Object.entries(filter).flatMap(([name, condition]) =>
    condition === null || condition === undefined ? [] : [name],
  );
  if (given.length === 0) return null;
  if (given.length === 1) {
    const alone = await countedAlone(filter, generation, context);
    if (alone !== undefined) return alone;
  }
  const statistics = knownStatistics(generation);
  if (statistics === null || !given.every((name) => BY_STAGE.has(name))) return null;
  return statistics.lifecycle.reduce((total, { stage, customers, lapsed }) => {
    if (filter.stage && !filter.stage.includes(stage)) return total;
    if (filter.quarter && !filter.quarter.includes(quarterOf(stage))) return total;
    if (typeof filter.lapsed !== 'boolean') return total + customers;
    return total + (filter.lapsed ? lapsed : customers - lapsed);
  }, 0);
}

/** Of a filter of one condition; undefined where it is none of those counted alone. */
async function countedAlone(
  { rfmGroup, healthBand, country, acquisitionChannel, community, segment }: CustomerFilter,
  generation: VisibleGeneration,
  context: RequestContext,
): Promise<number | null | undefined> {
  if (rfmGroup) {
    const groups = new Set(rfmGroup);
    const rfm = knownStatistics(generation)?.rfm;
    return rfm === undefined
      ? null
      : sum(rfm.flatMap(({ group, customers }) => (groups.has(group) ? [customers] : [])));
  }
  if (segment) return segment.length === 1 ? (generation.segments[segment[0]!]?.count ?? null) : null;
  if (healthBand) {
    const bands = (await publishedTops(context))?.bands;
    return bands === undefined ? null : sum(HEALTH_BANDS.map((band, k) => (healthBand.includes(band) ? bands[k]! : 0)));
  }
  if (community) {
    const found = await Promise.all([...new Set(community)].map((key) => communityByKey(key, context)));
    return sum(found.map((one) => one?.size ?? 0));
  }
  if (country) return countedByName((await publishedTops(context))?.countries, country);
  if (acquisitionChannel) {
    const channels = (await partsOf(context, ['channels'])).parts?.channels.channels;
    return countedByName(
      channels?.map(({ channel, customers }) => [channel, customers] as const),
      acquisitionChannel,
    );
  }
  return undefined;
}

/** Null where one of the names is not among those counted. */
function countedByName(
  counted: readonly (readonly [name: string, customers: number])[] | undefined,
  names: readonly string[],
): number | null {
  const byName = new Map(counted ?? []);
  const found = [...new Set(names)].map((name) => byName.get(name));
  return found.every((customers) => customers !== undefined) ? sum(found) : null;
}
