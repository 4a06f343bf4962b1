import { setTimeout as sleep } from 'node:timers/promises';
import { VisibleError } from '../../domain/errors.ts';
import { blobsAt } from '../../store/blobs/blobs.ts';
import { closeDb, openDb } from '../../store/client/db.ts';
import type { Db } from '../../store/client/db.ts';
import { tableMeta } from '../../store/client/table.ts';
import { isDiskFull } from '../../intake/csv/files.ts';
import { blobsPathOf } from './data-directory.ts';
import { acquireEngine } from './engine.ts';
import { identityKeyFor } from './identity-key.ts';

/** Which table, and where. */
export interface TableChoice {
  /** Directory of the embedded database. */
  readonly data: string;
  /** The URL of another engine, or "aws". */
  readonly dynamodb?: string;
  readonly table: string;
  readonly region?: string;
}

export interface TableConnection {
  readonly db: Db;
  /** Where the data is, for people. */
  readonly place: string;
  readonly embedded: boolean;
  /**
   * True when this process started the embedded database: then no other process can be using it, and whatever holds a
   * lock in it has died.
   */
  readonly alone: boolean;
  /**
   * Restarts the embedded database whenever it dies, until `close`; says so to `say`. For what serves: a command that ends by
   * itself is repeated instead.
   */
  supervise(say: (message: string) => void): void;
  /** True while a supervised database is down. */
  isDown(): boolean;
  close(): Promise<void>;
}

/**
 * Opens the table the options name: the embedded database (started or joined) unless `--dynamodb` names another. The
 * table need not be there yet; one that is was written by this version with this key, or nothing is done with it.
 *
 * @throws VisibleError USAGE for a bad URL, IDENTITY_KEY_REQUIRED, DATA_DIRECTORY, ENGINE_FAILED, TABLE_VERSION, IDENTITY_KEY_MISMATCH
 * @example const { db, close } = await openConnection({ data: '.kring', table: 'kring' })
 */
export async function openConnection(options: TableChoice): Promise<TableConnection> {
  const connection = await connect(options);
  try {
    await tableMeta(connection.db);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function connect(options: TableChoice): Promise<TableConnection> {
  const { dynamodb, table, data } = options;
  // Every machine that runs over a table elsewhere needs the same place; the embedded one is this machine's alone.
  const blobs = blobsAt(process.env['KRING_BLOBS'] ?? blobsPathOf(data));
  const region = options.region === undefined ? {} : { region: options.region };
  if (dynamodb !== undefined) {
    const endpoint = dynamodb === 'aws' ? {} : { endpoint: checkUrl(dynamodb) };
    const db = openDb({ ...endpoint, ...region, table, identityKey: identityKeyFor(data, false), blobs });
    return {
      db,
      embedded: false,
      alone: false,
      place: dynamodb,
      supervise: () => {},
      isDown: () => false,
      close: async () => closeDb(db),
    };
  }
  const identityKey = identityKeyFor(data, true);
  const engine = await keepEngine(data);
  const db = openDb({ endpoint: engine.endpoint, table, identityKey, blobs });
  return {
    db,
    embedded: true,
    alone: engine.started,
    place: data,
    supervise: engine.supervise,
    isDown: engine.isDown,
    async close() {
      closeDb(db);
      await engine.release();
    },
  };
}

/** Between two attempts to restart an engine that does not start. */
const RESTART_MS = 1000;

/** The engine of a data directory, and the one that takes its place when it dies under somebody who has it supervised. */
async function keepEngine(data: string) {
  let engine = await acquireEngine(data);
  const { started } = engine;
  let supervision = Promise.resolve();
  let closing = false;
  let down = false;

  const restart = async (say: (message: string) => void): Promise<void> => {
    while (down) {
      if (closing) return;
      try {
        engine = await acquireEngine(data);
        down = false;
        say('The embedded database runs again.');
      } catch (error) {
        say((error as Error).message);
        await sleep(RESTART_MS);
      }
    }
  };

  return {
    started,
    endpoint: () => engine.endpoint,
    isDown: () => down,
    supervise(say: (message: string) => void): void {
      supervision = (async () => {
        for (;;) {
          await engine.gone;
          if (closing) return;
          down = true;
          say(`The embedded database in ${data} (process ${engine.pid}) has died; it is being restarted.`);
          await restart(say);
          if (closing) return;
        }
      })();
    },
    async release(): Promise<void> {
      closing = true;
      await engine.release();
      await supervision;
      // One that was started while this was asked for.
      await engine.release();
    },
  };
}

function checkUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new VisibleError(
      'USAGE',
      `--dynamodb takes "aws" or the URL of a DynamoDB engine, for example --dynamodb http://127.0.0.1:8000; got "${text}".`,
    );
  }
  return text;
}

/** Whether the database stopped answering: what a full disk looks like from outside. */
const OUTAGES: ReadonlySet<unknown> = new Set(['DATABASE_UNAVAILABLE', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);
const isOutage = (error: unknown): boolean => OUTAGES.has((error as { code?: unknown }).code);

const diskFull = (data: string, cause: unknown): VisibleError =>
  new VisibleError(
    'DISK_FULL',
    `The disk that holds ${data} is full: the embedded database cannot write any more. Make room, then run the same command again; it continues where it stopped.`,
    { cause },
  );

/**
 * Opens, works, and closes whatever happens. Throws what `work` throws; DISK_FULL where that is the cause.
 *
 * @example await withConnection({ data: '.kring', table: 'kring' }, ({ db }) => tableMeta(db))
 */
export async function withConnection<T>(
  options: TableChoice,
  work: (connection: TableConnection) => Promise<T>,
): Promise<T> {
  const connection = await openConnection(options);
  try {
    return await work(connection);
  } catch (error) {
    throw connection.embedded && isOutage(error) && isDiskFull(options.data) ? diskFull(options.data, error) : error;
  } finally {
    await connection.close();
  }
}
