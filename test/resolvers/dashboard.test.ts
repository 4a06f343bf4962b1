import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAST_DAY } from '../../bench/scale/company.ts';
import { standIn } from '../../bench/scale/stand-in.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { clientOf } from './client.ts';

/** Everything a page of a whole company shows, as docs/portfolio.md has it: one document a block. */
const DASHBOARD = [
  ...readFileSync(join(import.meta.dirname, '../../docs/portfolio.md'), 'utf8')
    .split('## A dashboard')[1]!
    .split('\n## ')[0]!
    .matchAll(/```graphql\n(.*?)```/gsu),
].map(([, query]) => query!);

const CUSTOMERS = 10_000;
const AS_OF = LAST_DAY * DAY_MS + 80_000_000;

describe('the queries behind a full dashboard', () => {
  it('are at most four requests and fifteen read units, of ten thousand customers', async () => {
    const world = standIn({ customers: CUSTOMERS, spend: 'heterogeneous', nights: [] });
    world.setClock(AS_OF + 60_000);
    await runEnrichment(world.db, { asOf: AS_OF, trigger: 'MANUAL', settings: { kappa: 0.02, clvModel: 'mbgnbd' } });
    // Replicas have the run by now.
    world.setClock(AS_OF + 600_000);
    const client = await clientOf(world.db);
    let units = 0;
    const shown: Record<string, unknown> = {};
    for (const query of DASHBOARD) {
      const { data, errors, cost } = await client.ask(query);
      expect(errors).toEqual([]);
      units += cost.readUnits;
      Object.assign(shown, data);
    }
    expect(DASHBOARD.length).toBeGreaterThan(0);
    expect(DASHBOARD.length).toBeLessThanOrEqual(4);
    expect(units).toBeLessThanOrEqual(15);
    expect(shown).toMatchObject({
      portfolio: { customers: { count: CUSTOMERS } },
      valueMap: { status: 'COMPUTED', customers: CUSTOMERS },
      focus: { of: CUSTOMERS, attentionReason: expect.stringMatching(/effortMinutes/u) },
      cohorts: { status: 'COMPUTED' },
      growth: { status: 'COMPUTED' },
      segmentLandscape: { status: 'COMPUTED' },
      scorecard: { status: 'COMPUTED' },
    });
    expect((shown['leaving'] as { customers: unknown[] }).customers).toHaveLength(3);
  }, 240_000);
});
