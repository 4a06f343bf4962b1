import { costedAsShown } from '../store/definitions/rules.ts';
import { InvalidInputError } from '../domain/errors.ts';
import type { QueryResolvers } from './generated.ts';
import { eventBySk } from '../store/events/history.ts';
import { getRun } from '../store/work/runs.ts';
import { communityByKey } from './network/communities.ts';
import type { RequestContext } from './serve/context.ts';
import { customerIdFrom, eventKeyFrom, fromGlobalId, isClaimName, type NodeType } from './wire/ids.ts';
import { accountNode } from './social/accounts.ts';
import { getJob } from '../store/privacy/jobs.ts';
import { getSync } from '../store/social/syncs.ts';
import type {
  CommunityModel,
  CustomerModel,
  EnrichmentRunModel,
  InteractionModel,
  OrderModel,
  PrivacyJobModel,
  ReferralModel,
  SegmentModel,
  SocialAccountModel,
  SocialSyncModel,
} from './models.ts';
import { MAX_PAGE } from './wire/paging.ts';
import { segmentByKey } from './segments/segments.ts';

/** An object together with the name of its type, which an interface needs to know. */
export type NodeModel =
  | (CustomerModel & { readonly __typename: 'Customer' })
  | (SegmentModel & { readonly __typename: 'Segment' })
  | (OrderModel & { readonly __typename: 'Order' })
  | (InteractionModel & { readonly __typename: 'Interaction' })
  | (ReferralModel & { readonly __typename: 'Referral' })
  | (CommunityModel & { readonly __typename: 'Community' })
  | (EnrichmentRunModel & { readonly __typename: 'EnrichmentRun' })
  | (SocialAccountModel & { readonly __typename: 'SocialAccount' })
  | (SocialSyncModel & { readonly __typename: 'SocialSync' })
  | (PrivacyJobModel & { readonly __typename: 'PrivacyJob' });

async function eventNode(
  kind: 'ORDER' | 'INTERACTION',
  key: string,
  { db }: RequestContext,
): Promise<NodeModel | null> {
  const place = eventKeyFrom(key);
  const event = place && (await eventBySk(db, place.customerId, place.sk));
  if (event?.kind !== kind) return null;
  if (event.kind === 'ORDER') {
    const [costed] = await costedAsShown(db, [event]);
    return { ...costed!, __typename: 'Order' };
  }
  return { ...event, __typename: 'Interaction' };
}

const READ: Readonly<
  Record<NodeType, (key: string, id: string, context: RequestContext) => Promise<NodeModel | null>>
> = {
  Customer: async (_, id, { loaders }) => {
    const customerId = customerIdFrom(id);
    const found = customerId && (await loaders.customerBy.load({ id: customerId }));
    return found ? { ...found, __typename: 'Customer' } : null;
  },
  Segment: async (key, _, context) => {
    const found = await segmentByKey(key, context);
    return found && { ...found, __typename: 'Segment' };
  },
  Order: (key, _, context) => eventNode('ORDER', key, context),
  Interaction: (key, _, context) => eventNode('INTERACTION', key, context),
  Referral: async (key, _, { loaders }) => {
    const found = isClaimName(key) ? await loaders.claim.load(key) : null;
    return found && { ...found, __typename: 'Referral' };
  },
  Community: async (key, _, context) => {
    const found = await communityByKey(key, context);
    return found && { ...found, __typename: 'Community' };
  },
  EnrichmentRun: async (runId, _, { db }) => {
    const found = await getRun(db, runId);
    return found && { ...found, __typename: 'EnrichmentRun' };
  },
  SocialAccount: async (key, _, { db }) => {
    const found = await accountNode(db, key);
    return found && { ...found, __typename: 'SocialAccount' };
  },
  SocialSync: async (syncId, _, { db }) => {
    const found = await getSync(db, syncId);
    return found && { ...found, __typename: 'SocialSync' };
  },
  PrivacyJob: async (jobId, _, { db }) => {
    const found = await getJob(db, jobId);
    return found && { ...found, __typename: 'PrivacyJob' };
  },
};

/** The object of a global id; null for an id Kring never gave out, or of something that is gone. */
async function nodeOf(id: string, context: RequestContext): Promise<NodeModel | null> {
  const node = fromGlobalId(id);
  return node && READ[node.type](node.key, id, context);
}

export const nodeQueries: Pick<QueryResolvers, 'node' | 'nodes'> = {
  node: (_, { id }, context) => nodeOf(id, context),
  nodes: (_, { ids }, context) => {
    if (ids.length > MAX_PAGE)
      throw new InvalidInputError(['ids'], `At most ${MAX_PAGE} ids in one request; got ${ids.length}.`, {
        code: 'PAGE_SIZE',
      });
    return Promise.all(ids.map((id) => nodeOf(id, context)));
  },
};
