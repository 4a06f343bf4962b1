import { expect, it } from 'vitest';
import { newNetwork, type Network } from '../../../bench/social/network.ts';
import { bySettings, linkEverybody, simulateSync, TICK_MS } from '../../../bench/social/simulate.ts';
import { blueskySource } from '../../../social/bluesky/source.ts';
import { callsOf, costOf } from '../../../social/sync/cost.ts';
import { planSync } from '../../../social/sync/plan.ts';
import type { SettingsOf } from '../../../social/settings.ts';
import { onEngines } from '../../engines/on-engines.ts';
import { withPackages } from './installed.ts';

const LINKED = 200;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-27T00:00:00Z');
const polling = bySettings(false);
const streaming = bySettings(true);
const { traits } = blueskySource(polling.sources[0] as SettingsOf<'bluesky'>, fetch);
/** The AppView gives every full page a cursor, the last one too. */
const pagesOf = (network: Network, accounts: readonly number[]): number =>
  accounts.reduce((sum, account) => sum + Math.floor(network.followsOf(account) / 100) + 1, 0);
const everybody = [...Array(LINKED).keys()];
const some = [3, 77, 150];

withPackages('By Bluesky', () => {
  onEngines('what a sync costs', ({ fresh }) => {
    it('is what is calculated: calls, invocations and duration, the first time, a day later, an hour later, and by stream', async () => {
      const invocation = { callMs: 150, invocationMs: 70_000, tickMs: TICK_MS };
      const network = newNetwork(
        { linked: LINKED, meanFollows: 250, linkedShare: 0.005, callMs: invocation.callMs },
        START,
      );
      const db = await fresh({ clock: () => network.now });
      await linkEverybody(db, LINKED);
      const sync = async (settings: typeof polling) => {
        const { calls, throttled, invocations, durationMs } = await simulateSync(
          db,
          network,
          settings,
          invocation.invocationMs,
        );
        return { calls: Object.values(calls).reduce((a, b) => a + b, 0), throttled, invocations, durationMs };
      };
      const calculated = (load: { profiles: number; listPages: number; brandFollowers: number; openings: number }) => {
        const calls = callsOf({ ...load, engagementPages: 1 }, traits);
        const { invocations, durationMs } = costOf(calls, traits, invocation);
        return { calls, throttled: 0, invocations, durationMs };
      };

      const first = calculated({
        profiles: LINKED,
        listPages: pagesOf(network, everybody),
        brandFollowers: LINKED,
        openings: 2,
      });
      expect(first.invocations).toBe(3);
      expect(await sync(polling)).toEqual(first);

      network.refollow(some);
      network.now = START + DAY_MS + 3_600_000;
      expect((await planSync(db, polling, { trigger: 'MANUAL' })).sources[0]).toMatchObject({
        due: LINKED,
        callsAtLeast: callsOf(
          { profiles: LINKED, listPages: 0, engagementPages: 1, brandFollowers: LINKED, openings: 0 },
          traits,
        ),
      });
      expect(await sync(polling)).toEqual(
        calculated({ profiles: LINKED, listPages: pagesOf(network, some), brandFollowers: LINKED, openings: 0 }),
      );

      network.now += 3_600_000;
      const nothing = calculated({ profiles: 0, listPages: 0, brandFollowers: 0, openings: 0 });
      expect(await sync(streaming)).toEqual(nothing);

      // Lists read before the stream began are read once more when their length changes; those read since are told by it.
      network.refollow(some);
      network.now += DAY_MS;
      const once = { profiles: LINKED, brandFollowers: LINKED, openings: 0 };
      expect(await sync(streaming)).toEqual(calculated({ ...once, listPages: pagesOf(network, some) }));
      network.refollow(some);
      network.now += DAY_MS - 3_600_000;
      expect(await sync(streaming)).toEqual(nothing);
      network.now += 2 * 3_600_000;
      expect(await sync(streaming)).toEqual(calculated({ ...once, listPages: 0 }));
    }, 300_000);
  });
});
