/**
 * Bluesky as far as a sync sees it, in memory: batches, pages and limits of the real one, and a clock that moves when somebody calls or waits.
 * Whom an account follows follows from its number, so nothing of ten thousand lists is kept but what changed.
 */
import type { SocialAct, SocialSource, SourceFetch, StreamBatch } from '../../social/source.ts';

export interface NetworkOptions {
  /** Accounts customers linked: numbers 0 … linked − 1. Everybody else is nobody's customer. */
  readonly linked: number;
  /** Accounts followed on average; a heavy tail (log-normal, σ = 1.2). */
  readonly meanFollows: number;
  /** Of those the share that is linked too. */
  readonly linkedShare: number;
  /** What one answer takes, in milliseconds of the clock. */
  readonly callMs: number;
}

export interface Network {
  now: number;
  /** Calls by method, those refused for their number apart. */
  readonly calls: Record<string, number>;
  throttled: number;
  waits: number;
  waitedMs: number;
  /** CPU microseconds the stand-in took. */
  cpuMicros: number;
  readonly fetch: SourceFetch;
  readonly wait: (ms: number) => Promise<void>;
  /** Accounts whose list of follows changes: the first one followed goes, two new ones come. */
  refollow(accounts: readonly number[]): void;
  /** What the linked accounts do from now on is told by the stream. */
  readonly acts: SocialAct[];
  readonly stream: NonNullable<SocialSource['stream']>;
  followsOf(account: number): number;
}

const LIMIT = { calls: 3000, perMs: 5 * 60_000 };
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
export const APP_VIEW = 'https://appview.example';
export const PDS = 'https://pds.example';
export const BRAND_HANDLE = 'shop.example';
const STRANGERS = 40_000_000;

export function didOf(account: number): string {
  let text = '';
  for (let k = 0, rest = account + 1; k < 24; k += 1, rest = Math.floor(rest / 32)) text = LETTERS[rest % 32]! + text;
  return `did:plc:${text}`;
}
export const BRAND_DID = didOf(2 ** 40);

function accountOf(did: string): number {
  let account = 0;
  for (const letter of did.slice('did:plc:'.length)) account = account * 32 + LETTERS.indexOf(letter);
  return account - 1;
}

/** A number in [0, 1) that follows from two others. */
function chance(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

export function newNetwork(options: NetworkOptions, start: number): Network {
  const { linked, meanFollows, linkedShare, callMs } = options;
  /** How often an account's list has changed. */
  const changes = new Map<number, number>();
  /** Calls in the window under way, by host: what a fixed window allows. */
  const windows = new Map<string, { from: number; calls: number }>();

  const first = (account: number): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - chance(account, 1))) * Math.cos(2 * Math.PI * chance(account, 2));
    return Math.min(20_000, Math.round(meanFollows * Math.exp(1.2 * normal - 0.72)));
  };
  const followsOf = (account: number): number => Math.max(1, first(account)) + (changes.get(account) ?? 0);
  /** The one at a place of a list: after c changes places c … n + 2c − 1 of an endless list are left. */
  const followedAt = (account: number, place: number): number => {
    const at = place + (changes.get(account) ?? 0);
    const draw = chance(account, 10 + 2 * at);
    const which = chance(account, 11 + 2 * at);
    return draw < linkedShare ? Math.floor(which * linked) : linked + Math.floor(which * STRANGERS);
  };
  const profile = (account: number) => ({ did: didOf(account), handle: `a${account}.test` });

  function body(url: URL): object {
    const { searchParams: query } = url;
    const account = accountOf(query.get('actor') ?? 'did:plc:b');
    switch (url.pathname.replace('/xrpc/', '')) {
      case 'app.bsky.actor.getProfile':
        return { did: BRAND_DID, handle: BRAND_HANDLE };
      case 'app.bsky.actor.getProfiles': {
        const actors = query.getAll('actors');
        if (actors.length > 25) throw new Error('more than 25 actors');
        return {
          profiles: actors.map(accountOf).map((one) => ({
            ...profile(one),
            followersCount: Math.round(1000 * chance(one, 3)),
            followsCount: followsOf(one),
            postsCount: Math.round(500 * chance(one, 4)),
          })),
        };
      }
      case 'app.bsky.graph.getFollows': {
        const from = Number(query.get('cursor') ?? 0);
        const to = Math.min(followsOf(account), from + Number(query.get('limit')));
        const follows = Array.from({ length: Math.max(0, to - from) }, (_, k) =>
          profile(followedAt(account, from + k)),
        );
        // As the AppView does it: a full page has a cursor, be it the last one.
        return { subject: profile(account), follows, ...(follows.length === 100 ? { cursor: String(to) } : {}) };
      }
      case 'app.bsky.graph.getRelationships': {
        const others = query.getAll('others');
        if (others.length > 30) throw new Error('more than 30 others');
        return {
          actor: BRAND_DID,
          relationships: others.map((did) => ({
            $type: 'app.bsky.graph.defs#relationship',
            did,
            ...(chance(accountOf(did), 5) < 0.1 ? { followedBy: `at://${did}/app.bsky.graph.follow/3a` } : {}),
          })),
        };
      }
      case 'com.atproto.server.createSession':
        return { did: BRAND_DID, handle: BRAND_HANDLE, active: true, accessJwt: 'a.b.c', refreshJwt: 'd.e.f' };
      case 'app.bsky.notification.listNotifications':
        return { notifications: [] };
    }
    throw new Error(`the stand-in knows no ${url.pathname}`);
  }

  const network: Network = {
    now: start,
    calls: {},
    throttled: 0,
    waits: 0,
    waitedMs: 0,
    cpuMicros: 0,
    acts: [],
    followsOf,
    refollow(accounts) {
      for (const account of accounts) changes.set(account, (changes.get(account) ?? 0) + 1);
    },
    wait: async (ms) => {
      network.waits += 1;
      network.waitedMs += ms;
      network.now += ms;
      await Promise.resolve();
    },
    async fetch(input) {
      await Promise.resolve();
      const before = process.threadCpuUsage();
      const url = new URL(input instanceof Request ? input.url : input);
      network.now += callMs;
      let window = windows.get(url.host);
      if (window === undefined || network.now - window.from >= LIMIT.perMs)
        windows.set(url.host, (window = { from: network.now, calls: 0 }));
      window.calls += 1;
      const headers = new Headers({ 'content-type': 'application/json' });
      let response: Response;
      if (window.calls > LIMIT.calls) {
        network.throttled += 1;
        headers.set('ratelimit-reset', String(Math.ceil((window.from + LIMIT.perMs) / 1000)));
        response = new Response('{"error":"RateLimitExceeded"}', { status: 429, headers });
      } else {
        const method = url.pathname.split('.').at(-1)!;
        network.calls[method] = (network.calls[method] ?? 0) + 1;
        response = new Response(JSON.stringify(body(url)), { headers });
      }
      const { user, system } = process.threadCpuUsage(before);
      network.cpuMicros += user + system;
      return response;
    },
    async *stream(ids, cursor): AsyncGenerator<StreamBatch> {
      await Promise.resolve();
      const wanted = new Set(ids);
      const from = cursor === null ? network.now : Number(cursor);
      const until = network.now;
      const told = network.acts.filter(({ at, actor }) => at > from && at <= until && wanted.has(actor));
      for (let at = 0; at < told.length - 1000; at += 1000) {
        const acts = told.slice(at, at + 1000);
        yield { acts, cursor: String(acts.at(-1)!.at), caughtUp: false };
      }
      yield {
        acts: told.slice(Math.floor(Math.max(0, told.length - 1) / 1000) * 1000),
        cursor: String(until),
        caughtUp: true,
      };
    },
  };
  return network;
}
