/**
 * A stand-in for DynamoDB behind the store's own Db, for benchmarks only: it counts what AWS would charge by the size of items, makes the inputs of
 * a company as they are asked for (company.ts), and keeps of what is written only what a run reads again. One writer: conditions hold.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue, ConsumedCapacity, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Client } from '../../store/client/sdk.ts';
import type { Item } from '../../store/client/attributes.ts';
import type { BlobStore } from '../../store/blobs/blob-store.ts';
import { blobsAt } from '../../store/blobs/blobs.ts';
import { newMeter } from '../../store/client/capacity.ts';
import type { Db } from '../../store/client/db.ts';
import { inputsPk, SHARDS } from '../../store/client/keys.ts';
import { SCHEMA_VERSION } from '../../store/client/table.ts';
import { keyedHash } from '../../store/client/keyed-hash.ts';
import { contentOf } from '../../store/events/content-codec.ts';
import { encodeEvent, receiptHash } from '../../store/events/history.ts';
import { customerItem, mixed, SAID_AT, saidOf, tieItems, unmixed, wordOf, type Company } from './company.ts';

/** What the stand-in itself took: a real table would not burn it in this process. */
export interface StandIn {
  readonly db: Db;
  /** CPU microseconds spent making inputs and counting. */
  cpuMicros(): number;
  /** Bytes of payload kept because a run reads them again. */
  keptBytes(): number;
  /** What was written by kind of item since the last call. */
  drainKinds(): Record<string, { readonly units: number; readonly items: number; readonly bytes: number }>;
  /** From now on the company is this one. */
  become(company: Company): void;
  setClock(ms: number): void;
}

const PAGE_BYTES = 1 << 20;

function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  if (value.N !== undefined) return Math.ceil(value.N.replace(/[-.]/gu, '').length / 2) + 1;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 3);
  if (value.M !== undefined) return 3 + sizeOf(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + sizeOfValue(one), 3);
  return 1;
}

const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);

const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
const readUnits = (bytes: number, consistent: boolean | undefined): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent === true ? 1 : 0.5);

/** A key's kind, for the table of who writes what: `flows`, `segment`, `ranking`, `observed` … */
export function kindOf(pk: string): string {
  if (pk.startsWith('C#')) return 'customer';
  if (!pk.startsWith('B#')) return pk.split('#')[0]!.toLowerCase();
  const name = pk.split('#')[2]!;
  if (/^[A-Z_]+\+?$/u.test(name)) return name.endsWith('+') ? 'ranking, modelled' : 'ranking';
  const kind = name.split(/[-.]/u)[0]!;
  return kind === 'flows' && name.includes('+') ? 'flows, amounts' : kind;
}

/** Blocks nothing of a run reads again: of these only size and page count are kept, unless readers come after it. */
const UNREAD = new Set(['flows', 'flows, amounts', 'claims', 'segment', 'ranking', 'ranking, modelled', 'communities']);

export function standIn(
  start: Company,
  identityKey = 'bench identity key',
  { isReadAgain = false }: { readonly isReadAgain?: boolean } = {},
): StandIn {
  let company = start;
  let cpu = 0;
  let clock = 0;
  const kept = new Map<string, { item: Item; size: number }>();
  const payloads = payloadsAside();
  const order = Uint32Array.from({ length: start.customers }, (_, i) => mixed(i)).sort();
  let kinds: Record<string, { units: number; items: number; bytes: number }> = {};

  const db: Db = {
    client: {
      send: (command: Command) => Promise.resolve(answer(command)),
      destroy: () => undefined,
    } as unknown as Client,
    table: 'kring',
    identityKey: new TextEncoder().encode(identityKey),
    blobs: temporaryBlobs(),
    meter: newMeter(),
    clock: () => clock,
    random: (bytes) => Uint8Array.from({ length: bytes }, (_, k) => mixed(clock + k) & 255),
  };
  const counted = (name: string, units: number, bytes: number): void => {
    const kind = (kinds[name] ??= { units: 0, items: 0, bytes: 0 });
    kind.units += units;
    kind.items++;
    kind.bytes += bytes;
  };
  const charge = (units: number): { ConsumedCapacity: ConsumedCapacity } => ({
    ConsumedCapacity: { CapacityUnits: units },
  });
  const name = (pk: string, sk: string): string => `${pk}|${sk}`;

  put({
    pk: { S: 'META' },
    sk: { S: 'TABLE' },
    schemaVersion: { N: String(SCHEMA_VERSION) },
    identityKeyFingerprint: { S: keyedHash(db, ['fingerprint'], 16) },
    currency: { S: 'EUR' },
  });

  function put(item: Item): number {
    const [pk, sk] = [item['pk']!.S!, item['sk']!.S!];
    const size = sizeOf(item);
    const kind = kindOf(pk);
    if (pk.startsWith('C#')) {
      const units = writeUnits(size);
      counted('influence history', units, size);
      return units;
    }
    const key = name(pk, sk);
    const units = writeUnits(Math.max(size, kept.get(key)?.size ?? 0));
    const { y, z, p, ...light } = item;
    kept.set(key, { item: UNREAD.has(kind) && !isReadAgain ? light : payloads.aside({ ...light, y, z, p }), size });
    counted(kind, units, size);
    return units;
  }

  function remove(key: Item): number {
    const found = kept.get(name(key['pk']!.S!, key['sk']!.S!));
    kept.delete(name(key['pk']!.S!, key['sk']!.S!));
    const units = writeUnits(found?.size ?? 1);
    counted(`${kindOf(key['pk']!.S!)}, deleted`, units, found?.size ?? 0);
    return units;
  }

  function update(input: Input): unknown {
    const [pk, sk] = [input.Key!['pk']!.S!, input.Key!['sk']!.S!];
    const sets = Object.fromEntries(
      input
        .UpdateExpression!.slice('SET '.length)
        .split(', ')
        .map((set) => set.split(' = '))
        .map(([target, from]) => [
          input.ExpressionAttributeNames?.[target!] ?? target!,
          input.ExpressionAttributeValues![from!]!,
        ]),
    );
    const item = { ...(find(pk, sk)?.item ?? input.Key!), ...sets };
    return { ...charge(put(item)), Attributes: item };
  }

  /** What was written, and of a customer what the company is by now. */
  function find(pk: string, sk: string): { item: Item; size: number } | undefined {
    const light = kept.get(name(pk, sk));
    const written = light && { ...light, item: payloads.whole(light.item) };
    if (!pk.startsWith('IN#') || !sk.startsWith('S#')) return written;
    const { o, oq } = written?.item ?? {};
    const made = customerItem(company, Number(pk.slice(3)), unmixed(wordOf(sk.slice(2))));
    const item: Item = { ...made, ...(o === undefined ? {} : { o }), ...(oq === undefined ? {} : { oq }) };
    return { item, size: sizeOf(item) };
  }

  /** The items of a shard as a run reads them: customers by id, then ties by follower. */
  function inputs(shard: number, start: Item | undefined): unknown {
    const from = lowerBound(order, shard * 2 ** 28);
    const to = shard === SHARDS - 1 ? order.length : lowerBound(order, (shard + 1) * 2 ** 28);
    const Items: Item[] = [];
    let bytes = 0;
    let [kind, at] =
      start === undefined
        ? ['S', from]
        : [start['sk']!.S![0]!, lowerBound(order, wordOf(start['sk']!.S!.slice(2, 22))) + 1];
    for (;;) {
      for (; at < to; at++) {
        const customer = unmixed(order[at]!);
        const items = kind === 'S' ? [customerItem(company, shard, customer)] : tieItems(company, shard, customer);
        for (const item of items) bytes += sizeOf(item);
        Items.push(...items);
        if (bytes >= PAGE_BYTES)
          return {
            Items,
            LastEvaluatedKey: { pk: { S: inputsPk(shard) }, sk: { S: Items.at(-1)!['sk']!.S! } },
            ...charge(Math.ceil(bytes / 4096) / 2),
          };
      }
      if (kind === 'T') return { Items, ...charge(Math.max(1, Math.ceil(bytes / 4096)) / 2) };
      [kind, at] = ['T', from];
    }
  }

  function query(input: Input): unknown {
    const pk = input.ExpressionAttributeValues![':pk']!.S!;
    if (pk.startsWith('IN#')) return inputs(Number(pk.slice(3)), input.ExclusiveStartKey);
    if (pk.startsWith('C#')) return historyOf(pk.slice(2));
    const [, begins = ''] = /begins_with\(sk, (:\w+)\)/u.exec(input.KeyConditionExpression ?? '') ?? [];
    const prefix = input.ExpressionAttributeValues![begins]?.S ?? '';
    const found = [...kept.values()].filter(({ item }) => item['pk']!.S === pk && item['sk']!.S!.startsWith(prefix));
    return {
      Items: found.map(({ item }) => payloads.whole(item)),
      ...charge(
        readUnits(
          found.reduce((sum, { size }) => sum + size, 0),
          input.ConsistentRead,
        ),
      ),
    };
  }

  /** Of a history no more than what was said of consent: who asks for it here asks for that. */
  function historyOf(id: string): unknown {
    if (company.consents === undefined) return { Items: [], ...charge(0.5) };
    const content = { type: 'CONSENT_EMAIL', value: saidOf(unmixed(wordOf(id))), detail: '1' } as const;
    const fact = { kind: 'FACT', source: 'crm', id: 'e', occurredAt: SAID_AT, ...content } as const;
    return {
      Items: [encodeEvent(id, fact, receiptHash(db, 'FACT', 'crm', id), contentOf(fact), SAID_AT)],
      // Ten orders lie beside it, and are read with it.
      ...charge(readUnits(10 * 300, false)),
    };
  }

  function answer({ constructor: { name: operation }, input }: Command): unknown {
    const before = process.threadCpuUsage();
    try {
      switch (operation) {
        case 'GetItemCommand': {
          const found = find(input.Key!['pk']!.S!, input.Key!['sk']!.S!);
          return {
            ...(found === undefined ? {} : { Item: found.item }),
            ...charge(readUnits(found?.size ?? 0, input.ConsistentRead)),
          };
        }
        case 'PutItemCommand':
          return charge(put(input.Item!));
        case 'UpdateItemCommand':
          return update(input);
        case 'DeleteItemCommand':
          return charge(remove(input.Key!));
        case 'QueryCommand':
          return query(input);
        case 'BatchGetItemCommand': {
          const { Keys, ConsistentRead: consistent } = Object.values(input.RequestItems as unknown as KeysAsked)[0]!;
          const found = Keys.flatMap((key) => find(key['pk']!.S!, key['sk']!.S!) ?? []);
          return {
            Responses: { kring: found.map(({ item }) => item) },
            ConsumedCapacity: [
              { CapacityUnits: found.reduce((sum, { size }) => sum + readUnits(size, consistent), 0) },
            ],
          };
        }
        case 'BatchWriteItemCommand': {
          const units = Object.values(input.RequestItems!)
            .flat()
            .reduce(
              (sum, { PutRequest, DeleteRequest }) =>
                sum + (PutRequest === undefined ? remove(DeleteRequest!.Key!) : put(PutRequest.Item!)),
              0,
            );
          return { ConsumedCapacity: [{ CapacityUnits: units }] };
        }
        default:
          throw new Error(`the stand-in knows no ${operation}`);
      }
    } finally {
      const after = process.threadCpuUsage(before);
      cpu += after.user + after.system;
    }
  }

  return {
    db,
    cpuMicros: () => cpu,
    keptBytes: () => [...kept.values()].reduce((sum, { item }) => sum + sizeOf(item), 0),
    drainKinds: () => {
      const drained = kinds;
      kinds = {};
      return drained;
    },
    become: (next) => {
      company = next;
    },
    setClock: (ms) => {
      clock = ms;
    },
  };
}

/** What is kept of blocks lies in a file, as it would lie in another machine: where, instead of it. */
function payloadsAside() {
  const directory = mkdtempSync(join(tmpdir(), 'kring-scale-items-'));
  const file = openSync(join(directory, 'payloads'), 'w+');
  process.once('exit', () => {
    closeSync(file);
    rmSync(directory, { recursive: true, force: true });
  });
  let end = 0;
  return {
    aside: (item: Record<string, AttributeValue | undefined>): Item =>
      Object.fromEntries(
        Object.entries(item).flatMap(([name, value]): [string, AttributeValue][] => {
          if (value?.B === undefined) return value === undefined ? [] : [[name, value]];
          writeSync(file, value.B, 0, value.B.length, end);
          end += value.B.length;
          return [[name, { M: { at: { N: String(end - value.B.length) }, of: { N: String(value.B.length) } } }]];
        }),
      ),
    whole: (item: Item): Item =>
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => {
          const [at, length] = [value.M?.['at']?.N, value.M?.['of']?.N];
          if (at === undefined || length === undefined) return [name, value];
          const bytes = new Uint8Array(Number(length));
          readSync(file, bytes, 0, bytes.length, Number(at));
          return [name, { B: bytes }];
        }),
      ),
  };
}

/** Blobs in a directory of the system's, where they weigh on nobody's memory. */
function temporaryBlobs(): BlobStore {
  const directory = mkdtempSync(join(tmpdir(), 'kring-scale-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return blobsAt(directory);
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Input;
}
type KeysAsked = Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>;
interface Input {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems?: Record<string, WriteRequest[]>;
}

/** The first position whose value is not below. */
function lowerBound(sorted: Uint32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
