import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../domain/actions/action.ts';
import { seededUniform } from '../../domain/numerics/random.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { calibrateNetwork } from '../../enrichment/calibrate.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import type { PublishedActionReport } from '../../published/actions.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { nextActions } from '../../cli/actions/next.ts';
import { described } from '../../cli/commands/calibrate.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { recordExposures } from '../../store/actions/exposures.ts';
import { readGraph } from '../../store/actions/graph.ts';
import { advanceAction, putPlan } from '../../store/actions/records.ts';
import { latestReport } from '../../store/actions/reports.ts';
import { getItem, putItem } from '../../store/client/commands.ts';
import { actionKey } from '../../store/client/keys.ts';
import { packText, unpackText } from '../../store/client/json.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { idAt, idCount } from '../../store/customers/packed-ids.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putTies } from '../../store/relations/ties.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { COMPANY_AS_OF as AS_OF, customer } from './company.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

const CUSTOMERS = 640;
/** What is true of this company: of what is followed, so much is caused. */
const H = 0.4;
const START = AS_OF + DAY_MS;
const END = START + 21 * DAY_MS;

const uniform = seededUniform(18);
let orders = 0;
/** A purchase that earns 10.00. */
const purchase = (by: Parameters<typeof ingestEvents>[1][number]['customer'], occurredAt: number) => ({
  customer: by,
  event: {
    kind: 'ORDER' as const,
    source: 'shop',
    id: `o${orders++}`,
    occurredAt: Math.floor(occurredAt),
    promotion: false,
    lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor: 1500, costMinor: 500, lineKind: 'PRODUCT' as const }],
  },
});

/** Everybody follows one other, and bought the same thing four times in half a year. */
async function company(): Promise<Db> {
  const db = await testDb(engine, { clock: () => AS_OF });
  const before = Array.from({ length: CUSTOMERS * 4 }, (_, k) =>
    purchase(customer(k >> 2), AS_OF - (1 + 179 * uniform()) * DAY_MS),
  );
  for (const some of chunksOf(before, 1500)) await ingestEvents(db, some);
  await putTies(
    db,
    Array.from({ length: CUSTOMERS }, (_, n) => ({
      follower: customer(n),
      followed: customer((n + 1 + Math.floor((CUSTOMERS - 2) * uniform())) % CUSTOMERS),
      kind: 'FOLLOW' as const,
      source: 'forum',
      weight: 1,
      at: AS_OF - 300 * DAY_MS,
    })),
  );
  await putSegment(db, {
    key: 'everybody',
    name: 'Everybody',
    description: '',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  return db;
}

/** What the action brings: each treated member buys once more, and what somebody buys more each follower buys too with chance h·q·w, and so on. */
async function bought(db: Db, treated: readonly string[]): Promise<void> {
  const graph = (await readGraph(db, 'samples'))!;
  const ids = Array.from({ length: idCount(graph.ids) }, (_, at) => idAt(graph.ids, at));
  const place = new Map(ids.map((id, at) => [id, at]));
  const followers = Map.groupBy(graph.from.keys(), (arc) => graph.to[arc]!);
  const more: ReturnType<typeof purchase>[] = [];
  const buys = (id: string, at: number): void => {
    more.push(purchase({ id }, at));
    for (const arc of followers.get(place.get(id) ?? -1) ?? []) {
      const follower = graph.from[arc]!;
      if (uniform() < H * graph.followedShare[follower]! * graph.weight[arc]!)
        buys(ids[follower]!, at + uniform() * DAY_MS);
    }
  };
  for (const id of treated) buys(id, START + DAY_MS);
  // And what would have come anyway.
  for (let n = 0; n < CUSTOMERS; n++)
    if (uniform() < 0.05) more.push(purchase(customer(n), START + 10 * DAY_MS * uniform()));
  for (const some of chunksOf(more, 1500)) await ingestEvents(db, some);
}

describe('h by experiment, end to end: planned, drawn, exposed, reported, closed, calibrated', () => {
  it('is found where it is known, enters the calibration with its interval and beside observation, and not by a referral offer', async () => {
    const db = await company();
    await calibrateNetwork(db, { asOf: AS_OF });
    const run = (asOf: number) => runEnrichment(db, { asOf, trigger: 'MANUAL', settings: { clvModel: 'mbgnbd' } });
    await run(AS_OF);
    await putPlan(
      db,
      planOf({
        key: 'samples',
        name: 'Samples',
        kind: 'SAMPLE',
        segment: 'everybody',
        consent: 'NOT_WITHDRAWN',
        target: 'SPILLOVER',
        startsAt: START,
        outcome: { metric: 'MARGIN', windowDays: 20 },
        arms: [
          { key: 'sample', share: 0.5, costPerPersonMinor: 100 },
          { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
        ],
      }),
    );
    const { drawn } = await freezeNow(db, 'samples', 1);
    const { ids, columns } = await readDrawn(db, 'samples', drawn!);
    const treated = ids.filter((_, at) => columns.arm[at] === 0);
    for (const some of chunksOf(treated, 100))
      await recordExposures(
        db,
        some.map((id) => ({ action: 'samples', by: { id }, kind: 'SENT' as const, at: START, source: 'post' })),
      );
    // The first run that meets it freezes who attends to whom.
    await run(START + 3_600_000);
    await bought(db, treated);
    await run(END);
    await advanceAction(db, 'samples', 'CLOSED');

    const report = (await latestReport(db, 'samples'))!.report as PublishedActionReport;
    const { influence, total, direct, reason } = report.spillover!;
    expect(reason).toBeNull();
    expect(influence.low!).toBeLessThan(H);
    expect(influence.high!).toBeGreaterThan(H);
    expect(direct.low!).toBeLessThan(1000);
    expect(direct.high!).toBeGreaterThan(1000);
    expect(total.value).toBeGreaterThan(direct.value);

    const calibration = await calibrateNetwork(db, { asOf: END });
    expect(calibration.hSource).toBe('EXPERIMENT');
    const experiment = calibration.experiment!;
    expect(experiment).toMatchObject({ actions: ['samples'], outcome: 'MARGIN', reason: null, from: END });
    expect(experiment.low).toBeLessThan(H);
    expect(experiment.high).toBeGreaterThan(H);
    expect(experiment.until).toBeGreaterThan(END);
    expect(experiment.until).toBeLessThan(END + 365 * DAY_MS);
    // Between the two figures, nearer to the more precise.
    expect(Math.abs(calibration.h - experiment.h)).toBeLessThan(Math.abs(calibration.h - experiment.observedH));
    const told = described(calibration);
    expect(told).toContain('By experiment:');
    expect(told).toContain('By observation:');
    expect(told).toContain("An action's extra purchases are taken to cause as much as ordinary ones.");

    await run(END + 3_600_000);
    const client = await clientOf(db);
    const { networkCalibration: shown } = await client.data(
      '{ networkCalibration { causalShare causalShareSource experiment { h low high actions outcome from until observed observedSource reason } } }',
    );
    expect(shown.causalShareSource).toBe('EXPERIMENT');
    expect(shown.causalShare).toBeCloseTo(calibration.h, 12);
    expect(shown.experiment).toMatchObject({
      h: experiment.h,
      low: experiment.low,
      high: experiment.high,
      actions: ['samples'],
      observed: experiment.observedH,
      reason: null,
    });

    // Whom next: what others bring counts now, at the h that was measured.
    const { text, lines } = await nextActions(db, { budget: '50', capacity: 40 });
    expect(text).toContain(
      `What they bring through others is counted, at h = ${calibration.h.toFixed(2)} (by experiment).`,
    );
    const expected = lines.slice(1).map((line) => Number(line.split(',')[5]));
    const alone = report.judged.FIXED.lifts[0]!.perPerson.value / 100;
    expect(Math.min(...expected)).toBeGreaterThanOrEqual(Math.floor(100 * alone) / 100);
    expect(Math.max(...expected)).toBeGreaterThan(1.05 * alone);

    // The same, had it been a voucher that is handed on: it spreads by itself.
    const item = (await getItem(db, actionKey('samples')))!;
    const record = { ...(JSON.parse(unpackText(item['json'])!) as object), kind: 'REFERRAL_OFFER' };
    await putItem(db, { ...item, json: packText(JSON.stringify(record)) });
    const without = await calibrateNetwork(db, { asOf: END });
    expect(without.experiment).toBeUndefined();
    expect(without.h).toBe(experiment.observedH);
  }, 300_000);
});
