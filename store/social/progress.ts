import { B, N, optionalNum, optionalStr, S } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { socialSourceKey } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';

/** How far a source was read, whichever sync read it. */
export interface SourceProgress {
  /** Engagement with the company's accounts is known up to here; opaque. */
  readonly watermark: string | null;
  /** When it was reached; epoch milliseconds. */
  readonly watermarkAt: number | null;
  /** The event stream is known up to here; opaque. */
  readonly streamCursor: string | null;
  /** When the stream last had nothing more to tell; epoch milliseconds. */
  readonly caughtUpAt: number | null;
  /** Since when the stream has told everything, without a gap; epoch milliseconds. */
  readonly toldSince: number | null;
  /** When all accounts were last asked whether they follow the company; epoch milliseconds. */
  readonly followersAskedAt: number | null;
  /** When a sync last read everything that was due. */
  readonly syncedAt: number | null;
}

/** How far the reading of a source as a whole has come. */
export async function readProgress(db: Db, source: string): Promise<SourceProgress> {
  const item = (await getItem(db, socialSourceKey(source), { ConsistentRead: true })) ?? {};
  return {
    watermark: optionalStr(item, 'w') ?? null,
    watermarkAt: optionalNum(item, 'wa') ?? null,
    streamCursor: optionalStr(item, 'sc') ?? null,
    caughtUpAt: optionalNum(item, 'ca') ?? null,
    toldSince: optionalNum(item, 'ts') ?? null,
    followersAskedAt: optionalNum(item, 'fa') ?? null,
    syncedAt: optionalNum(item, 'sy') ?? null,
  };
}

/** Saves the parts given. */
export async function saveProgress(
  db: Db,
  source: string,
  progress: Partial<Omit<SourceProgress, 'watermarkAt'>>,
): Promise<void> {
  const values = [
    ['w', progress.watermark == null ? undefined : S(progress.watermark)],
    ['wa', progress.watermark == null ? undefined : N(db.clock())],
    ['sc', progress.streamCursor == null ? undefined : S(progress.streamCursor)],
    ['ca', progress.caughtUpAt == null ? undefined : N(progress.caughtUpAt)],
    ['ts', progress.toldSince == null ? undefined : N(progress.toldSince)],
    ['fa', progress.followersAskedAt == null ? undefined : N(progress.followersAskedAt)],
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

/** Keeps the login a source gave us, sealed. */
export async function saveSession(db: Db, source: string, text: string): Promise<void> {
  await updateItem(db, socialSourceKey(source), {
    UpdateExpression: 'SET se = :se',
    ExpressionAttributeValues: { ':se': B(seal(db, SESSION(source), text)) },
  });
}

/** What a host was found to be able to do, by host; as it was saved: whoever saved it knows its shape. */
export async function readCapabilities(db: Db, source: string): Promise<ReadonlyMap<string, unknown>> {
  const kept = (await getItem(db, socialSourceKey(source)))?.['can']?.M ?? {};
  return new Map(Object.entries(kept).map(([host, { S: text }]) => [host, JSON.parse(text ?? 'null') as unknown]));
}

/** Keeps what a host turned out to be able to. */
export async function saveCapabilities(db: Db, source: string, host: string, can: object): Promise<void> {
  const key = socialSourceKey(source);
  const value = { ':can': S(JSON.stringify(can)) };
  const names = { '#host': host };
  try {
    await updateItem(db, key, {
      UpdateExpression: 'SET can.#host = :can',
      ConditionExpression: 'attribute_exists(can)',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: value,
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    // The first host of the source; another one at the same time saves its own at the next reading.
    await updateItem(db, key, {
      UpdateExpression: 'SET can = :all',
      ExpressionAttributeValues: { ':all': { M: { [host]: value[':can'] } } },
    });
  }
}
