import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { decodeParameters } from '../../published/parameters.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Json } from './client.ts';

const BRIDGE = `{ portfolio { potential { minorUnits } potentialBridge {
  from to before { minorUnits } time { minorUnits } parameters { minorUnits } events { minorUnits } after { minorUnits }
  adopted { version on fittedOn reason }
} } }`;

describe('the bridge of potential', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
  });
  afterAll(() => engine.stop());

  const amounts = ({ potentialBridge: bridge }: Json) =>
    ['before', 'time', 'parameters', 'events', 'after'].map((part) => bridge[part].minorUnits as number);

  it('leads from run to run, through time, orders and other settings, to the cent', async () => {
    let now = COMPANY_AS_OF;
    const db = await testDb(engine, { clock: () => now });
    await seedCompany(db, 12);
    const next = async (day: number, settings: Record<string, unknown> = {}): Promise<Json> => {
      now = COMPANY_AS_OF + day * DAY_MS;
      await runEnrichment(db, { asOf: now, trigger: 'MANUAL', settings: { kappa: 0.3, ...settings } });
      return (await (await clientOf(db)).data(BRIDGE)).portfolio;
    };
    const first = await next(0);
    expect(first.potentialBridge).toBeNull();

    const quiet = await next(1);
    const [before, time, parameters, events, after] = amounts(quiet);
    expect([before, parameters, events, after]).toEqual([first.potential.minorUnits, 0, 0, quiet.potential.minorUnits]);
    expect(before! + time!).toBe(after);
    expect(quiet.potentialBridge).toMatchObject({
      from: '2024-10-04',
      to: '2024-10-05',
      adopted: { version: 1, on: '2024-10-04', fittedOn: '2024-10-04', reason: 'FIRST' },
    });

    const line = { sku: 's1', group: 'g1', quantity: 1, netMinor: 2500, lineKind: 'PRODUCT' as const };
    const occurredAt = COMPANY_AS_OF + 1.5 * DAY_MS;
    await ingestEvents(db, [
      {
        customer: customer(3),
        event: { kind: 'ORDER', source: 'shop', id: 'late', occurredAt, promotion: false, lines: [line] },
      },
    ]);
    const ordered = await next(2);
    expect(amounts(ordered)[0]).toBe(quiet.potential.minorUnits);
    expect(amounts(ordered)[3]).toBeGreaterThan(0);
    expect(
      amounts(ordered)
        .slice(0, 4)
        .reduce((sum, part) => sum + part, 0),
    ).toBe(ordered.potential.minorUnits);

    const shorter = await next(2, { horizonDays: 90 });
    expect(shorter.potentialBridge.adopted).toMatchObject({ reason: 'SETTINGS', on: '2024-10-06' });
    const [, none, halved, nothing, less] = amounts(shorter);
    expect([none, nothing, less]).toEqual([0, 0, shorter.potential.minorUnits]);
    expect(halved).toBe(shorter.potential.minorUnits - ordered.potential.minorUnits);
    expect(halved).toBeLessThan(0);
    const generation = await visibleGeneration(db);
    expect(decodeParameters(generation!.parameters)).toMatchObject({
      version: shorter.potentialBridge.adopted.version,
      scoring: { lifetime: { horizonDays: 90 } },
    });
  });
});
