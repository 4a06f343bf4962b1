import { withDeadline } from '../../store/client/deadline.ts';
import { eraseRecorded } from '../../store/privacy/erase.ts';
import { advanceExport, exportPage } from '../../store/privacy/export.ts';
import { getJob, holdJob, listJobs, openJob, type PrivacyJobKind } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import type { CustomerIdentifier } from '../../schema/generated.ts';
import type { MutationResolvers, PrivacyJobResolvers, QueryResolvers } from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError } from '../serve/user-errors.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { keyOf, toGlobalId } from '../wire/ids.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';

/** What a request does of a job itself; the rest is done by whoever comes next, a run at the latest. */
const WORK_MS = 5000;

const jobOf = ({ db }: RequestContext, id: string) => {
  const jobId = keyOf('PrivacyJob', id);
  return jobId === null ? null : getJob(db, jobId);
};

async function ask(
  kind: PrivacyJobKind,
  mutation: string,
  input: { readonly idempotencyKey: string; readonly by: CustomerIdentifier },
  context: RequestContext,
) {
  const { db, principal, onErasure } = context;
  try {
    const { jobId } = await idempotent(context, mutation, input, async () => {
      const person = await personOf(db, requireIdentifier(principal, input.by, ['by']));
      return { jobId: (await openJob(db, kind, person, principal.id)).id };
    });
    await advance(context, kind, jobId);
    if (kind === 'ERASE') onErasure();
    return { job: await getJob(db, jobId), userErrors: [] };
  } catch (error) {
    return { job: null, userErrors: [toUserError(error, ['input'])] };
  }
}

/** Begins at once: whoever is erased is found by nobody from now on. A job that takes longer than a request goes on by itself. */
async function advance({ db }: RequestContext, kind: PrivacyJobKind, jobId: string): Promise<void> {
  const within = withDeadline(db, { totalMs: WORK_MS });
  const work = async (): Promise<void> => {
    const held = await holdJob(within, jobId);
    if (held !== null) await (kind === 'ERASE' ? eraseRecorded(within, held) : advanceExport(within, held));
  };
  // The job is noted, so whatever stops this leaves it to the next run, whose failures are told.
  await work().catch(() => undefined);
}

export const privacyMutations: Pick<MutationResolvers, 'customerErase' | 'customerExport'> = {
  customerErase: (_, { input }, context) => ask('ERASE', 'customerErase', input, context),
  customerExport: (_, { input }, context) => ask('EXPORT', 'customerExport', input, context),
};

export const privacyQueries: Pick<QueryResolvers, 'privacyJob' | 'privacyJobs'> = {
  privacyJob: (_, { id }, context) => jobOf(context, id),
  privacyJobs: async (_, { first, after }, { db }) => {
    const page = await listJobs(db, {
      first: pageSize(first),
      ...(after ? { after: decodeKey(after, 'privacy-jobs') } : {}),
    });
    const edges = page.items.map((node) => ({ cursor: encodeKey('privacy-jobs', node.id), node }));
    return connection(edges, page.next !== null);
  },
};

export const privacyJobFields: PrivacyJobResolvers = {
  id: ({ id }) => toGlobalId('PrivacyJob', id),
  documents: async (job, { first, after }, { db }) => {
    if (job.kind !== 'EXPORT' || job.status !== 'DONE') return null;
    const held = await holdJob(db, job.id);
    if (held === null) return null;
    const size = pageSize(first);
    const list = `export-${job.id}`;
    let [page, skip] = after ? (decodeKey(after, list).split('.').map(Number) as [number, number]) : [0, 0];
    const edges = [];
    for (; page < job.pages && edges.length <= size; page += 1, skip = 0) {
      const documents = await exportPage(db, held, page);
      if (documents === null) break;
      for (const [at, { kind, source, record }] of documents.entries())
        if (at >= skip)
          edges.push({
            cursor: encodeKey(list, `${page}.${at + 1}`),
            node: { kind, source, json: JSON.stringify(record) },
          });
    }
    return connection(edges.slice(0, size), edges.length > size);
  },
};
