/** The SDK's client and commands. Loaded when a call needs them (store/client/calls.ts, store/client/connect.ts), never at a start. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  waitUntilTableExists,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type CreateTableCommandInput,
  type CreateTableCommandOutput,
  type DeleteItemCommandInput,
  type DeleteItemCommandOutput,
  type DescribeTableCommandInput,
  type DescribeTableCommandOutput,
  type DynamoDBClientConfig,
  type GetItemCommandInput,
  type GetItemCommandOutput,
  type PutItemCommandInput,
  type PutItemCommandOutput,
  type QueryCommandInput,
  type QueryCommandOutput,
  type ScanCommandInput,
  type ScanCommandOutput,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { isLocal, LOCAL_CREDENTIALS, LOCAL_REGION, placeAt, type ClientOptions } from './settings.ts';

/** What calls are sent through. */
export interface Client {
  readonly send: DynamoDBClient['send'];
  /** Changes the SDK's client as soon as it is there: what puts middleware in its way, which every later call then passes. */
  readonly use: (change: (sdk: DynamoDBClient) => void) => void;
  readonly destroy: () => void;
}

/** What every call hands to the SDK beside its command. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/** What each call is given, and what it answers. */
export interface Calls {
  readonly GetItem: readonly [GetItemCommandInput, GetItemCommandOutput];
  readonly BatchGetItem: readonly [BatchGetItemCommandInput, BatchGetItemCommandOutput];
  readonly Query: readonly [QueryCommandInput, QueryCommandOutput];
  readonly PutItem: readonly [PutItemCommandInput, PutItemCommandOutput];
  readonly UpdateItem: readonly [UpdateItemCommandInput, UpdateItemCommandOutput];
  readonly DeleteItem: readonly [DeleteItemCommandInput, DeleteItemCommandOutput];
  readonly BatchWriteItem: readonly [BatchWriteItemCommandInput, BatchWriteItemCommandOutput];
  readonly Scan: readonly [ScanCommandInput, ScanCommandOutput];
  readonly DescribeTable: readonly [DescribeTableCommandInput, DescribeTableCommandOutput];
  readonly CreateTable: readonly [CreateTableCommandInput, CreateTableCommandOutput];
}
export type CallName = keyof Calls;

/** How the SDK does each. */
export const commands: {
  readonly [Name in CallName]: (client: Client, input: Calls[Name][0], options: SendOptions) => Promise<Calls[Name][1]>;
} = {
  GetItem: (client, input, options) => client.send(new GetItemCommand(input), options),
  BatchGetItem: (client, input, options) => client.send(new BatchGetItemCommand(input), options),
  Query: (client, input, options) => client.send(new QueryCommand(input), options),
  PutItem: (client, input, options) => client.send(new PutItemCommand(input), options),
  UpdateItem: (client, input, options) => client.send(new UpdateItemCommand(input), options),
  DeleteItem: (client, input, options) => client.send(new DeleteItemCommand(input), options),
  BatchWriteItem: (client, input, options) => client.send(new BatchWriteItemCommand(input), options),
  Scan: (client, input, options) => client.send(new ScanCommand(input), options),
  DescribeTable: (client, input, options) => client.send(new DescribeTableCommand(input), options),
  CreateTable: (client, input, options) => client.send(new CreateTableCommand(input), options),
};

export function sdkClient({ endpoint, region, maxAttempts = 3 }: ClientOptions): DynamoDBClient {
  const config: DynamoDBClientConfig = {
    maxAttempts,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
  if (endpoint !== undefined)
    config.endpoint = typeof endpoint === 'string' ? endpoint : async () => partsOf(endpoint());
  if (region !== undefined) config.region = region;
  if (isLocal(endpoint)) {
    config.credentials = LOCAL_CREDENTIALS;
    config.region ??= LOCAL_REGION;
  }
  return new DynamoDBClient(config);
}

/** The SDK asks a function for the parts of a URL. */
function partsOf(url: string): { protocol: string; hostname: string; path: string; port?: number } {
  const { secure, hostname, port, path } = placeAt(url);
  return { protocol: secure ? 'https:' : 'http:', hostname, path, ...(port === undefined ? {} : { port }) };
}

export async function untilTableExists(client: Client, TableName: string): Promise<void> {
  // Of a client it wants nothing but `send`.
  await waitUntilTableExists(
    { client: client as unknown as DynamoDBClient, maxWaitTime: 120, minDelay: 0.02, maxDelay: 1 },
    { TableName },
  );
}
