import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { listOfFile } from '../../intake/listed.ts';
import { forgetListed, listsWith } from '../../store/definitions/listed.ts';
import { forgetLabels } from '../../store/published/label-files.ts';
import { toGlobalId } from '../../resolvers/wire/ids.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 40;
const GROWTH = `growth { from to reason before after
  entered { customers unknown otherReasons reasons { text customers } list { customer { id } reason } }
  left { customers unknown otherReasons reasons { text customers } list { customer { id } reason } } }`;
const HISTORY = `labelHistory { count since reason list { kind at runId segmentKey segment { key } entered from to because conditions { text before after } } }`;
const CHANGED = 'changed unchanged unknown segment { key kind rule { text } } userErrors { code message field }';

describe('what became of segments and their members', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let now = COMPANY_AS_OF;
  let keys = 0;
  const key = (): string => `key-${(keys += 1)}`;
  const run = (day: number): Promise<{ readonly id: string }> => {
    now = COMPANY_AS_OF + day * DAY_MS;
    return runEnrichment(db, { asOf: now, trigger: 'MANUAL', settings: { kappa: 0.3 } });
  };
  const by = (n: number): string => `{ externalId: { source: "shop", id: "c${n}" } }`;
  const growthOf = async (segment: string): Promise<Json> =>
    (await client.data(`{ segment(key: "${segment}") { size { count } ${GROWTH} } }`)).segment;
  const idOf = async (segment: string): Promise<string> =>
    (await client.data(`{ segment(key: "${segment}") { id } }`)).segment.id;
  const change = async (name: 'Add' | 'Remove', segment: string, customers: readonly string[]): Promise<Json> =>
    (
      await client.data(
        `mutation ($key: String!, $id: ID!) { segmentCustomers${name}(input: { idempotencyKey: $key, id: $id, customers: [${customers.join(', ')}] }) { ${CHANGED} } }`,
        { key: key(), id: await idOf(segment) },
      )
    )[`segmentCustomers${name}`];

  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => now });
    await seedCompany(db, SIZE);
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('is not known before there are two runs, and says so', async () => {
    expect((await growthOf('keep-warm')).growth).toMatchObject({
      before: null,
      reason: 'No run has been published yet.',
    });
    await run(0);
    expect((await growthOf('keep-warm')).growth).toMatchObject({
      from: null,
      before: null,
      entered: null,
      reason: expect.stringContaining('nothing to compare with'),
    });
    const { customer: one } = await client.data(
      `{ customer(by: ${by(1)}) { ${HISTORY} rfm { before { group changedAt reason } } } }`,
    );
    expect(one.labelHistory).toMatchObject({ list: [], count: 0, since: new Date(now).toISOString() });
    expect(one.rfm.before).toMatchObject({
      group: null,
      changedAt: null,
      reason: expect.stringContaining('compare with'),
    });
  });

  it('counts who came and went, with the reason, and tells it of each of them', async () => {
    const { id: runId } = await run(60);
    const { segments } = await client.data(`{ segments(first: 100) { nodes { key kind size { count } ${GROWTH} } } }`);
    let told = 0;
    for (const { key: segment, size, growth } of segments.nodes) {
      const { before, entered, left, after, from, to, reason } = growth;
      expect([from, to, reason]).toEqual([new Date(COMPANY_AS_OF).toISOString(), new Date(now).toISOString(), null]);
      expect(after).toBe(size.count);
      expect(before + entered.customers - left.customers).toBe(after);
      for (const [side, { customers, list, reasons }] of [
        ['in', entered],
        ['out', left],
      ] as const) {
        expect(reasons.reduce((sum: number, one: Json) => sum + one.customers, 0)).toBe(customers);
        for (const { customer: mover, reason: why } of list.slice(0, 3)) {
          const { node } = await client.data(
            `{ node(id: "${mover.id}") { ... on Customer { segments { key } ${HISTORY} } } }`,
          );
          expect(node.segments.some((one: Json) => one.key === segment)).toBe(side === 'in');
          const { list: history } = node.labelHistory;
          const change = history.find((one: Json) =>
            segment.startsWith('rfm-') ? one.kind === 'RFM_GROUP' : one.segmentKey === segment,
          );
          expect(change.because).toBe(why);
          expect(change.at).toBe(new Date(now).toISOString());
          expect(Buffer.from(change.runId, 'base64url').toString('utf8')).toContain(runId);
          if (change.kind !== 'SEGMENT') continue;
          expect(change.segment.key).toBe(segment);
          expect(change.entered).toBe(side === 'in');
          // What turned it is what an explanation of today finds.
          const { segment: tried } = await client.data(
            `{ segment(key: "${segment}") { explain(customerId: "${mover.id}") { conditions { text holds } } } }`,
          );
          for (const { text, before: then, after: since } of change.conditions) {
            expect(then).not.toBe(since);
            expect(tried.explain.conditions).toContainEqual({ text, holds: since });
          }
          told++;
        }
      }
    }
    expect(told).toBeGreaterThan(3);
  });

  it('the RFM group before this one comes with its run and the fifths that moved', async () => {
    const { customers } = await client.data(
      '{ customers(first: 100) { nodes { rfm { group before { group changedAt because reason } } } } }',
    );
    const moved = customers.nodes.filter(({ rfm }: Json) => rfm?.before.group !== null && rfm !== null);
    expect(moved.length).toBeGreaterThan(0);
    for (const { rfm } of moved) {
      expect(rfm.before.group).not.toBe(rfm.group);
      expect(rfm.before).toMatchObject({ changedAt: new Date(now).toISOString(), reason: null });
      expect(rfm.before.because).toMatch(/^(recency|frequency|money) [1-5] → [1-5]/u);
    }
    const others = customers.nodes.filter(({ rfm }: Json) => rfm !== null && rfm.before.group === null);
    for (const { rfm } of others) expect(rfm.before.reason).not.toBeNull();
  });

  it('a view of the past says that it is not compared', async () => {
    const past = await runEnrichment(db, {
      asOf: COMPANY_AS_OF - 30 * DAY_MS,
      trigger: 'MANUAL',
      settings: { kappa: 0.3 },
    });
    const { segment, customer: one } = await client.data(
      `query @view(run: "${toGlobalId('EnrichmentRun', past.id)}") { segment(key: "keep-warm") { ${GROWTH} } customer(by: ${by(1)}) { ${HISTORY} } }`,
    );
    expect(segment.growth.reason).toMatch(/view of the past/u);
    expect(one.labelHistory.reason).toMatch(/view of the past/u);
  });

  it('a segment can be a list: customers come and go by name, harmless to repeat, and the next run counts them', async () => {
    const { segmentCreate } = await client.data(
      `mutation { segmentCreate(input: { idempotencyKey: "${key()}", key: "dinner", name: "Invited to dinner", isList: true, role: FOCUS }) { segment { kind rule { text } size { count } } userErrors { code } } }`,
    );
    expect(segmentCreate).toEqual({
      segment: { kind: 'LIST', rule: { text: 'segments contains dinner' }, size: null },
      userErrors: [],
    });
    expect(await change('Add', 'dinner', [by(1), by(2), by(3), by(999), by(2)])).toMatchObject({
      changed: 3,
      unchanged: 1,
      unknown: [3],
      userErrors: [],
    });
    expect(await change('Add', 'dinner', [by(1)])).toMatchObject({ changed: 0, unchanged: 1 });
    // A rule may ask for a list, whichever is tried first.
    await client.data(
      `mutation { segmentCreate(input: { idempotencyKey: "${key()}", key: "at-dinner-and-due", name: "Due", ruleText: "segments contains dinner and orders >= 1" }) { userErrors { code } } }`,
    );
    await run(61);
    expect(await growthOf('dinner')).toMatchObject({
      size: { count: 3 },
      growth: { before: null, reason: expect.stringContaining('first to try') },
    });
    expect((await growthOf('at-dinner-and-due')).size.count).toBe(3);
    expect(await change('Remove', 'dinner', [by(1), by(7)])).toMatchObject({ changed: 1, unchanged: 1, unknown: [] });
    await change('Add', 'dinner', [by(8)]);
    const id = (await client.data(`{ customer(by: ${by(8)}) { id } }`)).customer.id;
    // Before the run what is known now and what the run said are told apart.
    const { segment: between } = await client.data(
      `{ segment(key: "dinner") { explain(customerId: "${id}") { isMember holds reason } } }`,
    );
    expect(between.explain).toMatchObject({
      isMember: false,
      holds: true,
      reason: expect.stringContaining('next one'),
    });
    await run(62);
    const { size, growth } = await growthOf('dinner');
    expect([size.count, growth.before, growth.after]).toEqual([3, 3, 3]);
    expect(growth.entered.list).toEqual([{ customer: { id }, reason: 'put on the list' }]);
    expect(growth.left.reasons).toEqual([{ text: 'taken off the list', customers: 1 }]);
    const { customer: left } = await client.data(`{ customer(by: ${by(1)}) { ${HISTORY} } }`);
    expect(
      left.labelHistory.list
        .filter((one: Json) => one.segmentKey !== null && one.segmentKey.includes('dinner'))
        .map((one: Json) => [one.segmentKey, one.entered, one.because]),
    ).toEqual([
      ['at-dinner-and-due', false, 'segments contains dinner holds no more'],
      ['dinner', false, 'taken off the list'],
    ]);
  });

  it('who is merged stays on the list as the survivor, and comes off it under either name', async () => {
    await mergeCustomers(db, { survivor: customer(9), merged: customer(2) });
    await run(63);
    expect((await growthOf('dinner')).size.count).toBe(3);
    expect((await client.data(`{ customer(by: ${by(9)}) { segments { key } } }`)).customer.segments).toContainEqual({
      key: 'dinner',
    });
    expect(await change('Remove', 'dinner', [by(9)])).toMatchObject({ changed: 1 });
    await run(64);
    expect((await growthOf('dinner')).size.count).toBe(2);
  });

  it('files of ids go in a batch at a time; rows that name nobody are told', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'kring-list-')), 'ids.csv');
    const rows = Array.from({ length: 1200 }, (_, n) => `c${n}`);
    writeFileSync(path, `customer\n${rows.join('\n')}\n`);
    const put = await listOfFile(db, path, { key: 'dinner', change: 'ADD', customerSource: 'shop' });
    expect([put.changed + put.unchanged, put.rejected, put.rejects.length]).toEqual([SIZE, 1200 - SIZE, 100]);
    expect(put.rejects[0]).toMatchObject({ code: 'UNKNOWN_CUSTOMER' });
    const again = await listOfFile(db, path, { key: 'dinner', change: 'ADD', customerSource: 'shop' });
    expect([again.changed, again.unchanged]).toEqual([0, SIZE]);
    // Ids of which nobody says whose they are.
    expect((await listOfFile(db, path, { key: 'dinner', change: 'REMOVE' })).rejects[0]).toMatchObject({
      code: 'INVALID',
      reason: expect.stringContaining('--customer-source'),
    });
    await run(65);
    // Who was merged is one.
    expect((await growthOf('dinner')).size.count).toBe(SIZE - 1);
    await expect(listOfFile(db, path, { key: 'keep-warm', change: 'ADD' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('is built in') as unknown,
    });
  });

  it.each([
    ['a rule for a list', 'isList: true, ruleText: "orders >= 1"', 'INVALID', /no rule/u],
    ['a rule that asks for itself', 'ruleText: "segments contains own"', 'CYCLE', /asks for "own"/u],
  ])('%s is refused', async (_, input, code, message) => {
    const { segmentCreate } = await client.data(
      `mutation { segmentCreate(input: { idempotencyKey: "${key()}", key: "own", name: "Own", ${input} }) { segment { key } userErrors { code message } } }`,
    );
    expect(segmentCreate).toEqual({ segment: null, userErrors: [{ code, message: expect.stringMatching(message) }] });
  });

  it('more than 500 at once, a list that is none, and one that is gone, are refused with what to do', async () => {
    const many = await client.data(
      `mutation ($key: String!, $id: ID!, $customers: [CustomerIdentifier!]!) { segmentCustomersAdd(input: { idempotencyKey: $key, id: $id, customers: $customers }) { changed userErrors { code message field } } }`,
      {
        key: key(),
        id: await idOf('dinner'),
        customers: Array.from({ length: 501 }, (_, n) => ({ externalId: { source: 'shop', id: `c${n}` } })),
      },
    );
    expect(many.segmentCustomersAdd).toEqual({
      changed: 0,
      userErrors: [
        {
          code: 'TOO_MANY',
          message: expect.stringContaining('kring segment add KEY FILE'),
          field: ['input', 'customers'],
        },
      ],
    });
    expect((await change('Add', 'at-dinner-and-due', [by(1)])).userErrors[0]).toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('is a rule'),
    });
    expect((await change('Add', 'keep-warm', [by(1)])).userErrors[0].message).toMatch(/built in/u);
    await client
      .data(
        `mutation { segmentUpdate(input: { idempotencyKey: "${key()}", id: "${await idOf('dinner')}", expectedVersion: 1, ruleText: "orders >= 1" }) { userErrors { code } } }`,
      )
      .then(({ segmentUpdate }) => expect(segmentUpdate.userErrors).toEqual([{ code: 'INVALID' }]));
  });

  it('a list of a million ids is refused before anybody is looked for, by a code that says what to do', async () => {
    const customers = Array.from({ length: 1_000_000 }, (_, n) => ({ id: String(n) }));
    const { data, errors, cost } = await client.ask(
      'mutation ($id: ID!, $customers: [CustomerIdentifier!]!) { segmentCustomersAdd(input: { idempotencyKey: "million", id: $id, customers: $customers }) { changed } }',
      { id: await idOf('dinner'), customers },
    );
    expect(data ?? null).toBeNull();
    expect(errors[0]!.extensions['code']).toBe('BAD_REQUEST');
    expect(errors[0]!.message).toBe('The body is larger than 1048576 bytes. Send fewer rows at once.');
    expect(cost?.writeUnits ?? 0).toBe(0);
  });

  it('is forgotten with the person', async () => {
    const id = customerIdOf(db, customer(5));
    expect(await listsWith(db, [id])).toEqual(['dinner']);
    expect(await forgetListed(db, [id])).toBe(1);
    expect(await listsWith(db, [id])).toEqual([]);
    const texts = async (): Promise<string> => {
      const { getPacked } = await import('../../store/blobs/blobs.ts');
      const names = await db.blobs.list(`${db.table}.labels/`);
      const all = await Promise.all(names.map((name) => getPacked(db.blobs, name)));
      return all.map((bytes) => new TextDecoder().decode(bytes!)).join('\n');
    };
    expect(await texts()).toContain(id);
    await forgetLabels(db, [id]);
    expect(await texts()).not.toContain(id);
  });

  it('an order that opens another buying cycle is a stage that changed', async () => {
    await ingestEvents(db, [
      {
        customer: customer(4),
        event: {
          kind: 'ORDER',
          source: 'shop',
          id: 'again',
          occurredAt: now,
          promotion: false,
          lines: [{ sku: 's', group: 'g1', quantity: 1, netMinor: 5000, lineKind: 'PRODUCT' }],
        },
      },
    ]);
    await run(66);
    const { customer: one } = await client.data(`{ customer(by: ${by(4)}) { lifecycle { stage } ${HISTORY} } }`);
    const stage = one.labelHistory.list.find(({ kind }: Json) => kind === 'STAGE');
    expect(stage).toMatchObject({
      to: one.lifecycle.stage,
      segment: null,
      conditions: [],
      at: new Date(now).toISOString(),
    });
    expect(stage.from).not.toBe(stage.to);
  });
});
