/**
 * GitHub, for brands of developers: followers, and what people do at an organisation's public repositories. Written on the paced
 * fetch of all adapters: of octokit's several hundred calls a dozen are needed, and it would retry and log on its own.
 * What is read is in shapes.ts.
 */
import * as z from 'zod';
import { ask, askForOne, isGone, nextLink, tell } from '../answers.ts';
import type { Client } from '../answers.ts';
import { misread, SourceProblem } from '../problem.ts';
import type { SettingsOf } from '../settings.ts';
import { secretValue } from '../settings.ts';
import type { AccountId, SocialSource, SourceFetch } from '../source.ts';
import { gitHubEngagement } from './engagement.ts';
import { gitHubOAuth } from './oauth.ts';
import { shapes } from './shapes.ts';

const HOST = 'api.github.com';
const BASE = `https://${HOST}`;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOGIN = /^[a-z0-9](?:[a-z0-9-]{0,38})$/iu;

/** The adapter of GitHub. */
export function githubSource(settings: SettingsOf<'github'>, fetch: SourceFetch): SocialSource {
  const client: Client = {
    host: HOST,
    base: BASE,
    fetch,
    get headers() {
      return {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${secretValue(settings.token)}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': 'kring',
      };
    },
  };
  const userOf = (id: AccountId) =>
    /^\d+$/u.test(id) ? askForOne(client, `/user/${id}`, shapes.user) : Promise.resolve(null);

  return {
    key: 'github',
    host: HOST,
    traits: {
      limit: { calls: 5000, perMs: HOUR_MS },
      profileBatch: 1,
      brandBatch: 1,
      costPerCallMicros: 0,
      combinable: true,
      profileMaxAgeMs: DAY_MS,
      followsMaxAgeMs: 7 * DAY_MS,
    },

    async probe() {
      const { value: organisation } = await ask(
        client,
        `/orgs/${encodeURIComponent(settings.organisation)}`,
        shapes.organisation,
      );
      return {
        profiles: true,
        follows: true,
        engagement: true,
        followingBrand: true,
        stream: false,
        brand: String(organisation.id),
        proofs: settings.oauth === undefined ? ['BIO_CODE'] : ['OAUTH', 'BIO_CODE'],
      };
    },

    async profiles([id]) {
      const found = id === undefined ? null : await userOf(id);
      if (found === null) return [];
      const { login, followers, following } = found.value;
      return [{ id: String(found.value.id), handle: login, followers, follows: following, posts: null }];
    },

    async follows(id, cursor) {
      let path = cursor;
      if (path === null) {
        const found = await userOf(id);
        if (found === null) throw gone();
        path = `/users/${encodeURIComponent(found.value.login)}/following?per_page=100`;
      }
      // Only ever an address that GitHub itself gave as the next page.
      if (!path.startsWith('/user')) throw misread(HOST, 'cursor');
      const { value, headers } = await ask(client, path, shapes.users);
      const next = nextLink(headers);
      if (next !== null && next.host !== HOST) throw misread(HOST, 'Link');
      return {
        items: value.map((followed) => String(followed.id)),
        cursor: next === null ? null : next.pathname + next.search,
      };
    },

    engagement: gitHubEngagement(client, settings.organisation),

    async followingBrand([id]) {
      const found = id === undefined ? null : await userOf(id);
      if (found === null) return new Set();
      const path = `/users/${encodeURIComponent(found.value.login)}/following/${encodeURIComponent(settings.organisation)}`;
      try {
        const status = await tell(client, path, {});
        if (status !== 204) throw misread(HOST, 'status');
        return new Set([String(found.value.id)]);
      } catch (error) {
        if (isGone(error)) return new Set();
        throw error;
      }
    },

    async find(handle) {
      const login = handle.trim().replace(/^@/u, '');
      if (!LOGIN.test(login)) return null;
      const found = await askForOne(client, `/users/${login}`, shapes.user);
      if (found === null) return null;
      const { id, login: written, bio, blog } = found.value;
      const social = await askForOne(client, `/users/${login}/social_accounts`, shapes.socialAccounts);
      const links = [blog ?? '', ...(social?.value ?? []).map(({ url }) => url)].flatMap(addressOf);
      return {
        id: String(id),
        handle: written,
        bio: bio ?? '',
        url: `https://github.com/${written}`,
        // GitHub checks none of them.
        links: [...new Set(links)].map((url) => ({ url, verified: false })),
      };
    },

    ...(settings.oauth === undefined ? {} : { oauth: gitHubOAuth(client, settings.oauth) }),
  };
}

const gone = (): SourceProblem => new SourceProblem('REFUSED', HOST, `${HOST} has no such account`, { status: 404 });

/** A web address as somebody typed it into their profile; none where it is none. */
function addressOf(text: string): string[] {
  const address = /^https?:\/\//iu.test(text) || text === '' ? text : `https://${text}`;
  return z.url({ protocol: /^https?$/u }).safeParse(address).success ? [address] : [];
}
