import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { explorerDocument } from '../../local/http/explorer.ts';
import { startHttpHost } from '../../local/http/server.ts';
import { authenticator, DEVELOPMENT } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import type { Db } from '../../store/client/db.ts';
import { readTableMeta } from '../../store/client/table.ts';

/** Serves a company and its page, as `npm start` does. */
export async function serve(db: Db): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const { currency } = await readTableMeta(db);
  const server = await createGraphqlServer({
    db,
    currency,
    introspection: true,
    authenticate: authenticator({ db, anonymous: DEVELOPMENT }),
    ownDocument: explorerDocument,
    onError: (_, error) => console.error(error),
  });
  const host = await startHttpHost({ server, port: 0, currency });
  return {
    url: host.url,
    stop: async () => {
      await host.close();
      await server.stop();
    },
  };
}

/** @throws where there is no Chromium */
export async function browserOf(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
  if (executablePath === undefined) throw new Error('Chromium is needed: apt-get install chromium.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
}

/** The id of the most valuable customer; empty where there is none. */
export async function firstCustomer(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ customers(first: 1) { nodes { id } } }' }),
  });
  const { data } = (await response.json()) as { data: { customers: { nodes: { id: string }[] } } };
  return data.customers.nodes[0]?.id ?? '';
}
