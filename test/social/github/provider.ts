import { createHash } from 'node:crypto';
import type { StubAnswer, StubHandler, StubRequest } from '../stub-server.ts';
import { accountOf } from '../world.ts';
import type { World, WorldAccount } from '../world.ts';

export const HOST = 'api.github.com';
export const TOKEN = 'github-token-of-the-tests';
export const CLIENT_ID = 'client-1';
export const CLIENT_SECRET = 'client-secret-of-the-tests';
export const ORGANISATION = 'kring-shop';
export const ORGANISATION_ID = 9001;
export const userId = (n: number): number => 810_000_000_000 + n;
export const login = (n: number): string => `developer-${n}`;

export interface Star {
  readonly user: number | null;
  readonly at: number;
}
export interface GitHub {
  /** Public repositories with the stars they have beside those of the world, which are shared among the first two. */
  readonly repositories: {
    readonly id: number;
    readonly name: string;
    readonly stars: Star[];
    countedStars?: number;
    isGone?: boolean;
  }[];
  searchPageSize: number;
  isIncomplete: boolean;
  readonly tokens: Map<string, number>;
  readonly codes: Map<string, { n: number; challenge: string; redirectUri: string }>;
}

export const newGitHub = (): GitHub => ({
  repositories: [
    { id: 501, name: 'cli', stars: [] },
    { id: 502, name: 'docs.site', stars: [] },
    { id: 503, name: 'unloved', stars: [] },
  ],
  searchPageSize: 4,
  isIncomplete: false,
  tokens: new Map(),
  codes: new Map(),
});

/** GitHub's REST API with the accounts of a world, after docs.github.com/rest. */
export function gitHubProvider(world: World, state: GitHub): StubHandler {
  const present = (has: (each: WorldAccount) => boolean) =>
    world.accounts.find((each) => !each.isGone && has(each)) ?? null;
  const notFound: StubAnswer = {
    status: 404,
    json: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
  };

  const following = (owner: WorldAccount, url: URL): StubAnswer => {
    const index = Number(url.searchParams.get('page') ?? '1') - 1;
    const next = index < owner.followPages.length - 1 ? index + 1 : owner.isEndless ? index : null;
    // The next page is named by number, as GitHub does.
    const address = (page: number): string =>
      `https://${HOST}/user/${userId(owner.n)}/following?per_page=100&page=${page}`;
    return {
      json: (owner.followPages[index] ?? []).map((n) => simpleUser(n)),
      headers: next === null ? {} : { link: `<${address(next + 1)}>; rel="next", <${address(9)}>; rel="last"` },
    };
  };
  const paged = <T>(items: readonly T[], url: URL, size: number): { page: T[]; headers: Record<string, string> } => {
    const number = Number(url.searchParams.get('page') ?? '1');
    const next = new URL(url);
    next.searchParams.set('page', String(number + 1));
    return {
      page: items.slice((number - 1) * size, number * size),
      headers: items.length > number * size ? { link: `<${next.href}>; rel="next"` } : {},
    };
  };
  const search = (url: URL): StubAnswer => {
    const since = /created:>=(\S+)/u.exec(url.searchParams.get('q') ?? '')?.[1];
    const found = world.acts
      .map((act, index) => ({ ...act, index }))
      .filter(({ verb, at }) => verb === 'MENTION' && (since === undefined || at >= Date.parse(since)))
      .sort((a, b) => a.at - b.at || a.index - b.index);
    // A search gives out ten pages and no more.
    const { page, headers } = paged(found.slice(0, state.searchPageSize * 10), url, state.searchPageSize);
    return {
      json: { total_count: found.length, incomplete_results: state.isIncomplete, items: page.map(issueOf) },
      headers,
    };
  };
  const starsOf = (index: number): Star[] => {
    const worlds = world.acts
      .filter(({ verb }, at) => verb === 'LIKE' && at % 2 === index)
      .map(({ actor, at }) => ({ user: actor, at }));
    return [...state.repositories[index]!.stars, ...worlds].sort((a, b) => a.at - b.at);
  };
  const repositories = (url: URL): StubAnswer => {
    const all = state.repositories.map((each, index) => ({
      ...each,
      count: each.countedStars ?? starsOf(index).length,
    }));
    const { page, headers } = paged(all, url, 2);
    return {
      json: page.map(({ id, name, count }) => ({
        id,
        name,
        private: false,
        stargazers_count: count,
        full_name: `${ORGANISATION}/${name}`,
      })),
      headers,
    };
  };
  const stargazers = (name: string, { url, headers: { accept } }: StubRequest): StubAnswer => {
    const index = state.repositories.findIndex((each) => each.name === name && each.isGone !== true);
    if (index < 0) return notFound;
    const { page, headers } = paged(starsOf(index), url, Number(url.searchParams.get('per_page')));
    if (accept !== 'application/vnd.github.star+json')
      return { json: page.map(({ user }) => simpleUser(user ?? 0)), headers };
    return {
      json: page.map(({ user, at }) => ({ starred_at: iso(at), user: user === null ? null : simpleUser(user) })),
      headers,
    };
  };

  const signIn = (request: StubRequest): StubAnswer | null => {
    const { method, url, headers, body } = request;
    if (url.host === 'github.com' && `${method} ${url.pathname}` === 'POST /login/oauth/access_token') {
      const sent = JSON.parse(body) as Record<string, string>;
      const code = state.codes.get(sent['code'] ?? '');
      const challenge = createHash('sha256')
        .update(sent['code_verifier'] ?? '')
        .digest('base64url');
      const isRight =
        sent['client_id'] === CLIENT_ID &&
        sent['client_secret'] === CLIENT_SECRET &&
        code?.redirectUri === sent['redirect_uri'];
      if (!isRight || code?.challenge !== challenge)
        return {
          json: { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' },
        };
      const token = `granted-${state.tokens.size}`;
      state.tokens.set(token, code.n);
      return { json: { access_token: token, scope: '', token_type: 'bearer' } };
    }
    if (method === 'DELETE' && url.pathname === `/applications/${CLIENT_ID}/grant`) {
      const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;
      if (headers['authorization'] !== basic) return { status: 404, json: { message: 'Not Found' } };
      state.tokens.delete((JSON.parse(body) as { access_token: string }).access_token);
      return { status: 204 };
    }
    const n = state.tokens.get((headers['authorization'] ?? '').replace('Bearer ', ''));
    return n !== undefined && url.pathname === '/user' ? { json: fullUser(accountOf(world, n)) } : null;
  };

  return (request) => {
    const signedIn = signIn(request);
    if (signedIn !== null) return signedIn;
    const { url, headers } = request;
    if (headers['authorization'] !== `Bearer ${TOKEN}`)
      return { status: 401, json: { message: 'Bad credentials', status: '401' } };
    if (headers['user-agent'] !== 'kring') return { status: 403, text: 'Request forbidden by administrative rules.' };
    const [first, second, third, fourth, ...more] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (more.length > 0) return notFound;
    if (first === 'search' && second === 'issues') return search(url);
    if (first === 'orgs' && second === ORGANISATION)
      return third === 'repos' ? repositories(url) : { json: { id: ORGANISATION_ID, login: ORGANISATION } };
    if (first === 'repos' && second === ORGANISATION && fourth === 'stargazers') return stargazers(third!, request);
    const owner = present(
      ({ n }) =>
        (first === 'user' && second === String(userId(n))) || (first === 'users' && second?.toLowerCase() === login(n)),
    );
    if (owner === null) return notFound;
    if (third === undefined) return { json: fullUser(owner) };
    if (third === 'social_accounts')
      return { json: owner.links.slice(1).map((link) => ({ provider: 'generic', url: link.url })) };
    if (third === 'following' && fourth === undefined) return following(owner, url);
    if (third === 'following' && fourth === ORGANISATION) return owner.followsBrand ? { status: 204 } : notFound;
    return notFound;
  };
}

/** Plays the customer with account `n` who agrees on GitHub's page. */
export function agreed(state: GitHub, address: string, n: number): URLSearchParams {
  const query = new URL(address).searchParams;
  const code = `code-${state.codes.size}`;
  state.codes.set(code, { n, challenge: query.get('code_challenge')!, redirectUri: query.get('redirect_uri')! });
  return new URLSearchParams({ code, state: query.get('state')! });
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const simpleUser = (n: number) => ({ id: userId(n), login: login(n), type: 'User', site_admin: false });

const fullUser = ({ n, followers, follows, bio, links }: WorldAccount) => ({
  ...simpleUser(n),
  name: null,
  bio,
  blog: (links[0]?.url ?? '').replace('https://', ''),
  followers,
  following: follows,
  public_repos: 7,
  user_view_type: 'public',
});

const issueOf = ({ actor, at, index }: World['acts'][number] & { index: number }) => ({
  id: 600_000 + index,
  number: index,
  title: 'It does not start',
  state: 'open',
  created_at: iso(at),
  repository_url: `https://${HOST}/repos/${ORGANISATION}/cli`,
  user: simpleUser(actor),
});
