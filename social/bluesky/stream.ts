import type { JetstreamEvent, JetstreamSubscriptionOptions } from '@atcute/jetstream';
import { SourceProblem } from '../problem.ts';
import type { AccountId, SocialSource, StreamBatch } from '../source.ts';
import { COLLECTIONS, actsOfChange } from './acts.ts';
import { jetstreamSdk } from './sdk.ts';

const MOST_IN_A_BATCH = 1000;
/** Accounts one connection may ask for. */
const MOST_ACCOUNTS = 10_000;
/** Events of one moment go together. */
const GATHER_MS = 50;
/** Nothing for so long: the replay is over, and the accounts are quiet. */
const QUIET_MS = 5_000;
/** An event this young is the present. */
const PRESENT_MS = 10_000;
/** Where the cursor may be put while nothing happens: behind by more than two clocks differ. */
const BEHIND_MS = 5 * 60_000;
/** Jetstream keeps 36 hours, and begins at the oldest it has, without a word, when asked for older. */
const KEPT_MS = 36 * 60 * 60_000;
const TRIES = 4;

type Wanted = NonNullable<JetstreamSubscriptionOptions['wantedDids']>;

/**
 * Deeds of linked accounts from Jetstream, filtered there: what nobody linked does never reaches us. Replays from the
 * cursor, then stays with the present.
 */
export function jetstreamOf(address: string): NonNullable<SocialSource['stream']> {
  const host = new URL(address).host;

  return async function* stream(
    ids: readonly AccountId[],
    cursor: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<StreamBatch> {
    // An empty filter means everybody.
    if (ids.length === 0 || signal.aborted) return;
    if (ids.length > MOST_ACCOUNTS)
      throw new RangeError(`Jetstream takes ${MOST_ACCOUNTS} accounts a connection; asked for ${ids.length}.`);
    const startUs = cursor === null ? (Date.now() - PRESENT_MS) * 1000 : Number(cursor);
    if (Date.now() - startUs / 1000 > KEPT_MS)
      throw new SourceProblem(
        'REFUSED',
        host,
        `${host} keeps 36 hours and was last heard before: read the lists again`,
        {
          status: 410,
        },
      );

    const queue: JetstreamEvent[] = [];
    let failures = 0;
    let down: SourceProblem | null = null;
    let wake = (): void => undefined;
    const { JetstreamSubscription } = await jetstreamSdk();
    const subscription = new JetstreamSubscription({
      url: address,
      cursor: startUs,
      wantedCollections: [...COLLECTIONS],
      wantedDids: [...ids] as Wanted,
      ws: { connectionTimeout: 10_000, minReconnectionDelay: 500, maxReconnectionDelay: 4_000, maxRetries: TRIES },
      onConnectionOpen() {
        failures = 0;
      },
      onConnectionError() {
        failures += 1;
        if (failures < TRIES) return;
        down = new SourceProblem('DOWN', host, `${host} does not answer`);
        wake();
      },
    });
    const events = subscription[Symbol.asyncIterator]();
    const stop = (): void => {
      void events.return?.();
      wake();
    };
    signal.addEventListener('abort', stop, { once: true });
    const pump = async (): Promise<void> => {
      for (;;) {
        const { done, value } = await events.next();
        if (done === true) return;
        queue.push(value);
        wake();
      }
    };
    void pump();

    /** Resolves when there is an event, a failure or an end, or after `ms`. */
    const heard = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });

    let lastUs = startUs;
    try {
      while (!signal.aborted) {
        if (queue.length === 0 && down === null) await heard(QUIET_MS);
        if (queue.length > 0 && queue.length < MOST_IN_A_BATCH)
          await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
        const batch = queue.splice(0, MOST_IN_A_BATCH);
        if (batch.length === 0 && down !== null) throw down;
        if (batch.length === 0 && (signal.aborted || failures > 0)) continue;
        const acts = batch.flatMap((event) =>
          event.kind === 'commit' ? actsOfChange({ did: event.did, timeUs: event.time_us, ...event.commit }) : [],
        );
        for (const event of batch) lastUs = Math.max(lastUs, event.time_us);
        const caughtUp = batch.length === 0 || (queue.length === 0 && Date.now() - lastUs / 1000 < PRESENT_MS);
        if (batch.length === 0) lastUs = Math.max(lastUs, (Date.now() - BEHIND_MS) * 1000);
        yield { acts, cursor: String(lastUs), caughtUp };
      }
    } finally {
      signal.removeEventListener('abort', stop);
      await events.return?.();
    }
  };
}
