import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActVerb } from '../../../social/source.ts';
import type { Json } from '../../resolvers/client.ts';
import type { StubAnswer, StubHandler, StubRequest } from '../stub-server.ts';
import { accountOf } from '../world.ts';
import type { World, WorldAccount } from '../world.ts';

/** What a real PDS and AppView answered (integration/atproto/record.mjs recorded it). */
export const recorded: Json = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8'));

export const APP_VIEW = 'appview.example';
export const PDS = 'pds.example';
export const PLC = 'plc.example';
export const PASSWORD = 'password-of-the-tests';
export const TOKEN = 'access-token-of-the-tests';
export const BRAND = { did: recorded.people.brand.did as string, handle: 'shop.example' };
/** `did:plc:` and 24 letters of base32. */
export const didOf = (n: number): string => `did:plc:conformanceconformance2${'abcdefgh'[n - 1]}`;
export const handleOf = (n: number): string => `person-${n}.example`;

/** Items on a page, whatever is asked for: real pages have 100. */
const PAGE = 5;
const REASON: Partial<Record<ActVerb, string>> = {
  LIKE: 'like',
  SHARE: 'repost',
  REPLY: 'reply',
  MENTION: 'mention',
  FOLLOW: 'follow',
};
const SESSION_NEEDED: StubAnswer = { status: 401, json: { error: 'AuthMissing', message: 'Authentication Required' } };
const refusal = (error: string, message: string): StubAnswer => ({ status: 400, json: { error, message } });
const copy = (value: Json): Json => structuredClone(value);

/**
 * An AppView and a personal server with the accounts of a world. Every answer is a recorded one with other people in it; a test holds
 * all of them to the lexicons (conformance.test.ts).
 */
export function blueskyProvider(world: World): StubHandler {
  const present = (actor: string): WorldAccount | null => {
    const found = world.accounts.find(({ n }) => didOf(n) === actor || handleOf(n) === actor.toLowerCase());
    return found === undefined || found.isGone ? null : found;
  };
  const named = ({ n }: WorldAccount, view: Json): Json => ({ ...copy(view), did: didOf(n), handle: handleOf(n) });
  const detailed = (each: WorldAccount): Json => ({
    ...named(each, recorded.profiles.body.profiles[0]),
    description: `${each.bio} ${each.links.map(({ url }) => url).join(' ')}`,
    followersCount: each.followers,
    followsCount: each.follows,
    postsCount: each.posts,
  });
  const brand = (): Json => ({ ...copy(recorded.profileOfBrand.body), ...BRAND });

  const profile = (actor: string): StubAnswer => {
    if (actor === BRAND.did || actor === BRAND.handle) return { json: brand() };
    const found = present(actor);
    if (found !== null) return { json: detailed(found) };
    const isGone = world.accounts.some(({ n }) => didOf(n) === actor || handleOf(n) === actor);
    return isGone
      ? { status: 400, json: copy(recorded.profileOfLeaver.body) }
      : { status: 400, json: copy(recorded.profileOfNobody.body) };
  };

  const follows = (actor: string, cursor: string | null): StubAnswer => {
    const owner = present(actor);
    if (owner === null) return refusal('InvalidRequest', `Actor not found`);
    const [first] = recorded.follows as Json[];
    const index = Number(cursor?.split('__')[0] ?? 0);
    const isLast = index >= owner.followPages.length - 1;
    const next = isLast ? (owner.isEndless ? index : null) : index + 1;
    return {
      json: {
        follows: (owner.followPages[index] ?? []).map((n) => named(accountOf(world, n), first.body.follows[0])),
        subject: named(owner, first.body.subject),
        ...(next === null ? {} : { cursor: `${next}__${String(first.body.cursor).split('__')[1]}` }),
      },
    };
  };

  /** Newest first, as their authors' clocks say; those of one instant share a cursor. */
  const notifications = (query: URLSearchParams): StubAnswer => {
    const reasons = query.getAll('reasons');
    const before = query.get('cursor');
    const all = world.acts
      .map((act, index) => notificationOf(act, index))
      .filter(({ reason }) => reasons.length === 0 || reasons.includes(reason as string))
      .sort((a, b) => (a.indexedAt < b.indexedAt ? 1 : -1))
      .filter(({ indexedAt }) => before === null || (indexedAt as string) < before);
    const page = all.slice(0, PAGE);
    return {
      json: {
        ...copy(recorded.notifications.body),
        notifications: page,
        ...(all.length > page.length ? { cursor: page.at(-1)!.indexedAt as string } : {}),
      },
    };
  };
  const notificationOf = ({ actor, verb, at }: World['acts'][number], index: number): Json => {
    const reason = REASON[verb];
    const template = copy(recorded.notifications.body.notifications.find((each: Json) => each.reason === reason));
    const [, , , collection] = (template.uri as string).split('/');
    return {
      ...template,
      uri: `at://${didOf(actor)}/${collection}/3kact${String(index).padStart(8, '2')}`,
      author: named(accountOf(world, actor), template.author),
      indexedAt: new Date(at).toISOString(),
      isRead: false,
    };
  };

  const isSignedIn = ({ headers }: StubRequest): boolean => headers['authorization'] === `Bearer ${TOKEN}`;

  return (request) => {
    const { method, url, body } = request;
    const query = url.searchParams;
    const actor = query.get('actor') ?? '';
    if (url.pathname === '/xrpc/_health' && url.host === APP_VIEW) return { json: { version: 'unknown' } };
    const called = `${method} ${url.host} ${url.pathname.replace('/xrpc/', '')}`;
    switch (called) {
      case `GET ${APP_VIEW} app.bsky.actor.getProfiles`: {
        const actors = query.getAll('actors');
        if (actors.length > 25) return { status: 400, json: copy(recorded.profilesOf26.body) };
        return { json: { profiles: actors.flatMap((each) => present(each) ?? []).map(detailed) } };
      }
      case `GET ${APP_VIEW} app.bsky.actor.getProfile`:
        return profile(actor);
      case `GET ${APP_VIEW} app.bsky.graph.getFollows`:
        return follows(actor, query.get('cursor'));
      case `GET ${APP_VIEW} app.bsky.graph.getRelationships`:
        return {
          json: {
            actor,
            relationships: query.getAll('others').map((did) => {
              const [follower, stranger] = recorded.relationships.body.relationships as Json[];
              // Who is gone goes on being named.
              const found = world.accounts.find(({ n }) => didOf(n) === did);
              if (found?.followsBrand !== true) return { ...copy(stranger), did };
              return { ...copy(follower), did, followedBy: `at://${did}/app.bsky.graph.follow/3kfollow22222` };
            }),
          },
        };
      case `POST ${PDS} com.atproto.server.createSession`: {
        const { identifier, password } = JSON.parse(body) as Record<string, string>;
        if (identifier !== BRAND.handle || password !== PASSWORD)
          return { status: 401, json: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' } };
        return { json: { ...copy(recorded.session.body), ...BRAND, accessJwt: TOKEN, refreshJwt: `refresh-${TOKEN}` } };
      }
      case `GET ${PDS} app.bsky.notification.listNotifications`:
        return isSignedIn(request) ? notifications(query) : SESSION_NEEDED;
      default:
        return null;
    }
  };
}
