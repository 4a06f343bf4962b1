import { VisibleError } from '../../domain/errors.ts';
import type { EnrichmentRunResolvers, MutationResolvers, QueryResolvers } from '../generated.ts';
import { withinDeadline } from '../../store/client/deadline.ts';
import { checkRunInstant, getRun, listRuns } from '../../store/work/runs.ts';
import { needsAsOf } from '../serve/view.ts';
import { idempotent } from '../serve/idempotency.ts';
import { keyOf, toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import { toUserError } from '../serve/user-errors.ts';

export const runQueries: Pick<QueryResolvers, 'enrichmentRun' | 'enrichmentRuns'> = {
  enrichmentRun: async (_, { id }, { db }) => {
    const runId = keyOf('EnrichmentRun', id);
    return runId === null ? null : getRun(db, runId);
  },
  enrichmentRuns: async (_, { first, after }, { db }) => {
    const page = await listRuns(db, { first: pageSize(first), ...(after ? { after: decodeKey(after, 'runs') } : {}) });
    const edges = page.items.map((node) => ({ cursor: encodeKey('runs', node.id), node }));
    return connection(edges, page.next !== null, { after });
  },
};

export const runMutations: Pick<MutationResolvers, 'enrichmentRunStart'> = {
  enrichmentRunStart: async (_, { input }, context) => {
    const { startRun, db, principal } = context;
    if (startRun === null)
      throw new VisibleError('RUNS_NOT_AVAILABLE', 'This server cannot start runs; the scheduler does.');
    try {
      if (input.asOf != null && !principal.scopes.has('runs:asof')) throw needsAsOf(principal);
      if (input.asOf != null) checkRunInstant(input.asOf, db.clock());
      const { runId } = await idempotent(context, 'enrichmentRunStart', input, async () => {
        const run = await withinDeadline(db, 'the start of a run', () =>
          startRun({ trigger: 'MANUAL', ...(input.asOf == null ? {} : { asOf: input.asOf }) }),
        );
        return { runId: run.id };
      });
      return { run: await getRun(db, runId), userErrors: [] };
    } catch (error) {
      return { run: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
};

export const runFields: EnrichmentRunResolvers = {
  id: ({ id }) => toGlobalId('EnrichmentRun', id),
  view: ({ view }) => view ?? false,
  failed: ({ failed }) =>
    (failed ?? []).map(({ customer, reason }) => ({ customerId: toGlobalId('Customer', customer), reason })),
  error: ({ error }) => error ?? null,
};
