import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf, type ActionRequest } from '../../domain/actions/action.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { freezeNow, previewNow } from '../../resolvers/actions/draw.ts';
import { armsOf, drawnBits, forgetDrawn, putDrawn, readDrawn, type Drawn } from '../../store/actions/drawn.ts';
import { exposuresOf, forgetExposures, recordExposures } from '../../store/actions/exposures.ts';
import { advanceAction, getAction, putPlan } from '../../store/actions/records.ts';
import { drainMeter } from '../../store/client/capacity.ts';
import { getItem, updateItem } from '../../store/client/commands.ts';
import { openDb, withMeter, type Db } from '../../store/client/db.ts';
import { customerKey } from '../../store/client/keys.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putTies } from '../../store/relations/ties.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, TEST_BLOBS, TEST_IDENTITY_KEY, testDb, type Engine } from '../engines/engines.ts';
import { injectFaults, nth } from '../engines/faults.ts';

const EVERYBODY = 'all-buyers';

export const requested = (change: Partial<ActionRequest> = {}): ActionRequest => ({
  key: 'summer-mail',
  name: 'Summer mail',
  kind: 'MAIL',
  segment: EVERYBODY,
  consent: 'NOT_WITHDRAWN',
  startsAt: COMPANY_AS_OF + DAY_MS,
  arms: [
    { key: 'mail', share: 0.8, costPerPersonMinor: 50 },
    { key: 'holdout', share: 0.2, costPerPersonMinor: 0 },
  ],
  ...change,
});

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

async function company(size: number): Promise<Db> {
  const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, size);
  await putSegment(db, {
    key: EVERYBODY,
    name: 'All buyers',
    description: '',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
  return db;
}
const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('an action', () => {
  let db: Db;
  beforeAll(async () => {
    db = await company(150);
  });

  it('is drawn once, the same for the same plan; who is in the global holdout or took consent back is left out first', async () => {
    await ingestEvents(
      db,
      [1, 2, 3].map((n) => ({
        customer: customer(n),
        event: {
          kind: 'FACT' as const,
          source: 'crm',
          id: `consent-${n}`,
          type: 'CONSENT_EMAIL' as const,
          value: n === 3 ? 'GRANTED' : 'WITHDRAWN',
          detail: '2026',
          occurredAt: COMPANY_AS_OF - DAY_MS,
        },
      })),
    );
    await putPlan(db, planOf(requested()));
    const frozen = await freezeNow(db, 'summer-mail', 1);
    expect(frozen).toMatchObject({ state: 'FROZEN', version: 2 });
    const drawn = await readDrawn(db, 'summer-mail', frozen.drawn!);
    const all = Array.from({ length: 150 }, (_, n) => customerIdOf(db, customer(n)));
    const year = new Date(COMPANY_AS_OF + DAY_MS).getUTCFullYear();
    const withdrawn = new Set([1, 2].map((n) => customerIdOf(db, customer(n))));
    const expected = all.filter((id) => !withdrawn.has(id) && !inGlobalHoldout(id, year, 0.05)).sort();
    expect(drawn.ids).toEqual(expected);
    expect(frozen.drawn!.leftOut).toEqual({ NO_CONSENT: 2, GLOBAL_HOLDOUT: 148 - expected.length });
    expect(frozen.drawn!.byArm[0]! + frozen.drawn!.byArm[1]!).toBe(expected.length);
    expect(frozen.drawn!.byArm[0]! / expected.length).toBeCloseTo(0.8, 1);
    // Another action of the same audience and salt, by another name, is another draw; asked for again it is the same one.
    const again = await company(150);
    await ingestEvents(
      again,
      [1, 2].map((n) => ({
        customer: customer(n),
        event: {
          kind: 'FACT' as const,
          source: 'crm',
          id: `consent-${n}`,
          type: 'CONSENT_EMAIL' as const,
          value: 'WITHDRAWN',
          detail: '2026',
          occurredAt: COMPANY_AS_OF - DAY_MS,
        },
      })),
    );
    for (const key of ['summer-mail', 'winter-mail']) await putPlan(again, planOf(requested({ key })));
    const twin = await readDrawn(again, 'summer-mail', (await freezeNow(again, 'summer-mail', 1)).drawn!);
    expect([...twin.columns.arm]).toEqual([...drawn.columns.arm]);
    expect([...twin.columns.forecastMinor]).toEqual([...drawn.columns.forecastMinor]);
    const other = await freezeNow(again, 'winter-mail', 1);
    expect([...(await readDrawn(again, 'winter-mail', other.drawn!)).columns.arm]).not.toEqual([...drawn.columns.arm]);
    expect(other.drawn!.overlaps).toEqual({ 'summer-mail': expected.length });
  });

  it('asks only whom consented, unless the company vouches for the segment', async () => {
    const arms = [{ key: 'mail', share: 1, costPerPersonMinor: 50 }];
    await putPlan(db, planOf(requested({ key: 'agreed', consent: 'GRANTED', arms, withoutProof: true })));
    const id = customerIdOf(db, customer(3));
    const year = new Date(COMPANY_AS_OF + DAY_MS).getUTCFullYear();
    if (inGlobalHoldout(id, year, 0.05)) expect(await refused(freezeNow(db, 'agreed', 1))).toBe('EMPTY_AUDIENCE');
    else expect((await readDrawn(db, 'agreed', (await freezeNow(db, 'agreed', 1)).drawn!)).ids).toEqual([id]);
  });

  it('reads consents off the customers themselves; asks the facts only where an earlier release wrote the customer, or a fact is still to come', async () => {
    const asked = Array.from({ length: 40 }, (_, at) => 20 + at);
    const told = (n: number, value: string, change: { id?: string; occurredAt?: number; expiresAt?: number } = {}) => ({
      customer: customer(n),
      event: {
        kind: 'FACT' as const,
        source: 'crm',
        id: `asked-${n}`,
        type: 'CONSENT_PHONE' as const,
        value,
        detail: '2026',
        occurredAt: COMPANY_AS_OF - DAY_MS,
        ...change,
      },
    });
    await ingestEvents(db, [
      ...asked.map((n) => told(n, n % 4 === 0 ? 'WITHDRAWN' : 'GRANTED')),
      told(21, 'GRANTED', { id: 'run-out', occurredAt: COMPANY_AS_OF - 10_000, expiresAt: COMPANY_AS_OF - 5000 }),
      told(22, 'WITHDRAWN', { id: 'to-come', occurredAt: COMPANY_AS_OF + DAY_MS }),
    ]);
    const year = new Date(COMPANY_AS_OF + DAY_MS).getUTCFullYear();
    const agreed = asked
      .filter((n) => n % 4 !== 0 && n !== 21)
      .map((n) => customerIdOf(db, customer(n)))
      .filter((id) => !inGlobalHoldout(id, year, 0.05))
      .sort();
    const plan = planOf(requested({ key: 'calls', kind: 'CALL', consent: 'GRANTED' }));
    const previewed = async () => {
      const counted = withMeter(db);
      const { audience } = await previewNow(counted, plan);
      expect(audience.ids).toEqual(agreed);
      return counted.meter.perOperation['Query']?.requests ?? 0;
    };
    const queries = await previewed();
    // As a release before consents were kept with the customer wrote them.
    const old = asked.slice(10, 20).map((n) => customerKey(customerIdOf(db, customer(n))));
    for (const key of old) {
      const item = (await getItem(db, key))!;
      const standing = JSON.parse(item['f']!.S!) as unknown[];
      await updateItem(db, key, {
        UpdateExpression: 'SET f = :f',
        ExpressionAttributeValues: { ':f': { S: JSON.stringify(standing.slice(0, 10)) } },
      });
    }
    expect(await previewed()).toBe(queries + old.length);
    // One of whom a fact is still to come, and what is read once: segments, actions.
    expect(queries).toBeLessThanOrEqual(5);
  });

  it('changes as a draft only, by the version that was read, and ends for good', async () => {
    const plan = planOf(requested({ key: 'life' }));
    await putPlan(db, plan);
    expect(await refused(putPlan(db, plan))).toBe('TAKEN');
    expect(await refused(putPlan(db, plan, 7))).toBe('STALE_VERSION');
    expect(await putPlan(db, planOf(requested({ key: 'life', name: 'Later' })), 1)).toMatchObject({ version: 2 });
    expect(await refused(freezeNow(db, 'life', 1))).toBe('STALE_VERSION');
    expect(await refused(advanceAction(db, 'life', 'CLOSED'))).toBe('NOT_FROZEN');
    await freezeNow(db, 'life', 2);
    expect(await refused(freezeNow(db, 'life', 3))).toBe('FROZEN');
    expect(await refused(putPlan(db, plan, 3))).toBe('FROZEN');
    await advanceAction(db, 'life', 'CLOSED');
    expect(await refused(advanceAction(db, 'life', 'CANCELLED'))).toBe('ACTION_ENDED');
    expect((await advanceAction(db, 'life', 'CLOSED')).version).toBe(4);
    expect(await refused(freezeNow(db, 'nobody', 1))).toBe('NOT_FOUND');
    await putPlan(db, planOf(requested({ key: 'late', startsAt: COMPANY_AS_OF - 3 * DAY_MS })));
    expect(await refused(freezeNow(db, 'late', 1))).toBe('INVALID');
    // A plan is refused what its draw would be.
    expect(
      await refused(previewNow(db, planOf(requested({ key: 'late', startsAt: COMPANY_AS_OF - 3 * DAY_MS })))),
    ).toBe('INVALID');
    await advanceAction(db, 'late', 'CANCELLED');
    expect(await refused(putPlan(db, planOf(requested({ key: 'late' })), 2))).toBe('ACTION_ENDED');
    await putPlan(db, planOf(requested({ key: 'clusters', design: 'COMMUNITY' })));
    const { drawn } = await freezeNow(db, 'clusters', 1);
    const { columns } = await readDrawn(db, 'clusters', drawn!);
    // Communities are drawn whole.
    const armsOfUnit = Map.groupBy(columns.unit.keys(), (at) => columns.unit[at]!);
    expect(armsOfUnit.size).toBeLessThan(drawn!.members);
    for (const members of armsOfUnit.values()) expect(new Set(members.map((at) => columns.arm[at]!)).size).toBe(1);
  });

  it('draws for nobody where an arm would be left with nobody', async () => {
    const arms = [
      { key: 'mail', share: 0.999, costPerPersonMinor: 50 },
      { key: 'holdout', share: 0.001, costPerPersonMinor: 0 },
    ];
    const plan = planOf(requested({ key: 'few', arms }));
    expect(await refused(previewNow(db, plan))).toBe('EMPTY_AUDIENCE');
    await putPlan(db, plan);
    await expect(freezeNow(db, 'few', 1)).rejects.toThrow(/too few for the arm "holdout"/u);
    expect(await getAction(db, 'few')).toMatchObject({ state: 'DRAFT', drawn: null });
  });

  it('says of each exposure what it is; the holdout stays in its arm, strangers are not noted', async () => {
    const action = (await getAction(db, 'summer-mail'))!;
    const drawn = await readDrawn(db, 'summer-mail', action.drawn!);
    const inArm = (place: number): string => drawn.ids[drawn.columns.arm.indexOf(place)]!;
    const told = (id: string, at = COMPANY_AS_OF) => ({
      action: 'summer-mail',
      by: { id },
      kind: 'SENT' as const,
      at,
      source: 'mailer',
    });
    const year = new Date(COMPANY_AS_OF + DAY_MS).getUTCFullYear();
    const stranger = Array.from({ length: 150 }, (_, n) => customerIdOf(db, customer(n))).find((id) =>
      inGlobalHoldout(id, year, 0.05),
    )!;
    const results = await recordExposures(db, [
      told(inArm(0)),
      told(inArm(0), COMPANY_AS_OF - 1),
      told(inArm(1)),
      told(stranger),
      { ...told(inArm(0)), action: 'no-such' },
      { ...told(inArm(0)), action: 'life' },
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'ACCEPTED',
      'DUPLICATE',
      'CONTAMINATED',
      'UNKNOWN_MEMBER',
      'NOT_FOUND',
      'ACTION_ENDED',
    ]);
    expect((await recordExposures(db, [told(inArm(0))]))[0]!.status).toBe('DUPLICATE');
    const kept = await exposuresOf(db, 'summer-mail');
    expect(kept).toHaveLength(2);
    // The earliest instant stands.
    expect(kept.find(({ customerId }) => customerId === inArm(0))!.at).toBe(COMPANY_AS_OF - 1);
    expect((await getAction(db, 'summer-mail'))!.state).toBe('RUNNING');
    expect((await armsOf(db, 'summer-mail', action.drawn!, [inArm(1)])).get(inArm(1))).toBe(1);
    expect(await forgetExposures(db, 'summer-mail', [inArm(1)])).toBe(1);
    expect(await forgetDrawn(db, 'summer-mail', action.drawn, [inArm(1)])).toBe(1);
    expect((await readDrawn(db, 'summer-mail', action.drawn!)).ids).toHaveLength(drawn.ids.length - 1);
  });

  it('lets an exposure of somebody who was merged since count for whom was drawn', async () => {
    const own = await company(60);
    await putPlan(own, planOf(requested()));
    const { drawn } = await freezeNow(own, 'summer-mail', 1);
    const { ids } = await readDrawn(own, 'summer-mail', drawn!);
    await mergeCustomers(own, { survivor: { id: ids[0]! }, merged: { id: ids[1]! } });
    const [first, second] = await recordExposures(
      own,
      [ids[0]!, ids[1]!].map((id) => ({
        action: 'summer-mail',
        by: { id },
        kind: 'SENT' as const,
        at: COMPANY_AS_OF,
        source: 'mailer',
      })),
    );
    expect([first!.customerId, second!.customerId]).toEqual([ids[0], ids[1]]);
  });
});

describe('communities', () => {
  it('that hold more than a twentieth are parted by their own ties, and drawn whole', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    // Sixty circles of three, and two of eight that are tied so much that they are found as one.
    const sizes = [...Array.from({ length: 60 }, () => 3), 8, 8];
    const first = sizes.map((_, c) => sizes.slice(0, c).reduce((sum, size) => sum + size, 0));
    const within = sizes.flatMap((size, c) =>
      Array.from(
        { length: size * size },
        (_, k) => [first[c]! + Math.floor(k / size), first[c]! + (k % size)] as const,
      ),
    );
    const across = Array.from({ length: 12 }, (_, k) => [first[60]! + (k % 8), first[61]! + ((3 * k) % 8)] as const);
    await ingestEvents(
      db,
      Array.from({ length: 196 }, (_, n) => ({
        customer: customer(n),
        event: {
          kind: 'ORDER' as const,
          source: 'shop',
          id: `o${n}`,
          occurredAt: COMPANY_AS_OF - (1 + n) * DAY_MS,
          promotion: false,
          lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: 1000 + n, lineKind: 'PRODUCT' as const }],
        },
      })),
    );
    await putTies(
      db,
      [...within, ...across]
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({
          follower: customer(a),
          followed: customer(b),
          kind: 'FOLLOW' as const,
          source: 'forum',
          weight: 1,
          at: COMPANY_AS_OF - 90 * DAY_MS,
        })),
    );
    await putSegment(db, {
      key: EVERYBODY,
      name: 'All',
      description: '',
      rule: { field: 'orders', op: 'GTE', value: 1 },
    });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
    const arms = [
      { key: 'mail', share: 0.5, costPerPersonMinor: 0 },
      { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
    ];
    await putPlan(db, planOf(requested({ design: 'COMMUNITY', arms })));
    const { drawn } = await freezeNow(db, 'summer-mail', 1);
    const { ids, columns } = await readDrawn(db, 'summer-mail', drawn!);
    const circles = [60, 61].map((c) =>
      Array.from({ length: 8 }, (_, k) => ids.indexOf(customerIdOf(db, customer(first[c]! + k)))).filter(
        (at) => at >= 0,
      ),
    );
    const unitsOf = (circle: readonly number[]) => new Set(circle.map((at) => columns.unit[at]!));
    // Each is one unit of its own now; before they were one of more than a twentieth.
    expect(circles.map((circle) => unitsOf(circle).size)).toEqual([1, 1]);
    expect(unitsOf(circles.flat()).size).toBe(2);
    expect(circles.flat().length).toBeGreaterThan(0.05 * ids.length);
    for (const at of new Set(columns.unit)) {
      const members = [...columns.unit.keys()].filter((place) => columns.unit[place] === at);
      expect(members.length).toBeLessThanOrEqual(0.05 * ids.length);
      expect(new Set(members.map((place) => columns.arm[place])).size).toBe(1);
    }
    expect(drawn!.units).toBe(new Set(columns.unit).size);
    expect(drawn!.effectiveUnits).toBeGreaterThan(40);
  });
});

describe('a draw', () => {
  it(
    'that is killed at any call leaves a draft to every reader, and a repeat draws as if nothing had been',
    { timeout: 120_000 },
    async () => {
      const db = await company(120);
      await putPlan(db, planOf(requested()));
      await putPlan(db, planOf(requested({ key: 'undisturbed' })));
      const undisturbed = (await freezeNow(db, 'undisturbed', 1)).drawn!;
      const expected = await readDrawn(db, 'undisturbed', undisturbed);
      await advanceAction(db, 'undisturbed', 'CANCELLED');
      for (let call = 1; call < 60; call += 1) {
        await putPlan(db, planOf(requested({ key: `killed-${call}` })));
        const dying = openDb({
          endpoint: engine.endpoint,
          table: db.table,
          identityKey: TEST_IDENTITY_KEY,
          blobs: TEST_BLOBS,
          clock: db.clock,
          maxAttempts: 1,
        });
        const fault = injectFaults(dying.client, nth(call, call % 2 === 0 ? 'CRASH_BEFORE' : 'CRASH_AFTER'));
        const outcome = await refused(freezeNow(dying, `killed-${call}`, 1));
        fault.stop();
        const seen = (await getAction(db, `killed-${call}`))!;
        // Drawn as a whole, or not at all.
        if (seen.state === 'FROZEN') expect((await readDrawn(db, seen.key, seen.drawn!)).ids).toEqual(expected.ids);
        else {
          expect(seen).toMatchObject({ state: 'DRAFT', version: 1, drawn: null });
          const again = await freezeNow(db, seen.key, 1);
          expect((await readDrawn(db, seen.key, again.drawn!)).ids).toEqual(expected.ids);
          expect(again.drawn!.hash).toBe(undisturbed.hash);
        }
        // What is over overlaps with nobody: every draw makes the same calls.
        await advanceAction(db, seen.key, 'CANCELLED');
        if (outcome === 'nothing') return;
      }
      throw new Error('the draw was never left alone');
    },
  );

  it('of whom somebody else began meanwhile gives way: one of two counts, whole', async () => {
    const db = await company(120);
    await putPlan(db, planOf(requested()));
    const both = await Promise.allSettled([freezeNow(db, 'summer-mail', 1), freezeNow(db, 'summer-mail', 1)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { drawn } = (await getAction(db, 'summer-mail'))!;
    expect((await readDrawn(db, 'summer-mail', drawn!)).ids).toHaveLength(drawn!.members);
  });

  it('costs at most .05 write units a member', async () => {
    const db = withMeter(await testDb(engine));
    const ids = Array.from({ length: 5000 }, (_, n) => customerIdOf(db, customer(n))).sort();
    const columns = {
      arm: (n: number) => (n % 5 === 0 ? 1 : 0),
      unit: () => Number.NaN,
      stratum: (n: number) => n % 1000,
      forecastMinor: (n: number) => (n * 7919) % 100_000,
      orders: (n: number) => ((n * 131) % 4000) / 1000,
      returns: (n: number) => ((n * 17) % 1000) / 1000,
    };
    const drawn = {
      ids,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, of]) => [name, Float64Array.from(ids, (_, n) => of(n))]),
      ) as Drawn['columns'],
    };
    await putDrawn(db, 'large', 'attempt', drawnBits(ids.length), drawn);
    expect(drainMeter(db.meter).writeUnits / ids.length).toBeLessThanOrEqual(0.05);
    expect(await readDrawn(db, 'large', { attempt: 'attempt' })).toEqual(drawn);
  });
});
