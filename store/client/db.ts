import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { newMeter, type CapacityMeter } from './capacity.ts';

/** Everything a store function needs: the client, the table, the key that identities are hashed with, a meter, a clock. */
export interface Db {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly identityKey: Uint8Array;
  readonly meter: CapacityMeter;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export interface DbOptions {
  /** A URL; absent means AWS itself. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly table: string;
  /** At least 16 bytes, secret, and the same for the life of the table: customer ids derive from it. */
  readonly identityKey: Uint8Array | string;
  readonly clock?: () => number;
  readonly client?: DynamoDBClient;
  /** Attempts the SDK makes for one call (default 3); store/client/commands.ts repeats what is still throttled after that. */
  readonly maxAttempts?: number;
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Opens a table. Connects lazily: nothing is sent before the first call.
 *
 * @example
 * const db = openDb({ endpoint: 'http://127.0.0.1:8000', table: 'kring', identityKey: process.env.KRING_IDENTITY_KEY });
 */
export function openDb(options: DbOptions): Db {
  const local = options.endpoint !== undefined && LOCAL_HOSTS.has(new URL(options.endpoint).hostname);
  const config: DynamoDBClientConfig = {
    maxAttempts: options.maxAttempts ?? 3,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
  if (options.endpoint !== undefined) config.endpoint = options.endpoint;
  if (options.region !== undefined) config.region = options.region;
  if (local) {
    // Local engines check no signature; asking the machine for AWS credentials would only be slow, or fail.
    config.credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    config.region ??= 'us-east-1';
  }
  return {
    client: options.client ?? new DynamoDBClient(config),
    table: options.table,
    identityKey:
      typeof options.identityKey === 'string' ? new TextEncoder().encode(options.identityKey) : options.identityKey,
    meter: newMeter(),
    clock: options.clock ?? Date.now,
  };
}

/** The same table with a meter of its own: what one request, or one run, costs. */
export const withMeter = (db: Db): Db => ({ ...db, meter: newMeter() });

/** Closes the connections. */
export const closeDb = (db: Db): void => db.client.destroy();
