import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import type { RunStatistics } from '../../published/statistics.ts';
import { COMMUNITIES, segmentList } from '../../published/blocks.ts';
import { readShownBlock } from '../../store/published/blocks.ts';
import { loadViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { recordReferrals } from '../../store/relations/referrals.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

const SIZE = 45;

/** Customers about whom the same is known, all from one instant: nothing but their names tells them apart. */
async function seedTwins(db: Db): Promise<void> {
  await ingestEvents(
    db,
    Array.from({ length: 12 }, (_, n) => ({
      customer: customer(1000 + n),
      event: {
        kind: 'INTERACTION' as const,
        source: 'mail',
        id: `m${n}`,
        type: 'NEWSLETTER_OPENED' as const,
        channel: 'EMAIL' as const,
        occurredAt: COMPANY_AS_OF - 86_400_000,
        objectRef: 'issue-1',
      },
    })),
  );
}

/** Two claims of one instant about one friend, each by somebody of another hash: what is known alike has to say which counts. */
async function seedClaims(db: Db): Promise<void> {
  const friends = [2000, 2001, 2002, 2003, 2004, 2005];
  await ingestEvents(
    db,
    friends.map((n) => ({
      customer: customer(n),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `friend-${n}`,
        occurredAt: COMPANY_AS_OF - 86_400_000,
        promotion: false,
        lines: [
          { sku: 's', group: 'g', quantity: 1, netMinor: 90_000 + n, costMinor: 0, lineKind: 'PRODUCT' as const },
        ],
      },
    })),
  );
  await recordReferrals(
    db,
    friends.flatMap((n) =>
      [n - 1990, n - 1980].map((advocate) => ({
        source: 'shop',
        id: `claim-${n}-${advocate}`,
        advocate: customer(advocate),
        friend: customer(n),
        kind: 'TYPE_ONE' as const,
        at: COMPANY_AS_OF - 2 * 86_400_000,
        rewardMinor: 100,
      })),
    ),
  );
}

/** Everything a run published, customers by their external ids instead of ids of the installation. */
async function published(db: Db) {
  const generation = (await visibleGeneration(db))!;
  const everybody = (await readList(
    db,
    generation,
    { ...generation.orderings.TOTAL_VALUE!, name: 'TOTAL_VALUE' },
    0,
    generation.customers,
  ))!.ids;
  const views = await loadViews(db, everybody, generation);
  const names = new Map(views.map((view) => [view!.record.id, view!.record.identities[0]!.value]));
  const lists: Record<string, string[]> = {};
  for (const [name, list] of [
    ...Object.entries(generation.orderings),
    ...Object.entries(generation.segments).map(([key, list]) => [segmentList(key), list] as const),
  ]) {
    lists[name] = (await readList(db, generation, { ...list, name }, 0, list.count))!.ids.map((id) => names.get(id)!);
  }
  const described = new TextDecoder().decode((await readShownBlock(db, generation, COMMUNITIES, 0))!);
  return {
    ids: everybody,
    profiles: Object.fromEntries(views.map((view) => [names.get(view!.record.id)!, view!.profile!.profile])),
    lists,
    statistics: generation.statistics as unknown as RunStatistics,
    communities: [...names].reduce((text, [id, name]) => text.replaceAll(id, name), described),
  };
}

describe('two installations with the same records', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  it('publish the same cents, the same lists and the same communities, though all their ids differ', async () => {
    const [one, other] = await Promise.all(
      ['the key of one installation, secret', 'the key of another one, secret too'].map(async (identityKey) => {
        const db = await testDb(engine, { clock: () => COMPANY_AS_OF, identityKey });
        await seedCompany(db, SIZE);
        await seedTwins(db);
        await seedClaims(db);
        await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
        return published(db);
      }),
    );
    expect(one!.ids.filter((id) => other!.ids.includes(id))).toEqual([]);
    expect(one!.profiles).toEqual(other!.profiles);
    expect(one!.lists).toEqual(other!.lists);
    expect(one!.communities).toBe(other!.communities);
    expect(one!.statistics).toEqual(other!.statistics);
    expect(one!.statistics.records.rejectedReferrals).toMatchObject({ ALREADY_REFERRED: 6 });
    // Among the customers nothing is known about but one opened newsletter each, names decided; in no order that a name shows.
    const twins = one!.lists['TOTAL_VALUE']!.filter((name) => /^c1\d{3}$/.test(name));
    expect(twins).toHaveLength(12);
    expect(twins).not.toEqual(twins.toSorted());
  });
});
