import { VisibleError } from '../../domain/errors.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { META_RUN_LOCK } from '../client/keys.ts';

/** Who may run, and until when unless they say they still do. One item, never deleted: it also counts generations. */
export interface Lease {
  readonly runId: string;
  /** Made up anew with every taking, so that a former holder of the same run is told apart. */
  readonly holder: string;
  readonly until: number;
  /** The last generation allotted to a run. */
  readonly generation: number;
}

/** The lease, or null before the first run. */
export async function readLease(db: Db): Promise<Lease | null> {
  const item = await getItem(db, META_RUN_LOCK, { ConsistentRead: true });
  return item === undefined
    ? null
    : {
        runId: str(item, 'runId'),
        holder: str(item, 'holder'),
        until: num(item, 'until'),
        generation: num(item, 'generation'),
      };
}

/** Takes the lease if it still is as `seen`; false when somebody else was faster. */
export async function takeLease(db: Db, next: Lease, seen: Lease | null): Promise<boolean> {
  const item: Item = {
    pk: S(META_RUN_LOCK.pk),
    sk: S(META_RUN_LOCK.sk),
    runId: S(next.runId),
    holder: S(next.holder),
    until: N(next.until),
    generation: N(next.generation),
  };
  const names = { '#holder': 'holder', '#until': 'until' };
  try {
    await putItem(
      db,
      item,
      seen === null
        ? {
            ConditionExpression: 'attribute_not_exists(pk) OR #holder = :me',
            ExpressionAttributeNames: { '#holder': 'holder' },
            ExpressionAttributeValues: { ':me': S(next.holder) },
          }
        : {
            ConditionExpression: '(#holder = :seen AND #until = :until) OR #holder = :me',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ':seen': S(seen.holder), ':until': N(seen.until), ':me': S(next.holder) },
          },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Sets until when the holder runs; 0 gives the lease up. Throws VisibleError LEASE_LOST when somebody else holds it. */
export async function extendLease(db: Db, holder: string, until: number): Promise<void> {
  try {
    await updateItem(db, META_RUN_LOCK, {
      UpdateExpression: 'SET #until = :until',
      ConditionExpression: '#holder = :me',
      ExpressionAttributeNames: { '#until': 'until', '#holder': 'holder' },
      ExpressionAttributeValues: { ':until': N(until), ':me': S(holder) },
    });
  } catch (error) {
    throw isConditionFailed(error) ? leaseLost(error) : error;
  }
}

/** What is said to a process whose run another has taken over. */
export const leaseLost = (cause: unknown): VisibleError =>
  new VisibleError(
    'LEASE_LOST',
    'Another process took this run over, because this one did not answer in time. Nothing is lost: the other one goes on.',
    { cause },
  );
