/**
 * Orders in numbers: a generated file of order lines, imported with everything of Kring but the database, whose place a sink takes that answers
 * as an empty table would. Prints the import's CPU seconds, lines a CPU second and peak memory, and a digest of all events and receipts
 * written, each counted once however often it came. `--kills 3` ends the import with SIGKILL so often, at even steps of the writing, and goes on.
 *
 *   node bench/import/volume.ts LINES LINES_PER_ORDER [--kills N]
 */
import { createHash, hash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Client } from '../../store/client/sdk.ts';
import { noBlobs } from '../../store/blobs/blobs.ts';
import { newMeter } from '../../store/client/capacity.ts';
import type { Db } from '../../store/client/db.ts';
import { runImport } from '../../intake/job.ts';
import { openRejects } from '../../intake/rejects.ts';

type Item = Record<string, AttributeValue>;
const ORDERS_PER_CUSTOMER = 4;
const SKUS = 5000;

/** Rows of an order lie far apart: a file in the order of its ids would spare the sort its work. */
async function generate(path: string, lines: number, perOrder: number): Promise<void> {
  const orders = Math.ceil(lines / perOrder);
  const customers = Math.ceil(orders / ORDERS_PER_CUSTOMER);
  const stream = createWriteStream(path);
  let block = 'order id,customer,date,sku,category,quantity,amount,cost\n';
  for (let line = 0; line < lines; line++) {
    const order = (line * 7919) % orders;
    const word = Math.imul(line ^ (line >>> 15), 0x2c1b3c6d) >>> 0;
    const day = new Date(1_640_995_200_000 + (order % 730) * 86_400_000).toISOString().slice(0, 10);
    const cents = 100 + (word % 20_000);
    block += `SO-${1_000_000 + order},C${100_000 + (order % customers)},${day},SKU-${word % SKUS},G${word % 12},${1 + (word % 4)},${(cents / 100).toFixed(2)},${(cents / 200).toFixed(2)}\n`;
    if (block.length < 1 << 20) continue;
    if (!stream.write(block)) await once(stream, 'drain');
    block = '';
  }
  stream.end(block);
  await once(stream, 'finish');
}

/** A table that keeps what an import asks for again, in a file, and of everything else a hash. */
function sink(directory: string): { db: Db; flush(): void; cpuMicros(): number } {
  const keptPath = join(directory, 'kept.json');
  const kept = new Map<string, Item>(existsSync(keptPath) ? JSON.parse(readFileSync(keptPath, 'utf8'), revive) : []);
  let written: string[] = [];
  let cpu = 0;
  const name = (item: Item): string => `${item['pk']!.S}|${item['sk']!.S}`;
  const isKept = (item: Item): boolean => /^(META|IMPORT)/.test(item['pk']!.S!);
  const flush = (): void => {
    for (const [part, lines] of Map.groupBy(written, partOf)) appendFileSync(join(directory, part), lines.join(''));
    written = [];
  };
  const put = (item: Item): void => {
    if (isKept(item)) {
      // What was written before a checkpoint is written before it here too.
      flush();
      kept.set(name(item), item);
      writeFileSync(keptPath, JSON.stringify([...kept], bytesAsText));
    } else written.push(`${digestOf(name(item))} ${digestOf(textOf(item))}\n`);
  };
  const answer = (operation: string, input: Record<string, unknown>): object => {
    switch (operation) {
      case 'GetItemCommand': {
        const item = kept.get(name(input['Key'] as Item));
        return item === undefined ? {} : { Item: item };
      }
      case 'BatchGetItemCommand':
        return { Responses: {} };
      case 'QueryCommand':
        return { Items: [] };
      case 'DescribeTableCommand':
        return { Table: { TableStatus: 'ACTIVE' } };
      case 'PutItemCommand':
        put(input['Item'] as Item);
        return {};
      case 'DeleteItemCommand':
        kept.delete(name(input['Key'] as Item));
        return {};
      case 'BatchWriteItemCommand':
        for (const { PutRequest } of Object.values(
          input['RequestItems'] as Record<string, { PutRequest?: { Item: Item } }[]>,
        ).flat())
          if (PutRequest !== undefined) put(PutRequest.Item);
        return {};
      default:
        return {};
    }
  };
  const client = {
    send: (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
      const before = process.threadCpuUsage();
      const answered = answer(command.constructor.name, command.input);
      const after = process.threadCpuUsage(before);
      cpu += after.user + after.system;
      return Promise.resolve(answered);
    },
    destroy: () => undefined,
  } as unknown as Client;
  const db: Db = {
    client,
    table: 'kring',
    identityKey: new TextEncoder().encode('bench identity key'),
    blobs: noBlobs,
    meter: newMeter(),
    clock: () => Date.UTC(2026, 0, 1),
    random: (bytes) => new Uint8Array(bytes),
  };
  return { db, flush, cpuMicros: () => cpu };
}

/** What is written goes into 64 files by its name: ten million orders are more than one string or one Map holds. */
const PART = 'written-';
const partOf = (line: string): string => `${PART}${line.charCodeAt(0).toString(16)}`;
const digestOf = (text: string): string => hash('md5', text, 'base64url').slice(0, 12);
const textOf = (item: Item): string =>
  Object.keys(item)
    .sort()
    .map((key) => {
      const value = item[key]!;
      return `${key}=${value.S ?? value.N ?? (value.B === undefined ? JSON.stringify(value) : Buffer.from(value.B).toString('base64'))}`;
    })
    .join('|');
const bytesAsText = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value;
const revive = (_: string, value: unknown): unknown => {
  const { bytes } = (value ?? {}) as { bytes?: unknown };
  return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value;
};

/** The import itself, in a process of its own. */
async function importOnce(path: string, directory: string): Promise<void> {
  const { db, flush, cpuMicros } = sink(directory);
  const before = process.cpuUsage();
  const outcome = await runImport(
    db,
    { kind: 'orders', path, currency: 'EUR', source: 'shop' },
    {
      rejects: openRejects(join(directory, 'rejects.csv')),
      fold: false,
      sortIn: directory,
      aloneSince: Date.now(),
      progress: {
        stage: (text) => process.stderr.write(`${text}\n`),
        update: (done) => process.stderr.write(`at ${done}\n`),
        stop: () => {},
      },
    },
  );
  flush();
  const { user, system } = process.cpuUsage(before);
  console.log(
    JSON.stringify({
      counts: outcome.counts,
      resumedFrom: outcome.resumedFrom,
      cpuSeconds: (user + system) / 1e6,
      sinkSeconds: cpuMicros() / 1e6,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

function digest(directory: string): { items: number; digest: string } {
  const digested = createHash('sha256');
  let items = 0;
  const parts = readdirSync(directory).filter((name) => name.startsWith(PART));
  for (const part of parts.sort()) {
    const last = new Map<string, string>();
    for (const line of readFileSync(join(directory, part), 'latin1').split('\n'))
      if (line !== '') last.set(line.slice(0, 12), line);
    for (const line of [...last.values()].sort()) digested.update(line);
    items += last.size;
  }
  return { items, digest: digested.digest('hex').slice(0, 16) };
}

async function measure(path: string, lines: number, perOrder: number, kills: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'kring-volume-'));
  try {
    for (let killed = 0; ;) {
      const child = spawn(process.execPath, [import.meta.filename, 'once', path, directory], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let printed = '';
      child.stdout.on('data', (text) => (printed += String(text)));
      let isWriting = false;
      child.stderr.on('data', (text) => {
        isWriting ||= String(text).includes('Writing');
        const at = Number(/at (\d+)\n$/.exec(String(text))?.[1] ?? 0);
        // Somewhere in the writing, each time further on.
        if (isWriting && killed < kills && at >= ((killed + 1) / (kills + 1)) * (lines / perOrder))
          child.kill('SIGKILL');
      });
      await once(child, 'close');
      if (child.signalCode === 'SIGKILL') {
        killed += 1;
        continue;
      }
      if (child.exitCode !== 0) throw new Error(`The import ended with ${child.exitCode}.`);
      const found = JSON.parse(printed) as {
        counts: object;
        resumedFrom: number;
        cpuSeconds: number;
        sinkSeconds: number;
        peakMegabytes: number;
      };
      const own = found.cpuSeconds - found.sinkSeconds;
      const { items, digest: all } = digest(directory);
      console.log(
        `${killed} kills: ${JSON.stringify(found.counts)}, resumed from ${found.resumedFrom}, ${own.toFixed(1)} CPU s without the sink (${Math.round(lines / own)} lines a CPU s), peak ${found.peakMegabytes} MB, ${items} items ${all}`,
      );
      return;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const [first = '', second = '', third, kills = '0'] = process.argv.slice(2);
if (first === 'once') await importOnce(second, third!);
else {
  const [lines, perOrder] = [Number(first), Number(second)];
  const directory = mkdtempSync(join(tmpdir(), 'kring-volume-file-'));
  const path = join(directory, 'orders.csv');
  try {
    await generate(path, lines, perOrder);
    console.log(
      `${lines} lines, ${perOrder} an order; Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`,
    );
    await measure(path, lines, perOrder, 0);
    if (third === '--kills') await measure(path, lines, perOrder, Number(kills));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
