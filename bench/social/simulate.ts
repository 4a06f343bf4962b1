/** A sync of a simulated Bluesky, invocation after invocation, with everything it takes counted. */
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { blueskySource } from '../../social/bluesky/source.ts';
import { parseSocialSettings, type SettingsOf, type SocialSettings } from '../../social/settings.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { startSync } from '../../social/sync/plan.ts';
import { openSource } from '../../social/sources.ts';
import { createCustomer } from '../../store/customers/marks.ts';
import { customerIdOf, type Identity } from '../../store/customers/identity.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { linkAccount } from '../../store/social/accounts.ts';
import type { SyncRecord } from '../../store/social/syncs.ts';
import { APP_VIEW, BRAND_HANDLE, didOf, PDS, type Network } from './network.ts';

/** Ticks of the schedule that works at syncs. */
export const TICK_MS = 2 * 60_000;

export const bySettings = (stream: boolean): SocialSettings => {
  process.env['BENCH_BLUESKY_PASSWORD'] = 'a password';
  return parseSocialSettings(
    JSON.stringify({
      sources: [
        {
          type: 'bluesky',
          appView: APP_VIEW,
          jetstream: stream ? 'wss://jetstream.example/subscribe' : null,
          brand: { identifier: BRAND_HANDLE, password: { env: 'BENCH_BLUESKY_PASSWORD' }, service: PDS },
        },
      ],
    }),
  );
};

/** Creates and links the customers of a network; both purposes. */
export async function linkEverybody(db: Db, linked: number): Promise<void> {
  await mapLimit([...Array(linked).keys()], 8, async (account) => {
    const identity: Identity = { type: 'EXTERNAL_ID', source: 'shop', value: `c${account}` };
    const customerId = customerIdOf(db, { identity });
    await createCustomer(db, customerId, identity);
    await linkAccount(db, {
      customerId,
      source: 'bluesky',
      host: new URL(APP_VIEW).host,
      accountId: didOf(account),
      handle: `a${account}.test`,
      proof: 'OAUTH',
      purposes: CONSENT_PURPOSES,
    });
  });
}

export interface Simulated {
  readonly sync: SyncRecord;
  readonly invocations: number;
  readonly durationMs: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly throttled: number;
  readonly waits: number;
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly perOperation: Db['meter']['perOperation'];
}

/** Plans a sync and works at it to its end, one invocation at a time, each begun by a tick. */
export async function simulateSync(
  db: Db,
  network: Network,
  settings: SocialSettings,
  invocationMs = 15 * 60_000,
): Promise<Simulated> {
  const metered = withMeter(db);
  const [start, calls, throttled, waits] = [network.now, { ...network.calls }, network.throttled, network.waits];
  let invocations = 0;
  let { sync } = await startSync(metered, settings, { trigger: 'SCHEDULE' });
  while (sync.status === 'RUNNING') {
    invocations += 1;
    if (invocations > 1) network.now = Math.ceil(network.now / TICK_MS) * TICK_MS;
    const endsAt = network.now + invocationMs;
    sync = await advanceSync(metered, settings, sync.id, {
      baseFetch: network.fetch,
      wait: network.wait,
      remainingMs: () => endsAt - network.now,
      open: async (one, host, fetch) =>
        one.type === 'bluesky'
          ? {
              ...blueskySource(one as SettingsOf<'bluesky'>, fetch),
              ...(one.jetstream === null ? {} : { stream: network.stream }),
            }
          : openSource(one, host, fetch),
    });
  }
  return {
    sync,
    invocations,
    durationMs: network.now - start,
    calls: Object.fromEntries(
      Object.entries(network.calls)
        .map(([method, count]) => [method, count - (calls[method] ?? 0)] as const)
        .filter(([, count]) => count > 0),
    ),
    throttled: network.throttled - throttled,
    waits: network.waits - waits,
    requests: metered.meter.requests,
    readUnits: metered.meter.readUnits,
    writeUnits: metered.meter.writeUnits,
    perOperation: metered.meter.perOperation,
  };
}
