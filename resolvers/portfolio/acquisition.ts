import { costRatio, paybackOf, spendByPeriod } from '../../domain/portfolio/acquisition.ts';
import type { Grain } from '../../domain/portfolio/periods.ts';
import { DAY_MS, dayIn, instantIn } from '../../domain/time/time.ts';
import type { Channels } from '../../domain/portfolio/channels.ts';
import type { PeriodsNow, PeriodsOver } from '../../published/aggregates.ts';
import type { Db } from '../../store/client/db.ts';
import { definitions, type Spend } from '../../store/definitions/catalogue.ts';
import type { QueryResolvers } from '../generated.ts';
import { partsOf, sum } from './part.ts';
import { periodsOf } from './periods.ts';

const AT_ONCE = 100;
const NO_SPEND = 'Nobody has told what winning customers cost: `kring import spend`, or the mutation spendPut.';
const NO_CHANNEL =
  'No first order names this channel: either nobody came through it, or orders do not say (`acquisitionChannel`).';
const NOT_LISTED = 'The run lists the 20 channels with most customers, and this is none of them.';
const NO_RATIO =
  'Only what winning customers costs is told, not what selling to existing ones does (spend of `purpose` RETENTION): a ratio would be made up.';
const NO_OVERLAP =
  'In no period that is over was money spent on winning customers and on existing ones, and both brought something.';

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

const amountOf = (spends: readonly Spend[]): number => sum(spends.map(({ amountMinor }) => amountMinor));

/** The customers first won in a period and what they brought in each since, and what everybody won earlier brought in it; null before the cohorts. */
function cohortReader(grain: Grain, { periodsOver, periodsNow }: { periodsOver: PeriodsOver; periodsNow: PeriodsNow }) {
  const over = periodsOver.cohorts.find((one) => one.grain === grain)!;
  const current = periodsNow.cohorts.find((one) => one.grain === grain)!;
  return {
    cohortOf: (period: number) => {
      if (period === current.period)
        return { customers: current.won, values: current.won === 0 ? [] : [current.valueMinor.at(-1)!] };
      const row = over.rows.findIndex((one) => one.period === period);
      if (row >= 0)
        return {
          customers: over.rows[row]!.customers,
          values: [...over.rows[row]!.valueMinor, current.valueMinor[row]!],
        };
      // Within the cohorts, where nobody was won, there is no row; before them nothing is known.
      return period >= over.from ? { customers: 0, values: [] } : null;
    },
    /** Of a period that is over and that the cohorts show. */
    valueIn: (period: number): { readonly newMinor: number; readonly existingMinor: number } | null => {
      if (period < over.from || period >= current.period) return null;
      const of = over.rows.map((row) => ({ row, value: row.valueMinor[period - (row.period ?? over.from)] ?? 0 }));
      return {
        newMinor: sum(of.flatMap(({ row, value }) => (row.period === period ? [value] : []))),
        existingMinor: sum(of.flatMap(({ row, value }) => (row.period === period ? [] : [value]))),
      };
    },
  };
}

/** Channels that money was spent on or customers came through. */
function channelRows(spends: readonly Spend[], won: Channels | null, reason: string | null, monthsOf: Months) {
  const spent = Map.groupBy(spends, ({ channel }) => channel);
  const rows = new Map((won?.channels ?? []).map((one) => [one.channel, one]));
  const channels = [...new Set([...spent.keys(), ...rows.keys()])].map((channel) => {
    const own = spent.get(channel) ?? [];
    const spend = amountOf(own);
    const row = rows.get(channel);
    const missing = won !== null && won.others.customers > 0 ? NOT_LISTED : NO_CHANNEL;
    const months = monthsOf(own);
    const inTime = (row?.months ?? []).filter(([month]) => months.has(month));
    const payback = paybackOf(
      spend,
      sum(inTime.map(([, customers]) => customers)),
      inTime.map(([, , valueMinor]) => valueMinor),
    );
    return {
      channel,
      spend,
      customers: row?.customers ?? null,
      customersReason: row === undefined ? (reason ?? missing) : null,
      value: row?.valueMinor ?? null,
      bought:
        row === undefined || own.length === 0
          ? null
          : {
              customers: sum(inTime.map(([, customers]) => customers)),
              costPerCustomer: payback.costPerCustomerMinor,
              value: sum(inTime.map(([, , valueMinor]) => valueMinor)),
              recovered: payback.recovered,
            },
    };
  });
  return channels.sort(
    (a, b) => b.spend - a.spend || (b.customers ?? 0) - (a.customers ?? 0) || (a.channel < b.channel ? -1 : 1),
  );
}
/** The calendar months an amount was spent in. */
type Months = (spends: readonly Spend[]) => ReadonlySet<number>;

export const acquisitionQueries: Pick<QueryResolvers, 'acquisition'> = {
  acquisition: async (_, { grain }, context) => {
    const [{ is, parts, generation }, ways] = await Promise.all([
      partsOf(context, ['periodsOver', 'periodsNow']),
      // Apart: a run of an earlier release has periods alone.
      partsOf(context, ['channels']),
    ]);
    const nothing = {
      grain,
      spend: null,
      retentionSpend: null,
      channels: [],
      otherChannels: null,
      untold: null,
      periods: [],
      costRatio: null,
      costRatioReason: NO_RATIO,
    };
    if (parts === null || generation === null) return { ...is, ...nothing };
    const won = ways.parts?.channels ?? null;
    const told = await allSpend(context.db);
    const spends = told.filter(({ purpose }) => purpose === undefined);
    const kept = told.filter(({ purpose }) => purpose === 'RETENTION');
    const { timeZone } = generation;
    const instantOf = instantIn(timeZone);
    const spread = (of: readonly Spend[], by: Grain): Map<number, number> =>
      spendByPeriod(of, by, dayIn(timeZone), (day) => instantOf(day * DAY_MS));
    const channels = channelRows(spends, won, ways.is.reason, (of) => new Set(spread(of, 'MONTH').keys()));
    const shownWon = (one: Channels['untold']) => ({ customers: one.customers, value: one.valueMinor });
    const byWay = {
      ...nothing,
      channels,
      otherChannels: won && shownWon(won.others),
      untold: won && shownWon(won.untold),
      retentionSpend: kept.length === 0 ? null : amountOf(kept),
    };
    if (spends.length === 0) return { ...is, status: 'NOT_COMPUTED', reason: NO_SPEND, ...byWay };
    const { cohortOf, valueIn } = cohortReader(grain, parts);
    const { shown } = periodsOf(grain, generation);
    const byPeriod = spread(spends, grain);
    const ratio = costRatio(byPeriod, spread(kept, grain), valueIn);
    return {
      ...is,
      ...byWay,
      spend: amountOf(spends),
      costRatio: ratio,
      costRatioReason: ratio !== null ? null : kept.length === 0 ? NO_RATIO : NO_OVERLAP,
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
