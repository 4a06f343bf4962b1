/** The demo in the embedded engine, published; and the same answers out of memory, so that what a database costs can be told from what a server does. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runEnrichment } from '../../enrichment/run.ts';
import { deploymentAsOf, loadDemo, tableContent } from '../../local/demo/demo.ts';
import { acquireEngine } from '../../local/dynamodb/engine.ts';
import { openConnection, type TableConnection } from '../../local/dynamodb/connect.ts';
import type { Progress } from '../../intake/progress.ts';
import type { Client } from '../../store/client/sdk.ts';

const silent: Progress = { stage: () => {}, update: () => {}, stop: () => {} };

/** The demo in a data directory, loaded and published on the first call, found there afterwards; and where its engine answers. */
export async function demo(data: string): Promise<TableConnection & { readonly endpoint: string }> {
  const connection = await openConnection({ data, table: 'kring' });
  const { db } = connection;
  if ((await tableContent(db)) === 'EMPTY') {
    await loadDemo(db, silent);
    await runEnrichment(db, { asOf: await deploymentAsOf(db), trigger: 'MANUAL' });
  }
  const engine = await acquireEngine(data);
  return {
    ...connection,
    endpoint: engine.endpoint,
    close: async () => {
      await engine.release();
      await connection.close();
    },
  };
}

/**
 * A client that sends each question once and gives the same answer ever after. What it gives is what the SDK gave, already read: asking it costs nothing
 * but the key.
 */
export function replayed(client: Client): Client {
  const answers = new Map<string, unknown>();
  return {
    send: async (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) => {
      const key = `${command.constructor.name}${JSON.stringify(command.input)}`;
      const before = answers.get(key);
      if (before !== undefined) return before;
      const answer: unknown = await client.send(command as Parameters<Client['send']>[0]);
      answers.set(key, answer);
      return answer;
    },
    destroy: () => client.destroy(),
  } as unknown as Client;
}

/** What other servers are set up by; null where their packages are not installed (`npm --prefix bench/graphql/peers ci`). */
export const peersPath = (): string | null => {
  const folder = join(import.meta.dirname, 'peers');
  return existsSync(join(folder, 'node_modules')) ? join(folder, 'servers.mjs') : null;
};
