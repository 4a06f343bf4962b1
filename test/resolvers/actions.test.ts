import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { getAction } from '../../store/actions/records.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client } from './client.ts';

const CREATE = `mutation ($input: ActionInput!) {
  createAction(input: $input) { action { key state version arms { key share costPerPerson { amount } } plannedEnd channel } userErrors { code message field } }
}`;
const at = (days: number): string => new Date(COMPANY_AS_OF + days * DAY_MS).toISOString();

let keys = 0;
const input = (change: Record<string, unknown> = {}) => ({
  idempotencyKey: `create-${++keys}`,
  key: 'autumn-mail',
  name: 'Autumn mail',
  kind: 'MAIL',
  consent: 'NOT_WITHDRAWN',
  segment: 'all-buyers',
  startsAt: at(1),
  arms: [
    { key: 'mail', share: 0.5, costPerPerson: { amount: '0.50', currencyCode: 'EUR' } },
    { key: 'holdout', share: 0.5 },
  ],
  ...change,
});

let engine: Engine;
let client: Client;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, 100);
  await putSegment(db, {
    key: 'all-buyers',
    name: 'All buyers',
    description: '',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
  client = await clientOf(db);
});
afterAll(() => engine.stop());

const create = async (change: Record<string, unknown> = {}) =>
  (await client.data(CREATE, { input: input(change) })).createAction;

describe('an action over the API', () => {
  it.each([
    [
      'shares that do not sum to 1',
      {
        arms: [
          { key: 'mail', share: 0.5 },
          { key: 'holdout', share: 0.4 },
        ],
      },
      'INVALID',
      ['input', 'arms'],
    ],
    [
      'no holdout',
      {
        arms: [
          { key: 'a', share: 0.5 },
          { key: 'b', share: 0.5 },
        ],
      },
      'INVALID',
      ['input', 'arms'],
    ],
    [
      'a holdout of nobody',
      {
        arms: [
          { key: 'mail', share: 1 },
          { key: 'holdout', share: 0 },
        ],
      },
      'INVALID',
      ['input', 'arms'],
    ],
    [
      'an arm of nobody',
      {
        arms: [
          { key: 'mail', share: 0 },
          { key: 'holdout', share: 1 },
        ],
      },
      'INVALID',
      ['input', 'arms', '0', 'share'],
    ],
    [
      'the same arm twice',
      {
        arms: [
          { key: 'holdout', share: 0.5 },
          { key: 'holdout', share: 0.5 },
        ],
      },
      'INVALID',
      ['input', 'arms', '1', 'key'],
    ],
    ['proof that there is and is not', { withoutProof: true }, 'INVALID', ['input', 'withoutProof']],
    ['an end before the start', { plannedEnd: at(0) }, 'INVALID', ['input', 'plannedEnd']],
    [
      'a window of no day',
      { outcome: { metric: 'MARGIN', windowDays: 0 } },
      'INVALID',
      ['input', 'outcome', 'windowDays'],
    ],
    ['a key that is none', { key: 'Autumn Mail' }, 'INVALID', ['input', 'key']],
    ['a blank name', { name: ' ' }, 'INVALID', ['input', 'name']],
    ['a salt with a colon', { salt: 'a:b' }, 'INVALID', ['input', 'salt']],
    [
      'a saturation of three arms',
      {
        design: 'SATURATION',
        arms: [
          { key: 'a', share: 0.25 },
          { key: 'b', share: 0.25 },
          { key: 'holdout', share: 0.5 },
        ],
      },
      'INVALID',
      ['input', 'design'],
    ],
    ['a segment nobody knows', { segment: 'no-such' }, 'NOT_FOUND', ['input', 'segment']],
    [
      'money of another country',
      {
        arms: [
          { key: 'mail', share: 0.5, costPerPerson: { amount: '1', currencyCode: 'USD' } },
          { key: 'holdout', share: 0.5 },
        ],
      },
      'CURRENCY_MISMATCH',
      ['input', 'arms', '0', 'costPerPerson', 'currencyCode'],
    ],
  ])('is not planned with %s', async (_, change, code, field) => {
    const { action, userErrors } = await create(change);
    expect(action).toBeNull();
    expect(userErrors).toMatchObject([{ code, field }]);
  });

  it('is planned, drawn, told of, closed; each step once, by the version that was read', async () => {
    const { action } = await create();
    expect(action).toMatchObject({
      key: 'autumn-mail',
      state: 'DRAFT',
      version: 1,
      channel: 'EMAIL',
      plannedEnd: at(29),
      arms: [{ costPerPerson: { amount: '0.50' } }, { costPerPerson: { amount: '0.00' } }],
    });
    expect((await create()).userErrors).toMatchObject([{ code: 'TAKEN' }]);
    expect((await create({ expectedVersion: 5 })).userErrors).toMatchObject([{ code: 'STALE_VERSION' }]);

    const freeze = (expectedVersion: number, idempotencyKey: string | null = null) =>
      client.data(
        `mutation ($v: Int!, $k: String) { freezeAction(key: "autumn-mail", expectedVersion: $v, idempotencyKey: $k) {
          action { state version arms { key members } audience { members units hash leftOut { reason count } holdoutShare power { detectable } } warnings { code count } report { runId } }
          userErrors { __typename code } } }`,
        { v: expectedVersion, k: idempotencyKey },
      );
    expect((await freeze(9)).freezeAction.userErrors).toEqual([
      { __typename: 'StaleVersionError', code: 'STALE_VERSION' },
    ]);
    const frozen = (await freeze(1, 'draw')).freezeAction;
    expect(frozen).toMatchObject({ userErrors: [], action: { state: 'FROZEN', version: 2, report: null } });
    const { members } = frozen.action.audience;
    expect(
      frozen.action.arms.map((arm: { members: number }) => arm.members).reduce((a: number, b: number) => a + b),
    ).toBe(members);
    // The same request again is answered as it was; another one finds it drawn.
    expect((await freeze(1, 'draw')).freezeAction).toEqual(frozen);
    expect((await freeze(2)).freezeAction.userErrors).toMatchObject([{ code: 'FROZEN' }]);
    expect((await create({ expectedVersion: 2 })).userErrors).toMatchObject([{ code: 'FROZEN' }]);

    const drawn = await readDrawn(client.db, 'autumn-mail', (await getAction(client.db, 'autumn-mail'))!.drawn!);
    const inArm = (place: number) => ({ id: toGlobalId('Customer', drawn.ids[drawn.columns.arm.indexOf(place)]!) });
    const heldOut = async (by: unknown, action: string | null = 'autumn-mail'): Promise<boolean> =>
      (
        await client.data(`query ($by: CustomerIdentifier!, $a: String) { heldOut(by: $by, action: $a) }`, {
          by,
          a: action,
        })
      ).heldOut;
    expect(await heldOut(inArm(0))).toBe(false);
    expect(await heldOut(inArm(1))).toBe(true);
    // Whoever was drawn is not in the year's global holdout.
    expect(await heldOut(inArm(1), null)).toBe(false);

    const exposure = (by: unknown, change = {}) => ({
      action: 'autumn-mail',
      by,
      at: at(0),
      source: 'mailer',
      ...change,
    });
    const stranger = { externalId: { source: 'shop', id: 'nobody' } };
    const { recordExposures } = await client.data(
      `mutation ($input: [ExposureInput!]!) { recordExposures(input: $input) { accepted duplicates contaminated rejected results { index status userErrors { code field } } userErrors { code } } }`,
      {
        input: [
          exposure(inArm(0)),
          exposure(inArm(0)),
          exposure(inArm(1)),
          exposure(stranger),
          exposure(inArm(0), { action: 'x' }),
          exposure(inArm(0), { source: '' }),
        ],
      },
    );
    expect(recordExposures).toMatchObject({ accepted: 2, duplicates: 1, contaminated: 1, rejected: 3, userErrors: [] });
    expect(recordExposures.results.slice(3)).toEqual([
      { index: 3, status: 'REJECTED', userErrors: [{ code: 'UNKNOWN_MEMBER', field: ['input', '3', 'by'] }] },
      { index: 4, status: 'REJECTED', userErrors: [{ code: 'NOT_FOUND', field: ['input', '4', 'action'] }] },
      { index: 5, status: 'REJECTED', userErrors: [{ code: 'INVALID', field: ['input', '5', 'source'] }] },
    ]);

    const { actions } = await client.data(
      `{ actions(state: RUNNING) { totalCount { count } nodes { key startedAt segmentKey entersCalibration } } }`,
    );
    expect(actions).toMatchObject({ totalCount: { count: 1 }, nodes: [{ key: 'autumn-mail', startedAt: at(0) }] });
    const close = `mutation { closeAction(key: "autumn-mail") { action { state endedAt } userErrors { code } } }`;
    expect((await client.data(close)).closeAction).toEqual({
      action: { state: 'CLOSED', endedAt: at(0) },
      userErrors: [],
    });
    const { cancelAction } = await client.data(
      `mutation { cancelAction(key: "autumn-mail", reason: "late") { action { state } userErrors { code } } }`,
    );
    expect(cancelAction).toEqual({ action: null, userErrors: [{ code: 'ACTION_ENDED' }] });
  });

  it('of an unknown key, and of a customer nobody knows, is refused at the field', async () => {
    const known = toGlobalId('Customer', '0'.repeat(20));
    const answers = await client.data(`mutation {
      freezeAction(key: "none", expectedVersion: 1) { userErrors { code field } }
      closeAction(key: "none") { userErrors { code field } }
      cancelAction(key: "none", reason: "x") { userErrors { code field } }
    }`);
    for (const { userErrors } of Object.values(answers) as { userErrors: unknown }[])
      expect(userErrors).toEqual([{ code: 'NOT_FOUND', field: ['key'] }]);
    const { errors } = await client.ask(`{ heldOut(by: { id: "${known}" }) }`);
    expect(errors[0]!.extensions).toMatchObject({ code: 'UNKNOWN_CUSTOMER', field: ['by'] });
    const other = await client.ask('{ heldOut(by: { externalId: { source: "shop", id: "c1" } }, action: "none") }');
    expect(other.errors[0]!.extensions).toMatchObject({ code: 'NOT_FOUND', field: ['action'] });
  });
  it('is closed only once it is drawn, and says why nothing of it can be drawn', async () => {
    await create({ key: 'for-agreed', consent: 'GRANTED' });
    const ask = async (field: string) =>
      Object.values(await client.data(`mutation { ${field} { action { key } userErrors { code } } }`))[0];
    expect(await ask('closeAction(key: "for-agreed")')).toEqual({ action: null, userErrors: [{ code: 'NOT_FROZEN' }] });
    expect(await ask('freezeAction(key: "for-agreed", expectedVersion: 1)')).toEqual({
      action: null,
      userErrors: [{ code: 'EMPTY_AUDIENCE' }],
    });
    expect(await ask('cancelAction(key: "for-agreed", reason: "  ")')).toEqual({
      action: null,
      userErrors: [{ code: 'INVALID' }],
    });
    expect(await ask('cancelAction(key: "nobody", reason: "x")')).toEqual({
      action: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    await create({ key: 'in-clusters', design: 'COMMUNITY' });
    expect(await ask('freezeAction(key: "in-clusters", expectedVersion: 1)')).toEqual({
      action: null,
      userErrors: [{ code: 'TOO_FEW_COMMUNITIES' }],
    });
  });

  it('without proof is drawn for everybody, and says that it proves nothing', async () => {
    const made = await create({ key: 'to-all', arms: [{ key: 'mail', share: 1 }], withoutProof: true });
    expect(made.userErrors).toEqual([]);
    const { freezeAction } = await client.data(
      `mutation { freezeAction(key: "to-all", expectedVersion: 1) { action { arms { members } audience { members } warnings { code } } userErrors { code } } }`,
    );
    expect(freezeAction.action.arms[0].members).toBe(freezeAction.action.audience.members);
    expect(freezeAction.action.warnings.map((one: { code: string }) => one.code)).toContain('NO_PROOF');
  });
});
