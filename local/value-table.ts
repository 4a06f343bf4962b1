import Table from 'cli-table3';
import type { Ordering } from '../domain/profile/orderings.ts';
import { VisibleError } from '../domain/errors.ts';
import type { RunStatistics } from '../enrichment/publish/statistics.ts';
import { loadViews } from '../store/customers.ts';
import type { CustomerView } from '../store/customers.ts';
import type { Db } from '../store/db.ts';
import { visibleGeneration } from '../store/generations.ts';
import type { VisibleGeneration } from '../store/generations.ts';
import { readRanking } from '../store/rankings.ts';
import { formatMinor } from './money.ts';

/** The first customers of an ordering, as of the visible generation. @throws VisibleError NOT_COMPUTED before the first run */
export async function topCustomers(db: Db, ordering: Ordering, limit: number): Promise<{ generation: VisibleGeneration; views: CustomerView[] }> {
  const generation = await visibleGeneration(db);
  if (generation === null) throw new VisibleError('NOT_COMPUTED', 'Nothing has been computed yet. Run: npm run -s kring -- enrich');
  const list = generation.rankings[ordering];
  if (list === undefined) throw new VisibleError('NOT_AVAILABLE', `The last run published no ordering by ${ordering.toLowerCase().replaceAll('_', ' ')}.`);
  const stretch = await readRanking(db, { ...list, name: ordering }, 0, limit);
  // A run published meanwhile and this list is gone: read the new one.
  if (stretch === null) return topCustomers(db, ordering, limit);
  const views = (await loadViews(db, stretch.ids, generation)).filter((view) => view !== null);
  return { generation, views };
}

/** The customers as a table for the terminal: what they are worth themselves, and through others. */
export function valueTable({ generation, views }: { generation: VisibleGeneration; views: readonly CustomerView[] }): string {
  const currency = generation.currencyCode;
  const statistics = generation.statistics as unknown as RunStatistics;
  const withExpected = statistics.portfolio.potentialMinor !== null;
  const headings = ['', 'customer', 'own', 'brought in', 'influenced', ...(withExpected ? ['expected'] : []), 'total'];
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
    const amounts = [value.directMinor, value.referralMinor, value.networkMinor, ...(withExpected ? [expected] : []), current + expected];
    table.push([String(index + 1), nameOf(record), ...amounts.map((minor) => formatMinor(minor, currency))]);
  });
  return `${table.toString()}\n${explanation(generation, statistics, withExpected)}`;
}

const nameOf = (record: CustomerView['record']): string =>
  record.displayName ?? record.identities.find((identity) => identity.type === 'EXTERNAL_ID')?.value ?? record.id;

function explanation(generation: VisibleGeneration, statistics: RunStatistics, withExpected: boolean): string {
  const { portfolio, simulated } = statistics;
  const money = (minor: number): string => formatMinor(minor, generation.currencyCode);
  const date = new Date(generation.asOf).toISOString().slice(0, 10);
  return [
    `Amounts in ${generation.currencyCode}, as of ${date}. Brought in and influenced move value between customers: they add none.`,
    `Sum over all ${portfolio.customers} customers: own ${money(portfolio.directMinor)}${portfolio.rewardsMinor === 0 ? '' : ` − rewards ${money(portfolio.rewardsMinor)}`}`
    + ` = own + brought in + influenced ${money(portfolio.totalMinor)}, to the cent.`,
    ...(withExpected ? [`Expected: what they and those they influence will bring in the coming ${statistics.settings.horizonDays} days; ${money(portfolio.potentialMinor ?? 0)} over all.`] : []),
    ...(portfolio.uncostedRevenueMinor === 0 ? [] : [`The cost of ${money(portfolio.uncostedRevenueMinor)} of revenue is unknown; ${statistics.settings.marginRate === 1 ? 'all of it' : `${statistics.settings.marginRate * 100} %`} counts as value.`]),
    ...(simulated ? ['The social layer (who follows, refers and responds) is SIMULATED; the orders are not.'] : []),
  ].join('\n');
}
