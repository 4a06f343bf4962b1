import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { advanceSync } from '../../social/sync/advance.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { dumpTable } from '../engines/dump.ts';
import { newStub, STUB_SETTINGS, workerOf, type Stub } from '../social/stub.ts';
import { NOON, order, shop } from '../store/samples.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { clientOf, type Client, type Json } from './client.ts';

const DAY_MS = 86_400_000;
const ANN = '{ externalId: { source: "shop", id: "ann" } }';
const BOB = '{ externalId: { source: "shop", id: "bob" } }';
const COUNT = '{ value freshness reason fetchedAt expiresAt provider }';
const CUSTOMER = `consents { purpose status version at source }
  socialAccounts { status reason accounts { id source host handle linkedAt proof state stateSince purposes followsCompany simulated
    metrics { followers ${COUNT} follows ${COUNT} posts ${COUNT}
      engagementRate { value freshness reason denominator windowPosts reactions fetchedAt expiresAt provider } } } }`;

let engine: Engine;
let client: Client;
let stub: Stub;
let now = NOON;
let key = 0;
const started: string[] = [];

beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());
beforeEach(async () => {
  now = NOON + 10 * DAY_MS;
  const db = await testDb(engine, { clock: () => now });
  await ingestEvents(db, [
    { customer: shop('ann'), event: order('ann-1', 0) },
    { customer: shop('bob'), event: order('bob-1', 0) },
  ]);
  stub = newStub();
  started.length = 0;
  client = await clientOf(db, {
    social: { settings: STUB_SETTINGS, worker: workerOf(stub), onSyncStarted: (id) => started.push(id) },
  });
});

/** Calls a mutation with an input in GraphQL's own syntax. */
const mutate = async (name: string, input: string, fields: string, idempotencyKey = `k-${(key += 1)}`): Promise<Json> =>
  (
    await client.data(
      `mutation { ${name}(input: { idempotencyKey: "${idempotencyKey}", ${input} }) { ${fields} userErrors { code message field } } }`,
    )
  )[name];
const customer = async (by = ANN): Promise<Json> =>
  (await client.data(`{ customer(by: ${by}) { id ${CUSTOMER} } }`)).customer;

const BOTH = '[SOCIAL_ENRICHMENT, SOCIAL_ENGAGEMENT]';
const startInput = (by = ANN, handle = '@ada@social.test', purposes = BOTH): string =>
  `by: ${by}, source: "mastodon", handle: "${handle}", purposes: ${purposes}, consentVersion: "2026-11", saidIn: "app"`;
const START_FIELDS = 'token proof url code expiresAt';

async function link(by = ANN, name = 'ada', purposes = BOTH): Promise<Json> {
  const { token, code } = await mutate(
    'socialLinkStart',
    startInput(by, `@${name}@social.test`, purposes),
    START_FIELDS,
  );
  stub.accounts.get(`${name}@social.test`)!.bio = code;
  return mutate('socialLinkComplete', `token: "${token}"`, `account { id handle purposes } customer { id }`);
}

async function sync(): Promise<string> {
  const answer = await mutate('socialSyncStart', 'sources: ["mastodon"]', 'isNew sync { id }');
  await advanceSync(client.db, STUB_SETTINGS, started.at(-1)!, {
    ...workerOf(stub),
    remainingMs: () => Number.POSITIVE_INFINITY,
  });
  return answer.sync.id;
}

describe('linking over the API', () => {
  it('goes from no consent over a proof to a linked account, each absence with its reason', async () => {
    const before = await customer();
    expect(before.consents).toEqual(
      ['SOCIAL_ENRICHMENT', 'SOCIAL_ENGAGEMENT'].map((purpose) => ({
        purpose,
        status: 'NOT_GIVEN',
        version: null,
        at: null,
        source: null,
      })),
    );
    expect(before.socialAccounts).toEqual({
      status: 'NO_CONSENT',
      reason: expect.stringContaining('has not agreed'),
      accounts: [],
    });

    const start = await mutate('socialLinkStart', startInput(), START_FIELDS);
    expect(start).toMatchObject({
      proof: 'BIO_CODE',
      url: null,
      code: expect.stringMatching(/^kring-/u),
      userErrors: [],
    });
    expect(Date.parse(start.expiresAt)).toBe(now + 15 * 60_000);
    const early = await mutate('socialLinkComplete', `token: "${start.token}"`, 'account { id }');
    expect(early).toMatchObject({ account: null, userErrors: [{ code: 'LINK_UNPROVEN', field: ['input'] }] });
    stub.accounts.get('ada@social.test')!.bio = `x ${start.code} y`;
    const done = await mutate(
      'socialLinkComplete',
      `token: "${start.token}"`,
      `account { handle } customer { ${CUSTOMER} }`,
    );
    expect(done.userErrors).toEqual([]);
    expect(done.customer.consents).toMatchObject([
      { status: 'GRANTED', version: '2026-11', source: 'app', at: new Date(now).toISOString() },
      { status: 'GRANTED' },
    ]);
    expect(done.customer.socialAccounts).toMatchObject({
      status: 'LINKED',
      reason: null,
      accounts: [
        { source: 'mastodon', host: 'social.test', handle: 'ada@social.test', proof: 'BIO_CODE', state: 'ACTIVE' },
      ],
    });
    const [account] = done.customer.socialAccounts.accounts;
    expect(account.metrics.followers).toEqual({
      value: null,
      freshness: 'UNAVAILABLE',
      reason: 'It has not been read yet: the next sync does.',
      fetchedAt: null,
      expiresAt: null,
      provider: 'mastodon (social.test)',
    });
    expect((await client.data(`{ node(id: "${account.id}") { id ... on SocialAccount { handle } } }`)).node).toEqual({
      id: account.id,
      handle: 'ada@social.test',
    });
  });

  it('gives a repeat the first answer, and keeps token, code and address nowhere in the table in plain', async () => {
    const first = await mutate('socialLinkStart', startInput(), START_FIELDS, 'same');
    expect(await mutate('socialLinkStart', startInput(), START_FIELDS, 'same')).toEqual(first);
    const invite = await mutate('socialLinkInvite', `by: ${ANN}`, 'url expiresAt', 'invited');
    expect(invite.url).toMatch(/^https:\/\/tea\.test\/link\/[\w-]{64}$/u);
    expect(await mutate('socialLinkInvite', `by: ${ANN}`, 'url expiresAt', 'invited')).toEqual(invite);
    stub.proofs = ['OAUTH'];
    const signIn = await mutate('socialLinkStart', startInput(), START_FIELDS, 'sign-in');
    expect(signIn.url).toContain('https://social.test/authorize?');
    const stored = JSON.stringify([...(await dumpTable(client.db))]);
    expect(stored).toContain('K#');
    for (const secret of [
      first.token,
      first.code,
      signIn.token,
      'authorize',
      invite.url.slice(-64),
      'ada@social',
      'the verifier',
    ])
      expect(stored, secret).not.toContain(secret);
  });

  it('answers every failure as data, with its code and field', async () => {
    const failed = async (input: string): Promise<Json> =>
      (await mutate('socialLinkStart', input, START_FIELDS)).userErrors.map(({ code, field }: Json) => [code, field]);
    expect(await failed(startInput().replace('"mastodon"', '"myspace"'))).toEqual([['UNKNOWN_SOURCE', ['input']]]);
    expect(await failed(startInput(ANN, 'eve@social.test'))).toEqual([['NO_SUCH_ACCOUNT', ['input']]]);
    expect(await failed(startInput('{ externalId: { source: "shop", id: "nobody" } }'))).toEqual([
      ['UNKNOWN_CUSTOMER', ['input', 'by']],
    ]);
    expect(await failed(startInput(ANN, 'ada@social.test', '[]'))).toEqual([['INVALID', ['input', 'purposes']]]);
    expect(await failed(startInput().replace('2026-11', '2025'))).toEqual([['INVALID', ['input', 'consentVersion']]]);
    expect(await failed(startInput().replace('saidIn: "app"', `saidIn: "${'x'.repeat(101)}"`))).toEqual([
      ['INVALID', ['input', 'saidIn']],
    ]);
    stub.down = true;
    expect(await failed(startInput())).toEqual([['SOURCE_DOWN', ['input']]]);
    const expired = await mutate('socialLinkComplete', `token: "${'A'.repeat(64)}"`, 'account { id }');
    expect(expired.userErrors).toMatchObject([{ code: 'LINK_EXPIRED' }]);
  });

  it('lets nobody take an account that is another customer’s, until it is unlinked', async () => {
    const { account } = await link();
    stub.accounts.get('ada@social.test')!.bio = '';
    const { token, code } = await mutate('socialLinkStart', startInput(BOB), START_FIELDS);
    stub.accounts.get('ada@social.test')!.bio = code;
    const complete = () => mutate('socialLinkComplete', `token: "${token}"`, 'account { handle }');
    expect((await complete()).userErrors).toMatchObject([{ code: 'ACCOUNT_TAKEN' }]);
    const gone = await mutate(
      'socialUnlink',
      `account: "${account.id}"`,
      `forgotten { accounts ties interactions } customer { ${CUSTOMER} }`,
    );
    expect(gone).toMatchObject({ forgotten: { accounts: 1, ties: 0, interactions: 0 }, userErrors: [] });
    expect(gone.customer.socialAccounts).toMatchObject({
      status: 'NOT_LINKED',
      reason: expect.stringContaining('no account linked'),
    });
    expect((await mutate('socialUnlink', `account: "${account.id}"`, 'customer { id }')).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'account'] },
    ]);
    expect((await complete()).account).toEqual({ handle: 'ada@social.test' });
  });
});

describe('consent over the API', () => {
  it('that is granted reaches the accounts there are, and that is withdrawn deletes what it covered', async () => {
    await link(ANN, 'ada', '[SOCIAL_ENGAGEMENT]');
    expect((await customer()).socialAccounts.accounts[0]).toMatchObject({
      handle: null,
      metrics: { followers: { freshness: 'UNAVAILABLE', reason: 'Its owner has not agreed to SOCIAL_ENRICHMENT.' } },
    });
    const said = 'consentVersion: "2026-11", source: "crm"';
    const granted = await mutate(
      'consentGrant',
      `by: ${ANN}, purposes: [SOCIAL_ENRICHMENT], ${said}`,
      `customer { ${CUSTOMER} }`,
    );
    expect(granted.customer.socialAccounts.accounts[0].purposes).toEqual(['SOCIAL_ENRICHMENT', 'SOCIAL_ENGAGEMENT']);
    await sync();
    expect((await customer()).socialAccounts.accounts[0]).toMatchObject({
      handle: 'ada@social.test',
      metrics: { followers: { value: 200, freshness: 'FRESH' } },
    });
    now += 1;
    const less = await mutate(
      'consentWithdraw',
      `by: ${ANN}, purposes: [SOCIAL_ENRICHMENT], source: "crm"`,
      `forgotten { accounts } customer { ${CUSTOMER} }`,
    );
    expect(less.customer.consents[0]).toMatchObject({ status: 'WITHDRAWN', version: '2026-11', source: 'crm' });
    expect(less.customer.socialAccounts.accounts).toMatchObject([{ handle: null, purposes: ['SOCIAL_ENGAGEMENT'] }]);
    const none = await mutate(
      'consentWithdraw',
      `by: ${ANN}, purposes: ${BOTH}, source: "crm"`,
      `forgotten { accounts } customer { ${CUSTOMER} }`,
    );
    expect(none.forgotten).toEqual({ accounts: 1 });
    expect(none.customer.socialAccounts).toMatchObject({ status: 'NO_CONSENT', accounts: [] });
    expect(JSON.stringify([...(await dumpTable(client.db))])).not.toMatch(/ada@social|ada-id/u);
  });

  it('needs the text in force, a purpose and a name of who says so', async () => {
    const codes = async (input: string): Promise<Json> =>
      (await mutate('consentGrant', `by: ${ANN}, ${input}`, 'customer { id }')).userErrors.map(({ field }: Json) =>
        field.at(-1),
      );
    expect(await codes('purposes: [SOCIAL_ENRICHMENT], consentVersion: "1999", source: "crm"')).toEqual([
      'consentVersion',
    ]);
    expect(await codes('purposes: [], consentVersion: "2026-11", source: "crm"')).toEqual(['purposes']);
    expect(await codes('purposes: [SOCIAL_ENRICHMENT], consentVersion: "2026-11", source: " "')).toEqual(['source']);
  });
});

describe('numbers of an account', () => {
  const numbers = async (): Promise<Json> => (await customer()).socialAccounts.accounts[0].metrics;

  it('tell fresh, stale and unavailable apart from 0, each with its age and provider', async () => {
    await link();
    await sync();
    const fresh = await numbers();
    expect(fresh.followers).toEqual({
      value: 200,
      freshness: 'FRESH',
      reason: null,
      fetchedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + DAY_MS).toISOString(),
      provider: 'mastodon (social.test)',
    });
    // What the source does not tell is not 0.
    expect(fresh.follows).toMatchObject({
      value: null,
      freshness: 'UNAVAILABLE',
      reason: 'The source tells no number of follows.',
    });
    expect(fresh.engagementRate).toMatchObject({
      value: 40 / (10 * 200),
      freshness: 'FRESH',
      denominator: 'FOLLOWERS',
      windowPosts: 10,
      reactions: 40,
    });
    now += DAY_MS;
    expect(await numbers()).toMatchObject({
      followers: { value: 200, freshness: 'STALE', reason: expect.stringContaining('too long ago') },
      engagementRate: { value: 0.02, freshness: 'STALE' },
    });
    stub.accounts.delete('ada@social.test');
    await sync();
    const [gone] = (await customer()).socialAccounts.accounts;
    expect(gone).toMatchObject({
      state: 'GONE',
      stateSince: new Date(now).toISOString(),
      metrics: {
        followers: { value: null, freshness: 'UNAVAILABLE', reason: 'The source no longer shows the account.' },
        engagementRate: { value: null, windowPosts: null, reactions: null },
      },
    });
  });
});

describe('sources and syncs', () => {
  const SOURCES = `{ socialSources { key type budget { callsPerDay costMicrosPerDay } watermarkAt streamCaughtUpAt syncedAt
    hosts { host state until callsToday costMicrosToday capabilities { profiles follows proofs } }
    lastSync { id status } accounts { linked byPurpose { purpose accounts } fresh stale unavailable } } }`;

  it('say what is configured, what it can do, what was used of it today, and how fresh its accounts are', async () => {
    expect((await client.data(SOURCES)).socialSources).toEqual([
      {
        key: 'mastodon',
        type: 'mastodon',
        budget: { callsPerDay: 500, costMicrosPerDay: null },
        watermarkAt: null,
        streamCaughtUpAt: null,
        syncedAt: null,
        hosts: [
          { host: 'social.test', state: 'READY', until: null, callsToday: 0, costMicrosToday: 0, capabilities: null },
        ],
        lastSync: null,
        accounts: {
          linked: 0,
          byPurpose: [
            { purpose: 'SOCIAL_ENRICHMENT', accounts: 0 },
            { purpose: 'SOCIAL_ENGAGEMENT', accounts: 0 },
          ],
          fresh: 0,
          stale: 0,
          unavailable: 0,
        },
      },
    ]);
    await link();
    await link(BOB, 'bea', '[SOCIAL_ENGAGEMENT]');
    const id = await sync();
    const [source] = (await client.data(SOURCES)).socialSources;
    expect(source).toMatchObject({
      syncedAt: new Date(now).toISOString(),
      hosts: [{ state: 'READY', capabilities: { profiles: true, follows: false, proofs: ['BIO_CODE'] } }],
      lastSync: { id, status: 'SUCCEEDED' },
      accounts: {
        linked: 2,
        byPurpose: [
          { purpose: 'SOCIAL_ENRICHMENT', accounts: 1 },
          { purpose: 'SOCIAL_ENGAGEMENT', accounts: 2 },
        ],
        fresh: 1,
        stale: 0,
        unavailable: 0,
      },
    });
    expect(source.hosts[0].callsToday).toBeGreaterThan(5);
    now += 2 * DAY_MS;
    const [later] = (await client.data(SOURCES)).socialSources;
    expect(later).toMatchObject({ hosts: [{ callsToday: 0 }], accounts: { fresh: 0, stale: 1 } });
  });

  const SYNC = `id status trigger sources segment startedAt finishedAt accounts due parts { total done open failed } errors
    counts { calls throttled failed costMicros profiles missing upToDate followsRead tiesNew tiesEnded acts }`;

  it('plan without calling anybody, start once, and tell how far they are by their id', async () => {
    await link();
    const callsBefore = (await client.data(SOURCES)).socialSources[0].hosts[0].callsToday;
    const dry = await mutate(
      'socialSyncStart',
      'dryRun: true',
      'isNew sync { id } plan { source accounts due callsAtLeast costMicrosAtLeast }',
    );
    expect(dry).toMatchObject({
      isNew: false,
      sync: null,
      plan: [{ source: 'mastodon', accounts: 1, due: 1, costMicrosAtLeast: 0 }],
    });
    expect((await client.data('{ socialSyncs { nodes { id } } }')).socialSyncs.nodes).toEqual([]);
    const first = await mutate('socialSyncStart', '', `isNew sync { ${SYNC} } plan { due }`);
    expect(first).toMatchObject({
      isNew: true,
      plan: [{ due: 1 }],
      sync: { status: 'RUNNING', trigger: 'API', segment: null, parts: { done: 0, failed: 0 }, counts: { calls: 0 } },
    });
    expect(started).toHaveLength(1);
    const second = await mutate('socialSyncStart', '', 'isNew sync { id } plan { due }');
    expect(second).toMatchObject({ isNew: false, sync: { id: first.sync.id }, plan: [] });
    expect((await client.data(SOURCES)).socialSources[0].hosts[0].callsToday).toBe(callsBefore);
    await advanceSync(client.db, STUB_SETTINGS, started[0]!, {
      ...workerOf(stub),
      remainingMs: () => Number.POSITIVE_INFINITY,
    });
    const { node } = await client.data(`{ node(id: "${first.sync.id}") { ... on SocialSync { ${SYNC} } } }`);
    expect(node).toMatchObject({ status: 'SUCCEEDED', counts: { profiles: 1, missing: 0, acts: 0 }, errors: [] });
    expect(node.parts.done).toBe(node.parts.total);
    const listed = await client.data(
      `{ socialSyncs(first: 1) { nodes { id } edges { cursor } pageInfo { hasNextPage } } }`,
    );
    expect(listed.socialSyncs.nodes).toEqual([{ id: first.sync.id }]);
  });

  it('of a segment look at its members only, and again at what is older than asked', async () => {
    await link();
    await link(BOB, 'bea');
    await runEnrichment(client.db, { asOf: now, trigger: 'MANUAL', settings: {} });
    const { segments } = await client.data('{ segments { nodes { id key members(first: 5) { nodes { id } } } } }');
    const { id: segment, key: name } = segments.nodes.find(({ members }: Json) => members.nodes.length > 0);
    const size = segments.nodes.find(({ key: one }: Json) => one === name).members.nodes.length;
    const plan = async (input: string): Promise<Json> =>
      (await mutate('socialSyncStart', `dryRun: true, ${input}`, 'plan { accounts due }')).plan;
    expect(await plan(`segment: "${segment}"`)).toEqual([{ accounts: size, due: size }]);
    await sync();
    expect(await plan('')).toEqual([{ accounts: 2, due: 0 }]);
    expect(await plan('olderThanDays: 0')).toEqual([{ accounts: 2, due: 2 }]);
    const empty = segments.nodes.find(({ members }: Json) => members.nodes.length === 0);
    expect(await plan(`segment: "${empty.id}"`)).toEqual([{ accounts: 0, due: 0 }]);
  });

  it('are refused with a reason: unknown source, unknown segment, a negative age', async () => {
    const failed = async (input: string): Promise<Json> =>
      (await mutate('socialSyncStart', input, 'isNew')).userErrors.map(({ code, field }: Json) => [code, field]);
    expect(await failed('sources: ["mastodon", "myspace"]')).toEqual([['UNKNOWN_SOURCE', ['input', 'sources', '1']]]);
    expect(await failed('segment: "nope"')).toEqual([['NOT_FOUND', ['input', 'segment']]]);
    expect(await failed('olderThanDays: -1')).toEqual([['INVALID', ['input', 'olderThanDays']]]);
  });

  it('end with an error when their source was taken out of the settings, and make room for the next', async () => {
    await link();
    await mutate('socialSyncStart', '', 'isNew');
    const options = { ...workerOf(stub), remainingMs: () => Number.POSITIVE_INFINITY };
    const ended = await advanceSync(client.db, { ...STUB_SETTINGS, sources: [] }, started[0]!, options);
    expect(ended).toMatchObject({ status: 'FAILED', errors: [expect.stringContaining('there is no mastodon')] });
    expect(await mutate('socialSyncStart', '', 'isNew')).toMatchObject({ isNew: true });
  });
});

describe('a server without social sources', () => {
  it('answers empty, and says what to configure', async () => {
    client = await clientOf(client.db);
    expect(await client.data('{ socialSources { key } socialSyncs { nodes { id } } }')).toEqual({
      socialSources: [],
      socialSyncs: { nodes: [] },
    });
    expect((await customer()).socialAccounts).toMatchObject({
      status: 'NOT_CONFIGURED',
      reason: expect.stringContaining('docs/social.md'),
    });
    for (const [name, input, code] of [
      ['socialLinkInvite', `by: ${ANN}`, 'NOT_CONFIGURED'],
      ['socialSyncStart', '', 'NOT_CONFIGURED'],
      ['socialLinkStart', startInput(), 'INVALID'],
    ] as const) {
      const { userErrors } = await mutate(name, input, '__typename');
      expect(userErrors, name).toMatchObject([{ code, message: expect.stringMatching(/configured|configure/u) }]);
    }
    // To withdraw is always possible.
    const withdrawn = await mutate(
      'consentWithdraw',
      `by: ${ANN}, purposes: ${BOTH}, source: "crm"`,
      'customer { consents { status } }',
    );
    expect(withdrawn.customer.consents).toEqual([{ status: 'WITHDRAWN' }, { status: 'WITHDRAWN' }]);
  });
});
