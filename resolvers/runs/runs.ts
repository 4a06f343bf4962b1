import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { EnrichmentRunResolvers, MutationResolvers, QueryResolvers } from '../generated.ts';
import { withinDeadline } from '../../store/client/deadline.ts';
import { openJobs } from '../../store/privacy/jobs.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { cancelRun } from '../../store/work/cancel.ts';
import { checkRunInstant, getRun, listRuns } from '../../store/work/runs.ts';
import type { RequestContext, StartRun } from '../serve/context.ts';
import { needsAsOf } from '../serve/view.ts';
import { idempotent } from '../serve/idempotency.ts';
import { keyOf, toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import { toUserError } from '../serve/user-errors.ts';
import { triedRun } from './what-if.ts';

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

const startOf = ({ startRun }: RequestContext): StartRun => {
  if (startRun !== null) return startRun;
  throw new VisibleError('RUNS_NOT_AVAILABLE', 'This server cannot start runs; the scheduler does.');
};

/** What a run started now would do, by the last one. */
async function planOf(asOf: number | null, { db }: RequestContext) {
  const [shown, { items }, erasures] = await Promise.all([
    visibleGeneration(db),
    listRuns(db, { first: LOOKED_AT }),
    openJobs(db, 'ERASE'),
  ]);
  const last = items.find(({ status, view }) => status === 'SUCCEEDED' && view !== true);
  return {
    asOf,
    view: asOf !== null && shown !== null && asOf < shown.asOf,
    unfinished: items.find(({ status }) => status === 'RUNNING') ?? null,
    customers: shown?.customers ?? null,
    lastCost: last?.cost ?? null,
    erasures: erasures.length,
  };
}
/** Of that many runs at least one is seldom a view. */
const LOOKED_AT = 20;

/** The run a mutation names. @throws InvalidInputError NOT_FOUND */
function runIdIn(id: string): string {
  const runId = keyOf('EnrichmentRun', id);
  if (runId !== null) return runId;
  throw new InvalidInputError(['id'], 'This is not the id of a run.', { code: 'NOT_FOUND' });
}

const failed = (error: unknown) => ({ run: null, plan: null, userErrors: [toUserError(error, ['input'])] });

export const runMutations: Pick<
  MutationResolvers,
  'enrichmentRunStart' | 'enrichmentRunCancel' | 'enrichmentRunResume'
> = {
  enrichmentRunCancel: async (_, { input }, context) => {
    const { db } = context;
    try {
      const { runId } = await idempotent(context, 'enrichmentRunCancel', input, async () => ({
        runId: (await cancelRun(db, runIdIn(input.id))).id,
      }));
      return { run: await getRun(db, runId), plan: null, userErrors: [] };
    } catch (error) {
      return failed(error);
    }
  },
  enrichmentRunResume: async (_, { input }, context) => {
    const startRun = startOf(context);
    const { db } = context;
    try {
      const { runId } = await idempotent(context, 'enrichmentRunResume', input, async () => {
        const run = await withinDeadline(db, 'the start of a run', () =>
          startRun({ trigger: 'MANUAL', resume: runIdIn(input.id) }),
        );
        return { runId: run.id };
      });
      return { run: await getRun(db, runId), plan: null, userErrors: [] };
    } catch (error) {
      return failed(error);
    }
  },
  enrichmentRunStart: async (_, { input }, context) => {
    const { db, principal } = context;
    const startRun = startOf(context);
    try {
      const isAside = input.asOf != null || input.tryOut != null;
      if (isAside && !principal.scopes.has('runs:asof')) throw needsAsOf(principal);
      if (input.asOf != null && input.tryOut != null)
        throw new InvalidInputError(
          ['asOf'],
          'Settings are tried out at the instant of what is visible: leave `asOf` out.',
        );
      const tried = input.tryOut == null ? null : await triedRun(db, input.tryOut);
      if (input.asOf != null) checkRunInstant(input.asOf, db.clock());
      if (input.dryRun) {
        const plan = await planOf(input.asOf ?? tried?.asOf ?? null, context);
        return { run: null, plan: { ...plan, view: plan.view || tried !== null }, userErrors: [] };
      }
      const { runId } = await idempotent(context, 'enrichmentRunStart', input, async () => {
        const run = await withinDeadline(db, 'the start of a run', () =>
          startRun({
            trigger: 'MANUAL',
            ...(input.asOf == null ? {} : { asOf: input.asOf }),
            ...(tried === null ? {} : { asOf: tried.asOf, tried: tried.settings }),
          }),
        );
        return { runId: run.id };
      });
      return { run: await getRun(db, runId), plan: null, userErrors: [] };
    } catch (error) {
      return failed(error);
    }
  },
};

export const runFields: EnrichmentRunResolvers = {
  id: ({ id }) => toGlobalId('EnrichmentRun', id),
  view: ({ view }) => view ?? false,
  tryOut: ({ tryOut }) => tryOut ?? false,
  failed: ({ failed }) =>
    (failed ?? []).map(({ customer, reason }) => ({ customerId: toGlobalId('Customer', customer), reason })),
  error: ({ error }) => error ?? null,
};
