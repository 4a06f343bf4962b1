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
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';

const START = COMPANY_AS_OF + DAY_MS;
const END = START + 11 * DAY_MS;
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

/** An action at 5.00 that was drawn, closed and read; it makes members of a fifth of the forecast buy for so much, minor units. */
async function closed(worth: (part: number) => number) {
  const clock = { at: COMPANY_AS_OF };
  const db = await testDb(engine, { clock: () => clock.at });
  const run = (asOf: number) =>
    runEnrichment(db, { asOf, trigger: 'MANUAL', settings: { kappa: 0.3, clvModel: 'mbgnbd' } });
  await seedCompany(db, 480);
  await putSegment(db, { key: 'all', name: 'All', description: '', rule: { field: 'orders', op: 'GTE', value: 1 } });
  await run(COMPANY_AS_OF);
  await putPlan(
    db,
    planOf({
      key: 'mail',
      name: 'Mail',
      kind: 'MAIL',
      segment: 'all',
      consent: 'NOT_WITHDRAWN',
      startsAt: START,
      outcome: { metric: 'MARGIN', windowDays: 10 },
      arms: [
        { key: 'mail', share: 0.5, costPerPersonMinor: 500 },
        { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
      ],
    }),
  );
  const { drawn } = await freezeNow(db, 'mail', 1);
  const { ids, columns } = await readDrawn(db, 'mail', drawn!);
  const cuts = forecastCuts(columns.forecastMinor);
  const uniform = seededUniform(5);
  await ingestEvents(
    db,
    ids.flatMap((id, at) => {
      // One of ten buys anyway, for 10.00.
      const anyway = uniform() < 0.1 ? 1000 : 0;
      const caused = columns.arm[at] === 0 ? worth(partOf(cuts, columns.forecastMinor[at]!)) : 0;
      const order = {
        kind: 'ORDER' as const,
        source: 'shop',
        id: `b${at}`,
        occurredAt: START + DAY_MS,
        promotion: false,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: anyway + caused, lineKind: 'PRODUCT' as const }],
      };
      return anyway + caused === 0 ? [] : [{ customer: { id }, event: order }];
    }),
  );
  clock.at = END;
  await run(END);
  await advanceAction(db, 'mail', 'CLOSED');
  return nextActions(db, { budget: '1000', capacity: 300 });
}

const rows = (lines: readonly string[]) =>
  lines.slice(1).map((line) => {
    const [, , , arm, reason, expected, cost] = line.trim().split(',');
    return { arm, reason, expected: Number(expected), cost: Number(cost) };
  });

describe('whom next', () => {
  it('a rule by fifths replaces one arm for all where its gain, on people it was not learned from, has a lower bound above 0', async () => {
    const { text, lines } = await closed((part) => (part >= 3 ? 2000 : 0));
    expect(text).toContain('[RULE]');
    const told = rows(lines);
    const chosen = told.filter(({ reason }) => reason === 'RULE');
    expect(told.filter(({ reason }) => reason === 'BEST_SINGLE')).toEqual([]);
    // Those whom it pays for: two fifths of the segment, less who was drawn by chance.
    expect(chosen.length).toBeGreaterThan(100);
    expect(chosen.length).toBeLessThan(250);
    for (const { expected, cost } of chosen) expect(expected).toBeGreaterThan(cost);
    expect(told.filter(({ reason }) => reason === 'EXPLORATION').length).toBeLessThanOrEqual(30);
  });

  it('where it works on everybody alike the rule is not used, and says so', async () => {
    const { text, lines } = await closed(() => 1200);
    expect(text).toContain('[BEST_SINGLE]');
    expect(text).toContain('What they bring through others is not counted');
    const told = rows(lines);
    expect(told.filter(({ reason }) => reason === 'RULE')).toEqual([]);
    const expected = new Set(told.filter(({ reason }) => reason === 'BEST_SINGLE').map((one) => one.expected));
    expect(expected.size).toBe(1);
    expect(told.length).toBe(200);
  });

  it('proposes nobody where no arm is worth its cost', async () => {
    const { text, lines } = await closed(() => 300);
    expect(text).toContain('no arm with an effect that is told from 0 and above its cost');
    expect(lines).toEqual([]);
  });
});
