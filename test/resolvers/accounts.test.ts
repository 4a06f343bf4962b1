import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putAccount } from '../../store/definitions/catalogue.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 40;
const VALUE = `current { direct { minorUnits } indirect { minorUnits } } potential { direct { minorUnits } indirect { minorUnits } } total { minorUnits }`;

describe('the account of a customer', () => {
  let engine: Engine;
  let client: Client;
  let told = 0;
  /** At `day` after the company's start it is told which account each of these belongs to. */
  const tell = async (members: readonly number[], account: string | null, day: number): Promise<void> => {
    await ingestEvents(
      client.db,
      members.map((n) => ({
        customer: customer(n),
        event: {
          kind: 'FACT' as const,
          source: 'shop',
          id: `f${(told += 1)}`,
          type: 'ACCOUNT' as const,
          value: account,
          occurredAt: COMPANY_AS_OF - (30 - day) * 86_400_000,
        },
      })),
    );
  };
  const account = async (id: string, more = ''): Promise<Json> =>
    (
      await client.data(
        `{ account(source: "shop", id: "${id}") { sourceId rollUp { customers revenue { minorUnits } ${VALUE} } ${more} } }`,
      )
    )['account'];

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    client = await clientOf(await testDb(engine, { clock: () => COMPANY_AS_OF }));
    await seedCompany(client.db, SIZE);
    for (const id of ['acme', 'home', 'empty'])
      await putAccount(client.db, { source: 'shop', id, kind: id === 'home' ? 'HOUSEHOLD' : 'COMPANY' });
    await tell([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 'acme', 1);
    await tell([12, 13], 'home', 1);
    await runEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
  }, 120_000);
  afterAll(() => engine.stop());

  it('comes to exactly what its members come to, each of the four cells', async () => {
    const acme = await account('acme', `members(first: 50) { nodes { id value { revenue { minorUnits } ${VALUE} } } }`);
    const nodes = acme.members.nodes as Json[];
    expect(nodes).toHaveLength(12);
    expect(acme.rollUp.customers).toBe(12);
    const sum = (of: (value: Json) => number): number => nodes.reduce((all, { value }) => all + of(value), 0);
    for (const of of [
      (value: Json): number => value.current.direct.minorUnits,
      (value: Json): number => value.current.indirect.minorUnits,
      (value: Json): number => value.potential.direct.minorUnits,
      (value: Json): number => value.potential.indirect.minorUnits,
      (value: Json): number => value.total.minorUnits,
      (value: Json): number => value.revenue.minorUnits,
    ])
      expect(of(acme.rollUp)).toBe(sum(of));
    const totals = nodes.map(({ value }) => value.total.minorUnits as number);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    // What ties moved is in it: the members are no island.
    expect(acme.rollUp.current.indirect.minorUnits).not.toBe(0);
  });

  it('lists its members page by page', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { members } = await account(
        'acme',
        `members(first: 5${after}) { nodes { id } pageInfo { hasNextPage endCursor } }`,
      );
      seen.push(...members.nodes.map(({ id }: Json) => id as string));
      if (!members.pageInfo.hasNextPage) break;
      after = `, after: "${members.pageInfo.endCursor as string}"`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([12, 12]);
  });

  it('is null where nothing is said of it, and comes to nothing known where nobody belongs to it', async () => {
    expect(await account('nobody')).toBeNull();
    expect(await account('empty', 'members { nodes { id } }')).toEqual({
      sourceId: 'empty',
      rollUp: null,
      members: { nodes: [] },
    });
  });

  it('is left and joined at the next run, and never both', async () => {
    await tell([0, 1], 'home', 2);
    await tell([2], null, 2);
    await runEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    const [acme, home] = [await account('acme'), await account('home')];
    expect([acme.rollUp.customers, home.rollUp.customers]).toEqual([9, 4]);
  });

  it('is part of another: its members count there too, each once, and whoever is told of the other looks after them', async () => {
    await client.data(
      `mutation { accountsPut(input: {idempotencyKey: "parts", accounts: [
        {source: "shop", id: "holding", contact: "Grace"},
        {source: "shop", id: "acme", parent: "holding"},
        {source: "shop", id: "home", kind: HOUSEHOLD, parent: "acme"}]}) { accepted } }`,
    );
    const circle = await client.data(
      `mutation { accountsPut(input: {idempotencyKey: "circle", accounts: [{source: "shop", id: "holding", parent: "home"}]}) { rejected results { userErrors { code } } } }`,
    );
    expect(circle).toEqual({ accountsPut: { rejected: 1, results: [{ userErrors: [{ code: 'CYCLE' }] }] } });
    await ingestEvents(
      client.db,
      [0, 3].map((n) => ({
        customer: customer(n),
        event: {
          kind: 'FACT' as const,
          source: 'shop',
          id: `contact ${n}`,
          type: 'CONTACT' as const,
          value: 'Ada',
          occurredAt: COMPANY_AS_OF - 86_400_000,
        },
      })),
    );
    await runEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    const MEMBERS = `members(first: 50) { nodes { id value { ${VALUE} } trustedContact { name since through { sourceId } } } } trustedContact { name account { sourceId } }`;
    const [holding, acme, home] = [
      await account('holding', MEMBERS),
      await account('acme', MEMBERS),
      await account('home', MEMBERS),
    ];
    expect([holding, acme, home].map(({ rollUp }) => rollUp.customers)).toEqual([13, 13, 4]);
    expect(acme.rollUp.total).toEqual(holding.rollUp.total);
    const idsOf = ({ members }: Json): string[] => members.nodes.map(({ id }: Json) => id as string);
    expect(new Set(idsOf(holding)).size).toBe(13);
    expect(idsOf(acme)).toEqual(idsOf(holding));
    expect(idsOf(acme).slice(9)).toEqual(idsOf(home));
    const total = (nodes: Json[]): number => nodes.reduce((sum, { value }) => sum + value.total.minorUnits, 0);
    expect(total(holding.members.nodes)).toBe(holding.rollUp.total.minorUnits);
    expect(total(home.members.nodes)).toBe(home.rollUp.total.minorUnits);
    expect(home.trustedContact).toEqual({ name: 'Grace', account: { sourceId: 'holding' } });
    const contacts = (holding.members.nodes as Json[]).map(({ trustedContact }) => trustedContact);
    expect(contacts.filter(({ name }) => name === 'Ada')).toHaveLength(2);
    expect(contacts.filter(({ name }) => name === 'Grace')).toHaveLength(11);
    for (const { name, since, through } of contacts)
      expect([since === null, through?.sourceId ?? null]).toEqual(name === 'Ada' ? [false, null] : [true, 'holding']);

    const { trustedContacts, ...lists } = await client.data(
      `{ trustedContacts { contacts { contact customers } nobody { customers } }
         all: leaving(first: 60) { listed customers { customer { id } contact ownExpected { minorUnits } } }
         grace: leaving(first: 60, contact: "Grace") { listed customers { customer { id } contact ownExpected { minorUnits } } }
         nobody: leaving(contact: "Nobody") { customers { contact } } }`,
    );
    expect(trustedContacts.contacts.toSorted((a: Json, b: Json) => a.customers - b.customers)).toEqual([
      { contact: 'Ada', customers: 2 },
      { contact: 'Grace', customers: 11 },
    ]);
    expect(trustedContacts.nobody.customers).toBe(SIZE - 13);
    // The list of one contact is those of everybody's who are theirs, in the same order.
    const own = new Set(
      (holding.members.nodes as Json[]).flatMap(({ id, trustedContact }) =>
        trustedContact.name === 'Grace' ? [id] : [],
      ),
    );
    const expected = lists['all'].customers.filter(({ customer: { id } }: Json) => own.has(id));
    expect(expected.length).toBeGreaterThan(3);
    expect(lists['grace'].customers).toEqual(expected.map((one: Json) => ({ ...one, contact: 'Grace' })));
    expect([lists['all'].listed, lists['grace'].listed, lists['nobody'].customers]).toEqual([60, 250, []]);
  });

  it('is gone from what a run shows when nobody belongs to one any more', async () => {
    await tell([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], null, 3);
    await runEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    expect((await account('acme')).rollUp).toBeNull();
  });
});
