import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cron } from 'croner';
import { VisibleError } from '../domain/errors.ts';
import { ANY_SOURCE, LOCAL_STAGE, SCOPES } from '../domain/access/scopes.ts';
import { allowanceSettings } from '../resolvers/serve/allowance-settings.ts';
import { authenticator, DEVELOPMENT } from '../resolvers/serve/authenticate.ts';
import { parseWebhooks } from '../intake/webhooks/settings.ts';
import { deliverWebhooks } from '../resolvers/webhooks/deliver.ts';
import { mcpHost } from '../resolvers/agents/mcp.ts';
import { exportHost } from '../resolvers/partners/exports.ts';
import { createIngestServer } from '../resolvers/ingest/server.ts';
import type { RequestLine } from '../resolvers/serve/plugins.ts';
import { createGraphqlServer } from '../resolvers/server.ts';
import { advanceSync } from '../social/sync/advance.ts';
import { createAccessKey, listAccessKeys } from '../store/access/keys.ts';
import type { Db } from '../store/client/db.ts';
import { waitsForRun } from '../store/privacy/erase.ts';
import { visibleGeneration } from '../store/published/generations.ts';
import { AlreadyRunningError } from '../store/work/runs.ts';
import { deleteExpired, readTableMeta } from '../store/client/table.ts';
import { demoAsOf, inviteToDinner, loadDemo, tableContent } from '../local/demo/demo.ts';
import { openConnection } from '../local/dynamodb/connect.ts';
import type { TableConnection } from '../local/dynamodb/connect.ts';
import { isCompany } from '../local/dynamodb/data-directory.ts';
import { deleteDatabase } from '../local/dynamodb/engine.ts';
import { localSocialSettings } from '../local/social.ts';
import { explorerDocument } from '../local/http/explorer.ts';
import { startHttpHost } from '../local/http/server.ts';
import { keptAsOf, pinnedNote } from './open/company.ts';
import type { GlobalOptions } from './options.ts';
import { newProgress } from './progress.ts';
import { pushesOf } from './pushes.ts';
import { runSummary, runVisibly, startRunHere } from './run.ts';
import { topCustomers, valueTable } from './value-table.ts';

export interface StartCommandOptions extends GlobalOptions {
  readonly port: number;
  readonly every: string;
  readonly reset?: boolean;
  readonly serve: boolean;
}

const TOP = 10;
/** How often webhooks are told what changed. */
const TELL_EVERY = '*/10 * * * * *';
/** How long an erasure waits before it tries again to start its run. */
const ASK_AGAIN_MS = 2000;

/** What is going on in the background, and whether it has been told to stop. */
export interface Activity {
  stopping: boolean;
  run: Promise<unknown>;
  sync?: Promise<unknown>;
}

/**
 * `npm start`: everything in one process tree until Ctrl-C. The first start loads the demo and computes; later ones reuse
 * what is there. A table that holds a company's own data is served as it is, never mixed with the demo.
 *
 * @throws VisibleError PORT_IN_USE, ENGINE_IN_USE (with --reset), USAGE for a bad --every
 */
export async function start(options: StartCommandOptions): Promise<void> {
  checkPattern(options.every);
  if (options.serve) await checkPort(options.port);
  if (options.reset === true) {
    if (options.dynamodb !== undefined)
      throw new VisibleError(
        'USAGE',
        '--reset deletes the embedded database only. Delete another table yourself, or choose one with --table NAME.',
      );
    await deleteDatabase(options.data);
  }
  const activity: Activity = { stopping: false, run: Promise.resolve() };
  const stopped = stopSignal(activity);
  const connection = await openConnection(options);
  connection.supervise((message) => console.error(message));
  try {
    const prepared = prepare(connection, options.data, activity);
    const asOf = await Promise.race([prepared, stopped]);
    if (asOf === undefined) {
      // Loading can be cut off anywhere: the next start continues it.
      prepared.catch(() => {});
      await connection.close();
      process.exit(0);
    }
    console.log(valueTable(await topCustomers(connection.db, 'TOTAL_VALUE', TOP)));
    if (options.serve) await serve(connection, options, asOf, activity, stopped);
  } finally {
    await connection.close();
  }
}

/** Data and a visible generation. @returns the instant further runs are pinned to */
async function prepare(connection: TableConnection, data: string, activity: Activity): Promise<() => number> {
  const { db, place } = connection;
  const content = connection.embedded && isCompany(data) ? 'OWN' : await tableContent(db);
  const generation = content === 'EMPTY' ? null : await visibleGeneration(db);
  if (content !== 'OWN' && generation === null) {
    console.error(
      'First start: loading the demo, 5,009 real-world sample orders and a simulated social layer around them.',
    );
    await loadDemo(db, newProgress());
  } else console.error(`Using the data in ${place}${content === 'DEMO' ? ' (the demo; --reset starts afresh)' : ''}.`);
  const pinned = content === 'OWN' ? null : await demoAsOf();
  const kept = connection.embedded ? keptAsOf(data) : null;
  if (kept !== null) console.error(pinnedNote(kept));
  const asOf = (): number => pinned ?? kept ?? Date.now();
  if (generation === null && !activity.stopping) {
    const run = await runVisibly(connection, { asOf: asOf(), trigger: 'MANUAL', deadline: deadlineOf(activity) });
    if (run.status === 'SUCCEEDED') console.log(runSummary(run));
    if (run.status === 'SUCCEEDED' && content !== 'OWN' && !activity.stopping) {
      // A second run, so that the demo has something that changed since the first.
      await inviteToDinner(db);
      await runVisibly(connection, { asOf: asOf(), trigger: 'MANUAL', deadline: deadlineOf(activity) });
    }
  }
  return asOf;
}

/** Serves the API of a table, its page and the scheduled run until `stopped`. @param asOf the instant runs are pinned to */
export async function serve(
  connection: TableConnection,
  options: Pick<StartCommandOptions, 'data' | 'port' | 'every'>,
  asOf: () => number,
  activity: Activity,
  stopped: Promise<void>,
): Promise<void> {
  const { db } = connection;
  const { currency } = await readTableMeta(db);
  const begin = async (trigger: 'MANUAL' | 'SCHEDULE', at?: number, resume?: string, tried?: object) => {
    const { run, finished } = await startRunHere(connection, {
      asOf: at ?? asOf(),
      trigger,
      deadline: deadlineOf(activity),
      ...(resume === undefined ? {} : { resume }),
      ...(tried === undefined ? {} : { settings: tried, tryOut: true }),
    });
    activity.run = finished
      .then(
        (ended) =>
          console.error(
            ended.status === 'SUCCEEDED'
              ? runSummary(ended)
              : `Run ${ended.id} is paused; the next start continues it.`,
          ),
        (error: unknown) => console.error(`Run ${run.id} stopped: ${(error as Error).message}`),
      )
      // What was ordered while it was under way.
      .then(() => pushes.again());
    return run;
  };
  /** Starts the run that ends an erasure, after the one that is under way. */
  const eraseSoon = (): void => {
    begin('MANUAL').catch(async (error: unknown) => {
      await activity.run;
      // Of another process it is not known when it ends.
      await sleep(ASK_AGAIN_MS, undefined, { ref: false });
      if (activity.stopping) return;
      if (error instanceof AlreadyRunningError && (await waitsForRun(db))) eraseSoon();
      else console.error(`The run that ends an erasure did not start: ${(error as Error).message}`);
    });
  };
  const pushes = pushesOf(db, asOf, (error) => console.error(`A push stopped: ${(error as Error).message}`));
  pushes.again();
  const settings = await localSocialSettings(db, options.data);
  let address = '';
  const social = {
    // Invitations lead to this server where no other address is set.
    get settings() {
      return { publicUrl: `${address}/link`, ...settings };
    },
    onSyncStarted: (syncId: string): void => {
      activity.sync = advanceSync(db, settings, syncId, {
        remainingMs: deadlineOf(activity),
        patient: true,
      }).then(
        ({ status }) => console.error(`Sync ${syncId}: ${status === 'RUNNING' ? 'paused' : status}.`),
        (error: unknown) => console.error(`Sync ${syncId} stopped: ${(error as Error).message}`),
      );
    },
  };
  const authenticate = authenticator({ db, anonymous: DEVELOPMENT });
  const server = await createGraphqlServer({
    db,
    authenticate,
    allowanceOf: allowanceSettings(process.env),
    currency,
    introspection: true,
    ownDocument: explorerDocument,
    social,
    webhooks: { loopback: true },
    startRun: ({ trigger, asOf: at, resume, tried }) => begin(trigger, at, resume, tried),
    onOrders: pushes.of,
    onErasure: eraseSoon,
    ...(process.env['KRING_LOG'] === 'requests'
      ? { onRequest: (line: RequestLine) => console.error(JSON.stringify(line)) }
      : {}),
    onError: (requestId, error) => console.error(`[${requestId}]`, error),
  });
  const host = await startHttpHost({
    server,
    mcp: mcpHost({ server, authenticate }),
    exports: exportHost({ db, authenticate }),
    ingest: createIngestServer({
      db,
      authenticate: authenticator({ db }),
      allowanceOf: allowanceSettings(process.env),
      webhooks: parseWebhooks(process.env['KRING_WEBHOOKS'] ?? ''),
      onError: (requestId, error) => console.error(`[${requestId}]`, error),
    }),
    port: options.port,
    currency,
    isDown: connection.isDown,
    ...(settings.sources.length === 0
      ? {}
      : { social: { db, settings, onError: (error: unknown) => console.error('[link page]', error) } }),
  });
  address = host.url;
  const expire = async (): Promise<void> => {
    if (connection.embedded) await deleteExpired(db);
  };
  await expire();
  const schedule = new Cron(options.every, { timezone: 'UTC', protect: true, unref: true }, async () => {
    await expire();
    await begin('SCHEDULE').catch((error: unknown) =>
      console.error(`The scheduled run did not start: ${(error as Error).message}`),
    );
  });
  let telling: Promise<unknown> = Promise.resolve();
  const tell = new Cron(TELL_EVERY, { protect: true, unref: true }, () => {
    telling = deliverWebhooks(db, { loopback: true, remainingMs: deadlineOf(activity) }).catch((error: unknown) =>
      console.error(`Webhooks were not told: ${(error as Error).message}`),
    );
    return telling.then(() => undefined);
  });
  const key = await firstKey(db);
  if (key !== null)
    console.log(
      `Reading needs no key here. For writing, this one, shown this once: ${key}\nSend it as "Authorization: Bearer …". More: npm run -s kring -- keys --help`,
    );
  console.log(
    `\nThe explorer is at ${host.url}/, GraphQL at ${host.url}/graphql (open it in a browser for GraphiQL with examples). The run repeats at ${schedule.nextRun()?.toISOString() ?? 'no time'}. Ctrl-C stops.`,
  );
  await stopped;
  schedule.stop();
  tell.stop();
  await host.close();
  await server.stop();
  await activity.run;
  await pushes.idle();
  await telling;
  await activity.sync;
}

/** A table without any key gets one that may do everything, so that the examples which write can be tried. */
async function firstKey(db: Db): Promise<string | null> {
  if ((await listAccessKeys(db)).length > 0) return null;
  const everything = { scopes: new Set(SCOPES), ingest: new Set([ANY_SOURCE]), sources: null, expiresAt: null };
  return (await createAccessKey(db, LOCAL_STAGE, { name: 'first key', ...everything })).secret;
}

/** For a run: no time is left once the activity has been told to stop. */
export const deadlineOf = (activity: Activity) => (): number => (activity.stopping ? 0 : Number.POSITIVE_INFINITY);

/** Resolves at the first Ctrl-C or SIGTERM; the second one ends the process at once. */
export async function stopSignal(activity: Activity): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  activity.stopping = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}

/** @throws VisibleError USAGE */
export function checkPattern(pattern: string): void {
  try {
    new Cron(pattern, { paused: true }).stop();
  } catch (error) {
    throw new VisibleError(
      'USAGE',
      `--every takes a cron pattern such as "0 3 * * *" (every night at three): ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Asked before the demo is loaded: nobody wants to hear of a port after a minute of work. */
export async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (cause) {
    throw new VisibleError(
      'PORT_IN_USE',
      `Port ${port} of 127.0.0.1 is in use. Choose another one, e.g. --port ${port + 1}.`,
      { cause, details: { port } },
    );
  } finally {
    probe.close();
  }
}
