import { ulid } from 'ulid';
import { DAY_MS } from '../../domain/time/time.ts';
import type { CustomerId } from '../../domain/events.ts';
import { B, N, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, queryAll, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { PRIVACY_PK, privacyJobKey } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';
import type { Identity } from '../customers/identity.ts';

/** What is done for a person, or about one, that asks for it. */
export type PrivacyJobKind = 'ERASE' | 'EXPORT';

/** Steps of an erasure, in order; each may be repeated, and goes on where the last one who tried stopped. */
export const ERASE_STEPS = [
  'IDENTITIES',
  'EVENTS',
  'TIES',
  'SOCIAL',
  'MENTIONS',
  'PROFILE',
  'FEED',
  'RUN',
  'PUBLISHED',
] as const;
/** Steps of an export, in order. */
export const EXPORT_STEPS = ['PROFILE', 'EVENTS', 'TIES', 'SOCIAL', 'MENTIONS', 'PUBLISHED'] as const;
export type PrivacyStep = (typeof ERASE_STEPS)[number] | (typeof EXPORT_STEPS)[number];

export interface StepDone {
  readonly step: PrivacyStep;
  /** Items deleted, or records written down. */
  readonly count: number;
  /** Epoch milliseconds. */
  readonly doneAt: number;
}

/** A job without whom it is about: nobody can be read off it, so it may stay when the person is gone. */
export interface PrivacyJob {
  /** A ULID: ids sort by when it was asked for. */
  readonly id: string;
  readonly kind: PrivacyJobKind;
  /** DONE: nothing is left but answers kept for repeats and notes for who follows changes, which go by themselves until `expiringUntil`. */
  readonly status: 'OPEN' | 'DONE';
  readonly requestedAt: number;
  /** Id of the principal who asked. */
  readonly requestedBy: string;
  readonly steps: readonly StepDone[];
  /** Of an erasure: runs of this generation and later know nothing of the person; null until what is recorded is gone. */
  readonly cleanFrom: number | null;
  /** Of an export: how many pages there are of it. */
  readonly pages: number;
  /** Until when something of the person may still lie in what goes by itself (an erasure), or the export can be read. */
  readonly expiringUntil: number | null;
  readonly finishedAt: number | null;
}

/** Whom an open job is about; kept sealed, and not a second longer than the job is open. */
export interface Person {
  /** The survivor first, then who was merged into them. */
  readonly ids: readonly CustomerId[];
  readonly identities: readonly Identity[];
  /** Every word they may be mentioned by: names, ids of sources, addresses. */
  readonly words: readonly string[];
  /** Of streams: names that were said to be theirs, and users they were said to be. */
  readonly said: readonly CustomerId[];
}

/** A job in somebody's hands. */
export interface HeldJob {
  readonly job: PrivacyJob;
  readonly person: Person;
}

/**
 * Answers to idempotency keys are kept for a day, notes of what changes between runs (store/changes/log.ts) for forty: they hold ids, which are hashes, and
 * whoever follows the changes has to be told whom to delete.
 */
const NOTES_MS = 40 * DAY_MS;
/** As long as the audit log. */
const KEPT_MS = 400 * DAY_MS;
/** How long an export can be read. */
export const EXPORT_MS = 7 * DAY_MS;

const sealedAt = (id: string): string => `person of ${id}`;

/** Notes a job before anything is done. */
export async function openJob(db: Db, kind: PrivacyJobKind, person: Person, requestedBy: string): Promise<PrivacyJob> {
  const job: PrivacyJob = {
    id: ulid(db.clock(), () => db.random(1)[0]! / 256),
    kind,
    status: 'OPEN',
    requestedAt: db.clock(),
    requestedBy,
    steps: [],
    cleanFrom: null,
    pages: 0,
    expiringUntil: null,
    finishedAt: null,
  };
  await putJob(db, { job, person }, 'attribute_not_exists(pk)');
  return job;
}

async function putJob(db: Db, { job, person }: HeldJob, condition: string): Promise<void> {
  const key = privacyJobKey(job.id);
  // Whose an export is, is needed to read it; it goes when the pages go.
  const isOver = job.status === 'DONE' && job.kind === 'ERASE';
  const expiresAt =
    job.status === 'OPEN' ? null : job.kind === 'EXPORT' ? job.expiringUntil! : job.finishedAt! + KEPT_MS;
  await putItem(
    db,
    {
      pk: S(key.pk),
      sk: S(key.sk),
      n: N(job.steps.length),
      json: packText(JSON.stringify(job)),
      ...(isOver ? {} : { who: B(seal(db, sealedAt(job.id), JSON.stringify(person))) }),
      ...(expiresAt === null ? {} : { [TTL_ATTRIBUTE]: N(Math.ceil(expiresAt / 1000)) }),
    },
    {
      ConditionExpression: condition,
      ...(condition.includes(':n') ? { ExpressionAttributeValues: { ':n': N(job.steps.length) } } : {}),
    },
  );
}

/** Saves how far a job has come. False where somebody else brought it as far meanwhile, or further. */
export async function saveJob(db: Db, held: HeldJob): Promise<boolean> {
  try {
    await putJob(db, held, 'attribute_exists(pk) AND n < :n');
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** A job with one more step done; whole with the last one. */
export function withStep(
  db: Db,
  job: PrivacyJob,
  step: PrivacyStep,
  count: number,
  change: Partial<PrivacyJob> = {},
): PrivacyJob {
  const now = db.clock();
  const steps = [...job.steps, { step, count, doneAt: now }];
  const isWhole = steps.length === stepsOf(job.kind).length;
  return {
    ...job,
    ...change,
    steps,
    ...(isWhole
      ? { status: 'DONE', finishedAt: now, expiringUntil: now + (job.kind === 'ERASE' ? NOTES_MS : EXPORT_MS) }
      : {}),
  };
}

/** All steps of a kind of job. */
export const stepsOf = (kind: PrivacyJobKind): readonly PrivacyStep[] =>
  kind === 'ERASE' ? ERASE_STEPS : EXPORT_STEPS;

const decode = (item: Item): PrivacyJob => JSON.parse(unpackText(item['json'])!) as PrivacyJob;
const hold = (db: Db, item: Item): HeldJob | null => {
  const sealed = item['who']?.B;
  if (sealed === undefined) return null;
  return { job: decode(item), person: JSON.parse(unseal(db, sealedAt(str(item, 'sk')), sealed)) as Person };
};

/** A job by its id; null where there is none, or its time is over. */
export async function getJob(db: Db, id: string): Promise<PrivacyJob | null> {
  const item = await getItem(db, privacyJobKey(id), { ConsistentRead: true });
  return item === undefined ? null : decode(item);
}

/** {@link getJob} with whom it is about; null where that is over. */
export async function holdJob(db: Db, id: string): Promise<HeldJob | null> {
  const item = await getItem(db, privacyJobKey(id), { ConsistentRead: true });
  return item === undefined ? null : hold(db, item);
}

/** Jobs, the newest first: a page. */
export async function listJobs(
  db: Db,
  page: { readonly first: number; readonly after?: string },
): Promise<{ items: PrivacyJob[]; next: string | null }> {
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(PRIVACY_PK) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(PRIVACY_PK), sk: S(page.after) } }),
  });
  return { items: items.map(decode), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}

/** Open jobs of a kind, the oldest first, with whom they are about. One query. */
export async function openJobs(db: Db, kind: PrivacyJobKind): Promise<HeldJob[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    // Finished ones expire.
    FilterExpression: `attribute_not_exists(${TTL_ATTRIBUTE})`,
    ExpressionAttributeValues: { ':pk': S(PRIVACY_PK) },
  });
  return items.flatMap((item) => {
    const held = optionalNum(item, TTL_ATTRIBUTE) === undefined ? hold(db, item) : null;
    return held?.job.kind === kind ? [held] : [];
  });
}
