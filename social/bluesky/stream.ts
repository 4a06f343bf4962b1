import { setTimeout as sleep } from 'node:timers/promises';
import { chunksOf } from '../../store/client/concurrency.ts';
import { SourceProblem } from '../problem.ts';
import type { AccountId, SocialSource, StreamBatch } from '../source.ts';
import { COLLECTIONS, actsOfChange } from './acts.ts';
import { jetstreamSdk, type JetstreamEvent, type JetstreamSubscriptionOptions } from './sdk/load.ts';

const MOST_IN_A_BATCH = 1000;
/** Accounts one connection may ask for. */
const MOST_ACCOUNTS = 10_000;
/** Events of one moment go together. */
const GATHER_MS = 50;
/** A batch is told so often, be it empty: whoever listens knows that we do. */
const BEAT_MS = 5_000;
/**
 * A replay says nothing where it finds nothing, and nothing says that it is over. Silence is taken for its end after a thousandth
 * of the time it has to go through; the cursor stays at the last event even so.
 */
const REPLAY_SPEED = 1000;
/** An event this young is the present. */
const PRESENT_MS = 10_000;
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
    const oldestUs = (Date.now() - KEPT_MS) * 1000;
    const wantedUs = cursor === null ? (Date.now() - PRESENT_MS) * 1000 : Number(cursor);
    const startUs = Math.max(wantedUs, oldestUs);
    let missed = wantedUs < oldestUs;

    const queue: { readonly event: JetstreamEvent; readonly line: number }[] = [];
    const connected = new Set<number>();
    let heardMs = Date.now();
    let down: SourceProblem | null = null;
    let wake = (): void => undefined;
    const { JetstreamSubscription } = await jetstreamSdk();
    const lines = chunksOf(ids, MOST_ACCOUNTS).map((some, line) => {
      let failures = 0;
      const subscription = new JetstreamSubscription({
        url: address,
        cursor: startUs,
        wantedCollections: [...COLLECTIONS],
        wantedDids: [...some] as Wanted,
        ws: { connectionTimeout: 10_000, minReconnectionDelay: 500, maxReconnectionDelay: 4_000, maxRetries: TRIES },
        onConnectionOpen() {
          failures = 0;
          connected.add(line);
          heardMs = Date.now();
        },
        onConnectionClose: () => void connected.delete(line),
        onConnectionError() {
          failures += 1;
          if (failures < TRIES) return;
          down = new SourceProblem('DOWN', host, `${host} does not answer`);
          wake();
        },
      });
      return subscription[Symbol.asyncIterator]();
    });
    const stop = (): void => {
      for (const events of lines) void events.return?.();
      wake();
    };
    signal.addEventListener('abort', stop, { once: true });
    const pump = async (events: (typeof lines)[number], line: number): Promise<void> => {
      for (;;) {
        const { done, value } = await events.next();
        if (done === true) return;
        queue.push({ event: value, line });
        wake();
      }
    };
    lines.forEach((events, line) => void pump(events, line));

    /** Resolves when there is an event, a failure or an end, or after `ms`. */
    const heard = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });

    /** Up to where each connection has told; all of them have told what comes before the least of these. */
    const lastUs = lines.map(() => startUs);
    try {
      while (!signal.aborted) {
        if (queue.length === 0 && down === null) await heard(BEAT_MS);
        if (queue.length > 0 && queue.length < MOST_IN_A_BATCH) await sleep(GATHER_MS);
        const batch = queue.splice(0, MOST_IN_A_BATCH);
        if (batch.length === 0 && down !== null) throw down;
        if (batch.length === 0 && (signal.aborted || connected.size < lines.length)) continue;
        const acts = batch.flatMap(({ event }) =>
          event.kind === 'commit' ? actsOfChange({ did: event.did, timeUs: event.time_us, ...event.commit }) : [],
        );
        for (const { event, line } of batch) lastUs[line] = Math.max(lastUs[line]!, event.time_us);
        const toldUs = Math.min(...lastUs);
        const behindMs = Date.now() - toldUs / 1000;
        if (batch.length > 0) heardMs = Date.now();
        const quiet = batch.length === 0 && Date.now() - heardMs >= behindMs / REPLAY_SPEED;
        const caughtUp = quiet || (queue.length === 0 && behindMs < PRESENT_MS);
        yield { acts, cursor: String(toldUs), caughtUp, ...(missed ? { missed } : {}) };
        missed = false;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  };
}
