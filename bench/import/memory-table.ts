/**
 * A table in this very process, for benchmarks only: DynamoDB's commands as the store sends them, with their conditions and expressions, answered from Maps. A request
 * costs microseconds, so that what is measured is Kring, and a hundred thousand messages are a matter of minutes. bench/import/stream.ts says by the same digest on a real
 * engine that it answers as one does.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Client } from '../../store/client/sdk.ts';
import type { Item } from '../../store/client/attributes.ts';

interface Asked {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValues?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly IndexName?: string;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

/** What an expression refers to: names and values by their placeholders, and the item it is about. */
interface Scope {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
  readonly item: Item | undefined;
}

const PAGE = 500;
const SCANNED = 20_000;
const nameOf = (item: Item): string => `${item['pk']!.S}\u0000${item['sk']!.S}`;

class ConditionalCheckFailedException extends Error {
  override readonly name = 'ConditionalCheckFailedException';
}

const read = new Map<string, readonly string[]>();
function tokensOf(text: string): readonly string[] {
  const before = read.get(text);
  if (before !== undefined) return before;
  const tokens = text.match(/<>|<=|>=|[=<>(),+-]|[#:]?[A-Za-z_][\w.#]*/gu) ?? [];
  if (read.size < 1000) read.set(text, tokens);
  return tokens;
}

/** Reads tokens one after another. */
function reader(text: string) {
  const tokens = tokensOf(text);
  let at = 0;
  return {
    peek: (): string | undefined => tokens[at],
    next: (): string => tokens[at++] ?? '',
    take: (token: string): boolean => {
      if (tokens[at]?.toUpperCase() !== token) return false;
      at += 1;
      return true;
    },
  };
}
type Reader = ReturnType<typeof reader>;

const pathOf = (token: string, { names }: Scope): string[] => token.split('.').map((part) => names[part] ?? part);

function found(token: string, scope: Scope): AttributeValue | undefined {
  if (token.startsWith(':')) return scope.values[token];
  return pathOf(token, scope).reduce<AttributeValue | undefined>(
    (value, part, depth) => (depth === 0 ? scope.item?.[part] : value?.M?.[part]),
    undefined,
  );
}

/** A path, a value, or size(path). */
function operand(tokens: Reader, scope: Scope): AttributeValue | undefined {
  const token = tokens.next();
  if (token !== 'size' || !tokens.take('(')) return found(token, scope);
  const value = found(tokens.next(), scope);
  tokens.take(')');
  if (value === undefined) return undefined;
  return { N: String(value.SS?.length ?? value.L?.length ?? value.S?.length ?? value.B?.length ?? 0) };
}

function compared(a: AttributeValue | undefined, b: AttributeValue | undefined): number {
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) - Number(b.N);
  // Keys are ASCII, where code units sort as bytes do.
  if (a?.S !== undefined && b?.S !== undefined) return a.S < b.S ? -1 : Number(a.S > b.S);
  return JSON.stringify(a) === JSON.stringify(b) ? 0 : Number.NaN;
}

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function single(tokens: Reader, scope: Scope): boolean {
  if (tokens.take('NOT')) return !single(tokens, scope);
  if (tokens.take('(')) {
    const holds = either(tokens, scope);
    tokens.take(')');
    return holds;
  }
  const first = tokens.peek()!;
  if (/^(attribute_exists|attribute_not_exists|begins_with|contains)$/u.test(first)) {
    tokens.next();
    tokens.take('(');
    const value = found(tokens.next(), scope);
    const other = tokens.take(',') ? operand(tokens, scope) : undefined;
    tokens.take(')');
    if (first === 'attribute_exists') return value !== undefined;
    if (first === 'attribute_not_exists') return value === undefined;
    if (first === 'begins_with') return value?.S?.startsWith(other!.S!) === true;
    return value?.SS?.includes(other!.S!) ?? value?.S?.includes(other!.S!) ?? false;
  }
  const left = operand(tokens, scope);
  if (tokens.take('BETWEEN')) {
    const from = operand(tokens, scope);
    tokens.take('AND');
    const to = operand(tokens, scope);
    return compared(left, from) >= 0 && compared(left, to) <= 0;
  }
  if (tokens.take('IN')) {
    tokens.take('(');
    const listed = [operand(tokens, scope)];
    while (tokens.take(',')) listed.push(operand(tokens, scope));
    tokens.take(')');
    return listed.some((one) => compared(left, one) === 0);
  }
  const fits = COMPARE[tokens.next()]!;
  return fits(left === undefined ? Number.NaN : compared(left, operand(tokens, scope)));
}

function both(tokens: Reader, scope: Scope): boolean {
  let holds = single(tokens, scope);
  while (tokens.take('AND')) holds = single(tokens, scope) && holds;
  return holds;
}

function either(tokens: Reader, scope: Scope): boolean {
  let holds = both(tokens, scope);
  while (tokens.take('OR')) holds = both(tokens, scope) || holds;
  return holds;
}

const holds = (expression: string | undefined, scope: Scope): boolean =>
  expression === undefined || either(reader(expression), scope);

/** if_not_exists(path, value), or an operand, with what is added to it. */
function assigned(tokens: Reader, scope: Scope): AttributeValue {
  const one = (): AttributeValue | undefined => {
    if (tokens.peek() !== 'if_not_exists') return operand(tokens, scope);
    tokens.next();
    tokens.take('(');
    const standing = found(tokens.next(), scope);
    tokens.take(',');
    const other = operand(tokens, scope);
    tokens.take(')');
    return standing ?? other;
  };
  let value = one();
  for (let sign = tokens.peek(); sign === '+' || sign === '-'; sign = tokens.peek()) {
    tokens.next();
    value = { N: String(Number(value!.N) + (sign === '+' ? 1 : -1) * Number(one()!.N)) };
  }
  return value!;
}

/** The item after an update; the one before is left as it is. */
function updated(expression: string, scope: Scope, key: Item): Item {
  const after: Item = { ...(scope.item ?? key) };
  const tokens = reader(expression);
  const put = (path: readonly string[], value: AttributeValue | undefined): void => {
    const [name, inner] = path;
    if (inner !== undefined) {
      const { [inner]: _, ...rest } = after[name!]?.M ?? {};
      after[name!] = { M: value === undefined ? rest : { ...rest, [inner]: value } };
    } else if (value === undefined) delete after[name!];
    else after[name!] = value;
  };
  for (let clause = tokens.next().toUpperCase(); clause !== ''; clause = tokens.next().toUpperCase())
    do {
      const token = tokens.next();
      const path = pathOf(token, scope);
      if (clause === 'SET') {
        tokens.take('=');
        put(path, assigned(tokens, scope));
      } else if (clause === 'REMOVE') put(path, undefined);
      else {
        const { SS, N } = scope.values[tokens.next()]!;
        const standing = found(token, scope);
        if (clause === 'ADD' && N !== undefined) put(path, { N: String(Number(standing?.N ?? 0) + Number(N)) });
        else if (clause === 'ADD') put(path, { SS: [...new Set([...(standing?.SS ?? []), ...SS!])] });
        else {
          const left = (standing?.SS ?? []).filter((one) => !SS!.includes(one));
          put(path, left.length === 0 ? undefined : { SS: left });
        }
      }
    } while (tokens.take(','));
  return after;
}

/** A client whose table lies in this process. */
export function memoryClient(): Client {
  const items = new Map<string, Item>();
  const partitions = new Map<string, Map<string, Item>>();
  const set = (item: Item): void => {
    items.set(nameOf(item), item);
    const pk = item['pk']!.S!;
    const partition = partitions.get(pk) ?? new Map<string, Item>();
    partition.set(item['sk']!.S!, item);
    partitions.set(pk, partition);
  };
  const drop = (key: Item): void => {
    items.delete(nameOf(key));
    partitions.get(key['pk']!.S!)?.delete(key['sk']!.S!);
  };
  const scopeOf = (asked: Asked, item: Item | undefined): Scope => ({
    names: asked.ExpressionAttributeNames ?? {},
    values: asked.ExpressionAttributeValues ?? {},
    item,
  });
  const checked = (asked: Asked, key: Item): Item | undefined => {
    const item = items.get(nameOf(key));
    if (!holds(asked.ConditionExpression, scopeOf(asked, item)))
      throw new ConditionalCheckFailedException('The conditional request failed');
    return item;
  };
  const answers: Readonly<Record<string, (asked: Asked) => object>> = {
    CreateTableCommand: () => ({}),
    DescribeTableCommand: () => ({ Table: { TableStatus: 'ACTIVE' } }),
    GetItemCommand: ({ Key }) => ({ Item: items.get(nameOf(Key!)) }),
    PutItemCommand: (asked) => {
      checked(asked, asked.Item!);
      set(asked.Item!);
      return {};
    },
    DeleteItemCommand: (asked) => {
      checked(asked, asked.Key!);
      drop(asked.Key!);
      return {};
    },
    UpdateItemCommand: (asked) => {
      const before = checked(asked, asked.Key!);
      const after = updated(asked.UpdateExpression!, scopeOf(asked, before), asked.Key!);
      set(after);
      return { Attributes: asked.ReturnValues === 'ALL_OLD' ? before : after };
    },
    BatchGetItemCommand: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems as Record<string, { Keys: Item[] }>).map(([table, { Keys }]) => [
          table,
          Keys.flatMap((key) => [items.get(nameOf(key))].filter((item) => item !== undefined)),
        ]),
      ),
    }),
    BatchWriteItemCommand: ({ RequestItems }) => {
      type Write = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };
      for (const { PutRequest, DeleteRequest } of Object.values(RequestItems as Record<string, Write[]>).flat())
        if (PutRequest === undefined) drop(DeleteRequest!.Key);
        else set(PutRequest.Item);
      return {};
    },
    QueryCommand: (asked) => {
      if (asked.IndexName !== undefined) throw new Error('The table in memory has no index.');
      const partition = partitions.get(asked.ExpressionAttributeValues![':pk']!.S!) ?? new Map<string, Item>();
      const within = [...partition.values()].filter((item) =>
        holds(asked.KeyConditionExpression, scopeOf(asked, item)),
      );
      const direction = asked.ScanIndexForward === false ? -1 : 1;
      within.sort((a, b) => direction * compared(a['sk'], b['sk']));
      const start = asked.ExclusiveStartKey?.['sk'];
      const rest = start === undefined ? within : within.filter((item) => direction * compared(item['sk'], start) > 0);
      const page = rest.slice(0, asked.Limit ?? PAGE);
      const last = page.length < rest.length ? page.at(-1) : undefined;
      return {
        Items: page.filter((item) => holds(asked.FilterExpression, scopeOf(asked, item))),
        ...(last === undefined ? {} : { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } }),
      };
    },
    ScanCommand: ({ ExclusiveStartKey }) => {
      const from = Number(ExclusiveStartKey?.['at']?.N ?? 0);
      const page = [...items.values()].slice(from, from + SCANNED);
      const at = { N: String(from + SCANNED) };
      return { Items: page, ...(page.length < SCANNED ? {} : { LastEvaluatedKey: { at } }) };
    },
  };
  return {
    send: async ({ constructor: { name }, input }: { constructor: { name: string }; input: Asked }) => {
      const answer = answers[name];
      if (answer === undefined) throw new Error(`The table in memory knows no ${name}.`);
      // As a real one: the answer comes later, and others are served meanwhile.
      await Promise.resolve();
      return answer(input);
    },
    destroy: () => undefined,
  } as unknown as Client;
}
