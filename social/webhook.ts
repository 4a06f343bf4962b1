import { InvalidInputError, VisibleError } from '../domain/errors.ts';
import type { Db } from '../store/client/db.ts';
import { accountsByIds } from '../store/social/accounts.ts';
import { listSyncs } from '../store/social/syncs.ts';
import type { PageQuestion } from './page/form.ts';
import type { PageAnswer } from './page/html.ts';
import { problemIn } from './problem.ts';
import type { SocialSettings } from './settings.ts';
import { hostsOf, openSource, settingsOf } from './sources.ts';
import { keepEngagement } from './sync/acts.ts';
import { withdrawalsOf } from '../store/social/withdrawals.ts';
import { directoryOf } from './sync/directory.ts';
import { startSync } from './sync/plan.ts';
import type { WorkerOptions } from './sync/worker.ts';

export interface WebhookOptions {
  readonly db: Db;
  readonly settings: SocialSettings;
  readonly worker?: Partial<WorkerOptions>;
  readonly onError?: (error: unknown) => void;
}

/** What a source posts about one event. */
const MAX_BODY_BYTES = 1_000_000;
/** Posts that follow one another start no more syncs than this; the planned one reads the rest. */
const SYNC_EVERY_MS = 5 * 60_000;

/** The source whose webhook a path is; null when it is none. */
export const webhookSource = (path: string): string | null =>
  /\/webhooks\/([a-z][a-z0-9-]{0,39})$/u.exec(path)?.[1] ?? null;

const plain = (status: number, body = ''): PageAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

/**
 * Takes what a source posts about its events: the adapter checks who posts and says what happened; acts of linked accounts are kept, all
 * others dropped. Where the post only says that there is something to read, a sync of the source is started. Never throws.
 */
export async function answerWebhook(options: WebhookOptions, question: PageQuestion): Promise<PageAnswer> {
  const { db, settings, worker } = options;
  const key = webhookSource(question.path);
  if (key === null || question.method !== 'POST') return plain(404, 'There is nothing here.\n');
  const { body = '' } = question;
  if (body.length > MAX_BODY_BYTES) return plain(413, 'The body is too large.\n');
  try {
    const sourceSettings = settingsOf(settings, key);
    const source = await (worker?.open ?? openSource)(sourceSettings, hostsOf(sourceSettings)[0]!, () =>
      Promise.reject(new Error('a webhook calls nobody')),
    );
    if (source.received === undefined) return plain(404, 'This source posts nothing to us.\n');
    const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
    const acts = source.received(text, question.headers);
    if (acts === null) return plain(204);
    const withdrawals = await withdrawalsOf(db, key);
    const actors = await accountsByIds(
      db,
      key,
      acts.map(({ actor }) => actor),
    );
    await keepEngagement(db, key, acts, directoryOf(actors, key, withdrawals));
    if (acts.length === 0) await readSoon(options, key);
    return plain(202);
  } catch (error) {
    if (error instanceof VisibleError && error.code === 'UNKNOWN_SOURCE') return plain(404, 'There is nothing here.\n');
    const problem = problemIn(error);
    if (problem?.kind === 'REFUSED') return plain(401, 'The signature does not fit.\n');
    if (problem !== null || (error instanceof InvalidInputError && error.field[0] !== 'social'))
      return plain(400, 'This is not what the source documents.\n');
    options.onError?.(error);
    return plain(500, 'Try again later.\n');
  }
}

async function readSoon({ db, settings, worker }: WebhookOptions, source: string): Promise<void> {
  const { items } = await listSyncs(db, { first: 10 });
  const recent = items.some(
    (sync) => sync.sources.includes(source) && db.clock() - sync.startedAt < SYNC_EVERY_MS && sync.segment === null,
  );
  if (recent) return;
  await startSync(db, settings, {
    trigger: 'SCHEDULE',
    sources: [source],
    ...(worker?.open === undefined ? {} : { open: worker.open }),
  });
}
