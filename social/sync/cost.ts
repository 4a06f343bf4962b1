import { burstOf, msPerCall } from '../../store/social/hosts.ts';
import { RESERVE_MS } from '../calls.ts';
import type { SourceTraits } from '../source.ts';

/** What there is to read at one host. */
export interface SyncLoad {
  /** Accounts whose counts are read. */
  readonly profiles: number;
  /** Pages of the lists that are read. */
  readonly listPages: number;
  /** Pages of what was done to the company's accounts. */
  readonly engagementPages: number;
  /** Accounts that are asked about whether they follow the company. */
  readonly brandFollowers: number;
  /** Calls before the first of these: to learn what the host can do, to sign in. */
  readonly openings: number;
}

/** Parts are read one call's accounts at a time, at most this many. */
const MOST_ACCOUNTS_A_PART = 25;
/** Accounts of a part, and so of a call for counts. */
export const accountsAPart = ({ profileBatch }: Pick<SourceTraits, 'profileBatch'>): number =>
  Math.min(MOST_ACCOUNTS_A_PART, profileBatch);

/** Calls a sync makes at a host where none fails; pure. */
export const callsOf = (load: SyncLoad, traits: Pick<SourceTraits, 'profileBatch' | 'brandBatch'>): number =>
  load.openings +
  Math.ceil(load.profiles / accountsAPart(traits)) +
  load.listPages +
  load.engagementPages +
  Math.ceil(load.brandFollowers / traits.brandBatch);

export interface SyncCost {
  readonly invocations: number;
  readonly durationMs: number;
  readonly costMicros: number;
}

/**
 * How long a number of calls to one host takes one invocation after the other; pure. An invocation stops {@link RESERVE_MS} early and
 * the next one begins at a tick; by then the bucket is full again.
 *
 * @param callMs what a call takes, with what is stored of it
 */
export function costOf(
  calls: number,
  traits: Pick<SourceTraits, 'limit' | 'costPerCallMicros'>,
  { callMs, invocationMs, tickMs }: { readonly callMs: number; readonly invocationMs: number; readonly tickMs: number },
): SyncCost {
  const workMs = invocationMs - RESERVE_MS;
  const [burst, paceMs] = [burstOf(traits.limit), msPerCall(traits.limit)];
  // The last call begins in time and may end after it.
  const anInvocation = Math.min(Math.ceil(workMs / callMs), Math.floor(burst + workMs / paceMs));
  const invocations = Math.max(1, Math.ceil(calls / anInvocation));
  const last = calls - (invocations - 1) * anInvocation;
  return {
    invocations,
    durationMs:
      (invocations - 1) * Math.ceil(workMs / tickMs) * tickMs + Math.max(last * callMs, (last - burst) * paceMs),
    costMicros: calls * traits.costPerCallMicros,
  };
}
