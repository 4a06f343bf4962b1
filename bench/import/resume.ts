/**
 * Imports Online Retail II, or the CiaoDVD reviews, twice into embedded databases of their own: once cleanly, once killed (SIGKILL) in the middle of
 * writing and started again. Compares every item of the two tables; the only difference allowed is the instant at which each
 * import first started.
 *
 *   node bench/import/resume.ts [online-retail-ii|ciaodvd]
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { openConnection } from '../../local/dynamodb/connect.ts';
import { unpackText } from '../../store/client/json.ts';
import type { Db } from '../../store/client/db.ts';
import type { ImportState } from '../../store/work/imports.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILES = {
  'online-retail-ii': ['orders', '../shared/data/online_retail_ii_lines.csv.gz'],
  ciaodvd: ['interactions', '../shared/data/network/ciaodvd_ratings.csv.gz'],
} as const;
const [KIND, PATH] = FILES[(process.argv[2] ?? 'online-retail-ii') as keyof typeof FILES];
const FILE = join(ROOT, PATH);
process.env['KRING_IDENTITY_KEY'] = 'the same key for both tables, so that ids agree';

const importInto = (data: string) =>
  spawn(
    process.execPath,
    [join(ROOT, 'cli/bin/kring.js'), 'import', KIND, FILE, '--data', data, '--rejects', join(data, 'rejects.csv')],
    { stdio: ['ignore', 'inherit', 'pipe'] },
  );

async function stateOf(db: Db): Promise<ImportState> {
  const { Items } = await db.client.send(
    new QueryCommand({
      TableName: db.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'IMPORTS' } },
    }),
  );
  return JSON.parse(unpackText(Items![0]!['json'])!) as ImportState;
}

/** A digest per item, sorted and digested again: equal for equal tables. */
async function digest(data: string): Promise<{ items: number; digest: string }> {
  const connection = await openConnection({ data, table: 'kring' });
  const { db } = connection;
  const startedAt = String((await stateOf(db)).startedAt);
  const digests: string[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({ TableName: db.table, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) {
      if (item['pk']!.S === 'IMPORTS') continue;
      const text = JSON.stringify(
        Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value),
      );
      digests.push(createHash('sha256').update(text.replaceAll(startedAt, 'START')).digest('base64'));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  await connection.close();
  return { items: digests.length, digest: createHash('sha256').update(digests.sort().join()).digest('hex') };
}

const killed = mkdtempSync(join(tmpdir(), 'kring-killed-'));
const clean = mkdtempSync(join(tmpdir(), 'kring-clean-'));
try {
  const first = importInto(killed);
  const ended = once(first, 'exit');
  for await (const line of first.stderr!) {
    // The progress lines say how far it is; a third is the middle of something.
    const reached = /(?:Writing|Importing) \w+:.*?(\d+)%/.exec(String(line));
    if (reached !== null && Number(reached[1]) > 33) {
      process.stdout.write(`killing at: ${String(line).trim()}\n`);
      first.kill('SIGKILL');
    }
  }
  await ended;
  console.log(`killed: ${first.signalCode ?? 'no, it had ended'}`);
  const second = importInto(killed);
  second.stderr!.resume();
  await once(second, 'exit');
  const whole = importInto(clean);
  whole.stderr!.resume();
  await once(whole, 'exit');
  const [a, b] = [await digest(killed), await digest(clean)];
  console.log(
    `killed and resumed: ${a.items} items ${a.digest}\nclean:              ${b.items} items ${b.digest}\n${a.digest === b.digest ? 'EQUAL' : 'DIFFERENT'}`,
  );
  process.exitCode = a.digest === b.digest ? 0 : 1;
} finally {
  for (const data of [killed, clean]) rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
