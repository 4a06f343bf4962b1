import { contentId } from '../interaction-rows.ts';

/** The calls of the Segment spec, which RudderStack shares. */
export const MESSAGE_TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export type JsonObject = { readonly [key: string]: unknown };

/** A call of the Segment spec, read. Ids are texts, whatever they were sent as. */
export interface Message {
  readonly type: MessageType;
  /** Of a sender that gives none: a hash of its content. */
  readonly id: string;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  readonly previousId: string | null;
  readonly groupId: string | null;
  /** As it was written. */
  readonly timestamp: string;
  /** Of a track call its event, of a page or screen its name. */
  readonly name: string;
  /** Of track, page and screen. */
  readonly properties: JsonObject;
  /** Of identify and group. */
  readonly traits: JsonObject;
  readonly context: JsonObject;
}

/** Why a message is not taken, by code (docs/errors.md). */
export interface Refusal {
  readonly code: string;
  /** Path within the message; empty for all of it. */
  readonly field: string;
  readonly message: string;
  /** Of an event that is left out: what its sender calls it. */
  readonly name?: string;
}

/** The largest message, as the spec has it. */
export const MAX_MESSAGE_BYTES = 32 * 1024;
const MAX_ID = 256;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** A text or a number as a text without blanks around it; empty for anything else. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' && Number.isFinite(value) ? String(value) : '';

/**
 * Reads a call of the Segment spec.
 *
 * @example readMessage({ type: 'track', event: 'Order Completed', userId: 'u1', messageId: 'm1', timestamp: '2026-01-02T03:04:05Z' })
 */
export function readMessage(value: unknown): Message | Refusal {
  const refused = (field: string, message: string, code = 'INVALID'): Refusal => ({ code, field, message });
  if (!isObject(value)) return refused('', 'is no JSON object: a message is one, such as {"type": "track", …}');
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_MESSAGE_BYTES)
    return refused('', `is larger than ${MAX_MESSAGE_BYTES / 1024} KB`, 'MESSAGE_TOO_LARGE');
  const type = MESSAGE_TYPES.find((one) => one === textOf(value['type']).toLowerCase());
  if (type === undefined) return refused('type', `is not one of ${MESSAGE_TYPES.join(', ')}`);
  const ids = {
    userId: textOf(value['userId']) || null,
    anonymousId: textOf(value['anonymousId']) || null,
    previousId: textOf(value['previousId']) || null,
    groupId: textOf(value['groupId']) || null,
  };
  for (const [field, id] of Object.entries(ids))
    if (id !== null && id.length > MAX_ID) return refused(field, `is longer than ${MAX_ID} characters`);
  if (ids.userId === null && ids.anonymousId === null && type !== 'alias')
    return refused('userId', 'is missing, and so is anonymousId: a message is somebody’s');
  if (type === 'alias' && (ids.userId === null || (ids.previousId ?? ids.anonymousId) === null))
    return refused(
      ids.userId === null ? 'userId' : 'previousId',
      'is missing: an alias says that previousId is an earlier id of userId',
    );
  if (type === 'group' && ids.groupId === null) return refused('groupId', 'is missing: of which account the user is');
  const timestamp = textOf(value['timestamp']) || textOf(value['originalTimestamp']) || textOf(value['sentAt']);
  if (timestamp === '' && type !== 'alias')
    return refused(
      'timestamp',
      'is missing: when it happened, or the same message sent again would be another one; every SDK sends it',
    );
  const name = textOf(value['event']) || textOf(value['name']);
  if (type === 'track' && name === '') return refused('event', 'is missing: what happened');
  return {
    type,
    id: textOf(value['messageId']).slice(0, MAX_ID) || contentId(value),
    ...ids,
    timestamp,
    name,
    properties: objectOf(value['properties']),
    // Those of the context are the user's, also in a call about a group.
    traits: {
      ...(type === 'identify' ? objectOf(objectOf(value['context'])['traits']) : {}),
      ...objectOf(value['traits']),
    },
    context: objectOf(value['context']),
  };
}
