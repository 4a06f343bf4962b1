import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGrants } from '../../domain/access/scopes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { authenticator } from '../../resolvers/serve/authenticate.ts';
import { createGraphqlServer } from '../../resolvers/server.ts';
import { createAccessKey } from '../../store/access/keys.ts';
import { SETTLED_CHANGE_MS } from '../../store/changes/log.ts';
import type { Db } from '../../store/client/db.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { scoresByExternalId } from '../../store/published/partner-scores.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import type { Json } from './client.ts';

let engine: Engine;
let db: Db;
let now = COMPANY_AS_OF;

beforeAll(async () => {
  engine = await startEngine('dynoxide');
  db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 120);
  for (let n = 0; n < 110; n++)
    await upsertCustomer(db, {
      by: customer(n),
      identities: [{ externalId: { source: 'loyalty', id: `L${n}` } }, { email: `c${n}@example.com` }],
      displayName: `Person ${n}`,
    });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
});
afterAll(() => engine.stop());

/** Asks with a key of these words of grant, bound to sources or not. */
async function asking(words: readonly string[], sources: readonly string[] | null = null) {
  const server = await createGraphqlServer({
    db,
    currency: 'EUR',
    introspection: false,
    authenticate: authenticator({ db }),
    onError: (_, error) => console.error(error),
  });
  const { secret } = await createAccessKey(db, 'test', {
    name: 'a partner',
    ...parseGrants(words),
    sources: sources && new Set(sources),
    expiresAt: null,
  });
  return async (query: string, variables: Record<string, unknown> = {}): Promise<Json> => {
    const { body } = await server.executeHttp({
      method: 'POST',
      query: '',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query, variables }),
    });
    return JSON.parse(body);
  };
}

const SCORES = `query ($source: String!, $ids: [ID!]!) { partnerScores(source: $source, externalIds: $ids) {
  externalId customerId status generation asOf currencyCode total current direct potential influence stage segments withheld { field reason } } }`;
const CHANGES = `query ($since: String, $first: Int! = 100) { scoreChanges(since: $since, first: $first) { token caughtUp resyncRequired
  changes { kind customerId intoId externalIds { source id } score { total stage influence } } } }`;

const loyalty = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, k) => `L${from + k}`);

describe('scores for partners', () => {
  it('are two requests of DynamoDB for a hundred customers, whoever was attached later or is unknown', async () => {
    await scoresByExternalId(db, 'loyalty', ['L0']);
    for (const ids of [loyalty(0, 100), loyalty(60, 160), ['L1']]) {
      const before = db.meter.requests;
      const { found } = await scoresByExternalId(db, 'loyalty', ids);
      expect(db.meter.requests - before).toBeLessThanOrEqual(2);
      expect(found.map(({ row }) => row !== null)).toEqual(ids.map((id) => Number(id.slice(1)) < 110));
    }
  });

  it('are those every other answer shows', async () => {
    const ask = await asking(['profile:read', 'value:read', 'network:read']);
    const { data } = await ask(SCORES, { source: 'loyalty', ids: ['L7', 'nobody', 'L3'] });
    expect(data.partnerScores.map(({ externalId, status }: Json) => [externalId, status])).toEqual([
      ['L7', 'SCORED'],
      ['nobody', 'UNKNOWN'],
      ['L3', 'SCORED'],
    ]);
    for (const row of [data.partnerScores[0], data.partnerScores[2]]) {
      const { data: whole } = await ask(
        `{ customer(by: { externalId: { source: "loyalty", id: "${row.externalId}" } }) { id value { total { amount } current { total { amount } direct { amount } } potential { total { amount } } }
          influence { score } lifecycle { stage } segments { key } } }`,
      );
      const { value, influence, lifecycle, segments, id } = whole.customer;
      expect(row).toMatchObject({
        customerId: id,
        asOf: new Date(COMPANY_AS_OF).toISOString(),
        currencyCode: 'EUR',
        total: value.total.amount,
        current: value.current.total.amount,
        direct: value.current.direct.amount,
        potential: value.potential.total.amount,
        influence: influence?.score ?? null,
        stage: lifecycle.stage,
        segments: segments.map(({ key }: Json) => key).sort(),
        withheld: [],
      });
    }
    expect(data.partnerScores[1]).toMatchObject({ customerId: null, total: null, stage: null });
  });

  it('name no person, and say which scores the key does not open, and why', async () => {
    const ask = await asking(['value:read'], ['loyalty']);
    const { data } = await ask(SCORES, { source: 'loyalty', ids: ['L7'] });
    const [row] = data.partnerScores;
    expect(row).toMatchObject({ status: 'SCORED', influence: null, stage: null, segments: null });
    expect(row.total).toMatch(/^-?\d+\.\d\d$/u);
    expect(row.withheld).toEqual([
      { field: 'influence', reason: 'NEEDS_NETWORK_READ' },
      ...['engagementPoints', 'rfmGroup', 'quarter', 'stage', 'lapsed', 'segments'].map((field) => ({
        field,
        reason: 'NEEDS_PROFILE_READ',
      })),
    ]);
    expect(JSON.stringify(data)).not.toMatch(/Person|example\.com|c7/u);
  });

  it('are refused for another source than the key is bound to, and for more than a hundred ids', async () => {
    const ask = await asking(['value:read'], ['loyalty']);
    const other = await ask(SCORES, { source: 'shop', ids: ['c1'] });
    expect(other.errors[0].extensions.code).toBe('FORBIDDEN');
    const many = await ask(SCORES, { source: 'loyalty', ids: loyalty(0, 101) });
    expect(many.errors[0].extensions.code).toBe('TOO_MANY');
    const blank = await ask(SCORES, { source: 'loyalty', ids: ['L1', ' '] });
    expect(blank.errors[0].extensions).toMatchObject({ code: 'INVALID', field: ['externalIds', '1'] });
    const nothing = await (await asking(['ingest:loyalty']))(SCORES, { source: 'loyalty', ids: ['L1'] });
    expect(nothing.errors[0].extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the feed of scores', () => {
  /** Every page from a token on. */
  async function follow(ask: Awaited<ReturnType<typeof asking>>, since: string | null, first = 40) {
    const changes: Json[] = [];
    for (let token = since; ;) {
      const { data, errors } = await ask(CHANGES, { since: token, first });
      expect(errors).toBeUndefined();
      const page = data.scoreChanges;
      expect(page.resyncRequired).toBe(false);
      changes.push(...page.changes);
      token = page.token;
      if (page.caughtUp) return { changes, token };
    }
  }

  it('begins with everybody a key may see, once, and then tells what changes', async () => {
    const everybody = await asking(['profile:read', 'value:read', 'network:read']);
    const partner = await asking(['value:read'], ['loyalty']);
    now += SETTLED_CHANGE_MS + 1000;
    const all = await follow(everybody, null);
    const theirs = await follow(partner, null);
    expect(new Set(all.changes.map(({ customerId }: Json) => customerId)).size).toBe(120);
    expect(all.changes.length).toBe(120);
    expect(theirs.changes.length).toBe(110);
    for (const { externalIds, score } of theirs.changes) {
      expect(externalIds.map(({ source }: Json) => source)).toEqual(['loyalty']);
      expect(score.stage).toBeNull();
    }
    expect((await follow(everybody, all.token)).changes).toEqual([]);

    await mergeCustomers(db, { survivor: customer(1), merged: customer(2) });
    await mergeCustomers(db, { survivor: customer(115), merged: customer(3) });
    await upsertCustomer(db, { by: customer(112), identities: [{ externalId: { source: 'loyalty', id: 'L112' } }] });
    await upsertCustomer(db, { by: customer(113), identities: [{ externalId: { source: 'other', id: 'O113' } }] });
    const early = (await partner(CHANGES, { since: theirs.token })).data.scoreChanges;
    expect(early).toMatchObject({ changes: [], caughtUp: true });
    now += SETTLED_CHANGE_MS + 1000;
    const told = await follow(partner, early.token);
    const kinds = told.changes.map(({ kind, externalIds }: Json) => [kind, externalIds.map(({ id }: Json) => id)]);
    expect(kinds).toEqual([
      ['UPSERT', ['L1', 'L2']],
      ['MERGE', []],
      // Seen through the one who was merged, under that one's id.
      ['UPSERT', ['L3']],
      ['MERGE', []],
      ['UPSERT', ['L112']],
    ]);
    expect(told.changes[1].intoId).toBe(told.changes[0].customerId);
  });

  it('gives a key that sees more, or less, no page of a token of before; and refuses what is no token', async () => {
    const one = await asking(['value:read'], ['loyalty']);
    const other = await asking(['value:read', 'profile:read'], ['loyalty']);
    const { token } = await follow(one, null);
    const { data } = await other(CHANGES, { since: token });
    expect(data.scoreChanges).toMatchObject({ changes: [], resyncRequired: true, caughtUp: false });
    expect((await follow(other, data.scoreChanges.token)).changes.length).toBeGreaterThan(100);
    for (const wrong of ['x', '', Buffer.from('{"v":1}').toString('base64url')]) {
      const { errors } = await one(CHANGES, { since: wrong });
      expect(errors[0].extensions.code).toBe('INVALID_CURSOR');
    }
  });
});
