import { inspect } from 'node:util';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CustomerId } from '../../../domain/events.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '../../../domain/social/consent.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { runEnrichment } from '../../../enrichment/run.ts';
import { parseSocialSettings } from '../../../social/settings.ts';
import { advanceSync } from '../../../social/sync/advance.ts';
import type { Item } from '../../../store/client/attributes.ts';
import type { Db } from '../../../store/client/db.ts';
import { unpackText } from '../../../store/client/json.ts';
import { resolveCustomers } from '../../../store/customers/resolve.ts';
import { ingestEvents } from '../../../store/events/events.ts';
import { timeline } from '../../../store/events/history.ts';
import { outgoing } from '../../../store/relations/pages.ts';
import { accountsOf } from '../../../store/social/accounts.ts';
import { listSyncs, type SyncRecord } from '../../../store/social/syncs.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../../../test/engines/engines.ts';
import { clientOf, type Client, type Json } from '../../../test/resolvers/client.ts';
import { agree } from './browser.ts';
import { as, people, settle, sourcesJson, type Account } from './network.ts';

const { leaver, customers, strangers, posts } = people;
/** Linked: the first twelve people of the network. Everybody else is a stranger to the company, customers13 to 30 included. */
const LINKED = 12;
const linked = customers.slice(0, LINKED);
const others = [...customers.slice(LINKED), ...strangers, leaver];
/** Two agree to one purpose only. */
const purposesOf = (index: number): readonly ConsentPurpose[] =>
  index === 10 ? ['SOCIAL_ENRICHMENT'] : index === 11 ? ['SOCIAL_ENGAGEMENT'] : CONSENT_PURPOSES;
const VERSION = '2026-11';
const inspected = (word: unknown): string => inspect(word, { depth: 10 });

describe('from sign-in to value and back', () => {
  const settings = parseSocialSettings(sourcesJson());
  let engine: Engine;
  let db: Db;
  let client: Client;
  let ids: CustomerId[];
  const said: string[] = [];

  const shop = (index: number) => ({ externalId: { source: 'shop', id: `c${index + 1}` } });

  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine);
    // What Kring itself says anywhere is looked through for people who are none of its business.
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    for (const method of ['log', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation((...words) => void said.push(words.map(inspected).join(' ')));
    await ingestEvents(
      db,
      linked.flatMap((_, index) =>
        [1, 2, 3].map((month) => ({
          customer: shop(index),
          event: {
            kind: 'ORDER' as const,
            source: 'shop',
            id: `o${index + 1}-${month}`,
            promotion: false,
            occurredAt: Date.now() - (month * 30 + index) * DAY_MS,
            lines: [
              {
                sku: `s${month}`,
                group: 'Soap',
                quantity: 1,
                netMinor: 1000 + 100 * index,
                lineKind: 'PRODUCT' as const,
              },
            ],
          },
        })),
      ),
    );
    ids = (
      await resolveCustomers(
        db,
        linked.map((_, index) => shop(index)),
      )
    ).map((found) => found!.id);
    client = await clientOf(db, { social: { settings } });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await engine?.stop();
  });

  /** Every item of the table as text, packed texts unpacked. */
  async function table(): Promise<string> {
    const lines: string[] = [];
    let start: Item | undefined;
    do {
      const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await db.client.send(
        new ScanCommand({
          TableName: db.table,
          ConsistentRead: true,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? [])
        lines.push(
          JSON.stringify(item, (_, value: unknown) => {
            if (!(value instanceof Uint8Array)) return value;
            try {
              return unpackText({ B: value });
            } catch {
              return Buffer.from(value).toString('latin1');
            }
          }),
        );
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return lines.join('\n');
  }
  async function expectNothingOf(accounts: readonly Account[]): Promise<void> {
    const everything = `${await table()}\n${said.join('')}`;
    for (const { did, handle } of accounts) {
      expect(everything).not.toContain(did);
      expect(everything).not.toContain(handle);
    }
  }

  /** Starts a sync by GraphQL and works at it as the scheduled worker does. */
  async function sync(olderThanDays = 0): Promise<SyncRecord> {
    const { socialSyncStart } = await client.data(
      `mutation ($input: SocialSyncStartInput!) { socialSyncStart(input: $input) { isNew userErrors { message } } }`,
      { input: { idempotencyKey: idempotencyKey(), olderThanDays } },
    );
    expect(socialSyncStart).toEqual({ isNew: true, userErrors: [] });
    let [record] = (await listSyncs(db, { first: 1 })).items;
    while (record!.status === 'RUNNING')
      record = await advanceSync(db, settings, record!.id, { remainingMs: () => 600_000, patient: true });
    return record!;
  }
  const enrich = () => runEnrichment(db, { asOf: Date.now(), trigger: 'MANUAL', settings: { kappa: 0.3 } });

  /** Ties of the table that hold, as pairs of numbers of customers. */
  async function ties(): Promise<string[]> {
    const numberOf = new Map(ids.map((id, index) => [id, index + 1]));
    const pages = await Promise.all(ids.map((id) => outgoing(db, id, { first: 200 })));
    return pages
      .flatMap(({ items }) => items)
      .filter(({ weight, kind }) => weight > 0 && kind === 'FOLLOW')
      .map(({ follower, followed }) => `${numberOf.get(follower)}-${numberOf.get(followed)}`)
      .toSorted();
  }
  /** The same from what seed.mjs did: a ring of two steps and a hub, among those who agreed. */
  const seeded = (agreed: readonly number[]): string[] => {
    const pairs = new Set<string>();
    for (const follower of agreed)
      for (const followed of agreed)
        if (followed - follower === 1 || followed - follower === 2 || (followed === 1 && follower > 3))
          pairs.add(`${follower}-${followed}`);
    return [...pairs].toSorted();
  };

  const START = `mutation ($input: SocialLinkStartInput!) { socialLinkStart(input: $input) {
    token proof url userErrors { code field message } } }`;
  const COMPLETE = `mutation ($input: SocialLinkCompleteInput!) { socialLinkComplete(input: $input) {
    account { source handle state proof metrics { followers { value freshness reason } } } userErrors { code message } } }`;
  let keys = 0;
  const idempotencyKey = (): string => `journey-${(keys += 1)}`;
  /** Begins a sign-in, answers it as its owner would at their own server, and completes it. */
  async function link(index: number, handle: string, who?: Account, answer?: 'reject'): Promise<Json> {
    const input = {
      idempotencyKey: idempotencyKey(),
      by: shop(index),
      source: 'bluesky',
      handle,
      purposes: purposesOf(index),
      consentVersion: VERSION,
      saidIn: 'shop-account-page',
    };
    const { socialLinkStart: started } = await client.data(START, { input });
    if (started.token === null || who === undefined) return started;
    expect(started.proof).toBe('OAUTH');
    const back = await agree(started.url, who, answer);
    expect(back.searchParams.get('state')).toBe(started.token);
    const completing = { idempotencyKey: idempotencyKey(), token: started.token, query: back.search.slice(1) };
    return (await client.data(COMPLETE, { input: completing })).socialLinkComplete;
  }

  it('links twelve customers by signing in at their own server, and nobody twice', async () => {
    for (const [index, account] of linked.entries()) {
      const { account: stored, userErrors } = await link(index, account.handle, account);
      expect(userErrors).toEqual([]);
      const agreed = purposesOf(index).includes('SOCIAL_ENRICHMENT');
      expect(stored).toMatchObject({ source: 'bluesky', proof: 'OAUTH', handle: agreed ? account.handle : null });
      expect(stored.metrics.followers).toMatchObject({ value: null, freshness: 'UNAVAILABLE' });
      expect((await accountsOf(db, ids[index]!)).map(({ accountId }) => accountId)).toEqual([account.did]);
    }
    const code = ({ userErrors }: Json): unknown => userErrors[0]?.code;
    expect(code(await link(1, 'nobody.test'))).toBe('INVALID');
    expect(code(await link(1, linked[1]!.handle, linked[1]!, 'reject'))).toBe('LINK_UNPROVEN');
    expect(code(await link(1, linked[0]!.handle, linked[0]!))).toBe('ACCOUNT_TAKEN');
  });

  async function accountOf(index: number): Promise<Json> {
    const { customer } = await client.data(
      `query ($by: CustomerIdentifier!) { customer(by: $by) { socialAccounts { accounts {
        handle state followsCompany metrics { followers { value freshness reason } } } } } }`,
      { by: shop(index) },
    );
    return customer.socialAccounts.accounts[0];
  }

  it('reads counts, ties and engagement of those who agreed, and keeps nothing of anybody else', async () => {
    const done = await sync();
    expect(done).toMatchObject({ status: 'SUCCEEDED', errors: [] });
    expect(done.counts).toMatchObject({ profiles: 11, missing: 0, followsRead: 11, failed: 0 });
    expect(await ties()).toEqual(seeded([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
    expect(await accountOf(0)).toMatchObject({
      handle: 'customer01.test',
      state: 'ACTIVE',
      followsCompany: true,
      metrics: { followers: { value: 36, freshness: 'FRESH', reason: null } },
    });
    expect(await accountOf(11)).toMatchObject({
      handle: null,
      followsCompany: true,
      metrics: { followers: { value: null, freshness: 'UNAVAILABLE', reason: expect.stringContaining('agreed') } },
    });
    const doneBy = async (index: number) =>
      (await timeline(db, ids[index]!, { first: 100, kind: 'INTERACTION' })).items.map(
        (event) => event.kind === 'INTERACTION' && event.type,
      );
    expect(await doneBy(1)).toContain('SOCIAL_LIKE');
    expect(await doneBy(6)).toContain('SOCIAL_MENTION');
    expect(await doneBy(9)).toContain('SOCIAL_SHARE');
    expect(await doneBy(11)).toContain('SOCIAL_LIKE');
    expect(await doneBy(10)).toEqual([]);
    // What is looked for would be found: those who are linked are there.
    expect(await table()).toContain(linked[1]!.did);
    expect(await table()).toContain(linked[1]!.handle);
    await expectNothingOf(others);
  });

  const VALUE = `query ($id: String!) { customer(by: { externalId: { source: "shop", id: $id } }) {
    influence { score network reach }
    engagement { points }
    value { total { minorUnits } current { direct { minorUnits } indirect { minorUnits } } networkValue { net { minorUnits } } }
  } }`;
  const valueOf = async (index: number): Promise<Json> => (await client.data(VALUE, { id: `c${index + 1}` })).customer;
  const everybody = () => Promise.all(linked.map((_, index) => valueOf(index)));
  const sum = (values: Json[], pick: (value: Json) => unknown): number =>
    values.reduce((total, each) => total + Number(pick(each)), 0);

  it('shows influence and network value in GraphQL, conserved to the cent', async () => {
    await enrich();
    const values = await everybody();
    const [hub, second] = values as [Json, Json];
    expect(hub.influence.score).toBeGreaterThan(second.influence.score);
    expect(Number(hub.value.networkValue.net.minorUnits)).toBeGreaterThan(0);
    expect(sum(values, ({ value }) => value.networkValue.net.minorUnits)).toBe(0);
    expect(values[1].engagement.points).toBeGreaterThan(values[10].engagement.points);
    await expectNothingOf(others);
  });

  it('asks little when little changed', async () => {
    const done = await sync(1);
    expect(done).toMatchObject({ status: 'SUCCEEDED', due: 0 });
    // Who the company is, its notifications, and who follows it; no list is read again.
    expect(done.counts.calls).toBeLessThanOrEqual(4);
    expect(done.counts).toMatchObject({ followsRead: 0, profiles: 0 });
  });

  it('ends a tie when somebody unfollows, tells who is gone from who has no followers, and hears a like by the stream', async () => {
    const two = await as(linked[1]!);
    const { data } = await two.getFollows({ actor: linked[1]!.did, limit: 100 });
    const followed = data.follows.find(({ did }) => did === linked[2]!.did)!;
    await two.deleteFollow(followed.viewer!.following!);
    const eight = await as(linked[7]!);
    await eight.com.atproto.server.deactivateAccount({});
    const five = await as(linked[4]!);
    await five.like(posts[2]!.uri, posts[2]!.cid);
    await (await as(strangers[5]!)).like(posts[2]!.uri, posts[2]!.cid);
    await settle();

    const before = await ties();
    const done = await sync();
    expect(done).toMatchObject({ status: 'SUCCEEDED', counts: { missing: 1, tiesEnded: expect.any(Number) } });
    expect(before).toContain('2-3');
    const after = await ties();
    expect(after).not.toContain('2-3');
    expect(await accountOf(7)).toMatchObject({
      state: 'GONE',
      metrics: { followers: { value: null, freshness: 'UNAVAILABLE' } },
    });
    const events = (await timeline(db, ids[4]!, { first: 100, kind: 'INTERACTION' })).items;
    expect(events.filter((event) => event.kind === 'INTERACTION' && event.objectRef === posts[2]!.uri)).toHaveLength(1);
    await expectNothingOf(others);
  });

  it('forgets the hub when they take their consent back: id, handle, ties both ways; the rest adds up without them', async () => {
    const { consentWithdraw } = await client.data(
      `mutation ($input: ConsentWithdrawInput!) { consentWithdraw(input: $input) {
        customer { socialAccounts { status reason } } forgotten { accounts ties } userErrors { message } } }`,
      {
        input: {
          idempotencyKey: idempotencyKey(),
          by: shop(0),
          purposes: CONSENT_PURPOSES,
          source: 'shop-account-page',
        },
      },
    );
    expect(consentWithdraw).toMatchObject({
      userErrors: [],
      forgotten: { accounts: 1 },
      customer: { socialAccounts: { status: 'NO_CONSENT', reason: expect.any(String) } },
    });
    await sync();
    await enrich();
    await expectNothingOf([...others, linked[0]!]);
    expect((await ties()).filter((pair) => /\b1\b/u.test(pair))).toEqual([]);
    const values = await everybody();
    expect(Number(values[0].value.networkValue.net.minorUnits)).toBe(0);
    expect(sum(values, ({ value }) => value.networkValue.net.minorUnits)).toBe(0);
  });

  it('keeps nothing of anybody once all are unlinked', async () => {
    for (let index = 1; index < LINKED; index += 1) {
      const { customer } = await client.data(
        `query ($by: CustomerIdentifier!) { customer(by: $by) { socialAccounts { accounts { id } } } }`,
        { by: shop(index) },
      );
      for (const { id } of customer.socialAccounts.accounts)
        await client.data(
          `mutation ($input: SocialUnlinkInput!) { socialUnlink(input: $input) { userErrors { message } } }`,
          { input: { idempotencyKey: idempotencyKey(), account: id } },
        );
    }
    await expectNothingOf([...others, ...linked]);
    expect(await ties()).toEqual([]);
    const done = await sync();
    expect(done).toMatchObject({ status: 'SUCCEEDED', accounts: 0 });
  });
});
