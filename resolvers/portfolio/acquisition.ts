import { paybackOf, spendByPeriod } from '../../domain/portfolio/acquisition.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { definitions, type Spend } from '../../store/definitions/catalogue.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf, sum } from './part.ts';
import { periodsOf } from './periods.ts';

const AT_ONCE = 100;
const NO_SPEND = 'Nobody has told what winning customers cost: `kring import spend`, or the mutation spendPut.';
const NO_CHANNEL = 'Through which channel a customer came is told with the order, and not yet kept with the customer.';
const NO_RATIO =
  'Only what winning customers costs is told, not what selling to existing ones does: a ratio would be made up.';

/** Everything that was told of spend. */
async function allSpend(db: Db): Promise<Spend[]> {
  const spends: Spend[] = [];
  let after: string | undefined;
  do {
    const page = await definitions(db, 'SPEND', { first: AT_ONCE, ...(after === undefined ? {} : { after }) });
    for (const { value } of page.items) spends.push(...value);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return spends;
}

export const acquisitionQueries: Pick<QueryResolvers, 'acquisition'> = {
  acquisition: async (_, { grain }, context) => {
    const { is, parts, generation } = await partsOf(context, ['periodsOver', 'periodsNow']);
    const nothing = {
      grain,
      spend: null,
      channels: [],
      periods: [],
      costRatio: null,
      costRatioReason: NO_RATIO,
    };
    if (parts === null || generation === null) return { ...is, ...nothing };
    const spends = await allSpend(context.db);
    if (spends.length === 0) return { ...is, status: 'NOT_COMPUTED', reason: NO_SPEND, ...nothing };
    const { timeZone } = generation;
    const instantOf = instantIn(timeZone);
    const byPeriod = spendByPeriod(spends, grain, dayIn(timeZone), (day) => instantOf(day * DAY_MS));
    const { now, shown } = periodsOf(grain, generation);
    const over = parts.periodsOver.cohorts.find((one) => one.grain === grain)!;
    const current = parts.periodsNow.cohorts.find((one) => one.grain === grain)!;
    const cohortOf = (period: number) => {
      if (period === now)
        return { customers: current.won, values: current.won === 0 ? [] : [current.valueMinor.at(-1)!] };
      const row = over.rows.findIndex((one) => one.period === period);
      if (row >= 0)
        return {
          customers: over.rows[row]!.customers,
          values: [...over.rows[row]!.valueMinor, current.valueMinor[row]!],
        };
      // Within the cohorts, where nobody was won, there is no row; before them nothing is known.
      return period >= over.from ? { customers: 0, values: [] } : null;
    };
    const channels = [...Map.groupBy(spends, ({ channel }) => channel)].map(([channel, own]) => ({
      channel,
      spend: sum(own.map(({ amountMinor }) => amountMinor)),
      customers: null,
      customersReason: NO_CHANNEL,
    }));
    return {
      ...is,
      ...nothing,
      spend: sum(spends.map(({ amountMinor }) => amountMinor)),
      channels: channels.sort((a, b) => b.spend - a.spend || (a.channel < b.channel ? -1 : 1)),
      periods: [...byPeriod]
        .sort(([a], [b]) => a - b)
        .map(([period, spend]) => {
          const cohort = cohortOf(period);
          const payback = cohort === null ? null : paybackOf(spend, cohort.customers, cohort.values);
          return {
            period: shown(period),
            spend,
            customers: cohort?.customers ?? null,
            costPerCustomer: payback?.costPerCustomerMinor ?? null,
            value: cohort === null ? null : sum(cohort.values),
            recovered: payback?.recovered ?? null,
            paybackPeriods: payback?.periods ?? null,
          };
        }),
    };
  },
};
