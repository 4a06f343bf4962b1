import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment, startEnrichment } from '../../enrichment/run.ts';
import type { RequestLine } from '../../resolvers/serve/plugins.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { getRun, startRun, takeOver, releaseLease } from '../../store/work/runs.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from './client.ts';

const run = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings: { kappa: 0.3 } };

describe('who operates it', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());
  const company = async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 6);
    return db;
  };
  const CANCEL = `mutation ($input: EnrichmentRunCancelInput!) { enrichmentRunCancel(input: $input) { run { status finishedAt } userErrors { code message } } }`;

  it('cancels a run a process is at work on: it never becomes visible, and the next one does', async () => {
    const db = await company();
    const first = await runEnrichment(db, run);
    const { data } = await clientOf(db);
    let cancelled: unknown;
    const { run: second, finished } = await startEnrichment(db, {
      ...run,
      asOf: COMPANY_AS_OF + 1,
      onProgress: ({ step }) => {
        if (step !== 'COMPUTE' || cancelled !== undefined) return;
        cancelled = data(CANCEL, { input: { idempotencyKey: 'c', id: toGlobalId('EnrichmentRun', second.id) } });
      },
    });
    await expect(finished).rejects.toThrow(/took this run over|has begun/u);
    expect(await cancelled).toMatchObject({ enrichmentRunCancel: { run: { status: 'CANCELLED' }, userErrors: [] } });
    expect(await visibleGeneration(db, { consistent: true })).toMatchObject({ runId: first.id });
    expect(await getRun(db, second.id)).toMatchObject({ status: 'CANCELLED' });
    const third = await runEnrichment(db, { ...run, asOf: COMPANY_AS_OF + 2 });
    expect(await visibleGeneration(db, { consistent: true })).toMatchObject({ runId: third.id });
  });

  it('does not cancel what has published, and says so', async () => {
    const db = await company();
    const { id } = await runEnrichment(db, run);
    const { ask } = await clientOf(db);
    const { data } = await ask(CANCEL, { input: { idempotencyKey: 'c', id: toGlobalId('EnrichmentRun', id) } });
    expect(data.enrichmentRunCancel.run).toBeNull();
    expect(data.enrichmentRunCancel.userErrors).toHaveLength(1);
  });

  it('resumes a run that was left unfinished, through the host', async () => {
    const db = await company();
    const left = await startRun(db, run);
    const asked: string[] = [];
    const { data } = await clientOf(db, {
      startRun: async ({ resume }) => {
        asked.push(resume!);
        const taken = await takeOver(db, resume!);
        await releaseLease(db, taken);
        return taken;
      },
    });
    const answer = await data(
      `mutation ($input: EnrichmentRunResumeInput!) { enrichmentRunResume(input: $input) { run { id status resumedCount } userErrors { code } } }`,
      { input: { idempotencyKey: 'r', id: toGlobalId('EnrichmentRun', left.id) } },
    );
    expect(answer.enrichmentRunResume).toMatchObject({ run: { status: 'RUNNING', resumedCount: 1 }, userErrors: [] });
    expect(asked).toEqual([left.id]);
  });

  it('says what a run would do without starting one', async () => {
    const db = await company();
    await runEnrichment(db, run);
    const { data } = await clientOf(db, { startRun: () => Promise.reject(new Error('nothing is started')) });
    const { enrichmentRunStart } = await data(
      `mutation ($input: EnrichmentRunStartInput!) { enrichmentRunStart(input: $input) { run { id } plan { view customers erasures unfinished { id } lastCost { readUnits writeUnits requests } } userErrors { code message } } }`,
      { input: { idempotencyKey: 'd', dryRun: true, asOf: new Date(COMPANY_AS_OF - 86_400_000).toISOString() } },
    );
    expect(enrichmentRunStart).toMatchObject({
      run: null,
      plan: { view: true, customers: 6, erasures: 0, unfinished: null },
      userErrors: [],
    });
    expect(enrichmentRunStart.plan.lastCost.writeUnits).toBeGreaterThan(0);
  });

  it('logs a request in one line, with nothing a client said and nobody in it', async () => {
    const db = await company();
    const lines: RequestLine[] = [];
    const { ask } = await clientOf(db, { onRequest: (line) => lines.push(line), onError: () => undefined });
    await ask(
      `query ofAdaAtExample { mine: customer(by: { externalId: { source: "shop", id: "c1" } }) { displayName } __typename }`,
    );
    await ask(`query { customer(by: { email: "not an address" }) { id } }`);
    await ask('query { nothing }');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ operation: 'query', fields: ['customer', '__typename'], errors: [] });
    expect(lines[0]!.readUnits).toBeGreaterThan(0);
    expect(lines[1]!.errors).toHaveLength(1);
    expect(lines[2]).toMatchObject({ operation: null, fields: [], errors: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(JSON.stringify(lines)).not.toMatch(/ada|shop|c1"|arn:|address|nothing/iu);
    expect(customer(1)).toEqual({ externalId: { source: 'shop', id: 'c1' } });
  });
});
