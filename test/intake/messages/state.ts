import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../store/client/attributes.ts';
import type { Db } from '../../../store/client/db.ts';
import { readContent } from '../../../store/events/content-codec.ts';
import { customerIdOfItem, decodeRecord } from '../../../store/customers/records.ts';
import { survivorsOf } from '../../../store/customers/survivors.ts';

async function allItems(db: Db): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await db.client.send(
      new ScanCommand({
        TableName: db.table,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

const sorted = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();

/**
 * All that stands of customers, without when or in which order it came: everybody's name, identities and addresses, who is one with whom, everybody's
 * summary, and every event with its content under whom it was recorded.
 */
export async function stateOf(
  db: Db,
): Promise<{ readonly customers: readonly string[]; readonly events: readonly string[] }> {
  const items = await allItems(db);
  const people = items.filter((item) => item['pk']!.S!.startsWith('IN#') && item['sk']!.S!.startsWith('S#'));
  const survivors = await survivorsOf(db, people.map(customerIdOfItem), { consistent: true });
  return {
    customers: sorted(
      people.map((item) => {
        const { id, displayName, identities, contacts, summary } = decodeRecord(item);
        const survivor = survivors.get(id);
        return {
          id,
          survivor,
          displayName,
          identities: sorted(identities),
          contacts: sorted(contacts),
          // Of whom nothing is known nothing was counted, by whatever rules.
          summary: survivor === id && summary.eventCount > 0 ? summary : null,
        };
      }),
    ),
    events: sorted(
      items
        .filter((item) => item['pk']!.S!.startsWith('C#') && item['sk']!.S!.startsWith('E#'))
        .map((item) => [item['pk']!.S, item['sk']!.S, item['k']!.S, item['o']!.S, item['i']!.S, readContent(item)]),
    ),
  };
}
