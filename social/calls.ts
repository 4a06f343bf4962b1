import { setTimeout as sleep } from 'node:timers/promises';
import { jitterMs } from '../store/client/concurrency.ts';
import { VisibleError } from '../domain/errors.ts';
import { SourceProblem, problemIn } from './problem.ts';
import type { SourceFetch } from './source.ts';

/** Whoever keeps the pace, the budget and the health of a host for all workers together (store/social/hosts.ts). */
export interface HostGate {
  /** Asks for `wanted` calls. `granted` 0: none before `untilMs`, and why. */
  take(wanted: number): Promise<
    | { readonly granted: number }
    | {
        readonly granted: 0;
        readonly untilMs: number;
        readonly why: 'PACE' | 'PAUSED' | 'BROKEN' | 'BUDGET';
      }
  >;
  /** Gives back calls that were granted and not made. */
  giveBack(calls: number): Promise<void>;
  /** The host said that nobody may call before then. */
  pauseUntil(untilMs: number): Promise<void>;
  /** A call failed (after its repeats), or one succeeded after failures: what the circuit breaker goes by. */
  failed(): Promise<void>;
  recovered(): Promise<void>;
}

export interface CallCounts {
  calls: number;
  /** Answers that said: too many. */
  throttled: number;
  /** Calls given up, and refusals. */
  failed: number;
}

export interface Calls {
  readonly fetch: SourceFetch;
  readonly counts: CallCounts;
  /**
   * Makes one step of an adapter; whatever its SDK throws comes out as a SourceProblem.
   * @throws SourceProblem, and what the adapter itself raises for people to read: VisibleError
   */
  run<T>(step: () => Promise<T>): Promise<T>;
  /** Gives back what was reserved and not used. */
  end(): Promise<void>;
}

export interface CallsOptions {
  readonly host: string;
  readonly gate: HostGate;
  readonly clock: () => number;
  /** Milliseconds the caller still has; a wait that does not fit is not begun. */
  readonly remainingMs: () => number;
  /** At most so many calls in all; then WAIT from now. */
  readonly maxCalls?: number;
  readonly baseFetch?: SourceFetch;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** A call that takes longer is taken for lost. */
const CALL_MS = 20_000;
/** Repeats of a call that failed at the source's end. */
const REPEATS = 3;
/** What a throttled host that does not say for how long is left alone. */
const UNSAID_PAUSE_MS = 60_000;
/** Nobody is silent for longer by one answer, whatever it says. */
const LONGEST_PAUSE_MS = 86_400_000;
/** Longer waits are left to the next invocation. */
const LONGEST_WAIT_MS = 15_000;
/** Time that is kept to save what was read. */
export const RESERVE_MS = 30_000;
/** Calls asked of the gate at once: one conditional write for so many calls. */
const GRANT = 10;

/**
 * The calls of one worker to one host: paced with all others through the gate, repeated with full jitter when the source
 * fails, stopped when it says so. Works without any header: AppViews send none.
 */
export function createCalls(options: CallsOptions): Calls {
  const { host, gate, clock, remainingMs, maxCalls = Number.POSITIVE_INFINITY } = options;
  const base = options.baseFetch ?? ((input, init) => fetch(input, init));
  const wait = options.wait ?? ((ms) => sleep(ms));
  const counts: CallCounts = { calls: 0, throttled: 0, failed: 0 };
  let granted = 0;
  // Whoever called before may have left the host in failure: the first answer of each worker ends that.
  let failing = true;
  let problem: SourceProblem | null = null;

  const raise = (raised: SourceProblem): SourceProblem => {
    problem = raised;
    return raised;
  };
  const waitUntil = async (untilMs: number, message: string): Promise<void> => {
    const ms = Math.max(0, untilMs - clock());
    if (ms > LONGEST_WAIT_MS || remainingMs() - ms < RESERVE_MS)
      throw raise(new SourceProblem('WAIT', host, message, { untilMs }));
    await wait(ms);
  };
  const permit = async (): Promise<void> => {
    if (counts.calls >= maxCalls)
      throw raise(
        new SourceProblem('WAIT', host, 'this invocation has made the calls it may make', { untilMs: clock() }),
      );
    if (remainingMs() < RESERVE_MS)
      throw raise(new SourceProblem('WAIT', host, 'the time of this invocation is up', { untilMs: clock() }));
    while (granted === 0) {
      const answer = await gate.take(Math.min(GRANT, maxCalls - counts.calls));
      granted = answer.granted;
      if (answer.granted > 0) break;
      if (!('untilMs' in answer)) continue;
      if (answer.why === 'BUDGET')
        throw raise(
          new SourceProblem('OUT_OF_BUDGET', host, `today's budget for ${host} is spent`, { untilMs: answer.untilMs }),
        );
      if (answer.why === 'BROKEN')
        throw raise(
          new SourceProblem('DOWN', host, `${host} failed too often and is left alone for a while`, {
            untilMs: answer.untilMs,
          }),
        );
      await waitUntil(answer.untilMs, `${host} allows no call yet`);
    }
    granted -= 1;
    counts.calls += 1;
  };

  const metered: SourceFetch = async (input, init) => {
    const isRepeatable = !(input instanceof Request) || input.body === null;
    for (let attempt = 0; ; attempt += 1) {
      await permit();
      let response: Response;
      try {
        response = await base(input, {
          ...init,
          signal: signalOf(init, Math.min(CALL_MS, remainingMs())),
          // An answer from elsewhere is not this source's, and our headers may hold a key.
          redirect: 'manual',
        });
      } catch (error) {
        const known = problemIn(error);
        if (known !== null) throw raise(known);
        if (isRepeatable && attempt < REPEATS) {
          await wait(jitterMs(attempt, 200));
          continue;
        }
        failing = true;
        counts.failed += 1;
        await gate.failed();
        throw raise(new SourceProblem('DOWN', host, `${host} does not answer`, { cause: nameless(error) }));
      }
      if (isThrottle(response)) {
        counts.throttled += 1;
        granted = 0;
        const untilMs = Math.min(resetOf(response, clock()) ?? clock() + UNSAID_PAUSE_MS, clock() + LONGEST_PAUSE_MS);
        // Another server of the same network (the one a login is made at) has limits of its own: only this call waits for them.
        if (hostOf(input) === host) await gate.pauseUntil(untilMs);
        await response.body?.cancel();
        await waitUntil(untilMs, `${host} asks us to wait`);
        continue;
      }
      if (response.status >= 500) {
        await response.body?.cancel();
        if (isRepeatable && attempt < REPEATS) {
          await wait(jitterMs(attempt, 200));
          continue;
        }
        failing = true;
        counts.failed += 1;
        await gate.failed();
        throw raise(
          new SourceProblem('DOWN', host, `${host} fails (HTTP ${response.status})`, { status: response.status }),
        );
      }
      if (failing) {
        failing = false;
        await gate.recovered();
      }
      if (response.status < 300) return response;
      const refusal = new SourceProblem('REFUSED', host, `${host} refuses (HTTP ${response.status})`, {
        status: response.status,
      });
      if (response.status < 400) {
        await response.body?.cancel();
        throw raise(refusal);
      }
      problem = refusal;
      return response;
    }
  };

  return {
    fetch: metered,
    counts,
    async run(step) {
      problem = null;
      try {
        return await step();
      } catch (error) {
        // Meant for whoever asked: a handle nobody has, a sign-in that was not granted, a secret that is missing.
        if (error instanceof VisibleError) throw error;
        const found = problemIn(error) ?? problem;
        if (found?.kind === 'REFUSED') counts.failed += 1;
        if (found !== null) throw found;
        counts.failed += 1;
        throw new SourceProblem('MISREAD', host, `${host} answered in a shape this release does not know`, {
          cause: nameless(error),
        });
      }
    },
    async end() {
      const unused = granted;
      granted = 0;
      if (unused > 0) await gate.giveBack(unused);
    },
  };
}

/** What an SDK throws may quote an answer, and with it somebody who is nobody's customer: only its kind is kept. */
const nameless = (error: unknown): Error =>
  new Error(error instanceof Error ? `${error.name}${codeOf(error)}` : 'not an error');
const codeOf = (error: Error): string => {
  const code = (error as { code?: unknown }).code ?? (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/u.test(code) ? ` ${code}` : '';
};

function signalOf(init: RequestInit | undefined, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(Math.max(1, Math.floor(ms)));
  return init?.signal == null ? timeout : AbortSignal.any([init.signal, timeout]);
}

const hostOf = (input: string | URL | Request): string => new URL(input instanceof Request ? input.url : input).host;

/** 429 everywhere; some hosts say 403 with nothing remaining. */
const isThrottle = ({ status, headers }: Response): boolean =>
  status === 429 || (status === 403 && headers.get('x-ratelimit-remaining') === '0');

/**
 * When calls are allowed again, from whichever header says so: `Retry-After` (seconds or a date), `ratelimit-reset` or
 * `x-ratelimit-reset` (epoch seconds, seconds from now, or an instant). Null where none does.
 */
export function resetOf({ headers }: Pick<Response, 'headers'>, nowMs: number): number | null {
  const retryAfter = headers.get('retry-after');
  const reset = retryAfter ?? headers.get('ratelimit-reset') ?? headers.get('x-ratelimit-reset');
  if (reset === null) return null;
  if (/^\d+(\.\d+)?$/u.test(reset)) {
    const seconds = Number(reset);
    // An epoch in seconds has ten digits; nobody is told to wait for thirty years.
    return seconds > 1e9 ? seconds * 1000 : nowMs + seconds * 1000;
  }
  const instant = Date.parse(reset);
  return Number.isNaN(instant) ? null : Math.max(nowMs, instant);
}
