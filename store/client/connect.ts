/**
 * The client that calls to DynamoDB are sent through. The SDK stands behind it and is loaded with the first call that needs it: reads go without it where
 * everything they need is told (store/client/reads.ts), and loading it is a sixth of a cold start.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { closeReads, readDirectly } from './reads.ts';
import type { Client } from './sdk.ts';
import { settingsOf, type ClientOptions } from './settings.ts';

/** Opens no connection before the first call. */
export function connect(options: ClientOptions): Client {
  let loading: Promise<DynamoDBClient> | null = null;
  let sdk: DynamoDBClient | null = null;
  /** How many steps a call of the SDK goes through when nobody has put one in its way. */
  let steps = 0;
  const changes: ((sdk: DynamoDBClient) => void)[] = [];
  const load = (): Promise<DynamoDBClient> =>
    (loading ??= import('./sdk.ts').then(({ sdkClient }) => {
      sdk = sdkClient(options);
      steps = sdk.middlewareStack.identify().length;
      for (const change of changes) change(sdk);
      return sdk;
    }));
  const client: Client = {
    send: (async (...args: Parameters<DynamoDBClient['send']>) =>
      (await load()).send(...args)) as DynamoDBClient['send'],
    use: (change) => {
      changes.push(change);
      if (sdk !== null) change(sdk);
    },
    destroy: () => {
      closeReads(client);
      void loading?.then((loaded) => loaded.destroy());
    },
  };
  // Once the SDK is there it is asked: its credentials are renewed, and its clock is corrected.
  return readDirectly(client, () => {
    if (sdk === null) return changes.length === 0 ? settingsOf(options) : null;
    return sdk.middlewareStack.identify().length === steps ? sdk : null;
  });
}
