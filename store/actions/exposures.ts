import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, deleteRequest, keyName, putRequest } from '../client/batch.ts';
import { queryPages } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { exposedPk, exposedPrefix, exposureKey, SHARDS, shardOf } from '../client/keys.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { armsOf } from './drawn.ts';
import { advanceAction, getAction, type ActionRecord } from './records.ts';

export const EXPOSURE_KINDS = ['SENT', 'DELIVERED', 'OPENED', 'CLICKED', 'CALLED', 'REDEEMED', 'OTHER'] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];

/** That an action reached somebody. */
export interface Exposure {
  readonly action: string;
  readonly by: CustomerIdentifier;
  readonly kind: ExposureKind;
  /** Epoch ms. */
  readonly at: number;
  /** The system that said so. */
  readonly source: string;
}

export interface StoredExposure extends Omit<Exposure, 'by' | 'action'> {
  readonly customerId: CustomerId;
}

/**
 * ACCEPTED: new. DUPLICATE: told before. CONTAMINATED: new, of somebody who was to be left alone; they stay in their arm, and are counted.
 * UNKNOWN_MEMBER: of somebody nobody drew. Others: there is no such action, or it takes none.
 */
export type ExposureStatus =
  | 'ACCEPTED'
  | 'DUPLICATE'
  | 'CONTAMINATED'
  | 'UNKNOWN_MEMBER'
  | 'NOT_FOUND'
  | 'NOT_FROZEN'
  | 'ACTION_ENDED';

export interface ExposureResult {
  readonly status: ExposureStatus;
  readonly customerId: CustomerId | null;
}

const itemOf = ({ action, kind, at, source }: Exposure, id: CustomerId): Item => {
  const key = exposureKey(action, id, kind);
  return { pk: S(key.pk), sk: S(key.sk), at: N(at), o: S(source) };
};

/**
 * Notes who was reached, in their order of telling; the earliest instant of a kind stands. Harmless to repeat. The first of an action that is
 * frozen says that it runs.
 *
 * @throws InvalidInputError for an identifier that is none
 */
export async function recordExposures(db: Db, exposures: readonly Exposure[]): Promise<ExposureResult[]> {
  const results: ExposureResult[] = exposures.map(() => ({ status: 'NOT_FOUND', customerId: null }));
  const byAction = Map.groupBy(exposures.keys(), (index) => exposures[index]!.action);
  const resolved = await resolveCustomers(
    db,
    exposures.map(({ by }) => by),
    { consistent: true, attributes: [] },
  );
  for (const [key, all] of byAction) {
    const action = await getAction(db, key);
    const refused = refusalOf(action);
    if (action?.drawn == null || refused !== null) {
      for (const index of all) results[index] = { status: refused ?? 'NOT_FROZEN', customerId: null };
      continue;
    }
    const { drawn, arms } = action;
    // Under whom they were drawn: a merge since then moves nobody.
    const asked = all.map((index) => ({ index, ids: [resolved[index]!.id, resolved[index]!.survivorId] }));
    const armOf = await armsOf(
      db,
      key,
      drawn,
      asked.flatMap(({ ids }) => ids),
    );
    const members = asked.map(({ index, ids }) => ({ index, id: ids.find((id) => armOf.has(id)) ?? null }));
    const keys = members.flatMap(({ index, id }) =>
      id === null ? [] : [exposureKey(key, id, exposures[index]!.kind)],
    );
    const known = new Map(await batchGet(db, keys, { consistent: true }));
    const writes = new Map<string, Item>();
    for (const { index, id } of members) {
      if (id === null) {
        results[index] = { status: 'UNKNOWN_MEMBER', customerId: null };
        continue;
      }
      const exposure = exposures[index]!;
      const item = itemOf(exposure, id);
      const name = keyName(exposureKey(key, id, exposure.kind));
      const before = known.get(name);
      if (before === undefined || num(before, 'at') > exposure.at) {
        known.set(name, item);
        writes.set(name, item);
      }
      const isHoldout = arms[armOf.get(id)!]!.key === 'holdout';
      const status = before !== undefined ? 'DUPLICATE' : isHoldout ? 'CONTAMINATED' : 'ACCEPTED';
      results[index] = { status, customerId: id };
    }
    await batchWrite(db, [...writes.values()].map(putRequest));
    if (writes.size > 0 && action.state === 'FROZEN') await begun(db, action);
  }
  return results;
}

const refusalOf = (action: ActionRecord | null): 'NOT_FOUND' | 'NOT_FROZEN' | 'ACTION_ENDED' | null =>
  action === null
    ? 'NOT_FOUND'
    : action.state === 'DRAFT'
      ? 'NOT_FROZEN'
      : action.state === 'CLOSED' || action.state === 'CANCELLED'
        ? 'ACTION_ENDED'
        : null;

/** Somebody may have ended it meanwhile: what was told stays. */
async function begun(db: Db, { key }: ActionRecord): Promise<void> {
  await advanceAction(db, key, 'RUNNING').catch((error: unknown) => {
    if (!(error instanceof VisibleError && error.code === 'ACTION_ENDED')) throw error;
  });
}

const SHARDS_AT_ONCE = 4;

/** Everybody who was reached by an action, with what was told of them. */
export async function exposuresOf(db: Db, action: string): Promise<StoredExposure[]> {
  const shards = await mapLimit([...Array(SHARDS).keys()], SHARDS_AT_ONCE, async (shard) => {
    const found: StoredExposure[] = [];
    for await (const page of queryPages(db, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :all)',
      ExpressionAttributeValues: { ':pk': S(exposedPk(action, shard)), ':all': S('X#') },
    }))
      found.push(...page.map(decode));
    return found;
  });
  return shards.flat();
}

function decode(item: Item): StoredExposure {
  const [, customerId = '', kind = ''] = str(item, 'sk').split('#');
  return { customerId, kind: kind as ExposureKind, at: num(item, 'at'), source: str(item, 'o') };
}

/** What was told of a customer's being reached by an action. */
export async function exposuresOfCustomer(db: Db, action: string, id: CustomerId): Promise<StoredExposure[]> {
  const found: StoredExposure[] = [];
  for await (const page of queryPages(db, ownOf(action, id))) found.push(...page.map(decode));
  return found;
}

/** Deletes what was told of customers' being reached by an action. Repeatable. */
export async function forgetExposures(db: Db, action: string, ids: readonly CustomerId[]): Promise<number> {
  let forgotten = 0;
  for (const id of ids)
    for await (const page of queryPages(db, ownOf(action, id))) {
      await batchWrite(
        db,
        page.map((item) => deleteRequest({ pk: str(item, 'pk'), sk: str(item, 'sk') })),
      );
      forgotten += page.length;
    }
  return forgotten;
}

const ownOf = (action: string, id: CustomerId) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :own)',
  ExpressionAttributeValues: { ':pk': S(exposedPk(action, shardOf(id))), ':own': S(exposedPrefix(id)) },
});
