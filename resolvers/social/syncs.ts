import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { SocialSyncStartInput } from '../../schema/generated.ts';
import { planSync, startSync, type PlanOptions, type SyncPlan } from '../../social/sync/plan.ts';
import { segmentMembers } from '../../social/sync/segment.ts';
import { settingsOf } from '../../social/sources.ts';
import { addCounts, getSync, listSyncs, NO_COUNTS, partsOf, type SyncPart } from '../../store/social/syncs.ts';
import type { MutationResolvers, QueryResolvers, SocialSyncResolvers } from '../generated.ts';
import type { SocialSyncModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError } from '../serve/user-errors.ts';
import { keyOf, toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';

export const socialSyncQueries: Pick<QueryResolvers, 'socialSyncs'> = {
  socialSyncs: async (_, { first, after }, { db }) => {
    const page = await listSyncs(db, {
      first: pageSize(first),
      ...(after ? { after: decodeKey(after, 'syncs') } : {}),
    });
    const edges = page.items.map((node) => ({ cursor: encodeKey('syncs', node.id), node }));
    return connection(edges, page.next !== null, { after });
  },
};

/** Of one answer: the parts of a sync are one query, whatever is asked of them. */
const parts = new WeakMap<SocialSyncModel, Promise<readonly SyncPart[]>>();
const partsNow = (sync: SocialSyncModel, { db }: RequestContext): Promise<readonly SyncPart[]> => {
  const found = parts.get(sync) ?? partsOf(db, sync.id);
  parts.set(sync, found);
  return found;
};

export const socialSyncFields: SocialSyncResolvers = {
  id: ({ id }) => toGlobalId('SocialSync', id),
  parts: async (sync, _, context) => {
    const now = await partsNow(sync, context);
    // The parts of a sync are kept for a month; the sync remembers how many there were.
    if (now.length === 0) return { total: sync.parts, done: sync.parts, open: 0, failed: 0 };
    const howMany = (wanted: SyncPart['status']): number => now.filter(({ status }) => status === wanted).length;
    return { total: sync.parts, done: howMany('DONE'), open: howMany('OPEN'), failed: howMany('FAILED') };
  },
  counts: async (sync, _, context) =>
    sync.status === 'RUNNING'
      ? (await partsNow(sync, context)).reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS)
      : sync.counts,
  errors: async (sync, _, context) =>
    sync.status === 'RUNNING'
      ? [
          ...new Set(
            (await partsNow(sync, context)).flatMap(({ source, error }) =>
              error === null ? [] : `${source}: ${error}`,
            ),
          ),
        ]
      : sync.errors,
};

const NOTHING = { sync: null, isNew: false, plan: [] };
const DAY_MS = 86_400_000;

async function planOptions(input: SocialSyncStartInput, { db, social }: RequestContext): Promise<PlanOptions> {
  const { settings, worker } = social;
  if (settings.sources.length === 0)
    throw new VisibleError(
      'NOT_CONFIGURED',
      'No social source is configured on this server, so there is nothing to sync. docs/social.md says how to configure one.',
    );
  for (const [index, source] of (input.sources ?? []).entries()) {
    try {
      settingsOf(settings, source);
    } catch (cause) {
      throw new InvalidInputError(['sources', String(index)], (cause as Error).message, {
        code: 'UNKNOWN_SOURCE',
        cause,
      });
    }
  }
  if (input.olderThanDays != null && !(input.olderThanDays >= 0))
    throw new InvalidInputError(['olderThanDays'], 'olderThanDays is 0 or more.');
  const key = input.segment == null ? null : keyOf('Segment', input.segment);
  const members = key === null ? null : await segmentMembers(db, key);
  if (input.segment != null && members === null)
    throw new InvalidInputError(['segment'], 'There is no such segment, or no run has published it yet.', {
      code: 'NOT_FOUND',
    });
  return {
    trigger: 'API',
    ...(input.sources == null ? {} : { sources: [...new Set(input.sources)] }),
    ...(key === null || members === null ? {} : { segment: { key, members } }),
    ...(input.olderThanDays == null ? {} : { olderThanMs: input.olderThanDays * DAY_MS }),
    ...(worker?.open === undefined ? {} : { open: worker.open }),
  };
}

export const socialSyncMutations: Pick<MutationResolvers, 'socialSyncStart'> = {
  socialSyncStart: async (_, { input }, context) => {
    const { db, social } = context;
    try {
      const answer = await idempotent(context, 'socialSyncStart', input, async () => {
        const options = await planOptions(input, context);
        if (input.dryRun) {
          const { sources } = await planSync(db, social.settings, options);
          return { syncId: null, isNew: false, plan: sources };
        }
        const { sync, isNew, plan } = await startSync(db, social.settings, options);
        if (isNew) social.onSyncStarted?.(sync.id);
        return { syncId: sync.id, isNew, plan: plan?.sources ?? ([] as SyncPlan['sources']) };
      });
      const { syncId, isNew, plan } = answer;
      return { sync: syncId === null ? null : await getSync(db, syncId), isNew, plan, userErrors: [] };
    } catch (error) {
      return { ...NOTHING, userErrors: [toUserError(error, ['input'])] };
    }
  },
};
