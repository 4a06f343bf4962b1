import Table from 'cli-table3';
import type { CustomerProfile } from '../domain/profile/profile.ts';
import type { Ordering } from '../domain/profile/orderings.ts';
import { VisibleError } from '../domain/errors.ts';
import { statisticsOf, type RunStatistics } from '../published/statistics.ts';
import { loadViews } from '../store/published/customers.ts';
import type { CustomerView } from '../store/published/customers.ts';
import type { Db } from '../store/client/db.ts';
import { visibleGeneration } from '../store/published/generations.ts';
import type { VisibleGeneration } from '../store/published/generations.ts';
import { readList } from '../store/published/lists.ts';
import { getView } from '../store/published/views.ts';
import { formatMinor } from './money.ts';

export interface TopCustomers {
  readonly ordering: Ordering;
  readonly generation: VisibleGeneration;
  readonly views: readonly CustomerView[];
}

/**
 * The first customers of an ordering, as of the visible generation or of the view a run of the past published.
 *
 * @throws VisibleError NOT_COMPUTED before the first run, VIEW_NOT_FOUND for a run without a view
 * @example await topCustomers(db, 'TOTAL_VALUE', 20)
 */
export async function topCustomers(db: Db, ordering: Ordering, limit: number, viewRun?: string): Promise<TopCustomers> {
  const generation = viewRun === undefined ? await visibleGeneration(db) : await getView(db, viewRun);
  if (generation === null && viewRun !== undefined)
    throw new VisibleError(
      'VIEW_NOT_FOUND',
      `No view of run ${viewRun} is kept. Those there are: npm run -s kring -- runs`,
    );
  if (generation === null)
    throw new VisibleError('NOT_COMPUTED', 'Nothing has been computed yet. Run: npm run -s kring -- enrich');
  const list = generation.orderings[ordering];
  if (list === undefined)
    throw new VisibleError(
      'NOT_AVAILABLE',
      `The last run published no ordering by ${ordering.toLowerCase().replaceAll('_', ' ')}.`,
    );
  const stretch = await readList(db, generation, { ...list, name: ordering }, 0, limit);
  // A run published meanwhile and this list is gone: read the new one.
  if (stretch === null) return topCustomers(db, ordering, limit, viewRun);
  const views = (await loadViews(db, stretch.ids, generation)).filter((view) => view !== null);
  return { ordering, generation, views };
}

/** The customers as a table for the terminal: what they are worth themselves, and through others. */
export function valueTable({ ordering, generation, views }: TopCustomers): string {
  const currency = generation.currencyCode;
  const statistics = statisticsOf(generation);
  const withExpected = statistics.portfolio.potentialMinor !== null;
  const beside = BESIDE[ordering];
  const headings = [
    '',
    'customer',
    'direct',
    'referrals',
    'network',
    ...(withExpected ? ['potential'] : []),
    'total',
    ...(beside === undefined ? [] : [beside.heading]),
  ];
  const table = new Table({
    head: headings,
    colAligns: headings.map((heading) => (heading === 'customer' ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  views.forEach(({ record, profile }, index) => {
    const value = profile?.profile.value;
    if (value === undefined) return;
    const current = value.directMinor + value.referralMinor + value.networkMinor;
    const expected = (value.potentialDirectMinor ?? 0) + (value.potentialIndirectMinor ?? 0);
    const amounts = [
      value.directMinor,
      value.referralMinor,
      value.networkMinor,
      ...(withExpected ? [expected] : []),
      current + expected,
    ];
    table.push([
      String(index + 1),
      nameOf(record),
      ...amounts.map((minor) => formatMinor(minor, currency)),
      ...(beside === undefined ? [] : [beside.cell(profile!.profile, record.summary, currency)]),
    ]);
  });
  return `${table.toString()}\n${explanation(generation, statistics, withExpected)}`;
}

/** What customers are ordered by, where that is none of the amounts everybody gets. */
const BESIDE: Partial<
  Record<
    Ordering,
    {
      readonly heading: string;
      readonly cell: (profile: CustomerProfile, summary: CustomerView['record']['summary'], currency: string) => string;
    }
  >
> = {
  INDIRECT_VALUE: {
    heading: 'indirect',
    cell: ({ value }, _, currency) => formatMinor(value.referralMinor + value.networkMinor, currency),
  },
  INFLUENCE: { heading: 'influence', cell: ({ influence }) => influence?.score.toFixed(1) ?? 'unknown' },
  ENGAGEMENT: { heading: 'points', cell: ({ engagement }) => String(engagement.points) },
  LAST_ORDER: {
    heading: 'last order',
    cell: (_, { orders }) => (orders === null ? 'none' : new Date(orders.lastAt).toISOString().slice(0, 10)),
  },
};

/** What a customer is called on the screen. */
export const nameOf = (record: CustomerView['record']): string =>
  record.displayName ?? record.identities.find((identity) => identity.type === 'EXTERNAL_ID')?.value ?? record.id;

function explanation(generation: VisibleGeneration, statistics: RunStatistics, withExpected: boolean): string {
  const { portfolio, simulated } = statistics;
  const { between } = generation;
  const money = (minor: number): string => formatMinor(minor, generation.currencyCode);
  const date = new Date(generation.asOf).toISOString().slice(0, 10);
  return [
    `Amounts in ${generation.currencyCode}, as of ${date}. Referrals and network move value between customers: they add none.`,
    `Sum over all ${portfolio.customers} customers: direct ${money(portfolio.directMinor + (between?.directMinor ?? 0))}${portfolio.rewardsMinor === 0 ? '' : ` − rewards ${money(portfolio.rewardsMinor)}`}` +
      ` = direct + referrals + network ${money(portfolio.totalMinor + (between?.totalMinor ?? 0))}, to the cent.`,
    ...(between === undefined
      ? []
      : [
          `Orders since then are in these amounts, up to ${new Date(between.at).toISOString()}; the order of this list and potential wait for the next run.`,
        ]),
    ...(withExpected
      ? [
          `Potential: what they and those they influence will bring in the coming ${statistics.settings.horizonDays} days; ${money(portfolio.potentialMinor ?? 0)} over all.`,
        ]
      : []),
    ...(portfolio.uncostedRevenueMinor === 0
      ? []
      : [
          `The cost of ${money(portfolio.uncostedRevenueMinor)} of revenue is unknown; ${statistics.settings.marginRate === 1 ? 'all of it' : `${statistics.settings.marginRate * 100} %`} counts as value.`,
        ]),
    ...(simulated ? ['The social layer (who follows, refers and responds) is SIMULATED; the orders are not.'] : []),
  ].join('\n');
}
