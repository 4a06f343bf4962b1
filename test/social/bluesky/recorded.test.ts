import { describe, expect, it } from 'vitest';
import { createCalls, type Calls, type HostGate } from '../../../social/calls.ts';
import { actOfNotification, actsOfChange } from '../../../social/bluesky/acts.ts';
import { clientDocument } from '../../../social/bluesky/oauth.ts';
import { blueskySource } from '../../../social/bluesky/source.ts';
import { parseSocialSettings, type SettingsOf } from '../../../social/settings.ts';
import type { SocialAct, SocialSource } from '../../../social/source.ts';
import type { Json } from '../../resolvers/client.ts';
import { withPackages } from './installed.ts';
import { recorded } from './provider.ts';

/**
 * The traps of Bluesky, against what a real PDS and AppView answered (integration/atproto/record.mjs recorded it from the local
 * network, whose people and posts are those of its seed.mjs). Where an answer was changed, the test says so.
 */
const { brand, leaver, customers } = recorded.people;

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const NOW = 1_795_797_600_000;
process.env['TEST_BRAND_PASSWORD'] = 'secret';
const settings = parseSocialSettings(
  JSON.stringify({
    sources: [
      {
        type: 'bluesky',
        appView: 'https://appview.example',
        brand: { identifier: brand.handle, password: { env: 'TEST_BRAND_PASSWORD' }, service: 'https://pds.example' },
      },
    ],
  }),
).sources[0] as SettingsOf<'bluesky'>;

/** The adapter, answered by `answers` in their order a method; the last one again and again. */
function answered(answers: Record<string, readonly Answer[]>): {
  source: SocialSource;
  calls: Calls;
  requests: URL[];
  pauses: number[];
} {
  const requests: URL[] = [];
  const pauses: number[] = [];
  const next = new Map(Object.entries(answers).map(([method, list]) => [method, [...list]]));
  const gate: HostGate = {
    take: (wanted) => Promise.resolve({ granted: wanted }),
    giveBack: () => Promise.resolve(),
    pauseUntil: (untilMs) => Promise.resolve(void pauses.push(untilMs)),
    failed: () => Promise.resolve(),
    recovered: () => Promise.resolve(),
  };
  const calls = createCalls({
    host: 'appview.example',
    gate,
    clock: () => NOW,
    remainingMs: () => 600_000,
    wait: () => Promise.resolve(),
    baseFetch(input) {
      const url = new URL(input instanceof Request ? input.url : input);
      requests.push(url);
      const list = next.get(url.pathname.replace('/xrpc/', '')) ?? [];
      const found = list.length > 1 ? list.shift()! : list[0];
      if (found === undefined) throw new Error(`nothing recorded for ${url.pathname}`);
      const headers = { 'content-type': 'application/json', ...found.headers };
      return Promise.resolve(new Response(JSON.stringify(found.body), { status: found.status, headers }));
    },
  });
  return { source: blueskySource(settings, calls.fetch), calls, requests, pauses };
}

withPackages('recorded answers of Bluesky', () => {
  it('leave deactivated accounts out of profiles without a word', async () => {
    const { source } = answered({ 'app.bsky.actor.getProfiles': [recorded.profiles] });
    const asked = [customers[0].did, leaver.did, customers[1].did];
    const read = await source.profiles(asked);
    expect(asked.filter((id) => !read.some((each) => each.id === id))).toEqual([leaver.did]);
    expect(read[0]).toEqual({ id: customers[0].did, handle: 'customer01.test', followers: 36, follows: 5, posts: 1 });
  });

  it('refuse 26 accounts at once: more than the adapter says it takes', async () => {
    const { source, calls } = answered({ 'app.bsky.actor.getProfiles': [recorded.profilesOf26] });
    expect(source.traits.profileBatch).toBe(25);
    await expect(calls.run(() => source.profiles(Array(26).fill(customers[0].did)))).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      status: 400,
    });
  });

  it('keep a count unknown that is not told: never 0', async () => {
    // The recorded profile, without its counts.
    const { followersCount: _, followsCount: __, postsCount: ___, ...profile } = recorded.profiles.body.profiles[0];
    const { source } = answered({
      'app.bsky.actor.getProfiles': [{ ...recorded.profiles, body: { profiles: [profile] } }],
    });
    expect(await source.profiles([customers[0].did])).toMatchObject([{ followers: null, follows: null, posts: null }]);
  });

  it('tell of follows page by page: a page that is short, or empty, is not the last', async () => {
    const [first, second, ...rest] = recorded.follows as Answer[];
    // The first page as recorded: two were asked for, of whom one is deactivated. Then as if those it showed had just been deactivated.
    const empty = { ...second!, body: { ...(second!.body as object), follows: [] } };
    const { source, requests } = answered({ 'app.bsky.graph.getFollows': [first!, empty, ...rest] });
    const pages = [await source.follows!(customers[0].did, null)];
    while (pages.at(-1)!.cursor !== null) pages.push(await source.follows!(customers[0].did, pages.at(-1)!.cursor));
    expect(pages.map(({ items }) => items.length)).toEqual([1, 0, 1]);
    expect(pages[1]!.cursor).not.toBeNull();
    expect(requests.slice(1).map((url) => url.searchParams.get('cursor'))).toEqual(
      pages.slice(0, -1).map(({ cursor }) => cursor),
    );
  });

  it('hand on a cursor that comes again: the list has not ended, and no tie may be ended by it', async () => {
    const { source } = answered({ 'app.bsky.graph.getFollows': [recorded.follows[0]] });
    const first = await source.follows!(customers[0].did, null);
    expect(first.cursor).not.toBeNull();
    expect((await source.follows!(customers[0].did, first.cursor)).cursor).toBe(first.cursor);
  });

  it('say who follows the company', async () => {
    const { source } = answered({
      'app.bsky.actor.getProfile': [recorded.profileOfBrand],
      'app.bsky.graph.getRelationships': [recorded.relationships],
    });
    const following = await source.followingBrand!(
      recorded.relationships.body.relationships.map(({ did }: Json) => did),
    );
    expect([...following]).toEqual([customers[0].did]);
    expect((await source.probe()).brand).toBe(brand.did);
  });

  it('of an account that is gone or was never there link nobody', async () => {
    for (const answer of [recorded.profileOfLeaver, recorded.profileOfNobody])
      expect(await answered({ 'app.bsky.actor.getProfile': [answer] }).source.find!('leaver.test')).toBeNull();
  });

  const NOTIFICATIONS = {
    'com.atproto.server.createSession': [recorded.session],
    'app.bsky.notification.listNotifications': [recorded.notifications],
  };

  it('tell of everything done to the company in one call, and of the same again by the stream', async () => {
    const { source, requests } = answered(NOTIFICATIONS);
    const { items } = await source.engagement!(null, null);
    expect(requests.map(({ pathname }) => pathname.split('.').at(-1))).toEqual(['createSession', 'listNotifications']);
    expect(items.map(({ verb }) => verb).toSorted()).toEqual(['FOLLOW', 'LIKE', 'MENTION', 'REPLY', 'SHARE', 'SHARE']);
    const streamed = recorded.events.flatMap(({ did, time_us, commit }: Json) =>
      actsOfChange({ did, timeUs: time_us, ...commit }),
    ) as SocialAct[];
    const same = new Map(streamed.map((act) => [act.id, act]));
    for (const item of items) expect(same.get(item.id)).toEqual(item);
  });

  it('are read from the watermark on, ten minutes before it included', async () => {
    const newest = recorded.notifications.body.notifications[0].indexedAt as string;
    const after = (minutes: number): string => new Date(Date.parse(newest) + minutes * 60_000).toISOString();
    const soon = await answered(NOTIFICATIONS).source.engagement!(after(9), null);
    expect(soon.items.length).toBeGreaterThan(0);
    expect(soon.watermark).toBe(after(9));
    const late = await answered(NOTIFICATIONS).source.engagement!(after(11), null);
    expect(late).toEqual({ items: [], cursor: null, watermark: after(11) });
    expect((await answered(NOTIFICATIONS).source.engagement!(null, null)).watermark).toBe(newest);
  });

  it('of too many logins are waited for until the instant they name, and the AppView is called meanwhile', async () => {
    const resetMs = Number(recorded.tooManyLogins.headers['ratelimit-reset']) * 1000;
    // As recorded; and as servers answer that send no Retry-After.
    const { 'retry-after': _, ...headers } = recorded.tooManyLogins.headers;
    const silent = { ...recorded.tooManyLogins, headers };
    const { source, calls, pauses } = answered({
      'com.atproto.server.createSession': [silent],
      'app.bsky.actor.getProfiles': [recorded.profiles],
    });
    await expect(calls.run(() => source.engagement!(null, null))).rejects.toMatchObject({
      code: 'SOURCE_WAIT',
      untilMs: resetMs,
    });
    expect(pauses).toEqual([]);
    expect(await calls.run(() => source.profiles([customers[0].did]))).toHaveLength(2);
  });

  it('of a throttled AppView, which has no headers at all, pause it for a minute', async () => {
    const { source, calls, pauses } = answered({
      'app.bsky.actor.getProfiles': [{ ...recorded.tooManyLogins, headers: {} }],
    });
    await expect(calls.run(() => source.profiles([customers[0].did]))).rejects.toMatchObject({
      code: 'SOURCE_WAIT',
      untilMs: NOW + 60_000,
    });
    expect(pauses).toEqual([NOW + 60_000]);
  });

  it('in another shape than documented are said to be that, and quote nobody', async () => {
    const spoilt = { ...recorded.profiles, body: { profiles: [{ handle: 'customer01.test' }] } };
    const { source, calls } = answered({ 'app.bsky.actor.getProfiles': [spoilt] });
    const failure = await calls.run(() => source.profiles([customers[0].did])).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SOURCE_MISREAD' });
    expect(`${(failure as Error).stack} ${String((failure as Error).cause)}`).not.toContain('customer01');
  });

  it('give a login that is kept: the next invocation makes none', async () => {
    const first = answered(NOTIFICATIONS);
    expect(first.source.session!.save()).toBeNull();
    await first.source.engagement!(null, null);
    const second = answered(NOTIFICATIONS);
    second.source.session!.restore(first.source.session!.save()!);
    await second.source.engagement!(null, null);
    expect(second.requests.map(({ pathname }) => pathname.split('.').at(-1))).toEqual(['listNotifications']);
  });
});

describe('records anybody may write', () => {
  const change = { did: 'did:plc:me', timeUs: 2_000_000, operation: 'create' as const, rkey: '3k' };

  it('are skipped when they are malformed', () => {
    const follow = (record: unknown) => actsOfChange({ ...change, collection: 'app.bsky.graph.follow', record });
    expect(follow({ subject: 'did:plc:you', createdAt: 'yesterday' })).toMatchObject([{ verb: 'FOLLOW', at: 2000 }]);
    for (const record of [undefined, null, 7, {}, { subject: 7 }, { subject: 'you' }])
      expect(follow(record)).toEqual([]);
    const like = (uri: unknown) =>
      actsOfChange({ ...change, collection: 'app.bsky.feed.like', record: { subject: { uri } } });
    for (const uri of [undefined, 7, '', 'at://', 'at://you.test/app.bsky.feed.post/1', 'https://x'])
      expect(like(uri)).toEqual([]);
    expect(
      actsOfChange({ ...change, collection: 'app.bsky.feed.post', record: { facets: 'x', embed: 1, reply: [] } }),
    ).toEqual([]);
  });

  it('did not happen after they were seen, whatever they say', () => {
    const [act] = actsOfChange({
      ...change,
      collection: 'app.bsky.graph.follow',
      record: { subject: 'did:plc:you', createdAt: '2999-01-01T00:00:00Z' },
    });
    expect(act!.at).toBe(2000);
  });

  it('tell each account once, by the first reason that holds, and nobody of themselves', () => {
    const post = (did: string, rkey: string) => ({ uri: `at://${did}/app.bsky.feed.post/${rkey}` });
    const acts = actsOfChange({
      ...change,
      collection: 'app.bsky.feed.post',
      record: {
        facets: [{ features: [{ did: 'did:plc:you' }, { tag: 'soap' }, { did: 'did:plc:me' }] }],
        embed: { record: { record: post('did:plc:quoted', '1') }, media: {} },
        reply: { parent: post('did:plc:you', '2'), root: post('did:plc:root', '3') },
      },
    });
    expect(acts.map(({ verb, subject }) => `${verb} ${subject}`)).toEqual([
      'MENTION did:plc:you',
      'SHARE did:plc:quoted',
      'REPLY did:plc:root',
    ]);
    expect(new Set(acts.map(({ id }) => id)).size).toBe(3);
  });

  it('of other kinds concern nobody', () => {
    expect(actsOfChange({ ...change, collection: 'app.bsky.feed.generator', record: {} })).toEqual([]);
    expect(actOfNotification({ reason: 'like-via-repost' } as never, 'did:plc:brand')).toBeNull();
  });
});

describe('the document that says who asks for a sign-in', () => {
  it('is named by its own address and asks for nothing but who somebody is', () => {
    expect(clientDocument('https://shop.example/link/callback')).toMatchObject({
      client_id: 'https://shop.example/link/bluesky-client.json',
      redirect_uris: ['https://shop.example/link/callback'],
      scope: 'atproto',
      dpop_bound_access_tokens: true,
    });
    const { oauth } = blueskySource(settings, fetch);
    expect(oauth!.clientDocument!('http://127.0.0.1:4000/callback')).toBeNull();
  });
});
