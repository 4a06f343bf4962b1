import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { updateItem } from '../../store/client/commands.ts';
import { COSTS_KEY } from '../../store/client/keys.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { newFiles } from '../intake/harness.ts';
import { clientOf, type Client, type Json } from './client.ts';

const NOW = Date.UTC(2026, 5, 1);
const HEADER = 'order,customer,date,sku,quantity,amount,cost,currency\n';
// Ann: tea without a cost, a mug that states its own, and one tea given back. Bob: everything stated.
const ORDERS = `${HEADER}o1,ann,2026-01-02,tea,3,30.00,,EUR\no1,ann,2026-01-02,mug,1,20.00,5.00,EUR\no2,ann,2026-02-02,tea,-1,-10.00,,EUR\no3,bob,2026-01-05,mug,2,40.00,10.00,EUR\n`;

describe('what a product costs', () => {
  let engine: Engine;
  let client: Client;
  let now = NOW;
  const files = newFiles();
  const products = (rows: string) => files.import(client.db, 'products', `sku,cost\n${rows}`, { currency: 'EUR' });
  const run = async (): Promise<void> => {
    now += 60_000;
    await runEnrichment(client.db, { asOf: NOW, trigger: 'MANUAL' });
  };
  const directOf = async (who: string): Promise<number> => {
    const { customer } = await client.data(
      `{ customer(by: { externalId: { source: "import", id: "${who}" } }) { value { current { direct { minorUnits } } } } }`,
    );
    return (customer as Json).value.current.direct.minorUnits;
  };

  beforeAll(async () => {
    engine = await startEngine('dynalite');
    client = await clientOf(await testDb(engine, { clock: () => now }));
    await files.import(client.db, 'orders', ORDERS);
  });
  afterAll(async () => {
    files.remove();
    await engine.stop();
  });

  it('gives order lines their margin where the file has none, at the next run, and what the file states stands', async () => {
    await run();
    // Revenue counts where no cost is known: 30 − 10 of tea, 20 − 5 of the mug.
    expect([await directOf('ann'), await directOf('bob')]).toEqual([3500, 3000]);
    await products('tea,4.00\nmug,9.99\n');
    await run();
    // Two of the three teas stand, at 4.00 each: 20 − 8. Bob's mugs state their own cost.
    expect([await directOf('ann'), await directOf('bob')]).toEqual([2700, 3000]);
    const { customer, portfolio } = await client.data(`{
      portfolio { direct { minorUnits } }
      customer(by: { externalId: { source: "import", id: "ann" } }) { orders(first: 5) { nodes { sourceId margin { minorUnits } lines { sku cost { minorUnits } } } } } }`);
    expect(portfolio.direct.minorUnits).toBe(5700);
    const first = customer.orders.nodes.find(({ sourceId }: Json) => sourceId === 'o1');
    expect(first.margin.minorUnits).toBe(3300);
    expect(first.lines.map(({ sku, cost }: Json) => [sku, cost.minorUnits])).toEqual([
      ['mug', 500],
      ['tea', 1200],
    ]);
  });

  it('may change, or be unknown again; the same told again asks for nothing, and files stay what they are', async () => {
    const again = await files.import(client.db, 'orders', ORDERS);
    expect(again.outcome.counts).toEqual({ DUPLICATE: 3 });
    await products('tea,5.00\n');
    await run();
    expect(await directOf('ann')).toBe(2500);
    await products('tea,\n');
    await run();
    expect(await directOf('ann')).toBe(3500);
  });

  it('counts as changed where the writer died half-way', async () => {
    await products('tea,4.00\n');
    await run();
    // Announced and written, never noted: as if the process had ended in between.
    await updateItem(client.db, COSTS_KEY, {
      UpdateExpression: 'ADD w :p',
      ExpressionAttributeValues: { ':p': { SS: ['a product'] } },
    });
    await run();
    expect(await directOf('ann')).toBe(2700);
    const { outcome } = await products('tea,4.00\n');
    expect(outcome.counts).toEqual({ DUPLICATE: 1 });
  });
});
