/**
 * A table in memory behind the store's own Db, for benchmarks only: what a real engine would answer, conditions included, at a hundredth of its CPU,
 * and capacity as AWS counts it. The store's tests run on real engines.
 */
import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Client } from '../../store/client/sdk.ts';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../store/client/attributes.ts';
import { newMeter } from '../../store/client/capacity.ts';
import type { Db } from '../../store/client/db.ts';
import { noBlobs } from '../../store/blobs/blobs.ts';

export interface MemoryTable {
  readonly db: Db;
  /** CPU microseconds the stand-in took: a real table would not burn them here. */
  cpuMicros(): number;
  /** All there is, to be put into a real one. */
  items(): Item[];
}

interface Input {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly IndexName?: string;
  readonly RequestItems?: Record<string, unknown>;
}

const sizeOfValue = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  if (value.N !== undefined) return Math.ceil(value.N.replace(/[-.]/gu, '').length / 2) + 1;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 3);
  if (value.M !== undefined) return 3 + sizeOf(value.M) + Object.keys(value.M).length;
  return 1;
};
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);
const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
const readUnits = (bytes: number, consistent: boolean | undefined): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent === true ? 1 : 0.5);

/** Items of one partition in the order of their sort keys. */
interface Partition {
  readonly keys: string[];
  readonly items: Map<string, Item>;
}

const PAGE_BYTES = 1 << 20;

/** @param onRequest called for each request, so that a clock can move */
export function memoryTable(clock: () => number, onRequest: () => void): MemoryTable {
  const partitions = new Map<string, Partition>();
  let cpu = 0;
  let drawn = 0;

  const partition = (pk: string): Partition => {
    let found = partitions.get(pk);
    if (found === undefined) partitions.set(pk, (found = { keys: [], items: new Map() }));
    return found;
  };
  const get = (key: Item): Item | undefined => partition(key['pk']!.S!).items.get(key['sk']!.S!);
  /** @returns units of the table and of its index */
  function put(item: Item | undefined, key: Item): number {
    const { keys, items } = partition(key['pk']!.S!);
    const sk = key['sk']!.S!;
    const before = items.get(sk);
    if (item === undefined) {
      if (before !== undefined) keys.splice(lowerBound(keys, sk), 1);
      items.delete(sk);
    } else {
      if (before === undefined) keys.splice(lowerBound(keys, sk), 0, sk);
      items.set(sk, item);
    }
    const [old, now] = [before?.['rsk']?.S, item?.['rsk']?.S];
    const index = old === now ? (now === undefined ? 0 : 1) : (old === undefined ? 0 : 1) + (now === undefined ? 0 : 1);
    return writeUnits(Math.max(sizeOf(item ?? {}), sizeOf(before ?? {}))) + index;
  }
  const check = (input: Input, before: Item | undefined): void => {
    if (input.ConditionExpression === undefined || holds(input.ConditionExpression, input, before ?? {})) return;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  };

  function query(input: Input): object {
    const values = input.ExpressionAttributeValues!;
    const { keys, items } = partition(values[':pk']!.S!);
    const [, prefixName] = /begins_with\(sk, (:\w+)\)/u.exec(input.KeyConditionExpression!) ?? [];
    const prefix = prefixName === undefined ? '' : values[prefixName]!.S!;
    const between = /BETWEEN/u.test(input.KeyConditionExpression!);
    if (input.IndexName !== undefined) throw new Error('the stand-in has no index to query');
    let from = lowerBound(keys, between ? values[':from']!.S! : prefix);
    let to = lowerBound(keys, between ? `${values[':to']!.S!}\0` : `${prefix}\uffff`);
    const forward = input.ScanIndexForward !== false;
    const start = input.ExclusiveStartKey?.['sk']!.S;
    if (start !== undefined) {
      if (forward) from = Math.max(from, lowerBound(keys, `${start}\0`));
      else to = Math.min(to, lowerBound(keys, start));
    }
    const found: Item[] = [];
    let bytes = 0;
    let left = to - from;
    for (let at = forward ? from : to - 1; left > 0; at += forward ? 1 : -1) {
      const item = items.get(keys[at]!)!;
      bytes += sizeOf(item);
      found.push(item);
      left -= 1;
      if (bytes >= PAGE_BYTES || found.length === input.Limit) break;
    }
    const last = found.at(-1);
    return {
      Items:
        input.FilterExpression === undefined
          ? found
          : found.filter((item) => holds(input.FilterExpression!, input, item)),
      ...(left > 0 ? { LastEvaluatedKey: { pk: last!['pk'], sk: last!['sk'] } } : {}),
      ConsumedCapacity: { CapacityUnits: readUnits(bytes, input.ConsistentRead) },
    };
  }

  function answer(operation: string, input: Input): object {
    switch (operation) {
      case 'GetItemCommand': {
        const Item = get(input.Key!);
        return { Item, ConsumedCapacity: { CapacityUnits: readUnits(sizeOf(Item ?? {}), input.ConsistentRead) } };
      }
      case 'PutItemCommand':
        check(input, get(input.Item!));
        return { ConsumedCapacity: { CapacityUnits: put(input.Item, input.Item!) } };
      case 'DeleteItemCommand':
        check(input, get(input.Key!));
        return { ConsumedCapacity: { CapacityUnits: put(undefined, input.Key!) } };
      case 'UpdateItemCommand': {
        const before = get(input.Key!);
        check(input, before);
        const Attributes = updated(input, before ?? input.Key!);
        return { Attributes, ConsumedCapacity: { CapacityUnits: put(Attributes, input.Key!) } };
      }
      case 'QueryCommand':
        return query(input);
      case 'BatchGetItemCommand': {
        const [table, asked] = Object.entries(input.RequestItems!)[0]!;
        const { Keys: keys, ConsistentRead } = asked as { readonly Keys: Item[]; readonly ConsistentRead?: boolean };
        const found = keys.map(get);
        const units = found.reduce((sum, item) => sum + readUnits(sizeOf(item ?? {}), ConsistentRead), 0);
        return {
          Responses: { [table]: found.filter((item) => item !== undefined) },
          ConsumedCapacity: [{ CapacityUnits: units }],
        };
      }
      case 'BatchWriteItemCommand': {
        let units = 0;
        for (const { PutRequest, DeleteRequest } of Object.values(input.RequestItems!).flat() as WriteRequest[])
          units +=
            PutRequest === undefined ? put(undefined, DeleteRequest!.Key!) : put(PutRequest.Item, PutRequest.Item!);
        return { ConsumedCapacity: [{ CapacityUnits: units }] };
      }
      default:
        throw new Error(`the stand-in knows no ${operation}`);
    }
  }

  const db: Db = {
    client: {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        await Promise.resolve();
        const before = process.threadCpuUsage();
        onRequest();
        try {
          return answer(command.constructor.name, command.input);
        } finally {
          const { user, system } = process.threadCpuUsage(before);
          cpu += user + system;
        }
      },
      destroy: () => undefined,
    } as unknown as Client,
    table: 'kring',
    identityKey: new TextEncoder().encode('an identity key for benchmarks, long enough'),
    blobs: noBlobs,
    meter: newMeter(),
    clock,
    random: (bytes) =>
      Uint8Array.from({ length: bytes }, () => ((drawn = (drawn * 1_103_515_245 + 12_345) & 0x7fffffff) >>> 16) & 255),
  };
  return {
    db,
    items: () => [...partitions.values()].flatMap(({ items }) => [...items.values()]),
    cpuMicros: () => cpu,
  };
}

/** A condition of DynamoDB's, of the kinds the store uses. */
function holds(
  expression: string,
  { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Input,
  item: Item,
): boolean {
  const tokens = expression.match(/<=|>=|<>|[<>=(),]|[\w:#.]+/gu)!;
  let at = 0;
  const take = (): string => tokens[at++]!;
  const valueOf = (name: string): AttributeValue | undefined =>
    name.startsWith(':')
      ? values[name]
      : name
          .split('.')
          .reduce<AttributeValue | undefined>((value, part) => value?.M?.[names[part] ?? part], { M: item });
  const atom = (): boolean => {
    const token = take();
    if (token === '(') {
      const inner = any();
      take();
      return inner;
    }
    if (token === 'attribute_exists' || token === 'attribute_not_exists') {
      take();
      const value = valueOf(take());
      take();
      return (value !== undefined) === (token === 'attribute_exists');
    }
    if (token === 'contains') {
      take();
      const whole = valueOf(take());
      take();
      const part = valueOf(take());
      take();
      return whole?.S?.includes(part!.S!) ?? whole?.SS?.includes(part!.S!) ?? false;
    }
    const left = valueOf(token);
    const operator = take();
    const right = valueOf(take());
    if (left === undefined || right === undefined) return false;
    const [a, b] =
      left.N !== undefined && right.N !== undefined ? [Number(left.N), Number(right.N)] : [left.S ?? '', right.S ?? ''];
    switch (operator) {
      case '=':
        return a === b;
      case '<>':
        return a !== b;
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '>':
        return a > b;
      default:
        return a >= b;
    }
  };
  const all = (): boolean => {
    let result = atom();
    while (tokens[at] === 'AND') {
      at += 1;
      const next = atom();
      result &&= next;
    }
    return result;
  };
  const any = (): boolean => {
    let result = all();
    while (tokens[at] === 'OR') {
      at += 1;
      const next = all();
      result ||= next;
    }
    return result;
  };
  return any();
}

/** What an update makes of an item: SET (with if_not_exists and +), REMOVE, ADD and DELETE of sets. */
function updated(
  { UpdateExpression: expression, ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Input,
  before: Item,
): Item {
  const item: Item = { ...before };
  const nameOf = (name: string): string => names[name] ?? name;
  const operand = (text: string): AttributeValue | undefined => {
    const sum = /^(.+) \+ (.+)$/u.exec(text);
    if (sum !== null) return { N: String(Number(operand(sum[1]!)?.N) + Number(operand(sum[2]!)?.N)) };
    const kept = /^if_not_exists\((\S+), (\S+)\)$/u.exec(text);
    if (kept !== null) return before[nameOf(kept[1]!)] ?? values[kept[2]!];
    return text.startsWith(':') ? values[text] : before[nameOf(text)];
  };
  for (const [, verb, text] of expression!.matchAll(/(SET|REMOVE|ADD|DELETE) (.*?)(?= (?:SET|REMOVE|ADD|DELETE) |$)/gu))
    for (const clause of text!.split(/, (?![^(]*\))/u)) {
      if (verb === 'SET') {
        const [target, from] = clause.split(/ = (.*)/u) as [string, string];
        const [outer, inner] = target.split('.') as [string, string?];
        if (inner === undefined) item[nameOf(outer)] = operand(from)!;
        else item[nameOf(outer)] = { M: { ...item[nameOf(outer)]?.M, [nameOf(inner)]: operand(from)! } };
      } else if (verb === 'REMOVE') delete item[nameOf(clause)];
      else {
        const [target, from] = clause.split(' ') as [string, string];
        const name = nameOf(target);
        const set = new Set(item[name]?.SS);
        for (const one of values[from]!.SS ?? [])
          if (verb === 'ADD') set.add(one);
          else set.delete(one);
        if (set.size === 0) delete item[name];
        else item[name] = { SS: [...set] };
      }
    }
  return item;
}

/** The first position whose key is not below. */
function lowerBound(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
