import { runEnrichment } from '../../enrichment/run.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import type { ServerOptions } from '../../resolvers/server.ts';
import type { Db } from '../../store/client/db.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';

const MINUTE_MS = 60_000;

/** Who `c0` is in every company: a name that a spreadsheet would take for a formula. */
export const AWKWARD_NAME = '=HYPERLINK("https://example.com")';

/** Orders as [customer, net, cost]; a year of them, one a customer. */
async function seedOrders(db: Db, orders: readonly (readonly [number, number, number])[]): Promise<void> {
  await ingestEvents(
    db,
    orders.map(([n, netMinor, costMinor]) => ({
      customer: customer(n),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `o${n}`,
        occurredAt: COMPANY_AS_OF - (30 + 7 * n) * 24 * 60 * MINUTE_MS,
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, costMinor, lineKind: 'PRODUCT' as const }],
      },
    })),
  );
}

/** The companies that pictures have to stand. */
export const COMPANIES = {
  /** Sixty customers with orders, ties and referrals. */
  ordinary: { currency: 'EUR', seed: (db: Db) => seedCompany(db, 60) },
  none: { currency: 'EUR', seed: async () => {} },
  one: { currency: 'EUR', seed: (db: Db) => seedOrders(db, [[0, 2500, 1000]]) },
  /** A currency without decimals, and customers who cost more than they bring. */
  yen: {
    currency: 'JPY',
    seed: (db: Db) =>
      seedOrders(db, [
        [0, 120_000, 30_000],
        [1, 500, 40_500],
        [2, 9_999, 9_999],
        [3, 800, 90_000],
      ]),
  },
} as const satisfies Readonly<Record<string, { currency: string; seed: (db: Db) => Promise<void> }>>;
export type CompanyName = keyof typeof COMPANIES;

/** A company with a published run. */
export async function companyOf(engine: Engine, name: CompanyName): Promise<Db> {
  const { currency, seed } = COMPANIES[name];
  const db = await testDb(engine, { currency, clock: () => COMPANY_AS_OF });
  await seed(db);
  if (name !== 'none') await upsertCustomer(db, { by: customer(0), displayName: AWKWARD_NAME });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  // Later than the minute after publishing, in which everything is read for twice the price.
  return { ...db, clock: () => COMPANY_AS_OF + 5 * MINUTE_MS };
}

/** Serves a company as `npm start` does. */
export async function hostOf(
  db: Db,
  currency: string,
  options: Partial<ServerOptions> = {},
): Promise<HttpHost & { readonly stop: () => Promise<void> }> {
  const { server } = await clientOf(db, { currency, ...options });
  const host = await startHttpHost({ server, port: 0, currency });
  return {
    ...host,
    stop: async () => {
      await host.close();
      await server.stop();
    },
  };
}
