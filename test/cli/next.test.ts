import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextActions } from '../../cli/actions/next.ts';
import { planOf } from '../../domain/actions/action.ts';
import { forecastCuts, partOf } from '../../domain/experiments/by-forecast.ts';
import { seededUniform } from '../../domain/numerics/random.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { advanceAction, putPlan } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';

let engine: Engine;
let db: Db;
let now = COMPANY_AS_OF;
const run = (asOf: number) =>
  runEnrichment(db, { asOf, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  db = await testDb(engine, { clock: () => now });
  await seedCompany(db, 320);
  await putSegment(db, { key: 'all', name: 'All', description: '', rule: { field: 'orders', op: 'GTE', value: 1 } });
  await run(now);
}, 240_000);
afterAll(() => engine.stop());

const uniform = seededUniform(5);

/** An action at 5.00 that is drawn, closed and read; it makes members of a fifth of the forecast buy for so much, minor units. */
async function closed(key: string, worth: (part: number) => number) {
  const startsAt = now + DAY_MS;
  await putPlan(
    db,
    planOf({
      key,
      name: key,
      kind: 'MAIL',
      segment: 'all',
      consent: 'NOT_WITHDRAWN',
      startsAt,
      outcome: { metric: 'MARGIN', windowDays: 10 },
      arms: [
        { key: 'mail', share: 0.5, costPerPersonMinor: 500 },
        { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
      ],
    }),
  );
  const { drawn } = await freezeNow(db, key, 1);
  const { ids, columns } = await readDrawn(db, key, drawn!);
  const cuts = forecastCuts(columns.forecastMinor);
  await ingestEvents(
    db,
    ids.flatMap((id, at) => {
      // One of ten buys anyway, for 10.00.
      const anyway = uniform() < 0.1 ? 1000 : 0;
      const caused = columns.arm[at] === 0 ? worth(partOf(cuts, columns.forecastMinor[at]!)) : 0;
      const order = {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `${key}-${at}`,
        occurredAt: startsAt + DAY_MS,
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: anyway + caused, lineKind: 'PRODUCT' as const }],
      };
      return anyway + caused === 0 ? [] : [{ customer: { id }, event: order }];
    }),
  );
  now = startsAt + 11 * DAY_MS;
  await run(now);
  await advanceAction(db, key, 'CLOSED');
  return nextActions(db, { budget: '1000', capacity: 250 });
}

it('takes a budget above 0', async () => {
  for (const budget of ['0', '-1'])
    await expect(nextActions(db, { budget })).rejects.toMatchObject({ code: 'INVALID', field: ['budget'] });
});

const rows = (lines: readonly string[]) =>
  lines.slice(1).map((line) => {
    const [, , , arm, reason, expected, cost] = line.trim().split(',');
    return { arm, reason, expected: Number(expected), cost: Number(cost) };
  });

describe('whom next', () => {
  it('is nobody where no arm is worth its cost', async () => {
    const { text, lines } = await closed('weak', () => 300);
    expect(text).toContain('weak: no arm with an effect that is told from 0 and above its cost');
    expect(lines).toEqual([]);
  }, 240_000);

  it('is everybody alike where an arm works on everybody alike: no rule is used, and it says so', async () => {
    const { text, lines } = await closed('alike', () => 1200);
    expect(text).toContain('alike, arm mail:');
    expect(text).toContain('[BEST_SINGLE]');
    expect(text).toContain('What they bring through others is not counted');
    const told = rows(lines);
    expect(told.filter(({ reason }) => reason === 'RULE')).toEqual([]);
    const expected = new Set(told.filter(({ reason }) => reason === 'BEST_SINGLE').map((one) => one.expected));
    expect(expected.size).toBe(1);
    expect(told.length).toBe(200);
  }, 240_000);

  it('is by a rule of fifths where its gain, on people it was not learned from, has a lower bound above 0', async () => {
    const { text, lines } = await closed('by-fifths', (part) => (part >= 3 ? 4000 : 0));
    expect(text).toContain('by-fifths, arm mail:');
    expect(text).toContain('[RULE]');
    const told = rows(lines);
    const chosen = told.filter(({ reason }) => reason === 'RULE');
    expect(told.filter(({ reason }) => reason === 'BEST_SINGLE')).toEqual([]);
    // Those whom it pays for: two fifths of the segment, less who was drawn by chance.
    expect(chosen.length).toBeGreaterThan(70);
    expect(chosen.length).toBeLessThan(160);
    for (const { expected, cost } of chosen) expect(expected).toBeGreaterThan(cost);
    expect(told.filter(({ reason }) => reason === 'EXPLORATION').length).toBeLessThanOrEqual(25);
  }, 240_000);
});
