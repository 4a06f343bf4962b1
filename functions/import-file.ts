import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { importDropped, INBOX, OUTBOX, OutOfTimeError } from '../intake/dropped.ts';
import { fetchFile, putFile } from '../store/blobs/dropped-files.ts';
import type { Db } from '../store/client/db.ts';
import { openDatabase } from './environment.ts';
import { logError } from './log.ts';
import { countRefusedFile } from './metrics.ts';

/** What S3 tells the queue of new objects; its greeting, when the notification is set up, names none. Keys arrive as in a URL. */
const noticeSchema = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        s3: z.looseObject({ bucket: z.looseObject({ name: z.string() }), object: z.looseObject({ key: z.string() }) }),
      }),
    )
    .optional(),
});

/** Time to tell what became of a file. */
const RESERVE_MS = 30_000;

/**
 * Lambda handler of the queue of files in the bucket of imports. What cannot be finished now comes again and is continued; a file that is at fault is told
 * under outbox/ and does not come again.
 */
export async function handler(
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const db = await openDatabase();
      for (const { s3 } of noticeSchema.parse(JSON.parse(body)).Records ?? [])
        await importObject(
          db,
          s3.bucket.name,
          decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
          () => context.getRemainingTimeInMillis() - RESERVE_MS,
        );
    } catch (error) {
      if (!(error instanceof OutOfTimeError)) logError(messageId, error);
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function importObject(db: Db, bucket: string, key: string, remainingMs: () => number): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'kring-import-'));
  try {
    // Of its own name only the end counts; the whole could be longer than a file system takes.
    const path = join(
      work,
      `${createHash('sha256').update(key).digest('hex').slice(0, 8)}-${basename(key).slice(-60)}`,
    );
    const metadata = await fetchFile(bucket, key, path);
    // Deleted meanwhile: there is nothing to do.
    if (metadata === null) return;
    const rejects = join(work, 'rejects.csv');
    const sortIn = join(work, 'sort');
    mkdirSync(sortIn);
    const outcome = await importDropped(
      db,
      { key, settings: metadata['kring'], path },
      { remainingMs, rejects, sortIn },
    );
    const told = OUTBOX + key.slice(INBOX.length);
    if (existsSync(rejects))
      await putFile(bucket, `${told}.rejects.csv`, { path: rejects, bytes: statSync(rejects).size });
    // Last: who finds it finds the rows beside it.
    await putFile(bucket, `${told}.json`, { text: `${JSON.stringify(outcome, null, 2)}\n` });
    if (outcome.status === 'REFUSED') countRefusedFile();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
