import { B, N, optionalNum, optionalStr, S } from '../client/attributes.ts';
import { getItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { socialSourceKey } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';

/** How far a source was read, whichever sync read it. */
export interface SourceProgress {
  /** Engagement with the company's accounts is known up to here; opaque. */
  readonly watermark: string | null;
  /** The event stream is known up to here; opaque. */
  readonly streamCursor: string | null;
  /** When the stream last had nothing more to tell; epoch milliseconds. */
  readonly caughtUpAt: number | null;
  /** When a sync last read everything that was due. */
  readonly syncedAt: number | null;
}

export async function readProgress(db: Db, source: string): Promise<SourceProgress> {
  const item = (await getItem(db, socialSourceKey(source), { ConsistentRead: true })) ?? {};
  return {
    watermark: optionalStr(item, 'w') ?? null,
    streamCursor: optionalStr(item, 'sc') ?? null,
    caughtUpAt: optionalNum(item, 'ca') ?? null,
    syncedAt: optionalNum(item, 'sy') ?? null,
  };
}

/** Saves the parts given. */
export async function saveProgress(db: Db, source: string, progress: Partial<SourceProgress>): Promise<void> {
  const values = [
    ['w', progress.watermark == null ? undefined : S(progress.watermark)],
    ['sc', progress.streamCursor == null ? undefined : S(progress.streamCursor)],
    ['ca', progress.caughtUpAt == null ? undefined : N(progress.caughtUpAt)],
    ['sy', progress.syncedAt == null ? undefined : N(progress.syncedAt)],
  ] as const;
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  if (given.length === 0) return;
  await updateItem(db, socialSourceKey(source), {
    UpdateExpression: `SET ${given.map(([name]) => `${name} = :${name}`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
  });
}

const SESSION = (source: string): string => `session of ${source}`;

/** The login a source gave us, unsealed; null while there is none. */
export async function readSession(db: Db, source: string): Promise<string | null> {
  const sealed = (await getItem(db, socialSourceKey(source), { ConsistentRead: true }))?.['se']?.B;
  return sealed === undefined ? null : unseal(db, SESSION(source), sealed);
}

export async function saveSession(db: Db, source: string, text: string): Promise<void> {
  await updateItem(db, socialSourceKey(source), {
    UpdateExpression: 'SET se = :se',
    ExpressionAttributeValues: { ':se': B(seal(db, SESSION(source), text)) },
  });
}
