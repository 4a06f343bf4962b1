// oxlint-disable-next-line typescript/triple-slash-reference -- SST writes this file as a global declaration
/// <reference path="../sst-env.d.ts" />
/**
 * What a Lambda function is given: links (table, currency, identity key) that infra/ attached to it. Only functions/ reads
 * them; everything inward takes a Db.
 */
import { Resource } from 'sst';
import { blobsAt } from '../store/blobs/blobs.ts';
import { openDb } from '../store/client/db.ts';
import type { Db } from '../store/client/db.ts';
import { withDeadline } from '../store/client/deadline.ts';
import { ensureTable } from '../store/client/table.ts';

let opening: Promise<Db> | null = null;

async function open(): Promise<Db> {
  const endpoint = process.env['KRING_DYNAMODB_URL'];
  const timeZone = process.env['KRING_TIME_ZONE'];
  const db = openDb({
    table: Resource.Access.table,
    identityKey: Resource.IdentityKey.value,
    blobs: blobsAt(process.env['KRING_BLOBS'] ?? `s3://${Resource.Access.blobs}`),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  // Whoever waits for a start is told in time that it failed, and the next one tries again.
  await ensureTable(withDeadline(db), {
    currency: Resource.Access.currency,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return db;
}

/**
 * The deployment's table, opened and checked once per container. `KRING_DYNAMODB_URL` points it at another engine than AWS;
 * `KRING_BLOBS` is where runs keep their notes instead of the deployment's bucket; `KRING_TIME_ZONE` names the zone of a new table.
 * @throws VisibleError TABLE_VERSION, IDENTITY_KEY_MISMATCH or CURRENCY_MISMATCH, as store/client/table.ts explains
 */
export async function openDatabase(): Promise<Db> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    // The next invocation in this container tries again.
    opening = null;
    throw error;
  }
}
