import { ANY_SOURCE, type Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { mergeCustomers, unmergeCustomer } from '../../store/merges/merge.ts';
import { previewMerge } from '../../store/merges/preview.ts';
import { dismissDuplicates, dismissedDuplicates } from '../../store/merges/dismissals.ts';
import { mergeTrail } from '../../store/merges/trail.ts';
import type { MutationResolvers, QueryResolvers } from '../generated.ts';
import { customersOf } from '../network/communities.ts';
import { reportsOf } from '../runs/reports.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { masked, seesPersons } from '../serve/persons.ts';
import { toUserError } from '../serve/user-errors.ts';
import { identifierFrom, requireIdentifier } from '../wire/identifiers.ts';
import { toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';

const STEPS = 'merges';

export const mergeQueries: Pick<
  QueryResolvers,
  'customerMergePreview' | 'customerMergeSteps' | 'duplicateSuggestions'
> = {
  customerMergePreview: async (_, args, { db, loaders, principal }) => {
    const survivor = identifierFrom(principal, args.survivor, ['survivor']);
    const merged = identifierFrom(principal, args.merged, ['merged']);
    if (survivor === null || merged === null) return null;
    try {
      const { survivorId, mergedId, revenueMinor, ...preview } = await previewMerge(db, { survivor, merged });
      const [stays, goes] = await Promise.all([loaders.customer.load(survivorId), loaders.customer.load(mergedId)]);
      const identities = seesPersons(principal) ? preview.identities : preview.identities.map(masked);
      return stays && goes && { ...preview, identities, survivor: stays, merged: goes, revenue: revenueMinor };
    } catch (error) {
      if (error instanceof VisibleError && error.code === 'UNKNOWN_CUSTOMER') return null;
      throw error;
    }
  },

  customerMergeSteps: async (_, { first, after }, { db }) => {
    const { items, next } = await mergeTrail(db, {
      first: pageSize(first),
      ...(after ? { after: decodeKey(after, STEPS) } : {}),
    });
    const edges = items.map(({ kind, merged, into, at, sk }) => ({
      cursor: encodeKey(STEPS, sk),
      node: { kind, merged: toGlobalId('Customer', merged), into: toGlobalId('Customer', into), at },
    }));
    return connection(edges, next !== null, { after });
  },

  duplicateSuggestions: async (_, { first }, context) => {
    const size = pageSize(first);
    const { count, listed } = (await reportsOf(context))?.duplicates ?? { count: 0, listed: [] };
    // The run left out what was dismissed before it.
    const isDismissed = listed.length === 0 ? () => false : await dismissedDuplicates(context.db);
    const open = listed.filter(({ reason, customers }) => !isDismissed(reason, customers));
    const suggestions = open.slice(0, size).map(async ({ reason, customers }) => ({
      reason,
      // Those who were merged since the run are one.
      customers: [...new Map((await customersOf(customers, context)).map((one) => [one.id, one])).values()],
    }));
    return { count: count - (listed.length - open.length), suggestions: await Promise.all(suggestions) };
  },
};

/** A merge is about all sources of both customers: who may write some sources only may not. */
function assertMayMerge(principal: Principal): void {
  if (!principal.ingest.has(ANY_SOURCE))
    throw new InvalidInputError(
      [],
      `"${principal.name}" may write records of some sources only, and a merge is about all of them. That needs ingest:*.`,
      { code: 'FORBIDDEN' },
    );
}

/** The customer as it is after a change: what this request had read before is old. */
async function after(id: string, { loaders }: RequestContext) {
  loaders.customerBy.clear({ id });
  return loaders.customerBy.load({ id });
}

export const mergeMutations: Pick<
  MutationResolvers,
  'customerMerge' | 'customerUnmerge' | 'duplicateSuggestionDismiss'
> = {
  duplicateSuggestionDismiss: async (_, { input }, context) => {
    try {
      assertMayMerge(context.principal);
      const customers = input.customers.map((by, index) =>
        requireIdentifier(context.principal, by, ['customers', String(index)]),
      );
      await idempotent(context, 'duplicateSuggestionDismiss', input, async () => {
        await dismissDuplicates(context.db, input.reason, customers);
        return {};
      });
      return { dismissed: true, userErrors: [] };
    } catch (error) {
      return { dismissed: false, userErrors: [toUserError(error, ['input'])] };
    }
  },

  customerMerge: async (_, { input }, context) => {
    try {
      assertMayMerge(context.principal);
      const survivor = requireIdentifier(context.principal, input.survivor, ['survivor']);
      const merged = requireIdentifier(context.principal, input.merged, ['merged']);
      const { survivorId } = await idempotent(context, 'customerMerge', input, () =>
        mergeCustomers(context.db, { survivor, merged }),
      );
      return { customer: await after(survivorId, context), userErrors: [] };
    } catch (error) {
      return { customer: null, userErrors: [toUserError(error, ['input'])] };
    }
  },

  customerUnmerge: async (_, { input }, context) => {
    try {
      assertMayMerge(context.principal);
      const merged = requireIdentifier(context.principal, input.merged, ['merged']);
      const { mergedId } = await idempotent(context, 'customerUnmerge', input, () =>
        unmergeCustomer(context.db, merged),
      );
      return { customer: await after(mergedId, context), userErrors: [] };
    } catch (error) {
      return { customer: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
};
