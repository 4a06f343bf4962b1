import * as z from 'zod';
import type { ActVerb, SocialAct } from '../source.ts';
import type { AppBskyNotificationListNotifications } from './sdk/load.ts';

/**
 * What a notification and a record of the event stream say, in the words of the port. Both tell of the same deed under the
 * same id and the same instant, so that who polls and listens counts it once.
 */

type Notification = AppBskyNotificationListNotifications.Notification;

const FOLLOW = 'app.bsky.graph.follow';
const LIKE = 'app.bsky.feed.like';
const REPOST = 'app.bsky.feed.repost';
const POST = 'app.bsky.feed.post';
/** The kinds of record that say what one account did to another. */
export const COLLECTIONS: readonly string[] = [FOLLOW, LIKE, REPOST, POST];

/** Reasons of notifications that are deeds done to the company. `like-via-repost` and the rest concern somebody else's post. */
export const REASONS: ReadonlyMap<string, ActVerb> = new Map([
  ['follow', 'FOLLOW'],
  ['like', 'LIKE'],
  ['repost', 'SHARE'],
  ['quote', 'SHARE'],
  ['reply', 'REPLY'],
  ['mention', 'MENTION'],
]);
/** Reasons that come from a post: one post can concern several accounts, so its id alone is no id of a deed. */
const FROM_A_POST: ReadonlySet<string> = new Set(['quote', 'reply', 'mention']);

/** @param brand the company's own account; null when the notification is none of the deeds counted */
export function actOfNotification(notification: Notification, brand: string): SocialAct | null {
  const { reason, uri, author, reasonSubject, indexedAt } = notification;
  const verb = REASONS.get(reason);
  if (verb === undefined) return null;
  return {
    id: FROM_A_POST.has(reason) ? deedOfPost(uri, brand) : uri,
    actor: author.did,
    verb,
    subject: brand,
    object: reason === 'follow' ? brand : (reasonSubject ?? uri),
    at: Date.parse(indexedAt),
  };
}

const deedOfPost = (uri: string, subject: string): string => `${uri}#${subject}`;

/** Anybody writes what they like into their records: only what is read here is looked at, and a record that lacks it is skipped. */
const instant = z.string().optional();
const strongRef = z.object({ uri: z.string() });
const records = {
  [FOLLOW]: z.object({ subject: z.string().startsWith('did:'), createdAt: instant }),
  [LIKE]: z.object({ subject: strongRef, createdAt: instant }),
  [REPOST]: z.object({ subject: strongRef, createdAt: instant }),
  [POST]: z.object({
    createdAt: instant,
    reply: z.object({ parent: strongRef, root: strongRef }).optional().catch(undefined),
    /** `record` for a quote; `record.record` for a quote with pictures. */
    embed: z
      .object({ record: z.union([strongRef, z.object({ record: strongRef })]) })
      .optional()
      .catch(undefined),
    facets: z
      .array(z.object({ features: z.array(z.object({ did: z.string().optional().catch(undefined) })) }))
      .optional()
      .catch(undefined),
  }),
};

/** A change of a repository as the event stream tells it. */
export interface RepositoryChange {
  readonly did: string;
  /** When the stream saw it, epoch microseconds. */
  readonly timeUs: number;
  readonly operation: 'create' | 'update' | 'delete';
  readonly collection: string;
  readonly rkey: string;
  readonly record?: unknown;
}

/** The deeds in a change; none when it is not about another account, or malformed. */
export function actsOfChange({ did, timeUs, operation, collection, rkey, record }: RepositoryChange): SocialAct[] {
  const uri = `at://${did}/${collection}/${rkey}`;
  const seenMs = Math.floor(timeUs / 1000);
  if (operation === 'delete') {
    const verb = collection === FOLLOW ? 'UNFOLLOW' : collection === LIKE ? 'UNLIKE' : null;
    return verb === null ? [] : [{ id: uri, actor: did, verb, subject: null, object: null, at: seenMs }];
  }
  if (operation === 'update') return [];
  const one = (verb: ActVerb, subject: string | null, object: string, createdAt?: string): SocialAct[] =>
    subject === null ? [] : [{ id: uri, actor: did, verb, subject, object, at: happened(createdAt, seenMs) }];
  switch (collection) {
    case FOLLOW: {
      const parsed = records[FOLLOW].safeParse(record);
      return parsed.success ? one('FOLLOW', parsed.data.subject, parsed.data.subject, parsed.data.createdAt) : [];
    }
    case LIKE:
    case REPOST: {
      const parsed = records[collection].safeParse(record);
      if (!parsed.success) return [];
      const { subject, createdAt } = parsed.data;
      return one(collection === LIKE ? 'LIKE' : 'SHARE', authorOf(subject.uri), subject.uri, createdAt);
    }
    case POST: {
      const parsed = records[POST].safeParse(record);
      return parsed.success ? actsOfPost(did, uri, parsed.data, seenMs) : [];
    }
    default:
      return [];
  }
}

/** Each account a post concerns is told once, by the first of these that holds: mentioned, quoted, replied to, in its thread. */
function actsOfPost(
  did: string,
  uri: string,
  post: z.infer<(typeof records)[typeof POST]>,
  seenMs: number,
): SocialAct[] {
  const deeds = new Map<string, { readonly verb: ActVerb; readonly object: string }>();
  const tell = (subject: string | null | undefined, verb: ActVerb, object: string): void => {
    if (subject != null && subject !== did && !deeds.has(subject)) deeds.set(subject, { verb, object });
  };
  for (const { features } of post.facets ?? []) for (const feature of features) tell(feature.did, 'MENTION', uri);
  const quoted =
    post.embed === undefined ? null : 'uri' in post.embed.record ? post.embed.record.uri : post.embed.record.record.uri;
  if (quoted !== null && quoted.includes(`/${POST}/`)) tell(authorOf(quoted), 'SHARE', quoted);
  for (const each of post.reply === undefined ? [] : [post.reply.parent, post.reply.root])
    tell(authorOf(each.uri), 'REPLY', each.uri);
  const at = happened(post.createdAt, seenMs);
  return [...deeds].map(([subject, { verb, object }]) => ({
    id: deedOfPost(uri, subject),
    actor: did,
    verb,
    subject,
    object,
    at,
  }));
}

/** The DID in `at://DID/collection/key`. */
const authorOf = (uri: string): string | null => /^at:\/\/(did:[^/]+)\//u.exec(uri)?.[1] ?? null;

/** As Bluesky dates it: when its author says, but never later than it was seen. */
function happened(createdAt: string | undefined, seenMs: number): number {
  const created = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  return Number.isNaN(created) ? seenMs : Math.min(created, seenMs);
}
