import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { canonicalId } from '../../intake/columns.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { newFiles } from '../intake/harness.ts';
import { clientOf, type Client, type Json } from '../resolvers/client.ts';
import { hostileRequests, type HostileRequest } from './batches.ts';
import { hostileFile, type HostileFile, type HostileKind } from './files.ts';
import { accountOf } from './ledger.ts';
import { everybody, shown, type Shown } from './read-back.ts';

/** Rows and records to send. `FUZZ=20000 FUZZ_SEED=7 npx vitest run test/fuzz` sends others, and more of them. */
const INGESTS = Number(process.env['FUZZ'] ?? 1000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260);
/** After everything that is sent with a date of the past; before 2099, which the API takes and a run leaves out. */
const NOW = Date.UTC(2025, 5, 1);
const SOURCE = 'import';
const ROWS: Readonly<Record<HostileKind, number>> = { orders: 70, interactions: 20, ties: 20, referrals: 15 };

const round = fc.record({
  orders: hostileFile('orders', ROWS.orders),
  interactions: hostileFile('interactions', ROWS.interactions),
  ties: hostileFile('ties', ROWS.ties),
  referrals: hostileFile('referrals', ROWS.referrals),
  requests: hostileRequests,
  decimalPoint: fc.boolean(),
  createUnknown: fc.boolean(),
});

/** Whose list a record of a file must be found in. */
const OWNER: Readonly<Record<HostileKind, string>> = {
  orders: 'customer',
  interactions: 'customer',
  ties: 'follower',
  referrals: 'friend',
};

const ERRORS = 'userErrors { code message field }';
const INGESTED = `{ accepted duplicates rejected results { index status customerId nodeId ${ERRORS} } ${ERRORS} }`;
const RESULTS: Readonly<Record<HostileRequest['mutation'], string>> = {
  ordersIngest: INGESTED,
  interactionsIngest: INGESTED,
  tiesIngest: INGESTED,
  referralRecord: `{ status referral { id advocate { id } friend { id } } ${ERRORS} }`,
  customerUpsert: `{ customer { id displayName } ${ERRORS} }`,
};
/** What `customerUpsert` says of the customer, not of a field. */
const ABOUT_THE_WHOLE: ReadonlySet<string> = new Set(['STALE_VERSION', 'IDENTITY_CONFLICT', 'UNKNOWN_CUSTOMER']);
const WHO = `query ($id: String!) { customer(by: { externalId: { source: "${SOURCE}", id: $id } }) { id } }`;
const PORTFOLIO = `{ portfolio { customers { count } revenue { minorUnits } direct { minorUnits } rewards { minorUnits }
  current { minorUnits } total { minorUnits } } }`;

/** What was accepted, by what the API said or the import counted; every promise of it is looked up after the run. */
interface Accepted {
  orders: number;
  interactions: number;
  claims: number;
  /** Ids of customers who must be there. */
  readonly customers: Set<string>;
  /** Global id of a record → whose it is, and what its source calls it. */
  readonly nodes: Map<string, { readonly customer: string; readonly sourceId: string }>;
  readonly ties: { readonly follower: string; readonly source: string; readonly kind: string }[];
}

describe('hostile input, by file and by API', () => {
  let engine: Engine;
  let client: Client;
  const files = newFiles();
  const faults: unknown[] = [];
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => NOW });
    client = await clientOf(db, { onError: (_, error) => faults.push(error) });
  });
  afterAll(async () => {
    files.remove();
    await engine.stop();
  });

  const known = new Map<string, Promise<string | null>>();
  /** Who a cell of a file means: an upsert may have given the id to somebody who was named otherwise first. */
  const whoIs = (cell: string): Promise<string | null> => {
    const id = canonicalId(cell.trim());
    if (!known.has(id))
      known.set(
        id,
        client.data(WHO, { id }).then(({ customer }: Json) => customer?.id ?? null),
      );
    return known.get(id)!;
  };

  /** Imports a file; @returns for each of its rows that came in whole, who must have it */
  async function take(
    file: HostileFile,
    options: { decimalPoint: boolean; createUnknown: boolean },
    accepted: Accepted,
  ) {
    const { outcome, rejects } = await files.import(client.db, file.kind, file.bytes, {
      ...options,
      acceptIds: true,
      source: SOURCE,
    });
    for (const { row, reason } of rejects) {
      expect(Number(row), JSON.stringify(reason)).toBeGreaterThanOrEqual(2);
      expect(reason.trim()).not.toBe('');
    }
    const { counts } = outcome;
    const count = counts['ACCEPTED'] ?? 0;
    if (file.kind === 'orders') accepted.orders += count;
    if (file.kind === 'interactions') accepted.interactions += count;
    if (file.kind === 'referrals') accepted.claims += count;
    return { rejects: new Set(rejects.map(({ row }) => Number(row))), file };
  }

  const isGood = (status: string): boolean => status === 'ACCEPTED' || status === 'DUPLICATE';
  let keys = 0;
  async function send({ mutation, input }: HostileRequest, accepted: Accepted): Promise<number> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const { data, errors } = await client.ask(
      `mutation ($input: ${type}) { ${mutation}(input: $input) ${RESULTS[mutation]} }`,
      { input: { idempotencyKey: `fuzz-${(keys += 1)}`, ...input } },
    );
    // A request that does not fit the schema is refused whole, and says where.
    for (const { message, extensions } of errors) {
      expect(message.trim()).not.toBe('');
      expect(extensions['code'], JSON.stringify({ message, input })).toBe('BAD_USER_INPUT');
    }
    if (errors.length > 0) return 1;
    const answer: Json = data[mutation];
    const rows: Json[] = answer.results ?? [{ status: answer.status, userErrors: answer.userErrors }];
    if (answer.results !== undefined)
      expect(answer.userErrors, JSON.stringify({ errors: answer.userErrors, input })).toEqual([]);
    for (const { status = null, userErrors, index = 0, customerId, nodeId } of rows) {
      const good = status === null ? userErrors.length === 0 : isGood(status);
      expect(userErrors.length > 0, JSON.stringify({ status, userErrors })).toBe(!good);
      for (const { code, message, field } of userErrors) {
        expect(message.trim()).not.toBe('');
        if (!ABOUT_THE_WHOLE.has(code) || mutation !== 'customerUpsert')
          expect(field?.[0], JSON.stringify({ code, message, input })).toBe('input');
        if (answer.results !== undefined) expect(field[2]).toBe(String(index));
      }
      if (!good) continue;
      const row = (Object.values(input)[0] as Json[])[index];
      if (mutation === 'ordersIngest' || mutation === 'interactionsIngest')
        accepted.nodes.set(nodeId, { customer: customerId, sourceId: row.id.trim() });
      if (mutation === 'tiesIngest')
        accepted.ties.push({ follower: customerId, source: row.source.trim(), kind: row.kind });
      if (customerId) accepted.customers.add(customerId);
      if (status !== 'ACCEPTED') continue;
      if (mutation === 'ordersIngest') accepted.orders += 1;
      if (mutation === 'interactionsIngest') accepted.interactions += 1;
      if (mutation === 'referralRecord') accepted.claims += 1;
    }
    if (mutation === 'customerUpsert' && answer.customer !== null) accepted.customers.add(answer.customer.id);
    if (mutation === 'referralRecord' && answer.referral !== null) accepted.customers.add(answer.referral.friend.id);
    return 0;
  }

  it(`${INGESTS} ingests and a run: none fails, every sum is exact, every refusal has its reason, and what was accepted is there`, async () => {
    const perRound = Object.values(ROWS).reduce((sum, rows) => sum + rows, 0) + 72;
    const rounds = Math.max(1, Math.ceil(INGESTS / perRound));
    const accepted: Accepted = {
      orders: 0,
      interactions: 0,
      claims: 0,
      customers: new Set(),
      nodes: new Map(),
      ties: [],
    };
    const taken: Awaited<ReturnType<typeof take>>[] = [];
    let [sent, refusedRequests] = [0, 0];
    for (const { requests, decimalPoint, createUnknown, ...kinds } of fc.sample(round, {
      numRuns: rounds,
      seed: SEED,
    })) {
      for (const kind of ['orders', 'interactions', 'ties', 'referrals'] as const) {
        taken.push(await take(kinds[kind], { decimalPoint, createUnknown }, accepted));
        sent += kinds[kind].rows.length;
      }
      for (const request of requests) {
        refusedRequests += await send(request, accepted);
        sent += request.rows;
      }
    }
    expect(faults).toEqual([]);

    const run = await runEnrichment(client.db, { asOf: NOW, trigger: 'MANUAL' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', progress: { failed: 0 }, failed: [] });

    const ids = await everybody(client);
    expect(new Set(ids).size).toBe(ids.length);
    const customers = new Map<string, Shown>();
    await mapLimit(ids, 8, async (id) => void customers.set(id, await shown(client, id)));
    checkReadable(accepted, customers);
    for (const one of taken) await checkRows(one, customers);
    await checkSums([...customers.values()]);
    expect(faults).toEqual([]);
    console.log(
      JSON.stringify({
        sent,
        customers: ids.length,
        orders: accepted.orders,
        interactions: accepted.interactions,
        claims: accepted.claims,
        ties: accepted.ties.length,
        refusedRows: taken.reduce((sum, { rejects }) => sum + rejects.size, 0),
        refusedRequests,
      }),
    );
  }, 3_600_000);

  function checkReadable(accepted: Accepted, customers: ReadonlyMap<string, Shown>): void {
    const all = [...customers.values()];
    for (const id of accepted.customers) expect(customers.has(id), id).toBe(true);
    expect(all.flatMap(({ orders }) => orders)).toHaveLength(accepted.orders);
    expect(all.flatMap(({ interactions }) => interactions)).toHaveLength(accepted.interactions);
    expect(all.flatMap(({ referralClaims }) => referralClaims)).toHaveLength(accepted.claims);
    for (const [node, { customer, sourceId }] of accepted.nodes) {
      const { orders, interactions } = customers.get(customer)!;
      expect([...orders, ...interactions].find(({ id }) => id === node)?.sourceId, node).toBe(sourceId);
    }
    for (const { follower, source, kind } of accepted.ties) {
      const { following } = customers.get(follower)!;
      expect(
        following.some((tie) => tie.kind === kind && tie.source === source),
        `${follower} ${kind} ${source}`,
      ).toBe(true);
    }
  }

  /** Every row of a file is refused with its reason, or is there. */
  async function checkRows(
    { file: { kind, rows, lines }, rejects }: Awaited<ReturnType<typeof take>>,
    customers: ReadonlyMap<string, Shown>,
  ): Promise<void> {
    if (lines === null) return;
    const idOf = (cell = ''): string => canonicalId(cell.trim());
    // An order is told once, whichever of its rows are the reason.
    const told = new Set(rows.flatMap((row, at) => (rejects.has(lines[at]!) ? [idOf(row['orderId'])] : [])));
    for (const [at, row] of rows.entries()) {
      if (rejects.has(lines[at]!) || (kind === 'orders' && told.has(idOf(row['orderId'])))) continue;
      const owner = await whoIs(row[OWNER[kind]]!);
      const other =
        kind === 'ties' ? await whoIs(row['followed']!) : kind === 'referrals' ? await whoIs(row['advocate']!) : null;
      const customer = customers.get(owner ?? '');
      const isThere = (id: string | undefined, list: readonly Json[]): boolean =>
        list.some(({ source, sourceId }) => source === SOURCE && (idOf(id) === '' || sourceId === idOf(id)));
      const found: Readonly<Record<HostileKind, (one: Shown) => boolean>> = {
        orders: ({ orders }) => isThere(row['orderId'], orders),
        interactions: ({ interactions }) => isThere(row['id'], interactions),
        ties: ({ following }) => following.some(({ source, followed }) => source === SOURCE && followed.id === other),
        referrals: ({ referralClaims }) =>
          isThere(row['id'], referralClaims) && referralClaims.some(({ advocate }) => advocate.id === other),
      };
      expect(customer !== undefined && found[kind](customer), JSON.stringify({ line: lines[at], row })).toBe(true);
    }
  }

  async function checkSums(customers: readonly Shown[]): Promise<void> {
    const accounts = customers.map((customer) => accountOf(customer, NOW));
    for (const [index, { id, value }] of customers.entries()) {
      const { revenueMinor, boughtMinor, hasReturns } = accounts[index]!;
      const term = (key: string): number =>
        value.breakdown.find((one: Json) => one.key === key)?.amount.minorUnits ?? 0;
      expect([id, value.revenue.minorUnits, term('OWN_ORDERS')]).toEqual([id, revenueMinor, boughtMinor]);
      expect(value.current.direct.minorUnits).toBe(boughtMinor + term('REFUNDS') + term('CREDITS'));
      if (!hasReturns) expect(value.current.direct.minorUnits).toBe(boughtMinor);
      expect(value.total.minorUnits).toBe(
        value.breakdown.reduce((sum: number, one: Json) => sum + one.amount.minorUnits, 0),
      );
    }
    const sum = (of: (value: Json) => number): number => customers.reduce((total, { value }) => total + of(value), 0);
    const { portfolio } = await client.data(PORTFOLIO);
    const rewards = customers.reduce((total, { referredBy }) => total + (referredBy?.reward?.minorUnits ?? 0), 0);
    expect(portfolio).toEqual({
      customers: { count: customers.length },
      revenue: { minorUnits: accounts.reduce((total, { revenueMinor }) => total + revenueMinor, 0) },
      direct: { minorUnits: sum(({ current }) => current.direct.minorUnits) },
      rewards: { minorUnits: rewards },
      current: { minorUnits: sum(({ current }) => current.direct.minorUnits) - rewards },
      total: { minorUnits: sum(({ total }) => total.minorUnits) },
    });
    expect(portfolio.current.minorUnits).toBe(sum(({ current }) => current.total.minorUnits));
    expect(portfolio.revenue.minorUnits).toBe(sum(({ revenue }) => revenue.minorUnits));
  }
});
