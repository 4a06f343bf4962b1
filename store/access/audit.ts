import type { Principal } from '../../domain/access/scopes.ts';
import { DAY_MS, dayOf } from '../../domain/time/time.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { putItem, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { auditKey, auditPk } from '../client/keys.ts';

/** Who is behind a change: a caller, or whoever signs the posts of a source. */
export type Author = Pick<Principal, 'id' | 'name'> & { readonly kind: Principal['kind'] | 'WEBHOOK' };

/** One request that changed something, or tried to: who, when and what, without what was sent. */
export interface AuditEntry {
  readonly at: number;
  readonly requestId: string;
  readonly principal: Author;
  /** Mutations of the request, by name; of a stream the address. */
  readonly fields: readonly string[];
  /** The cost that was asked for. */
  readonly cost: number;
}

const KEPT_DAYS = 400;

/** Notes a mutation before it changes anything, so that none goes unnoted: one write unit. */
export async function noteMutation(db: Db, entry: Omit<AuditEntry, 'at'>): Promise<void> {
  const at = db.clock();
  const { pk, sk } = auditKey(dayOf(at), at, entry.requestId);
  const { id, kind, name } = entry.principal;
  await putItem(db, {
    pk: S(pk),
    sk: S(sk),
    by: S(id),
    kind: S(kind),
    name: S(name),
    fields: { L: entry.fields.map((field) => S(field)) },
    cost: N(entry.cost),
    expiresAt: N(Math.ceil((at + KEPT_DAYS * DAY_MS) / 1000)),
  });
}

/**
 * What was changed on a day of UTC, the newest first: half a read unit for some twenty entries.
 *
 * @param page `day`: days since 1970-01-01
 */
export async function listAudit(
  db: Db,
  page: { readonly day: number; readonly first: number; readonly after?: string },
): Promise<{ items: { readonly cursor: string; readonly entry: AuditEntry }[]; hasNext: boolean }> {
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(auditPk(page.day)) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(auditPk(page.day)), sk: S(page.after) } }),
  });
  return {
    items: items.map((item) => ({ cursor: str(item, 'sk'), entry: decode(item) })),
    hasNext: lastKey !== undefined,
  };
}

function decode(item: Item): AuditEntry {
  const sk = str(item, 'sk');
  return {
    at: Number(sk.slice(0, sk.indexOf('#'))),
    requestId: sk.slice(sk.indexOf('#') + 1),
    principal: { id: str(item, 'by'), kind: str(item, 'kind') as Author['kind'], name: str(item, 'name') },
    fields: item['fields']?.L?.map((one) => one.S!) ?? [],
    cost: num(item, 'cost'),
  };
}
