import { createHash } from 'node:crypto';
import type { StubAnswer, StubHandler, StubRequest } from '../stub-server.ts';
import { accountOf } from '../world.ts';
import type { World, WorldAccount } from '../world.ts';

export const HOST = 'social.example';
export const TOKEN = 'brand-token-of-the-tests';
export const BRAND_ID = '109000000000000900';
export const localId = (n: number): string => `10900000000000000${n}`;
export const username = (n: number): string => `person_${n}`;

/** What a test changes beyond the world. */
export interface Mastodon {
  /** Server of a release before 4.3: no `api_versions`; before 4.0: no second form of the instance at all. */
  version: '4.7.0' | '4.2.0' | '3.5.0';
  /** Changes of single accounts as answered. */
  readonly quirks: Map<number, Record<string, unknown>>;
  /** Notifications the world knows nothing of, newest first. */
  readonly notifications: Record<string, unknown>[];
  /** Access tokens that work, by account. */
  readonly tokens: Map<string, number>;
  readonly codes: Map<string, { n: number; challenge: string; redirectUri: string; clientId: string }>;
  /** Items on a page, whatever is asked for. */
  pageSize: number;
}

export const newMastodon = (): Mastodon => ({
  version: '4.7.0',
  quirks: new Map(),
  notifications: [],
  tokens: new Map(),
  codes: new Map(),
  pageSize: 5,
});

/** A Mastodon server with the accounts of a world, after docs.joinmastodon.org. */
export function mastodonProvider(world: World, state: Mastodon): StubHandler {
  const account = (each: WorldAccount): Record<string, unknown> => ({
    ...person(localId(each.n), username(each.n)),
    note: `<p>${each.bio.replaceAll('&', '&amp;')}</p>`,
    fields: each.links.map(({ url, verified }, index) => ({
      name: `Link ${index}`,
      value: `<a href="${url}" target="_blank" rel="nofollow noopener me"><span class="invisible">https://</span>${url.slice(8)}</a>`,
      verified_at: verified ? '2026-01-02T03:04:05.000+00:00' : null,
    })),
    followers_count: each.followers,
    following_count: each.follows,
    statuses_count: each.posts,
    ...state.quirks.get(each.n),
  });
  const present = (id: string): WorldAccount | null => {
    const found = world.accounts.find((each) => localId(each.n) === id);
    return found === undefined || found.isGone ? null : found;
  };
  const isBrand = ({ headers }: StubRequest): boolean => headers['authorization'] === `Bearer ${TOKEN}`;

  const following = (id: string, url: URL): StubAnswer | null => {
    const owner = present(id);
    if (owner === null) return null;
    if (state.quirks.get(owner.n)?.['hide_collections'] === true) return { json: [] };
    const index = Number(url.searchParams.get('max_id') ?? '0');
    const page = owner.followPages[index] ?? [];
    const isLast = index >= owner.followPages.length - 1;
    const next = isLast ? (owner.isEndless ? index : null) : index + 1;
    const address = (query: string): string => `https://${HOST}/api/v1/accounts/${id}/following?${query}`;
    return {
      json: page.map((n) => account(accountOf(world, n))),
      headers: {
        // The order of the two is not promised.
        link: [
          `<${address('since_id=9')}>; rel="prev"`,
          ...(next === null ? [] : [`<${address(`max_id=${next}`)}>; rel="next"`]),
        ].join(', '),
      },
    };
  };

  const notifications = (url: URL): StubAnswer => {
    const types = url.searchParams.getAll('types[]');
    const maxId = BigInt(url.searchParams.get('max_id') ?? '9'.repeat(18));
    const all = [...state.notifications, ...world.acts.map((act, index) => notificationOf(act, index)).reverse()]
      .filter(({ type }) => types.length === 0 || types.includes(String(type)))
      .filter(({ id }) => BigInt(String(id)) < maxId);
    const page = all.slice(0, Math.min(state.pageSize, Number(url.searchParams.get('limit') ?? '40')));
    const last = page.at(-1)?.['id'];
    return {
      json: page,
      headers:
        all.length > page.length
          ? { link: `<https://${HOST}/api/v1/notifications?max_id=${String(last)}>; rel="next"` }
          : {},
    };
  };
  const notificationOf = ({ actor, verb, at }: World['acts'][number], index: number): Record<string, unknown> => {
    const type = { LIKE: 'favourite', SHARE: 'reblog', REPLY: 'mention', MENTION: 'mention', FOLLOW: 'follow' }[
      verb as 'LIKE'
    ];
    const isByThem = type === 'mention';
    return {
      id: String(70_000_000 + index),
      type,
      group_key: `ungrouped-${index}`,
      created_at: new Date(at).toISOString(),
      account: account(accountOf(world, actor)),
      ...(type === 'follow'
        ? {}
        : {
            status: status(
              String(880_000_000 + index),
              isByThem ? account(accountOf(world, actor)) : person(BRAND_ID, 'shop'),
              verb === 'REPLY' ? BRAND_ID : null,
              at,
            ),
          }),
    };
  };

  const token = (body: Record<string, string>): StubAnswer => {
    const code = state.codes.get(body['code'] ?? '');
    const isKnown =
      code !== undefined && code.clientId === body['client_id'] && code.redirectUri === body['redirect_uri'];
    if (!isKnown || body['code_verifier'] === undefined || challengeOf(body['code_verifier']) !== code.challenge)
      return { status: 400, json: { error: 'invalid_grant' } };
    const value = `granted-${state.tokens.size}`;
    state.tokens.set(value, code.n);
    return {
      json: { access_token: value, token_type: 'Bearer', scope: 'profile', created_at: Math.floor(world.now / 1000) },
    };
  };

  return (request) => {
    const { method, url, headers, body } = request;
    const path = url.pathname;
    const json = (): Record<string, string> => JSON.parse(body) as Record<string, string>;
    const listed = /^\/api\/v1\/accounts\/(\d+)(\/following)?$/u.exec(path);
    if (listed !== null) {
      if (listed[2] !== undefined) return following(listed[1]!, url);
      const found = present(listed[1]!);
      return found === null ? null : { json: account(found) };
    }
    switch (`${method} ${path}`) {
      case 'GET /api/v2/instance':
        return state.version === '3.5.0' ? null : { json: instance(state.version) };
      case 'GET /api/v1/instance':
        return { json: oldInstance(state.version) };
      case 'GET /api/v1/accounts': {
        const ids = url.searchParams.getAll('id[]');
        if (ids.length > 40) return { status: 422, json: { error: 'Too many accounts' } };
        // In the order of the database, not of the question.
        return {
          json: ids
            .flatMap((id) => present(id) ?? [])
            .sort((a, b) => a.n - b.n)
            .map(account),
        };
      }
      case 'GET /api/v1/accounts/lookup': {
        const acct = (url.searchParams.get('acct') ?? '').replace(`@${HOST}`, '').toLowerCase();
        const found = world.accounts.find((each) => username(each.n) === acct && !each.isGone);
        if (found !== undefined) return { json: account(found) };
        return acct === 'somebody@elsewhere.example' ? { json: { ...person('42', 'somebody'), acct } } : null;
      }
      case 'GET /api/v1/accounts/relationships':
        if (!isBrand(request)) return { status: 401, json: { error: 'The access token is invalid' } };
        return {
          json: url.searchParams
            .getAll('id[]')
            .flatMap((id) => present(id) ?? [])
            .map((each) => relationship(localId(each.n), each.followsBrand)),
        };
      case 'GET /api/v1/notifications':
        return isBrand(request) ? notifications(url) : { status: 401, json: { error: 'The access token is invalid' } };
      case 'GET /api/v1/accounts/verify_credentials': {
        if (isBrand(request)) return { json: self(person(BRAND_ID, 'shop')) };
        const n = state.tokens.get((headers['authorization'] ?? '').replace('Bearer ', ''));
        return n === undefined
          ? { status: 401, json: { error: 'The access token is invalid' } }
          : { json: self(account(accountOf(world, n))) };
      }
      case 'POST /api/v1/apps':
        return {
          json: {
            id: '7',
            name: 'Kring',
            client_id: 'application-1',
            client_secret: 'application-secret-1',
            redirect_uri: 'https://shop.example/link/return',
            redirect_uris: ['https://shop.example/link/return'],
            scopes: ['profile'],
            vapid_key: 'v',
          },
        };
      case 'POST /oauth/token':
        return token(json());
      case 'POST /oauth/revoke':
        state.tokens.delete(json()['token']!);
        return { json: {} };
      default:
        return null;
    }
  };
}

/** Plays the customer with account `n` who agrees on the server's page. */
export function agreed(state: Mastodon, address: string, n: number): URLSearchParams {
  const query = new URL(address).searchParams;
  const code = `code-${state.codes.size}`;
  state.codes.set(code, {
    n,
    challenge: query.get('code_challenge')!,
    redirectUri: query.get('redirect_uri')!,
    clientId: query.get('client_id')!,
  });
  return new URLSearchParams({ code, state: query.get('state')! });
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

const person = (id: string, name: string): Record<string, unknown> => ({
  id,
  username: name,
  acct: name,
  display_name: name,
  locked: false,
  bot: false,
  group: false,
  indexable: true,
  discoverable: true,
  hide_collections: false,
  created_at: '2024-03-16T00:00:00.000Z',
  note: '',
  url: `https://${HOST}/@${name}`,
  uri: `https://${HOST}/users/${name}`,
  avatar: `https://${HOST}/a.png`,
  avatar_static: `https://${HOST}/a.png`,
  header: `https://${HOST}/h.png`,
  header_static: `https://${HOST}/h.png`,
  followers_count: 5,
  following_count: 5,
  statuses_count: 5,
  last_status_at: '2026-11-01',
  emojis: [],
  fields: [],
});
export const stranger = (acct: string, uri: string): Record<string, unknown> => ({
  ...person(`77${acct.length}`, acct.split('@')[0]!),
  acct,
  uri,
});

export const status = (id: string, author: Record<string, unknown>, replyTo: string | null, at: number) => ({
  id,
  uri: `https://${HOST}/statuses/${id}`,
  created_at: new Date(at).toISOString(),
  account: author,
  content: '<p>…</p>',
  visibility: 'public',
  sensitive: false,
  spoiler_text: '',
  in_reply_to_id: replyTo === null ? null : '880000000',
  in_reply_to_account_id: replyTo,
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
  reblogs_count: 0,
  favourites_count: 0,
  replies_count: 0,
});

const relationship = (id: string, followedBy: boolean) => ({
  id,
  following: false,
  showing_reblogs: false,
  notifying: false,
  languages: null,
  followed_by: followedBy,
  blocking: false,
  blocked_by: false,
  muting: false,
  muting_notifications: false,
  requested: false,
  requested_by: false,
  domain_blocking: false,
  endorsed: false,
  note: '',
});

const self = (account: Record<string, unknown>) => ({
  ...account,
  source: { fields: [], follow_requests_count: 0, indexable: true, note: '', privacy: 'public', sensitive: false },
  role: { id: '-99', name: '', color: '', permissions: '0', highlighted: false },
});

const instance = (version: string) => ({
  domain: HOST,
  title: 'Social',
  version,
  source_url: 'https://github.com/mastodon/mastodon',
  description: 'A server',
  usage: { users: { active_month: 12 } },
  thumbnail: { url: `https://${HOST}/t.png` },
  icon: [],
  languages: ['en'],
  configuration: {
    urls: {},
    accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
    statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
    media_attachments: {
      supported_mime_types: [],
      image_size_limit: 1,
      image_matrix_limit: 1,
      video_size_limit: 1,
      video_frame_rate_limit: 1,
      video_matrix_limit: 1,
    },
    polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
    translation: { enabled: false },
  },
  registrations: { enabled: false, approval_required: false },
  contact: { email: 'admin@social.example' },
  rules: [],
  ...(version === '4.7.0' ? { api_versions: { mastodon: 9 } } : {}),
});

const oldInstance = (version: string) => ({ uri: HOST, title: 'Social', version });
