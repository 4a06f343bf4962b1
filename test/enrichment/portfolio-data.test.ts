import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { cohortsOf } from '../../domain/portfolio/cohorts.ts';
import { curveOf, heldBy } from '../../domain/portfolio/curve.ts';
import { dayValues } from '../../domain/portfolio/day-values.ts';
import { firstDayOf, periodOf } from '../../domain/portfolio/periods.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import { ordersOfFile } from '../../intake/orders-of-file.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/online_retail_ii_lines.csv.gz');
const awk = (program: string, rest = ''): string[] =>
  spawnSync('sh', ['-c', `gzip -dc '${FILE}' | awk -F, '${program}' ${rest}`], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .stdout.trim()
    .split('\n');
const canRun = existsSync(FILE) && spawnSync('sh', ['-c', 'awk "BEGIN{}" && gzip --version']).status === 0;

describe.skipIf(!canRun)(
  'against one line of awk over the raw Online Retail II (skipped where ../shared/data or awk is absent)',
  { timeout: 300_000 },
  () => {
    const load = async (): Promise<Snapshot> => {
      const byCustomer = await ordersOfFile(FILE, 'online-retail-ii');
      const last = Math.max(...[...byCustomer.values()].flat().map(({ occurredAt }) => occurredAt));
      const { snapshot } = buildSnapshot({
        asOf: last + 86_400_000,
        ruleSetVersion: 1,
        ties: [],
        referrals: [],
        customers: [...byCustomer].map(([id, events]) => ({
          id: id.padStart(20, '0'),
          tieBreak: id,
          summary: foldSummary(events, [], defaultRuleSet),
        })),
      });
      return snapshot;
    };

    it('the 20 % with most hold .7718 of the value, and the Gini is .741; cohorts have the same customers in the same months', async () => {
      const snapshot = await load();
      const curve = curveOf(snapshot.columns.revenueMinor);
      const [line] = awk(
        'NR>1{v[$3]+=$5*$6} END{for(c in v) print v[c]}',
        "| sort -gr | awk '{a[NR]=$1; s+=$1} END{k=int(.2*NR+.5); for(i=1;i<=NR;i++){if(i<=k)t+=a[i]; g+=(NR+1-2*i)*a[i]} print NR, t/s, g/(NR*s)}'",
      );
      const [customers, share, gini] = line!.split(' ').map(Number) as [number, number, number];
      expect([customers, share.toFixed(4), gini.toFixed(3)]).toEqual([5878, '0.7718', '0.741']);
      const held = heldBy(curve, 0.2);
      expect(held).toMatchObject({ customers: 1176, isExact: true });
      expect(held.heldMinor / curve.pointsMinor.at(-1)!).toBeCloseTo(share, 5);
      expect(curve.gini).toBeCloseTo(gini, 5);

      const days = dayValues(snapshot.purchases, 1);
      const today = Math.max(...snapshot.purchases.day);
      const { over, now } = cohortsOf(days, 'MONTH', today);
      const table = new Map<string, number>();
      const month = (period: number): string =>
        new Date(firstDayOf('MONTH', period) * 86_400_000).toISOString().slice(0, 7);
      for (const [k, row] of over.rows.entries())
        for (const [age, active] of [...row.active, now.active[k]!].entries())
          table.set(`${month(row.period!)} ${month(row.period! + age)}`, active);
      table.set(`${month(now.period)} ${month(now.period)}`, now.active.at(-1)!);
      const counted = awk(
        'NR>1{m=substr($2,1,7); if(!($3 in f)||m<f[$3]) f[$3]=m; s[$3" "m]} END{for(k in s){split(k,p," "); c[f[p[1]]" "p[2]]++} for(k in c) print k, c[k]}',
      );
      expect(counted.length).toBeGreaterThan(300);
      for (const cell of counted) {
        const [first, active, count] = cell.split(' ') as [string, string, string];
        expect(table.get(`${first} ${active}`)).toBe(Number(count));
      }
      expect([...table.values()].filter((count) => count > 0)).toHaveLength(counted.length);
      expect(periodOf('MONTH', today)).toBe(now.period);
    });
  },
);
