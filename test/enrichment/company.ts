import { updateItem, putItem } from '../../store/client/commands.ts';
import { customerKey } from '../../store/client/keys.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { contentOf } from '../../store/events/content-codec.ts';
import { encodeEvent, receiptHash } from '../../store/events/history.ts';
import type { CustomerEvent } from '../../domain/events.ts';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { putTies } from '../../store/relations/ties.ts';
import { DAY_MS } from '../../domain/time/time.ts';

export const COMPANY_AS_OF = 20_000 * DAY_MS + 12 * 3_600_000;
const START = 19_000;
export const customer = (n: number): CustomerIdentifier => ({ externalId: { source: 'shop', id: `c${n}` } });

/** A company of `size` customers, written through the store: every third follows two others, every fifth was referred. */
export async function seedCompany(db: Db, size: number): Promise<void> {
  const days = (n: number, k: number): number => START + ((n * 37 + k * 211) % 980);
  await ingestEvents(
    db,
    Array.from({ length: size }, (_, n) =>
      Array.from({ length: 1 + (n % 4) }, (_unused, k) => ({
        customer: customer(n),
        event: {
          kind: 'ORDER' as const,
          source: 'shop',
          id: `o${n}-${k}`,
          occurredAt: days(n, k) * DAY_MS + 3_600_000,
          promotion: k === 1,
          lines: [
            {
              sku: `s${(n + k) % 7}`,
              group: `g${(n + k) % 3}`,
              quantity: 1,
              netMinor: 1000 + n * 137 + k * 31,
              lineKind: 'PRODUCT' as const,
              ...(n % 2 ? { costMinor: 700 } : {}),
            },
          ],
        },
      })),
    ).flat(),
  );
  await putTies(
    db,
    Array.from({ length: size }, (_, n) =>
      n % 3
        ? []
        : [1, 2].map((step) => ({
            follower: customer(n),
            followed: customer((n + step * 5) % size),
            kind: 'FOLLOW' as const,
            source: 'forum',
            weight: step,
            at: START * DAY_MS,
          })),
    ).flat(),
  );
  for (let n = 5; n < size; n += 5) {
    await recordReferral(db, {
      source: 'shop',
      id: `r${n}`,
      advocate: customer(n - 5),
      friend: customer(n),
      kind: 'TYPE_ONE',
      at: (START - 10) * DAY_MS,
      rewardMinor: 100,
    });
  }
}

/** Every item of the table as text, by key. */
export async function dumpTable(db: Db): Promise<Map<string, string>> {
  const items = new Map<string, string>();
  let start: Record<string, unknown> | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({
        TableName: db.table,
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start as never } : {}),
      }),
    );
    for (const item of page.Items ?? []) {
      items.set(`${item['pk']!.S} ${item['sk']!.S}`, JSON.stringify(item, inOrder));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** Engines give the keys of a map back in any order. */
function inOrder(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An event as it lies in a table that no edge guarded: written beside every check, and announced. */
export async function smuggle(db: Db, n: number, event: CustomerEvent, content = contentOf(event)): Promise<void> {
  const id = customerIdOf(db, customer(n));
  await putItem(
    db,
    encodeEvent(id, event, receiptHash(db, event.kind, event.source, event.id), content, COMPANY_AS_OF),
  );
  await updateItem(db, customerKey(id), {
    UpdateExpression: 'ADD w :mark',
    ExpressionAttributeValues: { ':mark': { SS: ['lsmuggled'] } },
  });
}
