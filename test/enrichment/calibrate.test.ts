import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrateNetwork, currentCalibration } from '../../enrichment/calibrate.ts';
import { allIds } from '../../store/customers/packed-ids.ts';
import type { RunStatistics } from '../../published/statistics.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { writeBlock } from '../../store/published/blocks.ts';
import { findViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putTies } from '../../store/relations/ties.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { customer } from './company.ts';

const PAIRS = 104;
const AS_OF = 20_100 * DAY_MS;

describe('the calibration of the network, from real histories', () => {
  let engine: Engine;
  let db: Db;
  beforeAll(async () => {
    engine = await startEngine('dynalite');
    db = await followers();
  });
  afterAll(() => engine.stop());

  /** Customer 2k + 1 follows 2k and buys the same item ten days later, except every fourth, who buys it ten days before. */
  async function followers(): Promise<Db> {
    const fresh = await testDb(engine, { clock: () => AS_OF });
    const order = (n: number, day: number, sku: string) => ({
      customer: customer(n),
      event: {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `o${n}`,
        occurredAt: day * DAY_MS,
        promotion: false,
        lines: [{ sku, group: 'g', quantity: 1, netMinor: 5000, lineKind: 'PRODUCT' as const }],
      },
    });
    await ingestEvents(
      fresh,
      Array.from({ length: PAIRS }, (_, k) => [
        order(2 * k, 20_000, `s${k}`),
        order(2 * k + 1, k % 4 === 0 ? 19_990 : 20_010, `s${k}`),
      ]).flat(),
      { fold: false },
    );
    await putTies(
      fresh,
      Array.from({ length: PAIRS }, (_, k) => ({
        follower: customer(2 * k + 1),
        followed: customer(2 * k),
        kind: 'FOLLOW' as const,
        source: 'forum',
        weight: 1,
        at: 0,
      })),
    );
    return fresh;
  }

  it('measures the followed share and the direction, with its evidence, and numbers its versions', async () => {
    const calibration = await calibrateNetwork(db, { asOf: AS_OF });
    expect(calibration).toMatchObject({ kappaBarSource: 'MEASURED', hSource: 'DIRECTION_TEST' });
    expect(calibration.evidence.directionTest).toMatchObject({ before: PAIRS / 4, after: (3 * PAIRS) / 4, ratio: 3 });
    expect(calibration.h).toBeCloseTo(2 / 3, 12);
    expect(await calibrateNetwork(db, { asOf: AS_OF, h: 0.28 })).toMatchObject({
      version: calibration.version + 1,
      h: 0.28,
      hSource: 'OPERATOR',
    });
  });

  it('measured years later on the same purchases, gives every customer the same credit', async () => {
    const creditAt = async (asOf: number) => {
      const { asOfMs, version, ...measured } = await calibrateNetwork(db, { asOf });
      expect(asOfMs).toBe(asOf);
      await runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' });
      const { views } = await findViews(
        db,
        Array.from({ length: 2 * PAIRS }, (_, n) => customer(n)),
      );
      return { measured, version, credit: views.map((view) => view!.profile!.profile.value.networkReceivedMinor) };
    };
    const now = await creditAt(AS_OF);
    expect(Math.max(...now.credit)).toBeGreaterThan(0);
    expect(now.measured.evidenceEndsMs).toBe(20_011 * DAY_MS);
    for (const years of [1, 3]) {
      const later = await creditAt(AS_OF + years * 365 * DAY_MS);
      expect({ ...later, version: now.version }).toEqual(now);
    }
  });

  it('is held to what the evidence supports, and a run pinned before its evidence ends says that they do not fit', async () => {
    await calibrateNetwork(db, { asOf: AS_OF });
    const networkOf = async (asOf: number) =>
      ((await runEnrichment(db, { asOf, trigger: 'MANUAL' })).report as unknown as RunStatistics).network;
    const { mismatches, directCredit } = await networkOf(AS_OF);
    expect(mismatches).toEqual([]);
    expect(directCredit.creditedMinor).toBeGreaterThan(0);
    expect(directCredit.creditedMinor).toBeLessThanOrEqual(1.05 * directCredit.supportedMinor);
    expect((await networkOf(20_008 * DAY_MS)).mismatches).toEqual(['EVIDENCE_AFTER_RUN']);
  });

  it('refuses a calibration of an earlier release, and measuring again mends it', async () => {
    const { calibration, counts } = (await currentCalibration(db))!;
    await writeBlock(
      db,
      0,
      'calibration',
      new TextEncoder().encode(
        JSON.stringify({
          calibration,
          counts: allIds(counts!.ids).map((id, k) => [id, counts!.purchases[k], counts!.followed[k]]),
        }),
      ),
    );
    await expect(runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' })).rejects.toMatchObject({
      code: 'CALIBRATION_OUTDATED',
      message: expect.stringContaining('calibrate'),
    });
    expect((await calibrateNetwork(db, { asOf: AS_OF })).version).toBe(calibration.version + 1);
    expect((await runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' })).status).toBe('SUCCEEDED');
  });

  it('is what the next run uses, and the run says so', async () => {
    const calibration = await calibrateNetwork(db, { asOf: AS_OF });
    const { report } = await runEnrichment(db, { asOf: AS_OF, trigger: 'MANUAL' });
    const { network, portfolio } = report as unknown as RunStatistics;
    expect(network.calibration).toEqual(calibration);
    expect((await currentCalibration(db))!.counts!.purchases).toHaveLength(2 * PAIRS);
    // Nearly every followed purchase is credited at h; without a calibration it would be the cautious default.
    const followedKappa =
      (calibration.h * (1 + calibration.shrinkage * calibration.kappaBar)) / (1 + calibration.shrinkage);
    expect(followedKappa).toBeGreaterThan(0.1);
    expect(portfolio.networkMovedMinor).toBeGreaterThan(0.1 * PAIRS * 5000 * 0.5);
    expect(portfolio.totalMinor).toBe(2 * PAIRS * 5000);
  });

  it('reads no history after its instant', async () => {
    const early = await calibrateNetwork(db, { asOf: 20_005 * DAY_MS });
    expect(early.evidence.directionTest).toMatchObject({ after: 0, before: PAIRS / 4 });
  });
});
