import type { StubAnswer, StubHandler, StubRequest } from '../stub-server.ts';
import type { World, WorldAct } from '../world.ts';

export const HOST = 'forum.example';
export const API_KEY = 'api-key-of-the-tests';
export const userId = (n: number): number => 710_000_000_000 + n;
export const username = (n: number): string => `forum_user_${n}`;
/** Members of the group `staff`; every third act is on the posts of the third. */
export const STAFF = [
  { id: 31, username: 'moderator_ann' },
  { id: 12, username: 'admin_bob' },
  { id: 55, username: 'quiet_cleo' },
];
const TYPES: Readonly<Partial<Record<WorldAct['verb'], number>>> = { LIKE: 2, REPLY: 6, MENTION: 7 };

export interface Discourse {
  pageSize: number;
  /** Acts that happen between two pages, newest last. */
  onPage: (() => void) | null;
}

/** A Discourse forum with the accounts of a world, after docs.discourse.org. */
export function discourseProvider(world: World, state: Discourse): StubHandler {
  const present = (has: (n: number) => boolean) => world.accounts.find((each) => !each.isGone && has(each.n)) ?? null;
  const actions = (url: URL): StubAnswer => {
    const name = url.searchParams.get('username');
    const staff = STAFF.findIndex((each) => each.username === name);
    const filter = new Set((url.searchParams.get('filter') ?? '').split(',').map(Number));
    const offset = Number(url.searchParams.get('offset'));
    const all = world.acts
      .map((act, index) => ({ ...act, index }))
      // The quiet one has nothing: a page without anything, and more to come.
      .filter(({ index }) => index % 2 === staff)
      .filter(({ verb }) => filter.has(TYPES[verb] ?? 0))
      .sort((a, b) => b.at - a.at || b.index - a.index);
    state.onPage?.();
    return {
      json: { user_actions: all.slice(offset, offset + state.pageSize).map((act) => actionOf(act, STAFF[staff]!)) },
    };
  };
  const notFound: StubAnswer = { status: 404, json: { errors: ['not found'], error_type: 'not_found' } };
  const isAdmin = ({ headers }: StubRequest): boolean =>
    headers['api-key'] === API_KEY && headers['api-username'] === 'system';

  return (request) => {
    const { url } = request;
    if (!isAdmin(request)) return { status: 403, json: { errors: ['no'], error_type: 'invalid_access' } };
    const path = decodeURIComponent(url.pathname);
    if (path === '/groups/staff/members.json')
      return { json: { members: STAFF, owners: [], meta: { total: STAFF.length, limit: 200, offset: 0 } } };
    if (path === '/user_actions.json') return actions(url);
    const admin = /^\/admin\/users\/(-?\d+)\.json$/u.exec(path);
    if (admin !== null) {
      const found = present((n) => String(userId(n)) === admin[1]);
      if (found === null) return notFound;
      return {
        json: {
          id: userId(found.n),
          username: username(found.n),
          post_count: found.posts,
          like_count: 3,
          active: true,
        },
      };
    }
    const found = present((n) => path === `/u/${username(n)}.json` || path === `/u/by-external/customer-${n}.json`);
    if (found === null) return notFound;
    return {
      json: {
        user_badges: [],
        user: {
          id: userId(found.n),
          username: username(found.n),
          bio_raw: found.bio,
          website: found.links[0]?.url,
          trust_level: 2,
        },
      },
    };
  };
}

const actionOf = ({ actor, verb, at, index }: WorldAct & { index: number }, staff: (typeof STAFF)[number]) => ({
  excerpt: '…',
  action_type: TYPES[verb],
  created_at: new Date(at).toISOString(),
  slug: 'a-topic',
  topic_id: 9,
  target_user_id: staff.id,
  target_username: staff.username,
  post_number: index + 1,
  post_id: 400 + index,
  username: staff.username,
  user_id: staff.id,
  acting_username: username(actor),
  acting_user_id: userId(actor),
  title: 'A topic',
  deleted: false,
});
