import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { dumpTable } from '../engines/dump.ts';
import { newFiles } from '../intake/harness.ts';
import { clientOf, type Client, type Json } from './client.ts';

const NOW = Date.UTC(2026, 5, 1);
const ANN = '{ externalId: { source: "import", id: "ann" } }';

describe('what else is told, by file and by API', () => {
  let engine: Engine;
  let client: Client;
  const files = newFiles();
  let key = 0;
  const send = async (mutation: string, list: string, rows: string): Promise<Json> =>
    (
      await client.data(
        `mutation { ${mutation}(input: { idempotencyKey: "i${(key += 1)}", ${list}: [${rows}] }) { accepted duplicates rejected results { userErrors { code field message } } userErrors { code } } }`,
      )
    )[mutation];
  const faults = ({ results }: Json): string[] =>
    results.flatMap(({ userErrors }: Json) => userErrors.map(({ code, field }: Json) => `${code} ${field.at(-1)}`));
  const reasons = (rejects: readonly { field: string; reason: string }[]): string[] =>
    rejects.map(({ field }) => field);

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    client = await clientOf(await testDb(engine, { clock: () => NOW }));
  });
  afterAll(async () => {
    files.remove();
    await engine.stop();
  });

  it('customers: e-mail addresses become identities; what is none rejects its row, what is somebody else’s is a hint', async () => {
    const text =
      'customer,name,email,phone\nann,Ann,Ann@Example.com,+31 20 123 4567\nbob,Bob,ann@example.com,\ncid,Cid,nonsense,\ndot,Dot,,12\n';
    const { outcome, rejects } = await files.import(client.db, 'customers', text, { currency: 'EUR' });
    expect(outcome.counts).toEqual({ ACCEPTED: 2 });
    expect(rejects.map(({ row, field }) => `${row} ${field}`).sort()).toEqual(['3 email', '4 email', '5 phone']);
    const { customer } = await client.data('{ customer(by: { email: "ANN@example.com" }) { displayName } }');
    expect(customer).toEqual({ displayName: 'Ann' });
    const before = await dumpTable(client.db, { without: ['finishedAt', 'json'] });
    await files.import(client.db, 'customers', text, { currency: 'EUR' });
    expect((await dumpTable(client.db, { without: ['finishedAt', 'json'] })).length).toBe(before.length);
  });

  it('orders: an e-mail column, or an id that is one, finds the customer', async () => {
    await files.import(
      client.db,
      'orders',
      'order id,customer,date,sku,amount,email\no1,eve,2026-01-01,a,10.00,Eve@Example.com\no2,fay@example.com,2026-01-02,a,10.00,\no3,gus,2026-01-03,a,10.00,not one\n',
    );
    const { eve, fay } = await client.data(`{
      eve: customer(by: { email: "eve@example.com" }) { orders(first: 5) { nodes { sourceId } } }
      fay: customer(by: { email: "FAY@example.com" }) { orders(first: 5) { nodes { sourceId } } } }`);
    expect([eve.orders.nodes[0].sourceId, fay.orders.nodes[0].sourceId]).toEqual(['o1', 'o2']);
  });

  it('facts: traits, leads, accounts, countries and consents stand as told last, and run out', async () => {
    const { outcome, rejects } = await files.import(
      client.db,
      'facts',
      [
        'customer,type,value,detail,at,expires at',
        'ann,LIFE_STAGE,student,,2025-01-01,',
        'ann,life stage,family,,2026-01-01,',
        'ann,NEED,garden,,2026-01-01,2026-03-01',
        'ann,NEED,car,,2026-01-01,',
        'ann,LEAD,QUALIFIED,Joe,2026-02-01,',
        'ann,COUNTRY,NL,,2026-02-01,',
        'ann,CONSENT_EMAIL,GRANTED,v1,2026-01-01,',
        'ann,CONSENT_EMAIL,GRANTED,,2026-01-01,',
        'ann,LEAD,HOT,,2026-02-01,',
        'ann,COUNTRY,Holland,,2026-02-01,',
        'ann,HOROSCOPE,lion,,2026-02-01,',
        'ann,NEED,roof,,2026-02-01,2026-01-01',
      ].join('\n'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 7 });
    expect(reasons(rejects)).toEqual(['detail', 'value', 'value', 'type', 'expiresAt']);
    const rows = `{ source: "crm", id: "f1", by: ${ANN}, type: ACCOUNT, value: "acme", at: "2026-02-01T00:00:00Z" }
      { source: "crm", id: "f2", by: ${ANN}, type: CONSENT_EMAIL, value: "WITHDRAWN", detail: "v1", at: "2026-04-01T00:00:00Z" }`;
    expect(await send('factsIngest', 'facts', rows)).toMatchObject({ accepted: 2, duplicates: 0, rejected: 0 });
    expect(await send('factsIngest', 'facts', rows)).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0 });
    expect(
      faults(
        await send(
          'factsIngest',
          'facts',
          `{ source: "crm", id: "f1", by: ${ANN}, type: ACCOUNT, value: "other", at: "2026-02-01T00:00:00Z" }
           { source: "crm", id: "f3", by: ${ANN}, type: CONSENT_EMAIL, value: "GRANTED", at: "2026-02-01T00:00:00Z" }
           { source: "crm", id: "f4", by: ${ANN}, type: LEAD, value: "HOT", at: "2026-02-01T00:00:00Z" }`,
        ),
      ),
    ).toEqual(['CONFLICT id', 'INVALID detail', 'INVALID value']);
    const { customer } = await client.data(`{ customer(by: ${ANN}) {
      facts { standing { type value detail } history { type } }
      then: facts(at: "2026-02-15T00:00:00Z") { standing { type value } } orders(first: 1) { nodes { id } } engagement { points } } }`);
    expect(customer.facts.standing).toEqual([
      { type: 'LIFE_STAGE', value: 'family', detail: null },
      { type: 'NEED', value: 'car', detail: null },
      { type: 'LEAD', value: 'QUALIFIED', detail: 'Joe' },
      { type: 'ACCOUNT', value: 'acme', detail: null },
      { type: 'COUNTRY', value: 'NL', detail: null },
      { type: 'CONSENT_EMAIL', value: 'WITHDRAWN', detail: 'v1' },
    ]);
    expect(customer.facts.history).toHaveLength(9);
    expect(customer.then.standing).toContainEqual({ type: 'NEED', value: 'garden' });
    expect(customer.then.standing).toContainEqual({ type: 'CONSENT_EMAIL', value: 'GRANTED' });
    // Told, not done: no points.
    expect(customer.engagement.points).toBe(0);
  });

  it('leads: stage and owner reach the lifecycle of who has not ordered, and everybody’s', async () => {
    const { outcome } = await files.import(
      client.db,
      'facts',
      [
        'customer,type,date,value,detail',
        'lea,LEAD,2026-03-01,NEW,',
        'lea,LEAD,2026-03-05,QUALIFIED,Sam Seller',
        'opa,LEAD,2026-03-02,CONTACTED,Sam Seller',
        'opa,LEAD,2026-03-09,PROPOSAL,Kim Closer',
        'los,LEAD,2026-03-03,LOST,',
        'eve,LEAD,2026-03-04,WON,Kim Closer',
      ].join('\n'),
      { createUnknown: true },
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 6 });
    await runEnrichment(client.db, { asOf: NOW, trigger: 'MANUAL' });
    const lifecycle =
      '{ lifecycle { quarter stage since lead { stage owner since } } lifecycleHistory { to at causeId } }';
    const by = (id: string): string => `customer(by: { externalId: { source: "import", id: "${id}" } }) ${lifecycle}`;
    const { lea, opa, los, eve, lifecycleSummary } = await client.data(
      `{ lea: ${by('lea')} opa: ${by('opa')} los: ${by('los')} eve: ${by('eve')}
         lifecycleSummary { stages { stage customers { count } } } }`,
    );
    const at = (day: string): string => `2026-03-${day}T00:00:00.000Z`;
    expect(lea.lifecycle).toEqual({
      quarter: 'MARKETING',
      stage: 'LEAD',
      since: at('01'),
      lead: { stage: 'QUALIFIED', owner: 'Sam Seller', since: at('05') },
    });
    expect(opa.lifecycle).toMatchObject({ quarter: 'SALES', stage: 'OPPORTUNITY', lead: { owner: 'Kim Closer' } });
    expect(opa.lifecycleHistory).toEqual([
      { to: 'LEAD', at: at('02'), causeId: null },
      { to: 'OPPORTUNITY', at: at('09'), causeId: null },
    ]);
    expect(los.lifecycle).toMatchObject({ stage: 'LEAD', lead: { stage: 'LOST', owner: null } });
    // Who ordered has come further, whatever sales says of them.
    expect(eve.lifecycle).toMatchObject({ stage: 'FIRST_ORDER', lead: { stage: 'WON' } });
    const counted = Object.fromEntries(
      lifecycleSummary.stages.map(({ stage, customers }: Json) => [stage, customers.count]),
    );
    // Ann was a lead of the tests before.
    expect([counted.LEAD, counted.OPPORTUNITY]).toEqual([3, 1]);
    // As of a day before anything was told, nobody had heard of them.
    const { run } = await runEnrichment(client.db, { asOf: Date.UTC(2026, 2, 4), trigger: 'MANUAL' }).then((one) => ({
      run: one.id,
    }));
    const then = await client.data(
      `query @view(run: "${toGlobalId('EnrichmentRun', run)}") { lea: ${by('lea')} opa: ${by('opa')} }`,
    );
    expect(then.lea.lifecycle).toMatchObject({ stage: 'LEAD', lead: { stage: 'NEW', owner: null } });
    expect(then.opa.lifecycle).toMatchObject({ stage: 'LEAD', lead: { stage: 'CONTACTED' } });
  });

  it('effort and answers: minutes of contact are no less than 0, and what was asked is apart from what is observed', async () => {
    const { outcome, rejects } = await files.import(
      client.db,
      'interactions',
      [
        'customer,type,channel,date,effort minutes,about,answer,valence',
        'ann,SALES_CONTACT,PHONE,2026-01-05,30,,,',
        'ann,SUPPORT_CONTACT,CHAT,2026-02-05,12.5,,,',
        'ann,SUPPORT_CONTACT,CHAT,2026-02-06,-1,,,',
        'ann,SURVEY_RESPONSE,EMAIL,2026-02-07,,how likely,9 of 10,0.8',
        'ann,PAGE_VIEW,WEB,2026-02-08,,,an answer,',
      ].join('\n'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 3 });
    expect(reasons(rejects)).toEqual(['effortMinutes', 'answer']);
    const { customer } = await client.data(`{ customer(by: ${ANN}) {
      effort { minutes contacts } recent: effort(from: "2026-02-01T00:00:00Z") { minutes }
      answers { objectRef answer valence } } }`);
    expect(customer.effort).toEqual({ minutes: 42.5, contacts: 2 });
    expect(customer.recent).toEqual({ minutes: 12.5 });
    expect(customer.answers).toEqual([{ objectRef: 'how likely', answer: '9 of 10', valence: 0.8 }]);
    expect(
      faults(
        await send(
          'interactionsIngest',
          'interactions',
          `{ source: "s", id: "1", by: ${ANN}, type: PAGE_VIEW, channel: WEB, occurredAt: "2026-02-01T00:00:00Z", answer: "x" }
           { source: "s", id: "2", by: ${ANN}, type: SALES_CONTACT, channel: PHONE, occurredAt: "2026-02-01T00:00:00Z", effortMinutes: -3 }`,
        ),
      ),
    ).toEqual(['INVALID answer', 'INVALID effortMinutes']);
  });

  it('products: group, lifespan and cost', async () => {
    const text =
      'sku,name,group,lifespan days,cost\na,Chair,Seats,3650,20.50\nb,Lamp,Light,0,1\nc,Mat,Floor,30.5,1\nd,Pot,Deco,,-1\n';
    const { outcome, rejects } = await files.import(client.db, 'products', text);
    expect(outcome.counts).toEqual({ ACCEPTED: 1 });
    expect(reasons(rejects)).toEqual(['lifespanDays', 'lifespanDays', 'cost']);
    expect((await files.import(client.db, 'products', `${text}\n`)).outcome.counts).toEqual({ DUPLICATE: 1 });
    const put = await send(
      'productsPut',
      'products',
      `{ source: "import", sku: "e", kind: SERVICE, cost: { amount: "3.00", currencyCode: "EUR" } }
       { source: "import", sku: "f", lifespanDays: 0 } { source: "import", sku: "g", cost: { amount: "-3.00", currencyCode: "EUR" } }`,
    );
    expect([put.accepted, faults(put)]).toEqual([1, ['INVALID lifespanDays', 'INVALID cost']]);
    const { products } = await client.data('{ products { nodes { sku kind group lifespanDays cost { amount } } } }');
    expect(products.nodes.sort((a: Json, b: Json) => (a.sku < b.sku ? -1 : 1))).toEqual([
      { sku: 'a', kind: null, group: 'Seats', lifespanDays: 3650, cost: { amount: '20.50' } },
      { sku: 'e', kind: 'SERVICE', group: null, lifespanDays: null, cost: { amount: '3.00' } },
    ]);
  });

  it('spend: per channel, campaign and period; overlaps, other currencies and less than nothing are refused', async () => {
    const { outcome, rejects } = await files.import(
      client.db,
      'spend',
      [
        'channel,campaign,from,to,amount,currency',
        'search,,2026-01-01,2026-02-01,100.00,EUR',
        'search,,2026-02-01,2026-03-01,120.00,EUR',
        'search,spring,2026-01-15,2026-02-15,30.00,EUR',
        'search,,2026-01-20,2026-01-25,5.00,EUR',
        'print,,2026-01-01,2026-02-01,5.00,USD',
        'print,,2026-01-01,2026-02-01,-5.00,EUR',
        'print,,2026-02-01,2026-01-01,5.00,EUR',
      ].join('\n'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 3, OVERLAP: 1 });
    expect(reasons(rejects).sort()).toEqual(['amount', 'currency', 'from', 'to']);
    const put = await send(
      'spendPut',
      'spend',
      ['2026-02-20', '2026-03-01']
        .map(
          (from, k) =>
            `{ source: "api", id: "s${k}", channel: "search", from: "${from}T00:00:00Z", to: "2026-04-01T00:00:00Z", amount: { amount: "7.00", currencyCode: "EUR" } }`,
        )
        .join(' '),
    );
    expect([put.accepted, faults(put)]).toEqual([1, ['OVERLAP from']]);
    const { spend } = await client.data(
      '{ spend { nodes { channel campaign periods { from to amount { amount } } } } }',
    );
    const plain = spend.nodes.find(({ campaign }: Json) => campaign === null);
    expect(plain.periods.map(({ amount }: Json) => amount.amount)).toEqual(['100.00', '120.00', '7.00']);
    expect(spend.nodes).toHaveLength(2);
  });

  it('accounts: a customer belongs to one, which may be part of another; circles are refused', async () => {
    const { outcome, rejects } = await files.import(
      client.db,
      'accounts',
      'id,kind,name,parent\nacme,COMPANY,Acme,group\ngroup,COMPANY,Group,\nhouse,household,,\ngroup2,COMPANY,,group2\n',
      { source: 'crm' },
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 3, CYCLE: 1 });
    expect(reasons(rejects)).toEqual(['parent']);
    const put = await send('accountsPut', 'accounts', '{ source: "crm", id: "group", parent: "acme" }');
    expect(faults(put)).toEqual(['CYCLE parent']);
    const { customer } = await client.data(
      `{ customer(by: ${ANN}) { facts { account { name kind parent { sourceId parent { sourceId } } } } } }`,
    );
    expect(customer.facts.account).toEqual({
      name: 'Acme',
      kind: 'COMPANY',
      parent: { sourceId: 'group', parent: null },
    });
  });

  it('goes where the customer goes: facts, answers and effort of a merged one are the survivor’s', async () => {
    await send(
      'factsIngest',
      'facts',
      `{ source: "crm", id: "b1", by: { externalId: { source: "import", id: "bob" } }, type: COUNTRY, value: "BE", at: "2026-03-01T00:00:00Z" }`,
    );
    await client.data(
      `mutation { customerMerge(input: { idempotencyKey: "m1", survivor: ${ANN}, merged: { externalId: { source: "import", id: "bob" } } }) { userErrors { code } } }`,
    );
    const { customer } = await client.data(
      `{ customer(by: ${ANN}) { facts { standing { type value } } effort { minutes } } }`,
    );
    expect(customer.facts.standing).toContainEqual({ type: 'COUNTRY', value: 'BE' });
    expect(customer.effort.minutes).toBe(42.5);
  });
});
