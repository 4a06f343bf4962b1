/** Calls that are the SDK's, which is loaded with the first of them. Nothing else in store/ names its commands. */
import type { CallName, Calls, Client, SendOptions } from './sdk.ts';

/** One call as the SDK does it. @throws what it throws */
export async function call<Name extends CallName>(
  client: Client,
  name: Name,
  input: Calls[Name][0],
  options: SendOptions = {},
): Promise<Calls[Name][1]> {
  const { commands } = await import('./sdk.ts');
  return commands[name](client, input, options);
}

/** Waits for a table that was just made. @throws after two minutes */
export const untilTableExists = async (client: Client, table: string): Promise<void> =>
  (await import('./sdk.ts')).untilTableExists(client, table);
