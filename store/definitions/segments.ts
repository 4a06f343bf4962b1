import { VisibleError } from '../../domain/errors.ts';
import { N, num, S, type Item } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { getItem, isConditionFailed, putItem, queryAll } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { segmentKey, SEGMENTS_PK } from '../client/keys.ts';

/** A segment somebody defined. The rule is JSON that domain/segments/rules.ts parses. */
export interface SegmentRecord {
  /** Stable name: lower case words joined by hyphens. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly rule: unknown;
  /** What is to be done with its customers (domain/segments/roles.ts); absent where nobody said. */
  readonly role?: string | undefined;
  /** Goes up by one with every change. */
  readonly version: number;
  /** An archived segment is no longer computed, and its key stays taken. */
  readonly archived: boolean;
  readonly updatedAt: number;
}

/** Defines or changes a segment. Throws VisibleError STALE_VERSION when `expectedVersion` (0: must be new) is not the current one. */
export async function putSegment(
  db: Db,
  segment: Pick<SegmentRecord, 'key' | 'name' | 'description' | 'rule' | 'role'> & { readonly archived?: boolean },
  options: { readonly expectedVersion?: number } = {},
): Promise<SegmentRecord> {
  for (;;) {
    const current = (await getSegment(db, segment.key))?.version ?? 0;
    const stale = new VisibleError(
      'STALE_VERSION',
      `The segment is at version ${current} by now. Read it again, then repeat the change with expectedVersion: ${current}.`,
      { details: { currentVersion: current } },
    );
    if (options.expectedVersion !== undefined && options.expectedVersion !== current) throw stale;
    const { key, name, description, rule, role, archived = false } = segment;
    const next: SegmentRecord = {
      key,
      name,
      description,
      rule,
      ...(role === undefined ? {} : { role }),
      version: current + 1,
      archived,
      updatedAt: db.clock(),
    };
    const place = segmentKey(key);
    try {
      await putItem(
        db,
        { pk: S(place.pk), sk: S(place.sk), v: N(next.version), json: packText(JSON.stringify(next)) },
        current === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'v = :current', ExpressionAttributeValues: { ':current': N(current) } },
      );
      return next;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      const now = await getSegment(db, key);
      if (JSON.stringify(now) === JSON.stringify(next)) return next;
    }
  }
}

const decodeSegment = (item: Item): SegmentRecord => ({
  ...(JSON.parse(unpackText(item['json']) ?? 'null') as SegmentRecord),
  version: num(item, 'v'),
});

/** A segment by key, or null. */
export async function getSegment(db: Db, key: string): Promise<SegmentRecord | null> {
  const item = await getItem(db, segmentKey(key), { ConsistentRead: true });
  return item === undefined ? null : decodeSegment(item);
}

/** All segments by key, archived ones included: there are tens, not thousands. */
export async function listSegments(db: Db): Promise<SegmentRecord[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(SEGMENTS_PK) },
  });
  return items.map(decodeSegment);
}
