import { KringError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { defaultRuleSet, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { withMeter, type Db } from '../../store/client/db.ts';
import { PATIENCE_MS, REQUEST_MS, withDeadline } from '../../store/client/deadline.ts';
import { getRuleSet } from '../../store/definitions/rules.ts';
import type { RunRecord } from '../../store/work/runs.ts';
import { NO_SOURCES, type SocialSettings } from '../../social/settings.ts';
import type { WorkerOptions } from '../../social/sync/worker.ts';
import { LOCAL_STAGE, seesCustomer, type Principal } from '../../domain/access/scopes.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { Spending } from './rate-limiter.ts';

/** Begins a run in the host and resolves as soon as it holds the run lock; throws an AlreadyRunningError when another one does. */
export type StartRun = (input: {
  readonly trigger: 'MANUAL';
  readonly asOf?: number;
  /** Settings to compute with in place of the deployment's; a view, whatever its instant. */
  readonly tried?: object;
  /** Goes on with this run instead. */
  readonly resume?: string;
}) => Promise<RunRecord>;

/** Social sources as the host has them configured. */
export interface SocialOptions {
  readonly settings: SocialSettings;
  /** What calls of sources may use of the process. */
  readonly worker?: Partial<WorkerOptions>;
  /** Told of a sync that was started, where this process goes on with it; elsewhere the scheduled worker does. */
  readonly onSyncStarted?: (syncId: string) => void;
}

export interface ContextOptions {
  readonly db: Db;
  /** The deployment's one accounting currency (ISO 4217). */
  readonly currency: string;
  /** What keys made here are marked with; absent: local. */
  readonly stage?: string;
  /** Absent where the host cannot run anything. */
  readonly startRun?: StartRun;
  /** Told whose orders were written, where this process shows what they move before the next run (enrichment/push); in the cloud the table's stream tells. */
  readonly onOrders?: (customers: readonly CustomerId[]) => void;
  /** Told of an erasure that waits for a run, where this process starts one; elsewhere the next scheduled run ends it. */
  readonly onErasure?: () => void;
  /** Absent where no social source is configured. */
  readonly social?: SocialOptions;
  /** Whether webhooks may lead to this machine: where Kring runs on the machine of whoever asks. */
  readonly webhooks?: { readonly loopback: boolean };
  /** How long one call of DynamoDB may fail before the client is told. */
  readonly patienceMs?: number;
}

/** What every resolver gets: one per request. */
export interface RequestContext {
  readonly requestId: string;
  /** Who asks, and what they may. */
  readonly principal: Principal;
  /** With a meter of its own, so that the answer can say what it cost, and a deadline, so that there is one. */
  readonly db: Db;
  readonly currency: string;
  readonly stage: string;
  readonly startRun: StartRun | null;
  readonly onOrders: (customers: readonly CustomerId[]) => void;
  readonly onErasure: () => void;
  readonly social: SocialOptions;
  readonly webhooks: { readonly loopback: boolean };
  readonly loaders: Loaders;
  /** What was taken for this request; undefined until it may run. */
  spending?: Spending;
  /** The rule set of a version. */
  readonly ruleSet: (version: number) => Promise<EngagementRuleSet> | EngagementRuleSet;
}

// A published version never changes, so one read of it serves the whole process.
const knownRuleSets = new WeakMap<Db['client'], Map<number, Promise<EngagementRuleSet>>>();

async function readRuleSet(db: Db, version: number): Promise<EngagementRuleSet> {
  const found = await getRuleSet(db, version);
  if (found === null)
    throw new KringError('RULE_SET_MISSING', `points were counted with rule set ${version}, which is not in the table`);
  return found;
}

function ruleSet(db: Db, version: number): Promise<EngagementRuleSet> | EngagementRuleSet {
  // 0: nothing was counted yet, and no rule set says so as well as any other.
  if (version === 0 || version === defaultRuleSet.version) return defaultRuleSet;
  let known = knownRuleSets.get(db.client);
  if (known === undefined) knownRuleSets.set(db.client, (known = new Map()));
  let found = known.get(version);
  if (found === undefined) {
    found = readRuleSet(db, version);
    known.set(version, found);
    found.catch(() => known.delete(version));
  }
  return found;
}

/** @param timeMs what the host leaves the request; it is answered before that, also when DynamoDB is not */
export function createContext(
  options: ContextOptions,
  principal: Principal,
  requestId: string,
  timeMs = REQUEST_MS,
): RequestContext {
  const db = withDeadline(withMeter(options.db), {
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    totalMs: Math.min(timeMs, REQUEST_MS),
  });
  return {
    requestId,
    principal,
    db,
    currency: options.currency,
    stage: options.stage ?? LOCAL_STAGE,
    startRun: options.startRun ?? null,
    onOrders: options.onOrders ?? (() => undefined),
    onErasure: options.onErasure ?? (() => undefined),
    social: options.social ?? { settings: NO_SOURCES },
    webhooks: options.webhooks ?? { loopback: false },
    // Identities are decoded only for who may not see everybody.
    loaders: createLoaders(db, (record) => principal.sources === null || seesCustomer(principal, record.identities)),
    ruleSet: (version) => ruleSet(db, version),
  };
}
