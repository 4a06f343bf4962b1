/**
 * Who is told of changes at an address of theirs. A webhook is a follower of the feed (feed.ts) whose place is kept here, so that nothing is queued: what it is
 * told is read when it is told, and a message nobody took is the place in the feed it was of, without anything about anybody.
 */
import * as z from 'zod';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { B, bytes, N, optionalNum, optionalStr, S, str, type Item } from '../client/attributes.ts';
import { batchWrite, deleteRequest } from '../client/batch.ts';
import { getItem, isConditionFailed, putItem, queryAll, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { undeliveredPk, webhookKey, WEBHOOKS_PK } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';
import type { FeedPosition } from './feed.ts';

/** Each reads the scores of two generations a night. */
export const MOST_WEBHOOKS = 20;

const Definition = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** Keys of segments: who enters or leaves one is told. */
  segments: z.array(z.string()),
  /** Names of scores: whose differs is told. */
  scores: z.array(z.string()),
  /** Only customers this source named, by its ids; null: whom its maker sees, by Kring's. */
  source: z.string().nullable(),
  /** Id of the principal who made it. */
  by: z.string(),
  /** Only customers of these sources; null: all. */
  sources: z.array(z.string()).nullable(),
  createdAt: z.number(),
});
export type WebhookDefinition = Readonly<z.infer<typeof Definition>>;

const generation = z.int().min(0);
const Position = z.strictObject({
  base: generation,
  target: generation.nullable(),
  after: z.string(),
  change: z.int().min(0),
  told: z.strictObject({ base: generation, target: generation, upTo: z.int().min(0) }).nullable(),
});
/** A place in the feed as it is kept. */
export const encodePosition = (position: FeedPosition): string => JSON.stringify(position);
/** What {@link encodePosition} wrote. */
export const decodePosition = (text: string): FeedPosition => Position.parse(JSON.parse(text));

const Failing = z.strictObject({
  /** Times the message at hand was sent in vain. */
  attempts: z.int().min(0),
  /** Epoch milliseconds: of the last time, and before when it is not sent again. */
  at: z.number(),
  nextAt: z.number(),
  reason: z.string(),
  /** Messages given up since one was taken. */
  givenUp: z.int().min(0),
});
export type Failing = Readonly<z.infer<typeof Failing>>;

export interface Webhook extends WebhookDefinition {
  readonly id: string;
  readonly position: FeedPosition;
  /** Why nothing is sent until somebody resumes it; null: it is. */
  readonly pausedBecause: string | null;
  /** Null where the last message was taken. */
  readonly failing: Failing | null;
  readonly lastDeliveredAt: number | null;
}

const purposeOf = (id: string): string => `webhook ${id}`;

/**
 * Keeps a webhook that is told of what changes from now on.
 *
 * @param secret what its messages are signed with; kept sealed
 * @throws InvalidInputError TOO_MANY
 */
export async function putWebhook(
  db: Db,
  id: string,
  definition: WebhookDefinition,
  secret: string,
  position: FeedPosition,
): Promise<void> {
  if ((await listWebhooks(db)).length >= MOST_WEBHOOKS)
    throw new InvalidInputError([], `There are ${MOST_WEBHOOKS} webhooks already. Delete one that is not needed.`, {
      code: 'TOO_MANY',
    });
  const { pk, sk } = webhookKey(id);
  await putItem(
    db,
    {
      pk: S(pk),
      sk: S(sk),
      json: S(JSON.stringify(definition)),
      secret: B(seal(db, purposeOf(id), secret)),
      pos: S(encodePosition(position)),
    },
    { ConditionExpression: 'attribute_not_exists(pk)' },
  );
}

/** Every webhook, the oldest first. */
export async function listWebhooks(db: Db): Promise<Webhook[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(WEBHOOKS_PK) },
  });
  return items.map(decode);
}

/** A webhook; null where there is none. */
export async function findWebhook(db: Db, id: string): Promise<Webhook | null> {
  if (id === '' || id.length > 100) return null;
  const item = await getItem(db, webhookKey(id), { ConsistentRead: true });
  return item === undefined ? null : decode(item);
}

const decode = (item: Item): Webhook => {
  const failing = optionalStr(item, 'failing');
  return {
    id: str(item, 'sk'),
    ...Definition.parse(JSON.parse(str(item, 'json'))),
    position: decodePosition(str(item, 'pos')),
    pausedBecause: optionalStr(item, 'why') ?? null,
    failing: failing === undefined ? null : Failing.parse(JSON.parse(failing)),
    lastDeliveredAt: optionalNum(item, 'ok') ?? null,
  };
};

const missing = (id: string, cause?: unknown): VisibleError =>
  new VisibleError('NOT_FOUND', `There is no webhook ${id}. List the webhooks to find it.`, { cause });

/** Sends nothing until {@link resumeWebhook}; what changes meanwhile is told then. @throws VisibleError NOT_FOUND */
export async function pauseWebhook(db: Db, id: string, because: string): Promise<void> {
  await change(db, id, { UpdateExpression: 'SET why = :why', ExpressionAttributeValues: { ':why': S(because) } });
}

/** Goes on where the last message that was taken ends, at once. @throws VisibleError NOT_FOUND */
export async function resumeWebhook(db: Db, id: string): Promise<void> {
  await change(db, id, { UpdateExpression: 'REMOVE why, failing' });
}

type Update = { readonly UpdateExpression: string; readonly ExpressionAttributeValues?: Record<string, Item[string]> };

async function change(db: Db, id: string, update: Update): Promise<void> {
  try {
    await updateItem(db, webhookKey(id), { ...update, ConditionExpression: 'attribute_exists(pk)' });
  } catch (error) {
    throw isConditionFailed(error) ? missing(id, error) : error;
  }
}

/** Ends a webhook, and what nobody took of it. Repeatable. */
export async function deleteWebhook(db: Db, id: string): Promise<void> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(undeliveredPk(id)) },
  });
  await batchWrite(db, [
    deleteRequest(webhookKey(id)),
    ...items.map((item) => deleteRequest({ pk: str(item, 'pk'), sk: str(item, 'sk') })),
  ]);
}

/** A process that dies is over by then. */
const HELD_MS = 120_000;

/**
 * Lets one process at a time send: two would send the same twice.
 *
 * @returns the webhook as it is now, and what signs its messages; null where another process has it, or it is gone
 */
export async function takeWebhook(
  db: Db,
  id: string,
  holder: string,
): Promise<{ readonly webhook: Webhook; readonly secret: string } | null> {
  try {
    await updateItem(db, webhookKey(id), {
      UpdateExpression: 'SET held = :until, holder = :me',
      ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(held) OR held < :now)',
      ExpressionAttributeValues: { ':until': N(db.clock() + HELD_MS), ':now': N(db.clock()), ':me': S(holder) },
    });
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
  const item = await getItem(db, webhookKey(id), { ConsistentRead: true });
  return item === undefined
    ? null
    : { webhook: decode(item), secret: unseal(db, purposeOf(id), bytes(item, 'secret')) };
}

/** How far a webhook has come, kept after every message. */
export interface Progress {
  readonly position: FeedPosition;
  readonly failing: Failing | null;
  readonly lastDeliveredAt: number | null;
}

/**
 * Notes how far a webhook has come, and holds it for as long again.
 *
 * @param isDone lets others have it
 * @returns false where another process has it by now, or it is gone: whoever is told so stops
 */
export async function saveProgress(
  db: Db,
  id: string,
  holder: string,
  { position, failing, lastDeliveredAt }: Progress,
  isDone = false,
): Promise<boolean> {
  const set = ['pos = :pos', 'held = :until'];
  const values: Record<string, Item[string]> = {
    ':me': S(holder),
    ':pos': S(encodePosition(position)),
    ':until': N(isDone ? 0 : db.clock() + HELD_MS),
  };
  if (failing !== null) {
    set.push('failing = :failing');
    values[':failing'] = S(JSON.stringify(failing));
  }
  if (lastDeliveredAt !== null) {
    set.push('ok = :ok');
    values[':ok'] = N(lastDeliveredAt);
  }
  try {
    await updateItem(db, webhookKey(id), {
      UpdateExpression: `SET ${set.join(', ')}${failing === null ? ' REMOVE failing' : ''}`,
      ConditionExpression: 'holder = :me',
      ExpressionAttributeValues: values,
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}
