import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Referral } from '../../domain/events.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { computeRun } from '../../enrichment/compute/compute.ts';
import { claimBlocks } from '../../enrichment/publish/claims.ts';
import { decodeClaims, friendIn } from '../../published/claims.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { takeSnapshot } from '../../enrichment/snapshot/take.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { recordReferrals, type ReferralRow } from '../../store/relations/referrals.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { AS_OF, customersArbitrary, idOf, inputOf, shuffled } from './arbitraries.ts';

const settings = parseSettings({ kappa: 0.2 });
const compute = (snapshot: Parameters<typeof computeRun>[0]) =>
  computeRun(snapshot, settings, builtinSegments, { influence: null, network: null, communities: null });

const START = 19_000 * 86_400_000;
const claims = fc
  .array(
    fc.record({
      advocate: fc.nat({ max: 11 }),
      friend: fc.nat({ max: 11 }),
      day: fc.integer({ min: 0, max: 40 }),
      window: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
      typeTwo: fc.boolean(),
      reward: fc.nat({ max: 3 }),
    }),
    { maxLength: 30, size: 'max' },
  )
  .map((rows) =>
    rows.map(({ advocate, friend, day, window, typeTwo, reward }, n): Referral => ({
      source: 'shop',
      id: `r${n}`,
      claim: `${idOf(friend)}#${String(day).padStart(14, '0')}#r${n}`,
      advocate: idOf(advocate),
      friend: idOf(friend),
      at: START + day * 86_400_000,
      kind: typeTwo ? 'TYPE_TWO' : 'TYPE_ONE',
      rewardMinor: reward,
      savedAcquisitionCostMinor: 500,
      ...(window === null ? {} : { expiresAt: START + (day + window) * 86_400_000 }),
    })),
  );

describe('referral claims', () => {
  it('shuffled, they change no value, and every one has an outcome', () => {
    fc.assert(
      fc.property(customersArbitrary, claims, fc.integer(), (people, referrals, seed) => {
        const run = (order: readonly Referral[]) => {
          const { snapshot } = buildSnapshot({ ...inputOf(people), referrals: order });
          return { snapshot, result: compute(snapshot) };
        };
        const [one, other] = [run(referrals), run(shuffled(referrals, seed))];
        expect([...other.result.profiles]).toEqual([...one.result.profiles]);
        const { blocks } = claimBlocks(one.snapshot, one.result);
        expect(claimBlocks(other.snapshot, other.result).blocks).toEqual(blocks);
        const [text = '{}'] = blocks;
        const outcomes = referrals.map(({ claim }) => decodeClaims(text, friendIn(claim))[claim]);
        expect(outcomes.every((outcome) => outcome !== undefined)).toBe(true);
        const counted = referrals.filter((_, n) => outcomes[n] === 'COUNTED').map(({ friend }) => friend);
        expect(new Set(counted).size).toBe(counted.length);
      }),
      { numRuns: 100 },
    );
  });

  it('that ran out or came too late take nothing from the others: without them everybody is worth the same', () => {
    fc.assert(
      fc.property(customersArbitrary, claims, (people, referrals) => {
        const valuesWith = (kept: readonly Referral[]) => {
          const { snapshot } = buildSnapshot({ ...inputOf(people), referrals: kept });
          const { profiles, relations } = compute(snapshot);
          const useless = new Set(
            relations.forest.rejected
              .filter(({ reason }) => reason === 'EXPIRED' || reason === 'EXISTING_CUSTOMER')
              .map(({ record }) => snapshot.claims[record]),
          );
          return { values: Array.from(profiles, ({ value }) => value), useless };
        };
        const all = valuesWith(referrals);
        expect(valuesWith(referrals.filter(({ claim }) => !all.useless.has(claim))).values).toEqual(all.values);
      }),
      { numRuns: 60 },
    );
  });

  it('keep a place and a reason when an end is nobody the run knows', () => {
    const lost: Referral = {
      source: 'shop',
      id: 'x',
      claim: `${idOf(7)}#x`,
      advocate: idOf(0),
      friend: idOf(7),
      at: START,
      kind: 'TYPE_ONE',
    };
    const { snapshot, counts } = buildSnapshot({
      ...inputOf([{ orders: [], follows: [], referredBy: null }]),
      referrals: [lost],
    });
    expect(counts).toMatchObject({ referrals: 0, danglingReferrals: 1 });
    expect(decodeClaims([...claimBlocks(snapshot, compute(snapshot)).blocks][0]!, idOf(7))).toEqual({
      [lost.claim]: 'UNKNOWN_CUSTOMER',
    });
  });
});

describe('from the table to the value', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
  });
  afterAll(() => engine.stop());

  const shop = (id: string) => ({ externalId: { source: 'shop', id } });
  const orders = ['early', 'late', 'friend', 'ann@x.com', 'ANN+1@x.com'].map((id, n) => ({
    customer: shop(id),
    event: {
      kind: 'ORDER' as const,
      source: 'shop',
      id: `o-${id}`,
      occurredAt: Date.UTC(2024, n === 2 || n === 4 ? 5 : 0, 1),
      promotion: false,
      lines: [
        {
          sku: 's',
          group: 'g',
          quantity: 1,
          netMinor: n === 2 ? 300_00 : 50_00,
          costMinor: 0,
          lineKind: 'PRODUCT' as const,
        },
      ],
    },
  }));
  const claim = (advocate: string, friend: string, month: number, more: Partial<ReferralRow> = {}): ReferralRow => ({
    source: 'shop',
    id: `${advocate}-${friend}-${month}`,
    advocate: shop(advocate),
    friend: shop(friend),
    kind: 'TYPE_ONE',
    at: Date.UTC(2024, month, 1),
    ...more,
  });

  it.each([
    ['the earlier of two', [claim('late', 'friend', 4), claim('early', 'friend', 2)]],
    [
      'the one that did not run out',
      [
        claim('late', 'friend', 1, { expiresAt: Date.UTC(2024, 1, 15) }),
        claim('early', 'friend', 4, { expiresAt: Date.UTC(2024, 11, 1) }),
      ],
    ],
  ] as const)('%s counts, in whatever order they come, repeated, before the orders or after', async (_, rows) => {
    for (const [first, then] of [
      [rows, orders],
      [rows.toReversed(), orders],
      [orders, rows],
      [orders, rows.toReversed()],
    ]) {
      const db = await testDb(engine, { clock: () => AS_OF });
      for (const step of [first, then, first]) {
        if (step === orders) await ingestEvents(db, orders);
        else for (const row of step as ReferralRow[]) await recordReferrals(db, [row, row], { createCustomers: true });
      }
      const { snapshot } = await takeSnapshot(db, { asOf: Date.UTC(2024, 11, 1), ruleSet: defaultRuleSet });
      const { profiles } = compute(snapshot);
      const moved = [...profiles]
        .map(({ value }) => value.referralMinor)
        .filter((minor) => minor !== 0)
        .sort((a, b) => a - b);
      expect(moved).toEqual([-150_00, 150_00]);
      const early = snapshot.referrals.advocate[snapshot.referrals.at.indexOf(rows[1].at)]!;
      expect(profiles.at(early).value.referralMinor).toBe(150_00);
    }
  });

  it('two customers of one mailbox are one person at either end of a claim', async () => {
    const db = await testDb(engine, { clock: () => AS_OF });
    await ingestEvents(db, orders);
    await recordReferrals(db, [claim('ann@x.com', 'ANN+1@x.com', 3), claim('early', 'friend', 3)]);
    const { referrals, claims: names } = (
      await takeSnapshot(db, { asOf: Date.UTC(2024, 11, 1), ruleSet: defaultRuleSet })
    ).snapshot;
    expect(names).toHaveLength(2);
    expect(
      Array.from(referrals.friend, (_, n) => referrals.advocatePerson[n] === referrals.friendPerson[n]).sort(),
    ).toEqual([false, true]);
  });
});
