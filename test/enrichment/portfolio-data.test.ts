import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { foldSummary } from '../../domain/history/fold.ts';
import { bridgesOf } from '../../domain/portfolio/bridge.ts';
import { cohortsOf } from '../../domain/portfolio/cohorts.ts';
import { curveOf, heldBy } from '../../domain/portfolio/curve.ts';
import { dayValues } from '../../domain/portfolio/day-values.ts';
import { firstDayOf, periodOf } from '../../domain/portfolio/periods.ts';
import { revenueGrowth } from '../../domain/portfolio/revenue-bridge.ts';
import { exactSum } from '../../enrichment/compute/flow.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import type { Snapshot } from '../../enrichment/snapshot/snapshot.ts';
import { ordersOfFile, type OrderReading } from '../../intake/orders-of-file.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/online_retail_ii_lines.csv.gz');
const JOURNEY = join(import.meta.dirname, '../../../shared/data/completejourney_sample.csv.gz');
const awk = (program: string, rest = '', file = FILE): string[] =>
  spawnSync('sh', ['-c', `gzip -dc '${file}' | awk -F, '${program}' ${rest}`], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .stdout.trim()
    .split('\n');
const canRun =
  existsSync(FILE) && existsSync(JOURNEY) && spawnSync('sh', ['-c', 'awk "BEGIN{}" && gzip --version']).status === 0;

async function snapshotOf(path: string, how: string | OrderReading): Promise<Snapshot> {
  const byCustomer = await ordersOfFile(path, how);
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
}

describe.skipIf(!canRun)(
  'against a line of awk over the raw Online Retail II and The Complete Journey (skipped where ../shared/data or awk is absent)',
  { timeout: 300_000 },
  () => {
    it('the 20 % with most hold .7718 of the value, and the Gini is .741; cohorts have the same customers in the same months', async () => {
      const snapshot = await snapshotOf(FILE, 'online-retail-ii');
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

    it('why revenue changed from 2010 to 2011: new, returned, lost, and of who stayed products, pieces, dearer ones and price', async () => {
      const { years, columns } = await snapshotOf(FILE, 'online-retail-ii');
      const to = 2011 - 1970;
      const { bridges } = revenueGrowth(years, exactSum(columns.revenueMinor), to);
      const { termsMinor } = bridges.find((one) => one.to === to)!;
      const [line] = awk(
        `function rnd(x){x+=.5; return x<int(x)?int(x)-1:int(x)}
        NR>1{y=substr($2,1,4)+0; v=rnd($5*$6*100); r[$3,y]+=v; p=$3 SUBSEP y SUBSEP $4; q[p]+=$5; m[p]+=v; if(!($3 in f)||y<f[$3]) f[$3]=y}
        END{for(c in f){a=(c,2010) in r; b=(c,2011) in r; if(b&&!a){if(f[c]==2011) N+=r[c,2011]; else R+=r[c,2011]} if(a&&!b) L-=r[c,2010]; if(a&&b){s[c]; T+=r[c,2011]-r[c,2010]}}
          for(p in m){split(p,x,SUBSEP); c=x[1]; if(!(c in s)) continue; o=c SUBSEP 2011 SUBSEP x[3];
            if(x[2]==2010){if(o in m) D+=rnd((q[o]-q[p])*m[p]/q[p]); else{gq[c]+=q[p]; gm[c]+=m[p]}}
            else if(x[2]==2011 && !((c SUBSEP 2010 SUBSEP x[3]) in m)){cq[c]+=q[p]; cm[c]+=m[p]}}
          for(c in s) if((c in gm)&&(c in cm)){d=rnd((cq[c]-gq[c])*gm[c]/gq[c]); D+=d; U+=cm[c]-gm[c]-d} else X+=cm[c]-gm[c];
          printf "%d %d %d %d %d %d %d", N,R,L,X,D,U,T-X-D-U}`,
      );
      expect(termsMinor).toEqual(line!.split(' ').map(Number));
    });

    // Lines of no pieces and no money are none.
    it('of The Complete Journey: the 20 % with most, the Gini, and the bridge from the third quarter to the fourth', async () => {
      const snapshot = await snapshotOf(JOURNEY, {
        source: 'completejourney',
        currency: 'USD',
        constants: {},
        map: {
          orderId: 'basket_id',
          customer: 'household_id',
          placedAt: 'transaction_timestamp',
          sku: 'product_id',
          quantity: 'quantity',
          amount: 'sales_value',
          group: 'department',
        },
      });
      const curve = curveOf(snapshot.columns.revenueMinor);
      const [line] = awk(
        'NR>1&&($5>0||$6>0){v[$1]+=$6} END{for(c in v) print v[c]}',
        "| sort -gr | awk '{a[NR]=$1; s+=$1} END{k=int(.2*NR+.5); for(i=1;i<=NR;i++){if(i<=k)t+=a[i]; g+=(NR+1-2*i)*a[i]} print NR, t/s, g/(NR*s)}'",
        JOURNEY,
      );
      const [customers, share, gini] = line!.split(' ').map(Number) as [number, number, number];
      expect(snapshot.columns.revenueMinor).toHaveLength(customers);
      expect(heldBy(curve, 0.2).heldMinor / curve.pointsMinor.at(-1)!).toBeCloseTo(share, 3);
      expect(curve.gini).toBeCloseTo(gini, 4);

      const today = Math.max(...snapshot.purchases.day);
      const to = periodOf('QUARTER', today);
      const bridge = bridgesOf(dayValues(snapshot.purchases, 1), today).find(
        (one) => one.grain === 'QUARTER' && one.to === to && one.from === to - 1,
      )!;
      const [counted] = awk(
        `NR>1&&($5>0||$6>0){k=int((substr($3,6,2)-1)/3); v[$1,k]+=int($6*100+.5); if(!($1 in f)||k<f[$1]) f[$1]=k}
        END{for(c in f){a=(c,2) in v; b=(c,3) in v; B+=v[c,2]; A+=v[c,3]; if(b&&!a){if(f[c]==3){n++; N+=v[c,3]}else{r++; R+=v[c,3]}} if(a&&!b){l++; L-=v[c,2]}}
          printf "%d %d %d %d %d %d %d %d", B,A,N,R,L,n,r,l}`,
        '',
        JOURNEY,
      );
      const [[won, returned, lost], [n, r, l]] = [bridge.termsMinor, bridge.customers];
      expect([bridge.beforeMinor, bridge.afterMinor, won, returned, lost, n, r, l]).toEqual(
        counted!.split(' ').map(Number),
      );
    });
  },
);
