import { optionalNum, N, S, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { socialHostKey } from '../client/keys.ts';

/**
 * What all who call one host share: pace, today's spending, and whether it answers at all. One item a host, changed on
 * condition that it is still as read, so that workers anywhere keep one pace together.
 */
export interface HostState {
  /** Calls that may be made at once at `at`. */
  readonly tokens: number;
  readonly at: number;
  /** Nobody calls before: the host said so. */
  readonly pausedUntil: number;
  /** Failures in a row; the breaker is open while `brokenUntil` lies ahead. */
  readonly failures: number;
  readonly brokenUntil: number;
  /** UTC day number the spending is of. */
  readonly day: number;
  readonly callsToday: number;
  readonly microsToday: number;
}

export interface HostLimits {
  readonly calls: number;
  readonly perMs: number;
  readonly costPerCallMicros: number;
  readonly callsPerDay?: number;
  readonly microsPerDay?: number;
}

export type Grant =
  | { readonly granted: number }
  | { readonly granted: 0; readonly untilMs: number; readonly why: 'PACE' | 'PAUSED' | 'BROKEN' | 'BUDGET' };

const DAY_MS = 86_400_000;
/** Failures in a row after which a host is left alone, and for how long at first; twice as long each further time. */
const BREAKS_AFTER = 5;
const FIRST_BREAK_MS = 60_000;
const LONGEST_BREAK_MS = 3_600_000;
const MAX_ATTEMPTS = 50;

const EMPTY: HostState = {
  tokens: Number.POSITIVE_INFINITY,
  at: 0,
  pausedUntil: 0,
  failures: 0,
  brokenUntil: 0,
  day: 0,
  callsToday: 0,
  microsToday: 0,
};

/** What a bucket holds at most: a tenth of the period's calls, so that bursts stay small. */
export const burstOf = ({ calls }: Pick<HostLimits, 'calls'>): number => Math.max(1, Math.floor(calls / 10));

/** Milliseconds in which one call is added: what a full bucket lets through at once is not added again, so no period ever has more than it may. */
export const msPerCall = (limits: Pick<HostLimits, 'calls' | 'perMs'>): number =>
  limits.perMs / Math.max(1, limits.calls - burstOf(limits));

/** The state of a host now, refilled; pure. */
export function refilled(state: HostState, limits: HostLimits, nowMs: number): HostState {
  const day = Math.floor(nowMs / DAY_MS);
  return {
    ...state,
    tokens: Math.min(burstOf(limits), state.tokens + Math.max(0, nowMs - state.at) / msPerCall(limits)),
    at: Math.max(state.at, nowMs),
    ...(state.day === day ? {} : { day, callsToday: 0, microsToday: 0 }),
  };
}

/** Grants up to `wanted` calls; where there is none, says from when there are that many: a wait for each call would be a look and a write for each. Pure. */
export function grant(
  before: HostState,
  limits: HostLimits,
  wanted: number,
  nowMs: number,
): { readonly state: HostState; readonly grant: Grant } {
  const state = refilled(before, limits, nowMs);
  const refuse = (untilMs: number, why: 'PACE' | 'PAUSED' | 'BROKEN' | 'BUDGET') => ({
    state,
    grant: { granted: 0 as const, untilMs, why },
  });
  if (state.brokenUntil > nowMs) return refuse(state.brokenUntil, 'BROKEN');
  if (state.pausedUntil > nowMs) return refuse(state.pausedUntil, 'PAUSED');
  const { callsPerDay = Number.POSITIVE_INFINITY, microsPerDay = Number.POSITIVE_INFINITY, costPerCallMicros } = limits;
  const affordable =
    costPerCallMicros === 0 ? wanted : Math.floor((microsPerDay - state.microsToday) / costPerCallMicros);
  const left = Math.min(callsPerDay - state.callsToday, affordable);
  if (left < 1) return refuse((state.day + 1) * DAY_MS, 'BUDGET');
  if (state.tokens < 1) {
    const lacking = Math.min(wanted, left, burstOf(limits)) - state.tokens;
    return refuse(nowMs + Math.ceil(lacking * msPerCall(limits)), 'PACE');
  }
  const granted = Math.max(1, Math.min(wanted, left, Math.floor(state.tokens)));
  return {
    state: {
      ...state,
      tokens: state.tokens - granted,
      callsToday: state.callsToday + granted,
      microsToday: state.microsToday + granted * costPerCallMicros,
    },
    grant: { granted },
  };
}

/** One failure more; from the fifth in a row on the host is left alone. */
export function failedOnce(state: HostState, nowMs: number): HostState {
  const failures = state.failures + 1;
  const over = failures - BREAKS_AFTER;
  return {
    ...state,
    failures,
    brokenUntil:
      over < 0 ? state.brokenUntil : nowMs + Math.min(LONGEST_BREAK_MS, FIRST_BREAK_MS * 2 ** Math.min(over, 10)),
  };
}

/** The gate of one host (social/calls.ts). */
export function hostGate(db: Db, source: string, host: string, limits: HostLimits) {
  const apply = async <T>(step: (state: HostState, nowMs: number) => { state: HostState; result: T }): Promise<T> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const item = await getItem(db, socialHostKey(source, host), { ConsistentRead: true });
      const before = item === undefined ? EMPTY : decode(item);
      const { state, result } = step(before, db.clock());
      if (state === before || (await save(db, source, host, state, item))) return result;
      await fullJitter(attempt, 5, 200);
    }
    throw busy(`Many workers call ${host} at once.`);
  };
  const update = (step: (state: HostState, nowMs: number) => HostState): Promise<void> =>
    apply((state, nowMs) => ({ state: step(state, nowMs), result: undefined }));
  return {
    take: (wanted: number): Promise<Grant> =>
      apply((before, nowMs) => {
        const { state, grant: result } = grant(before, limits, wanted, nowMs);
        // A refusal changes nothing that another look would not find again.
        return { state: result.granted === 0 ? before : state, result };
      }),
    giveBack: (calls: number): Promise<void> =>
      update((state) => ({
        ...state,
        tokens: state.tokens + calls,
        callsToday: Math.max(0, state.callsToday - calls),
        microsToday: Math.max(0, state.microsToday - calls * limits.costPerCallMicros),
      })),
    pauseUntil: (untilMs: number): Promise<void> =>
      update((state) => (untilMs > state.pausedUntil ? { ...state, pausedUntil: untilMs } : state)),
    failed: (): Promise<void> => update(failedOnce),
    recovered: (): Promise<void> =>
      update((state) =>
        state.failures === 0 && state.brokenUntil === 0 ? state : { ...state, failures: 0, brokenUntil: 0 },
      ),
  };
}

/** Null before the first call. */
export async function readHost(db: Db, source: string, host: string): Promise<HostState | null> {
  const item = await getItem(db, socialHostKey(source, host));
  return item === undefined ? null : decode(item);
}

/** Attributes: `t` tokens, `a` at, `p` paused until, `f` failures, `b` broken until, `d` day, `c` calls and `m` micros of it, `v` version. */
const decode = (item: Item): HostState => ({
  tokens: optionalNum(item, 't') ?? 0,
  at: optionalNum(item, 'a') ?? 0,
  pausedUntil: optionalNum(item, 'p') ?? 0,
  failures: optionalNum(item, 'f') ?? 0,
  brokenUntil: optionalNum(item, 'b') ?? 0,
  day: optionalNum(item, 'd') ?? 0,
  callsToday: optionalNum(item, 'c') ?? 0,
  microsToday: optionalNum(item, 'm') ?? 0,
});

async function save(
  db: Db,
  source: string,
  host: string,
  state: HostState,
  before: Item | undefined,
): Promise<boolean> {
  const key = socialHostKey(source, host);
  const version = before === undefined ? 0 : (optionalNum(before, 'v') ?? 0);
  try {
    await putItem(
      db,
      {
        pk: S(key.pk),
        sk: S(key.sk),
        t: N(Math.round(Math.min(state.tokens, 1e9) * 1000) / 1000),
        a: N(state.at),
        p: N(state.pausedUntil),
        f: N(state.failures),
        b: N(state.brokenUntil),
        d: N(state.day),
        c: N(state.callsToday),
        m: N(state.microsToday),
        v: N(version + 1),
      },
      before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': N(version) } },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}
