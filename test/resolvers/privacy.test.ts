import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGrants } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, EVERYTHING } from './client.ts';

const ERASE = `mutation ($input: CustomerEraseInput!) { customerErase(input: $input) { job { id kind status steps { step } } userErrors { code message field } } }`;
const EXPORT = `mutation ($input: CustomerExportInput!) { customerExport(input: $input) { job { id status steps { step count } } userErrors { code message } } }`;
const BY = { externalId: { source: 'shop', id: 'c1' } };
const FIND = `{ customer(by: { externalId: { source: "shop", id: "c1" } }) { id } }`;

describe('a person who asks', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());
  const company = async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 9);
    await upsertCustomer(db, {
      by: customer(1),
      displayName: 'Quirin Yxeloh',
      identities: [{ email: 'q@yxeloh.example' }],
    });
    const till = { externalId: { source: 'till', id: 't1' } };
    await upsertCustomer(db, { by: till });
    await mergeCustomers(db, { survivor: customer(1), merged: till });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    return db;
  };

  it('is found by nobody once the answer is there; the run that follows ends it', async () => {
    const db = await company();
    let told = 0;
    const { data } = await clientOf(db, { onErasure: () => (told += 1) });
    expect((await data(FIND)).customer).not.toBeNull();
    const { customerErase } = await data(ERASE, { input: { idempotencyKey: 'e', by: BY } });
    expect(customerErase).toMatchObject({ job: { kind: 'ERASE', status: 'OPEN' }, userErrors: [] });
    expect(customerErase.job.steps.map(({ step }: { step: string }) => step)).toEqual([
      'IDENTITIES',
      'EVENTS',
      'TIES',
      'SOCIAL',
      'MENTIONS',
      'PROFILE',
      'FEED',
    ]);
    expect(told).toBe(1);
    expect((await data(FIND)).customer).toBeNull();
    expect((await data(`{ customer(by: { email: "q@yxeloh.example" }) { id } }`)).customer).toBeNull();
    const again = await data(ERASE, { input: { idempotencyKey: 'e', by: BY } });
    expect(again.customerErase.job.id).toBe(customerErase.job.id);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    const { privacyJob, privacyJobs } = await data(
      `query ($id: ID!) { privacyJob(id: $id) { status finishedAt expiringUntil documents { nodes { kind } } } privacyJobs { nodes { id } } }`,
      { id: customerErase.job.id },
    );
    expect(privacyJob).toMatchObject({ status: 'DONE', documents: null });
    expect(privacyJobs.nodes).toEqual([{ id: customerErase.job.id }]);
  });

  it('is handed everything that is kept, with who said so, page by page', async () => {
    const db = await company();
    const { data } = await clientOf(db);
    const { customerExport } = await data(EXPORT, { input: { idempotencyKey: 'x', by: BY } });
    expect(customerExport).toMatchObject({ job: { status: 'DONE' }, userErrors: [] });
    const documents: { kind: string; source: string; json: string }[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { privacyJob } = await data(
        `query ($id: ID!, $after: String) { privacyJob(id: $id) { documents(first: 2, after: $after) { nodes { kind source json } pageInfo { hasNextPage endCursor } } } }`,
        { id: customerExport.job.id, after },
      );
      documents.push(...privacyJob.documents.nodes);
      ({ hasNextPage: more, endCursor: after } = privacyJob.documents.pageInfo);
    }
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['CUSTOMER', 'MERGE', 'ORDER', 'PROFILE', 'SUMMARY']));
    expect(documents.filter(({ kind }) => kind === 'CUSTOMER')).toHaveLength(2);
    const text = JSON.stringify(documents);
    for (const word of ['Quirin Yxeloh', 'q@yxeloh.example', 't1', 'o1-0', 'o1-1']) expect(text).toContain(word);
    expect(documents.filter(({ kind }) => kind === 'ORDER').every(({ source }) => source === 'shop')).toBe(true);
  });

  it('is nobody: an error as data; without privacy:admin nothing is done', async () => {
    const db = await company();
    const { data } = await clientOf(db);
    const unknown = { externalId: { source: 'shop', id: 'nobody' } };
    expect((await data(ERASE, { input: { idempotencyKey: 'n', by: unknown } })).customerErase).toMatchObject({
      job: null,
      userErrors: [{ code: 'UNKNOWN_CUSTOMER' }],
    });
    const reader = { ...EVERYTHING, ...parseGrants(['profile:read', 'value:read']) };
    const { ask } = await clientOf(db, { authenticate: async () => reader });
    const refused = await ask(ERASE, { input: { idempotencyKey: 'r', by: BY } });
    expect(refused.errors[0]!.extensions['code']).toBe('FORBIDDEN');
    expect((await data(FIND)).customer).not.toBeNull();
  });
});
