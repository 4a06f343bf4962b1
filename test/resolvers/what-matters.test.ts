import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEALTH_BANDS } from '../../domain/health/health.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import type { Db } from '../../store/client/db.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 90;
const MONEY = '{ minorUnits }';
const CUSTOMER = `id displayName segments { key } community { key } health { score band } opportunities { list { expectedOverLifetime ${MONEY} } reason }
  value { revenue ${MONEY} current { total ${MONEY} } potential { total ${MONEY} } clv { returnProbability predicted ${MONEY} } atRisk { own ${MONEY} network ${MONEY} } }`;
const PAGE = `query ($first: Int!, $after: String, $orderBy: CustomerOrder, $filter: CustomerFilter) {
  customers(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    totalCount { count precision } pageInfo { hasNextPage endCursor } nodes { ${CUSTOMER} } } }`;

/** What lists order and filter by, as a reader sees it of one customer. */
const VALUES: Readonly<Record<string, (one: Json) => number | null>> = {
  returnProbability: ({ value }) => value.clv?.returnProbability ?? null,
  shortTermValue: ({ value: { current, potential } }) =>
    Math.round(1.5 * current.total.minorUnits + 0.5 * potential.total.minorUnits),
  longTermValue: ({ value: { current, potential } }) =>
    Math.round(0.5 * current.total.minorUnits + 1.5 * potential.total.minorUnits),
  expectedValue: ({ value }) => value.clv?.predicted?.minorUnits ?? null,
  valueAtRisk: ({ value }) => value.atRisk.own?.minorUnits ?? null,
  networkAtRisk: ({ value }) => value.atRisk.network?.minorUnits ?? null,
  health: ({ health }) => health.score,
  revenue: ({ value }) => value.revenue.minorUnits,
  opportunityValue: ({ opportunities: { list, reason } }) =>
    reason === null ? list.reduce((sum: number, one: Json) => sum + one.expectedOverLifetime.minorUnits, 0) : null,
};
const ORDERINGS: Readonly<Record<string, keyof typeof VALUES>> = {
  RETURN_PROBABILITY: 'returnProbability',
  SHORT_TERM_VALUE: 'shortTermValue',
  LONG_TERM_VALUE: 'longTermValue',
  EXPECTED_VALUE: 'expectedValue',
  VALUE_AT_RISK: 'valueAtRisk',
  NETWORK_AT_RISK: 'networkAtRisk',
  HEALTH: 'health',
  REVENUE: 'revenue',
  OPPORTUNITY_VALUE: 'opportunityValue',
};
const COUNTRIES = ['NL', 'DE', 'BE'];
const CHANNELS = ['search', 'fair'];

describe('lists by what matters', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let everybody: Json[];
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    const at = COMPANY_AS_OF - 40 * 86_400_000;
    const told = (n: number, type: 'COUNTRY' | 'ACCOUNT', value: string): Json => ({
      customer: customer(n),
      event: { kind: 'FACT', source: 'crm', id: `${type}-${n}`, type, value, occurredAt: at },
    });
    const came = (n: number, acquisitionChannel: string): Json => ({
      customer: customer(SIZE + n),
      event: {
        kind: 'ORDER',
        source: 'shop',
        id: `came-${n}`,
        occurredAt: at,
        promotion: false,
        acquisitionChannel,
        lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor: 700 + n, lineKind: 'PRODUCT' }],
      },
    });
    const complained = (n: number): Json => ({
      customer: customer(n),
      event: {
        kind: 'INTERACTION',
        source: 'crm',
        id: `complaint-${n}`,
        type: 'COMPLAINT_OPENED',
        channel: 'PHONE',
        occurredAt: at,
        valence: -1,
      },
    });
    await ingestEvents(db, [
      ...Array.from({ length: 60 }, (_, n) => told(n, 'COUNTRY', COUNTRIES[n % 3]!)),
      ...Array.from({ length: 10 }, (_, n) => told(n, 'ACCOUNT', n < 4 ? 'acme' : 'other')),
      ...Array.from({ length: 8 }, (_, n) => came(n, CHANNELS[n % 2]!)),
      ...Array.from({ length: 12 }, (_, n) => complained(3 * n)),
    ]);
    const rule = (value: string) => ({ field: 'segments', op: 'CONTAINS', value });
    for (const [key, own] of Object.entries({
      // Before what it asks for, by its key.
      'a-both': { all: [rule('z-dutch'), { field: 'returnProbability', op: 'GTE', value: 0.3 }] },
      'z-dutch': { field: 'country', op: 'EQ', value: 'NL' },
      'y-not-dutch': { not: rule('z-dutch') },
      'by-account': { field: 'account', op: 'IN', value: ['crm:acme', 'crm:none'] },
      'by-channel': { field: 'acquisitionChannel', op: 'NEQ', value: 'fair' },
      'by-community': { field: 'community', op: 'IS_NULL', value: false },
      'by-health': {
        all: [
          { field: 'healthBand', op: 'NEQ', value: 'HEALTHY' },
          { field: 'health', op: 'LT', value: 55.5 },
        ],
      },
      'by-opportunity': { field: 'opportunityValue', op: 'GT', value: 0 },
      'by-risk': {
        any: [
          { field: 'networkAtRisk', op: 'GT', value: 10 },
          { field: 'expectedValue', op: 'GT', value: 900 },
        ],
      },
    }))
      await putSegment(db, { key, name: key, description: '', rule: own, role: undefined });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    client = await clientOf(db);
    everybody = await walk({});
  }, 120_000);
  afterAll(() => engine.stop());

  const walk = async (variables: Record<string, unknown>, first = 20): Promise<Json[]> => {
    const nodes: Json[] = [];
    for (let after: string | null = null, pages = 0; pages < 100; pages++) {
      const { customers } = await client.data(PAGE, { first, ...variables, after });
      nodes.push(...customers.nodes);
      if (!customers.pageInfo.hasNextPage) return nodes;
      after = customers.pageInfo.endCursor;
    }
    throw new Error('the list has no end');
  };
  const ids = (nodes: readonly Json[]): string[] => nodes.map(({ id }) => id);
  const known = (of: (one: Json) => number | null): number[] =>
    everybody.map(of).filter((value): value is number => value !== null);

  it.each(Object.entries(ORDERINGS))(
    '%s names the 60 with most of it, as each of them is read',
    async (field, name) => {
      const of = VALUES[name]!;
      const found = await walk({ orderBy: { field } });
      const values = found.map(of);
      expect(new Set(ids(found)).size).toBe(found.length);
      expect(values).toEqual(
        known(of)
          .sort((a, b) => b - a)
          .slice(0, 60),
      );
      const { customers } = await client.data(PAGE, { first: 5, orderBy: { field } });
      expect(customers.totalCount).toEqual({ count: known(of).length, precision: 'EXACT' });
    },
  );

  it.each(['HEALTH', 'RETURN_PROBABILITY'])('%s also names those with least', async (field) => {
    const of = VALUES[ORDERINGS[field]!]!;
    const found = await walk({ orderBy: { field, direction: 'ASC' } });
    expect(found.map(of)).toEqual(
      known(of)
        .sort((a, b) => a - b)
        .slice(0, 60),
    );
  });

  it('an orientation changes who comes first, and no value of anybody', async () => {
    const ORIENTED = `query ($orientation: RankingOrientation, $orderBy: CustomerOrder) {
      customers(first: 60, orientation: $orientation, orderBy: $orderBy) { nodes { id value {
        current { total ${MONEY} direct ${MONEY} indirect ${MONEY} } potential { total ${MONEY} direct ${MONEY} indirect ${MONEY} } total ${MONEY} } } }
      portfolio { current ${MONEY} potential ${MONEY} total ${MONEY} } }`;
    const answers = new Map<string, Json>();
    for (const orientation of ['ACQUIRE', 'RETAIN', 'LIFECYCLE'])
      answers.set(orientation, await client.data(ORIENTED, { orientation }));
    const cells = new Map<string, Json>();
    for (const [orientation, { customers, portfolio }] of answers) {
      expect(portfolio).toEqual(answers.get('LIFECYCLE').portfolio);
      const of = { ACQUIRE: 'shortTermValue', RETAIN: 'longTermValue', LIFECYCLE: 'totalValue' }[orientation]!;
      const totalOf = ({ value }: Json): number => value.total.minorUnits;
      const ranks = customers.nodes.map(VALUES[of] ?? totalOf);
      expect(ranks).toEqual(ranks.toSorted((a: number, b: number) => b - a));
      for (const { id, value } of customers.nodes) {
        expect(cells.get(id) ?? value).toEqual(value);
        cells.set(id, value);
      }
    }
    const order = (orientation: string): string => JSON.stringify(ids(answers.get(orientation).customers.nodes));
    expect(new Set(['ACQUIRE', 'RETAIN', 'LIFECYCLE'].map(order)).size).toBe(3);
    const { errors } = await client.ask(ORIENTED, { orientation: 'RETAIN', orderBy: { field: 'REVENUE' } });
    expect(errors[0]!.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('an end nobody asks for is not there, and says what to do', async () => {
    const { errors } = await client.ask(PAGE, { first: 5, orderBy: { field: 'VALUE_AT_RISK', direction: 'ASC' } });
    expect(errors[0]!.extensions['code']).toBe('ORDERING_NOT_AVAILABLE');
    expect(errors[0]!.message).toMatch(/make a segment/u);
  });

  it.each(Object.keys(VALUES))('filters by %s find exactly those within, in the order of any list', async (name) => {
    const of = VALUES[name]!;
    const values = known(of).sort((a, b) => a - b);
    const [low, high] = [values[Math.floor(values.length / 4)]!, values[Math.floor((3 * values.length) / 4)]!];
    const isMoney = !['returnProbability', 'health'].includes(name);
    const given = (value: number): string | number => (isMoney ? (value / 100).toFixed(2) : value);
    for (const orderBy of [undefined, { field: 'ENGAGEMENT', direction: 'ASC' }]) {
      const all = await walk({ orderBy });
      const found = await walk({ orderBy, filter: { [name]: { min: given(low), max: given(high) } } }, 7);
      expect(ids(found)).toEqual(ids(all.filter((one) => of(one) !== null && of(one)! >= low && of(one)! <= high)));
      expect(found.length).toBeGreaterThan(0);
    }
    // Who has no value of it meets no condition on it, not even one without bounds.
    expect(await walk({ filter: { [name]: {} } })).toHaveLength(values.length);
  });

  it('filters by words, exactly counted on the first page where the run has counted them', async () => {
    const countOf = async (filter: Json): Promise<Json> =>
      (await client.data(PAGE, { first: 1, filter })).customers.totalCount;
    const dutch = await walk({ filter: { country: ['NL'] } }, 7);
    expect(dutch).toHaveLength(20);
    expect(await countOf({ country: ['NL', 'DE'] })).toEqual({ count: 40, precision: 'EXACT' });
    // None of the counted ones: what was seen so far.
    expect(await countOf({ country: ['FR'] })).toEqual({ count: 0, precision: 'EXACT' });
    expect(await walk({ filter: { account: ['crm:acme'] } })).toHaveLength(4);
    expect(await walk({ filter: { account: ['crm:acme', 'crm:other'], country: ['NL'] } })).toHaveLength(4);
    expect(await walk({ filter: { acquisitionChannel: ['search'] } })).toHaveLength(4);
    expect(await countOf({ acquisitionChannel: ['search', 'fair'] })).toEqual({ count: 8, precision: 'EXACT' });
    for (const band of HEALTH_BANDS) {
      const own = everybody.filter(({ health }) => health.score !== null && health.band === band);
      expect(ids(await walk({ filter: { healthBand: [band] } }, 7))).toEqual(ids(own));
      expect(await countOf({ healthBand: [band] })).toEqual({ count: own.length, precision: 'EXACT' });
    }
    const communities = [...new Set(everybody.flatMap(({ community }) => community?.key ?? []))];
    expect(communities.length).toBeGreaterThan(1);
    const inFirst = everybody.filter(({ community }) => community?.key === communities[0]);
    expect(ids(await walk({ filter: { community: [communities[0]] } }, 7))).toEqual(ids(inFirst));
    expect(await countOf({ community: communities })).toEqual({
      count: everybody.filter(({ community }) => community !== null).length,
      precision: 'EXACT',
    });
  });

  it('filters by segment find its members; segments may ask for segments, whatever they are called', async () => {
    const membersOf = (key: string): Json[] =>
      everybody.filter(({ segments }) => segments.some((one: Json) => one.key === key));
    expect(membersOf('z-dutch')).toHaveLength(20);
    expect(membersOf('a-both')).toEqual(
      membersOf('z-dutch').filter((one) => (VALUES['returnProbability']!(one) ?? 0) >= 0.3),
    );
    expect(membersOf('y-not-dutch').length).toBe(everybody.length - 20);
    expect(membersOf('by-account')).toHaveLength(4);
    expect(membersOf('by-channel')).toHaveLength(4);
    for (const key of ['z-dutch', 'a-both', 'by-health']) {
      expect(ids(await walk({ filter: { segment: [key] } }, 7))).toEqual(ids(membersOf(key)));
      const { customers } = await client.data(PAGE, { first: 1, filter: { segment: [key] } });
      expect(customers.totalCount).toEqual({ count: membersOf(key).length, precision: 'EXACT' });
    }
    const either = everybody.filter(({ segments }) =>
      segments.some(({ key }: Json) => ['z-dutch', 'by-channel'].includes(key)),
    );
    expect(ids(await walk({ filter: { segment: ['z-dutch', 'by-channel'] } }))).toEqual(ids(either));
  });

  it('an explanation agrees with membership for the new fields too, for every customer', async () => {
    for (const key of [
      'a-both',
      'y-not-dutch',
      'by-account',
      'by-channel',
      'by-community',
      'by-health',
      'by-opportunity',
      'by-risk',
    ]) {
      for (let start = 0; start < everybody.length; start += 20) {
        const some = everybody.slice(start, start + 20);
        const asked = some.map(({ id }, k) => `c${k}: explain(customerId: "${id}") { isMember holds reason }`);
        const { segment } = await client.data(`{ segment(key: "${key}") { ${asked.join('\n')} } }`);
        for (const [k, { segments }] of some.entries()) {
          const isMember = segments.some((one: Json) => one.key === key);
          expect(segment[`c${k}`], key).toMatchObject({ isMember, reason: null });
          expect(segment[`c${k}`].holds === true, key).toBe(isMember);
        }
      }
    }
  });

  it('an end of an ordering is filtered among those it names, and says that it counts no more', async () => {
    const all = await walk({ orderBy: { field: 'REVENUE' } });
    const filter = { country: ['NL'], lapsed: false };
    const found = await walk({ orderBy: { field: 'REVENUE' }, filter }, 7);
    const matching = new Set(ids(await walk({ filter })));
    expect(ids(found)).toEqual(ids(all).filter((id) => matching.has(id)));
    const { customers } = await client.data(PAGE, { first: 100, orderBy: { field: 'REVENUE' }, filter });
    expect(customers.totalCount).toEqual({ count: found.length, precision: 'AT_LEAST' });
  });

  it('a page reads no more than 200 customers, however few match', async () => {
    const { data, cost } = await client.ask(PAGE.replace(CUSTOMER, 'id'), {
      first: 100,
      filter: { account: ['crm:nobody'] },
    });
    expect(data.customers).toMatchObject({ nodes: [], totalCount: { count: 0, precision: 'EXACT' } });
    // Blocks of the customers, their own items, the list.
    expect(cost.requests).toBeLessThanOrEqual(8);
  });

  it.each([
    [{ segment: ['nobody-knows'] }, /No run has evaluated/u],
    [{ country: [] }, /1 to 100/u],
    [{ account: Array.from({ length: 101 }, (_, n) => `crm:${n}`) }, /1 to 100/u],
    [{ health: { min: 60, max: 50 } }, /min is above max/u],
    [{ expectedValue: { min: '1.234' } }, /./u],
  ])('%j is refused, not ignored', async (filter, message) => {
    const { errors } = await client.ask(PAGE, { first: 5, filter });
    expect(errors[0]!.message).toMatch(message);
  });

  it('segments that ask for each other, or for one that is not there, are refused', async () => {
    const id = async (key: string): Promise<string> =>
      (await client.data(`{ segment(key: "${key}") { id } }`)).segment.id;
    const changed = async (key: string, ruleText: string): Promise<Json> =>
      (
        await client.data(
          'mutation ($input: SegmentUpdateInput!) { segmentUpdate(input: $input) { segment { key } userErrors { code message } } }',
          { input: { idempotencyKey: `${key} ${ruleText}`, id: await id(key), expectedVersion: 1, ruleText } },
        )
      ).segmentUpdate;
    expect(await changed('z-dutch', 'segments contains a-both')).toMatchObject({
      segment: null,
      userErrors: [{ code: 'CYCLE' }],
    });
    expect(await changed('z-dutch', 'segments contains z-dutch')).toMatchObject({
      segment: null,
      userErrors: [{ code: 'CYCLE' }],
    });
    expect(await changed('z-dutch', 'segments contains nobody')).toMatchObject({
      segment: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect(await changed('by-account', 'segments contains rfm-lost')).toMatchObject({ userErrors: [] });
  });
});
