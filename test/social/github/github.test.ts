import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubSource } from '../../../social/github/source.ts';
import type { SettingsOf } from '../../../social/settings.ts';
import type { SocialSource } from '../../../social/source.ts';
import { conforms, openCalls } from '../conformance.ts';
import { walkEngagement } from '../conformance-engagement.ts';
import { descriptionAt, heldToDescription } from '../openapi.ts';
import { startStub } from '../stub-server.ts';
import type { StubServer } from '../stub-server.ts';
import { newWorld } from '../world.ts';
import type { World } from '../world.ts';
import {
  agreed,
  CLIENT_ID,
  CLIENT_SECRET,
  gitHubProvider,
  HOST,
  login,
  newGitHub,
  ORGANISATION,
  ORGANISATION_ID,
  TOKEN,
  userId,
} from './provider.ts';
import type { GitHub } from './provider.ts';

process.env['GITHUB_TOKEN_OF_TESTS'] = TOKEN;
process.env['GITHUB_SECRET_OF_TESTS'] = CLIENT_SECRET;
const settings: SettingsOf<'github'> = {
  type: 'github',
  budget: {},
  token: { env: 'GITHUB_TOKEN_OF_TESTS' },
  organisation: ORGANISATION,
  oauth: { clientId: CLIENT_ID, clientSecret: { env: 'GITHUB_SECRET_OF_TESTS' } },
};
afterAll(() => {
  delete process.env['GITHUB_TOKEN_OF_TESTS'];
  delete process.env['GITHUB_SECRET_OF_TESTS'];
});

const description = descriptionAt('github-openapi.json');
const findings = new Set<string>();
const met = new Set<string>();

conforms({
  name: 'GitHub',
  capabilities: {
    profiles: true,
    follows: true,
    engagement: true,
    followingBrand: true,
    stream: false,
    brand: String(ORGANISATION_ID),
    proofs: ['OAUTH', 'BIO_CODE'],
  },
  counts: { followers: true, follows: true, posts: false },
  verbs: ['LIKE', 'MENTION'],
  accountId: (n) => String(userId(n)),
  handle: login,
  secrets: [TOKEN, CLIENT_SECRET, 'granted-'],
  async begin(world) {
    const state = newGitHub();
    const provider = gitHubProvider(world, state);
    const held = description === null ? null : heldToDescription(description, provider, true);
    const server = await startStub(held?.handler ?? provider, () => world.now);
    return {
      host: HOST,
      server,
      open: (fetch) => githubSource(settings, fetch),
      agree: async (url, n) => agreed(state, url, n),
      liveTokens: () => state.tokens.size,
      async stop() {
        for (const finding of held?.found ?? []) findings.add(finding);
        for (const operation of held?.met ?? []) met.add(operation);
        await server.stop();
      },
    };
  },
});

describe("GitHub's OpenAPI description", () => {
  const absent = description === null ? ' (not at hand: it is in the npm package @octokit/openapi)' : '';
  it.skipIf(description === null)(`has every request and what is read of every answer${absent}`, () => {
    expect([...findings].filter((finding) => !KNOWN.some((known) => known.test(finding)))).toEqual([]);
    expect(met.size).toBeGreaterThan(9);
  });
});

/** What is documented elsewhere: signing in is no part of the REST API. */
const KNOWN = [
  // The address of a next page, as GitHub's Link header gives it.
  /^GET \/user\/\d+\/following is not described$/u,
  /^POST \/login\/oauth\/access_token is not described$/u,
];

describe('an organisation at GitHub', () => {
  let world: World;
  let state: GitHub;
  let server: StubServer;
  let source: SocialSource;
  const walk = (since: string | null = null) => walkEngagement(openCalls(HOST, world, server.fetch), source, since);
  beforeEach(async () => {
    world = newWorld();
    state = newGitHub();
    server = await startStub(gitHubProvider(world, state), () => world.now);
    source = githubSource(settings, openCalls(HOST, world, server.fetch).fetch);
  });
  afterEach(() => server.stop());

  const HOUR_MS = 3_600_000;
  const star = (n: number, ago: number) => ({ user: n, at: world.now - ago });

  it('has issues as mentions and stars as likes', async () => {
    world.acts.push({ actor: 1, verb: 'MENTION', at: world.now - HOUR_MS });
    state.repositories[1]!.stars.push(star(2, HOUR_MS));
    const { acts } = await walk();
    expect(acts).toEqual([
      {
        id: 'issue:600000',
        actor: String(userId(1)),
        verb: 'MENTION',
        subject: String(ORGANISATION_ID),
        object: 'issue:600000',
        at: world.now - HOUR_MS,
      },
      {
        id: `star:502:${userId(2)}:${(world.now - HOUR_MS) / 1000}`,
        actor: String(userId(2)),
        verb: 'LIKE',
        subject: String(ORGANISATION_ID),
        object: 'repository:502',
        at: world.now - HOUR_MS,
      },
    ]);
  });

  const pagesRead = (name: string): (string | null)[] =>
    server.requests
      .filter(({ url }) => url.pathname.endsWith(`/${name}/stargazers`))
      .map(({ url }) => url.searchParams.get('page'));

  it('has many stars: all are read the first time, from the last page back', async () => {
    for (let i = 0; i < 250; i += 1) state.repositories[0]!.stars.push(star(i, HOUR_MS * (300 - i)));
    const { acts } = await walk();
    expect(new Set(acts.map(({ id }) => id)).size).toBe(250);
    expect(acts).toHaveLength(250);
    expect(pagesRead('cli')).toEqual(['3', '2', '1']);
  });

  it('is read no further back than the watermark', async () => {
    for (let i = 0; i < 250; i += 1) state.repositories[0]!.stars.push(star(i, HOUR_MS * (300 - i)));
    const { acts } = await walk(new Date(world.now - HOUR_MS * 52).toISOString());
    expect(acts).toHaveLength(2);
    expect(pagesRead('cli')).toEqual(['3']);
  });

  it('counts stars late: newer pages are read as well, each once', async () => {
    for (let i = 0; i < 350; i += 1) state.repositories[0]!.stars.push(star(i, HOUR_MS * (400 - i)));
    state.repositories[0]!.countedStars = 150;
    expect((await walk()).acts).toHaveLength(350);
    expect(pagesRead('cli')).toEqual(['2', '3', '4', '1']);
  });

  it('loses a repository while it is read', async () => {
    for (const index of [0, 1]) state.repositories[index]!.stars.push(star(index, HOUR_MS));
    state.repositories[0]!.isGone = true;
    expect((await walk()).acts.map(({ object }) => object)).toEqual(['repository:502']);
  });

  it('has acts of accounts that are gone: nobody’s', async () => {
    state.repositories[0]!.stars.push({ user: null, at: world.now - HOUR_MS });
    expect((await walk()).acts).toEqual([]);
  });

  it('has more issues than a search gives out: it is asked anew from where it stood', async () => {
    state.searchPageSize = 2;
    for (let i = 0; i < 50; i += 1)
      world.acts.push({ actor: 1 + (i % 3), verb: 'MENTION', at: world.now - HOUR_MS * 2 + i * 1000 });
    const { acts } = await walk();
    expect(new Set(acts.map(({ id }) => id)).size).toBe(50);
  });

  it('finds an issue nine minutes after it was opened', async () => {
    const { watermark } = await walk();
    world.acts.push({ actor: 1, verb: 'MENTION', at: world.now - 9 * 60_000 });
    world.now += HOUR_MS;
    expect((await walk(watermark)).acts).toHaveLength(1);
  });

  it('is not searched everywhere: not now', async () => {
    state.isIncomplete = true;
    await expect(source.engagement!(null, null)).rejects.toMatchObject({ kind: 'DOWN' });
  });

  it('keeps no id of anybody in a cursor', async () => {
    for (let i = 0; i < 150; i += 1) state.repositories[0]!.stars.push(star(i, HOUR_MS * (300 - i)));
    world.acts.push({ actor: 1, verb: 'MENTION', at: world.now - HOUR_MS });
    for (let cursor: string | null = null; ;) {
      const page = await source.engagement!(null, cursor);
      expect(page.cursor ?? '').not.toMatch(/81000000|developer-/u);
      cursor = page.cursor;
      if (cursor === null) break;
    }
  });

  it('only follows a list to addresses that are GitHub’s', async () => {
    server.fault = ({ url }) =>
      url.pathname.endsWith('/following')
        ? { json: [], headers: { link: '<https://elsewhere.example/user/1/following?page=2>; rel="next"' } }
        : null;
    await expect(source.follows!(String(userId(1)), null)).rejects.toMatchObject({ kind: 'MISREAD' });
    await expect(source.follows!(String(userId(1)), 'https://elsewhere.example/')).rejects.toMatchObject({
      kind: 'MISREAD',
    });
  });

  it('has profiles that link to several places', async () => {
    world.accounts[1]!.links = [
      { url: 'https://people.example/2', verified: false },
      { url: 'https://social.example/@two', verified: false },
    ];
    expect((await source.find!(login(2)))!.links).toEqual(world.accounts[1]!.links);
  });

  it('without an application of ours offers no sign-in', async () => {
    const { oauth: _, ...without } = settings;
    const plain = githubSource(without, openCalls(HOST, world, server.fetch).fetch);
    expect((await plain.probe()).proofs).toEqual(['BIO_CODE']);
    expect(plain.oauth).toBeUndefined();
  });
});
