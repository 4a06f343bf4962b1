import { ulid } from 'ulid';
import { seesSource, type Principal, type Scope } from '../../domain/access/scopes.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { WebhookCreateInput } from '../../schema/generated.ts';
import { feedFromNow } from '../../store/changes/feed.ts';
import { listUndelivered, sendAgain } from '../../store/changes/undelivered.ts';
import {
  deleteWebhook,
  findWebhook,
  listWebhooks,
  pauseWebhook,
  putWebhook,
  resumeWebhook,
  type Webhook,
  type WebhookDefinition,
} from '../../store/changes/webhooks.ts';
import type { MutationResolvers, QueryResolvers, WebhookResolvers } from '../generated.ts';
import { segmentByKey } from '../segments/segments.ts';
import { idempotent } from '../serve/idempotency.ts';
import { toUserError } from '../serve/user-errors.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import type { RequestContext } from '../serve/context.ts';
import { webhookUrl } from './addresses.ts';
import { scopeOfScore, watchedScores } from './message.ts';
import { SECRET_BYTES, secretText } from './send.ts';

const MAX_NAME = 100;
const MOST_SEGMENTS = 20;

/** Who sees only some customers sees only what they made. */
const isTheirs = ({ id, sources }: Principal, webhook: Webhook): boolean => sources === null || webhook.by === id;

export const webhookQueries: Pick<QueryResolvers, 'webhooks'> = {
  webhooks: async (_, __, { db, principal }) =>
    (await listWebhooks(db)).filter((webhook) => isTheirs(principal, webhook)),
};

export const webhookFields: WebhookResolvers = {
  scores: (webhook) => watchedScores(webhook),
  segments: ({ segments }) => segments,
  status: ({ pausedBecause, failing }) =>
    pausedBecause !== null ? 'PAUSED' : failing !== null && failing.attempts > 0 ? 'FAILING' : 'ACTIVE',
  failing: ({ failing }) => (failing !== null && failing.attempts > 0 ? failing : null),
  createdBy: ({ by }) => by,
  undelivered: async ({ id }, { first, after }, { db }) => {
    const list = `undelivered ${id}`;
    const from = after == null || after === '' ? null : decodeKey(after, list);
    const { items, hasNext } = await listUndelivered(db, id, pageSize(first), from);
    return connection(
      items.map((node) => ({ cursor: encodeKey(list, node.id), node })),
      hasNext,
      { after },
    );
  },
};

/** @throws InvalidInputError naming the field, and FORBIDDEN for what the caller could not read themselves */
async function definitionIn(input: WebhookCreateInput, context: RequestContext): Promise<WebhookDefinition> {
  const { db, principal, webhooks } = context;
  const { name, segments, scores, source = null } = input;
  if (name.trim() === '' || name.length > MAX_NAME || /\p{Cc}/u.test(name))
    throw new InvalidInputError(
      ['name'],
      `A webhook has a name of 1 to ${MAX_NAME} characters that says what it is for.`,
    );
  const { href } = webhookUrl(input.url, webhooks.loopback);
  if (segments.length + scores.length === 0)
    throw new InvalidInputError(['scores'], 'Say what is to be told: name at least one segment or score.');
  const needs = (scope: Scope, field: string): void => {
    if (principal.scopes.has(scope)) return;
    throw new InvalidInputError([field], `"${principal.name}" has no ${scope}, so it is not told of this.`, {
      code: 'FORBIDDEN',
    });
  };
  for (const score of scores) needs(scopeOfScore(score), 'scores');
  if (segments.length > 0) needs('profile:read', 'segments');
  await checkSegments(context, segments);
  if (source !== null && !seesSource(principal, source))
    throw new InvalidInputError(
      ['source'],
      `"${principal.name}" sees customers of ${[...principal.sources!].sort().join(', ')} only.`,
      { code: 'FORBIDDEN' },
    );
  return {
    name,
    url: href,
    segments: [...new Set(segments)],
    scores: [...new Set(scores)],
    source,
    by: principal.id,
    sources: principal.sources && [...principal.sources].sort(),
    createdAt: db.clock(),
  };
}

/** Also those every run makes, such as rfm-champions. @throws InvalidInputError */
async function checkSegments(context: RequestContext, segments: readonly string[]): Promise<void> {
  if (segments.length > MOST_SEGMENTS)
    throw new InvalidInputError(['segments'], `Name at most ${MOST_SEGMENTS} segments.`, { code: 'TOO_MANY' });
  for (const [index, key] of segments.entries()) {
    const segment = await segmentByKey(key, context);
    if (segment === null || segment.archived)
      throw new InvalidInputError(
        ['segments', String(index)],
        `There is no segment ${JSON.stringify(key.slice(0, 60))}. List the segments to find its key.`,
      );
  }
}

/** The caller's webhook. @throws VisibleError NOT_FOUND, also for somebody else's */
async function theirs({ db, principal }: RequestContext, id: string): Promise<Webhook> {
  const webhook = await findWebhook(db, id);
  if (webhook === null || !isTheirs(principal, webhook))
    throw new VisibleError('NOT_FOUND', `There is no webhook ${id}. List the webhooks to find it.`);
  return webhook;
}

/** A mutation of one webhook: once per idempotency key, and answered with the webhook as it is then. */
async function changed(
  context: RequestContext,
  mutation: string,
  input: { readonly idempotencyKey: string; readonly id: string },
  work: (webhook: Webhook) => Promise<unknown>,
) {
  try {
    await idempotent(context, mutation, input, async () => {
      await work(await theirs(context, input.id));
      return true;
    });
    return { webhook: await findWebhook(context.db, input.id), userErrors: [] };
  } catch (error) {
    return { webhook: null, userErrors: [toUserError(error, ['input'])] };
  }
}

export const webhookMutations: Pick<
  MutationResolvers,
  'webhookCreate' | 'webhookPause' | 'webhookResume' | 'webhookReplay' | 'webhookDelete'
> = {
  webhookCreate: async (_, { input }, context) => {
    const { db } = context;
    try {
      const { id, secret } = await idempotent(
        context,
        'webhookCreate',
        input,
        async () => {
          const definition = await definitionIn(input, context);
          const made = { id: ulid(db.clock()).toLowerCase(), secret: secretText(db.random(SECRET_BYTES)) };
          await putWebhook(db, made.id, definition, made.secret, await feedFromNow(db));
          return made;
        },
        { secret: true },
      );
      return { webhook: await findWebhook(db, id), secret, userErrors: [] };
    } catch (error) {
      return { webhook: null, secret: null, userErrors: [toUserError(error, ['input'])] };
    }
  },
  webhookPause: (_, { input }, context) =>
    changed(context, 'webhookPause', input, ({ id }) =>
      pauseWebhook(context.db, id, `Paused by ${context.principal.name}.`),
    ),
  webhookResume: (_, { input }, context) =>
    changed(context, 'webhookResume', input, ({ id }) => resumeWebhook(context.db, id)),
  webhookReplay: (_, { input }, context) =>
    changed(context, 'webhookReplay', input, ({ id }) => sendAgain(context.db, id, input.undelivered)),
  webhookDelete: (_, { input }, context) =>
    changed(context, 'webhookDelete', input, ({ id }) => deleteWebhook(context.db, id)),
};
