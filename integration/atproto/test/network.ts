import { AtpAgent } from '@atproto/api';
import { inject } from 'vitest';
import { blueskySource } from '../../../social/bluesky/source.ts';
import { parseSocialSettings, type SettingsOf } from '../../../social/settings.ts';
import type { SocialSource, SourceFetch } from '../../../social/source.ts';

export interface Account {
  readonly name: string;
  readonly handle: string;
  readonly did: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    network: {
      plc: string;
      pds: string;
      appview: string;
      jetstream: string;
      levers: string;
      bypass: { header: string; key: string };
    };
    people: {
      brand: Account;
      leaver: Account;
      customers: Account[];
      strangers: Account[];
      posts: { uri: string; cid: string }[];
    };
  }
}

export const network = inject('network');
export const people = inject('people');
/** As in seed.mjs. */
export const PASSWORD = 'for-this-network-only';
process.env['BRAND_PASSWORD'] = PASSWORD;

/** Resolves when the AppView has seen all that was done. */
export const settle = async (): Promise<void> => void (await fetch(`${network.levers}/settle`));
export const dropStreams = async (): Promise<void> => void (await fetch(`${network.levers}/drop`));

export const sourcesJson = (change: object = {}): string =>
  JSON.stringify({
    sources: [
      {
        type: 'bluesky',
        appView: network.appview,
        jetstream: network.jetstream,
        plc: network.plc,
        brand: { identifier: people.brand.handle, password: { env: 'BRAND_PASSWORD' }, service: network.pds },
        ...change,
      },
    ],
    consent: { version: '2026-11', company: 'Soap Shop' },
    publicUrl: 'http://127.0.0.1:4000',
  });

export const settings = (change: object = {}): SettingsOf<'bluesky'> =>
  parseSocialSettings(sourcesJson(change)).sources[0] as SettingsOf<'bluesky'>;

/** An adapter, and what it called. */
export function opened(change: object = {}, base: SourceFetch = fetch): { source: SocialSource; calls: string[] } {
  const calls: string[] = [];
  const counting: SourceFetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    calls.push(url.pathname.replace('/xrpc/', ''));
    return base(input, init);
  };
  return { source: blueskySource(settings(change), counting), calls };
}

/** Somebody on the network, signed in, without limits. */
export async function as(account: Account): Promise<AtpAgent> {
  const agent = new AtpAgent({
    service: network.pds,
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.headers.set(network.bypass.header, network.bypass.key);
      return fetch(request);
    },
  });
  await agent.login({ identifier: account.handle, password: PASSWORD });
  return agent;
}

/** All pages of a list. */
export async function all<T>(
  page: (cursor: string | null) => Promise<{ items: readonly T[]; cursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = null; ;) {
    const read = await page(cursor);
    items.push(...read.items);
    if (read.cursor === null) return items;
    cursor = read.cursor;
  }
}
