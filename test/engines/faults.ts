import type { Client } from '../../store/client/sdk.ts';

/**
 * What goes wrong with a call: refused for capacity; no answer, before or after it took effect; half of a batch left
 * unprocessed; the process dies before or after the call took effect (and so do all later calls).
 */
export type Fault = 'THROTTLE' | 'TIMEOUT' | 'ANSWER_LOST' | 'UNPROCESSED' | 'CRASH_BEFORE' | 'CRASH_AFTER';

/** Decides what goes wrong with call number `n` (from 1) of an operation such as `'PutItem'`. */
export type FaultPlan = (n: number, operation: string) => Fault | null;

/** The process has died. */
export class Crash extends Error {}

const throttle = (): Error =>
  Object.assign(new Error('injected throttling'), { name: 'ProvisionedThroughputExceededException' });
const timeout = (): Error => Object.assign(new Error('injected timeout'), { name: 'TimeoutError' });

/** One fault at call number `at`. */
export const nth =
  (at: number, fault: Fault): FaultPlan =>
  (n) =>
    n === at ? fault : null;

/** The given faults in turn on a share of the calls chosen by a seeded generator (mulberry32), the same in every run. */
export function share(seed: number, fraction: number, faults: readonly Fault[]): FaultPlan {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (random() < fraction ? faults[Math.floor(random() * faults.length)]! : null);
}

export interface Injection {
  /** Calls seen. */
  readonly calls: () => number;
  /** Faults injected. */
  readonly faults: () => number;
  readonly stop: () => void;
}

interface BatchInput {
  readonly RequestItems?: Record<string, unknown>;
}

type Send = (input: object) => Promise<{ output: Record<string, unknown> }>;

/** Sends the first half of a batch and answers that the rest was not processed. */
async function half(input: BatchInput, operation: string, send: Send): Promise<{ output: Record<string, unknown> }> {
  const [table, request] = Object.entries(input.RequestItems ?? {})[0]!;
  if (operation === 'BatchWriteItem') {
    const writes = request as unknown[];
    const done = Math.floor(writes.length / 2);
    if (done === 0) return { output: { UnprocessedItems: { [table]: writes } } };
    const result = await send({ ...input, RequestItems: { [table]: writes.slice(0, done) } });
    return { ...result, output: { ...result.output, UnprocessedItems: { [table]: writes.slice(done) } } };
  }
  const get = request as { Keys: unknown[] };
  const done = Math.floor(get.Keys.length / 2);
  if (done === 0) return { output: { Responses: { [table]: [] }, UnprocessedKeys: { [table]: get } } };
  const result = await send({ ...input, RequestItems: { [table]: { ...get, Keys: get.Keys.slice(0, done) } } });
  return {
    ...result,
    output: { ...result.output, UnprocessedKeys: { [table]: { ...get, Keys: get.Keys.slice(done) } } },
  };
}

/** Makes calls of a client go wrong by plan, until stopped. */
export function injectFaults(client: Client, plan: FaultPlan): Injection {
  let calls = 0;
  let faults = 0;
  let dead = false;
  const name = 'injectedFaults';
  client.use(({ middlewareStack }) =>
    middlewareStack.add(
      (next, context) => async (args) => {
        if (dead) throw new Crash('the process has died');
        const operation = ((context as { commandName?: string }).commandName ?? '').replace(/Command$/u, '');
        calls += 1;
        const fault = plan(calls, operation);
        if (fault === null || (fault === 'UNPROCESSED' && !operation.startsWith('Batch'))) return next(args);
        faults += 1;
        switch (fault) {
          case 'THROTTLE':
            throw throttle();
          case 'TIMEOUT':
            throw timeout();
          case 'ANSWER_LOST':
            await next(args);
            throw timeout();
          case 'CRASH_BEFORE':
            dead = true;
            throw new Crash('the process dies before the call');
          case 'CRASH_AFTER':
            await next(args);
            dead = true;
            throw new Crash('the process dies after the call');
          case 'UNPROCESSED':
            return half(
              args.input as BatchInput,
              operation,
              (input) => next({ ...args, input: input as typeof args.input }) as never,
            ) as never;
        }
      },
      { step: 'initialize', name, override: true },
    ),
  );
  return {
    calls: () => calls,
    faults: () => faults,
    stop: () => {
      client.use(({ middlewareStack }) => {
        middlewareStack.remove(name);
      });
    },
  };
}
