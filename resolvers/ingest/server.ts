import { GraphQLError } from 'graphql';
import { ulid } from 'ulid';
import type { Allowance } from '../../domain/access/allowance.ts';
import { ANY_SOURCE, mayIngest, type Principal } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Notation } from '../../intake/cells.ts';
import { minorDigitsOf } from '../../intake/decimal.ts';
import { isObject, MESSAGE_TYPES, objectOf, textOf } from '../../intake/messages/message.ts';
import { readSegment } from '../../intake/messages/segment.ts';
import { takeMessages, type MessageResult } from '../../intake/messages/take.ts';
import type { WebhookSettings } from '../../intake/webhooks/settings.ts';
import { noteMutation, type Author } from '../../store/access/audit.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { RETRY_AFTER_SECONDS, withDeadline } from '../../store/client/deadline.ts';
import { readTableMeta } from '../../store/client/table.ts';
import type { Authenticate } from '../serve/authenticate.ts';
import { MASKED_MESSAGE, plainError, sendable, unavailableAnswer, type HttpAnswer } from '../serve/http.ts';
import { limitedAnswer, rateLimiter, type RateLimiter } from '../serve/rate-limiter.ts';
import { mayWriteAddresses } from '../serve/persons.ts';
import { withoutAddresses } from './addresses.ts';
import { signedPost, webhookOf } from './webhooks.ts';
import { bodyOf, jsonOf, MAX_BATCH_BYTES, MAX_MESSAGES, type IngestQuestion, type RequestFault } from './request.ts';

export interface IngestOptions {
  readonly db: Db;
  readonly authenticate: Authenticate;
  /** Who may post to /v1/webhooks/<source>; nobody when absent. */
  readonly webhooks?: ReadonlyMap<string, WebhookSettings>;
  /** What a caller may spend; null, or none here: not bounded. */
  readonly allowanceOf?: (principal: Principal) => Allowance | null;
  readonly onError?: (requestId: string, error: unknown) => void;
}

/** A message becomes an event, with what summarises it. */
const MESSAGE_COST = 20;

export interface IngestServer {
  /** Answers one request. Never throws. */
  answer(question: IngestQuestion): Promise<HttpAnswer>;
}

/** The calls of the spec, and the short names some SDKs use for them. */
const CALLS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(MESSAGE_TYPES.map((type) => [type, type])),
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
  batch: 'batch',
  b: 'batch',
  import: 'batch',
};

/** The call a path is; null when it is none. Whatever comes before it (a stage of an API) does not matter. */
const ingestCall = (path: string): string | null => CALLS[/\/v1\/([a-z]+)\/?$/u.exec(path)?.[1] ?? ''] ?? null;

/** Whether a path is one that takes something in. */
export const isIngestPath = (path: string): boolean => ingestCall(path) !== null || webhookOf(path) !== null;

/**
 * Takes in calls of the Segment spec over HTTP, as its SDKs send them. What becomes of each message is said in the answer, and a message that cannot be kept
 * takes no other with it. 200 says that everything that can be kept is kept; 503 that the same request is to be sent again, which is harmless.
 *
 * @example createIngestServer({ db, authenticate: authenticator({ db }) })
 */
export function createIngestServer({ db, authenticate, webhooks, allowanceOf, onError }: IngestOptions): IngestServer {
  const limiter = rateLimiter(db, allowanceOf ?? (() => null));
  return {
    async answer(question) {
      const requestId = question.requestId ?? ulid();
      try {
        const asked = withDeadline(withMeter(db));
        const source = webhookOf(question.path);
        const answer =
          source === null
            ? await answerCall(asked, authenticate, limiter, question, requestId)
            : await answerWebhook(asked, source, webhooks?.get(source), question, requestId);
        return sendable(answer, requestId);
      } catch (error) {
        if (error instanceof VisibleError) return refusedBy(error, requestId);
        if (error instanceof GraphQLError) return limitedAnswer(error, requestId);
        onError?.(requestId, error);
        return plainError(500, MASKED_MESSAGE, requestId);
      }
    },
  };
}

/** A failure of the database, or of finding out who asks. */
function refusedBy({ code, message, details }: VisibleError, requestId: string): HttpAnswer {
  if (code !== 'UNAUTHENTICATED')
    return unavailableAnswer(message, Number(details['retryAfterSeconds'] ?? RETRY_AFTER_SECONDS), requestId);
  const answer = plainError(401, message, requestId, code);
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="kring"' } };
}

const faultAnswer = ({ status, message, code }: RequestFault): HttpAnswer =>
  plainError(status, message, undefined, code);

async function answerCall(
  db: Db,
  authenticate: Authenticate,
  limiter: RateLimiter,
  question: IngestQuestion,
  requestId: string,
): Promise<HttpAnswer> {
  const call = ingestCall(question.path);
  const fault = (status: RequestFault['status'], code: string, message: string): HttpAnswer =>
    faultAnswer({ status, code, message });
  if (call === null) return fault(404, 'NOT_FOUND', 'There is nothing here. Messages go to /v1/batch.');
  if (question.method !== 'POST') return fault(405, 'BAD_REQUEST', 'Messages are sent with POST.');
  const principal = await authenticate({ ...question, headers: withBearer(question.headers) });
  const source = sourceOf(principal, new URLSearchParams(question.query).get('source'));
  if (typeof source !== 'string') return faultAnswer(source);
  const body = bodyOf(question, MAX_BATCH_BYTES);
  if ('status' in body) return faultAnswer(body);
  const json = jsonOf(body);
  if ('status' in json) return faultAnswer(json);
  const messages = messagesIn(call, json.object);
  if ('status' in messages) return faultAnswer(messages);
  const cost = Math.max(1, MESSAGE_COST * messages.length);
  const spending = await limiter.take(principal, cost, db);
  await noteMutation(db, { principal, requestId, fields: [`v1/${call}`], cost });
  const notation = await notationOf(db);
  const read = messages.map((message) => readSegment(message, { source, notation }));
  const told = mayWriteAddresses(principal) ? read : read.map(withoutAddresses);
  const results = await takeMessages(db, told, { source });
  spending.settle(db.meter);
  return jsonAnswer(summary(messages, results));
}

/** 200 also where nothing of the post can be kept: sent again it would be the same. */
async function answerWebhook(
  db: Db,
  source: string,
  settings: WebhookSettings | undefined,
  question: IngestQuestion,
  requestId: string,
): Promise<HttpAnswer> {
  if (question.method !== 'POST')
    return faultAnswer({ status: 405, code: 'BAD_REQUEST', message: 'Webhooks are posted.' });
  const read = signedPost(question, settings, db.clock());
  if ('status' in read) return faultAnswer(read);
  const principal: Author = { kind: 'WEBHOOK', id: `webhook:${source}`, name: source };
  await noteMutation(db, { principal, requestId, fields: [`v1/webhooks/${source}`], cost: MESSAGE_COST });
  const results = await takeMessages(db, [read({ source, notation: await notationOf(db) })], { source });
  return jsonAnswer(summary([null], results));
}

const jsonAnswer = (body: object): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/** SDKs send the write key as the user name of basic authentication, without a password. */
function withBearer(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [scheme = '', credentials = ''] = (headers['authorization'] ?? '').trim().split(/\s+/u);
  if (!/^basic$/iu.test(scheme)) return headers;
  const [key = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return { ...headers, authorization: `Bearer ${key}` };
}

/** The source a key writes under: the only one it has, else the one the address names. */
export function sourceOf(principal: Principal, asked: string | null): string | RequestFault {
  const [only, ...others] = principal.ingest;
  const source = asked ?? (others.length === 0 ? only : undefined);
  if (source === undefined || (asked === null && source === ANY_SOURCE))
    return principal.ingest.size === 0
      ? forbidden(principal, 'ingest:<source>')
      : {
          status: 400,
          code: 'BAD_REQUEST',
          message: 'The key may write under more than one source: name one in the address, for example ?source=shop.',
        };
  return mayIngest(principal, source) ? source : forbidden(principal, `ingest:${source}`);
}

const forbidden = ({ name }: Principal, scope: string): RequestFault => ({
  status: 403,
  code: 'FORBIDDEN',
  message: `"${name}" may not write here. That needs ${scope}.`,
});

/** The messages of a body: each of a batch with what the batch says of all of them, or the one the path is the type of. */
function messagesIn(call: string, body: Readonly<Record<string, unknown>>): readonly unknown[] | RequestFault {
  if (call !== 'batch') return [{ ...body, type: call }];
  const { batch } = body;
  if (!Array.isArray(batch))
    return { status: 400, code: 'BAD_REQUEST', message: 'The body has no list "batch" of messages.' };
  if (batch.length > MAX_MESSAGES)
    return {
      status: 413,
      code: 'TOO_MANY',
      message: `At most ${MAX_MESSAGES} messages in one request; got ${batch.length}. Send several requests, or import a file.`,
    };
  const shared = objectOf(body['context']);
  const sentAt = textOf(body['sentAt']);
  return batch.map((message: unknown) =>
    isObject(message)
      ? {
          ...(sentAt === '' ? {} : { sentAt }),
          ...message,
          ...(Object.keys(shared).length === 0 ? {} : { context: { ...shared, ...objectOf(message['context']) } }),
        }
      : message,
  );
}

/** How amounts and instants of messages are read: in the currency of the accounts, nothing in the future. */
export async function notationOf(db: Db): Promise<Notation> {
  const { currency } = await readTableMeta(db);
  return {
    currency,
    minorDigits: minorDigitsOf(currency),
    dateFormat: 'iso',
    latest: db.clock() + DAY_MS,
    isFixed: true,
  };
}

const STATUSES = ['ACCEPTED', 'DUPLICATE', 'SKIPPED', 'REJECTED'] as const;

function summary(messages: readonly unknown[], results: readonly MessageResult[]) {
  const count = (status: MessageResult['status']): number => results.filter((one) => one.status === status).length;
  return {
    success: count('REJECTED') === 0,
    ...Object.fromEntries(STATUSES.map((status) => [status.toLowerCase(), count(status)])),
    results: results.map(({ status, because: [first] }, index) => {
      const id = textOf(objectOf(messages[index])['messageId']);
      return {
        ...(id === '' ? {} : { messageId: id }),
        status,
        ...(first === undefined ? {} : { code: first.code, field: first.field, message: first.message }),
      };
    }),
  };
}
