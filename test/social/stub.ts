import { createHmac } from 'node:crypto';
import { SourceProblem } from '../../social/problem.ts';
import type { LinkProof, SocialAct, SocialSource } from '../../social/source.ts';
import type { openSource } from '../../social/sources.ts';
import type { SocialSettings } from '../../social/settings.ts';

/** A source of one server for tests of what leads to it: accounts by handle, and every way of proof. */
export interface Stub {
  proofs: LinkProof[];
  readonly accounts: Map<string, { id: string; bio: string; links: string[] }>;
  /** Who signs in at the source next. */
  signsIn: string;
  /** The server fails. */
  down: boolean;
  readonly open: typeof openSource;
}

export const STUB_SETTINGS: SocialSettings = {
  sources: [{ type: 'mastodon', hosts: ['social.test'], budget: { callsPerDay: 500 } }],
  consent: { version: '2026-11', company: 'Tea & <Sons>', policyUrl: 'https://tea.test/privacy' },
  publicUrl: 'https://tea.test/link',
};
export const WEBHOOK_KEY = 'a key for webhooks';
export const signature = (body: string): string => createHmac('sha256', WEBHOOK_KEY).update(body).digest('hex');

export function newStub(): Stub {
  const stub: Stub = {
    proofs: ['BIO_CODE'],
    accounts: new Map(),
    signsIn: 'ada@social.test',
    down: false,
    open: (_settings, host, fetch) => {
      const call = async (): Promise<void> => {
        const response = await fetch(`http://${host}/`);
        if (!response.ok) throw new Error('not ok');
      };
      const source: SocialSource = {
        key: 'mastodon',
        host,
        traits: {
          limit: { calls: 10_000, perMs: 1000 },
          profileBatch: 5,
          brandBatch: 5,
          costPerCallMicros: 0,
          combinable: true,
          profileMaxAgeMs: 86_400_000,
          followsMaxAgeMs: 7 * 86_400_000,
        },
        probe: async () => {
          await call();
          return {
            profiles: true,
            follows: false,
            engagement: false,
            followingBrand: false,
            stream: false,
            brand: null,
            proofs: stub.proofs,
          };
        },
        profiles: async (ids) => {
          await call();
          return [...stub.accounts].flatMap(([handle, { id }]) =>
            ids.includes(id)
              ? [{ id, handle, followers: 200, follows: null, posts: 30, recentReactions: 40, recentPosts: 10 }]
              : [],
          );
        },
        find: async (handle) => {
          await call();
          const found = stub.accounts.get(handle);
          return found === undefined
            ? null
            : {
                id: found.id,
                handle,
                bio: found.bio,
                url: `https://${host}/${handle}`,
                links: found.links.map((url) => ({ url, verified: true })),
              };
        },
        oauth: {
          start: async ({ redirectUri, state }) => ({
            url: `https://${host}/authorize?${new URLSearchParams({ redirect_uri: redirectUri, state })}`,
            secret: 'the verifier',
          }),
          finish: async ({ query, secret }) => {
            await call();
            if (secret !== 'the verifier' || query.get('code') !== 'granted')
              throw new SourceProblem('REFUSED', host, `${host} refuses`, { status: 400 });
            return { id: stub.accounts.get(stub.signsIn)!.id, handle: stub.signsIn };
          },
          clientDocument: (redirectUri) => ({
            url: new URL('stub-client.json', redirectUri).href,
            document: { redirect_uris: [redirectUri] },
          }),
        },
        received: (body, headers) => {
          if (headers['x-signature'] !== signature(body))
            throw new SourceProblem('REFUSED', host, `${host} refuses`, { status: 401 });
          return body === 'nothing' ? null : (JSON.parse(body) as SocialAct[]);
        },
      };
      return Promise.resolve(source);
    },
  };
  for (const name of ['ada', 'bea'])
    stub.accounts.set(`${name}@social.test`, { id: `${name}-id-7731@social.test`, bio: 'Hello', links: [] });
  return stub;
}

/** What calls of sources use in these tests. */
export const workerOf = (stub: Stub) => ({
  open: stub.open,
  wait: () => Promise.resolve(),
  baseFetch: () => (stub.down ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(new Response('ok'))),
});
