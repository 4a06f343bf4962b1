import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { recordReferrals } from '../../store/relations/referrals.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const AS_OF = Date.UTC(2024, 11, 1);
const shop = (id: string) => ({ externalId: { source: 'shop', id } });

/** Ann referred an alias of herself, Bob and Cas each other, and Eve came too late with Fay, whom Dan had brought in. */
describe('referral claims over GraphQL', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    const db = await testDb(engine, { clock: () => AS_OF });
    const bought = (id: string, month: number) => ({
      customer: shop(id),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `o-${id}`,
        occurredAt: Date.UTC(2024, month, 1),
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: 50_00, costMinor: 0, lineKind: 'PRODUCT' as const }],
      },
    });
    await ingestEvents(db, [
      bought('ann@x.com', 0),
      bought('ann+1@x.com', 5),
      bought('bob', 0),
      bought('cas', 5),
      bought('dan', 0),
      bought('eve', 0),
      bought('fay', 5),
    ]);
    const claim = (advocate: string, friend: string, month: number, rewardMinor = 0) => ({
      source: 'shop',
      id: `${advocate}>${friend}`,
      advocate: shop(advocate),
      friend: shop(friend),
      kind: 'TYPE_ONE' as const,
      at: Date.UTC(2024, month, 1),
      rewardMinor,
    });
    await recordReferrals(db, [
      claim('ann@x.com', 'ann+1@x.com', 4, 10_00),
      claim('bob', 'cas', 4),
      claim('cas', 'bob', 4, 1_00),
      claim('eve', 'fay', 3),
      claim('dan', 'fay', 2),
    ]);
    await runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL', settings: { kappa: 0 } });
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('each says whether it counted, and why not; who brought a customer in is the one that did', async () => {
    const claims = '{ sourceId counted rejectedBecause }';
    const { fay, bob } = await client.data(`{
      fay: customer(by: { externalId: { source: "shop", id: "fay" } }) { referredBy { sourceId } referralClaims { nodes ${claims} } }
      bob: customer(by: { externalId: { source: "shop", id: "bob" } }) { referredBy { sourceId } referralClaims { nodes ${claims} } referralsMade { nodes ${claims} } }
    }`);
    expect(fay.referredBy.sourceId).toBe('dan>fay');
    expect(fay.referralClaims.nodes).toEqual([
      { sourceId: 'dan>fay', counted: true, rejectedBecause: null },
      { sourceId: 'eve>fay', counted: false, rejectedBecause: 'ALREADY_REFERRED' },
    ]);
    expect(bob).toEqual({
      referredBy: null,
      referralClaims: { nodes: [{ sourceId: 'cas>bob', counted: false, rejectedBecause: 'EXISTING_CUSTOMER' }] },
      referralsMade: { nodes: [{ sourceId: 'bob>cas', counted: true, rejectedBecause: null }] },
    });
    const { referralReport } = await client.data('{ referralReport { accepted rejected { reason count } } }');
    expect(referralReport).toEqual({
      accepted: 3,
      rejected: [
        { reason: 'EXISTING_CUSTOMER', count: 1 },
        { reason: 'ALREADY_REFERRED', count: 1 },
      ],
    });
  });

  it('pages through the claims about a customer', async () => {
    const page = async (after: string | null): Promise<Json> =>
      (
        await client.data(
          'query ($after: String) { customer(by: { externalId: { source: "shop", id: "fay" } }) { referralClaims(first: 1, after: $after) { nodes { sourceId } pageInfo { hasNextPage endCursor } } } }',
          { after },
        )
      ).customer.referralClaims;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].flatMap(({ nodes }) => nodes.map(({ sourceId }: Json) => sourceId))).toEqual([
      'dan>fay',
      'eve>fay',
    ]);
  });

  it('an alias and a ring are listed with the reason and what is at stake', async () => {
    const money = '{ amount }';
    const { referralSuspicions } = await client.data(`{ referralSuspicions { count suspicions {
      reason message atStake ${money} credit ${money} reward ${money} claims { sourceId counted } customers { identities { value } } } } }`);
    const [alias, ring] = referralSuspicions.suspicions;
    expect([referralSuspicions.count, alias.reason, ring.reason]).toEqual([2, 'SAME_PERSON', 'RING']);
    expect(alias).toMatchObject({
      atStake: { amount: '35.00' },
      credit: { amount: '25.00' },
      reward: { amount: '10.00' },
      claims: [{ sourceId: 'ann@x.com>ann+1@x.com', counted: true }],
    });
    expect(alias.message).toContain('mailbox');
    expect(alias.customers.map(({ identities }: Json) => identities[0].value).sort()).toEqual([
      'ann+1@x.com',
      'ann@x.com',
    ]);
    expect(ring).toMatchObject({
      atStake: { amount: '26.00' },
      credit: { amount: '25.00' },
      reward: { amount: '1.00' },
    });
    expect(ring.claims.map(({ sourceId }: Json) => sourceId).sort()).toEqual(['bob>cas', 'cas>bob']);
    expect(
      (await client.data('{ referralSuspicions(first: 1) { count suspicions { reason } } }')).referralSuspicions,
    ).toEqual({ count: 2, suspicions: [{ reason: 'SAME_PERSON' }] });
  });
});
