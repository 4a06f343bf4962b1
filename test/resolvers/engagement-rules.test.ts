import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../store/events/events.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { COMPANY_AS_OF, customer } from '../enrichment/company.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const PUBLISH =
  'mutation ($input: EngagementRuleSetPublishInput!) { engagementRuleSetPublish(input: $input) { ruleSet { version rules { key points } } userErrors { code field ... on StaleVersionError { currentVersion } } } }';
const PREVIEW =
  'query ($rules: [EngagementRuleInput!]!, $customers: [CustomerIdentifier!]!) { engagementPreview(rules: $rules, customers: $customers) { customer { id } current proposed breakdown { rule label department count points } } }';
const shop = (n: number) => ({ externalId: { source: 'shop', id: `c${n}` } });
const rule = (change: Json = {}): Json => ({
  key: 'social-like',
  label: 'A like',
  department: 'MARKETING',
  counting: 'PER_EVENT',
  triggers: ['SOCIAL_LIKE'],
  points: 7,
  ...change,
});

describe('engagement rule sets', () => {
  let engine: Engine;
  let client: Client;
  let keys = 0;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await ingestEvents(
      db,
      ['1', '2'].map((id) => ({
        customer: customer(1),
        event: {
          kind: 'INTERACTION',
          source: 'social',
          id,
          type: 'SOCIAL_LIKE',
          channel: 'SOCIAL',
          occurredAt: COMPANY_AS_OF - 1000,
          objectRef: `post-${id}`,
        },
      })),
    );
    client = await clientOf(db);
  });
  const publish = async (expectedVersion: number, rules: readonly Json[]): Promise<Json> =>
    (await client.data(PUBLISH, { input: { idempotencyKey: `key-${keys++}`, expectedVersion, rules } }))
      .engagementRuleSetPublish;
  const points = async (): Promise<Json> =>
    (
      await client.data(
        '{ customer(by: { externalId: { source: "shop", id: "c1" } }) { engagement { points breakdown { label points } byDepartment { points } provenance { version } } } }',
      )
    ).customer.engagement;

  it('are data: the built-in one can be read like any other', async () => {
    const { engagementRuleSet, none } = await client.data(
      '{ engagementRuleSet { version rules { key points stageOf variants { whenInfluenceAbove points } } } none: engagementRuleSet(version: 9) { version } }',
    );
    expect(engagementRuleSet.version).toBe(1);
    expect(engagementRuleSet.rules).toContainEqual({
      key: 'social-like',
      points: 10,
      stageOf: null,
      variants: [{ whenInfluenceAbove: 35, points: 20 }],
    });
    expect(none).toBeNull();
  });

  it('can be tried on customers before they are published, and nothing is stored', async () => {
    const { engagementPreview } = await client.data(PREVIEW, { rules: [rule()], customers: [shop(1)] });
    expect(engagementPreview).toMatchObject([
      {
        current: 20,
        proposed: 14,
        breakdown: [{ rule: 'social-like', label: 'A like', department: 'MARKETING', count: 2, points: 14 }],
      },
    ]);
    expect((await points()).points).toBe(20);
  });

  it('are published as the next version; the next run counts everybody by it', async () => {
    expect(await publish(1, [rule()])).toMatchObject({
      ruleSet: { version: 2, rules: [{ key: 'social-like', points: 7 }] },
      userErrors: [],
    });
    await runEnrichment(client.db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    expect(await points()).toEqual({
      points: 14,
      breakdown: [{ label: 'A like', points: 14 }],
      byDepartment: [{ points: 14 }, { points: 0 }, { points: 0 }],
      provenance: { version: 'rules-2' },
    });
    expect((await publish(1, [rule({ points: 8 })])).userErrors).toEqual([
      { code: 'STALE_VERSION', field: null, currentVersion: 2 },
    ]);
  });

  it.each([
    ['no rule at all', [], ['input', 'rules']],
    ['a key used twice', [rule(), rule()], ['input', 'rules', '1', 'key']],
    ['no trigger', [rule({ triggers: [] })], ['input', 'rules', '0', 'triggers']],
    ['a state that nothing ends', [rule({ counting: 'WHILE_STATE_HOLDS' })], ['input', 'rules', '0', 'endedBy']],
    ['negative points', [rule({ points: -1 })], ['input', 'rules', '0', 'points']],
  ])('with %s are refused at the field', async (_, rules, field) => {
    expect(await publish(1, rules)).toMatchObject({ ruleSet: null, userErrors: [{ code: 'INVALID', field }] });
  });

  it('are not tried on strangers', async () => {
    const { errors } = await client.ask(PREVIEW, { rules: [rule()], customers: [shop(99)] });
    expect(errors[0]!.extensions).toMatchObject({ code: 'UNKNOWN_CUSTOMER', field: ['customers', '0'] });
  });
});
