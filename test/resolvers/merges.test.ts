import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { describeCustomer } from '../../store/customers/upsert.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { like, NOON, order, shop } from '../store/samples.ts';
import { clientOf, type Client, type Json } from './client.ts';

const AS_OF = NOON + 100 * 86_400_000;
const who = (id: string): string => `{ externalId: { source: "shop", id: "${id}" } }`;
const CUSTOMER = `id displayName identities { type value } merged { id into at } orders(first: 20) { nodes { id sourceId } }
  value { total { minorUnits } } referralClaims(first: 5) { nodes { rejectedBecause } }`;

describe.skipIf(!isAvailable('dynoxide'))('merging over GraphQL (needs dynoxide)', () => {
  let engine: Engine;
  let client: Client;
  let key = 0;
  const customer = async (id: string): Promise<Json> =>
    (await client.data(`{ customer(by: ${who(id)}) { ${CUSTOMER} } }`)).customer;
  const change = (mutation: 'customerMerge' | 'customerUnmerge', input: string): Promise<Json> =>
    client
      .data(
        `mutation { ${mutation}(input: { idempotencyKey: "k${(key += 1)}", ${input} }) { customer { ${CUSTOMER} } userErrors { code field } } }`,
      )
      .then((data) => data[mutation]);
  const run = () => runEnrichment(client.db, { asOf: AS_OF, trigger: 'MANUAL' });
  const everybody = async (): Promise<Json> =>
    client.data(
      '{ customers(first: 50) { nodes { id value { current { total { minorUnits } } } } } portfolio { direct { minorUnits } revenue { minorUnits } } }',
    );

  beforeAll(async () => {
    engine = await startEngine('dynoxide');
    const db = await testDb(engine, { clock: () => AS_OF });
    client = await clientOf(db);
    await ingestEvents(db, [
      { customer: shop('ann'), event: order('a1', 0) },
      { customer: shop('ann'), event: like('a2', 1) },
      { customer: shop('ann2'), event: order('a3', 20, 30_00) },
      { customer: shop('bob'), event: order('b1', 2, 40_00) },
    ]);
    await describeCustomer(db, { by: shop('ann'), displayName: 'Ann', email: 'ann@example.com' });
    await describeCustomer(db, { by: shop('ann2'), displayName: 'Ann B.', email: 'ann+shop@example.com' });
    await recordReferral(db, {
      source: 'app',
      id: 'r1',
      advocate: shop('ann'),
      friend: shop('ann2'),
      kind: 'TYPE_ONE',
      at: NOON + 19 * 86_400_000,
    });
    await run();
  });
  afterAll(() => engine.stop());

  it('finds customers by e-mail, suggests who may be one, and applies nothing', async () => {
    const { byEmail, duplicateSuggestions } = await client.data(`{
      byEmail: customer(by: { email: "ANN@example.com" }) { displayName }
      duplicateSuggestions { count suggestions { reason customers { displayName } } } }`);
    expect(byEmail).toEqual({ displayName: 'Ann' });
    expect(duplicateSuggestions).toEqual({
      count: 1,
      suggestions: [{ reason: 'SAME_EMAIL', customers: [{ displayName: 'Ann' }, { displayName: 'Ann B.' }] }],
    });
  });

  it('shows what a merge would do, and what the two say differently', async () => {
    const { customerMergePreview: preview, none } = await client.data(`{
      customerMergePreview(survivor: ${who('ann')}, merged: ${who('ann2')}) {
        isOne orders revenue { minorUnits } events referralClaims conflicts { about survivor merged } survivor { id } merged { id } }
      none: customerMergePreview(survivor: ${who('ann')}, merged: ${who('nobody')}) { isOne } }`);
    expect(none).toBeNull();
    expect(preview).toMatchObject({
      isOne: false,
      orders: 1,
      revenue: { minorUnits: 35_00 },
      events: 1,
      referralClaims: 1,
    });
    expect(preview.conflicts).toEqual([
      { about: 'DISPLAY_NAME', survivor: 'Ann', merged: 'Ann B.' },
      { about: 'SELF_REFERRAL', survivor: 'app r1', merged: null },
    ]);
  });

  it('merges: either name leads to one customer, the next run counts each cent once and rejects the claim; unmerging undoes all of it', async () => {
    const before = await everybody();
    const [ann, ann2] = [await customer('ann'), await customer('ann2')];
    const { customer: one, userErrors } = await change(
      'customerMerge',
      `survivor: ${who('ann')}, merged: ${who('ann2')}`,
    );
    expect(userErrors).toEqual([]);
    expect(one.id).toBe(ann.id);
    expect(one.merged).toEqual([{ id: ann2.id, into: ann.id, at: new Date(AS_OF).toISOString() }]);
    expect(one.identities.map(({ value }: Json) => value)).toEqual([
      'ann',
      'ann@example.com',
      'ann2',
      'ann+shop@example.com',
    ]);
    expect(one.orders.nodes.map(({ sourceId }: Json) => sourceId)).toEqual(['a3', 'a1']);
    expect(await customer('ann2')).toEqual(one);
    const { node, order: found } = await client.data(
      `{ node(id: "${ann2.id}") { id } order: node(id: "${ann2.orders.nodes[0].id}") { ... on Order { customer { id } } } }`,
    );
    expect([node.id, found.customer.id]).toEqual([ann.id, ann.id]);
    // Until the next run the list is the last one's, and shows nobody twice.
    expect((await everybody()).customers.nodes).toHaveLength(2);

    await run();
    const after = await everybody();
    expect(after.portfolio).toEqual(before.portfolio);
    const total = (list: Json): number =>
      list.customers.nodes.reduce((sum: number, { value }: Json) => sum + value.current.total.minorUnits, 0);
    expect(total(after)).toBe(total(before));
    expect(after.customers.nodes).toHaveLength(2);
    expect((await customer('ann')).referralClaims.nodes).toEqual([{ rejectedBecause: 'SELF_REFERRAL' }]);
    expect((await client.data('{ duplicateSuggestions { count } }')).duplicateSuggestions.count).toBe(0);

    const parted = await change('customerUnmerge', `merged: ${who('ann2')}`);
    expect(parted).toMatchObject({ customer: { id: ann2.id, merged: [] }, userErrors: [] });
    await run();
    expect(await everybody()).toEqual(before);
    expect([await customer('ann'), await customer('ann2')]).toEqual([ann, ann2]);
    const { customerMergeSteps } = await client.data('{ customerMergeSteps { nodes { kind merged into } } }');
    expect(customerMergeSteps.nodes).toEqual([
      { kind: 'UNMERGE', merged: ann2.id, into: ann.id },
      { kind: 'MERGE', merged: ann2.id, into: ann.id },
    ]);
  });

  it('says why it does not', async () => {
    const codes = async (answer: Promise<Json>): Promise<string[]> =>
      (await answer).userErrors.map(({ code }: Json) => code);
    expect(await codes(change('customerMerge', `survivor: ${who('bob')}, merged: ${who('bob')}`))).toEqual([
      'SAME_CUSTOMER',
    ]);
    expect(await codes(change('customerMerge', `survivor: ${who('bob')}, merged: ${who('nobody')}`))).toEqual([
      'UNKNOWN_CUSTOMER',
    ]);
    expect(await codes(change('customerUnmerge', `merged: ${who('bob')}`))).toEqual(['NOT_MERGED']);
    expect(await codes(change('customerMerge', `survivor: ${who('bob')}, merged: { email: "none" }`))).toEqual([
      'INVALID',
    ]);
  });

  it('lets a suggestion be dismissed: at once, by every later run, until they share something else or somebody joins them', async () => {
    const db = await testDb(engine, { clock: () => AS_OF });
    const other = await clientOf(db);
    const runs = () => runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' });
    await ingestEvents(db, [
      { customer: shop('ann'), event: order('a1', 0) },
      { customer: shop('ann2'), event: order('a3', 20, 30_00) },
      { customer: shop('bob'), event: order('b1', 2, 10_00) },
    ]);
    await describeCustomer(db, { by: shop('ann'), displayName: 'Ann', email: 'ann@example.com' });
    await describeCustomer(db, { by: shop('ann2'), displayName: 'Ann B.', email: 'ann+shop@example.com' });
    await runs();
    const suggested = async (): Promise<Json> =>
      (await other.data('{ duplicateSuggestions { count suggestions { reason customers { displayName } } } }'))
        .duplicateSuggestions;
    const dismiss = async (...ids: string[]): Promise<Json> =>
      (
        await other.data(
          `mutation { duplicateSuggestionDismiss(input: { idempotencyKey: "k${(key += 1)}", reason: SAME_EMAIL, customers: [${ids.map(who).join(', ')}] }) {
            dismissed userErrors { code field } } }`,
        )
      ).duplicateSuggestionDismiss;
    // The most valuable first.
    const one = [{ reason: 'SAME_EMAIL', customers: [{ displayName: 'Ann B.' }, { displayName: 'Ann' }] }];
    expect((await suggested()).suggestions).toEqual(one);
    expect(await dismiss('ann', 'nobody')).toMatchObject({
      dismissed: false,
      userErrors: [{ code: 'UNKNOWN_CUSTOMER' }],
    });
    expect(await dismiss('ann', 'ann')).toMatchObject({
      dismissed: false,
      userErrors: [{ field: ['input', 'customers'] }],
    });
    expect(await suggested()).toEqual({ count: 1, suggestions: one });

    expect(await dismiss('ann2', 'ann')).toEqual({ dismissed: true, userErrors: [] });
    expect(await suggested()).toEqual({ count: 0, suggestions: [] });
    await runs();
    expect(await suggested()).toEqual({ count: 0, suggestions: [] });

    // Something else they share is another reason to look.
    for (const id of ['ann', 'ann2']) await describeCustomer(db, { by: shop(id), phone: '+31201234567' });
    await runs();
    expect(await suggested()).toEqual({ count: 1, suggestions: [{ ...one[0], reason: 'SAME_PHONE' }] });
    // And so is somebody who joins them: of three, only two were said to be different.
    await describeCustomer(db, { by: shop('bob'), email: 'ann+bob@example.com' });
    await runs();
    expect((await suggested()).suggestions.map(({ reason, customers }: Json) => [reason, customers.length])).toEqual(
      expect.arrayContaining([
        ['SAME_EMAIL', 3],
        ['SAME_PHONE', 2],
      ]),
    );
  });
});
