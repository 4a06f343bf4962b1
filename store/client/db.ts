import { randomBytes } from 'node:crypto';
import type { VisibleError } from '../../domain/errors.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { noBlobs } from '../blobs/blobs.ts';
import { newMeter, type CapacityMeter } from './capacity.ts';
import { connect } from './connect.ts';
import type { Client } from './sdk.ts';
import type { ClientOptions } from './settings.ts';

/**
 * How long the caller of a store function waits for DynamoDB. It travels in the Db, so that every call of a request knows
 * it; a Db without one (a run, an import) goes on for as long as store/client/commands.ts repeats.
 */
export interface Deadline {
  /** One call, with all its repeats, may take this long. */
  readonly patienceMs: number;
  /** No call goes on after this instant of `performance.now()`. */
  readonly endsAtMs: number;
  /** What the first call that ran out of time said: whoever asked will not wait that long a second time. */
  givenUp: VisibleError | null;
}

/** Everything a store function needs: the client, the table, the key that identities are hashed with, a meter, a clock, a source of chance. */
export interface Db {
  readonly client: Client;
  readonly table: string;
  readonly identityKey: Uint8Array;
  /** What runs keep beside the table. */
  readonly blobs: BlobStore;
  readonly meter: CapacityMeter;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** That many random bytes: what marks, holders and run ids are made of. */
  readonly random: (bytes: number) => Uint8Array;
  /** How long the caller waits; absent where nobody does (a run, an import). */
  readonly deadline?: Deadline;
}

export interface DbOptions extends ClientOptions {
  readonly table: string;
  /** At least 16 bytes, secret, and the same for the life of the table: customer ids derive from it. */
  readonly identityKey: Uint8Array | string;
  /** Where runs keep what no query reads (store/blobs/blobs.ts); whoever only reads needs none. */
  readonly blobs?: BlobStore;
  readonly clock?: () => number;
  readonly random?: (bytes: number) => Uint8Array;
  readonly client?: Client;
}

/**
 * Opens a table. Connects lazily: nothing is sent before the first call.
 *
 * @example
 * const db = openDb({ endpoint: 'http://127.0.0.1:8000', table: 'kring', identityKey: process.env.KRING_IDENTITY_KEY });
 */
export function openDb(options: DbOptions): Db {
  return {
    client: options.client ?? connect(options),
    table: options.table,
    identityKey:
      typeof options.identityKey === 'string' ? new TextEncoder().encode(options.identityKey) : options.identityKey,
    blobs: options.blobs ?? noBlobs,
    meter: newMeter(),
    clock: options.clock ?? Date.now,
    random: options.random ?? randomBytes,
  };
}

/** The same table with a meter of its own: what one request, or one run, costs. */
export const withMeter = (db: Db): Db => ({ ...db, meter: newMeter() });

/** `bytes` random bytes as text. */
export const randomText = (db: Db, bytes: number): string => Buffer.from(db.random(bytes)).toString('base64url');

/** Closes the connections. */
export const closeDb = ({ client }: Db): void => client.destroy();
