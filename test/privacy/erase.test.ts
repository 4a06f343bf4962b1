import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../domain/actions/action.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { recordExposures } from '../../store/actions/exposures.ts';
import { putPlan } from '../../store/actions/records.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { CustomerId } from '../../domain/events.ts';
import { openDb, type Db } from '../../store/client/db.ts';
import { deleteExpired } from '../../store/client/table.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { keepLatest } from '../../store/customers/latest.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { ingestOrderParts } from '../../store/events/order-parts.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { settleNames } from '../../store/merges/names.ts';
import { eraseOpen } from '../../store/privacy/erase.ts';
import { loadViews } from '../../store/published/customers.ts';
import { recordReferral } from '../../store/relations/referrals.ts';
import { linkAccount } from '../../store/social/accounts.ts';
import { openLink } from '../../store/social/links.ts';
import { once } from '../../store/work/idempotency.ts';
import { loadImport, saveImport } from '../../store/work/imports.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { getJob, openJob, type Person } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { isAvailable, startEngine, TEST_BLOBS, TEST_IDENTITY_KEY, testDb, type Engine } from '../engines/engines.ts';
import { chance, DATA_SETS, everybody, sums } from './company.ts';
import { tracesOf } from './traces.ts';

const settings = { kappa: 0.3, clvModel: 'mbgnbd' as const };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

const portfolioOf = async (db: Db) => statisticsOf((await visibleGeneration(db, { consistent: true }))!).portfolio;

/** What may not be left: answers kept for repeats and what followers of changes are told expire. */
const stays = (trace: string): boolean => !/^(?:K#|CHANGES)/u.test(trace);

/** Asks for an erasure, as whoever may. */
async function erase(db: Db, id: string): Promise<{ readonly jobId: string; readonly person: Person }> {
  const person = await personOf(db, { id });
  const job = await openJob(db, 'ERASE', person, 'key:test');
  return { jobId: job.id, person };
}

describe.each(DATA_SETS)('erasing 50 of $name', ({ isThere, load }) => {
  it.skipIf(!isThere)(
    'leaves no trace in table and blobs; what others are worth adds up, to the cent (skipped where ../shared/data is absent)',
    { timeout: 400_000 },
    async () => {
      const db = await testDb(engine);
      const asOf = await load(db);
      const run = { asOf, trigger: 'MANUAL' as const, settings };
      await runEnrichment(db, run);
      // A second one, and a view of the past: every place that runs write to holds something.
      await runEnrichment(db, { ...run, asOf: asOf + 86_400_000 });
      await runEnrichment(db, { ...run, asOf: asOf - 200 * 86_400_000 });
      const all = await everybody(db);
      const next = chance(5);
      const chosen = new Set<string>();
      while (chosen.size < 50) chosen.add(all[next(all.length)]!);
      const before = { theirs: await sums(db, [...chosen]), portfolio: await portfolioOf(db) };
      const jobs = [];
      for (const id of chosen) jobs.push(await erase(db, id));
      const gone = { ids: jobs.flatMap(({ person }) => person.ids), words: jobs.flatMap(({ person }) => person.words) };
      expect((await tracesOf(db, gone)).length).toBeGreaterThan(100);

      await runEnrichment(db, { ...run, asOf: asOf + 2 * 86_400_000 });

      for (const { jobId } of jobs) expect(await getJob(db, jobId)).toMatchObject({ status: 'DONE' });
      expect((await tracesOf(db, gone)).filter(stays)).toEqual([]);
      const left = await everybody(db);
      expect(left).toEqual(all.filter((id) => !gone.ids.includes(id)));
      const after = await sums(db, left);
      const { directMinor, rewardsMinor, totalMinor } = await portfolioOf(db);
      expect(directMinor).toBe(before.portfolio.directMinor - before.theirs.direct);
      expect(after.direct).toBe(directMinor);
      expect(after.current).toBe(directMinor - rewardsMinor);
      expect(totalMinor).toBe(directMinor - rewardsMinor);
    },
  );
});

describe('an erasure', () => {
  /** A person with something in every place there is: merged, named by streams, corrected, linked, invited, imported, refused. */
  async function known(db: Db): Promise<CustomerId> {
    await seedCompany(db, 12);
    const by = customer(0);
    const { id } = await upsertCustomer(db, {
      by,
      displayName: 'Quirin Yxeloh',
      identities: [{ email: 'quirin@yxeloh.example' }, { phone: '+31 20 123 4567' }],
    });
    const other = { externalId: { source: 'till', id: 'till-of-yxeloh' } };
    await upsertCustomer(db, { by: other, displayName: 'Q. Yxeloh' });
    await mergeCustomers(db, { survivor: by, merged: other });
    const device = customerIdOf(db, { externalId: { source: 'app', id: 'device-of-yxeloh' } });
    await upsertCustomer(db, { by: { externalId: { source: 'app', id: 'device-of-yxeloh' } } });
    await settleNames(db, [{ name: device, user: id }], []);
    await keepLatest(db, id, 'NAME', { word: 'Quirin Yxeloh', at: 1 });
    await recordReferral(db, {
      source: 'shop',
      id: 'claim-x',
      advocate: by,
      friend: customer(5),
      kind: 'TYPE_ONE',
      at: 19_000 * DAY_MS,
    });
    await linkAccount(db, {
      customerId: id,
      source: 'mastodon',
      host: 'social.example',
      accountId: 'account-of-yxeloh',
      handle: 'quirin@social.example',
      proof: 'OAUTH',
      purposes: ['SOCIAL_ENRICHMENT'],
    });
    await openLink(db, id, { purposes: [] }, db.clock() + DAY_MS);
    await ingestOrderParts(db, [
      {
        source: 'web',
        id: '4711-unpaid',
        part: { part: 'ORDER', at: 1, by: 'm', customerId: id, isAnonymous: false, order: null },
      },
    ]);
    await saveImport(db, {
      fingerprint: 'f',
      kind: 'orders',
      file: 'orders.csv',
      startedAt: 1,
      done: 2,
      finishedAt: 2,
      counts: {},
      rejected: [
        { row: 1, field: 'amount', reason: 'is no amount', value: 'quirin@yxeloh.example' },
        { row: 2, field: 'amount', reason: 'is no amount', value: 'of somebody else' },
      ],
    });
    // Drawn for an action, left alone by another one's plan, and reached.
    await drawnFor(db, id);
    await once(db, 'key', 'body', () => Promise.resolve(JSON.stringify({ id })));
    return id;
  }
  const run = { asOf: COMPANY_AS_OF, trigger: 'MANUAL' as const, settings };

  /** An action that has drawn the person and reached them, with a run before it to draw from. */
  async function drawnFor(db: Db, id: CustomerId): Promise<void> {
    await putSegment(db, {
      key: 'buyers',
      name: 'Buyers',
      description: '',
      rule: { field: 'orders', op: 'GTE', value: 1 },
    });
    await runEnrichment(db, { ...run, asOf: COMPANY_AS_OF - DAY_MS });
    const arms = [
      { key: 'mail', share: 0.5, costPerPersonMinor: 0 },
      { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
    ];
    await putPlan(
      db,
      planOf({
        key: 'mail',
        name: 'Mail',
        kind: 'MAIL',
        segment: 'buyers',
        consent: 'NOT_WITHDRAWN',
        startsAt: COMPANY_AS_OF,
        arms,
      }),
    );
    await freezeNow(db, 'mail', 1);
    const [told] = await recordExposures(db, [
      { action: 'mail', by: { id }, kind: 'SENT', at: COMPANY_AS_OF, source: 'm' },
    ]);
    expect(['ACCEPTED', 'CONTAMINATED']).toContain(told!.status);
  }

  it('takes everything there is of a person; answers kept for repeats and what followers are told go by themselves', async () => {
    let now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    const id = await known(db);
    await runEnrichment(db, run);
    const { jobId, person } = await erase(db, id);
    expect(person.ids).toHaveLength(3);
    await runEnrichment(db, run);
    expect(await getJob(db, jobId)).toMatchObject({ status: 'DONE', expiringUntil: now + 40 * DAY_MS });
    const traces = await tracesOf(db, person);
    expect(traces.filter(stays)).toEqual([]);
    expect(traces.length).toBeGreaterThan(0);
    now += 40 * DAY_MS + 60_000;
    expect(await deleteExpired(db)).toBeGreaterThan(0);
    expect(await tracesOf(db, person)).toEqual([]);
    expect((await loadImport(db, 'f'))!.rejected.map(({ row }) => row)).toEqual([2]);
  });

  it('that is killed at any call goes on with the next run, and ends the same', { timeout: 300_000 }, async () => {
    const next = chance(3);
    let now = COMPANY_AS_OF;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const db = await testDb(engine, { clock: () => now });
      const id = await known(db);
      await runEnrichment(db, run);
      const { jobId, person } = await erase(db, id);
      const dying = openDb({
        endpoint: engine.endpoint,
        table: db.table,
        identityKey: TEST_IDENTITY_KEY,
        blobs: TEST_BLOBS,
        clock: db.clock,
        maxAttempts: 1,
      });
      const fault = injectFaults(dying.client, nth(4 + next(150), attempt % 2 === 0 ? 'CRASH_BEFORE' : 'CRASH_AFTER'));
      await runEnrichment(dying, run).catch(() => undefined);
      fault.stop();
      // The lease of whoever died runs out; who comes next goes on with their run, which may have read its inputs before anything was erased.
      now += 600_000;
      for (let more = 0; more < 2 && (await getJob(db, jobId))!.status === 'OPEN'; more += 1)
        await runEnrichment(db, run);
      expect(await getJob(db, jobId)).toMatchObject({ status: 'DONE' });
      const left = (await tracesOf(db, person)).filter(stays);
      expect(left, `killed in attempt ${attempt}`).toEqual([]);
    }
  });

  it('says nothing of whom it was about, and leaves whoever comes back alone', async () => {
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    const id = await known(db);
    const { jobId } = await erase(db, id);
    await eraseOpen(db, 1);
    const back = await upsertCustomer(db, { by: customer(0), displayName: 'Somebody new' });
    expect(back).toMatchObject({ id, displayName: 'Somebody new', version: 1 });
    await runEnrichment(db, run);
    expect(await getJob(db, jobId)).toMatchObject({ status: 'DONE' });
    expect(JSON.stringify(await getJob(db, jobId))).not.toContain(id);
    expect((await loadViews(db, [id], null))[0]?.record.displayName).toBe('Somebody new');
  });
});
