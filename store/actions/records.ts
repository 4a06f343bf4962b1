import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { assertMayBecome, type ActionPlan, type ActionState } from '../../domain/actions/action.ts';
import { N, num, S, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, mayHaveSucceeded, putItem, queryAll } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { actionKey, ACTIONS_PK } from '../client/keys.ts';

/** Why a member of the segment was not drawn for; counted once, by the first reason that holds. */
export const LEFT_OUT_REASONS = ['GONE', 'SIMULATED', 'NO_CONSENT', 'GLOBAL_HOLDOUT'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** What can be told apart, known before the start; amounts in the outcome's own unit (minor units of money). */
export interface StoredPower {
  /** Standard deviation of the outcome of one member over as long a window before, and what of its variance the forecast takes away. */
  readonly deviation: number;
  readonly removed: number;
  /** Of the arm that differs most clearly from the holdout: the effect a member that is found in 80 of 100 experiments. */
  readonly detectable: number;
  /** Members an arm would need for an effect of a tenth of what is forecast of a member. */
  readonly neededPerArm: number | null;
}

/** Who was drawn, when, and from what. */
export interface DrawnAudience {
  readonly at: number;
  /** The generation whose segment it was, as of when, and the parameters that forecast. */
  readonly generation: number;
  readonly runId: string;
  readonly asOf: number;
  readonly parametersVersion: number | null;
  /** Where the pages lie: under this attempt, by so many bits of the ids. */
  readonly attempt: string;
  readonly bits: number;
  readonly members: number;
  /** Of the ids in order: says that no list was exchanged since. */
  readonly hash: string;
  /** Per arm, in the order of the plan. */
  readonly byArm: readonly number[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  readonly holdout: { readonly year: number; readonly share: number };
  /** Units that chance drew: members, or communities; and how many they are worth where they are of different size. */
  readonly units: number;
  readonly effectiveUnits: number;
  /** Members of another action whose window overlaps, by action. */
  readonly overlaps: Readonly<Record<string, number>>;
  readonly power: StoredPower | null;
}

/** An action as it lies in the table. */
export interface ActionRecord extends ActionPlan {
  /** Goes up by one with every change. */
  readonly version: number;
  readonly state: ActionState;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null until it is frozen. */
  readonly drawn: DrawnAudience | null;
  readonly startedAt: number | null;
  /** When it was closed or cancelled. */
  readonly endedAt: number | null;
  /** Why it was cancelled. */
  readonly reason: string | null;
}

const decode = (item: Item): ActionRecord => ({
  ...(JSON.parse(unpackText(item['json']) ?? 'null') as ActionRecord),
  version: num(item, 'v'),
});

const itemOf = (record: ActionRecord, claim?: string): Item => {
  const place = actionKey(record.key);
  return {
    pk: S(place.pk),
    sk: S(place.sk),
    v: N(record.version),
    json: packText(JSON.stringify(record)),
    ...(claim === undefined ? {} : { claim: S(claim) }),
  };
};

/** An action by key, strongly consistent; null where there is none. */
export async function getAction(db: Db, key: string): Promise<ActionRecord | null> {
  const item = await getItem(db, actionKey(key), { ConsistentRead: true });
  return item === undefined ? null : decode(item);
}

/** An action that must be there. @throws InvalidInputError NOT_FOUND, of `key` */
export async function requireAction(db: Db, key: string): Promise<ActionRecord> {
  const found = await getAction(db, key);
  if (found === null)
    throw new InvalidInputError(['key'], `There is no action "${key.slice(0, 60)}".`, { code: 'NOT_FOUND' });
  return found;
}

/** All actions by key, ended ones included: there are tens, not thousands. */
export async function listActions(db: Db): Promise<ActionRecord[]> {
  const items = await queryAll(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(ACTIONS_PK) },
  });
  return items.map(decode);
}

export const staleAction = (current: number): VisibleError =>
  new VisibleError(
    'STALE_VERSION',
    `The action is at version ${current} by now. Read it again, then repeat the change with expectedVersion: ${current}.`,
    { details: { currentVersion: current } },
  );

/**
 * Plans an action, or with `expectedVersion` changes the plan of one that is a draft.
 *
 * @throws VisibleError TAKEN, STALE_VERSION, or what {@link assertMayBecome} says
 */
export async function putPlan(db: Db, plan: ActionPlan, expectedVersion?: number): Promise<ActionRecord> {
  const before = expectedVersion === undefined ? null : await requireAction(db, plan.key);
  if (before !== null) {
    assertMayBecome(plan.key, before.state, 'DRAFT');
    if (before.version !== expectedVersion) throw staleAction(before.version);
  }
  const now = db.clock();
  const next: ActionRecord = {
    ...plan,
    version: (before?.version ?? 0) + 1,
    state: 'DRAFT',
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    drawn: null,
    startedAt: null,
    endedAt: null,
    reason: null,
  };
  try {
    await putItem(
      db,
      itemOf(next),
      before === null
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': N(before.version) } },
    );
    return next;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const now = await getAction(db, plan.key);
    // Done by this very call, whose answer was lost.
    if (mayHaveSucceeded(error) && JSON.stringify(now) === JSON.stringify(next)) return next;
    if (before === null) throw new VisibleError('TAKEN', `There is an action with the key "${plan.key}" already.`);
    throw staleAction(now?.version ?? 0);
  }
}

/**
 * Says that an attempt to draw is under way. Only the last one to say so can make its draw count, so what others left behind can be deleted.
 *
 * @throws VisibleError STALE_VERSION, or what {@link assertMayBecome} says
 */
export async function claimDraw(db: Db, key: string, expectedVersion: number, attempt: string): Promise<ActionRecord> {
  const before = await requireAction(db, key);
  assertMayBecome(key, before.state, 'FROZEN');
  if (before.version !== expectedVersion) throw staleAction(before.version);
  try {
    await putItem(db, itemOf(before, attempt), {
      ConditionExpression: 'v = :v',
      ExpressionAttributeValues: { ':v': N(expectedVersion) },
    });
  } catch (error) {
    if (isConditionFailed(error)) throw staleAction((await requireAction(db, key)).version);
    throw error;
  }
  return before;
}

/** Makes a draw count: one write, so that readers see all of it or none. @throws VisibleError BUSY where another attempt began meanwhile */
export async function finishDraw(db: Db, before: ActionRecord, drawn: DrawnAudience): Promise<ActionRecord> {
  const next: ActionRecord = {
    ...before,
    version: before.version + 1,
    state: 'FROZEN',
    updatedAt: db.clock(),
    drawn,
  };
  try {
    await putItem(db, itemOf(next), {
      ConditionExpression: 'v = :v AND claim = :mine',
      ExpressionAttributeValues: { ':v': N(before.version), ':mine': S(drawn.attempt) },
    });
    return next;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const now = await getAction(db, before.key);
    if (now?.drawn?.attempt === drawn.attempt) return now;
    if (now?.state === 'DRAFT' && now.version === before.version) throw busy();
    throw staleAction(now?.version ?? 0);
  }
}

const MAX_ATTEMPTS = 20;

/**
 * Takes an action on to another state; harmless to repeat.
 *
 * @throws VisibleError NOT_FOUND, NOT_FROZEN or ACTION_ENDED
 */
export async function advanceAction(
  db: Db,
  key: string,
  to: 'RUNNING' | 'CLOSED' | 'CANCELLED',
  { at = db.clock(), reason = null }: { readonly at?: number; readonly reason?: string | null } = {},
): Promise<ActionRecord> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = await requireAction(db, key);
    if (before.state === to) return before;
    assertMayBecome(key, before.state, to);
    const next: ActionRecord = {
      ...before,
      version: before.version + 1,
      state: to,
      updatedAt: db.clock(),
      ...(to === 'RUNNING' ? { startedAt: at } : { endedAt: at, reason }),
    };
    try {
      await putItem(db, itemOf(next), {
        ConditionExpression: 'v = :v',
        ExpressionAttributeValues: { ':v': N(before.version) },
      });
      return next;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      await fullJitter(attempt, 5, 500);
    }
  }
  throw busy();
}
