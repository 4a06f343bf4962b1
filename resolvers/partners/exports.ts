import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { Principal } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import {
  advanceBulkExport,
  findBulkExport,
  partsOfExport,
  partsWritten,
  readBulkFile,
  startBulkExport,
  type BulkExport,
  type LineOf,
} from '../../store/changes/bulk-export.ts';
import { FEED_START } from '../../store/changes/feed.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { RETRY_AFTER_SECONDS, withDeadline } from '../../store/client/deadline.ts';
import type { MutationResolvers, QueryResolvers } from '../generated.ts';
import type { Authenticate } from '../serve/authenticate.ts';
import type { RequestContext } from '../serve/context.ts';
import { plainError, sendable, unavailableAnswer, type HttpAnswer, type HttpQuestion } from '../serve/http.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError, userError } from '../serve/user-errors.ts';
import { exportFileOf, exportPath } from './exports-path.ts';
import { encodeToken, idsSeen, viewOf } from './partners.ts';
import { scoreRows } from './rows.ts';

/** What one request does of an export. */
const WORK_MS = 3000;

/** Who asked for an export, as long as they see the same. */
const isOf = ({ by, view }: BulkExport, principal: Principal): boolean =>
  by === principal.id && view === viewOf(principal);

/** One line: what the caller may read, and nothing else. */
function lineFor(principal: Principal, currency: string, { scores, asOf }: BulkExport): LineOf {
  const rowOf = scoreRows(principal, currency, { generation: scores.generation, asOf });
  return (id, row, identities) => {
    const { externalId: _, withheld, ...told } = rowOf(id, row, null);
    const hidden = new Set<string>(withheld.map(({ field }) => field));
    const shown = Object.fromEntries(Object.entries(told).filter(([field]) => !hidden.has(field)));
    return JSON.stringify({
      ...shown,
      asOf: new Date(asOf).toISOString(),
      externalIds: idsSeen(principal, identities),
    });
  };
}

async function shownAs(order: BulkExport, written: number | null, { db }: RequestContext) {
  const files = partsOfExport(order);
  return {
    id: order.id,
    status: written === null ? ('GONE' as const) : written < files ? ('RUNNING' as const) : ('DONE' as const),
    generation: order.scores.generation,
    asOf: order.asOf,
    requestedAt: order.requestedAt,
    expiresAt: order.expiresAt,
    files,
    filesWritten: written ?? (await partsWritten(db, order)),
    path: exportPath(order.id),
    since: encodeToken(order.view, { ...FEED_START, base: order.scores.generation, change: order.change }),
  };
}

/** Takes an export further, for as long as one request may, and says how it stands. */
async function further(order: BulkExport, context: RequestContext) {
  const { db, principal, currency } = context;
  const line = lineFor(principal, currency, order);
  return shownAs(order, await advanceBulkExport(db, order, line, performance.now() + WORK_MS), context);
}

export const exportMutations: Pick<MutationResolvers, 'bulkExportStart'> = {
  bulkExportStart: async (_, { input }, context) => {
    const { db, principal } = context;
    try {
      const { id } = await idempotent(context, 'bulkExportStart', input, async () => {
        const order = await startBulkExport(db, {
          id: ulid(db.clock()),
          by: principal.id,
          sources: principal.sources && [...principal.sources].sort(),
          view: viewOf(principal),
        });
        return { id: order?.id ?? null };
      });
      const order = id === null ? null : await findBulkExport(db, id);
      if (order === null)
        return {
          bulkExport: null,
          userErrors: [
            userError('NOT_FOUND', 'No run has published scores yet. Ask again after the next one, with another key.'),
          ],
        };
      return { bulkExport: await shownAs(order, await partsWritten(db, order), context), userErrors: [] };
    } catch (error) {
      return { bulkExport: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
};

export const exportQueries: Pick<QueryResolvers, 'bulkExport'> = {
  bulkExport: async (_, { id }, context) => {
    const order = await findBulkExport(context.db, id);
    return order === null || !isOf(order, context.principal) ? null : further(order, context);
  },
};

const MISSING = 'There is no such file, or not yet, or its time is over, or another key asked for it.';

/** Answers GET of a file of an export: lines of JSON, with an ETag, since a file changes only when somebody in it is forgotten. Never throws. */
export function exportHost({
  db,
  authenticate,
  onError,
}: {
  readonly db: Db;
  readonly authenticate: Authenticate;
  readonly onError?: (requestId: string, error: unknown) => void;
}) {
  return async (question: HttpQuestion & { readonly path: string }): Promise<HttpAnswer> => {
    const requestId = question.requestId ?? ulid();
    try {
      const principal = await authenticate(question);
      const asked = exportFileOf(question.path);
      if (question.method !== 'GET') return sendable(plainError(405, 'Files are read with GET.', requestId), requestId);
      const within = withDeadline(withMeter(db));
      const order = asked === null ? null : await findBulkExport(within, asked.id);
      const lines = order === null || !isOf(order, principal) ? null : await readBulkFile(within, order, asked!.file);
      if (lines === null) return sendable(plainError(404, MISSING, requestId, 'NOT_FOUND'), requestId);
      const etag = `"${createHash('sha256').update(lines).digest('base64url').slice(0, 27)}"`;
      const headers = { etag, 'cache-control': 'private, no-cache' };
      if (question.headers['if-none-match'] === etag) return { status: 304, headers, body: '' };
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'application/x-ndjson; charset=utf-8' },
        body: lines,
      };
    } catch (error) {
      if (error instanceof VisibleError && error.code === 'UNAUTHENTICATED') {
        const answer = plainError(401, error.message, requestId, error.code);
        return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer realm="kring"' } };
      }
      onError?.(requestId, error);
      return unavailableAnswer(
        'The file cannot be read now. Repeat the request later.',
        RETRY_AFTER_SECONDS,
        requestId,
      );
    }
  };
}
