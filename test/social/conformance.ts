/**
 * What every adapter of a social source holds, whatever the provider. An adapter's own test says how to make its source against a
 * server that serves a made-up network (world.ts) in the provider's shapes, and calls {@link conforms}:
 *
 * ```ts
 * // test/social/example/conformance.test.ts
 * conforms({
 *   name: 'example',
 *   capabilities: { profiles: true, follows: true, engagement: true, followingBrand: false, stream: false, brand: null, proofs: ['BIO_CODE'] },
 *   counts: { followers: true, follows: true, posts: false },   // numbers the provider has; others must come as null
 *   verbs: ['LIKE', 'REPLY'],                                    // acts it can tell
 *   accountId: (n) => `did:plc:conformance${n}`,                 // distinctive: no message may hold them
 *   handle: (n) => `account-${n}.example`,
 *   secrets: ['token-of-the-tests'],
 *   async begin(world) {
 *     const server = await startStub(exampleProvider(world), () => world.now);
 *     return { host: 'example.social', server, open: (fetch) => exampleSource(settings, fetch), stop: () => server.stop() };
 *   },
 * });
 * ```
 *
 * The server reads `world` anew for every request: tests change it between calls. It should hand out small pages (say five acts), so
 * that cursors are used. An adapter that calls nobody (a file) has `server: null`, and what concerns HTTP is left out.
 * What only one provider has (headers, quirks, webhooks) is tested beside its adapter.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '../../social/calls.ts';
import type { Calls } from '../../social/calls.ts';
import { SourceProblem } from '../../social/problem.ts';
import type { AccountId, ActVerb, Capabilities, SocialSource, SourceFetch } from '../../social/source.ts';
import { engagement } from './conformance-engagement.ts';
import { failures, type Bench } from './conformance-failures.ts';
import { pagesOf } from './pages.ts';
import type { StubServer } from './stub-server.ts';
import { newWorld } from './world.ts';
import type { World } from './world.ts';

/** An adapter under test. */
export interface Subject {
  readonly name: string;
  /** What `probe` has to say of the server that `begin` starts. */
  readonly capabilities: Capabilities;
  readonly counts: { readonly followers: boolean; readonly follows: boolean; readonly posts: boolean };
  readonly verbs: readonly ActVerb[];
  /** How long before its watermark the source tells acts once more, because it cannot page exactly; absent: it tells nothing twice. */
  readonly overlapMs?: number;
  /** Stable id and handle of the account with this number, as the adapter has to say them. */
  accountId(n: number): AccountId;
  handle(n: number): string;
  /** The company's id for the account's owner, where the source has single sign-on. */
  externalId?(n: number): string;
  /** Texts that no message may hold, such as tokens. */
  readonly secrets: readonly string[];
  begin(world: World): Promise<Running>;
}

export interface Running {
  readonly host: string;
  readonly server: StubServer | null;
  open(fetch: SourceFetch): SocialSource;
  /** Plays the customer with account `n` who agrees at the address a sign-in leads to. @returns the query that comes back */
  agree?(url: string, n: number): Promise<URLSearchParams>;
  /** Tokens that were granted and not given back. */
  liveTokens?(): number;
  stop(): Promise<void>;
}

const REDIRECT = 'https://shop.example/link/return';
const HOUR_MS = 3_600_000;

/** Registers the tests of one adapter. */
export function conforms(subject: Subject): void {
  describe(`${subject.name} conforms`, () => {
    let world: World;
    let running: Running;
    let source: SocialSource;
    let calls: Calls;
    let waits: number[];
    let pauses: number[];

    beforeEach(async () => {
      world = newWorld();
      running = await subject.begin(world);
      waits = [];
      pauses = [];
      calls = openCalls(running.host, world, running.server?.fetch ?? refuseToCall, { waits, pauses });
      source = running.open(calls.fetch);
    });
    afterEach(async () => {
      await running.stop();
    });

    const ids = (...numbers: readonly number[]): AccountId[] => numbers.map((n) => subject.accountId(n));
    const profilesOf = async (numbers: readonly number[]) => {
      const found = [];
      for (let at = 0; at < numbers.length; at += source.traits.profileBatch) {
        const batch = ids(...numbers.slice(at, at + source.traits.profileBatch));
        found.push(...(await calls.run(() => source.profiles(batch))));
      }
      return found;
    };
    const bench = (): Bench => ({ world, running, source, calls, waits, pauses });

    it('says of itself what the sync needs to know', () => {
      const { limit, profileBatch, brandBatch, costPerCallMicros, profileMaxAgeMs, followsMaxAgeMs } = source.traits;
      expect(source.key).toMatch(/^[a-z][a-z0-9-]*$/u);
      expect(source.host).toBe(running.host);
      for (const bound of [limit.calls, limit.perMs, profileBatch, brandBatch, profileMaxAgeMs, followsMaxAgeMs])
        expect(bound).toBeGreaterThan(0);
      expect(costPerCallMicros).toBeGreaterThanOrEqual(0);
    });

    it('probes what is there', async () => {
      expect(await calls.run(() => source.probe())).toEqual(subject.capabilities);
      const { follows, engagement, followingBrand, stream, proofs } = subject.capabilities;
      if (follows) expect(source.follows).toBeTypeOf('function');
      if (engagement) expect(source.engagement).toBeTypeOf('function');
      if (followingBrand) expect(source.followingBrand).toBeTypeOf('function');
      if (stream) expect(source.stream).toBeTypeOf('function');
      if (proofs.includes('OAUTH')) expect(source.oauth).toBeDefined();
      if (proofs.includes('REL_ME') || proofs.includes('BIO_CODE')) expect(source.find).toBeTypeOf('function');
      if (proofs.includes('SINGLE_SIGN_ON')) expect(source.ownAccount).toBeTypeOf('function');
    });

    it('reads profiles: those that are there, in any order, unknown numbers null', async () => {
      const found = await profilesOf([3, 4, 1]);
      const { counts } = subject;
      const byId = new Map(found.map((reading) => [reading.id, reading]));
      expect([...byId.keys()].sort()).toEqual(ids(1, 3).sort());
      expect(found).toHaveLength(2);
      expect(byId.get(subject.accountId(1))).toMatchObject({
        handle: subject.handle(1),
        followers: counts.followers ? 100 : null,
        follows: counts.follows ? 4 : null,
        posts: counts.posts ? 1001 : null,
      });
      // A number that is 0 is no unknown one.
      expect(byId.get(subject.accountId(3))).toMatchObject({
        followers: counts.followers ? 0 : null,
        posts: counts.posts ? 0 : null,
      });
    });

    it('finds no profile where all are gone, and none where none is asked for', async () => {
      expect(await profilesOf([4])).toEqual([]);
      expect(await calls.run(() => source.profiles([]))).toEqual([]);
    });

    describe.runIf(subject.capabilities.follows)('follows', () => {
      it('come page by page, also across an empty one', async () => {
        const pages = await pagesOf((cursor) => calls.run(() => source.follows!(subject.accountId(1), cursor)), 10);
        expect(pages.at(-1)!.cursor).toBeNull();
        expect(pages.flatMap(({ items }) => items).sort()).toEqual(ids(2, 3, 7, 8).sort());
      });

      it('are none where the account follows nobody', async () => {
        expect(await calls.run(() => source.follows!(subject.accountId(6), null))).toEqual({ items: [], cursor: null });
      });

      it('hand the cursors of the source on: the sync ends a list that has no end', async ({ skip }) => {
        if (running.server === null) skip('no server, no cursor of its own');
        const pages = await pagesOf((cursor) => calls.run(() => source.follows!(subject.accountId(5), cursor)), 4);
        expect(pages).toHaveLength(4);
        expect(pages[3]!.cursor).toBe(pages[2]!.cursor);
        expect(running.server!.requests.length).toBeLessThanOrEqual(8);
      });

      it('of an account that is gone are refused, or none', async () => {
        await calls
          .run(() => source.follows!(subject.accountId(4), null))
          .then(
            (page) => expect(page).toEqual({ items: [], cursor: null }),
            (error: unknown) => {
              expect(error).toMatchObject({ kind: 'REFUSED' });
              expect([400, 404, 410]).toContain((error as SourceProblem).status);
            },
          );
      });
    });

    if (subject.capabilities.engagement) engagement(subject, bench);

    describe.runIf(subject.capabilities.followingBrand)('followers of the company', () => {
      it('are told among those asked for', async () => {
        const following: AccountId[] = [];
        const asked = ids(1, 2, 3, 4, 7);
        for (let at = 0; at < asked.length; at += source.traits.brandBatch) {
          const batch = asked.slice(at, at + source.traits.brandBatch);
          following.push(...(await calls.run(() => source.followingBrand!(batch))));
        }
        expect(following.sort()).toEqual(ids(1, 3).sort());
      });
    });

    describe.runIf(subject.capabilities.proofs.some((proof) => proof === 'REL_ME' || proof === 'BIO_CODE'))(
      'find',
      () => {
        it('tells id, text and links behind a handle', async () => {
          const found = await calls.run(() => source.find!(subject.handle(2)));
          expect(found).toMatchObject({ id: subject.accountId(2), handle: subject.handle(2) });
          expect(found!.bio).toContain('Coffee & bicycles, number 2');
          expect(found!.url).toMatch(/^https:\/\//u);
          if (found!.links.length > 0) expect(found!.links[0]!.url).toMatch(/^https:\/\/people\.example\/2\/?$/u);
        });

        it('takes a handle as people write it', async () => {
          expect((await calls.run(() => source.find!(` @${subject.handle(2)} `)))?.id).toBe(subject.accountId(2));
        });

        it('is null where nobody has the handle, also when it is no handle at all', async () => {
          expect(await calls.run(() => source.find!(subject.handle(4)))).toBeNull();
          for (const odd of ['', '@', '../admin', 'a b', 'x?y=1', '%2e%2e/'])
            expect(await calls.run(() => source.find!(odd))).toBeNull();
        });
      },
    );

    describe.runIf(subject.capabilities.proofs.includes('SINGLE_SIGN_ON'))('single sign-on', () => {
      it('knows the account of a customer, or null', async () => {
        expect(await calls.run(() => source.ownAccount!(subject.externalId!(2)))).toMatchObject({
          id: subject.accountId(2),
          handle: subject.handle(2),
        });
        expect(await calls.run(() => source.ownAccount!('nobody/../x'))).toBeNull();
      });
    });

    describe.runIf(subject.capabilities.proofs.includes('OAUTH'))('sign-in', () => {
      const begin = () =>
        calls.run(() => source.oauth!.start({ redirectUri: REDIRECT, state: 'state-1', handle: subject.handle(2) }));

      it('proves who somebody is and gives the access back', async () => {
        const { url, secret } = await begin();
        const query = await running.agree!(url, 2);
        expect(query.get('state')).toBe('state-1');
        expect(await calls.run(() => source.oauth!.finish({ redirectUri: REDIRECT, query, secret }))).toMatchObject({
          id: subject.accountId(2),
          handle: subject.handle(2),
        });
        expect(running.liveTokens?.() ?? 0).toBe(0);
      });

      it.each([
        ['said no', 'error=access_denied&state=state-1'],
        ['came back without a code', 'state=state-1'],
        ['came back with a code that is none', 'state=state-1&code=made-up'],
      ])('is refused where the customer %s', async (_, query) => {
        const { secret } = await begin();
        const failure = await failureOf(() =>
          calls.run(() => source.oauth!.finish({ redirectUri: REDIRECT, query: new URLSearchParams(query), secret })),
        );
        expect(failure).toMatchObject({ code: 'LINK_UNPROVEN' });
      });
    });

    failures(subject, bench);
  });
}

/** The calls of an adapter under test: at no pace and without waiting, which is noted instead. */
export function openCalls(
  host: string,
  world: World,
  baseFetch: SourceFetch,
  noted: { readonly waits: number[]; readonly pauses: number[] } = { waits: [], pauses: [] },
): Calls {
  return createCalls({
    host,
    gate: {
      take: async (wanted) => ({ granted: wanted }),
      giveBack: async () => {},
      pauseUntil: async (untilMs) => {
        noted.pauses.push(untilMs);
      },
      failed: async () => {},
      recovered: async () => {},
    },
    clock: () => world.now,
    remainingMs: () => HOUR_MS,
    baseFetch,
    wait: async (ms) => noted.waits.push(ms),
  });
}

const refuseToCall: SourceFetch = async () => {
  throw new Error('a source without a server makes no call');
};

async function failureOf(step: () => Promise<unknown>): Promise<unknown> {
  try {
    await step();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}
