import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linksOfHtml, textOfHtml } from '../../../social/mastodon/html.ts';
import { mastodonSource } from '../../../social/mastodon/source.ts';
import type { SettingsOf } from '../../../social/settings.ts';
import type { SocialSource } from '../../../social/source.ts';
import { conforms, openCalls } from '../conformance.ts';
import { startStub } from '../stub-server.ts';
import type { StubServer } from '../stub-server.ts';
import { newWorld } from '../world.ts';
import type { World } from '../world.ts';
import { descriptionAt, heldToDescription } from '../openapi.ts';
import {
  agreed,
  BRAND_ID,
  HOST,
  localId,
  mastodonProvider,
  newMastodon,
  status,
  stranger,
  TOKEN,
  username,
} from './provider.ts';
import type { Mastodon } from './provider.ts';

process.env['MASTODON_TOKEN_OF_TESTS'] = TOKEN;
const settings: SettingsOf<'mastodon'> = {
  type: 'mastodon',
  budget: {},
  hosts: [HOST, 'other.example'],
  brand: { host: HOST, token: { env: 'MASTODON_TOKEN_OF_TESTS' } },
};
const id = (n: number): string => `${localId(n)}@${HOST}`;

const description = descriptionAt('mastodon-openapi-4.7.0.json');
const findings: string[] = [];
const met = new Set<string>();

conforms({
  name: 'Mastodon',
  capabilities: {
    profiles: true,
    follows: true,
    engagement: true,
    followingBrand: true,
    stream: false,
    brand: `${BRAND_ID}@${HOST}`,
    proofs: ['OAUTH', 'REL_ME', 'BIO_CODE'],
  },
  counts: { followers: true, follows: true, posts: true },
  verbs: ['LIKE', 'SHARE', 'REPLY', 'MENTION', 'FOLLOW'],
  accountId: id,
  handle: (n) => `${username(n)}@${HOST}`,
  secrets: [TOKEN, 'application-secret-1', 'granted-'],
  async begin(world) {
    const state = newMastodon();
    const provider = mastodonProvider(world, state);
    const held = description === null ? null : heldToDescription(description, provider);
    const server = await startStub(held?.handler ?? provider, () => world.now);
    return {
      host: HOST,
      server,
      open: (fetch) => mastodonSource(settings, HOST, fetch),
      agree: async (url, n) => agreed(state, url, n),
      liveTokens: () => state.tokens.size,
      async stop() {
        findings.push(...(held?.found ?? []));
        for (const operation of held?.met ?? []) met.add(operation);
        await server.stop();
      },
    };
  },
});

describe("Mastodon's OpenAPI description 4.7.0", () => {
  const absent = description === null ? ' (not at hand: put mastodon-openapi-4.7.0.json in ../shared/data)' : '';
  it.skipIf(description === null)(`has every request of the adapter and every answer of the stub${absent}`, () => {
    expect([...new Set(findings)]).toEqual([]);
    expect([...met].sort()).toEqual([
      'GET /api/v1/accounts',
      'GET /api/v1/accounts/lookup',
      'GET /api/v1/accounts/relationships',
      'GET /api/v1/accounts/verify_credentials',
      'GET /api/v1/accounts/{id}',
      'GET /api/v1/accounts/{id}/following',
      'GET /api/v1/notifications',
      'GET /api/v2/instance',
      'POST /api/v1/apps',
      'POST /oauth/revoke',
      'POST /oauth/token',
    ]);
  });
});

describe('a Mastodon server', () => {
  let world: World;
  let state: Mastodon;
  let server: StubServer;
  let source: SocialSource;
  beforeEach(async () => {
    world = newWorld();
    state = newMastodon();
    server = await startStub(mastodonProvider(world, state), () => world.now);
    source = mastodonSource(settings, HOST, openCalls(HOST, world, server.fetch).fetch);
  });
  afterEach(() => server.stop());

  it.each([
    ['4.2.0', 2],
    ['3.5.0', 3],
  ] as const)(
    'of release %s cannot read several accounts and has no sign-in that only identifies',
    async (version, asked) => {
      state.version = version;
      expect(await source.probe()).toMatchObject({ profiles: false, follows: true, proofs: ['REL_ME', 'BIO_CODE'] });
      expect(server.requests).toHaveLength(asked);
    },
  );

  it('that is not the company’s has nothing to tell about its engagement, and never sees its token', async () => {
    const other = mastodonSource(settings, 'other.example', openCalls(HOST, world, server.fetch).fetch);
    expect(await other.probe()).toMatchObject({ engagement: false, followingBrand: false });
    expect(other.engagement).toBeUndefined();
    expect(other.followingBrand).toBeUndefined();
    await other.find!('person_1');
    expect(server.requests.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
  });

  it('leaves accounts of other servers out, as nothing it can answer for', async () => {
    expect(await source.profiles([`${localId(1)}@other.example`, '@person_1@social.example', 'x'])).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('may hide a number of followers (−1): unknown', async () => {
    state.quirks.set(1, { followers_count: -1 });
    expect(await source.profiles([id(1)])).toMatchObject([{ followers: null, follows: 4, posts: 1001 }]);
  });

  it('says that an account is suspended: gone', async () => {
    state.quirks.set(1, { suspended: true });
    expect(await source.profiles([id(1), id(2)])).toMatchObject([{ id: id(2) }]);
    expect(await source.find!('person_1')).toBeNull();
  });

  it('answers for who hides their follows as if they followed nobody: refused, not none', async () => {
    state.quirks.set(1, { hide_collections: true });
    await expect(source.follows!(id(1), null)).rejects.toMatchObject({ kind: 'REFUSED', status: 403 });
  });

  it('tells who lives elsewhere by the number in their address, or by name', async () => {
    const notification = (number: number, account: Record<string, unknown>) => ({
      id: String(number),
      type: 'follow',
      group_key: `ungrouped-${number}`,
      created_at: new Date(world.now - 600_000).toISOString(),
      account,
    });
    state.notifications.push(
      notification(90, stranger('Ann@Elsewhere.example', 'https://elsewhere.example/users/Ann')),
      notification(89, stranger('bob@new.example', 'https://new.example/ap/users/115000000000000001')),
    );
    const { items } = await source.engagement!(null, null);
    expect(items.map(({ actor, verb }) => [actor, verb])).toEqual([
      ['@ann@elsewhere.example', 'FOLLOW'],
      ['115000000000000001@new.example', 'FOLLOW'],
    ]);
    expect((await source.find!('person_2'))?.alsoKnownAs).toEqual(['@person_2@social.example']);
  });

  it('knows accounts of other servers, whose ids it cannot tell', async () => {
    expect(await source.find!('somebody@elsewhere.example')).toBeNull();
    expect(await source.find!('Person_2@Social.Example')).toMatchObject({ id: id(2) });
  });

  it('marks links that it checked', async () => {
    world.accounts[1]!.links = [
      { url: 'https://people.example/2', verified: true },
      { url: 'https://elsewhere.example/', verified: false },
    ];
    expect((await source.find!('person_2'))?.links).toEqual(world.accounts[1]!.links);
  });

  it('tells replies to the company from replies to others that mention it', async () => {
    world.acts.push({ actor: 1, verb: 'REPLY', at: world.now - 300_000 });
    world.acts.push({ actor: 2, verb: 'MENTION', at: world.now - 300_000 });
    const somebody = stranger('ann@elsewhere.example', 'https://elsewhere.example/users/ann');
    state.notifications.push({
      id: '70000009',
      type: 'mention',
      group_key: 'ungrouped-70000009',
      created_at: new Date(world.now - 300_000).toISOString(),
      account: somebody,
      status: status('880000009', somebody, localId(1), world.now - 300_000),
    });
    const { items } = await source.engagement!(null, null);
    expect(items.map(({ actor, verb }) => [actor, verb])).toEqual([
      ['@ann@elsewhere.example', 'MENTION'],
      [id(2), 'MENTION'],
      [id(1), 'REPLY'],
    ]);
  });

  it('tells an act that shows up half a minute late', async () => {
    const { watermark } = await source.engagement!(null, null);
    world.acts.push({ actor: 1, verb: 'LIKE', at: world.now - 30_000 });
    world.now += 3_600_000;
    expect((await source.engagement!(watermark, null)).items).toHaveLength(1);
  });

  it('is not read further back than the watermark', async () => {
    state.pageSize = 1;
    for (let i = 0; i < 9; i += 1) world.acts.push({ actor: 1, verb: 'LIKE', at: world.now - 3_600_000 + i * 60_000 });
    const { items, cursor } = await source.engagement!(new Date(world.now - 600_000).toISOString(), null);
    expect([items, cursor]).toEqual([[], null]);
  });
});

describe('the HTML of a profile', () => {
  it('becomes text', () => {
    expect(textOfHtml('<p>Tea &amp; &lt;b&gt; caf&#233; &#x1F600;<br />kring-1234</p><p>Two</p>')).toBe(
      'Tea & <b> café 😀\nkring-1234\n\nTwo',
    );
    expect(textOfHtml('&unknown; &#99999999; plain')).toBe('&unknown; &#99999999; plain');
  });

  it('has links, web addresses alone', () => {
    expect(
      linksOfHtml(
        '<a href="https://a.example/?x=1&amp;y=2" rel="me">a</a> <a href="javascript:alert(1)">b</a> https://c.example',
      ),
    ).toEqual(['https://a.example/?x=1&y=2']);
  });
});

afterAll(() => {
  delete process.env['MASTODON_TOKEN_OF_TESTS'];
});
