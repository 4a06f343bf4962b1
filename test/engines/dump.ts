import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../store/client/attributes.ts';
import type { Db } from '../../store/client/db.ts';

/** Every item of the table as text, sorted: two tables with equal dumps hold the same. Some attributes may be left out. */
export async function dumpTable(db: Db, options: { without?: readonly string[] } = {}): Promise<string[]> {
  const lines: string[] = [];
  let start: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await db.client.send(
      new ScanCommand({
        TableName: db.table,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) {
      lines.push(
        JSON.stringify(
          Object.entries(item)
            .filter(([name]) => options.without?.includes(name) !== true)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
          (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value),
        ),
      );
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return lines.sort();
}
