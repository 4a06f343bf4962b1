import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, publishedCompany, type Client } from './client.ts';

const SIZE = 60;
const RUN = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };
const PAGE = `query ($first: Int!, $after: String, $orderBy: CustomerOrder, $filter: CustomerFilter) {
  customers(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    totalCount { count precision } pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor position node { id lifecycle { stage lapsed } rfm { group } influence { score } engagement { points } value {
      total { minorUnits } current { direct { minorUnits } } referralValue { conserved { minorUnits } } networkValue { conserved { minorUnits } }
    } } }
  }
}`;

interface Found {
  readonly position: number;
  readonly node: never;
}

describe('lists over GraphQL', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    client = await publishedCompany(engine, SIZE);
  });
  afterAll(() => engine.stop());

  const walk = async (variables: Record<string, unknown>, own = client): Promise<Found[]> => {
    const edges: Found[] = [];
    for (let after: string | null = null, pages = 0; pages < 100; pages++) {
      const { customers } = await own.data(PAGE, { first: 7, ...variables, after });
      edges.push(...customers.edges);
      expect(customers.pageInfo.hasPreviousPage).toBe(after !== null);
      if (!customers.pageInfo.hasNextPage) return edges;
      after = customers.pageInfo.endCursor;
    }
    throw new Error('the list has no end');
  };
  const read =
    (path: string) =>
    ({ node }: Found): number =>
      path.split('.').reduce<never>((value, name) => value?.[name] as never, node) as unknown as number;

  it.each([
    ['TOTAL_VALUE', 'value.total.minorUnits'],
    ['DIRECT_VALUE', 'value.current.direct.minorUnits'],
    ['REFERRAL_VALUE', 'value.referralValue.conserved.minorUnits'],
    ['NETWORK_VALUE', 'value.networkValue.conserved.minorUnits'],
    ['ENGAGEMENT', 'engagement.points'],
  ])('orders by %s both ways, every customer once', async (field, path) => {
    const falling = await walk({ orderBy: { field } });
    const rising = await walk({ orderBy: { field, direction: 'ASC' } });
    const values = falling.map(read(path));
    expect(new Set(falling.map(read('id'))).size).toBe(SIZE);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(rising.map(read('id'))).toEqual(falling.map(read('id')).toReversed());
    expect(falling.map(({ position }) => position)).toEqual(Array.from({ length: SIZE }, (_, index) => index + 1));
  });

  it('puts those last for whom the value is unknown', async () => {
    const scores = (await walk({ orderBy: { field: 'INFLUENCE' } })).map(read('influence.score'));
    const known = scores.findIndex((score) => score === undefined || score === null);
    if (known !== -1) expect(scores.slice(known).every((score) => score === undefined || score === null)).toBe(true);
    const values = known === -1 ? scores : scores.slice(0, known);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it('filters by what is published, and finds exactly those who match', async () => {
    const all = await walk({});
    const middle = all.map(read('value.total.minorUnits'))[SIZE / 2]! / 100;
    const rich = await walk({ filter: { totalValue: { min: middle.toFixed(2) } } });
    expect(rich.map(read('id'))).toEqual(
      all.filter((edge) => read('value.total.minorUnits')(edge) >= Math.round(middle * 100)).map(read('id')),
    );
    const champions = await walk({ filter: { rfmGroup: ['CHAMPIONS', 'AT_RISK'] } });
    expect(champions.length).toBeGreaterThan(0);
    expect(champions.map(read('id'))).toEqual(
      all
        .filter(({ node }) => ['CHAMPIONS', 'AT_RISK'].includes((node as { rfm: { group: string } }).rfm?.group))
        .map(read('id')),
    );
    const lapsed = await walk({ filter: { lapsed: true } });
    expect(lapsed.map(read('id'))).toEqual(all.filter(read('lifecycle.lapsed')).map(read('id')));
  });

  it('says how many match: exactly at the end, at least so many before', async () => {
    const matching = (await walk({ filter: { lapsed: false } })).length;
    const { customers } = await client.data(PAGE, { first: 100, filter: { lapsed: false } });
    expect(customers.totalCount).toEqual({ count: matching, precision: 'EXACT' });
    expect((await client.data(PAGE, { first: 3 })).customers.totalCount).toEqual({ count: SIZE, precision: 'EXACT' });
  });

  const BACK = `query ($first: Int! = 50, $last: Int, $before: String, $after: String, $orderBy: CustomerOrder, $filter: CustomerFilter) {
    customers(first: $first, last: $last, before: $before, after: $after, orderBy: $orderBy, filter: $filter) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor position node { id } }
    }
  }`;
  const walkBack = async (variables: Record<string, unknown>): Promise<Found[]> => {
    const edges: Found[] = [];
    for (let before: string | null = null, pages = 0; pages < 100; pages++) {
      const { customers } = await client.data(BACK, { last: 7, ...variables, before });
      edges.unshift(...customers.edges);
      expect(customers.pageInfo.hasNextPage).toBe(before !== null);
      if (!customers.pageInfo.hasPreviousPage) return edges;
      before = customers.pageInfo.startCursor;
    }
    throw new Error('the list has no beginning');
  };

  it.each([
    ['without a filter', {}],
    ['rising', { orderBy: { field: 'DIRECT_VALUE', direction: 'ASC' } }],
    ['with a filter beside the list', { filter: { lapsed: true } }],
    ['with a filter tried on the customers', { filter: { returnProbability: { max: 0.9 } } }],
    ['an end of an ordering', { orderBy: { field: 'REVENUE' } }],
    ['the other end', { orderBy: { field: 'RETURN_PROBABILITY', direction: 'ASC' } }],
  ])('reads backward what it reads forward, %s', async (_, variables) => {
    const places = (edges: readonly Found[]) => edges.map((edge) => [edge.position, read('id')(edge)]);
    const forward = await walk(variables);
    expect(forward.length).toBeGreaterThan(7);
    expect(places(await walkBack(variables))).toEqual(places(forward));
    // A page on from the middle and a page back to where it began.
    const { customers: page } = await client.data(PAGE, { first: 5, ...variables });
    const { customers: next } = await client.data(PAGE, { first: 2, ...variables, after: page.pageInfo.endCursor });
    const { customers: back } = await client.data(BACK, { last: 5, ...variables, before: next.edges[0].cursor });
    expect(places(back.edges)).toEqual(places(page.edges));
  });

  it('reads segments, their members and communities backward too', async () => {
    for (const [field, open] of [
      ['segments', ''],
      ['communities', ''],
      ['members', 'segment(key: "rfm-champions")'],
    ] as const) {
      const ask = async (paging: string) => {
        const selected = `${field}(${paging}) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } }`;
        const data = await client.data(open === '' ? `{ ${selected} }` : `{ ${open} { ${selected} } }`);
        return open === '' ? data[field] : data.segment[field];
      };
      const all = (await ask('first: 100')).nodes.map(({ id }: { id: string }) => id);
      const seen: string[] = [];
      for (let before = ''; ;) {
        const { nodes, pageInfo } = await ask(`last: 2${before}`);
        seen.unshift(...nodes.map(({ id }: { id: string }) => id));
        expect(pageInfo.hasNextPage).toBe(before !== '');
        if (!pageInfo.hasPreviousPage) break;
        before = `, before: "${pageInfo.startCursor}"`;
      }
      expect(seen).toEqual(all);
    }
  });

  describe('bad input', () => {
    it.each([
      [{ last: 3, after: 'x' }, 'after', 'INVALID'],
      [{ before: 'x' }, 'before', 'INVALID'],
      [{ last: 3, before: 'x' }, 'before', 'INVALID_CURSOR'],
      [{ last: 3, first: 10 }, 'first', 'INVALID'],
      [{ last: 0 }, 'last', 'PAGE_SIZE'],
      [{ last: 101 }, 'last', 'PAGE_SIZE'],
    ])('%j is refused with what to do', async (variables, field, code) => {
      const { errors } = await client.ask(BACK, variables);
      expect(errors[0]!.extensions).toMatchObject({ code, field: [field] });
    });

    it.each([0, -1, 101, 1000])('first: %i is refused with the limit', async (first) => {
      const { data, errors } = await client.ask(PAGE, { first });
      expect(data ?? null).toBeNull();
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining('between 1 and 100'),
        extensions: { code: 'PAGE_SIZE', field: ['first'], requestId: expect.any(String) },
      });
    });

    it.each([
      'x',
      'eyJ2IjoxfQ',
      Buffer.from('{"v":1,"g":1,"n":60,"l":"INFLUENCE/DESC","o":1,"m":1}').toString('base64url'),
    ])('the cursor %s is refused, not misread', async (after) => {
      const { errors } = await client.ask(PAGE, { first: 5, after });
      expect(errors[0]!.extensions['code']).toBe('INVALID_CURSOR');
    });

    it('a cursor of another filter is refused, however alike the lists are; the same conditions written otherwise are the same', async () => {
      const { customers } = await client.data(PAGE, { first: 2, filter: { lapsed: false, influence: { min: 0 } } });
      const after = customers.pageInfo.endCursor;
      for (const filter of [{ lapsed: true }, { lapsed: false }, undefined]) {
        expect((await client.ask(PAGE, { first: 2, after, filter })).errors[0]?.extensions['code']).toBe(
          'INVALID_CURSOR',
        );
      }
      expect(
        (await client.ask(PAGE, { first: 2, after, filter: { stage: null, influence: { min: 0 }, lapsed: false } }))
          .errors,
      ).toEqual([]);
    });

    const somebody = async (): Promise<string> =>
      (await client.data('{ customers(first: 1) { nodes { id } } }')).customers.nodes[0].id;
    const forged = (list: string, k: string): string =>
      Buffer.from(JSON.stringify({ v: 1, l: list, k })).toString('base64url');
    it.each([
      ['orders', 'ORDER', 'E#nonsense'],
      ['interactions', 'INTERACTION', 'P'],
      ['following', 'following', 'x'],
      ['followers', 'followers', '["T#1","x","T#1"]'],
      ['referralsMade', 'referrals', '["R#1","x","R#1"]'],
    ])('a forged cursor of %s is refused as one', async (field, list, position) => {
      const id = await somebody();
      const key = Buffer.from(id, 'base64url').toString().split(':')[1]!;
      const { errors } = await client.ask(
        `query ($id: ID!, $after: String) { customer(by: { id: $id }) { ${field}(first: 1, after: $after) { nodes { __typename } } } }`,
        { id, after: forged(`${list}/${key}`, position) },
      );
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
    });

    it.each([
      ['segments', 'segments'],
      ['communities', 'communities'],
    ])(
      'a cursor of %s that is not in the list (any more) does not begin it again without a word',
      async (field, list) => {
        const { errors } = await client.ask(
          `query ($after: String) { ${field}(first: 1, after: $after) { nodes { key } } }`,
          { after: forged(list, 'gone') },
        );
        expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
      },
    );

    it.each(['EnrichmentRun', 'Segment', 'Referral', 'Community', 'Customer', 'Order', 'Interaction'])(
      'a forged long id of %s is of nobody',
      async (type) => {
        for (const key of ['x'.repeat(5000), `${'0'.repeat(20)}/F#1`, '#']) {
          const id = Buffer.from(`${type}:${key}`).toString('base64url');
          expect(
            await client.data(
              'query ($id: ID!) { node(id: $id) { id } enrichmentRun(id: $id) { id } segment(id: $id) { id } customer(by: { id: $id }) { id } }',
              { id },
            ),
          ).toEqual({ node: null, enrichmentRun: null, segment: null, customer: null });
        }
      },
    );

    it('an unknown filter field is an error that names it, never ignored', async () => {
      const asVariable = await client.ask(PAGE, { first: 5, filter: { shoeSize: 43 } });
      expect([asVariable.status, asVariable.errors[0]!.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(asVariable.errors[0]!.message).toContain('shoeSize');
      const inDocument = await client.ask('{ customers(filter: { shoeSize: 43 }) { nodes { id } } }');
      expect([inDocument.status, inDocument.errors[0]!.extensions['code']]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
      expect(inDocument.errors[0]!.message).toContain('shoeSize');
    });

    it('an ordering that nothing has published says which there are', async () => {
      const { customers } = await client.data('{ customers(first: 1) { nodes { value { clv { expectedOrders } } } } }');
      const { errors } = await client.ask(PAGE, { first: 5, orderBy: { field: 'POTENTIAL_VALUE' } });
      if (customers.nodes[0].value.clv === null)
        expect(errors[0]).toMatchObject({
          message: expect.stringContaining('TOTAL_VALUE'),
          extensions: { code: 'ORDERING_NOT_AVAILABLE' },
        });
      else expect(errors).toEqual([]);
    });

    it('two ways to name a customer at once are refused', async () => {
      const { status, errors } = await client.ask(
        '{ customer(by: { email: "a@example.com", phone: "+31201234567" }) { id } }',
      );
      expect([status, errors[0]!.extensions['code']]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    });

    it('an e-mail address that is none is an error at its field', async () => {
      const { errors } = await client.ask('{ customer(by: { email: "nonsense" }) { id } }');
      expect(errors[0]!.extensions).toMatchObject({ code: 'INVALID', field: ['by', 'email'] });
    });
  });

  describe('when a run publishes between two pages', () => {
    const publish = async (db: Client['db'], n: number): Promise<void> => {
      await ingestEvents(db, [
        {
          customer: customer(SIZE + n),
          event: {
            kind: 'ORDER',
            source: 'shop',
            id: `new-${n}`,
            occurredAt: COMPANY_AS_OF - 1000,
            promotion: false,
            lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: 9_999_900, costMinor: 0, lineKind: 'PRODUCT' }],
          },
        },
      ]);
      await runEnrichment(db, RUN);
    };

    it('the cursor stays in its own list, then says that it has expired', async () => {
      const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
      await seedCompany(db, 20);
      await runEnrichment(db, RUN);
      const own = await clientOf(db);
      const ids = (await walk({}, own)).map(read('id'));
      const first = (await own.data(PAGE, { first: 5 })).customers;

      await publish(db, 1);
      const second = (await own.data(PAGE, { first: 5, after: first.pageInfo.endCursor })).customers;
      expect([...first.edges, ...second.edges].map(read('id'))).toEqual(ids.slice(0, 10));
      expect((await own.data(PAGE, { first: 1 })).customers.edges[0].position).toBe(1);

      await publish(db, 2);
      await publish(db, 3);
      const { errors } = await own.ask(PAGE, { first: 5, after: first.pageInfo.endCursor });
      expect(errors[0]!.extensions['code']).toBe('CURSOR_EXPIRED');
    });
  });

  describe('segments', () => {
    it('lists the RFM groups and rules, with sizes that agree with their members', async () => {
      const { segments } = await client.data(
        '{ segments(first: 25) { nodes { key kind size { count } value { minorUnits } members(first: 60) { nodes { segments { key } value { revenue { minorUnits } } } } } } }',
      );
      const groups = segments.nodes.filter(({ kind }: { kind: string }) => kind === 'RFM');
      expect(groups).toHaveLength(11);
      expect(groups.reduce((sum: number, { size }: { size: { count: number } }) => sum + size.count, 0)).toBe(SIZE);
      for (const { key, kind, size, value, members } of segments.nodes) {
        expect(members.nodes).toHaveLength(size.count);
        expect(
          members.nodes.every((node: { segments: { key: string }[] }) =>
            node.segments.some((segment) => segment.key === key),
          ),
        ).toBe(true);
        const revenue = members.nodes.reduce(
          (sum: number, node: { value: { revenue: { minorUnits: number } } }) => sum + node.value.revenue.minorUnits,
          0,
        );
        if (kind === 'RFM') expect(revenue).toBe(value.minorUnits);
      }
    });

    it('finds one by key or id, and pages through members', async () => {
      const { segment } = await client.data(
        '{ segment(key: "rfm-champions") { id key rule { test { field comparator value } } members(first: 2) { pageInfo { hasNextPage endCursor } nodes { id } } } }',
      );
      expect(segment.rule.test).toEqual({ field: 'RFM_GROUP', comparator: 'EQ', value: 'CHAMPIONS' });
      const again = await client.data(
        'query ($id: ID!, $after: String) { segment(id: $id) { key members(first: 2, after: $after) { nodes { id } } } node(id: $id) { ... on Segment { key } } }',
        { id: segment.id, after: segment.members.pageInfo.endCursor },
      );
      expect([again.segment.key, again.node.key]).toEqual(['rfm-champions', 'rfm-champions']);
      const overlap = again.segment.members.nodes.filter(({ id }: { id: string }) =>
        segment.members.nodes.some((other: { id: string }) => other.id === id),
      );
      expect(overlap).toEqual([]);
    });
  });

  it('runs are listed newest first, with what they cost', async () => {
    const { enrichmentRuns } = await client.data(
      '{ enrichmentRuns { nodes { id status step generation asOf progress { total done skipped failed } cost { readUnits writeUnits requests } error } } }',
    );
    expect(enrichmentRuns.nodes[0]).toMatchObject({
      status: 'SUCCEEDED',
      step: 'DONE',
      generation: 1,
      error: null,
      progress: { total: SIZE, done: SIZE, failed: 0 },
    });
    expect(enrichmentRuns.nodes[0].cost.writeUnits).toBeGreaterThan(SIZE);
    expect(
      await client.data(
        'query ($id: ID!) { enrichmentRun(id: $id) { generation } node(id: $id) { ... on EnrichmentRun { generation } } }',
        { id: enrichmentRuns.nodes[0].id },
      ),
    ).toEqual({ enrichmentRun: { generation: 1 }, node: { generation: 1 } });
  });
});
