import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../domain/access/scopes.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { getView } from '../../store/published/views.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { dumpTable } from '../engines/dump.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, EVERYTHING, type Client, type Json } from './client.ts';

const AMOUNTS = ['direct', 'referral', 'network', 'current', 'potential', 'total'] as const;
const VALUE = AMOUNTS.map((name) => `${name} { minorUnits }`).join(' ');
const DIFFERENCE = `before { ${VALUE} } after { ${VALUE} } difference { ${VALUE} }`;
const WHAT_IF = `query ($run: ID!, $customers: [CustomerIdentifier!]!, $segment: String) {
  whatIf(run: $run, customers: $customers, segment: $segment) {
    isSameInstant before { kappa marginRate horizonDays annualDiscount } after { kappa marginRate horizonDays annualDiscount }
    all { ${DIFFERENCE} } chosen { ${DIFFERENCE} } others { ${DIFFERENCE} }
    customers { customer { id } value { ${DIFFERENCE} } }
    segment { before { customers value { minorUnits } } after { customers value { minorUnits } } }
  }
}`;
const START = `mutation ($input: EnrichmentRunStartInput!) {
  enrichmentRunStart(input: $input) { run { id view tryOut } plan { view } userErrors { code field } }
}`;

const CHOSEN = ['c0', 'c3', 'c5', 'c10'].map((id) => ({ externalId: { source: 'shop', id } }));
const EVERYBODY = Array.from({ length: 40 }, (_, n) => ({ externalId: { source: 'shop', id: `c${n}` } }));

let engine: Engine;
let client: Client;
let asked = 0;
/** Ids of runs sort by it. */
let now = COMPANY_AS_OF;
beforeAll(async () => {
  engine = await startEngine('dynoxide');
  const db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 40);
  await putSegment(db, {
    key: 'big',
    name: 'Big',
    description: '',
    rule: { field: 'directValue', op: 'GTE', value: 8000 },
  });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
  client = await clientOf(db, {
    startRun: ({ tried, asOf = 0 }) =>
      runEnrichment(db, {
        asOf,
        trigger: 'MANUAL',
        ...(tried === undefined ? {} : { settings: tried, tryOut: true }),
      }),
  });
});
afterAll(async () => {
  await client.server.stop();
  await engine.stop();
});

async function start(tryOut: Json, more: Json = {}): Promise<Json> {
  now += 1000;
  const input = { idempotencyKey: `k${(asked += 1)}`, tryOut, ...more };
  return (await client.data(START, { input })).enrichmentRunStart;
}

async function tried(tryOut: Json, customers: Json = CHOSEN): Promise<Json> {
  const { run, userErrors } = await start(tryOut);
  expect(userErrors).toEqual([]);
  expect(run).toMatchObject({ view: true, tryOut: true });
  return (await client.data(WHAT_IF, { run: run.id, customers, segment: 'big' })).whatIf;
}

const SIDES = ['before', 'after', 'difference'] as const;
/** Parts sum to their whole, each amount of each side, and terms to their total. */
function closes({ all, chosen, others, customers }: Json): void {
  const minor = (of: Json, side: string, name: string): number => of[side][name].minorUnits;
  for (const side of SIDES)
    for (const name of AMOUNTS) {
      expect(minor(chosen, side, name) + minor(others, side, name), `${side} ${name}`).toBe(minor(all, side, name));
      const sum = customers.reduce(
        (so: number, { value }: Json) => so + (value === null ? 0 : minor(value, side, name)),
        0,
      );
      expect(sum, `${side} ${name} of customers`).toBe(minor(chosen, side, name));
    }
  for (const of of [all, chosen, others, ...customers.map(({ value }: Json) => value)])
    for (const side of SIDES) {
      const [direct, referral, network, current, potential, total] = AMOUNTS.map((name) => minor(of, side, name));
      expect([direct! + referral! + network!, current! + potential!]).toEqual([current, total]);
    }
}

describe('whatIf', () => {
  it('says that nothing changes where settings stay, and what everybody sees is untouched, byte by byte', async () => {
    const visibleIn = async (): Promise<string[]> =>
      (await dumpTable(client.db)).filter((line) => /GENERATION|B#[ab]#/u.test(line));
    const before = await visibleIn();
    const answer = await tried({ kappa: 0.3 });
    closes(answer);
    expect(answer.isSameInstant).toBe(true);
    for (const { value } of [{ value: answer.all }, ...answer.customers])
      for (const name of AMOUNTS) expect(value.difference[name].minorUnits).toBe(0);
    expect(await visibleIn()).toEqual(before);
  });

  it('moves value by another share credited, and makes none: sums close, to the cent, and the whole of what everybody is worth stays', async () => {
    const answer = await tried({ kappa: 0.6 }, EVERYBODY);
    closes(answer);
    expect([answer.before.kappa, answer.after.kappa]).toEqual([0.3, 0.6]);
    expect(answer.all.difference.current.minorUnits).toBe(0);
    expect(answer.customers.some(({ value }: Json) => value.difference.network.minorUnits !== 0)).toBe(true);
    for (const name of AMOUNTS) expect(answer.others.after[name].minorUnits, name).toBe(0);
  });

  it('values what has no cost by another margin rate, in customers, the whole and who is in a segment', async () => {
    const answer = await tried({ marginRate: 0.5 });
    closes(answer);
    expect(answer.all.difference.direct.minorUnits).toBeLessThan(0);
    expect(answer.segment.after.customers).toBeLessThan(answer.segment.before.customers);
    expect(answer.segment.after.value.minorUnits).toBeLessThan(answer.segment.before.value.minorUnits);
  });

  it('looks further ahead, and discounts it more: only what is expected changes', async () => {
    const further = await tried({ horizonDays: 730 });
    const dearer = await tried({ annualDiscount: 0.5 });
    for (const answer of [further, dearer]) {
      closes(answer);
      expect(answer.all.difference.current.minorUnits).toBe(0);
    }
    expect(further.all.difference.potential.minorUnits).toBeGreaterThan(0);
    expect(dearer.all.difference.potential.minorUnits).toBeLessThan(0);
  });

  it('counts somebody who is named twice once, and costs a bounded number of units', async () => {
    const { run } = await start({ kappa: 0.1 });
    const twice = await client.ask(WHAT_IF, { run: run.id, customers: [...CHOSEN, ...CHOSEN] });
    expect(twice.data.whatIf.customers).toHaveLength(CHOSEN.length);
    closes(twice.data.whatIf);
    expect(twice.cost.readUnits).toBeLessThan(60);
  });

  it('keeps the newest four, and no view of the past goes for them', async () => {
    const past = await runEnrichment(client.db, { asOf: COMPANY_AS_OF - 100 * DAY_MS, trigger: 'MANUAL' });
    const runs: Json[] = [];
    for (let n = 0; n < 5; n += 1) runs.push((await start({ kappa: 0.1 + n / 100 })).run);
    const seen = [];
    for (const { id } of runs) seen.push((await client.data(WHAT_IF, { run: id, customers: [] })).whatIf !== null);
    expect(seen).toEqual([false, true, true, true, true]);
    expect((await getView(client.db, past.id))?.tried).toBeUndefined();
    expect((await getView(client.db, past.id))?.runId).toBe(past.id);
  });

  it.each([
    [{}, {}, 'INVALID', ['input', 'tryOut']],
    [{ kappa: 0.96 }, {}, 'INVALID', ['input', 'tryOut', 'kappa']],
    [{ marginRate: 0 }, {}, 'INVALID', ['input', 'tryOut', 'marginRate']],
    [{ horizonDays: 0 }, {}, 'INVALID', ['input', 'tryOut', 'horizonDays']],
    [{ annualDiscount: -1 }, {}, 'INVALID', ['input', 'tryOut', 'annualDiscount']],
    [{ kappa: 0.1 }, { asOf: '2020-01-01T00:00:00Z' }, 'INVALID', ['input', 'asOf']],
  ])('refuses to try %j with %j at the field', async (tryOut, more, code, field) => {
    expect((await start(tryOut, more)).userErrors).toEqual([{ code, field }]);
  });

  it('is of a run that tries, of at most a hundred customers who are there, for who may; and a dry run says that it would be a view', async () => {
    expect((await start({ kappa: 0.2 }, { dryRun: true })).plan).toEqual({ view: true });
    const { run } = await start({ kappa: 0.2 });
    const code = async (variables: Json): Promise<Json> => (await client.ask(WHAT_IF, variables)).errors[0]!.extensions;
    expect(await code({ run: 'nothing', customers: [] })).toMatchObject({ code: 'NOT_FOUND', field: ['run'] });
    expect(await code({ run: run.id, customers: Array.from({ length: 101 }, () => CHOSEN[0]) })).toMatchObject({
      code: 'TOO_MANY',
    });
    expect(await code({ run: run.id, customers: [{ externalId: { source: 'shop', id: 'nobody' } }] })).toMatchObject({
      code: 'UNKNOWN_CUSTOMER',
      field: ['customers', '0'],
    });
    const few: Principal = { ...EVERYTHING, scopes: new Set(['profile:read', 'value:read', 'runs:start']) };
    const other = await clientOf(client.db, { authenticate: async () => few });
    const refused = await other.ask(WHAT_IF, { run: run.id, customers: [] });
    expect(refused.errors[0]!.extensions).toMatchObject({ code: 'FORBIDDEN', scopes: ['runs:asof'] });
    await other.server.stop();
  });
});
