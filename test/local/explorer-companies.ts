import { planOf } from '../../domain/actions/action.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { explorerDocument } from '../../local/http/explorer.ts';
import { startHttpHost, type HttpHost } from '../../local/http/server.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import type { ServerOptions } from '../../resolvers/server.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { advanceAction, putPlan } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';

const MINUTE_MS = 60_000;

/** Who `c0` is in every company: a name that a spreadsheet would take for a formula. */
export const AWKWARD_NAME = '=HYPERLINK("https://example.com")';

const orderOf = (id: string, occurredAt: number, netMinor: number, costMinor: number) => ({
  kind: 'ORDER' as const,
  source: 'shop',
  id,
  occurredAt,
  promotion: false,
  lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, costMinor, lineKind: 'PRODUCT' as const }],
});

/** Orders as [customer, net, cost]; a year of them, one a customer. */
async function seedOrders(db: Db, orders: readonly (readonly [number, number, number])[]): Promise<void> {
  await ingestEvents(
    db,
    orders.map(([n, netMinor, costMinor]) => ({
      customer: customer(n),
      event: orderOf(`o${n}`, COMPANY_AS_OF - (30 + 7 * n) * DAY_MS, netMinor, costMinor),
    })),
  );
}

const RUN = { trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };

/** Sixty customers with orders, ties and referrals; an action that runs, one that is planned, and one given up. */
async function seedOrdinary(db: Db): Promise<void> {
  await seedCompany(db, 60);
  await putSegment(db, {
    key: 'all-buyers',
    name: 'All buyers',
    description: '',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  await runEnrichment(db, { ...RUN, asOf: COMPANY_AS_OF - 10 * DAY_MS });
  const plan = (key: string, startsAt: number, arms: readonly string[]) =>
    putPlan(
      db,
      planOf({
        key,
        name: key,
        kind: 'MAIL',
        segment: 'all-buyers',
        consent: 'NOT_WITHDRAWN',
        startsAt,
        outcome: { metric: 'MARGIN', windowDays: 28 },
        arms: arms.map((arm) => ({ key: arm, share: 1 / arms.length, costPerPersonMinor: arm === 'holdout' ? 0 : 50 })),
      }),
    );
  await plan('winter-mail', COMPANY_AS_OF - 9 * DAY_MS, ['mail', 'holdout']);
  await plan('spring-mail', COMPANY_AS_OF + 30 * DAY_MS, ['letter', 'mail', 'holdout']);
  await plan('old-mail', COMPANY_AS_OF - 8 * DAY_MS, ['mail', 'holdout']);
  await advanceAction(db, 'old-mail', 'CANCELLED', { reason: 'Too late for the season' });
  const { drawn } = await freezeNow(db, 'winter-mail', 1);
  const { ids, columns } = await readDrawn(db, 'winter-mail', drawn!);
  // All who got the mail order, and every third of the others.
  await ingestEvents(
    db,
    ids.flatMap((id, n) =>
      columns.arm[n] === 1 && n % 3 > 0
        ? []
        : [{ customer: { id }, event: orderOf(`w${n}`, COMPANY_AS_OF - 5 * DAY_MS, 2000 + n, 1000) }],
    ),
  );
  await runEnrichment(db, { ...RUN, asOf: COMPANY_AS_OF - 4 * DAY_MS });
}

/** The companies that pictures have to stand. */
export const COMPANIES = {
  ordinary: { currency: 'EUR', seed: seedOrdinary },
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
  await runEnrichment(db, { ...RUN, asOf: COMPANY_AS_OF });
  // Later than the minute after publishing, in which everything is read for twice the price.
  return { ...db, clock: () => COMPANY_AS_OF + 5 * MINUTE_MS };
}

/** Serves a company as `npm start` does. */
export async function hostOf(
  db: Db,
  currency: string,
  options: Partial<ServerOptions> = {},
): Promise<HttpHost & { readonly stop: () => Promise<void> }> {
  const { server } = await clientOf(db, { currency, ownDocument: explorerDocument, ...options });
  const host = await startHttpHost({ server, port: 0, currency });
  return {
    ...host,
    stop: async () => {
      await host.close();
      await server.stop();
    },
  };
}
