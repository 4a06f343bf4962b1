import { BRIDGE_TERMS, type Bridge, type BridgeTerm } from '../../domain/portfolio/bridge.ts';
import type { CohortRow } from '../../domain/portfolio/cohorts.ts';
import { REVENUE_TERMS, type RevenueTerm } from '../../domain/portfolio/revenue-bridge.ts';
import { firstDayOf, perYear, periodOf, type Grain } from '../../domain/portfolio/periods.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf, sum } from './part.ts';

/** How the API shows periods of a grain, at a generation. */
export function periodsOf(grain: Grain, { asOf, timeZone }: VisibleGeneration) {
  const now = periodOf(grain, dayIn(timeZone)(asOf));
  return {
    now,
    shown: (period: number) => ({
      from: firstDayOf(grain, period),
      to: firstDayOf(grain, period + 1),
      complete: period < now,
    }),
  };
}

const LABELS: Readonly<Record<BridgeTerm, string>> = {
  NEW: 'New customers',
  RETURNED: 'Customers who came back',
  LOST: 'Customers who did not come back',
  FREQUENCY: 'More or fewer purchases of those who stayed',
  BASKET: 'More or less per purchase of those who stayed',
};

const REVENUE_LABELS: Readonly<Record<RevenueTerm, string>> = {
  NEW: LABELS.NEW,
  RETURNED: LABELS.RETURNED,
  LOST: LABELS.LOST,
  CROSS_SELL: 'Other groups and further products of those who stayed',
  DEEP_SELL: 'More or fewer pieces of those who stayed',
  UP_SELL: 'Dearer or cheaper products, and services, of those who stayed',
  PRICE: 'Prices of the same products, of those who stayed',
};

export const periodQueries: Pick<QueryResolvers, 'cohorts' | 'growth' | 'revenueGrowth'> = {
  cohorts: async (_, { grain }, context) => {
    const { is, parts, generation } = await partsOf(context, ['periodsOver', 'periodsNow']);
    if (parts === null || generation === null) return { ...is, grain, cohorts: [], neverBought: null, rest: null };
    const { periodsOver, periodsNow } = parts;
    const over = periodsOver.cohorts.find((one) => one.grain === grain)!;
    const current = periodsNow.cohorts.find((one) => one.grain === grain)!;
    const { now, shown } = periodsOf(grain, generation);
    const newest: CohortRow = { period: now, customers: current.won, active: [], valueMinor: [], beforeMinor: 0 };
    const rows = current.won === 0 ? over.rows : [...over.rows, newest];
    const cohorts = rows.map((row, k) => {
      const first = row.period ?? over.from;
      const value = [...row.valueMinor, current.valueMinor[k]!];
      const cells = [...row.active, current.active[k]!].map((active, age) => ({
        period: shown(first + age),
        age: row.period === null ? null : age,
        active,
        retention: row.customers === 0 ? 0 : active / row.customers,
        value: value[age]!,
        valuePerHead: row.customers === 0 ? 0 : Math.round(value[age]! / row.customers),
      }));
      return {
        period: row.period === null ? null : shown(row.period),
        customers: row.customers,
        before: row.beforeMinor,
        cells,
        value: row.beforeMinor + sum(value),
      };
    });
    return { ...is, grain, cohorts, neverBought: periodsNow.neverBought, rest: periodsNow.restMinor };
  },

  growth: async (_, { grain, base }, context) => {
    const { is, parts, generation } = await partsOf(context, ['periodsOver', 'periodsNow']);
    if (parts === null || generation === null) return { ...is, grain, bridges: [] };
    const back = base === 'YEAR_BEFORE' ? perYear(grain) : 1;
    const { shown } = periodsOf(grain, generation);
    const bridges = [...parts.periodsOver.bridges, ...parts.periodsNow.bridges]
      .filter((bridge) => bridge.grain === grain && bridge.to - bridge.from === back)
      .sort((a, b) => b.to - a.to)
      .map((bridge: Bridge) => ({
        from: shown(bridge.from),
        to: shown(bridge.to),
        before: bridge.beforeMinor,
        after: bridge.afterMinor,
        customersBefore: bridge.customersBefore,
        customersAfter: bridge.customersAfter,
        terms: BRIDGE_TERMS.map((key, k) => ({
          key,
          label: LABELS[key],
          amount: bridge.termsMinor[k]!,
          customers: bridge.customers[k]!,
        })),
      }));
    return { ...is, grain, bridges };
  },

  revenueGrowth: async (_, __, context) => {
    const { is, parts, generation } = await partsOf(context, ['revenue']);
    if (parts === null || generation === null) return { ...is, bridges: [], earlier: null, rest: null, total: null };
    const { bridges, earlierMinor, restMinor } = parts.revenue;
    const { shown } = periodsOf('YEAR', generation);
    return {
      ...is,
      bridges: bridges.toReversed().map((bridge) => ({
        from: shown(bridge.to - 1),
        to: shown(bridge.to),
        before: bridge.beforeMinor,
        after: bridge.afterMinor,
        customersBefore: bridge.customersBefore,
        customersAfter: bridge.customersAfter,
        terms: REVENUE_TERMS.map((key, k) => ({
          key,
          label: REVENUE_LABELS[key],
          amount: bridge.termsMinor[k]!,
          customers: bridge.customers[k]!,
        })),
      })),
      earlier: earlierMinor,
      rest: restMinor,
      total:
        earlierMinor + (bridges[0]?.beforeMinor ?? 0) + sum(bridges.map(({ afterMinor }) => afterMinor)) + restMinor,
    };
  },
};
