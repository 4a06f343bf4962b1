import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { VisibleError } from '../../domain/errors.ts';
import { N, S } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { deleteItem, getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { importKey, importLockKey } from '../client/keys.ts';
import type { Key } from '../client/keys.ts';

/** How far the import of one file (with one mapping) has come: what a killed import goes on from. */
export interface ImportState {
  /** Of the file's content and the mapping. */
  readonly fingerprint: string;
  readonly kind: string;
  readonly file: string;
  readonly startedAt: number;
  /** Records done. */
  readonly done: number;
  readonly finishedAt: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly rejected: readonly {
    readonly row: number;
    readonly field: string;
    readonly reason: string;
    readonly value: string;
  }[];
}

/** The state of an import, or null when there was none. */
export async function loadImport(db: Db, fingerprint: string): Promise<ImportState | null> {
  const text = unpackText((await getItem(db, importKey(fingerprint), { ConsistentRead: true }))?.['json']);
  return text === undefined ? null : (JSON.parse(text) as ImportState);
}

/** Keeps how far an import has come. */
export async function saveImport(db: Db, state: ImportState): Promise<void> {
  const key = importKey(state.fingerprint);
  await putItem(db, { pk: S(key.pk), sk: S(key.sk), json: packText(JSON.stringify(state)) });
}

/** A lock whose holder does not say for so long that it is alive has none: the importing process was killed. */
const LOCK_MS = 10_000;
const RENEW_MS = 2_000;
const ASK_AGAIN_MS = 250;

export interface ImportLock {
  /** Throws VisibleError IMPORT_TAKEN_OVER when this process was silent for so long that another one went on. */
  check(): void;
  /** Never throws. */
  release(): Promise<void>;
}

/**
 * Makes the caller the only import of this kind and source, which bulk writes rely on: waits for another one to end, and
 * for one that was killed until its lock has run out.
 *
 * @param options.aloneSince since when no process but those that come later can be at work: one that was killed before is
 *   not waited for
 * @param options.onWait called once, when there is something to wait for
 */
export async function lockImport(
  db: Db,
  kind: string,
  source: string,
  options: { readonly aloneSince?: number; readonly onWait?: () => void } = {},
): Promise<ImportLock> {
  const key = importLockKey(kind, source);
  const holder = randomUUID();
  for (let waiting = false; !(await take(db, key, holder, options.aloneSince ?? 0)); waiting = true) {
    if (!waiting) options.onWait?.();
    await sleep(ASK_AGAIN_MS);
  }
  let lost = false;
  const renewal = setInterval(() => {
    renew(db, key, holder).catch((error: unknown) => {
      // A renewal that fails otherwise is repeated by the next one; the lock outlives several.
      lost ||= isConditionFailed(error);
    });
  }, RENEW_MS).unref();
  return {
    check() {
      if (lost)
        throw new VisibleError(
          'IMPORT_TAKEN_OVER',
          'Another import of the same source went on, because this one did not answer in time. Nothing is lost: run the same command again when it has ended.',
        );
    },
    async release() {
      clearInterval(renewal);
      // A lock that cannot be deleted runs out by itself: why the import ended matters more, and must not wait for it.
      const deleted = deleteItem(db, key, mine(holder)).catch(() => {});
      await Promise.race([deleted, sleep(RENEW_MS, undefined, { ref: false })]);
    },
  };
}

const mine = (holder: string) => ({
  ConditionExpression: 'holder = :me',
  ExpressionAttributeValues: { ':me': S(holder) },
});

async function take(db: Db, key: Key, holder: string, aloneSince: number): Promise<boolean> {
  const now = db.clock();
  try {
    await putItem(
      db,
      { pk: S(key.pk), sk: S(key.sk), holder: S(holder), until: N(now + LOCK_MS) },
      {
        // The last part lets a repeat of this very call pass whose answer was lost.
        ConditionExpression: 'attribute_not_exists(pk) OR #until < :over OR holder = :me',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':over': N(Math.max(now, aloneSince + LOCK_MS)), ':me': S(holder) },
      },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

async function renew(db: Db, key: Key, holder: string): Promise<void> {
  await updateItem(db, key, {
    UpdateExpression: 'SET #until = :until',
    ConditionExpression: 'holder = :me',
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':until': N(db.clock() + LOCK_MS), ':me': S(holder) },
  });
}
