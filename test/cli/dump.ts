import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../../store/client/db.ts';

/** Every item of a table, as one sorted line of text each: two tables are equal when their dumps are. */
export async function dump(db: Db, keep: (pk: string) => boolean = () => true): Promise<string[]> {
  const lines: string[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({ TableName: db.table, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) {
      if (!keep(item['pk']!.S!)) continue;
      const plain = unmarshall(item);
      lines.push(
        JSON.stringify(
          Object.fromEntries(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1))),
          (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value),
        ),
      );
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return lines.sort();
}
