import type { Db } from '../../store/client/db.ts';
import { hostGate } from '../../store/social/hosts.ts';
import { readCapabilities, readSession, saveCapabilities, saveSession } from '../../store/social/progress.ts';
import { followsReader, type FollowsReader } from '../../store/social/ties.ts';
import type { SyncCounts } from '../../store/social/syncs.ts';
import { createCalls, type Calls, type CallsOptions } from '../calls.ts';
import { sourceKey, type SourceSettings } from '../settings.ts';
import type { Capabilities, SocialSource } from '../source.ts';
import { openSource } from '../sources.ts';

/** What a worker may use of its process. */
export interface WorkerOptions {
  /** Milliseconds left; a worker stops with half a minute to spare. */
  readonly remainingMs: () => number;
  /** What a host said of itself since then (epoch milliseconds) is not asked again; always asked when absent. */
  readonly askedSince?: number;
  /** Calls each worker may make to its host; no bound when absent. */
  readonly maxCalls?: number;
  readonly baseFetch?: CallsOptions['baseFetch'];
  readonly wait?: CallsOptions['wait'];
  /** Makes adapters; the ones of social/sources.ts unless a test brings its own. */
  readonly open?: typeof openSource;
}

/** A source opened for one host by one worker, with its login restored. */
export interface OpenedSource {
  readonly key: string;
  readonly source: SocialSource;
  readonly calls: Calls;
  /** Reads the ties that stand. */
  readonly standing: FollowsReader;
  /** Asked once a sync, however many invocations work at it. */
  capabilities(): Promise<Capabilities>;
  /** What was counted since the last time. */
  counted(): Partial<SyncCounts>;
  /** Keeps the login if it changed, and gives unused calls back. */
  close(): Promise<void>;
}

/** No call is made before the first step that needs one. */
export async function openWorker(
  db: Db,
  settings: SourceSettings,
  host: string,
  options: WorkerOptions,
): Promise<OpenedSource> {
  const key = sourceKey(settings);
  const open = options.open ?? openSource;
  const { traits } = await open(settings, host, () => Promise.reject(new Error('only traits are asked for')));
  const calls = createCalls({
    host,
    gate: hostGate(db, key, host, {
      ...traits.limit,
      costPerCallMicros: traits.costPerCallMicros,
      ...definedOnly(settings.budget),
    }),
    clock: db.clock,
    remainingMs: options.remainingMs,
    ...(options.maxCalls === undefined ? {} : { maxCalls: options.maxCalls }),
    ...(options.baseFetch === undefined ? {} : { baseFetch: options.baseFetch }),
    ...(options.wait === undefined ? {} : { wait: options.wait }),
  });
  const source = await open(settings, host, calls.fetch);
  let kept: string | null = null;
  if (source.session !== undefined) {
    kept = await readSession(db, key);
    if (kept !== null) source.session.restore(kept);
  }
  const keep = async (): Promise<void> => {
    const text = source.session?.save() ?? null;
    if (text === null || text === kept) return;
    await saveSession(db, key, text);
    kept = text;
  };
  let asked: Capabilities | null = null;
  let before = { calls: 0, throttled: 0, failed: 0 };
  return {
    key,
    source,
    standing: followsReader(db, key),
    calls: {
      ...calls,
      // A login is kept as soon as it is there: it is what is rationed.
      async run(step) {
        try {
          return await calls.run(step);
        } finally {
          await keep();
        }
      },
    },
    async capabilities() {
      if (asked === null) {
        asked = await knownSince(db, key, host, options.askedSince);
        if (asked === null) {
          asked = await calls.run(() => source.probe());
          await saveCapabilities(db, key, host, { ...asked, askedAt: db.clock() });
        }
      }
      await keep();
      return asked;
    },
    counted() {
      const now = { ...calls.counts };
      const difference = {
        calls: now.calls - before.calls,
        throttled: now.throttled - before.throttled,
        failed: now.failed - before.failed,
        costMicros: (now.calls - before.calls) * traits.costPerCallMicros,
      };
      before = now;
      return difference;
    },
    async close() {
      await keep();
      await calls.end();
    },
  };
}

/** What a host said of itself, where that was since then. */
async function knownSince(db: Db, source: string, host: string, sinceMs = Infinity): Promise<Capabilities | null> {
  if (sinceMs === Infinity) return null;
  const known = (await readCapabilities(db, source)).get(host) as
    | (Capabilities & { readonly askedAt?: number })
    | undefined;
  return known?.askedAt !== undefined && known.askedAt >= sinceMs ? known : null;
}

const definedOnly = (budget: SourceSettings['budget']): { callsPerDay?: number; microsPerDay?: number } => ({
  ...(budget.callsPerDay === undefined ? {} : { callsPerDay: budget.callsPerDay }),
  ...(budget.microsPerDay === undefined ? {} : { microsPerDay: budget.microsPerDay }),
});
