import { COMMUNITIES, COMMUNITY_MEMBERS, segmentList } from '../../published/blocks.ts';
import { decodeCommunities } from '../../published/communities.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { readList } from '../../store/published/lists.ts';
import type { RequestContext } from '../serve/context.ts';
import type { CommunityResolvers, CustomerResolvers, QueryResolvers } from '../generated.ts';
import { toGlobalId } from '../wire/ids.ts';
import type { CommunityModel, CustomerModel } from '../models.ts';
import { connection, encodeKey, offsetAfter, pageAsked, startAfter, stretchOf } from '../wire/paging.ts';

/** Every community of the visible generation, the most valuable first; one read however often it is asked for. */
async function communitiesOf(context: RequestContext): Promise<readonly CommunityModel[]> {
  const generation = await context.loaders.generation();
  if (generation === null) return [];
  // What another release published is not misread.
  statisticsOf(generation);
  return (await context.loaders.block({ kind: COMMUNITIES, number: 0 }, decodeCommunities)) ?? [];
}

/** The community of the visible generation with this key; null where there is none. */
export async function communityByKey(key: string, context: RequestContext): Promise<CommunityModel | null> {
  return (await communitiesOf(context)).find(({ id }) => id === key) ?? null;
}

/** The community a customer is in; null where they are in none. */
export const communityOf: NonNullable<CustomerResolvers['community']> = ({ profile }: CustomerModel, _, context) => {
  const key = profile?.profile.community ?? null;
  return key === null ? null : communityByKey(key, context);
};

export const communityQueries: Pick<QueryResolvers, 'communities'> = {
  communities: async (_, page, context) => {
    const asked = pageAsked(page);
    const all = await communitiesOf(context);
    const ids = all.map(({ id }) => id);
    const { from, to } = stretchOf(asked, startAfter(ids, asked.cursor, COMMUNITIES, asked.isBack), all.length);
    const edges = all.slice(from, to).map((node) => ({ cursor: encodeKey(COMMUNITIES, node.id), node }));
    const generation = await context.loaders.generation();
    const statistics = generation && statisticsOf(generation).communities;
    return {
      ...connection(edges, to < all.length, { hasPreviousPage: from > 0 }),
      totalCount: { count: all.length, precision: 'EXACT', asOf: generation?.asOf ?? context.db.clock() },
      unconnected: { customers: statistics?.unconnected ?? 0, value: statistics?.unconnectedMinor ?? 0 },
    };
  },
};

export const communityFields: CommunityResolvers = {
  id: ({ id }) => toGlobalId('Community', id),
  key: ({ id }) => id,
  value: ({ valueMinor }) => valueMinor,
  internalShare: ({ innerShare }) => innerShare,
  leaders: ({ leaders }, _, context) => customersOf(leaders, context),
  members: async ({ id, size, offset }, asked, context) => {
    const generation = await context.loaders.generation();
    const list = generation?.segments[COMMUNITY_MEMBERS];
    const page = pageAsked(asked);
    const cursorList = `${COMMUNITIES}/${id}/${generation?.generation ?? 0}`;
    const { from, to } = stretchOf(page, offsetAfter(page.cursor, cursorList, size, page.isBack), size);
    const read =
      generation === null || list === undefined
        ? null
        : await readList(
            context.db,
            generation,
            { ...list, name: segmentList(COMMUNITY_MEMBERS) },
            offset + from,
            to - from,
          );
    const members = await customersOf(read?.ids ?? [], context);
    const edges = members.map((node, k) => ({ cursor: encodeKey(cursorList, String(from + k + 1)), node }));
    return connection(edges, to < size, { hasPreviousPage: from > 0 });
  },
};

/** Customers by id, without those who are gone since. */
export async function customersOf(ids: readonly string[], { loaders }: RequestContext): Promise<CustomerModel[]> {
  const found = await Promise.all(ids.map((id) => loaders.customer.load(id)));
  return found.filter((customer) => customer !== null);
}
