import { ulid } from 'ulid';
import { findAccessKey } from '../../store/access/keys.ts';
import { feedFromNow, readFeed, type FeedPosition } from '../../store/changes/feed.ts';
import { dueAgain, forgetUndelivered, putUndelivered } from '../../store/changes/undelivered.ts';
import {
  encodePosition,
  listWebhooks,
  pauseWebhook,
  saveProgress,
  takeWebhook,
  type Failing,
  type Progress,
  type Webhook,
} from '../../store/changes/webhooks.ts';
import { randomText, type Db } from '../../store/client/db.ts';
import { keyedHash } from '../../store/client/keyed-hash.ts';
import { messageOf, resyncMessage, wantsOf } from './message.ts';
import { sendMessage, signedHeaders, type SendOptions, type SendOutcome } from './send.ts';

/** Customers in one message at most. */
const CUSTOMERS_A_MESSAGE = 100;
const MINUTE_MS = 60_000;
/** Waits after each attempt in vain, of one message; behind the last one it is given up: 28 hours in all. */
const WAITS_MS: readonly number[] = [1, 5, 30, 120, 300, 600, 600].map((minutes) => minutes * MINUTE_MS);
/** Attempts at one message before it is given up. */
export const ATTEMPTS = WAITS_MS.length + 1;
/** Messages given up one after the other, behind which nobody is there. */
export const GIVEN_UP_BEFORE_PAUSE = 3;
/** Waits differ by up to a fifth, so that many who failed together do not come back together. */
const JITTER = 0.2;
/** No message is begun when less is left: a call takes ten seconds at most. */
const LEAST_MS = 15_000;

export interface DeliverOptions extends SendOptions {
  /** What is left of the time of whoever delivers. */
  readonly remainingMs: () => number;
}

export interface Delivered {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Tells every webhook what it was not told yet, each from its own place in the feed, in order. What nobody takes is sent again later, and given up after 28 hours.
 * Repeatable, and several may do it at once: a process that dies sends its last message again, under the same id.
 */
export async function deliverWebhooks(db: Db, options: DeliverOptions): Promise<Delivered> {
  let [sent, failed] = [0, 0];
  const errors: unknown[] = [];
  for (const { id, pausedBecause } of await listWebhooks(db)) {
    if (pausedBecause !== null) continue;
    if (options.remainingMs() < LEAST_MS) break;
    const holder = randomText(db, 12);
    const count = ({ isTaken }: SendOutcome): void => {
      if (isTaken) sent += 1;
      else failed += 1;
    };
    try {
      const taken = await takeWebhook(db, id, holder);
      if (taken === null) continue;
      const { webhook, secret } = taken;
      const send = async (position: FeedPosition, body: string): Promise<SendOutcome> => {
        const outcome = await sendOne(db, webhook, secret, position, body, options);
        count(outcome);
        return outcome;
      };
      await saveProgress(db, id, holder, await tell(db, webhook, { ...options, holder, send }), true);
    } catch (error) {
      // What is wrong with one keeps nothing from the others.
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} webhooks could not be told`);
  return { sent, failed };
}

interface Telling extends DeliverOptions {
  readonly holder: string;
  readonly send: (position: FeedPosition, body: string) => Promise<SendOutcome>;
}

/** A message from one place that says the same has the same id, so that who gets it twice knows. */
async function sendOne(
  db: Db,
  { id, url }: Webhook,
  secret: string,
  position: FeedPosition,
  body: string,
  options: SendOptions,
): Promise<SendOutcome> {
  const messageId = `msg_${keyedHash(db, ['webhook message', id, encodePosition(position), body], 26)}`;
  return sendMessage(url, signedHeaders(secret, messageId, db.clock(), body), body, options);
}

/** Why nothing more is sent for whoever made a webhook; null: it is. */
async function endedBecause(db: Db, { by }: Webhook): Promise<string | null> {
  const prefix = /^key:(.+)$/u.exec(by)?.[1];
  if (prefix === undefined) return null;
  const key = (await findAccessKey(db, prefix, { consistent: true }))?.key;
  if (key === undefined || key.revokedAt !== null) return `The key ${prefix} that made it is revoked.`;
  return key.expiresAt !== null && key.expiresAt <= db.clock() ? `The key ${prefix} that made it has expired.` : null;
}

async function tell(db: Db, webhook: Webhook, telling: Telling): Promise<Progress> {
  let progress: Progress = webhook;
  const ended = await endedBecause(db, webhook);
  if (ended !== null) {
    await pauseWebhook(db, webhook.id, ended);
    return progress;
  }
  await tellAgain(db, webhook, telling);
  if (progress.failing !== null && progress.failing.attempts > 0 && progress.failing.nextAt > db.clock())
    return progress;
  while (telling.remainingMs() >= LEAST_MS) {
    const next = await nextMessage(db, webhook, progress.position);
    if (next.body === null) {
      const { failing, lastDeliveredAt } = progress;
      progress = { position: next.position, failing, lastDeliveredAt };
      if (next.isCaughtUp) break;
      if (!(await saveProgress(db, webhook.id, telling.holder, progress))) return progress;
      continue;
    }
    const outcome = await telling.send(next.from, next.body);
    if (outcome.isTaken) progress = { position: next.position, failing: null, lastDeliveredAt: db.clock() };
    else {
      const failing = failedAgain(db, progress.failing, outcome);
      const isGivenUp = failing.attempts >= ATTEMPTS;
      if (outcome.isGone) await pauseWebhook(db, webhook.id, 'Its address answered 410: it wants no more.');
      if (!isGivenUp) return { ...progress, failing };
      await putUndelivered(db, webhook.id, {
        id: ulid(db.clock()),
        from: next.from,
        attempts: failing.attempts,
        at: failing.at,
        reason: failing.reason,
        isDue: false,
      });
      const givenUp = failing.givenUp + 1;
      progress = {
        position: next.position,
        failing: { ...failing, attempts: 0, givenUp },
        lastDeliveredAt: progress.lastDeliveredAt,
      };
      if (givenUp >= GIVEN_UP_BEFORE_PAUSE) {
        await pauseWebhook(db, webhook.id, `${givenUp} messages in a row were taken by nobody. ${failing.reason}`);
        return progress;
      }
    }
    if (!(await saveProgress(db, webhook.id, telling.holder, progress))) return progress;
    if (next.isCaughtUp) break;
  }
  return progress;
}

interface Message {
  /** Null where there is nothing the webhook asked for. */
  readonly body: string | null;
  readonly from: FeedPosition;
  /** Where the next one begins. */
  readonly position: FeedPosition;
  readonly isCaughtUp: boolean;
}

const seenBy = ({ source, sources }: Webhook): ReadonlySet<string> | null =>
  source !== null ? new Set([source]) : sources === null ? null : new Set(sources);

async function nextMessage(db: Db, webhook: Webhook, position: FeedPosition): Promise<Message> {
  const page = await readFeed(db, position, CUSTOMERS_A_MESSAGE, seenBy(webhook), wantsOf(webhook));
  if (page === null)
    return { body: resyncMessage(webhook), from: position, position: await feedFromNow(db), isCaughtUp: false };
  return { body: messageOf(webhook, page), from: page.from, position: page.position, isCaughtUp: page.isCaughtUp };
}

function failedAgain(db: Db, before: Failing | null, { reason, retryAfterMs }: SendOutcome): Failing {
  const attempts = (before?.attempts ?? 0) + 1;
  const waitMs = WAITS_MS[attempts - 1] ?? 0;
  const jitter = 1 + JITTER * (db.random(1)[0]! / 255);
  const at = db.clock();
  return {
    attempts,
    at,
    nextAt: at + Math.round(Math.max(waitMs * jitter, retryAfterMs ?? 0)),
    reason,
    givenUp: before?.givenUp ?? 0,
  };
}

/** Sends once more what somebody asked for again. What is still taken by nobody stays, and says why. */
async function tellAgain(db: Db, webhook: Webhook, { send, remainingMs }: Telling): Promise<void> {
  for (const message of await dueAgain(db, webhook.id)) {
    if (remainingMs() < LEAST_MS) return;
    const page = await readFeed(db, message.from, CUSTOMERS_A_MESSAGE, seenBy(webhook), wantsOf(webhook));
    const body = page && messageOf(webhook, page);
    const isLost = page === null;
    // Nobody in it is there any more, or what it was of is kept no more.
    const outcome = body === null ? null : await send(message.from, body);
    if (!isLost && (outcome === null || outcome.isTaken)) await forgetUndelivered(db, webhook.id, message.id);
    else
      await putUndelivered(db, webhook.id, {
        ...message,
        attempts: message.attempts + (outcome === null ? 0 : 1),
        at: db.clock(),
        reason: outcome?.reason ?? 'What it was of is kept no more. Read scoreChanges from the beginning.',
        isDue: false,
      });
  }
}
