/** The part of the conformance suite (conformance.ts) about sources that fail: what they may say, and what must not be in a message. */
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Calls } from '../../social/calls.ts';
import { SourceProblem } from '../../social/problem.ts';
import type { SocialSource } from '../../social/source.ts';
import type { Running, Subject } from './conformance.ts';
import type { StubAnswer, StubServer } from './stub-server.ts';
import type { World } from './world.ts';

/** What a test of the suite works with. */
export interface Bench {
  readonly world: World;
  readonly running: Running;
  readonly source: SocialSource;
  readonly calls: Calls;
  readonly waits: readonly number[];
  readonly pauses: number[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Registers the tests. */
export function failures(subject: Subject, bench: () => Bench): void {
  let world: World;
  let running: Running;
  let source: SocialSource;
  let calls: Calls;
  let waits: readonly number[];
  let pauses: number[];

  describe('when the source fails', () => {
    /** One step each of what the adapter can do. */
    const steps = (): [string, () => Promise<unknown>][] => {
      const { capabilities } = subject;
      const one = subject.accountId(1);
      return [
        ['probe', () => source.probe()],
        ['profiles', () => source.profiles([one])],
        ...(capabilities.follows
          ? [['follows', () => source.follows!(one, null)] as [string, () => Promise<unknown>]]
          : []),
        ...(capabilities.engagement
          ? [['engagement', () => source.engagement!(null, null)] as [string, () => Promise<unknown>]]
          : []),
        ...(capabilities.followingBrand
          ? [['followingBrand', () => source.followingBrand!([one])] as [string, () => Promise<unknown>]]
          : []),
        ...(source.find === undefined
          ? []
          : [['find', () => source.find!(subject.handle(1))] as [string, () => Promise<unknown>]]),
        ...(source.ownAccount === undefined
          ? []
          : [['ownAccount', () => source.ownAccount!(subject.externalId!(1))] as [string, () => Promise<unknown>]]),
      ];
    };
    /**
     * Runs every step under a fault, as the first thing an adapter does and after the same step went well (what it learned then it may
     * not ask again), and hands over what came of each that called the source at all.
     */
    const underFault = async (
      set: (server: StubServer) => void,
      check: (step: string, failure: SourceProblem | null) => void,
    ): Promise<void> => {
      const server = running.server!;
      let tried = 0;
      for (const [name, step] of steps())
        for (const isFirst of [true, false]) {
          source = running.open(calls.fetch);
          server.fault = null;
          server.spoil = null;
          if (!isFirst) await calls.run(step);
          const before = server.requests.length;
          set(server);
          const failure = await calls.run(step).then(
            () => null,
            (error: unknown) => error,
          );
          if (server.requests.length === before) continue;
          tried += 1;
          if (failure !== null) {
            expect(failure, name).toBeInstanceOf(SourceProblem);
            namesNobody(failure);
          }
          check(`${name}${isFirst ? ', the first time' : ''}`, failure as SourceProblem | null);
        }
      expect(tried).toBeGreaterThan(0);
    };
    /** Ids, handles and tokens that a log must not hold. */
    const namesNobody = (failure: unknown): void => {
      const shown = inspect(failure, { depth: 10, showHidden: true });
      const unspeakable = world.accounts.flatMap(({ n }) => [subject.accountId(n), subject.handle(n)]);
      for (const text of [...unspeakable, ...subject.secrets]) expect(shown).not.toContain(text);
    };
    const always = (answer: StubAnswer | 'DROP') => (server: StubServer) => {
      server.fault = () => answer;
    };
    const once = (answer: StubAnswer | 'DROP') => (server: StubServer) => {
      let isOver = false;
      server.fault = () => {
        if (isOver) return null;
        isOver = true;
        return answer;
      };
    };
    beforeEach(({ skip }) => {
      ({ world, running, source, calls, waits, pauses } = bench());
      if (running.server === null) skip('the source calls nobody');
      world.now += HOUR_MS;
    });

    const inTwoMinutes = (): number => world.now + 2 * MINUTE_MS;
    it.each<[string, number, () => Record<string, string>, number | null]>([
      ['Retry-After in seconds', 429, () => ({ 'retry-after': '120' }), null],
      ['Retry-After as a date', 429, () => ({ 'retry-after': new Date(inTwoMinutes()).toUTCString() }), null],
      ['ratelimit-reset as an epoch', 429, () => ({ 'ratelimit-reset': String(inTwoMinutes() / 1000) }), null],
      ['ratelimit-reset in seconds', 429, () => ({ 'ratelimit-reset': '120' }), null],
      [
        'x-ratelimit-reset as an instant',
        429,
        () => ({ 'x-ratelimit-reset': new Date(inTwoMinutes()).toISOString() }),
        null,
      ],
      ['no header at all', 429, () => ({}), MINUTE_MS],
      [
        'nothing remaining and 403',
        403,
        () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inTwoMinutes() / 1000) }),
        null,
      ],
    ])('waits where it is told to by %s', async (_, status, headers, unsaidMs) => {
      const untilMs = unsaidMs === null ? inTwoMinutes() : world.now + unsaidMs;
      await underFault(
        always({ status, headers: headers(), json: { error: 'Too many requests' } }),
        (step, failure) => {
          expect(failure, step).toMatchObject({ kind: 'WAIT', untilMs });
          // Another server of the same network, such as the one of a login, has limits of its own.
          if (running.server!.requests.at(-1)!.url.host === running.host) expect(pauses.at(-1), step).toBe(untilMs);
          else expect(pauses, step).toEqual([]);
          pauses.length = 0;
        },
      );
    });

    it('goes on after a short wait', async () => {
      await underFault(once({ status: 429, headers: { 'retry-after': '5' } }), (step, failure) => {
        expect(failure, step).toBeNull();
        expect(waits).toContain(5000);
      });
    });

    it('asks again after a failure of the source, or a lost connection', async () => {
      await underFault(once({ status: 503, text: 'down' }), (step, failure) => expect(failure, step).toBeNull());
      await underFault(once('DROP'), (step, failure) => expect(failure, step).toBeNull());
    });

    it('is DOWN when that goes on', async () => {
      await underFault(always({ status: 502, text: '<html>' }), (step, failure) =>
        expect(failure, step).toMatchObject({ kind: 'DOWN', status: 502 }),
      );
      await underFault(always('DROP'), (step, failure) => expect(failure, step).toMatchObject({ kind: 'DOWN' }));
    });

    it.each([401, 403])('is REFUSED where our access is not accepted (%s)', async (status) => {
      const quoting = { error: `no access for ${subject.secrets[0] ?? ''} to ${subject.handle(1)}` };
      await underFault(always({ status, json: quoting }), (step, failure) =>
        expect(failure, step).toMatchObject({ kind: 'REFUSED', status }),
      );
    });

    it('follows no redirect: another address is not the source, and must not see our key', async () => {
      await underFault(
        always({ status: 302, headers: { location: 'https://elsewhere.example/' }, text: '' }),
        (step, failure) => expect(failure, step).toMatchObject({ kind: 'REFUSED', status: 302 }),
      );
      expect(running.server!.requests.some(({ url }) => url.host === 'elsewhere.example')).toBe(false);
    });

    it.each<[string, StubAnswer]>([
      ['JSON that breaks off', { headers: { 'content-type': 'application/json' }, text: '{"id": "1", "acc' }],
      ['a page for people', { headers: { 'content-type': 'text/html' }, text: '<!doctype html><p>Welcome</p>' }],
      ['an empty answer', { headers: { 'content-type': 'application/json' }, text: '' }],
    ])('is MISREAD where the answer is %s', async (_, answer) => {
      await underFault(always(answer), (step, failure) => expect(failure, step).toMatchObject({ kind: 'MISREAD' }));
    });

    it('is MISREAD where fields are missing', async () => {
      await underFault(
        (server) => {
          server.spoil = (json) => (Array.isArray(json) ? [{}] : {});
        },
        (step, failure) => expect(failure, step).toMatchObject({ kind: 'MISREAD' }),
      );
    });

    it('is MISREAD where the answer is something else altogether', async () => {
      await underFault(
        (server) => {
          server.spoil = (json) =>
            Array.isArray(json) ? { [subject.handle(1)]: subject.accountId(1) } : [subject.accountId(1)];
        },
        (step, failure) => expect(failure, step).toMatchObject({ kind: 'MISREAD' }),
      );
    });
  });
}
